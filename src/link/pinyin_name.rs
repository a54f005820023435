//! Chinese persons' and places' names in pinyin: 习近平 and *Xi Jinping*, 西安 and *Xi'an*.

use pinyin::{ToPinyin, ToPinyinMulti};

use super::name_table::plain_english;

/// Longest Chinese name that is compared, in characters.
const LONGEST: usize = 6;

/// Whether an English name is the pinyin of a plain Chinese one, family name first or last.
///
/// Characters with several readings may be read either way.
pub fn matches(zh: &str, en: &str) -> bool {
    let characters: Vec<char> = zh.chars().collect();
    let letters: String = plain_english(en).chars().filter(char::is_ascii_lowercase).collect();
    if !(2..=LONGEST).contains(&characters.len()) || letters.len() < 4 {
        return false;
    }
    // Family names have one character, or two.
    [0, 1, 2].into_iter().any(|family| {
        let mut order = characters.clone();
        family < order.len() && {
            order.rotate_left(family);
            (family == 0 || characters.len() <= 4) && spells(&order, &letters)
        }
    })
}

/// Whether an English word is the pinyin of these characters, a single one too.
pub fn reads(zh: &str, en: &str) -> bool {
    let characters: Vec<char> = zh.chars().collect();
    let letters: String = plain_english(en).chars().filter(char::is_ascii_lowercase).collect();
    (1..=LONGEST).contains(&characters.len()) && letters.len() >= 2 && spells(&characters, &letters)
}

fn spells(zh: &[char], letters: &str) -> bool {
    let Some((first, rest)) = zh.split_first() else { return letters.is_empty() };
    let mut readings: Vec<&str> = match first.to_pinyin_multi() {
        Some(multi) => multi.into_iter().map(|reading| reading.plain()).collect(),
        None => first.to_pinyin().into_iter().map(|reading| reading.plain()).collect(),
    };
    readings.dedup();
    readings.iter().any(|reading| {
        let plain = reading.replace('ü', "u");
        let taiwanese = wade_giles(&plain);
        (taiwanese != plain
            && letters.strip_prefix(taiwanese.as_str()).is_some_and(|left| spells(rest, left)))
            || letters.strip_prefix(plain.as_str()).is_some_and(|left| spells(rest, left))
            || reading.contains('ü')
                && letters
                    .strip_prefix(&reading.replace('ü', "v"))
                    .is_some_and(|left| spells(rest, left))
    })
}

/// A syllable as it is written in Taiwan's names: *Hsu Wei-che* for 許維哲. Aspiration marks, which
/// names leave out, are left out.
fn wade_giles(pinyin: &str) -> String {
    const WHOLE: &[(&str, &str)] = &[
        ("zhi", "chih"),
        ("chi", "chih"),
        ("shi", "shih"),
        ("ri", "jih"),
        ("zi", "tzu"),
        ("ci", "tzu"),
        ("si", "szu"),
        ("you", "yu"),
        ("yan", "yen"),
        ("ye", "yeh"),
        ("yong", "yung"),
        ("ge", "ko"),
        ("ke", "ko"),
        ("he", "ho"),
        ("e", "o"),
        ("er", "erh"),
        ("guo", "kuo"),
        ("yi", "yi"),
    ];
    const INITIALS: &[(&str, &str)] = &[
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("z", "ts"),
        ("c", "ts"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("r", "j"),
    ];
    const FINALS: &[(&str, &str)] = &[
        ("ian", "ien"),
        ("ie", "ieh"),
        ("ong", "ung"),
        ("iong", "iung"),
        ("ue", "ueh"),
        ("uo", "o"),
        ("ui", "ui"),
    ];
    if let Some((_, whole)) = WHOLE.iter().find(|(syllable, _)| *syllable == pinyin) {
        return (*whole).to_owned();
    }
    let (initial, rest) = INITIALS
        .iter()
        .find_map(|(from, to)| pinyin.strip_prefix(from).map(|rest| (*to, rest)))
        .unwrap_or(("", pinyin));
    let ending =
        FINALS.iter().find(|(from, _)| rest.ends_with(from) && rest.len() - from.len() <= 1);
    match ending {
        Some((from, to)) => format!("{initial}{}{to}", &rest[..rest.len() - from.len()]),
        None => format!("{initial}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn pinyin_in_both_orders() {
        assert!(matches("习近平", "Xi Jinping"));
        assert!(matches("郑钦文", "Qinwen Zheng"));
        assert!(matches("欧阳修", "Ouyang Xiu"));
        assert!(matches("西安", "Xi’an"));
        assert!(matches("吕秀莲", "Lu Xiulian"));
        assert!(matches("许维哲", "Hsu Wei-che"));
        assert!(matches("徐榛蔚", "Hsu Chen-wei"));
        assert!(matches("林家豪", "Lin Chia-hao"));
        assert!(!matches("习近平", "Li Keqiang"));
        assert!(!matches("李", "Li"));
    }
}
