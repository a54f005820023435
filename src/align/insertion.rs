//! Puts pairs that were linked afterwards into a path, and what is left of its beads beside them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::engine::PathBead;
use super::support::Support;

/// Put beads where their first Chinese sentence stood, and take their sentences out of the beads of the path.
pub(super) fn insert(
    path: Vec<PathBead>,
    linked: Vec<PathBead>,
    support: &Support,
) -> Vec<PathBead> {
    let probabilities = |side: fn(&PathBead) -> Range<usize>| -> BTreeMap<usize, f64> {
        linked.iter().flat_map(|bead| side(bead).map(|at| (at, bead.probability))).collect()
    };
    let taken = [probabilities(|bead| bead.zh.clone()), probabilities(|bead| bead.en.clone())];
    let mut at: BTreeMap<usize, PathBead> =
        linked.into_iter().map(|bead| (bead.zh.start, bead)).collect();
    let mut beads = Vec::with_capacity(path.len());
    for bead in path {
        let new: Vec<PathBead> = bead.zh.clone().filter_map(|zh| at.remove(&zh)).collect();
        let zh_taken = bead.zh.clone().filter_map(|zh| taken[0].get(&zh));
        let en_taken = bead.en.clone().filter_map(|en| taken[1].get(&en));
        match zh_taken.chain(en_taken).copied().reduce(f64::max) {
            None => beads.push(bead),
            Some(probability) => rest(&bead, probability, &taken, support, &mut beads),
        }
        beads.extend(new);
    }
    beads
}

/// What is left of a bead some of whose sentences are taken: the best supported runs stay together. As
/// probable as the link that took the others.
fn rest(
    bead: &PathBead,
    probability: f64,
    taken: &[BTreeMap<usize, f64>; 2],
    support: &Support,
    beads: &mut Vec<PathBead>,
) {
    let left = |side: usize, range: &Range<usize>| -> Vec<usize> {
        range.clone().filter(|at| !taken[side].contains_key(at)).collect()
    };
    let (zh, en) = (left(0, &bead.zh), left(1, &bead.en));
    let best_run = |support: &[f32], sentences: &[usize]| {
        let runs = sentences.chunk_by(|before, after| before + 1 == *after);
        let sum = |run: &&[usize]| run.iter().map(|&at| support[at]).sum::<f32>();
        let best = runs.max_by(|a, b| sum(a).total_cmp(&sum(b)));
        best.map_or(0..0, |run| run[0]..run[0] + run.len())
    };
    let (zh_run, en_run) = match zh.is_empty() || en.is_empty() {
        true => (0..0, 0..0),
        false => (best_run(&support.zh, &zh), best_run(&support.en, &en)),
    };
    let lone_zh = zh.iter().filter(|at| !zh_run.contains(at)).map(|&at| (at..at + 1, 0..0));
    let lone_en = en.iter().filter(|at| !en_run.contains(at)).map(|&at| (0..0, at..at + 1));
    let together = (!zh_run.is_empty()).then(|| (zh_run.clone(), en_run.clone()));
    let parts = together.into_iter().chain(lone_zh).chain(lone_en);
    beads.extend(parts.map(|(zh, en)| PathBead { zh, en, probability }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(zh: Range<usize>, en: Range<usize>) -> PathBead {
        PathBead { zh, en, probability: 0.5 }
    }

    #[test]
    fn linked_sentences_take_the_place_of_the_chinese_one() {
        let path = vec![
            bead(0..1, 0..0),
            bead(1..2, 0..0),
            bead(2..3, 0..1),
            bead(3..3, 1..2),
            bead(3..3, 2..3),
        ];
        let linked = insert(path, vec![bead(0..2, 1..2)], &Support::none(3, 3));
        assert_eq!(linked, [bead(0..2, 1..2), bead(2..3, 0..1), bead(3..3, 2..3)]);
    }

    #[test]
    fn what_is_left_of_a_bead_stays_together() {
        let path = vec![bead(0..1, 0..4), bead(1..3, 4..5)];
        // English 1 goes to Chinese 2: of the runs 0 and 2–3 the second one is better supported.
        let support = Support { zh: vec![0.6, 0.7, 0.1], en: vec![0.2, 0.1, 0.5, 0.4, 0.8] };
        let linked =
            insert(path, vec![PathBead { probability: 0.9, ..bead(2..3, 1..2) }], &support);
        let ranges: Vec<_> = linked.iter().map(|bead| (bead.zh.clone(), bead.en.clone())).collect();
        assert_eq!(ranges, [(0..1, 2..4), (0..0, 0..1), (1..2, 4..5), (2..3, 1..2)]);
        assert!(linked.iter().all(|bead| bead.probability == 0.9));
    }
}
