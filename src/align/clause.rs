//! Clauses: the pieces of a sentence between its inner punctuation marks.
//!
//! A translator who moves a sentence bound moves a clause over it. The last clause before a
//! boundary and the first after it say, for both sides, whether the boundary is the same one.

use std::ops::Range;

use crate::document::Side;
use crate::text::CharSpan;

/// A clause has at least this many Chinese characters (a Latin word counts as one).
const MIN_ZH_LENGTH: usize = 5;

/// A clause has at least this many English words.
const MIN_EN_LENGTH: usize = 4;

/// Cut a sentence into clauses, as ranges of its tokens.
///
/// `tokens` are code-point spans in `text`. A piece too short to be a clause belongs to the next
/// one, at the end of the sentence to the one before. There is at least one clause, which is
/// empty if the sentence has no tokens.
pub fn clauses(text: &[char], tokens: &[CharSpan], side: Side) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut start, mut length) = (0, 0);
    for (index, token) in tokens.iter().enumerate() {
        length += token_length(text, *token, side);
        let next = tokens.get(index + 1).map_or(text.len(), |next| next.start);
        if length >= min_length(side) && ends_clause(text, token.end..next, side) {
            found.push(start..index + 1);
            (start, length) = (index + 1, 0);
        }
    }
    let rest = start..tokens.len();
    match found.last_mut() {
        Some(last) if length < min_length(side) => last.end = rest.end,
        _ => found.push(rest),
    }
    found
}

fn min_length(side: Side) -> usize {
    match side {
        Side::Chinese => MIN_ZH_LENGTH,
        Side::English => MIN_EN_LENGTH,
    }
}

/// Chinese tokens count their characters, Latin words and numbers count as one.
fn token_length(text: &[char], token: CharSpan, side: Side) -> usize {
    let han = text.get(token.start).is_some_and(|&first| first >= '\u{3400}');
    if side == Side::Chinese && han { token.len() } else { 1 }
}

/// Whether the characters between two tokens end a clause.
fn ends_clause(text: &[char], gap: Range<usize>, side: Side) -> bool {
    match side {
        Side::Chinese => text[gap].iter().any(|&mark| "，,；;：:。！？!?、—…".contains(mark)),
        Side::English => ends_english_clause(text, gap),
    }
}

/// English marks count only before a space, a quotation mark or the end; dashes always.
fn ends_english_clause(text: &[char], gap: Range<usize>) -> bool {
    gap.clone().any(|at| {
        let next = text.get(at + 1).copied();
        match text[at] {
            '—' => true,
            '-' => next == Some('-'),
            ',' | ';' | ':' | '.' | '!' | '?' | '…' => {
                next.is_none_or(|next| next.is_whitespace() || "\"”’'".contains(next))
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    // A sentence of one clause is compared with a list of one range.
    #![allow(clippy::single_range_in_vec_init)]

    use super::*;

    /// Clauses of a text whose tokens are its runs of letters.
    fn cut(text: &str, side: Side) -> Vec<Range<usize>> {
        let chars: Vec<char> = text.chars().collect();
        let mut tokens: Vec<CharSpan> = Vec::new();
        for (at, letter) in chars.iter().enumerate().filter(|(_, c)| c.is_alphanumeric()) {
            let joins = side == Side::English && letter.is_alphanumeric();
            match tokens.last_mut() {
                Some(last) if joins && last.end == at => last.end = at + 1,
                _ => tokens.push(CharSpan::new(at, at + 1)),
            }
        }
        clauses(&chars, &tokens, side)
    }

    #[test]
    fn chinese_clauses_have_five_characters() {
        assert_eq!(cut("下雨了，我们就在桥下等船，一直等到天黑。", Side::Chinese), [0..11, 11..17]);
        assert_eq!(cut("雨停了，船来了。", Side::Chinese), [0..6]);
        assert_eq!(cut("雨停了以后，船来了。", Side::Chinese), [0..8]);
    }

    #[test]
    fn english_marks_need_a_space_after_them() {
        let text = "It rained for 1,000 hours, and we waited for the boat.";
        assert_eq!(cut(text, Side::English), [0..6, 6..12]);
        assert_eq!(cut("Well, it rained all day long.", Side::English), [0..6]);
        assert_eq!(cut("We waited by night—then the boat came in.", Side::English), [0..4, 4..9]);
    }

    #[test]
    fn a_sentence_without_words_has_one_empty_clause() {
        assert_eq!(cut("……", Side::Chinese), [0..0]);
    }
}
