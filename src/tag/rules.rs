//! What rules add to the names of a sentence: values and titles, wherever no name stands.

use super::value::{self, Day};
use super::works;
use crate::document::Side;
use crate::mention::{Label, Mention, Source};
use crate::text::CharSpan;

/// Probability of a value or title that a rule finds.
const SURE: f64 = 0.95;

/// The names of a sentence with its values and titles, in order, never overlapping. Spans count in
/// code points of `text`; values carry their normal form as entity.
pub fn complete(text: &str, side: Side, anchor: Option<Day>, names: Vec<Mention>) -> Vec<Mention> {
    let mut mentions = names;
    let title = |title: works::Title| {
        let label = if title.is_medium { Label::Org } else { Label::Work };
        (title.span, label, String::new())
    };
    let titles = works::find(text, side).into_iter().map(title);
    let values = value::find(text, side, anchor).into_iter().map(|v| (v.span, v.label, v.key));
    for (span, label, entity) in titles.chain(values) {
        if free(&mentions, span) {
            let source = Source::Rule;
            mentions.push(Mention { span, label, source, probability: SURE, entity });
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

fn free(mentions: &[Mention], span: CharSpan) -> bool {
    !mentions.iter().any(|mention| mention.span.overlaps(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_win_over_what_rules_find() {
        let name = Mention {
            span: CharSpan::new(0, 4),
            label: Label::Org,
            source: Source::Model,
            probability: 0.9,
            entity: String::new(),
        };
        let found = complete("三一重工2025年卖出《白》五册", Side::Chinese, None, vec![name]);
        let labels: Vec<&str> = found.iter().map(|mention| mention.label.name()).collect();
        assert_eq!(labels, ["ORG", "DATE", "WORK", "NUM"]);
    }
}
