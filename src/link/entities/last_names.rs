//! Last names that several persons of an article share: which person each mention means.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::clusters::Clusters;
use super::nodes::{Nodes, side_index};
use crate::bead::Alignment;
use crate::document::Side;
use crate::link::bead_links::SpotLink;
use crate::link::name_parts::last_name;
use crate::link::spots::Spots;
use crate::mention::Label;

/// Which nodes are last names of two or more persons with full names.
pub(super) fn shared_by_several(nodes: &Nodes) -> Vec<bool> {
    (0..nodes.len())
        .map(|node| {
            let name = nodes.name(node);
            name.label == Label::Per && !name.full_person() && full_names_of(nodes, node).len() >= 2
        })
        .collect()
}

/// The full names that end with this last name; spellings of one first name count once.
fn full_names_of(nodes: &Nodes, node: usize) -> Vec<usize> {
    let name = nodes.name(node);
    (0..nodes.len())
        .filter(|&other| {
            let full = nodes.name(other);
            full.side == name.side
                && full.full_person()
                && (last_name(full.side, full.plain) == Some(name.plain)
                    || full.side == Side::English
                        && full.plain.split(' ').next() == Some(name.plain))
        })
        .collect()
}

/// For each mention of a shared last name the cluster it belongs to.
pub(super) fn homes(
    nodes: &Nodes,
    shared: &[bool],
    clusters: &Clusters,
    (zh, en): (&Spots, &Spots),
    links: &[SpotLink],
    alignment: &Alignment,
) -> BTreeMap<(usize, usize), usize> {
    let mut homes = BTreeMap::new();
    for spots in [zh, en] {
        let side = side_index(spots.side);
        for i in 0..spots.spots.len() {
            let node = nodes.of[side][i];
            if !shared[node] {
                continue;
            }
            let linked = links.iter().find_map(|link| {
                let (own, other) = if side == 0 { (link.zh, link.en) } else { (link.en, link.zh) };
                let partner = nodes.of[1 - side][other];
                (own == i && !shared[partner]).then(|| clusters.find(partner))
            });
            // *Ms. Fallon* behind *Kevin Fallon* is whom the text called so before.
            let title = address(spots, i);
            // A man is not called *Ms.*
            let is_other = |&full: &usize| {
                let person = clusters.find(full);
                (0..i).any(|j| {
                    let called =
                        address(spots, j).filter(|_| homes.get(&(side, j)) == Some(&person));
                    called.zip(title).is_some_and(|(a, b)| is_womans(a) != is_womans(b))
                })
            };
            let mut wanted: Vec<usize> = full_names_of(nodes, node);
            if !wanted.iter().all(is_other) {
                wanted.retain(|full| !is_other(full));
            }
            let called_so = title.and_then(|title| {
                let same =
                    |j: &usize| nodes.of[side][*j] == node && address(spots, *j) == Some(title);
                (0..i).rev().find(same).and_then(|j| homes.get(&(side, j)).copied())
            });
            let paragraph = |j: usize| spots.version.sentences[spots.spots[j].sentence].paragraph;
            // The one named last in this paragraph; of those named in earlier ones, whom the text has spoken of most.
            let named_here =
                (0..i).rev().take_while(|&j| paragraph(j) == paragraph(i)).find_map(|j| {
                    wanted.contains(&nodes.of[side][j]).then(|| clusters.find(nodes.of[side][j]))
                });
            let named_before = named_here.or_else(|| {
                let persons: BTreeSet<usize> =
                    wanted.iter().map(|&full| clusters.find(full)).collect();
                let of = |j: usize| {
                    homes
                        .get(&(side, j))
                        .copied()
                        .unwrap_or_else(|| clusters.find(nodes.of[side][j]))
                };
                let times = |person: usize| (0..i).filter(|&j| of(j) == person).count();
                // Of those named in one sentence the first is its subject.
                let last = |person: usize| {
                    let j = (0..i).rev().find(|&j| of(j) == person)?;
                    Some((spots.spots[j].sentence, Reverse(j)))
                };
                let named = persons.into_iter().filter(|&person| times(person) > 0);
                named.max_by_key(|&person| (times(person), last(person)))
            });
            // The only one of them that the other side of the bead names.
            let across = || {
                let homes: Vec<usize> = wanted.iter().map(|&full| clusters.find(full)).collect();
                let (own, other) = if side == 0 { (zh, en) } else { (en, zh) };
                let mut there = counterparts(own, i, other, alignment)
                    .map(|j| clusters.find(nodes.of[1 - side][j]))
                    .filter(|home| homes.contains(home));
                let one = there.next()?;
                there.all(|home| home == one).then_some(one)
            };
            let first = || wanted.first().map(|&full| clusters.find(full));
            if let Some(home) = called_so.or(linked).or_else(across).or(named_before).or_else(first)
            {
                homes.insert((side, i), home);
            }
        }
    }
    homes
}

/// The title right before an English name or behind a Chinese one.
fn address<'a>(spots: &Spots<'a>, i: usize) -> Option<&'a str> {
    if spots.side == Side::Chinese {
        let behind = spots.behind(&spots.spots[i]);
        return ["女士", "小姐", "先生"].into_iter().find(|title| behind.starts_with(title));
    }
    let before = spots.before(&spots.spots[i]);
    let word = before.strip_suffix([' ', '\u{a0}'])?.rsplit(' ').next()?;
    ["Ms.", "Mrs.", "Mr."].iter().any(|title| word.ends_with(title)).then_some(word)
}

/// Whether a title is a woman's.
fn is_womans(title: &str) -> bool {
    title.ends_with("Ms.") || title.ends_with("Mrs.") || matches!(title, "女士" | "小姐")
}

/// The mentions of the other side in the bead of a mention.
fn counterparts<'a>(
    own: &'a Spots,
    mention: usize,
    other: &'a Spots,
    alignment: &'a Alignment,
) -> impl Iterator<Item = usize> + 'a {
    let sentence = own.spots[mention].sentence;
    let bead = alignment.beads.iter().find(|bead| bead.side(own.side).contains(&sentence));
    let sentences = bead.map_or(&[][..], |bead| bead.side(other.side));
    (0..other.spots.len()).filter(move |&i| sentences.contains(&other.spots[i].sentence))
}
