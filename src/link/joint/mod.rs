//! Joint decoding: the names of both sides of an article are chosen together.
//!
//! Each side has candidates ([`super::candidate`]) with the probabilities of its own tagger. In a bead a Chinese and an English candidate
//! that match ([`super::score`]) support each other: in log-odds, each adds what the match says and a share of
//! what the other side's tagger says. A candidate without a match in a bead that has both sides loses some. Pairs are
//! chosen greedily, the best first, and then what stands alone. Candidates of one place never go together.
//!
//! What the first round finds in the article is evidence for the second: the same surface, the same pair.

mod choice;
mod counterparts;
mod known;
mod labels;

use std::collections::{BTreeMap, BTreeSet};

use choice::{BeadChoice, Choice};
use known::Known;

pub use labels::agree;

use super::candidate::Candidates;
use super::pairs::PairScores;
use super::score::Scorer;
use super::spots::{NAME_LABELS, Spot, Spots};
use crate::bead::Alignment;
use crate::mention::{Mention, Source};

/// Choose the names of both sides.
pub fn decode(scorer: &Scorer, zh: &mut Spots, en: &mut Spots, alignment: &Alignment) {
    let mut pools = [Candidates::new(scorer.names, zh), Candidates::new(scorer.names, en)];
    counterparts::search(scorer, zh, en, &mut pools, alignment);
    let mut known = Known::default();
    for _ in 0..2 {
        let scores = PairScores::of_names(*scorer, names(zh, &pools[0]), names(en, &pools[1]));
        let chosen = choose_all(&scores, [zh, en], &pools, &known, alignment);
        known = Known::learn(&scores, [zh, en], &chosen, alignment);
        renew(scorer, zh, &mut pools[0], &chosen);
        renew(scorer, en, &mut pools[1], &chosen);
    }
}

/// Make what was chosen the names of a side, and let the article add to them.
fn renew(scorer: &Scorer, spots: &mut Spots, pool: &mut Candidates, chosen: &[Choice]) {
    write_back(spots, chosen);
    super::document::unify(spots, &BTreeMap::new());
    pool.add_mentions(scorer.names, spots);
}

/// The names of the candidates.
fn names<'a>(spots: &Spots<'a>, pool: &Candidates) -> BTreeSet<&'a str> {
    pool.of_sentence.iter().flatten().map(|candidate| spots.text(candidate.span)).collect()
}

/// Choose in every bead.
fn choose_all(
    scores: &PairScores,
    sides: [&Spots; 2],
    pools: &[Candidates; 2],
    known: &Known,
    alignment: &Alignment,
) -> Vec<Choice> {
    let mut seen = [BTreeSet::new(), BTreeSet::new()];
    let mut chosen = Vec::new();
    for bead in &alignment.beads {
        seen[0].extend(bead.zh.iter().copied());
        seen[1].extend(bead.en.iter().copied());
        let here = [pools[0].in_sentences(&bead.zh), pools[1].in_sentences(&bead.en)];
        chosen.extend(BeadChoice::new(scores, sides, here, known, !bead.is_null()).choose());
    }
    // Sentences that no bead holds.
    for side in [0, 1] {
        for sentence in (0..sides[side].tagged.len()).filter(|i| !seen[side].contains(i)) {
            let mut here = [Vec::new(), Vec::new()];
            here[side] = pools[side].in_sentences(&[sentence]);
            chosen.extend(BeadChoice::new(scores, sides, here, known, false).choose());
        }
    }
    chosen
}

/// Make the chosen candidates the names of a side.
fn write_back(spots: &mut Spots, chosen: &[Choice]) {
    let is_name = |spot: &Spot| NAME_LABELS.contains(&spot.mention.label);
    let before: Vec<Spot> = spots.spots.iter().filter(|spot| is_name(spot)).cloned().collect();
    spots.spots.retain(|spot| !is_name(spot));
    for choice in chosen.iter().filter(|choice| choice.side == spots.side) {
        let known = before.iter().find(|spot| spot.mention.span == choice.span);
        let odds = choice.labels.map(|share| share * choice.probability);
        let mention = Mention {
            span: choice.span,
            label: NAME_LABELS[choice.label],
            source: known.map_or(Source::Projection, |spot| spot.mention.source),
            probability: choice.probability,
            entity: String::new(),
        };
        let fixed = known.is_some_and(|spot| spot.fixed);
        let mention = match known.filter(|_| fixed) {
            Some(spot) => spot.mention.clone(),
            None => mention,
        };
        spots.spots.push(Spot { sentence: choice.sentence, mention, odds, fixed });
    }
    spots.settle();
}
