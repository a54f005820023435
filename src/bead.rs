//! What alignment makes: beads, their confidence and the evidence for them.

use std::fmt;

use crate::document::{Direction, Role, Side};
use crate::text::CharSpan;

/// The sentences of both sides that translate each other, or sentences without a partner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bead {
    /// Indices of the Chinese sentences, ascending; empty if nothing.
    pub zh: Vec<usize>,
    /// Indices of the English sentences, ascending; empty if nothing.
    pub en: Vec<usize>,
    /// Calibrated probability that the bead is right, 0–1.
    pub confidence: f64,
    /// The bead stands in inverted order to at least one other bead with text on both sides.
    pub crossing: bool,
    /// Why a side is empty; [`NullReason::None`] if both have text.
    pub null_reason: NullReason,
    /// The parts of the score.
    pub evidence: Evidence,
    /// The word pairs that support the bead, by position in the two texts of the article.
    pub word_links: Vec<WordLink>,
}

impl Bead {
    /// A bead of these sentences, with nothing else known.
    pub fn of(zh: impl Into<Vec<usize>>, en: impl Into<Vec<usize>>) -> Self {
        Self { zh: zh.into(), en: en.into(), ..Self::default() }
    }

    /// The sentence indices of one side.
    pub fn side(&self, side: Side) -> &[usize] {
        match side {
            Side::Chinese => &self.zh,
            Side::English => &self.en,
        }
    }

    /// Number of Chinese and English sentences, written `2-1`.
    pub fn bead_type(&self) -> BeadType {
        BeadType { zh: self.zh.len(), en: self.en.len() }
    }

    /// Whether one side has no sentence.
    pub fn is_null(&self) -> bool {
        self.zh.is_empty() || self.en.is_empty()
    }
}

/// How many sentences a bead has on each side. Displays as `2-1`, Chinese first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeadType {
    /// Chinese sentences.
    pub zh: usize,
    /// English sentences.
    pub en: usize,
}

impl fmt::Display for BeadType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.zh, self.en)
    }
}

/// Why one side of a bead is empty.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum NullReason {
    /// Both sides have text.
    #[default]
    #[serde(rename = "")]
    None,
    /// The translation left the sentence out.
    Omitted,
    /// The translation added the sentence.
    Added,
    /// A headline that only one version has.
    Headline,
    /// A byline or dateline that only one version has.
    Byline,
    /// A caption or photo credit that only one version has.
    Caption,
    /// Text of the page and not of the article.
    Boilerplate,
    /// A sentence without a partner where the direction of translation is not known.
    Unknown,
}

impl NullReason {
    /// Why text of `side` has no counterpart: by what it is in the article, else by the direction of translation.
    pub fn of(role: Role, side: Side, direction: Direction) -> Self {
        let original = match direction {
            Direction::ChineseToEnglish => Some(Side::Chinese),
            Direction::EnglishToChinese => Some(Side::English),
            Direction::Unknown => None,
        };
        match role {
            Role::Headline => Self::Headline,
            Role::Byline | Role::Dateline => Self::Byline,
            Role::Caption | Role::Credit => Self::Caption,
            Role::Boilerplate => Self::Boilerplate,
            Role::Subhead | Role::Body => match original {
                Some(original) if original == side => Self::Omitted,
                Some(_) => Self::Added,
                None => Self::Unknown,
            },
        }
    }
}

/// The parts of a bead's score, each in 0–1. 0 also where there is nothing to compare.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// How well the lengths fit.
    pub length: f64,
    /// Share of the content words that find a counterpart.
    pub lexical: f64,
    /// Share of the names that find a counterpart.
    pub name: f64,
    /// Share of the numbers and dates that find a counterpart.
    pub number: f64,
    /// How near the bead is to the place that its neighbours predict.
    pub position: f64,
}

/// A pair of words that support a bead; spans in the texts of the two versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordLink {
    /// The Chinese word.
    pub zh: CharSpan,
    /// The English word.
    pub en: CharSpan,
    /// Their similarity, 0–1.
    pub score: f64,
}

/// The beads of an article. Every sentence of both sides is in exactly one of them.
///
/// Order: by the Chinese text; beads without Chinese stand at their place in the English.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// The beads in the order of the records.
    pub beads: Vec<Bead>,
}
