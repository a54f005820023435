//! Tagging: the mentions of one version.
//!
//! For each language a small network under a linear-chain conditional random field. Features ([`english`],
//! [`chinese`]) look up the name lists ([`names`]); their vectors ([`model`]) and the [`network`] give scores, the
//! chain ([`chain`]) gives the best path and probabilities ([`sentence`]). Training (`training/src/tagger`) computes
//! its features with the same functions. Dates, numbers and other values follow rules ([`value`]).

pub mod capitals;
pub mod chain;
pub mod chinese;
mod chinese_words;
pub mod english;
mod english_words;
mod feature_table;
pub mod gloss;
pub mod hash;
mod matrix;
pub mod model;
pub mod names;
pub mod network;
mod nickname;
pub mod observation;
pub mod passage;
mod rules;
pub mod sentence;
pub mod table;
pub mod tagset;
pub mod value;
pub mod works;

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

use crate::document::{Sentence, Side, Version};
use crate::lexicon::Lexicon;
use crate::mention::Mention;
use crate::script;
use model::Model;
use names::{Names, PackError};
use observation::Observation;
use passage::{Passage, REACH, Sentences};
pub use sentence::{SpanProbability, TaggedSentence};
use value::Day;

/// The taggers of both languages with their models.
#[derive(Debug)]
pub struct Tagger {
    names: Names,
    chinese: Model,
    english: Model,
}

impl Tagger {
    /// The taggers with the embedded models, loaded once.
    ///
    /// # Panics
    /// If the embedded models are damaged, which a test of this crate rules out.
    pub fn embedded() -> &'static Self {
        static TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
            use duizhao_names_data::NAMES;
            use duizhao_taggers_data::{CHINESE_MODEL, ENGLISH_MODEL};
            Tagger::unpack(NAMES, CHINESE_MODEL, ENGLISH_MODEL)
                .expect("the embedded models are whole")
        });
        &TAGGER
    }

    /// A tagger from packed name lists and models.
    pub fn unpack(names: &[u8], chinese: &[u8], english: &[u8]) -> Result<Self, PackError> {
        Ok(Self {
            names: Names::unpack(names)?,
            chinese: Model::unpack(chinese)?,
            english: Model::unpack(english)?,
        })
    }

    /// The mentions of one version in text order, never overlapping; spans in the version's text.
    pub fn tag(&self, version: &Version, side: Side) -> Vec<Mention> {
        self.tag_passage(version, side, 0..version.sentences.len())
    }

    /// The same of a version whose paragraphs are texts of their own, that have nothing to do with each other.
    pub fn tag_apart(&self, version: &Version, side: Side) -> Vec<Mention> {
        let same = |a: &Sentence, b: &Sentence| a.paragraph == b.paragraph;
        let mut end = 0;
        let passages = version.sentences.chunk_by(same).map(|sentences| {
            end += sentences.len();
            end - sentences.len()..end
        });
        passages.flat_map(|passage| self.tag_passage(version, side, passage)).collect()
    }

    /// The mentions of sentences that follow each other.
    fn tag_passage(&self, version: &Version, side: Side, passage: Range<usize>) -> Vec<Mention> {
        let texts: Vec<&str> = passage.clone().map(|i| version.sentence_text(i)).collect();
        let tagged = self.tag_sentences(&texts, side);
        let mut mentions = Vec::new();
        for ((index, text), tagged) in passage.zip(texts).zip(tagged) {
            let day = Day::parse(&version.published);
            let start = version.sentences[index].span.start;
            let found = rules::complete(text, side, day, tagged.mentions);
            mentions.extend(
                found
                    .into_iter()
                    .map(|mention| Mention { span: mention.span.shifted(start), ..mention }),
            );
        }
        mentions
    }

    /// Tag sentences that follow each other in one text; spans in code points of each.
    pub fn tag_sentences(&self, texts: &[&str], side: Side) -> Vec<TaggedSentence<'_>> {
        let mut sentences = Sentences::default();
        let mut waiting = VecDeque::new();
        let mut tagged = Vec::with_capacity(texts.len());
        for number in 0..texts.len() + REACH {
            if let Some(text) = texts.get(number) {
                let observation = self.observe(text, side);
                sentences.add(&observation, side);
                waiting.push_back((text, observation));
            }
            // Those whose neighbours are known.
            if number >= REACH
                && let Some((text, observation)) = waiting.pop_front()
            {
                let passage = sentences.passage(number - REACH);
                tagged.push(self.decode(text, observation, &passage, side));
            }
        }
        tagged
    }

    /// Tag one sentence that stands alone; spans in code points of `text`.
    pub fn tag_sentence(&self, text: &str, side: Side) -> TaggedSentence<'_> {
        let observation = self.observe(text, side);
        let passage = Passage::alone(&observation, side);
        self.decode(text, observation, &passage, side)
    }

    /// What the tagger sees of a sentence, a headline in capitals as if it were not.
    fn observe(&self, text: &str, side: Side) -> Observation {
        let title_case = match side {
            Side::Chinese => None,
            Side::English => capitals::title_case(text),
        };
        observe(title_case.as_deref().unwrap_or(text), side, &self.names)
    }

    fn decode(
        &self,
        text: &str,
        observation: Observation,
        passage: &Passage,
        side: Side,
    ) -> TaggedSentence<'_> {
        let model = match side {
            Side::Chinese => &self.chinese,
            Side::English => &self.english,
        };
        let emissions = model.emissions(&observation, passage);
        let mut tagged = TaggedSentence::new(observation.tokens, emissions, model);
        if side == Side::Chinese && text.contains(['《', '》']) {
            works::cut_at_marks(&text.chars().collect::<Vec<char>>(), &mut tagged.mentions);
        }
        if !tagged.mentions.is_empty() && text.contains(['(', '（', '"', '“']) {
            let chars: Vec<char> = text.chars().collect();
            gloss::add_glosses(&chars, &mut tagged.mentions);
            nickname::join(&chars, &mut tagged.mentions);
        }
        tagged
    }
}

/// The tokens and features of a sentence, as training and tagging see them. Traditional characters
/// are read as Simplified ones.
pub fn observe(text: &str, side: Side, names: &Names) -> Observation {
    let lexicon = Lexicon::embedded();
    match side {
        Side::Chinese => chinese::observe(&script::to_simplified(text), names, lexicon, cut),
        Side::English => english::observe(text, names, lexicon),
    }
}

/// Dictionary words of a Chinese text, without guessing unknown ones.
fn cut(text: &str) -> Vec<&str> {
    static JIEBA: LazyLock<jieba_rs::Jieba> = LazyLock::new(jieba_rs::Jieba::new);
    JIEBA.cut(text, false).into_iter().map(|token| token.word).collect()
}
