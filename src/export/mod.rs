//! Export: a corpus folder with its review → other formats, one file of code a format.
//!
//! | format | holds | side missing |
//! |---|---|---|
//! | `tmx.rs` | TMX 1.4, for translation memories | left out |
//! | `xliff.rs` | XLIFF 2.0, for translation tools | left out |
//! | `table.rs` | TSV and CSV, a row a bead | kept |
//! | `xlsx.rs` | a workbook: beads and names | kept |
//! | `parquet.rs` | a typed table with all of a bead | kept |
//! | `jsonl.rs` | the records of `beads.jsonl` | kept |
//! | `moses.rs` | two files with a line a bead | left out |
//! | `iob2.rs` | tagged tokens of both sides | each side by itself |
//! | `tbx.rs` | the names of the corpus, for terminology tools | kept |
//! | `markdown.rs` | for reading and printing | kept |
//! | `html.rs` | one self-contained page for reading | kept |

mod html;
mod iob2;
mod jsonl;
mod markdown;
mod moses;
mod offsets;
mod parquet;
pub mod reviewed;
mod select;
mod table;
mod tbx;
mod tmx;
mod xliff;
mod xlsx;
mod xml;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::record::{BeadRecord, DocumentRecord, EntityRecord};
use crate::review::DeskError;
use crate::review::journal::FILE_NAME;
use crate::write::corpus::CARD;
use crate::write::manifest::MANIFEST;
use crate::write::schema::RecordFile;

pub use offsets::OffsetUnit;
pub use select::Selection;
pub(crate) use table::name_of;
pub(crate) use xlsx::fit_into_cell;
pub(crate) use xml::replace_forbidden;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Translation Memory eXchange 1.4.
    Tmx,
    /// XLIFF 2.0.
    Xliff,
    /// Tab-separated values with a header.
    Tsv,
    /// Comma-separated values with a header.
    Csv,
    /// Excel workbook.
    Xlsx,
    /// Apache Parquet.
    Parquet,
    /// Two text files, `FILE.zh` and `FILE.en`, a line a bead.
    Moses,
    /// One HTML page.
    Html,
    /// IOB2 tags, a token a line.
    Iob2,
    /// TermBase eXchange with the names.
    Tbx,
    /// Bead records.
    Jsonl,
    /// Markdown.
    Markdown,
}

/// How to export.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportOptions {
    /// The format.
    pub format: Format,
    /// Which beads.
    pub selection: Selection,
    /// In which unit offsets count, in the formats that hold offsets.
    pub offsets: OffsetUnit,
}

/// Where an export goes.
pub enum Output<'a> {
    /// To a writer, for formats of one file.
    Writer(&'a mut dyn Write),
    /// To a file, which is replaced when the export is complete.
    File(&'a Path),
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The corpus or its review cannot be read.
    #[error(transparent)]
    Corpus(#[from] DeskError),
    /// Writing failed; the cause is the error's source.
    #[error("cannot write the export")]
    Write(#[from] io::Error),
    /// The file cannot be written; the cause is the error's source.
    #[error("cannot write {}", path.display())]
    WriteFile {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is a part of the corpus.
    #[error(
        "{} is a file of the corpus itself, which an export must not replace; give another name \
         with -o",
        .0.display()
    )]
    IntoCorpus(PathBuf),
    /// The format has two files.
    #[error("this format is two files; give a name with -o, and FILE.zh and FILE.en are written")]
    NeedsFile,
}

impl ExportError {
    /// The same for an export into a file.
    fn into_file(self, path: &Path) -> Self {
        match self {
            Self::Write(source) => Self::WriteFile { path: path.to_owned(), source },
            other => other,
        }
    }
}

/// What an export did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportSummary {
    /// Beads that the selection kept.
    pub beads: usize,
    /// Beads of the corpus.
    pub of: usize,
    /// Corrections that fit nowhere in the corpus any more.
    pub unfitting: usize,
}

/// One format. `article` is called for each article that keeps a bead, in the corpus' order.
trait Exporter {
    /// Write what stands before the first article.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Write the selected beads of an article.
    fn article(
        &mut self,
        out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()>;

    /// Write what stands behind the last article.
    fn finish(&mut self, _out: &mut dyn Write, _entities: &[EntityRecord]) -> io::Result<()> {
        Ok(())
    }
}

/// Write the corpus in `folder`, with the corrections of its review, in another format.
///
/// # Errors
/// If the corpus cannot be read or the output cannot be written.
pub fn export(
    folder: &Path,
    options: &ExportOptions,
    output: Output,
) -> Result<ExportSummary, ExportError> {
    match (output, options.format) {
        (Output::Writer(_), Format::Moses) => Err(ExportError::NeedsFile),
        (Output::Writer(out), _) => run(folder, options, &mut *exporter(options), out),
        (Output::File(path), Format::Moses) => {
            let (zh_path, en_path) = (with_suffix(path, "zh"), with_suffix(path, "en"));
            let (mut zh, mut en) = (new_file(&zh_path)?, new_file(&en_path)?);
            let mut exporter = moses::Moses::new(&mut en);
            let summary = run(folder, options, &mut exporter, &mut zh);
            let summary = summary.map_err(|error| error.into_file(path))?;
            put_in_place(zh, &zh_path)?;
            put_in_place(en, &en_path)?;
            Ok(summary)
        }
        (Output::File(path), _) => {
            if is_part_of_corpus(folder, path) {
                return Err(ExportError::IntoCorpus(path.to_owned()));
            }
            let mut file = new_file(path)?;
            let summary = run(folder, options, &mut *exporter(options), &mut file);
            let summary = summary.map_err(|error| error.into_file(path))?;
            put_in_place(file, path)?;
            Ok(summary)
        }
    }
}

/// Whether `path` is one of the files that the program keeps in the corpus folder `folder`, the
/// review's journal included.
pub fn is_part_of_corpus(folder: &Path, path: &Path) -> bool {
    let (Ok(folder), Some(path)) = (folder.canonicalize(), resolved(path)) else { return false };
    path.strip_prefix(&folder)
        .is_ok_and(|below| corpus_files().iter().any(|file| below == Path::new(file.as_str())))
}

/// The path of a file, which need not be there yet, through symbolic links.
fn resolved(path: &Path) -> Option<PathBuf> {
    if let Ok(path) = path.canonicalize() {
        return Some(path);
    }
    Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?))
}

