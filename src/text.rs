//! Text with code-point positions: the one place where code points and bytes are converted.
//!
//! The corpus counts positions in Unicode code points, Rust slices by bytes. [`CharSpan`] is a
//! range of code points, end-exclusive; [`Text`] owns a string and answers in both units. No
//! other module does the arithmetic by itself.

use std::fmt;

/// A range of Unicode code points in one text, `start <= end`, end-exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CharSpan {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl CharSpan {
    /// A span from `start` to `end`, in code points.
    ///
    /// # Panics
    /// If `start > end`: such a span is a programming error, never an input error.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span must not end ({end}) before it starts ({start})");
        Self { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside this span (equal spans contain each other).
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one code point.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved to the right by `offset` code points.
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The span as seen from `origin`, a position at or before its start.
    pub fn relative_to(self, origin: usize) -> Self {
        Self::new(self.start - origin, self.end - origin)
    }
}

impl fmt::Display for CharSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// An immutable string with an index from code points to bytes.
///
/// Slicing by [`CharSpan`] takes constant time. Costs four bytes a code point beside the string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    string: String,
    /// Byte offset of each code point, and the length at the end. Texts are below 4 GiB.
    byte_offsets: Vec<u32>,
}

impl Text {
    /// Index `string`.
    ///
    /// # Panics
    /// If the string has 4 GiB or more.
    pub fn new(string: impl Into<String>) -> Self {
        let string = string.into();
        assert!(u32::try_from(string.len()).is_ok(), "a text must be smaller than 4 GiB");
        let byte_offsets = string
            .char_indices()
            .map(|(byte, _)| byte as u32)
            .chain([string.len() as u32])
            .collect();
        Self { string, byte_offsets }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Length in code points.
    pub fn char_len(&self) -> usize {
        self.byte_offsets.len().saturating_sub(1)
    }

    /// Whether the text has no characters.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The span of the whole text.
    pub fn full_span(&self) -> CharSpan {
        CharSpan::new(0, self.char_len())
    }

    /// The text of a span.
    ///
    /// # Panics
    /// If the span reaches past the end of the text.
    pub fn slice(&self, span: CharSpan) -> &str {
        &self.string[self.byte_of_char(span.start)..self.byte_of_char(span.end)]
    }

    /// Byte offset of code point `char_offset` (the text's byte length at the end).
    pub fn byte_of_char(&self, char_offset: usize) -> usize {
        if self.byte_offsets.is_empty() { 0 } else { self.byte_offsets[char_offset] as usize }
    }

    /// Code-point offset of the character that starts at `byte_offset`, or that holds it.
    pub fn char_of_byte(&self, byte_offset: usize) -> usize {
        self.byte_offsets
            .partition_point(|&offset| (offset as usize) <= byte_offset)
            .saturating_sub(1)
    }

    /// The code-point span of a byte range of this text.
    pub fn span_of_bytes(&self, bytes: std::ops::Range<usize>) -> CharSpan {
        CharSpan::new(self.char_of_byte(bytes.start), self.char_of_byte(bytes.end))
    }
}

impl From<&str> for Text {
    fn from(string: &str) -> Self {
        Self::new(string)
    }
}

/// Runs of letters and digits of a text given as characters: spans in code points, in order.
pub fn word_spans(characters: &[char]) -> Vec<CharSpan> {
    let mut spans = Vec::new();
    let mut start = None;
    for (i, c) in characters.iter().chain(std::iter::once(&' ')).enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(first)) => {
                spans.push(CharSpan::new(first, i));
                start = None;
            }
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_count_code_points_not_bytes() {
        let text = Text::new("罗恩·怀登(Ron Wyden)😀");
        assert_eq!(text.char_len(), 17);
        assert_eq!(text.slice(CharSpan::new(0, 5)), "罗恩·怀登");
        assert_eq!(text.slice(CharSpan::new(6, 15)), "Ron Wyden");
        assert_eq!(text.slice(CharSpan::new(15, 16)), ")");
        assert_eq!(text.char_of_byte(3), 1);
        assert_eq!(text.span_of_bytes(0..6), CharSpan::new(0, 2));
    }

    #[test]
    fn an_empty_text_has_an_empty_span() {
        let text = Text::new("");
        assert_eq!(text.slice(text.full_span()), "");
        assert_eq!(Text::default().slice(CharSpan::new(0, 0)), "");
    }
}
