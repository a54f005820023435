//! Chinese numerals: `130万`, `3亿5000万`, `二十三`, `两千五`, `二〇一六`, `数百万`, `100多`.

use super::number::{Decimal, vague};
use super::quantity::Worth;

/// Chinese digits with their values.
const DIGITS: [(char, u64); 11] = [
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
    ('两', 2),
];

/// Units with the powers of ten that they stand for.
const POWERS: [(char, u32); 6] =
    [('十', 1), ('百', 2), ('千', 3), ('万', 4), ('亿', 8), ('兆', 12)];

/// How a numeral is written, as far as its reading depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Digits and no scale: how many there are before the point, and whether a comma or point is
    /// among them.
    Digits { count: usize, plain: bool },
    /// Digits with 万, 亿 …
    Scaled,
    /// Chinese numerals that count: `二十三`.
    Words,
    /// Chinese digits in a row: `二〇一六`.
    Row(usize),
    /// 数百, 几十: only the order of magnitude is known, a power of ten.
    Vague(u32),
}

/// A numeral at a place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// One past its last character.
    pub end: usize,
    /// What it is worth; the power of ten for vague numbers.
    pub value: Decimal,
    /// How it is written.
    pub form: Form,
    /// Followed by 多 or 余, which are inside.
    pub more: bool,
}

impl Numeral {
    /// Whether it is written as a year: four digits, or four Chinese digits in a row.
    pub fn year(&self) -> Option<i32> {
        let four = match self.form {
            Form::Digits { count: 4, plain: true } | Form::Row(4) => !self.more,
            _ => false,
        };
        let year = self.value.as_whole().and_then(|year| i32::try_from(year).ok())?;
        (four && (1000..3000).contains(&year)).then_some(year)
    }

    /// The value if it is a whole number between `low` and `high`, written without a scale.
    pub fn small(&self, low: u64, high: u64) -> Option<u8> {
        let plain = match self.form {
            Form::Digits { count, plain } => plain && count <= 2,
            Form::Words => true,
            _ => false,
        };
        let value = self.value.as_whole()?;
        (plain && !self.more && (low..=high).contains(&value)).then_some(value as u8)
    }
}

impl Worth for Numeral {
    fn text(&self) -> String {
        match self.form {
            Form::Vague(power) => vague(power).unwrap_or("many").to_owned(),
            _ => self.value.to_string(),
        }
    }
}

/// The value of a Chinese digit.
pub fn digit(c: char) -> Option<u64> {
    DIGITS.iter().find(|(digit, _)| *digit == c).map(|(_, value)| *value)
}

/// The power of ten of a unit.
fn power(c: char) -> Option<u32> {
    POWERS.iter().find(|(unit, _)| *unit == c).map(|(_, power)| *power)
}

/// Whether a character is a Chinese digit or unit.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some()
}

/// Characters of which a number of unknown size begins with one: 数百, 几十, 上千.
const VAGUE: [char; 4] = ['数', '几', '上', '成'];

/// The characters that a numeral may begin with.
pub fn heads() -> impl Iterator<Item = char> {
    DIGITS
        .map(|(digit, _)| digit)
        .into_iter()
        .chain(POWERS.map(|(unit, _)| unit))
        .chain(VAGUE)
        .chain('0'..='9')
}

/// The numeral that starts at `start`, if one does.
pub fn parse(chars: &[char], start: usize) -> Option<Numeral> {
    match *chars.get(start)? {
        '0'..='9' => digits(chars, start),
        c if VAGUE.contains(&c) => vague_number(chars, start),
        c if is_numeral(c) => words(chars, start),
        _ => None,
    }
}

/// The run of ASCII digits at `start`: end, digits before the point, digits after it.
pub fn digit_run(chars: &[char], start: usize) -> (usize, String, String) {
    let mut end = start;
    let mut whole = String::new();
    let digit_at = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    while digit_at(end) {
        whole.push(chars[end]);
        end += 1;
        let grouped = chars.get(end) == Some(&',')
            && whole.len() <= 21
            && (end - start <= 3 || chars[end - 4] == ',')
            && (1..=3).all(|i| digit_at(end + i))
            && !digit_at(end + 4);
        if grouped {
            end += 1;
        }
    }
    let mut fraction = String::new();
    if chars.get(end) == Some(&'.') && digit_at(end + 1) {
        let mut at = end + 1;
        while digit_at(at) {
            fraction.push(chars[at]);
            at += 1;
        }
        // 2.3.1 is a section or a version, not a decimal.
        if !(chars.get(at) == Some(&'.') && digit_at(at + 1)) {
            end = at;
        } else {
            fraction.clear();
        }
    }
    (end, whole, fraction)
}

