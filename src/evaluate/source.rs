//! The files that gold and prediction may come from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::EvaluateError;
use super::alignment::EvaluatedBead;
use super::iob2::{self, TaggedSentence};
use crate::mention::Label;
use crate::record::{BeadRecord, DocumentRecord};
use crate::write::schema::RecordFile;

/// Which of the two a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Gold,
    Predicted,
}

/// What a path holds.
#[derive(Debug)]
pub(super) enum Source {
    /// Beads by sentence indices, for each text.
    Beads(BTreeMap<String, Vec<EvaluatedBead>>),
    /// The documents of a corpus folder.
    Corpus(Vec<DocumentRecord>),
    /// Gold articles: sentences, beads and mentions.
    Articles(BTreeMap<String, GoldArticle>),
    /// Tagged sentences of an IOB2 file.
    Iob2(PathBuf, Vec<TaggedSentence>),
    /// Tagged lines, as `duizhao tag` prints them.
    Tagged(Vec<TaggedText>),
}

/// A gold article as `tests/gold` holds it.
#[derive(Debug, Deserialize)]
pub(super) struct GoldArticle {
    pub(super) zh: Vec<String>,
    pub(super) en: Vec<String>,
    pub(super) beads: Vec<(Vec<usize>, Vec<usize>)>,
    #[serde(default)]
    pub(super) zh_entities: Vec<GoldMention>,
    #[serde(default)]
    pub(super) en_entities: Vec<GoldMention>,
}

/// Sentence, start, end, label, key.
pub(super) type GoldMention = (usize, usize, usize, Label, String);

/// A line of the output of `duizhao tag`.
#[derive(Debug, Deserialize)]
pub(super) struct TaggedText {
    pub(super) text: String,
    pub(super) entities: Vec<TaggedMention>,
}

/// A mention in it.
#[derive(Debug, Deserialize)]
pub(super) struct TaggedMention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) label: String,
}

impl Source {
    /// What it holds, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Beads(_) => "beads",
            Self::Corpus(_) => "a corpus",
            Self::Articles(_) => "gold articles",
            Self::Iob2(..) => "IOB2 sentences",
            Self::Tagged(_) => "tagged lines",
        }
    }

    /// Read a file or folder.
    pub(super) fn load(path: &Path, part: Part) -> Result<Self, EvaluateError> {
        if path.is_dir() { Self::load_folder(path, part) } else { Self::load_file(path) }
    }

    fn load_folder(folder: &Path, part: Part) -> Result<Self, EvaluateError> {
        let documents = folder.join(RecordFile::Documents.file_name());
        if documents.is_file() {
            return Ok(Self::Corpus(read_lines(&documents)?));
        }
        let extensions = match part {
            Part::Gold => ["gold", "beads"],
            Part::Predicted => ["beads", "gold"],
        };
        for extension in extensions {
            let files = files_below(folder, extension);
            if !files.is_empty() {
                let beads = files.iter().map(|(name, path)| Ok((name.clone(), read_beads(path)?)));
                return Ok(Self::Beads(beads.collect::<Result<_, EvaluateError>>()?));
            }
        }
        let articles = files_below(folder, "json");
        if articles.is_empty() {
            return Err(EvaluateError::Nothing(folder.to_owned()));
        }
        let articles = articles.iter().map(|(name, path)| Ok((name.clone(), read_article(path)?)));
        Ok(Self::Articles(articles.collect::<Result<_, EvaluateError>>()?))
    }

    fn load_file(path: &Path) -> Result<Self, EvaluateError> {
        let name = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gold" | "beads") => Ok(Self::Beads([(name(), read_beads(path)?)].into())),
            Some("iob2" | "conll" | "conllu" | "bio") => {
                Ok(Self::Iob2(path.to_owned(), iob2::parse(path, &read(path)?)?))
            }
            Some("json") => Ok(Self::Articles([(name(), read_article(path)?)].into())),
            _ => Self::load_jsonl(path),
        }
    }

    /// Tell by the fields of the first line what a JSONL file holds.
    fn load_jsonl(path: &Path) -> Result<Self, EvaluateError> {
        let content = read(path)?;
        let first = content.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let first: serde_json::Value = serde_json::from_str(first).unwrap_or_default();
        if first.get("quality").is_some() {
            return Ok(Self::Corpus(read_lines(path)?));
        }
        if first.get("zh_sentences").is_some() {
            // Beside its documents a bead file is a corpus, which says more.
            let documents = path.with_file_name(RecordFile::Documents.file_name());
            if documents.is_file() {
                return Ok(Self::Corpus(read_lines(&documents)?));
            }
            return Ok(Self::Beads(beads_by_document(&read_lines::<BeadRecord>(path)?)));
        }
        if first.get("entities").is_some() {
            return Ok(Self::Tagged(read_lines(path)?));
        }
        Err(EvaluateError::Nothing(path.to_owned()))
    }
}

