//! `evaluate-flags`: how often each flag speaks on professional translations, where it should not, and
//! how many values have an equal on the other side.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use duizhao::bead::{Alignment, Bead};
use duizhao::check;
use duizhao::document::{Article, Language, Paragraph, Role, Sentence, Side, Version};
use duizhao::link::Linker;
use duizhao::mention::Naming;
use duizhao::tag::value::{self, key};
use duizhao::text::Text;

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
    let article = Article {
        id: "pair".into(),
        zh: version(zh, Language::SimplifiedChinese),
        en: version(en, Language::English),
        ..Article::default()
    };
    let bead = Bead { confidence: 1.0, ..Bead::of([0], [0]) };
    let alignment = Alignment { beads: vec![bead] };
    let naming: Naming = Linker::embedded().name(&article, &alignment);
    let flags = check::flags(&article, &alignment, &naming);
    flags
        .concat()
        .into_iter()
        .filter_map(|flag| Some(serde_json::to_value(flag).ok()?.as_str()?.to_owned()))
        .collect()
}

/// A version of one sentence.
fn version(text: &str, language: Language) -> Version {
    let text = Text::new(text);
    let span = text.full_span();
    Version {
        language,
        paragraphs: vec![Paragraph { span, role: Role::Body }],
        sentences: vec![Sentence { span, paragraph: 0, role: Role::Body }],
        text,
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
