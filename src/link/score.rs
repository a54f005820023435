//! The score of a Chinese and an English name as names of one thing.
//!
//! Scores are on the study's scale: 5 for the same Latin letters, 4 for an acronym, a pair in the name
//! table or pinyin, less for parts of a name; by sound the log-likelihood ratio per character; by
//! meaning what is shared beyond one half, times six. [`THRESHOLD`] divides links from chance: at 0.3
//! the study found 90 % of the persons with 0.8 % false.

use super::acronym;
use super::candidate::by_ending;
use super::family_name;
use super::name_table::{NameTable, content_words, plain_chinese, plain_english};
use super::pinyin_name;
use super::transliteration::{NO_SCORE, Transliteration};
use super::units;
use super::words::words;
use crate::document::Side;
use crate::mention::Label;

/// Pairs below this are no links.
pub const THRESHOLD: f64 = 0.5;

/// A score that no other evidence outweighs: names that cannot be the same.
pub const DIFFERENT: f64 = -5.0;

/// The most that evidence other than identity gives.
const MOST: f64 = 4.5;

/// A family name as written outside the mainland, with as many syllables as the given name has characters.
const FAMILY_NAME: f64 = 2.2;

/// A Japanese family name with its reading.
const JAPANESE: f64 = 3.0;

/// The family name of a full name, the given name being another one: 李家超 and *John Lee*.
const FAMILY_NAME_ONLY: f64 = 1.3;

/// A family name alone: 陈女士 and *Ms. Chan*.
const FAMILY_NAME_ALONE: f64 = 3.0;

/// What two names gain that both say what they name: 太鲁阁国家公园 and *Taroko National Park*.
const SAME_UNIT: f64 = 0.5;

/// What the name of a place in front of a name costs.
const BEHIND_PLACE: f64 = 0.3;

/// A river and what may be its name or the town's: a link that gives way to what contradicts it (under the `STRONG` of entities).
const KIND_LEFT_OUT: f64 = 1.4;

/// A facility and the first word of its English name.
const FACILITY: f64 = 1.6;

/// The most that sound gives two names that the table knows apart from each other.
const LISTED_APART: f64 = 1.0;

/// The name of a ministry without its country has at most so many characters.
const LONGEST_MINISTRY: usize = 4;

/// What a name gains that is written much like a known one, how much of both must be common, and how long they are at least.
const LIKE_LISTED: f64 = 2.5;
const ALIKE: f64 = 0.75;
const SHORTEST_ALIKE: usize = 4;

/// Endings of Chinese names of places and organisations that are translated, not spelled.
const TRANSLATED_ENDINGS: &[&str] = &[
    "委员会",
    "大学",
    "学院",
    "公司",
    "集团",
    "医院",
    "机场",
    "银行",
    "法院",
    "政府",
    "警方",
    "地区",
    "半岛",
    "岛",
    "河",
    "湖",
    "山",
    "州",
    "省",
    "市",
    "县",
    "镇",
    "街",
    "区",
    "队",
    "站",
    "报",
    "社",
];

/// A word of an English name says no more than so many characters of a Chinese one: *Mediterranean* is 地中海, *Bundestag* 德国联邦议院.
const MOST_CHARACTERS: usize = 6;

/// What scores pairs of names.
#[derive(Debug, Clone, Copy)]
pub struct Scorer<'a> {
    /// Known pairs.
    pub names: &'a NameTable,
    /// Names written by sound.
    pub sounds: &'a Transliteration,
}

