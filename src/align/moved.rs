//! The second stage: text that stands elsewhere in the other version.
//!
//! The search is monotone, so a paragraph or caption that was moved is left alone on both sides. Lone
//! sentences are compared with all those of the other side in their [`super::neighbourhood`], in whatever
//! order they stand; pairs that a logistic model finds convincing become beads, the most convincing first.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::band::Band;
use super::candidate::{Covers, bead_values};
use super::engine::PathBead;
use super::feature::{BeadFeature as F, BeadValues};
use super::insertion::insert;
use super::narrow::SEARCH_BAND;
use super::neighbourhood::{BestMatches, Places, mean_cover};
use super::profile::Profile;
use super::scene::{Scene, length_ratio};
use super::shape::Shape;
use super::support::Support;
use crate::lexicon::WordComparer;

/// Pairs whose log-odds are above this are linked. The study: −.5 found 77–84 % of the moved
/// links with a dozen false ones in 240 abridged articles, 0 found 67–74 % and next to none.
const THRESHOLD: f32 = -0.5;

/// Sentences with less support than this in their bead are doubtful: they may have been put there only because
/// nothing may stand alone. About the support of a sentence by one that has nothing to do with it.
const DOUBTFUL: f32 = 0.5;

/// Pairs with doubtful sentences need these log-odds.
const SURE: f32 = 1.0;

/// Pairs below these log-odds are not right whatever stands beside them.
const LEAST: f32 = -4.0;

/// By so much the log-odds of a pair rise if the one before or after it is right for certain.
const CONTINUED: f64 = 3.0;

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

/// Two texts, some of whose sentences are open: they have no partner yet.
#[derive(Debug)]
pub struct OpenTexts<'a> {
    words: &'a WordComparer,
    zh: &'a Profile,
    en: &'a Profile,
    /// Open Chinese sentences with open English ones near them, and the reverse.
    open: [Vec<usize>; 2],
    zh_places: Places,
    zh_best: BestMatches,
    en_best: BestMatches,
}

impl<'a> OpenTexts<'a> {
    /// `open` says for each Chinese and each English sentence whether it is open, `pairs` has sentences that
    /// belong together.
    pub fn new(
        words: &'a WordComparer,
        (zh, en): (&'a Profile, &'a Profile),
        [zh_open, en_open]: [&[bool]; 2],
        pairs: &[(usize, usize)],
    ) -> Self {
        let zh_places = Places::new(zh.len(), en.len(), pairs.iter().copied());
        let en_places = Places::new(en.len(), zh.len(), pairs.iter().map(|&(zh, en)| (en, zh)));
        let compared = |open: &[bool], others: &[bool], places: &Places| -> Vec<usize> {
            let is_compared = |&at: &usize| open[at] && others[places.near(at)].contains(&true);
            (0..open.len()).filter(is_compared).collect()
        };
        let open = [compared(zh_open, en_open, &zh_places), compared(en_open, zh_open, &en_places)];
        let (zh_best, en_best) = rayon::join(
            || BestMatches::of_chinese(words, (zh, en), &open[0], &zh_places),
            || BestMatches::of_english(words, (zh, en), &open[1], &en_places),
        );
        Self { words, zh, en, open, zh_places, zh_best, en_best }
    }

    /// How far a candidate stands from the place of its Chinese, in English sentences.
    fn displacement(&self, candidate: &MovedCandidate) -> usize {
        self.zh_places.place(candidate.zh.start).abs_diff(candidate.en.start)
    }

    /// What `keep` makes of each pair of runs of open sentences that are near each other.
    pub fn candidates<T: Send>(&self, keep: impl Fn(MovedCandidate) -> Option<T> + Sync) -> Vec<T> {
        let batches = self.zh_places.batches(&self.open[0]);
        let of_batch = |batch: &[usize]| self.candidates_of(batch, &keep);
        let found: Vec<Vec<T>> = batches.into_par_iter().map(of_batch).collect();
        found.into_iter().flatten().collect()
    }

