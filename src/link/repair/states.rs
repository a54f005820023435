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

/// States without a shorter form in newspapers.
const SHORT_ALREADY: [&str; 8] =
    ["Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah"];

/// *D-Conn.*, *R-Ohio*: the state behind the letter of a party is a name, the letter belongs to none.
pub(super) fn find_states_of_parties(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let text: Vec<char> = spots.version.sentence_text(sentence).chars().collect();
        for at in 0..text.len().saturating_sub(2) {
            let begins = at == 0 || !text[at - 1].is_alphanumeric();
            let party = matches!(text[at], 'D' | 'R' | 'I') && matches!(text[at + 1], '-' | '‑');
            let state = (begins && party).then(|| state_at(&text[at + 2..])).flatten();
            let Some(length) = state else { continue };
            let span = CharSpan::new(at + 2, at + 2 + length).shifted(origin);
            let letter = CharSpan::new(at, at + 2 + length).shifted(origin);
            let fixed =
                spots.spots.iter().any(|spot| spot.fixed && spot.mention.span.overlaps(letter));
            if !fixed {
                spots.clear(letter);
                spots.add(sentence, span, Label::Loc, Source::Rule, STATE);
            }
        }
    }
}

/// How many characters of a text are the state that it begins with: shortened with its point, or in full.
fn state_at(text: &[char]) -> Option<usize> {
    let states = words().states.iter();
    let short = states.clone().map(|[short, _]| (&**short, true));
    let full = states.map(|[_, full]| &**full).chain(SHORT_ALREADY).map(|full| (full, false));
    let lengths = short.chain(full).filter_map(|(state, is_short)| {
        let length = state.chars().count();
        let stands = state.chars().zip(text).filter(|(a, b)| a == *b).count() == length;
        let next = text.get(length).copied();
        let ends = match is_short {
            true => next == Some('.'),
            false => !next.is_some_and(char::is_alphanumeric),
        };
        (stands && ends).then_some(length + usize::from(is_short))
    });
    lengths.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_behind_parties_are_whole() {
        let state = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            state_at(&text).map(|length| text[..length].iter().collect::<String>())
        };
        assert_eq!(state("Conn.) said").as_deref(), Some("Conn."));
        assert_eq!(state("N.Y.").as_deref(), Some("N.Y."));
        assert_eq!(state("W.Va.,").as_deref(), Some("W.Va."));
        assert_eq!(state("Ohio)").as_deref(), Some("Ohio"));
        assert_eq!(state("Virginia"), Some("Virginia".to_owned()));
        assert_eq!(state("Day landings"), None);
        assert_eq!(state("Rated film"), None);
    }
}
