//! Splitting: paragraphs → sentences, as spans into the untouched text.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Sentence, Side, Version};
use crate::text::{CharSpan, Text};

/// Cut every paragraph of `version` into sentences, replacing any that it has.
pub fn split_version(version: &mut Version, side: Side) {
    let mut sentences = Vec::new();
    for (index, paragraph) in version.paragraphs.iter().enumerate() {
        let text = version.text.slice(paragraph.span);
        for span in split_paragraph(text, side) {
            let span = span.shifted(paragraph.span.start);
            sentences.push(Sentence { span, paragraph: index, role: paragraph.role });
        }
    }
    version.sentences = sentences;
}

/// The sentences of one paragraph: spans in code points of `paragraph`, in order, without the
/// white space around them.
pub fn split_paragraph(paragraph: &str, _side: Side) -> Vec<CharSpan> {
    let text = Text::new(paragraph);
    paragraph
        .split_sentence_bound_indices()
        .filter(|(_, piece)| !piece.trim().is_empty())
        .map(|(byte, piece)| {
            let start = byte + piece.len() - piece.trim_start().len();
            text.span_of_bytes(start..byte + piece.trim_end().len())
        })
        .collect()
}
