//! Text without the line breaks inside its paragraphs, and the way back.
//!
//! Plain text is often broken into lines of seventy columns. Its words and sentences go on over
//! those breaks, so splitting, aligning and tagging look at a flat copy, in which a line break
//! inside a paragraph is a single space in English and nothing in Chinese; the spaces, tabs and
//! indents around the break go with it. What they find is brought back to the text as read.

use std::borrow::Cow;

use crate::document::{Article, Inset, Paragraph, Sentence, Side, Version};
use crate::text::{CharSpan, Text};

/// Pieces of a text put together in order, with what stands between them left out or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlatText {
    text: String,
    char_len: usize,
    pieces: Vec<Piece>,
}

/// A stretch of the source that stands unchanged in the flat text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where it is in the source, in code points.
    source: CharSpan,
    /// Where it starts in the flat text, in code points.
    target: usize,
}

impl Piece {
    fn target_end(&self) -> usize {
        self.target + self.source.len()
    }
}

/// What stands in a flat text for a line break.
pub fn joiner(side: Side) -> &'static str {
    match side {
        Side::Chinese => "",
        Side::English => " ",
    }
}

impl FlatText {
    /// `text` without its line breaks.
    pub fn of(text: &str, side: Side) -> Self {
        let mut flat = Self::default();
        flat.append(text, 0, joiner(side));
        flat
    }

    /// The flat text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Take the string out.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Append `text`, which begins at code point `start` of the source, with `joiner` for each of
    /// its line breaks. Pieces come in the order of the source.
    pub fn append(&mut self, text: &str, start: usize, joiner: &str) {
        let (mut byte, mut start) = (0, start);
        while byte < text.len() {
            let rest = &text[byte..];
            let (length, break_length) = next_break(rest);
            self.append_piece(&rest[..length], start);
            if break_length > 0 {
                self.append_joiner(joiner);
            }
            start += rest[..length + break_length].chars().count();
            byte += length + break_length;
        }
    }

    /// Append `text` as it is, line breaks too; it begins at code point `start` of the source.
    pub fn append_piece(&mut self, text: &str, start: usize) {
        let length = text.chars().count();
        if length > 0 {
            let source = CharSpan::new(start, start + length);
            self.pieces.push(Piece { source, target: self.char_len });
        }
        self.text.push_str(text);
        self.char_len += length;
    }

    /// Append what is not in the source: ASCII.
    pub fn append_joiner(&mut self, joiner: &str) {
        self.text.push_str(joiner);
        self.char_len += joiner.len();
    }

    /// Where a span of the source stands in the flat text, both in code points; `None` if it is
    /// empty, or does not start and end in text that is kept.
    pub fn locate(&self, span: CharSpan) -> Option<CharSpan> {
        let first =
            self.pieces.get(self.pieces.partition_point(|piece| piece.source.end <= span.start))?;
        let after = self.pieces.partition_point(|piece| piece.source.start < span.end);
        let last = &self.pieces[after.checked_sub(1)?];
        if span.start < first.source.start || span.end > last.source.end {
            return None;
        }
        let start = span.start - first.source.start + first.target;
        let end = span.end - last.source.start + last.target;
        (start < end).then(|| CharSpan::new(start, end))
    }

    /// The way back: the span of the source that stands at `span` of the flat text, both in code
    /// points; `None` if it is empty, or starts or ends in what joins two pieces.
    pub fn source(&self, span: CharSpan) -> Option<CharSpan> {
        let first = self
            .pieces
            .get(self.pieces.partition_point(|piece| piece.target_end() <= span.start))?;
        let after = self.pieces.partition_point(|piece| piece.target < span.end);
        let last = &self.pieces[after.checked_sub(1)?];
        if span.start < first.target || span.end > last.target_end() {
            return None;
        }
        let start = span.start - first.target + first.source.start;
        let end = span.end - last.target + last.source.start;
        (start < end).then(|| CharSpan::new(start, end))
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

/// Whether `c` breaks a line. U+2028 and NEL are left alone: they survive in every text.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// `text` with every line break and the blanks around it replaced.
pub fn without_line_breaks(text: &str, side: Side) -> Cow<'_, str> {
    match text.contains(is_line_break) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(FlatText::of(text, side).into_string()),
    }
}

/// A version whose paragraphs have no line breaks, and the way back to the one as read.
#[derive(Debug)]
pub struct FlatVersion {
    /// The version: the same paragraphs and sentences by index.
    pub version: Version,
    flat: FlatText,
}

