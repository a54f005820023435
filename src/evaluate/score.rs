//! Counts → precision, recall, F1.

use std::ops::AddAssign;

use serde::Serialize;

/// How many things were found, how many were there, and how many of both are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Right predictions.
    pub hits: usize,
    /// Predictions.
    pub predicted: usize,
    /// Things in the gold.
    pub gold: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// Precision, recall and F1, each 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figures {
    /// Share of the predictions that are right, 0 if there are none.
    pub precision: f64,
    /// Share of the gold that was found, 0 if there is none.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// What they come from; for lax figures the hits of the precision.
    pub counts: Counts,
}

impl From<Counts> for Figures {
    fn from(counts: Counts) -> Self {
        Self::new(counts, counts.hits)
    }
}

impl Figures {
    /// Figures whose recall counts other hits, those of the gold's things, than the precision.
    pub(super) fn new(counts: Counts, gold_hits: usize) -> Self {
        let share = |part: usize, whole: usize| {
            if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
        };
        let precision = share(counts.hits, counts.predicted);
        let recall = share(gold_hits, counts.gold);
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1, counts }
    }
}
