//! Whether a stop ends an English sentence.

use super::marks;
use super::scan::{Candidate, Kind, Scan};
use super::words::words;

/// How far a rule looks for the beginning of a word, in characters.
const LONGEST_WORD: usize = 24;

/// Decide about `candidate` by the words around it.
pub(super) fn ends_sentence(scan: &Scan, candidate: &Candidate) -> bool {
    let next = Next::find(scan, candidate.next);
    if candidate.next == candidate.end && !next.is_cjk && !candidate.closes_quote {
        return false;
    }
    if is_inside(scan, candidate) || !next.may_begin_sentence(scan) {
        return false;
    }
    match candidate.kind {
        Kind::Period => period_ends(scan, candidate, &next),
        Kind::Ellipsis => ellipsis_ends(scan, candidate, &next),
        Kind::Exclamation | Kind::Statement => exclamation_ends(scan, candidate, &next),
    }
}

/// The first word behind a candidate.
struct Next {
    /// Its first character, opening marks skipped.
    first: Option<char>,
    /// Where it begins.
    start: usize,
    /// The word, with an apostrophe and what follows it.
    word: String,
    /// Whether an opening mark or a dash stands before it.
    is_marked: bool,
    /// Whether a bracket opens before it.
    in_bracket: bool,
    /// Whether Chinese follows.
    is_cjk: bool,
}

impl Next {
    fn find(scan: &Scan, next: usize) -> Self {
        let is_mark =
            |c: char| marks::is_opening(c) || matches!(c, '"' | '\'' | '—' | '–' | '-' | '•' | '*');
        let mut start = next;
        while scan.at(start).is_some_and(|c| is_mark(c) || (start > next && c == ' ')) {
            start += 1;
            if start - next > 8 {
                break;
            }
        }
        let word = scan.characters[start..].iter().take(LONGEST_WORD);
        let word = word.take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’')).collect();
        let first = scan.at(start);
        Self {
            first,
            start,
            word,
            is_marked: start > next,
            in_bracket: matches!(scan.at(next), Some('(' | '[' | '（')),
            is_cjk: scan.at(next).is_some_and(marks::is_cjk),
        }
    }

    /// Whether the word can be the first of a sentence: no small letter, no comma.
    fn may_begin_sentence(&self, scan: &Scan) -> bool {
        match self.first {
            None => self.is_marked,
            Some(c) if c.is_lowercase() => {
                scan.at(self.start + 1).is_some_and(char::is_uppercase) || self.is_list_letter(scan)
            }
            Some(c) => {
                !matches!(c, ',' | ';' | ':' | '%' | ')' | '/' | '&' | '=') || self.is_marked
            }
        }
    }

    /// `(b)` at the head of a list item.
    fn is_list_letter(&self, scan: &Scan) -> bool {
        let length = self.word.chars().count();
        scan.before(self.start) == Some('(')
            && length <= 2
            && scan.at(self.start + length) == Some(')')
    }

    fn is_starter(&self) -> bool {
        words().starters.contains(&self.word)
    }

    fn is_number(&self) -> bool {
        self.first.is_some_and(char::is_numeric)
    }
}

/// Inside a bracket that opened inside the sentence, or a short title in quotes.
fn is_inside(scan: &Scan, candidate: &Candidate) -> bool {
    /// Longest bracket whose stops are taken for its own, in characters.
    const LONGEST_BRACKET: usize = 200;
    let opened_inside = |open: usize| open > candidate.sentence;
    let is_near = |open: usize, limit: usize| {
        scan.pairs.partner(open).is_some_and(|close| close - open <= limit)
    };
    let bracket = scan.pairs.bracket_around(candidate.stop);
    bracket.is_some_and(|open| opened_inside(open) && is_near(open, LONGEST_BRACKET))
}

fn period_ends(scan: &Scan, candidate: &Candidate, next: &Next) -> bool {
    let words = words();
    let word = word_before(scan, candidate.stop);
    let bare = word.as_str();
    if words.times.contains(bare) {
        let goes_on = words.after_time.contains(&next.word) || next.is_number() || next.in_bracket;
        return !goes_on;
    }
    if words.before_number.contains(bare) && next.is_number() && !next.is_marked {
        return false;
    }
    if candidate.closes_quote {
        return true;
    }
    if listed(&words.before_name, bare) {
        return false;
    }
    if listed(&words.inside_or_end, bare) || is_dotted(bare) {
        return !next.in_bracket && (next.is_starter() || next.is_marked);
    }
    if is_initial(bare) {
        return initial_ends(scan, candidate, bare, next);
    }
    true
}

