//! Sentences with their mentions: gold in the IOB2 files of Universal NER, labels of the teacher and of readers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::tag::observation::Observation;
use duizhao::tag::tagset::{self, LABELS, OUTSIDE, TAGS};
use duizhao::text::CharSpan;

/// A mention that may be, with its probability.
pub type Possible = (CharSpan, Label, f32);

/// A sentence with the mentions in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Mentions, in code points, with labels among [`LABELS`].
    pub mentions: Vec<(CharSpan, Label)>,
    /// The probability of each mention; empty if all are sure.
    pub probabilities: Vec<f32>,
    /// Less likely mentions; they may overlap with each other and with the mentions.
    pub others: Vec<Possible>,
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

/// The probability of each tag at each token in 255ths, from all mentions that may be there.
pub fn token_targets(observation: &Observation, example: &Example) -> Vec<[u8; TAGS]> {
    let mut targets = vec![[0.0f32; TAGS]; observation.tokens.len()];
    let sure = example.probabilities.iter().copied().chain(std::iter::repeat(1.0));
    let best = example.mentions.iter().zip(sure).map(|(&(span, label), p)| (span, label, p));
    for (span, label, probability) in best.chain(example.others.iter().copied()) {
        let covered: Vec<usize> =
            (0..targets.len()).filter(|&t| observation.tokens[t].overlaps(span)).collect();
        let label = LABELS.iter().position(|&l| l == label).unwrap_or(0);
        for (offset, &token) in covered.iter().enumerate() {
            targets[token][tagset::tag(label, offset, covered.len())] += probability;
        }
    }
    let rounded = |mut target: [f32; TAGS]| {
        let named: f32 = target.iter().sum();
        target[OUTSIDE] = (1.0 - named).max(0.0);
        target.map(|p| (p / named.max(1.0) * 255.0).round() as u8)
    };
    targets.into_iter().map(rounded).collect()
}

/// The gold that training may see.
pub fn gold(data: &Path, side: Side) -> Result<Vec<Example>> {
    let files: &[&str] = match side {
        Side::Chinese => &["zh_gsdsimp-ud-train.iob2", "zh_gsdsimp-ud-dev.iob2"],
        Side::English => &["en_ewt-ud-dev.iob2"],
    };
    let read = files.iter().map(|file| read_iob2(&data.join(file)));
    Ok(read.collect::<Result<Vec<_>>>()?.concat())
}

/// The fold of five that sentence `index` of the gold, or line `index` of the news, is held out in; blocks of sentences, so that
/// neighbours are together.
pub fn fold(index: usize) -> usize {
    const BLOCK: usize = 25;
    index / BLOCK % 5
}

/// Read an IOB2 file: `# text = …`, then lines of number, token and tag, separated by tabs.
pub fn read_iob2(path: &Path) -> Result<Vec<Example>> {
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
                examples.push(example(&text, &rows).with_context(|| text.clone())?);
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

fn example(text: &str, rows: &[(&str, &str)]) -> Result<Example> {
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
    Ok(Example { text: text.to_owned(), mentions, ..Example::default() })
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

/// A line that labels are about: its kind (see [`Lines::get`]) and its number, from 0.
pub type LineKey = (String, usize);

/// A sentence with its labels and where it stands.
pub type LabelledLine = (LineKey, Example);

/// Whether a sentence is a side of a news pair.
pub fn is_of_pairs(key: &LineKey) -> bool {
    matches!(key.0.as_str(), "zh" | "en")
}

/// Whose labels a file holds, which says what the fourth part of a mention means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labeller {
    /// The teacher: the probability in per mille.
    Teacher,
    /// A reader: the number of the thing named within the pair; every mention is sure.
    Reader,
}

/// Texts that labels are about, by the number of the line.
struct Lines<'a> {
    data: &'a Path,
    texts: &'a Path,
    read: BTreeMap<String, Vec<String>>,
}

impl Lines<'_> {
    /// A line of the text of a kind of label: `zh` and `en` are the sides of the news pairs, `only` is the English silver,
    /// any other is a file `KIND.txt` of the texts.
    fn get(&mut self, kind: &str, number: usize) -> Result<String> {
        if !self.read.contains_key(kind) {
            let path = match kind {
                "zh" | "en" => self.data.join("news-raw/wmt21-24.tsv"),
                "only" => self.data.join("entities-silver-en.jsonl"),
                _ => self.texts.join(format!("{kind}.txt")),
            };
            let content = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            self.read.insert(kind.to_owned(), content.lines().map(str::to_owned).collect());
        }
        let line =
            self.read[kind].get(number).with_context(|| format!("no line {number} of {kind}"))?;
        let text = match kind {
            "zh" => line.split('\t').nth(2).map(str::to_owned),
            "en" => line.split('\t').nth(3).map(str::to_owned),
            "only" => {
                serde_json::from_str::<serde_json::Value>(line)?["en"].as_str().map(str::to_owned)
            }
            _ => Some(line.clone()),
        };
        text.with_context(|| format!("line {number} of {kind} has no text"))
    }
}

