//! TBX (ISO 30042:2019, the dialect TBX-Basic, style DCA): the names of the corpus in both
//! languages. Dates, numbers and amounts are no terms.

use std::io::{self, Write};

use super::Exporter;
use super::xml::escape;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord};

/// Writes TBX.
pub(super) struct Tbx;

impl Exporter for Tbx {
    fn article(
        &mut self,
        _out: &mut dyn Write,
        _document: &DocumentRecord,
        _beads: &[BeadRecord],
    ) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, entities: &[EntityRecord]) -> io::Result<()> {
        out.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
              <tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n\
              <tbxHeader><fileDesc><sourceDesc><p>Names of a corpus aligned by duizhao</p></sourceDesc></fileDesc></tbxHeader>\n\
              <text><body>\n",
        )?;
        for (index, entity) in entities.iter().filter(|entity| !entity.label.is_value()).enumerate()
        {
            concept(out, index, entity)?;
        }
        out.write_all(b"</body></text>\n</tbx>\n")
    }
}

fn concept(out: &mut dyn Write, index: usize, entity: &EntityRecord) -> io::Result<()> {
    writeln!(out, "<conceptEntry id=\"c{index}\">")?;
    writeln!(out, "<descrip type=\"subjectField\">{}</descrip>", entity.label.name())?;
    language(out, "zh", &entity.zh, &entity.zh_aliases)?;
    language(out, "en", &entity.en, &entity.en_aliases)?;
    writeln!(out, "</conceptEntry>")
}

fn language(
    out: &mut dyn Write,
    lang: &str,
    preferred: &str,
    aliases: &[String],
) -> io::Result<()> {
    if preferred.is_empty() {
        return Ok(());
    }
    writeln!(out, "<langSec xml:lang=\"{lang}\">")?;
    term(out, preferred, "preferredTerm-admn-sts")?;
    for alias in aliases {
        term(out, alias, "admittedTerm-admn-sts")?;
    }
    writeln!(out, "</langSec>")
}

fn term(out: &mut dyn Write, term: &str, status: &str) -> io::Result<()> {
    let term = escape(term);
    writeln!(
        out,
        "<termSec><term>{term}</term><termNote type=\"administrativeStatus\">{status}</termNote></termSec>"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Tbx));
    }
}
