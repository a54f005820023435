//! `bench-aligner`: seconds, memory and quality on long texts.
//!
//! The texts are sentence pairs of news and of a phrase collection in the order of their files, or
//! (`--chapters`) the literary chapters with their gold beads one after the other, as often as it takes.
//! Every `--drop`-th bead is left out of one side in turn, and with `--stretch` also longer stretches.
//! Another aligner can be run on the same files (`--write`), for the ratio of the times.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use duizhao::align::Aligner;
use duizhao::document::{Language, Side, Version};
use duizhao::read::version_of_lines;

use super::score::strict;
use super::texts::{Corpus, Gold, GoldBead, beads};

/// Options of `bench-aligner`.
#[derive(clap::Args)]
pub struct BenchOptions {
    /// Folder of the development data, with `data/*.tsv`.
    #[arg(long, default_value = "../shared")]
    data: PathBuf,
    /// Numbers of sentence pairs to align.
    #[arg(long, value_delimiter = ',', default_value = "500,5000,30000")]
    pairs: Vec<usize>,
    /// Leave out every so many sentences, on either side in turn.
    #[arg(long, default_value_t = 20)]
    drop: usize,
    /// Take the chapters of `bench/align-dev` instead of sentence pairs, again and again.
    #[arg(long)]
    chapters: bool,
    /// Leave out stretches of this many beads too, on either side in turn, five in each text.
    #[arg(long, default_value_t = 0)]
    stretch: usize,
    /// Write the texts to this folder, one sentence a line.
    #[arg(long)]
    write: Option<PathBuf>,
}

/// Two texts and their beads.
struct Long {
    zh: String,
    en: String,
    gold: Vec<GoldBead>,
}

/// Align and print a row for each length.
pub fn bench(options: &BenchOptions) -> anyhow::Result<()> {
    let units = if options.chapters { chapters(options)? } else { pairs(options)? };
    let aligner = Aligner::embedded();
    for &count in &options.pairs {
        let units: Vec<&Unit> = match options.chapters {
            true => units.iter().cycle().take(count).collect(),
            false => units.iter().take(count).collect(),
        };
        let long = assemble(&units, options);
        let zh = version_of_lines(&long.zh, Language::SimplifiedChinese);
        let en = version_of_lines(&long.en, Language::English);
        let (start, processor) = (Instant::now(), processor_seconds());
        let alignment = aligner.align(&zh, &en);
        let seconds = start.elapsed().as_secs_f64();
        let processor = processor_seconds() - processor;
        let f1 = strict(&alignment.beads, &long.gold).f1();
        let sizes = (zh.sentences.len(), en.sentences.len());
        println!(
            "{} × {} sentences: {seconds:.2} s, {processor:.2} s of processors, F1 {f1:.4}, largest memory so far {} MB, threads {}",
            sizes.0,
            sizes.1,
            peak_megabytes(),
            rayon::current_num_threads(),
        );
        if let Some(folder) = &options.write {
            fs::create_dir_all(folder)?;
            fs::write(folder.join(format!("{count}.zh")), &long.zh)?;
            fs::write(folder.join(format!("{count}.en")), &long.en)?;
        }
    }
    Ok(())
}

/// A bead with its sentences.
struct Unit {
    zh: Vec<String>,
    en: Vec<String>,
}

/// Sentence pairs of both collections.
fn pairs(options: &BenchOptions) -> anyhow::Result<Vec<Unit>> {
    let mut pairs = Vec::new();
    for (file, zh, en) in [("news-raw/wmt21-24.tsv", 2, 3), ("tatoeba-eng-cmn.tsv", 1, 0)] {
        let path = options.data.join("data").join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let field = |at: usize| fields.get(at).copied().unwrap_or("");
            let is_chinese =
                |text: &str| text.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c));
            let (mut zh, mut en) = (field(zh), field(en));
            if is_chinese(en) && !is_chinese(zh) {
                (zh, en) = (en, zh);
            }
            if is_chinese(zh) && !en.is_empty() {
                pairs.push(Unit { zh: vec![zh.to_owned()], en: vec![en.to_owned()] });
            }
        }
    }
    Ok(pairs)
}

/// The gold beads of the literary chapters.
fn chapters(options: &BenchOptions) -> anyhow::Result<Vec<Unit>> {
    let mut units = Vec::new();
    for chapter in beads(&options.data.join("bench/align-dev"))? {
        let Gold::Beads(gold) = &chapter.gold else { continue };
        if chapter.corpus != Corpus::Literary {
            continue;
        }
        let texts = |version: &Version, sentences: &[usize]| {
            sentences.iter().map(|&at| version.sentence_text(at).to_owned()).collect()
        };
        units.extend(
            gold.iter()
                .map(|(zh, en)| Unit { zh: texts(&chapter.zh, zh), en: texts(&chapter.en, en) }),
        );
    }
    Ok(units)
}

/// The side that a bead is left out of, if it is.
fn left_out(number: usize, count: usize, options: &BenchOptions) -> Option<Side> {
    const STRETCHES: usize = 5;
    let side = |number: usize| if number.is_multiple_of(2) { Side::English } else { Side::Chinese };
    let part = (count / STRETCHES).max(1);
    // A stretch stands in the middle of its part.
    let from_middle = (number % part).abs_diff(part / 2);
    if 2 * from_middle < options.stretch {
        return Some(side(number / part));
    }
    (number + 1).is_multiple_of(options.drop).then(|| side(number / options.drop))
}

fn assemble(units: &[&Unit], options: &BenchOptions) -> Long {
    let mut long = Long { zh: String::new(), en: String::new(), gold: Vec::new() };
    let (mut zh_count, mut en_count) = (0, 0);
    for (number, unit) in units.iter().enumerate() {
        let without = left_out(number, units.len(), options);
        let add = |side: Side, sentences: &[String], text: &mut String, count: &mut usize| {
            let kept = if without == Some(side) { &[] } else { sentences };
            kept.iter().for_each(|sentence| *text += &format!("{sentence}\n"));
            let first = *count;
            *count += kept.len();
            (first..*count).collect::<Vec<usize>>()
        };
        let zh = add(Side::Chinese, &unit.zh, &mut long.zh, &mut zh_count);
        let en = add(Side::English, &unit.en, &mut long.en, &mut en_count);
        if zh.is_empty() || en.is_empty() {
            long.gold.extend(zh.into_iter().map(|at| (vec![at], Vec::new())));
            long.gold.extend(en.into_iter().map(|at| (Vec::new(), vec![at])));
        } else {
            long.gold.push((zh, en));
        }
    }
    long
}

/// Seconds that the process's threads have computed, 0 where the system does not say: comparable on a
/// machine that others use too.
fn processor_seconds() -> f64 {
    /// Linux counts in hundredths of a second, whatever the kernel's own clock.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets; user and system time are the 14th and 15th.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// The process's largest resident size, 0 where the system does not say.
fn peak_megabytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) / 1024
}