/// `George W. Bush` goes on, `the vitamin is C. The` and `I told you I. He` do not.
fn initial_ends(scan: &Scan, candidate: &Candidate, initial: &str, next: &Next) -> bool {
    let start = candidate.stop - initial.chars().count();
    let after_small = scan.characters[..start]
        .iter()
        .rev()
        .skip_while(|c| c.is_whitespace())
        .take(LONGEST_WORD)
        .take_while(|c| c.is_alphanumeric())
        .last()
        .is_some_and(|c| c.is_lowercase());
    next.is_starter() && next.word.chars().count() > 1 || (after_small && initial == "I")
}

fn ellipsis_ends(scan: &Scan, candidate: &Candidate, next: &Next) -> bool {
    if candidate.closes_quote {
        return exclamation_ends(scan, candidate, next);
    }
    let is_capital = next.first.is_some_and(char::is_uppercase);
    let stem = next.word.split(['\'', '’']).next().unwrap_or_default();
    let repeats = word_before(scan, candidate.stop) == stem;
    (is_capital || next.is_marked || next.is_cjk) && !repeats
}

/// `?` and `!`: the sentence goes on if a speech tag follows the quotation, or a title closes.
fn exclamation_ends(scan: &Scan, candidate: &Candidate, next: &Next) -> bool {
    if candidate.closes_quote && !next.is_marked && speech_tag_follows(scan, next) {
        return false;
    }
    !is_in_short_title(scan, candidate)
}

/// `“Who pays?” Ms. Ortega asked`: up to five words of a name, then a verb of speech.
fn speech_tag_follows(scan: &Scan, next: &Next) -> bool {
    /// Longest stretch that is searched for the verb, in characters.
    const LONGEST_TAG: usize = 60;
    if next.is_starter() {
        return false;
    }
    let tag = &scan.characters[next.start..];
    let tag: String = tag.iter().take(LONGEST_TAG).collect();
    let is_of_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && !word.ends_with([',', ';', ':', '!', '?'])
    };
    let mut words_behind = tag.split_whitespace();
    let name_length = words_behind.clone().take(5).take_while(is_of_name).count();
    let verb = words_behind.nth(name_length).unwrap_or_default();
    name_length > 0 && words().english_speech_verbs.contains(verb.trim_end_matches(['.', ',', ':']))
}

/// `the film “Who's there? Part Two” opens`: a stop inside a short quotation in mid-sentence.
fn is_in_short_title(scan: &Scan, candidate: &Candidate) -> bool {
    /// Longest title, in characters.
    const LONGEST_TITLE: usize = 40;
    if candidate.closes_quote {
        return false;
    }
    let Some(open) = scan.pairs.quote_around(candidate.stop) else { return false };
    let is_short = scan.pairs.partner(open).is_some_and(|close| close - open <= LONGEST_TITLE);
    let in_clause = scan.characters[..open]
        .iter()
        .rev()
        .find(|c| !c.is_whitespace())
        .is_some_and(|c| c.is_alphanumeric());
    is_short && in_clause && open > candidate.sentence
}

/// The word that ends at `stop`, stops inside it included: `U.S` of `U.S.`.
fn word_before(scan: &Scan, stop: usize) -> String {
    let word: Vec<char> = scan.characters[..stop]
        .iter()
        .rev()
        .take(LONGEST_WORD)
        .take_while(|c| (c.is_alphanumeric() && !marks::is_cjk(**c)) || **c == '.')
        .copied()
        .collect();
    word.into_iter().rev().skip_while(|c| *c == '.').collect()
}

/// Whether `list` has the word, as written or with a small first letter.
fn listed(list: &std::collections::BTreeSet<String>, word: &str) -> bool {
    list.contains(word) || {
        let mut letters = word.chars();
        let lowered = letters.next().map(|c| c.to_lowercase().chain(letters).collect::<String>());
        lowered.is_some_and(|lowered| list.contains(&lowered) && word.chars().count() > 1)
    }
}

/// `U.S`, `D.C`, `M.B.A`: single letters with stops between them.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| part.chars().count() == 1)
        && word.chars().all(|c| c.is_alphabetic() || c == '.')
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}
