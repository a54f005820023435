//! What bodies are of or for, behind or between the parts of their names: *Network for Organ Sharing*, 参议院卫生、教育、劳工和养老金委员会.

use crate::document::Side;
use crate::link::spots::Spots;
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// Most words that an English name is made longer by.
const MOST_WORDS: usize = 4;

/// Longest list of what a committee is for, in characters.
const LONGEST_PURPOSE: usize = 24;

/// *United Network for Organ Sharing*, *Court of Appeals for the Federal Circuit*: what an organisation is for or of.
pub(super) fn extend(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        if spot.mention.label != Label::Org {
            return None;
        }
        let length = purpose(spots.name(i), spots.behind(spot));
        let wide = CharSpan::new(spot.mention.span.start, spot.mention.span.end + length);
        let blocked =
            spots.spots.iter().any(|other| other.fixed && other.mention.span.overlaps(wide));
        (length > 0 && !blocked).then_some(wide)
    });
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
        // *won the Premier League for Manchester City*
        if front.starts_with(" for") && matches!(last, "League" | "Department" | "Forces") {
            return length;
        }
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

/// 参议院 + 卫生、教育、劳工和养老金委员会: what a committee of a chamber is for stands between its two parts.
pub(super) fn join_committees(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let name = script::fold(spots.name(i));
        let chamber = name.ends_with("议院") || name.ends_with("国会");
        if spot.mention.label != Label::Org || !chamber {
            return None;
        }
        let span = spot.mention.span;
        let length = committee(&script::fold(spots.behind(spot)))?;
        let wide = CharSpan::new(span.start, span.end + length);
        spots.replaceable(wide).then_some(wide)
    });
    spots.settle();
}

/// How many characters a committee for a list of things takes at the beginning of a text: 卫生、教育、劳工和养老金委员会.
fn committee(rest: &str) -> Option<usize> {
    let (list, _) = rest.split_once("委员会")?;
    let (_, last) = list.rsplit_once('、')?;
    let whole = list.chars().count() <= LONGEST_PURPOSE
        && !list.starts_with(['、', '和', '与', '及'])
        && last.contains(['和', '与', '及'])
        && list.chars().all(|c| c == '、' || script::is_han(c) && !"的了将已对在被".contains(c));
    whole.then(|| list.chars().count() + "委员会".chars().count())
}

/// *Senate Committee* + *on Health, Education, Labor and Pensions*: what a committee or a ministry is for, in a list with capitals.
pub(super) fn join_lists(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let name = spots.name(i);
        // The tagger may have found *Senate Committee on Health*.
        let body = ["Committee", "Ministry", "Department"].iter().find_map(|body| {
            let (front, rest) = name.split_once(body)?;
            let whole = rest.is_empty() || rest.starts_with(" on ") || rest.starts_with(" of ");
            whole.then(|| front.chars().count() + body.len())
        });
        let body = body.filter(|_| spot.mention.label == Label::Org)?;
        let span = spot.mention.span;
        let sentence = spots.version.sentences[spot.sentence].span;
        let behind = CharSpan::new(span.start + body, sentence.end.max(span.end));
        let wide = CharSpan::new(span.start, behind.start + listed_purposes(spots.text(behind))?);
        // *the State Department on Iran, China and Russia*
        let free = spots.spots.iter().enumerate().all(|(j, other)| {
            j == i
                || !other.mention.span.overlaps(wide)
                || !other.fixed && other.mention.label == Label::Org
        });
        (free && wide.end > span.end).then_some(wide)
    });
    spots.settle();
}

/// How many characters a list of at least three capitalised purposes takes: *on Health, Education, Labor and Pensions*.
fn listed_purposes(rest: &str) -> Option<usize> {
    let small = [" on ", " of ", " for "].into_iter().find(|small| rest.starts_with(small))?;
    let list = &rest[small.len()..];
    let (front, last) = list.split_once(" and ")?;
    let capital = |item: &str| {
        !item.is_empty()
            && item.split(' ').all(|word| {
                word.starts_with(char::is_uppercase)
                    && word.chars().all(char::is_alphabetic)
                    && !has(&words().capital_words, word)
            })
    };
    let front_items = front.strip_suffix(',').unwrap_or(front).split(", ");
    let whole = front.contains(", ") && front_items.clone().all(capital);
    let last: String = last.chars().take_while(|c| c.is_alphabetic()).collect();
    let length = small.len() + front.len() + " and ".len() + last.len();
    (whole && capital(&last)).then(|| rest[..length].chars().count())
}

#[cfg(test)]
mod tests {
    use super::listed_purposes;

    #[test]
    fn purposes_of_committees() {
        assert_eq!(
            listed_purposes(" on Health, Education, Labor and Pensions, he stayed"),
            Some(41)
        );
        assert_eq!(listed_purposes(" of Culture, Sports, and Tourism said"), Some(32));
        assert_eq!(listed_purposes(" on Foreign Relations and Senator Wyden"), None);
        assert_eq!(listed_purposes(" on Health, said Mr. Wyden and others"), None);
    }
}