impl FlatVersion {
    /// The flat copy of `version`; `None` if none of its paragraphs has a line break.
    pub fn of(version: &Version, side: Side) -> Option<Self> {
        let is_broken =
            |paragraph: &Paragraph| version.text.slice(paragraph.span).contains(is_line_break);
        if !version.paragraphs.iter().any(is_broken) {
            return None;
        }
        let flat = flat_text(version, side);
        let within = |span: CharSpan| flat.locate(span).unwrap_or_default();
        let copy = Version {
            text: Text::new(flat.as_str()),
            paragraphs: version
                .paragraphs
                .iter()
                .map(|paragraph| Paragraph { span: within(paragraph.span), ..*paragraph })
                .collect(),
            insets: version
                .insets
                .iter()
                .map(|inset| Inset { span: within(inset.span), ..*inset })
                .collect(),
            sentences: version
                .sentences
                .iter()
                .map(|sentence| Sentence { span: within(sentence.span), ..*sentence })
                .collect(),
            ..version.clone()
        };
        Some(Self { version: copy, flat })
    }

    /// The span of the text as read that stands at a span of the flat one; `None` if it is empty
    /// or begins or ends at a break.
    pub fn source(&self, span: CharSpan) -> Option<CharSpan> {
        self.flat.source(span)
    }
}

/// The paragraphs without their line breaks, and what stands between them as it is.
fn flat_text(version: &Version, side: Side) -> FlatText {
    let mut flat = FlatText::default();
    let mut end = 0;
    for paragraph in &version.paragraphs {
        let span = paragraph.span;
        flat.append_piece(version.text.slice(CharSpan::new(end, span.start)), end);
        flat.append(version.text.slice(span), span.start, joiner(side));
        end = span.end;
    }
    flat.append_piece(version.text.slice(CharSpan::new(end, version.text.char_len())), end);
    flat
}

/// An article of flat versions, for the stages that look at words.
pub fn flat_article(article: &Article) -> Option<(Article, [Option<FlatVersion>; 2])> {
    let versions = Side::BOTH.map(|side| FlatVersion::of(article.version(side), side));
    if versions.iter().all(Option::is_none) {
        return None;
    }
    let version = |side: Side| match &versions[side as usize] {
        Some(flat) => flat.version.clone(),
        None => article.version(side).clone(),
    };
    let flat = Article {
        zh: version(Side::Chinese),
        en: version(Side::English),
        id: article.id.clone(),
        path: article.path.clone(),
        direction: article.direction,
    };
    Some((flat, versions))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::split_version;

    fn version(text: &str, paragraphs: &[(usize, usize)]) -> Version {
        let paragraph = |&(start, end): &(usize, usize)| Paragraph {
            span: CharSpan::new(start, end),
            role: Default::default(),
        };
        Version {
            text: Text::new(text),
            paragraphs: paragraphs.iter().map(paragraph).collect(),
            ..Version::default()
        }
    }

    #[test]
    fn a_break_is_a_space_in_english_and_nothing_in_chinese() {
        assert_eq!(without_line_breaks("a \n\n b\rc", Side::English), "a b c");
        assert_eq!(without_line_breaks("甲\n\u{3000}乙", Side::Chinese), "甲乙");
    }

    #[test]
    fn spans_find_their_way_there_and_back() {
        let flat = FlatText::of("The Child\n  Support Act.", Side::English);
        assert_eq!(flat.as_str(), "The Child Support Act.");
        let act = CharSpan::new(4, 21);
        assert_eq!(flat.source(act), Some(CharSpan::new(4, 23)));
        assert_eq!(flat.locate(CharSpan::new(4, 23)), Some(act));
        assert_eq!(flat.source(CharSpan::new(9, 17)), None, "begins in the joiner");
        assert_eq!(flat.locate(CharSpan::new(9, 20)), None, "begins in the break");
    }

    #[test]
    fn sentences_are_cut_as_if_the_lines_were_whole() {
        let text = "He met Mr.\nOrtega. They\ntalked.\n\nIt rained.";
        let mut version = version(text, &[(0, 31), (33, 43)]);
        split_version(&mut version, Side::English);
        let sentences: Vec<&str> = (0..3).map(|index| version.sentence_text(index)).collect();
        assert_eq!(sentences, ["He met Mr.\nOrtega.", "They\ntalked.", "It rained."]);
        let flat = FlatVersion::of(&version, Side::English).unwrap();
        assert_eq!(flat.version.text.as_str(), "He met Mr. Ortega. They talked.\n\nIt rained.");
        assert_eq!(flat.version.sentence_text(1), "They talked.");
        assert_eq!(flat.source(CharSpan::new(7, 17)), Some(CharSpan::new(7, 17)));
        assert_eq!(flat.source(flat.version.sentences[2].span), Some(version.sentences[2].span));
    }

    #[test]
    fn a_version_of_whole_lines_has_no_copy() {
        assert!(
            FlatVersion::of(&version("甲。\n乙。", &[(0, 2), (3, 5)]), Side::Chinese).is_none()
        );
    }
}
