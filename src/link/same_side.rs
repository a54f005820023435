//! Names of one language that name the same thing: short forms, last names, acronyms.

use super::acronym;
use super::name_parts::last_name;
use super::name_table::{NameTable, content_words, is_dot, plain_english};
use super::units;
use super::words::words;
use crate::document::Side;
use crate::mention::Label;

/// Words that an organisation's or a place's name may have or not.
const OPTIONAL: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "ltd",
    "group",
    "holdings",
    "limited",
    "plc",
    "us",
    "university",
    "college",
    "city",
    "state",
    "county",
    "province",
    "department",
    "administration",
    "agency",
    "federal",
    "national",
    "party",
    "motor",
    "motors",
    "electronics",
    "airlines",
    "airways",
    "global",
    "technology",
    "technologies",
    "industries",
    "pharmaceuticals",
    "semiconductor",
    "news",
];

/// What a Chinese name may have in front or behind.
const OPTIONAL_ENDINGS: &[&str] = &[
    "公司",
    "集团",
    "股份有限公司",
    "有限公司",
    "大学",
    "学院",
    "市",
    "省",
    "县",
    "州",
    "区",
    "政府",
    "党",
    "电子",
    "汽车",
    "岛",
    "镇",
    "新闻",
    "报",
    "社",
];

/// A name that stands in an article: how it is written, in plain form, and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name<'a> {
    /// Its language.
    pub side: Side,
    /// Its label.
    pub label: Label,
    /// As first written.
    pub text: &'a str,
    /// For comparing; see [`super::name_table`].
    pub plain: &'a str,
}

impl Name<'_> {
    /// Whether it is a person's name of more than one part.
    pub fn full_person(&self) -> bool {
        self.label == Label::Per
            && match self.side {
                Side::Chinese => self.plain.contains('·'),
                Side::English => self.plain.contains(' '),
            }
    }
}

/// How sure it is that `short` is another form of `long`, 0–1; 0 if it is none.
pub fn short_form(names: &NameTable, short: &Name, long: &Name) -> f64 {
    if short.side != long.side || short.label != long.label || short.plain == long.plain {
        return 0.0;
    }
    let kind = |short: &Name, long: &Name| {
        let kind = units::kind_behind(short.side, short.plain, long.plain);
        kind.is_some_and(units::is_thing_of_its_own)
    };
    // 台 is 台湾.
    let one_character =
        |name: &Name| name.side == Side::Chinese && name.plain.chars().nth(1).is_none();
    let apart = kind(short, long) || kind(long, short);
    if short.label == Label::Loc && apart && !one_character(short) && !one_character(long) {
        return 0.0;
    }
    match (short.side, short.label) {
        (_, Label::Per) => person(short, long),
        (Side::English, _) => english(names, short, long),
        (Side::Chinese, _) => chinese(names, short, long),
    }
}

fn person(short: &Name, long: &Name) -> f64 {
    // 陈女士 and 陈美玲.
    let family = short.side == Side::Chinese && short.plain.chars().count() == 1;
    if family {
        let whole = (2..=4).contains(&long.plain.chars().count()) && !long.plain.contains('·');
        let native = whole && long.plain.starts_with(short.plain);
        // 吴 and 丹尼尔·吴.
        let mixed = long.plain.rsplit_once('·').is_some_and(|(_, last)| last == short.plain);
        return if native || mixed { 0.85 } else { 0.0 };
    }
    // 小布什 and 乔治·W·布什.
    let younger = short.plain.strip_prefix(['小', '老']).filter(|_| short.side == Side::Chinese);
    if younger
        .is_some_and(|name| long.full_person() && last_name(long.side, long.plain) == Some(name))
    {
        return 0.85;
    }
    // 河合 and 河合达郎.
    let japanese = short.side == Side::Chinese && !long.plain.contains('·');
    if japanese && last_name(long.side, long.plain) == Some(short.plain) {
        return 0.85;
    }
    if !long.full_person() || short.full_person() {
        // Ronald L. Wyden and Ron Wyden: the same last name, and one first name may be short for the other.
        return if both_full_and_alike(short, long) { 0.7 } else { 0.0 };
    }
    let first = match long.side {
        Side::Chinese => long.plain.split(is_dot).next(),
        Side::English => long.plain.split(' ').next(),
    };
    let plain_last = last_name(long.side, long.plain);
    if plain_last == Some(short.plain) {
        0.9
    } else if first == Some(short.plain) && short.plain.chars().count() >= 2 {
        0.6
    } else {
        0.0
    }
}

/// Longest first name that need not begin the one it is short for: *Matt*, *Tom* for Thomas.
const LONGEST_NICKNAME: usize = 4;

