//! IOB2: the tokens of each side of each bead with their tags. Chinese is cut into characters,
//! with Latin words and numbers whole; English into words and marks.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;

use super::Exporter;
use crate::record::{BeadRecord, DocumentRecord, MentionRecord};

/// Writes IOB2.
pub(super) struct Iob2;

impl Exporter for Iob2 {
    fn article(
        &mut self,
        out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        for bead in beads {
            sentence(out, &bead.id, "zh", &bead.zh, &bead.zh_entities)?;
            sentence(out, &bead.id, "en", &bead.en, &bead.en_entities)?;
        }
        Ok(())
    }
}

fn sentence(
    out: &mut dyn Write,
    id: &str,
    lang: &str,
    text: &str,
    mentions: &[MentionRecord],
) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "# sent_id = {id}/{lang}\n# text = {}", text.replace(['\n', '\r'], " "))?;
    for (start, end, token) in tokens(text, mentions) {
        let mention = mentions.iter().find(|mention| mention.start <= start && end <= mention.end);
        match mention {
            Some(mention) => {
                let position = if mention.start == start { 'B' } else { 'I' };
                writeln!(out, "{token}\t{position}-{}", mention.label.name())?;
            }
            None => writeln!(out, "{token}\tO")?,
        }
    }
    writeln!(out)
}

/// Tokens with their spans in code points, cut also where a mention starts or ends.
fn tokens<'a>(text: &'a str, mentions: &[MentionRecord]) -> Vec<(usize, usize, &'a str)> {
    let is_bound = |at: usize| mentions.iter().any(|m| m.start == at || m.end == at);
    let mut tokens = Vec::new();
    let mut at = 0;
    for word in text.split_word_bounds() {
        let mut start_byte = 0;
        let mut start = at;
        for (byte, _) in word.char_indices() {
            if byte > start_byte && is_bound(at) {
                tokens.push((start, at, &word[start_byte..byte]));
                (start_byte, start) = (byte, at);
            }
            at += 1;
        }
        tokens.push((start, at, &word[start_byte..]));
    }
    tokens.retain(|(_, _, token)| !token.trim().is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Iob2));
    }
}
