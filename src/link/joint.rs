//! Joint decoding: the names of both sides of an article are chosen together.
//!
//! Each side has candidates ([`super::candidate`]) with the probabilities of its own tagger. In a bead a Chinese and an English candidate
//! that match ([`super::score`]) support each other: in log-odds, each adds what the match says and a share of
//! what the other side's tagger says. A candidate without a match in a bead that has both sides loses some. Pairs are
//! chosen greedily, the best first, and then what stands alone. Candidates of one place never go together.
//!
//! What the first round finds in the article is evidence for the second: the same surface, the same pair.

use std::collections::{BTreeMap, BTreeSet};

use super::bead_links::SpotLink;
use super::candidate::{Candidate, Candidates};
use super::document::{plain, unmistakable};
use super::name_table::plain_english;
use super::pairs::PairScores;
use super::score::{Scorer, THRESHOLD};
use super::search;
use super::spots::{NAME_LABELS, Spot, Spots};
use crate::bead::Alignment;
use crate::document::Side;
use crate::mention::{Label, Mention, Source};
use crate::text::CharSpan;

/// Added to probabilities before their logarithms: no side has a veto.
const SMOOTHING: f64 = 0.03;

/// A candidate with a label of this probability is looked for on the other side.
const LOOKED_FOR: f64 = 0.3;

/// … unless it has a match there of this score.
const MATCHED: f64 = 1.2;

/// What a match adds to both sides' log-odds: this much, and this much for each point of its score.
const MATCH: f64 = 1.0;
const MATCH_SLOPE: f64 = 1.3;
const BEST_MATCH: f64 = 4.0;

/// Share of the other side's log-odds that a match brings over, and the most that it can bring.
const SHARE: f64 = 0.6;
const MOST_SHARED: f64 = 2.5;

/// What a candidate loses that matches nothing in the other side of its bead.
const LONELY: f64 = 0.4;

/// What the article adds where it has the same surface as a name elsewhere.
const ELSEWHERE: f64 = 2.0;

/// The score of a pair that is linked in another bead.
const KNOWN_PAIR: f64 = 3.5;

/// What the same Latin letters on both sides add …
const LATIN: f64 = 0.5;
/// … if they are words, or an acronym of a name of the article.
const LATIN_NAME: f64 = 2.5;

/// The score of equal names in Latin letters.
const SAME_LETTERS: f64 = 5.0;

/// What the name table adds to the label that it gives a pair.
const PAIR_LABEL: f64 = 4.0;

/// What each Chinese character adds to the rank of a pair, and the most that all add.
const LENGTH: f64 = 0.25;
const MOST_LENGTH: f64 = 3.0;

/// What long names that cover each other add to their log-odds, and to the rank of the pair: the outermost name counts.
const OUTER: f64 = 2.0;
const OUTER_RANK: f64 = 4.0;

/// A pair of surfaces is known from this score on.
const SURE_PAIR: f64 = 1.5;

/// Highest probability that is given to a mention.
const SUREST: f64 = 0.98;

/// What is known of the article's names.
#[derive(Default)]
struct Known {
    /// Sum of the probabilities of each label, by side and plain name.
    surfaces: BTreeMap<(Side, String), [f64; 3]>,
    /// Pairs of plain names that were linked.
    pairs: BTreeSet<(String, String)>,
}

/// A match by meaning of this score covers both names.
const FULL_MATCH: f64 = 3.3;
const COVERING: f64 = 1.9;

/// A candidate that was chosen.
struct Choice {
    side: Side,
    sentence: usize,
    span: CharSpan,
    label: usize,
    probability: f64,
    /// Score of its match, 0 without one.
    matched: f64,
}

