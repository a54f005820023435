//! The names of the user's glossary, which override what the models say.

use std::cmp::Reverse;

use super::glossary::{Entry, Glossary};
use super::name_parts;
use super::name_table::{NameTable, is_dot, plain_chinese, plain_english};
use super::repair;
use super::spots::{Spot, Spots};
use crate::document::Side;
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// Probability of a mention that the user's glossary gives.
const GLOSSARY: f64 = 0.99;

/// Make mentions of the glossary's names, the longest first.
pub(super) fn apply(names: &NameTable, glossary: &Glossary, spots: &mut Spots) {
    let side = spots.side;
    let name = |entry: &Entry| match side {
        Side::Chinese => entry.zh.clone(),
        Side::English => entry.en.clone(),
    };
    let mut entries: Vec<(String, Label)> =
        glossary.entries.iter().map(|entry| (name(entry), entry.label)).collect();
    entries.sort_by_key(|(name, _)| Reverse(name.chars().count()));
    for (name, label) in entries {
        for sentence in 0..spots.version.sentences.len() {
            let origin = spots.version.sentences[sentence].span.start;
            for span in name_parts::occurrences(spots.version.sentence_text(sentence), &name) {
                let span = span.shifted(origin);
                let fixed = |spot: &Spot| spot.fixed && spot.mention.span.overlaps(span);
                if spots.spots.iter().any(fixed) || is_of_another(names, spots, sentence, span) {
                    continue;
                }
                spots.spots.retain(|spot| !spot.mention.span.overlaps(span));
                spots.add(sentence, span, label, Source::Gazetteer, GLOSSARY);
                if let Some(spot) = spots.spots.last_mut() {
                    spot.fixed = true;
                }
            }
        }
    }
}

/// Whether letters that a glossary's name has belong to another name or other words: 海南 in 上海南部, *York* in *New York*, 泰勒 in
/// 安娜·泰勒, 卫生部 in 卢旺达卫生部, 大连 in 扩大连接.
fn is_of_another(names: &NameTable, spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    /// The tagger must give a name that runs across words this much.
    const LEAST: f64 = 0.1;
    let known = |span: CharSpan, of: Option<Label>| {
        let entries = match spots.side {
            Side::Chinese => names.english_of(&plain_chinese(spots.text(span))),
            Side::English => names.chinese_of(&plain_english(spots.text(span))),
        };
        entries.iter().any(|(_, label)| of.is_none_or(|of| *label == of))
    };
    let other =
        |spot: &&Spot| spot.mention.span.overlaps(span) && !span.contains(spot.mention.span);
    match spots.spots.iter().find(other).map(|spot| &spot.mention) {
        Some(mention) => {
            let dotted = mention.label == Label::Per && spots.text(mention.span).contains(is_dot);
            let front = CharSpan::new(mention.span.start, span.start.max(mention.span.start));
            known(mention.span, None) || dotted || known(front, Some(Label::Loc))
        }
        None => {
            repair::crosses_words(spots, span) && spots.name_probability(sentence, span) < LEAST
        }
    }
}
