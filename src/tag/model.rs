//! A trained model: vectors of features, the network above them, and scores of neighbouring tags, packed and
//! ready for use.
//!
//! Packed, under zstd: calibration; bonus of mentions; transition scores; the network; then the
//! feature keys in order as differences, and the components of all features' vectors, component by component.

use fearless_simd::{Level, dispatch};
use rustc_hash::FxHashMap;

use super::chain::{TagScores, Transitions};
use super::feature_table::FeatureTable;
use super::names::{PackError, read_number, write_number};
use super::network::{FeatureVector, Network, WIDTH};
use super::observation::Observation;
use super::passage::Passage;
use super::tagset::{self, OUTSIDE, TAGS};
use crate::document::Side;

/// Magic and version of a packed model.
pub const MAGIC: &[u8; 8] = b"DZTAGGR3";

/// How a probability of the chain becomes the share of right mentions: a logistic function of the
/// log-odds, `1 / (1 + exp(-(slope · log-odds + offset)))` (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Factor of the log-odds.
    pub slope: f32,
    /// Added to the log-odds.
    pub offset: f32,
}

impl Calibration {
    /// No change.
    pub const NONE: Self = Self { slope: 1.0, offset: 0.0 };

    /// The calibrated probability, strictly between 0 and 1.
    pub fn apply(&self, probability: f64) -> f64 {
        let p = probability.clamp(1e-6, 1.0 - 1e-6);
        let odds = libm::log(p / (1.0 - p));
        let log_odds = f64::from(self.slope) * odds + f64::from(self.offset);
        1.0 / (1.0 + libm::exp(-log_odds))
    }
}

/// A model of one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    side: Side,
    transitions: Transitions,
    transition_scores: [[f32; TAGS]; TAGS],
    calibration: Calibration,
    mention_bonus: f32,
    network: Network,
    /// Numbers the vectors by the keys of their features.
    features: FeatureTable,
    vectors: Vec<FeatureVector>,
}

impl Model {
    /// A model from its parts; `features` in any order, each key once.
    pub fn new(
        side: Side,
        network: Network,
        transition_scores: [[f32; TAGS]; TAGS],
        features: impl IntoIterator<Item = (u32, FeatureVector)>,
    ) -> Self {
        let vectors: FxHashMap<u32, FeatureVector> = features.into_iter().collect();
        let features = FeatureTable::new(vectors.keys().copied());
        let vectors = features.keys().map(|key| vectors[&key]).collect();
        Self {
            side,
            transitions: Transitions::new(transition_scores),
            transition_scores,
            calibration: Calibration::NONE,
            mention_bonus: 0.0,
            network,
            features,
            vectors,
        }
    }

