//! Dates and periods and their normal forms, the same for both languages.
//!
//! The forms follow ISO 8601 where it has one: `2026`, `2026-03`, `2026-03-11`; without a year
//! `--03`, `--03-11` and `---11` (XML Schema's gMonth, gMonthDay, gDay). Beyond it: a part of the
//! period (`2025-late`, `2025-q3`, `2025-h1`, `2025-summer`), `1990s`, `c21`, `tuesday`, years before
//! Christ by their number (`-4000` for 4000 B.C.), and periods
//! counted from the day of writing where that day is not known: `last-year`, `this-month`,
//! `yesterday`, `last-year-late`, `last-year-12`.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year, 1–9999.
    pub year: i32,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month, 1–31.
    pub day: u8,
}

impl Day {
    /// A publication date as the records write it, `YYYYMMDD`. `None` if it is none.
    pub fn parse(published: &str) -> Option<Self> {
        if published.len() != 8 || !published.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let day = Day {
            year: published[..4].parse().ok()?,
            month: published[4..6].parse().ok()?,
            day: published[6..].parse().ok()?,
        };
        day.is_valid().then_some(day)
    }

    fn is_valid(self) -> bool {
        (1..=12).contains(&self.month) && (1..=31).contains(&self.day) && self.year > 0
    }

    /// Days since 0000-03-01, by the civil calendar (Hinnant, *chrono-compatible low-level date
    /// algorithms*).
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
    }

    fn from_number(number: i64) -> Self {
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        Day {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
            month: month as u8,
            day: (day_of_year - (153 * month_index + 2) / 5 + 1) as u8,
        }
    }

    /// The day `days` later.
    pub fn plus(self, days: i64) -> Self {
        Self::from_number(self.number() + days)
    }

    /// 0 for Monday … 6 for Sunday.
    pub fn weekday(self) -> u8 {
        (self.number() + 2).rem_euclid(7) as u8
    }
}

/// English names of the weekdays, Monday first.
pub const WEEKDAYS: [&str; 8] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend"];

/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part(pub &'static str);

/// The first three quarters of a year.
pub const THREE_QUARTERS: &str = "q1-q3";

/// Every part that a key may end in; one that ends like another comes first.
pub const PARTS: [&str; 14] = [
    THREE_QUARTERS,
    "early",
    "mid",
    "late",
    "q1",
    "q2",
    "q3",
    "q4",
    "h1",
    "h2",
    "spring",
    "summer",
    "autumn",
    "winter",
];

/// A period counted from the day of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
            Unit::Century => "century",
        }
    }
}

/// A date or period as far as the text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// Counted from the day of writing: `(Year, -1)` is last year.
    pub relative: Option<(Unit, i32)>,
    /// Year.
    pub year: Option<i32>,
    /// Month, 1–12.
    pub month: Option<u8>,
    /// Day of the month, 1–31.
    pub day: Option<u8>,
    /// 0 for Monday … 6 for Sunday, 7 for the weekend.
    pub weekday: Option<u8>,
    /// The first year of a decade.
    pub decade: Option<i32>,
    /// A century, 21 for 2001–2100.
    pub century: Option<u8>,
    /// A part of the period.
    pub part: Option<Part>,
}

impl Period {
    /// A year.
    pub fn year(year: i32) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    /// A period counted from the day of writing.
    pub fn relative(unit: Unit, offset: i32) -> Self {
        Self { relative: Some((unit, offset)), ..Self::default() }
    }

    /// The same period with its part.
    pub fn with_part(self, part: &'static str) -> Self {
        Self { part: Some(Part(part)), ..self }
    }

    /// Whether month and day can stand in a calendar.
    pub fn is_valid(&self) -> bool {
        self.month.is_none_or(|month| (1..=12).contains(&month))
            && self.day.is_none_or(|day| (1..=31).contains(&day))
    }

