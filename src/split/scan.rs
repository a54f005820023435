//! The walk from stop to stop: finds each candidate and asks the language's rules about it.

use super::annex::AnnexBounds;
use super::marks::{self, Pairs};
use super::words::words;
use super::{chinese, english};
use crate::document::Side;
use crate::text::CharSpan;

/// A run of stops with everything that closes behind it: a place where a sentence may end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// First character of the sentence that would end.
    pub sentence: usize,
    /// First stop.
    pub stop: usize,
    /// One past the last closing mark.
    pub end: usize,
    /// First character behind, white space skipped; the end of the text if there is none.
    pub next: usize,
    /// What the run of stops says.
    pub kind: Kind,
    /// Where the outermost quotation that closes behind the stop opens.
    pub quote: Option<usize>,
    /// Whether a quotation closes behind the stop, matched or not.
    pub closes_quote: bool,
}

/// What a run of stops is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A single `.`, which is also used in abbreviations and numbers.
    Period,
    /// `。` and its kin.
    Statement,
    /// `?`, `!`, `？`, `！`, alone or with others.
    Exclamation,
    /// `…`, `……`, `...`.
    Ellipsis,
}

/// The paragraph that is being cut.
pub(super) struct Scan<'a> {
    pub characters: &'a [char],
    pub pairs: Pairs,
    pub side: Side,
    annex: AnnexBounds,
}

/// Cut a paragraph.
pub(super) fn sentences(paragraph: &str, side: Side) -> Vec<CharSpan> {
    let characters: Vec<char> = paragraph.chars().collect();
    let annex = AnnexBounds::of(paragraph, characters.len());
    let characters = characters.as_slice();
    let scan = Scan { characters, pairs: Pairs::new(characters), side, annex };
    let mut spans = Vec::new();
    let mut sentence = scan.skip_space(0);
    let mut index = sentence;
    while index < characters.len() {
        let bound = if marks::is_stop(characters[index]) {
            let candidate = scan.candidate(sentence, index);
            let is_last = candidate.next == characters.len();
            Some((candidate.end, candidate.next, !is_last && scan.ends_sentence(candidate)))
        } else {
            scan.silent_bound(sentence, index)
        };
        match bound {
            Some((end, next, true)) => {
                spans.push(CharSpan::new(sentence, end));
                (sentence, index) = (next, next);
            }
            Some((end, _, false)) => index = end,
            None => index += 1,
        }
    }
    spans.extend(scan.last(sentence));
    spans
}

