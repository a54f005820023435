//! Acronyms: *DHS* for *Department of Homeland Security*.

use super::name_table::SMALL_WORDS;

/// Words that an acronym may leave out: HHS is the Department of Health and Human Services.
const GENERIC: &[&str] = &[
    "department",
    "ministry",
    "bureau",
    "office",
    "agency",
    "us",
    "united",
    "states",
    "national",
    "u",
    "inc",
    "co",
    "ltd",
];

/// Whether a name is written as an acronym: 2–7 letters, capitals but for at most one, possibly
/// with points, `&` or a final lower-case `s`.
pub fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = name.chars().filter(char::is_ascii_uppercase).count();
    (2..=7).contains(&letters)
        && capitals >= 2
        && letters - capitals <= 1
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '&' | '-'))
}

/// Whether the initials of `full` spell `acronym`, with or without its small words, or those of
/// its capitalised words.
pub fn spells(acronym: &str, full: &str) -> bool {
    let wanted: String = acronym
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let words: Vec<&str> = full
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .collect();
    if wanted.len() < 2 || words.len() < 2 {
        return false;
    }
    let initials = |keep: &dyn Fn(&str) -> bool| -> String {
        words
            .iter()
            .filter(|word| keep(word))
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect()
    };
    let content = |word: &str| !SMALL_WORDS.contains(&word.to_lowercase().as_str());
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let specific = |word: &str| content(word) && !GENERIC.contains(&word.to_lowercase().as_str());
    let candidates =
        [initials(&|_| true), initials(&content), initials(&capital), initials(&specific)];
    candidates.contains(&wanted)
        || candidates.iter().any(|c| c.len() > 2 && wanted == format!("US{c}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_their_names() {
        assert!(is_acronym("DHS") && is_acronym("U.S.") && is_acronym("PCs"));
        assert!(!is_acronym("Dhs") && !is_acronym("X") && !is_acronym("TELEVISIONS"));
        assert!(spells("DHS", "Department of Homeland Security"));
        assert!(spells("HHS", "Department of Health and Human Services"));
        assert!(spells("IRS", "Internal Revenue Service"));
        assert!(spells("NDNH", "National Directory of New Hires"));
        assert!(!spells("CNN", "Central Bank"));
    }
}
