//! The exact log-likelihood of the gold under the model, and its gradient.

use duizhao::align::band::Band;
use duizhao::align::candidate::lone_length;
use duizhao::align::engine::Engine;
use duizhao::align::feature::{BeadFeature, BeadValues, CutFeature, CutValues};
use duizhao::align::lattice::{FeatureSink, Lattice, news_feature, visit_features, windows};
use duizhao::align::profile::Profile;
use duizhao::align::scene::Scene;
use duizhao::align::search::{Posterior, Scores};
use duizhao::align::shape::{self, Shape};
use duizhao::align::weights::Weights;
use duizhao::lexicon::Lexicon;

use super::latent::Allowed;
use super::texts::{Corpus, Example};

/// Cut features first, then bead features.
pub const PARAMETERS: usize = CutFeature::COUNT + BeadFeature::COUNT;

/// Beads less probable than this under the starting weights are left out of the sums: they cannot
/// become probable, and the features of the others take a hundredth of the memory.
const NEGLIGIBLE: f64 = 1e-7;

/// A bead with its features.
struct Candidate {
    cell: usize,
    shape: usize,
    /// Row of its cut's features.
    cut: usize,
    allowed: bool,
    values: BeadValues,
}

/// The features of an example's beads.
pub struct Features {
    band: Band,
    cuts: Vec<CutValues>,
    candidates: Vec<Candidate>,
}

impl Features {
    /// Features of all beads that matter; `None` if the gold left the band.
    ///
    /// Linked segments leave open how their sentences are divided. With `latent` any way counts as
    /// right; without, the one that is best under the starting weights.
    pub fn of(example: &Example, start: &Weights, latent: bool) -> Option<Self> {
        let lexicon = Lexicon::embedded();
        let zh = Profile::of(&example.zh, lexicon);
        let en = Profile::of(&example.en, lexicon);
        let engine = Engine { lexicon, weights: start };
        let (words, band) = engine.prepare(&zh, &en);
        let mut allowed = Allowed::of(example, &band)?;
        let scene = Scene::new((&zh, &en), &words, &band);
        let mut lattice = Lattice::new(&scene, start);
        let lambda = f32::from(example.corpus == Corpus::News);
        lattice.add_news_prior(&scene, start, lambda);
        if !latent {
            allowed = allowed.best(&band, &lattice);
        }
        let mut collector = Collector {
            scene: &scene,
            posterior: &Posterior::new(&band, &lattice),
            allowed: &allowed,
            lambda,
            cut: [0.0; _],
            cut_cell: 0,
            kept_cut: None,
            cuts: Vec::new(),
            candidates: Vec::new(),
            ends: (0..=zh.len()).flat_map(|zh| band.row(zh).map(move |en| (zh, en))).collect(),
        };
        for rows in windows(0..zh.len() + 1) {
            visit_features(&scene, rows, &mut collector);
        }
        let (cuts, candidates) = (collector.cuts, collector.candidates);
        Some(Self { band, cuts, candidates })
    }

