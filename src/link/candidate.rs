//! What may be a name: the spans of one side among which joint decoding chooses.
//!
//! A candidate comes from the side itself (a mention of the tagger or of a rule, or another span to which the
//! tagger gives some probability) or from the other side, whose name it spells or translates.

use super::name_parts::trim;
use super::name_table::{NameTable, plain_chinese, plain_english};
use super::repair;
use super::spots::{NAME_LABELS, SURE, Spots};
use super::words::{has, words};
use crate::document::Side;
use crate::mention::Label;
use crate::text::CharSpan;

/// Other spans than mentions are candidates from this probability on.
const LEAST: f64 = 0.03;

/// Longest candidates, in the tagger's tokens.
const LONGEST: usize = 16;

/// Probability of any span, whatever the tagger says: it has not seen every name.
const FLOOR: f64 = 0.0018;

/// The mean probability of the words of a span to be in names, from which on all are.
const INSIDE_NAMES: f64 = 0.7;

/// Share of the other labels' probability that goes to the label which a name's last word shows.
const BY_ENDING: f64 = 0.8;

/// Share of the other labels' probability that goes to a person where one is addressed: *Ms. Khreis*.
const BY_ADDRESS: f64 = 0.9;

/// Probability of a run of two or more capitalised words that ends like the name of an organisation or a place: 86 % of 937 such runs in
/// news that readers have labelled are one.
const RUN: f64 = 0.3;

/// Probability of a name whose label the table settles (chosen, as the constants of [`super::joint`], on news labelled by readers:
/// `training/EXPERIMENTS.md`).
const LISTED: f64 = 0.5;

/// Share of a person's probability that goes to a place of the same name behind *in*, *at* or *from*.
const PLACE_HERE: f64 = 0.8;

/// A span that may be a name.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its sentence.
    pub sentence: usize,
    /// Where it stands in the version's text.
    pub span: CharSpan,
    /// What its own side says: probability of each label, in the order of [`NAME_LABELS`].
    pub odds: [f64; 3],
    /// Given by the user's glossary.
    pub fixed: bool,
    /// Named as a person is: *Ms. Khreis*.
    pub addressed: bool,
    /// All its words are in names, as the tagger sees it, or its last word says what it is.
    pub whole: bool,
}

/// The candidates of every sentence of a side.
pub struct Candidates {
    /// By sentence, in no order.
    pub of_sentence: Vec<Vec<Candidate>>,
    /// Mentions that are no names (titles): nothing overlaps them.
    blocked: Vec<CharSpan>,
    /// Mentions of the tagger that were put right since.
    mended: Vec<CharSpan>,
}

impl Candidates {
    /// The side's own candidates.
    pub fn new(names: &NameTable, spots: &Spots) -> Self {
        let is_name = |spot: &&super::spots::Spot| NAME_LABELS.contains(&spot.mention.label);
        let blocked: Vec<CharSpan> = spots
            .spots
            .iter()
            .filter(|spot| spot.fixed || !is_name(spot))
            .map(|spot| spot.mention.span)
            .collect();
        let mut candidates =
            Self { of_sentence: vec![Vec::new(); spots.tagged.len()], blocked, mended: Vec::new() };
        for (sentence, tagged) in spots.tagged.iter().enumerate() {
            let origin = spots.version.sentences[sentence].span.start;
            for mention in &tagged.mentions {
                let span = trimmed(spots, mention.span.shifted(origin));
                if !spots.spots.iter().any(|spot| spot.mention.span == span) {
                    candidates.mended.push(span);
                }
            }
        }
        candidates.add_mentions(names, spots);
        for sentence in 0..spots.tagged.len() {
            let origin = spots.version.sentences[sentence].span.start;
            for (span, _) in spots.tagged[sentence].likely_spans(LEAST, LONGEST) {
                candidates.add(names, spots, sentence, trimmed(spots, span.shifted(origin)));
            }
            if spots.side == Side::English {
                let headline = is_title_case(spots.version.sentence_text(sentence));
                for span in super::search::longest_runs(spots, sentence) {
                    let shown = !headline && shown_by_run(spots.text(span)).is_some();
                    if shown || spots.name_probability(sentence, span) >= 0.1 {
                        candidates.add(names, spots, sentence, span);
                        let added = candidates.of_sentence[sentence]
                            .iter_mut()
                            .find(|candidate| candidate.span == span && shown);
                        if let Some(candidate) = added {
                            raise_run(candidate, spots.text(span));
                        }
                    }
                }
            }
        }
        candidates
    }

