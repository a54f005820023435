//! Adapting to a corpus: word pairs learnt from the beads that a reviewer confirmed, and what they
//! are worth on beads that they were not learnt from.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::align::{Aligner, adapt};
use crate::document::Version;
use crate::export::reviewed::ReviewedCorpus;
use crate::lexicon::{Lexicon, Term};
use crate::record::{BeadRecord, DocumentRecord, SentenceRef, Status};
use crate::review::DeskError;
use crate::review::records::version;

/// What was learnt from a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Adaptation {
    /// The word pairs, ordered by their Chinese word.
    pub terms: Vec<Term>,
    /// Beads that they were learnt from.
    pub beads: usize,
    /// Articles that hold one of those.
    pub articles: usize,
    /// What pairs learnt on one half are worth on the other, both ways; none if there is one bead.
    pub gain: Option<Gain>,
}

/// Figures on beads that were not learnt from, without and with the pairs from the other half.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gain {
    /// Without any pairs.
    pub plain: Figures,
    /// With the pairs.
    pub adapted: Figures,
}

/// How well an aligner does on beads that are known to be right.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Known beads.
    pub known: usize,
    /// Those that the aligner finds too.
    pub found: usize,
    /// The sum over the known beads of the aligner's confidence in them; 0 for one that it does not
    /// find.
    pub confidence: f64,
    /// The sum over the beads found of the share of their words that has a counterpart, 0–1 each.
    pub lexical: f64,
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.known += other.known;
        self.found += other.found;
        self.confidence += other.confidence;
        self.lexical += other.lexical;
    }

    /// Mean confidence in the known beads, 0–1.
    pub fn mean_confidence(self) -> f64 {
        self.confidence / self.known.max(1) as f64
    }

    /// Mean share of the words with a counterpart in the beads found, 0–1.
    pub fn mean_lexical(self) -> f64 {
        self.lexical / self.found.max(1) as f64
    }
}

/// A bead that is known to be right.
struct KnownBead {
    zh: Vec<usize>,
    en: Vec<usize>,
    zh_text: String,
    en_text: String,
}

/// An article with beads that are known to be right.
struct Lesson {
    zh: Version,
    en: Version,
    beads: Vec<KnownBead>,
}

/// Learn word pairs from the beads of the corpus in `folder` that were confirmed or edited in review
/// and have text on both sides; with `min_confidence` (0–1) also from those that nobody has reviewed
/// and that the aligner is at least so sure of.
///
/// # Errors
/// If the folder holds no corpus, or its review cannot be read.
pub fn adapt(folder: &Path, min_confidence: Option<f64>) -> Result<Adaptation, DeskError> {
    let corpus = ReviewedCorpus::open(folder)?;
    let mut lessons = Vec::new();
    for index in 0..corpus.len() {
        let (document, beads) = corpus.article(index)?;
        lessons.push(Lesson::of(&document, &beads, min_confidence));
    }
    lessons.retain(|lesson| !lesson.beads.is_empty());
    let all: Vec<&KnownBead> = lessons.iter().flat_map(|lesson| &lesson.beads).collect();
    Ok(Adaptation {
        terms: learn(&all),
        beads: all.len(),
        articles: lessons.len(),
        gain: (all.len() > 1).then(|| gain(&lessons)),
    })
}

/// Write word pairs as the table that `--lexicon` takes.
///
/// # Errors
/// If `out` fails.
pub fn write_terms(terms: &[Term], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "zh\ten\tweight")?;
    terms.iter().try_for_each(|term| writeln!(out, "{}\t{}\t{:.3}", term.zh, term.en, term.weight))
}

impl Lesson {
    fn of(document: &DocumentRecord, beads: &[BeadRecord], min_confidence: Option<f64>) -> Self {
        let is_known = |bead: &&BeadRecord| match bead.status {
            Status::Confirmed | Status::Edited => true,
            Status::Auto => min_confidence.is_some_and(|least| bead.confidence.value() >= least),
            Status::Rejected => false,
        };
        let numbers = |sentences: &[SentenceRef]| sentences.iter().map(|s| s.index).collect();
        let known = |bead: &BeadRecord| KnownBead {
            zh: numbers(&bead.zh_sentences),
            en: numbers(&bead.en_sentences),
            zh_text: bead.zh.clone(),
            en_text: bead.en.clone(),
        };
        let on_both_sides = |bead: &&BeadRecord| !bead.zh.is_empty() && !bead.en.is_empty();
        Self {
            zh: version(&document.zh),
            en: version(&document.en),
            beads: beads.iter().filter(is_known).filter(on_both_sides).map(known).collect(),
        }
    }
}

fn learn(beads: &[&KnownBead]) -> Vec<Term> {
    let texts: Vec<(&str, &str)> =
        beads.iter().map(|bead| (&*bead.zh_text, &*bead.en_text)).collect();
    adapt::learn(Lexicon::embedded(), &texts)
}

/// Every second article is one half; of a single article, the first beads are.
fn gain(lessons: &[Lesson]) -> Gain {
    let half_of = |lesson: usize, bead: usize| match lessons {
        [only] => usize::from(2 * bead >= only.beads.len()),
        _ => lesson % 2,
    };
    let mut halves = [Vec::new(), Vec::new()];
    for (number, lesson) in lessons.iter().enumerate() {
        for (at, bead) in lesson.beads.iter().enumerate() {
            halves[half_of(number, at)].push(bead);
        }
    }
    let mut gain = Gain::default();
    for half in 0..2 {
        let adapted = Aligner::with_terms(&learn(&halves[1 - half]));
        let of_half = |(number, lesson): (usize, &Lesson)| {
            let beads = lesson.beads.iter().enumerate();
            let beads: Vec<&KnownBead> = beads
                .filter(|(at, _)| half_of(number, *at) == half)
                .map(|(_, bead)| bead)
                .collect();
            let of = |aligner: &Aligner| match beads.is_empty() {
                true => Figures::default(),
                false => figures(aligner, lesson, &beads),
            };
            (of(Aligner::embedded()), of(&adapted))
        };
        let each: Vec<_> = lessons.par_iter().enumerate().map(of_half).collect();
        for (plain, adapted) in each {
            gain.plain.add(plain);
            gain.adapted.add(adapted);
        }
    }
    gain
}

fn figures(aligner: &Aligner, lesson: &Lesson, known: &[&KnownBead]) -> Figures {
    let alignment = aligner.align(&lesson.zh, &lesson.en);
    let mut figures = Figures { known: known.len(), ..Figures::default() };
    for known in known {
        let same = alignment.beads.iter().find(|bead| bead.zh == known.zh && bead.en == known.en);
        if let Some(bead) = same {
            figures.found += 1;
            figures.confidence += bead.confidence;
            figures.lexical += bead.evidence.lexical;
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_back() {
        let terms = [Term { zh: "缫丝机".into(), en: "reeler".into(), weight: 0.75 }];
        let mut table = Vec::new();
        write_terms(&terms, &mut table).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lexicon.tsv");
        std::fs::write(&path, table).unwrap();
        assert_eq!(crate::terms::read_terms(&path).unwrap(), terms);
    }

    #[test]
    fn means_are_over_the_beads_that_count() {
        let figures = Figures { known: 4, found: 2, confidence: 1.8, lexical: 1.0 };
        assert_eq!((figures.mean_confidence(), figures.mean_lexical()), (0.45, 0.5));
        assert_eq!(Figures::default().mean_lexical(), 0.0);
    }
}
