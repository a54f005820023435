//! What is wrong with a tagger's span by its own letters: two names in one span, half a name, a country in
//! front of something else.

use super::name_table::{NameTable, is_dot, plain_chinese, plain_english};
use super::search::word_spans;
use super::spots::{NAME_LABELS, Spot, Spots};
use crate::document::{Role, Side};
use crate::mention::{Label, Source};
use crate::script;
use crate::tag::value::{self, Day};
use crate::text::CharSpan;

/// Signs that no name runs across.
const CHINESE_BREAKS: &str = ",，、;；:：。！？/|｜\u{3000}()（）";
const ENGLISH_BREAKS: &str = "/|;:()";

/// Signs that no name of a side runs across.
pub fn breaks(side: Side) -> &'static str {
    match side {
        Side::Chinese => CHINESE_BREAKS,
        Side::English => ENGLISH_BREAKS,
    }
}

/// Words of credit lines that are no names.
const CREDIT_WORDS: &[&str] =
    &["File", "Files", "Photo", "Photos", "Handout", "Pool", "文件照片", "资料图片", "资料照片"];

/// A person's name has at most so many words; a longer span is a headline in capitals.
const LONGEST_PERSON: usize = 5;

/// Longest credit line, in characters.
const LONGEST_CREDIT: usize = 90;

/// Acronyms and words that name a kind of thing.
const NO_NAMES: &[&str] = &[
    "中心",
    "公司",
    "集团",
    "集團",
    "政府",
    "警方",
    "园方",
    "園方",
    "校方",
    "院方",
    "警察局",
    "宣传部",
    "宣傳部",
    "委员会",
    "协会",
    "基金会",
    "医院",
    "大学",
    "法院",
    "IPO",
    "IPOs",
    "ETF",
    "ETFs",
    "ETP",
    "ETPs",
    "CEO",
    "CFO",
    "COO",
    "CTO",
    "GDP",
    "CPI",
    "PPI",
    "PMI",
    "AI",
    "IT",
    "DNA",
    "RNA",
    "HIV",
    "AIDS",
    "PCR",
    "SUV",
    "SUVs",
    "EV",
    "EVs",
    "TV",
    "PC",
    "VR",
    "AR",
    "3D",
    "4G",
    "5G",
    "6G",
    "GPS",
    "LED",
    "LGBT",
    "LGBTQ",
    "NGO",
    "NGOs",
    "MP",
    "MPs",
    "A&E",
    "ICU",
    "R&D",
    "M&A",
    "VIP",
    "PDF",
    "USB",
    "API",
    "SARS",
    "MERS",
    "PhD",
    "MBA",
    "VAT",
    "PPE",
    "UFO",
    "UFOs",
    "ATM",
    "ATMs",
    "PIN",
    "KPI",
    "ESG",
    "NFT",
    "NFTs",
    "IQ",
    "ID",
    "OK",
    "RMB",
    "USD",
    "HKD",
    "COVID",
    "COVID-19",
    "Covid",
    "Covid-19",
    "App",
    "APP",
    "Q&A",
    "PTSD",
    "ADHD",
    "BBQ",
    "DIY",
    "CCTV footage",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
];

