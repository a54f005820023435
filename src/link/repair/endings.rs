//! Names right before what makes them one of a place or an organisation: 菲利普·夏蒂埃球场, *Aswan High Dam*, 扬州队.

use crate::document::Side;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{NAME_LABELS, Spot, Spots};
use crate::link::words::{ends, has, words};
use crate::mention::{Label, Mention};
use crate::script;
use crate::text::CharSpan;

/// Most words that an English name is made longer by.
const MOST_WORDS: usize = 4;

/// The tagger must give the smaller place of a chain this much to be part of a name.
const CHAIN_GATE: f64 = 0.2;

/// Longest list of peoples behind the name of a place, in characters.
const LONGEST_PEOPLES: usize = 16;

/// The tagger must give a place with 队 behind it this much to be a team.
const TEAM: f64 = 0.5;

/// Names right before what makes them one of a place or an organisation: 菲利普·夏蒂埃球场, *Aswan High Dam*.
pub(super) fn extend(names: &NameTable, spots: &mut Spots) {
    spots.revise(|spots, i| {
        let spot = &spots.spots[i];
        let Mention { span, label, .. } = spot.mention;
        if !NAME_LABELS.contains(&label) {
            return None;
        }
        let rest = spots.behind(spot);
        let longer = match spots.side {
            Side::Chinese => {
                let rest = script::fold(rest);
                let ending = chinese_ending(names, spots.name(i), label, &rest);
                ending.or_else(|| chain_tail(spots, spot, &rest))
            }
            Side::English => english_ending(names, spots.name(i), label, rest),
        };
        let (length, label) = longer?;
        let wide = CharSpan::new(span.start, span.end + length);
        spots.replaceable(wide).then_some((wide, label))
    });
    // What now lies inside a longer name gives way.
    spots.settle();
}

/// How many characters more a Chinese name has, and what it names then.
fn chinese_ending(
    names: &NameTable,
    name: &str,
    label: Label,
    rest: &str,
) -> Option<(usize, Label)> {
    if label == Label::Loc && name.ends_with(['街', '路', '道', '巷']) {
        return house_number(rest).map(|length| (length, Label::Loc));
    }
    if name.ends_with(['省', '市', '县', '州', '区', '旗'])
        && rest.starts_with('委')
        && !["委托", "委派", "委任", "委内", "委身"].iter().any(|word| rest.starts_with(word))
    {
        let length = if rest.starts_with("委员会") { 3 } else { 1 };
        return (label == Label::Loc).then_some((length, Label::Org));
    }
    let small = || names.settled_chinese(&plain_chinese(name)).is_none();
    let facilities = words().facilities_of_small_places.iter();
    let mut facilities = facilities.filter(|facility| rest.starts_with(&***facility));
    if let Some(facility) = facilities.next().filter(|_| label == Label::Loc && small()) {
        return Some((facility.chars().count(), Label::Loc));
    }
    // 康吊村 + 卫生室, but 桐庐 + 中学生 not.
    let bodies = words().bodies_of_small_places.iter();
    let body = bodies.filter(|body| rest.starts_with(&***body)).max_by_key(|body| body.len());
    let goes_on = |body: &str| {
        rest[body.len()..].starts_with(['生', '教', '毕', '时', '同', '老', '文', '一', '二', '三'])
    };
    if let Some(body) = body.filter(|body| label == Label::Loc && small() && !goes_on(body)) {
        return Some((body.chars().count(), Label::Org));
    }
    // 巴黎 + 南部 + 体育馆.
    let part = ["南部", "北部", "东部", "西部", "中央", "奥林匹克", "国际"]
        .iter()
        .find_map(|part| rest.strip_prefix(part));
    let front = part.map_or(0, |tail| (rest.len() - tail.len()) / "部".len());
    let rest = part
        .filter(|tail| {
            named_after(tail).is_some_and(|(ending, of)| {
                of == Label::Loc && matches!(ending, "体育馆" | "体育场" | "火车站" | "车站")
            })
        })
        .unwrap_or(rest);
    let front = if part == Some(rest) { front } else { 0 };
    let (ending, of) = named_after(rest)?;
    // 中国桥梁, 广场舞.
    let goes_on = matches!(
        (ending, rest[ending.len()..].chars().next()),
        ("桥", Some('梁')) | ("广场", Some('舞'))
    );
    if goes_on {
        return None;
    }
    // 站在, 港口, 湾区: the one character is part of another word.
    let other_word = match ending {
        "站" => "在出起着稳上立岗台点到长",
        "港" => "口元币股人府独澳台",
        "宫" => "颈廷内斗外缩殿女",
        "湾" => "区仔流",
        _ => "",
    };
    let single = ending.chars().count() == 1 && ending != "桥";
    if single
        && (label != Label::Loc || rest.chars().nth(1).is_some_and(|c| other_word.contains(c)))
    {
        return None;
    }
    let possible = match (label, of) {
        // 花莲县政府 is a name, 中国政府 is not; 美国大学 are universities, 北京大学 the tagger knows.
        (Label::Loc, Label::Org) if ending == "政府" => {
            name.ends_with(['县', '縣', '市', '省', '州'])
        }
        // Places are no kinds of these.
        (Label::Loc, Label::Org) if has(&words().distinct_organisations, ending) => true,
        (Label::Loc, Label::Org) => names.settled_chinese(&plain_chinese(name)).is_none(),
        (Label::Org, _) => {
            matches!(ending, "大厦" | "大楼" | "总部大楼")
                || name.chars().all(script::is_han) && has(&words().parts_of_organisations, ending)
        }
        (_, Label::Org) => ending != "政府",
        _ => true,
    };
    possible.then(|| (front + ending.chars().count(), of))
}