    /// The candidates whose Chinese begins with a sentence of a batch.
    fn candidates_of<T>(
        &self,
        batch: &[usize],
        keep: &impl Fn(MovedCandidate) -> Option<T>,
    ) -> Vec<T> {
        let near = self.zh_places.near_any(batch);
        let en_at: Vec<usize> =
            self.open[1].iter().copied().filter(|at| near.contains(at)).collect();
        if en_at.is_empty() {
            return Vec::new();
        }
        // A run may end with the sentence after the batch.
        let after = self.open[0].partition_point(|at| Some(at) <= batch.last());
        let zh_at: Vec<usize> = batch.iter().chain(self.open[0].get(after)).copied().collect();
        let (zh, en) = (self.zh.select(&zh_at), self.en.select(&en_at));
        let band = Band::full(zh.len(), en.len());
        let ratio = length_ratio(self.zh, self.en);
        let scene = Scene { zh: &zh, en: &en, ratio, words: self.words, band: &band };
        let covers = Covers::new(&scene, &scene.window(0..zh.len() + 1));
        let mut found = Vec::new();
        for shape in SHAPES {
            for zh_start in 0..batch.len() {
                let Some(zh) = run(&zh_at, zh_start, shape.zh) else { continue };
                let near = self.zh_places.near(zh.start);
                for en_start in 0..en_at.len() {
                    let Some(en) = run(&en_at, en_start, shape.en) else { continue };
                    if near.contains(&en.start) {
                        let bead = bead_values(&scene, &covers, (zh_start, en_start), shape);
                        found.extend(keep(self.candidate(&bead, zh.clone(), en)));
                    }
                }
            }
        }
        found
    }

    fn candidate(&self, bead: &BeadValues, zh: Range<usize>, en: Range<usize>) -> MovedCandidate {
        let found = mean_cover(bead[F::LeastZh as usize], bead[F::LeastEn as usize]);
        let rival_zh = self.zh_best.outside(zh.clone(), &en);
        let rival_en = self.en_best.outside(en.clone(), &zh);
        let least = bead[F::CoverZh as usize].min(bead[F::CoverEn as usize]);
        let own = [
            found,
            found * found,
            found - rival_zh.max(rival_en),
            least,
            // An offset of a fifth of a word, as in the study.
            libm::log(f64::from(0.2 + least)) as f32,
            (zh.len() + en.len() - 2) as f32,
            rival_zh,
            rival_en,
            1.0,
        ];
        let mut values = [0.0; COUNT];
        let shared = SHARED.iter().map(|&feature| bead[feature as usize]);
        values.iter_mut().zip(shared.chain(own)).for_each(|(slot, value)| *slot = value);
        MovedCandidate { zh, en, values }
    }
}

/// The run of `length` sentences that begins with the one at `start` in a list, if the list has all of them.
fn run(sentences: &[usize], start: usize, length: usize) -> Option<Range<usize>> {
    let first = sentences[start];
    let last = *sentences.get(start + length - 1)?;
    (last + 1 == first + length).then_some(first..first + length)
}

/// Link lone and doubtful sentences of a path; the beads stay in their order. `fixed` has Chinese and English
/// sentences that belong together besides those of the path.
pub fn link(
    weights: &MovedValues,
    words: &WordComparer,
    (zh, en): (&Profile, &Profile),
    path: Vec<PathBead>,
    support: &Support,
    fixed: &[(usize, usize)],
) -> Vec<PathBead> {
    let mut open = Openness::new(&path, support);
    if !open.zh.contains(&true) || !open.en.contains(&true) {
        return path;
    }
    let linked = path.iter().filter(|bead| bead.has_both());
    let pairs = linked.map(|bead| (bead.zh.start, bead.en.start));
    let pairs: Vec<(usize, usize)> = pairs.chain(fixed.iter().copied()).collect();
    let texts = OpenTexts::new(words, (zh, en), [&open.zh, &open.en], &pairs);
    let mut scored = texts.candidates(|candidate| {
        let score = score(weights, &candidate.values);
        let is_possible = score >= LEAST
            && (open.is_lone(&candidate) || texts.displacement(&candidate) > SEARCH_BAND);
        is_possible.then_some((score, candidate))
    });
    add_context(&mut scored);
    scored.retain(|(score, candidate)| {
        *score >= if open.is_lone(candidate) { THRESHOLD } else { SURE }
    });
    // Of equally convincing ones the smaller and earlier.
    let order = |MovedCandidate { zh, en, .. }: &MovedCandidate| {
        (zh.len() + en.len(), zh.start, en.start, zh.len())
    };
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| order(&a.1).cmp(&order(&b.1))));
    let mut linked = Vec::new();
    for (score, candidate) in scored {
        if open.take(&candidate) {
            let probability = 1.0 / (1.0 + libm::exp(-f64::from(score)));
            linked.push(PathBead { zh: candidate.zh, en: candidate.en, probability });
        }
    }
    insert(path, linked, support)
}