/// English adjectives and names of inhabitants, in the singular.
const DEMONYMS: &[&str] = &[
    "Chinese",
    "American",
    "British",
    "English",
    "Scottish",
    "Welsh",
    "Irish",
    "French",
    "German",
    "Italian",
    "Spanish",
    "Portuguese",
    "Dutch",
    "Belgian",
    "Swiss",
    "Austrian",
    "Swedish",
    "Norwegian",
    "Danish",
    "Finnish",
    "Icelandic",
    "Polish",
    "Czech",
    "Slovak",
    "Hungarian",
    "Romanian",
    "Bulgarian",
    "Greek",
    "Turkish",
    "Serbian",
    "Croatian",
    "Bosnian",
    "Albanian",
    "Ukrainian",
    "Russian",
    "Belarusian",
    "Lithuanian",
    "Latvian",
    "Estonian",
    "Georgian",
    "Armenian",
    "Azerbaijani",
    "Kazakh",
    "Uzbek",
    "Japanese",
    "Korean",
    "Taiwanese",
    "Mongolian",
    "Vietnamese",
    "Thai",
    "Cambodian",
    "Laotian",
    "Malaysian",
    "Singaporean",
    "Indonesian",
    "Filipino",
    "Philippine",
    "Burmese",
    "Indian",
    "Pakistani",
    "Bangladeshi",
    "Nepali",
    "Nepalese",
    "Sri Lankan",
    "Afghan",
    "Iranian",
    "Iraqi",
    "Syrian",
    "Lebanese",
    "Jordanian",
    "Israeli",
    "Palestinian",
    "Saudi",
    "Yemeni",
    "Qatari",
    "Kuwaiti",
    "Emirati",
    "Egyptian",
    "Libyan",
    "Tunisian",
    "Algerian",
    "Moroccan",
    "Sudanese",
    "Ethiopian",
    "Somali",
    "Kenyan",
    "Ugandan",
    "Rwandan",
    "Tanzanian",
    "Nigerian",
    "Ghanaian",
    "Congolese",
    "Angolan",
    "Zambian",
    "Zimbabwean",
    "Canadian",
    "Mexican",
    "Cuban",
    "Haitian",
    "Brazilian",
    "Argentine",
    "Argentinian",
    "Chilean",
    "Peruvian",
    "Colombian",
    "Venezuelan",
    "Australian",
    "European",
    "Asian",
    "African",
    "Arab",
    "Western",
    "Soviet",
    "Tibetan",
    "Californian",
    "Texan",
    "Londoner",
    "Briton",
    "Scot",
    "Parisian",
    "Cantonese",
    "Spaniard",
    "Dane",
    "Swede",
    "Finn",
    "Pole",
    "Turk",
    "Democrat",
    "Republican",
    "Democratic",
    "Conservative",
    "Muslim",
    "Christian",
    "Jewish",
    "Jew",
    "Catholic",
    "Islamic",
    "Buddhist",
    "Hindu",
    "Sikh",
    "Nazi",
];

/// Titles before English names of persons.
const TITLES: &[&str] = &[
    "Prince",
    "Princess",
    "King",
    "Queen",
    "Sir",
    "Dame",
    "President",
    "Senator",
    "Sen.",
    "Sens.",
    "Rep.",
    "Reps.",
    "Gov.",
    "Mr.",
    "Mr",
    "Mrs.",
    "Mrs",
    "Ms.",
    "Ms",
    "Miss",
    "Dr.",
    "Dr",
    "Prof.",
    "Professor",
    "Judge",
    "Justice",
    "General",
    "Gen.",
    "Captain",
    "Minister",
    "Governor",
    "Mayor",
    "Congressman",
    "Congresswoman",
    "Chancellor",
];

/// Last words of names of prizes, contests and wars, which are no mentions.
const PRIZE_WORDS: &[&str] = &[
    "Prize",
    "Award",
    "Awards",
    "Medal",
    "Olympics",
    "Games",
    "Cup",
    "Championship",
    "Championships",
    "War",
];
const PRIZE_ENDINGS: &[&str] =
    &["奖", "獎", "奖章", "奥运会", "奧運會", "世界杯", "锦标赛", "战争", "大战"];

/// What Chinese persons are called behind their names.
const HONORIFICS: &[&str] = &[
    "先生", "女士", "太太", "小姐", "老师", "教授", "医生", "伯", "叔", "婶", "姨", "姐", "哥",
    "嫂", "摄", "王子", "公主", "国王", "女王", "王妃", "奶奶", "爷爷", "阿姨", "大爷", "大妈",
];

/// Probability of a family name before 先生 and the like.
const ADDRESSED: f64 = 0.85;

/// What makes a person's name one of a place or an organisation.
const NAMED_AFTER: &[(&str, Label)] = &[
    ("国际机场", Label::Loc),
    ("机场", Label::Loc),
    ("球场", Label::Loc),
    ("体育场", Label::Loc),
    ("体育馆", Label::Loc),
    ("大桥", Label::Loc),
    ("桥", Label::Loc),
    ("大道", Label::Loc),
    ("广场", Label::Loc),
    ("纪念馆", Label::Loc),
    ("博物馆", Label::Loc),
    ("撞击坑", Label::Loc),
    ("盆地", Label::Loc),
    ("大坝", Label::Loc),
    ("大厦", Label::Loc),
    ("大楼", Label::Loc),
    ("体育园", Label::Loc),
    ("国家公园", Label::Loc),
    ("水坝", Label::Loc),
    ("大学", Label::Org),
    ("学院", Label::Org),
    ("医院", Label::Org),
    ("基金会", Label::Org),
    ("书店", Label::Org),
    ("出版社", Label::Org),
    ("图片社", Label::Org),
    ("集团", Label::Org),
    ("兄弟公司", Label::Org),
    ("公司", Label::Org),
    ("研究所", Label::Org),
];

