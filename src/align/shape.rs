//! Bead shapes: how many Chinese and English sentences a bead may have.
//!
//! Up to seven sentences in all, and single sentences without a partner. The study measured a
//! largest bead of 4 at F1 .887, of 5 at .920, of 6 at .927, of 7 at .928 (`docs/alignment.md`).

/// The largest number of sentences in a bead, both sides together.
pub const MAX_SENTENCES: usize = 7;

/// The largest number of sentences on one side of a bead.
pub const MAX_SIDE: usize = MAX_SENTENCES - 1;

/// The number of shapes.
pub const COUNT: usize = 2 + MAX_SIDE * (MAX_SIDE + 1) / 2;

/// How many sentences a bead takes from each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Chinese sentences, 0–6.
    pub zh: usize,
    /// English sentences, 0–6.
    pub en: usize,
}

impl Shape {
    /// Every shape: a lone Chinese sentence, a lone English one, then all with text on both sides.
    pub const ALL: [Shape; COUNT] = all();

    /// The shape of a lone Chinese sentence, as an index of [`Shape::ALL`].
    pub const LONE_ZH: usize = 0;

    /// The shape of a lone English sentence, as an index of [`Shape::ALL`].
    pub const LONE_EN: usize = 1;

    /// The place of this shape in [`Shape::ALL`], if it is one of them.
    pub fn index(self) -> Option<usize> {
        Self::ALL.iter().position(|&shape| shape == self)
    }

    /// Whether one side is empty.
    pub fn is_null(self) -> bool {
        self.zh == 0 || self.en == 0
    }
}

const fn all() -> [Shape; COUNT] {
    let mut shapes = [Shape { zh: 1, en: 0 }; COUNT];
    shapes[1] = Shape { zh: 0, en: 1 };
    let (mut next, mut zh) = (2, 1);
    while zh <= MAX_SIDE {
        let mut en = 1;
        while zh + en <= MAX_SENTENCES {
            shapes[next] = Shape { zh, en };
            next += 1;
            en += 1;
        }
        zh += 1;
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_up_to_seven_sentences_is_there_once() {
        assert_eq!(COUNT, 23);
        for (index, shape) in Shape::ALL.iter().enumerate() {
            assert_eq!(shape.index(), Some(index));
            assert!(shape.zh + shape.en <= MAX_SENTENCES);
        }
        assert_eq!(Shape { zh: 4, en: 4 }.index(), None);
        assert_eq!(Shape::ALL[Shape::LONE_EN], Shape { zh: 0, en: 1 });
    }
}
