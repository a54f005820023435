//! The document pass: what one mention of an article shows about the others.
//!
//! The same surface has the same label throughout, weighed by the tagger's probabilities and not by
//! count, and is found wherever it stands, if the tagger does not rule it out there.

use std::collections::{BTreeMap, BTreeSet};

use super::name_table::{is_dot, plain_chinese};
use super::repair::is_addressed;
use super::spots::{NAME_LABELS, Spots};
use super::words::{has, words};
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::mention::{Label, Source};
use crate::text::{CharSpan, word_spans};

/// A mention that the tagger is this sure of keeps its label, whatever the others say.
const OWN_MIND: f64 = 0.97;

/// What a name that is addressed as a person's says of its other mentions, on top of its own probability.
const ADDRESSED: f64 = 1.0;

/// How far behind a name the signs of a dateline may stand, in characters.
const LONGEST_SEAT: usize = 40;

/// How much the mean of the other mentions counts, for each of up to three of them.
const OTHERS: f64 = 0.5;

/// A place that the tagger is as sure of as this is no short form of another thing: the town of *Dafen* beside *Dafen Committee*.
const SURE: f64 = 0.85;

/// A surface is looked for elsewhere if some mention of it has this probability …
const KNOWN: f64 = 0.55;
/// … and found where the tagger gives it this much.
const ENGLISH_GATE: f64 = 0.03;
const CHINESE_GATE: f64 = 0.05;
/// A long name of this probability is found everywhere, in place of mentions of its parts too.
const STRONG: f64 = 0.75;

/// Name for comparing surfaces of one side.
pub fn plain(side: Side, name: &str) -> String {
    match side {
        Side::Chinese => plain_chinese(name),
        Side::English => name.to_owned(),
    }
}

/// Make the mentions of one surface agree, and find the ones that the tagger left out.
pub fn unify(spots: &mut Spots, other_side: &BTreeMap<String, [f64; 3]>) {
    agree_on_labels(spots, other_side);
    label_short_forms(spots);
    label_acronyms(spots);
    find_left_out(spots);
}

/// What the mentions of a side in Latin letters are, for the other side: sums of probabilities.
pub fn latin_odds(spots: &Spots) -> BTreeMap<String, [f64; 3]> {
    let mut odds: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for (i, spot) in spots.spots.iter().enumerate() {
        let name = spots.name(i);
        if NAME_LABELS.contains(&spot.mention.label)
            && name.chars().all(|c| !crate::script::is_han(c))
        {
            let sum = odds.entry(name.to_owned()).or_default();
            (0..3).for_each(|label| sum[label] += spot.odds[label]);
        }
    }
    odds
}

fn agree_on_labels(spots: &mut Spots, other_side: &BTreeMap<String, [f64; 3]>) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for i in 0..spots.spots.len() {
        if NAME_LABELS.contains(&spots.spots[i].mention.label) {
            groups.entry(plain(spots.side, spots.name(i))).or_default().push(i);
        }
    }
    let persons = last_names(spots);
    let addressed: Vec<bool> = (spots.spots.iter())
        .map(|spot| is_addressed(spots, spot.sentence, spot.mention.span))
        .collect();
    for (name, members) in groups {
        let mut sum = other_side.get(&name).copied().unwrap_or_default();
        let mut count = sum.iter().sum::<f64>().round() as usize;
        if let Some((odds, full_names)) = persons.get(&name) {
            (0..3).for_each(|label| sum[label] += odds[label]);
            count += full_names;
        }
        for &i in &members {
            (0..3).for_each(|label| sum[label] += spots.spots[i].odds[label]);
            count += 1;
            if addressed[i] {
                sum[0] += ADDRESSED;
                count += 1;
            }
            if is_seat(spots, i) {
                sum[2] += ADDRESSED;
                count += 1;
            }
        }
        for &i in &members {
            let spot = &mut spots.spots[i];
            let own = label_index(spot.mention.label);
            if spot.fixed || own.is_some_and(|own| spot.odds[own] >= OWN_MIND) || count < 2 {
                continue;
            }
            if addressed[i] {
                spot.mention.label = Label::Per;
                continue;
            }
            let others = (count - 1).clamp(1, 3) as f64;
            let score = |label: usize| {
                let mean = (sum[label] - spot.odds[label]) / (count - 1) as f64;
                let own_label = if own == Some(label) { 0.05 } else { 0.0 };
                spot.odds[label] + OTHERS * others * mean + own_label
            };
            let best =
                (1..3).fold(0, |best, label| if score(label) > score(best) { label } else { best });
            spot.mention.label = NAME_LABELS[best];
        }
    }
}

