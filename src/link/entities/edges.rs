//! What says that two names name one thing: links, glosses, short forms, identical Latin text, well-known pairs.

use std::collections::BTreeMap;

use super::nodes::Nodes;
use crate::document::Side;
use crate::link::bead_links::SpotLink;
use crate::link::gloss::Gloss;
use crate::link::name_table::NameTable;
use crate::link::pairs::PairScores;
use crate::link::same_side::{Name, conflict, plain_name, short_form};
use crate::link::score::confidence;
use crate::link::spots::Spots;
use crate::link::words::words;
use crate::mention::Label;

/// Links from this score on put names together even if they seem to contradict each other: one
/// person's name spelled in two ways.
const STRONG: f64 = 1.5;

/// Names that stand in no common bead are linked from this score on.
const DISTANT: f64 = 3.0;

/// What strong links and sure short forms weigh more than all others.
const FIRST: f64 = 10.0;

/// What is tried when all else is done.
const LAST: f64 = 0.01;

/// An edge between names.
pub(super) struct Edge {
    pub(super) weight: f64,
    pub(super) a: usize,
    pub(super) b: usize,
    /// Probability that both name one thing.
    pub(super) confidence: f64,
    /// Whether it goes from one language to the other.
    pub(super) across: bool,
    /// It holds only if nothing across the languages names the shorter one (`a`): 民主党 may be the well-known one.
    pub(super) if_alone: bool,
}

impl Edge {
    /// Whether names that seem to contradict each other are one thing all the same.
    pub(super) fn is_strong(&self) -> bool {
        self.weight >= STRONG + FIRST
    }
}

/// All edges of an article, in no order.
pub(super) fn all(
    names: &NameTable,
    scores: &PairScores,
    nodes: &Nodes,
    zh: &Spots,
    links: &[SpotLink],
    glosses: &[Gloss],
) -> Vec<Edge> {
    let mut edges = link_edges(nodes, links);
    edges.extend(gloss_edges(nodes, zh, glosses));
    edges.extend(side_edges(names, nodes));
    edges.extend(distant_edges(scores, nodes, &edges));
    edges.extend(part_edges(nodes));
    edges
}

fn link_edges(nodes: &Nodes, links: &[SpotLink]) -> Vec<Edge> {
    let mut counted: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for link in links {
        let pair = (nodes.of[0][link.zh], nodes.of[1][link.en]);
        let entry = counted.entry(pair).or_insert((link.score, 0));
        entry.1 += 1;
    }
    let same = |a: usize, b: usize| nodes.label[a] == nodes.label[b];
    counted
        .into_iter()
        .filter(|((a, b), _)| same(*a, *b))
        .map(|((a, b), (score, count))| Edge {
            // Repetition counts a little; strong links come before short forms.
            weight: score + 0.1 * count.min(5) as f64 + if score >= STRONG { FIRST } else { 0.0 },
            a,
            b,
            confidence: confidence(score),
            across: true,
            if_alone: false,
        })
        .collect()
}

fn gloss_edges(nodes: &Nodes, zh: &Spots, glosses: &[Gloss]) -> Vec<Edge> {
    let node_at = |span| {
        let mention = zh.spots.iter().position(|spot| spot.mention.span.overlaps(span))?;
        Some(nodes.of[0][mention])
    };
    glosses
        .iter()
        .filter_map(|gloss| {
            let (a, b) = (node_at(gloss.name)?, node_at(gloss.gloss)?);
            Some(Edge {
                weight: 20.0,
                a,
                b,
                confidence: confidence(4.0),
                across: false,
                if_alone: false,
            })
        })
        .collect()
}

/// Short forms, and the same Latin letters on both sides.
fn side_edges(names: &NameTable, nodes: &Nodes) -> Vec<Edge> {
    let mut edges = Vec::new();
    for a in 0..nodes.len() {
        let short = nodes.name(a);
        let mut longer: Vec<(f64, usize)> = Vec::new();
        for b in 0..nodes.len() {
            let long = nodes.name(b);
            let identical = a < b
                && short.side != long.side
                && short.label == long.label
                && plain_name(Side::English, short.text) == plain_name(Side::English, long.text)
                && !short.text.chars().any(crate::script::is_han);
            if identical && short.plain.len() >= 2 {
                edges.push(Edge {
                    weight: 19.0,
                    a,
                    b,
                    confidence: confidence(5.0),
                    across: true,
                    if_alone: false,
                });
            }
            let known = || names.main_name(short.plain).zip(names.main_name(long.plain));
            if a < b && short.label == long.label && known().is_some_and(|(x, y)| x == y) {
                let across = short.side != long.side;
                edges.push(Edge {
                    weight: 18.0,
                    a,
                    b,
                    confidence: confidence(4.0),
                    across,
                    if_alone: false,
                });
            }
            let sure = short_form(names, &short, &long);
            // *Nile* and *Blue Nile* are well known, as two things.
            let apart = known().is_some_and(|(x, y)| x != y);
            if sure > 0.0 && !apart {
                longer.push((sure, b));
            }
            if apart && (behind_place(names, &short, &long) || with_unit(&short, &long)) {
                edges.push(Edge {
                    weight: 1.0,
                    a,
                    b,
                    confidence: sure,
                    across: false,
                    if_alone: true,
                });
            }
        }
        // A form that is short for several names is not told apart by itself.
        let best = longer.iter().map(|(sure, _)| *sure).fold(0.0, f64::max);
        let several = longer.iter().filter(|(sure, b)| {
            *sure == best
                && longer
                    .iter()
                    .any(|(_, c)| c != b && conflict(names, &nodes.name(*b), &nodes.name(*c)))
        });
        if several.count() >= 2 {
            continue;
        }
        edges.extend(longer.into_iter().map(|(sure, b)| Edge {
            weight: 1.2 + sure + if sure >= 0.8 { FIRST } else { 0.0 },
            a,
            b,
            confidence: sure,
            across: false,
            if_alone: false,
        }));
    }
    edges
}

