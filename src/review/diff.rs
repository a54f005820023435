//! Which rows of a page must be swapped when a state gives way to the next.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::flags::Checker;
use super::page::article::{CrossingTarget, crossing_targets};
use super::state::{ArticleState, BeadKey, BeadState, SideState};
use crate::document::Side;

/// The difference of two states as a page sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Rows that are not there any more.
    pub removed: Vec<BeadKey>,
    /// Positions in the new state of rows to put in anew: new, changed or moved ones, ascending.
    pub put: Vec<usize>,
    /// Sentence numbers that moved: side, first sentence start, by how much.
    pub renumbered: Vec<(Side, usize, isize)>,
    /// For each row of the new state where its English stands, if it is crossing.
    pub crossings: Vec<Option<CrossingTarget>>,
}

/// Compare two states.
///
/// Most actions change a few rows that stand together: what is the same bead before and after
/// them is passed over by its address, and only the stretch between is compared by key.
pub fn difference(before: &ArticleState, after: &ArticleState) -> Difference {
    let (old_crossings, new_crossings) = (crossing_targets(before), crossing_targets(after));
    let touched = Touched::of(before, after);
    let checkers = (Checker::of(before), Checker::of(after));
    let same_contents = |one: &BeadState, other: &BeadState| {
        before.revision(one) == after.revision(other)
            && (!Checker::depends_on_names(other)
                || checkers.0.flags(one) == checkers.1.flags(other))
    };
    let is_same_row = |place: usize, at: usize| {
        let (one, other) = (&before.beads[place], &after.beads[at]);
        (Arc::ptr_eq(one, other) || one == other)
            && (!touched.concerns(after, other) || same_contents(one, other))
            && old_crossings[place] == new_crossings[at]
    };
    let (old, new) = changed_stretch(before, after);
    let places = places(&before.beads[old.clone()], &after.beads[new.clone()]);
    let stays = longest_rise(&places);
    let must_be_put = |at: usize| match new.contains(&at) {
        true => match places[at - new.start] {
            Some(place) if stays[at - new.start] => !is_same_row(old.start + place, at),
            _ => true,
        },
        false if at < new.start => !is_same_row(at, at),
        false => !is_same_row(at + old.end - new.end, at),
    };
    let put = (0..after.beads.len()).filter(|&at| must_be_put(at)).collect();
    let kept: HashSet<BeadKey> = after.beads[new.clone()].iter().map(|bead| bead.key()).collect();
    let old_keys = before.beads[old.clone()].iter().map(|bead| bead.key());
    let removed = old_keys.filter(|key| !kept.contains(key)).collect();
    let renumbered = Side::BOTH.into_iter().filter_map(|side| renumbering(before, after, side));
    let renumbered = renumbered.collect();
    Difference { removed, put, renumbered, crossings: new_crossings }
}

/// The stretches of the two lists between what is the same at the beginning and at the end.
pub fn changed_stretch(
    before: &ArticleState,
    after: &ArticleState,
) -> (Range<usize>, Range<usize>) {
    let same = |(one, other): &(&Arc<BeadState>, &Arc<BeadState>)| Arc::ptr_eq(one, other);
    let (old, new) = (&before.beads, &after.beads);
    let head = old.iter().zip(new).take_while(same).count();
    let longest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(longest).take_while(same).count();
    (head..old.len() - tail, head..new.len() - tail)
}

/// For each new bead the position of the old one with its key.
fn places(old: &[Arc<BeadState>], new: &[Arc<BeadState>]) -> Vec<Option<usize>> {
    let by_key: HashMap<BeadKey, usize> =
        old.iter().enumerate().map(|(at, bead)| (bead.key(), at)).collect();
    new.iter().map(|bead| by_key.get(&bead.key()).copied()).collect()
}

/// What changed of what beads only point at: sentences, mentions, links.
#[derive(Debug, Default)]
struct Touched {
    /// On each side the stretch of the text in which something changed, in code points.
    stretches: [Option<(usize, usize)>; 2],
    /// Entities whose mentions changed: flags of other rows can depend on them.
    entities: HashSet<String>,
}

impl Touched {
    fn of(before: &ArticleState, after: &ArticleState) -> Self {
        let mut touched = Self::default();
        for side in Side::BOTH {
            let (one, other) = (before.side(side), after.side(side));
            if !Arc::ptr_eq(&one.mentions, &other.mentions) {
                touched.compare_mentions(side, one, other);
            }
            if !Arc::ptr_eq(&one.sentences, &other.sentences) {
                let stretch = changed_keys(
                    one.sentences.iter().map(|s| (s.span, s)),
                    other.sentences.iter().map(|s| (s.span, s)),
                );
                stretch
                    .into_iter()
                    .for_each(|(first, last)| touched.extend(side, first.start, last.end));
            }
        }
        if !Arc::ptr_eq(&before.links, &after.links) {
            let stretch = changed_keys(before.links.iter(), after.links.iter());
            stretch
                .into_iter()
                .for_each(|(first, last)| touched.extend(Side::Chinese, first.0, last.0));
        }
        touched
    }

    fn extend(&mut self, side: Side, first: usize, last: usize) {
        let stretch = &mut self.stretches[side as usize];
        *stretch =
            stretch.map_or(Some((first, last)), |(from, to)| Some((from.min(first), to.max(last))));
    }

    fn compare_mentions(&mut self, side: Side, one: &SideState, other: &SideState) {
        let Some((&first, &last)) = changed_keys(one.mentions.iter(), other.mentions.iter()) else {
            return;
        };
        self.extend(side, first, last);
        for version in [one, other] {
            let inside = version.mentions.range(first..=last);
            self.entities.extend(inside.map(|(_, mention)| mention.entity.clone()));
        }
    }

