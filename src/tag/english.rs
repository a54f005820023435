//! English: tokens and features.
//!
//! Features follow the study (training/EXPERIMENTS.md): words and shapes around the token, affixes, the
//! capitalised run it stands in, the number of its word's vector, lists of titles and of organisation and place
//! words, census name bands, and the longest phrase of the name lists.

use super::english_words::{self, CALENDAR, ORGANISATION, PLACE, SPEECH, TITLE};
use super::hash;
use super::names::{Names, phrase};
use super::observation::Observation;
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::text::CharSpan;

/// The longest phrase looked up, in tokens.
const LONGEST_PHRASE: usize = 6;

/// Feature templates; the numbers are part of a trained model.
mod template {
    pub const BIAS: u64 = 1;
    pub const WORD: u64 = 2; // 2..=6 for positions −2…+2
    pub const SHAPE: u64 = 8; // 8..=12
    pub const WORD_NEXT: u64 = 14;
    pub const WORD_BEFORE: u64 = 15;
    pub const SHAPES_3: u64 = 16;
    pub const SHAPES_5: u64 = 17;
    pub const PREFIX: u64 = 18; // 18..=21 for lengths 1–4
    pub const SUFFIX: u64 = 22; // 22..=25
    pub const ALL_CAPITALS: u64 = 26;
    pub const CAPITAL: u64 = 27;
    pub const RUN: u64 = 28;
    pub const RUN_LEFT: u64 = 29;
    pub const RUN_RIGHT: u64 = 30;
    pub const RUN_LAST: u64 = 31;
    pub const RUN_FIRST: u64 = 32;
    pub const RUN_ORGANISATION: u64 = 33;
    pub const OF_LEFT: u64 = 34;
    pub const OF_RIGHT: u64 = 35;
    pub const KIND: u64 = 43; // 43..=47 for −2…+2
    pub const GIVEN_NAME: u64 = 48;
    pub const SURNAME: u64 = 49;
    pub const GIVEN_BEFORE: u64 = 50;
    pub const SURNAME_AFTER: u64 = 51;
    pub const PHRASE: u64 = 52;
    pub const PHRASE_LENGTH: u64 = 53;
    pub const FIRST_TOKEN: u64 = 54;
    pub const NAME_PATTERN: u64 = 55;
    pub const VECTOR: u64 = 57;
}

/// What the features need of a token, looked up once.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// Hash of the word in lower case, a digit run by its length alone.
    lower: u64,
    shape: u64,
    capital: bool,
    letter: bool,
    /// Number of its vector among those of the name lists + 1 (0: none).
    vector: u32,
    kinds: u32,
    given: u32,
    surname: u32,
}

/// The tokens of a sentence and their features.
pub fn observe(text: &str, names: &Names, lexicon: &Lexicon) -> Observation {
    let chars: Vec<char> = text.chars().collect();
    let lower: Vec<char> = chars.iter().map(|&c| lower_char(c)).collect();
    let tokens = tokens(&chars);
    let words: Vec<Word> = tokens.iter().map(|&t| word(&chars, &lower, t, names)).collect();
    let vector = |token: &CharSpan| {
        let form: String = lower[token.start..token.end].iter().collect();
        lexicon.vector_number(Side::English, &form)
    };
    let mut observation = Observation {
        features: Vec::with_capacity(tokens.len() * 64),
        tokens: Vec::new(),
        words: tokens.iter().map(vector).collect(),
    };
    let sentence = Sentence { lower: &lower, tokens: &tokens, words: &words };
    for index in 0..tokens.len() {
        sentence.add_words(index, &mut observation);
        sentence.add_affixes(index, &chars, &mut observation);
        sentence.add_run(index, &mut observation);
        sentence.add_lists(index, &mut observation);
    }
    sentence.add_phrases(names, &mut observation);
    observation.tokens = tokens;
    observation
}

fn lower_char(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// The tokens of a sentence: words (with an inner apostrophe as in `O'Brien`), abbreviations with
/// inner full stops, numbers, the possessive `'s`, and other characters one by one.
pub fn tokens(chars: &[char]) -> Vec<CharSpan> {
    let mut tokens = Vec::with_capacity(chars.len() / 4);
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let end = token_end(chars, at);
        tokens.push(CharSpan::new(at, end));
        at = end;
    }
    tokens
}