/// *Maanshan* beside *Maanshan Nuclear Power Plant*, *Communist Party* beside *Communist Party of Vietnam*, 核三 beside 核三廠: the only longer
/// name of an article that has a name in it may be meant where nothing across the languages is.
fn part_edges(nodes: &Nodes) -> Vec<Edge> {
    let mut edges = Vec::new();
    for a in 0..nodes.len() {
        let longer: Vec<usize> = (0..nodes.len())
            .filter(|&b| b != a && is_part(&nodes.name(a), &nodes.name(b)))
            .collect();
        if let [b] = longer[..] {
            let (weight, confidence) = (LAST, 0.5);
            edges.push(Edge { weight, a, b, confidence, across: false, if_alone: true });
        }
    }
    edges
}

/// Whether a name stands in a longer one of the same kind and side.
fn is_part(short: &Name, long: &Name) -> bool {
    if short.side != long.side || short.label != long.label || short.plain == long.plain {
        return false;
    }
    let rest = match short.side {
        Side::Chinese if short.plain.chars().count() >= 2 => long.plain.strip_prefix(short.plain),
        Side::Chinese => None,
        Side::English => long.plain.strip_prefix(short.plain).filter(|rest| rest.starts_with(' ')),
    };
    let ends_so = || match short.side {
        Side::Chinese => false,
        Side::English => {
            long.plain.strip_suffix(short.plain).is_some_and(|front| front.ends_with(' '))
        }
    };
    match short.label {
        Label::Org => rest.is_some() || ends_so(),
        // *Taiwan* is no short form of *Taiwan Strait*.
        Label::Loc => rest.is_some_and(|rest| {
            NATURAL.contains(&rest.trim_start()) || FACILITIES.iter().any(|end| is_end(rest, end))
        }),
        _ => false,
    }
}

/// Whether a plain name ends with a word.
fn is_end(rest: &str, end: &str) -> bool {
    let front = rest.strip_suffix(end);
    front.is_some_and(|front| !end.is_ascii() || front.ends_with(' '))
}

/// What built places are, at the end of their names, in plain form.
const FACILITIES: [&str; 32] = [
    "plant", "dam", "station", "airport", "hospital", "center", "centre", "stadium", "arena",
    "factory", "mine", "camp", "base", "prison", "jail", "estate", "theatre", "theater", "house",
    "hotel", "厂", "站", "坝", "机场", "医院", "中心", "球场", "监狱", "基地", "邨", "戏院",
    "酒店",
];

/// What rivers, lakes and mountains are, behind their names, in plain form.
const NATURAL: [&str; 6] = ["river", "lake", "mountains", "河", "湖", "山"];

/// 民主党 and 博茨瓦纳民主党: the body of a place, by what any such body is called.
fn behind_place(names: &NameTable, short: &Name, long: &Name) -> bool {
    let front = long.plain.strip_suffix(short.plain).filter(|front| !front.is_empty());
    let place = |front: &str| names.english_of(front).iter().any(|(_, label)| *label == Label::Loc);
    short.side == Side::Chinese
        && short.label == Label::Org
        && long.label == Label::Org
        && short.side == long.side
        && front.is_some_and(place)
}

/// 大埔 beside 大埔县: the place may be meant that the article names with its kind, and not the best-known one of this name.
fn with_unit(short: &Name, long: &Name) -> bool {
    let unit = long.plain.strip_prefix(short.plain).and_then(|rest| rest.chars().next());
    short.side == Side::Chinese
        && short.side == long.side
        && short.label == Label::Loc
        && long.label == Label::Loc
        && long.plain.chars().count() == short.plain.chars().count() + 1
        && unit.is_some_and(|unit| words().units_of_chains.contains(unit))
}

/// Names without a link that are a pair all the same, in whatever beads.
fn distant_edges(scores: &PairScores, nodes: &Nodes, edges: &[Edge]) -> Vec<Edge> {
    let linked =
        |node: usize| edges.iter().any(|edge| edge.across && (edge.a == node || edge.b == node));
    let free: Vec<usize> = (0..nodes.len()).filter(|&node| !linked(node)).collect();
    let mut found = Vec::new();
    for &a in free.iter().filter(|&&node| nodes.side[node] == Side::Chinese) {
        for b in (0..nodes.len()).filter(|&node| nodes.side[node] == Side::English) {
            if nodes.label[a] != nodes.label[b] {
                continue;
            }
            let full = nodes.name(a).full_person() && nodes.name(b).full_person();
            let score = scores.scorer.distant(&nodes.text[a], &nodes.text[b], full);
            if score >= DISTANT || (full && score >= STRONG) {
                found.push(Edge {
                    weight: score,
                    a,
                    b,
                    confidence: confidence(score) * 0.9,
                    across: true,
                    if_alone: false,
                });
            }
        }
    }
    found
}
