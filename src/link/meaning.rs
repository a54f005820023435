//! Names that are translated by meaning: how much of 国土安全部 is in *Department of Homeland
//! Security*.
//!
//! The words of both names are looked up in the lexicon; each counts by how much it tells, with its
//! best partner in the other name. Parts that are themselves names (牛津 in 牛津大学) are compared by
//! the name table and by sound.

use crate::document::Side;
use crate::lexicon::{Lexicon, WordSimilarity};
use crate::text::CharSpan;
use crate::token::{DocumentWords, Token};

use super::name_table::{NameTable, SMALL_WORDS};
use super::transliteration::Transliteration;

/// Log-likelihood ratio above which two words are taken for one name (0.5 divides pairs from
/// chance; single words inside longer names have less context).
const SAME_SOUND: f64 = 0.9;

/// What a pair of words that are one name counts.
const SAME_NAME: f64 = 0.95;

/// The words of some Chinese and some English texts, and how similar they are.
#[derive(Debug)]
pub struct Meanings<'a> {
    zh: DocumentWords,
    en: DocumentWords,
    similarity: WordSimilarity,
    names: &'a NameTable,
    sounds: &'a Transliteration,
}

impl<'a> Meanings<'a> {
    /// Look up the words of these texts.
    pub fn new(
        names: &'a NameTable,
        sounds: &'a Transliteration,
        zh_texts: &[&str],
        en_texts: &[&str],
    ) -> Self {
        let lexicon = Lexicon::embedded();
        let zh = lexicon.document_words(Side::Chinese, zh_texts);
        let en = lexicon.document_words(Side::English, en_texts);
        let similarity = lexicon.similarity(&zh, &en);
        Self { zh, en, similarity, names, sounds }
    }

    /// The tokens of Chinese text `text`.
    pub fn chinese_tokens(&self, text: usize) -> &[Token] {
        &self.zh.sentences[text]
    }

    /// How much two texts share, 0–1: the mean of the shares of both sides that are covered.
    pub fn shared(&self, zh_text: usize, en_text: usize) -> f64 {
        self.shared_within(&self.zh.sentences[zh_text], &self.en.sentences[en_text])
    }

    /// The same for the part `within` of a Chinese text.
    pub fn shared_part(&self, zh_text: usize, within: CharSpan, en_text: usize) -> f64 {
        let tokens: Vec<Token> = self.zh.sentences[zh_text]
            .iter()
            .filter(|token| within.contains(token.span))
            .copied()
            .collect();
        let covered: usize = tokens.iter().map(|token| token.span.len()).sum();
        if covered < within.len() {
            return 0.0;
        }
        self.shared_within(&tokens, &self.en.sentences[en_text])
    }

    fn shared_within(&self, zh: &[Token], en: &[Token]) -> f64 {
        let en: Vec<Token> = en.iter().copied().filter(|&token| self.tells(token)).collect();
        if zh.is_empty() || en.is_empty() {
            return 0.0;
        }
        let pair: Vec<Vec<f64>> =
            zh.iter().map(|&z| en.iter().map(|&e| self.pair(z, e)).collect()).collect();
        let best_of_en = |column: usize| pair.iter().map(|row| row[column]).fold(0.0, f64::max);
        let best_of_zh = |row: usize| pair[row].iter().copied().fold(0.0, f64::max);
        let en_share = weighted(
            en.iter()
                .enumerate()
                .map(|(i, &token)| (f64::from(self.en.word(token).idf), best_of_en(i))),
        );
        let zh_share = weighted(
            zh.iter().enumerate().map(|(i, &token)| (token.span.len() as f64, best_of_zh(i))),
        );
        (en_share + zh_share) / 2.0
    }

    fn tells(&self, token: Token) -> bool {
        let form = &*self.en.word(token).form;
        form.chars().any(char::is_alphanumeric) && !SMALL_WORDS.contains(&form)
    }

    fn pair(&self, zh: Token, en: Token) -> f64 {
        let similarity = f64::from(self.similarity.get(zh.word, en.word));
        let (zh, en) = (&*self.zh.word(zh).form, &*self.en.word(en).form);
        if similarity >= SAME_NAME || zh.chars().count() < 2 {
            return similarity;
        }
        let known = self.names.score(zh, en) >= 3.5;
        let sounds = || {
            let characters: Vec<char> = zh.chars().collect();
            let letters: Vec<u8> = en.bytes().filter(u8::is_ascii_lowercase).collect();
            letters.len() == en.len()
                && en.len() > 2
                && self.sounds.share_known(zh) >= 0.99
                && self.sounds.ratio(&characters, &letters) >= SAME_SOUND
        };
        if known || sounds() { SAME_NAME } else { similarity }
    }
}

fn weighted(terms: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (total, sum) = terms
        .fold((0.0, 0.0), |(total, sum), (weight, value)| (total + weight, sum + weight * value));
    if total > 0.0 { sum / total } else { 0.0 }
}
