//! A corpus folder with the corrections of its review, article by article.

use std::path::Path;

use crate::bead::NullReason;
use crate::document::{Direction, Side};
use crate::record::{BeadRecord, DocumentRecord, EntityRecord};
use crate::review::corpus::{ArticleRecords, Corpus};
use crate::review::{Corrections, DeskError};

/// The corpus as its reviewers left it.
#[derive(Debug)]
pub struct ReviewedCorpus {
    corpus: Corpus,
    corrections: Option<Corrections>,
}

impl ReviewedCorpus {
    /// Open a corpus folder.
    ///
    /// # Errors
    /// If the folder holds no corpus, or its review cannot be read.
    pub fn open(folder: &Path) -> Result<Self, DeskError> {
        let corpus = Corpus::open(folder)?;
        Ok(Self { corpus, corrections: Corrections::open(folder)? })
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.corpus.ids().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records of article `index`. A bead with a side that a correction emptied says why, as
    /// one without a sentence on that side does; its type still counts the sentences.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn article(&self, index: usize) -> Result<(DocumentRecord, Vec<BeadRecord>), DeskError> {
        let ArticleRecords { document, beads } = self.corpus.records(index)?;
        let (document, mut beads) = match &self.corrections {
            Some(corrections) => corrections.apply(document, beads),
            None => (document, beads),
        };
        for bead in &mut beads {
            give_reason(bead, document.translation_direction);
        }
        Ok((document, beads))
    }

    /// The entities.
    pub fn entities(&self) -> Vec<EntityRecord> {
        let entities = self.corpus.entities.clone();
        match &self.corrections {
            Some(corrections) => corrections.entities(entities),
            None => entities,
        }
    }

    /// Number of corrections that fit nowhere in this build of the corpus.
    pub fn unfitting(&self) -> usize {
        self.corrections.as_ref().map_or(0, |corrections| corrections.unfitting().len())
    }
}

/// Say why a side has no text, if nothing says it yet.
fn give_reason(bead: &mut BeadRecord, direction: Direction) {
    if bead.null_reason != NullReason::None {
        return;
    }
    bead.null_reason = match (bead.zh.is_empty(), bead.en.is_empty()) {
        (false, false) => NullReason::None,
        (true, true) => NullReason::Unknown,
        (false, true) => NullReason::of(bead.role, Side::Chinese, direction),
        (true, false) => NullReason::of(bead.role, Side::English, direction),
    };
}
