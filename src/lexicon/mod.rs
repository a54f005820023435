//! What the program knows about words: how text is cut into them, how much each tells, and how
//! similar a Chinese and an English word are.
//!
//! The tables lie in the binary ([`duizhao_lexicon_data`]); `training/tables` makes them. All
//! numbers that come out are the same on every machine: vectors are integers, sums have one order,
//! logarithms and exponentials are `libm`'s. Nothing here knows sentences' order or beads.

mod chinese;
mod dictionary;
mod dot_product;
mod english;
mod similarity;
mod tables;
mod terms;
mod vectors;

use std::sync::LazyLock;

use rayon::prelude::*;

pub use similarity::{EnglishWords, WordComparer, WordSimilarity};
pub use tables::TableError;
pub use terms::Term;
pub use vectors::{DocumentVectors, Vector};

use crate::document::Side;
use crate::script;
use crate::token::{DocumentWords, Piece, Word};
pub use tables::DIMENSIONS;
use tables::{Tables, WordTable};
use terms::Terms;

/// −ln of the share of running text given to words that are in no list, in twelfths: e^-18.4 = 1e-8.
const UNKNOWN_COST: u32 = 221;

/// The embedded tables, with a user's terms if there are any.
#[derive(Debug)]
pub struct Lexicon {
    tables: &'static Tables,
    terms: Terms,
}

impl Lexicon {
    /// The lexicon in the binary, checked and indexed on first use.
    ///
    /// # Panics
    /// If the tables in the binary are damaged, which the tests rule out.
    pub fn embedded() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> =
            LazyLock::new(|| Lexicon { tables: embedded_tables(), terms: Terms::default() });
        &LEXICON
    }

    /// The embedded lexicon with word pairs of the user's: terms of a trade, or pairs learnt from
    /// beads that were confirmed.
    pub fn with_terms(terms: &[Term]) -> Self {
        let plain = Self::embedded();
        Self { tables: plain.tables, terms: Terms::new(terms, plain) }
    }

    /// Cut every sentence of one side of a document into tokens and look each distinct word up.
    pub fn document_words(&self, side: Side, sentences: &[&str]) -> DocumentWords {
        let pieces = sentences.par_iter().map(|sentence| self.pieces(side, sentence)).collect();
        DocumentWords::new(side, pieces, |form| self.word(side, form))
    }

    /// The vectors of a document's words, unpacked for [`DocumentVectors::of`].
    pub fn document_vectors(&self, words: &DocumentWords) -> DocumentVectors {
        DocumentVectors::new(self.table(words.side), &words.words)
    }

    /// The similarity of each Chinese word of a document to each English one.
    ///
    /// # Panics
    /// If the first words are not Chinese or the second ones not English.
    pub fn similarity(&self, zh: &DocumentWords, en: &DocumentWords) -> WordSimilarity {
        assert_eq!((zh.side, en.side), (Side::Chinese, Side::English), "Chinese words come first");
        WordSimilarity::for_document(self, &zh.words, &en.words)
    }

    /// The words of two documents, ready to be compared a few at a time.
    ///
    /// The dictionary has a say if the first are Chinese and the second English. Of words in one language
    /// the same ones are similar, and those with close vectors.
    pub fn comparer(&self, first: (Side, &[Word]), second: (Side, &[Word])) -> WordComparer {
        WordComparer::new(self, first, second)
    }

    /// The number of the vector of a word (Simplified, Latin letters in lower case), or for English
    /// of its base form.
    pub fn vector_number(&self, side: Side, form: &str) -> Option<u32> {
        vector_number(self.table(side), side, form)
    }

    /// The vector with this number: integers in −7..=7, meaningful up to a factor.
    pub fn vector(&self, side: Side, number: u32) -> [i16; DIMENSIONS] {
        self.table(side).vector(number)
    }

    fn table(&self, side: Side) -> &'static WordTable {
        match side {
            Side::Chinese => &self.tables.chinese,
            Side::English => &self.tables.english,
        }
    }

    fn pieces(&self, side: Side, text: &str) -> Vec<Piece> {
        match side {
            Side::Chinese => chinese::pieces(text, self),
            // Chinese words in English text stand beside the same ones in the Chinese.
            Side::English if text.chars().any(script::is_han) => chinese::pieces(text, self),
            Side::English => english::pieces(text),
        }
    }

    fn word(&self, side: Side, form: &str) -> Word {
        if side == Side::English && form.chars().any(script::is_han) {
            // Of its Chinese entry only the frequency counts: numbers are those of the side's list.
            let word = self.word(Side::Chinese, form);
            return Word { id: None, vector: None, ..word };
        }
        let table = self.table(side);
        let id = table.number(form);
        let cost = id.map_or(UNKNOWN_COST, |id| table.cost(id));
        Word {
            form: form.into(),
            id,
            vector: vector_number(table, side, form),
            idf: idf(cost),
            sif: vectors::sif(cost),
        }
    }
}