fn digits(chars: &[char], start: usize) -> Option<Numeral> {
    let (mut end, whole, fraction) = digit_run(chars, start);
    let plain = fraction.is_empty() && end - start == whole.len();
    let mut value = Decimal::from_digits(&whole, &fraction)?;
    let form = Form::Digits { count: whole.len(), plain };
    let (after, mut more) = skip_more(chars, end);
    let (scaled, factor) = scale(chars, after);
    if scaled == after {
        let end = if more { after } else { end };
        return Some(Numeral { end, value, form, more });
    }
    value = value.times(factor)?;
    end = scaled;
    // 3亿5000万
    if factor >= 100_000_000
        && chars.get(end).is_some_and(char::is_ascii_digit)
        && let Some(rest) = digits(chars, end)
            .filter(|rest| rest.form == Form::Scaled && rest.value < Decimal::whole(factor))
    {
        return Some(Numeral { value: value.plus(rest.value)?, more, ..rest });
    }
    let (after, more_after) = skip_more(chars, end);
    if more_after {
        (end, more) = (after, true);
    }
    Some(Numeral { end, value, form: Form::Scaled, more })
}

fn skip_more(chars: &[char], at: usize) -> (usize, bool) {
    match chars.get(at) {
        Some('多' | '余') => (at + 1, true),
        _ => (at, false),
    }
}

/// The units in a row at `at` (`万亿`): where they end and what they multiply by.
fn scale(chars: &[char], at: usize) -> (usize, u64) {
    // Texts that set digits apart write 2,000 万.
    let spaced = at > 0
        && chars[at - 1].is_ascii_digit()
        && chars.get(at) == Some(&' ')
        && matches!(chars.get(at + 1), Some('万' | '亿'));
    let mut end = at + usize::from(spaced);
    let mut factor: u64 = 1;
    let mut last = 0;
    // Units go up: 千万 and 万亿 are scales, the 千 of 82万千瓦 is not.
    while let Some(power) = chars.get(end).and_then(|&c| power(c)).filter(|&p| p > 1 && p > last) {
        match factor.checked_mul(10u64.pow(power)) {
            Some(product) => factor = product,
            None => break,
        }
        last = power;
        end += 1;
    }
    if end == at + usize::from(spaced) { (at, 1) } else { (end, factor) }
}

/// 数百万, 几十, 上千, 数以百计 is left alone.
fn vague_number(chars: &[char], start: usize) -> Option<Numeral> {
    let mut at = start + 1;
    let mut total = 0;
    while let Some(power) = chars.get(at).and_then(|&c| power(c)) {
        total += power;
        at += 1;
    }
    let closed = chars.get(at).is_none_or(|&c| digit(c).is_none());
    // 上百, but 晚上十点, 早上千 …: 上 counts only before units of a hundred and more.
    let led = match chars[start] {
        '上' => {
            total >= 2
                && !matches!(
                    start.checked_sub(1).and_then(|i| chars.get(i)),
                    Some('以' | '晚' | '早' | '世' | '网' | '马')
                )
        }
        '成' => false,
        _ => true,
    };
    vague(total)?;
    (closed && led).then_some(Numeral {
        end: skip_more(chars, at).0,
        value: Decimal::whole(u64::from(total)),
        form: Form::Vague(total),
        more: false,
    })
}

fn words(chars: &[char], start: usize) -> Option<Numeral> {
    let end = (start..chars.len()).find(|&i| !is_numeral(chars[i])).unwrap_or(chars.len());
    let run = &chars[start..end];
    if run.len() >= 2 && run.iter().all(|&c| digit(c).is_some()) {
        // 七五折: no "seven or five".
        let rebate = run.len() == 2 && chars.get(end) == Some(&'折');
        return row(run, end, rebate);
    }
    let (value, used) = count(run)?;
    let mut end = start + used;
    if used == run.len()
        && let Some((value, end)) = decimal(chars, end, value)
    {
        return Some(Numeral { end, value, form: Form::Words, more: false });
    }
    let (after, mut more) = skip_more(chars, end);
    // 十几, 三十几
    let tens = chars[end - 1] == '十' && chars.get(end) == Some(&'几');
    if more || tens {
        end = if tens { end + 1 } else { after };
        more = true;
    }
    // 十多万
    let (scaled, factor) = scale(chars, end);
    if more && scaled > end {
        return Some(Numeral { end: scaled, value: value.times(factor)?, form: Form::Words, more });
    }
    Some(Numeral { end, value, form: Form::Words, more })
}

