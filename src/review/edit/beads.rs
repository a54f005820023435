//! Regrouping sentences into beads: merge, split, move, swap, unlink, link, realign.
//!
//! What a person puts together counts as theirs ([`made`]); what is left over when sentences are
//! taken out of a bead is nobody's decision ([`left`]) and shows as doubtful.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::action::{RealignedBead, Refusal, Way};
use super::super::state::{
    ArticleState, BeadKey, BeadState, Corrected, SentenceStart, SideState, WordPair,
};
use super::find;
use crate::bead::NullReason;
use crate::document::Side;
use crate::record::{EvidenceRecord, Status};
use crate::text::CharSpan;

/// Finish a bead that a person put together.
pub(super) fn made(state: &ArticleState, mut bead: BeadState) -> Arc<BeadState> {
    bead.by_hand = true;
    bead.confidence = 1.0;
    regrouped(state, bead)
}

/// Finish a bead that lost sentences to another one.
pub(super) fn left(state: &ArticleState, mut bead: BeadState) -> Arc<BeadState> {
    bead.by_hand = false;
    bead.confidence = 0.0;
    regrouped(state, bead)
}

/// What both have in common: the program's judgement of the old grouping is void.
fn regrouped(state: &ArticleState, mut bead: BeadState) -> Arc<BeadState> {
    bead.status = Status::Edited;
    bead.evidence = EvidenceRecord::default();
    bead.flags.clear();
    bead.null_reason = null_reason(state, &bead);
    keep_inner_words(state, &mut bead);
    Arc::new(bead)
}

/// Drop the word pairs with a word outside the bead's sentences.
fn keep_inner_words(state: &ArticleState, bead: &mut BeadState) {
    let spans = |side: Side| -> Vec<CharSpan> {
        let version = state.side(side);
        let sentences = bead.side(side).iter().filter_map(|&start| version.sentence(start));
        sentences.map(|sentence| sentence.span).collect()
    };
    let (zh, en) = (spans(Side::Chinese), spans(Side::English));
    let inside = |spans: &[CharSpan], word| spans.iter().any(|span| span.contains(word));
    bead.words.retain(|pair| inside(&zh, pair.zh) && inside(&en, pair.en));
}

/// Why a side is empty, from what the sentences are and the direction of translation.
fn null_reason(state: &ArticleState, bead: &BeadState) -> NullReason {
    if !bead.is_null() {
        return NullReason::None;
    }
    let side = if bead.zh.is_empty() { Side::English } else { Side::Chinese };
    NullReason::of(state.role(bead), side, state.direction)
}

/// Position of the neighbour of the bead at `position`.
fn neighbour(state: &ArticleState, position: usize, way: Way) -> Result<usize, Refusal> {
    let found = match way {
        Way::Up => position.checked_sub(1),
        Way::Down => Some(position + 1).filter(|&next| next < state.beads.len()),
    };
    found.ok_or(Refusal::NoNeighbour)
}

pub(super) fn merge(state: &mut ArticleState, key: BeadKey, way: Way) -> Result<(), Refusal> {
    let position = find(state, key)?;
    let other = neighbour(state, position, way)?;
    let (first, second) = (position.min(other), position.max(other));
    let joined = joined(state, &state.beads[first], &state.beads[second]);
    state.beads[first] = made(state, joined);
    state.beads.remove(second);
    settle_order(state);
    Ok(())
}

/// Both beads' sentences, notes and corrections in one.
fn joined(state: &ArticleState, first: &BeadState, second: &BeadState) -> BeadState {
    let mut bead = first.clone();
    for side in Side::BOTH {
        bead.side_mut(side).extend(second.side(side));
        bead.side_mut(side).sort_unstable();
    }
    bead.words.extend(&second.words);
    bead.marked |= second.marked;
    bead.comment = joined_notes(&first.comment, &second.comment);
    bead.corrected = Corrected {
        zh: joined_correction(state, first, second, Side::Chinese),
        en: joined_correction(state, first, second, Side::English),
    };
    bead
}

fn joined_notes(first: &str, second: &str) -> String {
    let separator = if first.is_empty() || second.is_empty() { "" } else { "\n" };
    format!("{first}{separator}{second}")
}

/// The corrected text of a merged bead, if either part had one.
fn joined_correction(
    state: &ArticleState,
    first: &BeadState,
    second: &BeadState,
    side: Side,
) -> Option<String> {
    if first.corrected(side).is_none() && second.corrected(side).is_none() {
        return None;
    }
    let shown = |bead: &BeadState| {
        bead.corrected(side)
            .map_or_else(|| plain_text(state.side(side), bead.side(side), side), str::to_owned)
    };
    let (first, second) = (shown(first), shown(second));
    let space = side == Side::English && !first.is_empty() && !second.is_empty();
    Some(format!("{first}{}{second}", if space { " " } else { "" }))
}

