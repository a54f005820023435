//! What is wrong with a tagger's span by its own letters: two names in one span, half a name, a country in
//! front of something else.

use super::joint::word_spans;
use super::name_table::{NameTable, is_dot, plain_chinese, plain_english};
use super::spots::{NAME_LABELS, Spot, Spots};
use crate::document::{Role, Side};
use crate::mention::{Label, Source};
use crate::script;
use crate::tag::value::{self, Day};
use crate::text::CharSpan;

/// Signs that no name runs across.
const CHINESE_BREAKS: &str = ",，、;；:：。！？/|｜\u{3000}()（）";
const ENGLISH_BREAKS: &str = "/|;:()";

/// Words of credit lines that are no names.
const CREDIT_WORDS: &[&str] =
    &["File", "Files", "Photo", "Photos", "Handout", "Pool", "文件照片", "资料图片", "资料照片"];

/// A person's name has at most so many words; a longer span is a headline in capitals.
const LONGEST_PERSON: usize = 5;

/// Longest credit line, in characters.
const LONGEST_CREDIT: usize = 90;

/// Probability of a name that the table settles.
const LISTED: f64 = 0.85;
/// The tagger must give a listed name this much to be part of a name.
const LISTED_GATE: f64 = 0.1;

/// Put the spans of one side right.
pub fn spans(names: &NameTable, spots: &mut Spots, anchor: Option<Day>) {
    split_at_signs(spots);
    split_after_acronyms(spots);
    extend_hyphens(spots);
    join_parts(spots);
    spots.spots.retain(|spot| !impossible(spots.version.text.slice(spot.mention.span), spot));
    if spots.side == Side::Chinese {
        cut_at_countries(names, spots);
        let text = &spots.version.text;
        // 全美, 北美: the one character is no country's name.
        spots.spots.retain(|spot| {
            let CharSpan { start, end } = spot.mention.span;
            let before = || text.slice(CharSpan::new(start - 1, start));
            !(end == start + 1 && start > 0 && matches!(before(), "全" | "北" | "南" | "欧"))
        });
    }
    settle_labels(names, spots);
    find_listed(names, spots);
    find_credits(spots);
    yield_to_values(spots, anchor);
}

/// HHS子女抚养费执行局 is an office of HHS: two names, unless the rest is 公司 or the like.
fn split_after_acronyms(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for spot in std::mem::take(&mut spots.spots) {
        let text: Vec<char> = spots.version.text.slice(spot.mention.span).chars().collect();
        let latin = text.iter().take_while(|c| c.is_ascii_uppercase()).count();
        let rest = &text[latin..];
        let office = (2..=7).contains(&latin)
            && rest.len() >= 5
            && rest.iter().all(|c| script::is_han(*c))
            && spot.mention.label == Label::Org
            && !spot.fixed;
        if !office {
            spots.spots.push(spot);
            continue;
        }
        let CharSpan { start, end } = spot.mention.span;
        for span in [CharSpan::new(start, start + latin), CharSpan::new(start + latin, end)] {
            let mut part = spot.clone();
            part.mention.span = span;
            spots.spots.push(part);
        }
    }
}

/// Agencies in a credit line, `Francis Chung/Politico/AP`.
fn find_credits(spots: &mut Spots) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let text: Vec<char> = spots.version.sentence_text(sentence).chars().collect();
        let strokes = text.iter().filter(|c| **c == '/').count();
        if strokes == 0
            || (place.role != Role::Credit && strokes < 2)
            || text.len() > LONGEST_CREDIT
        {
            continue;
        }
        let mut start = 0;
        for (part, piece) in text.split(|c| *c == '/').enumerate() {
            let here = start;
            start += piece.len() + 1;
            let inner = super::document::trim(spots.side, &piece.iter().collect::<String>());
            let name: String = piece[inner.start..inner.end].iter().collect();
            let latin = name.chars().all(|c| c.is_alphanumeric() && !script::is_han(c) || c == ' ');
            let agency = part > 0
                && latin
                && (2..=24).contains(&name.len())
                && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
                && !CREDIT_WORDS.contains(&name.as_str());
            let span = inner.shifted(here).shifted(place.span.start);
            if agency && !spots.taken(span) {
                spots.add(sentence, span, Label::Org, Source::Rule, LISTED);
            }
        }
    }
}