    /// Mentions that are not among the candidates yet.
    pub fn add_mentions(&mut self, names: &NameTable, spots: &Spots) {
        for spot in &spots.spots {
            let span = spot.mention.span;
            let here = &mut self.of_sentence[spot.sentence];
            let Some(label) = NAME_LABELS.iter().position(|&name| name == spot.mention.label)
            else {
                continue;
            };
            if here.iter().any(|candidate| candidate.span == span) {
                continue;
            }
            let mut odds = own_odds(names, spots, spot.sentence, span);
            let floor = if spot.fixed { 0.99 } else { spot.mention.probability.min(0.95) };
            if odds[label] < floor {
                let others = (1.0 - floor).max(0.0);
                odds = odds.map(|odds| odds.min(others));
                odds[label] = floor;
            }
            here.push(Candidate {
                sentence: spot.sentence,
                span,
                odds,
                fixed: spot.fixed,
                addressed: repair::is_addressed(spots, spot.sentence, span),
                whole: is_whole(spots, spot.sentence, span),
            });
        }
    }

    /// Add a span, unless it is there, or cannot be a name by its own letters.
    pub fn add(&mut self, names: &NameTable, spots: &Spots, sentence: usize, span: CharSpan) {
        let text = spots.text(span);
        let impossible = span.is_empty()
            || trimmed(spots, span) != span
            || text.chars().any(|c| repair::breaks(spots.side).contains(c))
            || repair::is_no_name(text)
            || (spots.side == Side::English && !capitalised(text))
            || self.mended.contains(&span)
            || repair::dots::breaks_off(spots, sentence, span)
            || self.blocked.iter().any(|blocked| blocked.overlaps(span));
        if impossible || self.of_sentence[sentence].iter().any(|other| other.span == span) {
            return;
        }
        let odds = own_odds(names, spots, sentence, span);
        let candidate = Candidate {
            sentence,
            span,
            odds,
            fixed: false,
            addressed: repair::is_addressed(spots, sentence, span),
            whole: is_whole(spots, sentence, span),
        };
        self.of_sentence[sentence].push(candidate);
    }

    /// The candidates of some sentences, in text order.
    pub fn in_sentences(&self, sentences: &[usize]) -> Vec<&Candidate> {
        let mut found: Vec<&Candidate> =
            sentences.iter().flat_map(|&sentence| &self.of_sentence[sentence]).collect();
        found.sort_by_key(|candidate| candidate.span);
        found
    }
}

/// Whether most words of a sentence have capitals, so that capitals show no names.
pub fn is_title_case(text: &str) -> bool {
    let words = || text.split(' ').filter(|word| word.starts_with(char::is_alphabetic));
    let capitals = words().filter(|word| word.starts_with(char::is_uppercase)).count();
    10 * capitals > 6 * words().count()
}

/// The label that the last word of a run of capitalised words shows, if no small word stands inside.
fn shown_by_run(text: &str) -> Option<Label> {
    let parts: Vec<&str> = text.split(' ').collect();
    let capitals =
        parts.iter().all(|word| word.starts_with(char::is_uppercase) && !word.ends_with("’s"));
    let described = has(&words().demonyms, parts[0]) && parts.len() == 2;
    let starts = has(&words().capital_words, parts[0]);
    (parts.len() >= 2 && capitals && !described && !starts)
        .then(|| last_word_label(Side::English, text))
        .flatten()
}

/// Give a run of capitalised words that ends like a name the probability of being one.
fn raise_run(candidate: &mut Candidate, text: &str) {
    let Some(label) = shown_by_run(text) else { return };
    let total: f64 = candidate.odds.iter().sum();
    let own = NAME_LABELS.iter().position(|&name| name == label);
    if let Some(own) = own.filter(|_| total < RUN && !candidate.addressed) {
        candidate.odds[own] += RUN - total;
    }
}

