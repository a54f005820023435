//! An alignment for reading: two columns, wide characters aligned, doubtful places visible.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use duizhao::bead::{Alignment, Bead};
use duizhao::document::{Article, Role, Side};
use duizhao::write::bead_text::BeadText;
use duizhao::write::records::bead_role;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Width when the output is not a terminal.
const DEFAULT_WIDTH: usize = 120;
/// Columns of number, bead type, confidence and sign.
const GUTTER: usize = 19;
/// Columns between the two texts.
const GAP: usize = 3;
/// The narrowest column of text that can still be read.
const MINIMAL_COLUMN: usize = 16;
/// Below this confidence a bead is rather wrong than right.
const DOUBTFUL: f64 = 0.5;
/// Below this confidence a bead deserves a look.
const UNSURE: f64 = 0.8;

const DIM: Style = Style::new().dimmed();
const DOUBTFUL_STYLE: Style = AnsiColor::Red.on_default().bold();
const UNSURE_STYLE: Style = AnsiColor::Yellow.on_default();
const PLAIN: Style = Style::new();

/// Print the beads side by side, as wide as the terminal.
pub fn print(article: &Article, alignment: &Alignment) -> Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    let column = column_width(terminal_width());
    let mut paragraphs = None;
    for (number, bead) in alignment.beads.iter().enumerate() {
        let starts_in = Side::BOTH.map(|side| {
            let first = bead.side(side).first()?;
            Some(article.version(side).sentences[*first].paragraph)
        });
        if paragraphs.is_some_and(|before| starts_paragraph(before, starts_in)) {
            writeln!(out)?;
        }
        paragraphs = Some(starts_in);
        out.write_all(render(article, bead, number, column).as_bytes())?;
    }
    Ok(out.flush()?)
}

/// Whether both sides that have text begin another paragraph than the bead before.
fn starts_paragraph(before: [Option<usize>; 2], now: [Option<usize>; 2]) -> bool {
    before.into_iter().zip(now).all(|(before, now)| now.is_none() || before != now)
}

