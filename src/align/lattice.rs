//! The lattice: the score of every bead that the band allows.

use std::ops::Range;

use rayon::prelude::*;

use super::band::Band;
use super::candidate::{Covers, bead_values, lone_length};
use super::cut::cut_values;
use super::feature::{BeadFeature, BeadValues, CutValues};
use super::scene::Scene;
use super::shape::{self, Shape};
use super::weights::Weights;

/// Rows that are scored together: a larger window compares words that never meet, a smaller one
/// repeats its margins.
const WINDOW_ROWS: usize = 64;

/// The score of what is not in the band.
const IMPOSSIBLE: f32 = f32::NEG_INFINITY;

/// Receives the features of a scene, cell by cell in the order of the band.
pub trait FeatureSink {
    /// The features of a cut; the beads that end at it follow.
    fn cut(&mut self, cell: usize, values: &CutValues);
    /// The features of the bead of `Shape::ALL[shape]` that ends at `cell`.
    fn bead(&mut self, cell: usize, shape: usize, values: &BeadValues);
}

/// Compute all features of the beads that end in `rows`.
pub fn visit_features(scene: &Scene<'_>, rows: Range<usize>, sink: &mut impl FeatureSink) {
    let window = scene.window(rows.clone());
    let covers = Covers::new(scene, &window);
    for zh in rows {
        for en in scene.band.row(zh) {
            let Some(cell) = scene.band.cell(zh, en) else { continue };
            sink.cut(cell, &cut_values(scene, &window, zh, en));
            for (number, &shape) in Shape::ALL.iter().enumerate() {
                if let Some(start) = start_of(scene.band, (zh, en), shape) {
                    sink.bead(cell, number, &bead_values(scene, &covers, start, shape));
                }
            }
        }
    }
}

/// Where a bead that ends at a cell begins, if the band has that cell.
pub fn start_of(band: &Band, (zh, en): (usize, usize), shape: Shape) -> Option<(usize, usize)> {
    let start = (zh.checked_sub(shape.zh)?, en.checked_sub(shape.en)?);
    band.cell(start.0, start.1).map(|_| start)
}

/// Scores of all beads in a band, for the search.
#[derive(Debug, Clone)]
pub struct Lattice {
    /// Cells × shapes: score of the bead and of the cut at its end.
    scores: Vec<f32>,
}

impl Lattice {
    /// Score every bead.
    pub fn new(scene: &Scene<'_>, weights: &Weights) -> Self {
        let scored: Vec<Vec<f32>> = windows(0..scene.zh.len() + 1)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|rows| {
                let cells = scene.band.cells(rows.clone());
                let mut sink = Scorer::new(weights, cells);
                visit_features(scene, rows, &mut sink);
                sink.scores
            })
            .collect();
        Self { scores: scored.concat() }
    }

    /// The score of the bead of `Shape::ALL[shape]` that ends at `cell`.
    #[inline]
    pub fn score(&self, cell: usize, shape: usize) -> f64 {
        f64::from(self.scores[cell * shape::COUNT + shape])
    }

    /// Add the prior for abridged news, `lambda` times.
    pub fn add_news_prior(&mut self, scene: &Scene<'_>, weights: &Weights, lambda: f32) {
        let weight = |feature: BeadFeature| lambda * weights.bead[feature as usize];
        let per_byte = weight(BeadFeature::NewsLoneLength);
        for zh in 0..=scene.zh.len() {
            for en in scene.band.row(zh) {
                let Some(cell) = scene.band.cell(zh, en) else { continue };
                let scores = &mut self.scores[cell * shape::COUNT..][..shape::COUNT];
                if zh > 0 {
                    let length = lone_length(&scene.zh.sentences[zh - 1]);
                    scores[Shape::LONE_ZH] += weight(BeadFeature::NewsLoneZh) + per_byte * length;
                }
                if en > 0 {
                    let length = lone_length(&scene.en.sentences[en - 1]);
                    scores[Shape::LONE_EN] += weight(BeadFeature::NewsLoneEn) + per_byte * length;
                }
                for (score, shape) in scores.iter_mut().zip(Shape::ALL).skip(2) {
                    *score += weight(news_feature(shape));
                }
            }
        }
    }
}

/// The news feature of a bead with text on both sides.
pub fn news_feature(shape: Shape) -> BeadFeature {
    if shape.zh + shape.en == 2 { BeadFeature::NewsOneOne } else { BeadFeature::NewsSeveral }
}

/// Rows cut into windows.
pub fn windows(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    rows.clone().step_by(WINDOW_ROWS).map(move |start| start..(start + WINDOW_ROWS).min(rows.end))
}

/// Turns features into scores.
struct Scorer<'a> {
    weights: &'a Weights,
    first_cell: usize,
    cut_score: f32,
    scores: Vec<f32>,
}

impl<'a> Scorer<'a> {
    fn new(weights: &'a Weights, cells: Range<usize>) -> Self {
        let scores = vec![IMPOSSIBLE; cells.len() * shape::COUNT];
        Self { weights, first_cell: cells.start, cut_score: 0.0, scores }
    }
}

impl FeatureSink for Scorer<'_> {
    fn cut(&mut self, _cell: usize, values: &CutValues) {
        self.cut_score = self.weights.score_cut(values);
    }

    fn bead(&mut self, cell: usize, shape: usize, values: &BeadValues) {
        let at = (cell - self.first_cell) * shape::COUNT + shape;
        self.scores[at] = self.cut_score + self.weights.score_bead(values);
    }
}
