//! Offices and titles that stand at a name or look like one: 卫生部长, *Health Secretary*, *Sibsagar MLA Akhil Gogoi*.

use crate::document::Side;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// What is in front of a person's name and behind the name of what the person heads.
pub(super) fn cut_offices(names: &NameTable, spots: &mut Spots) {
    cut_offices_before(spots);
    match spots.side {
        Side::English => cut_offices_behind(names, spots),
        Side::Chinese => drop_heads(names, spots),
    }
}

/// *Sibsagar MLA Akhil Gogoi*: the person is named behind the office. *D.C. Johnson*: the place belongs to what is before it.
fn cut_offices_before(spots: &mut Spots) {
    let text = &spots.version.text;
    let office = |word: &&str| {
        matches!(
            *word,
            "MP" | "MLA" | "MEP" | "MSP" | "CEO" | "PM" | "CFO" | "COO" | "President" | "D.C."
        )
    };
    for spot in
        spots.spots.iter_mut().filter(|spot| spot.mention.label == Label::Per && !spot.fixed)
    {
        let words: Vec<&str> = text.slice(spot.mention.span).split(' ').collect();
        let at = words.iter().rposition(office).filter(|at| at + 1 < words.len());
        if let Some(at) = at {
            let front: usize = words[..=at].iter().map(|word| word.chars().count() + 1).sum();
            spot.mention.span.start += front;
        }
    }
}

/// *Health Secretary* is an office and no name, *Pierce County Sheriff* one of a county, *Senate Majority Leader* one of the Senate.
fn cut_offices_behind(names: &NameTable, spots: &mut Spots) {
    for spot in std::mem::take(&mut spots.spots) {
        let name = spots.text(spot.mention.span);
        // The Sheriff’s Department is a name again.
        let end = spots.version.sentences[spot.sentence].span.end.max(spot.mention.span.end);
        let rest = spots.text(CharSpan::new(spot.mention.span.end, end));
        let heads = ["’s ", "'s "].iter().any(|sign| {
            rest.strip_prefix(sign).is_some_and(|rest| rest.starts_with(char::is_uppercase))
        });
        let front = name
            .rsplit_once(' ')
            .filter(|_| !heads)
            .filter(|(_, last)| has(&words().offices, last));
        let (Some((front, _)), false, true) =
            (front, spot.fixed, matches!(spot.mention.label, Label::Org | Label::Loc))
        else {
            spots.spots.push(spot);
            continue;
        };
        if let Some((length, label)) = named_in_front(names, front) {
            let mut named = spot.clone();
            named.mention.span.end = named.mention.span.start + length;
            named.mention.label = label;
            spots.spots.push(named);
        }
    }
}

/// How long the name is that a text begins with, and its label: a place with its unit, or what the table settles.
fn named_in_front(names: &NameTable, text: &str) -> Option<(usize, Label)> {
    let last = text.rsplit(' ').next().unwrap_or_default();
    if text.contains(' ') && has(&words().english_organisations, last) {
        return Some((text.chars().count(), Label::Org));
    }
    let listed =
        names.chinese_of(&plain_english(text)).iter().any(|(_, label)| *label == Label::Loc);
    if listed || has(&words().english_places, last) {
        return Some((text.chars().count(), Label::Loc));
    }
    let ends = text.match_indices(' ').map(|(byte, _)| byte).chain([text.len()]);
    let mut settled = ends.filter_map(|end| {
        let label = names.settled_english(&plain_english(&text[..end]))?;
        Some((text[..end].chars().count(), label))
    });
    settled.next_back()
}

/// 卫生部长 heads a ministry and is no name; of 中国外交部长 the country is one.
fn drop_heads(names: &NameTable, spots: &mut Spots) {
    for spot in std::mem::take(&mut spots.spots) {
        if spot.fixed || spot.mention.label != Label::Org || !is_headed(spots, &spot) {
            spots.spots.push(spot);
            continue;
        }
        let name: Vec<char> = script::fold(spots.text(spot.mention.span)).chars().collect();
        let country = (2..name.len()).rev().find(|&length| {
            let front: String = name[..length].iter().collect();
            names.settled_chinese(&plain_chinese(&front)) == Some(Label::Loc)
        });
        if let Some(length) = country {
            let start = spot.mention.span.start;
            let mut place = spot.clone();
            place.mention.span = CharSpan::new(start, start + length);
            place.mention.label = Label::Loc;
            spots.spots.push(place);
        }
    }
}

/// Whether the character behind makes an office (部长) or another word (部门, 国会议员) of a name's last one.
fn is_headed(spots: &Spots, spot: &Spot) -> bool {
    let sentence = spots.version.sentences[spot.sentence].span;
    let behind = CharSpan::new(spot.mention.span.end, sentence.end.max(spot.mention.span.end));
    let rest: String = script::fold(spots.text(behind)).chars().take(2).collect();
    let name = script::fold(spots.text(spot.mention.span));
    // 部长 but not 长期.
    let head =
        rest.starts_with('长') && !matches!(&*rest, "长期" | "长久" | "长年" | "长达" | "长远");
    name.ends_with(['部', '局', '院', '署', '厅']) && head
        || name.ends_with('部') && rest.starts_with('门')
        || name.ends_with("国会") && rest == "议员"
}
