//! Chinese words: the most likely segmentation of text over a word list.
//!
//! A unigram model: the segmentation whose words' costs (negative logarithms of their shares of running
//! text) add up to the least. Integer costs, so that the answer is the same everywhere.

use super::english;
use crate::script;
use crate::text::CharSpan;
use crate::token::Piece;

/// Cost of a single character that is no word of the list, in the table's twelfths: e^-21, a little
/// rarer than the rarest word (the aligner study).
const UNKNOWN_COST: u32 = 21 * 12;

/// Where costs come from: the embedded word list, with a user's terms.
pub(super) trait WordCosts {
    /// Cost of a word in twelfths of a natural logarithm, `None` if it is in no list.
    fn cost(&self, word: &str) -> Option<u32>;
    /// Length of the longest word, in characters.
    fn longest(&self) -> usize;
}

/// The words of `text`, in order: Chinese words in Simplified characters; Latin words and numbers as
/// [`english::pieces`] cuts them.
pub(super) fn pieces(text: &str, costs: &impl WordCosts) -> Vec<Piece> {
    let folded = script::fold(text);
    let characters: Vec<char> = folded.chars().collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let han = script::is_han(characters[start]);
        let length = characters[start..].iter().take_while(|&&c| script::is_han(c) == han).count();
        let run: String = characters[start..start + length].iter().collect();
        let found = if han { segment(&run, costs) } else { english::pieces(&run) };
        pieces.extend(found.into_iter().map(|p| Piece { span: p.span.shifted(start), ..p }));
        start += length;
    }
    pieces
}

/// The cheapest segmentation of a run of Chinese characters. Of two equally cheap ones, the one whose
/// last differing word is longer.
fn segment(run: &str, costs: &impl WordCosts) -> Vec<Piece> {
    let bytes: Vec<usize> = run.char_indices().map(|(byte, _)| byte).chain([run.len()]).collect();
    let length = bytes.len() - 1;
    let mut best: Vec<(u32, usize)> = vec![(u32::MAX, 0); length + 1];
    best[0] = (0, 0);
    for start in 0..length {
        for end in start + 1..=length.min(start + costs.longest()) {
            let unknown = (end == start + 1).then_some(UNKNOWN_COST);
            if let Some(cost) = costs.cost(&run[bytes[start]..bytes[end]]).or(unknown) {
                let total = best[start].0.saturating_add(cost);
                if total < best[end].0 {
                    best[end] = (total, start);
                }
            }
        }
    }
    let mut pieces = Vec::new();
    let mut end = length;
    while end > 0 {
        let start = best[end].1;
        let form = run[bytes[start]..bytes[end]].into();
        pieces.push(Piece { span: CharSpan::new(start, end), form });
        end = start;
    }
    pieces.reverse();
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Toy;

    impl WordCosts for Toy {
        fn cost(&self, word: &str) -> Option<u32> {
            let costs = [("研究", 90), ("研究生", 120), ("生命", 100), ("命", 110), ("起源", 120)];
            costs.iter().find(|(known, _)| *known == word).map(|(_, cost)| *cost)
        }
        fn longest(&self) -> usize {
            3
        }
    }

    fn forms(text: &str) -> Vec<String> {
        pieces(text, &Toy).into_iter().map(|piece| piece.form.into_string()).collect()
    }

    #[test]
    fn takes_the_cheapest_segmentation() {
        // 研究|生命|起源 costs 310, 研究生|命|起源 350.
        assert_eq!(forms("研究生命起源"), ["研究", "生命", "起源"]);
        // 的 is unknown: 252, alone; nothing can be joined with it.
        assert_eq!(forms("研究生的命"), ["研究生", "的", "命"]);
    }

    #[test]
    fn positions_are_those_of_the_unfolded_text() {
        let found = pieces("ＡＩ與生命3.5%", &Toy);
        let seen: Vec<_> = found.iter().map(|p| (&*p.form, p.span.start, p.span.end)).collect();
        assert_eq!(seen, [("ai", 0, 2), ("与", 2, 3), ("生命", 3, 5), ("3.5", 5, 8)]);
    }
}
