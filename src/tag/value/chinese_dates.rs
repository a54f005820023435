//! Chinese dates, periods and times of day.

use super::calendar::{Period, THREE_QUARTERS, Unit};
use super::chinese_number::{self, Form, Numeral, digit};

/// Periods counted from the day of writing; longest first where one begins another.
const RELATIVE: &[(&str, Unit, i32)] = &[
    ("去年", Unit::Year, -1),
    ("今年", Unit::Year, 0),
    ("本年度", Unit::Year, 0),
    ("明年", Unit::Year, 1),
    ("前年", Unit::Year, -2),
    ("上个月", Unit::Month, -1),
    ("上月", Unit::Month, -1),
    ("本月", Unit::Month, 0),
    ("这个月", Unit::Month, 0),
    ("下个月", Unit::Month, 1),
    ("下月", Unit::Month, 1),
    ("上个星期", Unit::Week, -1),
    ("上星期", Unit::Week, -1),
    ("上一周", Unit::Week, -1),
    ("上周", Unit::Week, -1),
    ("本星期", Unit::Week, 0),
    ("本周", Unit::Week, 0),
    ("这周", Unit::Week, 0),
    ("这个星期", Unit::Week, 0),
    ("下个星期", Unit::Week, 1),
    ("下星期", Unit::Week, 1),
    ("下周", Unit::Week, 1),
    ("昨天", Unit::Day, -1),
    ("昨日", Unit::Day, -1),
    ("昨晚", Unit::Day, -1),
    ("昨夜", Unit::Day, -1),
    ("今天", Unit::Day, 0),
    ("今日", Unit::Day, 0),
    ("今晚", Unit::Day, 0),
    ("今早", Unit::Day, 0),
    ("今晨", Unit::Day, 0),
    ("今起", Unit::Day, 0),
    ("明天", Unit::Day, 1),
    ("明日", Unit::Day, 1),
    ("明晚", Unit::Day, 1),
    ("前天", Unit::Day, -2),
    ("后天", Unit::Day, 2),
    ("上个季度", Unit::Quarter, -1),
    ("上一季度", Unit::Quarter, -1),
    ("上季度", Unit::Quarter, -1),
    ("本季度", Unit::Quarter, 0),
    ("下个季度", Unit::Quarter, 1),
    ("下季度", Unit::Quarter, 1),
    ("本世纪", Unit::Century, 0),
    ("上个世纪", Unit::Century, -1),
    ("上世纪", Unit::Century, -1),
];

/// Parts of a year or month.
const PARTS: &[(&str, &str)] = &[
    ("早些时候", "early"),
    ("晚些时候", "late"),
    ("年初", "early"),
    ("年中", "mid"),
    ("年底", "late"),
    ("年末", "late"),
    ("上半年", "h1"),
    ("下半年", "h2"),
    ("上旬", "early"),
    ("中旬", "mid"),
    ("下旬", "late"),
    ("月初", "early"),
    ("月底", "late"),
    ("月末", "late"),
    ("初", "early"),
    ("底", "late"),
    ("末", "late"),
    ("春天", "spring"),
    ("春季", "spring"),
    ("夏天", "summer"),
    ("夏季", "summer"),
    ("秋天", "autumn"),
    ("秋季", "autumn"),
    ("冬天", "winter"),
    ("冬季", "winter"),
];

/// Parts of decades and centuries.
const PARTS_OF_AGES: &[(&str, &str)] = &[
    ("初期", "early"),
    ("早期", "early"),
    ("前期", "early"),
    ("初", "early"),
    ("中期", "mid"),
    ("中叶", "mid"),
    ("后期", "late"),
    ("晚期", "late"),
    ("末期", "late"),
    ("末叶", "late"),
    ("末", "late"),
];

/// Parts of a year that stand without one.
const BARE_PARTS: &[(&str, &str)] =
    &[("上半年", "h1"), ("下半年", "h2"), ("年底", "late"), ("年末", "late"), ("年初", "early")];

/// Words before the number of a weekday.
const WEEK: &[&str] = &["星期", "礼拜", "周"];

