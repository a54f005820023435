//! Markdown → blocks: headings and captions by markup, inline marks removed.

use std::sync::LazyLock;

use regex::Regex;

use super::languages::is_han;
use super::page::Page;
use crate::document::Role;

/// Read Markdown. A front matter block is skipped; images are left out, and emphasised text right
/// behind one is its caption.
pub(super) fn page(text: &str) -> Page {
    let mut reader = Reader::default();
    for line in without_front_matter(text).lines() {
        reader.line(line);
    }
    reader.finish_paragraph();
    reader.page
}

#[derive(Default)]
struct Reader {
    page: Page,
    /// The lines of the paragraph that is being read.
    paragraph: String,
    in_code: bool,
    after_image: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let line = line.trim().trim_start_matches('>').trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            self.finish_paragraph();
            self.in_code = !self.in_code;
        } else if line.is_empty() || self.in_code {
            self.finish_paragraph();
        } else if let Some(level) = underline(line) {
            self.finish_underlined(level);
        } else if let Some((level, heading)) = heading(line) {
            self.finish_paragraph();
            self.push(heading, Some(level));
        } else if let Some(item) = bullet(line) {
            self.finish_paragraph();
            self.paragraph = item.to_owned();
        } else {
            self.continue_paragraph(line);
        }
    }

    /// A line break inside a paragraph is a space, but nothing between Chinese characters.
    fn continue_paragraph(&mut self, line: &str) {
        let is_wide = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_wide_mark(c));
        let joins = is_wide(self.paragraph.chars().next_back()) || is_wide(line.chars().next());
        if !self.paragraph.is_empty() && !joins {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(line);
    }

    /// `===` or `---` below a line makes it a heading; alone it is a rule and no text.
    fn finish_underlined(&mut self, level: Role) {
        let heading = std::mem::take(&mut self.paragraph);
        self.push(&heading, Some(level));
    }

    fn finish_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let is_emphasised = paragraph.starts_with(['*', '_']) && paragraph.ends_with(['*', '_']);
        let is_caption = self.after_image && is_emphasised && !paragraph.starts_with("**");
        self.push(&paragraph, is_caption.then_some(Role::Caption));
    }

    fn push(&mut self, source: &str, role: Option<Role>) {
        if source.trim().is_empty() {
            return;
        }
        let text = plain(source);
        self.after_image = text.trim().is_empty() && source.contains("![");
        self.page.push(&text, role);
    }
}

fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”')
}

fn without_front_matter(text: &str) -> &str {
    let body = text.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r']));
    match body.and_then(|rest| rest.split_once("\n---")) {
        Some((_, rest)) => rest.trim_start_matches('-'),
        None => text,
    }
}

fn underline(line: &str) -> Option<Role> {
    let only = |c: char| line.len() >= 3 && line.chars().all(|other| other == c || other == ' ');
    if only('=') {
        return Some(Role::Headline);
    }
    (only('-') || only('*') || only('_')).then_some(Role::Subhead)
}

fn heading(line: &str) -> Option<(Role, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let role = match level {
        1 => Role::Headline,
        2..=6 => Role::Subhead,
        _ => return None,
    };
    text.starts_with([' ', '\t']).then(|| (role, text.trim().trim_end_matches('#').trim()))
}

fn bullet(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark))
}

/// Text without inline marks: emphasis, links, images, code, tags, footnotes, escapes.
fn plain(source: &str) -> String {
    static STEPS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?s)<!--.*?-->", ""),
            (r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])", ""),
            (r"\[\^[^\]]+\]:?", ""),
            (r"\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])", "$1"),
            (r"<((?:https?|mailto):[^>\s]+)>", "$1"),
            (r"</?[A-Za-z][^>]*>", ""),
            (r"`+([^`]+)`+", "$1"),
            (r"\*\*(\S(?:.*?\S)?)\*\*", "$1"),
            (r"__(\S(?:.*?\S)?)__", "$1"),
            (r"\*(\S(?:[^*]*?\S)?)\*", "$1"),
            (r"(^|[^\w])_(\S(?:[^_]*?\S)?)_($|[^\w])", "$1$2$3"),
            (r"\\([\\`*_{}\[\]()#+\-.!>~|])", "$1"),
        ]
        .into_iter()
        .map(|(pattern, replacement)| (Regex::new(pattern).expect("a valid pattern"), replacement))
        .collect()
    });
    STEPS.iter().fold(source.to_owned(), |text, (pattern, replacement)| {
        pattern.replace_all(&text, *replacement).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_removed_and_headings_kept() {
        let page = page(
            "---\ntitle: x\n---\n# A *new* bridge\n\nThe [bridge](http://x.example) is\nopen, \
             **finally**.\n\n![](b.jpg)\n\n*The bridge at dawn.*\n\n---\n\n## Costs\n\n- snake_case\n\
             - two\n\n他说，\n桥通了。\n",
        );
        let blocks: Vec<_> =
            (0..page.blocks.len()).map(|i| (page.block_text(i), page.blocks[i].role)).collect();
        assert_eq!(
            blocks,
            [
                ("A new bridge", Some(Role::Headline)),
                ("The bridge is open, finally.", None),
                ("The bridge at dawn.", Some(Role::Caption)),
                ("Costs", Some(Role::Subhead)),
                ("snake_case", None),
                ("two", None),
                ("他说，桥通了。", None),
            ]
        );
    }
}
