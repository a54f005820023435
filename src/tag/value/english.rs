//! Values in English text: one pass from left to right.

use std::collections::BTreeSet;

use super::Value;
use super::calendar::{Day, Period};
use super::code::code_at;
use super::currency;
use super::english_dates::{date_at, is_year, time_at};
use super::english_number::{Form, Kind, Numeral, Token, Words, tokens};
use super::fold;
use super::number::Decimal;
use super::quantity::{self, Worth};
use crate::mention::Label;
use crate::text::CharSpan;

/// Words that say a number is not exact; inside the span. Longest first.
const APPROXIMATORS: &[&[&str]] = &[
    &["as", "many", "as"],
    &["as", "much", "as"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["close", "to"],
    &["just", "over"],
    &["just", "under"],
    &["well", "over"],
    &["nearly"],
    &["almost"],
    &["about"],
    &["around"],
    &["roughly"],
    &["approximately"],
    &["over"],
    &["under"],
    &["some"],
    &["estimated"],
];

/// Units in letters that may follow digits at once.
const UNITS: &[&str] = &[
    "km", "m", "cm", "mm", "kg", "g", "mg", "t", "l", "ml", "gb", "mb", "tb", "kb", "mph", "kwh",
    "kw", "mw", "gw", "hz", "mhz", "ghz", "w", "v", "ft", "lb", "lbs", "oz", "h", "kph", "sq",
    "in", "x",
];

/// The values of an English text.
pub fn find(text: &str, anchor: Option<Day>) -> Vec<Value> {
    let chars = fold::chars(text);
    let tokens = tokens(&chars);
    let words = Words { chars: &chars, tokens: &tokens };
    Scanner { words, anchor, values: Vec::new(), last_date: None }.run()
}

/// Every number that stands anywhere in an English text.
pub fn numbers_in(text: &str) -> BTreeSet<String> {
    let chars = fold::chars(text);
    let tokens = tokens(&chars);
    let words = Words { chars: &chars, tokens: &tokens };
    let mut numbers = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        numbers.extend(words.number(at).map(|numeral| numeral.text()));
        numbers.extend(words.ordinal(at).map(|(value, _)| value.to_string()));
        let digits: String = token.lower.chars().filter(char::is_ascii_digit).collect();
        if token.kind == Kind::Word && !digits.is_empty() {
            numbers.insert(digits);
        }
        let said = match token.lower.as_str() {
            "both" | "twice" | "double" | "doubled" | "couple" | "pair" | "twin" | "twins"
            | "dual" => &["2"][..],
            "triple" | "tripled" | "thrice" | "trio" => &["3"],
            "quarter" | "quarters" => &["4", "15", "25", "1/4", "3"],
            "half" => &["0.5", "1/2", "30", "50", "6", "2"],
            "one" | "single" | "a" | "an" => &["1"],
            "dozen" => &["12"],
            "decade" | "decades" => &["10"],
            "century" | "centuries" => &["100"],
            "fortnight" => &["14", "2"],
            "quadruple" | "quadrupled" => &["4"],
            _ => &[],
        };
        numbers.extend(said.iter().map(|number| (*number).to_owned()));
    }
    numbers
}

type Quantity = quantity::Quantity<Numeral>;

struct Scanner<'a> {
    words: Words<'a>,
    anchor: Option<Day>,
    values: Vec<Value>,
    /// The last date as the text says it, and the token after it.
    last_date: Option<(Period, usize)>,
}

