//! Editing: one pure function from a state and an action to the next state or a refusal.
//!
//! [`beads`] regroups sentences, [`sentences`] cuts them anew, [`names`] changes mentions, links
//! and entities. Nothing here knows of pages, files or time.

mod beads;
mod names;
mod sentences;

use std::sync::Arc;

use super::action::{Action, Refusal};
use super::state::{ArticleState, BeadKey, BeadState, Corrected};
use crate::document::Side;
use crate::record::Status;

/// The longest note or corrected text, in bytes; the longest cell seen is far below.
const LONGEST_TEXT: usize = 256 * 1024;

/// What `action` makes of `state`, or why it is not done.
///
/// # Errors
/// The refusal says what stands against it in words for the reviewer.
pub fn apply(state: &ArticleState, action: &Action) -> Result<ArticleState, Refusal> {
    let mut next = state.clone();
    edit(&mut next, action)?;
    names::link_regrouped(state, &mut next);
    Ok(next)
}

fn edit(state: &mut ArticleState, action: &Action) -> Result<(), Refusal> {
    match action {
        Action::SetStatus { bead, status } => set_status(state, *bead, *status),
        Action::ConfirmTo { bead } => confirm_to(state, *bead),
        Action::Mark { bead, on } => change(state, *bead, |bead| bead.marked = *on),
        Action::Comment { bead, text } => comment(state, *bead, text),
        Action::Correct { bead, side, text } => correct(state, *bead, *side, text.as_deref()),
        Action::Merge { bead, way } => beads::merge(state, *bead, *way),
        Action::Split { side, sentence, other } => beads::split(state, *side, *sentence, *other),
        Action::Move { side, sentence, way } => beads::move_sentence(state, *side, *sentence, *way),
        Action::Swap { bead, way } => beads::swap(state, *bead, *way),
        Action::Unlink { bead } => beads::unlink(state, *bead),
        Action::Link { zh, en } => beads::link(state, zh, en),
        Action::Realign { beads } => beads::realign(state, beads),
        Action::CutSentence { side, sentence, at } => sentences::cut(state, *side, *sentence, *at),
        Action::JoinSentence { side, sentence } => sentences::join(state, *side, *sentence),
        Action::Carry(bead) => sentences::carry(state, bead),
        Action::SetLabel { side, mention, label } => {
            names::set_label(state, *side, *mention, *label)
        }
        Action::AddMention { side, start, end, label, entity } => {
            names::add(state, *side, (*start, *end), *label, entity)
        }
        Action::ResizeMention { side, mention, start, end } => {
            names::resize(state, *side, *mention, (*start, *end))
        }
        Action::DeleteMention { side, mention } => names::delete(state, *side, *mention),
        Action::LinkMentions { zh, en } => names::link(state, *zh, *en),
        Action::UnlinkMentions { zh, en } => names::unlink(state, *zh, *en),
        Action::RenameEntity { entity, zh, en } => names::rename(state, entity, zh, en),
        Action::MergeEntity { from, into } => names::merge(state, from, into),
        Action::Many { actions } => actions.iter().try_for_each(|action| edit(state, action)),
    }
}

/// Position of a bead, or the refusal that it is gone.
fn find(state: &ArticleState, key: BeadKey) -> Result<usize, Refusal> {
    state.position(key).ok_or(Refusal::NoBead)
}

/// Change one bead in place; refused if that changes nothing.
fn change(
    state: &mut ArticleState,
    key: BeadKey,
    edit: impl FnOnce(&mut BeadState),
) -> Result<(), Refusal> {
    let position = find(state, key)?;
    let mut bead = (*state.beads[position]).clone();
    edit(&mut bead);
    if bead == *state.beads[position] {
        return Err(Refusal::NoChange);
    }
    state.beads[position] = Arc::new(bead);
    Ok(())
}

fn set_status(state: &mut ArticleState, key: BeadKey, status: Status) -> Result<(), Refusal> {
    change(state, key, |bead| {
        bead.status = match status {
            Status::Confirmed | Status::Rejected => status,
            Status::Auto | Status::Edited => unsettled_status(bead),
        };
    })
}

/// The status of a bead that is neither confirmed nor rejected.
fn unsettled_status(bead: &BeadState) -> Status {
    if bead.by_hand || bead.corrected != Corrected::default() {
        Status::Edited
    } else {
        Status::Auto
    }
}

fn confirm_to(state: &mut ArticleState, key: BeadKey) -> Result<(), Refusal> {
    let last = find(state, key)?;
    let mut changed = false;
    for bead in state.beads[..=last].iter_mut().filter(|bead| !bead.is_settled()) {
        Arc::make_mut(bead).status = Status::Confirmed;
        changed = true;
    }
    if changed { Ok(()) } else { Err(Refusal::NoChange) }
}

fn comment(state: &mut ArticleState, key: BeadKey, text: &str) -> Result<(), Refusal> {
    if text.len() > LONGEST_TEXT {
        return Err(Refusal::TooLong);
    }
    change(state, key, |bead| bead.comment = text.trim().to_owned())
}

fn correct(
    state: &mut ArticleState,
    key: BeadKey,
    side: Side,
    text: Option<&str>,
) -> Result<(), Refusal> {
    if text.is_some_and(|text| text.len() > LONGEST_TEXT) {
        return Err(Refusal::TooLong);
    }
    change(state, key, |bead| {
        let text = text.map(|text| text.trim().to_owned());
        match side {
            Side::Chinese => bead.corrected.zh = text,
            Side::English => bead.corrected.en = text,
        }
        bead.status = match bead.status {
            Status::Rejected => Status::Rejected,
            _ if bead.corrected != Corrected::default() => Status::Edited,
            Status::Edited => unsettled_status(bead),
            status => status,
        };
    })
}

#[cfg(test)]
pub(super) mod tests;
