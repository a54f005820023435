//! `bench-aligner`: seconds, memory and quality on long texts.
//!
//! The texts are made of sentence pairs of news and of a phrase collection in the order of their files, or
//! (`--chapters`) of the literary chapters with their gold beads one after the other ([`super::long_text`]).
//! Another aligner can be run on the same files (`--write`), for the ratio of the times.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use duizhao::align::Aligner;
use duizhao::bead::Bead;
use duizhao::document::Language;
use duizhao::read::version_of_lines;

use super::long_text::{Long, TextOptions, assemble, units};
use super::score::strict;
use super::texts::GoldBead;

/// Options of `bench-aligner`.
#[derive(clap::Args)]
pub struct BenchOptions {
    /// Numbers of sentence pairs to align.
    #[arg(long, value_delimiter = ',', default_value = "500,5000,30000")]
    pairs: Vec<usize>,
    #[command(flatten)]
    text: TextOptions,
    /// Write the texts to this folder, one sentence a line.
    #[arg(long)]
    write: Option<PathBuf>,
}

/// Align and print a row for each length.
pub fn bench(options: &BenchOptions) -> anyhow::Result<()> {
    let units = units(&options.text)?;
    let aligner = Aligner::embedded();
    for &count in &options.pairs {
        let long = assemble(&units, count, &options.text);
        let zh = version_of_lines(&long.zh, Language::SimplifiedChinese);
        let en = version_of_lines(&long.en, Language::English);
        let (start, processor) = (Instant::now(), processor_seconds());
        let alignment = aligner.align(&zh, &en);
        let seconds = start.elapsed().as_secs_f64();
        let processor = processor_seconds() - processor;
        let f1 = strict(&alignment.beads, &long.gold).f1();
        println!(
            "{} × {} sentences: {seconds:.2} s, {processor:.2} s of processors, F1 {f1:.4}, {}, largest memory so far {} MB, threads {}",
            zh.sentences.len(),
            en.sentences.len(),
            moved_figures(&alignment.beads, &long),
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

/// How many moved beads were found, and how many of the beads out of order are right.
fn moved_figures(beads: &[Bead], long: &Long) -> String {
    let gold: BTreeSet<&GoldBead> = long.gold.iter().collect();
    let found: BTreeSet<GoldBead> =
        beads.iter().map(|bead| (bead.zh.clone(), bead.en.clone())).collect();
    let recalled = long.moved.iter().filter(|bead| found.contains(bead)).count();
    let crossing = out_of_order(found.iter().filter(|(zh, en)| !zh.is_empty() && !en.is_empty()));
    let right = crossing.iter().filter(|bead| gold.contains(*bead)).count();
    let (moved, crossing) = (long.moved.len(), crossing.len());
    format!("moved {recalled}/{moved}, out of order {crossing}, {right} of them right")
}

/// The beads that are not in the longest chain that rises on both sides; they are given by the Chinese.
fn out_of_order<'a>(beads: impl Iterator<Item = &'a GoldBead>) -> Vec<&'a GoldBead> {
    let beads: Vec<&GoldBead> = beads.collect();
    // For each length the bead with the smallest end that a chain of that length can have, and the beads before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, bead) in beads.iter().enumerate() {
        let length = ends.partition_point(|&end| beads[end].1 < bead.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut in_chain = vec![false; beads.len()];
    let mut last = ends.last().copied();
    while let Some(at) = last {
        in_chain[at] = true;
        last = before[at];
    }
    beads.into_iter().zip(in_chain).filter(|(_, inside)| !inside).map(|(bead, _)| bead).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_chain_is_in_order() {
        let beads: Vec<GoldBead> = [(0, 0), (1, 4), (2, 1), (3, 2), (4, 3), (5, 5)]
            .map(|(zh, en)| (vec![zh], vec![en]))
            .into();
        assert_eq!(out_of_order(beads.iter()), [&(vec![1], vec![4])]);
    }
}