/// The files of a folder and its subfolders with an extension, by their path without it.
fn files_below(folder: &Path, extension: &str) -> BTreeMap<String, PathBuf> {
    let suffix = format!(".{extension}");
    let walk = walkdir::WalkDir::new(folder).into_iter().flatten();
    walk.filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let below = entry.path().strip_prefix(folder).ok()?;
            let parts: Vec<_> =
                below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            let name = parts.join("/").strip_suffix(&suffix)?.to_owned();
            Some((name, entry.into_path()))
        })
        .collect()
}

fn beads_by_document(records: &[BeadRecord]) -> BTreeMap<String, Vec<EvaluatedBead>> {
    let mut documents: BTreeMap<String, Vec<EvaluatedBead>> = BTreeMap::new();
    for record in records {
        documents.entry(record.doc.clone()).or_default().push(EvaluatedBead {
            zh: record.zh_sentences.iter().map(|sentence| sentence.index).collect(),
            en: record.en_sentences.iter().map(|sentence| sentence.index).collect(),
            confidence: Some(record.confidence.value()),
        });
    }
    documents
}

fn read(path: &Path) -> Result<String, EvaluateError> {
    fs::read_to_string(path).map_err(|error| EvaluateError::Read { path: path.to_owned(), error })
}

fn read_article(path: &Path) -> Result<GoldArticle, EvaluateError> {
    serde_json::from_str(&read(path)?).map_err(|error| EvaluateError::Invalid {
        path: path.to_owned(),
        line: error.line(),
        message: format!("not a gold article: {error}"),
    })
}

/// The records of a JSONL file.
fn read_lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, EvaluateError> {
    let content = read(path)?;
    // `lines` would also cut at a carriage return before the line feed, which JSON escapes.
    let lines = content.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| EvaluateError::Invalid {
                path: path.to_owned(),
                line: index + 1,
                message: error.to_string(),
            })
        })
        .collect()
}

/// Beads as `[zh indices]:[en indices]`, a line each; a number behind is the confidence.
fn read_beads(path: &Path) -> Result<Vec<EvaluatedBead>, EvaluateError> {
    let content = read(path)?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            bead(line).ok_or_else(|| EvaluateError::Invalid {
                path: path.to_owned(),
                line: index + 1,
                message: format!("not a bead: {line:?}"),
            })
        })
        .collect()
}

fn bead(line: &str) -> Option<EvaluatedBead> {
    let (zh, rest) = indices(line)?;
    let (en, rest) = indices(rest.trim_start().strip_prefix(':')?)?;
    let confidence = rest.split_whitespace().next().and_then(|number| number.parse().ok());
    Some(EvaluatedBead { zh, en, confidence })
}

/// A list in brackets, sorted, and what stands behind it.
fn indices(text: &str) -> Option<(Vec<usize>, &str)> {
    let (list, rest) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let numbers = list.split([',', ' ', '\t']).filter(|number| !number.is_empty());
    let mut indices = numbers.map(|n| n.parse().ok()).collect::<Option<Vec<usize>>>()?;
    indices.sort_unstable();
    Some((indices, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bead_line_has_two_lists_and_perhaps_a_confidence() {
        let expected = EvaluatedBead { zh: vec![0, 1], en: vec![2], confidence: Some(0.9) };
        assert_eq!(bead("[1, 0]:[2]\t0.9000"), Some(expected));
        let null = EvaluatedBead { zh: vec![], en: vec![3], confidence: None };
        assert_eq!(bead(" [] : [3] what follows is ignored"), Some(null));
        assert_eq!(bead("[1]-[2]"), None);
    }
}
