//! The aligner: fitting its weights and measuring it.

mod evaluate;
mod fit;
mod latent;
mod lbfgs;
mod likelihood;
mod score;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use duizhao::align::Aligner;
use duizhao::align::feature::Group;
use duizhao::align::weights::{FORMAT, Weights, WeightsFile};
use evaluate::Figures;
use fit::Prepared;
use texts::{Corpus, Example};

/// Folds of the cross-validation: two literary chapters and a third of the news articles each.
const FOLDS: usize = 3;

/// Options of `evaluate-aligner`.
#[derive(clap::Args)]
pub struct EvaluateOptions {
    /// Folder of the development data, with `bench/align-dev` and `bench/news-dev`.
    #[arg(long, default_value = "../shared")]
    data: PathBuf,
}

/// Options of `fit-aligner`.
#[derive(clap::Args)]
pub struct FitOptions {
    /// Folder of the development data, with `bench/align-dev` and `bench/news-dev`.
    #[arg(long, default_value = "../shared")]
    data: PathBuf,
    /// Write the weights fitted on everything to this file.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Cross-validate without each group of features in turn.
    #[arg(long)]
    ablate: bool,
}

/// Measure the embedded aligner on texts that it was fitted on.
pub fn evaluate(options: &EvaluateOptions) -> anyhow::Result<()> {
    let examples = texts::load(&options.data)?;
    let figures = Figures::of(Aligner::embedded(), &examples.iter().collect::<Vec<_>>());
    println!("{}", figures.line());
    println!("recall by bead type: {}", figures.recall_line());
    Ok(())
}

/// Fit, cross-validate and report.
pub fn fit(options: &FitOptions) -> anyhow::Result<()> {
    let examples = texts::load(&options.data)?;
    let start = WeightsFile::embedded().main()?;
    let prepared = fit::prepare(&examples, &start);
    let everything = BTreeSet::new();
    let figures = cross_validate(&prepared, &examples, &start, &everything);
    println!("cross-validated: {}", figures.line());
    println!("recall by bead type: {}", figures.recall_line());
    if options.ablate {
        for group in Group::ALL {
            let figures = cross_validate(&prepared, &examples, &start, &BTreeSet::from([group]));
            println!("without {group:?}: {}", figures.line());
        }
    }
    let weights = fit::fit(&prepared.iter().collect::<Vec<_>>(), &start, &everything);
    let file = file_of(&weights);
    let aligner = Aligner::with_weights(&file)?;
    let all: Vec<&Example> = examples.iter().collect();
    println!("fitted on everything: {}", Figures::of(&aligner, &all).line());
    options.out.as_ref().map_or(Ok(()), |path| write(path, &file))
}

/// The fold of every example: examples of a group stay together, corpora are spread evenly.
fn folds(examples: &[Example]) -> BTreeMap<&str, usize> {
    let mut next = BTreeMap::<Corpus, usize>::new();
    let mut folds = BTreeMap::new();
    for example in examples {
        folds.entry(&*example.group).or_insert_with(|| {
            let next = next.entry(example.corpus).or_default();
            *next += 1;
            (*next - 1) % FOLDS
        });
    }
    folds
}

/// Figures of each example under weights that were fitted without its fold. Academic texts are only
/// fitted on.
fn cross_validate(
    prepared: &[Prepared<'_>],
    examples: &[Example],
    start: &Weights,
    without: &BTreeSet<Group>,
) -> Figures {
    let folds = folds(examples);
    let mut figures = Figures::default();
    for fold in 0..FOLDS {
        let held_out = |example: &Example| {
            example.corpus != Corpus::Academic && folds[&*example.group] == fold
        };
        let seen: Vec<_> = prepared.iter().filter(|p| !held_out(p.example)).collect();
        let file = file_of(&fit::fit(&seen, start, without));
        let aligner = Aligner::with_weights(&file).expect("all features have weights");
        let unseen: Vec<_> = examples.iter().filter(|example| held_out(example)).collect();
        figures.add(Figures::of(&aligner, &unseen));
    }
    figures
}

fn file_of(weights: &Weights) -> WeightsFile {
    let moved = WeightsFile::embedded().moved;
    WeightsFile { format: FORMAT, weights: fit::named(weights), moved }
}

fn write(path: &Path, file: &WeightsFile) -> anyhow::Result<()> {
    std::fs::write(path, serde_json::to_string_pretty(file)? + "\n")?;
    Ok(())
}
