//! English words and numerals: `1.3 million`, `twenty-three`, `hundreds of thousands`, `$5bn`.

use super::chinese_number::digit_run;
use super::number::{Decimal, vague};
use super::quantity::Worth;
use crate::number_words::cardinal;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, also with digits among or after them (`G20`) and an apostrophe inside.
    Word,
    /// Digits with their commas and point.
    Digits,
    /// Any other character that is not white space.
    Sign,
}

/// A token of English text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
    /// The text in lower case; digits without commas.
    pub lower: String,
    /// Begins with a capital.
    pub capital: bool,
    /// Stands at the end of the token before it, without white space.
    pub glued: bool,
}

/// The tokens of a text whose characters are folded.
pub fn tokens(chars: &[char]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let (end, kind, lower) = token_at(chars, at);
        let glued = tokens.last().is_some_and(|last| last.end == at);
        let capital = chars[at].is_uppercase();
        tokens.push(Token { start: at, end, kind, lower, capital, glued });
        at = end;
    }
    tokens
}

fn token_at(chars: &[char], at: usize) -> (usize, Kind, String) {
    if chars[at].is_ascii_digit() {
        let (end, whole, fraction) = digit_run(chars, at);
        let lower = if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") };
        return (end, Kind::Digits, lower);
    }
    if !chars[at].is_alphabetic() {
        return (at + 1, Kind::Sign, chars[at].to_string());
    }
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric());
    let end = (at..).find(|&i| !letter(i)).unwrap_or(chars.len());
    (end, Kind::Word, chars[at..end].iter().flat_map(|c| c.to_lowercase()).collect())
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Digits alone: how many before the point, and whether neither comma nor point is among them.
    Digits { count: usize, plain: bool },
    /// Digits and a scale.
    Scaled,
    /// Words.
    Words,
    /// Only the power of ten is known.
    Vague(u32),
}

/// A number at a place in the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// One past its last token.
    pub next: usize,
    /// What it is worth.
    pub value: Decimal,
    /// How it is written.
    pub form: Form,
}

impl Worth for Numeral {
    fn text(&self) -> String {
        match self.form {
            Form::Vague(power) => vague(power).unwrap_or("many").to_owned(),
            _ => self.value.to_string(),
        }
    }
}

/// The tokens of a text, with what can be asked about them.
pub struct Words<'a> {
    /// The folded characters.
    pub chars: &'a [char],
    /// The tokens.
    pub tokens: &'a [Token],
}

