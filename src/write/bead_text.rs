//! The text of one side of a bead: the slices of its sentences, and where a position of the
//! article's text stands in it.
//!
//! A contiguous run of sentences is the slice of the article's text, except that a line break
//! inside it becomes a single space in English and nothing in Chinese; the spaces, tabs and
//! indents around the break go with it. Runs that do not touch are joined the same way.

use crate::document::{Side, Version};
use crate::text::CharSpan;

/// The text of one side of a bead, with the way back to the article's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BeadText {
    text: String,
    char_len: usize,
    pieces: Vec<Piece>,
}

/// A stretch of the article's text that stands unchanged in the bead's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where it is in the article, in code points.
    source: CharSpan,
    /// Where it starts in the bead, in code points.
    target: usize,
}

impl BeadText {
    /// The text of the sentences `indices` (ascending) of `version`.
    pub fn of(version: &Version, indices: &[usize], side: Side) -> Self {
        let mut bead_text = Self::default();
        let joiner = match side {
            Side::Chinese => "",
            Side::English => " ",
        };
        for run in indices.chunk_by(|left, right| left + 1 == *right) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let span = CharSpan::new(
                version.sentences[first].span.start,
                version.sentences[last].span.end,
            );
            bead_text.append_run(version, span, joiner);
        }
        bead_text
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Take the string out.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Where a span of the article's text stands in the bead's text, both in code points; `None`
    /// if it is empty, or does not start and end in text that the bead keeps.
    pub fn locate(&self, span: CharSpan) -> Option<CharSpan> {
        let first = self.pieces.iter().find(|piece| piece.source.end > span.start)?;
        let last = self.pieces.iter().rev().find(|piece| piece.source.start < span.end)?;
        if span.start < first.source.start || span.end > last.source.end {
            return None;
        }
        let start = span.start - first.source.start + first.target;
        let end = span.end - last.source.start + last.target;
        (start < end).then(|| CharSpan::new(start, end))
    }

    /// The way back: the span of the article's text that stands at `span` of the bead's text, both
    /// in code points; `None` if it is empty, or starts or ends in what joins two pieces.
    pub fn source(&self, span: CharSpan) -> Option<CharSpan> {
        let target_end = |piece: &Piece| piece.target + piece.source.len();
        let first = self.pieces.iter().find(|piece| target_end(piece) > span.start)?;
        let last = self.pieces.iter().rev().find(|piece| piece.target < span.end)?;
        if span.start < first.target || span.end > target_end(last) {
            return None;
        }
        let start = span.start - first.target + first.source.start;
        let end = span.end - last.target + last.source.start;
        (start < end).then(|| CharSpan::new(start, end))
    }

    fn append_run(&mut self, version: &Version, span: CharSpan, joiner: &str) {
        let slice = version.text.slice(span);
        let mut start = 0;
        let mut char_start = span.start;
        while start < slice.len() {
            let rest = &slice[start..];
            let (length, break_length) = next_break(rest);
            if !self.pieces.is_empty() && start == 0 {
                self.append(joiner);
            }
            let char_length = rest[..length].chars().count();
            self.append_piece(&rest[..length], char_start, char_length);
            if break_length > 0 {
                self.append(joiner);
            }
            char_start += char_length + rest[length..length + break_length].chars().count();
            start += length + break_length;
        }
    }

    fn append_piece(&mut self, text: &str, char_start: usize, char_length: usize) {
        let source = CharSpan::new(char_start, char_start + char_length);
        self.pieces.push(Piece { source, target: self.char_len });
        self.text.push_str(text);
        self.char_len += char_length;
    }

    /// Append a joiner, which is ASCII.
    fn append(&mut self, joiner: &str) {
        self.text.push_str(joiner);
        self.char_len += joiner.len();
    }
}

/// Bytes before the next line break of `text` with the blanks around it, and bytes of those.
fn next_break(text: &str) -> (usize, usize) {
    let Some(at) = text.find(is_line_break) else {
        return (text.len(), 0);
    };
    let start = text[..at].trim_end_matches(is_blank).len();
    let end = text.len() - text[at..].trim_start_matches(|c| is_blank(c) || is_line_break(c)).len();
    (start, end - start)
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// `text` as a bead shows it: every line break with the blanks around it replaced.
///
/// What [`BeadText::of`] gives for one run of sentences, for checking.
pub fn without_line_breaks(text: &str, side: Side) -> String {
    let mut flat = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (length, break_length) = next_break(rest);
        flat.push_str(&rest[..length]);
        if break_length == 0 {
            return flat;
        }
        if side == Side::English {
            flat.push(' ');
        }
        rest = &rest[length + break_length..];
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

    #[test]
    fn the_checker_agrees_with_the_writer() {
        assert_eq!(without_line_breaks("a \n\n b\rc", Side::English), "a b c");
        assert_eq!(without_line_breaks("甲\n\u{3000}乙", Side::Chinese), "甲乙");
    }
}
