//! A small network from the features of tokens to scores of tags.
//!
//! Each feature has a vector of [`WIDTH`] signed bytes; their sum, with the projected vector of the
//! token's word in the lexicon added, stands for the token. Layers of width three over the tokens
//! (the later ones reach over 2, 4 … tokens) with rectified linear units mix neighbours in; all but the first also
//! see what the sentence and the passage are about: the mean of the units below over the sentence, and the mean of the word
//! vectors of the passage ([`super::passage`]). The scores are linear in
//! the token's own vector and in the last layer. All sums are sums of integers, and each
//! rounding is of a single number, so the scores are the same on every machine.

use fearless_simd::{Level, dispatch};

use super::chain::TagScores;
pub use super::matrix::Matrix;
use super::model::take_floats;
use super::names::{PackError, read_number, write_number};
use super::observation::Observation;
use super::passage::Passage;
use super::tagset::TAGS;
use crate::document::Side;
use crate::lexicon::{DIMENSIONS, Lexicon};

/// Components of a feature's vector and of a token.
pub const WIDTH: usize = 32;
/// Units of each layer.
pub const HIDDEN: usize = 64;
/// Steps to one in the integers that stand for a token's components and for units.
pub(super) const STEPS: f32 = 512.0;

/// The vector of a feature, in steps of [`Network::feature_scale`].
pub type FeatureVector = [i8; WIDTH];

/// A layer over three tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// A row a unit; columns are the components of the token before, of the token, of the one after.
    pub weights: Matrix,
    /// Added to each unit.
    pub bias: Vec<f32>,
    /// What each unit has from the sentence and the passage; none in the first layer.
    pub about: Option<About>,
}

/// From what a text is about to the units of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// From the mean of the units below over the sentence.
    pub sentence: Matrix,
    /// From the passage's components.
    pub passage: Matrix,
}

impl About {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.sentence.write(bytes);
        self.passage.write(bytes);
    }

    fn read(rest: &mut &[u8]) -> Result<Self, PackError> {
        let sentence = Matrix::read(rest, HIDDEN, HIDDEN)?;
        Ok(Self { sentence, passage: Matrix::read(rest, HIDDEN, DIMENSIONS)? })
    }
}

/// The network; the vectors of the features are kept by the model, which finds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// One step of the bytes of feature vectors.
    pub feature_scale: f32,
    /// From the lexicon's word vectors, scaled to length one, to components.
    pub words: Matrix,
    /// The layers; the first reads components, the others units.
    pub layers: Vec<Layer>,
    /// From components to scores.
    pub direct: Matrix,
    /// From units to scores.
    pub last: Matrix,
    /// Added to the scores.
    pub bias: TagScores,
}

