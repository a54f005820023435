//! Spans that are longer than a name: with a title, with the first character of the next word, a country with its army.

use std::collections::BTreeMap;

use super::is_chinese_word;
use crate::document::Side;
use crate::link::name_parts::last_name;
use crate::link::name_table::{NameTable, is_dot, plain_chinese, plain_english};
use crate::link::spots::{Spot, Spots};
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

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
        let next = text.slice(CharSpan::new(end, end + 1));
        if is_chinese_word(&format!("{last}{next}")) {
            spot.mention.span.end -= 1;
        }
    }
}

/// 利夫拉门托长 in 利夫拉门托长传: a person whom the article names without the last character too ends where another word begins.
pub(super) fn cut_persons(names: &NameTable, spots: &mut Spots) {
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
        // 老勒庞 is *Le Pen*, unless the table has the whole name.
        let elder = script::fold(text.slice(spot.mention.span));
        let listed = !names.english_of(&plain_chinese(&elder)).is_empty();
        if !listed
            && elder
                .strip_prefix('老')
                .is_some_and(|rest| rest.chars().count() >= 2 && named.contains_key(rest))
        {
            spot.mention.span.start += 1;
        }
        // 的甘特 in 首席执行官的甘特.
        if text.slice(spot.mention.span).starts_with('的') && spot.mention.span.len() >= 3 {
            spot.mention.span.start += 1;
        }
        let CharSpan { start, end } = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let name = text.slice(spot.mention.span);
        // 藤田文武: given names of Japanese are words too.
        let most =
            if last_name(Side::Chinese, name).is_some() && !name.contains(is_dot) { 1 } else { 2 };
        for length in 1..=most {
            if end < start + length + 2 || end >= sentence.end {
                break;
            }
            let front = text.slice(CharSpan::new(start, end - length));
            // 张 of 贾斯汀·张 is all of his last name.
            if front.ends_with(is_dot) {
                break;
            }
            let last = last_name(Side::Chinese, front).unwrap_or(front);
            let behind = CharSpan::new(end - length, if length == 1 { end + 1 } else { end });
            let once = named.get(name) == Some(&1) && named.contains_key(last);
            let word = script::fold(text.slice(behind));
            // 蒂诺·利夫拉门托长 in …长传: no foreign name ends so.
            let odd = length == 1 && word.starts_with(|c| !names.ends_foreign_persons(c));
            let foreign = odd && name.contains(is_dot);
            if (once || foreign) && is_chinese_word(&word) {
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
        // 谢伯家的灶台.
        let name = name.strip_suffix('家').unwrap_or(&name);
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
        // … and 习水县城 the seat of 习水.
        let town = [
            "城乡", "城管", "城市", "城镇", "城鎮", "城关", "城關", "城投", "城建", "城区", "城區",
        ];
        let seat = name.ends_with('县')
            && behind.starts_with('城')
            && !town.iter().any(|town| behind.starts_with(town));
        let middle = if name.ends_with("市区") || name.ends_with("县城") {
            2
        } else {
            usize::from(name.ends_with('市') && behind.starts_with(['区', '區']) || seat)
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

/// 赤水河流域: what lies along a river is no part of its name.
pub(super) fn cut_rivers(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for i in 0..spots.spots.len() {
        let name = script::fold(spots.name(i));
        let river =
            ["流域", "沿岸", "两岸", "沿线"].iter().find_map(|along| name.strip_suffix(along));
        let river = river.filter(|river| river.ends_with(['河', '江', '湖']));
        if let Some(river) =
            river.filter(|_| spots.spots[i].mention.label == Label::Loc && !spots.spots[i].fixed)
        {
            let span = &mut spots.spots[i].mention.span;
            span.end = span.start + river.chars().count();
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
        let bare = |word: &str| word.trim_end_matches("’s").trim_end_matches("'s").to_owned();
        let kind = |word: &&str| bare(word).chars().all(char::is_lowercase);
        let front: usize =
            name.split(' ').take_while(kind).map(|word| word.chars().count() + 1).sum();
        if front < name.chars().count() {
            spot.mention.span.start += front;
        }
    }
}
