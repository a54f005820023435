//! The state of an article under review: sentences, beads, mentions, links, entities.
//!
//! Owns what the state is, its invariants and the questions one can ask it. Changing it is the
//! business of [`super::edit`]. Everything is addressed by code-point offsets in the untouched
//! texts: a sentence by where it starts, a mention by where it starts, a bead by its first
//! sentence. Such keys need no counter, mean the same after undo, and survive a rebuilt corpus.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bead::{BeadType, NullReason};
use crate::document::{Direction, Role, Side};
use crate::flag::Flag;
use crate::mention::{Label, Source};
use crate::record::{EvidenceRecord, ParagraphRecord, Status};
use crate::text::{CharSpan, Text};

/// Where a sentence starts, in code points of its version's text: its name.
pub type SentenceStart = usize;

/// Where a mention starts, in code points of its version's text: its name.
pub type MentionStart = usize;

/// An article as the review desk sees it. Cloning is cheap: texts and beads are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleState {
    /// The article's id.
    pub id: String,
    /// In which direction it was translated.
    pub direction: Direction,
    /// The Chinese side.
    pub zh: SideState,
    /// The English side.
    pub en: SideState,
    /// The beads, in the order in which they are shown and written.
    pub beads: Vec<Arc<BeadState>>,
    /// Links between mentions, by where the Chinese and the English one start; with confidence.
    pub links: Arc<BTreeMap<(MentionStart, MentionStart), f64>>,
    /// Names that a reviewer gave to entities of this article, by entity id.
    pub names: BTreeMap<String, EntityNames>,
}

/// One version of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct SideState {
    /// BCP 47 tag of the language.
    pub lang: String,
    /// The headline.
    pub title: String,
    /// The text, never changed.
    pub text: Arc<Text>,
    /// The paragraphs.
    pub paragraphs: Arc<[ParagraphRecord]>,
    /// The sentences in text order, never overlapping.
    pub sentences: Arc<Vec<SentenceState>>,
    /// The mentions by where they start, never overlapping.
    pub mentions: Arc<BTreeMap<MentionStart, MentionState>>,
}

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentenceState {
    /// Where it stands in the text.
    pub span: CharSpan,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// What it is.
    pub role: Role,
}

/// A mention of a name or value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MentionState {
    /// End, exclusive, in code points of the text.
    pub end: usize,
    /// What it names.
    pub label: Label,
    /// Id of its entity, `""` if it has none.
    pub entity: String,
    /// Where it comes from.
    pub source: Source,
}

/// The preferred names of an entity, as a reviewer gave them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityNames {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// A bead with what a reviewer made of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeadState {
    /// Starts of its Chinese sentences, ascending.
    pub zh: Vec<SentenceStart>,
    /// Starts of its English sentences, ascending.
    pub en: Vec<SentenceStart>,
    /// What a reviewer made of it.
    pub status: Status,
    /// Whether a person put these sentences together.
    pub by_hand: bool,
    /// The program's confidence, 0–1; 1 for a bead put together by hand.
    pub confidence: f64,
    /// Why a side is empty.
    pub null_reason: NullReason,
    /// The parts of the program's score.
    pub evidence: EvidenceRecord,
    /// Word pairs that support the bead.
    pub words: Vec<WordPair>,
    /// The program's flags.
    pub flags: Vec<Flag>,
    /// A reviewer's flag.
    pub marked: bool,
    /// A reviewer's note.
    pub comment: String,
    /// Corrected texts for export; the source keeps its text.
    pub corrected: Corrected,
}

/// The texts that replace a bead's own in an export, where a reviewer gave one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Corrected {
    /// Instead of the Chinese text.
    pub zh: Option<String>,
    /// Instead of the English text.
    pub en: Option<String>,
}

/// A pair of words that support a bead, in code points of the two texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordPair {
    /// The Chinese word.
    pub zh: CharSpan,
    /// The English word.
    pub en: CharSpan,
    /// Their similarity, 0–1.
    pub score: f64,
}

