//! What looks like a name and is none: adjectives, kinds of things, prizes, products.

use crate::document::Side;
use crate::link::spots::{Spot, Spots};
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// *Democratic Sens.*: an adjective and a title.
pub fn is_party_and_title(text: &str) -> bool {
    let party = text.starts_with("Democratic ") || text.starts_with("Republican ");
    party && matches!(text.rsplit(' ').next(), Some("Sens" | "Sen" | "Reps" | "Rep" | "Gov"))
}

/// Adjectives, parties with titles, words of credit lines, prizes and contests.
pub fn is_no_name(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let prize = has(&words().prize_words, last) && last.len() < text.len()
        || words().prize_endings.iter().any(|end| text.ends_with(&**end) && text.len() > end.len())
        || ["Nobel Prize", "Pulitzer Prize"].iter().any(|prize| text.starts_with(prize));
    matches!(text, "Olympic" | "Olympics")
        || prize
        || is_demonym(text)
        || is_kind_of_firm(text)
        || is_kind_of_body(text)
        || is_described(text)
        || has(&words().no_names, text)
        || is_party_and_title(text)
        || has(&words().credit_words, text)
}

/// 云计算公司, GPU企业: what a firm does, and what firms are.
fn is_kind_of_firm(text: &str) -> bool {
    let kinds = ["公司", "企业", "厂商", "巨头"];
    let Some(mut front) = kinds.iter().find_map(|kind| text.strip_suffix(kind)) else {
        return false;
    };
    while !front.is_empty() {
        let shorter = words().industries.iter().filter_map(|word| front.strip_suffix(&**word));
        match shorter.min_by_key(|shorter| shorter.len()) {
            Some(shorter) => front = shorter,
            None => return false,
        }
    }
    true
}

/// 公立大学, 极右翼政党: an adjective and a kind of organisation.
fn is_kind_of_body(text: &str) -> bool {
    let kinds = words().kinds_of_bodies.iter().filter_map(|kind| text.strip_suffix(&**kind));
    kinds.into_iter().any(|front| has(&words().adjectives_of_bodies, front))
}

/// English adjectives and inhabitants of places and parties: they are no mentions.
pub fn is_demonym(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let one = last.strip_suffix('s').unwrap_or(last);
    // Parties by their members: *Republicans*, *Social Democrats*. Readers of news mark these (40 of 43 places in
    // `training/readers`), but not one *Republican*.
    if has(&words().members_of_parties, text) {
        return false;
    }
    let parties = ["Social", "Liberal", "Free", "Christian", "Sweden"];
    if last == "Democrats" && parties.iter().any(|first| text.starts_with(first)) {
        return false;
    }
    // A country, though it looks like several of its inhabitants.
    if last == "Philippines" {
        return false;
    }
    // *Pheu Thai* is a party.
    if text.contains(' ') && crate::link::is_known_organisation(text) {
        return false;
    }
    // *South Korean*, *Main Street Americans*; but *Democratic Republic* ends otherwise.
    has(&words().demonyms, last) || has(&words().demonyms, one)
}

/// *Russian territory*, *Greek PM*: what an adjective describes has no name.
fn is_described(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    has(&words().demonyms, first)
        && rest
            .split(' ')
            .all(|word| word.starts_with(char::is_lowercase) || has(&words().offices, word))
}

/// *earth*: an English name has a capital, a digit or a sign, unless the table has it as an organisation (*adidas*).
pub(super) fn drop_words(spots: &mut Spots) {
    let text = &spots.version.text;
    let english = spots.side == Side::English;
    spots.spots.retain(|spot| {
        let name = text.slice(spot.mention.span);
        let word = name.chars().all(|c| c.is_ascii_lowercase() || c == ' ')
            && !crate::link::is_known_organisation(name);
        spot.fixed
            || !english
            || !word
            || !matches!(spot.mention.label, Label::Per | Label::Org | Label::Loc)
    });
}

