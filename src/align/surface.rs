//! What a sentence shows without knowing any word: its marks, its ends, its quotation marks.

use crate::document::Side;

/// The kinds of mark that are counted on both sides.
pub const MARK_KINDS: usize = 4;

/// A quotation left open is forgotten after this many sentences without a mark (the study).
const FORGET_QUOTE_AFTER: usize = 8;

/// The marks and ends of one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surface {
    /// Question marks, exclamation marks, quotation marks, colons and semicolons.
    pub marks: [u16; MARK_KINDS],
    /// The first Latin letter is a small one.
    pub starts_lower: bool,
    /// It ends in a comma, colon or semicolon (in Chinese also 、).
    pub ends_open: bool,
    /// It ends in a full stop, question or exclamation mark, or a closing mark after one.
    pub has_final_stop: bool,
    /// The last quotation mark in it, if there is one, opens (`Some(true)`) or closes.
    pub last_quote: Option<bool>,
}

impl Surface {
    /// Look at a sentence, given as its characters without the white space around it.
    pub fn of(text: &[char], side: Side) -> Self {
        let first_letter = text.iter().find(|c| c.is_ascii_alphabetic());
        Self {
            marks: [
                count(text, "？?"),
                count(text, "！!"),
                quotes(text, side),
                count(text, "：；:;"),
            ],
            starts_lower: first_letter.is_some_and(char::is_ascii_lowercase),
            ends_open: text.last().is_some_and(|&last| open_ends(side).contains(last)),
            has_final_stop: has_final_stop(text),
            last_quote: (0..text.len()).rev().find_map(|at| quote_direction(text, at, side)),
        }
    }
}

fn open_ends(side: Side) -> &'static str {
    match side {
        Side::Chinese => "，、：；,:;",
        Side::English => ",:;",
    }
}

fn count(text: &[char], set: &str) -> u16 {
    saturating(text.iter().filter(|&&mark| set.contains(mark)).count())
}

fn saturating(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Quotation marks; in English an apostrophe counts only where it cannot be one in a word.
fn quotes(text: &[char], side: Side) -> u16 {
    let set = match side {
        Side::Chinese => "“”「」『』\"",
        Side::English => "\"“”‘",
    };
    let apostrophes = match side {
        Side::Chinese => 0,
        Side::English => (0..text.len()).filter(|&at| is_quoting_apostrophe(text, at)).count(),
    };
    count(text, set).saturating_add(saturating(apostrophes))
}

/// `'` before a word at a space, or `'` and `’` after a stop.
fn is_quoting_apostrophe(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text[before]);
    let opens = text[at] == '\''
        && before.is_none_or(|c| c.is_whitespace() || c == '(' || c == '—')
        && text.get(at + 1).is_some_and(|c| c.is_alphanumeric());
    let closes = matches!(text[at], '\'' | '’') && before.is_some_and(|c| ".,!?—".contains(c));
    opens || closes
}

fn has_final_stop(text: &[char]) -> bool {
    let closing = |c: &&char| "”’」』\"')）】".contains(**c);
    let last = text.iter().rev().find(|c| !closing(c));
    last.is_some_and(|&last| "。！？!?….".contains(last))
}

/// Whether the mark at `at` opens a quotation (`Some(true)`), closes one, or is none.
fn quote_direction(text: &[char], at: usize, side: Side) -> Option<bool> {
    match (side, text[at]) {
        (Side::Chinese, '“' | '「' | '『' | '‘') | (Side::English, '“' | '‘') => {
            Some(true)
        }
        (Side::Chinese, '”' | '」' | '』' | '’') | (Side::English, '”') => Some(false),
        (Side::English, '"' | '\'' | '’') => english_quote_direction(text, at),
        _ => None,
    }
}

/// Straight marks open before a word, close after a stop.
fn english_quote_direction(text: &[char], at: usize) -> Option<bool> {
    let before = at.checked_sub(1).map(|before| text[before]);
    let next = text.get(at + 1).copied();
    let opens = text[at] != '’'
        && before.is_none_or(|c| c.is_whitespace() || "(—-".contains(c))
        && next.is_some_and(|c| c.is_alphanumeric() || c == '.');
    if opens {
        return Some(true);
    }
    let word_may_stand_before = text[at] == '"';
    let after_stop = before
        .is_some_and(|c| ".,!?—…".contains(c) || (word_may_stand_before && c.is_alphanumeric()));
    let ends = next.is_none_or(|c| c.is_whitespace() || "—,.;:)".contains(c));
    (after_stop && ends).then_some(false)
}

/// Whether a quotation is open before each sentence and after the last, one more than sentences.
///
/// The state is that of the last mark seen; sentences without marks carry it on for a while.
pub fn quote_states<'a>(sentences: impl Iterator<Item = &'a Surface>) -> Vec<bool> {
    let (mut open, mut age) = (false, 0);
    let mut states = vec![false];
    for sentence in sentences {
        match sentence.last_quote {
            Some(opens) => (open, age) = (opens, 0),
            None => age += 1,
        }
        open &= age <= FORGET_QUOTE_AFTER;
        states.push(open);
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surface(text: &str, side: Side) -> Surface {
        Surface::of(&text.chars().collect::<Vec<_>>(), side)
    }

    #[test]
    fn marks_are_counted_by_kind() {
        let zh = surface("“走吗？”他问——没人答话……", Side::Chinese);
        assert_eq!(zh.marks, [1, 0, 2, 0]);
        let en = surface("\"Shall we go?\" he asked -- but nobody's there...", Side::English);
        assert_eq!(en.marks, [1, 0, 2, 0]);
    }

    #[test]
    fn apostrophes_in_words_are_no_quotation_marks() {
        assert_eq!(surface("It's the dogs' bowl.", Side::English).marks[2], 0);
        assert_eq!(surface("He said 'come in,' and left.", Side::English).marks[2], 2);
    }

    #[test]
    fn ends_are_seen_behind_closing_marks() {
        assert!(surface("他说：“好。”", Side::Chinese).has_final_stop);
        assert!(!surface("本报记者 周岚", Side::Chinese).has_final_stop);
        assert!(surface("他说：", Side::Chinese).ends_open);
        assert!(surface("and then it rained.", Side::English).starts_lower);
    }

    #[test]
    fn a_quotation_stays_open_until_its_mark_comes() {
        let sentences =
            ["“I came early.", "Nobody was there.", "So I left,” she said.", "It rained."];
        let surfaces: Vec<_> = sentences.iter().map(|s| surface(s, Side::English)).collect();
        assert_eq!(quote_states(surfaces.iter()), [false, true, true, false, false]);
    }

    #[test]
    fn an_open_quotation_is_forgotten() {
        let mut surfaces = vec![surface("“I came early.", Side::English)];
        surfaces.extend([Surface::default(); 9]);
        let states = quote_states(surfaces.iter());
        assert!(states[9] && !states[10]);
    }
}
