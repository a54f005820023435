//! The corpus format: every record that the program writes, documented on the type that writes it.
//!
//! The JSON Schemas in `schemas/` are generated from these types. Rules for all of them: every
//! field is always present, empty is `[]` or `""`, offsets are Unicode code points and
//! end-exclusive, a float has a decimal point and four decimals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bead::NullReason;
use crate::document::{Direction, Role};
use crate::flag::Flag;
use crate::mention::{Label, Source};

/// A number in 0–1, rounded to four decimals and written with all of them.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Score(#[schemars(range(min = 0.0, max = 1.0))] f64);

impl Score {
    /// `value` rounded to four decimals. Not-a-number becomes 0.
    pub fn new(value: f64) -> Self {
        if value.is_nan() { Self(0.0) } else { Self((value * 1e4).round() / 1e4) }
    }

    /// The rounded value.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl Serialize for Score {
    /// Four decimals always: `0.5000`, so that columns have one type and bytes never differ.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = format!("{:.4}", self.0);
        serde_json::value::RawValue::from_string(digits)
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

/// One line of `beads.jsonl`: the parallel corpus, what most people load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeadRecord {
    /// `<doc>/b0004`, unique in the corpus.
    pub id: String,
    /// The article's id.
    pub doc: String,
    /// The bead's Chinese text, `""` if it has none.
    pub zh: String,
    /// The bead's English text, `""` if it has none.
    pub en: String,
    /// Number of Chinese sentences, dash, number of English ones: `2-1`.
    #[serde(rename = "type")]
    #[schemars(regex(pattern = r"^[0-9]+-[0-9]+$"))]
    pub bead_type: String,
    /// Calibrated probability that the bead is right.
    pub confidence: Score,
    /// The bead stands in inverted order to another bead with text on both sides.
    pub crossing: bool,
    /// What the bead's sentences are in the article.
    pub role: Role,
    /// Why a side is empty, `""` if both have text.
    pub null_reason: NullReason,
    /// The Chinese sentences.
    pub zh_sentences: Vec<SentenceRef>,
    /// The English sentences.
    pub en_sentences: Vec<SentenceRef>,
    /// Mentions in `zh`.
    pub zh_entities: Vec<MentionRecord>,
    /// Mentions in `en`.
    pub en_entities: Vec<MentionRecord>,
    /// Mentions that name the same thing.
    pub entity_links: Vec<EntityLinkRecord>,
    /// The word pairs that support the bead.
    pub word_links: Vec<WordLinkRecord>,
    /// The parts of the score.
    pub evidence: EvidenceRecord,
    /// What a translator should look at.
    pub flags: Vec<Flag>,
    /// What a reviewer made of it.
    pub status: Status,
    /// A reviewer's note.
    pub comment: String,
}

/// A sentence of a bead, by its place in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceRef {
    /// Index of the sentence in its version.
    pub index: usize,
    /// Code-point offset in the version's text.
    pub start: usize,
    /// End of the sentence, exclusive.
    pub end: usize,
}

/// A mention; in `beads.jsonl` offsets count in the bead's text, in `documents.jsonl` in the version's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionRecord {
    /// Code-point offset.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// The slice, repeated.
    pub text: String,
    /// What it names.
    pub label: Label,
    /// Id of an entity in `entities.jsonl`.
    pub entity: String,
    /// Where the mention comes from.
    pub source: Source,
}

/// Two mentions that name the same thing, by position in the bead's entity lists.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntityLinkRecord {
    /// Position in `zh_entities`.
    pub zh: usize,
    /// Position in `en_entities`.
    pub en: usize,
    /// Probability that both name the same thing.
    pub confidence: Score,
}

/// A pair of words that support the bead; offsets in the bead's texts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordLinkRecord {
    /// Start of the Chinese word.
    pub zh_start: usize,
    /// End of the Chinese word, exclusive.
    pub zh_end: usize,
    /// Start of the English word.
    pub en_start: usize,
    /// End of the English word, exclusive.
    pub en_end: usize,
    /// Similarity of the two words.
    pub score: Score,
}

