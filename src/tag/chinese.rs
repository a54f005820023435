//! Chinese: tokens and features.
//!
//! Tokens are single Han characters, whole Latin words and numbers. Features follow the study
//! (training/EXPERIMENTS.md): characters and their pairs around the token, kinds of characters, runs
//! of transliteration characters, dictionary words with their neighbours, the longest phrase of
//! the name lists at each place, surnames, endings of names, and English name bands of Latin words.

use super::chinese_words::{self, Ending};
use super::hash;
use super::names::{Names, phrase};
use super::observation::Observation;
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::text::CharSpan;

/// The longest phrase looked up, in characters.
const LONGEST_PHRASE: usize = 16;
/// How far before an ending its feature reaches, in tokens.
const ENDING_REACH: usize = 8;

/// Feature templates; the numbers are part of a trained model.
mod template {
    pub const BIAS: u64 = 101;
    pub const CHAR: u64 = 102; // 102..=106 for −2…+2
    pub const PAIR: u64 = 107; // 107..=110 for pairs beginning at −2…+1
    pub const TRIPLE: u64 = 111;
    pub const AROUND: u64 = 112;
    pub const KINDS_5: u64 = 113;
    pub const KINDS_3: u64 = 114;
    pub const KIND: u64 = 115;
    pub const LATIN_SUFFIX: u64 = 116;
    pub const RUN: u64 = 117;
    pub const WORD_PLACE: u64 = 118;
    pub const WORD: u64 = 119;
    pub const WORD_LENGTH: u64 = 120;
    pub const WORD_BEFORE: u64 = 121;
    pub const WORD_AFTER: u64 = 122;
    pub const WORD_LAST: u64 = 123;
    pub const CONTEXT_BEFORE: u64 = 124;
    pub const CONTEXT_AFTER: u64 = 125;
    pub const PHRASE: u64 = 126;
    pub const PHRASE_LENGTH: u64 = 127;
    pub const SURNAME: u64 = 128; // 128..=130 for here, −1, −2
    pub const SURNAME_DOUBLE: u64 = 131;
    pub const ENDING: u64 = 132;
    pub const BEFORE_ENDING: u64 = 133;
    pub const BEFORE_THIS_ENDING: u64 = 134;
    pub const LATIN_GIVEN: u64 = 135;
    pub const LATIN_SURNAME: u64 = 136;
    pub const LATIN_CITY: u64 = 137;
}

/// Kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Outside = 0,
    Transliteration,
    Han,
    Digits,
    Capitals,
    OneCapital,
    Capitalised,
    SmallLatin,
    NameDot,
    Other,
}

/// A dictionary word over tokens `first..=last`.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Its place among the words that the text was cut into.
    number: usize,
    first: usize,
    last: usize,
    hash: u64,
    chars: usize,
    last_char: char,
}

/// The tokens of a sentence and their features. `cut` cuts a text into dictionary words that
/// cover it wholly.
pub fn observe<'t>(
    text: &'t str,
    names: &Names,
    lexicon: &Lexicon,
    cut: impl Fn(&'t str) -> Vec<&'t str>,
) -> Observation {
    let chars: Vec<char> = text.chars().collect();
    let tokens = tokens(&chars);
    let kinds: Vec<Kind> = tokens.iter().map(|t| kind(&chars[t.start..t.end])).collect();
    let hashes: Vec<u64> =
        tokens.iter().zip(&kinds).map(|(&t, &k)| token_hash(&chars, t, k)).collect();
    let sentence = Sentence { chars: &chars, tokens: &tokens, kinds: &kinds, hashes: &hashes };
    let mut to = Observation {
        features: Vec::with_capacity(tokens.len() * 56),
        tokens: Vec::new(),
        words: vec![None; tokens.len()],
    };
    for index in 0..tokens.len() {
        sentence.add_characters(index, &mut to);
        sentence.add_surnames(index, names, &mut to);
        sentence.add_latin(index, names, &mut to);
    }
    sentence.add_runs(&mut to);
    let cut = cut(text);
    let words = sentence.words(&cut);
    sentence.add_words(&words, &mut to);
    for word in &words {
        let form = cut[word.number];
        let lower;
        let form = if form.is_ascii() {
            lower = form.to_ascii_lowercase();
            &lower
        } else {
            form
        };
        to.words[word.first..=word.last].fill(lexicon.vector_number(Side::Chinese, form));
    }
    sentence.add_phrases(names, &mut to);
    sentence.add_endings(&mut to);
    to.tokens = tokens;
    to
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('À'..='ÿ').contains(&c)
}

