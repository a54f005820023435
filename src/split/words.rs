//! The word lists of the splitter, from `words.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// The lists of `words.toml`, whose comments say what each one is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub before_name: BTreeSet<String>,
    pub before_number: BTreeSet<String>,
    pub inside_or_end: BTreeSet<String>,
    pub times: BTreeSet<String>,
    pub after_time: BTreeSet<String>,
    pub starters: BTreeSet<String>,
    pub numbered: Vec<String>,
    pub credits: Vec<String>,
    pub names_with_mark: Vec<String>,
    pub english_speech_verbs: BTreeSet<String>,
    pub chinese_speech_verbs: Vec<String>,
    pub chinese_after_verb: Vec<String>,
    pub chinese_not_speech: Vec<String>,
    pub chinese_continuations: Vec<String>,
    pub chinese_asked: Vec<String>,
    pub chinese_signatures: Vec<String>,
    pub chinese_actions: Vec<String>,
    pub chinese_prepositions: String,
    pub chinese_unfinished: String,
}

/// `words.toml` as it is embedded.
pub(crate) const WORD_LISTS: &str = include_str!("words.toml");

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(WORD_LISTS).expect("words.toml is checked by a test"));

/// The embedded lists.
pub(super) fn words() -> &'static Words {
    &WORDS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_lists_parse() {
        assert!(super::words().before_name.contains("Sens"));
    }
}