fn terminal_width() -> usize {
    if !std::io::stdout().is_terminal() {
        return DEFAULT_WIDTH;
    }
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

fn column_width(width: usize) -> usize {
    (width.saturating_sub(GUTTER + GAP) / 2).max(MINIMAL_COLUMN)
}

/// One bead: gutter, Chinese, English.
fn render(article: &Article, bead: &Bead, number: usize, column: usize) -> String {
    let style = bead_style(article, bead);
    let cell = |side: Side| match bead.side(side) {
        [] => (vec![null_note(bead)], DIM),
        indices => {
            (wrap(BeadText::of(article.version(side), indices, side).as_str(), column), style)
        }
    };
    let gutter = gutter(article, bead, number);
    let ((zh, zh_style), (en, en_style)) = (cell(Side::Chinese), cell(Side::English));
    let empty = String::new();
    let mut rendered = String::new();
    for row in 0..zh.len().max(en.len()).max(gutter.len()) {
        let line = |lines: &[String]| lines.get(row).unwrap_or(&empty).clone();
        let (mark, mark_style) = gutter.get(row).cloned().unwrap_or((String::new(), PLAIN));
        let (mark, zh, en) = (pad(&mark, GUTTER), pad(&line(&zh), column), line(&en));
        // Spaces before a code that ends a style are at the end of the line all the same.
        let row = match (zh.trim_end(), &*en) {
            ("", "") => format!("{mark_style}{}{mark_style:#}", mark.trim_end()),
            (zh, "") => format!("{mark_style}{mark}{mark_style:#}{zh_style}{zh}{zh_style:#}"),
            _ => format!(
                "{mark_style}{mark}{mark_style:#}{zh_style}{zh}{zh_style:#}{:GAP$}{en_style}{en}{en_style:#}",
                ""
            ),
        };
        rendered.push_str(&row);
        rendered.push('\n');
    }
    rendered
}

/// What stands left of the text: a line with the figures, and one with the role if it is special.
fn gutter(article: &Article, bead: &Bead, number: usize) -> Vec<(String, Style)> {
    let (sign, style) = match bead.confidence {
        confidence if confidence < DOUBTFUL => ("?", DOUBTFUL_STYLE),
        confidence if confidence < UNSURE => ("?", UNSURE_STYLE),
        _ => (" ", DIM),
    };
    let crossing = if bead.crossing { "×" } else { " " };
    let bead_type = bead.bead_type().to_string();
    let figures = format!("{number:>4} {bead_type:>4} {:.2} {sign}{crossing}", bead.confidence);
    match bead_role(article, bead) {
        Role::Body => vec![(figures, style)],
        role => vec![(figures, style), (format!("     {}", role.name()), DIM)],
    }
}

fn bead_style(article: &Article, bead: &Bead) -> Style {
    match bead_role(article, bead) {
        Role::Boilerplate => DIM,
        Role::Headline | Role::Subhead => Style::new().bold(),
        _ => PLAIN,
    }
}

/// What stands in the place of a side that is empty.
fn null_note(bead: &Bead) -> String {
    let reason = serde_json::to_value(bead.null_reason).unwrap_or_default();
    match reason.as_str() {
        Some("") | None => "—".to_owned(),
        Some(reason) => format!("— {reason}"),
    }
}

/// `text` with spaces up to `width` columns.
fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Cut `text` into lines of at most `width` columns. Words are kept whole where they fit, closing
/// marks do not begin a line and opening ones do not end it.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in unbreakable_pieces(text) {
        let visible = piece.trim_end().width();
        if used > 0 && used + visible > width {
            lines.push(String::new());
            used = 0;
        }
        for grapheme in piece.graphemes(true) {
            let columns = grapheme.width();
            if used > 0 && used + columns > width && !grapheme.trim().is_empty() {
                lines.push(String::new());
                used = 0;
            }
            let line = lines.last_mut().expect("there is always a line");
            line.push_str(grapheme);
            used += columns;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The pieces of a text between which a line may end.
fn unbreakable_pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut glue = false;
    for word in text.split_word_bounds() {
        // A control character would spoil the columns, or do something to the terminal.
        let word: String = word.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match pieces.last_mut() {
            Some(piece)
                if glue || closes(piece, &word) || word.starts_with(must_not_begin_a_line) =>
            {
                piece.push_str(&word)
            }
            _ => pieces.push(word.clone()),
        }
        // A straight quotation mark that stands alone opens: the ones that close were appended.
        let opens = word == "\"" && pieces.last().is_some_and(|piece| piece == "\"");
        glue = opens || word.ends_with(must_not_end_a_line);
    }
    pieces
}

/// Whether `word` is a straight quotation mark that stands right behind a word.
fn closes(piece: &str, word: &str) -> bool {
    word == "\"" && !piece.ends_with(char::is_whitespace)
}

fn must_not_begin_a_line(c: char) -> bool {
    c.is_whitespace() || "，。！？；：、）】》〉」』”’…%％·,.!?;:)]}-—".contains(c)
}

fn must_not_end_a_line(c: char) -> bool {
    "（【《〈「『“‘([{$#".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_marks_stay_where_they_belong() {
        let lines = wrap("他说：“水涨得很快。我们只有十分钟。”", 12);
        assert!(lines.iter().all(|line| line.width() <= 12), "{lines:?}");
        assert!(lines.iter().all(|line| !line.starts_with(['。', '”', '：'])), "{lines:?}");
        assert_eq!(lines.concat(), "他说：“水涨得很快。我们只有十分钟。”");
    }

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrap("The water rose fast.", 10), ["The water", "rose fast."]);
        assert_eq!(wrap("Donaudampfschifffahrt", 8), ["Donaudam", "pfschiff", "fahrt"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("He said \"yes\" twice", 12), ["He said", "\"yes\" twice"]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_printed() {
        assert_eq!(wrap("a\u{1b}[31mb", 20), ["a [31mb"]);
    }
}
