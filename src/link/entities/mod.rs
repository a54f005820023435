//! Who is who in one article: mentions of both sides → entities with names and ids.
//!
//! Names (surfaces with a label) are nodes; links, short forms, glosses and identical Latin text are
//! edges, strongest first. Two names that contradict each other are not put together by a weak
//! edge. A last name that two persons share goes, mention by mention, to the person whom the link or
//! the last full name before it names. Ids are made from label and English name (Chinese where
//! there is none), so that articles that name the same pair get the same id.

mod clusters;
mod edges;
mod kinds;
mod last_names;
mod naming;
mod nodes;
mod together;

use clusters::Clusters;
use nodes::Nodes;

use super::bead_links::SpotLink;
use super::gloss::Gloss;
use super::name_table::NameTable;
use super::pairs::PairScores;
use super::spots::Spots;
use crate::bead::Alignment;
use crate::mention::Entity;

/// The entities of an article's names; sets the id of every mention.
pub fn resolve(
    names: &NameTable,
    scores: &PairScores,
    zh: &mut Spots,
    en: &mut Spots,
    links: &[SpotLink],
    glosses: &[Gloss],
    alignment: &Alignment,
) -> Vec<Entity> {
    let nodes = Nodes::new(zh, en, &kinds::spelled_out(names, (zh, en), links));
    let shared = last_names::shared_by_several(&nodes);
    let mut clusters = Clusters::new(nodes.len());
    let mut edges = edges::all(names, scores, &nodes, zh, links, glosses);
    edges.extend(together::edges(scores, &nodes, (zh, en), alignment, &edges));
    edges.retain(|edge| !shared[edge.a] && !shared[edge.b]);
    edges.sort_by(|x, y| y.weight.total_cmp(&x.weight).then((x.a, x.b).cmp(&(y.a, y.b))));
    for edge in &edges {
        let named_across = |node: usize| {
            let side = nodes.side[node];
            clusters.members[clusters.find(node)].iter().any(|&other| nodes.side[other] != side)
        };
        if edge.if_alone && named_across(edge.a) {
            continue;
        }
        if clusters.find(edge.a) != clusters.find(edge.b)
            && (edge.is_strong() || !clusters.contradicts(names, &nodes, edge))
        {
            clusters.union(edge);
        }
    }
    let homes = last_names::homes(&nodes, &shared, &clusters, (zh, en), links, alignment);
    naming::name_clusters(names, &nodes, &mut clusters, &homes, zh, en)
}
