//! The figures of a run: what the manifest counts and `build` prints at the end.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::AnnotatedArticle;
use crate::record::Score;

/// Counts over a corpus.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Articles in `documents.jsonl`.
    pub articles: usize,
    /// Articles in `errors.jsonl`.
    pub errors: usize,
    /// Chinese sentences.
    pub sentences_zh: usize,
    /// English sentences.
    pub sentences_en: usize,
    /// Beads, those without a partner included.
    pub beads: usize,
    /// Beads of each type, such as `1-1`.
    pub beads_by_type: BTreeMap<String, usize>,
    /// Beads in inverted order to another one.
    pub crossings: usize,
    /// Mean confidence over all beads, 0 if there is none.
    pub mean_confidence: Score,
    /// Chinese mentions.
    pub mentions_zh: usize,
    /// English mentions.
    pub mentions_en: usize,
    /// Links between mentions of the two sides.
    pub links: usize,
    /// Entities in `entities.jsonl`.
    pub entities: usize,
    /// Beads with at least one flag.
    pub flagged: usize,
}

/// Counts articles as they come; the mean needs the sum, which a [`Summary`] does not keep.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    summary: Summary,
    confidence: f64,
}

impl Counter {
    /// Count one article.
    pub fn add(&mut self, annotated: &AnnotatedArticle) {
        let summary = &mut self.summary;
        summary.articles += 1;
        summary.sentences_zh += annotated.article.zh.sentences.len();
        summary.sentences_en += annotated.article.en.sentences.len();
        summary.beads += annotated.alignment.beads.len();
        for bead in &annotated.alignment.beads {
            *summary.beads_by_type.entry(bead.bead_type().to_string()).or_default() += 1;
            summary.crossings += usize::from(bead.crossing);
            self.confidence += Score::new(bead.confidence).value();
        }
        summary.mentions_zh += annotated.naming.zh.len();
        summary.mentions_en += annotated.naming.en.len();
        summary.links += annotated.naming.links.len();
        summary.flagged += annotated.flags.iter().filter(|flags| !flags.is_empty()).count();
    }

    /// Count one article that failed.
    pub fn add_error(&mut self) {
        self.summary.errors += 1;
    }

    /// The figures, with the number of entities.
    pub fn finish(self, entities: usize) -> Summary {
        let mut summary = self.summary;
        summary.entities = entities;
        if summary.beads > 0 {
            summary.mean_confidence = Score::new(self.confidence / summary.beads as f64);
        }
        summary
    }
}
