//! Rounds a trained network to bytes, calibrates it and packs it as a model of the program.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use duizhao::document::Side;
use duizhao::tag::model::{Calibration, Model};
use duizhao::tag::names::Names;
use duizhao::tag::network::{About, FeatureVector, HIDDEN, Layer, Matrix, Network, WIDTH};
use duizhao::tag::tagset::TAGS;

use super::data::{self, Example};
use super::evaluate;
use super::score::Scores;

/// Where the networks are and where the model goes.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the IOB2 files
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// The packed name lists
    #[arg(long, default_value = "data/names/tables/names.bin")]
    names: PathBuf,
    /// zh or en
    #[arg(long)]
    side: String,
    /// The network trained on everything
    #[arg(long)]
    network: Option<PathBuf>,
    /// A network trained without a fifth of the gold, to calibrate with: those of the first fifth, of the second and so on
    #[arg(long)]
    held_out: Vec<PathBuf>,
    /// What is added to the score of each mention, instead of what is best on the gold held out, of which a fifth has few mentions
    #[arg(long)]
    bonus: Option<f32>,
    /// Features whose vectors have no component above this are left out
    #[arg(long, default_value_t = 0.0)]
    prune: f32,
    /// The packed model
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Calibrate and pack.
pub fn run(options: &Options) -> Result<()> {
    let names = Names::unpack(&fs::read(&options.names)?)?;
    let side = if options.side == "zh" { Side::Chinese } else { Side::English };
    let held_out = held_out(options, side)?;
    let (mut calibration, mut bonus) = (Calibration::NONE, options.bonus.unwrap_or(0.0));
    if !held_out.is_empty() {
        bonus = options.bonus.unwrap_or_else(|| best_bonus(&held_out, side, &names));
        calibration = calibrated(&held_out, bonus, side, &names);
    }
    if let (Some(path), Some(output)) = (&options.network, &options.output) {
        let model = read_network(path, side, options.prune)?;
        let model = model.with_mention_bonus(bonus).with_calibration(calibration);
        let packed = model.pack()?;
        println!(
            "{}: {} features, {} bytes",
            output.display(),
            model.feature_count(),
            packed.len()
        );
        fs::write(output, packed).with_context(|| output.display().to_string())?;
    }
    Ok(())
}

/// A model and gold that it has not seen.
struct HeldOut {
    model: Model,
    gold: Vec<Example>,
}

/// The networks trained without a fifth of the gold, each with that fifth.
fn held_out(options: &Options, side: Side) -> Result<Vec<HeldOut>> {
    let network = |(number, path): (usize, &PathBuf)| {
        let gold = data::gold(&options.data, side)?.into_iter().enumerate();
        let gold = gold.filter(|(index, _)| data::fold(*index) == number);
        let gold = gold.map(|(_, example)| example).collect();
        Ok(HeldOut { model: read_network(path, side, options.prune)?, gold })
    };
    options.held_out.iter().enumerate().map(network).collect()
}

/// The scores of the models on what they have not seen, all together.
fn score_held_out(held_out: &[HeldOut], bonus: f32, side: Side, names: &Names) -> Scores {
    let mut scores = Scores::default();
    for HeldOut { model, gold } in held_out {
        let model = model.clone().with_mention_bonus(bonus);
        evaluate::score_into(&mut scores, &model, side, names, gold);
    }
    scores
}

/// The bonus of mentions with the best F1 on gold that the models have not seen.
fn best_bonus(held_out: &[HeldOut], side: Side, names: &Names) -> f32 {
    let mut best = (f64::MIN, 0.0);
    for quarters in 0..=8u8 {
        let bonus = f32::from(quarters) / 4.0;
        let scores = score_held_out(held_out, bonus, side, names);
        println!("bonus {bonus}: {}", scores.line());
        if scores.f1() > best.0 {
            best = (scores.f1(), bonus);
        }
    }
    best.1
}

/// Numbers of a file, one after the other.
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk::<N>().context("the network is cut off")?;
        self.0 = rest;
        Ok(*bytes)
    }

    fn integer(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>> {
        (0..count).map(|_| Ok(f32::from_le_bytes(self.take()?))).collect()
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Result<Matrix> {
        Ok(Matrix::round(&self.floats(rows * columns)?, columns))
    }
}

/// Read a network as `training/tagger/network.py` writes it, rounded.
fn read_network(path: &Path, side: Side, prune: f32) -> Result<Model> {
    let content = fs::read(path).with_context(|| path.display().to_string())?;
    let mut numbers = Numbers(&content);
    let sizes = [numbers.integer()?, numbers.integer()?, numbers.integer()?, numbers.integer()?];
    let [features, width, hidden, layers] = sizes.map(|size| size as usize);
    ensure!((width, hidden) == (WIDTH, HIDDEN), "a network of another size: {width}, {hidden}");
    let keys = (0..features).map(|_| numbers.integer()).collect::<Result<Vec<_>>>()?;
    let vectors = numbers.floats(features * WIDTH)?;
    let words = numbers.matrix(WIDTH, duizhao::lexicon::DIMENSIONS)?;
    let layers = (0..layers).map(|number| {
        let below = if number == 0 { WIDTH } else { HIDDEN };
        let weights = numbers.matrix(HIDDEN, 3 * below)?;
        let bias = numbers.floats(HIDDEN)?;
        let about = (number > 0).then(|| -> Result<About> {
            let sentence = numbers.matrix(HIDDEN, HIDDEN)?;
            Ok(About { sentence, passage: numbers.matrix(HIDDEN, duizhao::lexicon::DIMENSIONS)? })
        });
        let about = about.transpose()?;
        Ok(Layer { weights, bias, about })
    });
    let layers = layers.collect::<Result<Vec<_>>>()?;
    let direct = numbers.matrix(TAGS, WIDTH)?;
    let bias = numbers.floats(TAGS)?;
    let last = numbers.matrix(TAGS, HIDDEN)?;
    let pairs = numbers.floats(TAGS * TAGS)?;
    let feature_scale = scale_of(&vectors);
    let rounded = keys.into_iter().zip(vectors.chunks_exact(WIDTH)).filter_map(|(key, vector)| {
        let kept = vector.iter().any(|component| component.abs() > prune);
        let round = |i: usize| (vector[i] / feature_scale).round().clamp(-127.0, 127.0) as i8;
        kept.then(|| (key, std::array::from_fn(round) as FeatureVector))
    });
    let bias = std::array::from_fn(|tag| bias[tag]);
    let network = Network { feature_scale, words, layers, direct, last, bias };
    let pairs = std::array::from_fn(|from| std::array::from_fn(|to| pairs[from * TAGS + to]));
    Ok(Model::new(side, network, pairs, rounded.collect::<Vec<_>>()))
}

/// One step of the bytes: one component in 10,000 is cut to the largest byte.
fn scale_of(components: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = components.iter().map(|component| component.abs()).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000));
    top.copied().filter(|&top| top > 0.0).unwrap_or(1.0) / 127.0
}

/// Calibration of the models on gold that they have not seen.
fn calibrated(held_out: &[HeldOut], bonus: f32, side: Side, names: &Names) -> Calibration {
    let scores = score_held_out(held_out, bonus, side, names);
    println!("{side}, {} fifths held out: {}", held_out.len(), scores.line());
    print!("{}", scores.reliability());
    let calibration = fit_calibration(scores.probabilities());
    println!("{calibration:?}");
    calibration
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
