//! `check-aligner`: what must hold of any alignment, counted on the news of the development data.
//!
//! Sentences are taken out and paragraphs put together; the alignment must show that and change
//! nowhere else.

use std::collections::BTreeSet;
use std::path::PathBuf;

use duizhao::align::Aligner;
use duizhao::bead::Bead;
use duizhao::document::{Paragraph, Side, Version};
use duizhao::text::CharSpan;
use rayon::prelude::*;

use super::texts::{self, Example, GoldBead};

/// Beads less sure than this are not taken out: the aligner may be wrong about them to begin with.
const SURE: f64 = 0.9;

/// Numbers of sentences that are taken out.
const TAKEN: [usize; 3] = [1, 2, 4];

/// Different choices of sentences that are tried for each number.
const CHOICES: usize = 3;

/// Options of `check-aligner`.
#[derive(clap::Args)]
pub struct CheckOptions {
    /// Folder of the development data, with `bench/news-dev`.
    #[arg(long, default_value = "../shared")]
    data: PathBuf,
}

/// How often something held, of how many times.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    held: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, held: bool) {
        self.held += usize::from(held);
        self.of += 1;
    }

    fn add(&mut self, other: Self) {
        self.held += other.held;
        self.of += other.of;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = 100.0 * self.held as f64 / self.of.max(1) as f64;
        write!(f, "{} of {} ({percent:.2} %)", self.held, self.of)
    }
}

/// What is counted, each with its name.
const COUNTED: [&str; 10] = [
    "alignments with each sentence in exactly one bead",
    "Chinese sentences paired with themselves, text aligned with itself",
    "English sentences paired with themselves",
    "beads mirrored when the sides are swapped",
    "sentences alone after their partner was taken out",
    "trials in which exactly those became lone sentences",
    "trials in which exactly those did, taken out of a run",
    "other beads unchanged",
    "beads unchanged when all paragraphs are joined",
    "beads unchanged when each sentence is a paragraph",
];

type Counted = [Share; COUNTED.len()];

/// Count and print.
pub fn check(options: &CheckOptions) -> anyhow::Result<()> {
    let examples = texts::news(&options.data.join("bench/news-dev"))?;
    let plain = |example: &&Example| example.name.ends_with(".plain");
    let articles: Vec<&Example> = examples.iter().filter(plain).collect();
    let each: Vec<Counted> = articles.par_iter().map(|article| of_article(article)).collect();
    let mut all = Counted::default();
    for counted in each {
        all.iter_mut().zip(counted).for_each(|(all, one)| all.add(one));
    }
    println!("{} articles", articles.len());
    for (name, share) in COUNTED.iter().zip(all) {
        println!("{name}: {share}");
    }
    Ok(())
}

fn of_article(article: &Example) -> Counted {
    let mut counted = Counted::default();
    let [once, identity_zh, identity_en, mirrored, alone, exact, exact_run, others, joined, split] =
        &mut counted;
    let (zh, en) = (&article.zh, &article.en);
    let beads = align(zh, en);
    once.count(each_sentence_once(&beads, zh, en));
    for (version, share) in [(zh, identity_zh), (en, identity_en)] {
        let same = align(version, version);
        once.count(each_sentence_once(&same, version, version));
        let pairs: BTreeSet<GoldBead> = keys(&same);
        (0..version.sentences.len())
            .for_each(|at| share.count(pairs.contains(&(vec![at], vec![at]))));
    }
    let swapped = keys(&align(en, zh));
    for bead in &beads {
        mirrored.count(swapped.contains(&(bead.en.clone(), bead.zh.clone())));
    }
    for side in Side::BOTH {
        for (left_out, in_run) in choices(&beads, side) {
            let changed = [zh, en].map(|version| version.clone());
            let [mut zh, mut en] = changed;
            let own = if side == Side::Chinese { &mut zh } else { &mut en };
            let kept = take_out(own, &left_out);
            let found = align(&zh, &en);
            once.count(each_sentence_once(&found, &zh, &en));
            let trial = Trial::new(&beads, &numbered(found, side, &kept), side, &left_out);
            alone.add(trial.alone);
            others.add(trial.others);
            if in_run { &mut *exact_run } else { &mut *exact }.count(trial.exact);
        }
    }
    let before = keys(&beads);
    for (paragraphs, share) in [(join as fn(&mut Version), joined), (divide, split)] {
        let (mut zh, mut en) = (zh.clone(), en.clone());
        paragraphs(&mut zh);
        paragraphs(&mut en);
        let after = keys(&align(&zh, &en));
        before.iter().for_each(|bead| share.count(after.contains(bead)));
    }
    counted
}