/// The name of a bead: the start of its first Chinese sentence, or of its first English one.
///
/// Unique at any time, because each sentence is in exactly one bead. Written `z120`, `e88`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeadKey {
    /// The side of the sentence.
    pub side: Side,
    /// Where the sentence starts.
    pub start: SentenceStart,
}

impl fmt::Display for BeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.side == Side::Chinese { 'z' } else { 'e' }, self.start)
    }
}

impl FromStr for BeadKey {
    type Err = String;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        let bad = || format!("“{key}” is not the key of a row");
        let side = match key.chars().next() {
            Some('z') => Side::Chinese,
            Some('e') => Side::English,
            _ => return Err(bad()),
        };
        Ok(Self { side, start: key[1..].parse().map_err(|_| bad())? })
    }
}

impl Serialize for BeadKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BeadKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = std::borrow::Cow::<str>::deserialize(deserializer)?;
        key.parse().map_err(serde::de::Error::custom)
    }
}

impl BeadState {
    /// The starts of the sentences of one side.
    pub fn side(&self, side: Side) -> &[SentenceStart] {
        match side {
            Side::Chinese => &self.zh,
            Side::English => &self.en,
        }
    }

    /// The starts of the sentences of one side, to change.
    pub fn side_mut(&mut self, side: Side) -> &mut Vec<SentenceStart> {
        match side {
            Side::Chinese => &mut self.zh,
            Side::English => &mut self.en,
        }
    }

    /// The corrected text of one side, if a reviewer gave one.
    pub fn corrected(&self, side: Side) -> Option<&str> {
        match side {
            Side::Chinese => self.corrected.zh.as_deref(),
            Side::English => self.corrected.en.as_deref(),
        }
    }

    /// Number of sentences on both sides.
    pub fn bead_type(&self) -> BeadType {
        BeadType { zh: self.zh.len(), en: self.en.len() }
    }

    /// Whether one side has no sentence.
    pub fn is_null(&self) -> bool {
        self.zh.is_empty() || self.en.is_empty()
    }

    /// Whether there is nothing in it: such a bead must not stay in a state.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }

    /// The bead's name.
    ///
    /// # Panics
    /// If the bead is empty.
    pub fn key(&self) -> BeadKey {
        match (self.zh.first(), self.en.first()) {
            (Some(&start), _) => BeadKey { side: Side::Chinese, start },
            (None, Some(&start)) => BeadKey { side: Side::English, start },
            (None, None) => panic!("an empty bead has no key"),
        }
    }

    /// Whether its sentences are others than the program put together.
    pub fn was_regrouped(&self) -> bool {
        self.by_hand || self.is_leftover()
    }

    /// Whether it is what an edit of another bead left over.
    pub fn is_leftover(&self) -> bool {
        !self.by_hand && self.confidence == 0.0 && self.status != Status::Auto
    }

    /// Whether a reviewer has dealt with it: confirmed or rejected.
    pub fn is_settled(&self) -> bool {
        matches!(self.status, Status::Confirmed | Status::Rejected)
    }

    /// Whether realignment must leave it alone: settled, or a pair put together by a person.
    pub fn is_fixed(&self) -> bool {
        self.is_settled() || (self.by_hand && !self.is_null())
    }
}

impl SideState {
    /// Position of the sentence that starts at `start`.
    pub fn sentence_index(&self, start: SentenceStart) -> Option<usize> {
        self.sentences.binary_search_by_key(&start, |sentence| sentence.span.start).ok()
    }

    /// The sentence that starts at `start`.
    pub fn sentence(&self, start: SentenceStart) -> Option<&SentenceState> {
        self.sentence_index(start).map(|index| &self.sentences[index])
    }

    /// What to call the version: its title, or its first sentence of running text.
    pub fn heading(&self) -> &str {
        let wanted =
            |sentence: &&SentenceState| matches!(sentence.role, Role::Headline | Role::Body);
        match self.sentences.iter().find(wanted).or(self.sentences.first()) {
            Some(first) if self.title.is_empty() => self.slice(first.span),
            _ => &self.title,
        }
    }

