//! Persons whose nickname stands in quotes: *William "Bill" Thornton*, which the model takes for *William* and *Bill" Thornton*.
//!
//! Every sentence that is tagged goes through here. Mentions that linking cuts or brings in later are joined by
//! `link/repair/nicknames.rs`, which knows other quotes and dots too.

use crate::mention::{Label, Mention};

/// Make one of two persons' names where a quote opens between them and closes inside the second. Spans count in `text`.
pub fn join(text: &[char], mentions: &mut Vec<Mention>) {
    let mut joined: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions.drain(..) {
        match joined.last_mut() {
            Some(front) if is_split(text, front, &mention) => front.span.end = mention.span.end,
            _ => joined.push(mention),
        }
    }
    *mentions = joined;
}

/// Whether two mentions are what is before a nickname, and the nickname with the last name.
fn is_split(text: &[char], front: &Mention, back: &Mention) -> bool {
    let persons = front.label == Label::Per && back.label == Label::Per;
    let between = text.get(front.span.end..back.span.start).unwrap_or_default();
    let close = match between {
        [' ', '"'] => '"',
        [' ', '“'] => '”',
        _ => return false,
    };
    let name = &text[back.span.start..back.span.end];
    let quoted = name.iter().position(|c| *c == close);
    persons
        && quoted.is_some_and(|at| at > 0 && name.get(at + 1) == Some(&' ') && at + 2 < name.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::Source;
    use crate::text::CharSpan;

    fn joined(text: &str, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let person = |&(start, end): &(usize, usize)| Mention {
            span: CharSpan::new(start, end),
            label: Label::Per,
            source: Source::Model,
            probability: 0.9,
            entity: String::new(),
        };
        let mut mentions: Vec<Mention> = spans.iter().map(person).collect();
        join(&text.chars().collect::<Vec<char>>(), &mut mentions);
        mentions.iter().map(|mention| (mention.span.start, mention.span.end)).collect()
    }

    #[test]
    fn a_nickname_is_inside_the_name() {
        assert_eq!(joined("William \"Bill\" Thornton", &[(0, 7), (9, 23)]), [(0, 23)]);
        assert_eq!(joined("William “Bill” Thornton", &[(0, 7), (9, 23)]), [(0, 23)]);
        // What somebody says is no nickname.
        assert_eq!(joined("Ann said \"Bill\" left", &[(0, 3), (10, 14)]), [(0, 3), (10, 14)]);
        assert_eq!(joined("William and Bill Thornton", &[(0, 7), (12, 25)]).len(), 2);
    }
}
