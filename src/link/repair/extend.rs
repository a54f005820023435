//! Spans that hold less than a name: what goes on behind them or begins before them.

use crate::document::Side;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::spots::{NAME_LABELS, Spot, Spots};
use crate::link::words::{ends, has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// The tagger must give the smaller place of a chain this much to be part of a name.
const CHAIN_GATE: f64 = 0.2;

/// The tagger must give a place with 队 behind it this much to be a team.
const TEAM: f64 = 0.5;

/// Most words that an English name is made longer by.
const MOST_WORDS: usize = 4;

/// `Hsu Wei` of `Hsu Wei-che`: a hyphen and letters right behind belong to the name, and so does the `.com` of a firm.
pub(super) fn extend_hyphens(names: &NameTable, spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let text = &spots.version.text;
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed) {
        let end = spot.mention.span.end;
        let sentence = spots.version.sentences[spot.sentence].span;
        let rest: Vec<char> =
            text.slice(CharSpan::new(end, sentence.end.max(end))).chars().collect();
        let firm = spot.mention.label == Label::Org;
        let legal: Option<&String> = words().legal_forms.iter().find(|form| {
            let tail: String = rest.iter().collect();
            let behind = tail.strip_prefix(&***form);
            firm && behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
        });
        if let Some(form) = legal {
            spot.mention.span.end = end + form.chars().count();
            continue;
        }
        let domain: String = rest.iter().take_while(|c| **c == '.' || c.is_lowercase()).collect();
        if let Some(length) = possessive_firm(names, text.slice(spot.mention.span), &rest) {
            spot.mention.span.end = end + length;
            spot.mention.label = Label::Org;
        } else if matches!(&*domain, ".com" | ".cn" | ".org" | ".net" | ".co" | ".io") {
            spot.mention.span.end = end + domain.len();
        } else if rest.first() == Some(&'.') && is_abbreviated(text.slice(spot.mention.span)) {
            spot.mention.span.end = end + 1;
        } else if rest.first() == Some(&'-') && rest.get(1).is_some_and(|c| c.is_alphabetic()) {
            let letters = rest[1..].iter().take_while(|c| c.is_alphanumeric()).count();
            let lower = rest[1].is_lowercase() && letters <= 6 && spot.mention.label == Label::Per;
            // *Court Philippe-Chatrier*, but not *Paris-Roubaix* and *US-China*.
            let known = |name: &str| !names.chinese_of(&plain_english(name)).is_empty();
            let tail: String = rest[1..=letters].iter().collect();
            let part = spot.mention.label == Label::Per
                || !known(text.slice(spot.mention.span)) && !known(&tail);
            if lower || rest[1].is_uppercase() && part {
                spot.mention.span.end = end + 1 + letters;
            }
        }
    }
}

/// `Sotheby` of *Sotheby’s*: a listed organisation whose name ends so.
fn possessive_firm(names: &NameTable, name: &str, rest: &[char]) -> Option<usize> {
    let ['’' | '\'', 's', rest @ ..] = rest else { return None };
    let whole = rest.first().is_none_or(|c| !c.is_alphanumeric());
    let listed = |name: &str| names.settled_english(&plain_english(name));
    let firm = listed(&format!("{name}’s")) == Some(Label::Org) && listed(name).is_none();
    (whole && firm).then_some(2)
}

/// *Kenneth Polite Jr* and *D.C*: the point behind belongs to the name.
fn is_abbreviated(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let letters: Vec<&str> = last.split('.').collect();
    let initial = |part: &&str| part.len() == 1 && part.starts_with(char::is_uppercase);
    last.len() < name.len() && matches!(last, "Jr" | "Sr")
        || letters.len() >= 2 && letters.iter().all(initial)
}

