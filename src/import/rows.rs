//! Tables and bead records → rows.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::{ImportedRow, READ_COLUMNS};
use crate::record::BeadRecord;

/// TSV or CSV with a header. Tables that Excel saved may begin with a byte order mark.
pub(super) fn from_table(bytes: &[u8], delimiter: u8) -> Result<Vec<ImportedRow>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        // Our TSV has no quotes around fields, so that a quotation mark is text.
        .quoting(delimiter != b'\t')
        .flexible(true)
        .from_reader(bytes);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = Columns::of(header.iter())?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        rows.extend(columns.row(line, |column| record.get(column).map(str::to_owned)));
    }
    Ok(rows)
}

/// The sheet `beads`, or the first one.
pub(super) fn from_workbook(bytes: &[u8]) -> Result<Vec<ImportedRow>, String> {
    let mut workbook =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| format!("not an Excel workbook: {error}"))?;
    let names = workbook.sheet_names();
    let name = names.iter().find(|name| *name == "beads").or(names.first());
    let name = name.ok_or("the workbook has no sheet")?;
    let sheet = workbook.worksheet_range(name).map_err(|error| error.to_string())?;
    let mut lines = sheet.rows().enumerate();
    let (_, header) = lines.next().ok_or("the sheet is empty")?;
    let header: Vec<_> = header.iter().map(ToString::to_string).collect();
    let columns = Columns::of(header.iter().map(String::as_str))?;
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    let row = |(index, cells): (usize, &[Data])| {
        columns.row(index + 1, |column| cells.get(column).map(cell))
    };
    Ok(lines.filter_map(row).collect())
}

/// Records of `beads.jsonl`.
pub(super) fn from_records(bytes: &[u8]) -> Result<Vec<ImportedRow>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let bead: BeadRecord = serde_json::from_str(line)
                .map_err(|error| format!("line {}: not a bead record: {error}", index + 1))?;
            Ok(ImportedRow {
                status: Some(crate::export::name_of(&bead.status)),
                id: bead.id,
                zh: Some(bead.zh),
                en: Some(bead.en),
                comment: Some(bead.comment),
                line: index + 1,
            })
        })
        .collect()
}

/// Where the columns that matter stand.
struct Columns([Option<usize>; READ_COLUMNS.len()]);

impl Columns {
    fn of<'a>(header: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let header: Vec<_> = header.map(|name| name.trim().to_lowercase()).collect();
        let columns = READ_COLUMNS.map(|name| header.iter().position(|column| column == name));
        if columns[0].is_none() {
            return Err("there is no column `id` in the first line".to_owned());
        }
        Ok(Self(columns))
    }

    /// The row, unless its id is empty.
    fn row(&self, line: usize, cell: impl Fn(usize) -> Option<String>) -> Option<ImportedRow> {
        let [id, zh, en, status, comment] = self.0.map(|column| column.and_then(&cell));
        let id = id.filter(|id| !id.is_empty())?;
        Some(ImportedRow { id, zh, en, status, comment, line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_stand_in_any_order_and_be_missing() {
        let rows =
            from_table("en,ID,notes\n\"He said \"\"yes\"\"\",a/b0001,x\n,,\n".as_bytes(), b',');
        let expected = ImportedRow {
            id: "a/b0001".to_owned(),
            en: Some("He said \"yes\"".to_owned()),
            line: 2,
            ..ImportedRow::default()
        };
        assert_eq!(rows.unwrap(), [expected]);
        assert!(from_table(b"zh\ten\n", b'\t').is_err());
    }
}
