//! East Asian names whose family name is written as in Hong Kong, Taiwan, Korea, Vietnam or Southeast Asia: 梁国栋 and *Leung
//! Kwok-tung*, 韩胜源 and *Han Seung-won*.
//!
//! How the given name's characters are read differs by place, and no table here knows it. A known
//! spelling of the family name with the right number of syllables behind it is good evidence inside one bead.

use pinyin::ToPinyin;

use super::name_table::plain_english;
use super::words::words;

/// Family names in Simplified characters with their spellings other than pinyin.
const SPELLINGS: &[(char, &[&str])] = &[
    ('陈', &["chan", "chin", "tan", "tran", "jin"]),
    ('黄', &["wong", "hwang", "huynh", "hoang", "ng", "ong"]),
    ('李', &["lee", "ly", "yi", "rhee", "ri"]),
    ('张', &["cheung", "chang", "jang", "teo", "truong"]),
    ('王', &["wong", "ong", "vuong"]),
    ('林', &["lam", "lim", "im"]),
    ('梁', &["leung", "yang", "ryang", "luong", "neo"]),
    ('吴', &["ng", "oh", "ngo", "goh"]),
    ('何', &["ho", "ha"]),
    ('郑', &["cheng", "chung", "jung", "jeong", "chong", "tay", "trinh"]),
    ('冯', &["fung", "phung"]),
    ('罗', &["law", "lo", "loh"]),
    ('区', &["au"]),
    ('欧', &["au", "ou"]),
    ('周', &["chow", "chau", "joo", "ju", "chew", "chou"]),
    ('叶', &["yip", "ip", "yap", "yeh"]),
    ('谢', &["tse", "hsieh", "cheah", "chia"]),
    ('邓', &["tang", "teng", "dang"]),
    ('许', &["hui", "hsu", "heo", "hur", "huh", "khoo", "koh"]),
    ('曾', &["zeng", "tsang", "tseng", "jeung", "chan"]),
    ('蔡', &["choi", "tsai", "choy", "chua", "chae", "thai"]),
    ('郭', &["kwok", "kuo", "kwak", "quach", "quek"]),
    ('刘', &["lau", "yoo", "ryu", "yu", "luu", "low"]),
    ('杨', &["yeung", "duong", "yeo"]),
    ('朱', &["chu", "joo", "ju"]),
    ('徐', &["tsui", "hsu", "seo", "suh", "chui"]),
    ('马', &["mah"]),
    ('胡', &["wu", "woo", "ho"]),
    ('高', &["ko", "kao", "go", "koh", "cao"]),
    ('关', &["kwan"]),
    ('江', &["kong", "chiang", "kang"]),
    ('钟', &["chung", "chong"]),
    ('余', &["yee", "yue"]),
    ('潘', &["poon", "phan", "ban"]),
    ('苏', &["so", "soh"]),
    ('萧', &["siu", "hsiao"]),
    ('卢', &["lo", "no", "roh", "noh"]),
    ('方', &["fong", "bang"]),
    ('麦', &["mak"]),
    ('莫', &["mok"]),
    ('陆', &["luk", "look"]),
    ('温', &["wan", "wen"]),
    ('戴', &["tai"]),
    ('霍', &["fok", "huo"]),
    ('尹', &["yoon", "yun", "wan"]),
    ('金', &["kim", "kam", "chin"]),
    ('朴', &["park", "pak", "bak"]),
    ('崔', &["choi", "choe", "tsui"]),
    ('姜', &["kang", "gang", "keung", "chiang"]),
    ('赵', &["cho", "jo", "chiu", "chao", "trieu"]),
    ('韩', &["han", "hon"]),
    ('申', &["shin", "sin"]),
    ('辛', &["shin", "hsin"]),
    ('权', &["kwon", "kwun"]),
    ('宋', &["sung", "soong", "tong"]),
    ('洪', &["hung"]),
    ('全', &["jeon", "chun", "jun"]),
    ('文', &["moon", "mun", "man", "van"]),
    ('安', &["ahn"]),
    ('裴', &["bae", "pae", "bui"]),
    ('白', &["baek", "paik", "pak"]),
    ('南', &["nam"]),
    ('沈', &["shim", "sim", "sum", "shum"]),
    ('河', &["ha"]),
    ('成', &["sung", "seong"]),
    ('车', &["cha"]),
    ('具', &["koo", "gu"]),
    ('任', &["im", "lim", "yam"]),
    ('阮', &["nguyen", "yuen"]),
    ('范', &["pham"]),
    ('武', &["vo", "vu"]),
    ('丁', &["ting", "jung", "dinh"]),
    ('孙', &["suen", "son"]),
    ('吕', &["lui", "lyu"]),
    ('施', &["sze", "shih"]),
    ('石', &["shek", "seok", "shih"]),
    ('庄', &["chong", "chuang", "chong"]),
    ('蒋', &["tseung", "chiang", "jang"]),
    ('彭', &["pang"]),
    ('严', &["yim", "eom", "yen"]),
    ('伍', &["ng"]),
    ('古', &["koo", "ku"]),
    ('杜', &["to", "tu", "do"]),
    ('袁', &["yuen"]),
    ('康', &["hong"]),
    ('廖', &["liu"]),
    ('赖', &["lai"]),
    ('柯', &["ko"]),
    ('曹', &["cho", "tsao", "cao"]),
    ('田', &["tin", "jeon"]),
    ('谭', &["tam", "tan"]),
    ('黎', &["lai", "le"]),
    ('岑', &["shum"]),
    ('卓', &["cheuk"]),
];

