//! Which beads the gold allows. Beads of the literary texts are given; those of news follow from linked
//! segments: any path inside a group of linked segments counts as right.

use duizhao::align::band::Band;
use duizhao::align::lattice::{Lattice, start_of};
use duizhao::align::search::{Scores, best_path};
use duizhao::align::shape::{self, Shape};

use super::score::Covering;
use super::texts::{Example, Gold, GoldBead, Segments};

/// For each cell and shape whether the gold allows the bead.
#[derive(Debug, Clone)]
pub struct Allowed(Vec<bool>);

impl Allowed {
    /// Beads that the gold of an example allows; `None` if it leaves the band.
    pub fn of(example: &Example, band: &Band) -> Option<Self> {
        match &example.gold {
            Gold::Beads(beads) => Self::path(&monotone_path(beads, band), band),
            Gold::Segments(segments) => Some(Self::groups(&groups(example, segments), band)),
        }
    }

    /// Whether the bead is allowed.
    pub fn contains(&self, cell: usize, shape: usize) -> bool {
        self.0[cell * shape::COUNT + shape]
    }

    /// Only the best path of those that are allowed.
    pub fn best(&self, band: &Band, lattice: &Lattice) -> Self {
        let steps = best_path(band, &Masked { allowed: self, lattice });
        let mut best = Self::nothing(band);
        for step in steps {
            let cell = band.cell(step.zh_end, step.en_end).expect("paths stay in the band");
            best.0[cell * shape::COUNT + step.shape] = true;
        }
        best
    }

    fn nothing(band: &Band) -> Self {
        Self(vec![false; band.cell_count() * shape::COUNT])
    }

    fn path(shapes: &[Shape], band: &Band) -> Option<Self> {
        let mut allowed = Self::nothing(band);
        let (mut zh, mut en) = (0, 0);
        for shape in shapes {
            (zh, en) = (zh + shape.zh, en + shape.en);
            let cell = band.cell(zh, en)?;
            allowed.0[cell * shape::COUNT + shape.index()?] = true;
        }
        Some(allowed)
    }

    /// Every bead inside a group of the best monotone chain of groups; other sentences stand alone.
    fn groups(groups: &[GoldBead], band: &Band) -> Self {
        let chain = best_chain(groups);
        let owner = |count: usize, side: fn(&GoldBead) -> &Vec<usize>| {
            let mut owner = vec![None; count];
            for (number, group) in chain.iter().enumerate() {
                side(group).iter().for_each(|&at| owner[at] = Some(number));
            }
            owner
        };
        let zh_owner = owner(band.zh_count(), |group| &group.0);
        let en_owner = owner(band.en_count(), |group| &group.1);
        let mut allowed = Self::nothing(band);
        for zh in 0..=band.zh_count() {
            for en in band.row(zh) {
                let Some(cell) = band.cell(zh, en) else { continue };
                for (number, &shape) in Shape::ALL.iter().enumerate() {
                    let Some((zh_start, en_start)) = start_of(band, (zh, en), shape) else {
                        continue;
                    };
                    let owners: Vec<_> =
                        zh_owner[zh_start..zh].iter().chain(&en_owner[en_start..en]).collect();
                    let first = *owners[0];
                    let same = owners.iter().all(|&&owner| owner == first);
                    let too_long =
                        first.is_some_and(|group: usize| has_no_bead_for_all(&chain[group]));
                    let lone_allowed = first.is_none() || too_long;
                    allowed.0[cell * shape::COUNT + number] =
                        if shape.is_null() { lone_allowed } else { first.is_some() && same };
                }
            }
        }
        allowed
    }
}

/// Scores of the beads that are allowed.
struct Masked<'a> {
    allowed: &'a Allowed,
    lattice: &'a Lattice,
}

impl Scores for Masked<'_> {
    fn score(&self, cell: usize, shape: usize) -> f64 {
        let allowed = self.allowed.contains(cell, shape);
        if allowed { self.lattice.score(cell, shape) } else { f64::NEG_INFINITY }
    }
}

/// Too many sentences on one side for the few on the other.
fn has_no_bead_for_all((zh, en): &GoldBead) -> bool {
    let (few, many) = (zh.len().min(en.len()), zh.len().max(en.len()));
    many > shape::MAX_SIDE * few
}

