//! A corpus was built again: which corrections of the earlier build still fit the new one.
//!
//! Sentences are found again by their text, nearest to where they stood. A reviewed bead fits if
//! all its sentences are found; a change of a mention if its sentence is. What does not fit is
//! listed with its texts, so that nothing is dropped in silence.
//!
//! The history is carried step by step, so that undo goes on across the rebuild: each action of
//! the reviewer becomes what it changed, said in the offsets of the new build.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::action::{Action, CarriedBead, Refusal};
use super::diff::changed_stretch;
use super::edit;
use super::history::History;
use super::state::{ArticleState, BeadKey, BeadState, Corrected, SentenceState, SideState};
use crate::document::Side;
use crate::record::Status;
use crate::text::CharSpan;

/// A correction that fits nowhere in the present corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfitting {
    /// The Chinese text that it was about, `""` if none.
    pub zh: String,
    /// The English text that it was about, `""` if none.
    pub en: String,
    /// What the reviewer had made of it.
    pub was: Was,
    /// Why it does not fit: the key of the words that say so.
    pub reason: String,
}

/// What a correction was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Was {
    /// A reviewed bead.
    Bead {
        /// Its status.
        status: Status,
        /// Its note.
        comment: String,
        /// Its corrected texts.
        corrected: Corrected,
    },
    /// A change of a name.
    Name {
        /// The name's text.
        text: String,
        /// Its label, `""` if it was deleted.
        label: String,
    },
}

/// What is carried over.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// What was done, or done and undone, and fits: as actions on the new build, oldest first.
    pub actions: Vec<Action>,
    /// How many of them, counted from the end, had been undone.
    pub undone: usize,
    /// What does not fit.
    pub unfitting: Vec<Unfitting>,
}

/// Carry a review of an earlier build of an article over to `fresh`, a new build of it.
///
/// # Errors
/// If the history cannot be replayed on its own base.
pub fn carry(history: &History, fresh: &ArticleState) -> Result<Carried, Refusal> {
    let mut carrier = Carrier::new(fresh.clone());
    let mut actions = Vec::new();
    let mut at = history.base().clone();
    for action in history.done() {
        let next = Arc::new(edit::apply(&at, action)?);
        actions.extend(carrier.step(&at, &next));
        at = next;
    }
    // Once more as a whole: what a step could not do, later steps may have made possible.
    carrier.unfitting.clear();
    let settling = carrier.whole(history.base(), &at);
    let unfitting = std::mem::take(&mut carrier.unfitting);
    let is_settled = settling.is_none();
    actions.extend(settling);
    let done = actions.len();
    for action in history.undone().iter().filter(|_| is_settled) {
        let next = Arc::new(edit::apply(&at, action)?);
        actions.extend(carrier.step(&at, &next));
        at = next;
    }
    Ok(Carried { undone: actions.len() - done, actions, unfitting })
}

/// The key of the words of a refusal.
fn reason_of(refusal: &Refusal) -> String {
    format!("refuse.{}", refusal.code())
}

/// Whether a person said something about the bead. What was merely left over by an edit of
/// another bead is not carried: it arises again.
fn is_reviewed(bead: &BeadState) -> bool {
    (bead.status != Status::Auto && !(bead.is_leftover() && bead.status == Status::Edited))
        || bead.marked
        || !bead.comment.is_empty()
        || bead.corrected != Corrected::default()
}

/// Where the sentences of an earlier build stand in the new text.
struct Places {
    by_start: HashMap<usize, CharSpan>,
}

impl Places {
    fn of(old: &SideState, new: &SideState) -> Self {
        let same_text = old.text.as_str() == new.text.as_str();
        let (mut by_start, mut shift) = (HashMap::new(), 0isize);
        for sentence in old.sentences.iter() {
            let span = sentence.span;
            let found =
                if same_text { Some(span) } else { find(old.slice(span), span, shift, new) };
            if let Some(found) = found {
                shift = found.start as isize - span.start as isize;
                by_start.insert(span.start, found);
            }
        }
        Self { by_start }
    }
}

/// The occurrence of `text` nearest to where it is expected.
fn find(text: &str, old: CharSpan, shift: isize, new: &SideState) -> Option<CharSpan> {
    let expected = old.start as isize + shift;
    let starts = new.text.as_str().match_indices(text).map(|(byte, _)| new.text.char_of_byte(byte));
    let start = starts.min_by_key(|&start| (start as isize - expected).abs())?;
    Some(CharSpan::new(start, start + old.len()))
}

/// Sentences, and where they stand.
type Seen = (Arc<Vec<SentenceState>>, Arc<Places>);

