//! Telling the two versions in one file apart.
//!
//! A file holds one version and then the other, or their paragraphs alternate. Where paragraphs
//! alternate, each paragraph's own language decides. Otherwise a line in the other script may
//! still belong to the version around it (a credit in Latin letters inside the Chinese version), so
//! the assignment that disagrees least with the lines and changes sides least is taken.

use super::languages::{Lean, is_han};
use super::page::{Block, Page};
use crate::document::Side;

/// The side of every block of `page`.
pub(super) fn sides(page: &Page) -> Vec<Side> {
    let leans: Vec<Lean> =
        (0..page.blocks.len()).map(|index| Lean::of(page.block_text(index))).collect();
    let own: Vec<Option<Side>> = leans.iter().map(|lean| lean.side()).collect();
    if alternates(&leans) { filled(&own) } else { least_disagreement(&leans) }
}

/// The page with every block that says the same in both languages, one after the other, cut into two:
/// `老渡口停航 Old ferry makes its last crossing`.
pub(super) fn with_bilingual_lines_cut(page: &Page) -> Page {
    let cut = |block: &Block| {
        let text = &page.text[block.bytes.clone()];
        let Some(at) = language_change(text) else { return vec![block.clone()] };
        let is_gap = |c: char| c.is_whitespace() || matches!(c, '/' | '|' | '／' | '｜');
        let (first, second) =
            (text[..at].trim_end_matches(is_gap), text[at..].trim_start_matches(is_gap));
        let start = block.bytes.start;
        let (end, next) = (start + first.len(), block.bytes.end - second.len());
        let part = |bytes| Block { bytes, role: block.role };
        vec![part(start..end), part(next..block.bytes.end)]
    };
    Page { blocks: page.blocks.iter().flat_map(cut).collect(), ..page.clone() }
}

/// Where a text changes from one language to the other for good, in bytes: behind its last Chinese
/// character, or before its first one. Names and glosses of the other language are too short to count.
fn language_change(text: &str) -> Option<usize> {
    let first = text.find(is_han)?;
    let last = text.rfind(is_han)?;
    let behind_last = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let marks: usize = text[behind_last..]
        .chars()
        .take_while(|c| {
            !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '“' | '‘' | '"' | '(' | '（')
        })
        .map(char::len_utf8)
        .sum();
    [behind_last + marks, first].into_iter().find(|&at| is_change(&text[..at], &text[at..]))
}

/// Whether two parts of a line are the two languages: enough of each, and a gap between them.
fn is_change(before: &str, after: &str) -> bool {
    let is_english = |text: &str| {
        let lean = Lean::of(text);
        lean.han == 0 && lean.latin >= 15 && text.split_whitespace().count() >= 4
    };
    let is_chinese = |text: &str| {
        let lean = Lean::of(text);
        lean.han >= 4 && lean.side() == Some(Side::Chinese)
    };
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '。' | '！' | '？' | '”' | '」' | '.' | '!' | '?' | '/' | '|')
    };
    let has_gap = before.ends_with(ends) || after.starts_with([' ', '\u{3000}', '\n', '/', '|']);
    let pair =
        (is_chinese(before) && is_english(after)) || (is_english(before) && is_chinese(after));
    has_gap && pair
}

/// Whether the versions alternate: at least this share of the changes that would be possible
/// between blocks long enough to be paragraphs of the article.
fn alternates(leans: &[Lean]) -> bool {
    /// A file of alternating paragraphs has a share near 1, alternating pairs of paragraphs give
    /// 0.5, one version after the other gives near 0.
    const SMALLEST_SHARE: f64 = 0.4;
    let is_long = |lean: &&Lean| lean.han >= 12 || lean.latin >= 40;
    let known: Vec<Side> = leans.iter().filter(is_long).filter_map(|lean| lean.side()).collect();
    let changes = known.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let chinese = known.iter().filter(|&&side| side == Side::Chinese).count();
    let possible = 2 * chinese.min(known.len() - chinese);
    possible > 2 && changes as f64 >= SMALLEST_SHARE * possible as f64
}

