//! The records of `beads.jsonl`, with the corrections of the review.

use std::io::{self, Write};

use super::Exporter;
use crate::record::{BeadRecord, DocumentRecord};
use crate::write::jsonl::write_line;

/// Writes bead records.
pub(super) struct Jsonl;

impl Exporter for Jsonl {
    fn article(
        &mut self,
        mut out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        beads.iter().try_for_each(|bead| write_line(&mut out, bead))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Jsonl));
    }
}
