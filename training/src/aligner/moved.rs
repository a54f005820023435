//! Fitting the second stage: a logistic model of pairs of sentences without regard to their place.

use std::collections::{BTreeMap, BTreeSet};

use duizhao::align::engine::Engine;
use duizhao::align::moved::{COUNT, MovedCandidate, MovedValues, OpenTexts, names};
use duizhao::align::profile::Profile;
use duizhao::align::weights::WeightsFile;
use duizhao::lexicon::Lexicon;
use rayon::prelude::*;

use super::latent::groups;
use super::lbfgs::{Stop, minimise};
use super::texts::{Example, Gold, GoldBead};

/// Gaussian prior on the weights, in units of each feature's root mean square.
const L2: f64 = 1.0;

/// The candidates of an article, each with whether it is gold.
pub struct MovedFeatures {
    /// The article's group.
    pub group: String,
    pairs: Vec<(MovedValues, bool)>,
}

/// All pairs of runs of the articles.
pub fn prepare(examples: &[Example]) -> Vec<MovedFeatures> {
    let news = |example: &&Example| matches!(example.gold, Gold::Segments(_));
    examples.iter().filter(news).collect::<Vec<_>>().into_par_iter().map(pairs).collect()
}

fn pairs(example: &Example) -> MovedFeatures {
    let Gold::Segments(segments) = &example.gold else { unreachable!("news have segments") };
    let gold: BTreeSet<GoldBead> = groups(example, segments).into_iter().collect();
    let weights = WeightsFile::embedded().main().expect("the embedded weights are complete");
    let engine = Engine { lexicon: Lexicon::embedded(), weights: &weights };
    let zh = Profile::of(&example.zh, engine.lexicon);
    let en = Profile::of(&example.en, engine.lexicon);
    let (zh_open, en_open) = (vec![true; zh.len()], vec![true; en.len()]);
    let is_gold = |candidate: MovedCandidate| {
        let bead = (candidate.zh.collect::<Vec<_>>(), candidate.en.collect::<Vec<_>>());
        (candidate.values, gold.contains(&bead))
    };
    let words = engine.compare(&zh, &en);
    let texts = OpenTexts::new(&words, (&zh, &en), [&zh_open, &en_open], &[]);
    let pairs = texts.candidates(|candidate| Some(is_gold(candidate)));
    MovedFeatures { group: example.group.clone(), pairs }
}

/// The weights that make the gold pairs most probable.
pub fn fit(articles: &[&MovedFeatures]) -> BTreeMap<String, f32> {
    let all: Vec<&(MovedValues, bool)> = articles.iter().flat_map(|a| &a.pairs).collect();
    let mut scale = [0.0; COUNT];
    for (values, _) in &all {
        scale.iter_mut().zip(values).for_each(|(s, v)| *s += f64::from(*v) * f64::from(*v));
    }
    let scale = scale.map(|squares| (squares / all.len() as f64).sqrt().max(1e-5));
    let stop = Stop { steps: 300, share: 1e-8 };
    let (point, _) = minimise(vec![0.0; COUNT], stop, |point| {
        let mut value = 0.0;
        let mut gradient = vec![0.0; COUNT];
        for (values, right) in &all {
            let scaled = || values.iter().zip(&scale).map(|(v, s)| f64::from(*v) / s);
            let score: f64 = scaled().zip(point).map(|(v, x)| v * x).sum();
            let probability = 1.0 / (1.0 + libm::exp(-score));
            let target = f64::from(u8::from(*right));
            value +=
                if *right { libm::log1p(libm::exp(-score)) } else { libm::log1p(libm::exp(score)) };
            gradient.iter_mut().zip(scaled()).for_each(|(g, v)| *g += (probability - target) * v);
        }
        for (slot, x) in gradient.iter_mut().zip(point) {
            *slot += L2 * x;
            value += L2 / 2.0 * x * x;
        }
        (value, gradient)
    });
    let weights = point.iter().zip(&scale).map(|(x, s)| ((x / s * 1e4).round() / 1e4) as f32);
    names().map(str::to_owned).zip(weights).collect()
}
