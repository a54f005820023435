//! Sentences with their mentions: gold in the IOB2 files of Universal NER, silver as JSON lines.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::tag::observation::Observation;
use duizhao::tag::tagset::{self, LABELS, OUTSIDE};
use duizhao::text::CharSpan;

/// A sentence with the mentions in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Mentions, in code points, with labels among [`LABELS`].
    pub mentions: Vec<(CharSpan, Label)>,
    /// The probability of each mention; empty if all are sure.
    pub probabilities: Vec<f32>,
    /// How much it counts in training.
    pub weight: f32,
}

/// The gold tags of the tokens of an observation.
pub fn gold_tags(observation: &Observation, example: &Example) -> Vec<u8> {
    let mut tags = vec![OUTSIDE as u8; observation.tokens.len()];
    for (span, label) in &example.mentions {
        let covered: Vec<usize> =
            (0..tags.len()).filter(|&t| observation.tokens[t].overlaps(*span)).collect();
        let label = LABELS.iter().position(|l| l == label).unwrap_or(0);
        for (offset, &token) in covered.iter().enumerate() {
            tags[token] = tagset::tag(label, offset, covered.len()) as u8;
        }
    }
    tags
}

/// Whether the tags could come from mentions that do not overlap.
pub fn consistent(tags: &[u8]) -> bool {
    let tag = |index: usize| usize::from(tags[index]);
    let inner = (1..tags.len()).all(|i| tagset::follows(tag(i - 1), tag(i)));
    inner && (tags.is_empty() || tagset::starts(tag(0)) && tagset::ends(tag(tags.len() - 1)))
}

/// The probability of the mention that each token is in, 255 for one; outside of mentions 255.
pub fn token_probabilities(observation: &Observation, example: &Example) -> Vec<u8> {
    let mut sure = vec![u8::MAX; observation.tokens.len()];
    for ((span, _), probability) in example.mentions.iter().zip(&example.probabilities) {
        for (token, sure) in observation.tokens.iter().zip(&mut sure) {
            if token.overlaps(*span) {
                *sure = (probability * 255.0).round() as u8;
            }
        }
    }
    sure
}

/// The gold that training may see.
pub fn gold(data: &Path, side: Side) -> Result<Vec<Example>> {
    let files: &[&str] = match side {
        Side::Chinese => &["zh_gsdsimp-ud-train.iob2", "zh_gsdsimp-ud-dev.iob2"],
        Side::English => &["en_ewt-ud-dev.iob2"],
    };
    let read = files.iter().map(|file| read_iob2(&data.join(file), 1.0));
    Ok(read.collect::<Result<Vec<_>>>()?.concat())
}

/// The fold of five that a gold sentence is held out in; blocks of sentences, so that neighbours are together.
pub fn fold(index: usize) -> usize {
    const BLOCK: usize = 25;
    index / BLOCK % 5
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
    let mentions = mentions.collect();
    Ok(Example { text: text.to_owned(), mentions, probabilities: Vec::new(), weight })
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

/// Read the labels that the teacher gave to the sentences of the data folder: gzipped lines of kind, line number and mentions as
/// `start:end:label:per mille`. The kind says which text: a side of the news pairs, or a sentence of the English silver.
pub fn read_labels(path: &Path, data: &Path, side: Side, weight: f32) -> Result<Vec<Example>> {
    let file = fs::File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut content = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut content)?;
    let pairs = fs::read_to_string(data.join("news-raw/wmt21-24.tsv"))?;
    let only = fs::read_to_string(data.join("entities-silver-en.jsonl"))?;
    let (pairs, only): (Vec<&str>, Vec<&str>) = (pairs.lines().collect(), only.lines().collect());
    let mut examples = Vec::new();
    for line in content.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, number, mentions] = columns[..] else { bail!("not a line of labels: {line}") };
        let number: usize = number.parse()?;
        let text = match (kind, side) {
            ("zh", Side::Chinese) => pairs[number].split('\t').nth(2).map(str::to_owned),
            ("en", Side::English) => pairs[number].split('\t').nth(3).map(str::to_owned),
            ("only", Side::English) => {
                let value: serde_json::Value = serde_json::from_str(only[number])?;
                value["en"].as_str().map(str::to_owned)
            }
            _ => None,
        };
        let Some(text) = text else { continue };
        let mut example = Example { text, mentions: Vec::new(), probabilities: Vec::new(), weight };
        for mention in mentions.split_whitespace() {
            let parts: Vec<&str> = mention.split(':').collect();
            let [start, end, label, sure] = parts[..] else { bail!("not a mention: {mention}") };
            let Some(label) = LABELS.into_iter().find(|l| l.name() == label) else { continue };
            example.mentions.push((CharSpan::new(start.parse()?, end.parse()?), label));
            example.probabilities.push(sure.parse::<f32>()? / 1000.0);
        }
        examples.push(example);
    }
    Ok(examples)
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
        let mentions = mentions.collect();
        let (text, probabilities) = (text.to_owned(), Vec::new());
        examples.push(Example { text, mentions, probabilities, weight });
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
