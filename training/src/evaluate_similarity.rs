//! `evaluate-similarity`: can the words' similarity tell a sentence's translation from its neighbours?
//!
//! For each line of a parallel text, coverage with the true translation competes with coverage
//! with the six lines before and after it. A softmax over these thirteen gives the probability of the
//! true one; its scale is the best of a few. No gold beads are needed, thousands of lines are at hand, and
//! the loss moves long before an F1 does.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use duizhao::document::Side;
use duizhao::lexicon::{Lexicon, WordSimilarity};
use duizhao::token::{DocumentWords, Token};

/// Lines before and after a line that its translation competes with.
const WINDOW: usize = 6;
/// Lines that are one document: vocabularies of this size are usual.
const DOCUMENT: usize = 800;
/// Added to a sentence's weight, as in the aligner's coverage.
const SMOOTHING: f64 = 0.3;
/// Scales of the softmax that are tried.
const SCALES: [f64; 8] = [15.0, 18.0, 21.0, 25.0, 30.0, 36.0, 43.0, 52.0];

/// Options of `evaluate-similarity`.
#[derive(Args)]
pub struct Options {
    /// Tab-separated parallel sentences in the order of their texts.
    pairs: PathBuf,
    /// Columns of the Chinese and the English sentence, from 1.
    #[arg(long, num_args = 2, default_values_t = [3, 4])]
    columns: Vec<usize>,
    /// Only lines whose first column begins with one of these, such as `wmt22`.
    #[arg(long)]
    only: Vec<String>,
}

/// Print loss, error and the scale that fits.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let pairs = read(options)?;
    if pairs.is_empty() {
        bail!("{}: no line is left; check --only and --columns", options.pairs.display());
    }
    let rows: Vec<Vec<f64>> = pairs.chunks(DOCUMENT).flat_map(rows).collect();
    let wrong = rows.iter().filter(|row| row[1..].iter().any(|other| *other >= row[0])).count();
    let (loss, scale) = SCALES
        .iter()
        .map(|&scale| (mean_loss(&rows, scale), scale))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .context("there are scales")?;
    println!(
        "{} lines: loss {loss:.4} (scale {scale}), error {:.4}",
        rows.len(),
        wrong as f64 / rows.len() as f64
    );
    Ok(())
}

fn read(options: &Options) -> anyhow::Result<Vec<(String, String)>> {
    let path = &options.pairs;
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    let wanted = |line: &&str| {
        options.only.is_empty() || options.only.iter().any(|set| line.starts_with(set.as_str()))
    };
    let pair = |(number, line): (usize, &str)| {
        let field = |column: usize| line.split('\t').nth(column - 1).map(str::to_owned);
        let both = field(options.columns[0]).zip(field(options.columns[1]));
        both.with_context(|| format!("{}:{}: too few columns", path.display(), number + 1))
    };
    text.lines().enumerate().filter(|(_, line)| wanted(line)).map(pair).collect()
}

/// For each line the coverage with its translation, then with the neighbours of that.
fn rows(pairs: &[(String, String)]) -> Vec<Vec<f64>> {
    let lexicon = Lexicon::embedded();
    let zh: Vec<&str> = pairs.iter().map(|pair| pair.0.as_str()).collect();
    let en: Vec<&str> = pairs.iter().map(|pair| pair.1.as_str()).collect();
    let zh = lexicon.document_words(Side::Chinese, &zh);
    let en = lexicon.document_words(Side::English, &en);
    let similarity = lexicon.similarity(&zh, &en);
    let coverage = |i: usize, j: usize| mutual_coverage(&zh, i, &en, j, &similarity);
    (0..pairs.len())
        .map(|line| {
            let near = line.saturating_sub(WINDOW)..pairs.len().min(line + WINDOW + 1);
            let others = near.filter(|&other| other != line).map(|other| coverage(line, other));
            std::iter::once(coverage(line, line)).chain(others).collect()
        })
        .collect()
}

fn mutual_coverage(
    zh: &DocumentWords,
    i: usize,
    en: &DocumentWords,
    j: usize,
    similarity: &WordSimilarity,
) -> f64 {
    let (a, b) = (&zh.sentences[i], &en.sentences[j]);
    let chinese = coverage(zh, a, b, |t, u| similarity.get(t, u));
    let english = coverage(en, b, a, |u, t| similarity.get(t, u));
    (chinese + english) / 2.0
}

/// Share of the weight of `tokens` that finds a similar word among `others`.
fn coverage(
    words: &DocumentWords,
    tokens: &[Token],
    others: &[Token],
    similarity: impl Fn(usize, usize) -> f32,
) -> f64 {
    let (mut found, mut weight) = (0.0, 0.0);
    for token in tokens {
        let idf = f64::from(words.word(*token).idf);
        let best =
            others.iter().map(|other| similarity(token.word, other.word)).fold(0.0, f32::max);
        found += idf * f64::from(best);
        weight += idf;
    }
    found / (weight + SMOOTHING)
}

fn mean_loss(rows: &[Vec<f64>], scale: f64) -> f64 {
    let loss = |row: &Vec<f64>| {
        let top = row.iter().copied().fold(f64::MIN, f64::max);
        let sum: f64 = row.iter().map(|value| (scale * (value - top)).exp()).sum();
        sum.ln() - scale * (row[0] - top)
    };
    rows.iter().map(loss).sum::<f64>() / rows.len() as f64
}
