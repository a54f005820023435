//! Evaluation: a gold standard and a prediction → precision, recall and F1 of beads, mentions and
//! links, and the calibration of the confidence.
//!
//! | file | what it holds |
//! |---|---|
//! | `score.rs` | counts → precision, recall, F1 |
//! | `alignment.rs` | strict and lax figures of beads, by bead type; calibration |
//! | `naming.rs` | exact-span figures of mentions by label; cross-lingual links |
//! | `source.rs` | the files that gold and prediction may come from |
//! | `iob2.rs` | the IOB2 format |
//! | `matching.rs` | which text of the gold is which of the prediction |

mod alignment;
mod iob2;
mod matching;
mod naming;
mod score;
mod source;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use alignment::{AlignmentReport, AlignmentScores, Calibration, CalibrationBin, EvaluatedBead};
pub use naming::{EvaluatedMention, MentionReport};
pub use score::{Counts, Figures};

/// What an evaluation found. Parts for which the gold has nothing are absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// Figures on beads.
    pub alignment: Option<AlignmentReport>,
    /// Figures on mentions, by side: `zh`, `en`, or `text` where the side is not known.
    pub mentions: BTreeMap<&'static str, MentionReport>,
    /// Pairs of a Chinese and an English mention of one article with the same entity.
    pub links: Option<Figures>,
}

/// Why two things cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A line is not what its file should hold.
    #[error("{}:{line}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Nothing in the file or folder can be evaluated.
    #[error(
        "{}: nothing to evaluate; give a corpus folder, beads.jsonl, .gold or .beads files, IOB2 \
         or the output of `duizhao tag`",
        .0.display()
    )]
    Nothing(PathBuf),
    /// Gold and prediction hold different things.
    #[error("cannot compare {gold} with {predicted}")]
    Incomparable {
        /// What the gold holds.
        gold: &'static str,
        /// What the prediction holds.
        predicted: &'static str,
    },
    /// Gold and prediction are not about the same text.
    #[error("{0}")]
    OtherText(String),
}

/// Compare the prediction at `predicted` with the gold standard at `gold`, files or folders.
///
/// # Errors
/// If one of them cannot be read or understood, or they are not about the same texts.
pub fn evaluate(gold: &Path, predicted: &Path) -> Result<Report, EvaluateError> {
    let gold = source::Source::load(gold, source::Part::Gold)?;
    let predicted = source::Source::load(predicted, source::Part::Predicted)?;
    matching::compare(gold, predicted)
}
