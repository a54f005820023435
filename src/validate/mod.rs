//! Validation: a corpus folder → every place where it breaks the format.
//!
//! | module | what it checks |
//! |---|---|
//! | `lines` | encoding, JSON, schema and canonical form of each line |
//! | `document` | one record of `documents.jsonl` in itself |
//! | `bead` | the beads of an article against its document |
//! | `names` | mentions against `entities.jsonl` |
//! | `manifest` | hashes, counts and the other files |

mod bead;
mod document;
mod lines;
mod manifest;
mod names;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::ErrorCode;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord, ErrorRecord, Score};
use crate::write::manifest::MANIFEST;
use crate::write::schema::RecordFile;
use crate::write::summary::Summary;
use lines::RecordLines;
use names::Names;

/// A place where a corpus breaks the format.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, below the corpus folder.
    pub file: String,
    /// The line, from 1; 0 if the fault is not in one line.
    pub line: usize,
    /// The field, such as `zh_entities[2].end`; `""` if the fault is not in one field.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why a folder could not be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ValidateError {
    /// Not a corpus folder.
    #[error("{}: no corpus there; it has neither {MANIFEST} nor beads.jsonl", .0.display())]
    NoCorpus(PathBuf),
    /// A file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What was looked at and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The faults, by file and line.
    pub faults: Vec<Fault>,
    /// Records looked at, over the four files.
    pub records: usize,
}

/// Check the corpus in `folder`.
///
/// # Errors
/// If there is no corpus or the disk fails; faults of the corpus are no error.
pub fn validate(folder: &Path) -> Result<Report, ValidateError> {
    let exists = |name: &str| folder.join(name).is_file();
    if !exists(MANIFEST) && !exists(&RecordFile::Beads.file_name()) {
        return Err(ValidateError::NoCorpus(folder.to_owned()));
    }
    let mut checker = Checker::new(folder)?;
    checker.check_articles()?;
    checker.check_entities()?;
    checker.check_errors()?;
    manifest::check(folder, &checker.counts.finish(), &mut checker.faults);
    let mut faults = checker.faults.found;
    faults.sort();
    faults.dedup();
    Ok(Report { faults, records: checker.records })
}

/// The faults found so far.
#[derive(Debug, Default)]
struct Faults {
    found: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, place: &Place, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(Fault {
            file: place.file.clone(),
            line: place.line,
            field: field.into(),
            message: message.into(),
        });
    }
}

/// A line of a file.
#[derive(Debug, Clone, Default)]
struct Place {
    file: String,
    line: usize,
}

/// What the manifest's counts are compared with: as the writer counts, but over the records.
#[derive(Debug, Default)]
struct Counts {
    /// All but the mean.
    summary: Summary,
    /// The sum of the beads' confidences.
    confidence: f64,
}

impl Counts {
    fn add_document(&mut self, document: &DocumentRecord) {
        let summary = &mut self.summary;
        summary.articles += 1;
        summary.sentences_zh += document.zh.sentences.len();
        summary.sentences_en += document.en.sentences.len();
        summary.mentions_zh += document.zh.entities.len();
        summary.mentions_en += document.en.entities.len();
    }

    fn add_bead(&mut self, bead: &BeadRecord) {
        let summary = &mut self.summary;
        summary.beads += 1;
        *summary.beads_by_type.entry(bead.bead_type.clone()).or_default() += 1;
        summary.crossings += usize::from(bead.crossing);
        summary.links += bead.entity_links.len();
        summary.flagged += usize::from(!bead.flags.is_empty());
        self.confidence += bead.confidence.value();
    }

    /// The counts with the mean, 0 over nothing.
    fn finish(&self) -> Summary {
        let mut summary = self.summary.clone();
        if summary.beads > 0 {
            summary.mean_confidence = Score::new(self.confidence / summary.beads as f64);
        }
        summary
    }
}

