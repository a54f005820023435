//! Links inside one bead: which Chinese mention names the same thing as which English one.

use super::elimination;
use super::pairs::PairScores;
use super::score::THRESHOLD;
use super::spots::Spots;

/// What an agreeing label adds when pairs compete.
const SAME_LABEL: f64 = 0.3;

/// A link between two mentions, by their indices in the [`Spots`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpotLink {
    /// The Chinese mention.
    pub zh: usize,
    /// The English mention.
    pub en: usize,
    /// Its score; see [`super::score`].
    pub score: f64,
}

/// One-to-one links between the mentions of a bead, best pairs first. `small`: the bead has at most three sentences.
pub fn link(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
    small: bool,
) -> Vec<SpotLink> {
    let mut candidates = Vec::new();
    for &z in zh_here {
        for &e in en_here {
            let score = scores.score(zh.name(z), en.name(e));
            if score >= THRESHOLD {
                let same = zh.spots[z].mention.label == en.spots[e].mention.label;
                candidates.push((
                    score + if same { SAME_LABEL } else { 0.0 },
                    SpotLink { zh: z, en: e, score },
                ));
            }
        }
    }
    // Equal scores: in text order, so that repeated names pair up in order.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.zh, a.1.en).cmp(&(b.1.zh, b.1.en))));
    let mut links: Vec<SpotLink> = Vec::new();
    for (_, link) in candidates {
        if links.iter().all(|other| other.zh != link.zh && other.en != link.en) {
            links.push(link);
        }
    }
    let (zh_side, en_side) = ((zh, zh_here), (en, en_here));
    links.extend(elimination::left_over(scores, zh_side, en_side, &links, small));
    links.sort_by_key(|link| (link.zh, link.en));
    links
}
