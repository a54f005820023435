//! A window of the two texts: how similar its words are, and how well each word is matched in each
//! sentence of the other side.
//!
//! Late interaction: a word of one side takes its best match in a sentence of the other. Windows
//! are a few dozen sentences, so that their tables stay in the processor's cache.

use std::ops::Range;

use super::profile::Profile;
use crate::lexicon::WordComparer;
use crate::token::Token;

/// A similarity of 1, as windows store it.
pub const SIMILARITY_UNIT: u32 = 255;

/// One side of a window.
#[derive(Debug)]
struct Half {
    sentences: Range<usize>,
    /// Words of the window, as numbers of the version's words.
    words: Vec<usize>,
    /// For every word of the version its place in `words`, or [`ABSENT`].
    place: Vec<u32>,
    /// The sentences that each word stands in, counted from the first of the window.
    postings: Vec<Vec<u32>>,
}

const ABSENT: u32 = u32::MAX;

/// Word similarities of a range of sentences on both sides.
#[derive(Debug)]
pub struct Window {
    zh: Half,
    en: Half,
    /// Chinese × English words, 0..=255.
    similarity: Vec<u8>,
    /// Chinese words × English sentences: the word's best match in the sentence.
    zh_best: Vec<u8>,
    /// English words × Chinese sentences.
    en_best: Vec<u8>,
}

impl Half {
    fn new(profile: &Profile, sentences: Range<usize>) -> Self {
        let place = vec![ABSENT; profile.words.len()];
        let mut half = Self { sentences, words: Vec::new(), place, postings: Vec::new() };
        for (number, sentence) in profile.sentences[half.sentences.clone()].iter().enumerate() {
            for token in &sentence.tokens {
                half.add(token.word, number as u32);
            }
        }
        half
    }

    fn add(&mut self, word: usize, sentence: u32) {
        if self.place[word] == ABSENT {
            self.place[word] = self.words.len() as u32;
            self.words.push(word);
            self.postings.push(Vec::new());
        }
        let postings = &mut self.postings[self.place[word] as usize];
        if postings.last() != Some(&sentence) {
            postings.push(sentence);
        }
    }

    fn place(&self, token: Token) -> usize {
        self.place[token.word] as usize
    }
}

impl Window {
    /// Compare the words of these sentences.
    pub fn new(
        words: &WordComparer,
        (zh, zh_range): (&Profile, Range<usize>),
        (en, en_range): (&Profile, Range<usize>),
    ) -> Self {
        let (zh, en) = (Half::new(zh, zh_range), Half::new(en, en_range));
        let mut window = Self {
            similarity: vec![0; zh.words.len() * en.words.len()],
            zh_best: vec![0; zh.words.len() * en.sentences.len()],
            en_best: vec![0; en.words.len() * zh.sentences.len()],
            zh,
            en,
        };
        window.compare(words);
        window
    }

    fn compare(&mut self, words: &WordComparer) {
        let chinese = std::mem::take(&mut self.zh.words);
        let english = words.english(&self.en.words);
        words.compare_vectors(&chinese, &english, |zh, en, value| self.raise(zh, en, value));
        for (zh, &word) in chinese.iter().enumerate() {
            for &(en_word, value) in words.known(word) {
                let en = self.en.place[en_word as usize];
                if en != ABSENT {
                    self.raise(zh, en as usize, value);
                }
            }
        }
        self.zh.words = chinese;
    }

    /// Set a similarity to what vectors or dictionary say, the larger one.
    fn raise(&mut self, zh: usize, en: usize, similarity: f32) {
        let value = (similarity * SIMILARITY_UNIT as f32).round() as u8;
        let slot = &mut self.similarity[zh * self.en.words.len() + en];
        if value <= *slot {
            return;
        }
        *slot = value;
        for &sentence in &self.en.postings[en] {
            let best = &mut self.zh_best[zh * self.en.sentences.len() + sentence as usize];
            *best = value.max(*best);
        }
        for &sentence in &self.zh.postings[zh] {
            let best = &mut self.en_best[en * self.zh.sentences.len() + sentence as usize];
            *best = value.max(*best);
        }
    }

    /// The Chinese sentences of the window.
    pub fn zh_sentences(&self) -> Range<usize> {
        self.zh.sentences.clone()
    }

    /// The English sentences of the window.
    pub fn en_sentences(&self) -> Range<usize> {
        self.en.sentences.clone()
    }

    /// Similarity of two words, 0..=[`SIMILARITY_UNIT`].
    #[inline]
    pub fn similarity(&self, zh: Token, en: Token) -> u8 {
        self.similarity[self.zh.place(zh) * self.en.words.len() + self.en.place(en)]
    }

    /// Best matches of a Chinese word in the window's English sentences, in their order.
    #[inline]
    pub fn zh_matches(&self, zh: Token) -> &[u8] {
        let columns = self.en.sentences.len();
        &self.zh_best[self.zh.place(zh) * columns..][..columns]
    }

    /// Best matches of an English word in the window's Chinese sentences, in their order.
    #[inline]
    pub fn en_matches(&self, en: Token) -> &[u8] {
        let columns = self.zh.sentences.len();
        &self.en_best[self.en.place(en) * columns..][..columns]
    }
}
