//! Numbers of a sentence as values, so that 3.5亿 and "350 million" are the same evidence.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Side;
use crate::number_words::{MONTHS, SMALL, TENS, cardinal};

/// The numbers in a sentence, ascending and without repeats, each in ten-thousandths.
///
/// Chinese: digits with 百 千 万 亿, and numbers written in Chinese numerals that have a unit.
/// English: digits with thousand, million, billion, trillion, number words from eleven, and the
/// months by their number (Chinese writes 3月).
pub fn values(text: &str, side: Side) -> Vec<u64> {
    let mut values = match side {
        Side::Chinese => chinese_values(&half_width(text)),
        Side::English => english_values(text),
    };
    values.sort_unstable();
    values.dedup();
    values
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

fn half_width(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(fold).collect()
}

/// In ten-thousandths; `None` if it is no number or too large to tell.
fn scaled(digits: &str, unit: f64) -> Option<u64> {
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let scaled = (value * unit * 1e4).round();
    (scaled < 1e18).then_some(scaled as u64)
}

fn chinese_values(text: &str) -> Vec<u64> {
    static DIGITS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(\d[\d,]*(?:\.\d+)?)\s*[多余餘]?((?:[万亿萬億]|千|百)*)"));
    static NUMERALS: LazyLock<Regex> =
        LazyLock::new(|| regex("[零一二三四五六七八九两兩十百千万亿萬億〇]{2,}"));
    let digits = DIGITS.captures_iter(text).filter_map(|found| {
        let unit = found[2].chars().map(chinese_unit).product();
        scaled(&found[1], unit)
    });
    let numerals = NUMERALS.find_iter(text).filter_map(|found| {
        let has_unit = found.as_str().chars().any(|c| chinese_unit(c) > 1.0);
        has_unit.then(|| chinese_numeral(found.as_str())).flatten()
    });
    digits.chain(numerals).collect()
}

fn chinese_unit(unit: char) -> f64 {
    match unit {
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1e3,
        '万' | '萬' => 1e4,
        '亿' | '億' => 1e8,
        _ => 1.0,
    }
}

/// 三千五百万 → 35,000,000 (in ten-thousandths).
fn chinese_numeral(numeral: &str) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, 0.0_f64);
    for c in numeral.chars() {
        match c {
            '十' | '百' | '千' => {
                section += digit.max(1.0) * chinese_unit(c);
                digit = 0.0;
            }
            '万' | '萬' | '亿' | '億' => {
                total = (total + section + digit) * chinese_unit(c);
                (section, digit) = (0.0, 0.0);
            }
            '两' | '兩' => digit = 2.0,
            '〇' => digit = 0.0,
            _ => digit = "零一二三四五六七八九".chars().position(|d| d == c)? as f64,
        }
    }
    scaled(&(total + section + digit).to_string(), 1.0)
}

fn english_values(text: &str) -> Vec<u64> {
    let mut found = english_digits(text);
    found.extend(english_words(&text.to_lowercase()));
    found.extend(english_months(text));
    found
}

fn english_digits(text: &str) -> Vec<u64> {
    static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)(\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th|s)?(?:[\s-]*(million|billion|thousand|hundred|trillion|bn|m|k)\b)?",
        )
    });
    DIGITS
        .captures_iter(text)
        .filter_map(|found| {
            scaled(&found[1], found.get(2).map_or(1.0, |unit| english_unit(unit.as_str())))
        })
        .collect()
}

fn english_unit(unit: &str) -> f64 {
    match unit.to_lowercase().as_str() {
        "hundred" => 100.0,
        "thousand" | "k" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => 1.0,
    }
}

/// Number words; small ones without a unit are too common in both languages to tell anything.
fn english_words(lower: &str) -> Vec<u64> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        let words = SMALL.iter().chain(&TENS).copied().collect::<Vec<_>>().join("|");
        regex(&format!(
            r"\b({words})(?:[\s-]({words})\b)?(?:[\s-](hundred|thousand|million|billion))?\b"
        ))
    });
    WORDS.captures_iter(lower).filter_map(|found| english_numeral(&found)).collect()
}

fn english_numeral(found: &regex::Captures<'_>) -> Option<u64> {
    let mut value = cardinal(&found[1])?;
    let second = found.get(2).and_then(|word| cardinal(word.as_str()));
    if let Some(second) = second.filter(|&second| value >= 20 && second < 10) {
        value += second;
    }
    let unit = found.get(3).map(|unit| english_unit(unit.as_str()));
    (value >= 11 || unit.is_some())
        .then(|| scaled(&value.to_string(), unit.unwrap_or(1.0)))
        .flatten()
}

/// Months in capitals; "May" only before a number.
fn english_months(text: &str) -> Vec<u64> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let capital = |month: &&str| month[..1].to_uppercase() + &month[1..];
        let names: Vec<String> = MONTHS.iter().map(capital).collect();
        regex(&format!(r"\b({})\b(\s\d)?", names.join("|")))
    });
    NAMES
        .captures_iter(text)
        .filter(|found| &found[1] != "May" || found.get(2).is_some())
        .filter_map(|found| MONTHS.iter().position(|month| found[1].eq_ignore_ascii_case(month)))
        .filter_map(|month| scaled(&(month + 1).to_string(), 1.0))
        .collect()
}

/// Whether an ascending list has a value.
pub fn has(values: &[u64], value: u64) -> bool {
    values.binary_search(&value).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(text: &str) -> Vec<f64> {
        values(text, Side::Chinese).iter().map(|&value| value as f64 / 1e4).collect()
    }

    fn en(text: &str) -> Vec<f64> {
        values(text, Side::English).iter().map(|&value| value as f64 / 1e4).collect()
    }

    #[test]
    fn units_make_the_same_value() {
        assert_eq!(zh("约3.5亿元"), [350_000_000.0]);
        assert_eq!(en("about 350 million yuan"), [350_000_000.0]);
        assert_eq!(zh("三千五百万人"), [35_000_000.0]);
        assert_eq!(en("35m people"), [35_000_000.0]);
        assert_eq!(zh("１２万"), [120_000.0]);
    }

    #[test]
    fn number_words_count_from_eleven() {
        assert_eq!(en("twenty-five boats and two men"), [25.0]);
        assert_eq!(en("two million"), [2_000_000.0]);
        assert_eq!(zh("二十五艘船、两个人"), [25.0]);
    }

    #[test]
    fn months_have_numbers() {
        assert_eq!(en("On March 4, 2021"), [3.0, 4.0, 2021.0]);
        assert_eq!(zh("2021年3月4日"), [3.0, 4.0, 2021.0]);
        assert_eq!(en("It may rain. May 5 was dry"), [5.0]);
    }
}
