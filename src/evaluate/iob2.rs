//! IOB2 files: a token a line with its tag, sentences between empty lines.

use std::path::Path;

use super::EvaluateError;
use super::naming::EvaluatedMention;

/// A sentence with tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TaggedSentence {
    /// Its first line in the file, from 1.
    pub(super) line: usize,
    /// The text, from a comment `# text = …`.
    pub(super) text: Option<String>,
    /// Tokens with their tags: `O`, `B-PER`, `I-PER` …
    pub(super) tokens: Vec<(String, String)>,
}

/// Parse a file: tab- or space-separated, with the tokens in the first column, or in the second
/// one behind a number, and the tags right behind them.
pub(super) fn parse(path: &Path, content: &str) -> Result<Vec<TaggedSentence>, EvaluateError> {
    let mut sentences = Vec::new();
    let mut current = TaggedSentence::default();
    for (index, line) in content.lines().chain([""]).enumerate() {
        if line.trim().is_empty() {
            if !current.tokens.is_empty() {
                sentences.push(std::mem::take(&mut current));
            }
        } else if let Some(comment) = line.strip_prefix('#').filter(|_| !line.contains('\t')) {
            if let Some(text) = comment.trim_start().strip_prefix("text = ") {
                current.text = Some(text.to_owned());
            }
        } else {
            if current.tokens.is_empty() {
                current.line = index + 1;
            }
            current.tokens.push(token(line).ok_or_else(|| EvaluateError::Invalid {
                path: path.to_owned(),
                line: index + 1,
                message: "not a token and its IOB2 tag".to_owned(),
            })?);
        }
    }
    Ok(sentences)
}

fn token(line: &str) -> Option<(String, String)> {
    let separator = if line.contains('\t') { '\t' } else { ' ' };
    let columns: Vec<_> = line.split(separator).collect();
    let is_tag =
        |column: &str| column == "O" || column.starts_with("B-") || column.starts_with("I-");
    let at = columns.iter().skip(1).position(|column| is_tag(column))? + 1;
    Some((columns[at - 1].to_owned(), columns[at].to_owned()))
}

/// The mentions of a sentence in `text`, in which its tokens are found one after the other.
/// `None` if one of them is not there.
pub(super) fn mentions(sentence: &TaggedSentence, text: &str) -> Option<Vec<EvaluatedMention>> {
    let mut mentions: Vec<EvaluatedMention> = Vec::new();
    let (mut byte, mut chars) = (0, 0);
    let mut open = false;
    for (token, tag) in &sentence.tokens {
        let at = byte + text[byte..].find(token.as_str())?;
        let start = chars + text[byte..at].chars().count();
        let end = start + token.chars().count();
        (byte, chars) = (at + token.len(), end);
        let Some((kind, label)) = tag.split_once('-') else {
            open = false;
            continue;
        };
        match mentions.last_mut() {
            Some(mention) if open && kind == "I" && mention.label == label => mention.end = end,
            _ => mentions.push(EvaluatedMention {
                start,
                end,
                label: label.to_owned(),
                entity: String::new(),
            }),
        }
        open = true;
    }
    Some(mentions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_spans_of_the_text() {
        let content = "# text = 维基在CNN说\n1\t维基\tB-PER\t-\t-\n2\t在\tO\t-\t-\n3\tCNN\tB-ORG\t-\t-\n4\t说\tO\t-\t-\n\n";
        let sentences = parse(Path::new("a.iob2"), content).unwrap();
        let text = sentences[0].text.clone().unwrap();
        let spans: Vec<_> = mentions(&sentences[0], &text)
            .unwrap()
            .into_iter()
            .map(|m| (m.start, m.end, m.label))
            .collect();
        assert_eq!(spans, [(0, 2, "PER".to_owned()), (3, 6, "ORG".to_owned())]);
    }

    #[test]
    fn two_columns_and_two_neighbouring_names() {
        let sentences = parse(Path::new("a"), "New B-LOC\nYork I-LOC\nReuters B-ORG\n").unwrap();
        let mentions = mentions(&sentences[0], "New York Reuters").unwrap();
        let spans: Vec<_> = mentions.iter().map(|m| (m.start, m.end)).collect();
        assert_eq!(spans, [(0, 8), (9, 16)]);
    }

    #[test]
    fn a_line_without_tag_is_an_error_with_its_number() {
        let error = parse(Path::new("a.iob2"), "New B-LOC\nYork\n").unwrap_err();
        assert_eq!(error.to_string(), "a.iob2:2: not a token and its IOB2 tag");
    }
}