/// Tokens: Han characters one by one, Latin words with inner apostrophes and hyphens, numbers.
pub fn tokens(chars: &[char]) -> Vec<CharSpan> {
    let mut tokens = Vec::with_capacity(chars.len());
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

fn token_end(chars: &[char], at: usize) -> usize {
    let run = |from: usize, belongs: &dyn Fn(char) -> bool| {
        chars[from..].iter().position(|&c| !belongs(c)).map_or(chars.len(), |length| from + length)
    };
    let (belongs, joints): (&dyn Fn(char) -> bool, &[char]) = if is_latin(chars[at]) {
        (&is_latin, &['\'', '’', '-'])
    } else if chars[at].is_numeric() && !is_han(chars[at]) {
        (&|c: char| c.is_numeric() && !is_han(c), &['.', ','])
    } else {
        return at + 1;
    };
    let mut end = run(at, belongs);
    while chars.get(end).is_some_and(|c| joints.contains(c))
        && chars.get(end + 1).is_some_and(|&c| belongs(c))
    {
        end = run(end + 1, belongs);
    }
    end
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn kind(token: &[char]) -> Kind {
    let first = token[0];
    if is_han(first) {
        let sound = chinese_words::is_transliteration(first);
        return if sound { Kind::Transliteration } else { Kind::Han };
    }
    if first.is_numeric() {
        return Kind::Digits;
    }
    if is_latin(first) {
        let capitals = token.iter().all(|c| !c.is_lowercase());
        return match (capitals, token.len(), first.is_uppercase()) {
            (true, 1, _) => Kind::OneCapital,
            (true, _, _) => Kind::Capitals,
            (false, _, true) => Kind::Capitalised,
            (false, _, false) => Kind::SmallLatin,
        };
    }
    if matches!(first, '·' | '•' | '・' | '．') { Kind::NameDot } else { Kind::Other }
}

fn token_hash(chars: &[char], token: CharSpan, kind: Kind) -> u64 {
    let written = &chars[token.start..token.end];
    match kind {
        Kind::Digits if written.len() > 1 => hash::mix(0xD161, written.len().min(5) as u64),
        Kind::Capitals | Kind::Capitalised | Kind::SmallLatin => {
            let lower: Vec<char> = written.iter().map(|&c| lower_char(c)).collect();
            hash::of_chars(&lower)
        }
        Kind::NameDot => hash::of_chars(&['·']),
        _ => hash::of_chars(written),
    }
}

fn lower_char(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Hashes that stand for "before the sentence" and "after it".
const BEFORE: u64 = 0xB0;
const AFTER: u64 = 0xAF;

struct Sentence<'a> {
    chars: &'a [char],
    tokens: &'a [CharSpan],
    kinds: &'a [Kind],
    hashes: &'a [u64],
}

impl Sentence<'_> {
    fn hash_at(&self, index: usize, offset: isize) -> u64 {
        let found = index.checked_add_signed(offset).and_then(|i| self.hashes.get(i));
        found.copied().unwrap_or(if offset < 0 { BEFORE } else { AFTER })
    }

    fn kind_at(&self, index: usize, offset: isize) -> Kind {
        let found = index.checked_add_signed(offset).and_then(|i| self.kinds.get(i));
        found.copied().unwrap_or(Kind::Outside)
    }

    fn add_characters(&self, index: usize, to: &mut Observation) {
        let [before2, before, here, after, after2] =
            [-2, -1, 0, 1, 2].map(|offset| self.hash_at(index, offset));
        to.add(index, template::BIAS, 0);
        for (slot, value) in [before2, before, here, after, after2].into_iter().enumerate() {
            to.add(index, template::CHAR + slot as u64, value);
        }
        to.add_pair(index, template::PAIR, before2, before);
        to.add_pair(index, template::PAIR + 1, before, here);
        to.add_pair(index, template::PAIR + 2, here, after);
        to.add_pair(index, template::PAIR + 3, after, after2);
        to.add_pair(index, template::TRIPLE, hash::mix(before, here), after);
        to.add_pair(index, template::AROUND, before, after);
        let kinds = [-2, -1, 0, 1, 2].map(|offset| self.kind_at(index, offset) as u64);
        let fold = |kinds: &[u64]| kinds.iter().fold(0, |state, kind| state * 16 + kind);
        to.add(index, template::KINDS_5, fold(&kinds));
        to.add(index, template::KINDS_3, fold(&kinds[1..4]));
        to.add(index, template::KIND, kinds[2]);
    }

    fn add_surnames(&self, index: usize, names: &Names, to: &mut Observation) {
        if !matches!(self.kinds[index], Kind::Han | Kind::Transliteration) {
            return;
        }
        let start = self.tokens[index].start;
        let here = names.chinese_character(self.chars[start]);
        if here & phrase::SURNAME != 0 {
            for offset in 0..3.min(self.tokens.len() - index) {
                to.add(index + offset, template::SURNAME + offset as u64, 0);
            }
        }
        let double = self.chars.get(start..start + 2).filter(|_| here & phrase::PREFIX != 0);
        let bits =
            double.and_then(|double| names.chinese_phrases.get(hash::key(phrase_hash(double))));
        if bits.is_some_and(|bits| bits & phrase::SURNAME != 0) {
            to.add(index, template::SURNAME_DOUBLE, 0);
        }
    }

    fn add_latin(&self, index: usize, names: &Names, to: &mut Observation) {
        use Kind::{Capitalised, Capitals, OneCapital};
        if !matches!(self.kinds[index], Capitals | OneCapital | Capitalised) {
            return;
        }
        let token = self.tokens[index];
        let lower: Vec<char> =
            self.chars[token.start..token.end].iter().map(|&c| lower_char(c)).collect();
        let suffix = &lower[lower.len().saturating_sub(3)..];
        to.add(index, template::LATIN_SUFFIX, hash::of_chars(suffix));
        let bands = names.words.get(hash::key(hash::of_chars(&lower))).unwrap_or(0);
        if bands & 3 != 0 {
            to.add(index, template::LATIN_GIVEN, 0);
        }
        if bands >> 2 & 3 != 0 {
            to.add(index, template::LATIN_SURNAME, u64::from(bands >> 2 & 3));
        }
        let lists = names.english_phrases.get(hash::key(hash::mix(0, hash::of_chars(&lower))));
        if lists.unwrap_or(0) & (phrase::CITY_LARGE | phrase::CITY_MIDDLE) != 0 {
            to.add(index, template::LATIN_CITY, 0);
        }
    }

    /// Runs of three or more transliteration characters and name dots.
    fn add_runs(&self, to: &mut Observation) {
        let in_run = |kind: Kind| matches!(kind, Kind::Transliteration | Kind::NameDot);
        let mut start = 0;
        while start < self.kinds.len() {
            let length = self.kinds[start..].iter().take_while(|&&k| in_run(k)).count();
            let run = start..start + length;
            if length >= 3 {
                let dotted = self.kinds[run.clone()].contains(&Kind::NameDot);
                for index in run {
                    let place = place_in(index - start, length).max(1);
                    let shape = (length.min(6) as u64) << 1 | u64::from(dotted);
                    to.add_pair(index, template::RUN, shape, place);
                }
            }
            start += length.max(1);
        }
    }

    /// The dictionary words as runs of tokens.
    fn words(&self, cut: &[&str]) -> Vec<Word> {
        let mut words = Vec::with_capacity(cut.len());
        let (mut at, mut token) = (0, 0);
        for (number, part) in cut.iter().enumerate() {
            let start = at;
            at += part.chars().count();
            while token < self.tokens.len() && self.tokens[token].end <= start {
                token += 1;
            }
            let mut last = token;
            while last < self.tokens.len() && self.tokens[last].start < at {
                last += 1;
            }
            if last > token {
                let chars = &self.chars[start..at];
                let hash = hash::of_chars(chars);
                let last_char = chars[chars.len() - 1];
                words.push(Word {
                    number,
                    first: token,
                    last: last - 1,
                    hash,
                    chars: chars.len(),
                    last_char,
                });
            }
        }
        words
    }

    fn add_words(&self, words: &[Word], to: &mut Observation) {
        for (number, word) in words.iter().enumerate() {
            let before = if number > 0 { words[number - 1].hash } else { BEFORE };
            let after = words.get(number + 1).map_or(AFTER, |next| next.hash);
            let length = word.last - word.first + 1;
            for index in word.first..=word.last {
                let place = place_in(index - word.first, length);
                to.add(index, template::WORD_PLACE, place);
                to.add(index, template::WORD, word.hash);
                to.add_pair(index, template::WORD_LENGTH, word.chars.min(5) as u64, place);
                to.add(index, template::WORD_BEFORE, before);
                to.add(index, template::WORD_AFTER, after);
                to.add_pair(
                    index,
                    template::WORD_LAST,
                    place,
                    u64::from(u32::from(word.last_char)),
                );
                if chinese_words::is_person_context(before) {
                    to.add(index, template::CONTEXT_BEFORE, 0);
                }
                if chinese_words::is_person_context(after) {
                    to.add(index, template::CONTEXT_AFTER, 0);
                }
            }
        }
    }

    /// The longest phrase of the lists at each place; phrases may overlap.
    fn add_phrases(&self, names: &Names, to: &mut Observation) {
        let mut token = 0;
        for start in 0..self.chars.len() {
            while token < self.tokens.len() && self.tokens[token].end <= start {
                token += 1;
            }
            let Some((length, lists)) = longest_phrase(&self.chars[start..], names) else {
                continue;
            };
            let covered =
                self.tokens[token..].iter().take_while(|t| t.start < start + length).count();
            for index in token..token + covered {
                let place = place_in(index - token, covered);
                for bit in (0..20).filter(|bit| lists >> bit & 1 != 0) {
                    to.add_pair(index, template::PHRASE, place, bit);
                }
                to.add_pair(index, template::PHRASE_LENGTH, place, length.min(6) as u64);
            }
        }
    }

    /// Endings of names at each token, and the tokens that stand before one.
    fn add_endings(&self, to: &mut Observation) {
        for index in 0..self.tokens.len() {
            let end = self.tokens[index].end;
            for (ending, suffix) in chinese_words::endings(&self.chars[..end]) {
                let kind = u64::from(ending == Ending::Organisation);
                to.add_pair(index, template::ENDING, kind, suffix);
                for distance in 1..=ENDING_REACH.min(index) {
                    if self.kinds[index - distance] == Kind::Other {
                        break;
                    }
                    let near = distance.min(4) as u64;
                    to.add_pair(index - distance, template::BEFORE_ENDING, kind, near);
                    if distance <= 4 {
                        to.add_pair(index - distance, template::BEFORE_THIS_ENDING, kind, suffix);
                    }
                }
            }
        }
    }
}

/// The hash under which a Chinese phrase is stored.
pub fn phrase_hash(chars: &[char]) -> u64 {
    chars.iter().fold(0, |state, &c| hash::mix(state, u64::from(u32::from(c))))
}

/// The longest phrase that begins here: its length and lists.
fn longest_phrase(chars: &[char], names: &Names) -> Option<(usize, u32)> {
    let (&first, rest) = chars.split_first()?;
    let mut bits = names.chinese_character(first);
    let mut state = phrase_hash(&[first]);
    let mut longest = None;
    for (length, &c) in (2..=LONGEST_PHRASE).zip(rest) {
        if bits & phrase::PREFIX == 0 {
            break;
        }
        state = hash::mix(state, u64::from(u32::from(c)));
        let Some(found) = names.chinese_phrases.get(hash::key(state)) else { break };
        if found & phrase::LISTS != 0 {
            longest = Some((length, found & phrase::LISTS));
        }
        bits = found;
    }
    longest
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_characters_latin_words_and_numbers() {
        let chars: Vec<char> = "罗恩·怀登(Jean-Luc)投了1,300票".chars().collect();
        let words: Vec<String> =
            tokens(&chars).iter().map(|t| chars[t.start..t.end].iter().collect()).collect();
        assert_eq!(
            words,
            ["罗", "恩", "·", "怀", "登", "(", "Jean-Luc", ")", "投", "了", "1,300", "票"]
        );
    }
}
