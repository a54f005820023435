//! What a place or an institution is, at the end of its name: 隰县 and *Xi County*.

use super::words::{has, words};

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
    fn what_is_left_of_both_names() {
        assert_eq!(stems("隰县", "Xi County"), Some(("隰", "Xi", true)));
        assert_eq!(stems("宋皇台站", "Sung Wong Toi"), None);
        assert_eq!(stems("花莲市", "Hualien"), Some(("花莲", "Hualien", false)));
        assert_eq!(stems("芬兰湾", "Gulf of Finland"), Some(("芬兰", "Finland", true)));
        assert_eq!(stems("隰县", "Xi Village"), None);
        assert_eq!(stems("山西", "Shanxi"), None);
    }
}
