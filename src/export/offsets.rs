//! Offsets in other units than code points.

use crate::record::{BeadRecord, DocumentRecord, MentionRecord, SentenceRef, WordLinkRecord};

/// The unit of offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetUnit {
    /// Unicode code points: Python, Rust's `chars`.
    #[default]
    CodePoint,
    /// UTF-16 code units: JavaScript, Java, C#.
    Utf16,
    /// UTF-8 bytes: Rust, Go, C.
    Utf8,
}

impl OffsetUnit {
    /// Change every offset of the beads: those of sentences count in the document's texts, the
    /// others in the bead's.
    pub(super) fn convert(self, document: &mut DocumentRecord, beads: &mut [BeadRecord]) {
        if self == Self::CodePoint {
            return;
        }
        let (zh, en) = (self.table(&document.zh.text), self.table(&document.en.text));
        for bead in beads {
            convert_sentences(&mut bead.zh_sentences, &zh);
            convert_sentences(&mut bead.en_sentences, &en);
            let (zh, en) = (self.table(&bead.zh), self.table(&bead.en));
            convert_mentions(&mut bead.zh_entities, &zh);
            convert_mentions(&mut bead.en_entities, &en);
            bead.word_links.iter_mut().for_each(|link| convert_words(link, &zh, &en));
        }
    }

    /// For each code point of `text`, and its end, the offset in this unit.
    fn table(self, text: &str) -> Vec<usize> {
        let mut table = vec![0];
        for character in text.chars() {
            let length = match self {
                Self::CodePoint => 1,
                Self::Utf16 => character.len_utf16(),
                Self::Utf8 => character.len_utf8(),
            };
            table.push(table[table.len() - 1] + length);
        }
        table
    }
}

fn convert_sentences(sentences: &mut [SentenceRef], table: &[usize]) {
    for sentence in sentences {
        (sentence.start, sentence.end) = (table[sentence.start], table[sentence.end]);
    }
}

fn convert_mentions(mentions: &mut [MentionRecord], table: &[usize]) {
    for mention in mentions {
        (mention.start, mention.end) = (table[mention.start], table[mention.end]);
    }
}

fn convert_words(link: &mut WordLinkRecord, zh: &[usize], en: &[usize]) {
    (link.zh_start, link.zh_end) = (zh[link.zh_start], zh[link.zh_end]);
    (link.en_start, link.en_end) = (en[link.en_start], en[link.en_end]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_offset_of_each_code_point() {
        assert_eq!(OffsetUnit::Utf16.table("a😀维"), [0, 1, 3, 4]);
        assert_eq!(OffsetUnit::Utf8.table("a😀维"), [0, 1, 5, 8]);
    }
}