/// Blocks without letters go with the block before them, the first ones with the one behind.
fn filled(own: &[Option<Side>]) -> Vec<Side> {
    let first = own.iter().copied().flatten().next().unwrap_or(Side::Chinese);
    let mut current = first;
    own.iter()
        .map(|side| {
            current = side.unwrap_or(current);
            current
        })
        .collect()
}

/// What it costs to change sides between two blocks, in the unit of [`disagreement`].
const CHANGE: f64 = 2.5;

/// The assignment with the smallest sum of disagreements and changes.
fn least_disagreement(leans: &[Lean]) -> Vec<Side> {
    let mut costs = [0.0f64; 2];
    let mut came_from: Vec<[usize; 2]> = Vec::with_capacity(leans.len());
    for lean in leans {
        let mut next = [0.0f64; 2];
        let mut from = [0usize; 2];
        for side in Side::BOTH {
            let here = side as usize;
            let (stay, change) = (costs[here], costs[1 - here] + CHANGE);
            from[here] = if stay <= change { here } else { 1 - here };
            next[here] = stay.min(change) + disagreement(*lean, side);
        }
        costs = next;
        came_from.push(from);
    }
    let mut here = usize::from(costs[1] < costs[0]);
    let mut sides = Vec::with_capacity(leans.len());
    for from in came_from.iter().rev() {
        sides.push(Side::BOTH[here]);
        here = from[here];
    }
    sides.reverse();
    sides
}

/// How badly a block fits a side: Chinese characters hardly stand alone in an English text, a few
/// Latin words may in a Chinese one.
fn disagreement(lean: Lean, side: Side) -> f64 {
    /// No block counts for more: a single long one must not decide alone.
    const MOST: f64 = 6.0;
    match (lean.side(), side) {
        (Some(Side::Chinese), Side::English) => (2.0 + lean.han as f64).min(MOST),
        (Some(Side::English), Side::Chinese) => (lean.latin as f64 / 12.0).min(MOST),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides_of(lines: &[&str]) -> String {
        let page = Page::of_lines(lines.join("\n"));
        sides(&page).iter().map(|side| side.code()).collect::<Vec<_>>().join(" ")
    }

    const ZH: &str = "市议会昨晚以九票对四票通过了新的预算案。";
    const EN: &str = "The city council passed the new budget last night by nine votes to four.";

    #[test]
    fn one_version_after_the_other() {
        assert_eq!(sides_of(&[ZH, "Ann Lee/AP/File", ZH, EN, "2024", EN]), "zh zh zh en en en");
        assert_eq!(sides_of(&[EN, EN, "发表回复"]), "en en zh");
        assert_eq!(sides_of(&[ZH, EN]), "zh en");
        assert_eq!(sides_of(&[EN, EN, ZH, ZH]), "en en zh zh");
    }

    #[test]
    fn lines_in_both_languages_are_cut() {
        let cut = |line: &str| {
            let page = with_bilingual_lines_cut(&Page::of_lines(line.to_owned()));
            (0..page.blocks.len())
                .map(|i| page.block_text(i).to_owned())
                .collect::<Vec<_>>()
                .join("‖")
        };
        for line in [
            "老渡口停航‖ Old ferry makes its last crossing",
            "Old ferry makes its last crossing /‖ 老渡口停航",
            "“终于到了。”船长说。‖“At last,” said the captain.",
            "这是市议会（City Council of New Haven）的决定。",
            "He called it guanxi, or 关系, and laughed at the idea.",
            "图：简·多伊/AP/File",
        ] {
            let expected = line.replace(" /‖ ", "‖").replace("‖ ", "‖");
            assert_eq!(cut(&line.replace('‖', "")), expected);
        }
    }

    #[test]
    fn alternating_paragraphs() {
        let lines = [ZH, EN, "分歧", "A rift", ZH, EN, "***", ZH, EN];
        assert_eq!(sides_of(&lines), "zh en zh en zh en en zh en");
    }
}