/// The state of one validation.
struct Checker<'a> {
    folder: &'a Path,
    faults: Faults,
    names: Names,
    counts: Counts,
    records: usize,
    docs: BTreeSet<String>,
}

impl<'a> Checker<'a> {
    fn new(folder: &'a Path) -> Result<Self, ValidateError> {
        Ok(Self {
            folder,
            faults: Faults::default(),
            names: Names::default(),
            counts: Counts::default(),
            records: 0,
            docs: BTreeSet::new(),
        })
    }

    /// Walk `documents.jsonl` and `beads.jsonl` side by side, article by article.
    fn check_articles(&mut self) -> Result<(), ValidateError> {
        let mut documents =
            RecordLines::<DocumentRecord>::open(self.folder, RecordFile::Documents)?;
        let mut beads = RecordLines::<BeadRecord>::open(self.folder, RecordFile::Beads)?;
        let mut waiting = beads.next(&mut self.faults)?;
        while let Some((place, document)) = documents.next(&mut self.faults)? {
            self.counts.add_document(&document);
            if !self.docs.insert(document.id.clone()) {
                self.faults.add(&place, "id", format!("{:?} is there twice", document.id));
            }
            document::check(&place, &document, &mut self.faults);
            let mut own = Vec::new();
            while let Some((place, bead)) = waiting.take_if(|(_, bead)| bead.doc == document.id) {
                own.push((place, bead));
                waiting = beads.next(&mut self.faults)?;
            }
            own.iter().for_each(|(_, bead)| self.counts.add_bead(bead));
            bead::check_article(&place, &document, &own, &mut self.faults);
            self.names.add(&place, &document, &own);
        }
        while let Some((place, bead)) = waiting {
            self.counts.add_bead(&bead);
            let message = format!("no article {:?} at this place of documents.jsonl", bead.doc);
            self.faults.add(&place, "doc", message);
            waiting = beads.next(&mut self.faults)?;
        }
        self.records += documents.count() + beads.count();
        Ok(())
    }

    fn check_entities(&mut self) -> Result<(), ValidateError> {
        let mut entities = RecordLines::<EntityRecord>::open(self.folder, RecordFile::Entities)?;
        let mut before = String::new();
        while let Some((place, entity)) = entities.next(&mut self.faults)? {
            self.counts.summary.entities += 1;
            if entity.id <= before {
                let message = format!("{:?} stands behind {before:?}: ids ascend", entity.id);
                self.faults.add(&place, "id", message);
            }
            self.names.check(&place, &entity, &mut self.faults);
            before = entity.id;
        }
        self.records += entities.count();
        self.names.check_missing(&mut self.faults);
        Ok(())
    }

    fn check_errors(&mut self) -> Result<(), ValidateError> {
        let mut errors = RecordLines::<ErrorRecord>::open(self.folder, RecordFile::Errors)?;
        while let Some((place, error)) = errors.next(&mut self.faults)? {
            self.counts.summary.errors += 1;
            // A second article of the same id is refused, and its id is then in both files.
            let is_second = error.code == ErrorCode::Ambiguous;
            if self.docs.contains(&error.doc) && !is_second {
                let message = format!("{:?} is in documents.jsonl too", error.doc);
                self.faults.add(&place, "doc", message);
            }
            check_path(&place, "path", &error.path, &mut self.faults);
            if error.message.trim().is_empty() {
                self.faults.add(&place, "message", "says nothing");
            }
            if error.byte_offset < -1 {
                self.faults.add(&place, "byte_offset", "is below -1, which means none");
            }
        }
        self.records += errors.count();
        Ok(())
    }
}

/// Paths in records do not depend on the machine.
fn check_path(place: &Place, field: &str, path: &str, faults: &mut Faults) {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if path.is_empty() {
        faults.add(place, field, "is empty");
    } else if path.starts_with(['/', '\\']) || has_drive {
        faults.add(place, field, format!("{path:?} is an absolute path"));
    }
}

#[cfg(all(test, feature = "export"))]
mod planted;
