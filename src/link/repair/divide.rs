//! Spans that hold several names: two countries, a photographer and an agency, a country and an office of it.

use super::breaks;
use crate::document::Side;
use crate::link::name_parts::trim;
use crate::link::name_table::{NameTable, plain_english};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{ends, has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// A body that stands behind another one and *and* is a name from this probability on.
const AS_LIKELY_AS_NOT: f64 = 0.5;

/// Put several spans in the place of each one that `parts` finds them for. What the user's glossary gives stays.
fn split(spots: &mut Spots, parts: impl Fn(&Spots, &Spot) -> Option<Vec<Spot>>) {
    for spot in std::mem::take(&mut spots.spots) {
        let parts = if spot.fixed { None } else { parts(spots, &spot) };
        spots.spots.extend(parts.unwrap_or_else(|| vec![spot]));
    }
}

/// A part of a mention with all that is known of the whole.
fn part(spot: &Spot, span: CharSpan) -> Spot {
    let mut part = spot.clone();
    part.mention.span = span;
    part
}

/// `CNN,国土安全部` and `Francis Chung/Politico/AP` are several names.
pub(super) fn split_at_signs(spots: &mut Spots) {
    let breaks = breaks(spots.side);
    split(spots, |spots, spot| {
        let span = spot.mention.span;
        let mut text: Vec<char> = spots.text(span).chars().collect();
        mark_spaces(&mut text);
        if !text.iter().any(|&c| breaks.contains(c)) {
            return None;
        }
        let credit = text.contains(&'/');
        let mut start = span.start;
        let mut parts = Vec::new();
        for (index, piece) in text.split(|&c| breaks.contains(c)).enumerate() {
            let inner = trim(spots.side, &piece.iter().collect::<String>()).shifted(start);
            start += piece.len() + 1;
            if inner.len() < 2 {
                continue;
            }
            let mut part = part(spot, inner);
            // After a photographer come agencies.
            if credit && index > 0 {
                part.mention.label = Label::Org;
            }
            part.odds = spots.odds(spot.sentence, inner);
            parts.push(part);
        }
        Some(parts)
    });
}

/// A space between two Chinese characters parts names: 克拉拉·德弗里斯 布鲁塞尔.
fn mark_spaces(text: &mut [char]) {
    for i in 1..text.len().saturating_sub(1) {
        if text[i] == ' ' && script::is_han(text[i - 1]) && script::is_han(text[i + 1]) {
            text[i] = '\u{3000}';
        }
    }
}

/// HHS子女抚养费执行局 is an office of HHS: two names, unless the rest is 公司 or the like.
pub(super) fn split_after_acronyms(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    split(spots, |spots, spot| {
        let CharSpan { start, end } = spot.mention.span;
        let text: Vec<char> = spots.text(spot.mention.span).chars().collect();
        let latin = text.iter().take_while(|c| c.is_ascii_uppercase()).count();
        let rest = &text[latin..];
        let office = (2..=7).contains(&latin)
            && rest.len() >= 5
            && rest.iter().all(|c| script::is_han(*c))
            && !rest.ends_with(&['公', '司'])
            && !rest.ends_with(&['集', '团'])
            && spot.mention.label == Label::Org;
        let middle = start + latin;
        let parts = [CharSpan::new(start, middle), CharSpan::new(middle, end)];
        office.then(|| parts.map(|span| part(spot, span)).into())
    });
}

/// *Washington, D.C.* is a name for each place.
pub(super) fn split_places(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    split(spots, |spots, spot| {
        let text = spots.text(spot.mention.span);
        if spot.mention.label != Label::Loc || !text.contains(", ") {
            return None;
        }
        let mut start = spot.mention.span.start;
        let mut parts = Vec::new();
        for piece in text.split(", ") {
            let inner = trim(spots.side, piece).shifted(start);
            start += piece.chars().count() + 2;
            if !inner.is_empty() {
                parts.push(part(spot, inner));
            }
        }
        Some(parts)
    });
}

/// 华盛顿特区美国国会大厦: a place that begins with its country begins anew.
pub(super) fn split_before_countries(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    split(spots, |spots, spot| {
        let name: Vec<char> = script::fold(spots.text(spot.mention.span)).chars().collect();
        let text = |from: usize, to: usize| name[from..to].iter().collect::<String>();
        let country = |at: &usize| {
            name[at + 1] == '国' && names.settled_chinese(&text(*at, at + 2)) == Some(Label::Loc)
        };
        let at = (2..name.len().saturating_sub(3)).find(country)?;
        let listed = names.english_of(&text(0, at)).iter().any(|(_, label)| *label == Label::Loc);
        let CharSpan { start, end } = spot.mention.span;
        (listed && spot.mention.label == Label::Loc).then(|| {
            let spans = [CharSpan::new(start, start + at), CharSpan::new(start + at, end)];
            spans.map(|span| part(spot, span)).into()
        })
    });
}

/// 中美 and 俄乌 are two countries, those of 英法军队 too.
pub(super) fn split_countries(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    split(spots, |spots, spot| {
        let span = spot.mention.span;
        let name = script::fold(spots.text(span));
        let whose = words().what_countries_have.iter().find_map(|what| name.strip_suffix(&**what));
        let countries = whose.unwrap_or(&name);
        let pair = countries.chars().count() == 2
            && (spot.mention.label == Label::Loc || whose.is_some())
            && countries.chars().all(|c| words().country_characters.contains(c))
            && (countries.contains(['中', '美', '俄', '日', '英', '欧'])
                || has(&words().country_pairs, countries));
        let starts = [span.start, span.start + 1];
        let place = |start| {
            let mut place = part(spot, CharSpan::new(start, start + 1));
            place.mention.label = Label::Loc;
            place
        };
        pair.then(|| starts.map(place).into())
    });
}

/// Whose party: *Republican Arizona*, 亚利桑那州共和党参议员. The place and the party are two names.
pub(super) fn split_parties(names: &NameTable, spots: &mut Spots) {
    let text = &spots.version.text;
    let mut parts: Vec<Spot> = Vec::new();
    for spot in &mut spots.spots {
        let CharSpan { start, end } = spot.mention.span;
        let name = text.slice(spot.mention.span);
        let party = ["Republican ", "Democratic ", "Conservative ", "Labour "];
        // *Democratic Republic of Congo* is a country.
        let adjective = party.iter().find(|party| name.starts_with(**party)).filter(|party| {
            let place = &name[party.len()..];
            !place.starts_with("Republic ")
                && names.settled_english(&plain_english(place)) == Some(Label::Loc)
        });
        if let Some(adjective) = adjective.filter(|_| !spot.fixed) {
            spot.mention.span.start = start + adjective.len();
            spot.mention.label = Label::Loc;
            continue;
        }
        let front = name.strip_suffix("共和党").or_else(|| name.strip_suffix("民主党"));
        let place = front.filter(|front| front.ends_with('州') && !spot.fixed);
        if let Some(place) = place {
            let middle = start + place.chars().count();
            let mut other = spot.clone();
            other.mention.span = CharSpan::new(middle, end);
            spot.mention.span.end = middle;
            spot.mention.label = Label::Loc;
            parts.push(other);
        }
    }
    spots.spots.extend(parts);
}

/// 最高法院和选举委员会 are two bodies; of the second nothing is left if the tagger sees no name there.
pub(super) fn split_at_and(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    split(spots, |spots, spot| {
        let span = spot.mention.span;
        let name: Vec<char> = script::fold(spots.text(span)).chars().collect();
        let text = |part: &[char]| part.iter().collect::<String>();
        let body = |part: &[char]| part.len() >= 3 && ends(&words().national_bodies, &text(part));
        let at = name.iter().position(|c| matches!(c, '和' | '与' | '及'))?;
        let (front, rest) = (&name[..at], &name[at + 1..]);
        let known = !names.english_of(&text(&name)).is_empty();
        if spot.mention.label != Label::Org || known || !body(front) || !body(rest) {
            return None;
        }
        let mut parts = vec![part(spot, CharSpan::new(span.start, span.start + at))];
        let second = CharSpan::new(span.start + at + 1, span.end);
        if spots.odds(spot.sentence, second)[1] >= AS_LIKELY_AS_NOT {
            parts.push(part(spot, second));
        }
        Some(parts)
    });
}