/// *Democratic Sens.*: an adjective and a title.
pub fn is_party_and_title(text: &str) -> bool {
    let party = text.starts_with("Democratic ") || text.starts_with("Republican ");
    party && matches!(text.rsplit(' ').next(), Some("Sens" | "Sen" | "Reps" | "Rep" | "Gov"))
}

fn impossible(text: &str, spot: &Spot) -> bool {
    let words = text.split_whitespace().count();
    let adjective = matches!(text, "Democratic" | "Republican" | "Olympic" | "Olympics")
        || is_party_and_title(text);
    (spot.mention.label == Label::Per && words > LONGEST_PERSON)
        || adjective
        || CREDIT_WORDS.contains(&text)
}

/// `CNN,国土安全部` and `Francis Chung/Politico/AP` are several names.
fn split_at_signs(spots: &mut Spots) {
    let breaks = if spots.side == Side::Chinese { CHINESE_BREAKS } else { ENGLISH_BREAKS };
    for spot in std::mem::take(&mut spots.spots) {
        let span = spot.mention.span;
        let text: Vec<char> = spots.version.text.slice(span).chars().collect();
        if spot.fixed || !text.iter().any(|&c| breaks.contains(c)) {
            spots.spots.push(spot);
            continue;
        }
        let credit = text.contains(&'/');
        let mut start = 0;
        for (part, piece) in text.split(|&c| breaks.contains(c)).enumerate() {
            let here = CharSpan::new(start, start + piece.len());
            start += piece.len() + 1;
            let inner = super::document::trim(spots.side, &piece.iter().collect::<String>());
            let inner = inner.shifted(here.start).shifted(span.start);
            if inner.len() < 2 {
                continue;
            }
            // After a photographer come agencies.
            let label = if credit && part > 0 { Label::Org } else { spot.mention.label };
            let odds = spots.odds(spot.sentence, inner);
            let mut mention = spot.mention.clone();
            (mention.span, mention.label) = (inner, label);
            spots.spots.push(Spot { mention, odds, ..spot.clone() });
        }
    }
}

/// `Hsu Wei` of `Hsu Wei-che`: a hyphen and letters right behind belong to the name.
fn extend_hyphens(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let end = spot.mention.span.end;
        let sentence = spots.version.sentences[spot.sentence].span;
        let rest: Vec<char> =
            text.slice(CharSpan::new(end, sentence.end.max(end))).chars().collect();
        if rest.first() == Some(&'-') && rest.get(1).is_some_and(|c| c.is_alphabetic()) {
            let letters = rest[1..].iter().take_while(|c| c.is_alphanumeric()).count();
            let lower = rest[1].is_lowercase() && letters <= 6 && spot.mention.label == Label::Per;
            if lower || rest[1].is_uppercase() && spot.mention.label == Label::Per {
                spot.mention.span.end = end + 1 + letters;
            }
        }
    }
}

/// Parts of one name that the tagger cut at a dot or hyphen.
fn join_parts(spots: &mut Spots) {
    spots.spots.sort_by_key(|spot| spot.mention.span);
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let gap = CharSpan::new(
                last.mention.span.end.min(spot.mention.span.start),
                spot.mention.span.start,
            );
            let between = spots.version.text.slice(gap);
            let dotted = spots.side == Side::Chinese
                && last.mention.label == Label::Per
                && spot.mention.label == Label::Per
                && between.chars().count() == 1
                && between.chars().all(|c| is_dot(c) || matches!(c, '－' | '-' | '—' | '‐'));
            if dotted && last.sentence == spot.sentence && !last.fixed && !spot.fixed {
                last.mention.span.end = spot.mention.span.end;
                continue;
            }
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// 韩国作家韩江 and 中国驻美国 as one place: only the countries are names.
fn cut_at_countries(names: &NameTable, spots: &mut Spots) {
    for spot in std::mem::take(&mut spots.spots) {
        let text = spots.version.text.slice(spot.mention.span);
        let plain: Vec<char> = script::fold(text).chars().collect();
        let country = |start: usize| {
            (2..=4).rev().filter(|length| start + length <= plain.len()).find(|length| {
                let part: String = plain[start..start + length].iter().collect();
                names.settled_chinese(&part) == Some(Label::Loc)
            })
        };
        let whole =
            names.english_of(&plain_chinese(text)).iter().any(|(_, label)| *label == Label::Loc);
        let place = plain
            .last()
            .is_some_and(|c| "省市县州区镇岛国河湖山江海洋站港路街寺城园坑地湾村乡".contains(*c));
        let first = country(0);
        let mixed =
            spot.mention.label == Label::Loc && !spot.fixed && !whole && !place && plain.len() >= 4;
        let (Some(length), true) = (first, mixed) else {
            spots.spots.push(spot);
            continue;
        };
        let start = spot.mention.span.start;
        let mut cut = spot.clone();
        cut.mention.span = CharSpan::new(start, start + length);
        spots.spots.push(cut);
        if let Some((from, length)) =
            (length..plain.len()).find_map(|from| Some((from, country(from)?)))
        {
            let mut other = spot.clone();
            other.mention.span = CharSpan::new(start + from, start + from + length);
            spots.spots.push(other);
        }
    }
}

/// A place inside a time of day (美国东部时间下午2:05) or an amount (US$5) is no mention.
pub fn yield_to_values(spots: &mut Spots, anchor: Option<Day>) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let origin = place.span.start;
        for value in value::find(spots.version.sentence_text(sentence), spots.side, anchor) {
            let span = value.span.shifted(origin);
            if matches!(value.label, Label::Time | Label::Money | Label::Date) {
                spots.spots.retain(|spot| {
                    spot.fixed || !span.contains(spot.mention.span) || spot.mention.span == span
                });
            }
        }
    }
}

