//! Tables and bead records → rows.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::{ImportedRow, READ_COLUMNS};
use crate::record::BeadRecord;

/// A TSV with a header: ours, or what a spreadsheet made of it.
pub(super) fn from_tsv(text: &str) -> Result<Vec<ImportedRow>, String> {
    // Our TSV has no quotes around fields, so that a quotation mark is text.
    from_table(text, b'\t', has_quoted_fields(text))
}

/// A CSV with a header. Where the comma is the decimal mark, spreadsheets write semicolons.
pub(super) fn from_csv(text: &str) -> Result<Vec<ImportedRow>, String> {
    let delimiter = [b',', b';', b'\t'].into_iter().find(|&delimiter| has_id(text, delimiter));
    from_table(text, delimiter.unwrap_or(b','), true)
}

/// Whether the first line, cut at the delimiter, names the column of ids.
fn has_id(text: &str, delimiter: u8) -> bool {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    Columns::of(header.iter()).is_ok()
}

/// Whether the fields of a TSV have quotes around them where a spreadsheet would put them. A
/// spreadsheet ends lines as Windows does, which our own file never does, and doubles the quotes
/// inside; a field that has them otherwise shows that quotes are text here.
fn has_quoted_fields(text: &str) -> bool {
    let fields = text.split("\r\n").flat_map(|line| line.split('\t'));
    text.contains("\r\n") && fields.filter(|field| field.starts_with('"')).all(is_quoted)
}

fn is_quoted(field: &str) -> bool {
    let inner = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.replace("\"\"", "").contains('"'))
}

fn from_table(text: &str, delimiter: u8, quoting: bool) -> Result<Vec<ImportedRow>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = Columns::of(header.iter())?;
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let start = first_byte(text, start);
        line += text.get(counted..start).map_or(0, |before| before.matches('\n').count());
        counted = start;
        rows.extend(columns.row(line, |column| record.get(column).map(str::to_owned)));
    }
    Ok(rows)
}

/// Where the record at byte `start` has its first character: the reader counts the second half of
/// a line break of two characters, and empty lines, as the beginning of the next record.
fn first_byte(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.len() - rest.trim_start_matches(['\r', '\n']).len()
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
pub(super) fn from_records(text: &str) -> Result<Vec<ImportedRow>, String> {
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

    /// A row with these texts.
    fn row(id: &str, zh: &str, en: &str, line: usize) -> ImportedRow {
        let (zh, en) = (Some(zh.to_owned()), Some(en.to_owned()));
        ImportedRow { id: id.to_owned(), zh, en, line, ..ImportedRow::default() }
    }

    #[test]
    fn columns_may_stand_in_any_order_and_be_missing() {
        let rows = from_csv("en,ID,notes\n\"He said \"\"yes\"\"\",a/b0001,x\n,,\n");
        let expected = ImportedRow {
            id: "a/b0001".to_owned(),
            en: Some("He said \"yes\"".to_owned()),
            line: 2,
            ..ImportedRow::default()
        };
        assert_eq!(rows.unwrap(), [expected]);
        assert!(from_tsv("zh\ten\n").is_err());
        assert!(from_csv("zh;en\n").is_err());
    }

    #[test]
    fn a_csv_may_be_separated_by_semicolons() {
        let rows = from_csv("id;zh;en\r\na/b0001;甲，乙;\"A; B, C\"\r\n");
        assert_eq!(rows.unwrap(), [row("a/b0001", "甲，乙", "A; B, C", 2)]);
        let lines: Vec<usize> = from_csv("id;en\r\na;\"1\n2\"\r\n\r\nb;3\r\nc;4")
            .unwrap()
            .iter()
            .map(|row| row.line)
            .collect();
        assert_eq!(lines, [2, 5, 6]);
        let commas = from_csv("id,zh,en\na/b0001,甲;乙,A; B\n");
        assert_eq!(commas.unwrap(), [row("a/b0001", "甲;乙", "A; B", 2)]);
    }

    #[test]
    fn quotes_of_a_tsv_are_text_unless_a_spreadsheet_put_them() {
        let ours = from_tsv("id\tzh\ten\na/b0001\t甲\t\"A,\" he said.\nb/b0001\t乙\t\"B\"\n");
        let expected =
            [row("a/b0001", "甲", "\"A,\" he said.", 2), row("b/b0001", "乙", "\"B\"", 3)];
        assert_eq!(ours.unwrap(), expected);
        let saved = from_tsv("id\tzh\ten\r\na/b0001\t甲\t\"\"\"A,\"\" he said.\"\r\n");
        assert_eq!(saved.unwrap(), [row("a/b0001", "甲", "\"A,\" he said.", 2)]);
        let converted = from_tsv("id\tzh\ten\r\na/b0001\t甲\t\"A,\" he said.\r\n");
        assert_eq!(converted.unwrap(), [row("a/b0001", "甲", "\"A,\" he said.", 2)]);
    }
}
