//! One correction of a name, applied to an article or the whole corpus after a preview.

use serde::Deserialize;

use super::action::Action;
use super::desk::Desk;
use super::state::{ArticleState, SideState};
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
    }
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
pub fn actions(places: &[Place], change: &Change) -> Vec<(usize, Action)> {
    let action = |place: &Place| {
        let (side, mention) = (place.side, place.span.start);
        let CharSpan { start, end } = place.span;
        match change.what {
            What::Label => Action::SetLabel { side, mention, label: change.label },
            What::Delete => Action::DeleteMention { side, mention },
            What::Add => {
                Action::AddMention { side, start, end, label: change.label, entity: String::new() }
            }
        }
    };
    let steps = places.chunk_by(|one, other| one.index == other.index);
    steps
        .map(|step| (step[0].index, Action::Many { actions: step.iter().map(action).collect() }))
        .collect()
}
