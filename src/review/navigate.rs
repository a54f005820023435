//! Going to the next row that deserves a look, or that matches a search.

use regex::Regex;
use serde::Deserialize;

use super::flags::Checker;
use super::page::findings::{is_doubtful, is_flagged};
use super::state::{ArticleState, BeadKey, BeadState};
use crate::bead::BeadType;
use crate::document::Side;

/// What to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// A row that the program is not sure of.
    Doubtful,
    /// A row with a flag.
    Flag,
    /// A row that is not one sentence to one.
    Irregular,
    /// A row that is neither confirmed nor rejected.
    Open,
    /// A row whose text on either side matches a regular expression.
    Match,
}

/// The nearest row after `from` (before it, if `back`) that is wanted, going around at the end.
///
/// `pattern` is needed for [`Wanted::Match`] only.
pub fn find(
    state: &ArticleState,
    from: Option<BeadKey>,
    wanted: Wanted,
    back: bool,
    pattern: Option<&Regex>,
) -> Option<BeadKey> {
    let count = state.beads.len();
    let start = from.and_then(|key| state.position(key));
    let place = |step: usize| match (start, back) {
        (None, false) => step - 1,
        (None, true) => count - step,
        (Some(start), false) => (start + step) % count,
        (Some(start), true) => (start + count - step) % count,
    };
    let checker = Checker::of(state);
    (1..=count)
        .map(|step| &state.beads[place(step)])
        .find(|bead| is_wanted(&checker, state, bead, wanted, pattern))
        .map(|bead| bead.key())
}

/// Which of the matching rows the one with this key is, from 1, and how many there are.
pub fn rank(state: &ArticleState, key: BeadKey, pattern: &Regex) -> (usize, usize) {
    let (mut rank, mut count) = (0, 0);
    for bead in state.beads.iter().filter(|bead| matches(state, bead, pattern)) {
        count += 1;
        if bead.key() == key {
            rank = count;
        }
    }
    (rank, count)
}

fn is_wanted(
    checker: &Checker<'_>,
    state: &ArticleState,
    bead: &BeadState,
    wanted: Wanted,
    pattern: Option<&Regex>,
) -> bool {
    match wanted {
        Wanted::Doubtful => is_doubtful(bead),
        Wanted::Flag => is_flagged(checker, bead),
        Wanted::Irregular => bead.bead_type() != BeadType { zh: 1, en: 1 },
        Wanted::Open => !bead.is_settled(),
        Wanted::Match => pattern.is_some_and(|pattern| matches(state, bead, pattern)),
    }
}

fn matches(state: &ArticleState, bead: &BeadState, pattern: &Regex) -> bool {
    Side::BOTH.into_iter().any(|side| {
        let version = state.side(side);
        let sentences = bead.side(side).iter().filter_map(|&start| version.sentence(start));
        let mut texts = sentences.map(|sentence| version.slice(sentence.span));
        texts.any(|text| pattern.is_match(text))
            || bead.corrected(side).is_some_and(|text| pattern.is_match(text))
    }) || pattern.is_match(&bead.comment)
}