/// Zones before 时间.
const ZONES: &[&str] = &[
    "美国太平洋",
    "美国东部",
    "美国西部",
    "美国中部",
    "美国山区",
    "格林尼治标准",
    "格林威治标准",
    "格林尼治",
    "格林威治",
    "世界标准",
    "协调世界",
    "欧洲中部",
    "太平洋",
    "莫斯科",
    "新加坡",
    "当地",
    "北京",
    "美东",
    "美西",
    "东部",
    "西部",
    "中部",
    "伦敦",
    "纽约",
    "东京",
    "香港",
    "台北",
    "首尔",
    "巴黎",
    "悉尼",
];

/// Added to the hours of a part of the day that runs over midnight: twelve to the late ones, none to the early ones.
const NIGHT: u8 = 24;

/// The first of the late hours of a night.
const LATE: u8 = 6;

/// Parts of the day and how many hours they add to hours below twelve, or [`NIGHT`].
const DAY_PARTS: &[(&str, u8)] = &[
    ("凌晨", 0),
    ("清晨", 0),
    ("早上", 0),
    ("早晨", 0),
    ("早间", 0),
    ("上午", 0),
    ("中午", 12),
    ("午间", 12),
    ("午后", 12),
    ("下午", 12),
    ("傍晚", 12),
    ("晚上", 12),
    ("晚间", 12),
    ("夜间", 12),
    ("深夜", NIGHT),
    ("午夜", NIGHT),
    ("夜里", NIGHT),
    ("半夜", NIGHT),
    ("早", 0),
    ("晚", 12),
];

/// The words that a date or time may begin with, if not with a numeral.
pub fn heads() -> impl Iterator<Item = &'static str> {
    let relative = RELATIVE.iter().map(|(name, ..)| *name);
    let parts = BARE_PARTS.iter().map(|(name, _)| *name);
    let day_parts = DAY_PARTS.iter().map(|(name, _)| *name);
    let words = WEEK.iter().chain(ZONES).copied().chain(["公元", "第", "前"]);
    relative.chain(parts).chain(day_parts).chain(words)
}

/// Whether `text` stands at `at`.
pub fn stands(chars: &[char], at: usize, text: &str) -> bool {
    let mut i = at;
    text.chars().all(|c| {
        i += 1;
        chars.get(i - 1) == Some(&c)
    })
}

fn lookup<T: Copy>(chars: &[char], at: usize, table: &[(&str, T)]) -> Option<(T, usize)> {
    table
        .iter()
        .find(|(name, _)| stands(chars, at, name))
        .map(|(name, value)| (*value, at + name.chars().count()))
}

/// The end of a sign between the ends of a range (`至`, `-` …) at `at`.
pub fn range_sign(chars: &[char], at: usize) -> Option<usize> {
    match chars.get(at)? {
        '至' | '到' | '~' | '～' | '–' | '－' => Some(at + 1),
        '-' => Some(at + 1),
        '—' => Some(if chars.get(at + 1) == Some(&'—') { at + 2 } else { at + 1 }),
        _ => None,
    }
}

/// The date or period that starts at `at`, and its end. `previous` is a date that ends just
/// before a range sign or conjunction before `at`, from which a bare day takes its month.
pub fn date_at(chars: &[char], at: usize, previous: Option<Period>) -> Option<(Period, usize)> {
    relative(chars, at)
        .or_else(|| era_year(chars, at))
        .or_else(|| ago(chars, at))
        .or_else(|| weekday(chars, at))
        .or_else(|| {
            numbered_quarter(chars, at).map(|(part, end)| (Period::default().with_part(part), end))
        })
        .or_else(|| bare_part(chars, at))
        .or_else(|| numeral_date(chars, at, previous))
}

fn relative(chars: &[char], at: usize) -> Option<(Period, usize)> {
    let (name, unit, offset) = RELATIVE.iter().find(|(name, ..)| stands(chars, at, name))?;
    // 今起 is from today on; the word for the beginning is outside.
    let end = at + if *name == "今起" { 1 } else { name.chars().count() };
    let period = Period::relative(*unit, *offset);
    Some(match unit {
        Unit::Year => year_rest(chars, end, period),
        Unit::Month => day_or_part(chars, end, period),
        Unit::Week => match chars.get(end).and_then(|&c| weekday_of(c)) {
            Some(day) => (Period { weekday: Some(day), ..period }, end + 1),
            None => (period, end),
        },
        Unit::Century => match decade_digits(chars, end) {
            Some((tens, end)) => {
                let base = if *offset < 0 { 1900 } else { 2000 };
                part_of_age(chars, end, Period { decade: Some(base + tens), ..Period::default() })
            }
            None => part_of_age(chars, end, period),
        },
        Unit::Day | Unit::Quarter | Unit::Decade => (period, end),
    })
}

