//! A user's list of terms: TSV, TBX or TMX → word pairs for the aligner.

use std::fs;
use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::document::Side;
use crate::lexicon::Term;

/// How sure a term is that a person gave.
const GIVEN: f32 = 1.0;

/// Why a list of terms cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A line is not a term.
    #[error("{}:{line}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what to do.
        message: String,
    },
}

/// Read the terms of a file: `.tbx` and `.tmx` are XML, everything else is a table with a Chinese
/// and an English column between tabs. Lines that begin with `#` and a header `zh`, `en` are passed
/// over, further columns too, except one that the header calls `weight`: how sure the term is, 0–1.
///
/// # Errors
/// If the file cannot be read, or a line is not a term.
pub fn read_terms(path: &Path) -> Result<Vec<Term>, TermsError> {
    let content = fs::read_to_string(path)
        .map_err(|error| TermsError::Read { path: path.to_owned(), error })?;
    let content = content.trim_start_matches('\u{feff}');
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let terms = match extension.as_str() {
        "tbx" | "tmx" | "xml" => from_xml(content),
        _ => from_table(content),
    };
    terms.map_err(|(line, message)| TermsError::Invalid { path: path.to_owned(), line, message })
}

fn term(zh: &str, en: &str) -> Term {
    Term { zh: zh.trim().to_owned(), en: en.trim().to_owned(), weight: GIVEN }
}

fn from_table(content: &str) -> Result<Vec<Term>, (usize, String)> {
    let mut terms = Vec::new();
    let mut weight_column = None;
    for (index, line) in content.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        match columns[..] {
            ["zh", "en", ..] if index == 0 => {
                weight_column = columns.iter().position(|&name| name == "weight");
            }
            [zh, en, ..] if !zh.is_empty() && !en.is_empty() => {
                let weight = weight_column.map_or(Ok(GIVEN), |at| weight(columns.get(at)));
                terms.push(Term { weight: weight.map_err(|m| (index + 1, m))?, ..term(zh, en) });
            }
            _ => {
                let message = "not a term; write the Chinese, a tab and the English";
                return Err((index + 1, message.to_owned()));
            }
        }
    }
    Ok(terms)
}

/// The number in a `weight` column.
fn weight(column: Option<&&str>) -> Result<f32, String> {
    let weight = column.and_then(|column| column.parse().ok());
    weight
        .filter(|weight| (0.0..=1.0).contains(weight))
        .ok_or_else(|| "the weight is not a number from 0 to 1".to_owned())
}

/// The terms of one concept, by side.
#[derive(Default)]
struct Concept {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Concept {
    fn terms(&self) -> impl Iterator<Item = Term> {
        self.zh.iter().flat_map(|zh| self.en.iter().map(move |en| term(zh, en)))
    }
}

/// `term` elements (TBX) or `seg` elements (TMX) below elements with `xml:lang`; a concept is a
/// `conceptEntry`, `termEntry` or `tu`.
fn from_xml(content: &str) -> Result<Vec<Term>, (usize, String)> {
    let mut reader = Reader::from_str(content);
    let (mut terms, mut concept, mut side, mut text) =
        (Vec::new(), Concept::default(), None, String::new());
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let line = content.as_bytes()[..at.min(content.len())].iter().filter(|b| **b == b'\n');
            (line.count() + 1, format!("not well-formed XML: {error}"))
        })?;
        match event {
            Event::Start(start) => {
                side = language(&start).unwrap_or(side);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => text.push(character),
                _ => text.push_str(resolve_predefined_entity(&reference).unwrap_or_default()),
            },
            Event::End(end) => match (end.local_name().as_ref(), side) {
                ("term" | "seg", Some(Side::Chinese)) => concept.zh.push(text.clone()),
                ("term" | "seg", Some(Side::English)) => concept.en.push(text.clone()),
                ("conceptEntry" | "termEntry" | "tu", _) => {
                    terms.extend(std::mem::take(&mut concept).terms());
                }
                _ => {}
            },
            Event::Eof => return Ok(terms),
            _ => {}
        }
    }
}

/// The side that an element's `xml:lang` names, `Some(None)` for another language, `None` if the
/// element names none.
fn language(start: &BytesStart) -> Option<Option<Side>> {
    let lang = start.try_get_attribute("xml:lang").ok()??.value.to_lowercase();
    Some(match lang.get(..2) {
        Some("zh") => Some(Side::Chinese),
        Some("en") => Some(Side::English),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(terms: &[Term]) -> Vec<(&str, &str)> {
        terms.iter().map(|term| (term.zh.as_str(), term.en.as_str())).collect()
    }

    #[test]
    fn a_table_has_two_columns_or_more() {
        let terms = from_table(
            "zh\ten\tlabel\n# people\n图雷茨基\tTuretsky\tPER\n\n罚息\tpenalty interest\n",
        );
        let expected = [("图雷茨基", "Turetsky"), ("罚息", "penalty interest")];
        assert_eq!(pairs(&terms.unwrap()), expected);
        assert_eq!(from_table("罚息\n").unwrap_err().0, 1);
    }

    #[test]
    fn a_table_may_have_weights() {
        let terms = from_table("zh\ten\tweight\n罚息\tpenalty\t0.625\n").unwrap();
        assert_eq!(terms[0].weight, 0.625);
        assert_eq!(from_table("zh\ten\tweight\n罚息\tpenalty\thigh\n").unwrap_err().0, 2);
        assert_eq!(from_table("罚息\tpenalty\thigh\n").unwrap()[0].weight, 1.0);
    }

    #[test]
    fn tbx_and_tmx_are_read_by_language() {
        let tbx = "<tbx xml:lang=\"en\"><text><body><conceptEntry id=\"c1\"><langSec xml:lang=\"zh\">\
            <termSec><term>罚息</term></termSec></langSec><langSec xml:lang=\"en\"><termSec><term>penalty &amp; interest</term>\
            </termSec></langSec><langSec xml:lang=\"de\"><termSec><term>Zins</term></termSec></langSec></conceptEntry></body></text></tbx>";
        assert_eq!(pairs(&from_xml(tbx).unwrap()), [("罚息", "penalty & interest")]);
        let tmx = "<tmx><body><tu><tuv xml:lang=\"en-US\"><seg>toll</seg></tuv><tuv xml:lang=\"zh-CN\"><seg>通行费</seg></tuv></tu></body></tmx>";
        assert_eq!(pairs(&from_xml(tmx).unwrap()), [("通行费", "toll")]);
        assert_eq!(from_xml("<tmx>\n<tu></body>").unwrap_err().0, 2);
    }
}