fn align(zh: &Version, en: &Version) -> Vec<Bead> {
    Aligner::embedded().align(zh, en).beads
}

fn keys(beads: &[Bead]) -> BTreeSet<GoldBead> {
    beads.iter().map(|bead| (bead.zh.clone(), bead.en.clone())).collect()
}

fn each_sentence_once(beads: &[Bead], zh: &Version, en: &Version) -> bool {
    let all = |side: Side, count: usize| {
        let mut seen: Vec<usize> =
            beads.iter().flat_map(|bead| bead.side(side).iter().copied()).collect();
        seen.sort_unstable();
        seen.into_iter().eq(0..count)
    };
    all(Side::Chinese, zh.sentences.len()) && all(Side::English, en.sentences.len())
}

/// Sentences of a side to take out, all in sure 1-1 beads; and whether they stand in a run.
fn choices(beads: &[Bead], side: Side) -> Vec<(Vec<usize>, bool)> {
    let sure = |bead: &&Bead| bead.zh.len() == 1 && bead.en.len() == 1 && bead.confidence >= SURE;
    let sure: Vec<usize> = beads.iter().filter(sure).map(|bead| bead.side(side)[0]).collect();
    let mut choices = Vec::new();
    for count in TAKEN.into_iter().filter(|count| 3 * count <= sure.len()) {
        for choice in 0..CHOICES {
            let first = choice * sure.len() / CHOICES;
            let step = sure.len() / count;
            let apart = (0..count).map(|at| sure[(first + at * step) % sure.len()]);
            choices.push((apart.collect(), false));
            let run = &sure[first.min(sure.len() - count)..][..count];
            if count > 1 && run[count - 1] - run[0] == count - 1 {
                choices.push((run.to_vec(), true));
            }
        }
    }
    choices
}

/// Take sentences out of a version; returns the old numbers of those that stay.
fn take_out(version: &mut Version, left_out: &[usize]) -> Vec<usize> {
    let kept: Vec<usize> =
        (0..version.sentences.len()).filter(|at| !left_out.contains(at)).collect();
    version.sentences = kept.iter().map(|&at| version.sentences[at]).collect();
    kept
}

/// Beads with the old numbers of a side's sentences.
fn numbered(mut beads: Vec<Bead>, side: Side, kept: &[usize]) -> Vec<Bead> {
    for bead in &mut beads {
        let own = if side == Side::Chinese { &mut bead.zh } else { &mut bead.en };
        own.iter_mut().for_each(|at| *at = kept[*at]);
    }
    beads
}

/// What became of the beads when sentences were taken out.
struct Trial {
    alone: Share,
    others: Share,
    exact: bool,
}

impl Trial {
    fn new(before: &[Bead], after: &[Bead], side: Side, left_out: &[usize]) -> Self {
        let after = keys(after);
        let expected: BTreeSet<GoldBead> = before
            .iter()
            .map(|bead| {
                let mut key = (bead.zh.clone(), bead.en.clone());
                let own = if side == Side::Chinese { &mut key.0 } else { &mut key.1 };
                own.retain(|at| !left_out.contains(at));
                key
            })
            .collect();
        let lone = |beads: &BTreeSet<GoldBead>| -> BTreeSet<GoldBead> {
            beads.iter().filter(|key| key.0.is_empty() || key.1.is_empty()).cloned().collect()
        };
        let mut trial = Self {
            alone: Share::default(),
            others: Share::default(),
            exact: lone(&expected) == lone(&after),
        };
        let before = keys(before);
        for key in &expected {
            let share = if before.contains(key) { &mut trial.others } else { &mut trial.alone };
            share.count(after.contains(key));
        }
        trial
    }
}

/// Make one paragraph of all.
fn join(version: &mut Version) {
    let end = version.paragraphs.last().map_or(0, |paragraph| paragraph.span.end);
    let role = version.paragraphs.first().map(|paragraph| paragraph.role).unwrap_or_default();
    version.paragraphs = vec![Paragraph { span: CharSpan::new(0, end), role }];
    version.sentences.iter_mut().for_each(|sentence| sentence.paragraph = 0);
}

/// Make each sentence a paragraph.
fn divide(version: &mut Version) {
    let paragraph = |s: &duizhao::document::Sentence| Paragraph { span: s.span, role: s.role };
    version.paragraphs = version.sentences.iter().map(paragraph).collect();
    version.sentences.iter_mut().enumerate().for_each(|(at, sentence)| sentence.paragraph = at);
}