/// `公元前4000年`, `公元79年`.
fn era_year(chars: &[char], at: usize) -> Option<(Period, usize)> {
    let sign = match stands(chars, at, "公元前") {
        true => -1,
        false => 1,
    };
    let start = if sign < 0 { at + 3 } else { stands(chars, at, "公元").then_some(at + 2)? };
    let numeral = chinese_number::parse(chars, start).filter(|numeral| !numeral.more)?;
    let year = numeral.value.as_whole().and_then(|year| i32::try_from(year).ok())?;
    let is_year = chars.get(numeral.end) == Some(&'年') && (1..=9999).contains(&year);
    is_year.then_some((Period::year(sign * year), numeral.end + 1))
}

/// `20年前`, `三个月前`, `两天前`: a time told by how long ago it was.
fn ago(chars: &[char], at: usize) -> Option<(Period, usize)> {
    const UNITS: &[(&str, Unit)] = &[
        ("年", Unit::Year),
        ("个月", Unit::Month),
        ("个星期", Unit::Week),
        ("星期", Unit::Week),
        ("周", Unit::Week),
        ("天", Unit::Day),
    ];
    let numeral = chinese_number::parse(chars, at)?;
    let count = numeral
        .small(2, 99)
        .or_else(|| matches!(numeral.form, Form::Words).then(|| numeral.small(2, 200)).flatten())?;
    let (unit, end) = lookup(chars, numeral.end, UNITS)?;
    let goes_on = matches!(chars.get(end + 1), Some('后' | '夕' | '往' | '来' | '期'));
    (chars.get(end) == Some(&'前') && !goes_on)
        .then_some((Period::relative(unit, -i32::from(count)), end + 1))
}

/// What may follow a year: month and day, quarter, half, part.
fn year_rest(chars: &[char], at: usize, period: Period) -> (Period, usize) {
    let month_at = if chars.get(at) == Some(&' ') { at + 1 } else { at };
    if let Some((month, end)) = month(chars, month_at) {
        return day_or_part(chars, end, Period { month: Some(month), ..period });
    }
    if let Some((part, end)) = numbered_quarter(chars, at) {
        return (period.with_part(part), end);
    }
    match lookup(chars, at, PARTS) {
        // 2016年初中: 初中 is a school
        Some(("early", end)) if stands(chars, at, "初中") => (period, end.min(at)),
        Some((part, end)) => (period.with_part(part), end),
        None => (period, at),
    }
}

/// What may follow a month: day or part.
fn day_or_part(chars: &[char], at: usize, period: Period) -> (Period, usize) {
    let day_at = if chars.get(at) == Some(&' ') { at + 1 } else { at };
    if let Some(numeral) = chinese_number::parse(chars, day_at)
        && let Some(day) = numeral.small(1, 31)
    {
        let end = numeral.end + usize::from(chars.get(numeral.end) == Some(&' '));
        let closed = match chars.get(end) {
            Some('日') => !matches!(chars.get(end + 1), Some('元' | '圆')),
            Some('号') => true,
            _ => false,
        };
        if closed {
            return (Period { day: Some(day), ..period }, end + 1);
        }
    }
    match lookup(chars, at, PARTS) {
        Some((part @ ("early" | "mid" | "late"), end)) if !stands(chars, at, "年") => {
            (period.with_part(part), end)
        }
        _ => (period, at),
    }
}

/// `3月`, `三月份`, and the first of `3至5月`.
fn month(chars: &[char], at: usize) -> Option<(u8, usize)> {
    let numeral = chinese_number::parse(chars, at)?;
    let month = numeral.small(1, 12)?;
    let mut end = numeral.end;
    if chars.get(end) == Some(&' ') {
        end += 1;
    }
    if chars.get(end) == Some(&'月') {
        let end = if chars.get(end + 1) == Some(&'份') { end + 2 } else { end + 1 };
        return Some((month, end));
    }
    let next = chinese_number::parse(chars, range_sign(chars, numeral.end)?)?;
    let ranged = next.small(1, 12).is_some() && chars.get(next.end) == Some(&'月');
    ranged.then_some((month, numeral.end))
}

