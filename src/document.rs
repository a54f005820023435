//! What an article is: two versions of one text, with their paragraphs and sentences.
//!
//! Everything here is a span into a text that is never changed. The reader makes paragraphs and
//! their roles, the splitter makes sentences; nothing later in the pipeline alters them.

use std::fmt;
use std::path::PathBuf;

use crate::text::{CharSpan, Text};

/// One of the two sides of an article.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Side {
    /// The Chinese version.
    #[serde(rename = "zh")]
    Chinese,
    /// The English version.
    #[serde(rename = "en")]
    English,
}

impl Side {
    /// Both sides, Chinese first, as in every record.
    pub const BOTH: [Side; 2] = [Side::Chinese, Side::English];

    /// The other side.
    pub fn other(self) -> Self {
        match self {
            Side::Chinese => Side::English,
            Side::English => Side::Chinese,
        }
    }

    /// `zh` or `en`, the prefix of the side's fields in records.
    pub fn code(self) -> &'static str {
        match self {
            Side::Chinese => "zh",
            Side::English => "en",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Chinese => "Chinese",
            Side::English => "English",
        })
    }
}

/// Language and script of a version, a BCP 47 tag in the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// `zh-Hans`: Chinese in Simplified characters.
    #[default]
    SimplifiedChinese,
    /// `zh-Hant`: Chinese in Traditional characters.
    TraditionalChinese,
    /// `en`.
    English,
}

impl Language {
    /// The side that versions in this language are on.
    pub fn side(self) -> Side {
        match self {
            Language::SimplifiedChinese | Language::TraditionalChinese => Side::Chinese,
            Language::English => Side::English,
        }
    }

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::SimplifiedChinese => "zh-Hans",
            Language::TraditionalChinese => "zh-Hant",
            Language::English => "en",
        }
    }
}

/// What a paragraph or sentence is in its article.
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
pub enum Role {
    /// The title of the article.
    Headline,
    /// Who wrote it, also with a date in the same line.
    Byline,
    /// When and where it was published.
    Dateline,
    /// What a picture shows.
    Caption,
    /// Who took or owns a picture.
    Credit,
    /// A heading inside the article.
    Subhead,
    /// The running text.
    #[default]
    Body,
    /// Text of the page and not of the article: share buttons, newsletter lines, editors' lines.
    Boilerplate,
}

impl Role {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Role::Headline => "headline",
            Role::Byline => "byline",
            Role::Dateline => "dateline",
            Role::Caption => "caption",
            Role::Credit => "credit",
            Role::Subhead => "subhead",
            Role::Body => "body",
            Role::Boilerplate => "boilerplate",
        }
    }
}

/// A paragraph: a line of a plain text file, a block of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands in the text, without the line break.
    pub span: CharSpan,
    /// What it is.
    pub role: Role,
}

/// A stretch of a paragraph with a role of its own: a photo credit behind a caption, an editor's
/// line behind the last sentence. It begins and ends where sentences do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inset {
    /// Where it stands, in code points.
    pub span: CharSpan,
    /// What it is.
    pub role: Role,
}

/// A sentence: a span inside one paragraph, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the text.
    pub span: CharSpan,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// What it is; differs from the paragraph's role where a line mixes several.
    pub role: Role,
}

/// One version of an article. The text is as read, untouched; the rest are spans into it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Version {
    /// Language and script.
    pub language: Language,
    /// The headline, `""` if there is none.
    pub title: String,
    /// The author or authors as written in the byline, `""` if there is none.
    pub author: String,
    /// Publication date as `YYYYMMDD`, `""` if unknown.
    pub published: String,
    /// The text of the version.
    pub text: Text,
    /// Paragraphs in order, not overlapping.
    pub paragraphs: Vec<Paragraph>,
    /// Stretches with another role than their paragraph, in order; the splitter hands the role on
    /// to their sentences.
    pub insets: Vec<Inset>,
    /// Sentences in order, not overlapping, each inside its paragraph; empty before splitting.
    pub sentences: Vec<Sentence>,
}

impl Version {
    /// The text of sentence `index`.
    pub fn sentence_text(&self, index: usize) -> &str {
        self.text.slice(self.sentences[index].span)
    }

    /// The index of the sentence that holds the code point at `char_offset`, if one does.
    pub fn sentence_at(&self, char_offset: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.span.start <= char_offset);
        let index = after.checked_sub(1)?;
        (char_offset < self.sentences[index].span.end).then_some(index)
    }
}

/// In which direction an article was translated.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum Direction {
    /// Written in Chinese.
    #[serde(rename = "zh-en")]
    ChineseToEnglish,
    /// Written in English.
    #[serde(rename = "en-zh")]
    EnglishToChinese,
    /// Nothing in the article says.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

/// An article in two versions, as the reader hands it on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The article's id: its path below the input folder, without extension and language marker.
    pub id: String,
    /// The files it was read from, as given on the command line or found below it.
    pub path: Vec<PathBuf>,
    /// Which version is the original, where the article says so.
    pub direction: Direction,
    /// The Chinese version.
    pub zh: Version,
    /// The English version.
    pub en: Version,
}

impl Article {
    /// The version of one side.
    pub fn version(&self, side: Side) -> &Version {
        match side {
            Side::Chinese => &self.zh,
            Side::English => &self.en,
        }
    }
}
