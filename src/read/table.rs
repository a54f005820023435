//! JSON, JSON Lines, CSV and TSV → articles: a column for each language.
//!
//! The columns are called `zh` and `en` (or `chinese`, `english`, `中文`, `英文`, `zh-CN`,
//! `text_zh` …); the order and further columns do not matter. CSV may be separated by semicolons
//! or tabs, as spreadsheets write it. In TSV a line is a row and a quotation mark is text, except
//! in cells that a spreadsheet has quoted. In JSON the two may stand in an object `translation`. A
//! row is an article, called by its `id` column or its number. Where there is a column `doc`
//! (`document`, `article`), rows with the same value are the paragraphs of one article, in order.
//! In JSON, the texts may be lists of paragraphs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::decode::Fault;
use super::find::marker;
use crate::document::Side;
use crate::error::ErrorCode;

/// The texts of an article of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What the row is called: its `doc` or `id`, or its number, six digits.
    pub name: String,
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
}

/// An article of a table, or what is wrong with its row and how the row is called.
pub(super) type RowResult = Result<Row, (String, Fault)>;

/// Read a table of the format that `extension` names.
pub(super) fn rows(extension: &str, text: &str) -> Result<Vec<RowResult>, Fault> {
    let records = match extension {
        "csv" => comma_separated(text)?,
        "tsv" => tab_separated(text)?,
        "json" => json(text)?,
        _ => json_lines(text),
    };
    if records.is_empty() {
        return Err(Fault::new(ErrorCode::Empty, "the table has no rows; add some or remove it"));
    }
    Ok(grouped(records))
}

/// The fields of a row that matter, or what is wrong with it, with its number and byte offset.
struct Record {
    number: usize,
    content: Result<Fields, Fault>,
}

#[derive(Default)]
struct Fields {
    id: Option<String>,
    doc: Option<String>,
    zh: Option<String>,
    en: Option<String>,
}

impl Fields {
    /// Take the value of a column, if the column matters.
    fn set(&mut self, column: &str, value: String) {
        let name = column.trim().trim_start_matches('\u{feff}').to_lowercase();
        match name.as_str() {
            "id" => self.id = Some(value),
            "doc" | "document" | "article" | "doc_id" | "article_id" => self.doc = Some(value),
            _ => match language_of_column(&name) {
                Some(Side::Chinese) => self.zh = Some(value),
                Some(Side::English) => self.en = Some(value),
                None => {}
            },
        }
    }
}

/// The side that a column's name stands for: `zh`, `text_zh`, `english text`.
fn language_of_column(name: &str) -> Option<Side> {
    /// Words that say no more than that the column holds the text.
    const FILLERS: &[&str] =
        &["text", "body", "content", "article", "sentence", "paragraph", "原文", "译文", "譯文"];
    marker(name).or_else(|| {
        let is_gap = |c: char| matches!(c, '_' | '-' | '.' | ' ');
        let (first, last) = (name.split(is_gap).next()?, name.rsplit(is_gap).next()?);
        let rest = |part: &str| name.len() - part.len() - 1;
        let head = || FILLERS.contains(&first).then(|| marker(&name[name.len() - rest(first)..]));
        let tail = || FILLERS.contains(&last).then(|| marker(&name[..rest(last)]));
        if first.len() == name.len() { None } else { head().or_else(tail).flatten() }
    })
}

fn invalid(offset: usize, message: String) -> Fault {
    Fault::at(ErrorCode::InvalidRecord, offset, message)
}

fn json_lines(text: &str) -> Vec<Record> {
    let mut offset = 0;
    let mut records = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let row = line.trim_end();
        if !row.is_empty() {
            let content = serde_json::from_str(row).map_err(|error| {
                let column = error.column().saturating_sub(1);
                let reason = json_fault(row.as_bytes(), &error);
                invalid(
                    offset + byte_of_column(row, column),
                    format!("line {number} is not valid JSON ({reason}); correct or remove it"),
                )
            });
            let content = content.and_then(|value| fields(&value, number, offset));
            records.push(Record { number, content });
        }
        offset += line.len();
    }
    records
}