impl chinese::WordCosts for Lexicon {
    fn cost(&self, word: &str) -> Option<u32> {
        let table = &self.tables.chinese;
        self.terms.cost(word).or_else(|| table.number(word).map(|number| table.cost(number)))
    }

    fn longest(&self) -> usize {
        self.terms.longest().max(self.tables.chinese.longest())
    }
}

fn embedded_tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> =
        LazyLock::new(|| Tables::embedded().expect("the tables in the binary are sound"));
    &TABLES
}

/// The word's own vector, or for English that of its first base form that has one.
fn vector_number(table: &WordTable, side: Side, form: &str) -> Option<u32> {
    let known = |form: &str| table.number(form).filter(|&number| table.has_vector(number));
    match side {
        Side::Chinese => known(form),
        Side::English => {
            known(form).or_else(|| english::base_forms(form).iter().find_map(|form| known(form)))
        }
    }
}

/// clip((−ln f − 2.5) / 8, 0.05, 1): a word as frequent as e^-2.5 (*the*, 的) tells nothing, one rarer
/// than e^-10.5 tells all (tuned on parallel news).
fn idf(cost: u32) -> f32 {
    ((cost as f32 / 12.0 - 2.5) / 8.0).clamp(0.05, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(side: Side, text: &str) -> Vec<String> {
        let words = Lexicon::embedded().document_words(side, &[text]);
        words.sentences[0].iter().map(|&t| words.word(t).form.to_string()).collect()
    }

    #[test]
    fn cuts_chinese_in_both_scripts_alike() {
        let simplified = forms(Side::Chinese, "研究人员发现了一种新的病毒，共有1,200人感染。");
        assert_eq!(
            simplified,
            [
                "研究", "人员", "发现", "了", "一种", "新", "的", "病毒", "共有", "1200", "人",
                "感染"
            ]
        );
        let traditional =
            forms(Side::Chinese, "研究人員發現了一種新的病毒，共有１，２００人感染。");
        assert_eq!(traditional, simplified);
    }

    #[test]
    fn positions_are_in_the_sentence_as_written() {
        let words = Lexicon::embedded().document_words(Side::English, &["“We're here,” she said."]);
        let spans: Vec<_> = words.sentences[0].iter().map(|t| (t.span.start, t.span.end)).collect();
        assert_eq!(spans, [(1, 3), (7, 11), (14, 17), (18, 22)]);
        assert_eq!(&*words.words[0].form, "we");
    }

    #[test]
    fn chinese_in_english_text_is_itself() {
        let lexicon = Lexicon::embedded();
        assert_eq!(
            forms(Side::English, "Dunhuang (敦煌), said 王"),
            ["dunhuang", "敦煌", "said", "王"]
        );
        let zh = lexicon.document_words(Side::Chinese, &["敦煌的壁画"]);
        let en = lexicon.document_words(Side::English, &["敦煌, the 壁画"]);
        let similarity = lexicon.similarity(&zh, &en);
        assert_eq!(similarity.get(0, 0), 1.0);
        assert_eq!(en.words[0].idf, zh.words[0].idf);
    }

    #[test]
    fn frequent_words_tell_little() {
        assert_eq!(idf(0), 0.05);
        assert_eq!(idf(78), 0.5); // (6.5 − 2.5) / 8
        assert_eq!(idf(UNKNOWN_COST), 1.0);
        let lexicon = Lexicon::embedded();
        assert!(lexicon.word(Side::English, "the").idf < 0.06);
        assert!(lexicon.word(Side::Chinese, "氦").idf > 0.9);
        assert_eq!(lexicon.word(Side::English, "xyzzyq").id, None);
    }

    #[test]
    fn inflected_words_borrow_a_vector() {
        let lexicon = Lexicon::embedded();
        let base = lexicon.word(Side::English, "unclog");
        let inflected = lexicon.word(Side::English, "unclogging");
        assert_eq!(inflected.vector, base.vector);
    }
}