/// Probability of a name that the table settles.
const LISTED: f64 = 0.85;
/// The tagger must give a listed name this much to be part of a name.
const LISTED_GATE: f64 = 0.1;

/// Put the spans of one side right.
pub fn spans(names: &NameTable, spots: &mut Spots, anchor: Option<Day>) {
    split_at_signs(spots);
    split_after_acronyms(spots);
    extend_hyphens(spots);
    join_parts(spots);
    split_places(spots);
    spots.spots.retain(|spot| !impossible(spots.version.text.slice(spot.mention.span), spot));
    drop_products(spots);
    cut_honorifics(spots);
    find_addressed(spots);
    extend_endings(spots);
    if spots.side == Side::Chinese {
        cut_at_countries(names, spots);
        let text = &spots.version.text;
        // 全美, 北美: the one character is no country's name.
        spots.spots.retain(|spot| {
            let CharSpan { start, end } = spot.mention.span;
            let before = || text.slice(CharSpan::new(start - 1, start));
            !(end == start + 1 && start > 0 && matches!(before(), "全" | "北" | "南" | "欧"))
        });
    }
    settle_labels(names, spots);
    find_listed(names, spots);
    find_credits(spots);
    yield_to_values(spots, anchor);
}

/// HHS子女抚养费执行局 is an office of HHS: two names, unless the rest is 公司 or the like.
fn split_after_acronyms(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for spot in std::mem::take(&mut spots.spots) {
        let text: Vec<char> = spots.version.text.slice(spot.mention.span).chars().collect();
        let latin = text.iter().take_while(|c| c.is_ascii_uppercase()).count();
        let rest = &text[latin..];
        let office = (2..=7).contains(&latin)
            && rest.len() >= 5
            && rest.iter().all(|c| script::is_han(*c))
            && spot.mention.label == Label::Org
            && !spot.fixed;
        if !office {
            spots.spots.push(spot);
            continue;
        }
        let CharSpan { start, end } = spot.mention.span;
        for span in [CharSpan::new(start, start + latin), CharSpan::new(start + latin, end)] {
            let mut part = spot.clone();
            part.mention.span = span;
            spots.spots.push(part);
        }
    }
}

/// Agencies in a credit line, `Francis Chung/Politico/AP`.
fn find_credits(spots: &mut Spots) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let text: Vec<char> = spots.version.sentence_text(sentence).chars().collect();
        let strokes = text.iter().filter(|c| **c == '/').count();
        if strokes == 0
            || (place.role != Role::Credit && strokes < 2)
            || text.len() > LONGEST_CREDIT
        {
            continue;
        }
        let mut start = 0;
        for (part, piece) in text.split(|c| *c == '/').enumerate() {
            let here = start;
            start += piece.len() + 1;
            let inner = super::document::trim(spots.side, &piece.iter().collect::<String>());
            let name: String = piece[inner.start..inner.end].iter().collect();
            let latin = name.chars().all(|c| c.is_alphanumeric() && !script::is_han(c) || c == ' ');
            let agency = part > 0
                && latin
                && (2..=24).contains(&name.len())
                && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
                && !CREDIT_WORDS.contains(&name.as_str());
            let span = inner.shifted(here).shifted(place.span.start);
            if agency && !spots.taken(span) {
                spots.add(sentence, span, Label::Org, Source::Rule, LISTED);
            }
        }
    }
}

/// *Democratic Sens.*: an adjective and a title.
pub fn is_party_and_title(text: &str) -> bool {
    let party = text.starts_with("Democratic ") || text.starts_with("Republican ");
    party && matches!(text.rsplit(' ').next(), Some("Sens" | "Sen" | "Reps" | "Rep" | "Gov"))
}