impl<'a> Words<'a> {
    /// The lower-case text of token `at`, `""` past the end.
    pub fn lower(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// The lower-case text of the token before `at`.
    pub fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |i| self.lower(i))
    }

    /// Whether token `at` stands without white space at the one before.
    pub fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// Whether the tokens from `at` are these.
    pub fn stands(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.lower(at + i) == *word)
    }

    /// Whether token `at` is a hyphen or dash between glued tokens.
    pub fn hyphen(&self, at: usize) -> bool {
        matches!(self.lower(at), "-" | "‑" | "‐" | "–") && self.glued(at) && self.glued(at + 1)
    }

    /// The digits of token `at`, written plainly, if it has at most `most` of them.
    pub fn plain_digits(&self, at: usize, most: usize) -> Option<i32> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Digits)?;
        let plain = token.end - token.start == token.lower.len() && token.lower.len() <= most;
        (plain && !token.lower.contains('.')).then(|| token.lower.parse().ok()).flatten()
    }

    /// The number that starts at token `at`.
    pub fn number(&self, at: usize) -> Option<Numeral> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Digits => self.digits(at),
            Kind::Word => self.vague(at).or_else(|| self.half_scale(at)).or_else(|| self.words(at)),
            Kind::Sign => None,
        }
    }

    fn digits(&self, at: usize) -> Option<Numeral> {
        let token = &self.tokens[at];
        let (whole, fraction) = token.lower.split_once('.').unwrap_or((&token.lower, ""));
        let value = Decimal::from_digits(whole, fraction)?;
        let plain = fraction.is_empty() && token.end - token.start == whole.len();
        let form = Form::Digits { count: whole.len(), plain };
        Some(self.scaled(Numeral { next: at + 1, value, form }))
    }

    /// The numeral with the scale after it, if there is one: `1.3 million`, `5bn`, `3-million`.
    fn scaled(&self, numeral: Numeral) -> Numeral {
        let skip = usize::from(self.hyphen(numeral.next));
        let mut result = numeral;
        let mut at = numeral.next + skip;
        while let Some(factor) = self.scale(at, at == numeral.next) {
            let Some(value) = result.value.times(factor) else { break };
            let form = if matches!(numeral.form, Form::Words) { Form::Words } else { Form::Scaled };
            result = Numeral { next: at + 1, value, form };
            at += 1;
        }
        result
    }

    fn scale(&self, at: usize, direct: bool) -> Option<u64> {
        let glued = direct && self.glued(at);
        Some(match self.lower(at) {
            "hundred" => 100,
            "thousand" => 1_000,
            "million" => 1_000_000,
            "billion" => 1_000_000_000,
            "trillion" => 1_000_000_000_000,
            "dozen" => 12,
            "k" if glued => 1_000,
            "mn" | "mln" if glued => 1_000_000,
            "bn" if direct => 1_000_000_000,
            "tn" | "trn" if glued => 1_000_000_000_000,
            _ => return None,
        })
    }

    /// `hundreds of thousands`, `dozens`, `several hundred`, `a few thousand`.
    fn vague(&self, at: usize) -> Option<Numeral> {
        let few = match self.lower(at) {
            "several" => 1,
            "a" if self.lower(at + 1) == "few" => 2,
            _ => 0,
        };
        if few > 0 {
            let power = single_power(self.lower(at + few))?;
            return Some(vague_numeral(at + few + 1, power));
        }
        let mut power = plural_power(self.lower(at))?;
        let mut next = at + 1;
        while self.lower(next) == "of" {
            let Some(more) = plural_power(self.lower(next + 1)).filter(|more| *more > 1) else {
                break;
            };
            power += more;
            next += 2;
        }
        // "tens" counts only in "tens of thousands".
        let bare_tens = self.lower(at) == "tens" && next == at + 1;
        (!bare_tens && vague(power).is_some()).then(|| vague_numeral(next, power))
    }

    /// `half a million`, `half a dozen`.
    fn half_scale(&self, at: usize) -> Option<Numeral> {
        if !self.stands(at, &["half", "a"]) {
            return None;
        }
        let factor = self.scale(at + 2, false)?;
        Some(Numeral { next: at + 3, value: Decimal::whole(factor / 2), form: Form::Words })
    }

    fn words(&self, at: usize) -> Option<Numeral> {
        let article = matches!(self.lower(at), "a" | "one");
        let (small, mut next) =
            if self.lower(at) == "a" { (1, at + 1) } else { self.below_hundred(at)? };
        if article && self.scale(next, false).is_none() && !self.and_a_half(next) {
            return None;
        }
        let mut value = Decimal::whole(small);
        if self.and_a_half(next) {
            value = value.plus(Decimal::from_digits("0", "5")?)?;
            next += 3;
        }
        let numeral = self.scaled(Numeral { next, value, form: Form::Words });
        Some(self.rest_of_words(numeral))
    }

    fn and_a_half(&self, at: usize) -> bool {
        self.stands(at, &["and", "a", "half"])
    }

    /// `hundred and five`: what follows a scale.
    fn rest_of_words(&self, numeral: Numeral) -> Numeral {
        let scaled = matches!(self.before(numeral.next), "hundred" | "thousand" | "million");
        let at = numeral.next + usize::from(self.lower(numeral.next) == "and");
        let Some((small, next)) = self.below_hundred(at).filter(|_| scaled) else { return numeral };
        let part = self.scaled(Numeral { next, value: Decimal::whole(small), form: Form::Words });
        match numeral.value.plus(part.value) {
            Some(value) if part.value < numeral.value => {
                self.rest_of_words(Numeral { next: part.next, value, form: Form::Words })
            }
            _ => numeral,
        }
    }

    /// A number word below a hundred: `seven`, `twenty-three`.
    fn below_hundred(&self, at: usize) -> Option<(u64, usize)> {
        let first = cardinal(self.lower(at))?;
        if first < 20 {
            return Some((first, at + 1));
        }
        let skip = usize::from(self.hyphen(at + 1));
        let second = cardinal(self.lower(at + 1 + skip)).filter(|unit| (1..10).contains(unit));
        Some(match second {
            Some(unit) => (first + unit, at + 2 + skip),
            None => (first, at + 1),
        })
    }

    /// The ordinal that starts at token `at`: `third`, `twenty-first`, `21st`; value and next token.
    pub fn ordinal(&self, at: usize) -> Option<(u64, usize)> {
        let token = self.tokens.get(at)?;
        if token.kind == Kind::Digits {
            let suffix =
                self.glued(at + 1) && matches!(self.lower(at + 1), "st" | "nd" | "rd" | "th");
            let value = token.lower.parse().ok().filter(|_| suffix)?;
            return Some((value, at + 2));
        }
        if let Some(value) = ordinal_word(&token.lower) {
            return Some((value, at + 1));
        }
        let tens = cardinal(&token.lower).filter(|tens| *tens >= 20)?;
        let skip = usize::from(self.hyphen(at + 1));
        let unit = ordinal_word(self.lower(at + 1 + skip)).filter(|unit| *unit < 10)?;
        Some((tens + unit, at + 2 + skip))
    }
}

