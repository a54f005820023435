//! English headlines, where every word has a capital: *Jasper Burned* is a place and what befell it.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Side;
use crate::link::candidate::is_title_case;
use crate::link::is_known_place;
use crate::link::spots::Spots;
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// Probability of a name behind a verb.
const AROUND_VERB: f64 = 0.85;

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
    let labels: BTreeMap<&str, Label> = (0..spots.spots.len())
        .filter(|&i| !headline[spots.spots[i].sentence])
        .map(|i| (spots.name(i), spots.spots[i].mention.label))
        .collect();
    let body: BTreeSet<&str> = labels.keys().copied().collect();
    let lower: BTreeSet<&str> = (0..spots.version.sentences.len())
        .flat_map(|sentence| spots.version.sentence_text(sentence).split(' '))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect();
    let mut cuts: Vec<(usize, CharSpan)> = Vec::new();
    let mut parts: Vec<(usize, CharSpan, Label)> = Vec::new();
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let name = spots.name(i);
        if spot.fixed || !headline[spot.sentence] || body.contains(name) {
            continue;
        }
        let start = spot.mention.span.start;
        if let Some(part) = named_part(name, &body, &lower) {
            cuts.push((i, part.shifted(start)));
        } else if let Some([front, back]) = around_verb(name, &body) {
            cuts.push((i, front.shifted(start)));
            let back = back.shifted(start);
            parts.push((spot.sentence, back, labels[spots.text(back)]));
        } else if spots.before(spot).ends_with(" to ")
            && let Some((verb, rest)) = name.split_once(' ')
            && body.contains(rest)
            && lower.contains(&*verb.to_lowercase())
        {
            // *Pick to Run Social Security Administration*
            let length = verb.chars().count() + 1;
            cuts.push((i, CharSpan::new(start + length, spot.mention.span.end)));
        }
    }
    for (i, span) in cuts {
        let name = spots.text(span);
        let spot = &mut spots.spots[i];
        spot.mention.span = span;
        let place = is_known_place(Side::English, name).then_some(Label::Loc);
        let label = labels.get(name).copied().or(place);
        spot.mention.label = label.unwrap_or(spot.mention.label);
    }
    for (sentence, span, label) in parts {
        spots.add(sentence, span, label, Source::Rule, AROUND_VERB);
    }
}

/// Two names of the body with one word that ends like a verb between them: *China Opens Qinling Station*.
fn around_verb(name: &str, body: &BTreeSet<&str>) -> Option<[CharSpan; 2]> {
    let bounds: Vec<usize> = name.match_indices(' ').map(|(byte, _)| byte).collect();
    bounds.windows(2).find_map(|pair| {
        let (front, verb, back) =
            (&name[..pair[0]], &name[pair[0] + 1..pair[1]], &name[pair[1] + 1..]);
        let known = body.contains(front) || is_known_place(Side::English, front);
        let named = verb.ends_with('s') && known && body.contains(back);
        let length = |text: &str| text.chars().count();
        named.then(|| {
            let start = length(front) + length(verb) + 2;
            [CharSpan::new(0, length(front)), CharSpan::new(start, start + length(back))]
        })
    })
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
        let two = around_verb("Wendy Visits Jasper", &body);
        assert_eq!(two, Some([CharSpan::new(0, 5), CharSpan::new(13, 19)]));
        assert_eq!(around_verb("Wendy Rogers Jasper Park", &body), None);
    }
}