    /// The period with what is counted from the day of writing put in absolute terms.
    pub fn resolved(self, anchor: Option<Day>) -> Self {
        let (Some((unit, offset)), Some(anchor)) = (self.relative, anchor) else { return self };
        let absolute = Self { relative: None, ..self };
        match unit {
            Unit::Year => Self { year: Some(anchor.year + offset), ..absolute },
            Unit::Month => {
                let months = anchor.year * 12 + i32::from(anchor.month) - 1 + offset;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
                Self { year: Some(year), month: Some(month), ..absolute }
            }
            Unit::Day => {
                let day = anchor.plus(i64::from(offset));
                Self {
                    year: Some(day.year),
                    month: Some(day.month),
                    day: Some(day.day),
                    ..absolute
                }
            }
            // A week has no form of its own in news; the weekday says more than its number.
            Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century => self,
        }
    }

    /// Whether it means another time in another text: *today*, *Friday*, *April 3*.
    pub fn floats(self) -> bool {
        let fixed = self.year.is_some() || self.decade.is_some() || self.century.is_some();
        self.relative.is_some() || !fixed
    }

    /// The period with the year, month or day that the text leaves to the reader: months and days of
    /// the year nearest to `anchor`, bare days and weekdays the last before it or on it.
    pub fn placed(self, anchor: Day) -> Self {
        match (self.year, self.month, self.day, self.weekday) {
            (None, Some(month), day, _) if self.relative.is_none() => {
                let months = |year: i32| {
                    (year - anchor.year) * 12 + i32::from(month) - i32::from(anchor.month)
                };
                let nearest = [anchor.year, anchor.year - 1, anchor.year + 1]
                    .into_iter()
                    .min_by_key(|&year| (months(year) - 1).abs().max(months(year).abs()));
                Self { year: nearest, day, ..self }
            }
            (None, None, Some(day), _) if self.relative.is_none() => {
                let back = i32::from(day > anchor.day);
                let months = anchor.year * 12 + i32::from(anchor.month) - 1 - back;
                Self {
                    year: Some(months.div_euclid(12)),
                    month: Some(months.rem_euclid(12) as u8 + 1),
                    ..self
                }
            }
            (None, None, None, Some(weekday)) if weekday < 7 => {
                let days = (i64::from(anchor.weekday()) - i64::from(weekday)).rem_euclid(7);
                let ahead = matches!(self.relative, Some((Unit::Week, 1)));
                let day = anchor.plus(if ahead { 7 - days } else { -days });
                let absolute = Self { relative: None, weekday: None, ..self };
                Self {
                    year: Some(day.year),
                    month: Some(day.month),
                    day: Some(day.day),
                    ..absolute
                }
            }
            _ => self,
        }
    }

    /// The day, if it is known in full.
    pub fn day(&self) -> Option<Day> {
        let day = Day { year: self.year?, month: self.month?, day: self.day? };
        day.is_valid().then_some(day)
    }

    /// The normal form, with its prefix: `date:2026-03-11`.
    pub fn key(&self) -> String {
        format!("date:{self}")
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(decade) = self.decade {
            write!(f, "{decade}s")?;
        } else if let Some(century) = self.century {
            write!(f, "c{century}")?;
        } else if let Some((unit, offset)) = self.relative {
            if self.weekday.is_none() {
                write_relative(f, unit, offset)?;
                self.write_month_day(f, "-")?;
            }
        } else if let Some(year) = self.year {
            write!(f, "{year}")?;
            self.write_month_day(f, "-")?;
        } else if self.month.is_some() || self.day.is_some() {
            self.write_month_day(f, "--")?;
        }
        let bare = self.relative.is_none_or(|_| self.weekday.is_some())
            && self.year.is_none()
            && self.month.is_none()
            && self.day.is_none()
            && self.decade.is_none()
            && self.century.is_none();
        if let Some(weekday) = self.weekday.filter(|_| bare) {
            return f.write_str(WEEKDAYS[usize::from(weekday.min(7))]);
        }
        match self.part {
            Some(Part(part)) if bare => f.write_str(part),
            Some(Part(part)) => write!(f, "-{part}"),
            None => Ok(()),
        }
    }
}

