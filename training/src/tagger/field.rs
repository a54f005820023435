//! The conditional random field as an objective: log-loss of the gold tags and its gradient.

use std::collections::HashMap;

use duizhao::document::Side;
use duizhao::tag;
use duizhao::tag::chain::{Marginals, TagScores, Transitions};
use duizhao::tag::model::{Calibration, Model, Weights};
use duizhao::tag::names::Names;
use duizhao::tag::observation::Observation;
use duizhao::tag::tagset::{self, LABELS, OUTSIDE, TAGS};
use rayon::prelude::*;

use super::data::Example;

/// Sentences are cut into this many parts that run side by side; their sums are added in order, so
/// the number of cores changes nothing.
const PARTS: usize = 2;

/// A sentence ready for training.
struct Item {
    /// Token and number of its feature.
    features: Vec<(u32, u32)>,
    gold: Vec<u8>,
    weight: f32,
}

/// The training set with its features numbered.
pub struct Field {
    items: Vec<Item>,
    /// Features, the most frequent first, so that those often used lie together.
    keys: Vec<u32>,
    /// For each feature its first parameter, and the set of tags that have one.
    parameters: Vec<(u32, u16)>,
    /// Number of parameters of features.
    feature_parameters: usize,
    /// Pairs of tags, whose parameters come after those of the features.
    pairs: Vec<(usize, usize)>,
}

/// The gold tags of the tokens of an observation.
pub fn gold_tags(observation: &Observation, example: &Example) -> Vec<u8> {
    let mut tags = vec![OUTSIDE as u8; observation.tokens.len()];
    for (span, label) in &example.mentions {
        let covered: Vec<usize> =
            (0..tags.len()).filter(|&t| observation.tokens[t].overlaps(*span)).collect();
        let label = LABELS.iter().position(|l| l == label).unwrap_or(0);
        for (offset, &token) in covered.iter().enumerate() {
            tags[token] = tagset::tag(label, offset, covered.len()) as u8;
        }
    }
    tags
}

/// Whether the tags could come from mentions that do not overlap.
fn consistent(tags: &[u8]) -> bool {
    let tag = |index: usize| usize::from(tags[index]);
    let inner = (1..tags.len()).all(|i| tagset::follows(tag(i - 1), tag(i)));
    inner && (tags.is_empty() || tagset::starts(tag(0)) && tagset::ends(tag(tags.len() - 1)))
}

impl Field {
    /// Compute the features of `examples`; features whose sentences weigh less than `least`
    /// together are left out. Parameters exist only for tags seen with the feature.
    pub fn new(examples: &[Example], side: Side, names: &Names, least: f32) -> Self {
        let observed: Vec<(Observation, Vec<u8>, f32)> = examples
            .par_iter()
            .map(|example| {
                let mut observation = tag::observe(&example.text, side, names);
                observation.features.sort_unstable();
                observation.features.dedup();
                let gold = gold_tags(&observation, example);
                (observation, gold, example.weight)
            })
            .filter(|(observation, gold, _)| !observation.tokens.is_empty() && consistent(gold))
            .collect();
        let (keys, numbers) = number_features(&observed, least);
        let mut seen = vec![0u16; keys.len()];
        let items: Vec<Item> = observed
            .into_iter()
            .map(|(observation, gold, weight)| {
                let known = |&(token, key): &(u32, u32)| Some((token, *numbers.get(&key)?));
                let features: Vec<_> = observation.features.iter().filter_map(known).collect();
                for &(token, feature) in &features {
                    seen[feature as usize] |= 1 << gold[token as usize];
                }
                Item { features, gold, weight }
            })
            .collect();
        let mut first = 0;
        let parameters = seen.into_iter().map(|set| {
            let entry = (first, set);
            first += set.count_ones();
            entry
        });
        let parameters = parameters.collect();
        let feature_parameters = first as usize;
        Self { items, keys, parameters, feature_parameters, pairs: tagset::transitions() }
    }