/// Storms are events and no names: *Storm Barra*, 台风“杜苏芮”.
pub(super) fn drop_storms(spots: &mut Spots) {
    let text = &spots.version.text;
    let sentences = &spots.version.sentences;
    let side = spots.side;
    spots.spots.retain(|spot| {
        let name = text.slice(spot.mention.span);
        let start = sentences[spot.sentence].span.start.min(spot.mention.span.start);
        let before = text.slice(CharSpan::new(start, spot.mention.span.start));
        let before = before.trim_end_matches([' ', '“', '‘', '「', '"']);
        let storm = words().storms.iter().any(|storm| match side {
            Side::Chinese => script::fold(before).ends_with(&**storm),
            Side::English => {
                before.ends_with(&**storm)
                    || name.strip_prefix(&**storm).is_some_and(|rest| rest.starts_with(' '))
            }
        });
        spot.fixed || !storm
    });
}

/// Spacecraft and models are no names: Chang’e-6, Falcon-9. The apostrophe belongs to the word.
pub(super) fn drop_products(spots: &mut Spots) {
    let text = &spots.version.text;
    let sentences = &spots.version.sentences;
    // 诺贝尔文学奖, the Nobel Peace Prize: what a prize is called after is no mention.
    spots.spots.retain(|spot| {
        let end = sentences[spot.sentence].span.end.max(spot.mention.span.end);
        let rest = text.slice(CharSpan::new(spot.mention.span.end, end));
        let prize = if spots.side == Side::Chinese {
            begins_with_prize(rest)
        } else {
            [" Prize", " Peace Prize", " Award"].iter().any(|prize| rest.starts_with(prize))
        };
        let virus = rest.starts_with(" virus")
            || rest.starts_with("病毒")
                && !rest.starts_with("病毒学")
                && !rest.starts_with("病毒研");
        let street = text.slice(spot.mention.span).ends_with(['街', '路', '道', '巷']);
        let numbered = spots.side == Side::Chinese && !street && is_numbered(rest);
        spot.fixed || !(numbered || virus || prize && spot.mention.label != Label::Loc)
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
        // Queqiao-2: no place or person is numbered so, unless it is a known one with a number.
        let within = text.rsplit_once('-').is_some_and(|(front, tail)| {
            let craft = matches!(spot.mention.label, Label::Per | Label::Loc)
                && !crate::link::is_known_place(Side::English, front);
            (craft || text.contains(['’', '\'']))
                && !tail.is_empty()
                && tail.chars().all(|c| c.is_ascii_digit())
        });
        spot.fixed || !(numbered || within)
    });
}

/// Whether a text begins with what a prize is for: 文学奖, but not 获得了奖章 and 的奖杯.
fn begins_with_prize(rest: &str) -> bool {
    let next: Vec<char> = rest.chars().take(5).collect();
    let Some(at) = next.iter().take(4).position(|c| matches!(c, '奖' | '獎')) else {
        return false;
    };
    let field =
        |c: &char| script::is_han(*c) && !"获獲得赢贏领領颁頒授夺奪捧了的都也和与是在".contains(*c);
    let thing = next.get(at + 1).is_some_and(|c| "金章杯牌状狀项項品励勵学學罚罰惩懲".contains(*c));
    next[..at].iter().all(field) && !thing
}

/// 嫦娥六号, 东风21号: a number and 号 behind a name make a model of it, unless a line or a house follows.
fn is_numbered(rest: &str) -> bool {
    let digits = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十零〇".contains(*c);
    let number = rest.trim_start_matches([' ', '-']).chars();
    let length = number.clone().take_while(digits).count();
    let mut behind = number.skip(length);
    let sign = matches!(behind.next(), Some('号' | '號'));
    sign && length > 0 && !behind.next().is_some_and(|c| "线線楼樓院公馆館店码碼门門".contains(c))
}
