//! What is chosen in one bead: pairs of candidates that match, the best first, then what stands alone.

use std::collections::BTreeSet;

use super::known::Known;
use crate::document::Side;
use crate::link::acronym;
use crate::link::candidate::Candidate;
use crate::link::name_parts::{plain, unmistakable};
use crate::link::name_table::{NameTable, plain_english};
use crate::link::pairs::PairScores;
use crate::link::score::THRESHOLD;
use crate::link::spots::{NAME_LABELS, SURE, Spots};
use crate::mention::Label;
use crate::text::CharSpan;

/// A candidate with a match of this score is not alone.
pub(super) const MATCHED: f64 = 1.2;

// What follows was chosen one after the other on a fifth of the news that readers have labelled, and tried on another
// (`training/EXPERIMENTS.md`).

/// What a match adds to both sides' log-odds: this much, and this much for each point of its score.
const MATCH: f64 = 0.5;
const MATCH_SLOPE: f64 = 0.6;
const BEST_MATCH: f64 = 4.0;

/// Share of the other side's log-odds that a match brings over, and the most that it can bring.
const SHARE: f64 = 0.6;
const MOST_SHARED: f64 = 2.5;

/// What a candidate loses that matches nothing in the other side of its bead.
const LONELY: f64 = 0.4;

/// What the article adds where it has the same surface as a name elsewhere.
const ELSEWHERE: f64 = 0.5;

/// The score of a pair that is linked in another bead.
const KNOWN_PAIR: f64 = 2.5;

/// What the same Latin letters on both sides add if they are words, or an acronym of a name of the article; else nothing.
const LATIN_NAME: f64 = 1.2;

/// The score of equal names in Latin letters.
const SAME_LETTERS: f64 = 5.0;

/// Share of the other labels' probability that speaks for a name too.
const OPEN_LABEL: f64 = 0.25;

/// Where both sides together are as sure as this, in log-odds, that a well-known pair is something else here, it is.
const CONTRADICTED: f64 = 4.0;

/// The number of the label of organisations in [`NAME_LABELS`].
const ORGANISATION: usize = 1;

/// What the name table adds to the label that it gives a pair.
const PAIR_LABEL: f64 = 1.2;

/// What each Chinese character adds to the rank of a pair, and the most that all add.
const LENGTH: f64 = 0.1;
const MOST_LENGTH: f64 = 3.0;

/// What long names that cover each other add to their log-odds, and to the rank of the pair: the outermost name counts.
const OUTER: f64 = 2.0;
const OUTER_RANK: f64 = 4.0;

/// Highest probability that is given to a mention.
const SUREST: f64 = 0.98;

/// A match of this score covers long names.
const COVERING: f64 = 1.9;

/// Pairs of the table score this much.
const LISTED_PAIR: f64 = 3.5;

/// A candidate that was chosen.
pub(super) struct Choice {
    pub(super) side: Side,
    pub(super) sentence: usize,
    pub(super) span: CharSpan,
    pub(super) label: usize,
    pub(super) probability: f64,
    /// Probability of each label, if it is a name.
    pub(super) labels: [f64; 3],
    /// Score of its match, 0 without one.
    pub(super) matched: f64,
}

