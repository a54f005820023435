//! Names that stand in several spans: parts of one, chains of places, countries and their bodies.

use crate::document::Side;
use crate::link::name_table::{NameTable, is_dot, plain_chinese};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{ends, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// Longest name of a national body behind its country, in characters.
const LONGEST_BODY: usize = 14;

/// The tagger must give an organisation with a place behind it this much to be one name.
const BRANCH: f64 = 0.1;

/// What a country has in another, in Simplified characters; the longer ones first.
const MISSIONS: [&str; 7] = ["总领事馆", "总领馆", "领事馆", "领馆", "大使馆", "使馆", "联络处"];

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
pub fn join_places(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let (end, start) = (last.mention.span.end, spot.mention.span.start);
            // 南极—艾特肯盆地, but not 北京—上海.
            let dash = start == end + 1
                && matches!(spots.version.text.slice(CharSpan::new(end, start)), "—" | "-" | "–")
                && ends(&words().named_after_places, spots.version.text.slice(spot.mention.span));
            let chain = last.mention.label == Label::Loc
                && spot.mention.label == Label::Loc
                && (end == start || dash)
                && last.mention.span.len() >= 2
                && spot.mention.span.len() >= 2
                && !begins_with_country(names, spots.text(spot.mention.span))
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

/// A chain goes from the large to the small: 华盛顿特区 and 美国国会大厦 are two names.
fn begins_with_country(names: &NameTable, place: &str) -> bool {
    let country: String = script::fold(place).chars().take(2).collect();
    country.ends_with('国') && names.settled_chinese(&country) == Some(Label::Loc)
}

/// 芬兰 + 国家调查局: behind a country, 国家 and the like up to what a body of a country ends with belong to one name.
pub(super) fn find_national_bodies(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.revise(|spots, i| {
        let spot = &spots.spots[i];
        let span = spot.mention.span;
        let country = names.settled_chinese(&plain_chinese(spots.name(i))) == Some(Label::Loc);
        if !country || span.len() < 2 {
            return None;
        }
        let rest: Vec<char> = script::fold(spots.behind(spot)).chars().take(LONGEST_BODY).collect();
        let wide = CharSpan::new(span.start, span.end + national_body(&rest)?);
        spots.replaceable(wide).then_some((wide, Label::Org))
    });
    spots.settle();
}

/// 中国 + 驻 + 休斯敦 + 总领事馆, *U.S. Consulate* in *Chengdu*: a mission is named with its country and its place.
pub(super) fn join_missions(spots: &mut Spots) {
    spots.spots.sort_by_key(|spot| spot.mention.span);
    spots.revise(|spots, i| {
        let (front, back) = spots.neighbours(i)?;
        let (from, to) = (front.mention.span, back.mention.span);
        if from.end >= to.start {
            return None;
        }
        let between = spots.text(CharSpan::new(from.end, to.start));
        let end = if back.mention.label != Label::Loc {
            None
        } else if spots.side == Side::Chinese {
            let stands = front.mention.label == Label::Loc && matches!(between, "驻" | "駐");
            let folded = script::fold(spots.behind(back));
            let mission = MISSIONS.iter().find(|mission| folded.starts_with(**mission));
            mission.filter(|_| stands).map(|mission| to.end + mission.chars().count())
        } else {
            let mission = ["Embassy", "Consulate", "Consulate General"];
            let name = spots.text(from);
            let ends = mission.iter().any(|mission| name.ends_with(mission));
            (ends && front.mention.label == Label::Org && between == " in ").then_some(to.end)
        };
        Some((CharSpan::new(from.start, end?), Label::Org))
    });
    spots.settle();
}

/// What a branch of an organisation is called behind its place, in Simplified characters.
const BRANCHES: [&str; 9] =
    ["分院", "分校", "分行", "分公司", "分局", "分社", "分会", "分部", "分店"];

/// Longest place of a branch, in characters.
const LONGEST_SEAT: usize = 6;

/// 台北荣民总医院 + 玉里 + 分院: a branch is named with the whole and its place.
pub(super) fn join_branches(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let span = spot.mention.span;
        if spot.mention.label != Label::Org {
            return None;
        }
        let rest = script::fold(spots.behind(spot));
        let branch = BRANCHES.iter().find_map(|branch| {
            let seat = rest[..rest.find(branch)?].chars().collect::<Vec<char>>();
            let place = seat.len() <= LONGEST_SEAT
                && seat.iter().all(|c| script::is_han(*c) && !"的和与在及".contains(*c));
            place.then(|| seat.len() + branch.chars().count())
        });
        let wide = CharSpan::new(span.start, span.end + branch?);
        let seat = CharSpan::new(span.end, wide.end);
        let tagged = spots.spots.iter().any(|other| {
            let place = other.mention.label == Label::Loc && seat.contains(other.mention.span);
            other.mention.span.start == seat.start && (place || other.mention.span == seat)
        });
        // Not 北京大学部分校友 and 公安局副分局长.
        let between = &rest[..rest.find('分').unwrap_or(0)];
        let other_word = between.ends_with(['部', '充', '各', '某', '副', '十', '百', '每']);
        let one = tagged || between.chars().count() <= 1;
        (one && !other_word && spots.replaceable(wide)).then_some(wide)
    });
    spots.settle();
}

