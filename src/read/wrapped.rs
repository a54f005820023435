//! Plain text that was broken into lines of even width → its paragraphs.
//!
//! A line goes on in the next one if the next one's first word had no room on it. That alone would
//! join lines of any text, so a text counts as broken only if nearly all of its lines are as full
//! as that and many of them end in the middle of a sentence. Chinese and English lines have widths
//! of their own. A blank line, an indent or a list mark begins a paragraph always.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::languages::Lean;
use crate::document::Side;

/// Width of the lines of broken texts, in columns; a Chinese character takes two.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=100;

/// Fewest lines that show that a text is broken.
const FEWEST: usize = 3;

/// Smallest share of the lines with another one below them that are full.
const FULL_SHARE: f64 = 0.7;

/// Smallest share of the full lines that end in the middle of a sentence.
const OPEN_SHARE: f64 = 0.5;

/// How far a line may stick out behind the usual width: marks hang over the edge.
const OVERHANG: usize = 6;

/// A line of a text.
#[derive(Debug, Clone)]
struct Line<'a> {
    /// Where it stands in the text, in bytes, without its line break.
    bytes: Range<usize>,
    /// Its text without white space at its ends.
    text: &'a str,
    side: Option<Side>,
    /// Its width with its indent, in columns and in characters: Chinese text is broken by either.
    width: Width,
    /// Whether the next line follows at once and could go on with it.
    has_next: bool,
}

/// How wide a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Width {
    columns: usize,
    characters: usize,
}

/// The paragraphs of `text`, in bytes: its lines that are not blank, put together where the text
/// was broken for display.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let widths = Side::BOTH.map(|side| usual_width(&lines, side));
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    for (index, line) in lines.iter().enumerate() {
        match paragraphs.last_mut().filter(|_| joins) {
            Some(last) => last.end = line.bytes.end,
            None => paragraphs.push(line.bytes.clone()),
        }
        let width = line.side.and_then(|side| widths[side as usize]);
        joins = line.has_next
            && width.is_some_and(|width| {
                line.width.columns <= width.columns + OVERHANG
                    && is_full(line, &lines[index + 1], width)
            });
    }
    paragraphs
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut follows = false;
    for whole in text.split_inclusive('\n') {
        let content = whole.trim_end_matches(['\n', '\r']);
        let bytes = start..start + content.len();
        start += whole.len();
        let line = content.trim();
        if line.is_empty() {
            follows = false;
            continue;
        }
        // A line without letters goes with the one above it.
        let above = lines.last().filter(|_| follows).and_then(|last| last.side);
        let side = Lean::of(line).side().or(above);
        if let Some(last) = lines.last_mut() {
            last.has_next = follows && last.side == side && !begins_paragraph(content);
        }
        let columns = content.trim_end().width_cjk();
        let width = Width { columns, characters: content.trim_end().chars().count() };
        lines.push(Line { bytes, text: line, side, width, has_next: false });
        follows = true;
    }
    lines
}

/// Whether a line begins a paragraph by its looks: an indent or the mark of a list.
fn begins_paragraph(line: &str) -> bool {
    let text = line.trim_start();
    let indent = line[..line.len() - text.len()].width_cjk();
    let is_mark = |mark: &str| text.strip_prefix(mark).is_some_and(|rest| rest.starts_with(' '));
    indent >= 2 || ["-", "*", "•", "·", "—", "#", ">"].into_iter().any(is_mark)
}