/// serde_json counts bytes in a line; stay inside it.
fn byte_of_column(line: &str, column: usize) -> usize {
    column.min(line.len())
}

/// What is wrong with a line of JSON and at which column of it, in characters: `column 5: expected
/// value`. The line that serde_json names is left out: it has seen just this one.
pub(crate) fn json_fault(line: &[u8], error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = said.strip_suffix(place.as_str()).unwrap_or(said.as_str());
    let before = &line[..error.column().saturating_sub(1).min(line.len())];
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    format!("column {column}: {reason}")
}

fn json(text: &str) -> Result<Vec<Record>, Fault> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let before: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let offset = (before + error.column().saturating_sub(1)).min(text.len());
        invalid(offset, format!("the file is not valid JSON ({error}); correct it"))
    })?;
    let rows = match value {
        Value::Array(rows) => rows,
        other => vec![other],
    };
    let record = |(index, row): (usize, &Value)| Record {
        number: index + 1,
        content: fields(row, index + 1, 0),
    };
    Ok(rows.iter().enumerate().map(record).collect())
}

fn fields(value: &Value, number: usize, offset: usize) -> Result<Fields, Fault> {
    let object = value.as_object().ok_or_else(|| {
        invalid(offset, format!("row {number} is no JSON object with the fields zh and en"))
    })?;
    let mut fields = Fields::default();
    let pair = object.get("translation").and_then(Value::as_object);
    for (name, value) in object.iter().chain(pair.into_iter().flatten()) {
        if let Some(text) = text_of(value) {
            fields.set(name, text);
        }
    }
    Ok(fields)
}

/// A string, a number, or a list of paragraphs.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let lines: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            lines.map(|lines| lines.join("\n"))
        }
        _ => None,
    }
}

/// CSV as programs write it: commas, or what spreadsheets of other countries have instead. The
/// header tells; a line `sep=;` before it, which is for spreadsheets only, is passed over.
fn comma_separated(text: &str) -> Result<Vec<Record>, Fault> {
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.trim().trim_matches('"').starts_with("sep=") => rest,
        _ => text,
    };
    let of_header = |delimiter: u8| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_reader(rest.as_bytes());
        let mut columns = Fields::default();
        let header = reader.headers().cloned().unwrap_or_default();
        header.iter().for_each(|name| columns.set(name, String::new()));
        columns.zh.is_some() && columns.en.is_some()
    };
    let delimiter = [b',', b';', b'\t'].into_iter().find(|&delimiter| of_header(delimiter));
    separated(rest, delimiter.unwrap_or(b','))
}

fn separated(text: &str, delimiter: u8) -> Result<Vec<Record>, Fault> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| invalid(0, error.to_string()))?.clone();
    check_header(header.iter())?;
    let record = |(index, row): (usize, Result<csv::StringRecord, csv::Error>)| {
        let number = index + 1;
        let content = row.map_err(|error| {
            let offset = error.position().map_or(0, |position| position.byte() as usize);
            invalid(offset, format!("row {number} cannot be read: {error}"))
        });
        let content = content.map(|row| {
            let mut fields = Fields::default();
            header.iter().zip(&row).for_each(|(name, value)| fields.set(name, value.to_owned()));
            fields
        });
        Record { number, content }
    };
    Ok(reader.records().enumerate().map(record).collect())
}

/// The columns zh and en must be among those of the header.
fn check_header<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut columns = Fields::default();
    names.for_each(|name| columns.set(name, String::new()));
    if columns.zh.is_some() && columns.en.is_some() {
        return Ok(());
    }
    let message = "the first line must name the columns, with zh and en among them";
    Err(invalid(0, message.to_owned()))
}

