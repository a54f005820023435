//! The words of the interface, in English and Simplified Chinese, from `assets/words.tsv`.
//!
//! The page gets the same table, and every element that shows a word names it in `data-say`, so
//! that the interface switches its language in place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use maud::{Markup, html};

/// The language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interface {
    /// English.
    #[default]
    English,
    /// 简体中文.
    Chinese,
}

impl Interface {
    /// The value of the `ui` cookie and of the page's `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Interface::English => "en",
            Interface::Chinese => "zh-Hans",
        }
    }

    /// The language that a tag names; English if it names neither.
    pub fn from_tag(tag: &str) -> Self {
        if tag.starts_with("zh") { Interface::Chinese } else { Interface::English }
    }
}

type Words = BTreeMap<&'static str, [&'static str; 2]>;

/// The table: key, English, Chinese.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = include_str!("../assets/words.tsv").lines();
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
    .collect()
});

/// The words of `key` with `{0}`, `{1}` … replaced; the key itself if there are none.
pub fn say(interface: Interface, key: &str, args: &[&str]) -> String {
    let words = WORDS.get(key).map_or(key, |words| words[interface as usize]);
    let mut said = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        said.push_str(before);
        let place = from[1..].find('}').and_then(|end| {
            let index: usize = from[1..=end].parse().ok()?;
            Some((args.get(index)?, end + 2))
        });
        match place {
            Some((arg, length)) => {
                said.push_str(arg);
                rest = &from[length..];
            }
            None => {
                said.push('{');
                rest = &from[1..];
            }
        }
    }
    said + rest
}

/// An element that shows the words of `key` and follows the language of the interface.
pub fn shown(interface: Interface, key: &str, args: &[&str]) -> Markup {
    if args.is_empty() {
        return html! { span data-say=(key) { (say(interface, key, args)) } };
    }
    let list = serde_json::to_string(args).unwrap_or_default();
    html! { span data-say=(key) data-args=(list) { (say(interface, key, args)) } }
}

/// The whole table as JSON for the page: key → [English, Chinese].
pub fn table() -> String {
    serde_json::to_string(&*WORDS).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages_and_the_same_places() {
        let places = |words: &str| {
            (0..4).filter(|n| words.contains(&format!("{{{n}}}"))).collect::<Vec<_>>()
        };
        for (key, [english, chinese]) in WORDS.iter() {
            assert!(!english.is_empty() && !chinese.is_empty(), "{key}");
            assert_eq!(places(english), places(chinese), "{key}");
        }
    }

    #[test]
    fn arguments_are_put_in_once_and_never_read_again() {
        assert_eq!(say(Interface::English, "find.agree", &["{1}", "b"]), "{1} / b agree");
        assert_eq!(say(Interface::Chinese, "no such key", &[]), "no such key");
    }
}
