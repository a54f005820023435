//! Figures of beads.
//!
//! Strict: a predicted bead is right if the same bead is in the gold; all beads count, those with
//! an empty side too. Lax: a bead is right if it is in the other set, or shares a Chinese and an
//! English sentence with one bead of it. Both as in the evaluations of hunalign, Vecalign and
//! Bertalign.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::score::{Counts, Figures};

/// A bead as evaluation sees it: sentences by a key that gold and prediction share.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EvaluatedBead {
    /// Keys of the Chinese sentences, ascending.
    pub zh: Vec<usize>,
    /// Keys of the English sentences, ascending.
    pub en: Vec<usize>,
    /// The confidence, if the prediction gives one.
    pub confidence: Option<f64>,
}

type Sides = (Vec<usize>, Vec<usize>);

impl EvaluatedBead {
    fn sides(&self) -> Sides {
        (self.zh.clone(), self.en.clone())
    }
}

/// Strict and lax figures of one text or of several.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct AlignmentScores {
    /// Strict figures.
    pub strict: Figures,
    /// Lax figures.
    pub lax: Figures,
}

/// Figures on the beads of all texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AlignmentReport {
    /// Each text by its name.
    pub texts: BTreeMap<String, AlignmentScores>,
    /// All texts together, micro-averaged.
    pub all: AlignmentScores,
    /// Strict figures by bead type, where 3 stands for 3 or more sentences.
    pub by_type: BTreeMap<String, Figures>,
    /// Confidence against truth, if the prediction gives confidences.
    pub calibration: Option<Calibration>,
}

/// How well the confidence tells the share of right beads.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Calibration {
    /// Expected calibration error: the mean over all beads of the distance between the mean
    /// confidence and the share of right beads of their bin (Naeini et al. 2015, ten equal bins).
    pub expected_error: f64,
    /// Mean squared difference of confidence and truth (Brier 1950).
    pub brier: f64,
    /// The bins that hold beads.
    pub bins: Vec<CalibrationBin>,
}

/// The beads of one range of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct CalibrationBin {
    /// Start of the range; it is 0.1 wide.
    pub from: f64,
    /// Number of beads.
    pub beads: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// Number of bins of confidence.
const BINS: usize = 10;

/// Counts the beads of text after text.
#[derive(Debug, Default)]
pub(super) struct AlignmentCounter {
    texts: BTreeMap<String, AlignmentScores>,
    strict: Counts,
    lax: LaxCounts,
    by_type: BTreeMap<String, Counts>,
    judged: Vec<(f64, bool)>,
}

/// Lax hits differ for precision and recall: two beads may share sentences with one.
#[derive(Debug, Clone, Copy, Default)]
struct LaxCounts {
    counts: Counts,
    gold_hits: usize,
}

impl AlignmentCounter {
    /// Count one text.
    pub(super) fn add(&mut self, name: &str, gold: &[EvaluatedBead], predicted: &[EvaluatedBead]) {
        let strict = self.count_strict(gold, predicted);
        let lax = count_lax(gold, predicted);
        self.strict += strict;
        self.lax.counts += lax.counts;
        self.lax.gold_hits += lax.gold_hits;
        let scores =
            AlignmentScores { strict: strict.into(), lax: Figures::new(lax.counts, lax.gold_hits) };
        self.texts.insert(name.to_owned(), scores);
    }

    fn count_strict(&mut self, gold: &[EvaluatedBead], predicted: &[EvaluatedBead]) -> Counts {
        let mut left: BTreeMap<Sides, usize> = BTreeMap::new();
        for bead in gold {
            *left.entry(bead.sides()).or_default() += 1;
            self.by_type.entry(type_name(bead)).or_default().gold += 1;
        }
        let mut hits = 0;
        for bead in predicted {
            let is_right = match left.get_mut(&bead.sides()) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            };
            let of_type = self.by_type.entry(type_name(bead)).or_default();
            of_type.predicted += 1;
            of_type.hits += usize::from(is_right);
            hits += usize::from(is_right);
            self.judged.extend(bead.confidence.map(|confidence| (confidence, is_right)));
        }
        Counts { hits, predicted: predicted.len(), gold: gold.len() }
    }

    /// The figures over all texts.
    pub(super) fn finish(self) -> AlignmentReport {
        AlignmentReport {
            texts: self.texts,
            all: AlignmentScores {
                strict: self.strict.into(),
                lax: Figures::new(self.lax.counts, self.lax.gold_hits),
            },
            by_type: self.by_type.into_iter().map(|(name, counts)| (name, counts.into())).collect(),
            calibration: (!self.judged.is_empty()).then(|| calibration(&self.judged)),
        }
    }
}

