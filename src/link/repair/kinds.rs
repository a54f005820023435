//! What the words around a name say that it names: 运营商 before it, *the grid operator* behind it, places in a row with it.

use crate::document::Side;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// Longest description behind a name, in words.
const LONGEST_DESCRIPTION: usize = 8;

/// One word behind *in* may be a place if the tagger gives it this much.
const MAY_BE_PLACE: f64 = 0.05;

/// Probability of a place in front of what a company does.
const PLACE: f64 = 0.8;

/// Give names the labels that the words around them show.
pub(super) fn settle_by_context(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::Chinese {
        cut_descriptions(names, spots);
    }
    spots.spots.sort_by_key(|spot| spot.mention.span);
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        if spot.fixed || !matches!(spot.mention.label, Label::Per | Label::Org | Label::Loc) {
            continue;
        }
        let place = is_listed_place(names, spots, spot);
        // *Darlington, Fulham and Brighton* may be clubs.
        let sure = spot.is_sure_of(Label::Org);
        let in_row =
            || place && !sure && spot.mention.label == Label::Org && is_among_places(spots, i);
        let called = || spot.mention.label != Label::Loc && is_called_a_place(spots, spot);
        if in_row() || called() {
            spots.spots[i].mention.label = Label::Loc;
        } else if !place && spot.mention.label != Label::Org && is_described(spots, spot) {
            spots.spots[i].mention.label = Label::Org;
        }
    }
}

/// Whether the table knows a place of this name.
fn is_listed_place(names: &NameTable, spots: &Spots, spot: &Spot) -> bool {
    let name = spots.text(spot.mention.span);
    let known = match spots.side {
        Side::Chinese => names.english_of(&plain_chinese(name)),
        Side::English => names.chinese_of(&plain_english(name)),
    };
    known.iter().any(|(_, label)| *label == Label::Loc)
}

/// Whether a mention stands in a row with two places: *Paris, Rome, Barcelona and Frankfurt*.
fn is_among_places(spots: &Spots, i: usize) -> bool {
    let neighbours = [i.checked_sub(1).map(|before| (before, i)), Some((i, i + 1))];
    let rows = neighbours.into_iter().flatten().filter(|&(a, b)| {
        let (Some(first), Some(second)) = (spots.spots.get(a), spots.spots.get(b)) else {
            return false;
        };
        let other = if a == i { second } else { first };
        let (end, start) = (first.mention.span.end, second.mention.span.start);
        let joined = start >= end
            && matches!(
                spots.text(CharSpan::new(end, start)),
                ", " | " and " | ", and " | "、" | "和" | "及" | "与" | "以及"
            );
        other.mention.label == Label::Loc && joined
    });
    rows.count() == 2
}

/// What a place is, before *of* and its name.
const PLACES: [&str; 18] = [
    "district",
    "town",
    "village",
    "city",
    "province",
    "region",
    "suburb",
    "neighborhood",
    "neighbourhood",
    "commune",
    "municipality",
    "hamlet",
    "township",
    "county",
    "island",
    "borough",
    "settlement",
    "outskirts",
];

/// *The district of Mathias Velho*: a name of one or two words that the tagger does not think an organisation's.
pub fn is_called_a_place(spots: &Spots, spot: &Spot) -> bool {
    let words = spots.text(spot.mention.span).split(' ').count();
    let kind = spots.before(spot).strip_suffix(" of ").and_then(|front| front.rsplit(' ').next());
    spots.side == Side::English
        && words <= 2
        && !spot.is_sure_of(Label::Org)
        && kind.is_some_and(|kind| PLACES.contains(&kind))
        || stands_in(spots, spot)
}

/// *At the evacuation center in Hinton*: one word behind *in*, which may be a person's or a place's, where the article has no person of this name.
fn stands_in(spots: &Spots, spot: &Spot) -> bool {
    let name = spots.text(spot.mention.span);
    let person = || {
        crate::link::is_known_person(spots.side, name)
            || spots.spots.iter().any(|other| {
                let text = spots.text(other.mention.span);
                let longer = text.split([' ', '-']).any(|word| word == name) && text != name;
                other.mention.label == Label::Per && longer
            })
    };
    spots.side == Side::English
        && spot.mention.label != Label::Org
        && !name.contains([' ', '-'])
        && (spot.odds[2] >= MAY_BE_PLACE || crate::link::is_known_place(spots.side, name))
        && !spot.is_sure_of(Label::Per)
        && [" in ", " near ", " outside "].iter().any(|word| spots.before(spot).ends_with(word))
        && !person()
}

