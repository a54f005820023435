//! English dates, periods and times of day.

use super::calendar::{Day, Period, THREE_QUARTERS, Unit, WEEKDAYS};
use super::english_number::{Form, Kind, Words};
use crate::number_words::MONTHS;

const SHORT_MONTHS: [(&str, u8); 13] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("may", 5),
];

/// Words before a month that is also something else, or before a year.
const BEFORE_DATES: &[&str] = &[
    "in",
    "of",
    "since",
    "until",
    "till",
    "by",
    "from",
    "to",
    "last",
    "this",
    "next",
    "early",
    "mid",
    "late",
    "before",
    "after",
    "during",
    "between",
    "and",
    "through",
    "on",
    "end",
    "spring",
    "summer",
    "fall",
    "autumn",
    "winter",
    "around",
    "year",
    "fiscal",
    "for",
    "circa",
    "following",
    "previous",
];

/// Nouns of which there may be two thousand.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "dollars",
    "feet",
    "meters",
    "metres",
    "km",
    "miles",
    "yuan",
    "euros",
    "pounds",
    "tons",
    "tonnes",
    "kilometers",
    "kilometres",
    "square",
    "percent",
    "troops",
    "jobs",
    "acres",
    "hectares",
    "students",
    "soldiers",
    "yards",
    "calories",
    "times",
];

/// Zones after a time of day.
const ZONES: &[&str] = &[
    "et", "est", "edt", "pt", "pst", "pdt", "ct", "cst", "cdt", "mt", "mst", "mdt", "gmt", "utc",
    "bst", "cet", "cest", "ist", "jst", "kst", "hkt", "sgt", "aest", "aedt", "msk",
];

/// Words before *time* that name a zone.
const ZONE_WORDS: &[&str] = &[
    "local",
    "eastern",
    "pacific",
    "central",
    "mountain",
    "beijing",
    "moscow",
    "london",
    "paris",
    "tokyo",
    "seoul",
    "universal",
    "standard",
    "daylight",
    "european",
    "greenwich",
    "israel",
];

/// The date or period that starts at token `at`, and the token after it.
pub fn date_at(words: &Words, at: usize, anchor: Option<Day>) -> Option<(Period, usize)> {
    led(words, at, anchor).or_else(|| plain(words, at, anchor))
}

/// A date without a leading part.
fn plain(words: &Words, at: usize, anchor: Option<Day>) -> Option<(Period, usize)> {
    era_year(words, at)
        .or_else(|| fiscal_year(words, at))
        .or_else(|| ago(words, at))
        .or_else(|| month_date(words, at))
        .or_else(|| day_month(words, at))
        .or_else(|| relative(words, at, anchor))
        .or_else(|| weekday(words, at))
        .or_else(|| quarter_or_half(words, at, anchor))
        .or_else(|| century(words, at))
        .or_else(|| decade(words, at))
        .or_else(|| numeric(words, at))
        .or_else(|| year(words, at))
        .or_else(|| bare_day(words, at))
}

/// `4000 B.C.`, `300 BCE`, `AD 79`, `79 A.D.`
fn era_year(words: &Words, at: usize) -> Option<(Period, usize)> {
    if let Some((1, next)) = era(words, at) {
        return Some((Period::year(words.plain_digits(next, 4)?), next + 1));
    }
    let year = words.plain_digits(at, 4).filter(|year| *year > 0)?;
    let (sign, next) = era(words, at + 1)?;
    Some((Period::year(sign * year), next))
}

/// `fiscal 2025`, `fiscal year 2025`.
fn fiscal_year(words: &Words, at: usize) -> Option<(Period, usize)> {
    let next = at + 1 + usize::from(words.lower(at + 1) == "year");
    (words.lower(at) == "fiscal").then(|| year(words, next)).flatten()
}

/// `B.C.`, `BCE`, `A.D.`, `CE` in capitals: the sign of the year, and the token after it.
fn era(words: &Words, at: usize) -> Option<(i32, usize)> {
    words.tokens.get(at).filter(|token| token.capital)?;
    match words.lower(at) {
        "bc" | "bce" => return Some((-1, at + 1)),
        "ad" => return Some((1, at + 1)),
        _ => {}
    }
    let sign = match (words.lower(at), words.lower(at + 2)) {
        ("b", "c") => -1,
        ("a", "d") => 1,
        _ => return None,
    };
    let joined = words.lower(at + 1) == "." && (1..=2).all(|i| words.glued(at + i));
    let stop = usize::from(words.lower(at + 3) == "." && words.glued(at + 3));
    joined.then_some((sign, at + 3 + stop))
}