/// Digits in a row: 二〇一六. Two alone (三四) are "three or four" and no number, unless they are `exact`.
fn row(run: &[char], end: usize, exact: bool) -> Option<Numeral> {
    let plain = exact || run.len() >= 3 || run.contains(&'零');
    if !plain || run.len() > 12 || run.contains(&'两') {
        return None;
    }
    let value = run.iter().try_fold(0u64, |sum, &c| Some(sum * 10 + digit(c)?))?;
    let form = Form::Row(run.len());
    Some(Numeral { end, value: Decimal::whole(value), form, more: false })
}

/// 三点五: the digits after 点, unless they are minutes.
fn decimal(chars: &[char], point: usize, whole: Decimal) -> Option<(Decimal, usize)> {
    if chars.get(point) != Some(&'点') {
        return None;
    }
    let end = (point + 1..chars.len()).find(|&i| digit(chars[i]).is_none()).unwrap_or(chars.len());
    let clock = matches!(chars.get(end), Some('分' | '十' | '刻' | '钟'));
    if end == point + 1 || end > point + 10 || clock {
        return None;
    }
    let fraction: String =
        chars[point + 1..end].iter().filter_map(|&c| digit(c)).map(|d| d.to_string()).collect();
    let (scaled, factor) = scale(chars, end);
    let value = whole.plus(Decimal::from_digits("0", &fraction)?)?.times(factor)?;
    Some((value, scaled))
}

/// The value of numerals with units (二千三百零五, 十二, 两万五) and how many characters it takes.
fn count(run: &[char]) -> Option<(Decimal, usize)> {
    let mut total = Decimal::whole(0);
    let (mut section, mut current): (u64, Option<u64>) = (0, None);
    let mut last_unit: u64 = 0;
    let mut zero = false;
    for (i, &c) in run.iter().enumerate() {
        if let Some(value) = digit(c) {
            if current.is_some_and(|d| d != 0) {
                return None;
            }
            zero |= value == 0;
            current = Some(value);
            continue;
        }
        let unit = 10u64.pow(power(c)?);
        if unit <= 1000 {
            if i > 0 && current.is_none() && unit != 10 {
                return None;
            }
            // A numeral begins with 十 but not with 百 or 千.
            if current.is_none() && unit != 10 {
                return None;
            }
            section += current.take().unwrap_or(1) * unit;
        } else {
            let head = section + current.take().unwrap_or(0);
            if head == 0 && total == Decimal::whole(0) {
                return None;
            }
            let sum = total.plus(Decimal::whole(head))?;
            total = if head == 0 || total.as_whole()? < unit {
                sum.times(unit)?
            } else {
                total.plus(Decimal::whole(head).times(unit)?)?
            };
            section = 0;
        }
        last_unit = unit;
        zero = false;
    }
    let tail = current.unwrap_or(0);
    // 两万五 is 25,000; 一百零五 is 105.
    let tail = if last_unit >= 100 && !zero { tail * (last_unit / 10) } else { tail };
    Some((total.plus(Decimal::whole(section + tail))?, run.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, usize)> {
        let chars: Vec<char> = text.chars().collect();
        parse(&chars, 0).map(|numeral| (numeral.text(), numeral.end))
    }

    #[test]
    fn numerals() {
        for (text, expected, length) in [
            ("130万名", "1300000", 4),
            ("4.7万", "47000", 4),
            ("1,234,567人", "1234567", 9),
            ("3亿5000万", "350000000", 7),
            ("1.2万亿元", "1200000000000", 5),
            ("100多名", "100", 4),
            ("3000多万", "30000000", 6),
            ("2,000 万澳元", "20000000", 7),
            ("82万千瓦", "820000", 3),
            ("二十三", "23", 3),
            ("十二", "12", 2),
            ("一百零五", "105", 4),
            ("两万五", "25000", 3),
            ("三千五百万", "35000000", 5),
            ("一亿两千万", "120000000", 5),
            ("二零一六", "2016", 4),
            ("三点五", "3.5", 3),
            ("十几", "10", 2),
            ("数百万", "millions", 3),
            ("几十", "dozens", 2),
            ("上千", "thousands", 2),
        ] {
            assert_eq!(value(text), Some((expected.to_owned(), length)), "{text}");
        }
    }

    #[test]
    fn no_numerals() {
        for text in ["万一", "千万", "百分", "三四", "数据", "几个", "上面", "点五"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
