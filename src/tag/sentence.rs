//! A tagged sentence: its mentions, and what the model thinks of any other span.

use std::sync::OnceLock;

use super::chain::{self, Marginals, TagScores};
use super::model::Model;
use super::tagset::{self, LABELS, OUTSIDE};
use crate::mention::{Label, Mention, Source};
use crate::text::CharSpan;

/// What a span may be, each with its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpanProbability {
    /// A part of a person's, an organisation's or a place's name, in the order of [`LABELS`];
    /// means over the tokens of the span.
    pub labels: [f64; 3],
    /// Not part of a name; the mean over the tokens of the span. Sums to one with `labels`.
    pub outside: f64,
    /// Exactly one mention from end to end, for each label.
    pub exact: [f64; 3],
}

/// A sentence after tagging.
#[derive(Debug, Clone)]
pub struct TaggedSentence<'m> {
    /// Mentions in order, never overlapping; spans in code points of the sentence.
    pub mentions: Vec<Mention>,
    tokens: Vec<CharSpan>,
    emissions: Vec<TagScores>,
    /// Computed when something asks for a probability: most sentences without a mention never need them.
    marginals: OnceLock<Marginals>,
    model: &'m Model,
}

impl<'m> TaggedSentence<'m> {
    /// Decode a sentence from its tokens and the scores of all tags at each.
    pub fn new(tokens: Vec<CharSpan>, emissions: Vec<TagScores>, model: &'m Model) -> Self {
        let marginals = OnceLock::new();
        let mut sentence = Self { mentions: Vec::new(), tokens, emissions, marginals, model };
        sentence.mentions = sentence.decode(|_, _| true);
        sentence
    }

    fn marginals(&self) -> &Marginals {
        self.marginals.get_or_init(|| Marginals::new(&self.emissions, self.model.transitions()))
    }

    /// The tokens, in code points of the sentence.
    pub fn tokens(&self) -> &[CharSpan] {
        &self.tokens
    }

    /// What the model thinks of `span` (code points of the sentence). A span without tokens is
    /// outside.
    pub fn probability(&self, span: CharSpan) -> SpanProbability {
        let Some((first, last)) = self.tokens_in(span) else {
            return SpanProbability { labels: [0.0; 3], outside: 1.0, exact: [0.0; 3] };
        };
        let mut labels = [0.0; 3];
        for token in first..=last {
            for (tag, &p) in self.marginals().of_token(token).iter().enumerate() {
                if let Some(label) = tagset::label_of(tag) {
                    labels[label] += f64::from(p) / (last - first + 1) as f64;
                }
            }
        }
        let outside = (1.0 - labels.iter().sum::<f64>()).max(0.0);
        let exact = [0, 1, 2].map(|label| self.of_chain((first, last), label));
        SpanProbability { labels, outside, exact }
    }

    /// The spans that may be mentions: those with a label whose [`SpanProbability::exact`] is at least
    /// `least`, in order, none longer than `longest` tokens. Their probabilities stand beside them.
    pub fn likely_spans(&self, least: f64, longest: usize) -> Vec<(CharSpan, [f64; 3])> {
        let count = self.tokens.len();
        let of_token: Vec<_> = (0..count).map(|token| self.marginals().of_token(token)).collect();
        let may = |token: usize, label: usize, place: fn(usize) -> bool| {
            let tags = (0..tagset::TAGS).filter(|&t| tagset::label_of(t) == Some(label));
            tags.filter(|&t| place(t)).map(|t| f64::from(of_token[token][t])).sum::<f64>() >= least
        };
        let mut spans = Vec::new();
        for first in 0..count {
            let labels: Vec<usize> =
                (0..LABELS.len()).filter(|&label| may(first, label, tagset::starts)).collect();
            for last in first..count.min(first + longest) {
                let goes_on =
                    |&label: &usize| last == first || may(last, label, |tag| !tagset::starts(tag));
                let open: Vec<usize> = labels.iter().copied().filter(goes_on).collect();
                if open.is_empty() {
                    break;
                }
                let exact = [0, 1, 2].map(|label| {
                    if open.contains(&label) { self.of_chain((first, last), label) } else { 0.0 }
                });
                if exact.iter().any(|&probability| probability >= least) {
                    let span = CharSpan::new(self.tokens[first].start, self.tokens[last].end);
                    spans.push((span, exact));
                }
            }
        }
        spans
    }

    /// The best mentions among those readings in which `span` is one mention with `label`.
    /// `None` if the label is no model label or the span does not begin and end with tokens.
    pub fn decode_with(&self, span: CharSpan, label: Label) -> Option<Vec<Mention>> {
        let label = LABELS.iter().position(|&l| l == label)?;
        let (first, last) = self.tokens_in(span)?;
        if self.tokens[first].start != span.start || self.tokens[last].end != span.end {
            return None;
        }
        let forced = |token: usize| tagset::tag(label, token - first, last - first + 1);
        let inside = first..=last;
        Some(self.decode(|token, tag| !inside.contains(&token) || tag == forced(token)))
    }

    /// First and last token that share a code point with `span`.
    fn tokens_in(&self, span: CharSpan) -> Option<(usize, usize)> {
        let first = self.tokens.partition_point(|token| token.end <= span.start);
        let end = self.tokens.partition_point(|token| token.start < span.end);
        (first < end).then(|| (first, end - 1))
    }

    /// Calibrated probability of a mention.
    fn exact(&self, tokens: (usize, usize), label: usize) -> f64 {
        self.model.calibration().apply(self.of_chain(tokens, label))
    }

    /// Probability of a mention as the chain has it. What weighs it against other evidence takes this
    /// one: the calibrated one is right for a side alone, and both sides together were found better
    /// with this one on the development gold (training/EXPERIMENTS.md, Taggers).
    fn of_chain(&self, tokens: (usize, usize), label: usize) -> f64 {
        f64::from(self.marginals().of_mention(tokens, label, self.model.transitions()))
    }

    fn decode(&self, allowed: impl Fn(usize, usize) -> bool) -> Vec<Mention> {
        let path = chain::best_path(&self.emissions, self.model.transitions(), allowed);
        let mut mentions = Vec::new();
        let mut first = 0;
        for (token, &tag) in path.iter().enumerate() {
            if tagset::starts(tag) {
                first = token;
            }
            if tag != OUTSIDE && tagset::ends(tag) {
                let label = tagset::label_of(tag).unwrap_or(0);
                mentions.push(Mention {
                    span: CharSpan::new(self.tokens[first].start, self.tokens[token].end),
                    label: LABELS[label],
                    source: Source::Model,
                    probability: self.exact((first, token), label),
                    entity: String::new(),
                });
            }
        }
        mentions
    }
}
