//! What the first round of an article tells the second: surfaces and pairs that were chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::Choice;
use crate::bead::Alignment;
use crate::document::Side;
use crate::link::name_parts::{organisation_head, plain};
use crate::link::name_table::plain_english;
use crate::link::pairs::PairScores;
use crate::link::spots::{NAME_LABELS, Spots};
use crate::mention::Label;

/// A pair of surfaces is known from this score on.
const SURE_PAIR: f64 = 0.9;

/// What is known of the article's names.
#[derive(Default)]
pub(super) struct Known {
    /// Sum of the probabilities of each label, by side and plain name.
    pub(super) surfaces: BTreeMap<(Side, String), [f64; 3]>,
    /// Pairs of plain names that were linked.
    pub(super) pairs: BTreeSet<(String, String)>,
    /// The Chinese names of organisations with the heads of their English ones: 卡尼医院 is *Carney* too.
    pub(super) heads: BTreeSet<(String, String)>,
}

impl Known {
    /// What the chosen names tell of the article.
    pub(super) fn learn(
        scores: &PairScores,
        sides: [&Spots; 2],
        chosen: &[Choice],
        alignment: &Alignment,
    ) -> Self {
        let mut known = Self::default();
        for choice in chosen {
            let side = usize::from(choice.side == Side::English);
            let name = plain(choice.side, sides[side].text(choice.span));
            known.surfaces.entry((choice.side, name)).or_default()[choice.label] +=
                choice.probability;
        }
        for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
            let here = |side: Side, sentences: &[usize]| -> Vec<&Choice> {
                let matched = chosen.iter().filter(|c| c.side == side && c.matched >= SURE_PAIR);
                matched.filter(|choice| sentences.contains(&choice.sentence)).collect()
            };
            for z in here(Side::Chinese, &bead.zh) {
                for e in here(Side::English, &bead.en) {
                    let (zh, en) = (sides[0].text(z.span), sides[1].text(e.span));
                    if z.label == e.label && scores.score(zh, en) >= SURE_PAIR {
                        let zh = plain(Side::Chinese, zh);
                        if NAME_LABELS[z.label] == Label::Org
                            && let Some(head) = organisation_head(Side::English, en)
                        {
                            known.heads.insert((zh.clone(), plain_english(head)));
                        }
                        known.pairs.insert((zh, plain_english(en)));
                    }
                }
            }
        }
        known
    }
}
