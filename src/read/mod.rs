//! Reading: files in every form in which people have two versions of an article → [`Article`]s.

use std::path::{Path, PathBuf};

use crate::document::{Article, Language, Paragraph, Role, Side, Version};
use crate::error::{ArticleError, ErrorCode, Stage};
use crate::text::{CharSpan, Text};

pub use roles::Rules;

mod roles;

/// The files of one article, or one file of several articles, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The article's id: its path below the input folder, without extension and language marker.
    pub id: String,
    /// Its files.
    pub paths: Vec<PathBuf>,
}

/// Find the articles below `inputs`, files or folders, sorted by id.
pub fn find_articles(inputs: &[PathBuf]) -> Vec<Input> {
    let mut found: std::collections::BTreeMap<String, Vec<PathBuf>> = Default::default();
    for root in inputs {
        for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(stem) = name.strip_suffix(".zh.txt").or(name.strip_suffix(".en.txt")) {
                found.entry(stem.to_owned()).or_default().push(entry.into_path());
            }
        }
    }
    found.into_iter().map(|(id, paths)| Input { id, paths }).collect()
}

impl Input {
    /// Read the input's articles, or say for each what is wrong with it.
    pub fn read(&self, _rules: &Rules) -> Vec<Result<Article, ArticleError>> {
        vec![self.read_pair()]
    }

    fn read_pair(&self) -> Result<Article, ArticleError> {
        let version = |marker: &str, language| {
            let path = self.paths.iter().find(|path| path.to_string_lossy().contains(marker));
            path.ok_or_else(|| self.missing(marker)).and_then(|path| self.version(path, language))
        };
        Ok(Article {
            id: self.id.clone(),
            path: self.paths.clone(),
            zh: version(".zh.", Language::SimplifiedChinese)?,
            en: version(".en.", Language::English)?,
            ..Article::default()
        })
    }

    fn missing(&self, marker: &str) -> ArticleError {
        ArticleError {
            doc: self.id.clone(),
            path: self.paths.first().cloned().unwrap_or_default(),
            stage: Stage::Read,
            code: ErrorCode::MissingPartner,
            message: format!("the file {}{marker}txt is missing", self.id),
            byte_offset: None,
        }
    }

    fn version(&self, path: &Path, language: Language) -> Result<Version, ArticleError> {
        let string = std::fs::read_to_string(path).map_err(|error| ArticleError {
            doc: self.id.clone(),
            path: path.to_owned(),
            stage: Stage::Read,
            code: ErrorCode::Unreadable,
            message: format!("cannot read the file: {error}"),
            byte_offset: None,
        })?;
        Ok(version_of(&string, language))
    }
}

/// A version whose paragraphs are the lines of `string`, all of them body text.
pub fn version_of(string: &str, language: Language) -> Version {
    let text = Text::new(string);
    let mut paragraphs = Vec::new();
    let mut byte = 0;
    for line in string.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if !content.trim().is_empty() {
            let span = text.span_of_bytes(byte..byte + content.len());
            paragraphs.push(Paragraph { span, role: Role::Body });
        }
        byte += line.len();
    }
    Version { language, text, paragraphs, ..Version::default() }
}

/// An article from the texts of its two versions.
///
/// # Errors
/// [`ErrorCode::Empty`] if a version has no text.
pub fn article_from_texts(
    id: &str,
    zh: &str,
    en: &str,
    _rules: &Rules,
) -> Result<Article, ArticleError> {
    Ok(Article {
        id: id.to_owned(),
        zh: version_of(zh, Language::SimplifiedChinese),
        en: version_of(en, Language::English),
        ..Article::default()
    })
}

/// Read one version from a file; `-` is standard input.
///
/// # Errors
/// If the file cannot be read or decoded, or has no text.
pub fn read_version(path: &Path, side: Side, _rules: &Rules) -> Result<Version, ArticleError> {
    let language = match side {
        Side::Chinese => Language::SimplifiedChinese,
        Side::English => Language::English,
    };
    Input { id: path.display().to_string(), paths: vec![path.to_owned()] }.version(path, language)
}

/// A version whose lines are its sentences, never cut again; nothing is known of its paragraphs,
/// so it has one. Empty lines are no sentences.
pub fn version_of_lines(string: &str, language: Language) -> Version {
    let lines = version_of(string, language);
    let Some(last) = lines.paragraphs.last() else { return lines };
    let whole = Paragraph { span: CharSpan::new(0, last.span.end), role: Role::Body };
    let mut version = lines.clone();
    crate::split::split_lines(&mut version);
    for sentence in &mut version.sentences {
        sentence.paragraph = 0;
    }
    version.paragraphs = vec![whole];
    version
}
