//! `evaluate-flags`: how often each flag speaks on professional translations, where it should not, and
//! how many values have an equal on the other side.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use duizhao::bead::{Alignment, Bead};
use duizhao::check;
use duizhao::document::{Article, Language, Paragraph, Role, Sentence, Side, Version};
use duizhao::flag::Flag;
use duizhao::link::Linker;
use duizhao::mention::Naming;
use duizhao::tag::value::{self, key};
use duizhao::text::{CharSpan, Text};

use crate::planted_faults;

/// Arguments of the command.
#[derive(clap::Args)]
pub struct Options {
    /// Tab-separated sentence pairs: set, source language, Chinese, English
    #[arg(long, default_value = "../shared/data/news-raw/wmt21-24.tsv")]
    pairs: PathBuf,
    /// Take every n-th pair
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Print the pairs that get this flag (as in records), or `values` for values without an equal
    #[arg(long, default_value = "")]
    show: String,
    /// Values only, which need no model
    #[arg(long)]
    values: bool,
    /// Plant faults in the pairs and count which are flagged
    #[arg(long)]
    planted: bool,
}

/// Matched, only Chinese, only English.
#[derive(Default)]
struct Agreement {
    both: usize,
    zh: usize,
    en: usize,
}

/// Print the rates.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let text = fs::read_to_string(&options.pairs)
        .with_context(|| format!("cannot read {}", options.pairs.display()))?;
    let mut flagged: BTreeMap<String, usize> = BTreeMap::new();
    let mut values: BTreeMap<&'static str, Agreement> = BTreeMap::new();
    if options.planted {
        return planted_faults::run(&text, options.every.max(1), &options.show);
    }
    let mut pairs = 0;
    for line in text.lines().step_by(options.every.max(1)) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, _, zh, en, ..] = fields[..] else { continue };
        pairs += 1;
        compare_values(zh, en, options.show == "values", &mut values);
        if options.values {
            continue;
        }
        for flag in flags_of(zh, en) {
            if flag == options.show {
                println!("{zh}\n{en}\n");
            }
            *flagged.entry(flag).or_default() += 1;
        }
    }
    for (label, Agreement { both, zh, en }) in values {
        let f1 = 2.0 * both as f64 / (2 * both + zh + en) as f64;
        println!(
            "{label:8} {both} on both sides, {zh} only Chinese, {en} only English: F1 {f1:.3}"
        );
    }
    for (flag, count) in flagged {
        println!("{flag:20} {:.2} % of {pairs} pairs", 100.0 * count as f64 / pairs as f64);
    }
    Ok(())
}

fn flags_of(zh: &str, en: &str) -> Vec<String> {
    let (article, alignment, naming) = named(&[(zh, en)]);
    let flags = check::flags(&article, &alignment, &naming).concat();
    flags.into_iter().map(flag_name).collect()
}

/// A flag as in records.
pub fn flag_name(flag: Flag) -> String {
    serde_json::to_value(flag).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// An article of these sentence pairs, with its names.
pub fn named(pairs: &[(&str, &str)]) -> (Article, Alignment, Naming) {
    let side = |pick: &dyn Fn(&(&str, &str)) -> String| pairs.iter().map(pick).collect::<Vec<_>>();
    let (zh, en) = (side(&|pair| pair.0.to_owned()), side(&|pair| pair.1.to_owned()));
    let article = Article {
        id: "pair".into(),
        zh: version(&zh, Language::SimplifiedChinese),
        en: version(&en, Language::English),
        ..Article::default()
    };
    let bead = |i: usize| Bead { confidence: 1.0, ..Bead::of([i], [i]) };
    let alignment = Alignment { beads: (0..pairs.len()).map(bead).collect() };
    let naming = Linker::embedded().name(&article, &alignment);
    (article, alignment, naming)
}

/// A version of these sentences, a paragraph each.
fn version(sentences: &[String], language: Language) -> Version {
    let mut start = 0;
    let spans: Vec<CharSpan> = sentences
        .iter()
        .map(|sentence| {
            let span = CharSpan::new(start, start + sentence.chars().count());
            start = span.end + 1;
            span
        })
        .collect();
    let role = Role::Body;
    Version {
        language,
        paragraphs: spans.iter().map(|&span| Paragraph { span, role }).collect(),
        sentences: (0..)
            .zip(&spans)
            .map(|(paragraph, &span)| Sentence { span, paragraph, role })
            .collect(),
        text: Text::new(sentences.join("\n")),
        ..Version::default()
    }
}

fn compare_values(zh: &str, en: &str, show: bool, counts: &mut BTreeMap<&'static str, Agreement>) {
    let chinese = value::find(zh, Side::Chinese, None);
    let mut english: Vec<Option<value::Value>> =
        value::find(en, Side::English, None).into_iter().map(Some).collect();
    let mut left = Vec::new();
    for z in &chinese {
        let same = |exact: bool, e: &Option<value::Value>| {
            e.as_ref().is_some_and(|e| {
                if exact { e.key == z.key } else { key::compatible(&e.key, &z.key) }
            })
        };
        let found = english
            .iter()
            .position(|e| same(true, e))
            .or_else(|| english.iter().position(|e| same(false, e)));
        let count = counts.entry(z.label.name()).or_default();
        match found {
            Some(i) => {
                english[i] = None;
                count.both += 1;
            }
            None => {
                count.zh += 1;
                left.push(z.key.clone());
            }
        }
    }
    for e in english.into_iter().flatten() {
        counts.entry(e.label.name()).or_default().en += 1;
        left.push(e.key);
    }
    if show && !left.is_empty() {
        println!("{}\n{zh}\n{en}\n", left.join(" "));
    }
}
