//! The list of known name pairs: which Chinese name goes with which English one.
//!
//! The packed table is tab-separated text under zstd: Chinese, English, label, and for well-known things their main
//! English name. It is made by
//! `duizhao-training pack-name-pairs`; a user's glossary is laid over it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::state_in_full;
use crate::mention::Label;
use crate::script;

/// Small words that say nothing about which organisation is meant.
pub const SMALL_WORDS: &[&str] =
    &["the", "of", "and", "for", "in", "at", "de", "la", "a", "an", "on", "to", "by", "s"];

/// Endings of Chinese place names that may be left out: 得克萨斯 for 得克萨斯州.
const PLACE_ENDINGS: &str = "省市县州区镇岛国河湖";

/// Fewer names that end with a character may be mistakes of the table.
const SEVERAL: usize = 5;

/// An English name for comparing: lower case without diacritics, signs as spaces, no *the*, and *Mont.* as Montana.
pub fn plain_english(name: &str) -> String {
    let state = name.strip_suffix('.').and_then(state_in_full);
    let name = state.unwrap_or(name);
    let mut plain = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            '.' | '\'' | '’' => {}
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            _ if !plain.ends_with(' ') => plain.push(' '),
            _ => {}
        }
    }
    let plain = plain.trim();
    plain.strip_prefix("the ").unwrap_or(plain).to_owned()
}

/// A Chinese name for comparing: Simplified, half width, one form of the dot, no spaces between
/// Chinese characters and no title marks.
pub fn plain_chinese(name: &str) -> String {
    let folded = script::fold(name);
    let latin = folded.chars().any(|c| c.is_ascii_alphabetic());
    folded
        .chars()
        .filter(|c| {
            !matches!(c, '《' | '》' | '〈' | '〉' | '“' | '”' | '"') && (latin || *c != ' ')
        })
        .map(|c| if is_dot(c) { '·' } else { c })
        .collect()
}

/// The dots that stand between the parts of a foreign name in Chinese.
pub fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '∙' | '⋅' | '●')
}

/// Known name pairs, to be asked from both sides.
#[derive(Debug, Default)]
pub struct NameTable {
    english_of: HashMap<Box<str>, Vec<(Box<str>, Label)>>,
    chinese_of: HashMap<Box<str>, Vec<(Box<str>, Label)>>,
    /// Labels of names that name one well-known thing, by plain name.
    settled_chinese: HashMap<Box<str>, Label>,
    settled_english: HashMap<Box<str>, Label>,
    /// The main English name of what a settled name names, by plain name; `None` where it has several.
    main_names: HashMap<Box<str>, Option<Box<str>>>,
    /// How many names with a dot in them, of foreign persons, end with a character.
    ends_of_persons: HashMap<char, usize>,
    /// Labels of the pairs of well-known names, Chinese and English with a tab between them.
    well_known: HashMap<Box<str>, Label>,
}

impl NameTable {
    /// Read a packed table.
    pub fn unpack(packed: &[u8]) -> std::io::Result<Self> {
        let bytes = zstd::decode_all(packed)?;
        let text = String::from_utf8(bytes).map_err(std::io::Error::other)?;
        let mut table = Self::default();
        for line in text.lines() {
            let mut fields = line.split('\t');
            if let (Some(zh), Some(en), Some(label)) = (fields.next(), fields.next(), fields.next())
            {
                let label = label_named(label).unwrap_or(Label::Misc);
                table.insert(zh, en, label);
                if let Some(main) = fields.next() {
                    table.settle(zh, en, label);
                    table.well_known.insert(format!("{zh}\t{en}").into(), label);
                    table.set_main(zh, en, main);
                }
            }
        }
        table.unsettle_ambiguous();
        // Most names have one counterpart, and a list that grows makes room for four.
        table.english_of.values_mut().for_each(Vec::shrink_to_fit);
        table.chinese_of.values_mut().for_each(Vec::shrink_to_fit);
        Ok(table)
    }

