//! One correction of a name, applied to an article or the whole corpus after a preview.

use serde::Deserialize;

use super::action::Action;
use super::desk::Desk;
use super::state::{ArticleState, BeadState, SideState};
use crate::document::Side;
use crate::mention::Label;
use crate::text::CharSpan;

/// What is to be done wherever a text stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// On which side.
    pub side: Side,
    /// The text of the name.
    pub text: String,
    /// What to do.
    pub what: What,
    /// The label to set.
    pub label: Label,
    /// What to write in its place in an export.
    #[serde(default)]
    pub with: String,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Set the label of the mentions that have this text.
    Label,
    /// Tag the text where it is not tagged.
    Add,
    /// Remove the mentions that have this text.
    Delete,
    /// Write another text in its place in exports: one rendering of a name everywhere.
    Write,
}

/// A place that a change would touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub index: usize,
    /// The side.
    pub side: Side,
    /// Where in its text.
    pub span: CharSpan,
}

/// The places that `change` would touch in the given articles, in order.
pub fn places(desk: &Desk, articles: &[usize], change: &Change) -> Vec<Place> {
    let mut places = Vec::new();
    if change.text.is_empty() {
        return places;
    }
    for &index in articles {
        let spans = spans(desk.state(index), change);
        places.extend(spans.into_iter().map(|span| Place { index, side: change.side, span }));
    }
    places
}

fn spans(state: &ArticleState, change: &Change) -> Vec<CharSpan> {
    let version = state.side(change.side);
    match change.what {
        What::Add => untagged(version, change),
        What::Label => tagged(version, change, |label| label != change.label),
        What::Delete => tagged(version, change, |_| true),
        What::Write if ["", change.text.as_str()].contains(&change.with.trim()) => Vec::new(),
        What::Write => {
            let spans = tagged(version, change, |_| true);
            spans.into_iter().filter(|&span| rewritten_row(state, change, span).is_some()).collect()
        }
    }
}

/// The bead around a mention, with the text that it has once the change is made; none if the
/// mention's text does not stand there any more.
fn rewritten_row<'a>(
    state: &'a ArticleState,
    change: &Change,
    span: CharSpan,
) -> Option<(&'a BeadState, String)> {
    let bead = &state.beads[state.position_of_span(change.side, span)?];
    let text = match bead.corrected(change.side) {
        Some(text) => written_anew(text, change),
        None => source_with(state.side(change.side), bead, change),
    };
    text.map(|text| (&**bead, text))
}

/// A text that a reviewer corrected before: there it is not known what is a mention.
fn written_anew(text: &str, change: &Change) -> Option<String> {
    let new = text.replace(&change.text, change.with.trim());
    (text.contains(&change.text) && !text.contains(change.with.trim())).then_some(new)
}

/// The source's text with the mentions of the change's text written anew.
fn source_with(version: &SideState, bead: &BeadState, change: &Change) -> Option<String> {
    let mut pieces = Vec::new();
    let mut is_changed = false;
    for sentence in bead.side(change.side).iter().filter_map(|&start| version.sentence(start)) {
        let (mut text, mut at) = (String::new(), sentence.span.start);
        for (start, mention) in version.mentions_in(sentence.span) {
            let span = CharSpan::new(start, mention.end);
            if version.slice(span) == change.text {
                text.push_str(version.slice(CharSpan { start: at, end: start }));
                text.push_str(change.with.trim());
                at = mention.end;
                is_changed = true;
            }
        }
        text.push_str(version.slice(CharSpan { start: at, end: sentence.span.end }));
        pieces.push(text);
    }
    is_changed.then(|| pieces.join(if change.side == Side::English { " " } else { "" }))
}

/// The mentions of an entity in the given articles: what a change of its names is about.
pub fn mentions_of(desk: &Desk, articles: &[usize], entity: &str) -> Vec<Place> {
    let of_side = |index: usize, side: Side| {
        let mentions = desk.state(index).side(side).mentions.iter();
        mentions.filter(|(_, mention)| mention.entity == entity).map(move |(&start, mention)| {
            Place { index, side, span: CharSpan::new(start, mention.end) }
        })
    };
    let sides = |&index: &usize| Side::BOTH.into_iter().flat_map(move |side| of_side(index, side));
    articles.iter().flat_map(sides).collect()
}

/// Mentions with the text of the change and a label that is wanted.
fn tagged(version: &SideState, change: &Change, wanted: impl Fn(Label) -> bool) -> Vec<CharSpan> {
    let spans = version.mentions.iter().filter(|(_, mention)| wanted(mention.label));
    let spans = spans.map(|(&start, mention)| CharSpan::new(start, mention.end));
    spans.filter(|&span| version.slice(span) == change.text).collect()
}

/// Occurrences of the text inside a sentence that no mention touches; in English, whole words.
fn untagged(version: &SideState, change: &Change) -> Vec<CharSpan> {
    let text = version.text.as_str();
    let is_whole = |byte: usize| {
        let end = byte + change.text.len();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        change.side == Side::Chinese
            || !(letter(text[..byte].chars().next_back()) || letter(text[end..].chars().next()))
    };
    text.match_indices(&change.text)
        .filter(|(byte, _)| is_whole(*byte))
        .map(|(byte, found)| version.text.span_of_bytes(byte..byte + found.len()))
        .filter(|&span| version.mention_over(span, None).is_none())
        .filter(|&span| version.sentence_around(span).is_some())
        .collect()
}

/// The actions for these places: one step for each article.
pub fn actions(desk: &Desk, places: &[Place], change: &Change) -> Vec<(usize, Action)> {
    let steps = places.chunk_by(|one, other| one.index == other.index);
    steps
        .map(|step| {
            let state = desk.state(step[0].index);
            let mut actions: Vec<Action> = Vec::new();
            for action in step.iter().filter_map(|place| action(state, place, change)) {
                // Several mentions of one row are one correction of it.
                if !actions.contains(&action) {
                    actions.push(action);
                }
            }
            (step[0].index, Action::Many { actions })
        })
        .collect()
}

fn action(state: &ArticleState, place: &Place, change: &Change) -> Option<Action> {
    let (side, mention) = (place.side, place.span.start);
    let CharSpan { start, end } = place.span;
    Some(match change.what {
        What::Label => Action::SetLabel { side, mention, label: change.label },
        What::Delete => Action::DeleteMention { side, mention },
        What::Add => {
            Action::AddMention { side, start, end, label: change.label, entity: String::new() }
        }
        What::Write => {
            let (bead, text) = rewritten_row(state, change, place.span)?;
            Action::Correct { bead: bead.key(), side, text: Some(text) }
        }
    })
}