/// Names right before what makes them one of a place or an organisation: 菲利普·夏蒂埃球场, *Aswan High Dam*.
pub(super) fn extend_endings(names: &NameTable, spots: &mut Spots) {
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        if spot.fixed || !NAME_LABELS.contains(&spot.mention.label) {
            continue;
        }
        let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
        let rest = spots.version.text.slice(CharSpan::new(span.end, sentence.end.max(span.end)));
        let label = spot.mention.label;
        let longer = match spots.side {
            Side::Chinese => {
                let rest = script::fold(rest);
                let ending = chinese_ending(names, spots.text(span), label, &rest);
                ending.or_else(|| chain_tail(spots, spot, &rest))
            }
            Side::English => english_ending(names, spots.text(span), label, rest),
        };
        let Some((length, label)) = longer else { continue };
        let wide = CharSpan::new(span.start, span.end + length);
        let free = spots.spots.iter().enumerate().all(|(j, other)| {
            j == i
                || !other.mention.span.overlaps(wide)
                || (!other.fixed && wide.contains(other.mention.span))
        });
        if free {
            let odds = spots.odds(spots.spots[i].sentence, wide);
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.mention.label = label;
            spot.odds = odds;
        }
    }
    // What now lies inside a longer name gives way.
    spots.settle();
}

/// 扬州队 is a team, whatever *Yangzhou* is on the other side, if the tagger thinks so too; 日本队 it does not.
pub(super) fn extend_teams(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let rest = spots.behind(spot);
        let mut behind = rest.chars();
        let team = behind.next().is_some_and(|c| matches!(c, '队' | '隊'))
            && !behind.next().is_some_and(|c| "员員长長友伍医醫".contains(c));
        let wide = CharSpan::new(spot.mention.span.start, spot.mention.span.end + 1);
        if !team || spot.fixed || spot.mention.label != Label::Loc {
            continue;
        }
        let odds = spots.odds(spot.sentence, wide);
        if odds[1] >= TEAM {
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.mention.label = Label::Org;
            spot.odds = odds;
        }
    }
}

/// *Tuen Ma Line* tagged as *Ma Line*: what stands in front of a name that says what it is, with a capital, belongs to it.
pub(super) fn extend_heads(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let last = spots.text(spot.mention.span).rsplit(' ').next().unwrap_or_default();
        let unit = has(&words().english_places, last) || has(&words().english_organisations, last);
        if spot.fixed || !unit || !matches!(spot.mention.label, Label::Loc | Label::Org) {
            continue;
        }
        let mut start = spot.mention.span.start;
        for _ in 0..MOST_WORDS {
            let Some(wider) = word_before(spots, spot.sentence, start) else { break };
            start = wider;
        }
        let wide = CharSpan::new(start, spot.mention.span.end);
        let free = spots
            .spots
            .iter()
            .enumerate()
            .all(|(j, other)| j == i || !other.mention.span.overlaps(wide));
        if free && start < spot.mention.span.start {
            let odds = spots.odds(spot.sentence, wide);
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.odds = odds;
        }
    }
}

/// *Port of Los Angeles*, *Gulf of Finland*: what a place is, in front of its name.
pub(super) fn extend_fronts(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        if spot.fixed || spot.mention.label != Label::Loc {
            continue;
        }
        let origin = spots.version.sentences[spot.sentence].span.start;
        let before = spots.text(CharSpan::new(origin, spot.mention.span.start));
        let front = words().fronts_of_places.iter().find(|front| {
            let rest = before.strip_suffix(' ').and_then(|before| before.strip_suffix(&***front));
            rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        });
        let Some(front) = front else { continue };
        let span = spot.mention.span;
        let wide = CharSpan::new(span.start - front.chars().count() - 1, span.end);
        let free = spots
            .spots
            .iter()
            .enumerate()
            .all(|(j, other)| j == i || !other.mention.span.overlaps(wide));
        if free {
            spots.spots[i].mention.span = wide;
        }
    }
}

