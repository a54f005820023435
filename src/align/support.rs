//! Support: how much of a sentence finds a counterpart in its own bead.
//!
//! Where hardly anything may stand alone, as in a book, the search gives a moved paragraph to the beads beside
//! it. Its sentences have little support there.

use std::ops::Range;

use super::cut::share;
use super::engine::PathBead;
use super::profile::Profile;
use super::window::Window;
use crate::token::Token;

/// For each Chinese and each English sentence Σ w · max S / (Σ w + 0.3) in its bead, 0 where it stands alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// Of the Chinese sentences.
    pub zh: Vec<f32>,
    /// Of the English sentences.
    pub en: Vec<f32>,
}

impl Support {
    /// No sentence has any.
    pub fn none(zh: usize, en: usize) -> Self {
        Self { zh: vec![0.0; zh], en: vec![0.0; en] }
    }

    /// Enter a bead.
    pub fn set(&mut self, bead: &PathBead, support: &BeadSupport) {
        self.zh[bead.zh.clone()].copy_from_slice(&support.0);
        self.en[bead.en.clone()].copy_from_slice(&support.1);
    }
}

/// Support of the Chinese and of the English sentences of a bead.
pub type BeadSupport = (Vec<f32>, Vec<f32>);

/// The support of the sentences of a bead that is in the window.
pub fn of_bead(bead: &PathBead, zh: &Profile, en: &Profile, window: &Window) -> BeadSupport {
    let zh_best = |token| best(window.zh_matches(token), &bead.en, window.en_sentences().start);
    let en_best = |token| best(window.en_matches(token), &bead.zh, window.zh_sentences().start);
    (covers(zh, &bead.zh, zh_best), covers(en, &bead.en, en_best))
}

fn best(matches: &[u8], run: &Range<usize>, first: usize) -> u8 {
    matches[run.start - first..run.end - first].iter().copied().max().unwrap_or(0)
}

fn covers(profile: &Profile, run: &Range<usize>, best: impl Fn(Token) -> u8) -> Vec<f32> {
    let cover = |at: usize| {
        let sentence = &profile.sentences[at];
        let matched = |&token: &Token| profile.idf[token.word] * u32::from(best(token));
        share(sentence.tokens.iter().map(matched).sum(), sentence.weight)
    };
    run.clone().map(cover).collect()
}