/// The texts of sentences, one after the other.
fn plain_text(version: &SideState, starts: &[SentenceStart], side: Side) -> String {
    let sentences = starts.iter().filter_map(|&start| version.sentence(start));
    let texts: Vec<&str> = sentences.map(|sentence| version.slice(sentence.span)).collect();
    texts.join(if side == Side::English { " " } else { "" })
}

/// A bead of other sentences cannot keep a corrected text; it goes into the note, not away.
pub(super) fn correction_to_note(bead: &mut BeadState) {
    let Corrected { zh, en } = std::mem::take(&mut bead.corrected);
    for text in [zh, en].into_iter().flatten() {
        bead.comment = joined_notes(&bead.comment, &text);
    }
}

pub(super) fn split(
    state: &mut ArticleState,
    side: Side,
    sentence: SentenceStart,
    other: Option<SentenceStart>,
) -> Result<(), Refusal> {
    let position = state.position_of_sentence(side, sentence).ok_or(Refusal::NoSentence)?;
    let mut first = (*state.beads[position]).clone();
    let at = first.side(side).iter().position(|&start| start == sentence).unwrap_or(0);
    if at == 0 {
        return Err(Refusal::SplitAtStart);
    }
    let other_at = match other {
        Some(start) => first.side(side.other()).iter().position(|&held| held == start),
        None => Some(fitting_cut(state, &first, side, at)),
    };
    let other_at = other_at.ok_or(Refusal::NoSentence)?;
    correction_to_note(&mut first);
    let mut second = BeadState { words: first.words.clone(), ..BeadState::default() };
    *second.side_mut(side) = first.side_mut(side).split_off(at);
    *second.side_mut(side.other()) = first.side_mut(side.other()).split_off(other_at);
    state.beads[position] = made(state, first);
    let second = made(state, second);
    state.beads.insert(position + 1, second);
    settle_order(state);
    Ok(())
}

/// Where to cut the other side so that its share of the text is nearest to this side's.
fn fitting_cut(state: &ArticleState, bead: &BeadState, side: Side, at: usize) -> usize {
    let lengths = |side: Side| -> Vec<usize> {
        let version = state.side(side);
        let sentences = bead.side(side).iter().filter_map(|&start| version.sentence(start));
        sentences.map(|sentence| sentence.span.len()).collect()
    };
    let (here, there) = (lengths(side), lengths(side.other()));
    let here_before: usize = here[..at].iter().sum();
    let here_total: usize = here.iter().sum();
    let there_total: usize = there.iter().sum();
    // |before/total - before'/total'| without division, so that ties are exact.
    let distance = |cut: usize| {
        let before: usize = there[..cut].iter().sum();
        (before * here_total).abs_diff(here_before * there_total)
    };
    (0..=there.len()).min_by_key(|&cut| distance(cut)).unwrap_or(0)
}

pub(super) fn move_sentence(
    state: &mut ArticleState,
    side: Side,
    sentence: SentenceStart,
    way: Way,
) -> Result<(), Refusal> {
    let position = state.position_of_sentence(side, sentence).ok_or(Refusal::NoSentence)?;
    let other = neighbour(state, position, way)?;
    let mut from = (*state.beads[position]).clone();
    let mut to = (*state.beads[other]).clone();
    let (moved, kept): (Vec<_>, Vec<_>) = from.side(side).iter().partition(|&&start| match way {
        Way::Up => start <= sentence,
        Way::Down => start >= sentence,
    });
    *from.side_mut(side) = kept;
    to.side_mut(side).extend(moved);
    to.side_mut(side).sort_unstable();
    to.words.extend(&from.words);
    correction_to_note(&mut from);
    correction_to_note(&mut to);
    hand_over(&mut from, &mut to);
    state.beads[other] = made(state, to);
    state.beads[position] = made(state, from);
    drop_empty(state);
    settle_order(state);
    Ok(())
}

/// Where `from` is empty and will vanish, `to` keeps its note and flag.
fn hand_over(from: &mut BeadState, to: &mut BeadState) {
    if from.is_empty() {
        to.comment = joined_notes(&to.comment, &from.comment);
        to.marked |= from.marked;
    }
}

pub(super) fn swap(state: &mut ArticleState, key: BeadKey, way: Way) -> Result<(), Refusal> {
    let position = find(state, key)?;
    let other = neighbour(state, position, way)?;
    let mut here = (*state.beads[position]).clone();
    let mut there = (*state.beads[other]).clone();
    if here.zh.is_empty() || there.zh.is_empty() || (here.en.is_empty() && there.en.is_empty()) {
        return Err(Refusal::OneSided);
    }
    std::mem::swap(&mut here.en, &mut there.en);
    std::mem::swap(&mut here.corrected.en, &mut there.corrected.en);
    state.beads[position] = made(state, here);
    state.beads[other] = made(state, there);
    Ok(())
}