    /// Whether a bead of the new state can show something else than before.
    fn concerns(&self, after: &ArticleState, bead: &BeadState) -> bool {
        let is_near = |side: Side| {
            let version = after.side(side);
            let (Some((from, to)), [first, .., last] | [first @ last]) =
                (self.stretches[side as usize], bead.side(side))
            else {
                return false;
            };
            *first <= to && version.sentence(*last).is_none_or(|sentence| from <= sentence.span.end)
        };
        let names_touched = |side: Side| {
            let mentions = &after.side(side).mentions;
            let starts = after.mention_starts(bead, side);
            let mut named = starts.iter().filter_map(|start| mentions.get(start));
            named.any(|mention| self.entities.contains(&mention.entity))
        };
        Side::BOTH.into_iter().any(is_near)
            || (!self.entities.is_empty()
                && Checker::depends_on_names(bead)
                && Side::BOTH.into_iter().any(names_touched))
    }
}

/// The first and the last key of two sorted lists between what they have in common at the beginning
/// and at the end; none if they are the same.
fn changed_keys<K: Ord, V: PartialEq>(
    one: impl DoubleEndedIterator<Item = (K, V)> + Clone,
    other: impl DoubleEndedIterator<Item = (K, V)> + Clone,
) -> Option<(K, K)> {
    let first = first_change(one.clone(), other.clone(), Ord::min)?;
    let last = first_change(one.rev(), other.rev(), Ord::max)?;
    Some((first, last))
}

/// The key at which two lists first differ: of the two there the one that `outer` prefers.
fn first_change<K: Ord, V: PartialEq>(
    mut one: impl Iterator<Item = (K, V)>,
    mut other: impl Iterator<Item = (K, V)>,
    outer: fn(K, K) -> K,
) -> Option<K> {
    loop {
        match (one.next(), other.next()) {
            (None, None) => return None,
            (Some((key, _)), None) | (None, Some((key, _))) => return Some(key),
            (Some(here), Some(there)) if here == there => {}
            (Some((here, _)), Some((there, _))) => return Some(outer(here, there)),
        }
    }
}

/// From which sentence on the numbers of a side moved; only where one sentence was cut or joined.
fn renumbering(
    before: &ArticleState,
    after: &ArticleState,
    side: Side,
) -> Option<(Side, usize, isize)> {
    let (old, new) = (&before.side(side).sentences, &after.side(side).sentences);
    if Arc::ptr_eq(old, new) || old.len() == new.len() {
        return None;
    }
    let same = old.iter().zip(new.iter()).take_while(|(a, b)| a.span.start == b.span.start).count();
    let from = old.get(same).or(new.get(same)).map_or(0, |sentence| sentence.span.start);
    Some((side, from, new.len() as isize - old.len() as isize))
}

/// Which of the places that are there belong to a longest rising sequence: these rows need not move.
fn longest_rise(places: &[Option<usize>]) -> Vec<bool> {
    // Patience sorting: `tops[l]` is the position that ends the best rise of length l + 1.
    let mut tops: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; places.len()];
    for (at, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = tops.partition_point(|&top| places[top] < Some(*place));
        if length > 0 {
            before[at] = tops[length - 1];
        }
        if length == tops.len() { tops.push(at) } else { tops[length] = at }
    }
    let mut stays = vec![false; places.len()];
    let mut at = tops.last().copied().unwrap_or(usize::MAX);
    while at != usize::MAX {
        stays[at] = true;
        at = before[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::edit::apply;
    use super::super::edit::tests::{action_of, any_article, any_dice};
    use super::super::page::article::Rows;
    use super::super::page::words::Interface;
    use super::*;

    /// The rows of a page: keys with what they show.
    fn page(state: &ArticleState) -> Vec<(BeadKey, String)> {
        let rows = Rows::of(state, Interface::English);
        let row = |at: usize| (state.beads[at].key(), rows.render(at).into_string());
        (0..state.beads.len()).map(row).collect()
    }

    /// What the page's code does with a difference.
    fn swapped(
        mut page: Vec<(BeadKey, String)>,
        after: &ArticleState,
        swap: &Difference,
    ) -> Vec<(BeadKey, String)> {
        let rows = Rows::of(after, Interface::English);
        page.retain(|(key, _)| !swap.removed.contains(key));
        for &at in &swap.put {
            let key = after.beads[at].key();
            page.retain(|(other, _)| *other != key);
            let before = at.checked_sub(1).map(|at| after.beads[at].key());
            let place = before
                .map_or(0, |before| 1 + page.iter().position(|(key, _)| *key == before).unwrap());
            page.insert(place, (key, rows.render(at).into_string()));
        }
        page
    }

    proptest! {
        #[test]
        fn a_page_that_swaps_the_difference_shows_the_new_state(state in any_article(), dice in any_dice()) {
            let mut state = state;
            for dice in dice {
                let Ok(next) = apply(&state, &action_of(&state, dice)) else { continue };
                let swap = difference(&state, &next);
                if swap.renumbered.is_empty() {
                    prop_assert_eq!(swapped(page(&state), &next, &swap), page(&next));
                }
                state = next;
            }
        }
    }

    #[test]
    fn the_fewest_rows_move() {
        let places: Vec<_> = [0, 4, 1, 2, 3, 5].map(Some).into_iter().chain([None]).collect();
        assert_eq!(longest_rise(&places), [true, false, true, true, true, true, false]);
    }
}
