//! The flags of a row as it stands now.
//!
//! A row that nobody regrouped keeps the flags that the program gave it, without what a reviewer's
//! names have settled since. A row that somebody regrouped is checked anew, by the same checks:
//! they get an article that consists of this row, with what the whole article knows of its names.
//! Pages and exports ask here, so that they say the same.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::records::language;
use super::state::{ArticleState, BeadState, MentionState};
use crate::bead::{Alignment, Bead};
use crate::check;
use crate::document::{Article, Paragraph, Sentence, Side, Version};
use crate::flag::Flag;
use crate::link::is_acronym;
use crate::mention::{Entity, Label, Mention, Naming};
use crate::text::{CharSpan, Text};

/// Asks for the flags of the rows of one state.
#[derive(Debug)]
pub struct Checker<'a> {
    state: &'a ArticleState,
    /// The mentions of each entity; looked at only if a row needs it.
    mentions: OnceCell<HashMap<&'a str, Vec<Place<'a>>>>,
}

/// A mention and where it stands.
#[derive(Debug)]
struct Place<'a> {
    side: Side,
    start: usize,
    mention: &'a MentionState,
}

impl<'a> Checker<'a> {
    /// For the rows of `state`.
    pub fn of(state: &'a ArticleState) -> Self {
        Self { state, mentions: OnceCell::new() }
    }

    /// The flags of a bead of the state, sorted.
    pub fn flags<'b>(&self, bead: &'b BeadState) -> Cow<'b, [Flag]> {
        if bead.was_regrouped() {
            return Cow::Owned(self.fresh(bead));
        }
        let is_settled = bead.flags.contains(&Flag::NameMissing)
            && !self.fresh(bead).contains(&Flag::NameMissing);
        if is_settled {
            let left = bead.flags.iter().filter(|&&flag| flag != Flag::NameMissing);
            return Cow::Owned(left.copied().collect());
        }
        Cow::Borrowed(&bead.flags)
    }

    /// Whether what is said elsewhere about names can change the flags of a bead.
    pub fn depends_on_names(bead: &BeadState) -> bool {
        bead.was_regrouped() || bead.flags.contains(&Flag::NameMissing)
    }

    /// What the checks say to the bead as it is.
    fn fresh(&self, bead: &BeadState) -> Vec<Flag> {
        let parts = Side::BOTH.map(|side| part(self.state, bead, side));
        let ids: BTreeSet<&str> =
            parts.iter().flat_map(|part| &part.mentions).map(|m| m.entity.as_str()).collect();
        let entities = ids.iter().filter_map(|id| self.entity(id)).collect();
        let counts = parts.each_ref().map(|part| part.version.sentences.len());
        let all = |count: usize| (0..count).collect::<Vec<_>>();
        let [zh, en] = parts;
        let naming = Naming { zh: zh.mentions, en: en.mentions, links: Vec::new(), entities };
        let article = Article { zh: zh.version, en: en.version, ..Article::default() };
        let mut one = Bead::of(all(counts[0]), all(counts[1]));
        one.confidence = bead.confidence;
        let mut flags = check::flags(&article, &Alignment { beads: vec![one] }, &naming)
            .pop()
            .unwrap_or_default();
        if !self.introduces_acronym(bead) {
            flags.retain(|&flag| flag != Flag::AcronymUnexplained);
        }
        flags
    }

    fn mentions(&self, entity: &str) -> &[Place<'a>] {
        let by_entity = self.mentions.get_or_init(|| {
            let mut by_entity: HashMap<&str, Vec<Place<'_>>> = HashMap::new();
            for side in Side::BOTH {
                for (&start, mention) in self.state.side(side).mentions.iter() {
                    let places = by_entity.entry(&mention.entity).or_default();
                    places.push(Place { side, start, mention });
                }
            }
            by_entity
        });
        by_entity.get(entity).map_or(&[], Vec::as_slice)
    }

    /// An entity of the article, with the most frequent name of each side as the preferred one.
    fn entity(&self, id: &str) -> Option<Entity> {
        let places = self.mentions(id);
        let label = places.first().filter(|_| !id.is_empty())?.mention.label;
        let named = |side: Side| {
            let version = self.state.side(side);
            let mut writings: BTreeMap<&str, usize> = BTreeMap::new();
            for place in places.iter().filter(|place| place.side == side) {
                let text = version.slice(CharSpan::new(place.start, place.mention.end));
                *writings.entry(text).or_default() += 1;
            }
            // Of equally frequent ones the first in the alphabet.
            let preferred =
                writings.iter().max_by_key(|(text, count)| (**count, std::cmp::Reverse(**text)));
            let preferred = preferred.map_or("", |(text, _)| *text).to_owned();
            let aliases = writings.into_keys().filter(|text| *text != preferred);
            (preferred.clone(), aliases.map(str::to_owned).collect::<Vec<_>>())
        };
        let ((zh, zh_aliases), (en, en_aliases)) = (named(Side::Chinese), named(Side::English));
        let id = id.to_owned();
        Some(Entity { id, label, zh, en, zh_aliases, en_aliases, confidence: 1.0 })
    }

    /// Whether an acronym stands here for the first time on its side.
    fn introduces_acronym(&self, bead: &BeadState) -> bool {
        Side::BOTH.into_iter().any(|side| {
            let version = self.state.side(side);
            let is_first = |start: &usize| {
                let Some(mention) = version.mentions.get(start) else { return false };
                let places = || self.mentions(&mention.entity).iter();
                let first = || places().find(|place| place.side == side).map(|place| place.start);
                mention.label == Label::Org
                    && is_acronym(version.slice(CharSpan::new(*start, mention.end)))
                    && first() == Some(*start)
            };
            self.state.mention_starts(bead, side).iter().any(is_first)
        })
    }
}

/// One side of a row as a version of its own.
struct Part {
    version: Version,
    mentions: Vec<Mention>,
}

fn part(state: &ArticleState, bead: &BeadState, side: Side) -> Part {
    let whole = state.side(side);
    let mut text = String::new();
    let (mut sentences, mut paragraphs, mut mentions) = (Vec::new(), Vec::new(), Vec::new());
    let mut length = 0;
    for sentence in bead.side(side).iter().filter_map(|&start| whole.sentence(start)) {
        let span = CharSpan::new(length, length + sentence.span.len());
        sentences.push(Sentence { span, paragraph: paragraphs.len(), role: sentence.role });
        paragraphs.push(Paragraph { span, role: sentence.role });
        text.push_str(whole.slice(sentence.span));
        text.push('\n');
        let moved = |(start, mention): (usize, &MentionState)| {
            let from = start - sentence.span.start + span.start;
            mention_of(mention, CharSpan::new(from, from + mention.end - start))
        };
        mentions.extend(whole.mentions_in(sentence.span).map(moved));
        length = span.end + 1;
    }
    let version = Version {
        language: language(&whole.lang),
        text: Text::new(text),
        paragraphs,
        sentences,
        ..Version::default()
    };
    Part { version, mentions }
}

fn mention_of(mention: &MentionState, span: CharSpan) -> Mention {
    Mention {
        span,
        label: mention.label,
        source: mention.source,
        probability: 1.0,
        entity: mention.entity.clone(),
    }
}
