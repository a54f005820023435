//! English words for numbers and months, for all who read them: the aligner's evidence, values, dates.

/// Number words from zero to nineteen, each at its value.
pub const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// Tens from twenty on.
pub const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The months in small letters.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The value of a number word in small letters, without hyphens.
pub fn cardinal(word: &str) -> Option<u64> {
    let small = SMALL.iter().position(|name| *name == word).map(|value| value as u64);
    small.or_else(|| TENS.iter().position(|name| *name == word).map(|i| (i as u64 + 2) * 10))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_have_their_values() {
        for (word, value) in
            [("zero", Some(0)), ("nineteen", Some(19)), ("ninety", Some(90)), ("none", None)]
        {
            assert_eq!(super::cardinal(word), value, "{word}");
        }
    }
}
