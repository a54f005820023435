//! Numbers and dates that disagree.

use std::collections::BTreeSet;

use super::BeadView;
use crate::document::Side;
use crate::flag::Flag;
use crate::mention::{Label, Mention};
use crate::tag::value::{self, Period, key};

/// Factors between units that translators convert, with words of which one stands in the bead then.
const CONVERSIONS: &[(f64, &[&str])] = &[
    (1.609, &["英里", "哩", "mile", "mph"]),
    (2.59, &["英里", "mile"]),
    (2.471, &["英亩", "公顷", "acre", "hectare"]),
    (4.047, &["英亩", "acre"]),
    (6.667, &["亩", "畝", "mu "]),
    (15.0, &["亩", "畝", "mu "]),
    (2.205, &["磅", "公斤", "千克", "pound", "lb", "kg", "kilo"]),
    (2.0, &["斤", "倍", "twice", "double", "pair", "couple", "times", "对", "双"]),
    (3.281, &["英尺", "呎", "feet", "foot", "ft"]),
    (1.094, &["码", "碼", "yard"]),
    (2.54, &["英寸", "吋", "inch"]),
    (3.785, &["加仑", "gallon"]),
    (28.35, &["盎司", "ounce", "oz"]),
    (12.0, &["打", "dozen", "月", "month"]),
];

/// Words for degrees, whose scales differ by more than a factor.
const DEGREES: &[&str] = &["度", "℃", "°", "℉", "degree", "Celsius", "Fahrenheit"];

/// How exact a conversion is.
const TOLERANCE: f64 = 0.04;

/// A number from here on is checked even if only one side has it.
const LARGE: f64 = 1000.0;

/// Numbers below this are often said in words or left out.
const SMALL: f64 = 10.0;

/// Add [`Flag::NumberMismatch`] and [`Flag::DateMismatch`].
pub fn check(view: &BeadView, flags: &mut BTreeSet<Flag>) {
    if numbers_disagree(view) {
        flags.insert(Flag::NumberMismatch);
    }
    if dates_disagree(view) {
        flags.insert(Flag::DateMismatch);
    }
}

/// A value without its prefix and currency: `money:usd-5` → `5`.
fn amount(mention: &Mention) -> &str {
    let body = mention.entity.split_once(':').map_or("", |(_, body)| body);
    match mention.label {
        Label::Money => body.split_once('-').map_or(body, |(_, amount)| amount),
        Label::Percent => body.split_once('-').map_or(body, |(amount, _)| amount),
        _ => body,
    }
}

fn is_amount(mention: &Mention) -> bool {
    matches!(mention.label, Label::Num | Label::Money | Label::Percent)
}

fn numbers_disagree(view: &BeadView) -> bool {
    let unmatched = [0, 1].map(|side| unmatched_amounts(view, side));
    let [zh, en] = &unmatched;
    let contradicted = zh.iter().any(|z| {
        en.iter().any(|e| {
            let (Ok(a), Ok(b)) = (amount(z).parse::<f64>(), amount(e).parse::<f64>()) else {
                return false;
            };
            // Alone on both sides, a small number is judged too.
            let judged = a.max(b) >= SMALL || (zh.len() == 1 && en.len() == 1 && a.min(b) > 1.0);
            z.label == e.label && judged && !converted(a, b, view)
        })
    });
    // A large exact number that the other side has in no form.
    let lost = zh.iter().chain(en).any(|mention| {
        let large = amount(mention).parse::<f64>().is_ok_and(|value| value >= LARGE);
        large && zh.is_empty() != en.is_empty() && !rounded(amount(mention), view)
    });
    contradicted || lost
}

/// Amounts of one side whose number the other side does not show anywhere.
fn unmatched_amounts<'a>(view: &BeadView<'a>, side: usize) -> Vec<&'a Mention> {
    let other = 1 - side;
    let theirs: BTreeSet<&str> =
        view.mentions(other).filter(|m| is_amount(m)).map(amount).collect();
    let anywhere = value::numbers_in(&view.texts[other], Side::BOTH[other]);
    view.mentions(side)
        .filter(|mention| is_amount(mention))
        .filter(|mention| {
            let amount = amount(mention);
            !theirs.contains(amount)
                && !anywhere.contains(amount)
                && !fraction_shown(amount, &theirs)
        })
        .collect()
}

