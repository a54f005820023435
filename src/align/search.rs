//! The search: the best path of beads through the lattice, and how probable each bead is.
//!
//! A semi-Markov model: the probability of an alignment is proportional to the exponential of the sum
//! of its beads' scores. [`best_path`] finds the best one (Viterbi), [`Posterior`] adds up all that
//! contain a bead (forward–backward).

use super::band::Band;
use super::lattice::{Lattice, start_of};
use super::shape::{self, Shape};

/// A bead on a path: where it ends and its number in [`Shape::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Chinese sentences up to and with this bead.
    pub zh_end: usize,
    /// English sentences up to and with this bead.
    pub en_end: usize,
    /// Number of the bead's shape.
    pub shape: usize,
}

/// Scores of beads, by cell and shape.
pub trait Scores: Sync {
    /// The score of a bead; negative infinity if it is not allowed.
    fn score(&self, cell: usize, shape: usize) -> f64;
}

impl Scores for Lattice {
    fn score(&self, cell: usize, shape: usize) -> f64 {
        Lattice::score(self, cell, shape)
    }
}

/// A bead that may end at a cell: shape, cell where it begins, score.
fn arrivals<'a>(
    band: &'a Band,
    scores: &'a impl Scores,
    end: (usize, usize),
    cell: usize,
) -> impl Iterator<Item = (usize, usize, f64)> + 'a {
    Shape::ALL.iter().enumerate().filter_map(move |(number, &shape)| {
        let (zh, en) = start_of(band, end, shape)?;
        let start = band.cell(zh, en)?;
        let score = scores.score(cell, number);
        (score > f64::NEG_INFINITY).then_some((number, start, score))
    })
}

/// The cells of a band in an order in which every bead ends after it begins.
fn in_order(band: &Band) -> impl DoubleEndedIterator<Item = (usize, usize)> + '_ {
    (0..=band.zh_count()).flat_map(|zh| band.row(zh).map(move |en| (zh, en)))
}

/// The path with the highest score. Of equal ones the one whose last beads have smaller numbers.
pub fn best_path(band: &Band, scores: &impl Scores) -> Vec<Step> {
    const NONE: u8 = u8::MAX;
    let mut best = vec![f64::NEG_INFINITY; band.cell_count()];
    let mut arrived_by = vec![NONE; band.cell_count()];
    best[0] = 0.0;
    for (cell, end) in in_order(band).enumerate().skip(1) {
        for (shape, start, score) in arrivals(band, scores, end, cell) {
            if best[start] + score > best[cell] {
                best[cell] = best[start] + score;
                arrived_by[cell] = shape as u8;
            }
        }
    }
    let (mut zh, mut en) = (band.zh_count(), band.en_count());
    let mut steps = Vec::new();
    while zh + en > 0 {
        let cell = band.cell(zh, en).expect("paths stay in the band");
        let shape = usize::from(arrived_by[cell]);
        steps.push(Step { zh_end: zh, en_end: en, shape });
        (zh, en) = (zh - Shape::ALL[shape].zh, en - Shape::ALL[shape].en);
    }
    steps.reverse();
    steps
}

/// Sums over all paths.
#[derive(Debug)]
pub struct Posterior<'a, S> {
    band: &'a Band,
    scores: &'a S,
    /// ln of the sum over all ways to reach a cell.
    forward: Vec<f64>,
    /// ln of the sum over all ways from a cell to the end.
    backward: Vec<f64>,
}

impl<'a, S: Scores> Posterior<'a, S> {
    /// Add up all paths.
    pub fn new(band: &'a Band, scores: &'a S) -> Self {
        let (forward, backward) = rayon::join(|| forward(band, scores), || backward(band, scores));
        Self { band, scores, forward, backward }
    }

    /// ln of the sum of exp(score) over all paths; negative infinity if there is none.
    pub fn log_total(&self) -> f64 {
        self.forward[self.forward.len() - 1]
    }

    /// Probability of a step's bead, 0–1: that these sentences, and no others, make one bead.
    ///
    /// A lone sentence may stand before or after lone sentences of the other side; the ways are
    /// different paths and the same bead, so they are added up.
    pub fn of_step(&self, step: Step) -> f64 {
        let total: f64 = match step.shape {
            Shape::LONE_ZH => {
                let row = self.band.row(step.zh_end);
                row.map(|en| self.probability(step.zh_end, en, step.shape)).sum()
            }
            Shape::LONE_EN => {
                let rows = self.band.rows_near(step.en_end, step.en_end);
                rows.map(|zh| self.probability(zh, step.en_end, step.shape)).sum()
            }
            _ => self.probability(step.zh_end, step.en_end, step.shape),
        };
        total.min(1.0)
    }

    /// Probability of the bead of `shape` that ends at (`zh`, `en`), 0–1.
    pub fn probability(&self, zh: usize, en: usize, shape: usize) -> f64 {
        let start = start_of(self.band, (zh, en), Shape::ALL[shape]);
        let start = start.and_then(|(zh, en)| self.band.cell(zh, en));
        let (Some(start), Some(cell)) = (start, self.band.cell(zh, en)) else { return 0.0 };
        let score = self.scores.score(cell, shape);
        let log = self.forward[start] + score + self.backward[cell] - self.log_total();
        libm::exp(log).min(1.0)
    }
}