fn vague_numeral(next: usize, power: u32) -> Numeral {
    Numeral { next, value: Decimal::whole(u64::from(power)), form: Form::Vague(power) }
}

fn plural_power(word: &str) -> Option<u32> {
    Some(match word {
        "tens" | "dozens" => 1,
        "hundreds" => 2,
        "thousands" => 3,
        "millions" => 6,
        "billions" => 9,
        "trillions" => 12,
        _ => return None,
    })
}

fn single_power(word: &str) -> Option<u32> {
    Some(match word {
        "dozen" => 1,
        "hundred" => 2,
        "thousand" => 3,
        "million" => 6,
        "billion" => 9,
        "trillion" => 12,
        _ => return None,
    })
}

const ORDINALS: [&str; 21] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

fn ordinal_word(word: &str) -> Option<u64> {
    if word.is_empty() {
        return None;
    }
    ORDINALS.iter().position(|name| *name == word).map(|value| value as u64).or(match word {
        "thirtieth" => Some(30),
        "fortieth" => Some(40),
        "fiftieth" => Some(50),
        "hundredth" => Some(100),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, usize)> {
        let chars: Vec<char> = text.chars().collect();
        let tokens = tokens(&chars);
        let words = Words { chars: &chars, tokens: &tokens };
        words.number(0).map(|numeral| (numeral.text(), numeral.next))
    }

    #[test]
    fn numbers() {
        for (text, expected, tokens) in [
            ("1.3 million people", "1300000", 2),
            ("47,000 of", "47000", 1),
            ("5bn", "5000000000", 2),
            ("twenty-three", "23", 3),
            ("one hundred and five", "105", 4),
            ("two thousand three hundred", "2300", 4),
            ("a hundred men", "100", 2),
            ("half a million", "500000", 3),
            ("two and a half million", "2500000", 5),
            ("hundreds of thousands of", "hundreds-of-thousands", 3),
            ("millions of", "millions", 1),
            ("dozens", "dozens", 1),
            ("several hundred", "hundreds", 2),
        ] {
            assert_eq!(value(text), Some((expected.to_owned(), tokens)), "{text}");
        }
    }

    #[test]
    fn articles_are_no_numbers() {
        for text in ["one of", "a man", "no", "tens"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
