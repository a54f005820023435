//! American states and Canadian provinces as newspapers shorten them: *Portland, Ore.*

use crate::document::Side;
use crate::link::spots::Spots;
use crate::link::words::{state_in_full, words};
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// Probability of a shortened state behind a place.
const STATE: f64 = 0.9;

/// The point of a shortened state belongs to it, and what is one behind a place and a comma is a name.
pub(super) fn find_states(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let mut next = 0;
    while next < spots.spots.len() {
        let i = next;
        next += 1;
        let spot = &spots.spots[i];
        if spot.fixed || spot.mention.label != Label::Loc {
            continue;
        }
        let (span, sentence) = (spot.mention.span, spot.sentence);
        let rest = spots.behind(spot);
        if rest.starts_with('.') && state_in_full(spots.text(span)).is_some() {
            spots.spots[i].mention.span.end += 1;
            continue;
        }
        let Some(behind) = rest.strip_prefix(", ") else { continue };
        let state = words().states.iter().find(|[state, _]| {
            behind.strip_prefix(&**state).is_some_and(|behind| behind.starts_with('.'))
        });
        let Some([state, _]) = state else { continue };
        let start = span.end + 2;
        let wide = CharSpan::new(start, start + state.chars().count() + 1);
        if spots.replaceable(wide) {
            spots.clear(wide);
            spots.add(sentence, wide, Label::Loc, Source::Rule, STATE);
        }
    }
}
