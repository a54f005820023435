//! Spans that hold more than a name: two names, a title, a country and what stands behind it.

use std::collections::BTreeMap;

use super::breaks;
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::link::document::{last_name, trim};
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

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

/// 埃航空 in 埃航空难, 莉娜·汗多 in 莉娜·汗多年: a well-known name ends where another word begins.
pub(super) fn cut_before_words(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let text = &spots.version.text;
    let place = |spot: &Spot| spot.mention.label == Label::Loc;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed && !place(spot)) {
        let CharSpan { start, end } = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let name = plain_chinese(text.slice(spot.mention.span));
        let Some(last) = name.chars().next_back().filter(|_| end - start >= 3) else { continue };
        let front = &name[..name.len() - last.len_utf8()];
        let known = |name: &str| !names.english_of(name).is_empty();
        if known(&name) || !known(front) || end >= sentence.end {
            continue;
        }
        let next = script::fold(text.slice(CharSpan::new(end, end + 1)));
        let word = format!("{last}{next}");
        if Lexicon::embedded().vector_number(Side::Chinese, &word).is_some() {
            spot.mention.span.end -= 1;
        }
    }
}

/// 利夫拉门托长 in 利夫拉门托长传: a person whom the article names without the last character too ends where another word begins.
pub(super) fn cut_persons(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let text = &spots.version.text;
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for i in (0..spots.spots.len()).filter(|&i| spots.spots[i].mention.label == Label::Per) {
        let name = spots.name(i);
        for part in [Some(name), last_name(Side::Chinese, name)].into_iter().flatten() {
            *named.entry(part).or_default() += 1;
        }
    }
    let person = |spot: &&mut Spot| spot.mention.label == Label::Per && !spot.fixed;
    for spot in spots.spots.iter_mut().filter(person) {
        let CharSpan { start, end } = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let name = text.slice(spot.mention.span);
        for length in [1, 2] {
            if end < start + length + 2 || end >= sentence.end {
                break;
            }
            let front = text.slice(CharSpan::new(start, end - length));
            let last = last_name(Side::Chinese, front).unwrap_or(front);
            let behind = CharSpan::new(end - length, if length == 1 { end + 1 } else { end });
            let word = script::fold(text.slice(behind));
            let once = named.get(name) == Some(&1) && named.contains_key(last);
            if once && Lexicon::embedded().vector_number(Side::Chinese, &word).is_some() {
                spot.mention.span.end -= length;
                break;
            }
        }
    }
}

/// 东澜证券汽车行业 before 分析师: what somebody watches for a firm is no part of its name.
pub(super) fn cut_industries(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let text = &spots.version.text;
    let organisation = |spot: &&mut Spot| spot.mention.label == Label::Org && !spot.fixed;
    for spot in spots.spots.iter_mut().filter(organisation) {
        let name = script::fold(text.slice(spot.mention.span));
        let Some(mut front) = name.strip_suffix("行业").map(str::to_owned) else { continue };
        let industry = |front: &str| {
            let ends = words().industries.iter().filter_map(|word| front.strip_suffix(&**word));
            ends.min_by_key(|front| front.len()).map(str::to_owned)
        };
        if let Some(shorter) = industry(&front) {
            front = shorter;
        }
        let length = front.chars().count();
        if length >= 2 {
            spot.mention.span.end = spot.mention.span.start + length;
        }
    }
}

/// Prince William: the title is outside.
pub(super) fn cut_titles(spots: &mut Spots) {
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| spot.mention.label == Label::Per) {
        let name = text.slice(spot.mention.span);
        let title = name.split_once(' ').filter(|(first, _)| has(&words().titles, first));
        if let Some((first, _)) = title.filter(|_| !spot.fixed) {
            spot.mention.span.start += first.chars().count() + 1;
        }
    }
}

