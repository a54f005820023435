//! Trains the models of both taggers from gold and silver, and packs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use duizhao::document::Side;
use duizhao::tag::model::{Calibration, Model};
use duizhao::tag::names::Names;

use super::data::{self, Example};
use super::evaluate;
use super::field::Field;
use super::optimise;

/// What to train from and where the models go.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the IOB2 and silver files
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// More silver, JSON lines in the same form
    #[arg(long)]
    silver: Vec<PathBuf>,
    /// The packed name lists
    #[arg(long, default_value = "data/names/tables/names.bin")]
    names: PathBuf,
    /// Folder that the models go to
    #[arg(long, default_value = "data/names/tables")]
    output: PathBuf,
    /// Train one side only: zh or en
    #[arg(long)]
    side: Option<String>,
    /// Print the score on held-out fifths of the gold instead of writing a model
    #[arg(long)]
    cross_validate: bool,
    /// Leave out the calibration, which takes a second training
    #[arg(long)]
    no_calibration: bool,
    /// Print the calibration that the model would get, and write nothing
    #[arg(long)]
    calibrate_only: bool,
    /// How many fifths of the cross-validation to run
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Weight of a gold sentence; a silver one weighs 1
    #[arg(long, default_value_t = 3.0)]
    gold_weight: f32,
    /// Penalty of the absolute weights
    #[arg(long, default_value_t = 0.2)]
    l1: f64,
    /// Penalty of the squared weights
    #[arg(long, default_value_t = 0.1)]
    l2: f64,
    /// Added to the score of each Chinese mention: the model finds too few
    #[arg(long, default_value_t = 0.5)]
    bonus_zh: f32,
    /// Added to the score of each English mention
    #[arg(long, default_value_t = 0.0)]
    bonus_en: f32,
    /// Most iterations of the optimiser
    #[arg(long, default_value_t = 60)]
    iterations: usize,
    /// Features whose sentences weigh less than this together are left out
    #[arg(long, default_value_t = 3.0)]
    least: f32,
    /// Weights below this are left out
    #[arg(long, default_value_t = 0.05)]
    prune: f64,
    /// Weights are rounded to multiples of this
    #[arg(long, default_value_t = 0.05)]
    scale: f64,
}

/// Train the models, or cross-validate.
pub fn run(options: &Options) -> Result<()> {
    let names = Names::unpack(&fs::read(&options.names)?)?;
    for side in Side::BOTH {
        if options.side.as_deref().is_some_and(|code| code != side.code()) {
            continue;
        }
        let gold = gold(&options.data, side, options.gold_weight)?;
        let silver = silver(options, side)?;
        println!("{side}: {} gold and {} silver sentences", gold.len(), silver.len());
        if options.cross_validate {
            cross_validate(options, side, &names, &gold, &silver);
        } else {
            write_model(options, side, &names, &gold, &silver)?;
        }
    }
    Ok(())
}

/// The gold that training may see.
fn gold(data: &Path, side: Side, weight: f32) -> Result<Vec<Example>> {
    let files: &[&str] = match side {
        Side::Chinese => &["zh_gsdsimp-ud-train.iob2", "zh_gsdsimp-ud-dev.iob2"],
        Side::English => &["en_ewt-ud-dev.iob2"],
    };
    let read = files.iter().map(|file| data::read_iob2(&data.join(file), weight));
    Ok(read.collect::<Result<Vec<_>>>()?.concat())
}

fn silver(options: &Options, side: Side) -> Result<Vec<Example>> {
    let mut files = vec![options.data.join("entities-silver.jsonl")];
    if side == Side::English {
        files.push(options.data.join("entities-silver-en.jsonl"));
    }
    files.extend(options.silver.iter().cloned());
    let read = files.iter().map(|file| data::read_silver(file, side, 1.0));
    Ok(read.collect::<Result<Vec<_>>>()?.concat())
}

/// A field and its fitted parameters.
struct Fitted {
    field: Field,
    x: Vec<f64>,
}

impl Fitted {
    fn model(&self, options: &Options, side: Side) -> Model {
        let bonus = match side {
            Side::Chinese => options.bonus_zh,
            Side::English => options.bonus_en,
        };
        self.field.model(&self.x, options.scale, options.prune).with_mention_bonus(bonus)
    }
}

/// Fit, from the parameters of an earlier fit if there is one.
fn fit(
    options: &Options,
    side: Side,
    names: &Names,
    examples: &[Example],
    earlier: Option<&Fitted>,
) -> Fitted {
    let start = Instant::now();
    let field = Field::new(examples, side, names, options.least);
    let (sentences, features, parameters) = field.sizes();
    eprintln!(
        "{sentences} sentences, {features} features, {parameters} parameters, {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let (first, iterations) = match earlier {
        Some(earlier) => (field.take_over(&earlier.field, &earlier.x), options.iterations / 3),
        None => (vec![0.0; field.parameter_count()], options.iterations),
    };
    let evaluate = |x: &[f64]| field.evaluate(x, options.l2);
    let x = optimise::minimise(first, options.l1, iterations, evaluate, |iteration, value| {
        if iteration % 10 == 0 {
            eprintln!("{iteration:4} {value:.1} {:.0} s", start.elapsed().as_secs_f64());
        }
    });
    Fitted { field, x }
}