    /// The text of a span.
    pub fn slice(&self, span: CharSpan) -> &str {
        self.text.slice(span)
    }

    /// The sentence that holds the whole of `span`.
    pub fn sentence_around(&self, span: CharSpan) -> Option<&SentenceState> {
        let after = self.sentences.partition_point(|sentence| sentence.span.start <= span.start);
        let sentence = &self.sentences[after.checked_sub(1)?];
        sentence.span.contains(span).then_some(sentence)
    }

    /// The mentions that start inside `span`, in order.
    pub fn mentions_in(
        &self,
        span: CharSpan,
    ) -> impl DoubleEndedIterator<Item = (MentionStart, &MentionState)> {
        self.mentions.range(span.start..span.end).map(|(&start, mention)| (start, mention))
    }

    /// A mention that shares a code point with `span`, other than the one at `except`.
    pub fn mention_over(&self, span: CharSpan, except: Option<MentionStart>) -> Option<CharSpan> {
        self.mentions
            .range(..span.end)
            .rev()
            .take(2)
            .filter(|(start, _)| Some(**start) != except)
            .map(|(&start, mention)| CharSpan::new(start, mention.end))
            .find(|other| other.overlaps(span))
    }
}

impl ArticleState {
    /// One side.
    pub fn side(&self, side: Side) -> &SideState {
        match side {
            Side::Chinese => &self.zh,
            Side::English => &self.en,
        }
    }

    /// One side, to change.
    pub fn side_mut(&mut self, side: Side) -> &mut SideState {
        match side {
            Side::Chinese => &mut self.zh,
            Side::English => &mut self.en,
        }
    }

    /// Position of the bead with this key.
    pub fn position(&self, key: BeadKey) -> Option<usize> {
        self.beads
            .iter()
            .position(|bead| bead.side(key.side).first() == Some(&key.start) && bead.key() == key)
    }

    /// Position of the bead that holds a sentence, at whatever place in it.
    pub fn position_of_sentence(&self, side: Side, start: SentenceStart) -> Option<usize> {
        self.beads.iter().position(|bead| bead.side(side).binary_search(&start).is_ok())
    }

    /// Position of the bead that holds the sentence around a span.
    pub fn position_of_span(&self, side: Side, span: CharSpan) -> Option<usize> {
        let sentence = self.side(side).sentence_around(span)?;
        self.position_of_sentence(side, sentence.span.start)
    }

    /// The links inside a bead: both mentions start in its sentences.
    pub fn links_in(&self, bead: &BeadState) -> Vec<(MentionStart, MentionStart, f64)> {
        let zh = self.mention_starts(bead, Side::Chinese);
        let en = self.mention_starts(bead, Side::English);
        let (Some(&first), Some(&last)) = (zh.first(), zh.last()) else { return Vec::new() };
        self.links
            .range((first, 0)..=(last, usize::MAX))
            .filter(|((z, e), _)| zh.binary_search(z).is_ok() && en.binary_search(e).is_ok())
            .map(|(&(z, e), &confidence)| (z, e, confidence))
            .collect()
    }

    /// Starts of the mentions in a bead's sentences on one side, ascending.
    pub fn mention_starts(&self, bead: &BeadState, side: Side) -> Vec<MentionStart> {
        let version = self.side(side);
        bead.side(side)
            .iter()
            .filter_map(|&start| version.sentence(start))
            .flat_map(|sentence| version.mentions_in(sentence.span).map(|(start, _)| start))
            .collect()
    }

    /// What the bead is in the article: the role of its first sentence.
    pub fn role(&self, bead: &BeadState) -> Role {
        let first =
            |side| bead.side(side).first().and_then(|&start| self.side(side).sentence(start));
        first(Side::Chinese).or_else(|| first(Side::English)).map(|s| s.role).unwrap_or_default()
    }

