//! Streaming: one JSON object with two texts a line in, one record a line out, in constant memory.

use std::io::{self, BufRead, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::build::guarded;
use crate::error::{ArticleError, ErrorCode, Stage};
use crate::parallel::ordered_map;
use crate::pipeline::Pipeline;
use crate::read::{Rules, article_from_texts, json_fault};
use crate::record::{DocumentRecord, ErrorRecord};
use crate::write::jsonl::write_line;
use crate::write::records::{document_record, error_record};

/// The path in the records of a stream.
const STREAM: &str = "-";

/// A line of the output: a record of `documents.jsonl` or `errors.jsonl`, and what the input
/// line held besides `id`, `zh` and `en`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Piped<T> {
    /// The record.
    #[serde(flatten)]
    pub record: T,
    /// Unknown fields of the input line, as they were.
    pub meta: Map<String, Value>,
}

/// What went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PipeSummary {
    /// Articles written.
    pub articles: usize,
    /// Error records written.
    pub errors: usize,
}

/// Annotate the articles of `input` and write their records to `output`, in the same order.
///
/// Lines are `{"id": …, "zh": …, "en": …}` with anything else beside them; empty lines are
/// skipped. A line without `id` gets its number, from 1, as its id. Every record is flushed.
///
/// # Errors
/// If reading or writing fails.
pub fn pipe(
    pipeline: &Pipeline,
    rules: &Rules,
    jobs: usize,
    input: impl BufRead + Send,
    mut output: impl Write,
) -> io::Result<PipeSummary> {
    let mut summary = PipeSummary::default();
    let lines = Lines { input, byte_offset: 0, number: 0 };
    ordered_map(
        lines,
        jobs,
        |line| line.map(|line| annotate(pipeline, rules, line)),
        |piped| {
            match piped? {
                Ok(record) => {
                    summary.articles += 1;
                    write_line(&mut output, &record)?;
                }
                Err(record) => {
                    summary.errors += 1;
                    write_line(&mut output, &record)?;
                }
            }
            output.flush()
        },
    )?;
    Ok(summary)
}

/// A line of the input.
struct Line {
    bytes: Vec<u8>,
    /// Where it starts in the stream.
    byte_offset: u64,
    /// Its number, from 1.
    number: usize,
}

/// The lines of a stream that are not empty.
struct Lines<R> {
    input: R,
    byte_offset: u64,
    number: usize,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut bytes = Vec::new();
            match self.input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(read) => {
                    let byte_offset = self.byte_offset;
                    self.byte_offset += read as u64;
                    self.number += 1;
                    if !bytes.trim_ascii().is_empty() {
                        return Some(Ok(Line { bytes, byte_offset, number: self.number }));
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// An input line that is understood.
struct Request {
    id: String,
    zh: String,
    en: String,
    meta: Map<String, Value>,
}

fn annotate(
    pipeline: &Pipeline,
    rules: &Rules,
    line: Line,
) -> Result<Piped<DocumentRecord>, Piped<ErrorRecord>> {
    let Request { id, zh, en, meta } =
        request(&line).map_err(|error| Piped { record: error_record(&error), meta: Map::new() })?;
    let record = guarded(&id, STREAM.as_ref(), Stage::Align, || {
        let mut article = article_from_texts(&id, &zh, &en, rules)?;
        article.path = vec![STREAM.into()];
        Ok(document_record(&pipeline.annotate(article)))
    });
    match record.and_then(|record| record) {
        Ok(record) => Ok(Piped { record, meta }),
        Err(error) => {
            let error = ArticleError { path: STREAM.into(), ..error };
            Err(Piped { record: error_record(&error), meta })
        }
    }
}

fn request(line: &Line) -> Result<Request, ArticleError> {
    let fault = |id: &str, message: String, byte_offset| ArticleError {
        doc: id.to_owned(),
        path: STREAM.into(),
        stage: Stage::Read,
        code: ErrorCode::InvalidRecord,
        message: format!("line {}: {message}", line.number),
        byte_offset: Some(byte_offset),
    };
    let number = line.number.to_string();
    let bytes = line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line.bytes);
    let bytes = bytes.trim_ascii_end();
    let mut object: Map<String, Value> = serde_json::from_slice(bytes).map_err(|error| {
        let at = line.byte_offset + error.column().saturating_sub(1) as u64;
        let reason = json_fault(bytes, &error);
        fault(&number, format!("not a JSON object with \"id\", \"zh\" and \"en\" ({reason})"), at)
    })?;
    let id = match object.remove("id") {
        None | Some(Value::Null) => number,
        Some(Value::String(id)) => id,
        Some(other) => other.to_string(),
    };
    let mut text = |name: &str| match object.remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(fault(&id, format!("\"{name}\" is not a string"), line.byte_offset)),
        None => Err(fault(&id, format!("\"{name}\" is missing"), line.byte_offset)),
    };
    let (zh, en) = (text("zh")?, text("en")?);
    Ok(Request { id, zh, en, meta: object })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &str) -> Vec<Value> {
        let mut output = Vec::new();
        let rules = Rules::embedded();
        pipe(&Pipeline::embedded(), &rules, 2, input.as_bytes(), &mut output).unwrap();
        let lines = std::str::from_utf8(&output).unwrap().lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn unknown_fields_are_carried_under_meta() {
        let records =
            run("{\"id\":\"a\",\"zh\":\"他来了。\",\"en\":\"He came.\",\"url\":\"x\",\"n\":[1]}\n");
        assert_eq!(records[0]["id"], "a");
        assert_eq!(records[0]["meta"], serde_json::json!({"url": "x", "n": [1]}));
        assert_eq!(records[0]["zh"]["text"], "他来了。");
    }

    #[test]
    fn swapped_texts_are_an_error_record() {
        let records = run("{\"id\":\"a\",\"zh\":\"He came.\",\"en\":\"他来了。\",\"k\":1}\n");
        assert_eq!(records[0]["doc"], "a");
        assert_eq!(records[0]["code"], "one_language");
        assert_eq!(records[0]["path"], "-");
        assert_eq!(records[0]["meta"]["k"], 1);
    }

    #[test]
    fn a_line_that_cannot_be_understood_is_an_error_record_at_its_place() {
        let good = "{\"zh\":\"好。\",\"en\":\"Good.\"}\n";
        let records =
            run(&format!("{good}\n{{\"zh\":\n{{\"id\":7,\"zh\":\"好。\",\"k\":1}}\n{good}"));
        let ids: Vec<_> = records.iter().map(|r| r["id"].as_str().or(r["doc"].as_str())).collect();
        assert_eq!(ids, [Some("1"), Some("3"), Some("7"), Some("5")]);
        assert_eq!(records[1]["code"], "invalid_record");
        assert_eq!(records[1]["byte_offset"], good.len() + 1 + 5);
        let message = records[1]["message"].as_str().unwrap();
        assert!(message.starts_with("line 3: not a JSON object"), "{message}");
        assert!(message.contains("(column ") && !message.contains("line 1"), "{message}");
        assert!(records[2]["message"].as_str().unwrap().contains("\"en\" is missing"));
    }
}
