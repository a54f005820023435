//! Parts of names and names in texts: what stands for a person or an organisation later on, what is no part of a name, where a
//! name stands.

use super::name_table::{is_dot, plain_chinese};
use super::words::{has, words};
use crate::document::Side;
use crate::text::{CharSpan, word_spans};

/// Name for comparing surfaces of one side.
pub fn plain(side: Side, name: &str) -> String {
    match side {
        Side::Chinese => plain_chinese(name),
        Side::English => name.to_owned(),
    }
}

/// The part of a person's name that stands for the whole later on.
pub fn last_name(side: Side, name: &str) -> Option<&str> {
    let last = match side {
        Side::Chinese => match name.rsplit(is_dot).next()? {
            whole if whole.len() == name.len() => japanese_family_name(name)?,
            last => last,
        },
        Side::English => name.rsplit([' ', '\u{a0}']).next()?,
    };
    let enough = match side {
        Side::Chinese => last.chars().count() >= 2,
        Side::English => {
            last.len() >= 3 && !last.ends_with('.') && !matches!(last, "Jr" | "Sr" | "III")
        }
    };
    (enough && last.len() < name.len()).then_some(last)
}

/// 河合 of 河合达郎. Three characters may be a Chinese name.
fn japanese_family_name(name: &str) -> Option<&str> {
    let plain = plain_chinese(name);
    let (family, _) = super::family_name::japanese(&plain)?;
    let length = family.chars().count();
    let whole = name.chars().count();
    let end = name.char_indices().nth(length)?.0;
    (whole >= 4 && whole <= length + 3).then(|| &name[..end])
}

/// What is in front of the word that says what an organisation is.
pub fn organisation_head(side: Side, name: &str) -> Option<&str> {
    match side {
        Side::English => {
            let (front, rest) = name.split_once(' ')?;
            // *Steward* of *Steward Health Care*, but not *Bank* of *Bank of China* and *New* of *New York University*.
            let kind = |word: &str| {
                has(&words().english_organisations, word)
                    || has(&words().english_places, word)
                    || has(&words().bodies_of, word)
            };
            let named = front.len() >= 4
                && !kind(front)
                && !has(&words().demonyms, front)
                && !has(&words().capital_words, front)
                && !has(&words().titles, front)
                && !rest.starts_with("of ")
                && front.chars().all(char::is_alphabetic);
            named.then_some(front)
        }
        Side::Chinese => {
            let front = without_last(&words().chinese_organisations, name);
            let mut front = front.unwrap_or(name);
            // 斯图尔德 of 斯图尔德医疗集团, 安世 of 安世半导体.
            while let Some(shorter) = without_last(&words().industries, front) {
                front = shorter;
            }
            let length = front.chars().count();
            (front.len() < name.len() && (2..=6).contains(&length)).then_some(front)
        }
    }
}

/// A text without the longest word of a list that it ends with, if at least two characters are left.
fn without_last<'n>(list: &[String], text: &'n str) -> Option<&'n str> {
    let fronts = list.iter().filter_map(|ending| text.strip_suffix(&**ending));
    fronts.filter(|front| front.chars().count() >= 2).min_by_key(|front| front.len())
}

/// Whether a name is too long to be anything else: four Chinese characters, two English words, or an
/// acronym of three letters.
pub fn unmistakable(name: &str) -> bool {
    if name.chars().any(crate::script::is_han) {
        return name.chars().count() >= 4;
    }
    name.contains(' ') || (name.len() >= 3 && super::acronym::is_acronym(name))
}

/// Take from a mention what is not part of a name by the guidelines: quotes and signs around it,
/// *the* before an English one and a possessive behind it.
pub fn trim(side: Side, text: &str) -> CharSpan {
    let characters: Vec<char> = text.chars().collect();
    let (mut start, mut end) = (0, characters.len());
    let inner = |c: char| c.is_alphanumeric();
    while start < end && !inner(characters[start]) {
        start += 1;
    }
    while end > start
        && !inner(characters[end - 1])
        && !(characters[end - 1] == '.' && abbreviation(&characters[start..end]))
    {
        end -= 1;
    }
    if side == Side::English {
        let head: String = characters[start..end].iter().take(4).collect();
        if head.eq_ignore_ascii_case("the ") && end - start > 4 {
            start += 4;
        }
        let possessive = end - start > 2
            && matches!(characters[end - 2], '\'' | '’')
            && matches!(characters[end - 1], 's' | 'S');
        if possessive {
            end -= 2;
        }
    }
    if side == Side::English || !characters[start..end].iter().any(|&c| crate::script::is_han(c)) {
        end -= generic_tail(&characters[start..end]);
    }
    CharSpan::new(start, end.max(start))
}

/// Length of the words in small letters behind a name that say what it names: *African National Congress party*, *United Nations
/// peacekeeping force*.
fn generic_tail(characters: &[char]) -> usize {
    let text: String = characters.iter().collect();
    let mut front = text.as_str();
    while let Some((shorter, last)) = front.rsplit_once(' ') {
        let generic = last.chars().count() >= 3 && last.chars().all(|c| c.is_ascii_lowercase());
        // *Apollo crater*
        if !generic || shorter.is_empty() || has(&words().english_places, last) {
            break;
        }
        front = shorter;
    }
    // *Conservative party*: the adjective alone is no name. And *Bank of* waits for more.
    let last = front.rsplit(' ').next().unwrap_or(front);
    let whole = !has(&words().demonyms, front) && last.starts_with(|c: char| !c.is_lowercase());
    if whole { text.chars().count() - front.chars().count() } else { 0 }
}

/// U.S., D.C., Inc.: the point belongs to the name.
fn abbreviation(characters: &[char]) -> bool {
    let words = word_spans(characters);
    let Some(last) = words.last() else { return false };
    let word: String = characters[last.start..last.end].iter().collect();
    last.len() == 1 || matches!(word.as_str(), "Inc" | "Corp" | "Ltd" | "Co" | "Jr" | "Sr" | "St")
}

/// Where a name stands in a text (spans in its code points), as whole words if it begins and ends with Latin letters.
pub fn occurrences(text: &str, name: &str) -> Vec<CharSpan> {
    if !text.contains(name) {
        return Vec::new();
    }
    let letter =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !crate::script::is_han(c));
    let first_latin = letter(name.chars().next());
    let last_latin = letter(name.chars().next_back());
    let length = name.chars().count();
    text.match_indices(name)
        .filter(|(byte, _)| {
            let before = text[..*byte].chars().next_back();
            let after = text[byte + name.len()..].chars().next();
            let inside_word = first_latin && letter(before) || last_latin && letter(after);
            !inside_word
        })
        .map(|(byte, _)| {
            let start = text[..byte].chars().count();
            CharSpan::new(start, start + length)
        })
        .collect()
}