/// `twenty years ago`, `2 months ago`.
fn ago(words: &Words, at: usize) -> Option<(Period, usize)> {
    let numeral = words.number(at)?;
    let count = numeral.value.as_whole().filter(|count| (2..=200).contains(count))?;
    let unit = match words.lower(numeral.next) {
        "years" => Unit::Year,
        "months" => Unit::Month,
        "weeks" => Unit::Week,
        "days" => Unit::Day,
        _ => return None,
    };
    let is_exact = !matches!(numeral.form, Form::Vague(_));
    (is_exact && words.lower(numeral.next + 1) == "ago")
        .then_some((Period::relative(unit, -(count as i32)), numeral.next + 2))
}

/// `on the 25th`.
fn bare_day(words: &Words, at: usize) -> Option<(Period, usize)> {
    let led = at >= 2
        && words.before(at) == "the"
        && matches!(words.lower(at - 2), "on" | "since" | "until" | "by" | "from");
    let (value, next) = words.ordinal(at).filter(|_| led)?;
    let alone = words.tokens.get(next).is_none_or(|token| token.kind == Kind::Sign);
    let day = u8::try_from(value).ok().filter(|day| alone && *day <= 31)?;
    Some((Period { day: Some(day), ..Period::default() }, next))
}

/// `late last year`, `mid-2019`, `early in March`, `end of 2025`, `year-end`.
fn led(words: &Words, at: usize, anchor: Option<Day>) -> Option<(Period, usize)> {
    if words.lower(at) == "year" && words.hyphen(at + 1) && words.lower(at + 2) == "end" {
        return Some((Period::relative(Unit::Year, 0).with_part("late"), at + 3));
    }
    let part = match words.lower(at) {
        "early" | "earlier" | "beginning" | "start" => "early",
        "mid" | "middle" => "mid",
        "late" | "later" | "end" => "late",
        _ => return None,
    };
    let mut next = at + 1;
    let noun = matches!(words.lower(at), "beginning" | "start" | "middle" | "end");
    if noun {
        if words.lower(next) != "of" {
            return None;
        }
        next += 1;
        if words.lower(next) == "the" && words.lower(next + 1) == "year" {
            return Some((Period::relative(Unit::Year, 0).with_part(part), next + 2));
        }
    } else if words.hyphen(next) || words.lower(next) == "in" {
        next += 1;
    }
    if words.lower(next) == "the" {
        next += 1;
    }
    let (period, end) = year(words, next).or_else(|| plain(words, next, anchor))?;
    let fits = period.part.is_none() && period.day.is_none() && period.weekday.is_none();
    fits.then(|| (period.with_part(part), end))
}

fn month_name(words: &Words, at: usize) -> Option<(u8, usize)> {
    let token = words.tokens.get(at).filter(|token| token.capital)?;
    // The Long March, and the rockets called after it.
    if token.lower == "march" && words.before(at) == "long" && words.tokens[at - 1].capital {
        return None;
    }
    if let Some(i) = MONTHS.iter().position(|name| *name == token.lower) {
        let month = i as u8 + 1;
        let day_follows = words.plain_digits(at + 1, 4).is_some();
        // "May" and "March" are other words too.
        let sure =
            !matches!(month, 3 | 5) || day_follows || BEFORE_DATES.contains(&words.before(at));
        return sure.then_some((month, at + 1));
    }
    let (_, month) = SHORT_MONTHS.iter().find(|(name, _)| *name == token.lower)?;
    let point = words.lower(at + 1) == "." && words.glued(at + 1);
    let next = at + 1 + usize::from(point);
    let day_follows = words.plain_digits(next, 4).is_some();
    let day_leads = at > 0 && words.plain_digits(at - 1, 2).is_some();
    (day_follows || (day_leads && !words.glued(at)))
        .then_some((*month, if day_follows { next } else { at + 1 }))
}

/// `March 11, 2026`, `Mar. 11`, `March 2026`, `March`.
fn month_date(words: &Words, at: usize) -> Option<(Period, usize)> {
    let (month, next) = month_name(words, at)?;
    let mut period = Period { month: Some(month), ..Period::default() };
    let Some((day, after)) = day(words, next) else {
        if let Some(year) = plain_year(words, next + usize::from(words.lower(next) == ",")) {
            period.year = Some(year.0);
            return Some((period, year.1));
        }
        if let Some((year, end)) = of_relative_year(words, next) {
            return Some((Period { month: Some(month), ..year }, end));
        }
        return Some((period, next));
    };
    period.day = Some(day);
    let comma = usize::from(words.lower(after) == ",");
    Some(match plain_year(words, after + comma) {
        Some((year, end)) => (Period { year: Some(year), ..period }, end),
        None => (period, after),
    })
}