/// Whether two full English names have one last name, and first names of which one is short for the other; Mary and Mark are not.
fn both_full_and_alike(a: &Name, b: &Name) -> bool {
    let first = |name: &Name| name.plain.split(' ').next().unwrap_or_default().to_owned();
    let (one, other) = (first(a), first(b));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let short = short.trim_end_matches('.');
    let within = short.len() <= LONGEST_NICKNAME
        && short.chars().next() == long.chars().next()
        && is_subsequence(short.chars(), long.chars());
    a.full_person()
        && b.full_person()
        && last_name(a.side, a.plain).is_some()
        && last_name(a.side, a.plain) == last_name(b.side, b.plain)
        && a.side == Side::English
        && (within || long.starts_with(short))
}

fn english(names: &NameTable, short: &Name, long: &Name) -> f64 {
    if acronym::is_acronym(short.text) && acronym::spells(short.text, long.text) {
        return 0.9;
    }
    let (a, b): (Vec<&str>, Vec<&str>) =
        (content_words(short.plain).collect(), content_words(long.plain).collect());
    let inside = !a.is_empty() && a.len() < b.len() && b.windows(a.len()).any(|window| window == a);
    if inside {
        let rest = b.iter().filter(|word| !a.contains(word));
        let optional = rest.clone().all(|word| OPTIONAL.contains(word));
        let head = b.starts_with(&a);
        // *Siemens Mobility* is a part of *Siemens*, which is known by itself.
        let known =
            |name: &str| names.chinese_of(name).iter().any(|(_, label)| *label == Label::Org);
        let legal = words().legal_forms.iter().any(|form| long.text.ends_with(&**form));
        let part = head && !optional && !legal && known(short.plain) && !known(long.plain);
        if part && short.label == Label::Org && !long.plain.contains(" of ") {
            return 0.0;
        }
        if optional || (short.label == Label::Org && a.len() >= 2) {
            return 0.8;
        }
        // *Fenway* and *Fenway Sports Group*, where *Fenway* names no place.
        let place = || names.chinese_of(short.plain).iter().any(|(_, label)| *label == Label::Loc);
        // *Senate* is a body of its own beside *Senate Committee on Health*.
        let chamber = matches!(a[0], "senate" | "house" | "congress" | "parliament" | "cabinet");
        if short.label == Label::Org
            && head
            && a.len() == 1
            && a[0].len() >= 3
            && !place()
            && !chamber
        {
            return 0.6;
        }
        // Washington, DC
        if short.label == Label::Loc && head && long.text.contains(',') {
            return 0.7;
        }
    }
    if shared_entry(names.chinese_of(short.plain), names.chinese_of(long.plain), short.label) {
        return 0.75;
    }
    // *Sanming Intermediate Court* and *Sanming Intermediate People’s Court*.
    let between = a.len() >= 3
        && a.len() < b.len()
        && a.first() == b.first()
        && a.last() == b.last()
        && is_subsequence(a.into_iter(), b.into_iter());
    if short.label == Label::Org && between { 0.7 } else { 0.0 }
}

fn chinese(names: &NameTable, short: &Name, long: &Name) -> f64 {
    let (a, b) = (short.plain, long.plain);
    if a.chars().count() >= 2 {
        if let Some(front) = b.strip_suffix(a) {
            // 美国国土安全部 and 国土安全部
            let place = names.english_of(front).iter().any(|(_, label)| *label == Label::Loc);
            let general = matches!(
                front,
                "中国" | "国家" | "联邦" | "全国" | "国立" | "该国" | "中华人民共和国"
            );
            if place || general {
                return 0.85;
            }
        }
        if b.strip_prefix(a).is_some_and(|rest| OPTIONAL_ENDINGS.contains(&rest)) {
            return 0.8;
        }
    }
    if shared_entry(names.english_of(a), names.english_of(b), short.label) {
        return 0.75;
    }
    // 联合国 is no short form of 联合国人权办公室.
    let known = names.english_of(a).iter().any(|(_, label)| *label == Label::Org);
    let part = b.starts_with(a) && known && a.chars().count() >= 3;
    let committee = a.ends_with(['院', '会']) && b.starts_with(a) && b.ends_with("委员会");
    let abbreviated = short.label == Label::Org
        && !committee
        && !part
        && (2..=4).contains(&a.chars().count())
        && a.chars().count() * 3 <= b.chars().count() * 2
        && a.chars().next() == b.chars().next()
        && is_subsequence(a.chars(), b.chars());
    if abbreviated { 0.55 } else { 0.0 }
}

/// Whether two entries of the table share a name with this label.
fn shared_entry(a: &[(Box<str>, Label)], b: &[(Box<str>, Label)], label: Label) -> bool {
    a.iter()
        .any(|(name, of)| *of == label && b.iter().any(|(other, of)| *of == label && other == name))
}

/// Whether all of `short` stand in `long`, in this order.
fn is_subsequence<T: PartialEq>(
    mut short: impl Iterator<Item = T>,
    mut long: impl Iterator<Item = T>,
) -> bool {
    short.all(|item| long.any(|other| other == item))
}

