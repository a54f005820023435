//! Who is who in one article: mentions of both sides → entities with names and ids.
//!
//! Names (surfaces with a label) are nodes; links, short forms, glosses and identical Latin text are
//! edges, strongest first. Two names that contradict each other are not put together by a weak
//! edge. A last name that two persons share goes, mention by mention, to the person whom the link or
//! the last full name before it names. Ids are made from label and English name (Chinese where
//! there is none), so that articles that name the same pair get the same id.

use std::collections::BTreeMap;

use super::bead_links::SpotLink;
use super::document::last_name;
use super::gloss::Gloss;
use super::name_table::NameTable;
use super::pairs::PairScores;
use super::same_side::{Name, conflict, plain_name, short_form};
use super::score::{THRESHOLD, confidence};
use super::spots::Spots;
use crate::bead::Alignment;
use crate::document::Side;
use crate::mention::{Entity, Label};

/// Links from this score on put names together even if they seem to contradict each other: one
/// person's name spelled in two ways.
const STRONG: f64 = 1.5;

/// Names that stand in no common bead are linked from this score on.
const DISTANT: f64 = 3.0;

/// An edge between names.
struct Edge {
    weight: f64,
    a: usize,
    b: usize,
    /// Probability that both name one thing.
    confidence: f64,
    /// Whether it goes from one language to the other.
    across: bool,
}

/// The nodes and where their mentions are.
struct Nodes {
    side: Vec<Side>,
    label: Vec<Label>,
    text: Vec<String>,
    plain: Vec<String>,
    mentions: Vec<Vec<usize>>,
    /// Node of each mention, by side and index.
    of: [Vec<usize>; 2],
}

impl Nodes {
    fn new(zh: &Spots, en: &Spots) -> Self {
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
                let plain = plain_name(spots.side, spots.name(i));
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

    fn len(&self) -> usize {
        self.side.len()
    }

    fn name(&self, node: usize) -> Name<'_> {
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

fn side_index(side: Side) -> usize {
    usize::from(side == Side::English)
}

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
    let nodes = Nodes::new(zh, en);
    let shared = shared_last_names(&nodes);
    let mut clusters = Clusters::new(nodes.len());
    let mut edges = link_edges(&nodes, zh, en, links);
    edges.extend(gloss_edges(&nodes, zh, glosses));
    edges.extend(side_edges(names, &nodes));
    edges.extend(distant_edges(scores, &nodes, &edges));
    edges.retain(|edge| !shared[edge.a] && !shared[edge.b]);
    edges.sort_by(|x, y| y.weight.total_cmp(&x.weight).then((x.a, x.b).cmp(&(y.a, y.b))));
    for edge in &edges {
        if clusters.find(edge.a) != clusters.find(edge.b)
            && (edge.weight >= STRONG + 10.0 || !clusters.contradicts(names, &nodes, edge))
        {
            clusters.union(edge);
        }
    }
    let homes = homes_of_shared(&nodes, &shared, &clusters, (zh, en), links, alignment);
    name_clusters(names, &nodes, &mut clusters, &homes, zh, en)
}

/// Which nodes are last names of two or more persons with full names.
fn shared_last_names(nodes: &Nodes) -> Vec<bool> {
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

fn link_edges(nodes: &Nodes, _zh: &Spots, _en: &Spots, links: &[SpotLink]) -> Vec<Edge> {
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
            // Repetition counts a little; the 10 puts links above short forms where both are strong.
            weight: score + 0.1 * count.min(5) as f64 + if score >= STRONG { 10.0 } else { 0.0 },
            a,
            b,
            confidence: confidence(score),
            across: true,
        })
        .collect()
}

fn gloss_edges(nodes: &Nodes, zh: &Spots, glosses: &[Gloss]) -> Vec<Edge> {
    let node_at = |span| {
        let mention = zh.spots.iter().position(|spot| spot.mention.span == span)?;
        Some(nodes.of[0][mention])
    };
    glosses
        .iter()
        .filter_map(|gloss| {
            let (a, b) = (node_at(gloss.name)?, node_at(gloss.gloss)?);
            Some(Edge { weight: 20.0, a, b, confidence: confidence(4.0), across: false })
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
                edges.push(Edge { weight: 19.0, a, b, confidence: confidence(5.0), across: true });
            }
            let known = || names.main_name(short.plain).zip(names.main_name(long.plain));
            if a < b && short.label == long.label && known().is_some_and(|(x, y)| x == y) {
                let across = short.side != long.side;
                edges.push(Edge { weight: 18.0, a, b, confidence: confidence(4.0), across });
            }
            let sure = short_form(names, &short, &long);
            if sure > 0.0 {
                longer.push((sure, b));
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
            weight: 1.2 + sure + if sure >= 0.8 { 10.0 } else { 0.0 },
            a,
            b,
            confidence: sure,
            across: false,
        }));
    }
    edges
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
                });
            }
        }
    }
    found
}

/// Sets of nodes.
struct Clusters {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// Best confidence of a link across the languages.
    confidence: Vec<f64>,
}

impl Clusters {
    fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
            members: (0..count).map(|node| vec![node]).collect(),
            confidence: vec![0.0; count],
        }
    }

    fn find(&self, mut node: usize) -> usize {
        while self.parent[node] != node {
            node = self.parent[node];
        }
        node
    }

    fn union(&mut self, edge: &Edge) {
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
    fn contradicts(&self, names: &NameTable, nodes: &Nodes, edge: &Edge) -> bool {
        let (a, b) = (self.find(edge.a), self.find(edge.b));
        self.members[a].iter().any(|&x| {
            self.members[b].iter().any(|&y| conflict(names, &nodes.name(x), &nodes.name(y)))
        })
    }
}

/// For each mention of a shared last name the cluster it belongs to.
fn homes_of_shared(
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
            let wanted: Vec<usize> = full_names_of(nodes, node);
            let named_before = spots.spots[..i].iter().enumerate().rev().find_map(|(j, _)| {
                wanted.contains(&nodes.of[side][j]).then(|| clusters.find(nodes.of[side][j]))
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
            if let Some(home) = linked.or_else(across).or(named_before).or_else(first) {
                homes.insert((side, i), home);
            }
        }
    }
    homes
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

/// Name every cluster and write the ids into the mentions.
fn name_clusters(
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
            rank(nodes, a).cmp(&rank(nodes, b)).then(nodes.text[b].cmp(&nodes.text[a]))
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
/// organisation, the commonest name of anything else; Chinese characters on the Chinese side.
fn rank(nodes: &Nodes, node: usize) -> (bool, bool, usize, usize) {
    let name = nodes.name(node);
    let native = name.side == Side::English || name.text.chars().any(crate::script::is_han);
    let spelled_out = !super::acronym::is_acronym(name.text);
    let length = match name.side {
        Side::Chinese => name.plain.chars().count(),
        Side::English => name.plain.split(' ').count(),
    };
    let count = nodes.mentions[node].len();
    match name.label {
        Label::Per | Label::Org => (native, spelled_out, length, count),
        _ => (native, true, count, length),
    }
}

/// `per:vicki-turetsky`: label and name in lower case, with hyphens for anything but letters and
/// digits.
pub fn entity_id(label: Label, name: &str) -> String {
    let plain = if name.chars().any(crate::script::is_han) {
        super::name_table::plain_chinese(name).to_lowercase()
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