/// The width to which the lines of a side were broken; `None` if they were not.
fn usual_width(lines: &[Line], side: Side) -> Option<Width> {
    let pairs: Vec<(&Line, &Line)> = lines
        .windows(2)
        .filter(|pair| pair[0].has_next && pair[0].side == Some(side))
        .map(|pair| (&pair[0], &pair[1]))
        .collect();
    // Nearly the widest: a web address may stick out.
    let nearly_widest = |measure: fn(&Width) -> usize| -> Option<usize> {
        let mut widths: Vec<usize> = pairs.iter().map(|(line, _)| measure(&line.width)).collect();
        widths.sort_unstable();
        widths.get(widths.len().saturating_sub(1) * 9 / 10).copied()
    };
    let columns = nearly_widest(|width| width.columns)?;
    let width = Width { columns, characters: nearly_widest(|width| width.characters)? };
    let full: Vec<&Line> = pairs
        .iter()
        .filter(|(line, next)| {
            is_full(line, next, width) && line.width.columns <= columns + OVERHANG
        })
        .map(|(line, _)| *line)
        .collect();
    let open = full.iter().filter(|line| !ends_sentence(line.text)).count();
    let is_broken = full.len() >= FEWEST
        && WIDTHS.contains(&columns)
        && full.len() as f64 >= FULL_SHARE * pairs.len() as f64
        && open as f64 >= OPEN_SHARE * full.len() as f64;
    is_broken.then_some(width)
}

/// Whether the first word of `next` had no room on `line`. A Chinese line may be short by a mark that
/// must not begin the next one and pulls a character down with it.
fn is_full(line: &Line, next: &Line, width: Width) -> bool {
    match next.side {
        Some(Side::Chinese) => {
            line.width.columns + 4 > width.columns || line.width.characters + 2 > width.characters
        }
        _ => {
            let word = next.text.split_whitespace().next().unwrap_or_default().width_cjk();
            line.width.columns + 1 + word > width.columns
        }
    }
}

fn ends_sentence(line: &str) -> bool {
    let closers = ['”', '"', '’', '\'', '」', '』', ')', '）'];
    line.trim_end_matches(closers).ends_with(['。', '.', '！', '!', '？', '?', '…', '：', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        paragraphs(text).into_iter().map(|bytes| text[bytes].replace('\n', "⏎")).collect()
    }

    const ENGLISH: &str = "Old mill reopens\n\nThe town's old paper mill, shut for eleven years, opened its\n\
        doors on Monday as a library. The council paid for the roof,\nwhile volunteers did the rest.\n\n\
        \"I learned to read in the yard here,\" said Ms. Ada Holt, 81. \"Now\nmy grandchildren will, \
        in the room where my father worked at the\nbig machine for thirty years.\"\n";

    #[test]
    fn broken_english_is_put_together() {
        let found = blocks(ENGLISH);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert_eq!(found[0], "Old mill reopens");
        assert!(found[1].ends_with("the roof,⏎while volunteers did the rest."));
        assert!(found[2].contains("\"Now⏎my grandchildren"));
    }

    #[test]
    fn broken_chinese_is_put_together_without_blank_lines_too() {
        let text = "老造纸厂重新开放\n\
            \u{3000}\u{3000}镇上停产十一年的老造纸厂星期一重新开\n门，成了一座图书馆。屋顶由镇议会出钱翻修，\n其余的活\
            都是志愿者干的，前后花了整整两年\n时间。\n\u{3000}\u{3000}“我就是在这院子里学会认字的，”八十一\n岁的\
            霍尔特说，“现在轮到我的孙辈了。”\n";
        let found = blocks(text);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[1].contains("重新开⏎门，成了"));
        assert!(found[1].ends_with("⏎时间。"));
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        let sentences = "The council met on Monday and voted for the new bridge.\n\
            It will cost four million dollars and take two years.\n\
            Some residents fear the noise, others look forward to it.\n\
            The mayor said she would listen to everybody in town.\n";
        assert_eq!(blocks(sentences).len(), 4);
        let verse = "The mill is still,\nthe wheel is dry,\nthe swallows in\nthe rafters cry,\n";
        assert_eq!(blocks(verse).len(), 4);
        let long = format!("{}\n{}\n", "long paragraph ".repeat(20), "another one ".repeat(20));
        assert_eq!(blocks(&long).len(), 2);
        let names = "周一：面条\n周二：米饭\n周三：饺子\n周四：馒头\n周五：包子\n";
        assert_eq!(blocks(names).len(), 5);
    }

    #[test]
    fn languages_are_never_put_together() {
        let text = format!("{ENGLISH}镇上的老造纸厂星期一重新开门，成了一座图书馆。\n");
        assert!(blocks(&text).last().unwrap().starts_with("镇上"));
    }
}
