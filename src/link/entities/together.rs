//! Names that nothing links but that stand in the same beads time and again: 人民党 and *BJP*.

use std::collections::BTreeSet;

use super::edges::Edge;
use super::nodes::Nodes;
use crate::bead::Alignment;
use crate::document::Side;
use crate::link::pairs::PairScores;
use crate::link::spots::Spots;
use crate::mention::Label;

/// Least number of beads that two names share.
const LEAST: usize = 2;

/// Share of the beads with either name that have both.
const SHARE: f64 = 0.66;

/// Probability that such names name one thing.
const CONFIDENCE: f64 = 0.7;

/// Persons whose names sound less alike than this are two.
const UNLIKE: f64 = -1.5;

/// The edges between names without a link that stand together.
pub(super) fn edges(
    scores: &PairScores,
    nodes: &Nodes,
    (zh, en): (&Spots, &Spots),
    alignment: &Alignment,
    edges: &[Edge],
) -> Vec<Edge> {
    let linked =
        |node: usize| edges.iter().any(|edge| edge.across && (edge.a == node || edge.b == node));
    let free = |side: Side| -> Vec<(usize, BTreeSet<usize>)> {
        let own = (0..nodes.len()).filter(|&node| nodes.side[node] == side && !linked(node));
        let spots = if side == Side::Chinese { zh } else { en };
        own.map(|node| (node, beads_of(nodes, node, spots, alignment)))
            .filter(|(_, beads)| beads.len() >= LEAST)
            .collect()
    };
    let (chinese, english) = (free(Side::Chinese), free(Side::English));
    let together = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| {
        let both = a.intersection(b).count();
        both >= LEAST && both as f64 >= SHARE * a.union(b).count() as f64
    };
    let mut found = Vec::new();
    for (z, here) in &chinese {
        let partners = |of: usize, here: &BTreeSet<usize>, others: &[(usize, BTreeSet<usize>)]| {
            let fits = others.iter().filter(|(other, there)| {
                nodes.label[*other] == nodes.label[of] && together(here, there)
            });
            fits.map(|(other, _)| *other).collect::<Vec<usize>>()
        };
        let [e] = partners(*z, here, &english)[..] else { continue };
        let there = english.iter().find(|(node, _)| *node == e).map(|(_, beads)| beads);
        let only = there.is_some_and(|there| partners(e, there, &chinese).len() == 1);
        if only && possible(scores, nodes, *z, e) {
            found.push(Edge {
                weight: 0.9,
                a: *z,
                b: e,
                confidence: CONFIDENCE,
                across: true,
                if_alone: false,
            });
        }
    }
    found
}

/// Whether the letters of two names allow that they name one thing.
fn possible(scores: &PairScores, nodes: &Nodes, z: usize, e: usize) -> bool {
    let (zh, en) = (&nodes.plain[z], &nodes.text[e]);
    match nodes.label[z] {
        Label::Per => scores.scorer.by_sound(zh, en) >= UNLIKE,
        Label::Loc => !scores.scorer.are_two_things(zh, en),
        _ => true,
    }
}

/// The beads with text on both sides in which a name stands.
fn beads_of(nodes: &Nodes, node: usize, spots: &Spots, alignment: &Alignment) -> BTreeSet<usize> {
    let mentions = nodes.mentions[node].iter();
    let sentences: BTreeSet<usize> = mentions.map(|&i| spots.spots[i].sentence).collect();
    let side = spots.side;
    let beads = alignment.beads.iter().enumerate().filter(|(_, bead)| !bead.is_null());
    beads
        .filter(|(_, bead)| bead.side(side).iter().any(|sentence| sentences.contains(sentence)))
        .map(|(number, _)| number)
        .collect()
}
