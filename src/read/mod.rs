//! Reading: files in every form in which people have two versions of an article → [`Article`]s.
//!
//! | file | does |
//! |---|---|
//! | `find.rs` | which files make up which article |
//! | `decode.rs` | bytes → text, in every encoding |
//! | `formats.rs` and `markdown.rs`, `html.rs`, `docx.rs`, `table.rs` | text → paragraphs, or rows → articles |
//! | `wrapped.rs` | plain text broken into lines of even width → paragraphs |
//! | `sides.rs`, `languages.rs` | which paragraph belongs to which version |
//! | `roles.rs`, `roles.toml`, `assign.rs`, `dates.rs` | headline, byline, caption and so on; author and date |
//! | `direction.rs` | which version is the original |
//! | `article.rs` | puts the two versions together, or says what is missing |

mod article;
mod assign;
mod dates;
mod decode;
mod direction;
mod docx;
mod find;
mod formats;
mod html;
mod languages;
mod markdown;
mod page;
mod roles;
mod sides;
mod table;
mod wrapped;

use std::path::{Path, PathBuf};

pub(crate) use roles::ROLE_RULES;
pub use roles::{Rules, RulesError};
pub(crate) use table::json_fault;

use crate::document::{Article, Language, Paragraph, Role, Side, Version};
use crate::error::ArticleError;
use crate::text::CharSpan;
use find::Form;
use page::Page;

/// The files of one article, or one file of several articles, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The article's id: its path below the input folder, without extension and language marker.
    pub id: String,
    /// Its files.
    pub paths: Vec<PathBuf>,
    form: Form,
}

/// Find the articles below `inputs`, files or folders, sorted by id.
///
/// Nothing is opened yet: a file that is missing, damaged or not paired shows when its input is
/// read. A file given by name is taken whatever it is called; of a folder, hidden files, `README`
/// files and files that hold no text are left out.
pub fn find_articles(inputs: &[PathBuf]) -> Vec<Input> {
    find::articles(inputs)
}

impl Input {
    /// An input of given files: one that holds both versions, or the Chinese one and the English
    /// one.
    pub fn new(id: String, paths: Vec<PathBuf>) -> Self {
        let form = if paths.len() == 2 { Form::Pair } else { Form::Combined };
        Self { id, paths, form }
    }

    /// Read the input's articles, or say for each what is wrong with it. One input gives one
    /// result, except for a table, which gives one for each of its articles.
    pub fn read(&self, rules: &Rules) -> Vec<Result<Article, ArticleError>> {
        article::read(self, rules)
    }
}

/// An article from the texts of its two versions, a paragraph a line; lines of even width are put
/// together.
///
/// # Errors
/// [`crate::error::ErrorCode::Empty`] if a version has no text, and
/// [`crate::error::ErrorCode::OneLanguage`] if the two texts are clearly swapped.
pub fn article_from_texts(
    id: &str,
    zh: &str,
    en: &str,
    rules: &Rules,
) -> Result<Article, ArticleError> {
    article::from_texts(id, zh, en, rules)
}

/// Read one version from a file in any of the formats; `-` is standard input.
///
/// # Errors
/// If the file cannot be read or decoded, or has no text.
pub fn read_version(path: &Path, side: Side, rules: &Rules) -> Result<Version, ArticleError> {
    article::read_version(path, side, rules)
}

/// Read the text of one version as lines, all of them body text; `-` is standard input. A file without text
/// is a version without text.
///
/// # Errors
/// If the file cannot be read or decoded.
pub fn read_lines(path: &Path, side: Side) -> Result<Version, ArticleError> {
    article::read_lines(path, side)
}

/// The text of a file's bytes, in any of the encodings that articles may have, also gzipped.
///
/// # Errors
/// What is wrong with the bytes and what to do.
pub(crate) fn text_of_bytes(bytes: Vec<u8>) -> Result<String, String> {
    let text = decode::unpacked(bytes).and_then(|bytes| decode::text(&bytes));
    text.map_err(|fault| fault.message)
}

/// A version whose paragraphs are the lines of `string`, all of them body text.
pub fn version_of(string: &str, language: Language) -> Version {
    article::plain_version(Page::of_lines(string.to_owned()), language)
}

/// A version whose lines are its sentences, never cut again; nothing is known of its paragraphs,
/// so it has one. Empty lines are no sentences.
pub fn version_of_lines(string: &str, language: Language) -> Version {
    let mut version = version_of(string, language);
    let Some(last) = version.paragraphs.last() else { return version };
    let whole = Paragraph { span: CharSpan::new(0, last.span.end), role: Role::Body };
    crate::split::split_lines(&mut version);
    for sentence in &mut version.sentences {
        sentence.paragraph = 0;
    }
    version.paragraphs = vec![whole];
    version
}