/// Read labels: gzipped lines of kind (see [`Lines::get`]), line number (from 0) and mentions as `start:end:label:number`
/// (see [`Labeller`]), after `|` those that are less likely. Lines of the other side are left out.
pub fn read_labels(
    path: &Path,
    labeller: Labeller,
    folders: (&Path, &Path),
    side: Side,
) -> Result<Vec<LabelledLine>> {
    let content = gunzipped(path)?;
    let mut lines = Lines { data: folders.0, texts: folders.1, read: BTreeMap::new() };
    let mut labelled = Vec::new();
    for line in content.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, number, mentions] = columns[..] else { bail!("not a line of labels: {line}") };
        let kind_side = kind.rsplit('.').next().unwrap_or(kind);
        if (if kind_side == "only" { "en" } else { kind_side }) != side.code() {
            continue;
        }
        let number = number.parse()?;
        let mut example = Example { text: lines.get(kind, number)?, ..Example::default() };
        let (best, others) = mentions.split_once('|').unwrap_or((mentions, ""));
        for mention in best.split_whitespace() {
            let (span, label, probability) = possible(mention)?;
            example.mentions.push((span, label));
            if labeller == Labeller::Teacher {
                example.probabilities.push(probability);
            }
        }
        example.others = others.split_whitespace().map(possible).collect::<Result<_>>()?;
        labelled.push(((kind.to_owned(), number), example));
    }
    Ok(labelled)
}

/// A side's code, a line (from 0) and its mentions with the keys of the things that they name.
pub type PairLabels = (String, usize, Vec<(CharSpan, Label, String)>);

/// The labels of readers about sides of news pairs, with their keys.
pub fn read_pair_labels(path: &Path) -> Result<Vec<PairLabels>> {
    let mut labelled = Vec::new();
    for line in gunzipped(path)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, number, mentions] = columns[..] else { bail!("not a line of labels: {line}") };
        let mentions = mentions.split_whitespace().map(|mention| {
            let (span, label, _) = possible(mention)?;
            let key = mention.rsplit(':').next().unwrap_or_default();
            Ok((span, label, key.to_owned()))
        });
        labelled.push((kind.to_owned(), number.parse()?, mentions.collect::<Result<_>>()?));
    }
    labelled.retain(|(kind, ..)| Side::BOTH.iter().any(|side| side.code() == kind));
    Ok(labelled)
}

fn gunzipped(path: &Path) -> Result<String> {
    let file = fs::File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut content = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut content)?;
    Ok(content)
}

/// The lines of news pairs that a gold of linking is about (`training/links/*-gold.tsv`), which are left out of training.
pub fn read_gold_lines(path: &Path) -> Result<BTreeSet<usize>> {
    let content =
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let number = |row: &str| {
        let number = row.split('\t').next().and_then(|number| number.parse::<usize>().ok());
        number.and_then(|number| number.checked_sub(1)).context("not a row of a gold of linking")
    };
    content.lines().skip(1).map(number).collect()
}

fn possible(mention: &str) -> Result<Possible> {
    let parts: Vec<&str> = mention.split(':').collect();
    let [start, end, label, sure] = parts[..] else { bail!("not a mention: {mention}") };
    let label =
        LABELS.into_iter().find(|l| l.name() == label).context("a label of another kind")?;
    let span = CharSpan::new(start.parse()?, end.parse()?);
    Ok((span, label, sure.parse::<f32>()? / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iob2_rows_become_spans_of_the_text() {
        let rows =
            [("罗恩", "B-PER"), ("·", "I-PER"), ("怀登", "I-PER"), ("在", "O"), ("Salem", "B-LOC")];
        let example = example("罗恩·怀登在 Salem", &rows).unwrap();
        assert_eq!(
            example.mentions,
            [(CharSpan::new(0, 5), Label::Per), (CharSpan::new(7, 12), Label::Loc)]
        );
    }
    #[test]
    fn targets_are_the_sum_of_all_mentions_that_may_be() {
        let span = |start, end| CharSpan::new(start, end);
        let example = Example {
            text: "Anna Bell left".into(),
            mentions: vec![(span(0, 9), Label::Per)],
            probabilities: vec![0.6],
            others: vec![(span(0, 4), Label::Per, 0.2), (span(5, 9), Label::Loc, 0.1)],
        };
        let tokens = vec![span(0, 4), span(5, 9), span(10, 14)];
        let observation = Observation { tokens, ..Observation::default() };
        let targets = token_targets(&observation, &example);
        let share =
            |token: usize, tag: usize| (f32::from(targets[token][tag]) / 25.5).round() / 10.0;
        let tag = tagset::tag;
        assert_eq!(
            (share(0, tag(0, 0, 2)), share(0, tag(0, 0, 1)), share(0, OUTSIDE)),
            (0.6, 0.2, 0.2)
        );
        assert_eq!(
            (share(1, tag(0, 1, 2)), share(1, tag(2, 0, 1)), share(1, OUTSIDE)),
            (0.6, 0.1, 0.3)
        );
        assert_eq!(share(2, OUTSIDE), 1.0);
    }
}