/// The candidates of a bead and what speaks for them.
pub(super) struct BeadChoice<'c, 's> {
    scores: &'c PairScores<'s>,
    texts: [Vec<&'s str>; 2],
    here: [Vec<&'c Candidate>; 2],
    /// Log-odds of each label of each candidate, from its own side and the article.
    values: [Vec<[f64; 3]>; 2],
    known: &'c Known,
    both_sides: bool,
    taken: [Vec<CharSpan>; 2],
}

/// A pair of candidates that match.
struct Pair {
    zh: usize,
    en: usize,
    score: f64,
    label: usize,
    /// What both sides say of each label, in log-odds.
    labels: [f64; 3],
    rank: f64,
    /// What the letters add to both sides' log-odds.
    matching: f64,
    /// The list of well-known names settles the label.
    settled: bool,
    /// Long names that cover each other.
    outer: bool,
}

impl<'c, 's> BeadChoice<'c, 's> {
    pub(super) fn new(
        scores: &'c PairScores<'s>,
        sides: [&Spots<'s>; 2],
        here: [Vec<&'c Candidate>; 2],
        known: &'c Known,
        both_sides: bool,
    ) -> Self {
        let texts = [0, 1].map(|side| {
            let text = |candidate: &&Candidate| sides[side].text(candidate.span);
            here[side].iter().map(text).collect::<Vec<&'s str>>()
        });
        let values = [0, 1].map(|side| {
            let pairs = here[side].iter().zip(&texts[side]);
            pairs.map(|(candidate, text)| own_value(side, candidate, text, known)).collect()
        });
        Self { scores, texts, here, values, known, both_sides, taken: Default::default() }
    }

    pub(super) fn choose(mut self) -> Vec<Choice> {
        let mut chosen = Vec::new();
        let mut pairs = self.pairs();
        pairs.sort_by(|a, b| b.rank.total_cmp(&a.rank).then((a.zh, a.en).cmp(&(b.zh, b.en))));
        let mut linked: [BTreeSet<usize>; 2] = Default::default();
        for pair in &pairs {
            let free = !linked[0].contains(&pair.zh)
                && !linked[1].contains(&pair.en)
                && self.free(0, pair.zh)
                && self.free(1, pair.en);
            let odds = self.pair_odds(pair);
            if !free || odds.iter().any(|&odds| odds <= 0.0) {
                continue;
            }
            for (side, index) in [(0, pair.zh), (1, pair.en)] {
                linked[side].insert(index);
                let labels = shares(pair.labels);
                chosen.push(self.take(side, index, pair.label, labels, odds[side], pair.score));
            }
        }
        for side in [0, 1] {
            let mut singles: Vec<(f64, usize, usize)> = Vec::new();
            for index in 0..self.here[side].len() {
                if linked[side].contains(&index) {
                    continue;
                }
                let (label, value) = best(self.values[side][index]);
                let odds = value - if self.lonely(side, index, &linked) { LONELY } else { 0.0 };
                singles.push((odds, index, label));
            }
            singles.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (odds, index, label) in singles {
                let fixed = self.here[side][index].fixed;
                if (odds > 0.0 || fixed) && self.free(side, index) {
                    let labels = shares(self.values[side][index]);
                    chosen.push(self.take(side, index, label, labels, odds, 0.0));
                }
            }
        }
        chosen
    }

    /// Every pair of candidates that match.
    fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (z, zh) in self.texts[0].iter().enumerate() {
            for (e, en) in self.texts[1].iter().enumerate() {
                let score = self.score(zh, en);
                if score < THRESHOLD {
                    continue;
                }
                let names = self.scores.scorer.names;
                let (zh_plain, en_plain) = (plain(Side::Chinese, zh), plain_english(en));
                if score < LISTED_PAIR && runs_on(names, &zh_plain, &en_plain) {
                    continue;
                }
                let listed = names.pair_label(&zh_plain, &en_plain);
                let settled = names.well_known_label(&zh_plain, &en_plain);
                let settled =
                    settled.and_then(|of| NAME_LABELS.iter().position(|&name| name == of));
                let persons =
                    [(0, z), (1, e)].iter().any(|&(side, i)| self.here[side][i].addressed);
                let head = self.known.heads.contains(&(zh_plain, en_plain));
                let settled = settled.or(head.then_some(ORGANISATION)).filter(|_| !persons);
                let sum = |label: usize| {
                    let bonus = if listed == Some(NAME_LABELS[label]) { PAIR_LABEL } else { 0.0 };
                    bonus
                        + self.values[0][z][label].min(MOST_SHARED)
                        + self.values[1][e][label].min(MOST_SHARED)
                };
                let likeliest =
                    (1..3).fold(0, |best, label| if sum(label) > sum(best) { label } else { best });
                let settled = settled.filter(|&settled| {
                    // The table knows the scientist, but *Hinton* may be the town.
                    let sure_of_another =
                        |odds: [f64; 3]| (0..3).any(|i| i != settled && odds[i] >= SURE);
                    let sides = [self.here[0][z].odds, self.here[1][e].odds];
                    !sides.into_iter().any(sure_of_another)
                        && sum(likeliest) - sum(settled) < CONTRADICTED
                });
                let label = settled.unwrap_or(likeliest);
                let length = zh.chars().count().max(2) as f64 - 2.0;
                let rank =
                    sum(likeliest).min(4.0) + matching(score) + (LENGTH * length).min(MOST_LENGTH);
                let whole = self.is_outermost(0, z) && self.is_outermost(1, e);
                let outer =
                    whole && score >= COVERING && zh.chars().count() >= 4 && en.contains(' ');
                let rank = rank + if outer { OUTER_RANK } else { 0.0 };
                let latin = !zh.chars().any(crate::script::is_han);
                let matching = if latin { self.latin(en, score) } else { matching(score) };
                let settled = settled.is_some();
                // What the table settles is not less likely than what it rules out.
                let mut labels = [0, 1, 2].map(sum);
                labels[label] = labels[label].max(sum(likeliest));
                pairs.push(Pair {
                    zh: z,
                    en: e,
                    score,
                    label,
                    labels,
                    rank,
                    matching,
                    settled,
                    outer,
                });
            }
        }
        pairs
    }

    /// What the same Latin letters on both sides add. Acronyms say little: what is no name, IPO, is left in
    /// Latin letters too.
    fn latin(&self, name: &str, score: f64) -> f64 {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let words = !acronym::is_acronym(name) && name.split(' ').all(capital);
        let explained = || {
            acronym::is_acronym(name)
                && self.known.surfaces.keys().any(|(_, full)| acronym::spells(name, full))
        };
        if score >= SAME_LETTERS && (words || explained()) { LATIN_NAME } else { 0.0 }
    }

    /// Whether a candidate is all name and no likelier one holds it.
    fn is_outermost(&self, side: usize, index: usize) -> bool {
        let candidate = self.here[side][index];
        candidate.whole
            && !self.here[side].iter().any(|other| {
                other.span.contains(candidate.span)
                    && other.span != candidate.span
                    && other.odds.iter().sum::<f64>() >= 0.5
            })
    }

    fn score(&self, zh: &str, en: &str) -> f64 {
        let score = self.scores.score(zh, en);
        let known = || {
            let pair = (plain(Side::Chinese, zh), plain_english(en));
            self.known.pairs.contains(&pair) || self.known.heads.contains(&pair)
        };
        if score < KNOWN_PAIR && known() { KNOWN_PAIR } else { score }
    }

    /// Log-odds of both sides of a pair.
    fn pair_odds(&self, pair: &Pair) -> [f64; 2] {
        let value = |values: [f64; 3]| {
            if pair.settled { best(values).1 } else { values[pair.label] }
        };
        let own = [value(self.values[0][pair.zh]), value(self.values[1][pair.en])];
        [0, 1].map(|side| {
            let shared = SHARE * own[1 - side].clamp(-MOST_SHARED, MOST_SHARED);
            let outer = if pair.outer { OUTER } else { 0.0 };
            own[side] + pair.matching + shared + outer
        })
    }

    /// Whether nothing on the other side speaks for a candidate.
    fn lonely(&self, side: usize, index: usize, linked: &[BTreeSet<usize>; 2]) -> bool {
        self.both_sides
            && !linked[1 - side].iter().any(|&other| {
                let (zh, en) = if side == 0 { (index, other) } else { (other, index) };
                self.score(self.texts[0][zh], self.texts[1][en]) >= MATCHED
            })
    }

    fn free(&self, side: usize, index: usize) -> bool {
        let span = self.here[side][index].span;
        !self.taken[side].iter().any(|taken| taken.overlaps(span))
    }

    fn take(
        &mut self,
        side: usize,
        index: usize,
        label: usize,
        labels: [f64; 3],
        odds: f64,
        matched: f64,
    ) -> Choice {
        let candidate = self.here[side][index];
        self.taken[side].push(candidate.span);
        let probability = 1.0 / (1.0 + libm::exp(-odds));
        Choice {
            side: Side::BOTH[side],
            sentence: candidate.sentence,
            span: candidate.span,
            label,
            probability: probability.min(SUREST),
            labels,
            matched,
        }
    }
}

/// 石破茂率 in 石破茂率内阁总辞: whether a Chinese name holds the one that the table has for a person, and more.
fn runs_on(names: &NameTable, zh: &str, en: &str) -> bool {
    !zh.contains('·')
        && names.chinese_of(en).iter().any(|(known, label)| {
            *label == Label::Per
                && known.chars().count() >= 3
                && zh != &**known
                && zh.contains(&**known)
        })
}

/// What a match of this score adds.
fn matching(score: f64) -> f64 {
    MATCH + MATCH_SLOPE * score.min(BEST_MATCH)
}

/// The probabilities of three labels with these log-odds.
fn shares(log_odds: [f64; 3]) -> [f64; 3] {
    let most = log_odds.into_iter().fold(f64::MIN, f64::max);
    let weights = log_odds.map(|odds| libm::exp(odds - most));
    let sum = weights.iter().sum::<f64>();
    weights.map(|weight| weight / sum)
}

/// The likeliest label and its log-odds.
fn best(values: [f64; 3]) -> (usize, f64) {
    let label =
        (1..3).fold(0, |best, label| if values[label] > values[best] { label } else { best });
    (label, values[label])
}

/// Log-odds of each label: the side's own, and what the rest of the article says.
fn own_value(side: usize, candidate: &Candidate, text: &str, known: &Known) -> [f64; 3] {
    let side = Side::BOTH[side];
    let elsewhere = known.surfaces.get(&(side, plain(side, text)));
    // What is surely a name, though of what is open, is one: the likeliest label has the log-odds of all three together.
    let likeliest = candidate.odds.iter().copied().fold(0.001, f64::max);
    let others = candidate.odds.iter().sum::<f64>() - likeliest;
    let total = (likeliest + OPEN_LABEL * others).clamp(0.001, 0.99);
    let name = libm::log(total / (1.0 - total));
    [0, 1, 2].map(|label| {
        let odds = candidate.odds[label].clamp(0.001, 0.99);
        let other = elsewhere.map_or(0.0, |sums| (sums[label] - odds).clamp(0.0, 1.0));
        let weight = if unmistakable(text) { 1.5 } else { 1.0 };
        name + libm::log(odds / likeliest) + ELSEWHERE * weight * other
    })
}
