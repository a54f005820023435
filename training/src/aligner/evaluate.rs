//! Measuring an aligner on the development texts.

use std::collections::BTreeMap;

use duizhao::align::Aligner;
use duizhao::bead::Bead;
use rayon::prelude::*;

use super::score::{Counts, calibration, news, strict};
use super::texts::{Corpus, Example, Gold};

/// Figures of a set of examples.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Strict beads of the literary and academic texts.
    pub beads: BTreeMap<Corpus, Counts>,
    /// Strict hits by bead type, literary texts.
    pub by_type: BTreeMap<String, Counts>,
    /// Links of news, by variant.
    pub links: BTreeMap<String, Counts>,
    /// Found links of moved paragraphs, and all of them.
    pub moved: (usize, usize),
    /// Literary gold beads that were not found, with their texts and what was found instead.
    pub misses: Vec<String>,
    /// Confidence of each bead and whether it is right, by corpus.
    pub confidence: BTreeMap<Corpus, Vec<(f64, bool)>>,
}

impl Figures {
    /// Align the examples and count.
    pub fn of(aligner: &Aligner, examples: &[&Example]) -> Self {
        let each: Vec<Figures> =
            examples.par_iter().map(|example| Self::of_one(aligner, example)).collect();
        let mut all = Self::default();
        for figures in each {
            all.add(figures);
        }
        all
    }

    fn of_one(aligner: &Aligner, example: &Example) -> Self {
        let alignment = aligner.align(&example.zh, &example.en);
        let beads = &alignment.beads;
        let mut figures = Self::default();
        let right = match &example.gold {
            Gold::Beads(gold) => {
                figures.beads.insert(example.corpus, strict(beads, gold));
                let is_right = |bead: &Bead| gold.iter().any(|g| g.0 == bead.zh && g.1 == bead.en);
                if example.corpus == Corpus::Literary {
                    for (zh, en) in gold {
                        let counts =
                            figures.by_type.entry(bead_type(zh.len(), en.len())).or_default();
                        counts.gold += 1;
                        let found = beads.iter().any(|b| &b.zh == zh && &b.en == en);
                        counts.hit += usize::from(found);
                        if !found {
                            figures.misses.push(miss(example, (zh, en), beads));
                        }
                    }
                }
                beads.iter().map(is_right).collect()
            }
            Gold::Segments(segments) => {
                let variant = example.name.rsplit('.').next().unwrap_or("").to_owned();
                let moved = variant == "moved";
                let score = news(&example.zh, &example.en, beads, segments, moved);
                figures.links.insert(variant, score.links);
                figures.moved = score.moved;
                score.right
            }
        };
        let pairs = beads.iter().map(|bead| bead.confidence).zip(right).collect();
        figures.confidence.insert(example.corpus, pairs);
        figures
    }

    /// Add other examples' figures.
    pub fn add(&mut self, other: Figures) {
        for (corpus, counts) in other.beads {
            self.beads.entry(corpus).or_default().add(counts);
        }
        for (name, counts) in other.by_type {
            self.by_type.entry(name).or_default().add(counts);
        }
        for (variant, counts) in other.links {
            self.links.entry(variant).or_default().add(counts);
        }
        self.misses.extend(other.misses);
        self.moved.0 += other.moved.0;
        self.moved.1 += other.moved.1;
        for (corpus, pairs) in other.confidence {
            self.confidence.entry(corpus).or_default().extend(pairs);
        }
    }

    /// F1 of all news links.
    pub fn news_f1(&self) -> f64 {
        let mut all = Counts::default();
        self.links.values().for_each(|counts| all.add(*counts));
        all.f1()
    }

    /// One line for tables of experiments.
    pub fn line(&self) -> String {
        let f1 = |corpus| self.beads.get(&corpus).copied().unwrap_or_default().f1();
        let link = |variant: &str| self.links.get(variant).copied().unwrap_or_default().f1();
        let error = |corpus| calibration(self.confidence.get(&corpus).map_or(&[], Vec::as_slice)).0;
        format!(
            "literary {:.4}  academic {:.4}  news {:.4} (plain {:.3} abridged {:.3} moved {:.3}; \
             moved links {}/{})  calibration error {:.3} {:.3}",
            f1(Corpus::Literary),
            f1(Corpus::Academic),
            self.news_f1(),
            link("plain"),
            link("abridged"),
            link("moved"),
            self.moved.0,
            self.moved.1,
            error(Corpus::Literary),
            error(Corpus::News),
        )
    }

    /// Beads, mean confidence and share of right beads, for each tenth of confidence.
    pub fn calibration_table(&self) -> String {
        let mut rows = String::new();
        for (corpus, pairs) in &self.confidence {
            let (error, bins) = calibration(pairs);
            rows += &format!("{corpus:?}: expected calibration error {error:.4};");
            for (count, confidence, right) in bins.into_iter().filter(|bin| bin.0 > 0) {
                rows += &format!(" {confidence:.2}→{right:.2} ({count})");
            }
            rows.push('\n');
        }
        rows
    }

    /// Recall of the literary gold by bead type.
    pub fn recall_line(&self) -> String {
        let each = self.by_type.iter().map(|(name, counts)| {
            format!("{name} {:.3} ({})", counts.hit as f64 / counts.gold as f64, counts.gold)
        });
        each.collect::<Vec<_>>().join("  ")
    }
}

/// A gold bead that was not found: its sentences, and the beads that were found with any of them.
fn miss(example: &Example, (zh, en): (&[usize], &[usize]), beads: &[Bead]) -> String {
    let mut text = format!("{} {zh:?} {en:?}\n", example.name);
    for (version, sentences) in [(&example.zh, zh), (&example.en, en)] {
        for &at in sentences {
            text += &format!("    {at} {}\n", version.sentence_text(at));
        }
    }
    let touches = |bead: &&Bead| {
        bead.zh.iter().any(|at| zh.contains(at)) || bead.en.iter().any(|at| en.contains(at))
    };
    for bead in beads.iter().filter(touches) {
        text += &format!("  found {:?} {:?} {:.2}\n", bead.zh, bead.en, bead.confidence);
    }
    text
}

fn bead_type(zh: usize, en: usize) -> String {
    format!("{}-{}", zh.min(4), en.min(4))
}
