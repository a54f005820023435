//! Why a sentence has no partner: by what it is in the article, else by the direction of translation.

use crate::bead::{Bead, NullReason};
use crate::document::{Direction, Role, Side, Version};

/// The reason for a bead; [`NullReason::None`] if it has text on both sides.
pub fn null_reason(bead: &Bead, zh: &Version, en: &Version, direction: Direction) -> NullReason {
    let (sentence, side) = match (bead.zh.first(), bead.en.first()) {
        (Some(&at), None) => (zh.sentences[at], Side::Chinese),
        (None, Some(&at)) => (en.sentences[at], Side::English),
        _ => return NullReason::None,
    };
    match sentence.role {
        Role::Headline => NullReason::Headline,
        Role::Byline | Role::Dateline => NullReason::Byline,
        Role::Caption | Role::Credit => NullReason::Caption,
        Role::Boilerplate => NullReason::Boilerplate,
        Role::Subhead | Role::Body => by_direction(side, direction),
    }
}

fn by_direction(side: Side, direction: Direction) -> NullReason {
    let original = match direction {
        Direction::ChineseToEnglish => Side::Chinese,
        Direction::EnglishToChinese => Side::English,
        Direction::Unknown => return NullReason::Unknown,
    };
    if side == original { NullReason::Omitted } else { NullReason::Added }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Sentence;
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