impl Scanner<'_> {
    fn run(mut self) -> Vec<Value> {
        let mut at = 0;
        while at < self.words.tokens.len() {
            at = self
                .code(at)
                .or_else(|| self.time(at))
                .or_else(|| self.date(at))
                .or_else(|| self.amount(at))
                .unwrap_or_else(|| self.skip(at));
        }
        self.values
    }

    /// The values' span of tokens.
    fn push(&mut self, at: usize, next: usize, label: Label, key: String) {
        let span = CharSpan::new(self.words.tokens[at].start, self.words.tokens[next - 1].end);
        self.values.push(Value { span, label, key });
    }

    /// Past one token, or past digits that belong to a name (COVID-19, 5G).
    fn skip(&self, at: usize) -> usize {
        at + 1
    }

    /// Past the code that begins at this token: a telephone number, an address.
    fn code(&self, at: usize) -> Option<usize> {
        let end = code_at(self.words.chars, self.words.tokens[at].start)?;
        let after = |token: &Token| token.start >= end;
        Some(
            self.words
                .tokens
                .iter()
                .skip(at + 1)
                .position(after)
                .map_or(self.words.tokens.len(), |i| at + 1 + i),
        )
    }

    /// Whether a number may begin at this token.
    fn may_begin(&self, at: usize) -> bool {
        let words = &self.words;
        if !words.glued(at) || at == 0 {
            return true;
        }
        let before = &words.tokens[at - 1];
        match before.kind {
            Kind::Word | Kind::Digits => false,
            Kind::Sign if matches!(before.lower.as_str(), "-" | "‑" | "_" | "#" | "@" | ".") => {
                // COVID-19, F-35, but mid-2019, 10-15 and twenty-3.
                let joined = before.glued && at >= 2;
                !joined || {
                    let head = &words.tokens[at - 2];
                    match head.kind {
                        Kind::Word => !head.capital && before.lower == "-",
                        Kind::Digits => before.lower != ".",
                        Kind::Sign => true,
                    }
                }
            }
            Kind::Sign => true,
        }
    }

    fn date(&mut self, at: usize) -> Option<usize> {
        if !self.may_begin(at) {
            return None;
        }
        let (period, next) =
            date_at(&self.words, at, self.anchor).or_else(|| self.second_day(at))?;
        if !period.is_valid() || next <= at {
            return None;
        }
        self.last_date = Some((period, next));
        self.push(at, next, Label::Date, period.resolved(self.anchor).key());
        Some(next)
    }

    /// `15` of `March 11-15`, `2016` of `2009-16` are dates by what stands before.
    fn second_day(&self, at: usize) -> Option<(Period, usize)> {
        let (date, end) = self.last_date?;
        let ranged = end + 1 == at && matches!(self.words.lower(end), "-" | "–" | "to");
        let value = self.words.plain_digits(at, 2).filter(|_| ranged)?;
        let close = self.words.glued(end) || date.day.is_some();
        if date.day.is_some() && (1..=31).contains(&value) {
            return Some((Period { day: Some(value as u8), ..date }, at + 1));
        }
        let bare_year = date.month.is_none() && date.day.is_none();
        let year = date.year.filter(|_| bare_year && close)?;
        let later = year / 100 * 100 + value;
        (later > year).then(|| (Period::year(later), at + 1))
    }

    fn time(&mut self, at: usize) -> Option<usize> {
        if !self.may_begin(at) {
            return None;
        }
        let (hour, minute, next) = time_at(&self.words, at)?;
        self.push(at, next, Label::Time, format!("time:{hour:02}:{minute:02}"));
        Some(next)
    }

    fn amount(&mut self, at: usize) -> Option<usize> {
        let led = APPROXIMATORS.iter().find(|words| self.words.stands(at, words));
        let start = at + led.map_or(0, |words| words.len());
        if start >= self.words.tokens.len() || !self.may_begin(start) {
            return None;
        }
        // "over 2018" may be a year, which the next tokens show.
        if led.is_some() && is_year(&self.words, start) {
            return None;
        }
        if let Some(next) = self.fraction(at, start).or_else(|| self.ordinal(start)) {
            return Some(next);
        }
        if let Some(next) = self.counted_one(at) {
            return Some(next);
        }
        let quantity = self.quantity(start)?;
        let next = quantity.end + self.hedge_behind(quantity.end);
        self.push(at, next, quantity.label, quantity.key());
        Some(next)
    }

    /// The tokens of `or more`, `or so` … behind a number.
    fn hedge_behind(&self, at: usize) -> usize {
        let is_hedge = matches!(
            self.words.lower(at + 1),
            "more" | "less" | "fewer" | "so" | "higher" | "lower" | "greater"
        );
        2 * usize::from(self.words.lower(at) == "or" && is_hedge)
    }

    /// `one` counted against a number: `44 countries and one territory`.
    fn counted_one(&mut self, at: usize) -> Option<usize> {
        /// Most tokens between the number and *one*.
        const FARTHEST: usize = 4;
        let words = &self.words;
        let next_is_noun = words.tokens.get(at + 1).is_some_and(|token| {
            token.kind == Kind::Word
                && !matches!(token.lower.as_str(), "of" | "half" | "or" | "and")
        });
        if words.lower(at) != "one" || words.before(at) != "and" || !next_is_noun {
            return None;
        }
        let last = self.values.last().filter(|value| value.label == Label::Num)?;
        let end = words.tokens.iter().position(|token| token.start >= last.span.end)?;
        let counts = words.tokens[end..at].iter().all(|token| token.kind == Kind::Word);
        (counts && at - end <= FARTHEST && at > end + 1).then_some(())?;
        self.push(at, at + 1, Label::Num, "num:1".to_owned());
        Some(at + 1)
    }

    /// Ordinals (third, 21st) are no values and are passed over.
    fn ordinal(&self, at: usize) -> Option<usize> {
        self.words.ordinal(at).map(|(_, next)| next)
    }

    /// `one in five`, `4 out of 5`: so many of so many.
    fn ratio(&self, at: usize) -> Option<(u64, u64, usize)> {
        let words = &self.words;
        let small = |at: usize| {
            let numeral = words.number(at)?;
            let value = numeral.value.as_whole().filter(|value| (1..=10).contains(value))?;
            Some((value, numeral.next))
        };
        // *One* alone counts nothing.
        let one = (words.lower(at) == "one").then_some((1, at + 1));
        let (top, next) = one.or_else(|| small(at))?;
        let next = match words.lower(next) {
            "in" => next + 1,
            "out" if words.lower(next + 1) == "of" => next + 2,
            _ => return None,
        };
        // *one in 2 million* and *two in three days* are other things; *one in five homes* counts homes.
        let (bottom, end) = small(next)?;
        let later = ["days", "weeks", "months", "years", "decades", "minutes", "hours", "games"];
        let time = later.contains(&words.lower(end)) || words.hyphen(end);
        (top < bottom && !time).then_some((top, bottom, end))
    }

    /// `two-thirds`, `a quarter of`, `half of`, `one in five`, `1/3`.
    fn fraction(&mut self, at: usize, start: usize) -> Option<usize> {
        let words = &self.words;
        let (top, bottom, next) = self
            .half(start)
            .or_else(|| self.word_fraction(start))
            .or_else(|| self.ratio(start))
            .or_else(|| {
                let top = words.plain_digits(start, 1)?;
                let bottom = words.plain_digits(start + 2, 2)?;
                let stroke = words.lower(start + 1) == "/"
                    && words.glued(start + 1)
                    && words.glued(start + 2);
                let alone = !(words.lower(start + 3) == "/" && words.glued(start + 3));
                (stroke && alone && top < bottom && bottom <= 10 && top > 0).then_some((
                    top as u64,
                    bottom as u64,
                    start + 3,
                ))
            })?;
        self.push(at, next, Label::Num, format!("num:{top}/{bottom}"));
        Some(next)
    }

    fn half(&self, at: usize) -> Option<(u64, u64, usize)> {
        let words = &self.words;
        let next = match words.lower(at) {
            "half" => at + 1,
            "one" if words.lower(at + 1) == "half" => at + 2,
            "one" if words.hyphen(at + 1) && words.lower(at + 2) == "half" => at + 3,
            _ => return None,
        };
        let whole = words.stands(next, &["a"]) && words.number(at).is_some();
        let part = matches!(
            words.lower(next),
            "of" | "the" | "its" | "their" | "his" | "her" | "our" | "that"
        );
        let after_number = matches!(words.before(at), "a" | "and" | "first" | "second" | "other");
        (!whole && part && !after_number || next > at + 1).then_some((1, 2, next))
    }

    fn word_fraction(&self, at: usize) -> Option<(u64, u64, usize)> {
        let words = &self.words;
        let (top, next) = match words.lower(at) {
            "a" | "one" => (1, at + 1),
            "two" => (2, at + 1),
            "three" => (3, at + 1),
            "four" => (4, at + 1),
            _ => return None,
        };
        let next = next + usize::from(words.hyphen(next));
        let bottom = match words.lower(next) {
            "third" | "thirds" => 3,
            "quarter" | "quarters" | "fourths" => 4,
            "fifth" | "fifths" => 5,
            "sixth" | "sixths" => 6,
            "seventh" => 7,
            "eighth" => 8,
            "tenth" | "tenths" => 10,
            _ => return None,
        };
        // "a third party", "a fifth term" are ordinals, "three quarters" may be nine months.
        let of = words.lower(next + 1) == "of";
        let joined = words.hyphen(next.saturating_sub(1));
        let article = words.lower(at) == "a" || words.lower(at) == "one";
        // "cut deaths by a third in ...", but "by a third party".
        let led = matches!(
            words.before(at),
            "by" | "about" | "nearly" | "almost" | "around" | "roughly" | "over" | "than" | "under"
        );
        let closed = words.tokens.get(next + 1).is_none_or(|token| {
            token.kind == Kind::Sign
                || matches!(
                    token.lower.as_str(),
                    "in" | "on"
                        | "from"
                        | "since"
                        | "over"
                        | "and"
                        | "this"
                        | "last"
                        | "to"
                        | "as"
                        | "compared"
                        | "for"
                        | "at"
                        | "during"
                        | "by"
                        | "after"
                )
        });
        let sure = of || joined || (!article && bottom != 4) || (led && closed && bottom != 2);
        sure.then_some((top, bottom, next + 1))
    }

    fn quantity(&self, start: usize) -> Option<Quantity> {
        let rest = &self.words.chars[self.words.tokens[start].start..];
        let sign = self.sign(start, rest);
        let at = sign.map_or(start, |(_, next)| next);
        let numeral = self.words.number(at)?;
        let mut quantity = match sign {
            Some((code, _)) => self.signed_money(code, numeral)?,
            None => self
                .with_unit(numeral)
                .or_else(|| self.first_of_range(at, numeral))
                .or_else(|| self.plain(at, numeral))?,
        };
        self.inherit_scale(&mut quantity);
        Some(quantity)
    }

    /// A currency sign at token `at`: its code and the token after it.
    fn sign(&self, at: usize, rest: &[char]) -> Option<(&'static str, usize)> {
        let (code, length) = currency::sign_at(rest)?;
        let end = self.words.tokens[at].start + length;
        let next = (at..self.words.tokens.len()).find(|&i| self.words.tokens[i].start >= end)?;
        let whole = self.words.tokens[next - 1].end == end;
        (whole && self.words.tokens[next].kind == Kind::Digits).then_some((code, next))
    }

    /// `$1.3 million`, `$5m`.
    fn signed_money(&self, code: &str, numeral: Numeral) -> Option<Quantity> {
        let words = &self.words;
        let factor = match words.lower(numeral.next) {
            "m" if words.glued(numeral.next) => 1_000_000,
            "b" if words.glued(numeral.next) => 1_000_000_000,
            "t" if words.glued(numeral.next) => 1_000_000_000_000,
            _ => 1,
        };
        let next = numeral.next + usize::from(factor > 1);
        let form = if factor > 1 { Form::Scaled } else { numeral.form };
        let numeral = Numeral { value: numeral.value.times(factor)?, next, form };
        Some(Quantity::new(Label::Money, format!("money:{code}-"), numeral, next))
    }

    fn with_unit(&self, numeral: Numeral) -> Option<Quantity> {
        let words = &self.words;
        let at = numeral.next + usize::from(words.hyphen(numeral.next));
        let percent = |suffix, next| {
            Some(Quantity { suffix, ..Quantity::new(Label::Percent, "percent:", numeral, next) })
        };
        match words.lower(at) {
            "%" | "percent" | "pct" => return percent("", at + 1),
            "per" if words.lower(at + 1) == "cent" => return percent("", at + 2),
            "percentage" if matches!(words.lower(at + 1), "point" | "points") => {
                return percent("-points", at + 2);
            }
            "basis" if words.lower(at + 1) == "points" => return percent("-basis-points", at + 2),
            "cents" | "cent" => {
                let value = numeral.value.over(100).to_string();
                let quantity = Quantity::new(Label::Money, "money:usd-", numeral, at + 1);
                return Some(Quantity { value, ..quantity });
            }
            _ => {}
        }
        // *Hundreds of millions of dollars*.
        let of = matches!(numeral.form, Form::Vague(_)) && words.lower(at) == "of";
        let at = at + usize::from(of);
        let (code, length) = currency::english_after(|i| {
            words.tokens.get(at + i).map(|token| token.lower.as_str())
        })?;
        // Pounds of bamboo are weighed.
        if words.lower(at) == "pounds" && words.lower(at + 1) == "of" {
            return None;
        }
        // "10 won the race": the verb.
        let verb = words.lower(at) == "won"
            && words
                .tokens
                .get(at + 1)
                .is_some_and(|t| matches!(t.lower.as_str(), "the" | "a" | "an" | "in"));
        (!verb).then(|| Quantity::new(Label::Money, format!("money:{code}-"), numeral, at + length))
    }

    /// The sign between the ends of a range at token `at`: the token after it.
    fn range_sign(&self, at: usize, start: usize) -> Option<usize> {
        match self.words.lower(at) {
            "-" | "–" | "—" | "to" => Some(at + 1),
            "and" if self.words.before(start) == "between" => Some(at + 1),
            _ => None,
        }
    }

    /// The first number of a range takes the unit of the second: `3 to 5 percent`.
    fn first_of_range(&self, at: usize, numeral: Numeral) -> Option<Quantity> {
        let next = self.words.number(self.range_sign(numeral.next, at)?)?;
        let unit = self.with_unit(next)?;
        (next.value > numeral.value || next.form == Form::Scaled).then(|| Quantity {
            suffix: unit.suffix,
            ..Quantity::new(unit.label, unit.prefix, numeral, numeral.next)
        })
    }

    /// `3 to 5 million`, `$3-5 billion`: the first number has the scale of the second.
    fn inherit_scale(&self, quantity: &mut Quantity) {
        let numeral = quantity.numeral;
        if !matches!(numeral.form, Form::Digits { .. }) || quantity.end != numeral.next {
            return;
        }
        let Some(at) = self.range_sign(numeral.next, numeral.next - 1) else { return };
        let sign = self
            .words
            .tokens
            .get(at)
            .and_then(|token| self.sign(at, &self.words.chars[token.start..]));
        let next = self.words.number(sign.map_or(at, |(_, next)| next));
        let Some(next) = next.filter(|next| next.form == Form::Scaled) else { return };
        const SCALES: [u64; 4] = [1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000];
        if let Some(scaled) = numeral.value.in_scale_of(next.value, &SCALES, 1_000) {
            quantity.value = scaled.to_string();
        }
    }

    /// The number of a name: `No. 1`, `PlayStation 5`, `Chang’e-6`.
    fn in_name(&self, at: usize, numeral: Numeral) -> bool {
        let words = &self.words;
        if words.stands(at.saturating_sub(2), &["no", "."]) && at >= 2 {
            return true;
        }
        let small = matches!(numeral.form, Form::Digits { count, .. } if count <= 3);
        let Some(before) = at.checked_sub(1).map(|i| &words.tokens[i]).filter(|_| small) else {
            return false;
        };
        let hyphen = before.lower == "-" && words.glued(at) && at >= 3;
        if hyphen && words.tokens[at - 2].glued && words.lower(at - 3) == "'" {
            return true;
        }
        // A capitalised word in the middle of a sentence.
        let middle = at >= 2 && words.tokens[at - 2].kind == Kind::Word;
        before.kind == Kind::Word
            && before.capital
            && middle
            && !words.glued(at)
            && before.lower.len() > 2
    }

    /// A number without a unit that we know. Digits that begin a word (5G) are none.
    fn plain(&self, at: usize, numeral: Numeral) -> Option<Quantity> {
        let words = &self.words;
        let begins_word = matches!(numeral.form, Form::Digits { .. })
            && words.glued(numeral.next)
            && words.tokens[numeral.next].kind == Kind::Word
            && (!UNITS.contains(&words.lower(numeral.next))
                || (words.tokens[numeral.next].capital && words.lower(numeral.next).len() == 1));
        let none = numeral.value == Decimal::whole(0) && words.tokens[at].kind == Kind::Word;
        if self.in_name(at, numeral) {
            return None;
        }
        (!begins_word && !none).then(|| Quantity::new(Label::Num, "num:", numeral, numeral.next))
    }
}