/// Names whose label the table settles have it: the White House is an organisation.
fn settle_labels(names: &NameTable, spots: &mut Spots) {
    for i in 0..spots.spots.len() {
        let settled = settled(names, spots.side, spots.name(i));
        let spot = &mut spots.spots[i];
        if let Some(label) =
            settled.filter(|_| !spot.fixed && NAME_LABELS.contains(&spot.mention.label))
        {
            spot.mention.label = label;
            for (odds, name) in spot.odds.iter_mut().zip(NAME_LABELS) {
                *odds = if name == label { odds.max(LISTED) } else { *odds * (1.0 - LISTED) };
            }
        }
    }
}

fn settled(names: &NameTable, side: Side, name: &str) -> Option<Label> {
    match side {
        Side::Chinese => names.settled_chinese(&plain_chinese(name)),
        Side::English => names.settled_english(&plain_english(name)),
    }
}

/// Listed names that the tagger left out and does not rule out.
fn find_listed(names: &NameTable, spots: &mut Spots) {
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        for (span, label) in listed_in(names, spots.version.sentence_text(sentence), spots.side) {
            let span = span.shifted(origin);
            let name = spots.text(span);
            let sure = super::document::unmistakable(name)
                || (label == Label::Loc && spots.side == Side::Chinese);
            let free = if sure { spots.replaceable(span) } else { !spots.taken(span) };
            if free && (sure || spots.name_probability(sentence, span) >= LISTED_GATE) {
                spots.clear(span);
                spots.add(sentence, span, label, Source::Gazetteer, LISTED);
            }
        }
    }
}

/// The listed names of a sentence, longest first at each place.
fn listed_in(names: &NameTable, text: &str, side: Side) -> Vec<(CharSpan, Label)> {
    let mut found = Vec::new();
    if side == Side::Chinese {
        let folded: Vec<char> = script::fold(text).chars().collect();
        let mut start = 0;
        while start < folded.len() {
            let longest =
                (2..=12).rev().filter(|length| start + length <= folded.len()).find_map(|length| {
                    let part: String = folded[start..start + length].iter().collect();
                    let label = names.settled_chinese(&part)?;
                    Some((CharSpan::new(start, start + length), label))
                });
            start = longest.map_or(start + 1, |(span, _)| span.end);
            found.extend(longest);
        }
        return found;
    }
    let characters: Vec<char> = text.chars().collect();
    let words = word_spans(&characters);
    let mut first = 0;
    while first < words.len() {
        let longest = (first..words.len().min(first + 6)).rev().find_map(|last| {
            let span = CharSpan::new(words[first].start, words[last].end);
            let name: String = characters[span.start..span.end].iter().collect();
            let capital = name.starts_with(char::is_uppercase)
                && name.chars().count() >= 2
                && !name.starts_with("The ");
            let label = capital.then(|| names.settled_english(&plain_english(&name))).flatten()?;
            // "US" and "IT" are words in capitals, "Us" is not.
            let short = name.len() <= 3 && name.chars().any(char::is_lowercase);
            (!short).then_some((span, label, last))
        });
        match longest {
            Some((span, label, last)) => {
                found.push((span, label));
                first = last + 1;
            }
            None => first += 1,
        }
    }
    found
}
