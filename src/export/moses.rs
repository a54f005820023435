//! Two text files with a line a bead, as Moses and most trainers of translation models read them.

use std::io::{self, Write};

use super::Exporter;
use crate::record::{BeadRecord, DocumentRecord};

/// Writes the Chinese lines to the output and the English ones beside it.
pub(super) struct Moses<'a> {
    english: &'a mut dyn Write,
}

impl<'a> Moses<'a> {
    /// With the writer of the English lines.
    pub(super) fn new(english: &'a mut dyn Write) -> Self {
        Self { english }
    }
}

impl Exporter for Moses<'_> {
    fn article(
        &mut self,
        out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        for bead in beads.iter().filter(|bead| !bead.zh.is_empty() && !bead.en.is_empty()) {
            writeln!(out, "{}", on_one_line(&bead.zh))?;
            writeln!(self.english, "{}", on_one_line(&bead.en))?;
        }
        Ok(())
    }
}

/// Readers differ in what ends a line, so none of it may stand in one.
fn on_one_line(text: &str) -> String {
    let ends_line = [
        '\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}',
        '\u{2029}',
    ];
    text.replace(ends_line, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_corpus() {
        let (corpus, home) = (crate::export::fixture::corpus(), tempfile::tempdir().unwrap());
        let options = crate::export::fixture::options(crate::export::Format::Moses);
        let target = home.path().join("both");
        crate::export::export(corpus.path(), &options, crate::export::Output::File(&target))
            .unwrap();
        let read = |suffix| std::fs::read_to_string(target.with_extension(suffix)).unwrap();
        insta::assert_snapshot!(format!("{}---\n{}", read("zh"), read("en")));
    }

    #[test]
    fn no_line_is_two_lines_to_anybody() {
        assert_eq!(on_one_line("a\u{2028}b\u{85}c"), "a b c");
    }
}