impl Scorer<'_> {
    /// The score of two names. `meaning` is what their words share, 0–1; see
    /// [`super::meaning::Meanings`].
    pub fn score(&self, zh: &str, en: &str, meaning: f64) -> f64 {
        let plain = plain_chinese(zh);
        let whole = self.form_score(&plain, en, meaning);
        if whole >= 2.0 {
            return whole;
        }
        let whole = whole.max(self.bodies_of_one_place(&plain, en));
        // 德国 is the *Federal Republic of Germany*.
        let whole = match en.strip_prefix("Federal Republic of ") {
            Some(country) => whole.max(self.form_score(&plain, country, 0.0) - BEHIND_PLACE),
            None => whole,
        };
        // 美国洛杉矶 and 阿拉巴马州特洛伊: the place in front is left out in English, or is a name of its own.
        // Of 陕西安康岚皋县 what is smallest counts.
        let mut best = whole;
        let mut rest = &*plain;
        while let Some(behind) = self.names.behind_place(rest) {
            best = best.max(self.form_score(behind, en, 0.0) - BEHIND_PLACE);
            rest = behind;
        }
        best.max(smallest_place(&plain, en))
    }

    /// 美国国务院 and *US State Department*: the place in front is the same, so what stands behind it counts.
    fn bodies_of_one_place(&self, plain: &str, en: &str) -> f64 {
        let Some(rest) = self.names.behind_place(plain) else { return DIFFERENT };
        let front = &plain[..plain.len() - rest.len()];
        let bounds = en.match_indices(' ').map(|(byte, _)| byte).take(2);
        let one_place = |place: &str| self.names.score(front, &plain_english(place)) >= 3.5;
        let place = bounds.into_iter().find(|&byte| one_place(en[..byte].trim_end_matches("’s")));
        place.map_or(DIFFERENT, |byte| self.form_score(rest, &en[byte + 1..], 0.0))
    }

    /// The score of two names, or of what is in front of what both say that they name.
    fn form_score(&self, plain: &str, en: &str, meaning: f64) -> f64 {
        let whole = self.whole_score(plain, en, meaning);
        let Some((stem, front, both)) = units::stems(plain, en).filter(|_| whole < 3.5) else {
            return whole;
        };
        // 隰县 and *Xi County*; 清江 and *Qingjiang River*.
        let reads = pinyin_name::reads(stem, front) || pinyin_name::reads(plain, front);
        let pinyin = if both && reads { 4.0 } else { DIFFERENT };
        let score = self.whole_score(stem, front, 0.0).max(pinyin);
        let unit = if !both {
            -BEHIND_PLACE
        } else if score > 0.0 {
            SAME_UNIT
        } else {
            0.0
        };
        whole.max((score + unit).min(MOST))
    }

    fn whole_score(&self, plain: &str, en: &str, meaning: f64) -> f64 {
        if !plain.chars().any(crate::script::is_han) {
            return latin(plain, en);
        }
        let known = self.names.score(plain, &plain_english(en));
        if known >= 3.5 {
            return known;
        }
        if self.is_facility_of(plain, en) {
            return FACILITY;
        }
        if self.is_kind_left_out(plain, en) {
            return KIND_LEFT_OUT;
        }
        if self.are_two_things(plain, en) {
            return DIFFERENT;
        }
        let known = if known > 0.0 { known } else { DIFFERENT };
        let han: String = plain.chars().filter(|&c| crate::script::is_han(c) || c == '·').collect();
        let mut characters = han.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            return if family_name::is_alone(only, en) { FAMILY_NAME_ALONE } else { DIFFERENT };
        }
        let mixed = if han.len() < plain.len() { shared_latin(plain, en) } else { DIFFERENT };
        // 韩国 does not say all that *Korea Hydro & Nuclear Power* says, *London* not all that 伦敦卫生与热带医学院 says.
        let (characters, words) = (han.chars().count(), content_words(&plain_english(en)).count());
        let of_one_length = (words..=MOST_CHARACTERS * words).contains(&characters);
        let meaning =
            if meaning >= 0.5 && of_one_length { (meaning - 0.5) * 6.0 } else { DIFFERENT };
        let pinyin = if pinyin_name::matches(&han, en) { 4.0 } else { DIFFERENT };
        let family = if family_name::matches_japanese(&han, en) {
            JAPANESE
        } else if family_name::matches(&han, en) {
            FAMILY_NAME
        } else if family_name::shared(&han, en) {
            FAMILY_NAME_ONLY
        } else {
            DIFFERENT
        };
        let sound = self.by_sound(&han, en);
        let sound = if self.are_listed_apart(plain, en) { sound.min(LISTED_APART) } else { sound };
        let best = sound.max(mixed).max(meaning).max(pinyin);
        best.max(family).max(known).min(MOST)
    }

    /// The score of a Chinese name that is written much like a known one of the English name: 马萨诸塞湾交通局, which the table has as
    /// 马萨诸塞湾交通管理局.
    /// It says nothing of where a name ends.
    pub fn like_listed(&self, zh: &str, en: &str) -> f64 {
        let plain = plain_chinese(zh);
        let zh: Vec<char> = plain.chars().collect();
        let known = self.names.main_name(&plain).is_some();
        if zh.len() < SHORTEST_ALIKE || known || self.are_two_things(&plain, en) {
            return DIFFERENT;
        }
        let alike = |known: &str| {
            let known: Vec<char> = known.chars().collect();
            let common = common_characters(&zh, &known);
            known.len() >= SHORTEST_ALIKE
                && zh.first() == known.first()
                && 2.0 * common as f64 >= ALIKE * (zh.len() + known.len()) as f64
        };
        let listed = self.names.chinese_of(&plain_english(en));
        if listed.iter().any(|(known, _)| alike(known)) { LIKE_LISTED } else { DIFFERENT }
    }

    /// Whether both names are well known, and for two things: 德黑兰 and *Iran*.
    pub fn are_two_things(&self, zh: &str, en: &str) -> bool {
        let plain = plain_english(en);
        let things = self.names.main_name(zh).zip(self.names.main_name(&plain));
        // 能源部 may be any country's.
        let ministry = ["Ministry", "Department"].iter().any(|word| en.contains(word));
        if ministry && zh.ends_with('部') && zh.chars().count() <= LONGEST_MINISTRY {
            return false;
        }
        // 亚利桑那州众议院 and *Arizona*.
        let place = |settled: Option<Label>| settled == Some(Label::Loc);
        let body = |side: Side, name: &str| by_ending(side, name) == Some(Label::Org);
        things.is_some_and(|(zh, en)| zh != en)
            || self.differ_by_quarter(zh, &plain)
            || place(self.names.settled_english(&plain)) && body(Side::Chinese, zh)
            || place(self.names.settled_chinese(zh)) && body(Side::English, en)
    }

    /// Whether a Chinese name is a river's or the like that an English name may be short for: 赤水河 and *the Chishui*.
    fn is_kind_left_out(&self, zh: &str, en: &str) -> bool {
        let plain = plain_english(en);
        ["河", "江", "山", "山脉", "湖"].iter().any(|kind| zh.ends_with(kind))
            && self.names.english_of(zh).iter().any(|(known, _)| {
                units::kind_behind(Side::English, &plain, known)
                    .is_some_and(units::is_thing_of_its_own)
            })
    }

    /// Whether a Chinese name is that of a known facility whose English one begins with this word, but does not name the place itself: 核三厂 is
    /// *Maanshan*, and 福岛第一核电站 not *Fukushima*.
    fn is_facility_of(&self, zh: &str, en: &str) -> bool {
        let plain = plain_english(en);
        let longer =
            |known: &str| known.strip_prefix(&*plain).is_some_and(|rest| rest.starts_with(' '));
        !plain.contains(' ')
            && ["厂", "核电站", "监狱", "基地"].iter().any(|kind| zh.ends_with(kind))
            && self
                .names
                .english_of(zh)
                .iter()
                .any(|(known, of)| *of == Label::Loc && longer(known))
            && !self.names.chinese_of(&plain).iter().any(|(place, _)| zh.starts_with(&**place))
    }

    /// Whether one of two names is the other with a quarter of the compass in front: 西得克萨斯 and *Texas*.
    fn differ_by_quarter(&self, zh: &str, plain: &str) -> bool {
        let rest = zh.strip_prefix(['东', '西', '南', '北']);
        let quarters = [
            "east ",
            "west ",
            "south ",
            "north ",
            "eastern ",
            "western ",
            "southern ",
            "northern ",
        ];
        let place = quarters.iter().find_map(|quarter| plain.strip_prefix(quarter));
        rest.is_some_and(|rest| rest.chars().count() >= 2 && self.names.score(rest, plain) >= 3.5)
            || place.is_some_and(|place| self.names.score(zh, place) >= 3.5)
    }

    /// Whether the table knows both names, but not as a pair: 宁德 and *Fujian*.
    fn are_listed_apart(&self, zh: &str, en: &str) -> bool {
        !self.names.english_of(zh).is_empty()
            && !self.names.chinese_of(&plain_english(en)).is_empty()
    }

    /// The score of two names that stand in no common bead: by table and pinyin, and by sound only
    /// for full names of persons, where chance is small.
    pub fn distant(&self, zh: &str, en: &str, full_names: bool) -> f64 {
        let plain = plain_chinese(zh);
        if !plain.chars().any(crate::script::is_han) {
            return DIFFERENT;
        }
        let known = self.names.score(&plain, &plain_english(en));
        if known >= 3.5 {
            return known;
        }
        if pinyin_name::matches(&plain, en) {
            return 4.0;
        }
        // 洪尚秀 and *Hong Sang-soo*.
        if family_name::matches(&plain, en) || family_name::begins_alike(&plain, en) {
            return FAMILY_NAME_ALONE;
        }
        if full_names { self.by_sound(&plain, en) } else { DIFFERENT }
    }

    /// The score by sound alone, of a plain Chinese name.
    pub fn by_sound(&self, zh: &str, en: &str) -> f64 {
        if self.sounds.share_known(zh) >= 0.5 {
            return self.sounds.score(zh, en).max(DIFFERENT);
        }
        let stem = TRANSLATED_ENDINGS.iter().find_map(|ending| zh.strip_suffix(ending));
        match stem.filter(|stem| stem.chars().count() >= 2 && self.sounds.share_known(stem) >= 0.8)
        {
            Some(stem) => self.sounds.score(stem, en) - 0.2,
            None => DIFFERENT.max(NO_SCORE),
        }
    }
}