/// Where the capitalised word right before a place in a sentence begins, unless it begins the sentence or is no part of names.
fn word_before(spots: &Spots, sentence: usize, start: usize) -> Option<usize> {
    let origin = spots.version.sentences[sentence].span.start;
    let front = spots.text(CharSpan::new(origin, start)).strip_suffix(' ')?;
    let (before, word) = front.rsplit_once(' ')?;
    let words = words();
    let lists =
        [&words.capital_words, &words.titles, &words.offices, &words.demonyms, &words.no_names];
    let begins = before.ends_with(['.', '!', '?', ':', '“', '"', '—', '-']);
    let name = word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
        && !lists.iter().any(|list| has(list, word));
    (name && !begins).then(|| start - 1 - word.chars().count())
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
    if name.ends_with(['省', '市', '县', '州', '区', '旗']) && rest.starts_with('委') {
        let length = if rest.starts_with("委员会") { 3 } else { 1 };
        return (label == Label::Loc).then_some((length, Label::Org));
    }
    let small = || names.settled_chinese(&plain_chinese(name)).is_none();
    let facilities = words().facilities_of_small_places.iter();
    let mut facilities = facilities.filter(|facility| rest.starts_with(&***facility));
    if let Some(facility) = facilities.next().filter(|_| label == Label::Loc && small()) {
        return Some((facility.chars().count(), Label::Loc));
    }
    let (ending, of) = named_after(rest)?;
    // 站在, 港口, 湾区: the one character is part of another word.
    let other_word = match ending {
        "站" => "在出起着稳上立岗台点到长",
        "港" => "口元币股人府独",
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
    possible.then(|| (ending.chars().count(), of))
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

/// *United Network for Organ Sharing*, *Court of Appeals for the Federal Circuit*: what an organisation is for or of.
pub(super) fn extend_purposes(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        if spot.fixed || spot.mention.label != Label::Org {
            continue;
        }
        let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
        let rest = spots.text(CharSpan::new(span.end, sentence.end.max(span.end)));
        let length = purpose(spots.text(span), rest);
        let wide = CharSpan::new(span.start, span.end + length);
        let blocked =
            spots.spots.iter().any(|other| other.fixed && other.mention.span.overlaps(wide));
        if length > 0 && !blocked {
            let odds = spots.odds(spots.spots[i].sentence, wide);
            let spot = &mut spots.spots[i];
            spot.mention.span = wide;
            spot.odds = odds;
        }
    }
    spots.settle();
}

/// How many characters behind the name of an organisation say what it is for: a small word, then words with capitals.
fn purpose(name: &str, rest: &str) -> usize {
    let words = words();
    let mut name = name.to_owned();
    let mut length = 0;
    loop {
        let last = name.rsplit(' ').next().unwrap_or_default();
        if !has(&words.bodies_of, last) {
            return length;
        }
        let tail: String = rest.chars().skip(length).collect();
        let small = [" for the ", " of the ", " for ", " of "];
        let Some(front) = small.iter().find(|small| tail.starts_with(**small)) else {
            return length;
        };
        let mut end = front.len();
        let mut count = 0;
        let list: Vec<&str> = tail[front.len()..].split(' ').collect();
        for (i, word) in list.iter().enumerate() {
            // *District of Columbia*.
            let goes_on = list.get(i + 1).is_some_and(|next| next.starts_with(char::is_uppercase));
            if *word == "of" && count > 0 && goes_on {
                end += 3;
                continue;
            }
            let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !letters.starts_with(char::is_uppercase) || letters.contains(['’', '\'']) {
                break;
            }
            end += if count > 0 { 1 } else { 0 } + letters.chars().count();
            count += 1;
            if letters.len() < word.len() || count > MOST_WORDS {
                break;
            }
        }
        // It left *Star Alliance for SkyTeam*.
        if count == 0 || count == 1 && *front == " for " {
            return length;
        }
        name = tail.chars().take(end).collect();
        length += end;
    }
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
    let last = (1..behind.len()).find(|&i| "县市旗镇乡村".contains(behind[i]))?;
    let tail: String = behind[..=last].iter().collect();
    let span = CharSpan::new(spot.mention.span.end, spot.mention.span.end + last + 1);
    let name =
        behind[..last].iter().all(|c| script::is_han(*c) && !"的在是和与之等及各一".contains(*c))
            && !ends(&words().generic_places, &tail)
            && spots.name_probability(spot.sentence, span) >= CHAIN_GATE;
    name.then_some((last + 1, Label::Loc))
}
