//! What tagging and linking make: mentions, links between them, and the entities they name.

use crate::document::Side;
use crate::text::CharSpan;

/// What kind of thing a mention names.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Label {
    /// Persons.
    Per,
    /// Organisations, news outlets and agencies too.
    Org,
    /// Countries, states, cities and other places.
    Loc,
    /// Calendar dates and periods.
    Date,
    /// Times of day.
    Time,
    /// Other numbers.
    Num,
    /// Amounts of money.
    Money,
    /// Percentages.
    Percent,
    /// Titles of works, laws and programmes.
    Work,
    /// Other names.
    Misc,
}

impl Label {
    /// Every label, in the order of the corpus format.
    pub const ALL: [Label; 10] = [
        Label::Per,
        Label::Org,
        Label::Loc,
        Label::Date,
        Label::Time,
        Label::Num,
        Label::Money,
        Label::Percent,
        Label::Work,
        Label::Misc,
    ];

    /// The name in records: `PER`, `ORG` …
    pub fn name(self) -> &'static str {
        match self {
            Label::Per => "PER",
            Label::Org => "ORG",
            Label::Loc => "LOC",
            Label::Date => "DATE",
            Label::Time => "TIME",
            Label::Num => "NUM",
            Label::Money => "MONEY",
            Label::Percent => "PERCENT",
            Label::Work => "WORK",
            Label::Misc => "MISC",
        }
    }

    /// Whether the label is for values (dates, numbers …) that have a normal form, not for names.
    pub fn is_value(self) -> bool {
        matches!(self, Label::Date | Label::Time | Label::Num | Label::Money | Label::Percent)
    }
}

/// Where a mention comes from.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The trained tagger.
    Model,
    /// A list of names, the user's glossary included.
    Gazetteer,
    /// A rule: dates, numbers, titles in brackets, glosses.
    Rule,
    /// The aligned version, or another mention of the article.
    Projection,
    /// A reviewer.
    Human,
}

/// A stretch of text that names something.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands, in code points of the version's text.
    pub span: CharSpan,
    /// What it names.
    pub label: Label,
    /// Where it comes from.
    pub source: Source,
    /// Calibrated probability that span and label are right, 0–1.
    pub probability: f64,
    /// Id of the entity it names; `""` until linking has run.
    pub entity: String,
}

/// Two mentions of one bead that name the same thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MentionLink {
    /// Index into the mentions of the Chinese version.
    pub zh: usize,
    /// Index into the mentions of the English version.
    pub en: usize,
    /// Probability that they name the same thing, 0–1.
    pub confidence: f64,
}

/// A thing named in an article, in both languages. Ids come from the article alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Stable id, such as `per:vicki-turetsky` or `date:2026-03-11`.
    pub id: String,
    /// What it is.
    pub label: Label,
    /// Preferred Chinese name, `""` if it has none.
    pub zh: String,
    /// Preferred English name, `""` if it has none.
    pub en: String,
    /// Other Chinese names, sorted.
    pub zh_aliases: Vec<String>,
    /// Other English names, sorted.
    pub en_aliases: Vec<String>,
    /// Confidence of the link between the names, 0–1; 0 if one side has none.
    pub confidence: f64,
}

/// The mentions of an article on both sides, the links between them, and what they name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Naming {
    /// Mentions of the Chinese version in text order, never overlapping.
    pub zh: Vec<Mention>,
    /// Mentions of the English version in text order, never overlapping.
    pub en: Vec<Mention>,
    /// Links between mentions of the same bead.
    pub links: Vec<MentionLink>,
    /// The entities of the article, sorted by id.
    pub entities: Vec<Entity>,
}

impl Naming {
    /// The mentions of one side.
    pub fn side(&self, side: Side) -> &[Mention] {
        match side {
            Side::Chinese => &self.zh,
            Side::English => &self.en,
        }
    }
}