/// Where the token that starts at `at` ends.
fn token_end(chars: &[char], at: usize) -> usize {
    let c = chars[at];
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    if c.is_alphabetic() {
        if let Some(end) = abbreviation_end(chars, at) {
            return end;
        }
        let end = run_end(chars, at, char::is_alphabetic);
        let inner = chars.get(end).is_some_and(|&c| is_apostrophe(c));
        if inner && (1..=3).all(|i| letter(end + i)) {
            return run_end(chars, end + 1, char::is_alphabetic);
        }
        return end;
    }
    if c.is_numeric() {
        let mut end = run_end(chars, at, char::is_numeric);
        while matches!(chars.get(end), Some('.' | ',' | ':'))
            && chars.get(end + 1).is_some_and(|c| c.is_numeric())
        {
            end = run_end(chars, end + 1, char::is_numeric);
        }
        return end;
    }
    let possessive = is_apostrophe(c) && chars.get(at + 1) == Some(&'s') && !letter(at + 2);
    if possessive { at + 2 } else { at + 1 }
}

fn run_end(chars: &[char], at: usize, belongs: impl Fn(char) -> bool) -> usize {
    chars[at..].iter().position(|&c| !belongs(c)).map_or(chars.len(), |length| at + length)
}

/// `U.S.`, `J.K.`: at least two single letters, each with its full stop.
fn abbreviation_end(chars: &[char], at: usize) -> Option<usize> {
    let mut end = at;
    while chars.get(end).is_some_and(char::is_ascii_alphabetic) && chars.get(end + 1) == Some(&'.')
    {
        end += 2;
    }
    (end - at >= 4).then_some(end)
}

fn word(chars: &[char], lower: &[char], token: CharSpan, names: &Names) -> Word {
    let written = &chars[token.start..token.end];
    let low = &lower[token.start..token.end];
    let hash_lower = if written[0].is_numeric() {
        hash::mix(0xD161, token.len().min(5) as u64)
    } else {
        hash::of_chars(low)
    };
    let vector = names.vectors.get(hash::key(hash::of_chars(written)));
    let vector = vector.or_else(|| names.vectors.get(hash::key(hash_lower))).unwrap_or(0);
    let bands = names.words.get(hash::key(hash_lower)).unwrap_or(0);
    Word {
        lower: hash_lower,
        shape: shape(written),
        capital: written[0].is_uppercase(),
        letter: written[0].is_alphabetic(),
        vector,
        kinds: english_words::kinds(hash_lower),
        given: bands & 3,
        surname: bands >> 2 & 3,
    }
}

/// `Xx`, `dd`, `X-Xx` …: the kind of each character, runs cut to two, eight at most.
fn shape(written: &[char]) -> u64 {
    let mut state = 0;
    let mut length = 0;
    let mut last = ('\0', '\0');
    for &c in written {
        let kind = if c.is_uppercase() {
            'X'
        } else if c.is_lowercase() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        if last == (kind, kind) {
            continue;
        }
        state = hash::mix(state, u64::from(u32::from(kind)));
        last = (last.1, kind);
        length += 1;
        if length == 8 {
            break;
        }
    }
    state
}

struct Sentence<'a> {
    lower: &'a [char],
    tokens: &'a [CharSpan],
    words: &'a [Word],
}

/// Hashes that stand for "before the sentence" and "after it".
const BEFORE: u64 = 0xB0;
const AFTER: u64 = 0xAF;