/// Add what the pairs that stand directly before and after a pair on both sides say for it: a paragraph moves
/// as a whole. If such a pair is right with probability p, this one is likelier by p·e^[`CONTINUED`] + 1 − p.
fn add_context(scored: &mut [(f32, MovedCandidate)]) {
    let mut ending = BTreeMap::<(usize, usize), f32>::new();
    let mut starting = ending.clone();
    for (score, MovedCandidate { zh, en, .. }) in &*scored {
        for (map, place) in [(&mut starting, (zh.start, en.start)), (&mut ending, (zh.end, en.end))]
        {
            let best = map.entry(place).or_insert(*score);
            *best = best.max(*score);
        }
    }
    let gain = |score: Option<&f32>| {
        let probability = score.map_or(0.0, |&score| 1.0 / (1.0 + libm::exp(-f64::from(score))));
        libm::log1p(probability * libm::expm1(CONTINUED)) as f32
    };
    for (score, MovedCandidate { zh, en, .. }) in scored {
        *score += gain(ending.get(&(zh.start, en.start))) + gain(starting.get(&(zh.end, en.end)));
    }
}

/// Which sentences may be linked.
struct Openness {
    /// Lone and doubtful ones.
    zh: Vec<bool>,
    en: Vec<bool>,
    zh_lone: Vec<bool>,
    en_lone: Vec<bool>,
}

impl Openness {
    fn new(path: &[PathBead], support: &Support) -> Self {
        let mut zh_lone = vec![false; support.zh.len()];
        let mut en_lone = vec![false; support.en.len()];
        // What a reviewer has fixed is in no bead of the path.
        let mut in_path = [zh_lone.clone(), en_lone.clone()];
        for bead in path {
            zh_lone[bead.zh.clone()].fill(bead.en.is_empty());
            en_lone[bead.en.clone()].fill(bead.zh.is_empty());
            in_path[0][bead.zh.clone()].fill(true);
            in_path[1][bead.en.clone()].fill(true);
        }
        let open = |in_path: &[bool], support: &[f32]| {
            let each = in_path.iter().zip(support);
            each.map(|(&in_path, &support)| in_path && support < DOUBTFUL).collect()
        };
        let (zh, en) = (open(&in_path[0], &support.zh), open(&in_path[1], &support.en));
        Self { zh, en, zh_lone, en_lone }
    }

    /// Whether all sentences of a candidate stand alone.
    fn is_lone(&self, candidate: &MovedCandidate) -> bool {
        let all = |lone: &[bool]| lone.iter().all(|lone| *lone);
        all(&self.zh_lone[candidate.zh.clone()]) && all(&self.en_lone[candidate.en.clone()])
    }

    /// Close the sentences of a candidate; false if one of them is closed already.
    fn take(&mut self, candidate: &MovedCandidate) -> bool {
        let zh = &mut self.zh[candidate.zh.clone()];
        let en = &mut self.en[candidate.en.clone()];
        let free = zh.iter().chain(&*en).all(|open| *open);
        if free {
            zh.fill(false);
            en.fill(false);
        }
        free
    }
}

/// The log-odds of a candidate.
pub fn score(weights: &MovedValues, values: &MovedValues) -> f32 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_speak_for_a_pair() {
        let candidate =
            |zh: Range<usize>, en: Range<usize>| MovedCandidate { zh, en, values: [0.0; COUNT] };
        let mut scored = vec![
            (0.0, candidate(3..4, 9..11)),
            (-2.0, candidate(4..5, 11..12)),
            (-2.0, candidate(4..5, 12..13)),
        ];
        add_context(&mut scored);
        // ln(½·e³ + ½) = 2.356; the other way ln(.1192·e³ + .8808) = 1.187.
        let scores: Vec<f32> = scored.iter().map(|scored| scored.0).collect();
        for (found, expected) in scores.into_iter().zip([1.187, 0.356, -2.0]) {
            assert!((found - expected).abs() < 2e-3, "{found}, not {expected}");
        }
    }

    #[test]
    fn every_feature_has_a_name() {
        assert_eq!(names().count(), COUNT);
        let named = BTreeMap::from([("margin".to_owned(), 2.5)]);
        let at = names().position(|name| name == "margin").unwrap();
        assert_eq!(weights(&named)[at], 2.5);
    }
}