/// A span without what is not part of a name.
fn trimmed(spots: &Spots, span: CharSpan) -> CharSpan {
    trim(spots.side, spots.text(span)).shifted(span.start)
}

/// A capital or a digit in the first word.
fn capitalised(text: &str) -> bool {
    text.chars().take_while(|c| *c != ' ').any(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The label that the last word of a name shows.
pub(super) fn by_ending(side: Side, text: &str) -> Option<Label> {
    // *Court of Appeals for the District of Columbia* is a court.
    let heads = [" of ", " for "].iter().filter_map(|small| text.split_once(small));
    let head = heads.map(|(head, _)| head).min_by_key(|head| head.len());
    let shown = head.filter(|_| side == Side::English).and_then(|head| last_word_label(side, head));
    shown.or_else(|| last_word_label(side, text))
}

/// The label that the end of a text shows.
fn last_word_label(side: Side, text: &str) -> Option<Label> {
    let words = words();
    let (places, organisations) = match side {
        Side::Chinese => (&words.chinese_places, &words.chinese_organisations),
        Side::English => (&words.english_places, &words.english_organisations),
    };
    let ends = |ending: &String| {
        let front = text.strip_suffix(&**ending);
        front.is_some_and(|front| match side {
            Side::Chinese => front.chars().count() >= 2,
            Side::English => front.ends_with([' ', '-']),
        })
    };
    if places.iter().any(ends) {
        Some(Label::Loc)
    } else {
        organisations.iter().any(ends).then_some(Label::Org)
    }
}

fn is_whole(spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    by_ending(spots.side, spots.text(span)).is_some()
        || spots.name_probability(sentence, span) >= INSIDE_NAMES
}

/// Whether the table has an English name as a place's and it stands where places stand.
fn is_place_here(names: &NameTable, spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    if spots.side == Side::Chinese {
        return false;
    }
    let start = spots.version.sentences[sentence].span.start;
    let before = spots.text(CharSpan::new(start, span.start.max(start)));
    let word = before.strip_suffix(' ').and_then(|text| text.rsplit(' ').next());
    let behind = matches!(
        word,
        Some("in" | "at" | "from" | "near" | "outside" | "across" | "In" | "At" | "From")
    );
    let place = |name: &str| names.chinese_of(name).iter().any(|(_, label)| *label == Label::Loc);
    behind && place(&plain_english(spots.text(span)))
}

/// What the tagger and the table say of a span.
fn own_odds(names: &NameTable, spots: &Spots, sentence: usize, span: CharSpan) -> [f64; 3] {
    let origin = spots.version.sentences[sentence].span.start;
    let probability = spots.tagged[sentence].probability(span.relative_to(origin));
    let mut odds = [0, 1, 2].map(|label| (probability.exact[label] + FLOOR).min(0.99));
    let text = spots.text(span);
    let settled = match spots.side {
        Side::Chinese => names.settled_chinese(&plain_chinese(text)),
        Side::English => names.settled_english(&plain_english(text)),
    };
    if is_place_here(names, spots, sentence, span) {
        odds[2] += PLACE_HERE * odds[0];
        odds[0] *= 1.0 - PLACE_HERE;
    }
    let total = odds.iter().sum::<f64>();
    if repair::is_addressed(spots, sentence, span) {
        return [(odds[0] + BY_ADDRESS * (total - odds[0])).min(0.99), FLOOR, FLOOR];
    }
    let sure_of_another =
        |label: Label| (0..3).any(|other| NAME_LABELS[other] != label && odds[other] >= SURE);
    if let Some(label) = settled.filter(|&label| total >= 0.1 && !sure_of_another(label)) {
        for (value, name) in odds.iter_mut().zip(NAME_LABELS) {
            *value = if name == label { value.max(LISTED) } else { *value * (1.0 - LISTED) };
        }
    } else if let Some(label) = by_ending(spots.side, text) {
        for (value, name) in odds.iter_mut().zip(NAME_LABELS) {
            *value = if name == label {
                *value + BY_ENDING * (total - *value)
            } else {
                *value * (1.0 - BY_ENDING)
            };
        }
    }
    odds
}
