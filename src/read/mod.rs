//! Reading: files in every form in which people have two versions of an article → [`Article`]s.

use std::path::{Path, PathBuf};

use crate::document::{Article, Language, Paragraph, Role, Version};
use crate::error::{ArticleError, ErrorCode, Stage};
use crate::text::Text;

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
    pub fn read(&self) -> Vec<Result<Article, ArticleError>> {
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
