//! Figures of mentions and of the links between the languages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::score::{Counts, Figures};

/// A mention as evaluation sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvaluatedMention {
    /// First code point, in a text that gold and prediction share.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// `PER`, `ORG` …
    pub label: String,
    /// What it names, `""` if not known.
    pub entity: String,
}

impl EvaluatedMention {
    fn span(&self) -> (usize, usize, &str) {
        (self.start, self.end, &self.label)
    }
}

/// Exact-span figures of mentions: span and label must be the same.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MentionReport {
    /// The labels PER, ORG and LOC together.
    pub names: Figures,
    /// All labels of the gold together.
    pub all: Figures,
    /// Each label of the gold.
    pub by_label: BTreeMap<String, Figures>,
}

/// The labels of names proper, on which taggers are compared.
const NAMES: [&str; 3] = ["PER", "ORG", "LOC"];

/// Counts the mentions of text after text.
#[derive(Debug, Default)]
pub(super) struct MentionCounter {
    by_label: BTreeMap<String, Counts>,
}

impl MentionCounter {
    /// Count one text.
    pub(super) fn add(&mut self, gold: &[EvaluatedMention], predicted: &[EvaluatedMention]) {
        let spans: BTreeSet<_> = gold.iter().map(EvaluatedMention::span).collect();
        for mention in gold {
            self.by_label.entry(mention.label.clone()).or_default().gold += 1;
        }
        for mention in predicted {
            let counts = self.by_label.entry(mention.label.clone()).or_default();
            counts.predicted += 1;
            counts.hits += usize::from(spans.contains(&mention.span()));
        }
    }

    /// The figures. Labels that the gold does not use anywhere are left out: it does not say
    /// that there are none.
    pub(super) fn finish(self) -> MentionReport {
        let used = |counts: &Counts| counts.gold > 0;
        let sum = |keep: &dyn Fn(&str, &Counts) -> bool| {
            let mut total = Counts::default();
            let kept = self.by_label.iter().filter(|(label, counts)| keep(label, counts));
            kept.for_each(|(_, counts)| total += *counts);
            Figures::from(total)
        };
        MentionReport {
            names: sum(&|label, _| NAMES.contains(&label)),
            all: sum(&|_, counts| used(counts)),
            by_label: self
                .by_label
                .iter()
                .filter(|(_, counts)| used(counts))
                .map(|(label, counts)| (label.clone(), (*counts).into()))
                .collect(),
        }
    }
}

/// A Chinese and an English mention, by their spans.
type Pair = ((usize, usize), (usize, usize));

/// Count the pairs of a Chinese and an English mention of one article with the same entity.
pub(super) fn count_links(
    gold: [&[EvaluatedMention]; 2],
    predicted: [&[EvaluatedMention]; 2],
) -> Counts {
    let (gold, predicted) = (pairs(gold), pairs(predicted));
    let hits = gold.intersection(&predicted).count();
    Counts { hits, predicted: predicted.len(), gold: gold.len() }
}

fn pairs([zh, en]: [&[EvaluatedMention]; 2]) -> BTreeSet<Pair> {
    let mut english: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for mention in en.iter().filter(|mention| !mention.entity.is_empty()) {
        english.entry(&mention.entity).or_default().push((mention.start, mention.end));
    }
    let partners = |mention: &EvaluatedMention| {
        let spans = english.get(mention.entity.as_str()).cloned().unwrap_or_default();
        let zh = (mention.start, mention.end);
        spans.into_iter().map(move |en| (zh, en))
    };
    zh.iter().flat_map(partners).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, end: usize, label: &str, entity: &str) -> EvaluatedMention {
        EvaluatedMention { start, end, label: label.into(), entity: entity.into() }
    }

    #[test]
    fn span_and_label_must_be_the_same() {
        let gold = [mention(0, 2, "PER", ""), mention(3, 5, "ORG", ""), mention(6, 7, "LOC", "")];
        let predicted = [
            mention(0, 2, "PER", ""),
            mention(3, 5, "LOC", ""),
            mention(6, 8, "LOC", ""),
            mention(9, 10, "DATE", ""),
        ];
        let mut counter = MentionCounter::default();
        counter.add(&gold, &predicted);
        let report = counter.finish();
        assert_eq!(report.all.counts, Counts { hits: 1, predicted: 3, gold: 3 });
        assert!(!report.by_label.contains_key("DATE"));
    }

    #[test]
    fn links_are_pairs_of_mentions() {
        let zh = [mention(0, 2, "PER", "a"), mention(5, 7, "PER", "a")];
        let en = [mention(0, 4, "PER", "a"), mention(9, 12, "PER", "b")];
        let predicted_en = [mention(0, 4, "PER", "x"), mention(9, 12, "PER", "y")];
        let predicted_zh = [mention(0, 2, "PER", "x"), mention(5, 7, "PER", "y")];
        let counts = count_links([&zh, &en], [&predicted_zh, &predicted_en]);
        assert_eq!(counts, Counts { hits: 1, predicted: 2, gold: 2 });
    }
}
