//! Scores: strict F1 of beads, F1 of links between segments, calibration.
//!
//! The same figures as the published evaluations print, so that no other program is needed.

use std::collections::BTreeSet;

use duizhao::bead::Bead;
use duizhao::document::Version;

use super::texts::{GoldBead, Segments};

/// Hits among predictions and among gold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Right ones.
    pub hit: usize,
    /// Predicted ones.
    pub predicted: usize,
    /// Gold ones.
    pub gold: usize,
}

impl Counts {
    /// Add another text's.
    pub fn add(&mut self, other: Counts) {
        self.hit += other.hit;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.hit as f64 / (self.predicted + self.gold).max(1) as f64
    }
}

/// Strict: a bead counts only if the gold has the same one. Lone sentences count too.
pub fn strict(beads: &[Bead], gold: &[GoldBead]) -> Counts {
    let gold_set: BTreeSet<&GoldBead> = gold.iter().collect();
    let hit = beads.iter().filter(|bead| gold_set.contains(&(bead.zh.clone(), bead.en.clone())));
    Counts { hit: hit.count(), predicted: beads.len(), gold: gold.len() }
}

/// Links between gold segments, and whether each bead with text on both sides is right.
#[derive(Debug, Clone, Default)]
pub struct NewsScore {
    /// Links.
    pub links: Counts,
    /// Found links of the moved paragraph, and all of them.
    pub moved: (usize, usize),
    /// For each bead whether it covers linked segments only, or none if it is a lone sentence.
    pub right: Vec<bool>,
}

/// A segment is covered if this share of it is in the bead, or of the bead's side in it.
const SHARE: f64 = 0.3;

/// Links whose order is inverted to that of at least this many others are moved.
const INVERSIONS: usize = 3;

/// Score the beads of an article against its linked segments (as `score_news.py`).
pub fn news(zh: &Version, en: &Version, beads: &[Bead], gold: &Segments, moved: bool) -> NewsScore {
    let links: BTreeSet<(usize, usize)> = gold.links.iter().copied().collect();
    let (zh_cover, en_cover) = (Covering::new(zh, &gold.zh), Covering::new(en, &gold.en));
    let mut predicted = BTreeSet::new();
    let mut score = NewsScore::default();
    for bead in beads {
        let (zh_hit, en_hit) = (zh_cover.segments(&bead.zh), en_cover.segments(&bead.en));
        let found = bead_links(&zh_hit, &en_hit, &links, bead.zh.len().min(bead.en.len()) == 1);
        let right = if bead.is_null() {
            let linked =
                |at: usize, side: fn(&(usize, usize)) -> usize| links.iter().any(|l| side(l) == at);
            !zh_hit.iter().any(|&at| linked(at, |l| l.0))
                && !en_hit.iter().any(|&at| linked(at, |l| l.1))
        } else {
            !found.is_empty() && found.is_subset(&links)
        };
        score.right.push(right);
        predicted.extend(found);
    }
    score.links = Counts {
        hit: predicted.intersection(&links).count(),
        predicted: predicted.len(),
        gold: links.len(),
    };
    if moved {
        let inverted = links.iter().filter(|link| inversions(link, &links) >= INVERSIONS);
        for link in inverted {
            score.moved.1 += 1;
            score.moved.0 += usize::from(predicted.contains(link));
        }
    }
    score
}

/// The links that a bead stands for. Where it cannot be cut finer, as one side is a single sentence,
/// links across the pairs inside it are not held against it.
fn bead_links(
    zh: &[usize],
    en: &[usize],
    links: &BTreeSet<(usize, usize)>,
    uncut: bool,
) -> BTreeSet<(usize, usize)> {
    let all = zh.iter().flat_map(|&zh| en.iter().map(move |&en| (zh, en)));
    let paired: Vec<_> = all.clone().filter(|link| links.contains(link)).collect();
    let excused = |link: &(usize, usize)| {
        uncut
            && paired.iter().any(|pair| pair.0 == link.0)
            && paired.iter().any(|pair| pair.1 == link.1)
    };
    all.filter(|link| links.contains(link) || !excused(link)).collect()
}

fn inversions(link: &(usize, usize), links: &BTreeSet<(usize, usize)>) -> usize {
    let sign = |a: usize, b: usize| (a as i64 - b as i64).signum();
    links.iter().filter(|other| sign(link.0, other.0) * sign(link.1, other.1) < 0).count()
}

/// Where sentences and segments stand, counted in letters and digits.
pub struct Covering {
    sentences: Vec<(usize, usize)>,
    segments: Vec<(usize, usize)>,
}

impl Covering {
    /// Sentences and segments of one side; both hold the same letters in the same order.
    pub fn new(version: &Version, segments: &[String]) -> Self {
        let bounds = |texts: &mut dyn Iterator<Item = &str>| {
            let mut at = 0;
            texts
                .map(|text| {
                    let start = at;
                    at += text.chars().filter(|c| c.is_alphanumeric()).count();
                    (start, at)
                })
                .collect()
        };
        Self {
            sentences: bounds(
                &mut (0..version.sentences.len()).map(|at| version.sentence_text(at)),
            ),
            segments: bounds(&mut segments.iter().map(String::as_str)),
        }
    }

    /// The segments that a run of sentences covers.
    pub fn segments(&self, sentences: &[usize]) -> Vec<usize> {
        let (Some(&first), Some(&last)) = (sentences.first(), sentences.last()) else {
            return Vec::new();
        };
        let (start, end) = (self.sentences[first].0, self.sentences[last].1);
        let covers = |&at: &usize| {
            let (from, to) = self.segments[at];
            let share = to.min(end) as f64 - from.max(start) as f64;
            share > 0.0
                && (share >= SHARE * (to - from) as f64 || share >= SHARE * (end - start) as f64)
        };
        (0..self.segments.len()).filter(covers).collect()
    }
}

/// Expected calibration error over ten bins of equal width, and the bins.
pub fn calibration(predictions: &[(f64, bool)]) -> (f64, Vec<(usize, f64, f64)>) {
    let mut bins = vec![(0_usize, 0.0, 0.0); 10];
    for &(confidence, right) in predictions {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += confidence;
        bin.2 += f64::from(u8::from(right));
    }
    let error: f64 = bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum();
    for bin in &mut bins {
        let count = bin.0.max(1) as f64;
        (bin.1, bin.2) = (bin.1 / count, bin.2 / count);
    }
    (error / predictions.len().max(1) as f64, bins)
}
