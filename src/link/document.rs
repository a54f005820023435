//! The document pass: what one mention of an article shows about the others.
//!
//! The same surface has the same label throughout, weighed by the tagger's probabilities and not by
//! count, and is found wherever it stands, if the tagger does not rule it out there.

use std::collections::{BTreeMap, BTreeSet};

use super::name_parts::{last_name, occurrences, organisation_head, plain, unmistakable};
use super::name_table::plain_chinese;
use super::repair::is_addressed;
use super::spots::{NAME_LABELS, SURE, Spot, Spots};
use super::words::{ends, has, words};
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// A mention that the tagger is this sure of keeps its label, whatever the others say.
const OWN_MIND: f64 = 0.97;

/// What a name that is addressed as a person's says of its other mentions, on top of its own probability.
const ADDRESSED: f64 = 1.0;

/// How far behind a name the signs of a dateline may stand, in characters.
const LONGEST_SEAT: usize = 40;

/// How much the mean of the other mentions counts, for each of up to three of them.
const OTHERS: f64 = 0.5;

/// Share of a place's probability to be a person that counts for the place, where it is named as one too and no person of this name is: *Raleigh had
/// it*.
const MAY_BE_PLACE: f64 = 0.5;

/// A surface is looked for elsewhere if some mention of it has this probability …
const KNOWN: f64 = 0.55;
/// … and found where the tagger gives it this much.
const ENGLISH_GATE: f64 = 0.03;
const CHINESE_GATE: f64 = 0.05;
/// A name with so many mentions, one of which has this probability, is found everywhere: *Pita* the politician.
const OFTEN: usize = 2;
const SUREST: f64 = 0.9;
/// A long name of this probability is found everywhere, in place of mentions of its parts too.
const STRONG: f64 = 0.75;

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
        let person = persons.contains_key(&name)
            || members.iter().any(|&i| addressed[i])
            || is_first_name(spots, &name);
        let leans = !person && leans_to_place(spots, &name, &members);
        let odds_of = |spot: &Spot| if leans { leaned(spot.odds) } else { spot.odds };
        for &i in &members {
            let odds = odds_of(&spots.spots[i]);
            (0..3).for_each(|label| sum[label] += odds[label]);
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
            let odds = odds_of(spot);
            let score = |label: usize| {
                let mean = (sum[label] - odds[label]) / (count - 1) as f64;
                let own_label = if own == Some(label) { 0.05 } else { 0.0 };
                odds[label] + OTHERS * others * mean + own_label
            };
            let best =
                (1..3).fold(0, |best, label| if score(label) > score(best) { label } else { best });
            spot.mention.label = NAME_LABELS[best];
        }
    }
}

/// Whether a name that may be a person's is likelier a place's than the tagger thinks: a known place, which is named as one too.
fn leans_to_place(spots: &Spots, name: &str, members: &[usize]) -> bool {
    super::is_known_place(spots.side, name)
        && members.iter().any(|&i| spots.spots[i].mention.label == Label::Loc)
}

/// Probabilities of the labels with a part of the person's given to the place.
fn leaned(odds: [f64; 3]) -> [f64; 3] {
    let moved = odds[0] * MAY_BE_PLACE;
    [odds[0] - moved, odds[1], odds[2] + moved]
}

/// Whether some person's full name begins with a name: *Paris* beside *Paris Hilton*.
fn is_first_name(spots: &Spots, name: &str) -> bool {
    let persons =
        spots.spots.iter().enumerate().filter(|(_, spot)| spot.mention.label == Label::Per);
    persons.into_iter().any(|(i, _)| {
        let rest = spots.name(i).strip_prefix(name);
        rest.is_some_and(|rest| {
            rest.starts_with(' ') || rest.starts_with(super::name_table::is_dot)
        })
    })
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
    let organisations = organisations(spots);
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
        let firm = is_front(spots.side, name, &organisations);
        let head = heads.contains(name) || firm;
        let head = head && !persons.contains(name) && !addressed.contains(name);
        // *Jane Doe* is a person beside *Jane Doe Media*.
        let whole = !heads.contains(name) && spots.spots[i].is_sure_of(Label::Per);
        let head = head && !whole;
        let place = super::is_known_place(spots.side, name);
        let person = super::is_known_person(spots.side, name);
        let spot = &spots.spots[i];
        // What the tagger alone says: the two sides may have made each other sure.
        let alone = spots.odds(spot.sentence, spot.mention.span);
        let sure = spot.mention.label == Label::Loc && alone[2] >= SURE;
        if head && !place && !person && (firm || !sure) && !spot.fixed {
            spots.spots[i].mention.label = Label::Org;
        }
    }
}

/// The organisations that an article names.
fn organisations(spots: &Spots) -> BTreeSet<String> {
    let named = (0..spots.spots.len()).filter(|&i| {
        let mention = &spots.spots[i].mention;
        mention.label == Label::Org && mention.probability >= KNOWN
    });
    named.map(|i| spots.name(i).to_owned()).collect()
}

/// What the organisations of an article may be called for short.
fn organisation_heads(spots: &Spots) -> BTreeSet<String> {
    let heads = organisations(spots);
    heads.iter().filter_map(|name| organisation_head(spots.side, name).map(str::to_owned)).collect()
}

/// Whether a name of several words, or of four characters, is what a firm's begins with: *Summit Ridge* of *Summit Ridge Health*. A school or
/// a church would be called after a place.
fn is_front(side: Side, name: &str, organisations: &BTreeSet<String>) -> bool {
    let long = match side {
        Side::Chinese => name.chars().count() >= 4,
        Side::English => name.contains(' '),
    };
    let followed = |rest: &str| match side {
        Side::Chinese => !rest.is_empty(),
        Side::English => rest.starts_with(' ') && !rest.starts_with(" of "),
    };
    let behind = organisations.range(name.to_owned()..);
    let mut longer = behind
        .take_while(|whole| whole.starts_with(name))
        .filter(|whole| ends(&words().firms, whole))
        .filter_map(|whole| whole.strip_prefix(name));
    long && longer.any(followed)
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
fn known_surfaces(spots: &Spots) -> Vec<Surface> {
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
    let mut known: Vec<Surface> = surfaces
        .into_iter()
        .filter(|((name, _), (probability, count))| {
            *probability >= KNOWN && searchable(spots.side, name, *count)
        })
        .map(|((name, label), (probability, count))| Surface { name, label, probability, count })
        .collect();
    known.sort_by(|a, b| {
        let longer = b.name.len().cmp(&a.name.len());
        longer.then(b.probability.total_cmp(&a.probability)).then(a.name.cmp(&b.name))
    });
    known
}

/// A name that is looked for in the whole article.
struct Surface {
    name: String,
    label: Label,
    /// The best probability of its mentions.
    probability: f64,
    /// How many mentions it has.
    count: usize,
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

fn find_left_out(spots: &mut Spots) {
    let known = known_surfaces(spots);
    let gate = if spots.side == Side::Chinese { CHINESE_GATE } else { ENGLISH_GATE };
    for sentence in 0..spots.version.sentences.len() {
        let text = spots.version.sentence_text(sentence);
        for Surface { name, label, probability, count } in &known {
            let often = *count >= OFTEN && *probability >= SUREST;
            for span in occurrences(text, name) {
                let span = span.shifted(spots.version.sentences[sentence].span.start);
                // 高通 the firm, but not in 提高通信.
                let whole = often && !super::repair::crosses_words(spots, span);
                let gate = if whole { 0.0 } else { gate };
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