/// What stands behind the name of an organisation alone: *Wieland, headquartered in Ulm*.
const SEATS: [&str; 3] =
    [", headquartered in ", ", which is headquartered in ", ", which is based in "];

/// Whether the words right before or behind a name say that it is an organisation's.
fn is_described(spots: &Spots, spot: &Spot) -> bool {
    let sentence = spots.version.sentences[spot.sentence].span;
    let span = spot.mention.span;
    let before = spots.text(CharSpan::new(sentence.start, span.start));
    match spots.side {
        Side::Chinese => {
            let before = script::fold(before);
            let before = before.trim_end_matches(['“', '「', '《', ' ']);
            words().chinese_kinds.iter().any(|kind| before.ends_with(&**kind))
                || has_its_seat_before(before)
        }
        Side::English => {
            let word = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
            let one_word = !spots.text(span).contains(' ') || spot.mention.label == Label::Loc;
            one_word && word.is_some_and(|word| has(&words().english_kinds, word)) || {
                let rest = spots.text(CharSpan::new(span.end, sentence.end.max(span.end)));
                is_described_behind(rest) || SEATS.iter().any(|seat| rest.starts_with(seat))
            }
        }
    }
}

/// 总部设在乌尔姆的维兰德: what has its head office somewhere.
fn has_its_seat_before(before: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；', '、']).next().unwrap_or(before);
    clause.ends_with('的')
        && ["总部设在", "总部位于", "总部设于"].iter().any(|seat| clause.contains(seat))
}

/// *Fingrid, the grid operator,*: an article, words in small letters, and a kind of organisation as the last of them.
fn is_described_behind(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(", ") else { return false };
    let end = rest.find([',', '.', ';', '”', '—']).unwrap_or(rest.len());
    let mut description = rest[..end].split(' ');
    let article = description.next().is_some_and(|word| matches!(word, "a" | "an" | "the" | "its"));
    let behind = |word: &str| {
        matches!(
            word,
            "that" | "which" | "based" | "in" | "of" | "behind" | "with" | "for" | "from" | "at"
        )
    };
    let nouns: Vec<&str> = description.take_while(|word| !behind(word)).collect();
    article
        && nouns.len() <= LONGEST_DESCRIPTION
        && nouns.last().is_some_and(|word| has(&words().english_kinds, word))
}

/// 剑桥的生物技术公司eGenesis and 廉价航空公司德威航空: what an organisation does is no part of its name.
fn cut_descriptions(names: &NameTable, spots: &mut Spots) {
    let mut places: Vec<(usize, CharSpan)> = Vec::new();
    let organisation = |spot: &&mut Spot| spot.mention.label == Label::Org && !spot.fixed;
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(organisation) {
        let whole = plain_chinese(text.slice(spot.mention.span));
        if !names.english_of(&whole).is_empty() {
            continue;
        }
        let name: Vec<char> = script::fold(text.slice(spot.mention.span)).chars().collect();
        let place = place_in_front(names, &name);
        let Some(cut) = description(&name[place..]).filter(|cut| place + cut + 2 <= name.len())
        else {
            continue;
        };
        // Of 欧洲汽车制造商协会 no name would be left.
        let left: String = name[place + cut..].iter().collect();
        if has(&words().chinese_organisations, &left) || super::is_no_name(&left) {
            continue;
        }
        let start = spot.mention.span.start;
        if place > 0 {
            places.push((spot.sentence, CharSpan::new(start, start + place)));
        }
        spot.mention.span.start = start + place + cut;
    }
    for (sentence, span) in places {
        if !spots.taken(span) {
            spots.add(sentence, span, Label::Loc, crate::mention::Source::Rule, PLACE);
        }
    }
}

/// How many characters of a place's name a text begins with.
fn place_in_front(names: &NameTable, name: &[char]) -> usize {
    let place = |length: &usize| {
        let front: String = name[..*length].iter().collect();
        names.english_of(&front).iter().any(|(_, label)| *label == Label::Loc)
    };
    (2..=6.min(name.len())).rev().find(place).unwrap_or(0)
}

/// How long the description is that a text begins with: industries and then a kind of organisation.
fn description(name: &[char]) -> Option<usize> {
    let begins = |at: usize, list: &[String]| {
        let rest: String = name[at..].iter().collect();
        let found = list.iter().filter(|word| rest.starts_with(&***word));
        found.map(|word| word.chars().count()).max()
    };
    let mut at = usize::from(name.first() == Some(&'的'));
    loop {
        if let Some(length) = begins(at, &words().chinese_kinds) {
            return Some(at + length);
        }
        at += begins(at, &words().industries)?;
    }
}