/// Whether an English name has a known spelling of the family name of a plain Chinese name, first or last,
/// and as many syllables as the given name has characters.
pub fn matches(zh: &str, en: &str) -> bool {
    let characters: Vec<char> = zh.chars().collect();
    let Some((family, given)) = characters.split_first() else { return false };
    if !(1..=2).contains(&given.len()) || !characters.iter().all(|&c| crate::script::is_han(c)) {
        return false;
    }
    let Some((_, spellings)) = SPELLINGS.iter().find(|(of, _)| of == family) else { return false };
    let plain = plain_english(en);
    let words: Vec<&str> = plain.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let known = |word: &&str| spellings.contains(word);
    let rest = |words: &[&str]| words.iter().map(|word| syllables(word)).sum::<usize>();
    words.len() >= 2
        && (known(first) && rest(&words[1..]) == given.len()
            || known(last) && rest(&words[..words.len() - 1]) == given.len())
}

/// Whether a Chinese and an English name have one family name, read as in pinyin or elsewhere, and as many syllables: 范柏贤 and *Fan Pak-yin*.
pub fn begins_alike(zh: &str, en: &str) -> bool {
    let characters: Vec<char> = zh.chars().collect();
    let plain = plain_english(en);
    let words: Vec<&str> = plain.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let count = words.iter().map(|word| syllables(word)).sum::<usize>();
    (3..=4).contains(&characters.len())
        && words.len() >= 2
        && count == characters.len()
        && (is_alone(characters[0], first) || is_alone(characters[0], last))
}

/// The Japanese family name that a plain Chinese name begins with, and its readings.
pub fn japanese(zh: &str) -> Option<(&'static str, &'static [String])> {
    let known = words().japanese_family_names.iter().filter(|name| zh.starts_with(&*name[0]));
    let (family, readings) = known.max_by_key(|name| name[0].len())?.split_first()?;
    Some((family, readings))
}

/// Whether a Chinese name has a Japanese family name that is the last or first word of an English one: 中村修二 and *Shuji Nakamura*.
pub fn matches_japanese(zh: &str, en: &str) -> bool {
    let Some((family, readings)) = japanese(zh) else { return false };
    let plain = plain_english(en);
    let mut ends = [plain.split(' ').next(), plain.rsplit(' ').next()].into_iter().flatten();
    let given = zh.chars().count() - family.chars().count();
    let full = plain.contains(' ');
    (given > 0) == full
        && given <= 3
        && ends.any(|word| readings.iter().any(|reading| reading == word))
}

/// The commonest family names of the mainland.
const MAINLAND: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文柏费倪";

/// Whether a Simplified character is a common family name of the mainland.
pub fn is_mainland(character: char) -> bool {
    MAINLAND.contains(character)
}

/// Whether a Simplified character is one of the family names here.
pub fn is_family_name(character: char) -> bool {
    SPELLINGS.iter().any(|(of, _)| *of == character)
}

/// Whether an English word is a Chinese family name alone: 陈 and *Chen* or *Chan*.
pub fn is_alone(family: char, en: &str) -> bool {
    let plain = plain_english(en);
    let pinyin = family.to_pinyin().is_some_and(|syllable| syllable.plain() == plain);
    let known = SPELLINGS.iter().find(|(of, _)| *of == family);
    pinyin || known.is_some_and(|(_, spellings)| spellings.contains(&&*plain))
}

/// Whether the last word of an English name is a spelling of the family name of a Chinese one: 李家超 and *John Lee*.
pub fn shared(zh: &str, en: &str) -> bool {
    let han = zh.chars().all(crate::script::is_han) && (2..=3).contains(&zh.chars().count());
    let plain = plain_english(en);
    let Some((_, last)) = plain.rsplit_once(' ') else { return false };
    han && zh.chars().next().is_some_and(|family| is_alone(family, last))
}

/// Runs of vowels in a word, at least one.
fn syllables(word: &str) -> usize {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        count += usize::from(vowel(c) && !before);
        before = vowel(c);
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn family_names_as_written_elsewhere() {
        assert!(matches("梁国栋", "Leung Kwok-tung"));
        assert!(matches("韩胜源", "Han Seung-won"));
        assert!(super::matches_japanese("中村修二", "Shuji Nakamura"));
        assert!(
            super::matches_japanese("河合", "Kawai")
                && !super::matches_japanese("河合", "Tatsuo Kawai")
        );
        assert!(!matches("李家超", "John Lee"));
        assert!(matches("金敏", "Kim Min"));
        assert!(matches("区颖琳", "Au Wing-lam"));
        assert!(matches("徐智恩", "Ji-eun Seo"));
        assert!(!matches("梁国栋", "Leung Kwok"));
        assert!(!matches("王国栋", "Leung Kwok-tung"));
        assert!(super::is_alone('陈', "Chan") && super::is_alone('陈', "Chen"));
        assert!(!super::is_alone('陈', "Wong"));
    }
}
