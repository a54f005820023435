//! Exact-span scores by label, and reliability of probabilities.

use std::collections::BTreeSet;
use std::fmt::Write;

use duizhao::mention::{Label, Mention};
use duizhao::tag::tagset::LABELS;
use duizhao::text::CharSpan;

/// Counts of right, wrong and missed mentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn add(&mut self, gold: &BTreeSet<(CharSpan, Label)>, found: &BTreeSet<(CharSpan, Label)>) {
        self.right += gold.intersection(found).count();
        self.wrong += found.difference(gold).count();
        self.missed += gold.difference(found).count();
    }

    /// Share of the found ones that are right, in percent.
    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    /// Share of the gold ones that are found, in percent.
    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    /// Their harmonic mean, in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed).max(1) as f64
    }
}

/// Scores over many sentences.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    labels: [Counts; 3],
    all: Counts,
    spans: Counts,
    /// Probability of each found mention and whether it is right.
    probabilities: Vec<(f64, bool)>,
}

impl Scores {
    /// Add one sentence.
    pub fn add(&mut self, gold: &[(CharSpan, Label)], found: &[Mention]) {
        let gold: BTreeSet<_> = gold.iter().copied().collect();
        let mentions: BTreeSet<_> = found.iter().map(|m| (m.span, m.label)).collect();
        for (number, label) in LABELS.into_iter().enumerate() {
            let only = |set: &BTreeSet<(CharSpan, Label)>| {
                set.iter().copied().filter(|m| m.1 == label).collect()
            };
            self.labels[number].add(&only(&gold), &only(&mentions));
        }
        self.all.add(&gold, &mentions);
        let bare =
            |set: &BTreeSet<(CharSpan, Label)>| set.iter().map(|m| (m.0, Label::Misc)).collect();
        self.spans.add(&bare(&gold), &bare(&mentions));
        self.probabilities
            .extend(found.iter().map(|m| (m.probability, gold.contains(&(m.span, m.label)))));
    }

    /// A line with precision, recall and F1 by label, over all labels, and of spans alone.
    pub fn line(&self) -> String {
        let names = LABELS.iter().map(|label| label.name());
        let columns = names.zip(self.labels).chain([("ALL", self.all), ("span", self.spans)]);
        let mut line = String::new();
        for (name, counts) in columns {
            let (p, r, f) = (counts.precision(), counts.recall(), counts.f1());
            let _ = write!(line, "{name} P{p:.1} R{r:.1} F{f:.1}  ");
        }
        line
    }

    /// F1 over all labels, in percent.
    pub fn f1(&self) -> f64 {
        self.all.f1()
    }

    /// Probability and correctness of each found mention.
    pub fn probabilities(&self) -> &[(f64, bool)] {
        &self.probabilities
    }

    /// The reliability table: found mentions by probability, and the share of right ones.
    pub fn reliability(&self) -> String {
        let mut table = String::from("  probability   mentions   mean   right\n");
        for bin in 0..10 {
            let (low, high) = (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0);
            let inside = |p: f64| p >= low && (p < high || bin == 9);
            let found: Vec<_> = self.probabilities.iter().filter(|(p, _)| inside(*p)).collect();
            if found.is_empty() {
                continue;
            }
            let mean = found.iter().map(|(p, _)| p).sum::<f64>() / found.len() as f64;
            let right =
                found.iter().filter(|(_, right)| *right).count() as f64 / found.len() as f64;
            let count = found.len();
            let _ =
                writeln!(table, "  {low:.1}–{high:.1}       {count:8}   {mean:.2}   {right:.2}");
        }
        let error: f64 = self.calibration_error();
        let _ = writeln!(table, "  expected calibration error {error:.3}");
        table
    }

    /// Mean distance between probability and share of right ones over ten bins.
    pub fn calibration_error(&self) -> f64 {
        let mut bins = [(0.0, 0.0, 0.0); 10];
        for &(p, right) in &self.probabilities {
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1.0, bin.1 + p, bin.2 + f64::from(u8::from(right)));
        }
        let off: f64 = bins.iter().map(|(_, p, right): &(f64, f64, f64)| (p - right).abs()).sum();
        off / self.probabilities.len().max(1) as f64
    }
}