/// The parts of a bead's score, each in 0–1; see [`crate::bead::Evidence`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRecord {
    /// How well the lengths fit.
    pub length: Score,
    /// Share of the content words that find a counterpart.
    pub lexical: Score,
    /// Share of the names that find a counterpart.
    pub name: Score,
    /// Share of the numbers and dates that find a counterpart.
    pub number: Score,
    /// How near the bead is to the place that its neighbours predict.
    pub position: Score,
}

/// What a reviewer made of a bead.
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
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As the program made it.
    #[default]
    Auto,
    /// Looked at and found right.
    Confirmed,
    /// Changed by a reviewer.
    Edited,
    /// Not to be used.
    Rejected,
}

/// One line of `documents.jsonl`: an article pair with full texts, sentences, mentions and beads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    /// The article's id.
    pub id: String,
    /// The input files.
    pub path: Vec<String>,
    /// In which direction the article was translated.
    pub translation_direction: Direction,
    /// The Chinese version.
    pub zh: VersionRecord,
    /// The English version.
    pub en: VersionRecord,
    /// The beads by sentence indices.
    pub beads: Vec<DocumentBead>,
    /// Figures on the whole article.
    pub quality: Quality,
}

/// One version of an article in `documents.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionRecord {
    /// `zh-Hans`, `zh-Hant` or `en`.
    pub lang: String,
    /// Headline.
    pub title: String,
    /// Author or authors.
    pub author: String,
    /// Publication date, `YYYYMMDD`.
    #[schemars(regex(pattern = r"^([0-9]{8})?$"))]
    pub published: String,
    /// The text as read, untouched.
    pub text: String,
    /// SHA-256 of `text` in UTF-8, hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Paragraphs in order.
    pub paragraphs: Vec<ParagraphRecord>,
    /// Sentences in order; they and the gaps between them rebuild `text`.
    pub sentences: Vec<SentenceRecord>,
    /// Mentions in order; offsets in `text`.
    pub entities: Vec<MentionRecord>,
}

/// A paragraph of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParagraphRecord {
    /// Code-point offset in the version's text.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// What it is.
    pub role: Role,
}

/// A sentence of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceRecord {
    /// `<doc>/zh0003`, unique in the corpus.
    pub id: String,
    /// Code-point offset in the version's text.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// What it is.
    pub role: Role,
}

/// A bead in `documents.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentBead {
    /// Indices of the Chinese sentences.
    pub zh: Vec<usize>,
    /// Indices of the English sentences.
    pub en: Vec<usize>,
    /// `2-1`.
    #[serde(rename = "type")]
    #[schemars(regex(pattern = r"^[0-9]+-[0-9]+$"))]
    pub bead_type: String,
    /// Calibrated probability that the bead is right.
    pub confidence: Score,
    /// Whether it stands in inverted order to another bead.
    pub crossing: bool,
}

/// Figures on the whole article.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// Share of the Chinese sentences that have a partner.
    pub coverage_zh: Score,
    /// Share of the English sentences that have a partner.
    pub coverage_en: Score,
    /// Mean confidence over all beads.
    pub mean_confidence: Score,
    /// Number of crossing beads.
    pub crossings: usize,
    /// Number of beads with at least one flag.
    pub flagged: usize,
}

/// One line of `entities.jsonl`: a thing named in the corpus, in both languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntityRecord {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub label: Label,
    /// Preferred Chinese name, `""` if it has none.
    pub zh: String,
    /// Preferred English name, `""` if it has none.
    pub en: String,
    /// Other Chinese names.
    pub zh_aliases: Vec<String>,
    /// Other English names.
    pub en_aliases: Vec<String>,
    /// Number of Chinese mentions.
    pub mentions_zh: usize,
    /// Number of English mentions.
    pub mentions_en: usize,
    /// Ids of the articles that name it.
    pub docs: Vec<String>,
    /// Confidence of the link between the names.
    pub confidence: Score,
}

/// One line of `errors.jsonl`: an article that could not be processed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorRecord {
    /// The article's id.
    pub doc: String,
    /// The file at fault.
    pub path: String,
    /// Where it failed.
    pub stage: Stage,
    /// What kind of fault it is.
    pub code: ErrorCode,
    /// What is wrong and what to do.
    pub message: String,
    /// Byte offset of the fault in the file, -1 if it has none.
    pub byte_offset: i64,
}

pub use crate::error::{ErrorCode, Stage};
