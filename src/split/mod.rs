//! Splitting: paragraphs → sentences, as spans into the untouched text.
//!
//! A paragraph break is always a bound. Inside a paragraph the scan goes from stop to stop (`.`
//! `。` `?` `……` and so on, with the quotes and brackets that close behind it) and asks the rules
//! of the language whether a sentence ends there. The work is linear in the length of the
//! paragraph: every rule looks at a bounded number of characters.
//!
//! | file | holds |
//! |---|---|
//! | `marks.rs` | which characters stop, open and close; matched quotes and brackets |
//! | `scan.rs` | the walk from stop to stop, and what both languages share |
//! | `english.rs`, `chinese.rs` | whether a stop ends a sentence |
//! | `words.toml`, `words.rs` | abbreviations, verbs of speech and other lists, for people to edit |

mod annex;
mod chinese;
mod english;
mod marks;
mod scan;
mod words;

pub(crate) use words::WORD_LISTS;

use crate::document::{Sentence, Side, Version};
use crate::flat::{FlatText, is_line_break};
use crate::text::CharSpan;

/// Cut every paragraph of `version` into sentences, replacing any that it has. Line breaks inside a
/// paragraph are no bounds.
pub fn split_version(version: &mut Version, side: Side) {
    replace_sentences(version, |text| split_wrapped(text, side));
}

/// The sentences of a paragraph that may be broken into lines, as spans into it.
pub(crate) fn split_wrapped(paragraph: &str, side: Side) -> Vec<CharSpan> {
    if !paragraph.contains(is_line_break) {
        return split_paragraph(paragraph, side);
    }
    let flat = FlatText::of(paragraph, side);
    let spans = split_paragraph(flat.as_str(), side);
    spans.into_iter().filter_map(|span| flat.source(span)).collect()
}

/// Make every paragraph of `version` one sentence: for text that is cut already, a sentence a
/// line.
pub fn split_lines(version: &mut Version) {
    replace_sentences(version, |text| {
        let length = text.chars().count();
        let start = text.chars().take_while(|c| c.is_whitespace()).count();
        let end = length - text.chars().rev().take_while(|c| c.is_whitespace()).count();
        if start < end { vec![CharSpan::new(start, end)] } else { Vec::new() }
    });
}

fn replace_sentences(version: &mut Version, split: impl Fn(&str) -> Vec<CharSpan>) {
    let mut sentences = Vec::new();
    for (index, paragraph) in version.paragraphs.iter().enumerate() {
        for span in split(version.text.slice(paragraph.span)) {
            let span = span.shifted(paragraph.span.start);
            let inset = version.insets.iter().find(|inset| inset.span.contains(span));
            let role = inset.map_or(paragraph.role, |inset| inset.role);
            sentences.push(Sentence { span, paragraph: index, role });
        }
    }
    version.sentences = sentences;
}

/// The sentences of one paragraph: spans in code points of `paragraph`, in order, not
/// overlapping, without the white space around them. Nothing but white space lies between them.
pub fn split_paragraph(paragraph: &str, side: Side) -> Vec<CharSpan> {
    scan::sentences(paragraph, side)
}
