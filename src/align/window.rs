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
    /// The words of each sentence, each once, as places in `words`.
    words_of: Vec<Vec<u32>>,
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
        let mut half = Self { sentences, words: Vec::new(), place, words_of: Vec::new() };
        for sentence in &profile.sentences[half.sentences.clone()] {
            let mut words: Vec<u32> =
                sentence.tokens.iter().map(|token| half.place_of(token.word)).collect();
            words.sort_unstable();
            words.dedup();
            half.words_of.push(words);
        }
        half
    }

    /// The place of a word, a new one if it has none.
    fn place_of(&mut self, word: usize) -> u32 {
        if self.place[word] == ABSENT {
            self.place[word] = self.words.len() as u32;
            self.words.push(word);
        }
        self.place[word]
    }

    /// For each word of the other side its best match in each of these sentences. `similarity` has a row
    /// for each word of this side and a column for each of the `others`.
    fn best_matches(&self, similarity: &[u8], others: usize) -> Vec<u8> {
        let columns = self.sentences.len();
        let mut matches = vec![0; others * columns];
        let mut best = vec![0_u8; others];
        for (column, words) in self.words_of.iter().enumerate() {
            best.fill(0);
            for &word in words {
                let row = &similarity[word as usize * others..][..others];
                best.iter_mut().zip(row).for_each(|(best, &value)| *best = value.max(*best));
            }
            let slots = matches.iter_mut().skip(column).step_by(columns);
            slots.zip(&best).for_each(|(slot, &value)| *slot = value);
        }
        matches
    }

    fn place(&self, token: Token) -> usize {
        self.place[token.word] as usize
    }
}

/// A similarity of 0..=1 in units of 1 / [`SIMILARITY_UNIT`].
fn rounded(similarity: f32) -> u8 {
    (similarity * SIMILARITY_UNIT as f32 + 0.5) as u8
}

impl Window {
    /// Compare the words of these sentences.
    pub fn new(
        words: &WordComparer,
        (zh, zh_range): (&Profile, Range<usize>),
        (en, en_range): (&Profile, Range<usize>),
    ) -> Self {
        let (zh, en) = (Half::new(zh, zh_range), Half::new(en, en_range));
        let mut window =
            Self { similarity: Vec::new(), zh_best: Vec::new(), en_best: Vec::new(), zh, en };
        window.compare(words);
        window
    }

    fn compare(&mut self, words: &WordComparer) {
        let (zh_count, en_count) = (self.zh.words.len(), self.en.words.len());
        let mut by_zh = vec![0; zh_count * en_count];
        let mut by_en = vec![0; zh_count * en_count];
        // What vectors or dictionary say, the larger one.
        let mut raise = |zh: usize, en: usize, similarity: f32| {
            let value = rounded(similarity);
            let slot = &mut by_zh[zh * en_count + en];
            if value > *slot {
                *slot = value;
                by_en[en * zh_count + zh] = value;
            }
        };
        words.compare_vectors(&self.zh.words, &words.english(&self.en.words), &mut raise);
        for (zh, &word) in self.zh.words.iter().enumerate() {
            for &(en_word, value) in words.known(word) {
                let en = self.en.place[en_word as usize];
                if en != ABSENT {
                    raise(zh, en as usize, value);
                }
            }
        }
        self.zh_best = self.en.best_matches(&by_en, zh_count);
        self.en_best = self.zh.best_matches(&by_zh, en_count);
        self.similarity = by_zh;
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
