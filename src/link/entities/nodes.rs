//! The names of an article: each surface with a label, and where its mentions are.

use std::collections::BTreeMap;

use crate::document::Side;
use crate::link::same_side::{Name, plain_name};
use crate::link::spots::Spots;
use crate::mention::Label;

/// The nodes and where their mentions are.
pub(super) struct Nodes {
    pub(super) side: Vec<Side>,
    pub(super) label: Vec<Label>,
    pub(super) text: Vec<String>,
    pub(super) plain: Vec<String>,
    pub(super) mentions: Vec<Vec<usize>>,
    /// Node of each mention, by side and index.
    pub(super) of: [Vec<usize>; 2],
}

impl Nodes {
    /// `spelled_out`: the plain names of mentions whose own leave open what they name; see [`super::kinds`].
    pub(super) fn new(zh: &Spots, en: &Spots, spelled_out: &[BTreeMap<usize, String>; 2]) -> Self {
        let mut nodes = Nodes {
            side: Vec::new(),
            label: Vec::new(),
            text: Vec::new(),
            plain: Vec::new(),
            mentions: Vec::new(),
            of: [Vec::new(), Vec::new()],
        };
        let mut known: BTreeMap<(Side, Label, String), usize> = BTreeMap::new();
        for spots in [zh, en] {
            for (i, spot) in spots.spots.iter().enumerate() {
                let explicit = spelled_out[side_index(spots.side)].get(&i).cloned();
                let plain = explicit.unwrap_or_else(|| plain_name(spots.side, spots.name(i)));
                let key = (spots.side, spot.mention.label, plain.clone());
                let node = *known.entry(key).or_insert_with(|| {
                    nodes.side.push(spots.side);
                    nodes.label.push(spot.mention.label);
                    nodes.text.push(spots.name(i).to_owned());
                    nodes.plain.push(plain);
                    nodes.mentions.push(Vec::new());
                    nodes.side.len() - 1
                });
                nodes.mentions[node].push(i);
                nodes.of[side_index(spots.side)].push(node);
                prefer_mixed_case(&mut nodes.text[node], spots.name(i));
            }
        }
        nodes
    }

    pub(super) fn len(&self) -> usize {
        self.side.len()
    }

    pub(super) fn name(&self, node: usize) -> Name<'_> {
        Name {
            side: self.side[node],
            label: self.label[node],
            text: &self.text[node],
            plain: &self.plain[node],
        }
    }
}

/// A headline in capitals is no good name.
fn prefer_mixed_case(kept: &mut String, other: &str) {
    let capitals =
        |name: &str| name.contains(' ') && !name.chars().any(char::is_lowercase) && name.is_ascii();
    if capitals(kept) && !capitals(other) {
        *kept = other.to_owned();
    }
}

pub(super) fn side_index(side: Side) -> usize {
    usize::from(side == Side::English)
}
