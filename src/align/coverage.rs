//! Coverage: how much of a sentence's content finds a match in a run of sentences of the other side.
//!
//! The words of a sentence take their best match anywhere in the run, so a bead's coverage is the
//! sum over its sentences, and every bead is scored from these tables without looking at words.

use std::ops::Range;

use super::shape::MAX_SIDE;
use crate::token::Token;

/// What a run of sentences on the other side covers of one sentence. Both in units of
/// weight × similarity, see [`UNIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cover {
    /// Σ weight · best match in the run.
    pub inside: u32,
    /// Σ weight · what the best match in the two sentences beside the run has over the one inside.
    pub beside: u32,
}

/// One unit of weight with a similarity of 1.
pub const UNIT: f32 = (super::profile::IDF_UNIT * super::window::SIMILARITY_UNIT) as f32;

/// Covers of one sentence by every run of up to six sentences that begins in a range.
#[derive(Debug, Clone)]
pub struct CoverTable {
    starts: Range<usize>,
    covers: Vec<Cover>,
}

impl CoverTable {
    /// `matches` gives a word's best matches in the other side's sentences `window`; runs begin in
    /// `starts`, a part of it, and end inside the window.
    pub fn new<'a>(
        tokens: &[Token],
        idf: &[u32],
        window: Range<usize>,
        starts: Range<usize>,
        matches: impl Fn(Token) -> &'a [u8],
    ) -> Self {
        let mut covers = vec![Cover::default(); starts.len() * MAX_SIDE];
        for &token in tokens {
            let weight = idf[token.word];
            let matches = matches(token);
            for (row, start) in covers.chunks_exact_mut(MAX_SIDE).zip(starts.clone()) {
                add_runs(row, weight, matches, start - window.start);
            }
        }
        Self { starts, covers }
    }

    /// The cover by the run of `length` sentences (1–6) that begins at `start`.
    #[inline]
    pub fn get(&self, start: usize, length: usize) -> Cover {
        self.covers[(start - self.starts.start) * MAX_SIDE + length - 1]
    }

    /// The cover by the single sentence `at`, if the table has it.
    pub fn single(&self, at: usize) -> Option<Cover> {
        self.starts.contains(&at).then(|| self.get(at, 1))
    }
}

/// Add a word to the covers of all runs that begin at `start`.
fn add_runs(row: &mut [Cover], weight: u32, matches: &[u8], start: usize) {
    let before = if start > 0 { matches[start - 1] } else { 0 };
    let mut inside = 0;
    for (length, cover) in (1..).zip(row) {
        let Some(&last) = matches.get(start + length - 1) else { break };
        inside = inside.max(last);
        let after = matches.get(start + length).copied().unwrap_or(0);
        cover.inside += weight * u32::from(inside);
        cover.beside += weight * u32::from(before.max(after).saturating_sub(inside));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharSpan;

    fn token(word: usize) -> Token {
        Token { span: CharSpan::default(), word }
    }

    #[test]
    fn runs_take_the_best_match_of_each_word() {
        // Sentences 5..9; word 0 (weight 2) is matched 10, 0, 200, 0; word 1 (weight 1) 0, 50, 0, 90.
        let matches: [&[u8]; 2] = [&[10, 0, 200, 0], &[0, 50, 0, 90]];
        let table =
            CoverTable::new(&[token(0), token(1)], &[2, 1], 5..9, 6..8, |t| matches[t.word]);
        // Sentence 6 alone: word 0 has nothing inside, 200 beside; word 1 has 50, nothing better.
        assert_eq!(table.get(6, 1), Cover { inside: 50, beside: 400 });
        assert_eq!(table.get(6, 2), Cover { inside: 450, beside: 40 });
        assert_eq!(table.get(6, 3), Cover { inside: 490, beside: 0 });
        assert_eq!(table.get(7, 2), Cover { inside: 490, beside: 0 });
        assert_eq!(table.single(7).map(|cover| cover.inside), Some(400));
        assert_eq!(table.single(8), None);
    }
}
