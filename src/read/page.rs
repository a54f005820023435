//! What every format is read into: a text, its blocks, and what the markup says about them.

use std::ops::Range;

use crate::document::Role;

/// A text with its paragraphs, not yet told apart by language.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// The text. Of a plain text file, the whole file; of other formats, the blocks, a line each.
    pub text: String,
    /// The paragraphs in order, not overlapping.
    pub blocks: Vec<Block>,
    /// What the file says about the article outside its text.
    pub metadata: Metadata,
}

/// A paragraph of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    /// Where it stands in the page's text, in bytes.
    pub bytes: Range<usize>,
    /// Its role, where markup says so.
    pub role: Option<Role>,
}

/// What the file says about the article outside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Metadata {
    /// The author, `""` if unknown.
    pub author: String,
    /// Publication date as `YYYYMMDD`, `""` if unknown.
    pub published: String,
}

impl Page {
    /// A page whose blocks are the lines of `text` that are not empty.
    pub fn of_lines(text: String) -> Self {
        let mut blocks = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            if !content.trim().is_empty() {
                blocks.push(Block { bytes: start..start + content.len(), role: None });
            }
            start += line.len();
        }
        Self { text, blocks, metadata: Metadata::default() }
    }

    /// A page of plain text: its blocks are the lines that are not empty, put together where the
    /// text was broken into lines of even width.
    pub fn of_text(text: String) -> Self {
        let blocks = super::wrapped::paragraphs(&text);
        let blocks = blocks.into_iter().map(|bytes| Block { bytes, role: None }).collect();
        Self { text, blocks, metadata: Metadata::default() }
    }

    /// Add a block on a line of its own; white space in it is made single spaces.
    pub fn push(&mut self, content: &str, role: Option<Role>) {
        let content = single_spaces(content);
        if content.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(&content);
        self.blocks.push(Block { bytes: start..self.text.len(), role });
    }

    /// The text of block `index`, which may have line breaks inside.
    pub fn block_text(&self, index: usize) -> &str {
        &self.text[self.blocks[index].bytes.clone()]
    }

    /// The page of the blocks that `keep` names by index, with the line breaks behind them.
    pub fn part(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut part = Page { metadata: self.metadata.clone(), ..Page::default() };
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| keep(*index)) {
            let next = self.blocks.get(index + 1).map_or(self.text.len(), |next| next.bytes.start);
            let start = part.text.len();
            part.text.push_str(&self.text[block.bytes.start..next]);
            // A line that held both languages.
            if next < self.text.len() && !self.text[block.bytes.end..next].contains('\n') {
                part.text.push('\n');
            }
            part.blocks.push(Block { bytes: start..start + block.bytes.len(), role: block.role });
        }
        part
    }
}

/// `text` without white space at its ends and with single spaces inside; U+3000 is kept, it
/// means something in Chinese text.
fn single_spaces(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.trim().chars() {
        if c.is_whitespace() && c != '\u{3000}' {
            gap = true;
        } else {
            if gap {
                result.push(' ');
            }
            gap = false;
            result.push(c);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_own_lines() {
        let page = Page::of_lines("你好。\r\nHello.\r\n\r\n再见。\nBye.".to_owned());
        let chinese = page.part(|index| index % 2 == 0);
        assert_eq!(chinese.text, "你好。\r\n再见。\n");
        assert_eq!(chinese.block_text(1), "再见。");
        assert_eq!(page.part(|index| index % 2 == 1).text, "Hello.\r\n\r\nBye.");
    }

    #[test]
    fn pushed_blocks_have_single_spaces() {
        let mut page = Page::default();
        page.push("  a\n  b ", None);
        page.push(" \u{a0} ", None);
        page.push("甲\u{3000}乙", Some(Role::Subhead));
        assert_eq!(page.text, "a b\n甲\u{3000}乙");
    }
}