/// 恩施市屯堡乡马者村 and *Mazhe Village*: of a chain of places that no table knows what is smallest counts, by its pinyin and
/// what it is.
fn smallest_place(zh: &str, en: &str) -> f64 {
    let bounds = zh.char_indices().filter(|(_, c)| words().units_of_chains.contains(*c));
    let behind = bounds.map(|(byte, c)| &zh[byte + c.len_utf8()..]);
    let reads = |tail: &str| {
        let stem = tail.strip_suffix(|c| words().units_of_chains.contains(c));
        let alone = |stem: &str| stem.chars().count() >= 2 && pinyin_name::reads(stem, en);
        stem.is_some_and(alone)
            || units::stems(tail, en).is_some_and(|(stem, front, both)| {
                both && (pinyin_name::reads(stem, front) || pinyin_name::reads(tail, front))
            })
    };
    if behind.filter(|tail| !tail.is_empty()).any(reads) { 4.0 - BEHIND_PLACE } else { DIFFERENT }
}

/// How many characters two names have in common in the same order.
fn common_characters(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// Two names in Latin letters.
fn latin(zh: &str, en: &str) -> f64 {
    let squeeze = |name: &str| plain_english(name).replace(' ', "");
    let (left, right) = (squeeze(zh), squeeze(en));
    if left.len() < 2 {
        return DIFFERENT;
    }
    if left == right {
        return 5.0;
    }
    if acronym::spells(zh, en) || acronym::spells(en, zh) {
        return 4.0;
    }
    let (zh, en) = (plain_english(zh), plain_english(en));
    let has_word =
        |long: &str, short: &str| short.len() >= 3 && long.split(' ').any(|word| word == short);
    if has_word(&en, &left) || has_word(&zh, &right) {
        return 3.0;
    }
    let begins =
        left.len() > 3 && right.len() > 3 && (left.starts_with(&right) || right.starts_with(&left));
    if begins { 2.0 } else { DIFFERENT }
}

/// A name of both scripts (UBS 集团) by its Latin part.
fn shared_latin(zh: &str, en: &str) -> f64 {
    let part: String =
        zh.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let part = plain_english(&part);
    let en = plain_english(en);
    let shared = content_words(&part).any(|word| en.split(' ').any(|other| other == word));
    if shared { 3.0 } else { DIFFERENT }
}

/// The probability that two names with this score name one thing.
///
/// Logistic through the study's readings: at 0.5 seven of ten, at 4 all but one in a hundred.
pub fn confidence(score: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-(0.3 + 1.1 * score)))
}
