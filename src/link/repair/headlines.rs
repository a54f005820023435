//! English headlines, where every word has a capital: *Jasper Burned* is a place and what befell it.

use std::collections::BTreeSet;

use crate::document::Side;
use crate::link::candidate::is_title_case;
use crate::link::spots::Spots;
use crate::text::CharSpan;

/// What *A* stands before when it is no part of a name.
const KINDS: [&str; 6] = ["County", "Town", "City", "Village", "Suburb", "Province"];

/// Cut a name of a headline to the part of it that the rest of the article names, if the other words are verbs by their endings or stand
/// in lower case in the article, and the whole stands nowhere else.
pub(super) fn cut(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let headline: Vec<bool> = (0..spots.version.sentences.len())
        .map(|sentence| is_title_case(spots.version.sentence_text(sentence)))
        .collect();
    let body: BTreeSet<&str> = (0..spots.spots.len())
        .filter(|&i| !headline[spots.spots[i].sentence])
        .map(|i| spots.name(i))
        .collect();
    let lower: BTreeSet<&str> = (0..spots.version.sentences.len())
        .flat_map(|sentence| spots.version.sentence_text(sentence).split(' '))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect();
    let mut cuts: Vec<(usize, CharSpan)> = Vec::new();
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let name = spots.name(i);
        if spot.fixed || !headline[spot.sentence] || body.contains(name) {
            continue;
        }
        if let Some(part) = named_part(name, &body, &lower) {
            cuts.push((i, part.shifted(spot.mention.span.start)));
        }
    }
    for (i, span) in cuts {
        spots.spots[i].mention.span = span;
    }
}

/// Whether a text ends with the article *A*.
fn is_indefinite(before: &str) -> bool {
    before.strip_suffix("A ").is_some_and(|front| front.is_empty() || front.ends_with(' '))
}

/// *A Montana County* in a headline is some county of Montana.
pub(super) fn cut_kinds(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let kind = spots.name(i).rsplit_once(' ').filter(|(_, kind)| KINDS.contains(kind));
        let Some((front, _)) = kind.filter(|_| !spot.fixed && is_indefinite(spots.before(spot)))
        else {
            continue;
        };
        if is_title_case(spots.version.sentence_text(spot.sentence)) {
            let span = CharSpan::new(0, front.chars().count());
            spots.spots[i].mention.span = span.shifted(spot.mention.span.start);
        }
    }
}

/// The longest first or last words of a name that are a name of the body, the others being no names.
fn named_part(name: &str, body: &BTreeSet<&str>, lower: &BTreeSet<&str>) -> Option<CharSpan> {
    let words: Vec<&str> = name.split(' ').collect();
    let ordinary = |words: &[&str]| {
        words.iter().all(|word| {
            let small = word.to_lowercase();
            let verb = small.len() >= 5 && (small.ends_with("ing") || small.ends_with("ed"));
            verb || lower.contains(&*small)
        })
    };
    let length = |words: &[&str]| words.iter().map(|word| word.chars().count() + 1).sum::<usize>();
    (1..words.len()).rev().find_map(|count| {
        let (front, rest) = words.split_at(count);
        let (first, last) = words.split_at(words.len() - count);
        if body.contains(&*front.join(" ")) && ordinary(rest) {
            Some(CharSpan::new(0, length(front) - 1))
        } else if body.contains(&*last.join(" ")) && ordinary(first) {
            Some(CharSpan::new(length(first), name.chars().count()))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_body_names_is_left() {
        let body = BTreeSet::from(["Jasper", "Wendy"]);
        let lower = BTreeSet::from(["bars"]);
        let part = |name: &str| named_part(name, &body, &lower);
        assert_eq!(part("Jasper Burned"), Some(CharSpan::new(0, 6)));
        assert_eq!(part("Bars Jasper"), Some(CharSpan::new(5, 11)));
        assert_eq!(part("Wendy Rogers"), None);
    }
}