/// Whether a name stands where a report says where it was written: *JASPER, Alberta — *, *CAIRO (Reuters) —*, 贾斯珀（…社）——, or right
/// before the larger place it lies in.
fn is_seat(spots: &Spots, i: usize) -> bool {
    let spot = &spots.spots[i];
    let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
    let head = span.start == sentence.start;
    let rest = spots.text(CharSpan::new(span.end, sentence.end.max(span.end)));
    let rest: String = rest.chars().take(LONGEST_SEAT).collect();
    match spots.side {
        Side::English => {
            let capitals = !spots.name(i).chars().any(char::is_lowercase);
            let bracket = || rest.starts_with(" (") && rest.contains(") —");
            let region = || {
                spots.spots.get(i + 1).is_some_and(|next| {
                    next.mention.label == Label::Loc
                        && next.mention.span.start == span.end + 2
                        && rest.starts_with(", ")
                        && super::is_known_place(Side::English, spots.name(i + 1))
                })
            };
            head && (rest.starts_with(" — ") || bracket()) || capitals && head && region()
        }
        Side::Chinese => {
            let bracket = || {
                rest.starts_with(['（', '('])
                    && (rest.contains("社）") || rest.contains("报）") || rest.contains("社)"))
            };
            head && (rest.starts_with("——") || bracket())
        }
    }
}

/// The last names of the persons who are named in full: sums of the probabilities of these, and how many there are.
fn last_names(spots: &Spots) -> BTreeMap<String, ([f64; 3], usize)> {
    let mut persons: BTreeMap<String, ([f64; 3], usize)> = BTreeMap::new();
    for (i, spot) in spots.spots.iter().enumerate() {
        let last = last_name(spots.side, spots.name(i));
        if let Some(last) = last.filter(|_| spot.mention.label == Label::Per) {
            let (sum, count) = persons.entry(plain(spots.side, last)).or_default();
            (0..3).for_each(|label| sum[label] += spot.odds[label]);
            *count += 1;
        }
    }
    persons
}

/// *Asiana* beside *Asiana Airlines*: the head of an organisation's name, which names nothing else here, is that organisation.
fn label_short_forms(spots: &mut Spots) {
    let heads = organisation_heads(spots);
    let persons: BTreeSet<String> = (0..spots.spots.len())
        .filter(|&i| spots.spots[i].mention.label == Label::Per)
        .filter_map(|i| last_name(spots.side, spots.name(i)).map(str::to_owned))
        .collect();
    let addressed: BTreeSet<String> = (0..spots.spots.len())
        .filter(|&i| is_addressed(spots, spots.spots[i].sentence, spots.spots[i].mention.span))
        .map(|i| spots.name(i).to_owned())
        .collect();
    for i in 0..spots.spots.len() {
        let name = spots.name(i);
        let head = heads.contains(name) && !persons.contains(name) && !addressed.contains(name);
        let place = super::is_known_place(spots.side, name);
        let person = super::is_known_person(spots.side, name);
        let spot = &spots.spots[i];
        let sure = spot.mention.label == Label::Loc && spot.odds[2] >= SURE;
        if head && !place && !person && !sure && !spot.fixed {
            spots.spots[i].mention.label = Label::Org;
        }
    }
}

/// What the organisations of an article may be called for short.
fn organisation_heads(spots: &Spots) -> BTreeSet<String> {
    (0..spots.spots.len())
        .filter(|&i| {
            let mention = &spots.spots[i].mention;
            mention.label == Label::Org && mention.probability >= KNOWN
        })
        .filter_map(|i| organisation_head(spots.side, spots.name(i)).map(str::to_owned))
        .collect()
}

/// What is in front of the word that says what an organisation is.
pub fn organisation_head(side: Side, name: &str) -> Option<&str> {
    match side {
        Side::English => {
            let (front, rest) = name.split_once(' ')?;
            // *Steward* of *Steward Health Care*, but not *Bank* of *Bank of China* and *New* of *New York University*.
            let kind = |word: &str| {
                has(&words().english_organisations, word)
                    || has(&words().english_places, word)
                    || has(&words().bodies_of, word)
            };
            let named = front.len() >= 4
                && !kind(front)
                && !has(&words().demonyms, front)
                && !has(&words().capital_words, front)
                && !has(&words().titles, front)
                && !rest.starts_with("of ")
                && front.chars().all(char::is_alphabetic);
            named.then_some(front)
        }
        Side::Chinese => {
            let front = without_last(&words().chinese_organisations, name);
            let mut front = front.unwrap_or(name);
            // 斯图尔德 of 斯图尔德医疗集团, 安世 of 安世半导体.
            while let Some(shorter) = without_last(&words().industries, front) {
                front = shorter;
            }
            let length = front.chars().count();
            (front.len() < name.len() && (2..=6).contains(&length)).then_some(front)
        }
    }
}