/// How long the name of a body is that a text begins with.
fn national_body(rest: &[char]) -> Option<usize> {
    let text: String = rest.iter().collect();
    let begins = words().begin_national_bodies.iter().any(|begin| text.starts_with(&**begin));
    let stop = |c: &char| !script::is_han(*c) || "的在是说将与对称".contains(*c);
    let length = rest.iter().position(stop).unwrap_or(rest.len());
    let ends_here = |end: &usize| {
        let name: String = rest[..*end].iter().collect();
        let next = rest.get(*end).copied().unwrap_or(' ');
        ends(&words().national_bodies, &name) && !"长门员门".contains(next)
    };
    (3..=length).find(ends_here).filter(|_| begins)
}

/// A country and one of its bodies are one name: 美国众议院, 伊朗卫生部. So are a body and a part of it: 美国司法部 + 刑事司.
pub(super) fn join_bodies(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.spots.sort_by_key(|spot| spot.mention.span);
    let mut joined: Vec<Spot> = Vec::new();
    for mut spot in std::mem::take(&mut spots.spots) {
        let text = |spot: &Spot| spots.version.text.slice(spot.mention.span);
        let body = |spot: &Spot| {
            spot.mention.label == Label::Org
                && ends(&words().national_bodies, &script::fold(text(spot)))
        };
        let country = |spot: &Spot| {
            spot.mention.span.len() >= 2
                && spot.mention.label == Label::Loc
                && names.settled_chinese(&plain_chinese(text(spot))) == Some(Label::Loc)
        };
        let part = |spot: &Spot| {
            spot.mention.label == Label::Org
                && spot.mention.span.len() >= 3
                && (body(spot) || text(spot).ends_with(['司', '科', '处', '處']))
        };
        let one = joined.last().is_some_and(|last| {
            last.mention.span.end == spot.mention.span.start
                && !(last.fixed || spot.fixed)
                && (country(last) && body(&spot) || body(last) && part(&spot))
        });
        if let Some(last) = joined.pop_if(|_| one) {
            spot.mention.span.start = last.mention.span.start;
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// 比亚迪 + 巴西 + 公司: the firm of a firm in a place.
pub(super) fn join_firms_of_places(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.spots.sort_by_key(|spot| spot.mention.span);
    spots.rebound(|spots, i| {
        let (front, back) = spots.neighbours(i)?;
        let (from, to) = (front.mention.span, back.mention.span);
        let names = front.mention.label == Label::Org && back.mention.label == Label::Loc;
        let rest = spots.behind(back);
        let firm = ["公司", "分公司", "子公司"].into_iter().find(|firm| rest.starts_with(firm))?;
        let wide = CharSpan::new(from.start, to.end + firm.chars().count());
        (names && from.end == to.start).then_some(wide)
    });
    spots.settle();
}

/// *Nissan Motor* + *Kyushu*, *Nexperia* + *China*: an organisation with a place right behind it is a branch of it.
pub(super) fn join_seats(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    spots.spots.sort_by_key(|spot| spot.mention.span);
    spots.rebound(|spots, i| {
        let (front, back) = spots.neighbours(i)?;
        let (from, to) = (front.mention.span, back.mention.span);
        let names = front.mention.label == Label::Org && back.mention.label == Label::Loc;
        let side_by_side =
            to.start == from.end + 1 && spots.text(CharSpan::new(from.end, to.start)) == " ";
        // *UN Gaza envoy*: the tagger must think so too, though it need not be sure.
        let wide = CharSpan::new(from.start, to.end);
        let likely = || spots.odds(front.sentence, wide)[1] >= BRANCH;
        (names && side_by_side && likely()).then_some(wide)
    });
    spots.settle();
}
