//! Titles of works, laws and programmes: 《通用数据保护条例》, *Clean Air Act*, “The Vegetarian”.
//!
//! Chinese marks titles with 《》. In English a run of capitalised words that ends like a law is one; a
//! title in quotes needs the Chinese side to tell it from quoted speech, which is linking's business.

use crate::document::Side;
use crate::text::{CharSpan, word_spans};

/// Last words of English names of laws and programmes.
const LAW_WORDS: &[&str] = &[
    "Act",
    "Law",
    "Bill",
    "Treaty",
    "Convention",
    "Regulation",
    "Directive",
    "Agreement",
    "Accord",
    "Accords",
    "Protocol",
    "Constitution",
    "Declaration",
    "Initiative",
    "Program",
    "Programme",
    "Code",
    "Charter",
    "Amendment",
    "Directory",
    "Register",
    "Registry",
    "Plan",
    "Ordinance",
    "Pact",
];

/// Words of names of bodies, which may be for a *Regulation*.
const BODIES: &[&str] = &[
    "Administration",
    "Agency",
    "Authority",
    "Board",
    "Bureau",
    "Commission",
    "Committee",
    "Council",
    "Department",
    "Institute",
    "Office",
];

/// Words of lower case that may stand inside a title.
const SMALL_WORDS: &[&str] =
    &["of", "the", "and", "for", "on", "in", "to", "a", "an", "with", "de", "la"];

/// Longest title, in characters of Chinese and words of English.
const LONGEST_CHINESE: usize = 40;
const LONGEST_WORDS: usize = 12;

/// A headline has at least so many words.
const SHORTEST_HEADLINE: usize = 5;

/// The titles in a sentence, without marks or quotes: spans in code points, in order.
pub fn find(text: &str, side: Side) -> Vec<CharSpan> {
    let characters: Vec<char> = text.chars().collect();
    match side {
        Side::Chinese => marked(&characters),
        Side::English => laws(&characters),
    }
}

/// What stands between 《 and 》, the outermost.
fn marked(characters: &[char]) -> Vec<CharSpan> {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    let mut depth = 0usize;
    for (i, c) in characters.iter().enumerate() {
        match c {
            '《' => {
                if depth == 0 {
                    open = Some(i + 1);
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if let Some(start) = open.filter(|_| depth == 0) {
                    if start < i && i - start <= LONGEST_CHINESE {
                        spans.push(CharSpan::new(start, i));
                    }
                    open = None;
                }
            }
            _ => {}
        }
    }
    spans
}

/// Runs of capitalised words that end like a law.
fn laws(characters: &[char]) -> Vec<CharSpan> {
    let words = word_spans(characters);
    // *Qantas Broke the Law*: in a headline capitals show no title.
    let capital = |word: &CharSpan| !characters[word.start].is_lowercase() || word.len() <= 3;
    if words.len() >= SHORTEST_HEADLINE && words.iter().all(capital) {
        return Vec::new();
    }
    let text = |word: CharSpan| characters[word.start..word.end].iter().collect::<String>();
    let mut spans: Vec<CharSpan> = Vec::new();
    for (last, &word) in words.iter().enumerate() {
        if !LAW_WORDS.contains(&text(word).as_str()) {
            continue;
        }
        let mut first = last;
        while first > 0
            && last - first < LONGEST_WORDS
            && joined(characters, words[first - 1], words[first])
        {
            let before = text(words[first - 1]);
            let small = SMALL_WORDS.contains(&before.as_str());
            // *… and the …*: two names.
            let another = before == "and" && text(words[first]) == "the";
            if another || !before.starts_with(char::is_uppercase) && !small {
                break;
            }
            first -= 1;
        }
        // A title begins with a capital and not with an article.
        while first < last && {
            let head = text(words[first]);
            !head.starts_with(char::is_uppercase)
                || matches!(head.as_str(), "The" | "A" | "An" | "Under" | "In")
        } {
            first += 1;
        }
        let span = CharSpan::new(words[first].start, word.end);
        // *State Administration for Market Regulation*: a body for something, not a law.
        let body = words[first..last].iter().any(|&word| BODIES.contains(&text(word).as_str()))
            && text(word) == "Regulation";
        if first < last && !body && spans.last().is_none_or(|previous| !previous.overlaps(span)) {
            spans.push(span);
        }
    }
    spans
}

fn joined(characters: &[char], before: CharSpan, after: CharSpan) -> bool {
    characters[before.end..after.start].iter().all(|c| matches!(c, ' ' | '-' | '’' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str, side: Side) -> Vec<String> {
        find(text, side)
            .into_iter()
            .map(|span| text.chars().skip(span.start).take(span.len()).collect())
            .collect()
    }

    #[test]
    fn titles_by_marks_and_by_last_word() {
        assert_eq!(titles("她写了《白》和《植物妻子》。", Side::Chinese), ["白", "植物妻子"]);
        assert_eq!(titles("《论〈史记〉》", Side::Chinese), ["论〈史记〉"]);
        assert_eq!(
            titles("under the General Data Protection Regulation.", Side::English),
            ["General Data Protection Regulation"]
        );
        assert_eq!(
            titles("the Energy Agency and the Office for Market Regulation", Side::English),
            Vec::<String>::new()
        );
        assert_eq!(
            titles("The Act was signed, the Clean Air Act too", Side::English),
            ["Clean Air Act"]
        );
        assert_eq!(titles("Qantas Broke the Law, High Court Rules", Side::English), [""; 0]);
    }
}
