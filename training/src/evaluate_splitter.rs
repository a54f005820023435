//! `evaluate-splitter`: F1 of sentence bounds on texts whose sentences are known.
//!
//! The sentences of a document are joined (in English with a space, in Chinese with nothing), the
//! splitter cuts the joined text, and the positions of the cuts between sentences are compared.
//! Positions count the characters that are not white space; the end of a document is no cut.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::document::Side;
use duizhao::split::split_paragraph;

/// Options of `evaluate-splitter`.
#[derive(clap::Args)]
pub struct Options {
    /// Files: IOB2 with `# text =` lines, `NAME.zh` and `NAME.en` with a sentence per line, or
    /// `NAME.gold.json` beside `NAME.zh.txt` and `NAME.en.txt`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print every bound that is wrong, with its surroundings.
    #[arg(long)]
    errors: bool,
}

/// Right, missed and wrong cuts.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: usize,
    missed: usize,
    wrong: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.missed += other.missed;
        self.wrong += other.wrong;
    }

    fn row(self) -> String {
        let share = |of: usize| self.right as f64 / (self.right + of).max(1) as f64;
        let (precision, recall) = (share(self.wrong), share(self.missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        format!(
            "P {precision:.4}  R {recall:.4}  F1 {f1:.4}  right {} missed {} wrong {}",
            self.right, self.missed, self.wrong
        )
    }
}

/// A text to cut and the sentences it should be cut into.
struct Document {
    text: String,
    sentences: Vec<String>,
    side: Side,
}

/// Cut every file's documents and print a row per file and side.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut total = [Counts::default(); 2];
    for file in &options.files {
        let documents = read(file).with_context(|| format!("reading {}", file.display()))?;
        for side in Side::BOTH {
            let mut counts = Counts::default();
            for document in documents.iter().filter(|document| document.side == side) {
                counts.add(score(document, options.errors));
            }
            total[side as usize].add(counts);
            if counts.right + counts.missed > 0 {
                println!("{:30} {} {}", file_name(file), side.code(), counts.row());
            }
        }
    }
    for side in Side::BOTH {
        println!("{:30} {} {}", "all", side.code(), total[side as usize].row());
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> anyhow::Result<Vec<Document>> {
    let name = file_name(file);
    let text = std::fs::read_to_string(file)?;
    if name.ends_with(".gold.json") {
        return read_news(file, &text);
    }
    let (side, is_conll) = match name.rsplit_once('.') {
        Some((_, "iob2")) => {
            (if name.starts_with("zh") { Side::Chinese } else { Side::English }, true)
        }
        Some((_, "zh")) => (Side::Chinese, false),
        Some((_, "en")) => (Side::English, false),
        _ => anyhow::bail!("expected a name that ends in .iob2, .zh, .en or .gold.json"),
    };
    let groups = if is_conll { conll_documents(&text) } else { vec![lines(&text)] };
    Ok(groups.into_iter().map(|sentences| join(sentences, side)).collect())
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn conll_documents(text: &str) -> Vec<Vec<String>> {
    let mut documents: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines() {
        if line.starts_with("# newdoc") {
            documents.push(Vec::new());
        } else if let Some(sentence) = line.strip_prefix("# text = ") {
            documents.last_mut().expect("one at least").push(sentence.trim().to_owned());
        }
    }
    documents
}

fn join(sentences: Vec<String>, side: Side) -> Document {
    let text = sentences.join(if side == Side::English { " " } else { "" });
    Document { text, sentences, side }
}

/// Each line of the two text files is a document; its sentences are the gold segments inside it.
fn read_news(file: &Path, gold: &str) -> anyhow::Result<Vec<Document>> {
    let gold: serde_json::Value = serde_json::from_str(gold)?;
    let mut documents = Vec::new();
    for side in Side::BOTH {
        let stem = file_name(file).replace(".gold.json", "");
        let path = file.with_file_name(format!("{stem}.{}.txt", side.code()));
        let text = std::fs::read_to_string(path)?;
        let segments = gold[side.code()].as_array().context("gold without segments")?;
        let mut segments = segments.iter().filter_map(|segment| segment.as_str());
        for line in lines(&text) {
            let (mut sentences, mut rest) = (Vec::new(), bare(&line).len());
            while rest > 0 {
                let segment = segments.next().context("gold ends before the text")?;
                rest = rest.saturating_sub(bare(segment).len());
                sentences.push(segment.to_owned());
            }
            documents.push(Document { text: line, sentences, side });
        }
    }
    Ok(documents)
}

/// The characters that are not white space.
fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Ends of pieces as counts of bare characters, without the end of the text.
fn cuts<'a>(pieces: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    let mut end = 0;
    let mut cuts: BTreeSet<usize> = pieces
        .map(|piece| {
            end += bare(piece).len();
            end
        })
        .collect();
    cuts.remove(&end);
    cuts
}

fn score(document: &Document, print_errors: bool) -> Counts {
    let characters: Vec<char> = document.text.chars().collect();
    let predicted: Vec<String> = split_paragraph(&document.text, document.side)
        .into_iter()
        .map(|span| characters[span.start..span.end].iter().collect())
        .collect();
    let predicted = cuts(predicted.iter().map(String::as_str));
    let gold = cuts(document.sentences.iter().map(String::as_str));
    if print_errors {
        print_differences(&bare(&document.text), &gold, &predicted);
    }
    let right = gold.intersection(&predicted).count();
    Counts { right, missed: gold.len() - right, wrong: predicted.len() - right }
}

fn print_differences(text: &[char], gold: &BTreeSet<usize>, predicted: &BTreeSet<usize>) {
    for &cut in gold.symmetric_difference(predicted) {
        let before: String = text[cut.saturating_sub(30)..cut].iter().collect();
        let after: String = text[cut..(cut + 30).min(text.len())].iter().collect();
        let kind = if gold.contains(&cut) { "missed" } else { "wrong " };
        println!("  {kind} {before} ¦ {after}");
    }
}
