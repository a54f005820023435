//! Cutting sentences anew, and carrying beads over from an earlier build of the corpus.

use std::sync::Arc;

use super::super::action::{CarriedBead, Refusal};
use super::super::state::{ArticleState, BeadState, SentenceStart, SentenceState, SideState};
use super::beads;
use crate::document::Side;
use crate::record::Status;
use crate::text::CharSpan;

pub(super) fn cut(
    state: &mut ArticleState,
    side: Side,
    sentence: SentenceStart,
    at: usize,
) -> Result<(), Refusal> {
    let version = state.side(side);
    let index = version.sentence_index(sentence).ok_or(Refusal::NoSentence)?;
    let whole = version.sentences[index];
    let (first, second) = parts(version, whole.span, at).ok_or(Refusal::CutAtEdge)?;
    let gap = CharSpan { start: at.saturating_sub(1), end: at + 1 };
    let through = |mention: CharSpan| mention.start < at && at < mention.end;
    if version.mention_over(gap, None).is_some_and(through) {
        return Err(Refusal::CutsMention);
    }
    let sentences = Arc::make_mut(&mut state.side_mut(side).sentences);
    sentences[index].span = first;
    sentences.insert(index + 1, SentenceState { span: second, ..whole });
    let position = state.position_of_sentence(side, sentence).ok_or(Refusal::NoSentence)?;
    let bead = Arc::make_mut(&mut state.beads[position]);
    bead.side_mut(side).push(second.start);
    bead.side_mut(side).sort_unstable();
    mark_recut(bead);
    Ok(())
}

/// The bead has the same text in other pieces: seen by a person, but still what it was.
fn mark_recut(bead: &mut BeadState) {
    if bead.status == Status::Auto {
        bead.status = Status::Edited;
    }
}

/// The two parts of a sentence without white space around them; none if one would be empty.
fn parts(version: &SideState, span: CharSpan, at: usize) -> Option<(CharSpan, CharSpan)> {
    if at <= span.start || at >= span.end {
        return None;
    }
    let first = trimmed(version, CharSpan::new(span.start, at));
    let second = trimmed(version, CharSpan::new(at, span.end));
    (!first.is_empty() && !second.is_empty()).then_some((first, second))
}

/// A span without the white space at its ends.
fn trimmed(version: &SideState, span: CharSpan) -> CharSpan {
    let text = version.slice(span);
    let lead = text.chars().take_while(|c| c.is_whitespace()).count();
    if lead == span.len() {
        return CharSpan::new(span.start, span.start);
    }
    let tail = text.chars().rev().take_while(|c| c.is_whitespace()).count();
    CharSpan::new(span.start + lead, span.end - tail)
}

pub(super) fn join(
    state: &mut ArticleState,
    side: Side,
    sentence: SentenceStart,
) -> Result<(), Refusal> {
    let version = state.side(side);
    let index = version.sentence_index(sentence).ok_or(Refusal::NoSentence)?;
    let first = version.sentences[index];
    let next = version.sentences.get(index + 1).copied();
    let next =
        next.filter(|next| next.paragraph == first.paragraph).ok_or(Refusal::NoNextSentence)?;
    let keeper = state.position_of_sentence(side, sentence).ok_or(Refusal::NoSentence)?;
    let giver = state.position_of_sentence(side, next.span.start).ok_or(Refusal::NoSentence)?;
    let sentences = Arc::make_mut(&mut state.side_mut(side).sentences);
    sentences[index].span.end = next.span.end;
    sentences.remove(index + 1);
    if keeper == giver {
        let bead = Arc::make_mut(&mut state.beads[keeper]);
        bead.side_mut(side).retain(|&start| start != next.span.start);
        mark_recut(bead);
        return Ok(());
    }
    give_to(state, side, next.span.start, giver, keeper);
    Ok(())
}

/// Take the sentence that was joined out of its bead; the bead of the first part is remade.
fn give_to(state: &mut ArticleState, side: Side, start: usize, giver: usize, keeper: usize) {
    let mut from = (*state.beads[giver]).clone();
    let mut to = (*state.beads[keeper]).clone();
    from.side_mut(side).retain(|&held| held != start);
    to.words.extend(&from.words);
    beads::correction_to_note(&mut from);
    beads::correction_to_note(&mut to);
    state.beads[giver] = beads::left(state, from);
    state.beads[keeper] = beads::made(state, to);
    beads::drop_empty(state);
    beads::settle_order(state);
}

pub(super) fn carry(state: &mut ArticleState, carried: &CarriedBead) -> Result<(), Refusal> {
    for (side, spans) in [(Side::Chinese, &carried.zh), (Side::English, &carried.en)] {
        for &(start, end) in spans {
            ensure_sentence(state, side, start, end)?;
        }
    }
    let starts = |spans: &[(usize, usize)]| spans.iter().map(|span| span.0).collect::<Vec<_>>();
    let (zh, en) = (starts(&carried.zh), starts(&carried.en));
    let confidence = match beads::link(state, &zh, &en) {
        Ok(()) => carried.confidence,
        Err(Refusal::AlreadyLinked) => None,
        Err(refusal) => return Err(refusal),
    };
    let (side, start) = match (zh.iter().min(), en.iter().min()) {
        (Some(&start), _) => (Side::Chinese, start),
        (None, Some(&start)) => (Side::English, start),
        (None, None) => return Err(Refusal::NothingPicked),
    };
    let position = state.position_of_sentence(side, start).ok_or(Refusal::NoSentence)?;
    let bead = Arc::make_mut(&mut state.beads[position]);
    bead.status = carried.status;
    bead.by_hand = carried.by_hand;
    bead.confidence = confidence.unwrap_or(bead.confidence);
    bead.marked = carried.marked;
    bead.comment.clone_from(&carried.comment);
    bead.corrected.clone_from(&carried.corrected);
    Ok(())
}

/// Cut and join until the span is a sentence, inside one paragraph.
fn ensure_sentence(
    state: &mut ArticleState,
    side: Side,
    start: usize,
    end: usize,
) -> Result<(), Refusal> {
    let span = CharSpan { start, end };
    let version = state.side(side);
    let over: Vec<SentenceState> =
        version.sentences.iter().filter(|sentence| sentence.span.overlaps(span)).copied().collect();
    let (Some(first), Some(last)) = (over.first(), over.last()) else {
        return Err(Refusal::NoSentence);
    };
    let covers = first.span.start <= start && end <= last.span.end;
    if !covers || first.paragraph != last.paragraph {
        return Err(Refusal::NoSentence);
    }
    let (outer_start, outer_end) = (first.span.start, last.span.end);
    for _ in 1..over.len() {
        join(state, side, outer_start)?;
    }
    if end < outer_end {
        cut(state, side, outer_start, end)?;
    }
    if outer_start < start {
        cut(state, side, outer_start, start)?;
    }
    let cut_right = state.side(side).sentence(start).is_some_and(|found| found.span == span);
    if cut_right { Ok(()) } else { Err(Refusal::NoSentence) }
}
