//! Links inside one bead: which Chinese mention names the same thing as which English one.

use super::elimination;
use super::name_table::{plain_chinese, plain_english};
use super::pairs::PairScores;
use super::score::THRESHOLD;
use super::spots::Spots;
use super::units;
use crate::mention::Label;
use crate::text::CharSpan;

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
            let same_label = zh.spots[z].mention.label == en.spots[e].mention.label;
            let mut score = scores.score(zh.name(z), en.name(e));
            if score < THRESHOLD && same_label {
                score = scores.scorer.like_listed(zh.name(z), en.name(e));
            }
            if score >= THRESHOLD {
                candidates.push((
                    score + if same_label { SAME_LABEL } else { 0.0 },
                    SpotLink { zh: z, en: e, score },
                ));
            }
        }
    }
    // Equal scores: in text order, so that repeated names pair up in order.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.zh, a.1.en).cmp(&(b.1.zh, b.1.en))));
    let (zh_side, en_side) = ((zh, zh_here), (en, en_here));
    let mut links = chains(scores, zh_side, en_side);
    for (_, link) in candidates {
        if links.iter().all(|other| other.zh != link.zh && other.en != link.en) {
            links.push(link);
        }
    }
    links.extend(elimination::left_over(scores, zh_side, en_side, &links, small));
    links.sort_by_key(|link| (link.zh, link.en));
    links
}

/// What a link by the larger place of a chain scores.
const SAME_CHAIN: f64 = 2.0;

/// 新墨西哥州利县 and *Lea County, New Mexico*: a chain of places and a place with the larger one behind it, whose names alone do not say
/// that they are one.
fn chains(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
) -> Vec<SpotLink> {
    let mut found: Vec<SpotLink> = Vec::new();
    let place = |spots: &Spots, i: usize| spots.spots[i].mention.label == Label::Loc;
    for &z in zh_here.iter().filter(|&&z| place(zh, z)) {
        let plain = plain_chinese(zh.name(z));
        let names = scores.scorer.names;
        let Some(rest) = names.behind_place(&plain) else { continue };
        let larger = &plain[..plain.len() - rest.len()];
        // 河北省承德市兴隆县 is *Xinglong County*, whatever *Chengde, Hebei* says.
        let is_larger = |e: usize| names.score(larger, &plain_english(en.name(e))) >= 3.5;
        let linked =
            |&e: &usize| !is_larger(e) && scores.score(zh.name(z), en.name(e)) >= THRESHOLD;
        if en_here.iter().any(linked) {
            continue;
        }
        let pair = en_here.windows(2).find(|pair| {
            let [e, behind] = [pair[0], pair[1]];
            let (from, to) = (en.spots[e].mention.span, en.spots[behind].mention.span);
            place(en, e)
                && place(en, behind)
                && from.end + 2 == to.start
                && en.text(CharSpan::new(from.end, to.start)) == ", "
                && is_larger(behind)
                && !units::different_units(rest, en.name(e))
                && !scores.scorer.are_two_things(rest, en.name(e))
                && !found.iter().any(|link| link.en == e)
                && !zh_here
                    .iter()
                    .any(|&other| scores.score(zh.name(other), en.name(e)) >= THRESHOLD)
        });
        if let Some(pair) = pair {
            found.push(SpotLink { zh: z, en: pair[0], score: SAME_CHAIN });
        }
    }
    found
}
