//! What can go wrong with an article: where, which kind, and what the user can do about it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage of the pipeline in which an article failed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Finding, decoding and understanding the files.
    Read,
    /// Cutting into sentences.
    Split,
    /// Aligning the sentences.
    Align,
    /// Tagging and linking the names.
    Tag,
    /// Writing the records.
    Write,
}

/// The kinds of fault, a closed list.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The file could not be opened or read.
    Unreadable,
    /// The bytes are not text in any encoding that the program knows.
    Undecodable,
    /// There is no text in the file.
    Empty,
    /// Only one of the two languages is there.
    OneLanguage,
    /// The file's partner in the other language is missing.
    MissingPartner,
    /// Two files claim the same place: the same article id, the same side.
    Ambiguous,
    /// An archive, DOCX or gzip file is damaged.
    DamagedFile,
    /// JSON, CSV or TSV that does not parse, or lacks `zh` or `en`.
    InvalidRecord,
    /// Larger than the program takes.
    TooLarge,
    /// A fault of the program itself; please report it.
    Internal,
}

/// An article that could not be processed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct ArticleError {
    /// The article's id.
    pub doc: String,
    /// The file at fault.
    pub path: PathBuf,
    /// Where it failed.
    pub stage: Stage,
    /// What kind of fault it is.
    pub code: ErrorCode,
    /// A sentence that says what is wrong and what to do.
    pub message: String,
    /// Byte offset of the fault in the file, if it has one.
    pub byte_offset: Option<u64>,
}
