//! Names in brackets after a name: `世界卫生组织(WHO)`, `国土安全部（Department of Homeland Security）`.
//!
//! In the study's news texts 166 of 168 such brackets held another form of the name before them, of
//! the same label (training/EXPERIMENTS.md). The tagger alone misses short acronyms, which look
//! like any other word in capitals.

use crate::mention::{Mention, Source};
use crate::text::CharSpan;

/// The longest gloss, in characters.
const LONGEST: usize = 60;

/// Add the glosses of `mentions` that stand in `chars` and are not mentions yet. A gloss is an acronym, or
/// a run of capitalised Latin words after a Chinese name. Its probability is that of the name.
pub fn add_glosses(chars: &[char], mentions: &mut Vec<Mention>) {
    let found: Vec<Mention> = mentions
        .iter()
        .filter_map(|mention| {
            let span = gloss_after(chars, mention.span.end)?;
            let written = &chars[span.start..span.end];
            let name = &chars[mention.span.start..mention.span.end];
            let free = !mentions.iter().any(|other| other.span.overlaps(span));
            let fits = is_acronym(written, name) || is_foreign_name(written, name);
            (free && fits).then(|| Mention { span, source: Source::Rule, ..mention.clone() })
        })
        .collect();
    mentions.extend(found);
    mentions.sort_by_key(|mention| mention.span);
}

/// What stands in a bracket that opens at `at`, white space before it allowed.
fn gloss_after(chars: &[char], at: usize) -> Option<CharSpan> {
    let open = at + chars[at..].iter().position(|c| !c.is_whitespace())?;
    if !matches!(chars[open], '(' | '（') {
        return None;
    }
    let rest = &chars[open + 1..chars.len().min(open + 1 + LONGEST)];
    let length = rest.iter().position(|c| matches!(c, ')' | '）'))?;
    (length > 0).then(|| CharSpan::new(open + 1, open + 1 + length))
}

/// Two to six capitals; after a Latin name they must begin its words, in order.
fn is_acronym(written: &[char], name: &[char]) -> bool {
    let capitals = (2..=6).contains(&written.len()) && written.iter().all(char::is_ascii_uppercase);
    let mut initials = name
        .split(|c| !c.is_alphanumeric())
        .filter_map(|word| word.first())
        .map(char::to_ascii_uppercase);
    capitals && (is_han_name(name) || written.iter().all(|c| initials.any(|initial| initial == *c)))
}

/// Latin words, the first and last capitalised, after a Chinese name.
fn is_foreign_name(written: &[char], name: &[char]) -> bool {
    let text: String = written.iter().collect();
    let latin = written.iter().all(|&c| c.is_alphabetic() && !is_han(c) || " .'’-&".contains(c));
    let capitalised = |word: Option<&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
    let words = || text.split_whitespace();
    is_han_name(name) && latin && capitalised(words().next()) && capitalised(words().next_back())
}

fn is_han_name(name: &[char]) -> bool {
    name.iter().any(|&c| is_han(c))
}

fn is_han(c: char) -> bool {
    crate::script::is_han(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::Label;

    fn glosses(text: &str, name_length: usize) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut mentions = vec![Mention {
            span: CharSpan::new(0, name_length),
            label: Label::Org,
            source: Source::Model,
            probability: 0.9,
            entity: String::new(),
        }];
        add_glosses(&chars, &mut mentions);
        mentions[1..].iter().map(|m| chars[m.span.start..m.span.end].iter().collect()).collect()
    }

    #[test]
    fn acronyms_and_foreign_names_are_glosses() {
        assert_eq!(glosses("世界卫生组织(WHO)说", 6), ["WHO"]);
        assert_eq!(glosses("北极星大学（Polaris University）说", 5), ["Polaris University"]);
        assert_eq!(glosses("World Health Organization (WHO)", 25), ["WHO"]);
        assert_eq!(glosses("Department of Energy (DOE)", 20), ["DOE"]);
    }

    #[test]
    fn other_brackets_are_not() {
        assert!(glosses("世界卫生组织(成立于1948年)", 6).is_empty());
        assert!(glosses("北极星大学（see below）", 5).is_empty());
        assert!(glosses("World Health Organization (GDP)", 25).is_empty());
        assert!(glosses("World Health Organization (WHO", 25).is_empty());
    }
}
