//! `fit-aligner`: the weights that make the gold most probable.

use std::collections::BTreeMap;

use duizhao::align::feature::{BeadFeature, CutFeature, Group};
use duizhao::align::weights::Weights;
use rayon::prelude::*;

use super::lbfgs::{Stop, minimise};
use super::likelihood::{Features, PARAMETERS};
use super::texts::{Corpus, Example};

/// How to fit.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Gaussian prior on the weights, in units of each feature's root mean square.
    #[arg(long, default_value_t = 8.0)]
    pub l2: f64,
    /// How much a literary or academic text counts beside a news article: there are few.
    #[arg(long, default_value_t = 2.0)]
    pub literary_weight: f64,
    /// Factor of all weights after the fit: the prior makes them smaller than is most probable for unseen texts,
    /// so that confidences were too low (chosen by the cross-validated loss).
    #[arg(long, default_value_t = 1.15)]
    pub sharpen: f64,
    /// Groups of features to leave out.
    #[arg(long, value_delimiter = ',')]
    pub without: Vec<Group>,
    /// Single features to leave out, by their names in the file of weights.
    #[arg(long, value_delimiter = ',')]
    pub without_features: Vec<String>,
}

impl Settings {
    fn weight(&self, corpus: Corpus) -> f64 {
        match corpus {
            Corpus::Literary | Corpus::Academic => self.literary_weight,
            Corpus::News | Corpus::Constructed => 1.0,
        }
    }
}

/// An example with its features.
pub struct Prepared<'a> {
    /// The text.
    pub example: &'a Example,
    /// What the model looks at.
    pub features: Features,
}

/// Compute the features of all examples; those whose gold leaves the band are left out.
pub fn prepare<'a>(examples: &'a [Example], start: &Weights, latent: bool) -> Vec<Prepared<'a>> {
    let prepared: Vec<_> = examples
        .par_iter()
        .map(|example| (example, Features::of(example, start, latent)))
        .collect();
    prepared
        .into_iter()
        .filter_map(|(example, features)| {
            if features.is_none() {
                eprintln!("{}: the gold leaves the band, left out", example.name);
            }
            features.map(|features| Prepared { example, features })
        })
        .collect()
}

/// Fit the weights on some examples.
///
/// The minimum is looked for from 0, so that it depends on nothing but the examples.
pub fn fit(examples: &[&Prepared<'_>], settings: &Settings) -> Weights {
    let used = used(settings);
    let scale = scales(examples);
    let masked = |mut point: Vec<f64>| {
        point.iter_mut().zip(&used).filter(|(_, used)| !**used).for_each(|(x, _)| *x = 0.0);
        point
    };
    let weights_at = |point: &[f64]| {
        unflatten(&point.iter().zip(&scale).map(|(x, scale)| x / scale).collect::<Vec<_>>())
    };
    let stop = Stop { steps: 600, share: 1e-9 };
    let (point, _) = minimise(vec![0.0; PARAMETERS], stop, |point| {
        let weights = weights_at(point);
        let (mut value, gradient) = loss(examples, &weights, settings);
        let mut gradient: Vec<f64> = gradient.iter().zip(&scale).map(|(g, s)| g / s).collect();
        for (slot, x) in gradient.iter_mut().zip(point) {
            *slot += settings.l2 * x;
            value += settings.l2 / 2.0 * x * x;
        }
        (value, masked(gradient))
    });
    weights_at(&point.iter().map(|x| x * settings.sharpen).collect::<Vec<_>>())
}

/// Which parameters are fitted.
fn used(settings: &Settings) -> Vec<bool> {
    let cuts = CutFeature::ALL.iter().map(|feature| (feature.group(), feature.name()));
    let beads = BeadFeature::ALL.iter().map(|feature| (feature.group(), feature.name()));
    let is_left_out = |(group, name): (Group, &str)| {
        settings.without.contains(&group) || settings.without_features.iter().any(|out| out == name)
    };
    cuts.chain(beads).map(|feature| !is_left_out(feature)).collect()
}

/// Loss and gradient over all examples, added up in their order.
fn loss(examples: &[&Prepared<'_>], weights: &Weights, settings: &Settings) -> (f64, Vec<f64>) {
    let each: Vec<(f64, Vec<f64>)> = examples
        .par_iter()
        .map(|prepared| {
            let mut gradient = vec![0.0; PARAMETERS];
            let weight = settings.weight(prepared.example.corpus);
            (prepared.features.loss(weights, weight, &mut gradient), gradient)
        })
        .collect();
    let mut total = (0.0, vec![0.0; PARAMETERS]);
    for (value, gradient) in each {
        total.0 += value;
        total.1.iter_mut().zip(gradient).for_each(|(sum, g)| *sum += g);
    }
    total
}

/// The root mean square of every feature; 1 for those that are never set or only ever 0 or 1.
fn scales(examples: &[&Prepared<'_>]) -> Vec<f64> {
    let mut squares = vec![0.0; PARAMETERS];
    let count: usize = examples.iter().map(|p| p.features.add_squares(&mut squares)).sum();
    let binary = |group: Group| {
        matches!(group, Group::Shape | Group::Lone | Group::Layout | Group::Numbers | Group::News)
    };
    let groups: Vec<Group> = (CutFeature::ALL.iter().map(|f| f.group()))
        .chain(BeadFeature::ALL.iter().map(|f| f.group()))
        .collect();
    squares
        .iter()
        .zip(groups)
        .map(|(square, group)| {
            let scale = (square / count.max(1) as f64).sqrt();
            if binary(group) && scale < 1.0 || scale < 1e-5 { 1.0 } else { scale }
        })
        .collect()
}

fn unflatten(point: &[f64]) -> Weights {
    let mut weights = Weights::zero();
    for (slot, x) in weights.cut.iter_mut().chain(&mut weights.bead).zip(point) {
        *slot = *x as f32;
    }
    weights
}

/// Weights by the names of their features, rounded to five significant decimals.
pub fn named(weights: &Weights) -> BTreeMap<String, f32> {
    let names =
        (CutFeature::ALL.iter().map(|f| f.name())).chain(BeadFeature::ALL.iter().map(|f| f.name()));
    let round = |weight: f32| (weight * 1e4).round() / 1e4;
    names
        .zip(weights.cut.iter().chain(&weights.bead))
        .map(|(name, &weight)| (name.to_owned(), round(weight)))
        .collect()
}