    /// Number of sentences, features and parameters.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.items.len(), self.keys.len(), self.parameter_count())
    }

    /// Number of parameters.
    pub fn parameter_count(&self) -> usize {
        self.feature_parameters + self.pairs.len()
    }

    /// The parameters that stand for the same features and pairs in another field; others are 0.
    pub fn take_over(&self, other: &Self, x: &[f64]) -> Vec<f64> {
        let numbers: HashMap<u32, u32> = other.keys.iter().copied().zip(0..).collect();
        let mut taken = vec![0.0; self.parameter_count()];
        for (feature, key) in self.keys.iter().enumerate() {
            let Some(&number) = numbers.get(key) else { continue };
            let theirs: HashMap<usize, usize> =
                other.parameters_of(number).map(|(parameter, tag)| (tag, parameter)).collect();
            for (parameter, tag) in self.parameters_of(feature as u32) {
                taken[parameter] = theirs.get(&tag).map_or(0.0, |&p| x[p]);
            }
        }
        taken[self.feature_parameters..].copy_from_slice(&x[other.feature_parameters..]);
        taken
    }

    /// Log-loss with `l2·‖x‖²`, and its gradient.
    pub fn evaluate(&self, x: &[f64], l2: f64) -> (f64, Vec<f64>) {
        let weights: Vec<f32> = x.iter().map(|&w| w as f32).collect();
        let transitions = Transitions::new(self.pair_scores(x));
        let part = self.items.len().div_ceil(PARTS).max(1);
        let sums: Vec<(f64, Vec<f64>)> = self
            .items
            .par_chunks(part)
            .map(|items| {
                let mut gradient = vec![0.0; x.len()];
                let loss = items
                    .iter()
                    .map(|item| self.add_item(item, &weights, &transitions, &mut gradient))
                    .sum();
                (loss, gradient)
            })
            .collect();
        let mut loss = l2 * x.iter().map(|w| w * w).sum::<f64>();
        let mut gradient: Vec<f64> = x.iter().map(|w| 2.0 * l2 * w).collect();
        for (part_loss, part_gradient) in sums {
            loss += part_loss;
            gradient.iter_mut().zip(part_gradient).for_each(|(sum, part)| *sum += part);
        }
        (loss, gradient)
    }

    fn pair_scores(&self, x: &[f64]) -> [[f32; TAGS]; TAGS] {
        let mut scores = [[0.0; TAGS]; TAGS];
        for (&(from, to), &weight) in self.pairs.iter().zip(&x[self.feature_parameters..]) {
            scores[from][to] = weight as f32;
        }
        scores
    }

    /// The parameters of a feature with their tags.
    #[inline]
    fn parameters_of(&self, feature: u32) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (first, mut set) = self.parameters[feature as usize];
        let mut parameter = first as usize;
        std::iter::from_fn(move || {
            let tag = (set != 0).then(|| set.trailing_zeros() as usize)?;
            set &= set - 1;
            parameter += 1;
            Some((parameter - 1, tag))
        })
    }

    fn add_item(
        &self,
        item: &Item,
        weights: &[f32],
        transitions: &Transitions,
        gradient: &mut [f64],
    ) -> f64 {
        let count = item.gold.len();
        let mut emissions: Vec<TagScores> = vec![[0.0; TAGS]; count];
        for &(token, feature) in &item.features {
            for (parameter, tag) in self.parameters_of(feature) {
                emissions[token as usize][tag] += weights[parameter];
            }
        }
        let marginals = Marginals::new(&emissions, transitions);
        let gold = |token: usize| usize::from(item.gold[token]);
        let mut score: f64 = (0..count).map(|t| f64::from(emissions[t][gold(t)])).sum();
        let weight = f64::from(item.weight);
        let surplus: Vec<[f32; TAGS]> = (0..count)
            .map(|token| {
                let mut row = marginals.of_token(token);
                row[gold(token)] -= 1.0;
                row.map(|value| value * item.weight)
            })
            .collect();
        for &(token, feature) in &item.features {
            for (parameter, tag) in self.parameters_of(feature) {
                gradient[parameter] += f64::from(surplus[token as usize][tag]);
            }
        }
        let pairs = &mut gradient[self.feature_parameters..];
        for token in 0..count.saturating_sub(1) {
            score += f64::from(transitions.score(gold(token), gold(token + 1)));
            let mut number = 0;
            marginals.of_pairs(token, transitions, |from, to, probability| {
                let right = from == gold(token) && to == gold(token + 1);
                pairs[number] += weight * (f64::from(probability) - f64::from(u8::from(right)));
                number += 1;
            });
        }
        weight * (marginals.log_sum() - score)
    }

    /// The model of parameters `x`: weights below `prune` left out, the others rounded to `scale`.
    pub fn model(&self, x: &[f64], scale: f64, prune: f64) -> Model {
        let features = (0..self.keys.len()).filter_map(|feature| {
            let mut weights: Weights = [0; 16];
            for (parameter, tag) in self.parameters_of(feature as u32) {
                if x[parameter].abs() >= prune {
                    weights[tag] = (x[parameter] / scale).round().clamp(-127.0, 127.0) as i8;
                }
            }
            weights.iter().any(|&w| w != 0).then_some((self.keys[feature], weights))
        });
        Model::new(
            scale as f32,
            self.pair_scores(x),
            Calibration::NONE,
            features.collect::<Vec<_>>(),
        )
    }
}

/// Number the features that weigh enough, by falling frequency and then by key.
fn number_features(
    observed: &[(Observation, Vec<u8>, f32)],
    least: f32,
) -> (Vec<u32>, HashMap<u32, u32>) {
    let mut weights: HashMap<u32, (u32, f32)> = HashMap::new();
    for (observation, _, weight) in observed {
        for (_, key) in &observation.features {
            let (count, sum) = weights.entry(*key).or_default();
            (*count, *sum) = (*count + 1, *sum + weight);
        }
    }
    let kept = weights.into_iter().filter(|(_, (_, weight))| *weight >= least);
    let mut by_count: Vec<(u32, u32)> =
        kept.map(|(key, (count, _))| (u32::MAX - count, key)).collect();
    by_count.sort_unstable();
    let keys: Vec<u32> = by_count.into_iter().map(|(_, key)| key).collect();
    let numbers = keys.iter().copied().zip(0..).collect();
    (keys, numbers)
}