/// `第三季度`, `三季度`, and `前三季度`, which is nine months.
fn numbered_quarter(chars: &[char], at: usize) -> Option<(&'static str, usize)> {
    const FIRST_THREE: &[(&str, &str)] = &[
        ("前三季度", THREE_QUARTERS),
        ("前三个季度", THREE_QUARTERS),
        ("前3季度", THREE_QUARTERS),
    ];
    if let Some(found) = lookup(chars, at, FIRST_THREE) {
        return Some(found);
    }
    let start = if chars.get(at) == Some(&'第') { at + 1 } else { at };
    let numeral = chinese_number::parse(chars, start)?;
    let quarter = numeral.small(1, 4)?;
    stands(chars, numeral.end, "季度")
        .then_some((["q1", "q2", "q3", "q4"][usize::from(quarter - 1)], numeral.end + 2))
}

fn weekday_of(c: char) -> Option<u8> {
    "一二三四五六日末".chars().position(|day| day == c).map(|day| day as u8).or(match c {
        '天' => Some(6),
        _ => None,
    })
}

fn weekday(chars: &[char], at: usize) -> Option<(Period, usize)> {
    let end =
        WEEK.iter().find(|name| stands(chars, at, name)).map(|name| at + name.chars().count())?;
    let day = weekday_of(*chars.get(end)?)?;
    let bare = chars[at] == '周';
    // 三周一次, 周一鸣, 周天 are no weekdays.
    let counted =
        at > 0 && bare && (digit(chars[at - 1]).is_some() || chars[at - 1].is_ascii_digit());
    let other = bare
        && (matches!(chars[end], '天' | '末')
            || stands(chars, end, "一次")
            || stands(chars, end, "末尾"));
    (!counted && !other).then_some((Period { weekday: Some(day), ..Period::default() }, end + 1))
}

/// `上半年`, `年底` without a year: of this year.
fn bare_part(chars: &[char], at: usize) -> Option<(Period, usize)> {
    let (part, end) = lookup(chars, at, BARE_PARTS)?;
    let after_number =
        at > 0 && (chars[at - 1].is_ascii_digit() || chinese_number::is_numeral(chars[at - 1]));
    (!after_number).then_some((Period::relative(Unit::Year, 0).with_part(part), end))
}

fn numeral_date(chars: &[char], at: usize, previous: Option<Period>) -> Option<(Period, usize)> {
    let numeral = chinese_number::parse(chars, at)?;
    if let Some(found) = decade_or_century(chars, at, &numeral) {
        return Some(found);
    }
    if let Some(year) = numeral.year() {
        return year_date(chars, &numeral, year);
    }
    if let Some(found) = previous.and_then(|previous| later_year(chars, &numeral, previous)) {
        return Some(found);
    }
    if let Some((month, end)) = month(chars, at) {
        return Some(day_or_part(chars, end, Period { month: Some(month), ..Period::default() }));
    }
    bare_day(chars, at, &numeral, previous)
}

fn year_date(chars: &[char], numeral: &Numeral, year: i32) -> Option<(Period, usize)> {
    let mut end = numeral.end;
    if let Some(found) = numeric_date(chars, year, end) {
        return Some(found);
    }
    if chars.get(end) == Some(&' ') {
        end += 1;
    }
    let period = Period::year(year);
    match chars.get(end) {
        Some('年') if !matches!(chars.get(end + 1), Some('级' | '龄' | '来' | '间')) => {
            Some(year_rest(chars, end + 1, period))
        }
        Some('年') => Some((period, end + 1)),
        Some('财') if stands(chars, end, "财年") => Some((period, end + 2)),
        Some('财') if stands(chars, end, "财政年度") => Some((period, end + 4)),
        // 2009至2016年
        _ => {
            let next = chinese_number::parse(chars, range_sign(chars, numeral.end)?)?;
            let spaced = usize::from(chars.get(next.end) == Some(&' '));
            let ranged = next.year().is_some_and(|later| later >= year)
                && chars.get(next.end + spaced) == Some(&'年');
            let season = later_year(chars, &next, period).is_some();
            (ranged || season).then_some((period, numeral.end))
        }
    }
}

