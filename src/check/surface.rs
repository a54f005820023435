//! What the bare texts of a bead show: quotes, scripts, untranslated text, lengths.

use std::collections::BTreeSet;

use super::BeadView;
use crate::document::{Article, Language, Role};
use crate::flag::Flag;
use crate::script;

/// ln of English characters per Chinese character in professional news translation, and its standard deviation
/// (11,906 sentence pairs; `duizhao-training evaluate-flags`).
const LOG_RATIO: f64 = 1.19;
const LOG_RATIO_DEVIATION: f64 = 0.30;

/// Texts shorter than this vary too much to be judged, in English characters.
const SHORTEST: usize = 60;

/// Deviations from which a length is odd, and from which a clause may be missing.
const OUTLIER: f64 = 3.3;
const OMISSION: f64 = 2.4;

/// Latin words in a row that are no name.
const UNTRANSLATED_WORDS: usize = 6;

/// Add the flags that need both sides.
pub fn check(view: &BeadView, flags: &mut BTreeSet<Flag>) {
    let [zh, en] = &view.texts;
    if !matches!(view.role, Role::Credit | Role::Byline | Role::Dateline) && untranslated(zh, en) {
        flags.insert(Flag::Untranslated);
    }
    // A bracket around caption and credit is cut between the two.
    if !matches!(view.role, Role::Caption | Role::Credit)
        && (unbalanced(zh) != unbalanced(en) || quote_left_open(zh, en) || quote_left_open(en, zh))
    {
        flags.insert(Flag::UnbalancedQuote);
    }
    lengths(view, flags);
}

fn lengths(view: &BeadView, flags: &mut BTreeSet<Flag>) {
    let weight = |text: &str| -> f64 {
        // A Latin letter in the Chinese text counts as much as one in the English.
        text.chars()
            .map(|c| {
                if script::is_han(c) {
                    1.0
                } else if c.is_alphanumeric() {
                    0.3
                } else {
                    0.0
                }
            })
            .sum()
    };
    let zh = weight(&view.texts[0]);
    let letters = view.texts[1].chars().filter(|c| !c.is_whitespace()).count();
    if letters < SHORTEST || zh < SHORTEST as f64 / 4.0 {
        return;
    }
    let deviation = (libm::log(letters as f64 / zh) - LOG_RATIO) / LOG_RATIO_DEVIATION;
    if deviation.abs() >= OUTLIER {
        flags.insert(Flag::LengthOutlier);
    }
    if deviation.abs() >= OMISSION && unmatched_on_longer_side(view, deviation > 0.0) {
        flags.insert(Flag::PossibleOmission);
    }
}

/// Whether the longer side names something that the shorter one does not.
fn unmatched_on_longer_side(view: &BeadView, english_longer: bool) -> bool {
    let (long, short) = if english_longer { (1, 0) } else { (0, 1) };
    let known: BTreeSet<&str> = view.mentions(short).map(|m| m.entity.as_str()).collect();
    view.mentions(long).any(|mention| !known.contains(mention.entity.as_str()))
}

/// The Chinese text is for the most part Latin, the English one Chinese, or both are the same.
fn untranslated(zh: &str, en: &str) -> bool {
    let han = |text: &str| text.chars().filter(|c| script::is_han(*c)).count();
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.chars().filter(char::is_ascii_lowercase).count() >= 2)
            .count()
    };
    let left_latin = words(zh) >= UNTRANSLATED_WORDS && han(zh) < words(zh);
    let left_chinese =
        han(en) >= 8 && han(en) * 2 > en.chars().filter(|c| c.is_ascii_alphabetic()).count();
    let same = words(zh) >= 2 && han(zh) == 0 && zh.trim() == en.trim();
    left_latin || left_chinese || same
}

/// Whether a bracket or directed quote has no partner. A bead that begins or ends inside a quotation is
/// the cut's doing, not the translator's: only what opens and closes in the wrong order, or a bracket, counts.
fn unbalanced(text: &str) -> bool {
    const PAIRS: &[(char, char)] =
        &[('(', ')'), ('[', ']'), ('《', '》'), ('【', '】'), ('〈', '〉')];
    let folded: Vec<char> = text.chars().map(script::half_width).collect();
    PAIRS.iter().any(|&(open, close)| {
        let mut depth = 0i32;
        for (i, &c) in folded.iter().enumerate() {
            let numbered =
                c == ')' && depth == 0 && i > 0 && folded[i - 1].is_alphanumeric() && i < 4;
            if c == open {
                depth += 1;
            } else if c == close && !numbered {
                depth -= 1;
            }
            if depth < 0 {
                return true;
            }
        }
        depth != 0
    })
}

/// Whether a quotation begins in a text and does not end, and begins and ends in the other one.
fn quote_left_open(text: &str, other: &str) -> bool {
    let count = |text: &str, sign: char| text.matches(sign).count();
    let straight = count(other, '"');
    let pairs = count(other, '“').min(count(other, '”')) + straight / 2;
    let even = count(other, '“') == count(other, '”') && straight % 2 == 0;
    let (open, close) = (count(text, '“'), count(text, '”'));
    // One sign inside the text: at its ends it may belong to a longer quotation.
    let ends = text.trim().starts_with(['“', '"']) || text.trim().ends_with(['”', '"']);
    even && pairs >= 1
        && open.abs_diff(close) == 1
        && open + close <= 3
        && (open > close || !ends)
        && !(open > close && text.trim().starts_with('“') && open == 1 && pairs > 1)
}

/// Add [`Flag::WrongScript`]: Traditional characters in a Simplified version.
///
/// The reverse is not checked: many Simplified characters are Traditional ones too.
pub fn check_script(article: &Article, view: &BeadView, flags: &mut BTreeSet<Flag>) {
    if article.zh.language != Language::SimplifiedChinese {
        return;
    }
    let zh = &view.texts[0];
    let simplified = script::to_simplified(zh);
    let changed = zh.chars().zip(simplified.chars()).filter(|(before, after)| before != after);
    // 著, 乾 and the like are right in some words of Simplified texts.
    if changed.count() >= 2 {
        flags.insert(Flag::WrongScript);
    }
}
