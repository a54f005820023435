//! Import: a file that was exported, corrected elsewhere → actions in the corpus' review journal.
//!
//! | file | what it holds |
//! |---|---|
//! | `rows.rs` | tables and bead records → rows |
//! | `xml.rs` | TMX and XLIFF → rows |
//!
//! A row names its bead by id. What differs from what an export of the present state would write
//! becomes a correction; rows and fields that are not there change nothing.

mod rows;
mod xml;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::Side;
use crate::export::{fit_into_cell, replace_forbidden};
use crate::record::{BeadRecord, Status};
use crate::review::action::Action;
use crate::review::desk::Belief;
use crate::review::state::BeadKey;
use crate::review::{Desk, DeskError};

/// A bead as a file has it; fields that the file does not have are `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportedRow {
    /// The bead's id.
    pub id: String,
    /// The Chinese text.
    pub zh: Option<String>,
    /// The English text.
    pub en: Option<String>,
    /// The status, by its name.
    pub status: Option<String>,
    /// The note.
    pub comment: Option<String>,
    /// Where it stands in the file: line or row, from 1.
    pub line: usize,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// Rows read.
    pub rows: usize,
    /// Beads that were changed.
    pub changed: usize,
    /// Rows that could not be taken, with the reason.
    pub refused: Vec<Refused>,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands in the file.
    pub line: usize,
    /// The bead's id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Why an import failed. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The corpus or its journal.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is not what its extension says.
    #[error("{}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        message: String,
    },
    /// No format has this extension.
    #[error(
        "{}: unknown kind of file; corrections come back from .tsv, .csv, .xlsx, .tmx, .xliff, \
         .xlf or .jsonl",
        .0.display()
    )]
    UnknownFormat(PathBuf),
}

/// Take the corrections of `file` into the review of the corpus in `folder`.
///
/// # Errors
/// If the file cannot be read or understood, or the corpus or its journal fails.
pub fn import(folder: &Path, file: &Path) -> Result<ImportSummary, ImportError> {
    let rows = read_rows(file)?;
    check_ids(&rows).map_err(|message| ImportError::Invalid { path: file.to_owned(), message })?;
    let mut desk = Desk::open(folder)?;
    let mut summary = ImportSummary { rows: rows.len(), ..ImportSummary::default() };
    for (doc, rows) in by_article(rows) {
        match desk.index_of(&doc) {
            Some(index) => import_article(&mut desk, index, &rows, &mut summary)?,
            None => summary.refused.extend(
                rows.into_iter().map(|row| refused(&row, "the corpus has no such bead".to_owned())),
            ),
        }
    }
    summary.refused.sort_by_key(|refused| refused.line);
    Ok(summary)
}

fn read_rows(file: &Path) -> Result<Vec<ImportedRow>, ImportError> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let invalid = |message: String| ImportError::Invalid { path: file.to_owned(), message };
    let bytes =
        || std::fs::read(file).map_err(|error| ImportError::Read { path: file.to_owned(), error });
    // Spreadsheets save in the encoding of their system, translation tools often in UTF-16.
    let text =
        || -> Result<String, ImportError> { crate::read::text_of_bytes(bytes()?).map_err(invalid) };
    let rows = match extension.as_str() {
        "tsv" | "tab" => rows::from_tsv(&text()?),
        "csv" => rows::from_csv(&text()?),
        "jsonl" | "ndjson" => rows::from_records(&text()?),
        "xlsx" => rows::from_workbook(&bytes()?),
        "tmx" => xml::from_tmx(&text()?),
        "xliff" | "xlf" => xml::from_xliff(&text()?),
        _ => return Err(ImportError::UnknownFormat(file.to_owned())),
    };
    rows.map_err(invalid)
}

/// Whether each bead has one row; of two rows nobody knows which one counts.
fn check_ids(rows: &[ImportedRow]) -> Result<(), String> {
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        if let Some(first) = lines.insert(row.id.as_str(), row.line) {
            let (id, second) = (&row.id, row.line);
            return Err(format!(
                "lines {first} and {second} are both for the bead {id}; remove one of them"
            ));
        }
    }
    Ok(())
}