/// What a Chinese name goes on with, and what it names then.
fn named_after(rest: &str) -> Option<(&'static str, Label)> {
    let first = |list: &'static [String]| list.iter().find(|ending| rest.starts_with(&***ending));
    let place = first(&words().named_after_places).map(|ending| (&**ending, Label::Loc));
    place
        .or_else(|| first(&words().named_after_organisations).map(|ending| (&**ending, Label::Org)))
}

/// How many characters more an English name has: capitalised words up to one that ends names.
fn english_ending(
    names: &NameTable,
    name: &str,
    label: Label,
    rest: &str,
) -> Option<(usize, Label)> {
    let words = words();
    let mut best = None;
    let mut joined = false;
    let mut length = 0;
    let mut tail = rest;
    for _ in 0..MOST_WORDS {
        let Some(mut behind) = tail.strip_prefix(' ') else { break };
        // *Hong Kong Exchanges and Clearing*, *National Security and Defense Council*.
        let small = ["and ", "& "].into_iter().find(|small| behind.starts_with(small));
        if let Some(small) = small {
            let unknown = || names.chinese_of(&plain_english(name)).is_empty();
            if length == 0 && !(label == Label::Org && unknown()) {
                break;
            }
            joined = true;
            length += small.len();
            behind = &behind[small.len()..];
        }
        let word: String = behind.chars().take_while(|c| c.is_alphanumeric()).collect();
        if !word.starts_with(char::is_uppercase) || has(&words.capital_words, &word) {
            break;
        }
        length += 1 + word.chars().count();
        tail = &behind[word.len()..];
        // *West Brom and Queens Park* are two.
        if has(&words.english_places, &word) && !joined {
            best = Some((length, Label::Loc));
        } else if has(&words.english_organisations, &word) {
            best = Some((length, Label::Org));
        }
    }
    let (length, of) = best.or_else(|| possessive_ending(name, rest))?;
    let word = rest.chars().take(length).collect::<String>();
    let last = word.rsplit(' ').next().unwrap_or_default();
    // *Trump Administration* is whose; persons have no courts and lines.
    let of_person = label == Label::Per
        && matches!(
            last,
            "Government" | "Administration" | "Office" | "Court" | "Police" | "Party"
        );
    let title = name.ends_with('.') || name.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let of_title = title && label == Label::Per;
    (!of_person && !of_title).then_some((length, of))
}

