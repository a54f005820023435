//! Linking by elimination: in a pair of sentences one name of a label is left without a link on each side.
//!
//! Two sentences that translate each other name the same things. If all names of a label but one are linked, the two that
//! are left are one thing, unless their letters say otherwise: persons must not sound quite different, and places and
//! organisations must have something in common, what they say that they are (公园, *Park*), a part of their meaning or their sound.

use super::bead_links::SpotLink;
use super::name_table::plain_chinese;
use super::pairs::PairScores;
use super::score::THRESHOLD;
use super::spots::Spots;
use super::units;
use crate::mention::Label;
use crate::script;

/// Mentions of a lower probability may be no names.
const PROBABLE: f64 = 0.5;

/// Persons are linked from this score by sound on, and places too.
const SOUND: f64 = -1.0;

/// Places and organisations are linked if they share this much in meaning.
const SHARED: f64 = 0.3;

/// The labels, persons first.
const LABELS: [Label; 3] = [Label::Per, Label::Org, Label::Loc];

/// Links between the mentions that `links` leaves. `one_to_one`: there is one sentence on each side.
pub fn left_over(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
    links: &[SpotLink],
    one_to_one: bool,
) -> Vec<SpotLink> {
    let mut found = Vec::new();
    for label in LABELS.into_iter().filter(|label| one_to_one || *label == Label::Per) {
        let free = |spots: &Spots, here: &[usize], linked: &dyn Fn(&SpotLink) -> usize| {
            let of_label = |i: &usize| {
                let mention = &spots.spots[*i].mention;
                mention.label == label && mention.probability >= PROBABLE
            };
            let is_linked =
                |i: &usize| links.iter().any(|link| spots.name(linked(link)) == spots.name(*i));
            here.iter().copied().filter(|i| of_label(i) && !is_linked(i)).collect::<Vec<usize>>()
        };
        let mut free_zh = free(zh, zh_here, &|link| link.zh);
        free_zh.retain(|&z| zh.name(z).chars().any(script::is_han));
        let free_en = free(en, en_here, &|link| link.en);
        if one_name(zh, &free_zh)
            && one_name(en, &free_en)
            && may_be_one(scores, label, zh.name(free_zh[0]), en.name(free_en[0]))
        {
            let pairs = free_zh.into_iter().zip(free_en);
            found.extend(pairs.map(|(zh, en)| SpotLink { zh, en, score: THRESHOLD }));
        }
    }
    found
}

/// Whether there are mentions, and all have one name.
fn one_name(spots: &Spots, mentions: &[usize]) -> bool {
    !mentions.is_empty()
        && mentions.windows(2).all(|pair| spots.name(pair[0]) == spots.name(pair[1]))
}

/// Whether the letters of two names that are left over allow that they name one thing.
fn may_be_one(scores: &PairScores, label: Label, zh: &str, en: &str) -> bool {
    let plain = plain_chinese(zh);
    if scores.scorer.are_two_things(&plain, en) {
        return false;
    }
    let sounds_alike = || scores.scorer.by_sound(&plain, en) >= SOUND;
    match label {
        Label::Per => sounds_alike(),
        Label::Loc => {
            units::same_unit(&plain, en) || scores.shared(zh, en) >= SHARED || sounds_alike()
        }
        _ => units::same_unit(&plain, en) || scores.shared(zh, en) >= SHARED,
    }
}
