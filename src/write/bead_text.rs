//! The text of one side of a bead: the slices of its sentences, and where a position of the
//! article's text stands in it.
//!
//! A contiguous run of sentences is the slice of the article's text, except that a line break
//! inside it becomes a single space in English and nothing in Chinese; the spaces, tabs and
//! indents around the break go with it. Runs that do not touch are joined the same way.

use crate::document::{Side, Version};
use crate::flat::{self, FlatText};
use crate::text::CharSpan;

/// The text of one side of a bead, with the way back to the article's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BeadText(FlatText);

impl BeadText {
    /// The text of the sentences `indices` (ascending) of `version`.
    pub fn of(version: &Version, indices: &[usize], side: Side) -> Self {
        let mut text = FlatText::default();
        let joiner = flat::joiner(side);
        for run in indices.chunk_by(|left, right| left + 1 == *right) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let start = version.sentences[first].span.start;
            let span = CharSpan::new(start, version.sentences[last].span.end);
            if !text.as_str().is_empty() {
                text.append_joiner(joiner);
            }
            text.append(version.text.slice(span), start, joiner);
        }
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Take the string out.
    pub fn into_string(self) -> String {
        self.0.into_string()
    }

    /// Where a span of the article's text stands in the bead's text, both in code points; `None`
    /// if it is empty, or does not start and end in text that the bead keeps.
    pub fn locate(&self, span: CharSpan) -> Option<CharSpan> {
        self.0.locate(span)
    }

    /// The way back: the span of the article's text that stands at `span` of the bead's text, both
    /// in code points; `None` if it is empty, or starts or ends in what joins two pieces.
    pub fn source(&self, span: CharSpan) -> Option<CharSpan> {
        self.0.source(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Language, Sentence};
    use crate::text::Text;

    fn version(sentences: &[&str], text: &str) -> Version {
        let indexed = Text::new(text);
        let mut byte = 0;
        let sentences = sentences
            .iter()
            .map(|sentence| {
                let start = byte + text[byte..].find(sentence).unwrap();
                byte = start + sentence.len();
                let span = indexed.span_of_bytes(start..byte);
                Sentence { span, paragraph: 0, role: Default::default() }
            })
            .collect();
        Version { language: Language::English, text: indexed, sentences, ..Version::default() }
    }

    #[test]
    fn a_run_is_the_slice_with_its_spaces() {
        let version = version(&["One.", "Two."], "One.  Two.");
        assert_eq!(BeadText::of(&version, &[0, 1], Side::English).as_str(), "One.  Two.");
    }

    #[test]
    fn a_line_break_is_a_space_in_english_and_nothing_in_chinese() {
        let english = version(&["One.", "Two\nlines."], "One. \r\n\r\n  Two\nlines.");
        let bead = BeadText::of(&english, &[0, 1], Side::English);
        assert_eq!(bead.as_str(), "One. Two lines.");
        let chinese = version(&["他来了。", "她走了。"], "他来了。\n\u{3000}\u{3000}她走了。");
        let bead = BeadText::of(&chinese, &[0, 1], Side::Chinese);
        assert_eq!(bead.as_str(), "他来了。她走了。");
    }

    #[test]
    fn other_separators_survive() {
        let version = version(&["a\u{2028}b\u{85}c"], "a\u{2028}b\u{85}c");
        assert_eq!(BeadText::of(&version, &[0], Side::English).as_str(), "a\u{2028}b\u{85}c");
    }

    #[test]
    fn runs_that_do_not_touch_are_joined() {
        let version = version(&["One.", "Two.", "Three."], "One. Two. Three.");
        let bead = BeadText::of(&version, &[0, 2], Side::English);
        assert_eq!(bead.as_str(), "One. Three.");
        assert_eq!(bead.locate(CharSpan::new(10, 15)), Some(CharSpan::new(5, 10)));
        assert_eq!(bead.source(CharSpan::new(5, 10)), Some(CharSpan::new(10, 15)));
        assert_eq!(bead.source(CharSpan::new(4, 10)), None);
    }

    #[test]
    fn positions_follow_the_replaced_line_breaks() {
        let text = "The Child\r\n Support Act passed.\nRon Wyden spoke.";
        let version = version(&["The Child\r\n Support Act passed.", "Ron Wyden spoke."], text);
        let bead = BeadText::of(&version, &[0, 1], Side::English);
        assert_eq!(bead.as_str(), "The Child Support Act passed. Ron Wyden spoke.");
        let act = bead.locate(CharSpan::new(4, 23)).unwrap();
        assert_eq!(Text::new(bead.as_str()).slice(act), "Child Support Act");
        let wyden = bead.locate(CharSpan::new(32, 41)).unwrap();
        assert_eq!(Text::new(bead.as_str()).slice(wyden), "Ron Wyden");
        assert_eq!(bead.locate(CharSpan::new(40, 60)), None);
        assert_eq!(bead.locate(CharSpan::new(9, 12)), None);
    }
}
