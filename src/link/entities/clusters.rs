//! Sets of names that name one thing, while edges are put together.

use super::edges::Edge;
use super::nodes::Nodes;
use crate::link::name_table::NameTable;
use crate::link::same_side::{Name, conflict, short_form};
use crate::mention::Label;

/// Sets of nodes.
pub(super) struct Clusters {
    parent: Vec<usize>,
    pub(super) members: Vec<Vec<usize>>,
    /// Best confidence of a link across the languages.
    pub(super) confidence: Vec<f64>,
}

impl Clusters {
    pub(super) fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
            members: (0..count).map(|node| vec![node]).collect(),
            confidence: vec![0.0; count],
        }
    }

    pub(super) fn find(&self, mut node: usize) -> usize {
        while self.parent[node] != node {
            node = self.parent[node];
        }
        node
    }

    pub(super) fn union(&mut self, edge: &Edge) {
        let (a, b) = (self.find(edge.a), self.find(edge.b));
        let (root, other) = (a.min(b), a.max(b));
        self.parent[other] = root;
        let moved = std::mem::take(&mut self.members[other]);
        self.members[root].extend(moved);
        let across = if edge.across { edge.confidence } else { 0.0 };
        self.confidence[root] = self.confidence[root].max(self.confidence[other]).max(across);
    }

    /// Whether some name of one cluster contradicts one of the other. Names that the edge links
    /// directly are taken at their word.
    pub(super) fn contradicts(&self, names: &NameTable, nodes: &Nodes, edge: &Edge) -> bool {
        let (a, b) = (self.find(edge.a), self.find(edge.b));
        // *Jafar* and *Panahi* are both of *Jafar Panahi*.
        let parts_of_one = |x: &Name, y: &Name| {
            x.label == Label::Per
                && !x.full_person()
                && !y.full_person()
                && self.members[a].iter().chain(&self.members[b]).any(|&whole| {
                    let whole = nodes.name(whole);
                    short_form(names, x, &whole) > 0.0 && short_form(names, y, &whole) > 0.0
                })
        };
        self.members[a].iter().any(|&x| {
            self.members[b].iter().any(|&y| {
                let direct = (x, y) == (edge.a, edge.b) || (y, x) == (edge.a, edge.b);
                let (x, y) = (nodes.name(x), nodes.name(y));
                !direct && conflict(names, &x, &y) && !parts_of_one(&x, &y)
            })
        })
    }
}
