//! TMX 1.4: a translation unit for each bead with text on both sides.

use std::io::{self, Write};

use super::Exporter;
use super::xml::escape;
use crate::record::{BeadRecord, DocumentRecord};
use crate::write::manifest::Tool;

/// Writes TMX.
pub(super) struct Tmx;

impl Exporter for Tmx {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Tool { name, version } = Tool::this();
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <tmx version=\"1.4\">\n\
             <header creationtool=\"{name}\" creationtoolversion=\"{version}\" segtype=\"block\" \
             o-tmf=\"duizhao\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n\
             <body>\n"
        )
    }

    fn article(
        &mut self,
        out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        for bead in beads.iter().filter(|bead| !bead.zh.is_empty() && !bead.en.is_empty()) {
            unit(out, document, bead)?;
        }
        Ok(())
    }

    fn finish(
        &mut self,
        out: &mut dyn Write,
        _entities: &[crate::record::EntityRecord],
    ) -> io::Result<()> {
        out.write_all(b"</body>\n</tmx>\n")
    }
}

fn unit(out: &mut dyn Write, document: &DocumentRecord, bead: &BeadRecord) -> io::Result<()> {
    writeln!(out, "<tu tuid=\"{}\">", escape(&bead.id))?;
    if !bead.comment.is_empty() {
        writeln!(out, "<note>{}</note>", escape(&bead.comment))?;
    }
    let status = super::table::name_of(&bead.status);
    for (name, value) in [
        ("x-document", bead.doc.as_str()),
        ("x-type", &bead.bead_type),
        ("x-confidence", &format!("{:.4}", bead.confidence.value())),
        ("x-status", &status),
    ] {
        writeln!(out, "<prop type=\"{name}\">{}</prop>", escape(value))?;
    }
    for (lang, text) in [(document.zh.lang.as_str(), &bead.zh), ("en", &bead.en)] {
        writeln!(out, "<tuv xml:lang=\"{lang}\"><seg>{}</seg></tuv>", escape(text))?;
    }
    writeln!(out, "</tu>")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Tmx));
    }
}
