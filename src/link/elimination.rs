//! Linking by elimination: in a bead one name of a label is left without a link on each side.
//!
//! Sentences that translate each other name the same things. If all names of a label but one are linked, the two that
//! are left are one thing, and so are the only titles of works, unless their letters say otherwise: persons must not sound quite different (unless one of them may have a Chinese name of his own), and places and
//! organisations must have something in common, what they say that they are (公园, *Park*), a part of their meaning or their sound,
//! or be the only names of any label that are left.

use super::bead_links::SpotLink;
use super::family_name;
use super::name_table::{plain_chinese, plain_english};
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

/// … and by a part of a person's name.
const FIRST_NAME: f64 = -1.0;

/// Places and organisations are linked if they share this much in meaning.
const SHARED: f64 = 0.3;

/// The labels, persons first.
const LABELS: [Label; 3] = [Label::Per, Label::Org, Label::Loc];

/// Links between the mentions that `links` leaves. `small`: a bead of at most three sentences; works are linked in any bead.
pub fn left_over(
    scores: &PairScores,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
    links: &[SpotLink],
    small: bool,
) -> Vec<SpotLink> {
    let mut found = Vec::new();
    let names = LABELS.into_iter().filter(|label| small || *label == Label::Per);
    for label in names.chain([Label::Work]) {
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
        // What is well known goes by its known names.
        let known = |name: String| scores.scorer.names.main_name(&name).is_some();
        let well_known = free_zh.iter().any(|&z| known(plain_chinese(zh.name(z))))
            || free_en.iter().any(|&e| known(plain_english(en.name(e))));
        let allowed = |z: usize, e: usize| {
            let (zh, en) = (zh.name(z), en.name(e));
            let plain = plain_chinese(zh);
            !units::different_units(&plain, en) && !scores.scorer.are_two_things(&plain, en)
        };
        let only = one_name(zh, &free_zh) && one_name(en, &free_en);
        let own_name = |z: usize| small && is_chinese_person(scores, zh.name(z));
        if only
            && (label != Label::Per || own_name(free_zh[0]))
            && allowed(free_zh[0], free_en[0])
            && alone(label, (zh, zh_here), (en, en_here), links, well_known)
        {
            let pairs = free_zh.into_iter().zip(free_en);
            found.extend(pairs.map(|(zh, en)| SpotLink { zh, en, score: THRESHOLD }));
            continue;
        }
        // Of several names on a side two are linked if each can be no other one.
        let fits =
            |z: usize, e: usize| allowed(z, e) && may_be_one(scores, label, zh.name(z), en.name(e));
        let partners =
            |z: usize| -> Vec<usize> { free_en.iter().copied().filter(|&e| fits(z, e)).collect() };
        for &z in &free_zh {
            let others = free_zh.iter().filter(|&&other| zh.name(other) != zh.name(z));
            let own = partners(z);
            if !one_name(en, &own) || others.clone().any(|&other| fits(other, own[0])) {
                continue;
            }
            // Titles are linked by nothing but being the only ones.
            if label == Label::Work && !only {
                continue;
            }
            let free = |e: &&usize| !found.iter().any(|link: &SpotLink| link.en == **e);
            if let Some(&e) = own.iter().find(free) {
                found.push(SpotLink { zh: z, en: e, score: THRESHOLD });
            }
        }
    }
    found
}

/// Whether a name may be the Chinese one of a foreigner, which says nothing of the other: 夏德安 is *Donald Harper*. It has a Chinese family name,
/// is not known and does not end as names that are written by sound do.
fn is_chinese_person(scores: &PairScores, name: &str) -> bool {
    let plain = plain_chinese(name);
    let names = scores.scorer.names;
    let sound = plain.chars().next_back().is_some_and(|last| names.ends_foreign_persons(last));
    (2..=3).contains(&plain.chars().count())
        && plain.starts_with(family_name::is_mainland)
        && names.english_of(&plain).is_empty()
        && !sound
}

/// Whether there are mentions, and all have one name.
fn one_name(spots: &Spots, mentions: &[usize]) -> bool {
    !mentions.is_empty()
        && mentions.windows(2).all(|pair| spots.name(pair[0]) == spots.name(pair[1]))
}

/// Whether no other name of any label is left on either side, other names are linked, and none of both is well known.
fn alone(
    label: Label,
    (zh, zh_here): (&Spots, &[usize]),
    (en, en_here): (&Spots, &[usize]),
    links: &[SpotLink],
    well_known: bool,
) -> bool {
    let others = |spots: &Spots, here: &[usize], linked: &dyn Fn(&SpotLink) -> usize| {
        here.iter().any(|&i| {
            let other = LABELS.contains(&spots.spots[i].mention.label)
                && spots.spots[i].mention.label != label;
            other && !links.iter().any(|link| spots.name(linked(link)) == spots.name(i))
        })
    };
    !well_known
        && !links.is_empty()
        && !others(zh, zh_here, &|link| link.zh)
        && !others(en, en_here, &|link| link.en)
}

/// Whether the letters of two names that are left over allow that they name one thing.
fn may_be_one(scores: &PairScores, label: Label, zh: &str, en: &str) -> bool {
    let plain = plain_chinese(zh);
    let sounds_alike = || scores.scorer.by_sound(&plain, en) >= SOUND;
    match label {
        // 素帕猜 is *Supachai Wongsuwan*: some go by their first names.
        Label::Per => {
            sounds_alike()
                || en.split(' ').any(|word| scores.scorer.by_sound(&plain, word) >= FIRST_NAME)
                || family_name::begins_alike(&plain, en)
        }
        // Publishers give books new titles: 《少年来了》 is *Human Acts* in English.
        Label::Work => true,
        Label::Loc => {
            units::same_unit(&plain, en) || scores.shared(zh, en) >= SHARED || sounds_alike()
        }
        _ => units::same_unit(&plain, en) || scores.shared(zh, en) >= SHARED,
    }
}