    /// Add a pair. Names are made plain.
    pub fn insert(&mut self, zh: &str, en: &str, label: Label) {
        let (zh, en) = (plain_chinese(zh), plain_english(en));
        if zh.is_empty() || en.is_empty() {
            return;
        }
        self.english_of.entry(zh.as_str().into()).or_default().push((en.as_str().into(), label));
        let last = zh.chars().next_back().filter(|_| label == Label::Per && zh.contains('·'));
        if let Some(last) = last {
            *self.ends_of_persons.entry(last).or_default() += 1;
        }
        let short = without_ending(&zh).filter(|_| label == Label::Loc);
        if let Some(short) = short {
            self.english_of.entry(short.into()).or_default().push((en.as_str().into(), label));
            self.chinese_of.entry(en.as_str().into()).or_default().push((short.into(), label));
        }
        self.chinese_of.entry(en.into()).or_default().push((zh.into(), label));
    }

    fn settle(&mut self, zh: &str, en: &str, label: Label) {
        // One character stands for much besides a country.
        if zh.chars().count() >= 2 {
            self.settled_chinese.insert(zh.into(), label);
        }
        if en.len() >= 2 {
            self.settled_english.insert(en.into(), label);
        }
    }

    fn set_main(&mut self, zh: &str, en: &str, main: &str) {
        for name in [zh, en] {
            let known = self.main_names.entry(name.into()).or_insert_with(|| Some(main.into()));
            if known.as_deref() != Some(main) {
                *known = None;
            }
        }
    }

    /// The main English name, in plain form, of the one well-known thing that a plain name of either language
    /// names: *united states* for 美国 and for *usa*.
    pub fn main_name(&self, name: &str) -> Option<&str> {
        let settled =
            self.settled_chinese.contains_key(name) || self.settled_english.contains_key(name);
        self.main_names.get(name).filter(|_| settled)?.as_deref()
    }

    /// Names that another list has with another label (亚马逊, *Barcelona*) are not settled, unless it is the same pair: for that our own
    /// list holds, and 纳粹德国 is no person.
    fn unsettle_ambiguous(&mut self) {
        let well_known = &self.well_known;
        let other = |of: Label, pair: String, label: Label| {
            of != label && of != Label::Misc && well_known.get(&*pair) != Some(&label)
        };
        self.settled_chinese.retain(|zh, label| {
            let mut pairs = self.english_of.get(zh).into_iter().flatten();
            !pairs.any(|(en, of)| other(*of, format!("{zh}\t{en}"), *label))
        });
        self.settled_english.retain(|en, label| {
            let mut pairs = self.chinese_of.get(en).into_iter().flatten();
            !pairs.any(|(zh, of)| other(*of, format!("{zh}\t{en}"), *label))
        });
    }

    /// The label of a plain Chinese name that names one well-known thing.
    pub fn settled_chinese(&self, zh: &str) -> Option<Label> {
        self.settled_chinese.get(zh).copied()
    }

    /// The label of a plain English name that names one well-known thing.
    pub fn settled_english(&self, en: &str) -> Option<Label> {
        self.settled_english.get(en).copied()
    }

    /// The label of a pair of plain names that the table knows: of the list of well-known names if it is there, otherwise
    /// if all lists agree.
    pub fn pair_label(&self, zh: &str, en: &str) -> Option<Label> {
        if let Some(label) = self.well_known.get(&*format!("{zh}\t{en}")) {
            return Some(*label);
        }
        let mut labels = self.english_of(zh).iter().filter(|(name, _)| **name == *en);
        let label = labels.next()?.1;
        (labels.all(|(_, other)| *other == label)).then_some(label)
    }

    /// The label of a pair of plain names that is on the list of well-known names.
    pub fn well_known_label(&self, zh: &str, en: &str) -> Option<Label> {
        self.well_known.get(&*format!("{zh}\t{en}")).copied()
    }

