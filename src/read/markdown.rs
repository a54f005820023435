//! Markdown → blocks: headings and captions by markup, inline marks removed.

use std::borrow::Cow;
use std::sync::LazyLock;

use dom_query::Document;
use regex::{Captures, Regex};

use super::languages::is_han;
use super::page::Page;
use crate::document::Role;

/// Read Markdown. A front matter block is skipped; images are left out, and emphasised text right
/// behind one is its caption. A row of a table is boilerplate: it is no sentence.
pub(super) fn page(text: &str) -> Page {
    let mut reader = Reader::default();
    let lines: Vec<&str> = without_front_matter(text).lines().map(bare).collect();
    for (index, line) in lines.iter().enumerate() {
        reader.line(line, lines.get(index + 1).copied().unwrap_or_default());
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
    in_table: bool,
    after_image: bool,
}

impl Reader {
    /// Read a line; whether it begins a table is seen at the next one.
    fn line(&mut self, line: &str, next: &str) {
        let in_table = std::mem::take(&mut self.in_table);
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
        } else if (in_table && line.contains('|')) || begins_table(line, next) {
            self.finish_paragraph();
            self.in_table = true;
            self.row(line);
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

    /// The cells of a row of a table, with a stroke between them; the row of lines below the header
    /// has no text.
    fn row(&mut self, line: &str) {
        if is_line_of_table(line) {
            return;
        }
        let cells: Vec<&str> = cells(line).into_iter().filter(|cell| !cell.is_empty()).collect();
        self.push(&cells.join(" | "), Some(Role::Boilerplate));
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

/// A line without white space at its ends and without marks of quotation.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches('>').trim()
}

/// Whether a line is the header of a table: below it stands a line of dashes for as many cells.
fn begins_table(line: &str, next: &str) -> bool {
    line.contains('|') && is_line_of_table(next) && cells(line).len() == cells(next).len()
}

/// `|---|:--:|`
fn is_line_of_table(line: &str) -> bool {
    let is_dashes = |cell: &str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    line.contains('|') && cells(line).into_iter().all(is_dashes)
}

/// The cells of a row of a table; a stroke behind `\` is text.
fn cells(row: &str) -> Vec<&str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row);
    let mut cells = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (index, c) in row.char_indices() {
        if c == '|' && !is_escaped {
            cells.push(row[start..index].trim());
            start = index + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    cells.push(row[start..].trim());
    cells
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

/// Text without inline marks: emphasis, links, images, code, tags, footnotes, escapes, character
/// references.
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
    let text = STEPS.iter().fold(source.to_owned(), |text, (pattern, replacement)| {
        pattern.replace_all(&text, *replacement).into_owned()
    });
    without_references(&text).into_owned()
}

/// The text with the characters that references such as `&amp;` and `&#8212;` stand for. They are
/// those of HTML, so its parser knows them; what it does not know stays.
fn without_references(text: &str) -> Cow<'_, str> {
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
            .expect("a valid pattern")
    });
    REFERENCE.replace_all(text, |found: &Captures| {
        let html = format!("<p>{}</p>", &found[0]);
        Document::from(html.as_str()).text().to_string()
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

    fn blocks(text: &str) -> Vec<(String, Option<Role>)> {
        let page = page(text);
        let block = |index| (page.block_text(index).to_owned(), page.blocks[index].role);
        (0..page.blocks.len()).map(block).collect()
    }

    #[test]
    fn a_row_of_a_table_is_no_body_text() {
        let row = |text: &str| (text.to_owned(), Some(Role::Boilerplate));
        let body = |text: &str| (text.to_owned(), None);
        let text = "Boats:\n| name | since |\n|:-----|------:|\n| *Haiyan* | 2025 |\n| a\\|b | |\n\
                    \nThe end.\n\none | two\n--- | ---\n一 | 二\nNo row.\n";
        let expected = [
            body("Boats:"),
            row("name | since"),
            row("Haiyan | 2025"),
            row("a|b"),
            body("The end."),
            row("one | two"),
            row("一 | 二"),
            body("No row."),
        ];
        assert_eq!(blocks(text), expected);
        // A stroke alone makes no table, nor do lines for another number of cells.
        let expected = [body("Sun | Moon, and more."), body("a | b |---|")];
        assert_eq!(blocks("Sun | Moon,\nand more.\n\na | b\n|---|\n"), expected);
    }

    #[test]
    fn character_references_are_characters() {
        let text =
            "AT&amp;T &lt;b&gt; x&#8212;y &#x4e2d;&nbsp;&eacute; <b>bold</b> &nosuch; R&D; &\n";
        let (found, _) = blocks(text).remove(0);
        assert_eq!(found, "AT&T <b> x—y 中 é bold &nosuch; R&D; &");
    }
}