impl Period {
    fn write_month_day(&self, f: &mut fmt::Formatter<'_>, lead: &str) -> fmt::Result {
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(f, "{lead}{month:02}-{day:02}"),
            (Some(month), None) => write!(f, "{lead}{month:02}"),
            (None, Some(day)) if lead == "--" => write!(f, "---{day:02}"),
            (None, Some(day)) => write!(f, "-day-{day:02}"),
            (None, None) => Ok(()),
        }
    }

    /// Read a normal form back, with or without `date:`. `None` if it is none of ours.
    pub fn parse(key: &str) -> Option<Self> {
        let key = key.strip_prefix("date:").unwrap_or(key);
        let key = key.split_once('@').map_or(key, |(key, _)| key);
        let (body, part) = split_part(key);
        let mut period = Self { part, ..Self::default() };
        if body.is_empty() {
            return part.is_some().then_some(period);
        }
        if let Some(weekday) = WEEKDAYS.iter().position(|name| *name == body) {
            period.weekday = Some(weekday as u8);
            return Some(period);
        }
        if let Some((relative, rest)) = parse_relative(body) {
            period.relative = Some(relative);
            return period.parse_rest(rest);
        }
        if let Some(decade) = body.strip_suffix('s').and_then(|digits| digits.parse().ok()) {
            period.decade = Some(decade);
            return Some(period);
        }
        if let Some(century) = body.strip_prefix('c').and_then(|digits| digits.parse().ok()) {
            period.century = Some(century);
            return Some(period);
        }
        if let Some(day) = body.strip_prefix("---") {
            period.day = day.parse().ok();
            return period.day.map(|_| period);
        }
        if let Some(rest) = body.strip_prefix("--") {
            return period.parse_rest(rest);
        }
        let (before_christ, body) = match body.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, body),
        };
        let (year, rest) = body.split_once('-').unwrap_or((body, ""));
        let year: i32 = year.parse().ok()?;
        period.year = Some(if before_christ { -year } else { year });
        period.parse_rest(rest)
    }

    fn parse_rest(mut self, rest: &str) -> Option<Self> {
        if rest.is_empty() {
            return Some(self);
        }
        if let Some(day) = rest.strip_prefix("day-") {
            self.day = Some(day.parse().ok()?);
            return Some(self);
        }
        let (month, day) = rest.split_once('-').map_or((rest, None), |(m, d)| (m, Some(d)));
        self.month = Some(month.parse().ok()?);
        self.day = match day {
            Some(day) => Some(day.parse().ok()?),
            None => None,
        };
        Some(self)
    }

    /// How many fields say something; the more specific of two linked dates names the entity.
    pub fn specificity(&self) -> usize {
        let named = [self.year.is_some(), self.month.is_some(), self.day.is_some()];
        named.iter().filter(|set| **set).count() * 4
            + usize::from(self.part.is_some()) * 2
            + usize::from(self.decade.is_some() || self.century.is_some()) * 2
            + usize::from(self.weekday.is_some())
            + usize::from(self.relative.is_some())
    }

    /// Whether both may mean one time: no field that both know differs.
    ///
    /// A translation says `星期三` where the original says `3月11日`, or leaves the year out. What is
    /// counted from an unknown day of writing agrees with anything of at least its own length.
    pub fn compatible(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self.relative, other.relative) {
            (Some(a), Some(b)) if a != b => return self.same_week(other),
            (Some(_), None) | (None, Some(_)) => {}
            _ => {}
        }
        fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        let years = agree(self.year, other.year)
            && in_decade(self, other)
            && in_decade(other, self)
            && agree(self.century, other.century);
        let rest = agree(self.month, other.month)
            && agree(self.day, other.day)
            && agree(self.part.map(|p| p.0), other.part.map(|p| p.0))
            && on_weekday(self, other)
            && on_weekday(other, self);
        years && rest && (self.shares_scale(other))
    }

    fn same_week(&self, other: &Self) -> bool {
        self.weekday.is_some() && self.weekday == other.weekday
    }

    /// Two periods that share no known field at all (a month and a year) are not the same.
    fn shares_scale(&self, other: &Self) -> bool {
        let one_relative = self.relative.is_some() != other.relative.is_some();
        let day_level = |p: &Self| {
            p.day.is_some() || p.weekday.is_some() || matches!(p.relative, Some((Unit::Day, _)))
        };
        (self.year.is_some() && other.year.is_some())
            || (self.month.is_some() && other.month.is_some())
            || (day_level(self) && day_level(other))
            || (self.weekday.is_some() && other.weekday.is_some())
            || (self.decade.is_some() && (other.decade.is_some() || other.year.is_some()))
            || (self.year.is_some() && other.decade.is_some())
            || (self.century.is_some() && other.century.is_some())
            || (self.part.is_some() && other.part.is_some())
            || (self.relative.is_some() && self.relative == other.relative)
            || (one_relative && self.same_scale(other))
    }

    fn same_scale(&self, other: &Self) -> bool {
        let (relative, absolute) =
            if self.relative.is_some() { (self, other) } else { (other, self) };
        match relative.relative {
            Some((Unit::Year, _)) => absolute.year.is_some(),
            Some((Unit::Month, _)) => absolute.month.is_some(),
            Some((Unit::Week, _)) => absolute.weekday.is_some() || absolute.day.is_some(),
            Some((Unit::Quarter, _)) => absolute.part.is_some(),
            Some((Unit::Day, _)) => absolute.day.is_some(),
            _ => false,
        }
    }
}

