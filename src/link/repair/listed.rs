//! Names of the name table: their labels, and those that the tagger left out.

use super::{is_addressed, is_chinese_word};
use crate::document::Side;
use crate::link::name_parts::unmistakable;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{NAME_LABELS, Spots};
use crate::mention::{Label, Source};
use crate::script;
use crate::text::{CharSpan, word_spans};

/// Longest listed English name, in words: *Organization for Security and Cooperation in Europe* has seven.
const LONGEST_ENGLISH: usize = 9;

/// Probability of a name that the table settles.
const LISTED: f64 = 0.85;
/// The tagger must give a listed name this much to be part of a name.
const LISTED_GATE: f64 = 0.1;

/// Names whose label the table settles have it: the White House is an organisation.
pub(super) fn settle_labels(names: &NameTable, spots: &mut Spots) {
    for i in 0..spots.spots.len() {
        let settled = settled(names, spots.side, spots.name(i));
        let person = is_addressed(spots, spots.spots[i].sentence, spots.spots[i].mention.span);
        let settled = settled.filter(|_| !person);
        let spot = &mut spots.spots[i];
        // *Bordeaux* the club.
        let sure = NAME_LABELS.iter().any(|&label| spot.is_sure_of(label));
        let settled = settled.filter(|_| !sure);
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

pub(super) fn settled(names: &NameTable, side: Side, name: &str) -> Option<Label> {
    match side {
        Side::Chinese => names.settled_chinese(&plain_chinese(name)),
        Side::English => names.settled_english(&plain_english(name)),
    }
}

/// Listed names that the tagger left out and does not rule out.
pub(super) fn find_listed(names: &NameTable, spots: &mut Spots) {
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        for (span, label) in listed_in(names, spots.version.sentence_text(sentence), spots.side) {
            let span = span.shifted(origin);
            let name = spots.text(span);
            if super::is_no_name(name) {
                continue;
            }
            let sure = unmistakable(name)
                || (spots.side == Side::Chinese
                    && (label == Label::Loc || span.len() >= 3 || name.is_ascii()));
            // 名护 in 三名护士.
            let sure = sure && !(span.len() <= 3 && crosses_words(spots, span));
            let free = if sure { spots.replaceable(span) } else { !spots.taken(span) };
            if free && (sure || spots.name_probability(sentence, span) >= LISTED_GATE) {
                spots.clear(span);
                spots.add(sentence, span, label, Source::Gazetteer, LISTED);
            }
        }
    }
}

/// Whether a Chinese span begins or ends inside a word of the lexicon: 名护 in 三名护士.
pub fn crosses_words(spots: &Spots, span: CharSpan) -> bool {
    if spots.side == Side::English || span.is_empty() {
        return false;
    }
    let text = &spots.version.text;
    let word = |start: usize| is_chinese_word(text.slice(CharSpan::new(start, start + 2)));
    let end = text.char_len();
    span.start > 0 && word(span.start - 1) || span.end < end && word(span.end - 1)
}

/// The listed names of a sentence, longest first at each place.
pub(super) fn listed_in(names: &NameTable, text: &str, side: Side) -> Vec<(CharSpan, Label)> {
    match side {
        Side::Chinese => listed_in_chinese(names, text),
        Side::English => listed_in_english(names, text),
    }
}

/// Chinese names, and acronyms in Latin letters that stand alone.
fn listed_in_chinese(names: &NameTable, text: &str) -> Vec<(CharSpan, Label)> {
    let mut found = Vec::new();
    let folded: Vec<char> = script::fold(text).chars().collect();
    let mut start = 0;
    while start < folded.len() {
        let longest =
            (2..=12).rev().filter(|length| start + length <= folded.len()).find_map(|length| {
                let part: String = folded[start..start + length].iter().collect();
                let label = names.settled_chinese(&part)?;
                let next = folded.get(start + length).copied().unwrap_or(' ');
                let other_word = label == Label::Org && goes_on(&part, next);
                (!other_word).then_some((CharSpan::new(start, start + length), label))
            });
        // 纽约州 and 上海市, but not 州长 and 市区.
        let longest = longest.map(|(span, label)| {
            let next = |i: usize| folded.get(span.end + i).copied().unwrap_or(' ');
            let unit = label == Label::Loc
                && span.len() >= 2
                && "省市县州".contains(next(0))
                && !"长区民界内级场".contains(next(1));
            (CharSpan::new(span.start, span.end + usize::from(unit)), label)
        });
        start = longest.map_or(start + 1, |(span, _)| span.end);
        found.extend(longest);
    }
    found.extend(latin_words(names, text));
    found
}

/// Well-known names that are one word in capitals, in Chinese text.
fn latin_words(names: &NameTable, text: &str) -> Vec<(CharSpan, Label)> {
    let characters: Vec<char> = text.chars().collect();
    let latin = |c: char| c.is_ascii_alphanumeric();
    let mut found = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let length = characters[start..].iter().take_while(|c| latin(**c)).count();
        let word: String = characters[start..start + length].iter().collect();
        let capitals = length >= 2 && word.chars().all(|c| !c.is_ascii_lowercase());
        let sign = |c: char| matches!(c, '-' | '.' | '&');
        let behind = |i: usize| characters.get(start + length + i).copied().unwrap_or('\n');
        let before = |i: usize| if start < i { '\n' } else { characters[start - i] };
        let goes_on = sign(behind(0)) || behind(0) == ' ' && latin(behind(1));
        let went_before = sign(before(1)) || before(1) == ' ' && latin(before(2));
        if capitals
            && !goes_on
            && !went_before
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && let Some(label) = names.settled_english(&plain_english(&word))
        {
            found.push((CharSpan::new(start, start + length), label));
        }
        start += length.max(1);
    }
    found
}

