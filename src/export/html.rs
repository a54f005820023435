//! The reading view of the review desk as one self-contained page.

use std::io::{self, Write};

use super::Exporter;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord};
use crate::review::corpus::ArticleRecords;
use crate::review::html;

/// Writes HTML.
#[derive(Default)]
pub(super) struct Html {
    articles: Vec<ArticleRecords>,
}

impl Exporter for Html {
    fn article(
        &mut self,
        _out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        self.articles.push(ArticleRecords { document: document.clone(), beads: beads.to_vec() });
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _entities: &[EntityRecord]) -> io::Result<()> {
        out.write_all(html::render(&self.articles).as_bytes())
    }
}