/// Gold beads in order as shapes of the model. Lone sentences fill the gaps; beads that are too long
/// are cut in halves.
fn monotone_path(beads: &[GoldBead], band: &Band) -> Vec<Shape> {
    let mut pairs: Vec<&GoldBead> =
        beads.iter().filter(|(zh, en)| is_run(zh) && is_run(en)).collect();
    pairs.sort();
    let mut path = Vec::new();
    let (mut zh_at, mut en_at) = (0, 0);
    let lone = |path: &mut Vec<Shape>, zh: usize, en: usize| {
        path.extend(std::iter::repeat_n(Shape { zh: 1, en: 0 }, zh));
        path.extend(std::iter::repeat_n(Shape { zh: 0, en: 1 }, en));
    };
    for (zh, en) in pairs {
        if zh[0] < zh_at || en[0] < en_at {
            continue;
        }
        lone(&mut path, zh[0] - zh_at, en[0] - en_at);
        push_halved(&mut path, Shape { zh: zh.len(), en: en.len() });
        (zh_at, en_at) = (zh[0] + zh.len(), en[0] + en.len());
    }
    lone(&mut path, band.zh_count() - zh_at, band.en_count() - en_at);
    path
}

fn push_halved(path: &mut Vec<Shape>, mut rest: Shape) {
    while rest.index().is_none() {
        let half = Shape {
            zh: if rest.zh == 1 { 0 } else { rest.zh / 2 },
            en: if rest.en == 1 { 0 } else { rest.en / 2 },
        };
        let part = match (half.zh, half.en) {
            (0, _) => Shape { zh: 0, en: 1 },
            (_, 0) => Shape { zh: 1, en: 0 },
            _ => half,
        };
        path.push(part);
        rest = Shape { zh: rest.zh - part.zh, en: rest.en - part.en };
    }
    path.push(rest);
}

fn is_run(sentences: &[usize]) -> bool {
    !sentences.is_empty() && sentences.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Sentences of both sides that hang together through the segments they cover and their links.
pub fn groups(example: &Example, segments: &Segments) -> Vec<GoldBead> {
    let zh = Covering::new(&example.zh, &segments.zh);
    let en = Covering::new(&example.en, &segments.en);
    let counts = [
        example.zh.sentences.len(),
        example.en.sentences.len(),
        segments.zh.len(),
        segments.en.len(),
    ];
    let first = |kind: usize| counts[..kind].iter().sum::<usize>();
    let mut sets = DisjointSets::new(first(4));
    for at in 0..counts[0] {
        zh.segments(&[at]).into_iter().for_each(|segment| sets.join(at, first(2) + segment));
    }
    for at in 0..counts[1] {
        en.segments(&[at])
            .into_iter()
            .for_each(|segment| sets.join(first(1) + at, first(3) + segment));
    }
    for &(zh, en) in &segments.links {
        sets.join(first(2) + zh, first(3) + en);
    }
    let mut found = std::collections::BTreeMap::<usize, GoldBead>::new();
    for at in 0..counts[0] {
        found.entry(sets.root(at)).or_default().0.push(at);
    }
    for at in 0..counts[1] {
        found.entry(sets.root(first(1) + at)).or_default().1.push(at);
    }
    found.into_values().collect()
}

/// The chain of groups with text on both sides, rising on both, that has the most sentences.
fn best_chain(groups: &[GoldBead]) -> Vec<GoldBead> {
    let mut runs: Vec<&GoldBead> =
        groups.iter().filter(|(zh, en)| is_run(zh) && is_run(en)).collect();
    runs.sort();
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (zh, en)) in runs.iter().enumerate() {
        let before = (0..at)
            .filter(|&before| {
                runs[before].0.last() < zh.first() && runs[before].1.last() < en.first()
            })
            .max_by_key(|&before| best[before].0);
        let sum = before.map_or(0, |before| best[before].0) + zh.len() + en.len();
        best.push((sum, before));
    }
    let mut chain = Vec::new();
    let mut at = (0..runs.len()).max_by_key(|&at| best[at].0);
    while let Some(number) = at {
        chain.push(runs[number].clone());
        at = best[number].1;
    }
    chain.reverse();
    chain
}

struct DisjointSets(Vec<usize>);

impl DisjointSets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_beads_are_cut_in_halves() {
        let mut path = Vec::new();
        push_halved(&mut path, Shape { zh: 4, en: 5 });
        assert_eq!(path, [Shape { zh: 2, en: 2 }, Shape { zh: 2, en: 3 }]);
        path.clear();
        push_halved(&mut path, Shape { zh: 1, en: 7 });
        assert_eq!(path, [Shape { zh: 0, en: 1 }, Shape { zh: 1, en: 6 }]);
    }

    #[test]
    fn gaps_are_filled_with_lone_sentences() {
        let band = Band::full(3, 2);
        let path = monotone_path(&[(vec![1], vec![0, 1])], &band);
        assert_eq!(path, [Shape { zh: 1, en: 0 }, Shape { zh: 1, en: 2 }, Shape { zh: 1, en: 0 }]);
    }

    #[test]
    fn crossing_groups_leave_the_smaller_one_out() {
        let chain = best_chain(&[
            (vec![0], vec![3]),
            (vec![1, 2], vec![0, 1]),
            (vec![3], vec![2]),
            (vec![4], vec![]),
        ]);
        assert_eq!(chain, [(vec![1, 2], vec![0, 1]), (vec![3], vec![2])]);
    }
}
