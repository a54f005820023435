//! The tags of tokens: where a token stands in a mention (begin, inside, end, single) and its label.

use crate::mention::Label;

/// Number of tags: outside, and four places for each of three labels.
pub const TAGS: usize = 13;

/// The tag "outside of any mention".
pub const OUTSIDE: usize = 0;

/// The labels that models tell apart, in the order of tags.
pub const LABELS: [Label; 3] = [Label::Per, Label::Org, Label::Loc];

/// Places in a mention, in the order of tags.
const BEGIN: usize = 0;
const INSIDE: usize = 1;
const END: usize = 2;
const SINGLE: usize = 3;

/// The tag of the token `offset` of a mention of `length` tokens with label number `label`.
pub fn tag(label: usize, offset: usize, length: usize) -> usize {
    let place = match (offset, length) {
        (_, 1) => SINGLE,
        (0, _) => BEGIN,
        (offset, length) if offset + 1 == length => END,
        _ => INSIDE,
    };
    1 + label * 4 + place
}

/// The label number of a tag, `None` outside.
#[inline]
pub fn label_of(tag: usize) -> Option<usize> {
    tag.checked_sub(1).map(|tag| tag / 4)
}

/// Whether a mention may begin with this tag, or it is outside.
pub fn starts(tag: usize) -> bool {
    tag == OUTSIDE || matches!((tag - 1) % 4, BEGIN | SINGLE)
}

/// Whether a mention may end with this tag, or it is outside.
pub fn ends(tag: usize) -> bool {
    tag == OUTSIDE || matches!((tag - 1) % 4, END | SINGLE)
}

/// Whether tag `to` may follow tag `from`.
pub fn follows(from: usize, to: usize) -> bool {
    if ends(from) { starts(to) } else { !starts(to) && label_of(from) == label_of(to) }
}

/// All pairs of tags that may follow each other, in order.
pub fn transitions() -> Vec<(usize, usize)> {
    let all = (0..TAGS).flat_map(|from| (0..TAGS).map(move |to| (from, to)));
    all.filter(|&(from, to)| follows(from, to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_stays_in_its_label_until_it_ends() {
        assert_eq!(transitions().len(), 7 * 7 + 3 * 2 * 2);
        let (begin, end) = (tag(0, 0, 2), tag(0, 1, 2));
        assert!(follows(begin, end) && !follows(begin, OUTSIDE) && follows(end, OUTSIDE));
        assert!(!follows(begin, tag(1, 1, 2)));
        assert!(!follows(OUTSIDE, end));
    }
}