/// Choose the names of both sides.
pub fn decode(scorer: &Scorer, zh: &mut Spots, en: &mut Spots, alignment: &Alignment) {
    let mut pools = [Candidates::new(scorer.names, zh), Candidates::new(scorer.names, en)];
    search_counterparts(scorer, zh, en, &mut pools, alignment);
    let mut known = Known::default();
    for _ in 0..2 {
        let scores = PairScores::of_names(*scorer, names(zh, &pools[0]), names(en, &pools[1]));
        let chosen = choose_all(&scores, [zh, en], &pools, &known, alignment);
        known = learn(&scores, [zh, en], &chosen, alignment);
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

/// Look for the counterparts of probable names that match nothing.
fn search_counterparts(
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

/// The candidates of a bead and what speaks for them.
struct BeadChoice<'c, 's> {
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
    rank: f64,
    /// What the letters add to both sides' log-odds.
    matching: f64,
    /// The list of well-known names settles the label.
    settled: bool,
    /// Long names that cover each other.
    outer: bool,
}

impl<'c, 's> BeadChoice<'c, 's> {
    fn new(
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

    fn choose(mut self) -> Vec<Choice> {
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
                chosen.push(self.take(side, index, pair.label, odds[side], pair.score));
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
                    chosen.push(self.take(side, index, label, odds, 0.0));
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
                let listed = names.pair_label(&zh_plain, &en_plain);
                let settled = names.well_known_label(&zh_plain, &en_plain);
                let settled =
                    settled.and_then(|of| NAME_LABELS.iter().position(|&name| name == of));
                let sum = |label: usize| {
                    let bonus = if listed == Some(NAME_LABELS[label]) { PAIR_LABEL } else { 0.0 };
                    bonus
                        + self.values[0][z][label].min(MOST_SHARED)
                        + self.values[1][e][label].min(MOST_SHARED)
                };
                let likeliest =
                    (1..3).fold(0, |best, label| if sum(label) > sum(best) { label } else { best });
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
                pairs.push(Pair { zh: z, en: e, score, label, rank, matching, settled, outer });
            }
        }
        pairs
    }

    /// What the same Latin letters on both sides add. Acronyms say little: what is no name, IPO, is left in
    /// Latin letters too.
    fn latin(&self, name: &str, score: f64) -> f64 {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let words = !super::acronym::is_acronym(name) && name.split(' ').all(capital);
        let explained = || {
            super::acronym::is_acronym(name)
                && self.known.surfaces.keys().any(|(_, full)| super::acronym::spells(name, full))
        };
        if score >= SAME_LETTERS && (words || explained()) { LATIN_NAME } else { LATIN }
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
        let known = || self.known.pairs.contains(&(plain(Side::Chinese, zh), plain_english(en)));
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

    fn take(&mut self, side: usize, index: usize, label: usize, odds: f64, matched: f64) -> Choice {
        let candidate = self.here[side][index];
        self.taken[side].push(candidate.span);
        let probability = 1.0 / (1.0 + libm::exp(-odds));
        Choice {
            side: Side::BOTH[side],
            sentence: candidate.sentence,
            span: candidate.span,
            label,
            probability: probability.min(SUREST),
            matched,
        }
    }
}

/// What a match of this score adds.
fn matching(score: f64) -> f64 {
    MATCH + MATCH_SLOPE * score.min(BEST_MATCH)
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
    [0, 1, 2].map(|label| {
        let odds = candidate.odds[label].clamp(0.001, 0.99);
        let other = elsewhere.map_or(0.0, |sums| (sums[label] - odds).clamp(0.0, 1.0));
        let weight = if unmistakable(text) { 1.5 } else { 1.0 };
        libm::log(odds / (1.0 - odds)) + ELSEWHERE * weight * other
    })
}

/// What the chosen names tell of the article.
fn learn(
    scores: &PairScores,
    sides: [&Spots; 2],
    chosen: &[Choice],
    alignment: &Alignment,
) -> Known {
    let mut known = Known::default();
    for choice in chosen {
        let side = usize::from(choice.side == Side::English);
        let name = plain(choice.side, sides[side].text(choice.span));
        known.surfaces.entry((choice.side, name)).or_default()[choice.label] += choice.probability;
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
                    known.pairs.insert((plain(Side::Chinese, zh), plain_english(en)));
                }
            }
        }
    }
    known
}

/// Make the chosen candidates the names of a side.
fn write_back(spots: &mut Spots, chosen: &[Choice]) {
    let is_name = |spot: &Spot| NAME_LABELS.contains(&spot.mention.label);
    let before: Vec<Spot> = spots.spots.iter().filter(|spot| is_name(spot)).cloned().collect();
    spots.spots.retain(|spot| !is_name(spot));
    for choice in chosen.iter().filter(|choice| choice.side == spots.side) {
        let known = before.iter().find(|spot| spot.mention.span == choice.span);
        let mut odds = spots.odds(choice.sentence, choice.span);
        for (label, odds) in odds.iter_mut().enumerate() {
            let own = label == choice.label;
            *odds =
                if own { odds.max(choice.probability) } else { odds.min(1.0 - choice.probability) };
        }
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

/// Make linked mentions agree on their label.
pub fn agree(zh: &mut Spots, en: &mut Spots, links: &[SpotLink]) {
    for link in links {
        let (z, e) = (&zh.spots[link.zh], &en.spots[link.en]);
        let title = |spot: &super::spots::Spot| {
            spot.mention.label == Label::Work
                && matches!(spot.mention.source, Source::Rule | Source::Projection)
        };
        if link.score >= 1.0 && title(z) != title(e) && !z.fixed && !e.fixed {
            zh.spots[link.zh].mention.label = Label::Work;
            en.spots[link.en].mention.label = Label::Work;
            continue;
        }
        if z.mention.label == e.mention.label || !both_names(z.mention.label, e.mention.label) {
            continue;
        }
        let label = if z.fixed {
            z.mention.label
        } else if e.fixed {
            e.mention.label
        } else {
            likeliest(z.odds, e.odds)
        };
        zh.spots[link.zh].mention.label = label;
        en.spots[link.en].mention.label = label;
    }
}

fn both_names(a: Label, b: Label) -> bool {
    NAME_LABELS.contains(&a) && NAME_LABELS.contains(&b)
}

/// argmax of log(p + .03) + log(q + .03); the first of [`NAME_LABELS`] among equals.
fn likeliest(p: [f64; 3], q: [f64; 3]) -> Label {
    let score = |i: usize| (p[i] + SMOOTHING) * (q[i] + SMOOTHING);
    let best = (1..3).fold(0, |best, i| if score(i) > score(best) { i } else { best });
    NAME_LABELS[best]
}