impl Network {
    /// See [`Network::scores`].
    #[inline(always)]
    fn all_scores(
        &self,
        observation: &Observation,
        sums: &[[i16; WIDTH]],
        passage: &Passage,
        side: Side,
    ) -> Vec<TagScores> {
        let tokens = self.tokens(observation, sums, side);
        let mut units: Vec<[i16; HIDDEN]> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            units = match number {
                0 => run_layer(layer, &tokens, passage, 1, |_, unit| unit),
                _ => run_layer(layer, &units, passage, 1 << number, |at, unit| {
                    unit.saturating_add(at)
                }),
            };
        }
        let score = |(token, units): (&[i16; WIDTH], &[i16; HIDDEN])| {
            let (mut direct, mut last) = ([0.0; TAGS], [0.0; TAGS]);
            self.direct.multiply(token, &mut direct);
            self.last.multiply(units, &mut last);
            std::array::from_fn(|tag| (direct[tag] + last[tag]) / STEPS + self.bias[tag])
        };
        tokens.iter().zip(&units).map(score).collect()
    }

    /// The scores of all tags at each token; `sums` are the sums of the feature vectors, `passage` is what the sentence stands in.
    pub fn scores(
        &self,
        observation: &Observation,
        sums: &[[i16; WIDTH]],
        passage: &Passage,
        side: Side,
    ) -> Vec<TagScores> {
        dispatch!(Level::new(), _simd => self.all_scores(observation, sums, passage, side))
    }

    /// Append the packed network.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        write_number(bytes, self.layers.len() as u32);
        bytes.extend(self.feature_scale.to_le_bytes());
        bytes.extend(self.bias.iter().flat_map(|value| value.to_le_bytes()));
        for matrix in [&self.words, &self.direct, &self.last] {
            matrix.write(bytes);
        }
        for layer in &self.layers {
            bytes.extend(layer.bias.iter().flat_map(|value| value.to_le_bytes()));
            layer.weights.write(bytes);
            if let Some(about) = &layer.about {
                about.write(bytes);
            }
        }
    }

    /// Take a network as [`Network::write`] wrote it.
    pub(super) fn read(rest: &mut &[u8]) -> Result<Self, PackError> {
        let count = read_number(rest)?;
        let feature_scale = take_floats(rest, 1)?[0];
        let bias = take_floats(rest, TAGS)?;
        let words = Matrix::read(rest, WIDTH, DIMENSIONS)?;
        let direct = Matrix::read(rest, TAGS, WIDTH)?;
        let last = Matrix::read(rest, TAGS, HIDDEN)?;
        let layers = (0..count).map(|number| {
            let bias = take_floats(rest, HIDDEN)?;
            let below = if number == 0 { WIDTH } else { HIDDEN };
            let weights = Matrix::read(rest, HIDDEN, 3 * below)?;
            let about = (number > 0).then(|| About::read(rest)).transpose()?;
            Ok(Layer { weights, bias, about })
        });
        let layers = layers.collect::<Result<_, PackError>>()?;
        let bias = std::array::from_fn(|tag| bias[tag]);
        Ok(Self { feature_scale, words, layers, direct, last, bias })
    }

    /// The components of each token.
    #[inline(always)]
    fn tokens(
        &self,
        observation: &Observation,
        sums: &[[i16; WIDTH]],
        side: Side,
    ) -> Vec<[i16; WIDTH]> {
        let lexicon = Lexicon::embedded();
        let mut last: (Option<u32>, [f32; WIDTH]) = (None, [0.0; WIDTH]);
        let of_word = |&word: &Option<u32>| {
            if word != last.0 {
                last = (word, word.map_or([0.0; WIDTH], |word| self.word(lexicon, word, side)));
            }
            last.1
        };
        let words = observation.words.iter().map(of_word);
        let token = |(sum, word): (&[i16; WIDTH], [f32; WIDTH])| {
            std::array::from_fn(|i| {
                step(f32::from(sum[i]) * (self.feature_scale * STEPS) + word[i])
            })
        };
        sums.iter().zip(words).map(token).collect()
    }

    /// The part of a word's vector in the components, in steps.
    #[inline(always)]
    fn word(&self, lexicon: &Lexicon, word: u32, side: Side) -> [f32; WIDTH] {
        let vector = lexicon.vector(side, word);
        let squares: i32 = vector.iter().map(|&c| i32::from(c) * i32::from(c)).sum();
        let scale = if squares == 0 { 0.0 } else { STEPS / (squares as f32).sqrt() };
        let mut products = [0.0; WIDTH];
        self.words.multiply(&vector, &mut products);
        products.map(|product| product * scale)
    }
}

/// The units of a layer at each token; `reach` is the distance of the neighbours, and `join` joins what was at
/// the unit before (from the second layer on) with what the layer computes.
#[inline(always)]
fn run_layer<const SIZE: usize>(
    layer: &Layer,
    below: &[[i16; SIZE]],
    passage: &Passage,
    reach: usize,
    join: impl Fn(i16, i16) -> i16,
) -> Vec<[i16; HIDDEN]> {
    let mut around = vec![0i16; 3 * SIZE];
    let mut units = Vec::with_capacity(below.len());
    let mut added = [0.0; HIDDEN];
    if let Some(about) = &layer.about {
        let mut of_passage = [0.0; HIDDEN];
        about.sentence.multiply(&mean(below), &mut added);
        about.passage.multiply(passage.components(), &mut of_passage);
        added.iter_mut().zip(of_passage).for_each(|(added, product)| *added += product);
    }
    added.iter_mut().zip(&layer.bias).for_each(|(added, bias)| *added += bias * STEPS);
    for (index, here) in below.iter().enumerate() {
        let before = index.checked_sub(reach).map(|i| &below[i]);
        let after = below.get(index + reach);
        let parts = [before, Some(here), after];
        for (part, to) in parts.into_iter().zip(around.chunks_exact_mut(SIZE)) {
            match part {
                Some(part) => to.copy_from_slice(part),
                None => to.fill(0),
            }
        }
        let mut products = [0.0; HIDDEN];
        layer.weights.multiply(&around, &mut products);
        units.push(std::array::from_fn(|unit| {
            let sum = products[unit] + added[unit];
            join(here[unit % SIZE], step(sum.max(0.0)))
        }));
    }
    units
}

/// The mean of the units over the tokens, in whole steps; zeros if there are none.
#[inline(always)]
fn mean<const SIZE: usize>(units: &[[i16; SIZE]]) -> [i16; SIZE] {
    let mut sums = [0i64; SIZE];
    for token in units {
        for (sum, &unit) in sums.iter_mut().zip(token) {
            *sum += i64::from(unit);
        }
    }
    let count = units.len().max(1) as i64;
    // A mean of 16-bit numbers is one.
    sums.map(|sum| (sum / count) as i16)
}

