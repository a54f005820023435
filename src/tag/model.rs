//! A trained model: weights of features and of neighbouring tags, packed and ready for use.
//!
//! Packed: magic and version; scale of the weights; calibration; bonus of mentions; transition scores; then the
//! feature keys in order as differences, and for each a 13-bit set of tags and a signed byte a tag.
//! Weights are rounded to multiples of the scale; training leaves out those that round to nothing.

use super::chain::{TagScores, Transitions};
use super::names::{PackError, read_number, write_number};
use super::observation::Observation;
use super::tagset::{self, OUTSIDE, TAGS};

/// Magic and version of a packed model.
pub const MAGIC: &[u8; 8] = b"DZTAGGR2";

/// Weights of the tags of one feature, in multiples of the model's scale; 16 for alignment.
pub type Weights = [i8; 16];

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
    scale: f32,
    transitions: Transitions,
    transition_scores: [[f32; TAGS]; TAGS],
    calibration: Calibration,
    mention_bonus: f32,
    keys: Vec<u32>,
    weights: Vec<Weights>,
    mask: usize,
}

impl Model {
    /// A model from its parts; `features` in any order, each key once.
    pub fn new(
        scale: f32,
        transition_scores: [[f32; TAGS]; TAGS],
        calibration: Calibration,
        features: impl IntoIterator<Item = (u32, Weights)>,
    ) -> Self {
        let features: Vec<(u32, Weights)> = features.into_iter().collect();
        let capacity = (features.len() * 2).next_power_of_two().max(2);
        let mut model = Self {
            scale,
            transitions: Transitions::new(transition_scores),
            transition_scores,
            calibration,
            mention_bonus: 0.0,
            keys: vec![0; capacity],
            weights: vec![[0; 16]; capacity],
            mask: capacity - 1,
        };
        for (key, weights) in features {
            let place = model.place(key);
            model.keys[place] = key;
            model.weights[place] = weights;
        }
        model
    }

    /// Where `key` is or would be.
    #[inline]
    fn place(&self, key: u32) -> usize {
        let mut place = key as usize & self.mask;
        while self.keys[place] != key && self.keys[place] != 0 {
            place = (place + 1) & self.mask;
        }
        place
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
        self.keys.iter().filter(|&&key| key != 0).count()
    }

    /// The scores of all tags at each token.
    pub fn emissions(&self, observation: &Observation) -> Vec<TagScores> {
        let mut sums = vec![[0i16; 16]; observation.tokens.len()];
        for &(token, key) in &observation.features {
            let place = self.place(key);
            if self.keys[place] == key {
                let (sum, weights) = (&mut sums[token as usize], &self.weights[place]);
                for tag in 0..16 {
                    sum[tag] += i16::from(weights[tag]);
                }
            }
        }
        let bonus: TagScores = std::array::from_fn(|tag| {
            if tag != OUTSIDE && tagset::starts(tag) { self.mention_bonus } else { 0.0 }
        });
        let score = |sum: &[i16; 16]| {
            std::array::from_fn(|tag| f32::from(sum[tag]) * self.scale + bonus[tag])
        };
        sums.iter().map(score).collect()
    }

    /// Pack the model.
    pub fn pack(&self) -> Result<Vec<u8>, PackError> {
        let mut features: Vec<(u32, Weights)> = self
            .keys
            .iter()
            .copied()
            .zip(self.weights.clone())
            .filter(|(key, _)| *key != 0)
            .collect();
        features.sort_unstable();
        let mut bytes = Vec::new();
        let floats = self.transition_scores.iter().flatten().copied();
        let floats =
            [self.scale, self.calibration.slope, self.calibration.offset, self.mention_bonus]
                .into_iter()
                .chain(floats);
        bytes.extend(floats.flat_map(f32::to_le_bytes));
        write_number(&mut bytes, features.len() as u32);
        let mut last = 0;
        for (key, _) in &features {
            write_number(&mut bytes, key - last);
            last = *key;
        }
        for (_, weights) in &features {
            let set =
                (0..TAGS).filter(|&tag| weights[tag] != 0).fold(0u16, |set, tag| set | 1 << tag);
            bytes.extend(set.to_le_bytes());
        }
        for (_, weights) in &features {
            bytes.extend(weights[..TAGS].iter().filter(|&&w| w != 0).map(|&w| w as u8));
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
        let mut float = || -> Result<f32, PackError> { Ok(f32::from_le_bytes(take(&mut rest)?)) };
        let scale = float()?;
        let calibration = Calibration { slope: float()?, offset: float()? };
        let mention_bonus = float()?;
        let mut transition_scores = [[0.0; TAGS]; TAGS];
        for score in transition_scores.iter_mut().flatten() {
            *score = float()?;
        }
        let features = read_features(&mut rest)?;
        let model = Self::new(scale, transition_scores, calibration, features);
        Ok(model.with_mention_bonus(mention_bonus))
    }
}

fn read_features(rest: &mut &[u8]) -> Result<Vec<(u32, Weights)>, PackError> {
    let count = read_number(rest)? as usize;
    let mut key = 0;
    let mut features = Vec::with_capacity(count);
    for _ in 0..count {
        key += read_number(rest)?;
        features.push((key, [0i8; 16]));
    }
    let mut sets = Vec::with_capacity(count);
    for _ in 0..count {
        sets.push(u16::from_le_bytes(take(rest)?));
    }
    for ((_, weights), set) in features.iter_mut().zip(sets) {
        for tag in (0..TAGS).filter(|tag| set >> tag & 1 != 0) {
            weights[tag] = i8::from_le_bytes(take(rest)?);
        }
    }
    Ok(features)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], PackError> {
    let (bytes, after) = rest.split_first_chunk::<N>().ok_or(PackError::CutOff)?;
    *rest = after;
    Ok(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_and_unpacking_give_the_same_model() {
        let mut weights = [0i8; 16];
        weights[0] = -3;
        weights[12] = 127;
        let features = (1..100u32).map(|n| (n * 40_503, weights));
        let model = Model::new(0.05, [[0.25; TAGS]; TAGS], Calibration::NONE, features);
        assert_eq!(Model::unpack(&model.pack().unwrap()).unwrap(), model);
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(matches!(Model::unpack(b"something else"), Err(PackError::Magic)));
        let model = Model::new(1.0, [[0.0; TAGS]; TAGS], Calibration::NONE, [(7, [1; 16])]);
        let packed = model.pack().unwrap();
        assert!(Model::unpack(&packed[..packed.len() - 3]).is_err());
    }
}