/// Adjectives, parties with titles, words of credit lines, prizes and contests.
pub fn is_no_name(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let prize = PRIZE_WORDS.contains(&last) && last.len() < text.len()
        || PRIZE_ENDINGS.iter().any(|end| text.ends_with(end) && text.len() > end.len())
        || ["Nobel Prize", "Pulitzer Prize"].iter().any(|prize| text.starts_with(prize));
    matches!(text, "Olympic" | "Olympics")
        || prize
        || is_demonym(text)
        || NO_NAMES.contains(&text)
        || is_party_and_title(text)
        || CREDIT_WORDS.contains(&text)
}

/// English adjectives and inhabitants of places and parties: they are no mentions.
pub fn is_demonym(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let one = last.strip_suffix('s').unwrap_or(last);
    // *South Korean*, *Main Street Americans*; but *Democratic Republic* ends otherwise.
    DEMONYMS.contains(&last) || DEMONYMS.contains(&one)
}

/// *Washington, D.C.* is a name for each place.
fn split_places(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for spot in std::mem::take(&mut spots.spots) {
        let span = spot.mention.span;
        let text = spots.version.text.slice(span);
        if spot.mention.label != Label::Loc || spot.fixed || !text.contains(", ") {
            spots.spots.push(spot);
            continue;
        }
        let mut start = span.start;
        for piece in text.split(", ") {
            let length = piece.chars().count();
            let inner = super::document::trim(spots.side, piece).shifted(start);
            start += length + 2;
            if !inner.is_empty() {
                let mut part = spot.clone();
                part.mention.span = inner;
                spots.spots.push(part);
            }
        }
    }
}

/// A chain of places is one name in Chinese: 山西省隰县, 美国洛杉矶. Two countries side by side are two.
pub fn join_places(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let chain = last.mention.label == Label::Loc
                && spot.mention.label == Label::Loc
                && last.mention.span.end == spot.mention.span.start
                && last.mention.span.len() >= 2
                && spot.mention.span.len() >= 2
                && !last.fixed
                && !spot.fixed;
            if chain {
                last.mention.span.end = spot.mention.span.end;
                continue;
            }
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// Spacecraft and models are no names: Chang’e-6, Falcon-9. The apostrophe belongs to the word.
fn drop_products(spots: &mut Spots) {
    let text = &spots.version.text;
    let sentences = &spots.version.sentences;
    // 诺贝尔文学奖, the Nobel Peace Prize: what a prize is called after is no mention.
    spots.spots.retain(|spot| {
        let end = sentences[spot.sentence].span.end.max(spot.mention.span.end);
        let rest = text.slice(CharSpan::new(spot.mention.span.end, end));
        let prize = if spots.side == Side::Chinese {
            let next: Vec<char> = rest.chars().take(4).collect();
            let at = next.iter().position(|c| matches!(c, '奖' | '獎'));
            at.is_some_and(|at| next[..at].iter().all(|c| script::is_han(*c)))
        } else {
            [" Prize", " Peace Prize", " Award"].iter().any(|prize| rest.starts_with(prize))
        };
        spot.fixed || spot.mention.label == Label::Loc || !prize
    });
    if spots.side == Side::Chinese {
        return;
    }
    let version = spots.version;
    let behind = |spot: &Spot| -> Vec<char> {
        let end = version.sentences[spot.sentence].span.end;
        let rest = version.text.slice(CharSpan::new(spot.mention.span.end.min(end), end));
        rest.chars().take(12).collect()
    };
    spots.spots.retain(|spot| {
        let rest = behind(spot);
        let apostrophe = matches!(rest.first(), Some('’' | '\''))
            && rest.get(1).is_some_and(|c| c.is_lowercase() && !matches!(c, 's' | 't'));
        let skipped = if apostrophe {
            1 + rest[1..].iter().take_while(|c| c.is_lowercase()).count()
        } else {
            0
        };
        let text = version.text.slice(spot.mention.span);
        let number = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let numbered = rest.get(skipped) == Some(&'-') && number(rest.get(skipped + 1));
        let within = text.rsplit_once('-').is_some_and(|(_, tail)| {
            text.contains(['’', '\'']) && tail.chars().all(|c| c.is_ascii_digit())
        });
        spot.fixed || !(numbered || within)
    });
}

/// Prince William: the title is outside.
fn cut_titles(spots: &mut Spots) {
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| spot.mention.label == Label::Per) {
        let name = text.slice(spot.mention.span);
        let title = name.split_once(' ').filter(|(first, _)| TITLES.contains(first));
        if let Some((first, _)) = title.filter(|_| !spot.fixed) {
            spot.mention.span.start += first.chars().count() + 1;
        }
    }
}

