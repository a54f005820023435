//! One name for two places of different kinds: *Chishui* is the river 赤水河 in one bead and the city 赤水 in another.
//!
//! Such a name is told apart mention by mention, as the bead's other side says. The mentions of the longer-named place get the name that says
//! its kind (*chishui river*), as if it had been written, so that nothing later on takes them for the other place.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Side;
use crate::link::bead_links::SpotLink;
use crate::link::name_table::NameTable;
use crate::link::same_side::plain_name;
use crate::link::spots::Spots;
use crate::link::units;
use crate::mention::Label;

/// Pairs of the table have this score.
const LISTED: f64 = 3.5;

/// For each mention of each side the plain name that says the kind of its place, where its own leaves it open and the article names two.
pub(super) fn spelled_out(
    names: &NameTable,
    (zh, en): (&Spots, &Spots),
    links: &[SpotLink],
) -> [BTreeMap<usize, String>; 2] {
    let partners: [BTreeMap<usize, String>; 2] = [
        links.iter().map(|link| (link.zh, plain_name(en.side, en.name(link.en)))).collect(),
        links.iter().map(|link| (link.en, plain_name(zh.side, zh.name(link.zh)))).collect(),
    ];
    let [of_zh, of_en] = &partners;
    [spell_out(names, (zh, en), of_zh), spell_out(names, (en, zh), of_en)]
}

/// The names of one side; `partners` are the plain names that its mentions are linked to.
fn spell_out(
    names: &NameTable,
    (spots, other): (&Spots, &Spots),
    partners: &BTreeMap<usize, String>,
) -> BTreeMap<usize, String> {
    let (surfaces, others) = (places(spots), places(other));
    let mut found = BTreeMap::new();
    for (surface, members) in surfaces {
        let linked: BTreeSet<&str> =
            members.iter().filter_map(|i| partners.get(i)).map(String::as_str).collect();
        let other_names = others.keys().map(String::as_str);
        let Some((longer_name, kind)) =
            two_places(names, spots.side, &surface, &linked, other_names)
        else {
            continue;
        };
        let space = if spots.side == Side::English { " " } else { "" };
        let main = names.main_name(longer_name).filter(|main| main.starts_with(&*surface));
        let in_full = main.map_or_else(|| format!("{surface}{space}{kind}"), str::to_owned);
        let mut is_longer = false;
        for i in members {
            is_longer = match partners.get(&i) {
                Some(partner) => partner == longer_name,
                // As the mention before it.
                None => is_longer || is_followed(spots, i, &kind),
            };
            if is_longer {
                found.insert(i, in_full.clone());
            }
        }
    }
    found
}

/// If a name's mentions are linked to a place whose name says its kind, and the other side names another place that the name may mean: the name
/// of the former, and the word of `side` for its kind. `linked` are the names that the mentions are linked to.
fn two_places<'n>(
    names: &NameTable,
    side: Side,
    surface: &str,
    linked: &BTreeSet<&'n str>,
    other_names: impl Iterator<Item = &'n str>,
) -> Option<(&'n str, String)> {
    let is_listed = |other: &&str| {
        let (zh, en) = if side == Side::English { (*other, surface) } else { (surface, *other) };
        names.score(zh, en) >= LISTED
    };
    let may_mean: BTreeSet<&str> =
        other_names.filter(is_listed).chain(linked.iter().copied()).collect();
    let pair = linked.iter().find_map(|longer| {
        let kind = may_mean.iter().find_map(|shorter| apart(names, side, shorter, longer))?;
        Some((*longer, kind))
    });
    // 鸭绿江 is no other river than *the Yalu River*.
    pair.filter(|(_, kind)| !units::says_kind(side, surface, kind))
}

/// The plain names of places with their mentions.
fn places(spots: &Spots) -> BTreeMap<String, Vec<usize>> {
    let mut surfaces: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for i in (0..spots.spots.len()).filter(|&i| spots.spots[i].mention.label == Label::Loc) {
        surfaces.entry(plain_name(spots.side, spots.name(i))).or_default().push(i);
    }
    surfaces
}

/// The word of `side` for what `long` is, if two plain names of the other side are of two places of which only the words for their kinds tell them
/// apart.
fn apart(names: &NameTable, side: Side, short: &str, long: &str) -> Option<String> {
    let other = if side == Side::English { Side::Chinese } else { Side::English };
    if short == long || other == Side::Chinese && short.chars().count() < 2 {
        return None;
    }
    if let Some(kind) = units::kind_behind(other, short, long) {
        // 秦岭 needs no 山脉.
        if other == Side::English && kind[0].starts_with('山') {
            return None;
        }
        let two = || {
            names
                .main_name(short)
                .zip(names.main_name(long))
                .is_some_and(|(short, long)| short != long)
        };
        return (units::is_thing_of_its_own(kind) || two()).then(|| units::kind_in(side, kind));
    }
    // 古蔺县 and 古蔺河, 彩虹邨 and 彩虹站.
    let stem = units::stem(short).filter(|stem| stem.chars().count() >= 2)?;
    let kind =
        units::kind_behind(other, stem, long).filter(|kind| units::is_thing_of_its_own(kind))?;
    Some(units::kind_in(side, kind))
}

/// Whether the word for a kind stands in small letters behind a mention: *the Chishui river*.
fn is_followed(spots: &Spots, i: usize, kind: &str) -> bool {
    let rest = spots.behind(&spots.spots[i]);
    rest.trim_start_matches(' ').starts_with(kind)
}
