//! Cut features: do both sides end a thought at this place?
//!
//! The study's strongest features after length: without them F1 falls from .916 to .898. The last
//! clause before the boundary and the first one after it are compared across the languages; if the
//! clause before it on one side matches the clause after it on the other, the boundary is wrong.

use super::coverage::UNIT;
use super::feature::{CutFeature as F, CutValues};
use super::profile::{IDF_UNIT, Profile, SentenceProfile};
use super::scene::Scene;
use super::window::Window;
use crate::token::Token;

/// Added to a clause's weight, so that a match of next to nothing does not count as full (study).
pub const SMOOTHING: f32 = 0.3;

/// The features of the cut before Chinese sentence `zh` and English sentence `en`.
pub fn cut_values(scene: &Scene<'_>, window: &Window, zh: usize, en: usize) -> CutValues {
    let mut values = [0.0; F::COUNT];
    let inside = 0 < zh && zh < scene.zh.len() && 0 < en && en < scene.en.len();
    if !inside {
        return values;
    }
    let cut = Cut {
        zh: [&scene.zh.sentences[zh - 1], &scene.zh.sentences[zh]],
        en: [&scene.en.sentences[en - 1], &scene.en.sentences[en]],
        scene,
        window,
    };
    cut.match_clauses(&mut values);
    cut.measure_crossing(&mut values, (zh, en));
    let quotes = [scene.zh.quote_open[zh], scene.en.quote_open[en]];
    values[F::QuoteDiffers as usize] = f32::from(quotes[0] != quotes[1]);
    values[F::QuoteBoth as usize] = f32::from(quotes[0] && quotes[1]);
    let both = cut.zh[1].starts_paragraph && cut.en[1].starts_paragraph;
    let known = scene.zh.has_paragraphs && scene.en.has_paragraphs;
    values[F::ParagraphBoth as usize] = f32::from(known && both);
    values
}

/// The sentences beside a cut, the one before it first.
struct Cut<'a> {
    scene: &'a Scene<'a>,
    window: &'a Window,
    zh: [&'a SentenceProfile; 2],
    en: [&'a SentenceProfile; 2],
}

impl Cut<'_> {
    /// The last clause before the cut and the first one after it, on both sides.
    fn match_clauses(&self, values: &mut CutValues) {
        const WORDS: [[F; 2]; 2] =
            [[F::WordsLeftLeft, F::WordsLeftRight], [F::WordsRightLeft, F::WordsRightRight]];
        const VECTORS: [[F; 2]; 2] = [
            [F::VectorsLeftLeft, F::VectorsLeftRight],
            [F::VectorsRightLeft, F::VectorsRightRight],
        ];
        let zh_clauses = [self.zh[0].last_clause(), self.zh[1].first_clause()];
        let en_clauses = [self.en[0].last_clause(), self.en[1].first_clause()];
        for left in 0..2 {
            for right in 0..2 {
                values[WORDS[left][right] as usize] =
                    self.word_match(zh_clauses[left], en_clauses[right]);
                // The vectors' clause is the last one of the left sentence, the first of the right.
                values[VECTORS[left][right] as usize] =
                    self.zh[left].ends[1 - left].cosine(&self.en[right].ends[1 - right]);
            }
        }
    }

    /// The mean of both coverages, Σ w · max S / (Σ w + 0.3).
    fn word_match(&self, zh: &[Token], en: &[Token]) -> f32 {
        let mut en_best = [0_u8; MAX_CLAUSE];
        let (zh, en) = (&zh[..zh.len().min(MAX_CLAUSE)], &en[..en.len().min(MAX_CLAUSE)]);
        let (zh_idf, en_idf) = (&self.scene.zh.idf, &self.scene.en.idf);
        let (mut zh_cover, mut zh_weight) = (0, 0);
        for &zh_token in zh {
            let mut best = 0;
            for (slot, &en_token) in en_best.iter_mut().zip(en) {
                let value = self.window.similarity(zh_token, en_token);
                best = value.max(best);
                *slot = value.max(*slot);
            }
            zh_cover += zh_idf[zh_token.word] * u32::from(best);
            zh_weight += zh_idf[zh_token.word];
        }
        let en_cover: u32 =
            en.iter().zip(en_best).map(|(token, best)| en_idf[token.word] * u32::from(best)).sum();
        let en_weight = en.iter().map(|token| en_idf[token.word]).sum();
        (share(zh_cover, zh_weight) + share(en_cover, en_weight)) / 2.0
    }

    /// What the words next to the cut would gain on its other side.
    fn measure_crossing(&self, values: &mut CutValues, (zh, en): (usize, usize)) {
        let zh_at = zh - self.window.zh_sentences().start;
        let en_at = en - self.window.en_sentences().start;
        let zh_gain = |token: &Token, forward: bool| {
            let matches = self.window.zh_matches(*token);
            gain(self.scene.zh, *token, matches[en_at - 1], matches[en_at], forward)
        };
        let en_gain = |token: &Token, forward: bool| {
            let matches = self.window.en_matches(*token);
            gain(self.scene.en, *token, matches[zh_at - 1], matches[zh_at], forward)
        };
        let tail = |tokens: &[Token], gain: &dyn Fn(&Token, bool) -> i32| {
            largest_sum(tokens.iter().rev().map(|token| gain(token, true)))
        };
        let head = |tokens: &[Token], gain: &dyn Fn(&Token, bool) -> i32| {
            largest_sum(tokens.iter().map(|token| gain(token, false)))
        };
        let forward = tail(&self.zh[0].tokens, &zh_gain).min(head(&self.en[1].tokens, &en_gain));
        let backward = tail(&self.en[0].tokens, &en_gain).min(head(&self.zh[1].tokens, &zh_gain));
        values[F::CrossForward as usize] = forward;
        values[F::CrossBackward as usize] = backward;
    }
}

/// Longer clauses are cut off: no clause that a translator moves has more words.
const MAX_CLAUSE: usize = 64;

/// Coverage as a share of weight.
pub fn share(cover: u32, weight: u32) -> f32 {
    (cover as f32 / UNIT) / (weight as f32 / IDF_UNIT as f32 + SMOOTHING)
}

/// Weight times what a word's match gains by going over the cut, forward or back.
fn gain(profile: &Profile, token: Token, before: u8, after: u8, forward: bool) -> i32 {
    let difference = i32::from(after) - i32::from(before);
    profile.idf[token.word] as i32 * if forward { difference } else { -difference }
}

/// The largest sum of the first few gains, at least that of none.
fn largest_sum(gains: impl Iterator<Item = i32>) -> f32 {
    let sums = gains.scan(0, |sum, gain| {
        *sum += gain;
        Some(*sum)
    });
    sums.max().unwrap_or(0).max(0) as f32 / UNIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_sum_starts_at_the_cut() {
        let unit = UNIT as i32;
        assert_eq!(largest_sum([-unit, 3 * unit, -unit, 5 * unit].into_iter()), 6.0);
        assert_eq!(largest_sum([-unit, -unit].into_iter()), 0.0);
    }

    #[test]
    fn a_share_is_smoothed() {
        // One word of weight 0.7 with similarity 1: 0.7 / (0.7 + 0.3).
        let weight = (0.7 * IDF_UNIT as f32).round() as u32;
        assert!((share(weight * 255, weight) - 0.7).abs() < 0.002);
        assert_eq!(share(0, 0), 0.0);
    }
}
