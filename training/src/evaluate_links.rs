//! `evaluate-links`: mentions, links and normal forms of whole articles against hand-made gold.
//!
//! Articles go the whole way from reading to linking; gold spans are looked up in the article's text, so
//! that cuts and beads need not agree. Links are pairs of mentions in one gold bead with one key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::document::{Article, Side};
use duizhao::mention::{Label, Mention, Naming};
use duizhao::pipeline::{AnnotatedArticle, Pipeline};
use duizhao::read::{self, Rules};
use duizhao::text::CharSpan;

/// Arguments of the command.
#[derive(clap::Args)]
pub struct Options {
    /// Folder or file of articles
    #[arg(long, default_value = "corpus")]
    articles: PathBuf,
    /// Folder of gold files named like the articles' ids, or one gold file for one article
    #[arg(long, default_value = "tests/gold")]
    gold: PathBuf,
    /// Print every mention and link that differs
    #[arg(long)]
    errors: bool,
}

/// Right, wrong and missed.
#[derive(Default, Clone, Copy)]
pub struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    /// Count what is wanted and what was found.
    pub fn add(&mut self, gold: &BTreeSet<impl Ord>, found: &BTreeSet<impl Ord>, right: usize) {
        self.right += right;
        self.wrong += found.len() - right;
        self.missed += gold.len() - right;
    }

    /// Precision, recall and F1.
    pub fn line(&self) -> String {
        let share = |of: usize| if of == 0 { 0.0 } else { self.right as f64 / of as f64 };
        let f1 = if self.right == 0 {
            0.0
        } else {
            2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed) as f64
        };
        let (precision, recall) = (share(self.right + self.wrong), share(self.right + self.missed));
        format!(
            "P {precision:.3}  R {recall:.3}  F1 {f1:.3}  ({} right, {} wrong, {} missed)",
            self.right, self.wrong, self.missed
        )
    }
}

/// A mention of the gold: span in the version's text, label, key.
type GoldMention = (CharSpan, Label, String);

struct Gold {
    mentions: [Vec<GoldMention>; 2],
    links: BTreeSet<(CharSpan, CharSpan)>,
}

/// Read the articles, process them and print the figures.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut report: BTreeMap<String, Counts> = BTreeMap::new();
    let pipeline = Pipeline::embedded();
    for input in read::find_articles(std::slice::from_ref(&options.articles)) {
        for article in input.read(&Rules::default()) {
            let article = article?;
            let path = gold_path(&options.gold, &article.id);
            if !path.exists() {
                println!("no gold for {}", article.id);
                continue;
            }
            let annotated = pipeline.annotate(article);
            let gold = read_gold(&path, &annotated.article)?;
            if options.errors {
                println!("== {}", annotated.article.id);
            }
            compare(&annotated, &gold, options.errors, &mut report);
        }
    }
    for (name, counts) in report {
        println!("{name:16} {}", counts.line());
    }
    Ok(())
}

fn gold_path(gold: &Path, id: &str) -> PathBuf {
    if gold.is_file() { gold.to_owned() } else { gold.join(format!("{id}.json")) }
}

fn read_gold(path: &Path, article: &Article) -> anyhow::Result<Gold> {
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)
        .with_context(|| format!("{} is no gold", path.display()))?;
    let mut mentions = [Vec::new(), Vec::new()];
    let mut sentence_of = [BTreeMap::new(), BTreeMap::new()];
    for (index, side) in Side::BOTH.into_iter().enumerate() {
        let spans = sentence_spans(&json[side.code()], article, side);
        let listed = json[format!("{side_code}_entities", side_code = side.code())].as_array();
        for entry in listed.into_iter().flatten() {
            let number = |i: usize| entry[i].as_u64().unwrap_or(0) as usize;
            let Some(Some(sentence)) = spans.get(number(0)) else { continue };
            let span = CharSpan::new(number(1), number(2)).shifted(sentence.start);
            let label: Label = serde_json::from_value(entry[3].clone())?;
            sentence_of[index].insert(span, number(0));
            mentions[index].push((span, label, entry[4].as_str().unwrap_or_default().to_owned()));
        }
    }
    let bead_of = |side: usize, sentence: usize| {
        json["beads"].as_array().into_iter().flatten().position(|bead| {
            bead[side].as_array().into_iter().flatten().any(|i| i.as_u64() == Some(sentence as u64))
        })
    };
    let mut links = BTreeSet::new();
    for (zh, _, zh_key) in &mentions[0] {
        for (en, _, en_key) in mentions[1].iter().filter(|(_, _, key)| key == zh_key) {
            let _ = en_key;
            if bead_of(0, sentence_of[0][zh]) == bead_of(1, sentence_of[1][en]) {
                links.insert((*zh, *en));
            }
        }
    }
    Ok(Gold { mentions, links })
}

/// Where the gold's sentences stand in the version's text.
fn sentence_spans(
    sentences: &serde_json::Value,
    article: &Article,
    side: Side,
) -> Vec<Option<CharSpan>> {
    let text = &article.version(side).text;
    let mut from = 0;
    let mut spans = Vec::new();
    for sentence in sentences.as_array().into_iter().flatten() {
        let sentence = sentence.as_str().unwrap_or_default();
        let found = text.as_str()[from..].find(sentence).map(|byte| from + byte);
        spans.push(found.map(|byte| text.span_of_bytes(byte..byte + sentence.len())));
        match found {
            Some(byte) => from = byte + sentence.len(),
            None => println!("{}: not in the text: {sentence}", article.id),
        }
    }
    spans
}