/// The bead's type with 3 for 3 or more.
fn type_name(bead: &EvaluatedBead) -> String {
    format!("{}-{}", bead.zh.len().min(3), bead.en.len().min(3))
}

fn count_lax(gold: &[EvaluatedBead], predicted: &[EvaluatedBead]) -> LaxCounts {
    let hits = lax_hits(predicted, gold);
    LaxCounts {
        counts: Counts { hits, predicted: predicted.len(), gold: gold.len() },
        gold_hits: lax_hits(gold, predicted),
    }
}

/// How many of `beads` are laxly right against `others`.
fn lax_hits(beads: &[EvaluatedBead], others: &[EvaluatedBead]) -> usize {
    let same: BTreeSet<Sides> = others.iter().map(EvaluatedBead::sides).collect();
    let mut partners: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for bead in others {
        for &zh in &bead.zh {
            partners.entry(zh).or_default().extend(&bead.en);
        }
    }
    let shares_a_pair = |bead: &EvaluatedBead| {
        let mut of_zh = bead.zh.iter().filter_map(|zh| partners.get(zh));
        of_zh.any(|partners| bead.en.iter().any(|en| partners.contains(en)))
    };
    beads.iter().filter(|bead| same.contains(&bead.sides()) || shares_a_pair(bead)).count()
}

fn calibration(judged: &[(f64, bool)]) -> Calibration {
    let mut bins = [(0usize, 0.0, 0usize); BINS];
    let mut squares = 0.0;
    for &(confidence, right) in judged {
        let truth = if right { 1.0 } else { 0.0 };
        squares += (confidence - truth) * (confidence - truth);
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += 1;
        bin.1 += confidence;
        bin.2 += usize::from(right);
    }
    let all = judged.len() as f64;
    let filled = bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0);
    let bins: Vec<_> = filled
        .map(|(index, &(beads, confidence, right))| CalibrationBin {
            from: index as f64 / BINS as f64,
            beads,
            confidence: confidence / beads as f64,
            right: right as f64 / beads as f64,
        })
        .collect();
    let error = |bin: &CalibrationBin| (bin.confidence - bin.right).abs() * bin.beads as f64 / all;
    Calibration { expected_error: bins.iter().map(error).sum(), brier: squares / all, bins }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(zh: &[usize], en: &[usize], confidence: f64) -> EvaluatedBead {
        EvaluatedBead { zh: zh.into(), en: en.into(), confidence: Some(confidence) }
    }

    #[test]
    fn figures_of_a_small_text_by_hand() {
        let gold = [bead(&[0], &[0], 1.0), bead(&[1, 2], &[1], 1.0), bead(&[], &[2], 1.0)];
        let predicted = [
            bead(&[0], &[0], 0.95),
            bead(&[1], &[1], 0.55),
            bead(&[2], &[], 0.5),
            bead(&[], &[2], 0.85),
        ];
        let mut counter = AlignmentCounter::default();
        counter.add("a", &gold, &predicted);
        let report = counter.finish();
        let Figures { precision, recall, .. } = report.all.strict;
        assert_eq!((precision, recall), (0.5, 2.0 / 3.0));
        // 1-1 shares a pair with 2-1; the null does not.
        let Figures { precision, recall, .. } = report.all.lax;
        assert_eq!((precision, recall), (0.75, 1.0));
        assert_eq!(report.by_type["2-1"].counts, Counts { hits: 0, predicted: 0, gold: 1 });
        let calibration = report.calibration.unwrap();
        // Bins: 0.9 (1 right, 0.05 off), 0.8 (1 right, 0.15 off), 0.5 (2 wrong, 0.525 off).
        assert!((calibration.expected_error - (0.05 + 0.15 + 2.0 * 0.525) / 4.0).abs() < 1e-12);
    }
}