/// `March of last year`, `December last year`.
fn of_relative_year(words: &Words, at: usize) -> Option<(Period, usize)> {
    let at = at + usize::from(words.lower(at) == "of");
    let offset = match words.lower(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    (words.lower(at + 1) == "year").then(|| (Period::relative(Unit::Year, offset), at + 2))
}

/// A day of the month, `11` or `11th`, not the head of a larger thing.
fn day(words: &Words, at: usize) -> Option<(u8, usize)> {
    let value = words.plain_digits(at, 2).filter(|day| (1..=31).contains(day))?;
    let suffixed = words.ordinal(at).is_some();
    let next = at + 1 + usize::from(suffixed);
    let clock = words.lower(next) == ":" && words.glued(next);
    let percent = words.lower(next) == "%";
    (!clock && !percent).then_some((value as u8, next))
}

/// `11 March 2026`, `11th of March`, `the 11th`.
fn day_month(words: &Words, at: usize) -> Option<(Period, usize)> {
    let (day, next) = day(words, at)?;
    let of = usize::from(words.lower(next) == "of");
    let (month, next) = month_name(words, next + of)?;
    let mut period = Period { month: Some(month), day: Some(day), ..Period::default() };
    let comma = usize::from(words.lower(next) == ",");
    if let Some((year, end)) = plain_year(words, next + comma) {
        period.year = Some(year);
        return Some((period, end));
    }
    Some((period, next))
}

/// Four digits that stand for a year after a month.
fn plain_year(words: &Words, at: usize) -> Option<(i32, usize)> {
    let value = words.plain_digits(at, 4).filter(|year| (1000..2200).contains(year))?;
    (!words.glued(at) || words.lower(at - 1) == ",").then_some((value, at + 1))
}

/// `last year`, `this month`, `yesterday`, `last summer`, `last December`.
fn relative(words: &Words, at: usize, anchor: Option<Day>) -> Option<(Period, usize)> {
    match words.lower(at) {
        "yesterday" => return Some((Period::relative(Unit::Day, -1), at + 1)),
        "today" | "tonight" => return Some((Period::relative(Unit::Day, 0), at + 1)),
        "tomorrow" => return Some((Period::relative(Unit::Day, 1), at + 1)),
        _ => {}
    }
    let offset = match words.lower(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let next = at + 2;
    let unit = match words.lower(at + 1) {
        "year" => Unit::Year,
        "month" => Unit::Month,
        "week" => Unit::Week,
        "quarter" => Unit::Quarter,
        "century" => Unit::Century,
        "decade" => Unit::Decade,
        "night" | "evening" if offset == -1 => Unit::Day,
        "morning" | "afternoon" | "evening" if offset == 0 => Unit::Day,
        season @ ("spring" | "summer" | "fall" | "autumn" | "winter") => {
            let part = if season == "fall" { "autumn" } else { season };
            return Some((named_part(Period::relative(Unit::Year, offset), part), next));
        }
        "weekend" => {
            return Some((
                Period { weekday: Some(7), ..Period::relative(Unit::Week, offset) },
                next,
            ));
        }
        _ => return relative_name(words, at, offset, anchor),
    };
    Some((Period::relative(unit, offset), next))
}

fn named_part(period: Period, part: &str) -> Period {
    match super::calendar::PARTS.iter().find(|name| **name == part) {
        Some(name) => period.with_part(name),
        None => period,
    }
}

/// `last December`, `next Tuesday`.
fn relative_name(
    words: &Words,
    at: usize,
    offset: i32,
    anchor: Option<Day>,
) -> Option<(Period, usize)> {
    if let Some((period, next)) = weekday(words, at + 1) {
        return Some((Period { relative: Some((Unit::Week, offset)), ..period }, next));
    }
    let (month, next) = month_name(words, at + 1)?;
    let year = anchor.map(|day| match offset {
        -1 if month < day.month => day.year,
        1 if month > day.month => day.year,
        _ => day.year + offset,
    });
    Some((Period { month: Some(month), year, ..Period::default() }, next))
}

fn weekday(words: &Words, at: usize) -> Option<(Period, usize)> {
    let token = words.tokens.get(at).filter(|token| token.capital)?;
    let name =
        token.lower.strip_suffix('s').filter(|name| name.ends_with("day")).unwrap_or(&token.lower);
    let day = WEEKDAYS[..7].iter().position(|day| *day == name)?;
    Some((Period { weekday: Some(day as u8), ..Period::default() }, at + 1))
}

/// `third quarter of 2025`, `Q3`, `first half of the year`.
fn quarter_or_half(words: &Words, at: usize, anchor: Option<Day>) -> Option<(Period, usize)> {
    let (part, next) = match words.lower(at) {
        q @ ("q1" | "q2" | "q3" | "q4") => (q, at + 1),
        "first" if words.stands(at + 1, &["three", "quarters"]) => (THREE_QUARTERS, at + 3),
        season @ ("spring" | "summer" | "fall" | "autumn" | "winter") => {
            return season_of_year(words, at, season);
        }
        _ => ordinal_part(words, at)?,
    };
    let base = named_part(Period::default(), part);
    let inner = next + usize::from(words.lower(next) == "of");
    if words.stands(inner, &["the", "year"]) && inner > next {
        return Some((named_part(Period::relative(Unit::Year, 0), part), inner + 2));
    }
    let found = year(words, inner).or_else(|| relative(words, inner, anchor));
    Some(
        match found.filter(|(period, _)| {
            period.month.is_none() && period.day.is_none() && period.part.is_none()
        }) {
            Some((period, end)) => (named_part(period, part), end),
            None => (base, next),
        },
    )
}

/// `the summer of 2021`, `spring 2019`: the season is a part of the year.
fn season_of_year(words: &Words, at: usize, season: &str) -> Option<(Period, usize)> {
    let part = if season == "fall" { "autumn" } else { season };
    let of = usize::from(words.lower(at + 1) == "of");
    let (period, next) = year(words, at + 1 + of)?;
    Some((named_part(period, part), next))
}

fn ordinal_part<'a>(words: &Words<'a>, at: usize) -> Option<(&'a str, usize)> {
    let (value, next) = words.ordinal(at)?;
    let next = next + usize::from(words.hyphen(next));
    match (words.lower(next), value) {
        ("quarter", 1..=4) => Some((["q1", "q2", "q3", "q4"][value as usize - 1], next + 1)),
        ("half", 1..=2) => {
            let of_year = words.lower(next + 1) == "of"
                && (matches!(words.lower(next + 2), "the" | "last" | "this" | "next")
                    && words.lower(next + 3) == "year"
                    || words.plain_digits(next + 2, 4).is_some_and(|year| year > 1000));
            of_year.then_some((["h1", "h2"][value as usize - 1], next + 1))
        }
        _ => None,
    }
}

/// `21st century`, `nineteenth-century`.
fn century(words: &Words, at: usize) -> Option<(Period, usize)> {
    let (value, next) = words.ordinal(at)?;
    let next = next + usize::from(words.hyphen(next));
    let named = matches!(words.lower(next), "century" | "centuries");
    let century = u8::try_from(value).ok().filter(|value| named && (1..=30).contains(value))?;
    Some((Period { century: Some(century), ..Period::default() }, next + 1))
}

/// `1990s`, `'90s`, `1990's`.
fn decade(words: &Words, at: usize) -> Option<(Period, usize)> {
    let value = words.plain_digits(at, 4)?;
    let mut next = at + 1;
    if words.lower(next) == "'" && words.glued(next) {
        next += 1;
    }
    if words.lower(next) != "s" || !words.glued(next) || value % 10 != 0 {
        return None;
    }
    let decade = match value {
        1000..=2990 => value,
        20..=90 => 1900 + value,
        _ => return None,
    };
    Some((Period { decade: Some(decade), ..Period::default() }, next + 1))
}

/// `2026-03-11`, `3/11/2026`.
fn numeric(words: &Words, at: usize) -> Option<(Period, usize)> {
    let sign = words.lower(at + 1);
    if !matches!(sign, "-" | "/") || words.lower(at + 3) != sign {
        return None;
    }
    if !(1..=4).all(|i| words.glued(at + i)) {
        return None;
    }
    let [first, second, third] = [0, 2, 4].map(|i| words.plain_digits(at + i, 4));
    let (year, month, day) = match (first?, second?, third?) {
        (year @ 1000..=2999, month, day) => (year, month, day),
        (month @ 1..=12, day, year @ 1000..=2999) => (year, month, day),
        _ => return None,
    };
    let period = Period {
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
        ..Period::year(year)
    };
    period.is_valid().then_some((period, at + 5))
}

/// Four digits that the words around say is a year.
fn year(words: &Words, at: usize) -> Option<(Period, usize)> {
    let value = words.plain_digits(at, 4).filter(|year| (1800..2100).contains(year))?;
    let after = words.tokens.get(at + 1);
    let joined_before = words.glued(at)
        && !matches!(words.before(at), "(" | "-" | "–" | "—" | "/" | "\"" | "“" | "[");
    let joined_after =
        after.is_some_and(|next| next.glued && matches!(next.kind, Kind::Word | Kind::Digits));
    if joined_before || joined_after || matches!(words.before(at), "$" | "£" | "€" | "#" | ":") {
        return None;
    }
    let led = BEFORE_DATES.contains(&words.before(at))
        && words.before(at) != "to"
        && words.before(at) != "for";
    let counted = after.is_some_and(|next| counts(&next.lower, next.capital, next.kind));
    let money =
        super::currency::english_after(|i| words.tokens.get(at + 1 + i).map(|t| t.lower.as_str()));
    ((led || !counted) && money.is_none()).then_some((Period::year(value), at + 1))
}

/// Whether token `at` is a year of the recent past or near future, by what follows it.
pub fn is_year(words: &Words, at: usize) -> bool {
    year(words, at).is_some_and(|(period, _)| {
        period.year.is_some_and(|year| (1950..2050).contains(&year))
            && words.tokens.get(at + 1).is_none_or(|next| next.kind == Kind::Sign)
    })
}

/// Whether a word after a number is what is counted.
fn counts(word: &str, capital: bool, kind: Kind) -> bool {
    const SHORT: &[&str] = &[
        "was", "as", "is", "this", "its", "has", "was", "does", "perhaps", "vs", "its", "his", "us",
    ];
    let plural =
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !SHORT.contains(&word);
    kind == Kind::Word && !capital && (COUNTED.contains(&word) || plural || word == "%")
}

/// The time of day at token `at`: hour, minute and the token after it.
pub fn time_at(words: &Words, at: usize) -> Option<(u8, u8, usize)> {
    let hour = u8::try_from(words.plain_digits(at, 2)?).ok().filter(|hour| *hour <= 24)?;
    let colon = matches!(words.lower(at + 1), ":" | ".") && words.glued(at + 1);
    let (minute, mut next) = if colon && words.glued(at + 2) && words.lower(at + 1) == ":" {
        let minute = minutes(words, at + 2)?;
        let seconds =
            words.lower(at + 3) == ":" && words.glued(at + 3) && minutes(words, at + 4).is_some();
        (Some(minute), if seconds { at + 5 } else { at + 3 })
    } else {
        (None, at + 1)
    };
    let half = half_of_day(words, next);
    if let Some((_, after)) = half {
        next = after;
    } else if minute.is_none() {
        let clock = words.lower(next) == "o" && words.stands(next + 1, &["'", "clock"]);
        return clock.then_some((hour % 24, 0, next + 3));
    }
    let hour = match half {
        Some((true, _)) if hour < 12 => hour + 12,
        Some((false, _)) if hour == 12 => 0,
        _ => hour % 24,
    };
    Some((hour, minute.unwrap_or(0), zone(words, next)))
}

fn minutes(words: &Words, at: usize) -> Option<u8> {
    let token = words
        .tokens
        .get(at)
        .filter(|token| token.kind == Kind::Digits && token.lower.len() == 2)?;
    token.lower.parse().ok().filter(|minute| *minute < 60)
}

/// `p.m.`, `PM`: whether afternoon, and the token after it.
fn half_of_day(words: &Words, at: usize) -> Option<(bool, usize)> {
    match words.lower(at) {
        "pm" => Some((true, at + 1)),
        "am" if words.glued(at) || words.tokens[at].capital || words.before(at).len() <= 2 => {
            Some((false, at + 1))
        }
        half @ ("a" | "p") if words.stands(at + 1, &[".", "m"]) && words.glued(at + 2) => {
            let point = words.lower(at + 3) == "." && words.glued(at + 3);
            Some((half == "p", at + 3 + usize::from(point)))
        }
        _ => None,
    }
}

/// Past `ET`, `local time`, `Eastern Standard Time`.
fn zone(words: &Words, at: usize) -> usize {
    if ZONES.contains(&words.lower(at)) && words.tokens[at].capital {
        return at + 1;
    }
    let mut next = at;
    while ZONE_WORDS.contains(&words.lower(next)) && next < at + 3 {
        next += 1;
    }
    if next > at && words.lower(next) == "time" { next + 1 } else { at }
}
