//! Reading one version for the commands that take a single file.

use std::path::Path;

use anyhow::{Context, Result};
use duizhao::document::{Side, Version};
use duizhao::error::ErrorCode;
use duizhao::read::{self, Rules};
use duizhao::split;

/// A version cut into sentences, and the number of each sentence in the user's terms: its line if
/// the file has a sentence a line, else its index.
pub struct CutVersion {
    pub version: Version,
    pub numbers: Vec<usize>,
}

/// Read `path` (`-` is standard input) and cut it, unless its lines are its sentences.
pub fn cut_version(path: &Path, side: Side, lines: bool, rules: &Rules) -> Result<CutVersion> {
    if lines {
        let read = read_lines(path, side)?;
        let version = read::version_of_lines(read.text.as_str(), read.language);
        let numbers = line_numbers(&version);
        return Ok(CutVersion { version, numbers });
    }
    let mut version = read_version(path, side, rules)?;
    split::split_version(&mut version, side);
    let numbers = (0..version.sentences.len()).collect();
    Ok(CutVersion { version, numbers })
}

/// A version of which every line that is not empty is a paragraph and a sentence.
pub fn lines_as_paragraphs(path: &Path, side: Side) -> Result<CutVersion> {
    let mut version = read_lines(path, side)?;
    split::split_lines(&mut version);
    let numbers = line_numbers(&version);
    Ok(CutVersion { version, numbers })
}

fn read_lines(path: &Path, side: Side) -> Result<Version> {
    read::read_lines(path, side).with_context(|| format!("cannot read the {side} text"))
}

/// Read `path`; a file without text is a version without text.
fn read_version(path: &Path, side: Side, rules: &Rules) -> Result<Version> {
    match read::read_version(path, side, rules) {
        Err(error) if error.code == ErrorCode::Empty => Ok(Version::default()),
        read => read.with_context(|| format!("cannot read the {side} text")),
    }
}

/// The line of each sentence, from 0.
fn line_numbers(version: &Version) -> Vec<usize> {
    let text = version.text.as_str();
    let (mut byte, mut line) = (0, 0);
    let number = |sentence: &duizhao::document::Sentence| {
        let start = version.text.byte_of_char(sentence.span.start);
        line += text[byte..start].matches('\n').count();
        byte = start;
        line
    };
    version.sentences.iter().map(number).collect()
}
