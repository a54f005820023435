//! Word pairs that are not in the embedded tables: a user's terms, pairs learnt from confirmed beads.

use std::collections::HashMap;

use super::chinese::WordCosts;
use super::{Lexicon, chinese, dictionary, english};
use crate::script;

/// A Chinese and an English word or phrase that translate each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The Chinese term, in either script.
    pub zh: String,
    /// The English term, one word or several.
    pub en: String,
    /// How sure it is, 0..=1; 1 for a term that a person gave.
    pub weight: f32,
}

/// Terms, indexed for segmentation and look-up. Maps are only looked up, never walked through.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Costs of Chinese terms that the word list would cut into pieces, in twelfths.
    costs: HashMap<Box<str>, u32>,
    /// Chinese word → English words with weights.
    translations: HashMap<Box<str>, Vec<(Box<str>, f32)>>,
    longest: usize,
}

impl Terms {
    pub fn new(terms: &[Term], plain: &Lexicon) -> Self {
        let mut all = Self::default();
        for term in terms {
            all.add(term, plain);
        }
        all
    }

    fn add(&mut self, term: &Term, plain: &Lexicon) {
        let heads = self.heads(term.zh.trim(), plain);
        let english = english::pieces(&term.en);
        let content = dictionary::content_words(english.iter().map(|piece| &*piece.form));
        let weight = term.weight
            * dictionary::length_weight(content.len())
            * dictionary::length_weight(heads.len());
        for head in heads {
            let translations = self.translations.entry(head).or_default();
            translations.extend(content.iter().map(|&word| (word.into(), weight)));
        }
    }

    /// The words that stand for a Chinese term: the term itself if it is all Chinese characters, from
    /// now on one word for the segmentation; else the words it is cut into.
    fn heads(&mut self, term: &str, plain: &Lexicon) -> Vec<Box<str>> {
        let pieces = chinese::pieces(term, plain);
        if pieces.len() > 1 && term.chars().all(script::is_han) {
            let cost = |form: &str| plain.cost(form).unwrap_or(super::UNKNOWN_COST);
            let apart: u32 = pieces.iter().map(|piece| cost(&piece.form)).sum();
            let whole: Box<str> = script::fold(term).into();
            self.longest = self.longest.max(whole.chars().count());
            self.costs.insert(whole.clone(), apart - 1);
            vec![whole]
        } else {
            pieces.into_iter().map(|piece| piece.form).collect()
        }
    }

    /// Cost of a term that the word list does not have.
    pub fn cost(&self, word: &str) -> Option<u32> {
        self.costs.get(word).copied()
    }

    /// Length of the longest term in characters.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// English words and weights for a Chinese word.
    pub fn of(&self, chinese: &str) -> &[(Box<str>, f32)] {
        self.translations.get(chinese).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Side;

    fn term(zh: &str, en: &str) -> Term {
        Term { zh: zh.into(), en: en.into(), weight: 1.0 }
    }

    #[test]
    fn a_term_becomes_one_word_and_translates() {
        let terms = [term("量子糾錯碼", "surface code"), term("5G基站", "cell")];
        let lexicon = Lexicon::with_terms(&terms);
        let zh = lexicon.document_words(Side::Chinese, &["量子纠错码很难", "5G基站"]);
        assert_eq!(&*zh.words[0].form, "量子纠错码");
        let en = lexicon.document_words(Side::English, &["surface codes cell"]);
        let similarity = lexicon.similarity(&zh, &en);
        let expected = 2f32.powf(-0.7);
        assert!((similarity.get(0, 0) - expected).abs() < 1e-3);
        assert!((similarity.get(0, 1) - expected).abs() < 1e-3, "by its base form");
        let cell = |form: &str| zh.words.iter().position(|w| &*w.form == form).unwrap();
        assert!(similarity.get(cell("基站"), 2) >= 0.4);
    }
}
