//! Pairs of sentences written for training, names marked in braces (`training/written`).
//!
//! A pair is three lines: the Chinese, the English, an empty one. `{P1 Vicki Turetsky}` is a person (`O` an organisation, `L` a
//! place); the number says which thing of the pair is named. Single sentences stand one a line, without numbers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::text::CharSpan;

use super::data::Example;

/// One side of a pair: the sentence with its mentions, and for each mention which thing it names.
#[derive(Debug, PartialEq)]
pub struct WrittenSide {
    /// The sentence.
    pub example: Example,
    /// As many as there are mentions.
    pub keys: Vec<String>,
}

/// The sentences of a side of all files of a folder, in the order of the files' names.
pub fn read_side(folder: &Path, side: Side) -> Result<Vec<Example>> {
    let pairs = read(folder)?;
    let number = usize::from(side == Side::English);
    let sides = pairs.into_iter().filter_map(|pair| pair.into_iter().nth(number));
    Ok(sides.map(|side| side.example).collect())
}

/// The single sentences of all files of a folder.
pub fn read_sentences(folder: &Path) -> Result<Vec<Example>> {
    let mut sentences = Vec::new();
    for (file, content) in contents(folder)? {
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let side = read_side_of_pair(line)
                .with_context(|| format!("{}, line {}", file.display(), number + 1))?;
            sentences.push(side.example);
        }
    }
    Ok(sentences)
}

/// The text files of a folder with what they hold, in the order of their names.
fn contents(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let read = |file: PathBuf| {
        let content = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        Ok((file, content))
    };
    files.into_iter().map(read).collect()
}

/// The pairs of all files of a folder, Chinese and English.
pub fn read(folder: &Path) -> Result<Vec<[WrittenSide; 2]>> {
    let mut pairs = Vec::new();
    for (file, content) in contents(folder)? {
        let lines: Vec<&str> = content.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let first = number == 0 || lines[number - 1].is_empty();
            let place = || format!("{}, line {}", file.display(), number + 1);
            let english = lines.get(number + 1).copied().unwrap_or_default();
            if first && !english.is_empty() {
                let side = |line| read_side_of_pair(line).with_context(place);
                pairs.push([side(line)?, side(english)?]);
            } else if first || (number > 1 && !lines[number - 2].is_empty()) {
                bail!("{}: a pair is two lines", place());
            }
        }
    }
    Ok(pairs)
}

fn read_side_of_pair(line: &str) -> Result<WrittenSide> {
    let mut side = WrittenSide { example: Example::default(), keys: Vec::new() };
    let mut rest = line;
    let mut length = 0;
    while let Some((before, marked)) = rest.split_once('{') {
        let (mark, behind) = marked.split_once('}').context("a brace that is not closed")?;
        let (kind, name) = mark.split_once(' ').context("a mark without a name")?;
        let label = match kind.get(..1) {
            Some("P") => Label::Per,
            Some("O") => Label::Org,
            Some("L") => Label::Loc,
            _ => bail!("a mark is P, O or L with a number, not {kind}"),
        };
        side.example.text.push_str(before);
        length += before.chars().count();
        let span = CharSpan::new(length, length + name.chars().count());
        side.example.text.push_str(name);
        side.example.mentions.push((span, label));
        side.keys.push(kind[1..].to_owned());
        (length, rest) = (span.end, behind);
    }
    side.example.text.push_str(rest);
    Ok(side)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let side = read_side_of_pair("{P2 奥肯}在{L3 华盛顿}说。").unwrap();
        assert_eq!(side.example.text, "奥肯在华盛顿说。");
        let mention = |start, end, label| (CharSpan::new(start, end), label);
        assert_eq!(side.example.mentions, [mention(0, 2, Label::Per), mention(3, 6, Label::Loc)]);
        assert_eq!(side.keys, ["2", "3"]);
        assert!(read_side_of_pair("{X1 Oaken} left").is_err());
        assert!(read_side_of_pair("{P1 Oaken left").is_err());
    }

    #[test]
    fn every_pair_of_the_folder_is_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("written");
        let pairs = read(&folder).unwrap();
        assert!(pairs.len() > 1000);
        let han = |side: &WrittenSide| side.example.text.chars().any(duizhao::script::is_han);
        assert!(pairs.iter().all(|[zh, en]| han(zh) && !han(en)));
    }
}