    /// Scores of neighbouring tags.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// How probabilities are calibrated.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The same model with another calibration.
    pub fn with_calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = calibration;
        self
    }

    /// The same model with `bonus` added to the score of each mention. A mention is worth finding
    /// when its probability is over half the F1 that can be had (Lipton, Elkan and Naryanaswamy 2014), not
    /// over one half: at an F1 of .75 that is .375, a bonus of .5.
    pub fn with_mention_bonus(mut self, bonus: f32) -> Self {
        self.mention_bonus = bonus;
        self
    }

    /// Number of features.
    pub fn feature_count(&self) -> usize {
        self.vectors.len()
    }

    /// The scores of all tags at each token of a sentence that stands in `passage`.
    pub fn emissions(&self, observation: &Observation, passage: &Passage) -> Vec<TagScores> {
        let sums = self.sums(observation);
        let mut scores = self.network.scores(observation, &sums, passage, self.side);
        for tag in (0..TAGS).filter(|&tag| tag != OUTSIDE && tagset::starts(tag)) {
            scores.iter_mut().for_each(|row| row[tag] += self.mention_bonus);
        }
        scores
    }

    /// The sums of the vectors of each token's features. All features are looked up before any vector is read, so that
    /// the processor fetches many of them from memory at the same time.
    fn sums(&self, observation: &Observation) -> Vec<[i16; WIDTH]> {
        let found = self.features.find(&observation.features);
        let mut sums = vec![[0; WIDTH]; observation.tokens.len()];
        dispatch!(Level::new(), _simd => add_vectors(&self.vectors, &found, &mut sums));
        sums
    }

    /// Pack the model.
    pub fn pack(&self) -> Result<Vec<u8>, PackError> {
        let mut features: Vec<(u32, &FeatureVector)> =
            self.features.keys().zip(&self.vectors).collect();
        features.sort_unstable();
        let mut bytes = vec![u8::from(self.side == Side::English)];
        let floats = [self.calibration.slope, self.calibration.offset, self.mention_bonus];
        let floats = floats.into_iter().chain(self.transition_scores.iter().flatten().copied());
        bytes.extend(floats.flat_map(f32::to_le_bytes));
        self.network.write(&mut bytes);
        write_number(&mut bytes, features.len() as u32);
        let mut last = 0;
        for (key, _) in &features {
            write_number(&mut bytes, key - last);
            last = *key;
        }
        for component in 0..WIDTH {
            bytes.extend(features.iter().map(|(_, vector)| vector[component] as u8));
        }
        let mut packed = MAGIC.to_vec();
        packed.extend(zstd::encode_all(bytes.as_slice(), 19)?);
        Ok(packed)
    }

    /// Read a packed model.
    pub fn unpack(packed: &[u8]) -> Result<Self, PackError> {
        let compressed = packed.strip_prefix(MAGIC.as_slice()).ok_or(PackError::Magic)?;
        let bytes = zstd::decode_all(compressed)?;
        let mut rest = bytes.as_slice();
        let side = if take(&mut rest, 1)? == [0] { Side::Chinese } else { Side::English };
        let start = take_floats(&mut rest, 3)?;
        let calibration = Calibration { slope: start[0], offset: start[1] };
        let pairs = take_floats(&mut rest, TAGS * TAGS)?;
        let transition_scores =
            std::array::from_fn(|from| std::array::from_fn(|to| pairs[from * TAGS + to]));
        let network = Network::read(&mut rest)?;
        let features = read_features(&mut rest)?;
        let model = Self::new(side, network, transition_scores, features);
        Ok(model.with_calibration(calibration).with_mention_bonus(start[2]))
    }
}

/// Add to each token's sum the vectors of its features, given as (token, number of the vector).
#[inline(always)]
fn add_vectors(vectors: &[FeatureVector], found: &[(u32, u32)], sums: &mut [[i16; WIDTH]]) {
    for &(token, number) in found {
        let (sum, vector) = (&mut sums[token as usize], &vectors[number as usize]);
        *sum = std::array::from_fn(|at| sum[at].wrapping_add(i16::from(vector[at])));
    }
}

fn read_features(rest: &mut &[u8]) -> Result<Vec<(u32, FeatureVector)>, PackError> {
    let count = read_number(rest)? as usize;
    let mut key = 0;
    let mut features = Vec::with_capacity(count);
    for _ in 0..count {
        key += read_number(rest)?;
        features.push((key, [0i8; WIDTH]));
    }
    for component in 0..WIDTH {
        let bytes = take(rest, count)?;
        for ((_, vector), &byte) in features.iter_mut().zip(bytes) {
            vector[component] = byte as i8;
        }
    }
    Ok(features)
}

/// Take `count` bytes.
pub(super) fn take<'b>(rest: &mut &'b [u8], count: usize) -> Result<&'b [u8], PackError> {
    let (bytes, after) = rest.split_at_checked(count).ok_or(PackError::CutOff)?;
    *rest = after;
    Ok(bytes)
}

/// Take `count` numbers.
pub(super) fn take_floats(rest: &mut &[u8], count: usize) -> Result<Vec<f32>, PackError> {
    let bytes = take(rest, 4 * count)?;
    let number = |four: &[u8]| f32::from_le_bytes(four.try_into().unwrap_or_default());
    Ok(bytes.chunks_exact(4).map(number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let mut vector = [0i8; WIDTH];
        vector[0] = -3;
        vector[12] = 127;
        let features = (1..100u32).map(|n| (n * 40_503, vector));
        Model::new(Side::English, Network::example(), [[0.25; TAGS]; TAGS], features)
    }

    #[test]
    fn packing_and_unpacking_give_the_same_model() {
        let model = model();
        assert_eq!(Model::unpack(&model.pack().unwrap()).unwrap(), model);
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(matches!(Model::unpack(b"something else"), Err(PackError::Magic)));
        let packed = model().pack().unwrap();
        assert!(Model::unpack(&packed[..packed.len() - 3]).is_err());
    }
}
