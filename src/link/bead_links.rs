//! Links inside one bead: which Chinese mention names the same thing as which English one.

use super::pairs::PairScores;
use super::score::THRESHOLD;
use super::spots::Spots;
use crate::mention::Label;

/// What an agreeing label adds when pairs compete.
const SAME_LABEL: f64 = 0.3;

/// Two persons left over are linked from this score by sound on.
const LEFT_OVER_SOUND: f64 = -1.0;

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

/// One-to-one links between these mentions, best pairs first.
pub fn link(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
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
    links.extend(left_over(scores, (zh, zh_here), (en, en_here), &links));
    links.sort_by_key(|link| (link.zh, link.en));
    links
}

/// One person on each side without a link: the same, unless their names sound quite different.
fn left_over(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
    links: &[SpotLink],
) -> Vec<SpotLink> {
    let person = |spots: &Spots, i: usize| {
        let mention = &spots.spots[i].mention;
        mention.label == Label::Per && mention.probability >= 0.5
    };
    let free_zh: Vec<usize> = zh_here
        .iter()
        .copied()
        .filter(|&z| person(zh, z) && zh.name(z).chars().any(crate::script::is_han))
        .filter(|&z| !links.iter().any(|link| zh.name(link.zh) == zh.name(z)))
        .collect();
    let free_en: Vec<usize> = en_here
        .iter()
        .copied()
        .filter(|&e| person(en, e))
        .filter(|&e| !links.iter().any(|link| en.name(link.en) == en.name(e)))
        .collect();
    let one_name = |names: Vec<&str>| names.windows(2).all(|pair| pair[0] == pair[1]);
    let alone = !free_zh.is_empty()
        && !free_en.is_empty()
        && one_name(free_zh.iter().map(|&z| zh.name(z)).collect())
        && one_name(free_en.iter().map(|&e| en.name(e)).collect());
    if !alone {
        return Vec::new();
    }
    let name = super::name_table::plain_chinese(zh.name(free_zh[0]));
    if scores.scorer.by_sound(&name, en.name(free_en[0])) < LEFT_OVER_SOUND {
        return Vec::new();
    }
    let pairs = free_zh.into_iter().zip(free_en);
    pairs.map(|(zh, en)| SpotLink { zh, en, score: THRESHOLD }).collect()
}