/// Fit on all but each fifth of the gold (in blocks of sentences, so that neighbours stay
/// together) and score on that fifth; silver is always in training.
fn cross_validate(
    options: &Options,
    side: Side,
    names: &Names,
    gold: &[Example],
    silver: &[Example],
) {
    let mut scores = super::score::Scores::default();
    for fold in 0..options.folds {
        let (train, held_out) = split(gold, fold);
        let examples = [train.as_slice(), silver].concat();
        let model = fit(options, side, names, &examples, None).model(options, side);
        evaluate::score_into(&mut scores, &model, side, names, &held_out);
        println!("fold {fold}: {}", scores.line());
    }
    println!("{side}, {} fifths held out: {}", options.folds, scores.line());
}

/// Training part and held-out part for fold `fold` of five.
fn split(gold: &[Example], fold: usize) -> (Vec<Example>, Vec<Example>) {
    const BLOCK: usize = 25;
    let held = |index: usize| index / BLOCK % 5 == fold;
    let part = |wanted: bool| {
        let kept = gold.iter().enumerate().filter(|(index, _)| held(*index) == wanted);
        kept.map(|(_, example)| example.clone()).collect()
    };
    (part(false), part(true))
}

fn write_model(
    options: &Options,
    side: Side,
    names: &Names,
    gold: &[Example],
    silver: &[Example],
) -> Result<()> {
    let examples = [gold, silver].concat();
    let model = if options.no_calibration {
        fit(options, side, names, &examples, None).model(options, side)
    } else {
        let (train, held_out) = split(gold, 0);
        let part = [train.as_slice(), silver].concat();
        let earlier = fit(options, side, names, &part, None);
        let calibration = calibration(&earlier.model(options, side), side, names, &held_out);
        println!("{side}: {calibration:?}");
        if options.calibrate_only {
            return Ok(());
        }
        let whole = fit(options, side, names, &examples, Some(&earlier));
        whole.model(options, side).with_calibration(calibration)
    };
    let packed = model.pack()?;
    let file = options.output.join(match side {
        Side::Chinese => "chinese.bin",
        Side::English => "english.bin",
    });
    println!(
        "{}: {} features, {} bytes, {:?}",
        file.display(),
        model.feature_count(),
        packed.len(),
        model.calibration()
    );
    fs::create_dir_all(&options.output)?;
    fs::write(&file, packed).with_context(|| file.display().to_string())
}

/// Calibration of a model on gold that it has not seen.
fn calibration(model: &Model, side: Side, names: &Names, held_out: &[Example]) -> Calibration {
    let mut scores = super::score::Scores::default();
    evaluate::score_into(&mut scores, model, side, names, held_out);
    println!("{side}, one fifth held out: {}", scores.line());
    fit_calibration(scores.probabilities())
}

/// Logistic regression of "right" on the log-odds of the probability. A weak pull towards no change
/// (as strong as one mention) keeps it finite where right and wrong can be told apart wholly.
fn fit_calibration(found: &[(f64, bool)]) -> Calibration {
    let log_odds = |p: f64| {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        libm::log(p / (1.0 - p))
    };
    let points: Vec<(f64, f64)> =
        found.iter().map(|&(p, right)| (log_odds(p), f64::from(u8::from(right)))).collect();
    let loss = |slope: f64, offset: f64| -> f64 {
        let pull = 0.5 * ((slope - 1.0).powi(2) + offset.powi(2));
        let one = |&(z, right): &(f64, f64)| {
            let odds = slope * z + offset;
            odds.max(0.0) - right * odds + libm::log1p(libm::exp(-odds.abs()))
        };
        pull + points.iter().map(one).sum::<f64>()
    };
    let (mut slope, mut offset) = (1.0, 0.0);
    for _ in 0..100 {
        let (mut g, mut h) = ([slope - 1.0, offset], [1.0, 0.0, 1.0]);
        for &(z, right) in &points {
            let q = 1.0 / (1.0 + libm::exp(-(slope * z + offset)));
            let (miss, weight) = (q - right, q * (1.0 - q));
            g = [g[0] + miss * z, g[1] + miss];
            h = [h[0] + weight * z * z, h[1] + weight * z, h[2] + weight];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        let step =
            [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        // Newton's step, halved until it lowers the loss.
        let before = loss(slope, offset);
        let size = (0..30).map(|n| 0.5f64.powi(n));
        let lowers = |size: &f64| loss(slope - size * step[0], offset - size * step[1]) < before;
        let Some(size) = size.into_iter().find(lowers) else { break };
        (slope, offset) = (slope - size * step[0], offset - size * step[1]);
    }
    Calibration { slope: slope as f32, offset: offset as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_pulls_sure_but_often_wrong_probabilities_down() {
        let found: Vec<(f64, bool)> = (0..1000)
            .map(|n| (0.95, n % 10 < 7))
            .chain((0..1000).map(|n| (0.5, n % 10 < 4)))
            .collect();
        let calibration = fit_calibration(&found);
        assert!((calibration.apply(0.95) - 0.7).abs() < 0.01);
        assert!((calibration.apply(0.5) - 0.4).abs() < 0.01);
    }
}
