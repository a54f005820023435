//! Aligning again what nobody has settled, around what a person confirmed.
//!
//! The aligner does the work: it aligns between beads that stay as they are. This module only
//! speaks to it in sentence numbers and to the desk in sentence starts.

use super::action::{Action, RealignedBead};
use super::records::version_of;
use super::state::{ArticleState, BeadState};
use crate::align::Aligner;
use crate::bead::{Bead, WordLink};
use crate::document::{Side, Version};
use crate::flat::FlatVersion;
use crate::record::DocumentRecord;
use crate::text::CharSpan;

/// The realignment of a state, as an action with its result. `source` is the article's document
/// as the corpus has it.
pub fn realignment(state: &ArticleState, source: &DocumentRecord) -> Action {
    let zh = Seen::of(version_of(&state.zh, &source.zh), Side::Chinese);
    let en = Seen::of(version_of(&state.en, &source.en), Side::English);
    let fixed: Vec<Bead> = state
        .beads
        .iter()
        .filter(|bead| bead.is_fixed())
        .map(|bead| by_number(state, bead))
        .collect();
    let alignment = Aligner::embedded().align_between(zh.flat(), en.flat(), &fixed);
    let is_fixed =
        |bead: &Bead| fixed.iter().any(|other| other.zh == bead.zh && other.en == bead.en);
    let free = alignment.beads.iter().filter(|bead| !is_fixed(bead));
    Action::Realign { beads: free.map(|bead| by_start(bead, &zh, &en)).collect() }
}

/// The bead as the aligner knows it.
fn by_number(state: &ArticleState, bead: &BeadState) -> Bead {
    let numbers = |side: Side| -> Vec<usize> {
        let version = state.side(side);
        bead.side(side).iter().filter_map(|&start| version.sentence_index(start)).collect()
    };
    Bead::of(numbers(Side::Chinese), numbers(Side::English))
}

/// A version, and its copy without line breaks inside paragraphs if it has any: the aligner looks
/// at words, as when the corpus was built.
struct Seen {
    version: Version,
    flat: Option<FlatVersion>,
}

impl Seen {
    fn of(version: Version, side: Side) -> Self {
        let flat = FlatVersion::of(&version, side);
        Self { version, flat }
    }

    fn flat(&self) -> &Version {
        self.flat.as_ref().map_or(&self.version, |flat| &flat.version)
    }

    /// What stands at a span of the flat copy, in the version as read.
    fn source(&self, span: CharSpan) -> Option<CharSpan> {
        self.flat.as_ref().map_or(Some(span), |flat| flat.source(span))
    }

    fn starts(&self, sentences: &[usize]) -> Vec<usize> {
        sentences.iter().map(|&index| self.version.sentences[index].span.start).collect()
    }
}

/// The bead as an action says it.
fn by_start(bead: &Bead, zh: &Seen, en: &Seen) -> RealignedBead {
    let word = |link: &WordLink| {
        let (zh, en) = (zh.source(link.zh)?, en.source(link.en)?);
        Some((zh.start, zh.end, en.start, en.end, link.score))
    };
    RealignedBead {
        zh: zh.starts(&bead.zh),
        en: en.starts(&bead.en),
        confidence: bead.confidence,
        words: bead.word_links.iter().filter_map(word).collect(),
    }
}
