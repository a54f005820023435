//! Roles: which lines of an article are headline, byline, caption and so on.

use std::path::Path;

/// The rules that give paragraphs and sentences their roles.
#[derive(Debug, Clone, Default)]
pub struct Rules {}

impl Rules {
    /// The rules that the program carries.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The embedded rules and those of a file, which come first.
    ///
    /// # Errors
    /// If the file cannot be read or a rule in it is not valid.
    pub fn with_file(_path: &Path) -> Result<Self, RulesError> {
        Ok(Self::embedded())
    }
}

/// Why a file of rules cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct RulesError {
    /// What is wrong with which rule.
    pub message: String,
}
