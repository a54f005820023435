//! The word lists of linking, from `words.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The lists of `words.toml`, whose comments say what each one is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub credit_words: Vec<String>,
    pub no_names: Vec<String>,
    /// Short without the last point, then in full.
    pub states: Vec<[String; 2]>,
    pub storms: Vec<String>,
    pub demonyms: Vec<String>,
    pub members_of_parties: Vec<String>,
    pub titles: Vec<String>,
    pub before_persons: Vec<String>,
    pub behind_persons: Vec<String>,
    pub offices: Vec<String>,
    pub country_characters: String,
    pub country_pairs: Vec<String>,
    pub national_bodies: Vec<String>,
    pub begin_national_bodies: Vec<String>,
    pub firms: Vec<String>,
    pub legal_forms: Vec<String>,
    pub generic_places: Vec<String>,
    pub prize_words: Vec<String>,
    pub prize_endings: Vec<String>,
    pub honorifics: Vec<String>,
    pub named_after_places: Vec<String>,
    pub facilities_of_small_places: Vec<String>,
    pub named_after_organisations: Vec<String>,
    pub bodies_of_small_places: Vec<String>,
    pub distinct_organisations: Vec<String>,
    pub parts_of_organisations: Vec<String>,
    pub what_countries_have: Vec<String>,
    pub chinese_kinds: Vec<String>,
    pub industries: Vec<String>,
    pub kinds_of_bodies: Vec<String>,
    pub adjectives_of_bodies: Vec<String>,
    pub english_kinds: Vec<String>,
    pub bodies_of: Vec<String>,
    pub fronts_of_places: Vec<String>,
    pub chinese_places: Vec<String>,
    pub chinese_organisations: Vec<String>,
    pub english_places: Vec<String>,
    pub english_organisations: Vec<String>,
    pub translated_organisations: Vec<String>,
    pub translated_places: Vec<String>,
    pub capital_words: Vec<String>,
    /// Chinese, then English.
    pub units: Vec<Vec<String>>,
    pub units_left_out: String,
    pub things_of_their_own: Vec<String>,
    pub units_of_chains: String,
    /// Characters, then readings.
    pub japanese_family_names: Vec<Vec<String>>,
}

/// `words.toml` as it is embedded.
pub(crate) const WORD_LISTS: &str = include_str!("words.toml");

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(WORD_LISTS).expect("words.toml is checked by a test"));

/// The embedded lists.
pub(super) fn words() -> &'static Words {
    &WORDS
}

/// Whether a list has a word.
pub(super) fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|other| other == word)
}

/// The state or province that newspapers shorten so, without the last point: Montana for `Mont`.
pub(super) fn state_in_full(short: &str) -> Option<&'static str> {
    let state = words().states.iter().find(|[state, _]| state == short);
    state.map(|[_, full]| &**full)
}

/// Whether a text ends with one of a list.
pub(super) fn ends(list: &[String], text: &str) -> bool {
    list.iter().any(|ending| text.ends_with(&**ending))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_lists_parse() {
        assert!(super::has(&super::words().demonyms, "Chinese"));
    }
}
