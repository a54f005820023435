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
    /// Writing failed.
    #[error("cannot write the export: {0}")]
    Write(#[from] io::Error),
    /// The format has two files.
    #[error("this format is two files; give a name with -o, and FILE.zh and FILE.en are written")]
    NeedsFile,
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
            let (mut zh, en) = (new_file(&with_suffix(path, "zh"))?, with_suffix(path, "en"));
            let mut english = new_file(&en)?;
            let mut exporter = moses::Moses::new(&mut english);
            let summary = run(folder, options, &mut exporter, &mut zh)?;
            put_in_place(zh, &with_suffix(path, "zh"))?;
            put_in_place(english, &en)?;
            Ok(summary)
        }
        (Output::File(path), _) => {
            let mut file = new_file(path)?;
            let summary = run(folder, options, &mut *exporter(options), &mut file)?;
            put_in_place(file, path)?;
            Ok(summary)
        }
    }
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
fn new_file(path: &Path) -> io::Result<NewFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    Ok(BufWriter::new(tempfile::Builder::new().prefix(".duizhao-export-").tempfile_in(folder)?))
}

fn put_in_place(file: NewFile, path: &Path) -> io::Result<()> {
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
