//! Spans that hold less than a name: parts of one, a name that goes on.

use crate::document::Side;
use crate::link::name_table::is_dot;
use crate::link::spots::{NAME_LABELS, Spot, Spots};
use crate::link::words::words;
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// `Hsu Wei` of `Hsu Wei-che`: a hyphen and letters right behind belong to the name.
pub(super) fn extend_hyphens(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let end = spot.mention.span.end;
        let sentence = spots.version.sentences[spot.sentence].span;
        let rest: Vec<char> =
            text.slice(CharSpan::new(end, sentence.end.max(end))).chars().collect();
        if rest.first() == Some(&'-') && rest.get(1).is_some_and(|c| c.is_alphabetic()) {
            let letters = rest[1..].iter().take_while(|c| c.is_alphanumeric()).count();
            let lower = rest[1].is_lowercase() && letters <= 6 && spot.mention.label == Label::Per;
            if lower || rest[1].is_uppercase() && spot.mention.label == Label::Per {
                spot.mention.span.end = end + 1 + letters;
            }
        }
    }
}

/// Parts of one name that the tagger cut at a dot or hyphen.
pub(super) fn join_parts(spots: &mut Spots) {
    spots.spots.sort_by_key(|spot| spot.mention.span);
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let gap = CharSpan::new(
                last.mention.span.end.min(spot.mention.span.start),
                spot.mention.span.start,
            );
            let between = spots.version.text.slice(gap);
            let dotted = spots.side == Side::Chinese
                && last.mention.label == Label::Per
                && spot.mention.label == Label::Per
                && between.chars().count() == 1
                && between.chars().all(|c| is_dot(c) || matches!(c, '－' | '-' | '—' | '‐'));
            if dotted && last.sentence == spot.sentence && !last.fixed && !spot.fixed {
                last.mention.span.end = spot.mention.span.end;
                continue;
            }
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// A chain of places is one name in Chinese: 山西省隰县, 美国洛杉矶. Two countries side by side are two.
pub fn join_places(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let chain = last.mention.label == Label::Loc
                && spot.mention.label == Label::Loc
                && last.mention.span.end == spot.mention.span.start
                && last.mention.span.len() >= 2
                && spot.mention.span.len() >= 2
                && !last.fixed
                && !spot.fixed;
            if chain {
                last.mention.span.end = spot.mention.span.end;
                continue;
            }
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// A person's name right before what makes it a place or an organisation: 菲利普·夏蒂埃球场.
pub(super) fn extend_endings(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
        if spot.fixed || !NAME_LABELS.contains(&spot.mention.label) {
            continue;
        }
        let rest = script::fold(
            spots.version.text.slice(CharSpan::new(span.end, sentence.end.max(span.end))),
        );
        let Some((ending, label)) = named_after(&rest) else { continue };
        let place = spot.mention.label == Label::Loc;
        // 北京机场 is a name; 北京大学 the tagger knows.
        let organisation = spot.mention.label == Label::Org;
        if (place && label == Label::Org) || (organisation && !matches!(ending, "大厦" | "大楼"))
        {
            continue;
        }
        let wide = CharSpan::new(span.start, span.end + ending.chars().count());
        let free = spots
            .spots
            .iter()
            .enumerate()
            .all(|(j, other)| j == i || !other.mention.span.overlaps(wide));
        if free {
            let odds = spots.odds(spots.spots[i].sentence, wide);
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.mention.label = label;
            spot.odds = odds;
        }
    }
}

/// What a Chinese name goes on with, and what it names then.
fn named_after(rest: &str) -> Option<(&'static str, Label)> {
    let first = |list: &'static [String]| list.iter().find(|ending| rest.starts_with(&***ending));
    let place = first(&words().named_after_places).map(|ending| (&**ending, Label::Loc));
    place
        .or_else(|| first(&words().named_after_organisations).map(|ending| (&**ending, Label::Org)))
}
