//! Nicknames in quotes inside a person's name (*Henry “Grant” Lewis*, 亨利·“格兰特”·刘易斯), and names that are withheld (黄某某).
//!
//! `tag/nickname.rs` mends what the tagger itself cuts at a straight or curly quote; here whole mentions stand on both sides of the quotes.

use crate::link::name_table::is_dot;
use crate::link::spots::{Spot, Spots};
use crate::mention::Label;
use crate::text::CharSpan;

/// Longest nickname, in characters.
const LONGEST: usize = 12;

/// Make one name of what stands before and behind a nickname in quotes.
pub(super) fn join(spots: &mut Spots) {
    cut_at_quotes(spots);
    spots.spots.sort_by_key(|spot| spot.mention.span);
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        let front = joined.iter().rposition(|last| is_around_nickname(spots, last, &spot));
        if let Some(front) = front {
            joined.truncate(front + 1);
            joined[front].mention.span.end = spot.mention.span.end;
        } else {
            joined.push(spot);
        }
    }
    spots.spots = joined;
}

/// 黄某某: what stands for the given name belongs to the name.
pub(super) fn extend_withheld(spots: &mut Spots) {
    let text = &spots.version.text;
    let person = |spot: &&mut Spot| spot.mention.label == Label::Per && !spot.fixed;
    for spot in spots.spots.iter_mut().filter(person) {
        let CharSpan { end, .. } = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let rest = text.slice(CharSpan::new(end, sentence.end.max(end)));
        spot.mention.span.end = end + rest.chars().take_while(|c| *c == '某').take(2).count();
    }
}

/// `Paul "Pen` of `Paul "Pen" Farthing`: the name breaks off inside its quotes.
fn cut_at_quotes(spots: &mut Spots) {
    let text = &spots.version.text;
    let person = |spot: &&mut Spot| spot.mention.label == Label::Per && !spot.fixed;
    for spot in spots.spots.iter_mut().filter(person) {
        let name: Vec<char> = text.slice(spot.mention.span).chars().collect();
        let quotes = name.iter().filter(|c| matches!(c, '"' | '“' | '”' | '「' | '」')).count();
        let open = name.iter().position(|c| matches!(c, '"' | '“' | '「'));
        if let Some(open) = open.filter(|open| quotes == 1 && *open >= 2) {
            let kept =
                name[..open].iter().rposition(|c| c.is_alphanumeric()).map_or(0, |last| last + 1);
            spot.mention.span.end = spot.mention.span.start + kept;
        }
    }
}

/// Whether a nickname in quotes, and nothing else, stands between two persons' names.
fn is_around_nickname(spots: &Spots, front: &Spot, back: &Spot) -> bool {
    let (start, end) = (front.mention.span.end, back.mention.span.start);
    let persons = [front, back].iter().all(|spot| spot.mention.label == Label::Per && !spot.fixed);
    if !persons || front.sentence != back.sentence || end <= start + 3 || end > start + LONGEST + 4
    {
        return false;
    }
    let between: Vec<char> = spots.text(CharSpan::new(start, end)).chars().collect();
    let gap = |c: &char| *c == ' ' || is_dot(*c);
    let left = between.iter().take_while(|c| gap(c)).count();
    let right = between.iter().rev().take_while(|c| gap(c)).count();
    let inner = &between[left..between.len().saturating_sub(right).max(left)];
    let [open, name @ .., close] = inner else { return false };
    let quoted = matches!(
        (open, close),
        ('“', '”') | ('"', '"') | ('‘', '’') | ('\'', '\'') | ('「', '」') | ('『', '』')
    );
    left > 0
        && right > 0
        && quoted
        && !name.is_empty()
        && name.iter().all(|c| c.is_alphabetic() || gap(c))
}
