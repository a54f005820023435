//! The second stage: text that stands elsewhere in the other version.
//!
//! The search is monotone, so a paragraph or caption that was moved is left alone on both sides. Lone
//! sentences are compared without regard to their place; pairs that a logistic model finds
//! convincing become beads, the most convincing first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::band::Band;
use super::candidate::{Covers, bead_values};
use super::engine::PathBead;
use super::feature::{BeadFeature as F, BeadValues};
use super::profile::Profile;
use super::scene::Scene;
use super::shape::Shape;
use crate::lexicon::WordComparer;

/// Texts with more pairs of sentences than this have no second stage: whole books are not moved about.
const LARGEST_GRID: usize = 250_000;

/// Pairs whose log-odds are above this are linked. The study: −.5 found 77–84 % of the moved
/// links with a dozen false ones in 240 abridged articles, 0 found 67–74 % and next to none.
const THRESHOLD: f32 = -0.5;

/// Shapes that are tried.
const SHAPES: [Shape; 3] = [Shape { zh: 1, en: 1 }, Shape { zh: 1, en: 2 }, Shape { zh: 2, en: 1 }];

/// Features of a bead that count here too.
const SHARED: [F; 12] = [
    F::LeastZh,
    F::LeastEn,
    F::Length,
    F::GaleChurch,
    F::Questions,
    F::Exclamations,
    F::Colons,
    F::NumbersZh,
    F::NumbersEn,
    F::NumbersBoth,
    F::NumbersOneSide,
    F::StopDiffers,
];

/// What only this stage looks at, in the order of their numbers.
const OWN: [&str; 9] = [
    "match",
    "match_squared",
    "margin",
    "cover_least",
    "cover_least_log",
    "size",
    "rival_zh",
    "rival_en",
    "bias",
];

/// Number of features of this stage.
pub const COUNT: usize = SHARED.len() + OWN.len();

/// Values of the features, by number.
pub type MovedValues = [f32; COUNT];

/// Names of the features, by number.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHARED.into_iter().map(F::name).chain(OWN)
}

/// The weights by number from those by name; a missing one is 0.
pub fn weights(by_name: &BTreeMap<String, f32>) -> MovedValues {
    let mut weights = [0.0; COUNT];
    for (slot, name) in weights.iter_mut().zip(names()) {
        *slot = by_name.get(name).copied().unwrap_or(0.0);
    }
    weights
}

/// A pair of runs of sentences with what speaks for it.
#[derive(Debug, Clone)]
pub struct MovedCandidate {
    /// Positions in the Chinese profile.
    pub zh: Range<usize>,
    /// Positions in the English profile.
    pub en: Range<usize>,
    /// The features.
    pub values: MovedValues,
}

/// Compares sentences of a whole article without regard to their place.
#[derive(Debug)]
struct Comparison<'a> {
    scene: Scene<'a>,
    covers: Covers,
    /// √(coverage of the Chinese · coverage of the English) for each pair of sentences.
    matches: Vec<f32>,
}

/// All pairs of runs whose sentences `zh_open` and `en_open` leave open.
pub fn candidates(
    words: &WordComparer,
    zh: &Profile,
    en: &Profile,
    zh_open: &[bool],
    en_open: &[bool],
) -> Vec<MovedCandidate> {
    let band = Band::full(zh.len(), en.len());
    let comparison = Comparison::new(Scene::new((zh, en), words, &band));
    let runs = |open: &[bool], length: usize| -> Vec<usize> {
        (0..(open.len() + 1).saturating_sub(length))
            .filter(|&start| open[start..start + length].iter().all(|open| *open))
            .collect()
    };
    let mut found = Vec::new();
    for shape in SHAPES {
        let en_runs = runs(en_open, shape.en);
        for zh_start in runs(zh_open, shape.zh) {
            found.extend(
                en_runs.iter().map(|&en_start| comparison.candidate(zh_start, en_start, shape)),
            );
        }
    }
    found
}

impl<'a> Comparison<'a> {
    fn new(scene: Scene<'a>) -> Self {
        let (zh, en) = (scene.zh, scene.en);
        let window = scene.window(0..zh.len() + 1);
        let covers = Covers::new(&scene, &window);
        let single = Shape { zh: 1, en: 1 };
        let grid = (0..zh.len()).flat_map(|zh| (0..en.len()).map(move |en| (zh, en)));
        let matches =
            grid.map(|start| word_match(&bead_values(&scene, &covers, start, single))).collect();
        Self { scene, covers, matches }
    }

