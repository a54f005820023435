//! `bench-aligner`: seconds, memory and quality on long texts.
//!
//! The texts are sentence pairs of news and of a phrase collection in the order of their files, so that
//! the right alignment is the diagonal, with every `--drop`-th sentence left out of one side in turn.
//! Another aligner can be run on the same files (`--write`), for the ratio of the times.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use duizhao::align::Aligner;
use duizhao::document::Language;
use duizhao::read::version_of_lines;

use super::score::strict;
use super::texts::GoldBead;

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
    let pairs = pairs(options)?;
    let aligner = Aligner::embedded();
    for &count in &options.pairs {
        let long = assemble(&pairs[..count.min(pairs.len())], options.drop);
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

/// Sentence pairs of both collections.
fn pairs(options: &BenchOptions) -> anyhow::Result<Vec<(String, String)>> {
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
                pairs.push((zh.to_owned(), en.to_owned()));
            }
        }
    }
    Ok(pairs)
}

fn assemble(pairs: &[(String, String)], drop: usize) -> Long {
    let mut long = Long { zh: String::new(), en: String::new(), gold: Vec::new() };
    let (mut zh_count, mut en_count) = (0, 0);
    for (number, (zh, en)) in pairs.iter().enumerate() {
        let drops = (number + 1).is_multiple_of(drop);
        let zh_kept = !drops || (number / drop).is_multiple_of(2);
        let en_kept = !drops || !zh_kept;
        let mut bead = (Vec::new(), Vec::new());
        if zh_kept {
            long.zh += &format!("{zh}\n");
            bead.0.push(zh_count);
            zh_count += 1;
        }
        if en_kept || !drops {
            long.en += &format!("{en}\n");
            bead.1.push(en_count);
            en_count += 1;
        }
        long.gold.push(bead);
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
