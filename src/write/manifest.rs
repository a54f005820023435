//! What `manifest.json` says: which program with which models and settings made the corpus from
//! which inputs, and what it holds. No clock time, no absolute path.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::models::ModelEntry;
use crate::write::summary::Summary;

/// The version of the corpus format.
pub const FORMAT: &str = "duizhao-corpus/1";

/// The name of the manifest's file.
pub const MANIFEST: &str = "manifest.json";

/// The content of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The program.
    pub tool: Tool,
    /// The models, tables and rules inside the program, by stage and name.
    pub models: BTreeMap<String, ModelEntry>,
    /// The settings that shape the output, by name.
    pub configuration: BTreeMap<String, String>,
    /// What the corpus holds.
    pub counts: Summary,
    /// The other files of the folder, by path below it.
    pub files: BTreeMap<String, FileEntry>,
    /// The files that the articles were read from, sorted by path.
    pub inputs: Vec<InputEntry>,
}

/// The program that wrote a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        Self { name: name.to_owned(), version: version.to_owned() }
    }
}

/// A file of the corpus folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileEntry {
    /// Its size.
    pub bytes: u64,
    /// Its lines.
    pub lines: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// A file that articles were read from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct InputEntry {
    /// Its path, as in the records.
    pub path: String,
    /// Its SHA-256, hexadecimal; `""` if it could not be read.
    pub sha256: String,
}