/// 黄伯 and 陈女士: what one is called is outside, and one family name is left.
pub(super) fn cut_honorifics(spots: &mut Spots) {
    if spots.side == Side::English {
        return cut_titles(spots);
    }
    cut_titles(spots);
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| spot.mention.label == Label::Per) {
        let name = script::fold(text.slice(spot.mention.span));
        // The longest: 郑阿姨 ends in 姨 too.
        let fronts = words().honorifics.iter().filter_map(|word| name.strip_suffix(&**word));
        let cut = fronts.min_by_key(|front| front.len());
        if let Some(left) = cut.filter(|left| !left.is_empty() && !spot.fixed)
            && (left.chars().count() == 1 || name.chars().count() >= 4)
        {
            spot.mention.span.end = spot.mention.span.start + left.chars().count();
        }
    }
}

/// 苏丹军队, 中国政府: only the country is a name. So is it in 前苏联, 埃方 and 美军, and the town in 三明市区.
pub(super) fn cut_to_countries(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let name = script::fold(text.slice(spot.mention.span));
        let place = |part: &str| names.settled_chinese(part) == Some(Label::Loc);
        let listed =
            |part: &str| names.english_of(part).iter().any(|(_, label)| *label == Label::Loc);
        // 三明市区 is the middle of 三明.
        let CharSpan { end, .. } = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let behind = text.slice(CharSpan::new(end, sentence.end.max(end)));
        let middle = if name.ends_with("市区") {
            2
        } else {
            usize::from(name.ends_with('市') && behind.starts_with(['区', '區']))
        };
        if middle > 0 && name.chars().count() >= 2 + middle {
            spot.mention.span.end -= middle;
            continue;
        }
        let former = name.strip_prefix('前').is_some_and(listed);
        if names.settled_chinese(&name).is_some() {
            continue;
        }
        let whose = words().what_countries_have.iter().find_map(|what| name.strip_suffix(&**what));
        if former {
            spot.mention.span.start += 1;
            spot.mention.label = Label::Loc;
        } else if let Some(country) = whose.filter(|country| place(country)) {
            spot.mention.span.end = spot.mention.span.start + country.chars().count();
            spot.mention.label = Label::Loc;
        } else if spot.mention.span.len() == 2
            && name.ends_with(['方', '军'])
            && name.starts_with(|c| words().country_characters.contains(c))
        {
            spot.mention.span.end -= 1;
            spot.mention.label = Label::Loc;
        }
    }
}

/// *Hong Kong Government*: only the place is a name.
pub(super) fn cut_governments(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let name = text.slice(spot.mention.span);
        let Some(place) = name.strip_suffix(" Government") else { continue };
        if names.settled_english(&plain_english(place)) == Some(Label::Loc) {
            spot.mention.span.end = spot.mention.span.start + place.chars().count();
            spot.mention.label = Label::Loc;
        }
    }
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
        let adjective = party.iter().find(|party| name.starts_with(**party)).filter(|party| {
            names.settled_english(&plain_english(&name[party.len()..])) == Some(Label::Loc)
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

/// *Balkans on Sunday*: the day is no part of the name.
pub(super) fn cut_dates(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let name = text.slice(spot.mention.span);
        let Some((front, last)) = name.rsplit_once(' ') else { continue };
        let name = front.strip_suffix(" on").or_else(|| front.strip_suffix(" last"));
        if let Some(name) =
            name.filter(|_| last.ends_with("day") && has(&words().capital_words, last))
        {
            spot.mention.span.end = spot.mention.span.start + name.chars().count();
        }
    }
}

/// *trade association Brewers of Europe*: what an organisation is, in small letters, is no part of its name.
pub(super) fn cut_kinds(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    let organisations = |spot: &&mut Spot| spot.mention.label == Label::Org && !spot.fixed;
    for spot in spots.spots.iter_mut().filter(organisations) {
        let name = text.slice(spot.mention.span);
        let kind = |word: &&str| word.chars().all(char::is_lowercase);
        let front: usize =
            name.split(' ').take_while(kind).map(|word| word.chars().count() + 1).sum();
        if front < name.chars().count() {
            spot.mention.span.start += front;
        }
    }
}