/// 黄伯 and 陈女士: what one is called is outside, and one family name is left.
fn cut_honorifics(spots: &mut Spots) {
    if spots.side == Side::English {
        return cut_titles(spots);
    }
    cut_titles(spots);
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| spot.mention.label == Label::Per) {
        let name = script::fold(text.slice(spot.mention.span));
        let cut = HONORIFICS.iter().find_map(|honorific| name.strip_suffix(honorific));
        if let Some(left) = cut.filter(|left| !left.is_empty() && !spot.fixed)
            && (left.chars().count() == 1 || name.chars().count() >= 4)
        {
            spot.mention.span.end = spot.mention.span.start + left.chars().count();
        }
    }
}

/// 陈女士, 王先生: the family name is a person's.
fn find_addressed(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let folded: Vec<char> =
            script::fold(spots.version.sentence_text(sentence)).chars().collect();
        for start in 0..folded.len() {
            let rest: String = folded[start + 1..].iter().take(2).collect();
            let addressed = matches!(&*rest, "先生" | "女士" | "太太" | "小姐");
            let alone = start == 0 || !script::is_han(folded[start - 1]) || {
                matches!(
                    folded[start - 1],
                    '的' | '和' | '与' | '对' | '说' | '是' | '位' | '向' | '给'
                )
            };
            let span = CharSpan::new(origin + start, origin + start + 1);
            if addressed
                && alone
                && super::family_name::is_family_name(folded[start])
                && !spots.taken(span)
            {
                spots.add(sentence, span, Label::Per, Source::Rule, ADDRESSED);
            }
        }
    }
}

/// A person's name right before what makes it a place or an organisation: 菲利普·夏蒂埃球场.
fn extend_endings(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
        if spot.fixed || !NAME_LABELS.contains(&spot.mention.label) {
            continue;
        }
        let rest = script::fold(
            spots.version.text.slice(CharSpan::new(span.end, sentence.end.max(span.end))),
        );
        let ending = NAMED_AFTER.iter().find(|(ending, _)| rest.starts_with(ending));
        let Some((ending, label)) = ending else { continue };
        let place = spot.mention.label == Label::Loc;
        // 北京机场 is a name; 北京大学 the tagger knows.
        let organisation = spot.mention.label == Label::Org;
        if (place && *label == Label::Org) || (organisation && !matches!(*ending, "大厦" | "大楼"))
        {
            continue;
        }
        let wide = CharSpan::new(span.start, span.end + ending.chars().count());
        let free = spots
            .spots
            .iter()
            .enumerate()
            .all(|(j, other)| j == i || !other.mention.span.overlaps(wide));
        if free {
            let odds = spots.odds(spots.spots[i].sentence, wide);
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.mention.label = *label;
            spot.odds = odds;
        }
    }
}

fn impossible(text: &str, spot: &Spot) -> bool {
    let words = text.split_whitespace().count();
    (spot.mention.label == Label::Per && words > LONGEST_PERSON) || is_no_name(text)
}

/// `CNN,国土安全部` and `Francis Chung/Politico/AP` are several names.
fn split_at_signs(spots: &mut Spots) {
    let breaks = breaks(spots.side);
    for spot in std::mem::take(&mut spots.spots) {
        let span = spot.mention.span;
        let text: Vec<char> = spots.version.text.slice(span).chars().collect();
        if spot.fixed || !text.iter().any(|&c| breaks.contains(c)) {
            spots.spots.push(spot);
            continue;
        }
        let credit = text.contains(&'/');
        let mut start = 0;
        for (part, piece) in text.split(|&c| breaks.contains(c)).enumerate() {
            let here = CharSpan::new(start, start + piece.len());
            start += piece.len() + 1;
            let inner = super::document::trim(spots.side, &piece.iter().collect::<String>());
            let inner = inner.shifted(here.start).shifted(span.start);
            if inner.len() < 2 {
                continue;
            }
            // After a photographer come agencies.
            let label = if credit && part > 0 { Label::Org } else { spot.mention.label };
            let odds = spots.odds(spot.sentence, inner);
            let mut mention = spot.mention.clone();
            (mention.span, mention.label) = (inner, label);
            spots.spots.push(Spot { mention, odds, ..spot.clone() });
        }
    }
}

