//! `evaluate-roles`: does the reader know boilerplate lines among body text?
//!
//! Takes a folder of articles in two variants, `NAME.plain.zh.txt` and `NAME.abridged.zh.txt` (and
//! `.en.txt`), where the abridged one has lines of the kind that surround articles on web pages.
//! A line of the abridged variant whose text is not in the plain one is boilerplate.

use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::document::{Role, Side};
use duizhao::read::{Rules, read_version};

/// Options of `evaluate-roles`.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with `NAME.plain.*.txt` and `NAME.abridged.*.txt`.
    folder: PathBuf,
}

/// Read every abridged version and count its lines by what they are and what they are taken for.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut found = [[0usize; 2]; 2];
    for entry in std::fs::read_dir(&options.folder).context("reading the folder")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for side in Side::BOTH {
            if name.ends_with(&format!(".abridged.{}.txt", side.code())) {
                let plain = path.with_file_name(name.replace(".abridged.", ".plain."));
                count(&path, &plain, side, &mut found)?;
            }
        }
    }
    let [[body, false_alarms], [missed, right]] = found;
    println!("boilerplate lines {} found {right} missed {missed}", right + missed);
    println!("other lines {} taken for boilerplate {false_alarms}", body + false_alarms);
    Ok(())
}

fn count(path: &Path, plain: &Path, side: Side, found: &mut [[usize; 2]; 2]) -> anyhow::Result<()> {
    let plain: String = std::fs::read_to_string(plain)?.split_whitespace().collect();
    let version = read_version(path, side, &Rules::embedded())?;
    for paragraph in &version.paragraphs {
        let line: String = version.text.slice(paragraph.span).split_whitespace().collect();
        // An abridged paragraph lacks sentences, so its beginning is looked for.
        let beginning: String = line.chars().take(12).collect();
        let is_boilerplate = !plain.contains(&beginning);
        found[usize::from(is_boilerplate)][usize::from(paragraph.role == Role::Boilerplate)] += 1;
    }
    Ok(())
}
