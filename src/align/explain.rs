//! Explanations: a bead's score taken apart into features and weights, and what stood against it.

use super::candidate::lone_length;
use super::domain;
use super::engine::Engine;
use super::feature::{BeadFeature, BeadValues, CutFeature, CutValues};
use super::lattice::{FeatureSink, Lattice, news_feature, start_of, visit_features, windows};
use super::profile::Profile;
use super::scene::Scene;
use super::search::{Posterior, Scores, Step, best_path};
use super::shape::{self, Shape};

/// A feature's share in a score: `value` · `weight`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Name of the feature (`docs/alignment.md` has the list).
    pub feature: &'static str,
    /// What was measured.
    pub value: f32,
    /// How much it counts.
    pub weight: f32,
}

/// Another bead that begins with the same sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// Chinese sentences.
    pub zh: Vec<usize>,
    /// English sentences.
    pub en: Vec<usize>,
    /// Its probability, 0–1.
    pub probability: f64,
}

/// Why a bead has its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Chinese sentences.
    pub zh: Vec<usize>,
    /// English sentences.
    pub en: Vec<usize>,
    /// Probability of the bead, 0–1.
    pub probability: f64,
    /// The sum of all parts.
    pub score: f64,
    /// Features that are not 0, those of the bead before those of the cut at its end.
    pub parts: Vec<Part>,
    /// The most probable other beads that begin where this one begins, best first, at most three.
    pub rivals: Vec<Rival>,
}

/// Explain every bead of the best monotone path. Nothing if a side has no sentences.
pub fn explain(engine: &Engine<'_>, zh: &Profile, en: &Profile) -> Vec<Explanation> {
    if zh.is_empty() || en.is_empty() {
        return Vec::new();
    }
    let (words, band) = engine.prepare(zh, en);
    let scene = Scene::new((zh, en), &words, &band);
    let mut lattice = Lattice::new(&scene, engine.weights);
    let share = domain::lone_share(&band, &Posterior::new(&band, &lattice));
    let lambda = domain::lambda(share, domain::is_news(zh, en));
    lattice.add_news_prior(&scene, engine.weights, lambda);
    let posterior = Posterior::new(&band, &lattice);
    let steps = best_path(&band, &lattice);
    let mut sink = Wanted::new(&scene, &steps);
    for rows in windows(0..zh.len() + 1) {
        visit_features(&scene, rows, &mut sink);
    }
    let explain = |(step, (cut, mut bead)): (&Step, (CutValues, BeadValues))| {
        add_news(&scene, step, lambda, &mut bead);
        explanation(engine, &scene, &lattice, &posterior, (step, cut, bead))
    };
    steps.iter().zip(sink.found).map(explain).collect()
}

/// Collects the features of the beads of a path.
struct Wanted<'a> {
    /// For each cell the bead of the path that ends there.
    at_cell: Vec<Option<usize>>,
    steps: &'a [Step],
    cut: CutValues,
    found: Vec<(CutValues, BeadValues)>,
}

impl<'a> Wanted<'a> {
    fn new(scene: &Scene<'_>, steps: &'a [Step]) -> Self {
        let mut at_cell = vec![None; scene.band.cell_count()];
        for (number, step) in steps.iter().enumerate() {
            if let Some(cell) = scene.band.cell(step.zh_end, step.en_end) {
                at_cell[cell] = Some(number);
            }
        }
        let found = vec![([0.0; _], [0.0; _]); steps.len()];
        Self { at_cell, steps, cut: [0.0; _], found }
    }
}

impl FeatureSink for Wanted<'_> {
    fn cut(&mut self, _cell: usize, values: &CutValues) {
        self.cut = *values;
    }

    fn bead(&mut self, cell: usize, shape: usize, values: &BeadValues) {
        if let Some(number) = self.at_cell[cell].filter(|&at| self.steps[at].shape == shape) {
            self.found[number] = (self.cut, *values);
        }
    }
}

/// The features of the prior for news, which the lattice adds by itself.
fn add_news(scene: &Scene<'_>, step: &Step, lambda: f32, values: &mut BeadValues) {
    let mut set = |feature: BeadFeature, value: f32| values[feature as usize] = lambda * value;
    match step.shape {
        Shape::LONE_ZH => {
            set(BeadFeature::NewsLoneZh, 1.0);
            let sentence = &scene.zh.sentences[step.zh_end - 1];
            set(BeadFeature::NewsLoneLength, lone_length(sentence));
        }
        Shape::LONE_EN => {
            set(BeadFeature::NewsLoneEn, 1.0);
            let sentence = &scene.en.sentences[step.en_end - 1];
            set(BeadFeature::NewsLoneLength, lone_length(sentence));
        }
        shape => set(news_feature(Shape::ALL[shape]), 1.0),
    }
}

fn explanation(
    engine: &Engine<'_>,
    scene: &Scene<'_>,
    lattice: &Lattice,
    posterior: &Posterior<'_, Lattice>,
    (step, cut, bead): (&Step, CutValues, BeadValues),
) -> Explanation {
    let bead_names = BeadFeature::ALL.iter().map(|feature| feature.name());
    let cut_names = CutFeature::ALL.iter().map(|feature| feature.name());
    let values = bead.iter().chain(&cut).zip(engine.weights.bead.iter().chain(&engine.weights.cut));
    let parts = bead_names
        .chain(cut_names)
        .zip(values)
        .map(|(feature, (&value, &weight))| Part { feature, value, weight })
        .filter(|part| part.value != 0.0)
        .collect();
    let shape = Shape::ALL[step.shape];
    let start = (step.zh_end - shape.zh, step.en_end - shape.en);
    let score = scene
        .band
        .cell(step.zh_end, step.en_end)
        .map(|cell| Scores::score(lattice, cell, step.shape));
    Explanation {
        zh: (start.0..step.zh_end).collect(),
        en: (start.1..step.en_end).collect(),
        probability: posterior.of_step(*step),
        score: score.unwrap_or(0.0),
        parts,
        rivals: rivals(scene, posterior, start, step.shape),
    }
}

/// Rivals less probable than this say nothing.
const LEAST_RIVAL: f64 = 0.001;

fn rivals(
    scene: &Scene<'_>,
    posterior: &Posterior<'_, Lattice>,
    start: (usize, usize),
    own: usize,
) -> Vec<Rival> {
    let mut rivals: Vec<Rival> = (0..shape::COUNT)
        .filter(|&number| number != own)
        .filter_map(|number| {
            let shape = Shape::ALL[number];
            let end = (start.0 + shape.zh, start.1 + shape.en);
            let inside = end.0 <= scene.zh.len() && end.1 <= scene.en.len();
            let reached = inside && scene.band.cell(end.0, end.1).is_some();
            reached.then(|| start_of(scene.band, end, shape))??;
            let probability = posterior.probability(end.0, end.1, number);
            (probability >= LEAST_RIVAL).then(|| Rival {
                zh: (start.0..end.0).collect(),
                en: (start.1..end.1).collect(),
                probability,
            })
        })
        .collect();
    rivals.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    rivals.truncate(3);
    rivals
}