/// A text without the longest word of a list that it ends with, if at least two characters are left.
fn without_last<'n>(list: &[String], text: &'n str) -> Option<&'n str> {
    let fronts = list.iter().filter_map(|ending| text.strip_suffix(&**ending));
    fronts.filter(|front| front.chars().count() >= 2).min_by_key(|front| front.len())
}

/// An acronym has the label of the only name that it stands for.
fn label_acronyms(spots: &mut Spots) {
    for i in 0..spots.spots.len() {
        let name = spots.name(i);
        if spots.spots[i].fixed || !super::acronym::is_acronym(name) {
            continue;
        }
        let mut labels: Vec<Label> = (0..spots.spots.len())
            .filter(|&j| super::acronym::spells(name, spots.name(j)))
            .map(|j| spots.spots[j].mention.label)
            .collect();
        labels.sort();
        labels.dedup();
        if let [only] = labels[..] {
            let only = if only == Label::Per { Label::Org } else { only };
            spots.spots[i].mention.label = only;
            if only == Label::Work {
                spots.spots[i].mention.source = Source::Rule;
            }
        }
    }
}

fn label_index(label: Label) -> Option<usize> {
    NAME_LABELS.iter().position(|&name| name == label)
}

/// Whether the head of an organisation's name is no word and no other thing's name: 安世, but not 建设 and 中国.
fn is_own_name(side: Side, head: &str) -> bool {
    let plain = match side {
        Side::Chinese => plain_chinese(head),
        Side::English => head.to_lowercase(),
    };
    Lexicon::embedded().vector_number(side, &plain).is_none()
        && !super::is_known_place(side, head)
        && !super::is_known_person(side, head)
}

/// The surfaces that are looked for, longest first, with their labels and best probability.
fn known_surfaces(spots: &Spots) -> Vec<(String, Label, f64)> {
    let mut surfaces: BTreeMap<(String, Label), (f64, usize)> = BTreeMap::new();
    for (i, spot) in spots.spots.iter().enumerate() {
        if !NAME_LABELS.contains(&spot.mention.label) && spot.mention.label != Label::Work {
            continue;
        }
        let name = spots.name(i).to_owned();
        let entry = surfaces.entry((name.clone(), spot.mention.label)).or_default();
        *entry = (entry.0.max(spot.mention.probability), entry.1 + 1);
        if spot.mention.label == Label::Per
            && let Some(last) = last_name(spots.side, &name)
        {
            let entry = surfaces.entry((last.to_owned(), Label::Per)).or_default();
            *entry = (entry.0.max(spot.mention.probability * 0.9), entry.1 + 1);
        }
        if spot.mention.label == Label::Org
            && let Some(head) = organisation_head(spots.side, &name)
            && spots.side == Side::Chinese
            && head.chars().count() == 2
            && is_own_name(spots.side, head)
        {
            let entry = surfaces.entry((head.to_owned(), Label::Org)).or_default();
            *entry = (entry.0.max(spot.mention.probability * 0.9), entry.1 + 1);
        }
    }
    let mut known: Vec<(String, Label, f64)> = surfaces
        .into_iter()
        .filter(|((name, _), (probability, count))| {
            *probability >= KNOWN && searchable(spots.side, name, *count)
        })
        .map(|((name, label), (probability, _))| (name, label, probability))
        .collect();
    known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(b.2.total_cmp(&a.2)).then(a.0.cmp(&b.0)));
    known
}

/// 河合 of 河合达郎. Three characters may be a Chinese name.
fn japanese_family_name(name: &str) -> Option<&str> {
    let plain = plain_chinese(name);
    let (family, _) = super::family_name::japanese(&plain)?;
    let length = family.chars().count();
    let whole = name.chars().count();
    let end = name.char_indices().nth(length)?.0;
    (whole >= 4 && whole <= length + 3).then(|| &name[..end])
}

/// The part of a person's name that stands for the whole later on.
pub fn last_name(side: Side, name: &str) -> Option<&str> {
    let last = match side {
        Side::Chinese => match name.rsplit(is_dot).next()? {
            whole if whole.len() == name.len() => japanese_family_name(name)?,
            last => last,
        },
        Side::English => name.rsplit([' ', '\u{a0}']).next()?,
    };
    let enough = match side {
        Side::Chinese => last.chars().count() >= 2,
        Side::English => {
            last.len() >= 3 && !last.ends_with('.') && !matches!(last, "Jr" | "Sr" | "III")
        }
    };
    (enough && last.len() < name.len()).then_some(last)
}