/// TSV: a line is a row and a quotation mark is text, as `export` writes it and `import` reads it,
/// but for cells that a spreadsheet has quoted.
fn tab_separated(text: &str) -> Result<Vec<Record>, Fault> {
    let text = with_line_feeds(text);
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let header: Vec<&str> =
        lines.get(first).map(|line| line.split('\t').collect()).unwrap_or_default();
    // Nobody means quotation marks around the name of a column: here everything is quoted.
    if header.iter().any(|name| name.starts_with('"')) {
        return separated(&text, b'\t');
    }
    check_header(header.iter().copied())?;
    let mut records = Vec::new();
    let mut at = first + 1;
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        let (cells, used) = row_at(&lines[at..], header.len());
        let mut fields = Fields::default();
        header.iter().zip(cells).for_each(|(name, cell)| fields.set(name, cell));
        records.push(Record { number: records.len() + 1, content: Ok(fields) });
        at += used;
    }
    Ok(records)
}

/// The text with line feeds where old spreadsheets wrote carriage returns only.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\n') || !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\r', "\n"))
}

/// The cells of the row that `lines` begins with, and how many lines it takes.
fn row_at(lines: &[&str], columns: usize) -> (Vec<String>, usize) {
    let (cells, used) = row_over_lines(lines, columns)
        .or_else(|| row_with_tabs(lines[0], columns).map(|cells| (cells, 1)))
        .unwrap_or_else(|| (lines[0].split('\t').map(str::to_owned).collect(), 1));
    (cells.into_iter().map(|cell| unquoted(&cell).unwrap_or(cell)).collect(), used)
}

/// A row with line breaks in quoted cells: only if its lines, put together, have just as many
/// cells as the header, and every cell with a line break is quoted as spreadsheets do it. Rows of
/// text that begin with a quotation mark have more.
fn row_over_lines(lines: &[&str], columns: usize) -> Option<(Vec<String>, usize)> {
    let (mut used, mut tabs, mut is_open) = (0, 0, false);
    while used == 0 || is_open {
        let line = *lines.get(used)?;
        tabs += line.matches('\t').count();
        if tabs >= columns {
            return None;
        }
        let begins_cell = used == 0 || line.contains('\t');
        let last = line.rsplit('\t').next().unwrap_or(line);
        is_open = if begins_cell { is_left_open(last) } else { is_doubled(last) };
        used += 1;
    }
    let text = lines[..used].join("\n");
    let cells: Vec<String> = text.split('\t').map(str::to_owned).collect();
    let is_row = used > 1 && cells.len() == columns && are_quoted(&cells, '\n');
    is_row.then_some((cells, used))
}

/// A row with tabs in quoted cells: only if the line has too many cells, and just as many as the
/// header where those tabs are taken for text.
fn row_with_tabs(line: &str, columns: usize) -> Option<Vec<String>> {
    let mut cells: Vec<String> = Vec::new();
    let (mut pieces, mut is_open) = (0, false);
    for piece in line.split('\t') {
        pieces += 1;
        if is_open {
            if let Some(cell) = cells.last_mut() {
                cell.push('\t');
                cell.push_str(piece);
            }
            is_open = is_doubled(piece);
        } else {
            cells.push(piece.to_owned());
            is_open = is_left_open(piece);
        }
    }
    (pieces > columns && cells.len() == columns && are_quoted(&cells, '\t')).then_some(cells)
}

/// Whether all the cells that hold `mark` are quoted.
fn are_quoted(cells: &[String], mark: char) -> bool {
    cells.iter().filter(|cell| cell.contains(mark)).all(|cell| unquoted(cell).is_some())
}

/// Whether a cell begins with a quotation mark that nothing in it can close.
fn is_left_open(cell: &str) -> bool {
    cell.strip_prefix('"').is_some_and(is_doubled)
}

/// Whether there are no quotation marks but doubled ones.
fn is_doubled(text: &str) -> bool {
    !text.replace("\"\"", "").contains('"')
}

/// The text of a cell that a spreadsheet has quoted. It does so only where a quotation mark, tab or
/// line break is inside, and doubles the quotation marks; anything else is text as it stands.
fn unquoted(cell: &str) -> Option<String> {
    let inside = cell.strip_prefix('"')?.strip_suffix('"')?;
    let needs_quotes = inside.contains(['"', '\t', '\n', '\r']);
    (needs_quotes && is_doubled(inside)).then(|| inside.replace("\"\"", "\""))
}