/// The rows of each article, articles in the order of their first row.
fn by_article(rows: Vec<ImportedRow>) -> Vec<(String, Vec<ImportedRow>)> {
    let mut articles: Vec<(String, Vec<ImportedRow>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let doc = row.id.rsplit_once('/').map_or("", |(doc, _)| doc).to_owned();
        let place = *places.entry(doc.clone()).or_insert_with(|| {
            articles.push((doc, Vec::new()));
            articles.len() - 1
        });
        articles[place].1.push(row);
    }
    articles
}

fn refused(row: &ImportedRow, reason: String) -> Refused {
    Refused { line: row.line, id: row.id.clone(), reason }
}

fn import_article(
    desk: &mut Desk,
    index: usize,
    rows: &[ImportedRow],
    summary: &mut ImportSummary,
) -> Result<(), ImportError> {
    let source = desk.source(index)?;
    let records = crate::review::records::records(desk.state(index), &source.document);
    let keys: Vec<BeadKey> = desk.state(index).beads.iter().map(|bead| bead.key()).collect();
    let beads: HashMap<&str, (&BeadRecord, BeadKey)> =
        records.beads.iter().zip(keys).map(|(bead, key)| (bead.id.as_str(), (bead, key))).collect();
    for row in rows {
        let Some((bead, key)) = beads.get(row.id.as_str()) else {
            summary.refused.push(refused(row, "the corpus has no such bead".to_owned()));
            continue;
        };
        let actions = match actions(row, bead, *key) {
            Ok(actions) => actions,
            Err(reason) => {
                summary.refused.push(refused(row, reason));
                continue;
            }
        };
        let action = match actions.len() {
            0 => continue,
            1 => actions.into_iter().next().expect("there is one"),
            _ => Action::Many { actions },
        };
        let belief = Belief { seen: desk.sequence(index), ..Belief::default() };
        match desk.act(index, &action, &belief) {
            Ok(_) => summary.changed += 1,
            Err(DeskError::Refused(refusal)) => {
                summary.refused.push(refused(row, refusal.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What turns the bead into what the row says.
fn actions(row: &ImportedRow, bead: &BeadRecord, key: BeadKey) -> Result<Vec<Action>, String> {
    let mut actions = Vec::new();
    for (side, text, current) in
        [(Side::Chinese, &row.zh, &bead.zh), (Side::English, &row.en, &bead.en)]
    {
        let Some(text) = text.as_ref().filter(|text| differs(text, current)) else { continue };
        if current.is_empty() {
            return Err(format!(
                "it has no {side} sentence that the text could be a correction of"
            ));
        }
        actions.push(Action::Correct { bead: key, side, text: Some(text.clone()) });
    }
    if let Some(text) = row.comment.as_ref().filter(|text| differs(text, &bead.comment)) {
        actions.push(Action::Comment { bead: key, text: text.clone() });
    }
    let status = row.status.as_deref().filter(|status| !status.is_empty());
    if let Some(status) = status.map(status_of).transpose()?.filter(|status| *status != bead.status)
    {
        // Whether a bead counts as edited follows from what was done to it.
        if status != Status::Edited {
            actions.push(Action::SetStatus { bead: key, status });
        }
    }
    Ok(actions)
}

fn status_of(name: &str) -> Result<Status, String> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_lowercase())).map_err(|_| {
        format!("{name:?} is no status; it can be auto, confirmed, edited or rejected")
    })
}

/// Whether a cell says something else than what an export would have written there.
fn differs(cell: &str, current: &str) -> bool {
    let one_line = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    cell != current
        && cell != one_line(current)
        && cell != fit_into_cell(current)
        && cell != replace_forbidden(current)
        && cell.trim() != current.trim()
}

/// The names of the columns that an import reads.
pub(crate) const READ_COLUMNS: [&str; 5] = ["id", "zh", "en", "status", "comment"];

#[cfg(test)]
mod round_trip;
