//! A number with its unit, as both languages find it.

use crate::mention::Label;

/// How a numeral says what it is worth.
pub trait Worth {
    /// The normal form of the number.
    fn text(&self) -> String;
}

/// A number with its unit: what the key of the value begins and ends with.
pub struct Quantity<N> {
    /// The kind of value.
    pub label: Label,
    /// What the key begins with: `money:usd-`.
    pub prefix: String,
    /// What the key ends with: `-points`.
    pub suffix: &'static str,
    /// The number in between.
    pub value: String,
    /// One past its last character or token.
    pub end: usize,
    /// The number as it stands in the text.
    pub numeral: N,
}

impl<N: Worth> Quantity<N> {
    /// A quantity worth what its numeral says.
    pub fn new(label: Label, prefix: impl Into<String>, numeral: N, end: usize) -> Self {
        let value = numeral.text();
        Self { label, prefix: prefix.into(), suffix: "", value, end, numeral }
    }

    /// The normal form with its prefix.
    pub fn key(&self) -> String {
        format!("{}{}{}", self.prefix, self.value, self.suffix)
    }
}
