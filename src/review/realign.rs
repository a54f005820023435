//! Aligning again what nobody has settled, around what a person confirmed.
//!
//! The aligner does the work: it aligns between beads that stay as they are. This module only
//! speaks to it in sentence numbers and to the desk in sentence starts.

use super::action::{Action, RealignedBead};
use super::records::version_of;
use super::state::{ArticleState, BeadState};
use crate::align::Aligner;
use crate::bead::Bead;
use crate::document::{Side, Version};
use crate::record::DocumentRecord;

/// The realignment of a state, as an action with its result. `source` is the article's document
/// as the corpus has it.
pub fn realignment(state: &ArticleState, source: &DocumentRecord) -> Action {
    let zh = version_of(&state.zh, &source.zh);
    let en = version_of(&state.en, &source.en);
    let fixed: Vec<Bead> = state
        .beads
        .iter()
        .filter(|bead| bead.is_fixed())
        .map(|bead| by_number(state, bead))
        .collect();
    let alignment = Aligner::embedded().align_between(&zh, &en, &fixed);
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

/// The bead as an action says it.
fn by_start(bead: &Bead, zh: &Version, en: &Version) -> RealignedBead {
    let starts = |version: &Version, indices: &[usize]| {
        indices.iter().map(|&index| version.sentences[index].span.start).collect()
    };
    let words = bead.word_links.iter();
    RealignedBead {
        zh: starts(zh, &bead.zh),
        en: starts(en, &bead.en),
        confidence: bead.confidence,
        words: words.map(|w| (w.zh.start, w.zh.end, w.en.start, w.en.end, w.score)).collect(),
    }
}