/// The folder in which a file is.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The files of a corpus, by their paths below its folder.
fn corpus_files() -> Vec<String> {
    let mut files = vec![MANIFEST.to_owned(), CARD.to_owned()];
    for file in RecordFile::ALL {
        files.extend([file.file_name(), file.schema_path()]);
    }
    // SQLite keeps two files beside the journal while it is in use.
    files.extend(["", "-wal", "-shm"].map(|suffix| format!("{FILE_NAME}{suffix}")));
    files
}

fn exporter(options: &ExportOptions) -> Box<dyn Exporter> {
    match options.format {
        Format::Tmx => Box::new(tmx::Tmx),
        Format::Xliff => Box::new(xliff::Xliff::default()),
        Format::Tsv => Box::new(table::Table::tsv()),
        Format::Csv => Box::new(table::Table::csv()),
        Format::Xlsx => Box::new(xlsx::Xlsx::default()),
        Format::Parquet => Box::new(parquet::Parquet::default()),
        Format::Html => Box::new(html::Html::default()),
        Format::Iob2 => Box::new(iob2::Iob2),
        Format::Tbx => Box::new(tbx::Tbx),
        Format::Jsonl => Box::new(jsonl::Jsonl),
        Format::Markdown => Box::new(markdown::Markdown),
        Format::Moses => unreachable!("the two files of Moses are opened by the caller"),
    }
}

fn run(
    folder: &Path,
    options: &ExportOptions,
    exporter: &mut dyn Exporter,
    out: &mut dyn Write,
) -> Result<ExportSummary, ExportError> {
    let corpus = reviewed::ReviewedCorpus::open(folder)?;
    let mut summary = ExportSummary { unfitting: corpus.unfitting(), ..Default::default() };
    exporter.begin(out)?;
    for index in 0..corpus.len() {
        let (mut document, mut beads) = corpus.article(index)?;
        summary.of += beads.len();
        beads.retain(|bead| options.selection.keeps(bead));
        summary.beads += beads.len();
        if beads.is_empty() {
            continue;
        }
        // The page is cut from the texts here and now; it holds no offsets.
        if options.format != Format::Html {
            options.offsets.convert(&mut document, &mut beads);
        }
        exporter.article(out, &document, &beads)?;
    }
    exporter.finish(out, &corpus.entities())?;
    out.flush()?;
    Ok(summary)
}

type NewFile = BufWriter<NamedTempFile>;

/// A file beside `path` that will take its place.
fn new_file(path: &Path) -> Result<NewFile, ExportError> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        let source = io::Error::new(io::ErrorKind::NotFound, message);
        return Err(ExportError::WriteFile { path: path.to_owned(), source });
    }
    match tempfile::Builder::new().prefix(".duizhao-export-").tempfile_in(folder) {
        Ok(file) => Ok(BufWriter::new(file)),
        // The error names a file that the user knows nothing of; its kind says what is wrong.
        Err(error) => {
            let source = io::Error::from(error.kind());
            Err(ExportError::WriteFile { path: path.to_owned(), source })
        }
    }
}

fn put_in_place(file: NewFile, path: &Path) -> Result<(), ExportError> {
    persist(file, path).map_err(|error| ExportError::Write(error).into_file(path))
}

fn persist(file: NewFile, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        // Temporary files are private; an export is for others too.
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    fn export_into(folder: &Path, path: &Path) -> Result<ExportSummary, ExportError> {
        export(folder, &fixture::options(Format::Jsonl), Output::File(path))
    }

    #[test]
    fn an_export_does_not_replace_a_file_of_the_corpus() {
        let corpus = fixture::corpus();
        let folder = corpus.path();
        for name in [
            "beads.jsonl",
            "documents.jsonl",
            "entities.jsonl",
            "errors.jsonl",
            "manifest.json",
            "README.md",
            "schema/beads.schema.json",
            "review.sqlite",
            "schema/../beads.jsonl",
        ] {
            let result = export_into(folder, &folder.join(name));
            assert!(matches!(result, Err(ExportError::IntoCorpus(_))), "{name}: {result:?}");
        }
        assert!(export_into(folder, &folder.join("export.jsonl")).is_ok());
    }

    #[test]
    fn an_export_into_a_folder_that_is_not_there_names_the_file() {
        let corpus = fixture::corpus();
        let path = corpus.path().join("nowhere").join("out.jsonl");
        let error = export_into(corpus.path(), &path).unwrap_err();
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        assert!(error.to_string().contains("out.jsonl"), "{error}");
        assert!(cause.contains("there is no folder") && !cause.contains(".duizhao"), "{cause}");
    }
}
