//! Lines wholly in capitals, such as headlines, read as title case.
//!
//! The tagger learns from running text, where capitals mark names. In a line of capitals alone they
//! mark nothing, and known words are not recognised.

/// Small words that a headline in title case leaves in lower case.
const SMALL: [&str; 34] = [
    "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "with", "by",
    "from", "as", "is", "are", "be", "its", "it", "not", "no", "up", "out", "off", "over", "after",
    "amid", "into", "than", "that", "his", "her",
];

/// Words up to this length may be acronyms and stay as they are, small words excepted.
const LONGEST_ACRONYM: usize = 3;

/// `text` in title case, character for character, if it has at least two words and no letter in lower
/// case.
pub fn title_case(text: &str) -> Option<String> {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    if words < 2 || text.contains(char::is_lowercase) || text.contains(crate::script::is_han) {
        return None;
    }
    let mut changed = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        let lower = lower_case(word);
        let first = word.chars().next().map_or(0, char::len_utf8);
        if SMALL.contains(&lower.as_str()) || lower == "s" {
            changed.push_str(&lower);
        } else if word.chars().count() <= LONGEST_ACRONYM {
            changed.push_str(word);
        } else {
            changed.push_str(&word[..first]);
            changed.extend(lower.chars().skip(1));
        }
        changed.push_str(&part[word.len()..]);
    }
    Some(changed)
}

/// A sentence as a headline in title case, character for character: the words that a headline leaves in
/// lower case stay as they are. The tagger is trained on such copies.
pub fn headline(text: &str) -> Option<String> {
    let mut changed = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphabetic() && c != '\'' && c != '’') {
        let mut chars = part.chars();
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        match chars.next() {
            Some(first) if first.is_ascii_lowercase() && !SMALL.contains(&word) => {
                changed.push(first.to_ascii_uppercase());
                changed.push_str(chars.as_str());
            }
            _ => changed.push_str(part),
        }
    }
    (changed != text).then_some(changed)
}

/// Lower case, leaving characters whose lower case is not one character.
fn lower_case(word: &str) -> String {
    let lower = |c: char| {
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(only), None) => only,
            _ => c,
        }
    };
    word.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_title_case_and_keep_positions() {
        let headline = "UN CHIEF MEETS CHINA'S LEADERS IN ZÜRICH";
        let read = title_case(headline).unwrap();
        assert_eq!(read, "UN Chief Meets China's Leaders in Zürich");
        assert_eq!(read.chars().count(), headline.chars().count());
    }

    #[test]
    fn headlines_begin_words_with_capitals() {
        assert_eq!(
            headline("Judge doesn't order the release of Tom's dog").unwrap(),
            "Judge Doesn't Order the Release of Tom's Dog"
        );
        assert_eq!(headline("Judge Orders Release"), None);
    }

    #[test]
    fn other_texts_stay() {
        assert_eq!(title_case("NATO meets"), None);
        assert_eq!(title_case("NATO"), None);
        assert_eq!(title_case("2026"), None);
    }
}
