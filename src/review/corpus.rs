//! The corpus folder as the review desk reads it: records by article, on demand.
//!
//! The files stay open, so that a rebuild, which puts new files in their place, does not change
//! what this desk reads.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::record::{BeadRecord, DocumentRecord, EntityRecord};

/// Why a corpus folder cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// A file cannot be opened or read.
    #[error("{}: {source}. Is this the output folder of `duizhao build`?", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line does not parse.
    #[error("{}: line {line}: {message}. Run `duizhao validate` on the folder, or build it again.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Stretch {
    start: u64,
    length: usize,
    /// Line of the file on which it begins, from 1.
    line: usize,
}

/// An open corpus folder.
#[derive(Debug)]
pub struct Corpus {
    documents: JsonLines,
    beads: JsonLines,
    /// Ids of the articles in the order of the corpus.
    ids: Vec<String>,
    /// For each article, its line of `documents.jsonl` and its lines of `beads.jsonl`.
    stretches: Vec<(Stretch, Stretch)>,
    /// The entities of the corpus.
    pub entities: Vec<EntityRecord>,
}

/// An open JSONL file.
#[derive(Debug)]
struct JsonLines {
    path: PathBuf,
    file: Mutex<File>,
}

/// The records of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRecords {
    /// Its line of `documents.jsonl`.
    pub document: DocumentRecord,
    /// Its lines of `beads.jsonl`.
    pub beads: Vec<BeadRecord>,
}

impl ArticleRecords {
    /// Parse what [`Corpus::raw`] gives: a document line, then bead lines.
    ///
    /// # Errors
    /// A sentence that says which line does not parse.
    pub fn parse(raw: &str) -> Result<Self, (usize, String)> {
        let mut lines = raw.lines().enumerate();
        let (_, first) = lines.next().unwrap_or_default();
        let document = serde_json::from_str(first).map_err(|error| (0, error.to_string()))?;
        let beads = lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(at, line)| serde_json::from_str(line).map_err(|error| (at, error.to_string())));
        Ok(Self { document, beads: beads.collect::<Result<_, _>>()? })
    }
}

#[derive(Deserialize)]
struct IdOnly {
    id: String,
}

#[derive(Deserialize)]
struct DocOnly {
    doc: String,
}

impl Corpus {
    /// Open the folder and find where the records of each article are.
    ///
    /// # Errors
    /// If a file is missing or a line has no id.
    pub fn open(folder: &Path) -> Result<Self, CorpusError> {
        let documents = JsonLines::open(folder.join("documents.jsonl"))?;
        let beads = JsonLines::open(folder.join("beads.jsonl"))?;
        let mut bead_stretches: BTreeMap<String, Stretch> = BTreeMap::new();
        beads.scan(|line, stretch| {
            let doc = serde_json::from_str::<DocOnly>(line).map_err(|error| error.to_string())?.doc;
            extend(bead_stretches.entry(doc).or_default(), stretch)
        })?;
        let (mut ids, mut stretches) = (Vec::new(), Vec::new());
        documents.scan(|line, stretch| {
            let id = serde_json::from_str::<IdOnly>(line).map_err(|error| error.to_string())?.id;
            stretches.push((stretch, bead_stretches.get(&id).copied().unwrap_or_default()));
            ids.push(id);
            Ok(())
        })?;
        let entities = read_entities(folder)?;
        Ok(Self { documents, beads, ids, stretches, entities })
    }

    /// Ids of the articles in the order of the corpus.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The lines of article `index`, the document's first, as they stand in the files.
    ///
    /// # Errors
    /// If a file cannot be read any more.
    pub fn raw(&self, index: usize) -> Result<String, CorpusError> {
        let (document, beads) = self.stretches[index];
        let mut raw = self.documents.read(document)?;
        if !raw.ends_with('\n') {
            raw.push('\n');
        }
        raw.push_str(&self.beads.read(beads)?);
        Ok(raw)
    }

    /// The records of article `index`.
    ///
    /// # Errors
    /// If they cannot be read or parsed.
    pub fn records(&self, index: usize) -> Result<ArticleRecords, CorpusError> {
        let raw = self.raw(index)?;
        ArticleRecords::parse(&raw).map_err(|(line, message)| {
            let (document, beads) = self.stretches[index];
            match line {
                0 => self.documents.damaged(document.line, message),
                line => self.beads.damaged(beads.line + line - 1, message),
            }
        })
    }
}

/// Add the next line to a stretch; an article's lines stand together.
fn extend(whole: &mut Stretch, next: Stretch) -> Result<(), String> {
    if whole.length == 0 {
        *whole = next;
    } else if whole.start + whole.length as u64 == next.start {
        whole.length += next.length;
    } else {
        return Err("the beads of this article do not stand together".into());
    }
    Ok(())
}

fn read_entities(folder: &Path) -> Result<Vec<EntityRecord>, CorpusError> {
    let lines = JsonLines::open(folder.join("entities.jsonl"))?;
    let mut entities = Vec::new();
    lines.scan(|line, _| {
        entities.push(serde_json::from_str(line).map_err(|error| error.to_string())?);
        Ok(())
    })?;
    Ok(entities)
}

/// The fingerprint of an article's records: SHA-256 of [`Corpus::raw`].
pub fn fingerprint(raw: &str) -> String {
    Sha256::digest(raw.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl JsonLines {
    fn open(path: PathBuf) -> Result<Self, CorpusError> {
        match File::open(&path) {
            Ok(file) => Ok(Self { path, file: Mutex::new(file) }),
            Err(source) => Err(CorpusError::Unreadable { path, source }),
        }
    }

    fn damaged(&self, line: usize, message: String) -> CorpusError {
        CorpusError::Damaged { path: self.path.clone(), line, message }
    }

    fn unreadable(&self, source: std::io::Error) -> CorpusError {
        CorpusError::Unreadable { path: self.path.clone(), source }
    }

    /// Call `visit` with each line that is not empty and where it stands.
    fn scan(
        &self,
        mut visit: impl FnMut(&str, Stretch) -> Result<(), String>,
    ) -> Result<(), CorpusError> {
        let mut file = self.file.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut reader = BufReader::new(&mut *file);
        let (mut line, mut start, mut number) = (String::new(), 0, 0);
        loop {
            line.clear();
            let length = reader.read_line(&mut line).map_err(|source| self.unreadable(source))?;
            if length == 0 {
                return Ok(());
            }
            number += 1;
            if !line.trim().is_empty() {
                let stretch = Stretch { start, length, line: number };
                visit(&line, stretch).map_err(|message| self.damaged(number, message))?;
            }
            start += length as u64;
        }
    }

    fn read(&self, stretch: Stretch) -> Result<String, CorpusError> {
        let mut bytes = vec![0; stretch.length];
        let mut file = self.file.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(stretch.start)).map_err(|source| self.unreadable(source))?;
        file.read_exact(&mut bytes).map_err(|source| self.unreadable(source))?;
        drop(file);
        String::from_utf8(bytes).map_err(|error| self.damaged(stretch.line, error.to_string()))
    }
}