/// Whether two names of one language cannot name one thing, as far as they themselves tell.
pub fn conflict(names: &NameTable, a: &Name, b: &Name) -> bool {
    if a.side != b.side || a.plain == b.plain {
        return false;
    }
    if a.label == Label::Loc && (is_quarter(a, b) || is_quarter(b, a)) {
        return true;
    }
    let related = short_form(names, a, b) > 0.0 || short_form(names, b, a) > 0.0;
    if related {
        return false;
    }
    match a.label {
        Label::Per => match (last_name(a.side, a.plain), last_name(b.side, b.plain)) {
            (Some(x), Some(y)) => x != y,
            _ => true,
        },
        _ => {
            let acronym = |name: &Name| acronym::is_acronym(name.text);
            acronym(a) == acronym(b)
        }
    }
}

/// Whether one name is another one with a quarter of the compass in front: 西提格雷 and 提格雷, *West Texas* and *Texas*.
fn is_quarter(long: &Name, short: &Name) -> bool {
    let Some(front) = long.plain.strip_suffix(short.plain) else { return false };
    let quarters = [
        "北",
        "南",
        "东",
        "西",
        "中",
        "north ",
        "south ",
        "east ",
        "west ",
        "northern ",
        "southern ",
        "eastern ",
        "western ",
        "central ",
    ];
    quarters.contains(&front)
}

/// Names among `aliases` that are other spellings of `preferred` and not forms of it. Only names
/// of persons and places are judged: organisations go by many names.
pub fn contradicting(
    names: &NameTable,
    label: Label,
    preferred: &str,
    aliases: &[String],
) -> Vec<String> {
    if !matches!(label, Label::Per | Label::Loc) {
        return Vec::new();
    }
    let han = |text: &str| text.chars().any(crate::script::is_han);
    let side = if han(preferred) { Side::Chinese } else { Side::English };
    let plain = plain_name(side, preferred);
    let preferred = Name { side, label, text: preferred, plain: &plain };
    aliases
        .iter()
        .filter(|alias| han(alias) == (side == Side::Chinese) && !acronym::is_acronym(alias))
        .filter(|alias| {
            let plain = plain_name(side, alias);
            let alias = Name { side, label, text: alias, plain: &plain };
            let parts = |name: &Name| name.full_person();
            let spelled_twice = plain != preferred.plain
                && short_form(names, &alias, &preferred) == 0.0
                && short_form(names, &preferred, &alias) == 0.0
                && !plain.contains(preferred.plain)
                && !preferred.plain.contains(&*plain);
            // A first name or nickname alone is no second spelling.
            spelled_twice && (label == Label::Loc || parts(&alias) || side == Side::Chinese)
        })
        .cloned()
        .collect()
}

/// The name in plain form.
pub fn plain_name(side: Side, text: &str) -> String {
    match side {
        Side::Chinese => super::name_table::plain_chinese(text),
        Side::English => plain_english(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(side: Side, label: Label, text: &'static str, plain: &'static str) -> Name<'static> {
        Name { side, label, text, plain }
    }

    #[test]
    fn short_forms() {
        let mut table = NameTable::default();
        table.insert("美国", "United States", Label::Loc);
        let zh = |label, text| name(Side::Chinese, label, text, text);
        assert!(
            short_form(&table, &zh(Label::Org, "国土安全部"), &zh(Label::Org, "美国国土安全部"))
                > 0.5
        );
        assert!(
            short_form(&table, &zh(Label::Per, "特朗普"), &zh(Label::Per, "唐纳德·特朗普")) > 0.5
        );
        assert!(
            short_form(&table, &zh(Label::Org, "里奇菲尔德"), &zh(Label::Org, "里奇菲尔德学院"))
                > 0.5
        );
        assert_eq!(short_form(&table, &zh(Label::Org, "财政部"), &zh(Label::Org, "国防部")), 0.0);
        let en = |text, plain| name(Side::English, Label::Org, text, plain);
        let group = en("Fenway Sports Group", "fenway sports group");
        assert!(short_form(&table, &en("Fenway", "fenway"), &group) > 0.5);
        let court = en("Sanming Intermediate People’s Court", "sanming intermediate peoples court");
        let short = en("Sanming Intermediate Court", "sanming intermediate court");
        assert!(short_form(&table, &short, &court) > 0.5);
        table.insert("波士顿", "Boston", Label::Loc);
        let team = en("Boston Red Sox", "boston red sox");
        assert_eq!(short_form(&table, &en("Boston", "boston"), &team), 0.0);
        let full = name(Side::English, Label::Per, "Vicki Turetsky", "vicki turetsky");
        let last = name(Side::English, Label::Per, "Turetsky", "turetsky");
        assert!(short_form(&table, &last, &full) > 0.5);
        let other = name(Side::English, Label::Per, "Ron Wyden", "ron wyden");
        assert!(conflict(&table, &full, &other) && !conflict(&table, &full, &last));
    }
}
