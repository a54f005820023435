//! XLIFF 2.0: a file for each article, a unit for each bead with text on both sides. The Chinese
//! is the source and the English the target, whichever the article was written in.

use std::io::{self, Write};

use super::Exporter;
use super::table::name_of;
use super::xml::escape;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord, Status};

/// Writes XLIFF.
#[derive(Default)]
pub(super) struct Xliff {
    files: usize,
}

impl Exporter for Xliff {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
              <xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" \
              srcLang=\"zh\" trgLang=\"en\">\n",
        )
    }

    fn article(
        &mut self,
        out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        let mut units =
            beads.iter().filter(|bead| !bead.zh.is_empty() && !bead.en.is_empty()).peekable();
        // A file element needs at least one unit.
        if units.peek().is_none() {
            return Ok(());
        }
        self.files += 1;
        writeln!(out, "<file id=\"f{}\" original=\"{}\">", self.files, escape(&document.id))?;
        for (index, bead) in units.enumerate() {
            unit(out, index, bead)?;
        }
        writeln!(out, "</file>")
    }

    fn finish(&mut self, out: &mut dyn Write, _entities: &[EntityRecord]) -> io::Result<()> {
        out.write_all(b"</xliff>\n")
    }
}

/// Ids in XLIFF hold no slash, so the bead's id is the unit's name.
fn unit(out: &mut dyn Write, index: usize, bead: &BeadRecord) -> io::Result<()> {
    writeln!(out, "<unit id=\"u{index}\" name=\"{}\">", escape(&bead.id))?;
    writeln!(out, "<notes>")?;
    writeln!(out, "<note category=\"confidence\">{:.4}</note>", bead.confidence.value())?;
    writeln!(out, "<note category=\"status\">{}</note>", name_of(&bead.status))?;
    if !bead.comment.is_empty() {
        writeln!(out, "<note category=\"comment\">{}</note>", escape(&bead.comment))?;
    }
    writeln!(out, "</notes>")?;
    let state = match bead.status {
        Status::Auto => "translated",
        Status::Confirmed | Status::Edited => "final",
        Status::Rejected => "initial",
    };
    let (zh, en) = (escape(&bead.zh), escape(&bead.en));
    writeln!(out, "<segment state=\"{state}\">")?;
    writeln!(out, "<source xml:space=\"preserve\">{zh}</source>")?;
    writeln!(out, "<target xml:space=\"preserve\">{en}</target>")?;
    writeln!(out, "</segment>\n</unit>")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Xliff));
    }
}
