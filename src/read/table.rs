//! JSON, JSON Lines, CSV and TSV → articles: a column for each language.
//!
//! The columns are called `zh` and `en` (or `chinese`, `english`, `中文`, `英文`, `zh-CN`, `text_zh` …); the
//! order and further columns do not matter. CSV may be separated by semicolons or tabs, as
//! spreadsheets write it; in JSON the two may stand in an object `translation`. A row is an article, called by its `id` column or its
//! number. Where there is a column `doc` (`document`, `article`), rows with the same value are the
//! paragraphs of one article, in order. In JSON, the texts may be lists of paragraphs.

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
        "tsv" => separated(text, b'\t')?,
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
        if !line.trim().is_empty() {
            let content = serde_json::from_str(line).map_err(|error| {
                let column = error.column().saturating_sub(1);
                invalid(
                    offset + byte_of_column(line, column),
                    format!("line {number} is not valid JSON ({error}); correct or remove it"),
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
    let mut columns = Fields::default();
    header.iter().for_each(|name| columns.set(name, String::new()));
    if columns.zh.is_none() || columns.en.is_none() {
        let message = "the first line must name the columns, with zh and en among them";
        return Err(invalid(0, message.to_owned()));
    }
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
    fn a_table_without_the_columns_is_an_error() {
        assert_eq!(rows("csv", "a,b\n1,2\n").unwrap_err().code, ErrorCode::InvalidRecord);
        assert_eq!(rows("json", "[1,").unwrap_err().byte_offset, Some(2));
        assert_eq!(rows("jsonl", "\n").unwrap_err().code, ErrorCode::Empty);
    }
}
