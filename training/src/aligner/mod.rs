//! The aligner: fitting its weights and measuring it.

mod bench;
mod constructed;
mod evaluate;
mod fit;
mod latent;
mod lbfgs;
mod likelihood;
mod long_text;
mod moved;
mod properties;
mod score;
mod texts;

use std::collections::BTreeMap;
use std::path::PathBuf;

use duizhao::align::Aligner;
use duizhao::align::feature::Group;
use duizhao::align::weights::{FORMAT, Weights, WeightsFile};
use evaluate::Figures;
use fit::{Prepared, Settings};
use likelihood::PARAMETERS;
use moved::MovedFeatures;
use texts::{Corpus, Example};

pub use bench::{BenchOptions, bench};
pub use properties::{CheckOptions, check};

/// Folds of the cross-validation: two literary chapters and a third of the news articles each.
const FOLDS: usize = 3;

/// Weights of an earlier fit. By them the linked segments of news are divided into beads, and beads that
/// can never become probable left out. They stay as they are, so that the same data give the same weights.
const START: &str = include_str!("start.json");

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
    /// Print the literary gold beads that were not found, with their texts.
    #[arg(long)]
    misses: bool,
    #[command(flatten)]
    settings: fit::Settings,
    /// Weights that divide the linked segments, instead of those in the repository.
    #[arg(long)]
    start: Option<PathBuf>,
    /// Let any division of linked segments into beads count as right, instead of the best one.
    #[arg(long)]
    latent: bool,
    /// Added to the log-odds of moved text: fewer and surer links below 0.
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    moved_shift: f32,
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
    let mut examples = texts::load(&options.data)?;
    examples.extend(constructed::examples(&options.data)?);
    let start = match &options.start {
        Some(path) => std::fs::read_to_string(path)?,
        None => START.to_owned(),
    };
    let start = WeightsFile::parse(&start)?.main()?;
    let data = Data {
        prepared: fit::prepare(&examples, &start, options.latent),
        moved: moved::prepare(&examples),
        examples: &examples,
        moved_shift: options.moved_shift,
    };
    let (figures, loss) = data.cross_validate(&options.settings);
    println!("cross-validated: {}  {loss}", figures.line());
    println!("recall by bead type: {}", figures.recall_line());
    println!("{}", figures.calibration_table());
    if options.misses {
        figures.misses.iter().for_each(|miss| println!("{miss}"));
    }
    if options.ablate {
        for group in Group::ALL {
            let mut settings = options.settings.clone();
            settings.without.push(group);
            let (figures, loss) = data.cross_validate(&settings);
            println!("without {group:?}: {}  {loss}", figures.line());
        }
    }
    let Some(path) = &options.out else { return Ok(()) };
    let file = data.fit(|_| true, &options.settings);
    let all: Vec<&Example> = examples.iter().collect();
    println!("fitted on everything: {}", Figures::of(&Aligner::with_weights(&file)?, &all).line());
    std::fs::write(path, serde_json::to_string_pretty(&file)? + "\n")?;
    Ok(())
}

/// Everything that fitting needs, computed once.
struct Data<'a> {
    examples: &'a [Example],
    prepared: Vec<Prepared<'a>>,
    moved: Vec<MovedFeatures>,
    moved_shift: f32,
}

impl Data<'_> {
    /// Fit both stages on the groups that are wanted.
    fn fit(&self, wanted: impl Fn(&str) -> bool, settings: &Settings) -> WeightsFile {
        let seen: Vec<_> = self.prepared.iter().filter(|p| wanted(&p.example.group)).collect();
        let articles: Vec<_> = self.moved.iter().filter(|article| wanted(&article.group)).collect();
        let mut moved = moved::fit(&articles);
        *moved.entry("bias".to_owned()).or_default() += self.moved_shift;
        let weights = fit::named(&fit::fit(&seen, settings));
        WeightsFile { format: FORMAT, weights, moved }
    }

    /// Figures of each example under weights that were fitted without its fold, and the loss per
    /// sentence. Academic and constructed texts are only fitted on.
    fn cross_validate(&self, settings: &Settings) -> (Figures, Loss) {
        let folds = folds(self.examples);
        let mut figures = Figures::default();
        let mut loss = Loss::default();
        for fold in 0..FOLDS {
            let held_out = |group: &str| folds[group] == Some(fold);
            let file = self.fit(|group| !held_out(group), settings);
            let aligner = Aligner::with_weights(&file).expect("all features have weights");
            let weights = file.main().expect("all features have weights");
            let unseen = |example: &&Example| held_out(&example.group);
            figures.add(Figures::of(
                &aligner,
                &self.examples.iter().filter(unseen).collect::<Vec<_>>(),
            ));
            for prepared in self.prepared.iter().filter(|p| held_out(&p.example.group)) {
                loss.add(prepared, &weights);
            }
        }
        (figures, loss)
    }
}

/// Minus the log-likelihood of held-out gold: finer than F1 on few beads.
#[derive(Default)]
struct Loss(BTreeMap<Corpus, (f64, usize)>);

impl Loss {
    fn add(&mut self, prepared: &Prepared<'_>, weights: &Weights) {
        let slot = self.0.entry(prepared.example.corpus).or_default();
        slot.0 += prepared.features.loss(weights, 1.0, &mut vec![0.0; PARAMETERS]);
        slot.1 += prepared.example.zh.sentences.len();
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "loss a sentence")?;
        for (corpus, (loss, sentences)) in &self.0 {
            write!(f, " {corpus:?} {:.4}", loss / *sentences as f64)?;
        }
        Ok(())
    }
}

/// The fold of every group, none for those that are only fitted on; corpora are spread evenly.
fn folds(examples: &[Example]) -> BTreeMap<&str, Option<usize>> {
    let mut next = BTreeMap::<Corpus, usize>::new();
    let mut folds = BTreeMap::new();
    for example in examples {
        folds.entry(&*example.group).or_insert_with(|| {
            let next = next.entry(example.corpus).or_default();
            *next += 1;
            (!matches!(example.corpus, Corpus::Academic | Corpus::Constructed))
                .then_some((*next - 1) % FOLDS)
        });
    }
    folds
}
