//! duizhao (对照, "side by side"): Chinese and English versions of news articles in, an aligned
//! and annotated corpus out.
//!
//! Data goes one way, one module a stage:
//!
//! | stage | module | in → out |
//! |---|---|---|
//! | read | [`read`] | files → [`document::Article`] with paragraphs and roles |
//! | split | [`split`] | paragraphs → sentences |
//! | align | [`align`] | sentences of both sides → [`bead::Alignment`] |
//! | tag | [`tag`] | one version → [`mention::Mention`]s |
//! | link | [`link`] | mentions of both sides → [`mention::Naming`] |
//! | write | [`write`] | [`pipeline::AnnotatedArticle`]s → the corpus folder |
//!
//! [`pipeline`] is the one path through all of them.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[cfg(feature = "export")]
pub mod adapt;
pub mod align;
pub mod bead;
pub mod build;
pub mod check;
pub mod document;
pub mod error;
pub mod evaluate;
#[cfg(feature = "export")]
pub mod export;
pub mod flag;
pub mod flat;
#[cfg(feature = "export")]
pub mod import;
pub mod lexicon;
pub mod link;
pub mod mention;
pub mod models;
mod number_words;
pub mod parallel;
pub mod pipe;
pub mod pipeline;
pub mod read;
pub mod record;
#[cfg(feature = "review")]
pub mod review;
pub mod script;
pub mod split;
pub mod tag;
pub mod terms;
pub mod text;
pub mod token;
#[cfg(feature = "validate")]
pub mod validate;
pub mod write;