fn searchable(side: Side, name: &str, count: usize) -> bool {
    let length = name.chars().count();
    let han = name.chars().any(crate::script::is_han);
    match side {
        Side::Chinese if han => length >= 3 || (length == 2 && count >= 2),
        _ => {
            length >= 2
                && name.starts_with(char::is_uppercase)
                && !has(&words().capital_words, name)
        }
    }
}

/// Whether a name is too long to be anything else: four Chinese characters, two English words, or an
/// acronym of three letters.
pub fn unmistakable(name: &str) -> bool {
    if name.chars().any(crate::script::is_han) {
        return name.chars().count() >= 4;
    }
    name.contains(' ') || (name.len() >= 3 && super::acronym::is_acronym(name))
}

fn find_left_out(spots: &mut Spots) {
    let known = known_surfaces(spots);
    let gate = if spots.side == Side::Chinese { CHINESE_GATE } else { ENGLISH_GATE };
    for sentence in 0..spots.version.sentences.len() {
        let text = spots.version.sentence_text(sentence);
        for (name, label, probability) in &known {
            for span in occurrences(text, name) {
                let span = span.shifted(spots.version.sentences[sentence].span.start);
                let work = *label == Label::Work && name.chars().count() < 4;
                let strong = *probability >= STRONG && unmistakable(name);
                let free = if strong { spots.replaceable(span) } else { !spots.taken(span) };
                if work || !free || (!strong && spots.name_probability(sentence, span) < gate) {
                    continue;
                }
                spots.clear(span);
                spots.add(sentence, span, *label, Source::Projection, probability * 0.9);
            }
        }
    }
}

/// Where a name stands in a text (spans in its code points), as whole words if it begins and ends with Latin letters.
pub fn occurrences(text: &str, name: &str) -> Vec<CharSpan> {
    if !text.contains(name) {
        return Vec::new();
    }
    let letter =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !crate::script::is_han(c));
    let first_latin = letter(name.chars().next());
    let last_latin = letter(name.chars().next_back());
    let length = name.chars().count();
    text.match_indices(name)
        .filter(|(byte, _)| {
            let before = text[..*byte].chars().next_back();
            let after = text[byte + name.len()..].chars().next();
            let inside_word = first_latin && letter(before) || last_latin && letter(after);
            !inside_word
        })
        .map(|(byte, _)| {
            let start = text[..byte].chars().count();
            CharSpan::new(start, start + length)
        })
        .collect()
}

/// Take from a mention what is not part of a name by the guidelines: quotes and signs around it,
/// *the* before an English one and a possessive behind it.
pub fn trim(side: Side, text: &str) -> CharSpan {
    let characters: Vec<char> = text.chars().collect();
    let (mut start, mut end) = (0, characters.len());
    let inner = |c: char| c.is_alphanumeric();
    while start < end && !inner(characters[start]) {
        start += 1;
    }
    while end > start
        && !inner(characters[end - 1])
        && !(characters[end - 1] == '.' && abbreviation(&characters[start..end]))
    {
        end -= 1;
    }
    if side == Side::English {
        let head: String = characters[start..end].iter().take(4).collect();
        if head.eq_ignore_ascii_case("the ") && end - start > 4 {
            start += 4;
        }
        let possessive = end - start > 2
            && matches!(characters[end - 2], '\'' | '’')
            && matches!(characters[end - 1], 's' | 'S');
        if possessive {
            end -= 2;
        }
    }
    if side == Side::English || !characters[start..end].iter().any(|&c| crate::script::is_han(c)) {
        end -= generic_tail(&characters[start..end]);
    }
    CharSpan::new(start, end.max(start))
}

/// Length of a word in small letters that says what a name names: *African National Congress party*.
fn generic_tail(characters: &[char]) -> usize {
    let text: String = characters.iter().collect();
    let Some((front, last)) = text.rsplit_once(' ') else { return 0 };
    let generic = matches!(
        last,
        "party"
            | "government"
            | "administration"
            | "group"
            | "company"
            | "team"
            | "camp"
            | "hotel"
            | "newspaper"
            | "magazine"
            | "family"
            | "province"
            | "city"
            | "state"
            | "county"
            | "district"
    );
    // *Conservative party*: the adjective alone is no name.
    let adjective = has(&words().demonyms, front);
    if generic && !front.is_empty() && !adjective { last.chars().count() + 1 } else { 0 }
}

/// U.S., D.C., Inc.: the point belongs to the name.
fn abbreviation(characters: &[char]) -> bool {
    let words = word_spans(characters);
    let Some(last) = words.last() else { return false };
    let word: String = characters[last.start..last.end].iter().collect();
    last.len() == 1 || matches!(word.as_str(), "Inc" | "Corp" | "Ltd" | "Co" | "Jr" | "Sr" | "St")
}
