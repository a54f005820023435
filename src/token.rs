//! Words of a text with their positions: what a token is, and a document's list of words.
//!
//! How a text is cut into words is [`crate::lexicon`]'s business.

use rustc_hash::FxHashMap;

use crate::document::Side;
use crate::text::CharSpan;

/// A word as it stands in a text: where, and which of the document's words it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Position in the text that was cut, in code points.
    pub span: CharSpan,
    /// Index into [`DocumentWords::words`].
    pub word: usize,
}

/// A word of a document, apart from its places: its normal form and what the lexicon knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Simplified characters, half width, lower case; no possessive or contracted ending.
    pub form: Box<str>,
    /// Number in the lexicon's word list, if it is there.
    pub id: Option<u32>,
    /// Number of its vector: its own, or that of its first base form that has one (English).
    pub vector: Option<u32>,
    /// Inverse document frequency, scaled to 0.05..=1: how much the word tells.
    pub idf: f32,
    /// Weight in a sentence vector, 0..=1.
    pub sif: f32,
}

/// The distinct words of one side of a document, and each sentence as tokens over them.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentWords {
    /// The side.
    pub side: Side,
    /// Distinct words in the order in which they first occur.
    pub words: Vec<Word>,
    /// The tokens of each sentence in order, positions relative to the sentence.
    pub sentences: Vec<Vec<Token>>,
}

/// A piece of text that is a word, before it is looked up: its position and normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub span: CharSpan,
    pub form: Box<str>,
}

impl DocumentWords {
    /// Number the distinct forms of `sentences` and look each up once.
    pub(crate) fn new(
        side: Side,
        sentences: Vec<Vec<Piece>>,
        look_up: impl Fn(&str) -> Word,
    ) -> Self {
        let mut numbers: FxHashMap<Box<str>, usize> = FxHashMap::default();
        let mut words = Vec::new();
        let mut number = |form: Box<str>| match numbers.get(&form) {
            Some(&number) => number,
            None => {
                words.push(look_up(&form));
                numbers.insert(form, words.len() - 1);
                words.len() - 1
            }
        };
        let sentences = sentences
            .into_iter()
            .map(|pieces| {
                pieces.into_iter().map(|p| Token { span: p.span, word: number(p.form) }).collect()
            })
            .collect();
        Self { side, words, sentences }
    }

    /// The word of a token.
    pub fn word(&self, token: Token) -> &Word {
        &self.words[token.word]
    }
}
