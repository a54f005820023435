//! Values of both sides: found in every sentence, linked in a bead by their normal forms.

use std::collections::BTreeMap;

use super::spots::Spots;
use crate::document::{Article, Role, Side};
use crate::mention::{Entity, Label, Mention, Source};
use crate::tag::value::{self, Day, Period, key};

/// Probability of a value that a rule finds.
const SURE: f64 = 0.95;

/// The publication date of an article: of the original's version if both say one.
pub fn anchor(article: &Article) -> Option<Day> {
    Day::parse(&article.en.published)
        .or_else(|| Day::parse(&article.zh.published))
        .or_else(|| Side::BOTH.into_iter().rev().find_map(|side| dateline(article, side)))
}

/// The first full date in a byline or dateline.
fn dateline(article: &Article, side: Side) -> Option<Day> {
    let version = article.version(side);
    let lines = version
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| matches!(sentence.role, Role::Byline | Role::Dateline));
    lines.into_iter().find_map(|(index, _)| {
        let values = value::find(version.sentence_text(index), side, None);
        values.iter().find_map(|value| Period::parse(&value.key)?.day())
    })
}

/// The values of a side that do not overlap its names, with their sentences.
pub fn find(spots: &Spots, anchor: Option<Day>) -> Vec<(usize, Mention)> {
    let mut found = Vec::new();
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let text = spots.version.sentence_text(sentence);
        for value in value::find(text, spots.side, anchor) {
            let span = value.span.shifted(place.span.start);
            if !spots.taken(span) {
                let mention = Mention {
                    span,
                    label: value.label,
                    source: Source::Rule,
                    probability: SURE,
                    entity: value.key,
                };
                found.push((sentence, mention));
            }
        }
    }
    found
}

/// Give linked dates of a bead one normal form: the one that says more.
pub fn agree(zh: &mut [&mut Mention], en: &mut [&mut Mention]) {
    let mut used = vec![false; en.len()];
    for exact in [true, false] {
        for z in zh.iter_mut() {
            let same = |e: &Mention| {
                if exact {
                    e.entity == z.entity
                } else {
                    e.label == Label::Date && key::compatible(&z.entity, &e.entity)
                }
            };
            if !exact && (z.label != Label::Date || en.iter().any(|e| e.entity == z.entity)) {
                continue;
            }
            let Some(i) = (0..en.len()).find(|&i| !used[i] && same(en[i])) else { continue };
            used[i] = true;
            let specific = more_specific(&z.entity, &en[i].entity);
            z.entity.clone_from(&specific);
            en[i].entity = specific;
        }
    }
}

/// Give dates without a year or with a weekday only the day that they mean: the nearest one to the day
/// of publication, of weekdays and bare days the last one.
pub fn place(mentions: &mut [(usize, Mention)], anchor: Option<Day>) {
    let Some(anchor) = anchor else { return };
    for (_, mention) in mentions.iter_mut().filter(|(_, mention)| mention.label == Label::Date) {
        if let Some(period) = Period::parse(&mention.entity) {
            mention.entity = period.placed(anchor).key();
        }
    }
}

/// Dates that no publication date places are told apart by the article: *today* of two articles is two days.
pub fn tell_apart(mentions: &mut [(usize, Mention)], article: &str) {
    for (_, mention) in mentions.iter_mut().filter(|(_, mention)| mention.label == Label::Date) {
        if Period::parse(&mention.entity).is_some_and(Period::floats) {
            mention.entity = format!("{}@{article}", mention.entity);
        }
    }
}

fn more_specific(a: &str, b: &str) -> String {
    let worth = |key: &str| Period::parse(key).map_or(0, |period| period.specificity());
    if worth(b) > worth(a) { b.to_owned() } else { a.to_owned() }
}

/// The entities of values: one for each normal form.
pub fn entities(
    zh: (&Spots, &[(usize, Mention)]),
    en: (&Spots, &[(usize, Mention)]),
) -> Vec<Entity> {
    let mut by_key: BTreeMap<String, (Label, [Vec<String>; 2])> = BTreeMap::new();
    for (spots, mentions) in [zh, en] {
        for (_, mention) in mentions {
            let text = spots.text(mention.span).to_owned();
            let entry =
                by_key.entry(mention.entity.clone()).or_insert((mention.label, Default::default()));
            let names = &mut entry.1[usize::from(spots.side == Side::English)];
            if !names.contains(&text) {
                names.push(text);
            }
        }
    }
    by_key
        .into_iter()
        .map(|(id, (label, [zh, en]))| {
            let confidence = if zh.is_empty() || en.is_empty() { 0.0 } else { SURE };
            let (zh, zh_aliases) = first_and_rest(zh);
            let (en, en_aliases) = first_and_rest(en);
            Entity { id, label, zh, en, zh_aliases, en_aliases, confidence }
        })
        .collect()
}

fn first_and_rest(names: Vec<String>) -> (String, Vec<String>) {
    let mut names = names.into_iter();
    let first = names.next().unwrap_or_default();
    let mut rest: Vec<String> = names.collect();
    rest.sort();
    (first, rest)
}