/// Words behind the two years of a season: 2018-19赛季.
const SEASONS: [&str; 4] = ["赛季", "学年", "财年", "年度"];

/// The year that the last two digits of a season stand for, by the year before them.
fn later_year(chars: &[char], numeral: &Numeral, before: Period) -> Option<(Period, usize)> {
    let year = before.year.filter(|_| before.month.is_none())?;
    let digits = matches!(numeral.form, Form::Digits { count: 2, plain: true });
    let value = i32::try_from(numeral.value.as_whole()?).ok()?;
    let season = SEASONS.iter().any(|season| stands(chars, numeral.end, season));
    (digits && season && (year + 1) % 100 == value).then_some((Period::year(year + 1), numeral.end))
}

/// `2026-03-11`, `2026/3/11`, `2026.3.11`; `at` is where the year ends.
fn numeric_date(chars: &[char], year: i32, at: usize) -> Option<(Period, usize)> {
    let sign = *chars.get(at).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, end) = short_number(chars, at + 1, 12)?;
    if chars.get(end) != Some(&sign) {
        return None;
    }
    let (day, end) = short_number(chars, end + 1, 31)?;
    let period = Period { month: Some(month), day: Some(day), ..Period::year(year) };
    Some((period, end))
}

fn short_number(chars: &[char], at: usize, most: u8) -> Option<(u8, usize)> {
    let end = (at..chars.len()).find(|&i| !chars[i].is_ascii_digit()).unwrap_or(chars.len());
    if end == at || end > at + 2 {
        return None;
    }
    let value: u8 = chars[at..end].iter().collect::<String>().parse().ok()?;
    (1..=most).contains(&value).then_some((value, end))
}

fn decade_or_century(chars: &[char], at: usize, numeral: &Numeral) -> Option<(Period, usize)> {
    if stands(chars, numeral.end, "世纪") {
        let century = numeral.small(1, 30)?;
        let end = numeral.end + 2;
        if let Some((tens, end)) = decade_digits(chars, end) {
            let decade = (i32::from(century) - 1) * 100 + tens;
            let period = Period { decade: Some(decade), ..Period::default() };
            return Some(part_of_age(chars, end, period));
        }
        let period = Period { century: Some(century), ..Period::default() };
        return Some(part_of_age(chars, end, period));
    }
    if let Some(year) = numeral.year().filter(|year| year % 10 == 0)
        && stands(chars, numeral.end, "年代")
    {
        let period = Period { decade: Some(year), ..Period::default() };
        return Some(part_of_age(chars, numeral.end + 2, period));
    }
    let (tens, end) = decade_digits(chars, at)?;
    Some(part_of_age(chars, end, Period { decade: Some(1900 + tens), ..Period::default() }))
}

/// A decade or century with the part of it that stands at `at`, if one does.
fn part_of_age(chars: &[char], at: usize, period: Period) -> (Period, usize) {
    match lookup(chars, at, PARTS_OF_AGES) {
        Some((part, end)) => (period.with_part(part), end),
        None => (period, at),
    }
}

/// `90年代`, `九十年代`: the tens and the end.
fn decade_digits(chars: &[char], at: usize) -> Option<(i32, usize)> {
    let numeral = chinese_number::parse(chars, at)?;
    let tens = numeral.small(0, 90)?;
    (tens % 10 == 0 && stands(chars, numeral.end, "年代"))
        .then_some((i32::from(tens), numeral.end + 2))
}

