//! A corpus folder with the corrections of its review, article by article.

use std::path::Path;

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

    /// The records of article `index`.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn article(&self, index: usize) -> Result<(DocumentRecord, Vec<BeadRecord>), DeskError> {
        let ArticleRecords { document, beads } = self.corpus.records(index)?;
        Ok(match &self.corrections {
            Some(corrections) => corrections.apply(document, beads),
            None => (document, beads),
        })
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