    /// Minus the log-likelihood, and its gradient added to `gradient`.
    pub fn loss(&self, weights: &Weights, weight: f64, gradient: &mut [f64]) -> f64 {
        let cut_scores: Vec<f32> =
            self.cuts.iter().map(|values| weights.score_cut(values)).collect();
        let count = self.band.cell_count() * shape::COUNT;
        let mut free = Sparse(vec![f64::NEG_INFINITY; count]);
        let mut gold = free.clone();
        for candidate in &self.candidates {
            let score =
                f64::from(weights.score_bead(&candidate.values) + cut_scores[candidate.cut]);
            free.0[candidate.cell * shape::COUNT + candidate.shape] = score;
            if candidate.allowed {
                gold.0[candidate.cell * shape::COUNT + candidate.shape] = score;
            }
        }
        let free_sum = Posterior::new(&self.band, &free);
        let gold_sum = Posterior::new(&self.band, &gold);
        if gold_sum.log_total() == f64::NEG_INFINITY {
            return 0.0;
        }
        let ends: Vec<(usize, usize)> = (0..=self.band.zh_count())
            .flat_map(|zh| self.band.row(zh).map(move |en| (zh, en)))
            .collect();
        let mut cut_surplus = vec![0.0; self.cuts.len()];
        for candidate in &self.candidates {
            let (zh, en) = ends[candidate.cell];
            let mut surplus = free_sum.probability(zh, en, candidate.shape);
            if candidate.allowed {
                surplus -= gold_sum.probability(zh, en, candidate.shape);
            }
            cut_surplus[candidate.cut] += surplus;
            let slots = &mut gradient[CutFeature::COUNT..];
            for (slot, value) in slots.iter_mut().zip(&candidate.values) {
                *slot += weight * surplus * f64::from(*value);
            }
        }
        for (values, surplus) in self.cuts.iter().zip(cut_surplus) {
            for (slot, value) in gradient.iter_mut().zip(values) {
                *slot += weight * surplus * f64::from(*value);
            }
        }
        weight * (free_sum.log_total() - gold_sum.log_total())
    }

    /// Add each feature's sum of squares, and the number of candidates.
    pub fn add_squares(&self, squares: &mut [f64]) -> usize {
        for candidate in &self.candidates {
            let values = self.cuts[candidate.cut].iter().chain(&candidate.values);
            for (slot, value) in squares.iter_mut().zip(values) {
                *slot += f64::from(*value) * f64::from(*value);
            }
        }
        self.candidates.len()
    }
}

/// Scores of some beads, the others are impossible.
#[derive(Clone)]
struct Sparse(Vec<f64>);

impl Scores for Sparse {
    fn score(&self, cell: usize, shape: usize) -> f64 {
        self.0[cell * shape::COUNT + shape]
    }
}

/// Keeps the features of beads that matter.
struct Collector<'a> {
    scene: &'a Scene<'a>,
    posterior: &'a Posterior<'a, Lattice>,
    allowed: &'a Allowed,
    lambda: f32,
    cut: CutValues,
    cut_cell: usize,
    kept_cut: Option<usize>,
    cuts: Vec<CutValues>,
    candidates: Vec<Candidate>,
    ends: Vec<(usize, usize)>,
}

impl Collector<'_> {
    /// The features of the prior for news, which the engine adds by itself.
    fn add_news(&self, shape: usize, (zh, en): (usize, usize), values: &mut BeadValues) {
        let mut set =
            |feature: BeadFeature, value: f32| values[feature as usize] = self.lambda * value;
        match shape {
            Shape::LONE_ZH => {
                set(BeadFeature::NewsLoneZh, 1.0);
                let length = lone_length(&self.scene.zh.sentences[zh - 1]);
                set(BeadFeature::NewsLoneLength, length);
            }
            Shape::LONE_EN => {
                set(BeadFeature::NewsLoneEn, 1.0);
                let length = lone_length(&self.scene.en.sentences[en - 1]);
                set(BeadFeature::NewsLoneLength, length);
            }
            _ => set(news_feature(Shape::ALL[shape]), 1.0),
        }
    }
}

impl FeatureSink for Collector<'_> {
    fn cut(&mut self, cell: usize, values: &CutValues) {
        (self.cut, self.cut_cell, self.kept_cut) = (*values, cell, None);
    }

    fn bead(&mut self, cell: usize, shape: usize, values: &BeadValues) {
        let (zh, en) = self.ends[cell];
        let allowed = self.allowed.contains(cell, shape);
        if !allowed && self.posterior.probability(zh, en, shape) < NEGLIGIBLE {
            return;
        }
        let cut = *self.kept_cut.get_or_insert_with(|| {
            self.cuts.push(self.cut);
            self.cuts.len() - 1
        });
        let mut values = *values;
        self.add_news(shape, (zh, en), &mut values);
        self.candidates.push(Candidate { cell, shape, cut, allowed, values });
    }
}
