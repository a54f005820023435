//! Rows of places that one word counts or names: 八尺、仁居、差干三镇, *Hoan Kiem and Tay Ho districts*.

use crate::document::Side;
use crate::link::spots::{NAME_LABELS, Spots};
use crate::mention::{Label, Source};
use crate::script;
use crate::text::CharSpan;

/// Probability of a place of a row.
const IN_ROW: f64 = 0.8;

/// What counts the places of a row …
const NUMBERS: &str = "两二三四五六七八九十";
/// … and what they are, in Simplified characters.
const KINDS: &str = "省市县州区镇乡村";

/// What the places of an English row are.
const PLURALS: [&str; 12] = [
    "districts",
    "counties",
    "provinces",
    "cities",
    "towns",
    "townships",
    "villages",
    "states",
    "neighborhoods",
    "neighbourhoods",
    "prefectures",
    "municipalities",
];

/// Make the parts of such rows places, and take the number from the last one.
pub(super) fn find(spots: &mut Spots) {
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let text = spots.version.sentence_text(sentence);
        let places = match spots.side {
            Side::Chinese => counted(&script::fold(text).chars().collect::<Vec<char>>()),
            Side::English => named(spots, sentence),
        };
        for span in places {
            let span = if spots.side == Side::Chinese { span.shifted(origin) } else { span };
            let fixed =
                spots.spots.iter().any(|spot| spot.fixed && spot.mention.span.overlaps(span));
            // Of 赴云南 in 赴云南、贵州两省 the tagger knows the place.
            let there = spots.spots.iter().any(|spot| {
                let here = span.contains(spot.mention.span) && spot.mention.span.end == span.end;
                here && (spot.mention.label == Label::Loc || spot.is_sure_of(Label::Per))
            });
            if fixed || there {
                continue;
            }
            spots.clear(span);
            spots.add(sentence, span, Label::Loc, Source::Rule, IN_ROW);
        }
    }
}

/// The places that a number behind them counts: as many as it says, two to four characters each.
fn counted(text: &[char]) -> Vec<CharSpan> {
    let mut found = Vec::new();
    for at in 1..text.len().saturating_sub(1) {
        let Some(number) = NUMBERS.chars().position(|c| c == text[at]) else { continue };
        // 两 and 二 are the same.
        let count = number.max(1) + 1;
        let counts = |c: char| NUMBERS.contains(c) || "一百千几数第".contains(c);
        if !KINDS.contains(text[at + 1]) || counts(text[at - 1]) {
            continue;
        }
        let behind = text.get(at + 2).copied().unwrap_or(' ');
        let row = row_before(text, at, count);
        if let Some(row) = row.filter(|_| !"长委政府级民场值亲".contains(behind)) {
            found.extend(row);
        }
    }
    found
}

/// So many items, put apart by 、, before a place in a text; the first one begins behind another sign or 的, 在 and the like.
fn row_before(text: &[char], end: usize, count: usize) -> Option<Vec<CharSpan>> {
    let mut row = Vec::new();
    let mut end = end;
    for item in (0..count).rev() {
        let first = item == 0;
        let start = (0..end).rev().find(|&i| {
            let c = text[i];
            !script::is_han(c)
                || first && "的在和与及括于为到".contains(c)
                || !first && "和与及".contains(c)
        });
        let start = start.map_or(0, |i| i + 1);
        let length = end - start;
        let joined = start > 0 && matches!(text[start - 1], '、' | '和' | '与' | '及');
        if !(2..=4).contains(&length) || !first && !joined {
            return None;
        }
        row.push(CharSpan::new(start, end));
        end = start.saturating_sub(1);
    }
    Some(row)
}

/// The mentions of a row that a plural behind the last of them names.
fn named(spots: &Spots, sentence: usize) -> Vec<CharSpan> {
    let here = spots.in_sentences(&[sentence]);
    let mut found = Vec::new();
    for (place, &i) in here.iter().enumerate() {
        let rest = spots.behind(&spots.spots[i]);
        let word: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
        if !rest.starts_with(' ') || !PLURALS.contains(&&*word) {
            continue;
        }
        let mut end = place;
        while end > 0 && joined(spots, here[end - 1], here[end]) {
            end -= 1;
        }
        // *EU and NATO states* are no places.
        let open = here[end..=place].iter().filter(|&&j| {
            !spots.spots[j].is_sure_of(Label::Org) && !spots.spots[j].is_sure_of(Label::Per)
        });
        let names = open.map(|&j| &spots.spots[j].mention);
        let row: Vec<CharSpan> =
            names.filter(|name| NAME_LABELS.contains(&name.label)).map(|name| name.span).collect();
        if row.len() >= 2 {
            found.extend(row);
        }
    }
    found
}

/// Whether two mentions stand in one row.
fn joined(spots: &Spots, a: usize, b: usize) -> bool {
    let (end, start) = (spots.spots[a].mention.span.end, spots.spots[b].mention.span.start);
    start >= end && matches!(spots.text(CharSpan::new(end, start)), ", " | " and " | ", and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        let mut found = counted(&text);
        found.sort();
        found.iter().map(|span| text[span.start..span.end].iter().collect()).collect()
    }

    #[test]
    fn a_number_counts_the_places_before_it() {
        assert_eq!(places("平远的八尺、仁居、差干三镇的线路"), ["八尺", "仁居", "差干"]);
        assert_eq!(places("贵州、四川两省交界"), ["贵州", "四川"]);
        assert_eq!(places("涉及云南、贵州和四川三省"), ["云南", "贵州", "四川"]);
        assert_eq!(places("云南、贵州三省"), [] as [&str; 0], "two are not three");
        assert_eq!(places("他去过三村"), [] as [&str; 0]);
    }
}