/// `Hsu Wei` of `Hsu Wei-che`: a hyphen and letters right behind belong to the name.
fn extend_hyphens(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let end = spot.mention.span.end;
        let sentence = spots.version.sentences[spot.sentence].span;
        let rest: Vec<char> =
            text.slice(CharSpan::new(end, sentence.end.max(end))).chars().collect();
        if rest.first() == Some(&'-') && rest.get(1).is_some_and(|c| c.is_alphabetic()) {
            let letters = rest[1..].iter().take_while(|c| c.is_alphanumeric()).count();
            let lower = rest[1].is_lowercase() && letters <= 6 && spot.mention.label == Label::Per;
            if lower || rest[1].is_uppercase() && spot.mention.label == Label::Per {
                spot.mention.span.end = end + 1 + letters;
            }
        }
    }
}

/// Parts of one name that the tagger cut at a dot or hyphen.
fn join_parts(spots: &mut Spots) {
    spots.spots.sort_by_key(|spot| spot.mention.span);
    let mut joined: Vec<Spot> = Vec::new();
    for spot in std::mem::take(&mut spots.spots) {
        if let Some(last) = joined.last_mut() {
            let gap = CharSpan::new(
                last.mention.span.end.min(spot.mention.span.start),
                spot.mention.span.start,
            );
            let between = spots.version.text.slice(gap);
            let dotted = spots.side == Side::Chinese
                && last.mention.label == Label::Per
                && spot.mention.label == Label::Per
                && between.chars().count() == 1
                && between.chars().all(|c| is_dot(c) || matches!(c, '－' | '-' | '—' | '‐'));
            if dotted && last.sentence == spot.sentence && !last.fixed && !spot.fixed {
                last.mention.span.end = spot.mention.span.end;
                continue;
            }
        }
        joined.push(spot);
    }
    spots.spots = joined;
}

/// 韩国作家韩江 and 中国驻美国 as one place: only the countries are names.
fn cut_at_countries(names: &NameTable, spots: &mut Spots) {
    for spot in std::mem::take(&mut spots.spots) {
        let text = spots.version.text.slice(spot.mention.span);
        let plain: Vec<char> = script::fold(text).chars().collect();
        let country = |start: usize| {
            (2..=4).rev().filter(|length| start + length <= plain.len()).find(|length| {
                let part: String = plain[start..start + length].iter().collect();
                names.settled_chinese(&part) == Some(Label::Loc)
            })
        };
        let whole =
            names.english_of(&plain_chinese(text)).iter().any(|(_, label)| *label == Label::Loc);
        let place = plain
            .last()
            .is_some_and(|c| "省市县州区镇岛国河湖山江海洋站港路街寺城园坑地湾村乡".contains(*c));
        let first = country(0);
        let mixed =
            spot.mention.label == Label::Loc && !spot.fixed && !whole && !place && plain.len() >= 4;
        let (Some(length), true) = (first, mixed) else {
            spots.spots.push(spot);
            continue;
        };
        let start = spot.mention.span.start;
        let mut cut = spot.clone();
        cut.mention.span = CharSpan::new(start, start + length);
        spots.spots.push(cut);
        if let Some((from, length)) =
            (length..plain.len()).find_map(|from| Some((from, country(from)?)))
        {
            let mut other = spot.clone();
            other.mention.span = CharSpan::new(start + from, start + from + length);
            spots.spots.push(other);
        }
    }
}

