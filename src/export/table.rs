//! TSV and CSV: a header and a row a bead. The XLSX workbook has the same columns.

use std::io::{self, Write};

use serde::Serialize;

use super::Exporter;
use crate::record::{BeadRecord, DocumentRecord};

/// The columns of tables.
pub(crate) const COLUMNS: [&str; 11] = [
    "id",
    "doc",
    "type",
    "confidence",
    "status",
    "role",
    "null_reason",
    "flags",
    "zh",
    "en",
    "comment",
];

/// The cells of a bead, in the order of [`COLUMNS`].
pub(crate) struct Row(pub(crate) [String; 11]);

impl Row {
    /// The cells of a bead.
    pub(crate) fn of(bead: &BeadRecord) -> Self {
        let flags: Vec<_> = bead.flags.iter().map(name_of).collect();
        Self([
            bead.id.clone(),
            bead.doc.clone(),
            bead.bead_type.clone(),
            format!("{:.4}", bead.confidence.value()),
            name_of(&bead.status),
            bead.role.name().to_owned(),
            name_of(&bead.null_reason),
            flags.join(" "),
            bead.zh.clone(),
            bead.en.clone(),
            bead.comment.clone(),
        ])
    }

    /// The same with each tab and line break as a space, so that a line is a row and no field
    /// needs quotes.
    pub(crate) fn on_one_line(self) -> Self {
        Self(self.0.map(|cell| cell.replace(['\t', '\n', '\r'], " ")))
    }
}

/// The name of an enumeration's value in records.
pub(crate) fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Writes TSV or CSV.
pub(super) struct Table {
    delimiter: u8,
    quotes: csv::QuoteStyle,
}

impl Table {
    /// Without quotes: programs that cut at tabs read it right.
    pub(super) fn tsv() -> Self {
        Self { delimiter: b'\t', quotes: csv::QuoteStyle::Never }
    }

    /// With quotes where needed (RFC 4180).
    pub(super) fn csv() -> Self {
        Self { delimiter: b',', quotes: csv::QuoteStyle::Necessary }
    }

    fn write<'a>(
        &self,
        out: &mut dyn Write,
        rows: impl Iterator<Item = &'a [String]>,
    ) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .quote_style(self.quotes)
            .from_writer(out);
        for row in rows {
            writer.write_record(row)?;
        }
        writer.flush()
    }
}

impl Exporter for Table {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.delimiter == b',' {
            // Excel takes a CSV without a byte order mark for one in the system's old encoding.
            out.write_all("\u{feff}".as_bytes())?;
        }
        let header = COLUMNS.map(str::to_owned);
        self.write(out, std::iter::once(header.as_slice()))
    }

    fn article(
        &mut self,
        out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        let is_tsv = self.delimiter == b'\t';
        let row = |bead| if is_tsv { Row::of(bead).on_one_line() } else { Row::of(bead) };
        let rows: Vec<_> = beads.iter().map(row).collect();
        self.write(out, rows.iter().map(|row| row.0.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{Format, fixture::export};

    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!("tsv", export(Format::Tsv));
        insta::assert_snapshot!("csv", export(Format::Csv));
    }
}
