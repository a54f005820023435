//! Writing: annotated articles → the corpus folder.
//!
//! | module | charter |
//! |---|---|
//! | [`bead_text`] | the text of one side of a bead, and article positions → bead positions |
//! | [`records`] | an annotated article → the records of its beads and its document |
//! | [`entities`] | the entities of all articles → `entities.jsonl` |
//! | [`jsonl`] | records → lines, hashed as they are written |
//! | [`corpus`] | the files of one corpus folder, from the first article to the manifest |
//! | [`manifest`] | what `manifest.json` says |
//! | [`card`] | the dataset card |
//! | [`schema`] | the JSON Schemas, from the record types |
//! | [`folder`] | putting a finished folder in the place of the old one, in one step |
//! | [`summary`] | the figures of a run |

pub mod bead_text;
pub mod card;
pub mod corpus;
pub mod entities;
pub mod folder;
pub mod jsonl;
pub mod manifest;
pub mod records;
pub mod schema;
pub mod summary;