/// English names, longest first at each place.
fn listed_in_english(names: &NameTable, text: &str) -> Vec<(CharSpan, Label)> {
    let mut found = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let words = word_spans(&characters);
    let mut first = 0;
    while first < words.len() {
        let longest = (first..words.len().min(first + LONGEST_ENGLISH)).rev().find_map(|last| {
            let span = CharSpan::new(words[first].start, words[last].end);
            let name: String = characters[span.start..span.end].iter().collect();
            let chain = name.contains(',');
            let capital = !chain
                && name.starts_with(char::is_uppercase)
                && name.chars().count() >= 2
                && !name.starts_with("The ")
                // *Yunnan province*, which the table has as *Yunnan Province*.
                && name.rsplit(' ').next().is_some_and(|last| last.contains(|c: char| !c.is_lowercase()));
            let label = capital.then(|| names.settled_english(&plain_english(&name))).flatten()?;
            // *Sotheby’s*, but not *Philippine’s*.
            let bare = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s"));
            // … and *Ma’s* is no MAS.
            let possessive = bare.is_some_and(|bare| {
                bare.chars().count() <= 3 || names.settled_english(&plain_english(bare)).is_some()
            });
            // "US" and "IT" are words in capitals, "Us" is not.
            let short = name.len() <= 3 && name.chars().any(char::is_lowercase);
            (!short && !possessive).then_some((span, label, last))
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

/// Whether the last character of a name makes another word with the one behind it: 卫生部门, 世界报道, 工人党员.
fn goes_on(name: &str, next: char) -> bool {
    let words = [
        ("部", "门署分落位队"),
        ("报", "道告导名纸复"),
        ("党", "员派"),
        ("队", "员长友伍"),
        ("局", "势面部"),
        ("社", "会区交"),
        ("所", "有"),
        ("网", "络"),
        ("行", "业长"),
        ("信", "业"),
    ];
    words.iter().any(|(ending, behind)| name.ends_with(ending) && behind.contains(next))
}
