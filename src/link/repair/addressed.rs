//! Names that the words around them show: credit lines, 陈女士.

use crate::document::{Role, Side};
use crate::link::family_name::{is_family_name, japanese};
use crate::link::name_parts::trim;
use crate::link::spots::Spots;
use crate::link::words::{has, words};
use crate::mention::{Label, Source};
use crate::script;
use crate::text::{CharSpan, word_spans};

/// Probability of an agency in a credit line.
const AGENCY: f64 = 0.85;

/// Longest credit line, in characters.
const LONGEST_CREDIT: usize = 90;

/// Probability of a family name before 先生 and the like.
const ADDRESSED: f64 = 0.85;

/// Whether a name is addressed as a person: *Ms. Khreis*, 赫雷斯女士.
pub fn is_addressed(spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    let whole = spots.version.sentences[sentence].span;
    match spots.side {
        Side::English => {
            let before = spots.text(CharSpan::new(whole.start.min(span.start), span.start));
            let word =
                before.strip_suffix([' ', '\u{a0}']).and_then(|text| text.rsplit(' ').next());
            word.is_some_and(|word| {
                has(&words().before_persons, word.trim_start_matches(['“', '"', '‘', '(', '—']))
            })
        }
        Side::Chinese => {
            let behind = spots.text(CharSpan::new(span.end, whole.end.max(span.end)));
            let behind = script::fold(&behind.chars().take(2).collect::<String>());
            has(&words().behind_persons, &behind)
        }
    }
}

/// Agencies in a credit line, `Francis Chung/Politico/AP`.
pub(super) fn find_credits(spots: &mut Spots) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let text: Vec<char> = spots.version.sentence_text(sentence).chars().collect();
        let strokes = text.iter().filter(|c| matches!(c, '/' | '／')).count();
        if strokes == 0
            || (place.role != Role::Credit && strokes < 2)
            || text.len() > LONGEST_CREDIT
        {
            continue;
        }
        let mut start = 0;
        for (part, piece) in text.split(|c| matches!(c, '/' | '／')).enumerate() {
            let here = start;
            start += piece.len() + 1;
            let inner = trim(spots.side, &piece.iter().collect::<String>());
            let name: String = piece[inner.start..inner.end].iter().collect();
            let latin = name.chars().all(|c| c.is_alphanumeric() && !script::is_han(c) || c == ' ');
            let han = place.role == Role::Credit
                && name.chars().all(script::is_han)
                && (3..=10).contains(&name.chars().count())
                && !has(&words().credit_words, &name);
            let agency = part > 0
                && (latin || han)
                && (han || (2..=24).contains(&name.len()))
                && (han || name.split(' ').all(|word| word.starts_with(char::is_uppercase)))
                && !has(&words().credit_words, &name);
            let span = inner.shifted(here).shifted(place.span.start);
            if agency && !spots.taken(span) {
                spots.add(sentence, span, Label::Org, Source::Rule, AGENCY);
            }
        }
    }
}

/// 河合达郎 tagged as 达郎: a Japanese family name right before a person's name belongs to it.
pub(super) fn extend_to_family_names(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let span = spot.mention.span;
        let origin = spots.version.sentences[spot.sentence].span.start;
        let given = (1..=3).contains(&span.len()) && spots.name(i).chars().all(script::is_han);
        if spot.mention.label != Label::Per
            || !given
            || japanese(&script::fold(spots.name(i))).is_some()
        {
            return None;
        }
        let length = [3, 2].into_iter().find(|length| {
            span.start >= origin + length && {
                let before = CharSpan::new(span.start - length, span.start);
                let family = script::fold(spots.text(before));
                japanese(&family).is_some_and(|(name, _)| name == family) && !spots.taken(before)
            }
        });
        length.map(|length| CharSpan::new(span.start - length, span.end))
    });
}

/// *Ms. He*: the word with a capital behind the title is a person's name.
fn find_addressed_in_english(spots: &mut Spots) {
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let characters: Vec<char> = spots.version.sentence_text(sentence).chars().collect();
        for word in word_spans(&characters) {
            let span = word.shifted(origin);
            if characters[word.start].is_uppercase()
                && is_titled(spots, sentence, span)
                && !spots.taken(span)
            {
                spots.add(sentence, span, Label::Per, Source::Rule, ADDRESSED);
            }
        }
    }
}

/// Whether *Mr.*, *Ms.* or *Mrs.* stands right before a span.
fn is_titled(spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    let start = spots.version.sentences[sentence].span.start;
    let before = spots.text(CharSpan::new(start, span.start));
    ["Mr. ", "Ms. ", "Mrs. "].iter().any(|title| before.ends_with(title))
}

/// 陈女士, 王先生: the family name is a person's.
pub(super) fn find_addressed(spots: &mut Spots) {
    if spots.side == Side::English {
        return find_addressed_in_english(spots);
    }
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let folded: Vec<char> =
            script::fold(spots.version.sentence_text(sentence)).chars().collect();
        for start in 0..folded.len() {
            let rest: String = folded[start + 1..].iter().take(2).collect();
            let addressed = has(&words().behind_persons, &rest);
            let alone = start == 0 || !script::is_han(folded[start - 1]) || {
                matches!(
                    folded[start - 1],
                    '的' | '和' | '与' | '对' | '说' | '是' | '位' | '向' | '给'
                )
            };
            let span = CharSpan::new(origin + start, origin + start + 1);
            if addressed && alone && is_family_name(folded[start]) && !spots.taken(span) {
                spots.add(sentence, span, Label::Per, Source::Rule, ADDRESSED);
            }
        }
    }
}
