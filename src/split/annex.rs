//! The sentence bounds of Unicode Annex 29, from which the rules start.

use unicode_segmentation::UnicodeSegmentation;

/// Most marks that are looked over between a stop and the bound behind it.
const MOST_MARKS: usize = 8;

/// The bounds of a paragraph.
pub(super) struct AnnexBounds {
    /// For each code point and the end, whether a sentence begins there.
    begins: Vec<bool>,
}

impl AnnexBounds {
    /// The bounds of `paragraph`, which has `length` code points.
    pub fn of(paragraph: &str, length: usize) -> Self {
        let mut begins = vec![false; length + 1];
        let mut at = 0;
        for sentence in paragraph.split_sentence_bounds() {
            begins[at] = true;
            at += sentence.chars().count();
        }
        Self { begins }
    }

    /// Whether a bound stands behind `stop` and not farther than a few opening marks behind `next`:
    /// the annex leaves a mark that opens the next sentence with the one before.
    pub fn propose(&self, stop: usize, next: usize, is_mark: impl Fn(usize) -> bool) -> bool {
        let marks = (next..next + MOST_MARKS).take_while(|&index| is_mark(index)).count();
        let last = (next + marks).min(self.begins.len() - 1);
        self.begins[(stop + 1).min(last)..=last].contains(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_found_behind_the_marks() {
        let text = "他笑了。“真的吗？”她问。3.5 is less. ok";
        let characters: Vec<char> = text.chars().collect();
        let bounds = AnnexBounds::of(text, characters.len());
        let is_mark = |index: usize| characters.get(index) == Some(&'“');
        assert!(bounds.propose(3, 4, is_mark), "behind the opening mark");
        assert!(bounds.propose(8, 10, is_mark), "behind the closing mark");
        assert!(!bounds.propose(14, 15, is_mark), "a decimal point");
        assert!(!bounds.propose(25, 27, is_mark), "a small letter follows");
    }
}