/// Put rows with the same `doc` together; the order is that of their first rows.
fn grouped(records: Vec<Record>) -> Vec<RowResult> {
    let mut rows: Vec<RowResult> = Vec::new();
    let mut by_doc: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        let number = format!("{:06}", record.number);
        let fields = match record.content {
            Ok(fields) => fields,
            Err(fault) => {
                rows.push(Err((number, fault)));
                continue;
            }
        };
        let doc = fields.doc.clone().filter(|doc| !doc.is_empty());
        let row = complete(fields, number);
        match (doc.as_ref().and_then(|doc| by_doc.get(doc)), row) {
            (Some(&index), Ok(row)) => append(&mut rows[index], row),
            (_, row) => {
                if let Some(doc) = doc {
                    by_doc.insert(doc, rows.len());
                }
                rows.push(row);
            }
        }
    }
    unique(rows)
}

fn append(row: &mut RowResult, more: Row) {
    if let Ok(row) = row {
        row.zh = format!("{}\n{}", row.zh, more.zh);
        row.en = format!("{}\n{}", row.en, more.en);
    }
}

fn complete(fields: Fields, number: String) -> RowResult {
    let is_paragraph = fields.doc.as_ref().is_some_and(|doc| !doc.is_empty());
    let given = if is_paragraph { fields.doc } else { fields.id };
    let name = given.map(|id| safe(&id)).filter(|id| !id.is_empty()).unwrap_or(number);
    match (fields.zh, fields.en) {
        (Some(zh), Some(en)) => Ok(Row { name, zh, en }),
        (zh, _) => {
            let missing = if zh.is_none() { "zh" } else { "en" };
            let message = format!("row {name} has no text in {missing}; it needs zh and en");
            Err((name, Fault::new(ErrorCode::InvalidRecord, message)))
        }
    }
}

/// An id that stays below its file's id: no empty, `.` or `..` parts, no control characters.
fn safe(id: &str) -> String {
    let parts = id.split(['/', '\\']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !matches!(*part, "" | "." | "..")).collect();
    parts.join("/").chars().filter(|c| !c.is_control()).collect()
}