/// A place inside a time of day (美国东部时间下午2:05) or an amount (US$5) is no mention.
pub fn yield_to_values(spots: &mut Spots, anchor: Option<Day>) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let origin = place.span.start;
        for value in value::find(spots.version.sentence_text(sentence), spots.side, anchor) {
            let span = value.span.shifted(origin);
            if matches!(value.label, Label::Time | Label::Money | Label::Date) {
                spots.spots.retain(|spot| {
                    spot.fixed || !span.contains(spot.mention.span) || spot.mention.span == span
                });
            }
        }
    }
}

/// Names whose label the table settles have it: the White House is an organisation.
fn settle_labels(names: &NameTable, spots: &mut Spots) {
    for i in 0..spots.spots.len() {
        let settled = settled(names, spots.side, spots.name(i));
        let spot = &mut spots.spots[i];
        if let Some(label) =
            settled.filter(|_| !spot.fixed && NAME_LABELS.contains(&spot.mention.label))
        {
            spot.mention.label = label;
            for (odds, name) in spot.odds.iter_mut().zip(NAME_LABELS) {
                *odds = if name == label { odds.max(LISTED) } else { *odds * (1.0 - LISTED) };
            }
        }
    }
}

fn settled(names: &NameTable, side: Side, name: &str) -> Option<Label> {
    match side {
        Side::Chinese => names.settled_chinese(&plain_chinese(name)),
        Side::English => names.settled_english(&plain_english(name)),
    }
}

/// Listed names that the tagger left out and does not rule out.
fn find_listed(names: &NameTable, spots: &mut Spots) {
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        for (span, label) in listed_in(names, spots.version.sentence_text(sentence), spots.side) {
            let span = span.shifted(origin);
            let name = spots.text(span);
            let sure = super::document::unmistakable(name)
                || (spots.side == Side::Chinese && (label == Label::Loc || span.len() >= 3));
            let free = if sure { spots.replaceable(span) } else { !spots.taken(span) };
            if free && (sure || spots.name_probability(sentence, span) >= LISTED_GATE) {
                spots.clear(span);
                spots.add(sentence, span, label, Source::Gazetteer, LISTED);
            }
        }
    }
}

/// The listed names of a sentence, longest first at each place.
fn listed_in(names: &NameTable, text: &str, side: Side) -> Vec<(CharSpan, Label)> {
    let mut found = Vec::new();
    if side == Side::Chinese {
        let folded: Vec<char> = script::fold(text).chars().collect();
        let mut start = 0;
        while start < folded.len() {
            let longest =
                (2..=12).rev().filter(|length| start + length <= folded.len()).find_map(|length| {
                    let part: String = folded[start..start + length].iter().collect();
                    let label = names.settled_chinese(&part)?;
                    let department =
                        label == Label::Org && folded.get(start + length) == Some(&'门');
                    (!department).then_some((CharSpan::new(start, start + length), label))
                });
            // 纽约州 and 上海市, but not 州长 and 市区.
            let longest = longest.map(|(span, label)| {
                let next = |i: usize| folded.get(span.end + i).copied().unwrap_or(' ');
                let unit = label == Label::Loc
                    && span.len() >= 2
                    && "省市县州".contains(next(0))
                    && !"长区民界内级场".contains(next(1));
                (CharSpan::new(span.start, span.end + usize::from(unit)), label)
            });
            start = longest.map_or(start + 1, |(span, _)| span.end);
            found.extend(longest);
        }
        return found;
    }
    let characters: Vec<char> = text.chars().collect();
    let words = word_spans(&characters);
    let mut first = 0;
    while first < words.len() {
        let longest = (first..words.len().min(first + 6)).rev().find_map(|last| {
            let span = CharSpan::new(words[first].start, words[last].end);
            let name: String = characters[span.start..span.end].iter().collect();
            let possessive = name.ends_with("’s") || name.ends_with("'s");
            let chain = name.contains(',');
            let capital = !possessive
                && !chain
                && name.starts_with(char::is_uppercase)
                && name.chars().count() >= 2
                && !name.starts_with("The ");
            let label = capital.then(|| names.settled_english(&plain_english(&name))).flatten()?;
            // "US" and "IT" are words in capitals, "Us" is not.
            let short = name.len() <= 3 && name.chars().any(char::is_lowercase);
            (!short).then_some((span, label, last))
        });
        match longest {
            Some((span, label, last)) => {
                found.push((span, label));
                first = last + 1;
            }
            None => first += 1,
        }
    }
    found
}
