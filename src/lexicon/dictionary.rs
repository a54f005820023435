//! The dictionary's part in word similarity: which English words of a document translate a Chinese
//! word, over base forms, with sub-words where the dictionary lacks the word.

use rustc_hash::FxHashMap;

use super::{Lexicon, english};
use crate::token::Word;

/// Words of a gloss or term that carry it only if there is nothing else; the same as in
/// `training/tables/english.py`.
const FUNCTION_WORDS: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "by", "with", "from", "as",
    "is", "are", "be", "was", "were", "been", "it", "its", "that", "this", "which", "who", "sb",
    "sth", "one", "etc", "esp", "not", "no",
];

/// Weights of the dictionary's words for parts of a word: a sub-word of a word that the dictionary lacks,
/// a character of one, a character of a word that it has. The first and the last are the aligner study's,
/// the second was tuned on parallel news.
const SUBWORD: f32 = 0.6;
const CHARACTER: f32 = 0.2;
const KNOWN_CHARACTER: f32 = 0.25;

/// The words that are no function words, or all if there are no others.
pub(super) fn content_words<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let all: Vec<&str> = words.collect();
    let content: Vec<&str> =
        all.iter().copied().filter(|word| !FUNCTION_WORDS.contains(word)).collect();
    if content.is_empty() { all } else { content }
}

/// n^−0.7, the weight of each of a translation's n content words (the aligner study).
pub(super) fn length_weight(words: usize) -> f32 {
    libm::powf(words.max(1) as f32, -0.7)
}

/// The English words of a document by their base forms.
pub(super) struct BaseFormIndex {
    words: FxHashMap<String, Vec<u32>>,
}

impl BaseFormIndex {
    pub fn new(english: &[Word]) -> Self {
        let mut words: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (number, word) in (0..).zip(english) {
            for form in english::base_forms(&word.form) {
                words.entry(form).or_default().push(number);
            }
        }
        Self { words }
    }

    /// The document's words that share a base form with `word`, ascending.
    pub fn matches(&self, word: &str) -> Vec<u32> {
        let forms = english::base_forms(word);
        let mut found: Vec<u32> =
            forms.iter().filter_map(|form| self.words.get(form)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Lexicon {
    /// English words (numbers in the word list) that translate a Chinese word, with weights 0..=1;
    /// a word may occur more than once.
    pub(super) fn translations(&self, word: &Word) -> Vec<(u32, f32)> {
        let own = self.glosses(&word.form, 1.0);
        let characters = |weight| characters(&word.form).into_iter().map(move |c| (c, weight));
        let parts: Vec<(&str, f32)> = match (own.is_empty(), word.form.chars().count()) {
            (_, 0 | 1) => Vec::new(),
            (false, _) => characters(KNOWN_CHARACTER).collect(),
            (true, _) => sub_words(&word.form)
                .into_iter()
                .map(|part| (part, SUBWORD))
                .chain(characters(CHARACTER))
                .collect(),
        };
        let of_parts = parts.into_iter().flat_map(|(part, weight)| self.glosses(part, weight));
        own.iter().copied().chain(of_parts).collect()
    }

    /// The dictionary's translations of one word, weights multiplied by `factor`.
    fn glosses(&self, form: &str, factor: f32) -> Vec<(u32, f32)> {
        let number = self.tables.chinese.number(form);
        let pairs = number.into_iter().flat_map(|number| self.tables.pairs.of(number));
        pairs.map(|(english, weight)| (english, weight * factor)).collect()
    }
}

/// The parts in which a word unknown to the dictionary is looked up: halves of four characters, two and
/// one of three, else the characters.
fn sub_words(word: &str) -> Vec<&str> {
    let cut = |at: usize| {
        let byte = word.char_indices().nth(at).map_or(word.len(), |(byte, _)| byte);
        let (left, right) = word.split_at(byte);
        vec![left, right]
    };
    match word.chars().count() {
        3 | 4 => cut(2),
        _ => characters(word),
    }
}

fn characters(word: &str) -> Vec<&str> {
    word.char_indices().map(|(byte, c)| &word[byte..byte + c.len_utf8()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Side;

    #[test]
    fn function_words_carry_a_gloss_only_alone() {
        assert_eq!(content_words(["to", "go", "to", "sea"].into_iter()), ["go", "sea"]);
        assert_eq!(content_words(["to", "be"].into_iter()), ["to", "be"]);
        assert_eq!(length_weight(1), 1.0);
        assert!((length_weight(2) - 0.6156).abs() < 1e-4);
    }

    #[test]
    fn words_match_over_base_forms() {
        let words = Lexicon::embedded().document_words(Side::English, &["cities city went goes"]);
        let index = BaseFormIndex::new(&words.words);
        assert_eq!(index.matches("city"), [0, 1]);
        assert_eq!(index.matches("go"), [2, 3]);
        assert_eq!(index.matches("river"), [0u32; 0]);
    }

    #[test]
    fn unknown_words_are_looked_up_in_parts() {
        assert_eq!(sub_words("人工智能"), ["人工", "智能"]);
        assert_eq!(sub_words("病毒性"), ["病毒", "性"]);
        assert_eq!(sub_words("病毒"), ["病", "毒"]);
    }
}
