//! Markdown: a heading an article, a table row a bead.

use std::io::{self, Write};

use super::Exporter;
use super::table::name_of;
use crate::record::{BeadRecord, DocumentRecord};

/// Writes Markdown.
pub(super) struct Markdown;

impl Exporter for Markdown {
    fn article(
        &mut self,
        out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        let titles = [&document.zh.title, &document.en.title].into_iter();
        let titles: Vec<_> = titles.filter(|title| !title.is_empty()).map(|t| cell(t)).collect();
        let heading = if titles.is_empty() { cell(&document.id) } else { titles.join(" · ") };
        writeln!(out, "## {heading}\n\n| | 中文 | English |\n|---:|---|---|")?;
        for (index, bead) in beads.iter().enumerate() {
            let empty = || format!("*{}*", name_of(&bead.null_reason));
            let side = |text: &str| if text.is_empty() { empty() } else { cell(text) };
            let (zh, en) = (side(&bead.zh), side(&bead.en));
            writeln!(out, "| {} · {:.2} | {zh} | {en} |", index + 1, bead.confidence.value())?;
        }
        writeln!(out)
    }
}

/// A text in a table cell: nothing in it is markup.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => cell.push(' '),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' => {
                cell.push('\\');
                cell.push(character);
            }
            other => cell.push(other),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        insta::assert_snapshot!(crate::export::fixture::export(crate::export::Format::Markdown));
    }
}