fn in_decade(a: &Period, b: &Period) -> bool {
    match (a.decade, b.year) {
        (Some(decade), Some(year)) => (decade..decade + 10).contains(&year),
        _ => match (a.decade, b.decade) {
            (Some(x), Some(y)) => x == y,
            _ => true,
        },
    }
}

fn on_weekday(a: &Period, b: &Period) -> bool {
    let (Some(weekday), Some(year), Some(month), Some(day)) = (a.weekday, b.year, b.month, b.day)
    else {
        return a.weekday.is_none() || b.weekday.is_none() || a.weekday == b.weekday;
    };
    let actual = Day { year, month, day }.weekday();
    weekday == actual || (weekday == 7 && actual >= 5)
}

fn write_relative(f: &mut fmt::Formatter<'_>, unit: Unit, offset: i32) -> fmt::Result {
    match (unit, offset) {
        (Unit::Day, 0) => f.write_str("today"),
        (Unit::Day, -1) => f.write_str("yesterday"),
        (Unit::Day, 1) => f.write_str("tomorrow"),
        (_, 0) => write!(f, "this-{}", unit.name()),
        (_, -1) => write!(f, "last-{}", unit.name()),
        (_, 1) => write!(f, "next-{}", unit.name()),
        (_, n) if n < 0 => write!(f, "{}-{}s-ago", -n, unit.name()),
        (_, n) => write!(f, "in-{n}-{}s", unit.name()),
    }
}

fn parse_relative(body: &str) -> Option<((Unit, i32), &str)> {
    let units = [
        Unit::Day,
        Unit::Week,
        Unit::Month,
        Unit::Quarter,
        Unit::Year,
        Unit::Decade,
        Unit::Century,
    ];
    let offsets = |unit: Unit| {
        let counted = counted_offset(body, unit);
        [-1, 0, 1].into_iter().chain(counted)
    };
    for unit in units {
        for offset in offsets(unit) {
            let name = RelativeName(unit, offset).to_string();
            if let Some(rest) = body.strip_prefix(&name)
                && let Some(rest) = rest.strip_prefix('-').or(rest.is_empty().then_some(""))
            {
                return Some(((unit, offset), rest));
            }
        }
    }
    None
}