impl Scan<'_> {
    /// The first position from `index` on that is no white space, or the end.
    pub fn skip_space(&self, index: usize) -> usize {
        let rest = self.characters.get(index..).unwrap_or_default();
        index + rest.iter().take_while(|c| c.is_whitespace()).count()
    }

    /// The character at `index`, `None` past the end.
    pub fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).copied()
    }

    /// The character in front of `index`.
    pub fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).map(|i| self.characters[i])
    }

    /// Whether the text at `index` begins with `word`.
    pub fn starts_with(&self, index: usize, word: &str) -> bool {
        let mut rest = self.characters[index..].iter();
        word.chars().all(|c| rest.next() == Some(&c))
    }

    /// Whether the text in front of `index` ends with `word`.
    pub fn ends_with(&self, index: usize, word: &str) -> bool {
        let mut rest = self.characters[..index].iter().rev();
        word.chars().rev().all(|c| rest.next() == Some(&c))
    }

    fn last(&self, sentence: usize) -> Option<CharSpan> {
        let rest = self.characters.get(sentence..)?;
        let trailing = rest.iter().rev().take_while(|c| c.is_whitespace()).count();
        let end = self.characters.len() - trailing;
        (sentence < end).then(|| CharSpan::new(sentence, end))
    }

    /// The candidate whose stops begin at `stop`.
    fn candidate(&self, sentence: usize, stop: usize) -> Candidate {
        let mut found = Candidate {
            sentence,
            stop,
            end: stop,
            next: stop,
            kind: Kind::Period,
            quote: None,
            closes_quote: false,
        };
        let stops_end = self.end_of_stops(stop);
        found.kind = kind_of(&self.characters[stop..stops_end]);
        found.end = stops_end;
        while let Some(end) = self.closing_mark(&mut found) {
            found.end = end;
        }
        found.next = self.skip_space(found.end);
        found
    }

    /// The end of the run of stops that begins at `stop`; `. . .` is one run.
    fn end_of_stops(&self, stop: usize) -> usize {
        let mut end = stop + 1;
        loop {
            if self.at(end).is_some_and(marks::is_stop) {
                end += 1;
            } else if self.is_spaced_dot(end) {
                end += 2;
            } else {
                return end;
            }
        }
    }

    /// `. .` or `… …` around the space at `index`.
    fn is_spaced_dot(&self, index: usize) -> bool {
        let before = self.before(index);
        self.at(index) == Some(' ')
            && matches!(before, Some('.' | '…'))
            && self.at(index + 1) == before
    }

    /// The end of the closing mark at `found.end`, if there is one.
    fn closing_mark(&self, found: &mut Candidate) -> Option<usize> {
        let index = found.end;
        let c = self.at(index)?;
        if marks::is_stop(c) {
            return Some(self.end_of_stops(index));
        }
        let is_straight = matches!(c, '"' | '\'' | '＂');
        if marks::is_closing_quote(c) || (is_straight && self.closes_here(index)) {
            found.closes_quote = true;
            found.quote = self.pairs.partner(index).filter(|&open| open < index);
            return Some(index + 1);
        }
        if marks::is_closing_bracket(c) {
            return Some(index + 1);
        }
        if c == '[' {
            return self.reference_mark(index);
        }
        self.closing_quote_after_space(index)
    }

    fn closes_here(&self, index: usize) -> bool {
        self.pairs.closes(index)
            || (self.pairs.partner(index).is_none()
                && self.at(index + 1).is_none_or(|next| next.is_whitespace()))
    }

    /// `[4]` behind a stop stays with it.
    fn reference_mark(&self, index: usize) -> Option<usize> {
        let digits = self.characters[index + 1..].iter().take(4);
        let digits = digits.take_while(|c| c.is_ascii_digit()).count();
        (digits > 0 && self.at(index + 1 + digits) == Some(']')).then_some(index + digits + 2)
    }

    /// `摔交。 ”`: a curly or corner quote behind a space still closes.
    fn closing_quote_after_space(&self, index: usize) -> Option<usize> {
        let next = index + 1;
        let closes = self.at(index)?.is_whitespace()
            && self.at(next).is_some_and(marks::is_closing_quote)
            && self.pairs.closes(next);
        closes.then_some(next)
    }

    fn ends_sentence(&self, candidate: Candidate) -> bool {
        if self.is_name_with_mark(&candidate) || self.is_list_number(&candidate) {
            return false;
        }
        if !self.is_proposed(&candidate) && !self.is_added(&candidate) {
            return false;
        }
        let last_stop = self.characters[candidate.stop];
        let is_chinese = match self.side {
            Side::Chinese => self.reads_as_chinese(&candidate),
            Side::English => matches!(last_stop, '。' | '！' | '？' | '｡'),
        };
        match is_chinese {
            true => chinese::ends_sentence(self, &candidate),
            false => english::ends_sentence(self, &candidate),
        }
    }

    /// Whether Unicode Annex 29 has a bound behind the stop.
    fn is_proposed(&self, candidate: &Candidate) -> bool {
        let is_mark = |index: usize| {
            self.at(index).is_some_and(|c| marks::is_opening(c) || marks::is_quote(c) || c == ' ')
        };
        self.annex.propose(candidate.stop, candidate.next, is_mark)
    }

    /// Places where the annex never has a bound and a sentence may end all the same: behind an
    /// ellipsis, before a dash (a signature), a number with a small letter behind it, further dots,
    /// a letter in brackets, and names such as iPhone.
    fn is_added(&self, candidate: &Candidate) -> bool {
        let is_added = |c: char| {
            c.is_numeric() || marks::is_dash(c) || marks::is_stop(c) || c == '(' || c.is_lowercase()
        };
        candidate.kind == Kind::Ellipsis || self.at(candidate.next).is_some_and(is_added)
    }

    /// In a Chinese text, only a stop between Latin words follows the English rules.
    fn reads_as_chinese(&self, candidate: &Candidate) -> bool {
        let before = self.before(candidate.stop);
        let is_latin = |c: char| c.is_alphanumeric() && !marks::is_cjk(c);
        let next_is_cjk = self.at(candidate.next).is_some_and(marks::is_cjk);
        match self.characters[candidate.stop] {
            '.' if candidate.kind == Kind::Period => {
                before.is_some_and(marks::is_cjk)
                    || (next_is_cjk && candidate.closes_quote && before.is_some_and(is_latin))
            }
            '!' | '?' => !before.is_some_and(is_latin) || next_is_cjk,
            _ => true,
        }
    }

    /// The words of `Yahoo!` in front of the candidate.
    fn is_name_with_mark(&self, candidate: &Candidate) -> bool {
        candidate.kind == Kind::Exclamation
            && words().names_with_mark.iter().any(|name| self.ends_with(candidate.stop + 1, name))
    }

    /// `1.`, `１．`, `1.2.` at the beginning of a sentence, behind a colon or semicolon, or behind a
    /// word such as *Figure* that begins the sentence.
    fn is_list_number(&self, candidate: &Candidate) -> bool {
        /// Longest number, as in `10.12.`
        const LONGEST: usize = 6;
        let before = self.characters[candidate.sentence..candidate.stop].iter().rev();
        let is_part = |c: &&char| c.is_numeric() || **c == '.';
        let length = before.take(LONGEST + 1).take_while(is_part).count();
        let start = candidate.stop - length;
        let number = &self.characters[start..candidate.stop];
        let is_number = length <= LONGEST
            && number.split(|c| *c == '.').all(|part| (1..=3).contains(&part.len()));
        let head = &self.characters[candidate.sentence..start];
        let spaces = head.iter().rev().take_while(|c| **c == ' ').count();
        let head = &head[..head.len() - spaces];
        let is_head = head.is_empty()
            || head.last().is_some_and(|c| matches!(c, '：' | ':' | '；' | ';'))
            || words().numbered.iter().any(|word| word.chars().eq(head.iter().copied()));
        matches!(self.characters[candidate.stop], '.' | '．')
            && candidate.end == candidate.stop + 1
            && is_number
            && is_head
    }

    /// A bound without a stop, behind a quotation: it broke off at a dash and another one opens,
    /// or (in Chinese) another speaker is introduced.
    fn silent_bound(&self, sentence: usize, index: usize) -> Option<(usize, usize, bool)> {
        if self.closes_credit(index) {
            return Some((index + 1, self.skip_space(index + 1), true));
        }
        if !marks::is_quote(self.characters[index]) || !self.pairs.closes(index) {
            return None;
        }
        let next = self.skip_space(index + 1);
        let opens_another = self.at(next).is_some_and(marks::is_quote)
            && self.pairs.partner(next).is_some_and(|close| close > next);
        let breaks_off = self.before(index).is_some_and(marks::is_dash) && opens_another;
        let is_bound = breaks_off
            || self.side == Side::Chinese && chinese::speaker_follows(self, sentence, index);
        is_bound.then_some((index + 1, next, true))
    }
}