    /// A number that changes with anything that the bead's row shows; for noticing stale actions.
    pub fn revision(&self, bead: &BeadState) -> u64 {
        let mut hash = DefaultHasher::new();
        (bead.status as u8, bead.by_hand, bead.marked, &bead.comment, &bead.corrected)
            .hash(&mut hash);
        for side in Side::BOTH {
            for &start in bead.side(side) {
                let version = self.side(side);
                let Some(sentence) = version.sentence(start) else { continue };
                (side, sentence.span).hash(&mut hash);
                version.mentions_in(sentence.span).for_each(|mention| mention.hash(&mut hash));
            }
        }
        for (zh, en, _) in self.links_in(bead) {
            (zh, en).hash(&mut hash);
        }
        hash.finish()
    }

    /// For each bead, whether it stands in inverted order to another with text on both sides.
    ///
    /// Beads stand in the order of the Chinese text, so a pair is crossed exactly if an earlier
    /// pair begins later in the English, or a later pair begins earlier.
    pub fn crossings(&self) -> Vec<bool> {
        let first_en: Vec<Option<usize>> = self
            .beads
            .iter()
            .map(|bead| if bead.is_null() { None } else { bead.en.first().copied() })
            .collect();
        let mut crossing = vec![false; self.beads.len()];
        let mut highest = None;
        for (flag, start) in crossing.iter_mut().zip(&first_en) {
            *flag = start.is_some() && *start < highest;
            highest = highest.max(*start);
        }
        let mut lowest = usize::MAX;
        for (flag, start) in crossing.iter_mut().zip(&first_en).rev() {
            if let Some(start) = *start {
                *flag |= start > lowest;
                lowest = lowest.min(start);
            }
        }
        crossing
    }

    /// Whether this is the other state; what the two share is not looked at.
    pub fn is_same(&self, other: &Self) -> bool {
        let same_side = |side: Side| {
            let (one, other) = (self.side(side), other.side(side));
            shared_or_equal(&one.sentences, &other.sentences)
                && shared_or_equal(&one.mentions, &other.mentions)
                && shared_or_equal(&one.text, &other.text)
        };
        let same_bead =
            |(one, other): (&Arc<BeadState>, &Arc<BeadState>)| shared_or_equal(one, other);
        self.beads.len() == other.beads.len()
            && self.beads.iter().zip(&other.beads).all(same_bead)
            && Side::BOTH.into_iter().all(same_side)
            && shared_or_equal(&self.links, &other.links)
            && self.names == other.names
    }

    /// Check the invariants: each sentence in exactly one bead, mentions and sentences apart.
    ///
    /// # Errors
    /// The first rule that is broken, in a sentence.
    pub fn check(&self) -> Result<(), String> {
        for side in Side::BOTH {
            let version = self.side(side);
            let mut held: Vec<usize> =
                self.beads.iter().flat_map(|bead| bead.side(side)).copied().collect();
            held.sort_unstable();
            let starts: Vec<usize> = version.sentences.iter().map(|s| s.span.start).collect();
            if held != starts {
                return Err(format!(
                    "{side}: the beads hold {held:?}, the sentences are {starts:?}"
                ));
            }
            if version.sentences.windows(2).any(|pair| pair[0].span.end > pair[1].span.start) {
                return Err(format!("{side}: sentences overlap"));
            }
            let mentions: Vec<_> = version.mentions.iter().collect();
            if mentions.windows(2).any(|pair| pair[0].1.end > *pair[1].0) {
                return Err(format!("{side}: mentions overlap"));
            }
        }
        for bead in &self.beads {
            if bead.is_empty() {
                return Err("an empty bead".into());
            }
            if !bead.zh.is_sorted() || !bead.en.is_sorted() {
                return Err(format!("bead {}: sentences out of order", bead.key()));
            }
        }
        let linked = |&(zh, en): &(usize, usize)| {
            self.zh.mentions.contains_key(&zh) && self.en.mentions.contains_key(&en)
        };
        if !self.links.keys().all(linked) {
            return Err("a link to a mention that is not there".into());
        }
        Ok(())
    }
}

fn shared_or_equal<T: PartialEq>(one: &Arc<T>, other: &Arc<T>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}
