//! The closed list of flags: what a translator should look at in a bead.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something in a bead that deserves a look. In records by its snake-case name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A number on one side has no equal on the other.
    NumberMismatch,
    /// A date on one side has no equal on the other.
    DateMismatch,
    /// A name on one side has no counterpart on the other.
    NameMissing,
    /// One name is rendered in two ways in the article.
    NameInconsistent,
    /// An acronym that the article never explains.
    AcronymUnexplained,
    /// Text stands in the wrong language: left untranslated.
    Untranslated,
    /// A quotation mark or bracket without its partner on one side only.
    UnbalancedQuote,
    /// Traditional characters in a Simplified text or the reverse.
    WrongScript,
    /// The two lengths do not fit each other.
    LengthOutlier,
    /// A clause on one side seems to be missing on the other.
    PossibleOmission,
    /// The program is not sure of this bead.
    LowConfidence,
}