struct Carrier {
    state: ArticleState,
    actions: Vec<Action>,
    unfitting: Vec<Unfitting>,
    /// Where the sentences of each side stand, for the sentences that were seen last.
    places: [Option<Seen>; 2],
}

impl Carrier {
    fn new(state: ArticleState) -> Self {
        Self { state, actions: Vec::new(), unfitting: Vec::new(), places: [None, None] }
    }

    /// What one action of the reviewer changed, as one action on the new build.
    fn step(&mut self, before: &ArticleState, after: &ArticleState) -> Option<Action> {
        let (old, new) = changed_stretch(before, after);
        let old: HashMap<BeadKey, &Arc<BeadState>> =
            before.beads[old].iter().map(|bead| (bead.key(), bead)).collect();
        let new: HashSet<BeadKey> = after.beads[new].iter().map(|bead| bead.key()).collect();
        self.carry_state(before, after, |bead| {
            let other = old.get(&bead.key());
            new.contains(&bead.key())
                && !other.is_some_and(|other| Arc::ptr_eq(other, bead) || *other == bead)
                && (is_reviewed(bead) || other.is_some_and(|other| is_reviewed(other)))
        })
    }

    /// All that a reviewer made of the article, as one action on the new build.
    fn whole(&mut self, base: &ArticleState, reviewed: &ArticleState) -> Option<Action> {
        self.carry_state(base, reviewed, |bead| is_reviewed(bead))
    }

    fn carry_state(
        &mut self,
        before: &ArticleState,
        after: &ArticleState,
        wanted: impl Fn(&Arc<BeadState>) -> bool,
    ) -> Option<Action> {
        let start = self.state.clone();
        let places =
            [self.places_of(&after.zh, Side::Chinese), self.places_of(&after.en, Side::English)];
        for bead in after.beads.iter().filter(|bead| wanted(bead)) {
            self.carry_bead(after, bead, &places);
        }
        for side in Side::BOTH {
            let (old, new) = (before.side(side), after.side(side));
            if !Arc::ptr_eq(&old.mentions, &new.mentions) {
                self.carry_mentions(old, new, side, &places[side as usize]);
            }
        }
        if !Arc::ptr_eq(&before.links, &after.links) {
            self.carry_links(before, after, &places);
        }
        self.carry_names(before, after);
        let mut actions = std::mem::take(&mut self.actions);
        match actions.len() {
            0 => None,
            1 => actions.pop(),
            // A mention that is there already was taken away and put back.
            _ if self.state == start => None,
            _ => Some(Action::Many { actions }),
        }
    }

    /// Where the sentences of a side stand in the new text; they seldom change between two steps.
    fn places_of(&mut self, old: &SideState, side: Side) -> Arc<Places> {
        let new = match side {
            Side::Chinese => &self.state.zh,
            Side::English => &self.state.en,
        };
        match &self.places[side as usize] {
            Some((sentences, places)) if Arc::ptr_eq(sentences, &old.sentences) => places.clone(),
            _ => {
                let places = Arc::new(Places::of(old, new));
                self.places[side as usize] = Some((old.sentences.clone(), places.clone()));
                places
            }
        }
    }

    /// Do an action if it changes anything.
    fn try_action(&mut self, action: Action) -> Result<(), Refusal> {
        let next = edit::apply(&self.state, &action)?;
        if !next.is_same(&self.state) {
            self.state = next;
            self.actions.push(action);
        }
        Ok(())
    }

    fn carry_names(&mut self, before: &ArticleState, after: &ArticleState) {
        let changed = after.names.iter().filter(|(id, names)| before.names.get(*id) != Some(names));
        for (entity, names) in changed {
            let (entity, zh, en) = (entity.clone(), names.zh.clone(), names.en.clone());
            let rename =
                Action::RenameEntity { entity: entity.clone(), zh: zh.clone(), en: en.clone() };
            match self.try_action(rename) {
                Ok(()) | Err(Refusal::NoChange) => {}
                Err(refusal) => {
                    let was = Was::Name { text: entity, label: String::new() };
                    self.unfitting.push(Unfitting { zh, en, was, reason: reason_of(&refusal) });
                }
            }
        }
    }

