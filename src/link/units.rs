//! What a place or an institution is, at the end of its name: 隰县 and *Xi County*.

use super::words::{has, words};
use crate::document::Side;

/// The names in front of what a plain Chinese and an English name say that they name, if both say the same or the English
/// one says nothing, and whether both say it.
pub fn stems<'n>(zh: &'n str, en: &'n str) -> Option<(&'n str, &'n str, bool)> {
    let (stem, units) = words().units.iter().find_map(|unit| {
        let (ending, units) = unit.split_first()?;
        let stem = zh.strip_suffix(&**ending).filter(|stem| !stem.is_empty())?;
        Some((stem, units))
    })?;
    // *Xi County*, *Gulf of Finland*.
    let beside = |unit: &String| match unit.strip_suffix(" …") {
        Some(front) => en.strip_prefix(front)?.strip_prefix(' '),
        None => en.strip_suffix(&**unit)?.strip_suffix(' '),
    };
    match units.iter().find_map(beside) {
        Some(front) => Some((stem, front, true)),
        // 花莲市 is *Hualien* too, but 伦敦桥 is not *London*.
        None if stem.chars().count() >= 2
            && zh.ends_with(|c| words().units_left_out.contains(c)) =>
        {
            Some((stem, en, false))
        }
        None => None,
    }
}

/// Whether both names say what they name, and not the same: 晶英酒店 and *National Fire Agency*.
pub fn different_units(zh: &str, en: &str) -> bool {
    let unit = |name: &str| words().units.iter().find(|unit| name.ends_with(&*unit[0]));
    let last = en.rsplit(' ').next().unwrap_or(en);
    let shown = has(&words().english_places, last) || has(&words().english_organisations, last);
    shown
        && unit(zh).is_some_and(|unit| {
            !unit[1..].iter().any(|english| en.contains(english.trim_end_matches([' ', '…'])))
        })
}

/// What kind of place a plain name names that is another one with a word for the kind behind it: the unit of 河 for 赤水 and 赤水河.
pub fn kind_behind(side: Side, short: &str, long: &str) -> Option<&'static [String]> {
    let rest = long.strip_prefix(short).filter(|rest| !rest.is_empty() && !short.is_empty())?;
    let is_kind = |unit: &&Vec<String>| match side {
        Side::Chinese => rest == unit[0],
        Side::English => {
            let word = rest.strip_prefix(' ');
            word.is_some_and(|word| unit[1..].iter().any(|kind| kind.eq_ignore_ascii_case(word)))
        }
    };
    words().units.iter().find(is_kind).map(Vec::as_slice)
}

/// What is in front of the word for a kind at the end of a plain Chinese name; of English ones nothing.
pub fn stem(zh: &str) -> Option<&str> {
    words().units.iter().find_map(|unit| zh.strip_suffix(&*unit[0]))
}

/// The word for a kind in plain form, as it stands behind a name of a side.
pub fn kind_in(side: Side, unit: &[String]) -> String {
    match side {
        Side::Chinese => unit[0].clone(),
        Side::English => unit[1].to_lowercase(),
    }
}

/// Whether a plain name says that it names a kind of thing, here the first word for it in its language: 鸭绿江 is a river without 河.
pub fn says_kind(side: Side, name: &str, kind: &str) -> bool {
    match side {
        Side::English => name.split(' ').any(|word| word == kind),
        Side::Chinese => {
            let english = words().units.iter().find(|unit| unit[0] == kind).map(|unit| &unit[1]);
            let same = |unit: &&Vec<String>| unit[1..].iter().any(|word| Some(word) == english);
            words().units.iter().filter(same).any(|unit| name.ends_with(&*unit[0]))
        }
    }
}

/// Whether things of a kind never go by the name of the town that lies there: rivers and stations do not, but 隰县 is 隰 too.
pub fn is_thing_of_its_own(unit: &[String]) -> bool {
    has(&words().things_of_their_own, &unit[0])
}

/// Whether both names say that they name the same kind of thing.
pub fn same_unit(zh: &str, en: &str) -> bool {
    stems(zh, en).is_some_and(|(_, _, both)| both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_names_say_differs() {
        assert!(different_units("晶英酒店", "National Fire Agency"));
        assert!(!different_units("中央公园", "Central Park"));
        assert!(!different_units("晶英酒店", "Silks Place"));
    }

    #[test]
    fn kinds_behind_names() {
        let kind = |side, short, long| kind_behind(side, short, long).map(|unit| &*unit[0]);
        assert_eq!(kind(Side::Chinese, "赤水", "赤水河"), Some("河"));
        assert_eq!(kind(Side::English, "tamsui", "tamsui river"), Some("河"));
        assert_eq!(kind(Side::English, "tamsui", "tamsui old street"), None);
        assert_eq!(kind(Side::Chinese, "赤水", "赤水"), None);
    }

    #[test]
    fn what_is_left_of_both_names() {
        assert_eq!(stems("隰县", "Xi County"), Some(("隰", "Xi", true)));
        assert_eq!(stems("宋皇台站", "Sung Wong Toi"), None);
        assert_eq!(stems("花莲市", "Hualien"), Some(("花莲", "Hualien", false)));
        assert_eq!(stems("芬兰湾", "Gulf of Finland"), Some(("芬兰", "Finland", true)));
        assert_eq!(stems("隰县", "Xi Village"), None);
        assert_eq!(stems("山西", "Shanxi"), None);
    }
}
