//! Sentences with their mentions: gold in the IOB2 files of Universal NER, silver as JSON lines.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::tag::tagset::LABELS;
use duizhao::text::CharSpan;

/// A sentence with the mentions in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Mentions, in code points, with labels among [`LABELS`].
    pub mentions: Vec<(CharSpan, Label)>,
    /// How much it counts in training.
    pub weight: f32,
}

/// Read an IOB2 file: `# text = …`, then lines of number, token and tag, separated by tabs.
pub fn read_iob2(path: &Path, weight: f32) -> Result<Vec<Example>> {
    let content =
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut examples = Vec::new();
    let mut text = String::new();
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for line in content.lines().chain([""]) {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(value) = comment.trim_start().strip_prefix("text =") {
                text = value.trim().to_owned();
            }
        } else if line.trim().is_empty() {
            if !rows.is_empty() {
                examples.push(example(&text, &rows, weight).with_context(|| text.clone())?);
                rows.clear();
            }
        } else {
            let mut columns = line.split('\t').skip(1);
            match (columns.next(), columns.next()) {
                (Some(token), Some(tag)) => rows.push((token, tag)),
                _ => bail!("{}: not a row of IOB2: {line}", path.display()),
            }
        }
    }
    Ok(examples)
}

fn example(text: &str, rows: &[(&str, &str)], weight: f32) -> Result<Example> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut mentions: Vec<(CharSpan, &str)> = Vec::new();
    let mut open = false;
    for (token, tag) in rows {
        let span = locate(&chars, token, at)?;
        at = span.end;
        let label = tag.get(2..).unwrap_or("");
        let goes_on =
            open && tag.starts_with("I-") && mentions.last().is_some_and(|m| m.1 == label);
        if goes_on {
            if let Some(last) = mentions.last_mut() {
                last.0.end = span.end;
            }
        } else if *tag != "O" {
            mentions.push((span, label));
        }
        open = *tag != "O";
    }
    let known = |name: &str| LABELS.into_iter().find(|label| label.name() == name);
    let mentions = mentions.into_iter().filter_map(|(span, name)| Some((span, known(name)?)));
    Ok(Example { text: text.to_owned(), mentions: mentions.collect(), weight })
}

/// Where `token` stands at or after `from`; white space inside it may differ.
fn locate(chars: &[char], token: &str, from: usize) -> Result<CharSpan> {
    let wanted: Vec<char> = token.chars().filter(|c| !c.is_whitespace()).collect();
    for start in from..chars.len().min(from + 8) {
        let mut end = start;
        let mut matched = 0;
        while matched < wanted.len() && end < chars.len() {
            if chars[end] == wanted[matched] {
                matched += 1;
            } else if !chars[end].is_whitespace() || matched == 0 {
                break;
            }
            end += 1;
        }
        if matched == wanted.len() {
            return Ok(CharSpan::new(start, end));
        }
    }
    bail!("token {token:?} is not in the text after position {from}")
}

/// Read silver: JSON lines with a sentence and its mentions as `[start, end, label]` for each side
/// (`zh` and `zh_entities`, `en` and `en_entities`); lines without the side are left out.
pub fn read_silver(path: &Path, side: Side, weight: f32) -> Result<Vec<Example>> {
    let content =
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut examples = Vec::new();
    for line in content.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let Some(text) = value[side.code()].as_str() else { continue };
        let entities = value[format!("{}_entities", side.code())].as_array();
        let mentions = entities.into_iter().flatten().filter_map(|entity| {
            let span = CharSpan::new(entity[0].as_u64()? as usize, entity[1].as_u64()? as usize);
            let label = LABELS.into_iter().find(|l| Some(l.name()) == entity[2].as_str())?;
            Some((span, label))
        });
        examples.push(Example { text: text.to_owned(), mentions: mentions.collect(), weight });
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iob2_rows_become_spans_of_the_text() {
        let rows =
            [("罗恩", "B-PER"), ("·", "I-PER"), ("怀登", "I-PER"), ("在", "O"), ("Salem", "B-LOC")];
        let example = example("罗恩·怀登在 Salem", &rows, 1.0).unwrap();
        assert_eq!(
            example.mentions,
            [(CharSpan::new(0, 5), Label::Per), (CharSpan::new(7, 12), Label::Loc)]
        );
    }
}