pub(super) fn unlink(state: &mut ArticleState, key: BeadKey) -> Result<(), Refusal> {
    let position = find(state, key)?;
    let mut zh = (*state.beads[position]).clone();
    if zh.is_null() {
        return Err(Refusal::OneSided);
    }
    let mut en = BeadState::default();
    en.en = std::mem::take(&mut zh.en);
    en.corrected.en = zh.corrected.en.take();
    state.beads[position] = made(state, zh);
    let en = made(state, en);
    insert_english(state, position + 1, en);
    Ok(())
}

pub(super) fn link(
    state: &mut ArticleState,
    zh: &[SentenceStart],
    en: &[SentenceStart],
) -> Result<(), Refusal> {
    let picked = BeadState { zh: sorted(zh), en: sorted(en), ..BeadState::default() };
    let positions = positions_of(state, &picked)?;
    let &place = positions.first().ok_or(Refusal::NothingPicked)?;
    if positions.iter().any(|&at| is_same_grouping(&state.beads[at], &picked)) {
        return Err(Refusal::AlreadyLinked);
    }
    let bead = take_out(state, picked, &positions);
    let bead = made(state, bead);
    insert_beside(state, place, bead);
    drop_empty(state);
    settle_order(state);
    Ok(())
}

fn sorted(starts: &[SentenceStart]) -> Vec<SentenceStart> {
    starts.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

pub(super) fn is_same_grouping(one: &BeadState, other: &BeadState) -> bool {
    one.zh == other.zh && one.en == other.en
}

/// Positions of the beads that hold the sentences of `picked`, that of its key first.
fn positions_of(state: &ArticleState, picked: &BeadState) -> Result<Vec<usize>, Refusal> {
    let mut positions = Vec::new();
    for side in Side::BOTH {
        for &start in picked.side(side) {
            let position = state.position_of_sentence(side, start).ok_or(Refusal::NoSentence)?;
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }
    Ok(positions)
}

/// Take the sentences of `picked` out of their beads; words, and what vanished beads said, go along.
pub(super) fn take_out(
    state: &mut ArticleState,
    mut picked: BeadState,
    positions: &[usize],
) -> BeadState {
    for &position in positions {
        let mut bead = (*state.beads[position]).clone();
        for side in Side::BOTH {
            bead.side_mut(side).retain(|start| picked.side(side).binary_search(start).is_err());
        }
        picked.words.extend(&bead.words);
        correction_to_note(&mut bead);
        hand_over(&mut bead, &mut picked);
        state.beads[position] = left(state, bead);
    }
    picked
}

/// Insert a new bead beside the one at `place` that its first sentence came from.
pub(super) fn insert_beside(state: &mut ArticleState, place: usize, bead: Arc<BeadState>) {
    if bead.zh.is_empty() {
        return insert_english(state, place + 1, bead);
    }
    let rest = &state.beads[place];
    let after = rest.zh.first().is_some_and(|first| first < &bead.zh[0]);
    state.beads.insert(place + usize::from(after), bead);
}

/// Insert a bead without Chinese: at `hint` if that keeps the English in order, else at its place
/// in the English, after the bead that holds the sentence before it.
pub(super) fn insert_english(state: &mut ArticleState, hint: usize, bead: Arc<BeadState>) {
    let first = bead.en[0];
    let hint = hint.min(state.beads.len());
    let before = state.beads[..hint].iter().rev().find_map(|bead| bead.en.last());
    let after = state.beads[hint..].iter().find_map(|bead| bead.en.first());
    let fits =
        before.is_none_or(|&start| start < first) && after.is_none_or(|&start| first < start);
    let place = if fits { hint } else { place_in_english(state, first) };
    state.beads.insert(place, bead);
}

fn place_in_english(state: &ArticleState, first: SentenceStart) -> usize {
    let before = |bead: &BeadState| bead.en.iter().rfind(|&&start| start < first).copied();
    let places = state.beads.iter().enumerate();
    places
        .filter_map(|(position, bead)| before(bead).map(|start| (start, position + 1)))
        .max()
        .map_or(0, |(_, place)| place)
}

/// Remove beads that hold nothing any more.
pub(super) fn drop_empty(state: &mut ArticleState) {
    state.beads.retain(|bead| !bead.is_empty());
}

/// Keep the beads with Chinese in the order of the Chinese text; the others stay in their slots.
pub(super) fn settle_order(state: &mut ArticleState) {
    let slots: Vec<usize> =
        (0..state.beads.len()).filter(|&at| !state.beads[at].zh.is_empty()).collect();
    if slots.is_sorted_by_key(|&at| state.beads[at].zh[0]) {
        return;
    }
    let mut beads: Vec<_> = slots.iter().map(|&at| state.beads[at].clone()).collect();
    beads.sort_by_key(|bead| bead.zh[0]);
    for (slot, bead) in slots.into_iter().zip(beads) {
        state.beads[slot] = bead;
    }
}

pub(super) fn realign(state: &mut ArticleState, beads: &[RealignedBead]) -> Result<(), Refusal> {
    let (kept, replaced) = beads_to_replace(state, beads)?;
    if beads.len() == replaced.len()
        && replaced.iter().all(|old| beads.iter().any(|new| new.zh == old.zh && new.en == old.en))
    {
        return Err(Refusal::NoChange);
    }
    state.beads = kept;
    let (chinese, english): (Vec<_>, Vec<_>) = beads
        .iter()
        .map(|new| realigned(state, new, &replaced))
        .partition(|bead| !bead.zh.is_empty());
    for bead in chinese {
        let place = state
            .beads
            .iter()
            .position(|other| other.zh.first().is_some_and(|first| *first > bead.zh[0]))
            .unwrap_or(state.beads.len());
        state.beads.insert(place, bead);
    }
    for bead in english {
        let place = place_in_english(state, bead.en[0]);
        state.beads.insert(place, bead);
    }
    Ok(())
}

/// Split the beads into those that stay and those whose sentences the new beads hold.
type KeptAndReplaced = (Vec<Arc<BeadState>>, Vec<Arc<BeadState>>);

fn beads_to_replace(
    state: &ArticleState,
    new: &[RealignedBead],
) -> Result<KeptAndReplaced, Refusal> {
    let zh: BTreeSet<_> = new.iter().flat_map(|bead| &bead.zh).copied().collect();
    let en: BTreeSet<_> = new.iter().flat_map(|bead| &bead.en).copied().collect();
    let touched = |bead: &Arc<BeadState>| {
        bead.zh.iter().any(|start| zh.contains(start))
            || bead.en.iter().any(|start| en.contains(start))
    };
    let (replaced, kept): (Vec<_>, Vec<_>) = state.beads.iter().cloned().partition(touched);
    let count = |side: Side| replaced.iter().map(|bead| bead.side(side).len()).sum::<usize>();
    let given =
        |get: fn(&RealignedBead) -> &Vec<usize>| new.iter().map(|b| get(b).len()).sum::<usize>();
    let held = |side: Side, set: &BTreeSet<usize>| {
        replaced.iter().flat_map(|bead| bead.side(side)).all(|start| set.contains(start))
    };
    let fits = held(Side::Chinese, &zh)
        && held(Side::English, &en)
        && (count(Side::Chinese), count(Side::English)) == (zh.len(), en.len())
        && (given(|b| &b.zh), given(|b| &b.en)) == (zh.len(), en.len())
        && new.iter().all(|bead| !(bead.zh.is_empty() && bead.en.is_empty()))
        && new.iter().all(|bead| bead.zh.is_sorted() && bead.en.is_sorted())
        && !replaced.iter().any(|bead| bead.is_fixed());
    if fits { Ok((kept, replaced)) } else { Err(Refusal::Unfit) }
}

/// The state of a realigned bead: the old one if it has the same sentences, else a fresh one that
/// inherits the notes of the beads whose first sentence it holds.
fn realigned(state: &ArticleState, new: &RealignedBead, old: &[Arc<BeadState>]) -> Arc<BeadState> {
    let mut bead = BeadState {
        zh: new.zh.clone(),
        en: new.en.clone(),
        confidence: new.confidence,
        words: new.words.iter().map(word_pair).collect(),
        ..BeadState::default()
    };
    if let Some(same) = old.iter().find(|old| is_same_grouping(old, &bead)) {
        return same.clone();
    }
    let holds = |key: BeadKey| match key.side {
        Side::Chinese => new.zh.contains(&key.start),
        Side::English => new.en.contains(&key.start),
    };
    for heir in old.iter().filter(|old| holds(old.key())) {
        let mut heir = (**heir).clone();
        correction_to_note(&mut heir);
        bead.comment = joined_notes(&bead.comment, &heir.comment);
        bead.marked |= heir.marked;
    }
    bead.null_reason = null_reason(state, &bead);
    Arc::new(bead)
}

fn word_pair(&(zh, zh_end, en, en_end, score): &(usize, usize, usize, usize, f64)) -> WordPair {
    WordPair {
        zh: CharSpan { start: zh, end: zh_end },
        en: CharSpan { start: en, end: en_end },
        score,
    }
}
