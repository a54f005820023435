//! Which version is the original, where the article gives signs of it.
//!
//! A translator into Chinese writes the names of people in Latin letters behind the Chinese ones
//! and credits a foreign author; a translator into English is named in the English byline. Signs
//! are counted, and only a clear majority decides.

use std::sync::LazyLock;

use regex::Regex;

use super::languages::is_han;
use crate::document::{Direction, Role, Version};

/// The direction that the signs in both versions point to.
pub(super) fn direction(zh: &Version, en: &Version) -> Direction {
    /// How many points one direction must be ahead.
    const CLEAR: i32 = 2;
    match english_original(zh, en) - chinese_original(zh, en) {
        ahead if ahead >= CLEAR => Direction::EnglishToChinese,
        ahead if -ahead >= CLEAR => Direction::ChineseToEnglish,
        _ => Direction::Unknown,
    }
}

fn pattern(source: &'static str) -> Regex {
    Regex::new(source).expect("a valid pattern")
}

/// Points for an English original.
fn english_original(zh: &Version, en: &Version) -> i32 {
    static TRANSLATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"译自|譯自|编译自|原文(?:刊于|刊登|标题|链接)|授权翻译|授權翻譯|英文原(?:文|题)|本文(?:为|系)\S{0,4}译文",
        )
    });
    let text = zh.text.as_str();
    let translator = translator(zh);
    2 * i32::from(is_foreign(&zh.author))
        + 2 * i32::from(glossed_names(text) >= 2)
        + 3 * i32::from(TRANSLATED.is_match(text))
        + 3 * i32::from(translator.as_deref().is_some_and(|name| !is_foreign(name)))
        + i32::from(!en.author.is_empty() && !zh.author.is_empty() && !is_chinese_name(&en.author))
}

/// Points for a Chinese original.
fn chinese_original(zh: &Version, en: &Version) -> i32 {
    static TRANSLATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)translated (?:from (?:the )?chinese|by \p{Lu})|\bXinhua\)|^Translat(?:ed|ion|or)",
        )
    });
    let native = !zh.author.is_empty() && !is_foreign(&zh.author);
    3 * i32::from(TRANSLATED.is_match(en.text.as_str()))
        + 2 * i32::from(glossed_in_english(en.text.as_str()) >= 2)
        + 2 * i32::from(native && is_chinese_name(&en.author))
        + 3 * i32::from(translator(zh).is_some_and(|name| is_foreign(&name)))
}

/// A transliterated name has a dot between its parts: 简·多伊.
fn is_foreign(name: &str) -> bool {
    name.contains(['·', '•', '‧', '・', '．'])
}

/// The translator whom a byline of the Chinese version names.
fn translator(zh: &Version) -> Option<String> {
    static TRANSLATOR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:翻译|翻譯|译者|譯者|编译|編譯)\s*[:：/／]\s*([\p{Han}·•]{2,20})")
    });
    zh.paragraphs
        .iter()
        .filter(|paragraph| paragraph.role == Role::Byline)
        .find_map(|paragraph| TRANSLATOR.captures(zh.text.slice(paragraph.span)))
        .map(|found| found[1].to_owned())
}

/// People's names that are followed by their Latin form in brackets: 简·多伊（Jane Doe）.
fn glossed_names(text: &str) -> usize {
    static GLOSS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\p{Han}[·•‧・．]\p{Han}+\s?[（(]\p{Lu}[\p{L}.'’-]+(?: \p{L}[\p{L}.'’-]*)+[)）]")
    });
    GLOSS.find_iter(text).count()
}

/// Chinese words in brackets in the English version.
fn glossed_in_english(text: &str) -> usize {
    static GLOSS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{L} ?\(\p{Han}{1,12}\)"));
    GLOSS.find_iter(text).count()
}

/// Whether an English author's name is a Chinese one in Latin letters.
fn is_chinese_name(name: &str) -> bool {
    is_pinyin(name) || has_joined_given_name(name)
}

/// One last name, and a given name of two syllables with a hyphen and a small letter, as Hong Kong
/// and Taiwan write them whatever the syllables: *Au Wing-lam*, *Tsai Ying-wen*.
fn has_joined_given_name(name: &str) -> bool {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\p{Lu}\p{Ll}{1,5} \p{Lu}\p{Ll}{1,5}-\p{Ll}{1,5}$"));
    NAME.is_match(name)
}

/// Whether an English author's name could be a Chinese one in pinyin: two or three words of
/// pinyin syllables.
fn is_pinyin(name: &str) -> bool {
    static SYLLABLES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^(?i)(?:(?:(?:zh|ch|sh|hs|ts|tz|[bpmfdtnlgkhrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|ue|ui|uo|a|e|i|u|ü)|[bpmfwy]o|[jqx](?:iang|iong|uan|ing|ian|iao|in|un|ia|ie|iu|ue|i|u)|(?:ang|an|ai|ao|ou|en|er|e))(?:-|'|’)?){1,3}$",
        )
    });
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=3).contains(&words.len())
        && words.iter().all(|word| SYLLABLES.is_match(word) && !word.chars().any(is_han))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_names_are_known() {
        for name in ["Zhang Xiaolin", "Lin Chia-hao", "Luo Liqun", "Ou Wenjing"] {
            assert!(is_pinyin(name), "{name}");
        }
        for name in ["Au Wing-lam", "Chow Tin-yau", "Luo Liqun"] {
            assert!(is_chinese_name(name), "{name}");
        }
        for name in ["Jean-Paul Rey", "Anna Smith-Jones", "Ann Lee"] {
            assert!(!is_chinese_name(name), "{name}");
        }
        for name in ["Jane Doe", "Priscilla Alvarez", "Clara de Vries", "Robert Smith"] {
            assert!(!is_pinyin(name), "{name}");
        }
    }

    #[test]
    fn glosses_are_counted() {
        assert_eq!(glossed_names("简·多伊（Jane Doe）和本·罗(Ben Rowe)说"), 2);
        assert_eq!(glossed_names("世界卫生组织（WHO）"), 0);
        assert_eq!(glossed_in_english("guanxi (关系), or ties"), 1);
    }
}
