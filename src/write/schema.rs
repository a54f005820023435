//! The JSON Schemas (2020-12) of the record types, generated from the types.

use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use crate::record::{BeadRecord, DocumentRecord, EntityRecord, ErrorRecord};

/// The record files of a corpus folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordFile {
    /// `beads.jsonl`
    Beads,
    /// `documents.jsonl`
    Documents,
    /// `entities.jsonl`
    Entities,
    /// `errors.jsonl`
    Errors,
}

impl RecordFile {
    /// All four, in the order of the format.
    pub const ALL: [Self; 4] = [Self::Beads, Self::Documents, Self::Entities, Self::Errors];

    /// The name of the file without extension.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Beads => "beads",
            Self::Documents => "documents",
            Self::Entities => "entities",
            Self::Errors => "errors",
        }
    }

    /// The name of the file.
    pub fn file_name(self) -> String {
        format!("{}.jsonl", self.stem())
    }

    /// The path of its schema below the corpus folder.
    pub fn schema_path(self) -> String {
        format!("schema/{}.schema.json", self.stem())
    }

    /// The schema of one line of the file.
    pub fn schema(self) -> Value {
        match self {
            Self::Beads => schema_of::<BeadRecord>(),
            Self::Documents => schema_of::<DocumentRecord>(),
            Self::Entities => schema_of::<EntityRecord>(),
            Self::Errors => schema_of::<ErrorRecord>(),
        }
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// A JSON value as an indented file with a line break at the end.
pub fn pretty_json(value: &impl serde::Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