fn forward(band: &Band, scores: &impl Scores) -> Vec<f64> {
    let mut sums = vec![f64::NEG_INFINITY; band.cell_count()];
    sums[0] = 0.0;
    let mut terms = Vec::with_capacity(shape::COUNT);
    for (cell, end) in in_order(band).enumerate().skip(1) {
        terms.clear();
        let arrivals = arrivals(band, scores, end, cell);
        terms.extend(arrivals.map(|(_, start, score)| sums[start] + score));
        sums[cell] = log_sum(&terms);
    }
    sums
}

/// The same from the end: each cell hands its sum on to the cells from which beads arrive.
fn backward(band: &Band, scores: &impl Scores) -> Vec<f64> {
    let count = band.cell_count();
    let mut sums = vec![f64::NEG_INFINITY; count];
    sums[count - 1] = 0.0;
    let mut terms = Vec::with_capacity(shape::COUNT);
    for (back, (zh, en)) in in_order(band).rev().enumerate().skip(1) {
        terms.clear();
        for (number, shape) in Shape::ALL.iter().enumerate() {
            let (zh, en) = (zh + shape.zh, en + shape.en);
            if zh <= band.zh_count()
                && let Some(end) = band.cell(zh, en)
            {
                terms.push(scores.score(end, number) + sums[end]);
            }
        }
        sums[count - 1 - back] = log_sum(&terms);
    }
    sums
}

/// ln Σ exp(term), in the order of the terms.
fn log_sum(terms: &[f64]) -> f64 {
    /// Terms this far below the largest do not change a sum of 23 in double precision.
    const NEGLIGIBLE: f64 = -40.0;
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    let above = terms.iter().map(|term| term - largest).filter(|&term| term > NEGLIGIBLE);
    largest + libm::log(above.map(libm::exp).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lattice given by the score of each shape, the same everywhere.
    struct ByShape(fn(Shape) -> f64);

    impl Scores for ByShape {
        fn score(&self, _cell: usize, shape: usize) -> f64 {
            (self.0)(Shape::ALL[shape])
        }
    }

    #[test]
    fn probabilities_by_hand() {
        // Two sentences against one, all scores 0: 2-1; 1-1 with a lone sentence before or after;
        // three lone sentences in 3 orders. Six paths.
        let band = Band::full(2, 1);
        let posterior = Posterior::new(&band, &ByShape(|_| 0.0));
        assert!((posterior.log_total() - libm::log(6.0)).abs() < 1e-12);
        let two_one = Shape { zh: 2, en: 1 }.index().unwrap();
        assert!((posterior.probability(2, 1, two_one) - 1.0 / 6.0).abs() < 1e-12);
        let one_one = Shape { zh: 1, en: 1 }.index().unwrap();
        assert!((posterior.probability(1, 1, one_one) - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn a_lone_sentence_is_one_bead_wherever_it_stands() {
        // One sentence against one: 1-1, or both alone in either order. Three paths.
        let band = Band::full(1, 1);
        let posterior = Posterior::new(&band, &ByShape(|_| 0.0));
        let lone = Step { zh_end: 1, en_end: 0, shape: Shape::LONE_ZH };
        assert!((posterior.of_step(lone) - 2.0 / 3.0).abs() < 1e-12);
        let pair = Step { zh_end: 1, en_end: 1, shape: 2 };
        assert!((posterior.of_step(pair) - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_best_path_maximises_the_sum() {
        let band = Band::full(3, 2);
        let steps = best_path(
            &band,
            &ByShape(|shape| match (shape.zh, shape.en) {
                (1, 1) => 2.0,
                (2, 1) => 3.0,
                _ => -5.0,
            }),
        );
        let shapes: Vec<_> = steps.iter().map(|step| Shape::ALL[step.shape]).collect();
        assert_eq!(shapes.len(), 2);
        assert!(
            shapes.contains(&Shape { zh: 2, en: 1 }) && shapes.contains(&Shape { zh: 1, en: 1 })
        );
    }

    #[test]
    fn the_probabilities_of_the_beads_over_a_sentence_add_up_to_one() {
        let band = Band::full(4, 5);
        let scores = ByShape(|shape| -0.3 * (shape.zh as f64 - shape.en as f64).abs());
        let posterior = Posterior::new(&band, &scores);
        for sentence in 0..4 {
            let mut total = 0.0;
            for (number, shape) in Shape::ALL.iter().enumerate() {
                let ends = (sentence + 1..=4).filter(|end| end - shape.zh.min(*end) <= sentence);
                total += ends
                    .flat_map(|zh| (0..=5).map(move |en| (zh, en)))
                    .map(|(zh, en)| posterior.probability(zh, en, number))
                    .sum::<f64>();
            }
            assert!((total - 1.0).abs() < 1e-9, "{sentence}: {total}");
        }
    }
}
