//! The files of one corpus folder, from the first article to the manifest.
//!
//! Articles are written as they come and forgotten; only the entities and the figures are kept
//! until the end. The caller brings the articles in the order of their ids.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::ArticleError;
use crate::models::ModelEntry;
use crate::pipeline::AnnotatedArticle;
use crate::record::{BeadRecord, DocumentRecord};
use crate::write::card;
use crate::write::entities::CorpusEntities;
use crate::write::folder::StagedFolder;
use crate::write::jsonl::{HashedFile, write_line};
use crate::write::manifest::{FORMAT, FileEntry, InputEntry, MANIFEST, Manifest, Tool};
use crate::write::records::{bead_records, document_record, error_record};
use crate::write::schema::{RecordFile, pretty_json};
use crate::write::summary::{Counter, Summary};

/// The name of the dataset card.
pub const CARD: &str = "README.md";

/// What makes a corpus besides its articles; goes into the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The models and tables inside the program, by stage and name.
    pub models: BTreeMap<String, ModelEntry>,
    /// The settings that shape the output, by name.
    pub configuration: BTreeMap<String, String>,
    /// The files that the articles were read from.
    pub inputs: Vec<InputEntry>,
}

/// The records of one article, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRecords {
    beads: Vec<BeadRecord>,
    document: DocumentRecord,
}

impl ArticleRecords {
    /// Make the records of an article.
    pub fn of(annotated: &AnnotatedArticle) -> Self {
        Self { beads: bead_records(annotated), document: document_record(annotated) }
    }
}

/// Writes a corpus folder; the old one stays in place until [`CorpusWriter::finish`].
#[derive(Debug)]
pub struct CorpusWriter {
    folder: StagedFolder,
    beads: HashedFile,
    documents: HashedFile,
    errors: HashedFile,
    entities: CorpusEntities,
    counter: Counter,
}

impl CorpusWriter {
    /// Begin a corpus that will take the place of the folder `target`.
    ///
    /// # Errors
    /// If the place beside `target` cannot be written to.
    pub fn create(target: &Path) -> io::Result<Self> {
        let folder = StagedFolder::create(target)?;
        let create = |file: RecordFile| HashedFile::create(&folder.path().join(file.file_name()));
        Ok(Self {
            beads: create(RecordFile::Beads)?,
            documents: create(RecordFile::Documents)?,
            errors: create(RecordFile::Errors)?,
            entities: CorpusEntities::default(),
            counter: Counter::default(),
            folder,
        })
    }

    /// Write one article.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn add(
        &mut self,
        annotated: &AnnotatedArticle,
        records: &ArticleRecords,
    ) -> io::Result<()> {
        for bead in &records.beads {
            write_line(&mut self.beads, bead)?;
        }
        write_line(&mut self.documents, &records.document)?;
        self.entities.add(&annotated.article.id, &annotated.naming);
        self.counter.add(annotated);
        Ok(())
    }

    /// Write the record of an article that failed.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn add_error(&mut self, error: &ArticleError) -> io::Result<()> {
        self.counter.add_error();
        write_line(&mut self.errors, &error_record(error))
    }

    /// Write the entities, the schemas, the card and the manifest, and put the folder in place.
    ///
    /// # Errors
    /// If the disk is full or fails, or the old folder cannot be replaced; it is then unharmed.
    pub fn finish(self, provenance: Provenance) -> io::Result<Summary> {
        let folder = self.folder.path();
        let entities = self.entities.finish();
        let mut files = BTreeMap::from([
            (RecordFile::Beads.file_name(), self.beads.finish()?),
            (RecordFile::Documents.file_name(), self.documents.finish()?),
            (RecordFile::Errors.file_name(), self.errors.finish()?),
            write_file(&folder, &RecordFile::Entities.file_name(), |file| {
                entities.iter().try_for_each(|entity| write_line(file, entity))
            })?,
        ]);
        fs::create_dir(folder.join("schema"))?;
        for file in RecordFile::ALL {
            let schema = pretty_json(&file.schema())?;
            files.extend([write_file(&folder, &file.schema_path(), |f| f.write_all(&schema))?]);
        }
        let counts = self.counter.finish(entities.len());
        let card = card::dataset_card(&counts, &files);
        files.extend([write_file(&folder, CARD, |file| file.write_all(card.as_bytes()))?]);
        write_manifest(&folder, counts.clone(), files, provenance)?;
        self.folder.commit(&is_ours)?;
        Ok(counts)
    }
}

fn write_file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut HashedFile) -> io::Result<()>,
) -> io::Result<(String, FileEntry)> {
    let mut file = HashedFile::create(&folder.join(name))?;
    write(&mut file)?;
    Ok((name.to_owned(), file.finish()?))
}

fn write_manifest(
    folder: &Path,
    counts: Summary,
    files: BTreeMap<String, FileEntry>,
    provenance: Provenance,
) -> io::Result<()> {
    let Provenance { models, configuration, mut inputs } = provenance;
    inputs.sort();
    inputs.dedup();
    let (format, tool) = (FORMAT.to_owned(), Tool::this());
    let manifest = Manifest { format, tool, models, configuration, counts, files, inputs };
    let bytes = pretty_json(&manifest)?;
    write_file(folder, MANIFEST, |file| file.write_all(&bytes)).map(|_| ())
}

/// Whether a path below a corpus folder belongs to the program, which writes it anew.
fn is_ours(path: &Path) -> bool {
    let ours = |file: RecordFile| {
        path == Path::new(&file.file_name()) || path == Path::new(&file.schema_path())
    };
    path == Path::new(MANIFEST) || path == Path::new(CARD) || RecordFile::ALL.into_iter().any(ours)
}

/// What stands at a path where a corpus is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupant {
    /// Nothing, or an empty folder.
    Nothing,
    /// A corpus folder.
    Corpus,
    /// Something that the program did not write.
    Stranger,
}

impl Occupant {
    /// Look at `target`. A folder is a corpus if its manifest says so.
    pub fn of(target: &Path) -> Self {
        let Ok(mut entries) = fs::read_dir(target) else {
            return if target.exists() { Self::Stranger } else { Self::Nothing };
        };
        if entries.next().is_none() {
            return Self::Nothing;
        }
        let manifest = fs::read(target.join(MANIFEST)).unwrap_or_default();
        match serde_json::from_slice::<serde_json::Value>(&manifest) {
            Ok(manifest) if manifest["tool"]["name"] == Tool::this().name.as_str() => Self::Corpus,
            _ => Self::Stranger,
        }
    }
}

/// The path of a record file of a corpus folder.
pub fn record_path(corpus: &Path, file: RecordFile) -> PathBuf {
    corpus.join(file.file_name())
}
