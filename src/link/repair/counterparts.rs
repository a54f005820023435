//! Bounds of organisations as the other side of the bead has them: 日产股份 is 日产 where English has *Nissan*, *Dangmai Films and Huace Pictures* are
//! two where Chinese has two.

use super::organisations;
use crate::bead::Alignment;
use crate::link::name_table::{plain_chinese, plain_english};
use crate::link::pairs::PairScores;
use crate::link::score::THRESHOLD;
use crate::link::spots::Spots;
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// A pair of the table has this score.
const LISTED: f64 = 4.0;

/// Probability of the second of two organisations that were one.
const SECOND: f64 = 0.85;

/// What organisations have that is no part of their names.
const BELONGINGS: [&str; 10] =
    ["股份", "股价", "股票", "财报", "员工", "工人", "高管", "工厂", "门店", "分社"];

/// Cut Chinese organisations to the known name of the English one, where what is behind it is something that it has.
pub fn cut_to_listed(scores: &PairScores, zh: &mut Spots, en: &Spots, alignment: &Alignment) {
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let en_here = en.in_sentences(&bead.en);
        for i in organisations(zh, &bead.zh) {
            let plain = plain_chinese(zh.name(i));
            let names = scores.scorer.names;
            if !names.english_of(&plain).is_empty() {
                continue;
            }
            let known = en_here.iter().filter(|&&e| en.spots[e].mention.label == Label::Org);
            let known = known.flat_map(|&e| names.chinese_of(&plain_english(en.name(e))));
            let front = known
                .filter(|(known, label)| {
                    let rest = plain.strip_prefix(&**known);
                    *label == Label::Org && rest.is_some_and(|rest| BELONGINGS.contains(&rest))
                })
                .map(|(known, _)| known.chars().count())
                .filter(|&length| length >= 2)
                .max();
            // Full width and spaces are gone in the plain form.
            let same = plain.chars().count() == zh.spots[i].mention.span.len();
            if let Some(length) = front.filter(|_| same) {
                let span = &mut zh.spots[i].mention.span;
                span.end = span.start + length;
            }
        }
    }
}

/// Make two of an English organisation with *and* in it where the Chinese side names both halves.
pub fn split_at_and(scores: &PairScores, zh: &Spots, en: &mut Spots, alignment: &Alignment) {
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let here: Vec<&str> = organisations(zh, &bead.zh).into_iter().map(|z| zh.name(z)).collect();
        for e in organisations(en, &bead.en) {
            let name = en.name(e);
            let Some((front, back)) = name.split_once(" and ") else { continue };
            let score = |z: &&&str, en: &str| scores.scorer.score(z, en, 0.0);
            let named = |part: &str| here.iter().find(|z| score(z, part) >= THRESHOLD);
            let whole = here.iter().any(|z| score(&z, name) >= LISTED);
            let two = named(front).zip(named(back)).is_some_and(|(front, back)| front != back);
            if whole || !two {
                continue;
            }
            let span = en.spots[e].mention.span;
            let front_end = front.trim_end_matches([',', ' ']).chars().count();
            let middle = span.start + front.chars().count();
            let second = CharSpan::new(middle + " and ".len(), span.end);
            let sentence = en.spots[e].sentence;
            en.spots[e].mention.span = CharSpan::new(span.start, span.start + front_end);
            en.add(sentence, second, Label::Org, Source::Rule, SECOND);
        }
    }
    en.settle();
}
