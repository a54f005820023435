//! Alignment around fixed beads: what a reviewer has confirmed stays, the rest is aligned anew.

use std::ops::Range;

use super::engine::{Engine, PathBead};
use super::profile::Profile;
use crate::bead::Bead;
use crate::lexicon::WordComparer;

/// The free sentences of the gaps between fixed beads, aligned.
pub fn align_gaps(
    engine: &Engine<'_>,
    words: &WordComparer,
    (zh, en): (&Profile, &Profile),
    fixed: &[&Bead],
) -> Vec<PathBead> {
    let zh_free = free(zh.len(), fixed.iter().map(|bead| &bead.zh));
    let en_free = free(en.len(), fixed.iter().map(|bead| &bead.en));
    let mut path = Vec::new();
    for (zh_gap, en_gap) in gaps(fixed, zh.len(), en.len()) {
        let zh_open: Vec<usize> = zh_gap.filter(|&at| zh_free[at]).collect();
        let en_open: Vec<usize> = en_gap.filter(|&at| en_free[at]).collect();
        for bead in engine.best_path_of(&zh.select(&zh_open), &en.select(&en_open), words) {
            place(bead, &zh_open, &en_open, &mut path);
        }
    }
    path
}

/// The fixed beads whose sentences exist and are not those of an earlier one.
pub fn valid(fixed: &[Bead], zh: usize, en: usize) -> Vec<&Bead> {
    let (mut zh_free, mut en_free) = (vec![true; zh], vec![true; en]);
    let is_free = |free: &[bool], side: &[usize]| {
        side.iter().all(|&at| free.get(at).copied().unwrap_or(false))
    };
    fixed
        .iter()
        .filter(|bead| {
            let valid = is_free(&zh_free, &bead.zh) && is_free(&en_free, &bead.en);
            if valid {
                bead.zh.iter().for_each(|&at| zh_free[at] = false);
                bead.en.iter().for_each(|&at| en_free[at] = false);
            }
            valid
        })
        .collect()
}

fn free<'a>(count: usize, taken: impl Iterator<Item = &'a Vec<usize>>) -> Vec<bool> {
    let mut free = vec![true; count];
    taken.flatten().for_each(|&at| free[at] = false);
    free
}

/// What lies before, between and after the beads of the longest monotone chain.
fn gaps(fixed: &[&Bead], zh: usize, en: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut zh_at, mut en_at) = (0, 0);
    let mut gaps = Vec::new();
    for bead in monotone_chain(fixed) {
        gaps.push((zh_at..bead.zh[0], en_at..bead.en[0]));
        (zh_at, en_at) = (bead.zh[bead.zh.len() - 1] + 1, bead.en[bead.en.len() - 1] + 1);
    }
    gaps.push((zh_at..zh, en_at..en));
    gaps
}

/// Beads with text on both sides that rise on both, as many sentences as can be.
fn monotone_chain<'a>(fixed: &[&'a Bead]) -> Vec<&'a Bead> {
    let mut beads: Vec<&Bead> = fixed.iter().filter(|bead| !bead.is_null()).copied().collect();
    beads.sort_by_key(|bead| bead.zh[0]);
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, bead) in beads.iter().enumerate() {
        let follows = |before: &usize| {
            let other = beads[*before];
            other.zh.last() < bead.zh.first() && other.en.last() < bead.en.first()
        };
        let before = (0..at).filter(follows).max_by_key(|&before| best[before].0);
        let sentences = bead.zh.len() + bead.en.len();
        best.push((before.map_or(0, |before| best[before].0) + sentences, before));
    }
    let mut chain = Vec::new();
    let mut at = (0..beads.len()).max_by_key(|&at| best[at].0);
    while let Some(number) = at {
        chain.push(beads[number]);
        at = best[number].1;
    }
    chain.reverse();
    chain
}

/// Move a bead from the positions of a gap to those of the texts. One that would reach over a fixed
/// bead is given up: its sentences stand alone.
fn place(bead: PathBead, zh: &[usize], en: &[usize], path: &mut Vec<PathBead>) {
    let run = |positions: &[usize], range: &Range<usize>| {
        let first = positions.get(range.start).copied().unwrap_or(0);
        let run = first..first + range.len();
        let unbroken = range.is_empty() || positions[range.end - 1] + 1 == run.end;
        unbroken.then_some(run)
    };
    if let (Some(zh), Some(en)) = (run(zh, &bead.zh), run(en, &bead.en)) {
        path.push(PathBead { zh, en, ..bead });
        return;
    }
    let probability = 1.0 - bead.probability;
    path.extend(bead.zh.map(|at| PathBead { zh: zh[at]..zh[at] + 1, en: 0..0, probability }));
    path.extend(bead.en.map(|at| PathBead { zh: 0..0, en: en[at]..en[at] + 1, probability }));
}

/// Beads by the Chinese text; one without Chinese comes after the bead that has the English sentence
/// before its own.
pub fn in_text_order(beads: Vec<Bead>, en_count: usize) -> Vec<Bead> {
    let (mut roots, mut lone): (Vec<Bead>, Vec<Bead>) =
        beads.into_iter().partition(|bead| !bead.zh.is_empty());
    roots.sort_by_key(|bead| bead.zh[0]);
    lone.sort_by_key(|bead| bead.en.first().copied());
    let mut owner = vec![None; en_count];
    for (number, bead) in roots.iter().enumerate() {
        bead.en.iter().for_each(|&at| owner[at] = Some(number));
    }
    let mut followers = vec![Vec::new(); roots.len() + 1];
    for bead in lone {
        let before = bead.en.first().and_then(|&first| first.checked_sub(1));
        let root = before.and_then(|before| owner[before]);
        bead.en.iter().for_each(|&at| owner[at] = root);
        followers[root.map_or(0, |root| root + 1)].push(bead);
    }
    let mut followers = followers.into_iter();
    let mut ordered = followers.next().unwrap_or_default();
    for (root, following) in roots.into_iter().zip(followers) {
        ordered.push(root);
        ordered.extend(following);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beads_without_chinese_follow_the_english_before_them() {
        let beads = vec![
            Bead::of([], [3]),
            Bead::of([1], [2]),
            Bead::of([], [0]),
            Bead::of([0], [1]),
            Bead::of([2], []),
            Bead::of([], [4]),
        ];
        let ordered = in_text_order(beads, 5);
        let types: Vec<_> = ordered.iter().map(|b| (b.zh.clone(), b.en.clone())).collect();
        let expected = [
            (vec![], vec![0]),
            (vec![0], vec![1]),
            (vec![1], vec![2]),
            (vec![], vec![3]),
            (vec![], vec![4]),
            (vec![2], vec![]),
        ];
        assert_eq!(types, expected);
    }

    #[test]
    fn gaps_lie_between_the_beads_of_the_chain() {
        let fixed = [Bead::of([1], [1, 2]), Bead::of([3], [0]), Bead::of([4], [5])];
        let fixed: Vec<&Bead> = fixed.iter().collect();
        assert_eq!(gaps(&fixed, 6, 6), [(0..1, 0..1), (2..4, 3..5), (5..6, 6..6)]);
    }

    #[test]
    fn overlapping_and_unknown_sentences_are_not_fixed() {
        let fixed = [Bead::of([0], [0]), Bead::of([0], [1]), Bead::of([1], [9])];
        assert_eq!(valid(&fixed, 2, 2), [&fixed[0]]);
    }
}
