//! Places of one character, which what stands beside them shows: 英籍, 日军, 侵华, 全港.

use super::is_chinese_word;
use crate::document::Side;
use crate::link::spots::Spots;
use crate::mention::{Label, Source};
use crate::script;
use crate::text::CharSpan;

/// Countries and cities that one character names, in Simplified characters.
const PLACES: &str = "华美日英法俄韩港台澳德";

/// What stands behind them …
const BEHIND: &str = "籍方军府资企";

/// … or before them.
const BEFORE: &str = "侵访赴驻旅";

/// Before 港 and 台, which are places that one is all over.
const ALL: char = '全';

/// Probability of such a place: all 7 in read articles with something of [`BEHIND`] are marked, and all 7 with what is before them and no longer word
/// behind.
const PROBABILITY: f64 = 0.85;

/// Find them where no mention is yet.
pub(super) fn find(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for sentence in 0..spots.version.sentences.len() {
        let origin = spots.version.sentences[sentence].span.start;
        let folded: Vec<char> =
            script::fold(spots.version.sentence_text(sentence)).chars().collect();
        for at in (0..folded.len()).filter(|&at| PLACES.contains(folded[at])) {
            let span = CharSpan::new(origin + at, origin + at + 1);
            if is_place(&folded, at) && !spots.taken(span) {
                spots.add(sentence, span, Label::Loc, Source::Rule, PROBABILITY);
            }
        }
    }
}

/// Whether the character at `at` is a place by the ones beside it, and no part of another word.
fn is_place(text: &[char], at: usize) -> bool {
    let character = |i: Option<usize>| i.and_then(|i| text.get(i)).copied().unwrap_or(' ');
    let (before, behind) = (character(at.checked_sub(1)), character(Some(at + 1)));
    let is_word = |start: usize, length: usize| {
        let word = text.get(start..start + length);
        word.is_some_and(|word| is_chinese_word(&word.iter().collect::<String>()))
    };
    let word = |i: usize| is_word(i, 2);
    // 电视台方面.
    let ends_word = (1..=2).any(|before| at >= before && is_word(at - before, before + 1));
    let has = BEHIND.contains(behind)
        && !word(at + 1)
        && !ends_word
        && (text[at], behind) != ('华', '府');
    let all = before == ALL && "港台".contains(text[at]);
    let goes = BEFORE.contains(before) || all;
    has || goes && !word(at) && (at < 2 || !word(at - 2))
}

#[cfg(test)]
mod tests {
    use super::{PLACES, is_place};

    fn found(text: &str) -> Vec<usize> {
        let text: Vec<char> = text.chars().collect();
        (0..text.len()).filter(|&at| PLACES.contains(text[at]) && is_place(&text, at)).collect()
    }

    #[test]
    fn what_stands_beside_them_shows_places() {
        assert_eq!(found("由已故英籍建筑师设计"), [3]);
        assert_eq!(found("日军侵华期间"), [0, 3]);
        assert_eq!(found("是当年全港最大的屋邨"), [4]);
        assert!(found("在日内瓦与法律方案").is_empty());
        assert!(found("电视台方表示华府不回应").is_empty());
    }
}
