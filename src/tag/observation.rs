//! What the tagger sees of a sentence: its tokens, and the features of each.

use super::hash;
use crate::text::CharSpan;

/// The tokens of one sentence and their features.
#[derive(Debug, Clone, Default)]
pub struct Observation {
    /// Tokens in order, in code points of the sentence, never overlapping.
    pub tokens: Vec<CharSpan>,
    /// Feature keys, each with the index of its token, in no particular order.
    pub features: Vec<(u32, u32)>,
    /// For each token the number of its word's vector in the lexicon, if it has one.
    pub words: Vec<Option<u32>>,
}

impl Observation {
    /// Add the feature of `template` with the values that `state` stands for.
    #[inline]
    pub fn add(&mut self, token: usize, template: u64, value: u64) {
        let key = hash::key(hash::mix(hash::mix(0, template), value));
        self.features.push((token as u32, key));
    }

    /// Add a feature of two values.
    #[inline]
    pub fn add_pair(&mut self, token: usize, template: u64, first: u64, second: u64) {
        self.add(token, template, hash::mix(first, second));
    }
}
