//! Candidates that one side finds in the other: the counterparts of probable names that match nothing.

use super::choice::MATCHED;
use super::names;
use crate::bead::Alignment;
use crate::link::candidate::{Candidate, Candidates};
use crate::link::pairs::PairScores;
use crate::link::score::Scorer;
use crate::link::search;
use crate::link::spots::{NAME_LABELS, Spots};
use crate::mention::Label;

/// A candidate with a label of this probability is looked for on the other side.
const LOOKED_FOR: f64 = 0.3;

/// A match by meaning of this score covers both names.
const FULL_MATCH: f64 = 3.3;

/// Look for the counterparts of probable names that match nothing.
pub(super) fn search(
    scorer: &Scorer,
    zh: &Spots,
    en: &Spots,
    pools: &mut [Candidates; 2],
    alignment: &Alignment,
) {
    let scores = PairScores::of_names(*scorer, names(zh, &pools[0]), names(en, &pools[1]));
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let (zh_here, en_here) = (pools[0].in_sentences(&bead.zh), pools[1].in_sentences(&bead.en));
        let score = |z: &Candidate, e: &Candidate| scores.score(zh.text(z.span), en.text(e.span));
        let wanted = |candidate: &Candidate| candidate.odds.iter().any(|&odds| odds >= LOOKED_FOR);
        let lonely_en: Vec<&Candidate> = en_here
            .iter()
            .copied()
            .filter(|e| wanted(e) && !zh_here.iter().any(|z| score(z, e) >= MATCHED))
            .collect();
        let lonely_zh: Vec<&Candidate> = zh_here
            .iter()
            .copied()
            .filter(|z| wanted(z) && !en_here.iter().any(|e| score(z, e) >= MATCHED))
            .collect();
        let mut found = [Vec::new(), Vec::new()];
        for e in lonely_en {
            let labels: Vec<Label> =
                (0..3).filter(|&i| e.odds[i] >= 0.1).map(|i| NAME_LABELS[i]).collect();
            found[0].extend(search::in_chinese(scorer, zh, &bead.zh, en.text(e.span), &labels));
        }
        for z in lonely_zh {
            found[1].extend(search::in_english(scorer, en, &bead.en, zh.text(z.span)));
        }
        // Longer names than the ones that match: the outermost counts.
        for e in en_here.iter().filter(|e| e.whole && en.text(e.span).contains(' ')) {
            if !zh_here.iter().any(|z| score(z, e) >= FULL_MATCH) {
                found[0].extend(search::translated(scorer, zh, &bead.zh, en.text(e.span)));
            }
        }
        for (sentence, span) in &found[0] {
            pools[0].add(scorer.names, zh, *sentence, *span);
        }
        for (sentence, span) in &found[1] {
            pools[1].add(scorer.names, en, *sentence, *span);
        }
    }
}