/// `11日`: digits only, for 三日 is as often three days.
fn bare_day(
    chars: &[char],
    at: usize,
    numeral: &Numeral,
    previous: Option<Period>,
) -> Option<(Period, usize)> {
    let day = numeral.small(1, 31)?;
    let digits = matches!(numeral.form, Form::Digits { .. });
    let after_word = at > 0 && matches!(chars[at - 1], '第' | '近' | '每' | '约' | '过');
    let inherited = previous.filter(|date| date.day.is_some());
    let end = numeral.end + usize::from(digits && chars.get(numeral.end) == Some(&' '));
    let closed = match chars.get(end) {
        Some('日') => !matches!(
            chars.get(end + 1),
            Some('元' | '圆' | '本' | '内' | '均' | '报' | '间' | '游' | '之' | '后' | '前')
        ),
        Some('号') => inherited.is_some(),
        // 11至15日
        _ => range_sign(chars, numeral.end)
            .and_then(|next| chinese_number::parse(chars, next))
            .is_some_and(|next| {
                next.small(1, 31).is_some_and(|later| later > day)
                    && chars.get(next.end) == Some(&'日')
                    && matches!(next.form, Form::Digits { .. })
            }),
    };
    if !closed || !digits || (after_word && inherited.is_none()) {
        return None;
    }
    let end = if matches!(chars.get(end), Some('日' | '号')) { end + 1 } else { numeral.end };
    let period = Period {
        day: Some(day),
        month: inherited.and_then(|date| date.month),
        year: inherited.and_then(|date| date.year),
        ..Period::default()
    };
    Some((period, end))
}

/// The time of day at `at`: hour, minute and end. A zone and a part of the day may lead,
/// and a date just before makes a bare `14时` sure.
pub fn time_at(chars: &[char], at: usize, after_date: bool) -> Option<(u8, u8, usize)> {
    let zoned = ZONES
        .iter()
        .find(|zone| stands(chars, at, zone))
        .map(|zone| at + zone.chars().count())
        .filter(|&end| stands(chars, end, "时间"))
        .map(|end| end + 2);
    let start = zoned.unwrap_or(at);
    let (start, shift) = match lookup(chars, start, DAY_PARTS) {
        Some((shift, end)) => (end, Some(shift)),
        None => (start, None),
    };
    let start = if chars.get(start) == Some(&' ') && start > at { start + 1 } else { start };
    let (hour, minute, end) =
        clock(chars, start, after_date || zoned.is_some() || shift.is_some())?;
    let shift = match shift {
        Some(NIGHT) if hour < LATE => Some(0),
        Some(NIGHT) => Some(12),
        shift => shift,
    };
    let hour = match shift {
        Some(12) if hour < 12 && !(stands(chars, at, "中午") && hour == 11) => hour + 12,
        Some(12) if hour == 12 && !stands(chars, start.saturating_sub(2), "中午") => 0,
        Some(0) if hour == 12 && stands(chars, start.saturating_sub(2), "凌晨") => 0,
        _ => hour % 24,
    };
    Some((hour, minute, end))
}

/// `14:05`, `2点半`, `8时30分`. A bare `2点` or `20时` needs something before it (`led`).
fn clock(chars: &[char], at: usize, led: bool) -> Option<(u8, u8, usize)> {
    let numeral = chinese_number::parse(chars, at)?;
    let hour = numeral.small(0, 24)?;
    let spaced = led && chars.get(numeral.end) == Some(&' ');
    let end = numeral.end + usize::from(spaced);
    match chars.get(end)? {
        ':' => {
            let (minute, end) = minutes(chars, end + 1)?;
            let seconds = (chars.get(end) == Some(&':')).then(|| minutes(chars, end + 1)).flatten();
            Some((hour, minute, seconds.map_or(end, |(_, end)| end)))
        }
        '点' | '时' => {
            let next = end + 1;
            if stands(chars, next, "半") {
                return Some((hour, 30, next + 1));
            }
            if stands(chars, next, "钟") || stands(chars, next, "整") {
                return Some((hour, 0, next + 1));
            }
            if let Some(minute) = chinese_number::parse(chars, next)
                .filter(|n| stands(chars, n.end, "分") && !stands(chars, n.end, "分之"))
                .and_then(|n| n.small(0, 59).map(|minute| (minute, n.end + 1)))
            {
                return Some((hour, minute.0, minute.1));
            }
            led.then_some((hour, 0, next))
        }
        _ => None,
    }
}

fn minutes(chars: &[char], at: usize) -> Option<(u8, usize)> {
    let digits = (at..at + 2).all(|i| chars.get(i).is_some_and(char::is_ascii_digit));
    if !digits || chars.get(at + 2).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let value: u8 = chars[at..at + 2].iter().collect::<String>().parse().ok()?;
    (value < 60).then_some((value, at + 2))
}
