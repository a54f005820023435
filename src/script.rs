//! Folding of scripts and widths, one character for one: Traditional to Simplified, full to half width.
//!
//! A folded text has exactly as many code points as the text it was made from, so that positions in
//! the one are positions in the other. Nothing here cuts words.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// OpenCC's Taiwan-standard Traditional → Simplified. On Traditional news it left 6 of 55 wrong 著
/// where plain T2s left all of them.
static TRADITIONAL_TO_SIMPLIFIED: LazyLock<OpenCC> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::Tw2s).expect("a built-in configuration"));

/// Simplified characters that OpenCC takes for Taiwanese variants of other ones (么 for 幺, 抬 for 擡).
const SIMPLIFIED_ALREADY: [char; 2] = ['么', '抬'];

/// `text` in Simplified characters and half width, with the same number of code points.
pub fn fold(text: &str) -> String {
    match to_simplified(text) {
        Cow::Borrowed(text) => fold_width(text).into_owned(),
        Cow::Owned(text) => fold_width(&text).into_owned(),
    }
}

/// `text` in Simplified characters, with the same number of code points.
///
/// OpenCC's phrase rules rarely change the length of a text. Where they do, each character is folded
/// by itself, and a character whose fold is not one character stays.
pub fn to_simplified(text: &str) -> Cow<'_, str> {
    if !text.chars().any(changes) {
        return Cow::Borrowed(text);
    }
    let folded = TRADITIONAL_TO_SIMPLIFIED.convert(text);
    if folded.chars().count() != text.chars().count() {
        return Cow::Owned(text.chars().map(simplified_character).collect());
    }
    let keep = |(before, after)| if SIMPLIFIED_ALREADY.contains(&before) { before } else { after };
    Cow::Owned(text.chars().zip(folded.chars()).map(keep).collect())
}

fn simplified_character(character: char) -> char {
    if SIMPLIFIED_ALREADY.contains(&character) {
        return character;
    }
    let folded = TRADITIONAL_TO_SIMPLIFIED.convert(character.encode_utf8(&mut [0; 4]));
    let mut characters = folded.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}

/// The block of CJK Unified Ideographs: its first character and its size.
const FIRST_HAN: char = '\u{4E00}';
const COMMON_HAN: usize = 0x5200;

/// Whether a character alone folds to another one. OpenCC changes no text without such a character, and
/// most text has none, so this answers from memory: 0 not asked yet, 1 no, 2 yes.
fn changes(character: char) -> bool {
    static KNOWN: [AtomicU8; COMMON_HAN] = [const { AtomicU8::new(0) }; COMMON_HAN];
    let Some(known) =
        (character as usize).checked_sub(FIRST_HAN as usize).and_then(|i| KNOWN.get(i))
    else {
        return is_han(character) && simplified_character(character) != character;
    };
    if known.load(Relaxed) == 0 {
        let answer = 1 + u8::from(simplified_character(character) != character);
        known.store(answer, Relaxed);
    }
    known.load(Relaxed) == 2
}

/// `text` with full-width ASCII (U+FF01–U+FF5E) and the ideographic space as half width.
pub fn fold_width(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| half_width(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(half_width).collect())
    }
}

/// The half-width form of one character, or the character itself.
pub fn half_width(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(character as u32 - 0xFEE0).expect("full-width ASCII folds to ASCII")
        }
        _ => character,
    }
}

/// Whether a character is a Chinese one: the unified ideographs with their extensions, the
/// compatibility ideographs and 〇.
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_traditional_characters_and_full_width() {
        assert_eq!(fold("臺灣的ＧＤＰ成長了３％，說著話"), "台湾的GDP成长了3%,说着话");
        assert_eq!(fold("简体不变，著名作家"), "简体不变,著名作家");
        assert_eq!(fold("No Han here"), "No Han here");
        assert_eq!(fold("什么也抬不动"), "什么也抬不动");
        assert_eq!(fold("什麼是什么"), "什么是什么");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn knows_chinese_characters() {
        assert!("汉㐂𠮷〇".chars().all(is_han));
        assert!("aé1。あ가，".chars().all(|c| !is_han(c)));
    }

    proptest! {
        #[test]
        fn a_fold_keeps_the_number_of_code_points(text in "(\\PC|[一-龥]|[！-～]){0,40}") {
            prop_assert_eq!(fold(&text).chars().count(), text.chars().count());
        }
    }
}