impl Scan<'_> {
    /// Whether a bracket that names the source of a picture closes at `index` and a sentence begins
    /// behind it: `(Photo courtesy of Ann Lee) The old mill …`.
    fn closes_credit(&self, index: usize) -> bool {
        if !marks::is_closing_bracket(self.characters[index]) || !self.pairs.closes(index) {
            return false;
        }
        let Some(open) = self.pairs.partner(index) else { return false };
        let next = self.at(self.skip_space(index + 1));
        let begins =
            next.is_some_and(|c| c.is_uppercase() || marks::is_cjk(c) && c.is_alphabetic());
        let start: String = self.characters[open + 1..index].iter().take(24).collect();
        let start = start.to_lowercase();
        begins && words().credits.iter().any(|word| start.starts_with(word))
    }
}

fn kind_of(stops: &[char]) -> Kind {
    let has = |test: fn(char) -> bool| stops.iter().any(|&c| test(c));
    if has(|c| matches!(c, '?' | '!' | '？' | '！' | '‼' | '⁇' | '⁈' | '⁉' | '‽')) {
        Kind::Exclamation
    } else if has(|c| matches!(c, '…' | '⋯'))
        || stops.len() > 2 && stops[..2] == ['.', '.']
        || stops.starts_with(&['.', ' '])
    {
        Kind::Ellipsis
    } else if has(|c| matches!(c, '。' | '｡')) {
        Kind::Statement
    } else {
        Kind::Period
    }
}
