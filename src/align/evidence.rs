//! Evidence: what speaks for a bead, in five numbers of 0–1 that a person can read.

use super::candidate::count_numbers;
use super::profile::{Profile, SentenceProfile};
use super::window::{SIMILARITY_UNIT, Window};
use crate::bead::{Bead, Evidence};
use crate::token::Token;

/// Sentences that a bead may stand away from where its neighbours predict it for its position to
/// count about a third.
const POSITION_SCALE: f64 = 5.0;

/// Length, words, names and numbers of a bead with text on both sides; position stays 0.
///
/// length: the shorter text over the longer one, at `ratio`, the article's bytes of Chinese for one
/// of English. lexical: the share of the words' weight that finds a counterpart, mean of the sides.
/// name: the same over English words in capitals inside a sentence. number: shared numbers over
/// all. Name and number are 0 if there are none.
pub fn evidence(bead: &Bead, zh: &Profile, en: &Profile, ratio: f64, window: &Window) -> Evidence {
    if bead.is_null() {
        return Evidence::default();
    }
    let [zh_sentences, en_sentences] = [run(zh, &bead.zh), run(en, &bead.en)];
    let zh_best = |token| best(window.zh_matches(token), &bead.en, window.en_sentences().start);
    let en_best = |token| best(window.en_matches(token), &bead.zh, window.zh_sentences().start);
    let all = |_: Token| true;
    let lexical = share(zh, zh_sentences, &zh_best, all) + share(en, en_sentences, &en_best, all);
    Evidence {
        length: length(zh_sentences, en_sentences, ratio),
        lexical: lexical / 2.0,
        name: share(en, en_sentences, &en_best, |token| en.is_name(token)),
        number: numbers(zh_sentences, en_sentences),
        position: 0.0,
    }
}

/// The bead's sentences, a run.
fn run<'a>(profile: &'a Profile, sentences: &[usize]) -> &'a [SentenceProfile] {
    let first = sentences.first().copied().unwrap_or(0);
    &profile.sentences[first..first + sentences.len()]
}

fn length(zh: &[SentenceProfile], en: &[SentenceProfile], ratio: f64) -> f64 {
    let bytes = |run: &[SentenceProfile]| run.iter().map(|s| s.bytes).sum::<usize>() as f64;
    let (zh, en) = (bytes(zh) + 1.0, bytes(en) * ratio + 1.0);
    zh.min(en) / zh.max(en)
}

fn best(matches: &[u8], sentences: &[usize], first: usize) -> u8 {
    sentences.iter().map(|&at| matches[at - first]).max().unwrap_or(0)
}

/// Σ weight · best match / Σ weight over the tokens that are asked for; 0 if there are none.
fn share(
    profile: &Profile,
    run: &[SentenceProfile],
    best: &impl Fn(Token) -> u8,
    wanted: impl Fn(Token) -> bool,
) -> f64 {
    let (mut cover, mut weight) = (0, 0);
    for &token in run.iter().flat_map(|sentence| &sentence.tokens).filter(|token| wanted(**token)) {
        cover += profile.idf[token.word] * u32::from(best(token));
        weight += profile.idf[token.word] * SIMILARITY_UNIT;
    }
    if weight > 0 { f64::from(cover) / f64::from(weight) } else { 0.0 }
}

fn numbers(zh: &[SentenceProfile], en: &[SentenceProfile]) -> f64 {
    let (zh_count, both) = count_numbers(zh, en);
    let (en_count, _) = count_numbers(en, zh);
    let all = zh_count + en_count - both;
    if all > 0 { both as f64 / all as f64 } else { 0.0 }
}

/// Set the beads' `position`: exp(−d / 5), d the distance in English sentences between the bead and
/// the place halfway between the beads before and after it.
pub fn set_positions(beads: &mut [Bead], en_count: usize) {
    let middles: Vec<Option<f64>> = beads.iter().map(middle).collect();
    for at in 0..beads.len() {
        let Some(own) = middles[at] else { continue };
        let before = middles[..at].iter().rev().find_map(|middle| *middle).unwrap_or(-1.0);
        let after = middles[at + 1..].iter().find_map(|middle| *middle);
        let after = after.unwrap_or(en_count as f64);
        // Between its neighbours a bead is where it is expected, wherever exactly it is.
        let away = (before - own).max(own - after).max(0.0);
        beads[at].evidence.position = libm::exp(-away / POSITION_SCALE);
    }
}

/// Middle of the English of a bead with text on both sides, in sentences.
fn middle(bead: &Bead) -> Option<f64> {
    let ends = (bead.en.first()?, bead.en.last()?);
    (!bead.zh.is_empty()).then_some((ends.0 + ends.1) as f64 / 2.0)
}

/// Mark the beads that stand in inverted order to another bead with text on both sides.
pub fn mark_crossings(beads: &mut [Bead]) {
    let mut order: Vec<usize> = (0..beads.len()).filter(|&at| !beads[at].is_null()).collect();
    order.sort_by_key(|&at| beads[at].zh[0]);
    let mut latest = None;
    for &at in &order {
        beads[at].crossing |= latest > beads[at].en.first().copied();
        latest = latest.max(beads[at].en.last().copied());
    }
    let mut earliest = usize::MAX;
    for &at in order.iter().rev() {
        beads[at].crossing |= beads[at].en.last().is_some_and(|&last| last > earliest);
        earliest = earliest.min(beads[at].en[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_bead_and_those_it_passes_cross() {
        let mut beads = vec![
            Bead::of([0], [0]),
            Bead::of([1], [3]),
            Bead::of([2], [1]),
            Bead::of([], [2]),
            Bead::of([3], [4]),
        ];
        mark_crossings(&mut beads);
        let crossing: Vec<bool> = beads.iter().map(|bead| bead.crossing).collect();
        assert_eq!(crossing, [false, true, true, false, false]);
    }

    #[test]
    fn position_falls_with_the_distance() {
        let mut beads = vec![Bead::of([0], [0]), Bead::of([1], [6]), Bead::of([2], [1])];
        set_positions(&mut beads, 7);
        assert_eq!(beads[0].evidence.position, 1.0);
        assert!((beads[1].evidence.position - libm::exp(-1.0)).abs() < 1e-12);
    }
}