impl Sentence<'_> {
    fn at(&self, index: usize, offset: isize) -> Option<&Word> {
        index.checked_add_signed(offset).and_then(|i| self.words.get(i))
    }

    fn lower_at(&self, index: usize, offset: isize) -> u64 {
        self.at(index, offset).map_or(if offset < 0 { BEFORE } else { AFTER }, |w| w.lower)
    }

    fn shape_at(&self, index: usize, offset: isize) -> u64 {
        self.at(index, offset).map_or(BEFORE, |w| w.shape)
    }

    fn add_words(&self, index: usize, to: &mut Observation) {
        to.add(index, template::BIAS, 0);
        if self.words[index].vector != 0 {
            to.add(index, template::VECTOR, u64::from(self.words[index].vector));
        }
        for (slot, offset) in (-2..=2).enumerate() {
            to.add(index, template::WORD + slot as u64, self.lower_at(index, offset));
            to.add(index, template::SHAPE + slot as u64, self.shape_at(index, offset));
        }
        let here = self.lower_at(index, 0);
        to.add_pair(index, template::WORD_NEXT, here, self.lower_at(index, 1));
        to.add_pair(index, template::WORD_BEFORE, self.lower_at(index, -1), here);
        let around = (-1..=1).fold(0, |state, d| hash::mix(state, self.shape_at(index, d)));
        to.add(index, template::SHAPES_3, around);
        let around = (-2..=2).fold(0, |state, d| hash::mix(state, self.shape_at(index, d)));
        to.add(index, template::SHAPES_5, around);
    }

    fn add_affixes(&self, index: usize, chars: &[char], to: &mut Observation) {
        if !self.words[index].letter {
            return;
        }
        let token = self.tokens[index];
        for length in 1..=4usize {
            let cut = length.min(token.len());
            let first = &chars[token.start..token.start + cut];
            let last = &self.lower[token.end - cut..token.end];
            to.add(index, template::PREFIX + length as u64 - 1, hash::of_chars(first));
            to.add(index, template::SUFFIX + length as u64 - 1, hash::of_chars(last));
        }
    }

    /// The run of capitalised tokens around `index`: first and last index.
    fn run(&self, index: usize) -> (usize, usize) {
        let first = self.words[..index].iter().rposition(|w| !w.capital).map_or(0, |i| i + 1);
        let last = self.words[index..].iter().position(|w| !w.capital);
        (first, last.map_or(self.words.len(), |length| index + length) - 1)
    }

    fn add_run(&self, index: usize, to: &mut Observation) {
        if self.mostly_capitals() {
            to.add(index, template::ALL_CAPITALS, 0);
        }
        if !self.words[index].capital {
            return;
        }
        let (first, last) = self.run(index);
        to.add(index, template::CAPITAL, 0);
        let place = ((index - first).min(3), (last - index).min(3));
        to.add_pair(index, template::RUN, place.0 as u64, place.1 as u64);
        to.add(index, template::RUN_LEFT, self.lower_at(first, -1));
        to.add(index, template::RUN_RIGHT, self.lower_at(last, 1));
        to.add(index, template::RUN_LAST, self.words[last].lower);
        to.add(index, template::RUN_FIRST, self.words[first].lower);
        let run = &self.words[first..=last];
        if run.iter().any(|w| w.kinds & ORGANISATION != 0) {
            to.add(index, template::RUN_ORGANISATION, 0);
        }
        if index == 0 {
            to.add(index, template::FIRST_TOKEN, self.words[0].shape);
        }
        self.add_joined_runs(index, (first, last), to);
    }

    /// `Bank of England`: the first word of the run on the other side of `of`, `and`, `for`.
    fn add_joined_runs(&self, index: usize, (first, last): (usize, usize), to: &mut Observation) {
        let joins = |offset_from: usize, offset: isize| {
            self.at(offset_from, offset).is_some_and(|w| is_joint(w.lower))
        };
        let capital = |from: usize, offset: isize| self.at(from, offset).filter(|w| w.capital);
        if joins(first, -1)
            && let Some(word) = capital(first, -2)
        {
            to.add(index, template::OF_LEFT, word.lower);
        }
        if joins(last, 1)
            && let Some(word) = capital(last, 2)
        {
            to.add(index, template::OF_RIGHT, word.lower);
        }
    }

    /// Whether more than 70 % of the words are capitalised, as in a headline.
    fn mostly_capitals(&self) -> bool {
        let letters = self.words.iter().filter(|w| w.letter).count().max(1);
        let capitals = self.words.iter().filter(|w| w.letter && w.capital).count();
        capitals * 10 > letters * 7
    }

    fn add_lists(&self, index: usize, to: &mut Observation) {
        for (slot, offset) in (-2..=2).enumerate() {
            let kinds = self.at(index, offset).map_or(0, |w| w.kinds);
            for kind in [ORGANISATION, PLACE, TITLE, SPEECH, CALENDAR] {
                if kinds & kind != 0 {
                    to.add(index, template::KIND + slot as u64, u64::from(kind));
                }
            }
        }
        let word = self.words[index];
        if !word.capital {
            return;
        }
        if word.given != 0 {
            to.add(index, template::GIVEN_NAME, u64::from(word.given));
        }
        to.add(index, template::SURNAME, u64::from(word.surname));
        if self.at(index, -1).is_some_and(|w| w.capital && w.given != 0) {
            to.add(index, template::GIVEN_BEFORE, 0);
        }
        if self.at(index, 1).is_some_and(|w| w.capital && w.surname != 0) {
            to.add(index, template::SURNAME_AFTER, 0);
        }
        let pattern = (-1..=1).fold(0, |state, d| {
            let bands = self
                .at(index, d)
                .map_or(99, |w| u64::from(w.given << 3 | w.surname << 1 | u32::from(w.capital)));
            hash::mix(state, bands)
        });
        to.add(index, template::NAME_PATTERN, pattern);
    }

    /// The longest phrase of the lists at each capitalised token.
    fn add_phrases(&self, names: &Names, to: &mut Observation) {
        for start in 0..self.words.len() {
            if !self.words[start].capital {
                continue;
            }
            if let Some((length, lists)) = self.longest_phrase(start, names) {
                for index in start..start + length {
                    let place = place_in(index - start, length);
                    for bit in (0..20).filter(|bit| lists >> bit & 1 != 0) {
                        to.add_pair(index, template::PHRASE, place, bit);
                    }
                    to.add_pair(index, template::PHRASE_LENGTH, place, length as u64);
                }
            }
        }
    }

    fn longest_phrase(&self, start: usize, names: &Names) -> Option<(usize, u32)> {
        let mut state = 0;
        let mut longest = None;
        for (index, token) in self.tokens.iter().enumerate().skip(start).take(LONGEST_PHRASE) {
            let written = &self.lower[token.start..token.end];
            state = hash::mix(state, phrase_word(written));
            let Some(lists) = names.english_phrases.get(hash::key(state)) else { break };
            if lists & phrase::LISTS != 0 && self.words[index].capital {
                longest = Some((index + 1 - start, lists & phrase::LISTS));
            }
            if lists & phrase::PREFIX == 0 {
                break;
            }
        }
        longest
    }
}

