//! The fitted weights, embedded. `training` makes the file; names are those of [`super::feature`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::feature::{BeadFeature, BeadValues, CutFeature, CutValues};

/// Version of the file's format. A file of another version is refused.
pub const FORMAT: u32 = 1;

/// The file as it is embedded.
pub(crate) const WEIGHTS: &str = include_str!("weights.json");

/// What is wrong with a file of weights.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// Not JSON, or not of the expected form.
    #[error("the file of weights does not parse: {0}")]
    Json(#[from] serde_json::Error),
    /// Made for another version of the program.
    #[error("the file of weights has format {0}, this program reads {FORMAT}")]
    Format(u32),
    /// Weights for something the program does not compute, or none for something it does.
    #[error("the weight `{0}` is unknown or missing")]
    Name(String),
}

/// The file as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightsFile {
    /// [`FORMAT`].
    pub format: u32,
    /// A weight for every feature, by name.
    pub weights: BTreeMap<String, f32>,
    /// Weights of the second stage, for moved text, by name.
    pub moved: BTreeMap<String, f32>,
}

/// One weight for every feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// By the number of the cut feature.
    pub cut: CutValues,
    /// By the number of the bead feature.
    pub bead: BeadValues,
}

impl WeightsFile {
    /// Read and check a file.
    ///
    /// # Errors
    /// If it does not parse or is of another format.
    pub fn parse(json: &str) -> Result<Self, WeightsError> {
        let file: Self = serde_json::from_str(json)?;
        if file.format == FORMAT { Ok(file) } else { Err(WeightsError::Format(file.format)) }
    }

    /// The file in the binary.
    ///
    /// # Panics
    /// If the file in the repository is damaged, which a test rules out.
    pub fn embedded() -> Self {
        Self::parse(WEIGHTS).expect("the embedded weights are valid")
    }

    /// The weights of the main model.
    ///
    /// # Errors
    /// If a feature has no weight or a weight no feature.
    pub fn main(&self) -> Result<Weights, WeightsError> {
        let mut left = self.weights.clone();
        let mut take =
            |name: &str| left.remove(name).ok_or_else(|| WeightsError::Name(name.to_owned()));
        let mut weights = Weights::zero();
        for &feature in CutFeature::ALL {
            weights.cut[feature as usize] = take(feature.name())?;
        }
        for &feature in BeadFeature::ALL {
            weights.bead[feature as usize] = take(feature.name())?;
        }
        match left.into_keys().next() {
            Some(unknown) => Err(WeightsError::Name(unknown)),
            None => Ok(weights),
        }
    }
}

impl Weights {
    /// All weights 0.
    pub fn zero() -> Self {
        Self { cut: [0.0; CutFeature::COUNT], bead: [0.0; BeadFeature::COUNT] }
    }

    /// The score of a cut.
    pub fn score_cut(&self, values: &CutValues) -> f32 {
        dot(&self.cut, values)
    }

    /// The score of a bead.
    pub fn score_bead(&self, values: &BeadValues) -> f32 {
        dot(&self.bead, values)
    }
}

/// Σ weight · value in the order of the features' numbers.
fn dot(weights: &[f32], values: &[f32]) -> f32 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_complete() {
        assert!(WeightsFile::embedded().main().is_ok());
    }

    #[test]
    fn faulty_files_are_refused() {
        let mut file = WeightsFile::embedded();
        file.weights.insert("shape_9_9".into(), 1.0);
        assert!(matches!(file.main(), Err(WeightsError::Name(name)) if name == "shape_9_9"));
        file.weights.remove("shape_9_9");
        file.weights.remove("length");
        assert!(matches!(file.main(), Err(WeightsError::Name(name)) if name == "length"));
        file.format = 9;
        let json = serde_json::to_string(&file).unwrap();
        assert!(matches!(WeightsFile::parse(&json), Err(WeightsError::Format(9))));
    }
}