    fn carry_bead(&mut self, reviewed: &ArticleState, bead: &BeadState, places: &[Arc<Places>; 2]) {
        let spans = |side: Side| -> Option<Vec<(usize, usize)>> {
            let place = |start| places[side as usize].by_start.get(start).map(|s| (s.start, s.end));
            bead.side(side).iter().map(place).collect()
        };
        let reason = match (spans(Side::Chinese), spans(Side::English)) {
            (Some(zh), Some(en)) => {
                let carried = CarriedBead {
                    zh,
                    en,
                    status: bead.status,
                    by_hand: bead.by_hand,
                    marked: bead.marked,
                    comment: bead.comment.clone(),
                    corrected: bead.corrected.clone(),
                    confidence: (!bead.by_hand).then_some(bead.confidence),
                };
                match self.try_action(Action::Carry(carried)) {
                    Ok(()) | Err(Refusal::NoChange) => return,
                    Err(refusal) => reason_of(&refusal),
                }
            }
            _ => "unfit.row".to_owned(),
        };
        self.unfitting.push(Unfitting {
            zh: text_of(reviewed, bead, Side::Chinese),
            en: text_of(reviewed, bead, Side::English),
            was: Was::Bead {
                status: bead.status,
                comment: bead.comment.clone(),
                corrected: bead.corrected.clone(),
            },
            reason,
        });
    }

    /// Carry what was changed in the mentions of one side: first what went, then what came.
    fn carry_mentions(
        &mut self,
        base: &SideState,
        reviewed: &SideState,
        side: Side,
        places: &Places,
    ) {
        let went =
            base.mentions.iter().filter(|(start, old)| reviewed.mentions.get(start) != Some(old));
        for (&start, old) in went {
            let span = CharSpan::new(start, old.end);
            let Some(moved) = moved(reviewed, span, places) else { continue };
            if self.state.side(side).mentions.get(&moved.start).is_some_and(|m| m.end == moved.end)
            {
                let _ = self.try_action(Action::DeleteMention { side, mention: moved.start });
            }
        }
        let came =
            reviewed.mentions.iter().filter(|(start, new)| base.mentions.get(start) != Some(new));
        for (&start, new) in came {
            let span = CharSpan::new(start, new.end);
            let reason = match moved(reviewed, span, places) {
                None => "unfit.name".to_owned(),
                Some(moved) => match self.put_mention(side, moved, new.label, &new.entity) {
                    Ok(()) => continue,
                    Err(refusal) => reason_of(&refusal),
                },
            };
            let sentence =
                reviewed.sentence_around(span).map(|s| reviewed.slice(s.span).to_owned());
            let sentence = sentence.unwrap_or_default();
            let (zh, en) = match side {
                Side::Chinese => (sentence, String::new()),
                Side::English => (String::new(), sentence),
            };
            let (text, label) = (reviewed.slice(span).to_owned(), new.label.name().to_owned());
            self.unfitting.push(Unfitting { zh, en, was: Was::Name { text, label }, reason });
        }
    }

    /// Tag a span, in the place of whatever mentions the new build has there.
    fn put_mention(
        &mut self,
        side: Side,
        span: CharSpan,
        label: crate::mention::Label,
        entity: &str,
    ) -> Result<(), Refusal> {
        while let Some(other) = self.state.side(side).mention_over(span, None) {
            self.try_action(Action::DeleteMention { side, mention: other.start })?;
        }
        let (start, end) = (span.start, span.end);
        self.try_action(Action::AddMention { side, start, end, label, entity: entity.to_owned() })
    }

    /// Links that a reviewer made or removed; a link whose mention is gone went with it.
    fn carry_links(
        &mut self,
        base: &ArticleState,
        reviewed: &ArticleState,
        places: &[Arc<Places>; 2],
    ) {
        let place = |side: Side, start: usize| {
            let version = reviewed.side(side);
            let end = version.mentions.get(&start).map_or(start + 1, |mention| mention.end);
            moved(version, CharSpan::new(start, end), &places[side as usize]).map(|span| span.start)
        };
        for &(zh, en) in base.links.keys().filter(|key| !reviewed.links.contains_key(key)) {
            if let (Some(zh), Some(en)) = (place(Side::Chinese, zh), place(Side::English, en)) {
                let _ = self.try_action(Action::UnlinkMentions { zh, en });
            }
        }
        for &(zh, en) in reviewed.links.keys() {
            if let (Some(zh), Some(en)) = (place(Side::Chinese, zh), place(Side::English, en))
                && !self.state.links.contains_key(&(zh, en))
            {
                let _ = self.try_action(Action::LinkMentions { zh, en });
            }
        }
    }
}

/// Where a span inside a sentence of the earlier build stands in the new text.
fn moved(old: &SideState, span: CharSpan, places: &Places) -> Option<CharSpan> {
    let sentence = old.sentence_around(span)?.span;
    let found = places.by_start.get(&sentence.start)?;
    Some(span.relative_to(sentence.start).shifted(found.start))
}

/// The text of one side of a bead, for reading.
fn text_of(state: &ArticleState, bead: &BeadState, side: Side) -> String {
    let version = state.side(side);
    let sentences = bead.side(side).iter().filter_map(|&start| version.sentence(start));
    let texts: Vec<&str> = sentences.map(|sentence| version.slice(sentence.span)).collect();
    texts.join(if side == Side::English { " " } else { "" })
}