/// *Pierce County Sheriff’s Department*: an office and what it heads.
fn possessive_ending(name: &str, rest: &str) -> Option<(usize, Label)> {
    let office = name.rsplit_once(' ').is_some_and(|(_, last)| has(&words().offices, last));
    let behind =
        rest.strip_prefix("’s ").or_else(|| rest.strip_prefix("'s ")).filter(|_| office)?;
    let word: String = behind.chars().take_while(|c| c.is_alphanumeric()).collect();
    has(&words().english_organisations, &word).then(|| (3 + word.chars().count(), Label::Org))
}

/// How long the number of a house behind a street's name is: 唐宁街 10 号.
fn house_number(rest: &str) -> Option<usize> {
    let characters: Vec<char> = rest.chars().take(10).collect();
    let mark = characters.iter().position(|c| matches!(c, '号' | '號'))?;
    let number = characters[..mark].iter().all(|c| c.is_ascii_digit() || *c == ' ');
    (number && characters[..mark].iter().any(char::is_ascii_digit)).then_some(mark + 1)
}

/// How long the next smaller place behind a place is: 山西省 + 隰县.
fn chain_tail(spots: &Spots, spot: &Spot, rest: &str) -> Option<(usize, Label)> {
    let name = spots.text(spot.mention.span);
    if spot.mention.label != Label::Loc
        || !(name.ends_with(['省', '市', '州']) || name.chars().count() >= 3)
    {
        return None;
    }
    let behind: Vec<char> = rest.chars().take(5).collect();
    let last = (1..behind.len()).find(|&i| "县市旗镇乡村町".contains(behind[i]))?;
    let tail: String = behind[..=last].iter().collect();
    let span = CharSpan::new(spot.mention.span.end, spot.mention.span.end + last + 1);
    let name =
        behind[..last].iter().all(|c| script::is_han(*c) && !"的在是和与之等及各一".contains(*c))
            && !ends(&words().generic_places, &tail)
            && spots.name_probability(spot.sentence, span) >= CHAIN_GATE;
    name.then_some((last + 1, Label::Loc))
}

/// 积石山 + 保安族东乡族撒拉族自治县: a place goes on with its peoples.
pub(super) fn extend_autonomous(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        if spot.mention.label != Label::Loc {
            return None;
        }
        let rest: Vec<char> =
            script::fold(spots.behind(spot)).chars().take(LONGEST_PEOPLES).collect();
        let at = rest.windows(2).position(|pair| pair == ['自', '治'])?;
        let name = |c: &char| script::is_han(*c) && !"和与及在到赴往从向至的等、".contains(*c);
        let peoples = rest[..at].iter().all(name) && (at == 0 || rest[at - 1] == '族');
        let unit = rest.get(at + 2).is_some_and(|c| "县州旗区".contains(*c));
        let wide = CharSpan::new(spot.mention.span.start, spot.mention.span.end + at + 3);
        (peoples && unit && spots.replaceable(wide)).then_some(wide)
    });
    spots.settle();
}

/// 扬州队 is a team, whatever *Yangzhou* is on the other side, if the tagger thinks so too; 日本队 it does not.
pub(super) fn extend_teams(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.revise(|spots, i| {
        let spot = &spots.spots[i];
        let mut behind = spots.behind(spot).chars();
        let team = behind.next().is_some_and(|c| matches!(c, '队' | '隊'))
            && !behind.next().is_some_and(|c| "员員长長友伍医醫".contains(c));
        let wide = CharSpan::new(spot.mention.span.start, spot.mention.span.end + 1);
        let likely = || spots.odds(spot.sentence, wide)[1] >= TEAM;
        (team && spot.mention.label == Label::Loc && likely()).then_some((wide, Label::Org))
    });
}