fn compare(
    annotated: &AnnotatedArticle,
    gold: &Gold,
    errors: bool,
    report: &mut BTreeMap<String, Counts>,
) {
    let article = &annotated.article;
    let naming = &annotated.naming;
    for (index, side) in Side::BOTH.into_iter().enumerate() {
        let mentions = if index == 0 { &naming.zh } else { &naming.en };
        let inside = in_gold_range(&gold.mentions[index], article, side);
        for (group, of) in groups() {
            let wanted: BTreeSet<(CharSpan, &str)> = gold.mentions[index]
                .iter()
                .filter(|(_, label, _)| of.contains(label))
                .map(|(span, label, _)| (*span, label.name()))
                .collect();
            let found: BTreeSet<(CharSpan, &str)> = mentions
                .iter()
                .filter(|mention| of.contains(&mention.label) && inside(mention))
                .map(|mention| (mention.span, mention.label.name()))
                .collect();
            let right = wanted.intersection(&found).count();
            report
                .entry(format!("{} {group}", side.code()))
                .or_default()
                .add(&wanted, &found, right);
            if errors && group != "names" {
                print_differences(article, side, &wanted, &found);
            }
        }
        normal_forms(&gold.mentions[index], mentions, report, side, errors);
    }
    compare_links(article, naming, gold, errors, report);
}

fn groups() -> Vec<(&'static str, Vec<Label>)> {
    let mut groups = vec![("names", vec![Label::Per, Label::Org, Label::Loc])];
    groups.extend(Label::ALL.into_iter().map(|label| (label.name(), vec![label])));
    groups
}

/// The pages' navigation has no gold; what stands before the first and after the last gold
/// mention still counts if it is in a paragraph of the article.
fn in_gold_range<'a>(
    gold: &'a [GoldMention],
    article: &'a Article,
    side: Side,
) -> impl Fn(&Mention) -> bool + 'a {
    let roles = article.version(side);
    move |mention: &Mention| {
        let boilerplate = roles.sentences.iter().any(|sentence| {
            sentence.role == duizhao::document::Role::Boilerplate
                && sentence.span.overlaps(mention.span)
        });
        !boilerplate || gold.iter().any(|(span, ..)| span.overlaps(mention.span))
    }
}

fn normal_forms(
    gold: &[GoldMention],
    found: &[Mention],
    report: &mut BTreeMap<String, Counts>,
    side: Side,
    errors: bool,
) {
    let counts = report.entry(format!("{} normal forms", side.code())).or_default();
    for (span, label, key) in gold.iter().filter(|(_, label, _)| label.is_value()) {
        let Some(mention) = found.iter().find(|m| m.span == *span && m.label == *label) else {
            continue;
        };
        if mention.entity == *key {
            counts.right += 1;
            continue;
        }
        counts.wrong += 1;
        if errors {
            println!("  {} form {} for {key}", side.code(), mention.entity);
        }
    }
}

fn print_differences(
    article: &Article,
    side: Side,
    wanted: &BTreeSet<(CharSpan, &str)>,
    found: &BTreeSet<(CharSpan, &str)>,
) {
    let text = &article.version(side).text;
    let context = |span: CharSpan| {
        let wide =
            CharSpan::new(span.start.saturating_sub(12), (span.end + 12).min(text.char_len()));
        text.slice(wide).replace('\n', "⏎")
    };
    for (span, label) in wanted.difference(found) {
        println!("  {} missed {label} [{}] in {}", side.code(), text.slice(*span), context(*span));
    }
    for (span, label) in found.difference(wanted) {
        println!("  {} wrong  {label} [{}] in {}", side.code(), text.slice(*span), context(*span));
    }
}

fn compare_links(
    article: &Article,
    naming: &Naming,
    gold: &Gold,
    errors: bool,
    report: &mut BTreeMap<String, Counts>,
) {
    let found: BTreeSet<(CharSpan, CharSpan)> = naming
        .links
        .iter()
        .map(|link| (naming.zh[link.zh].span, naming.en[link.en].span))
        .collect();
    let right = gold.links.intersection(&found).count();
    report.entry("links".to_owned()).or_default().add(&gold.links, &found, right);
    // Of the links whose mentions were both found: what linking itself does.
    let spotted = |spans: &(CharSpan, CharSpan)| {
        naming.zh.iter().any(|m| m.span == spans.0) && naming.en.iter().any(|m| m.span == spans.1)
    };
    let reachable: BTreeSet<_> = gold.links.iter().copied().filter(spotted).collect();
    let in_gold = |spans: &(CharSpan, CharSpan)| {
        gold.mentions[0].iter().any(|m| m.0 == spans.0)
            && gold.mentions[1].iter().any(|m| m.0 == spans.1)
    };
    let fair: BTreeSet<_> = found.iter().copied().filter(in_gold).collect();
    let right = reachable.intersection(&fair).count();
    report.entry("links of found".to_owned()).or_default().add(&reachable, &fair, right);
    if errors {
        let show = |(z, e): &(CharSpan, CharSpan)| {
            format!("{} = {}", article.zh.text.slice(*z), article.en.text.slice(*e))
        };
        for pair in gold.links.difference(&found) {
            println!("  link missed {}", show(pair));
        }
        for pair in found.difference(&gold.links) {
            println!("  link wrong  {}", show(pair));
        }
    }
}