    /// What stands behind a well-known place at the beginning of a plain Chinese name, at least two characters.
    pub fn behind_place<'n>(&self, zh: &'n str) -> Option<&'n str> {
        let bounds: Vec<usize> = zh.char_indices().map(|(byte, _)| byte).collect();
        (2..=6).rev().find_map(|length| {
            let byte = *bounds.get(length)?;
            let (front, rest) = zh.split_at(byte);
            let listed = || self.english_of(front).iter().any(|(_, label)| *label == Label::Loc);
            let smaller = front.ends_with(['省', '州', '市', '县'])
                || rest.ends_with(['市', '县', '区', '镇', '乡', '村']);
            let place = self.settled_chinese(front) == Some(Label::Loc) || smaller && listed();
            (place && rest.chars().count() >= 2).then_some(rest)
        })
    }

    /// Whether the Chinese names of some foreign persons of the table end with this Simplified character.
    pub fn ends_foreign_persons(&self, character: char) -> bool {
        self.ends_of_persons.get(&character).is_some_and(|&count| count >= SEVERAL)
    }

    /// English names of a plain Chinese name.
    pub fn english_of(&self, zh: &str) -> &[(Box<str>, Label)] {
        self.english_of.get(zh).map_or(&[], Vec::as_slice)
    }

    /// Chinese names of a plain English name.
    pub fn chinese_of(&self, en: &str) -> &[(Box<str>, Label)] {
        self.chinese_of.get(en).map_or(&[], Vec::as_slice)
    }

    /// How well the table knows two plain names as a pair: 4 for the pair, 3.5 for the pair but
    /// for an ending, 2.5 for a part of it, 1.2 for a shared word, else 0. The first steps are those of the study.
    pub fn score(&self, zh: &str, en: &str) -> f64 {
        let known = self.english_of(zh);
        if known.iter().any(|(name, _)| **name == *en) {
            return 4.0;
        }
        let shorter = without_ending(zh).map_or(&[][..], |short| self.english_of(short));
        if shorter.iter().any(|(name, _)| **name == *en) {
            // 赤水河 is *Chishui* if 赤水 is not.
            return if zh.ends_with(['河', '湖']) { 3.5 } else { 4.0 };
        }
        let longer = ["省", "市", "州"].iter().any(|ending| {
            self.english_of(&format!("{zh}{ending}")).iter().any(|(name, _)| **name == *en)
        });
        if longer {
            return 3.5;
        }
        let words: Vec<&str> = content_words(en).collect();
        // 日本 is not the Japan Meteorological Agency: a name of n words has more characters.
        if zh.chars().count() * 2 < words.len() * 3 {
            return 0.0;
        }
        let shared = known.iter().map(|(name, _)| {
            let has = |word: &&str| content_words(name).any(|other| other == *word);
            match words.iter().filter(|word| has(word)).count() {
                0 => 0.0,
                // The English name says no more than the known one: a short form.
                count if count == words.len() => 2.5,
                _ => 1.2,
            }
        });
        shared.fold(0.0, f64::max)
    }
}

/// The words of a plain English name that tell names apart.
pub fn content_words(en: &str) -> impl Iterator<Item = &str> {
    en.split(' ').filter(|word| word.len() > 1 && !SMALL_WORDS.contains(word))
}

/// A Chinese place name without 省, 市 …, if at least two characters are left.
fn without_ending(zh: &str) -> Option<&str> {
    let last = zh.chars().next_back().filter(|c| PLACE_ENDINGS.contains(*c))?;
    let short = &zh[..zh.len() - last.len_utf8()];
    (short.chars().count() >= 2).then_some(short)
}

/// The label with a name as in records, `PER`.
pub fn label_named(name: &str) -> Option<Label> {
    Label::ALL.into_iter().find(|label| label.name().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_in_plain_form() {
        assert_eq!(plain_english("The Côte d’Ivoire"), "cote divoire");
        assert_eq!(plain_english("Washington, D.C."), "washington dc");
        assert_eq!(plain_chinese("羅恩•懷登"), "罗恩·怀登");
        assert_eq!(plain_chinese("《紐約時報》"), "纽约时报");
    }

    #[test]
    fn pairs_match_with_and_without_endings() {
        let mut table = NameTable::default();
        table.insert("得克萨斯州", "Texas", Label::Loc);
        table.insert("牛津大学", "University of Oxford", Label::Org);
        assert_eq!(table.score("得克萨斯", "texas"), 4.0);
        assert_eq!(table.score("得克萨斯州", "texas"), 4.0);
        assert_eq!(table.score("牛津大学", "oxford"), 2.5);
        assert_eq!(table.score("牛津大学", "cambridge"), 0.0);
    }
}