/// The nearest step, within 16 bits.
#[inline(always)]
fn step(value: f32) -> i16 {
    (value + 0.5f32.copysign(value)).clamp(-32767.0, 32767.0) as i16
}

#[cfg(test)]
impl Network {
    /// A network with one layer and weights of all kinds.
    pub(super) fn example() -> Self {
        let weights = |rows: usize, columns: usize| {
            let one = |n: usize| ((n * 37 % 23) as f32 - 11.0) / 60.0;
            Matrix::round(&(0..rows * columns).map(one).collect::<Vec<_>>(), columns)
        };
        let layer = |below: usize| Layer {
            weights: weights(HIDDEN, 3 * below),
            bias: (0..HIDDEN).map(|n| n as f32 / 100.0).collect(),
            about: (below == HIDDEN).then(|| About {
                sentence: weights(HIDDEN, HIDDEN),
                passage: weights(HIDDEN, DIMENSIONS),
            }),
        };
        Self {
            feature_scale: 0.01,
            words: weights(WIDTH, DIMENSIONS),
            layers: vec![layer(WIDTH), layer(HIDDEN)],
            direct: weights(TAGS, WIDTH),
            last: weights(TAGS, HIDDEN),
            bias: [0.5; TAGS],
        }
    }
}

/// Assert at compile time that word vectors have the size that `words` expects.
const _: () = assert!(DIMENSIONS == 128 && TAGS <= 16);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharSpan;

    #[test]
    fn integers_give_what_floats_give() {
        let network = Network::example();
        let tokens = (0..3).map(|n| CharSpan::new(n, n + 1)).collect();
        let observation = Observation { tokens, features: Vec::new(), words: vec![None; 3] };
        let sums: Vec<[i16; WIDTH]> =
            (0..3).map(|t| std::array::from_fn(|i| ((t * 31 + i * 7) % 90) as i16 - 40)).collect();
        let passage = Passage::example();
        let found = network.scores(&observation, &sums, &passage, Side::English);
        let tokens: Vec<Vec<f32>> =
            sums.iter().map(|sum| sum.iter().map(|&c| f32::from(c) * 0.01).collect()).collect();
        let first = in_floats(&network.layers[0], &tokens, 1);
        let second = in_floats(&network.layers[1], &first, 2);
        for (index, row) in found.iter().enumerate() {
            let units: Vec<f32> =
                first[index].iter().zip(&second[index]).map(|(a, b)| a + b).collect();
            for (tag, score) in row.iter().enumerate() {
                let expected = product(&network.direct, tag, &tokens[index])
                    + product(&network.last, tag, &units)
                    + 0.5;
                assert!((score - expected).abs() < 0.05, "{score} {expected}");
            }
        }
    }

    fn product(matrix: &Matrix, row: usize, vector: &[f32]) -> f32 {
        let weight = |column: usize| {
            let one = |at: usize| i16::from(at == column);
            let mut products = vec![0.0; row + 1];
            matrix.multiply(&(0..vector.len()).map(one).collect::<Vec<_>>(), &mut products);
            products[row]
        };
        vector.iter().enumerate().map(|(column, value)| weight(column) * value).sum()
    }

    fn in_floats(layer: &Layer, below: &[Vec<f32>], reach: usize) -> Vec<Vec<f32>> {
        let at = |index: Option<usize>| {
            let row = index.and_then(|i| below.get(i));
            row.cloned().unwrap_or_else(|| vec![0.0; below[0].len()])
        };
        let mean: Vec<f32> = (0..below[0].len())
            .map(|n| below.iter().map(|row| row[n]).sum::<f32>() / below.len() as f32)
            .collect();
        (0..below.len())
            .map(|index| {
                let around = [index.checked_sub(reach), Some(index), Some(index + reach)];
                let around: Vec<f32> = around.into_iter().flat_map(at).collect();
                let passage: Vec<f32> =
                    Passage::example().components().iter().map(|&c| f32::from(c) / STEPS).collect();
                let whole = |n| {
                    let about = layer.about.as_ref();
                    about.map_or(0.0, |about| {
                        product(&about.sentence, n, &mean) + product(&about.passage, n, &passage)
                    })
                };
                let unit = |n: usize| {
                    (product(&layer.weights, n, &around) + layer.bias[n] + whole(n)).max(0.0)
                };
                (0..HIDDEN).map(unit).collect()
            })
            .collect()
    }
}