/// The offset of `20-years-ago` and `in-2-years`.
fn counted_offset(body: &str, unit: Unit) -> Option<i32> {
    let (ahead, count) = match body.strip_prefix("in-") {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    let (count, name) = count.split_once('-')?;
    let count: i32 = count.parse().ok().filter(|count| *count > 1)?;
    name.starts_with(unit.name()).then_some(if ahead { count } else { -count })
}

struct RelativeName(Unit, i32);

impl fmt::Display for RelativeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_relative(f, self.0, self.1)
    }
}

fn split_part(key: &str) -> (&str, Option<Part>) {
    for part in PARTS {
        if key == part {
            return ("", Some(Part(part)));
        }
        if let Some(body) = key.strip_suffix(part).and_then(|body| body.strip_suffix('-')) {
            return (body, Some(Part(part)));
        }
    }
    (key, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(key: &str) -> Period {
        Period::parse(key).unwrap_or_else(|| panic!("{key} is not a period"))
    }

    #[test]
    fn days_count_over_month_and_leap_year() {
        let day = Day::parse("20240228").unwrap();
        assert_eq!(day.plus(2), Day { year: 2024, month: 3, day: 1 });
        assert_eq!(day.plus(-59), Day { year: 2023, month: 12, day: 31 });
        assert_eq!(Day::parse("20260311").unwrap().weekday(), 2);
        assert_eq!(Day::parse("20261311"), None);
    }

    #[test]
    fn keys_read_back() {
        for key in [
            "date:2026-03-11",
            "date:2026-03",
            "date:2026",
            "date:--03-11",
            "date:---11",
            "date:2025-late",
            "date:2025-q3",
            "date:q3",
            "date:1990s",
            "date:1990s-early",
            "date:c21",
            "date:tuesday",
            "date:last-year",
            "date:last-year-late",
            "date:last-year-12",
            "date:last-month-day-15",
            "date:yesterday",
            "date:2-years-ago",
            "date:last-week",
        ] {
            assert_eq!(period(key).key(), key);
        }
        assert_eq!(Period::parse("date:whenever"), None);
    }

    #[test]
    fn relative_periods_resolve_against_the_publication_date() {
        let anchor = Day::parse("20260311");
        assert_eq!(period("last-year-late").resolved(anchor).to_string(), "2025-late");
        assert_eq!(period("last-month").resolved(anchor).to_string(), "2026-02");
        assert_eq!(period("yesterday").resolved(anchor).to_string(), "2026-03-10");
        assert_eq!(period("last-year").resolved(None).to_string(), "last-year");
    }

    #[test]
    fn dates_are_placed_near_the_publication_date() {
        let anchor = Day::parse("20260311").unwrap();
        let placed = |key: &str| period(key).placed(anchor).to_string();
        assert_eq!(placed("--03-09"), "2026-03-09");
        assert_eq!(placed("--11"), "2025-11");
        assert_eq!(placed("---28"), "2026-02-28");
        assert_eq!(placed("monday"), "2026-03-09");
        assert_eq!(placed("2019"), "2019");
    }

    #[test]
    fn a_date_agrees_with_its_generalisation() {
        let agree = |a: &str, b: &str| period(a).compatible(&period(b));
        assert!(agree("2026-03-11", "--03-11"));
        assert!(agree("2026-03-11", "wednesday"));
        assert!(!agree("2026-03-11", "tuesday"));
        assert!(agree("1990s", "1995"));
        assert!(agree("last-year", "2025"));
        assert!(!agree("2025", "2026"));
        assert!(!agree("--03", "2025"));
        assert!(!agree("last-year", "this-year"));
    }
}