/// The hash of one word of a phrase: lower case, without full stops.
fn phrase_word(lower: &[char]) -> u64 {
    if lower.contains(&'.') {
        let bare: Vec<char> = lower.iter().copied().filter(|&c| c != '.').collect();
        hash::of_chars(&bare)
    } else {
        hash::of_chars(lower)
    }
}

/// The hashes under which a phrase is stored: one for each of its beginnings, the last is itself.
pub fn phrase_hashes(name: &str) -> Vec<u64> {
    let lower: Vec<char> = name.chars().map(lower_char).collect();
    let mut state = 0;
    tokens(&lower)
        .iter()
        .map(|token| {
            state = hash::mix(state, phrase_word(&lower[token.start..token.end]));
            state
        })
        .collect()
}

/// Where a token stands in a phrase: alone, first, last or inside.
fn place_in(offset: usize, length: usize) -> u64 {
    match (offset, length) {
        (_, 1) => 0,
        (0, _) => 1,
        (offset, length) if offset + 1 == length => 2,
        _ => 3,
    }
}

fn is_joint(word: u64) -> bool {
    static JOINTS: std::sync::LazyLock<[u64; 4]> =
        std::sync::LazyLock::new(|| ["of", "and", "for", "&"].map(hash::of_str));
    JOINTS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        tokens(&chars).iter().map(|t| chars[t.start..t.end].iter().collect()).collect()
    }

    #[test]
    fn tokens_keep_abbreviations_and_split_possessives() {
        assert_eq!(words("U.S. envoys"), ["U.S.", "envoys"]);
        assert_eq!(words("O'Brien’s 1,300.5"), ["O'Brien", "’s", "1,300.5"]);
        assert_eq!(words("Smith-Jones, don't"), ["Smith", "-", "Jones", ",", "don", "'", "t"]);
    }

    #[test]
    fn shapes_cut_runs_to_two() {
        let shape_of = |w: &str| shape(&w.chars().collect::<Vec<_>>());
        assert_eq!(shape_of("Paris"), shape_of("Wyden"));
        assert_ne!(shape_of("Paris"), shape_of("PARIS"));
    }
}