/// Two rows must not have one name.
fn unique(rows: Vec<RowResult>) -> Vec<RowResult> {
    let mut seen = std::collections::BTreeSet::new();
    let check = |row: RowResult| {
        let row = row?;
        if seen.insert(row.name.clone()) {
            return Ok(row);
        }
        let message = format!(
            "two rows have the id {0}; give them different ids, or name the column doc if they \
             are paragraphs of one article",
            row.name
        );
        Err((row.name, Fault::new(ErrorCode::Ambiguous, message)))
    };
    rows.into_iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(extension: &str, text: &str) -> Vec<String> {
        rows(extension, text)
            .unwrap()
            .into_iter()
            .map(|row| match row {
                Ok(row) => format!("{}: {} = {}", row.name, row.zh, row.en),
                Err((name, fault)) => format!("{name}! {:?} {:?}", fault.code, fault.byte_offset),
            })
            .collect()
    }

    #[test]
    fn rows_are_articles_or_paragraphs() {
        let found = names("jsonl", "{\"zh\":\"一\",\"en\":[\"one\",\"1\"],\"x\":1}\n\n{oops\n");
        assert_eq!(found, ["000001: 一 = one\n1", "000003! InvalidRecord Some(38)"]);
        let found = names("csv", "doc,en,zh\na,one,一\nb,x,甲\na,two,二\n");
        assert_eq!(found, ["a: 一\n二 = one\ntwo", "b: 甲 = x"]);
        let found = names("csv", "sep=;\r\nid;text_zh;English text\r\na;一，二;one; \r\n");
        assert_eq!(found, ["a: 一，二 = one"]);
        let found =
            names("jsonl", "{\"translation\":{\"zh\":\"一\",\"en\":\"one\"},\"zh_title\":\"x\"}");
        assert_eq!(found, ["000001: 一 = one"]);
        let found = names("tsv", "ID\tChinese\tEnglish\n../a/b\t一\tone\n");
        assert_eq!(found, ["a/b: 一 = one"]);
        let found =
            names("json", "[{\"id\":7,\"zh\":\"一\",\"en\":\"one\"},{\"id\":7,\"zh\":\"\"}]");
        assert_eq!(found, ["7: 一 = one", "7! InvalidRecord None"]);
    }

    #[test]
    fn a_line_of_tsv_is_a_row_and_quotation_marks_are_text() {
        let text = "id\tzh\ten\n\
                    1\t“我们不会停下。\t\"We will not stop.\n\
                    2\t我们会继续前进，”他说。\tWe will go on,\" he said.\n\
                    3\t“你好，”他说。\t\"Hello,\" he said.\r\n\
                    4\t“你好。”\t\"Hello.\"\n";
        let expected = [
            "1: “我们不会停下。 = \"We will not stop.",
            "2: 我们会继续前进，”他说。 = We will go on,\" he said.",
            "3: “你好，”他说。 = \"Hello,\" he said.",
            "4: “你好。” = \"Hello.\"",
        ];
        assert_eq!(names("tsv", text), expected);
        // The second row ends as a quoted cell would.
        let text = "zh\ten\n“不停。\t\"We go on.\n走吧。”\tWe will.\"\n\n好。\tGood.\n";
        let expected = [
            "000001: “不停。 = \"We go on.",
            "000002: 走吧。” = We will.\"",
            "000003: 好。 = Good.",
        ];
        assert_eq!(names("tsv", text), expected);
        let carriage_returns = text.replace('\n', "\r");
        assert_eq!(names("tsv", &carriage_returns), expected);
        assert_eq!(names("tsv", "zh\ten\n好。\n"), ["000001! InvalidRecord None"]);
    }

    #[test]
    fn cells_that_a_spreadsheet_has_quoted_are_read_as_it_meant_them() {
        let row = |cells: &str| names("tsv", &format!("id\tzh\ten\n{cells}\n2\t甲\tA\n"));
        assert_eq!(row("1\t不\t\"She said \"\"no\"\"\"")[0], "1: 不 = She said \"no\"");
        assert_eq!(row("1\t\"一\t二\"\tone")[0], "1: 一\t二 = one");
        let two_lines = row("1\t\"一\n二\"\t\"one\n\ntwo \"\"2\"\"\"");
        assert_eq!(two_lines, ["1: 一\n二 = one\n\ntwo \"2\"", "2: 甲 = A"]);
        // Nothing closes the quotation.
        assert_eq!(row("1\t一\t\"one\ntwo")[0], "1: 一 = \"one");
        let all_quoted = "\"zh\"\t\"en\"\n\"一\"\t\"one\"\n";
        assert_eq!(names("tsv", all_quoted), ["000001: 一 = one"]);
    }

    #[test]
    fn a_line_that_is_no_json_is_named_once_with_its_column() {
        let message = |text: &str| match rows("jsonl", text).unwrap().remove(0) {
            Err((_, fault)) => fault.message,
            Ok(row) => row.name,
        };
        let cut_off = message("{\"zh\":\"你好。\",\"en\":\"Hi.\"\n");
        assert!(cut_off.starts_with("line 1 is not valid JSON (column "), "{cut_off}");
        assert_eq!(cut_off.matches("line").count(), 1, "{cut_off}");
        let wrong = message("{\"zh\":\"你好。\",oops}\n");
        assert!(wrong.contains("(column 13: key must be a string)"), "{wrong}");
    }

    #[test]
    fn a_table_without_the_columns_is_an_error() {
        assert_eq!(rows("csv", "a,b\n1,2\n").unwrap_err().code, ErrorCode::InvalidRecord);
        assert_eq!(rows("json", "[1,").unwrap_err().byte_offset, Some(2));
        assert_eq!(rows("jsonl", "\n").unwrap_err().code, ErrorCode::Empty);
    }
}