    fn candidate(&self, zh: usize, en: usize, shape: Shape) -> MovedCandidate {
        let bead = bead_values(&self.scene, &self.covers, (zh, en), shape);
        let (zh, en) = (zh..zh + shape.zh, en..en + shape.en);
        let found = word_match(&bead);
        let (rival_zh, rival_en) = self.rivals(&zh, &en);
        let least = bead[F::CoverZh as usize].min(bead[F::CoverEn as usize]);
        let own = [
            found,
            found * found,
            found - rival_zh.max(rival_en),
            least,
            // An offset of a fifth of a word, as in the study.
            libm::log(f64::from(0.2 + least)) as f32,
            (shape.zh + shape.en - 2) as f32,
            rival_zh,
            rival_en,
            1.0,
        ];
        let mut values = [0.0; COUNT];
        let shared = SHARED.iter().map(|&feature| bead[feature as usize]);
        values.iter_mut().zip(shared.chain(own)).for_each(|(slot, value)| *slot = value);
        MovedCandidate { zh, en, values }
    }

    /// The best match of a Chinese sentence of the bead outside it, and of an English one.
    fn rivals(&self, zh: &Range<usize>, en: &Range<usize>) -> (f32, f32) {
        let columns = self.scene.en.len();
        let at = |zh: usize, en: usize| self.matches[zh * columns + en];
        let outside =
            |count: usize, inside: Range<usize>| (0..count).filter(move |at| !inside.contains(at));
        let of_zh = zh
            .clone()
            .flat_map(|zh| outside(columns, en.clone()).map(move |en| (zh, en)))
            .map(|(zh, en)| at(zh, en))
            .fold(0.0, f32::max);
        let of_en = en
            .clone()
            .flat_map(|en| outside(self.scene.zh.len(), zh.clone()).map(move |zh| (zh, en)))
            .map(|(zh, en)| at(zh, en))
            .fold(0.0, f32::max);
        (of_zh, of_en)
    }
}

/// √(least coverage of the Chinese · least coverage of the English).
fn word_match(bead: &BeadValues) -> f32 {
    (bead[F::LeastZh as usize] * bead[F::LeastEn as usize]).max(0.0).sqrt()
}

/// Link lone sentences of a path; the beads stay in their order.
pub fn link(
    weights: &MovedValues,
    words: &WordComparer,
    (zh, en): (&Profile, &Profile),
    path: Vec<PathBead>,
) -> Vec<PathBead> {
    let open = |count: usize, side: fn(&PathBead) -> (&Range<usize>, &Range<usize>)| {
        let mut open = vec![false; count];
        for (own, other) in path.iter().map(side) {
            own.clone().filter(|_| other.is_empty()).for_each(|at| open[at] = true);
        }
        open
    };
    let mut zh_open = open(zh.len(), |bead| (&bead.zh, &bead.en));
    let mut en_open = open(en.len(), |bead| (&bead.en, &bead.zh));
    let nothing_open = !zh_open.contains(&true) || !en_open.contains(&true);
    if nothing_open || zh.len() * en.len() > LARGEST_GRID {
        return path;
    }
    let mut scored: Vec<(f32, MovedCandidate)> = candidates(words, zh, en, &zh_open, &en_open)
        .into_iter()
        .map(|candidate| (score(weights, &candidate.values), candidate))
        .filter(|(score, _)| *score >= THRESHOLD)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut linked = Vec::new();
    for (score, MovedCandidate { zh, en, .. }) in scored {
        if zh_open[zh.clone()].iter().all(|open| *open)
            && en_open[en.clone()].iter().all(|open| *open)
        {
            zh_open[zh.clone()].fill(false);
            en_open[en.clone()].fill(false);
            let probability = 1.0 / (1.0 + libm::exp(-f64::from(score)));
            linked.push(PathBead { zh, en, probability });
        }
    }
    insert(path, linked)
}

/// The log-odds of a candidate.
pub fn score(weights: &MovedValues, values: &MovedValues) -> f32 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

/// Put beads where their first Chinese sentence stood alone, and take the lone sentences out.
fn insert(path: Vec<PathBead>, linked: Vec<PathBead>) -> Vec<PathBead> {
    let taken = |range: fn(&PathBead) -> Range<usize>| -> BTreeSet<usize> {
        linked.iter().flat_map(range).collect()
    };
    let (zh_taken, en_taken) = (taken(|bead| bead.zh.clone()), taken(|bead| bead.en.clone()));
    let mut at: BTreeMap<usize, PathBead> =
        linked.into_iter().map(|bead| (bead.zh.start, bead)).collect();
    let mut beads = Vec::with_capacity(path.len());
    for bead in path {
        if bead.en.is_empty() && zh_taken.contains(&bead.zh.start) {
            beads.extend(at.remove(&bead.zh.start));
        } else if !(bead.zh.is_empty() && en_taken.contains(&bead.en.start)) {
            beads.push(bead);
        }
    }
    beads
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
        let linked = insert(path, vec![bead(0..2, 1..2)]);
        assert_eq!(linked, [bead(0..2, 1..2), bead(2..3, 0..1), bead(3..3, 2..3)]);
    }

    #[test]
    fn every_feature_has_a_name() {
        assert_eq!(names().count(), COUNT);
        let named = BTreeMap::from([("margin".to_owned(), 2.5)]);
        let at = names().position(|name| name == "margin").unwrap();
        assert_eq!(weights(&named)[at], 2.5);
    }
}
