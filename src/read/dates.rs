//! Publication dates in lines and metadata → `YYYYMMDD`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The patterns in the order in which they are tried; each names `y`, `m` and `d`.
static PATTERNS: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    [
        r"(?P<y>\d{4})\s*[年]\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号號]?",
        r"(?P<y>[〇○零一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号號]",
        r"\b(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?i)\b(?P<m>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b",
        r"(?i)\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?P<y>\d{4})\b",
    ]
    .map(|pattern| Regex::new(pattern).expect("a valid pattern"))
});

/// The first whole date in `text`, as `YYYYMMDD`.
pub(super) fn date_in(text: &str) -> Option<String> {
    let narrow: String = text.chars().map(narrow_digit).collect();
    PATTERNS
        .iter()
        .filter_map(|pattern| pattern.captures(&narrow))
        .min_by_key(|found| found.get(0).map(|whole| whole.start()))
        .and_then(|found| eight_digits(&found))
}

fn narrow_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

fn eight_digits(found: &Captures) -> Option<String> {
    let year = year(&found["y"])?;
    let month = month(&found["m"])?;
    let day = number(&found["d"])?;
    let is_date = (1800..=2199).contains(&year) && (1..=12).contains(&month);
    (is_date && (1..=31).contains(&day)).then(|| format!("{year:04}{month:02}{day:02}"))
}

fn year(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |year, c| Some(year * 10 + digit(c)?))
}

fn month(text: &str) -> Option<u32> {
    let lowered = text.to_lowercase();
    let named = MONTHS.iter().position(|month| lowered.starts_with(month));
    named.map(|index| index as u32 + 1).or_else(|| number(text))
}

/// A number in Arabic digits or, below a hundred, in Chinese ones.
fn number(text: &str) -> Option<u32> {
    match text.split_once('十') {
        None => year(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { year(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { year(ones)? })
        }
    }
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10)
        .or_else(|| "〇一二三四五六七八九".chars().position(|d| d == c).map(|d| d as u32))
        .or(match c {
            '零' | '○' => Some(0),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_both_languages() {
        for (text, date) in [
            ("发布时间：2026年3月11日，下午2:05", "20260311"),
            ("２０２４年８月９日", "20240809"),
            ("二〇二四年十月二十一日", "20241021"),
            ("PUBLISHED Mar 11, 2026, 2:05 PM ET", "20260311"),
            ("Oct. 11, 2024", "20241011"),
            ("August 9th, 2024", "20240809"),
            ("11 September 2023", "20230911"),
            ("2024-08-09T06:00:00-07:00", "20240809"),
            ("2024/8/9 10:00", "20240809"),
        ] {
            assert_eq!(date_in(text).as_deref(), Some(date), "{text}");
        }
        assert_eq!(date_in("8月24日"), None);
        assert_eq!(date_in("Aug. 24"), None);
        assert_eq!(date_in("2024-13-09"), None);
    }
}
