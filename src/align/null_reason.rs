//! Why a sentence has no partner: see [`NullReason::of`].

use crate::bead::{Bead, NullReason};
use crate::document::{Direction, Side, Version};

/// The reason for a bead; [`NullReason::None`] if it has text on both sides.
pub fn null_reason(bead: &Bead, zh: &Version, en: &Version, direction: Direction) -> NullReason {
    let (sentence, side) = match (bead.zh.first(), bead.en.first()) {
        (Some(&at), None) => (zh.sentences[at], Side::Chinese),
        (None, Some(&at)) => (en.sentences[at], Side::English),
        _ => return NullReason::None,
    };
    NullReason::of(sentence.role, side, direction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Role, Sentence};
    use crate::text::CharSpan;

    fn version(role: Role) -> Version {
        let sentence = Sentence { span: CharSpan::default(), paragraph: 0, role };
        Version { sentences: vec![sentence], ..Version::default() }
    }

    #[test]
    fn the_role_comes_before_the_direction() {
        let (caption, body) = (version(Role::Caption), version(Role::Body));
        let reason = |bead: &Bead, direction| null_reason(bead, &caption, &body, direction);
        let (zh, en) = (Bead::of([0], []), Bead::of([], [0]));
        assert_eq!(reason(&zh, Direction::ChineseToEnglish), NullReason::Caption);
        assert_eq!(reason(&en, Direction::ChineseToEnglish), NullReason::Added);
        assert_eq!(reason(&en, Direction::EnglishToChinese), NullReason::Omitted);
        assert_eq!(reason(&en, Direction::Unknown), NullReason::Unknown);
        assert_eq!(reason(&Bead::of([0], [0]), Direction::Unknown), NullReason::None);
    }
}