/// 30 % for three tenths, 50 % for one half.
fn fraction_shown(amount: &str, theirs: &BTreeSet<&str>) -> bool {
    let value = |text: &str| match text.split_once('/') {
        Some((top, bottom)) => Some(100.0 * top.parse::<f64>().ok()? / bottom.parse::<f64>().ok()?),
        None => text.parse().ok(),
    };
    let Some(own) = value(amount) else { return true };
    theirs.iter().any(|other| {
        (amount.contains('/') != other.contains('/'))
            && value(other).is_some_and(|other| (own - other).abs() < 1.0)
    })
}

fn converted(a: f64, b: f64, view: &BeadView) -> bool {
    if a <= 0.0 || b <= 0.0 {
        return true;
    }
    let ratio = a.max(b) / a.min(b);
    // 十多名 is about a dozen.
    if (a.min(b), a.max(b)) == (10.0, 12.0) && view.texts.iter().any(|text| text.contains("dozen"))
    {
        return true;
    }
    // Degrees: F = 1.8 C + 32.
    let degrees = |f: f64, c: f64| (c * 1.8 + 32.0 - f).abs() < 1.5;
    let says =
        |words: &[&str]| words.iter().any(|word| view.texts.iter().any(|text| text.contains(word)));
    let factors = CONVERSIONS.iter().filter(|(factor, _)| (ratio / factor - 1.0).abs() < TOLERANCE);
    factors.into_iter().any(|(_, words)| says(words))
        || (degrees(a, b) || degrees(b, a)) && says(DEGREES)
        || ratio < 1.01
}

/// Whether some number of the bead is this one with fewer digits (4.07 million for 4,068,300).
fn rounded(amount: &str, view: &BeadView) -> bool {
    let Ok(value) = amount.parse::<f64>() else { return true };
    [0, 1].into_iter().any(|side| {
        value::numbers_in(&view.texts[side], Side::BOTH[side]).iter().any(|other| {
            *other != amount
                && other
                    .parse::<f64>()
                    .is_ok_and(|other| other > 0.0 && (value / other - 1.0).abs() < 0.05)
        })
    })
}

/// Dates of one scale on both sides of which none fits.
fn dates_disagree(view: &BeadView) -> bool {
    let dates = |side: usize| -> Vec<(Period, &str)> {
        view.mentions(side)
            .filter(|mention| mention.label == Label::Date)
            .filter_map(|mention| Some((Period::parse(&mention.entity)?, mention.entity.as_str())))
            .collect()
    };
    let (zh, en) = (dates(0), dates(1));
    let free = |own: &[(Period, &str)], other: &[(Period, &str)], side: usize| -> Vec<Period> {
        let anywhere = value::numbers_in(&view.texts[1 - side], Side::BOTH[1 - side]);
        own.iter()
            .filter(|(_, date)| !other.iter().any(|(_, theirs)| key::compatible(date, theirs)))
            .filter(|(period, _)| !shown(period, &anywhere) || other_month(period, other))
            .map(|(period, _)| *period)
            .collect()
    };
    let (zh, en) = (free(&zh, &en, 0), free(&en, &zh, 1));
    zh.iter().any(|z| en.iter().any(|e| same_scale(z, e)))
}

/// Whether the digits of a date stand in the other text.
fn shown(period: &Period, numbers: &BTreeSet<String>) -> bool {
    let has = |value: Option<i32>| value.is_none_or(|value| numbers.contains(&value.to_string()));
    let any = period.year.is_some() || period.day.is_some();
    any && has(period.year) && has(period.day.map(i32::from))
}

/// Whether the other side has the same day of another month.
fn other_month(period: &Period, other: &[(Period, &str)]) -> bool {
    let differs = |a: Option<u8>, b: Option<u8>| a.is_some() && b.is_some() && a != b;
    period.day.is_some()
        && other.iter().any(|(o, _)| o.day == period.day && differs(o.month, period.month))
}

fn same_scale(a: &Period, b: &Period) -> bool {
    let fields =
        |p: &Period| (p.year.is_some(), p.month.is_some(), p.day.is_some(), p.weekday.is_some());
    let known = a.relative.is_none() && b.relative.is_none() && a.part == b.part;
    let shared_day = a.day.is_some() && b.day.is_some() && a.month.is_some() && b.month.is_some();
    known
        && (fields(a) == fields(b) || shared_day)
        && a.decade.is_some() == b.decade.is_some()
        && a.century.is_some() == b.century.is_some()
}
