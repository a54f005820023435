//! The preferred names and the id of each thing.

use std::collections::BTreeMap;

use super::clusters::Clusters;
use super::nodes::Nodes;
use crate::document::Side;
use crate::link::name_table::NameTable;
use crate::link::same_side::plain_name;
use crate::link::score::THRESHOLD;
use crate::link::spots::Spots;
use crate::mention::{Entity, Label};

/// Name every cluster and write the ids into the mentions.
pub(super) fn name_clusters(
    names: &NameTable,
    nodes: &Nodes,
    clusters: &mut Clusters,
    homes: &BTreeMap<(usize, usize), usize>,
    zh: &mut Spots,
    en: &mut Spots,
) -> Vec<Entity> {
    let mut order: Vec<usize> = Vec::new();
    let mut mentions: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for side in 0..2 {
        for (i, &node) in nodes.of[side].iter().enumerate() {
            let root = homes.get(&(side, i)).copied().unwrap_or_else(|| clusters.find(node));
            if !order.contains(&root) {
                order.push(root);
            }
            mentions.entry(root).or_default().push((side, i));
        }
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut entities = Vec::new();
    for root in order {
        let members = &clusters.members[root];
        let mut entity = describe(names, nodes, members, clusters.confidence[root]);
        let count = taken.entry(entity.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            entity.id = format!("{}-{count}", entity.id);
        }
        for &(side, i) in &mentions[&root] {
            let spot = if side == 0 { &mut zh.spots[i] } else { &mut en.spots[i] };
            spot.mention.entity.clone_from(&entity.id);
        }
        entities.push(entity);
    }
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    entities
}

fn describe(names: &NameTable, nodes: &Nodes, members: &[usize], confidence: f64) -> Entity {
    let label = nodes.label[members[0]];
    let names_of = |side: Side| -> (String, Vec<String>) {
        let here: Vec<usize> =
            members.iter().copied().filter(|&node| nodes.side[node] == side).collect();
        let best = here.iter().copied().max_by(|&a, &b| {
            rank(names, nodes, a)
                .cmp(&rank(names, nodes, b))
                .then(nodes.text[b].cmp(&nodes.text[a]))
        });
        let Some(best) = best else { return (String::new(), Vec::new()) };
        let mut aliases: Vec<String> = here
            .into_iter()
            .map(|node| nodes.text[node].clone())
            .filter(|text| *text != nodes.text[best])
            .collect();
        aliases.sort();
        aliases.dedup();
        (nodes.text[best].clone(), aliases)
    };
    let (zh, zh_aliases) = names_of(Side::Chinese);
    let (en, en_aliases) = names_of(Side::English);
    let both = !zh.is_empty() && !en.is_empty();
    let id = match well_known(names, nodes, members) {
        Some(main) => entity_id(label, main),
        None => entity_id(label, if en.is_empty() { &zh } else { &en }),
    };
    let confidence = if both { confidence.max(THRESHOLD) } else { 0.0 };
    Entity { id, label, zh, en, zh_aliases, en_aliases, confidence }
}

/// The main English name of a place or an organisation that the table knows by every name it has here, so that an article that
/// names it in one language only gives it the same id. Persons go by the name in the article.
fn well_known<'n>(names: &'n NameTable, nodes: &Nodes, members: &[usize]) -> Option<&'n str> {
    let mut known = members.iter().filter_map(|&node| names.main_name(&nodes.plain[node]));
    let main = known.next()?;
    let label = nodes.label[members[0]];
    (matches!(label, Label::Loc | Label::Org) && known.all(|other| other == main)).then_some(main)
}

/// Which of two names of one thing is preferred: a full name of a person, the long form of an
/// organisation, the commonest name of anything else (of equals one that is no acronym and that the table has: 戛纳, not 法国戛纳);
/// Chinese characters on the Chinese side, and more than one of them.
fn rank(names: &NameTable, nodes: &Nodes, node: usize) -> (bool, bool, usize, [bool; 2], usize) {
    let name = nodes.name(node);
    let native = name.side == Side::English || name.text.chars().any(crate::script::is_han);
    let spelled_out = !crate::link::acronym::is_acronym(name.text);
    let length = match name.side {
        Side::Chinese => name.plain.chars().count(),
        Side::English => name.plain.split(' ').count(),
    };
    let count = nodes.mentions[node].len();
    match name.label {
        Label::Per | Label::Org => (native, spelled_out, length, [false; 2], count),
        _ => {
            // 中 is short for 中国.
            let whole = name.side == Side::English || length > 1;
            let listed = names.main_name(name.plain).is_some();
            (native, whole, count, [spelled_out, listed], length)
        }
    }
}

/// `per:vicki-turetsky`: label and name in lower case, with hyphens for anything but letters and
/// digits.
fn entity_id(label: Label, name: &str) -> String {
    let plain = if name.chars().any(crate::script::is_han) {
        crate::link::name_table::plain_chinese(name).to_lowercase()
    } else {
        plain_name(Side::English, name)
    };
    let mut slug = String::new();
    for c in plain.chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = if slug.is_empty() { name.replace(char::is_whitespace, "-") } else { slug };
    format!("{}:{}", label.name().to_lowercase(), slug.trim_end_matches('-'))
}
