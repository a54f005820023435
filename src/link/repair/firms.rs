//! Firms by their full legal names: 沐曦集成电路（上海）股份有限公司, *MetaX Integrated Circuits (Shanghai) Co., Ltd.*

use crate::document::Side;
use crate::link::candidate::is_title_case;
use crate::link::spots::Spots;
use crate::link::words::words;
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// How a firm's legal name ends in Chinese, in Simplified characters.
const LEGAL_ENDINGS: [&str; 2] = ["有限公司", "有限责任公司"];

/// Most characters between the name that the tagger found and the end of the legal form.
const LONGEST_TAIL: usize = 24;

/// Most capitalised words between an English name and its legal form.
const MOST_WORDS: usize = 3;

/// Make the names of firms longer up to the end of their legal forms.
pub(super) fn extend(spots: &mut Spots) {
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        if spot.mention.label != Label::Org {
            return None;
        }
        let rest: String = spots.behind(spot).chars().take(2 * LONGEST_TAIL).collect();
        let length = match spots.side {
            Side::Chinese => chinese_tail(&script::fold(&rest)),
            Side::English => english_tail(&rest),
        };
        let span = spot.mention.span;
        let wide = CharSpan::new(span.start, span.end + length?);
        // What stands before another firm may be a verb: *Google Sues Apple Inc.*
        let free = spots.spots.iter().enumerate().all(|(j, other)| {
            j == i
                || !other.mention.span.overlaps(wide)
                || !other.fixed
                    && wide.contains(other.mention.span)
                    && (other.mention.label == Label::Loc
                        || spots.before(other).ends_with(['(', '（'])
                        || is_legal_form(spots.text(other.mention.span)))
        });
        let headline = spots.side == Side::English
            && is_title_case(spots.version.sentence_text(spot.sentence));
        (free && !headline).then_some(wide)
    });
    spots.settle();
}

/// Whether a mention is a legal form alone: 股份有限公司, *Co., Ltd.*
fn is_legal_form(name: &str) -> bool {
    let folded = script::fold(name);
    let chinese =
        LEGAL_ENDINGS.iter().any(|end| folded.ends_with(end)) && name.chars().count() <= 6;
    chinese || words().legal_forms.iter().any(|form| form.trim_start().starts_with(name))
}

/// How many characters a text begins with that end a firm's legal name: Chinese characters, with one place in brackets.
fn chinese_tail(rest: &str) -> Option<usize> {
    let ends = LEGAL_ENDINGS.iter().filter_map(|end| Some(rest.find(end)? + end.len()));
    let tail = &rest[..ends.min()?];
    let length = tail.chars().count();
    let open = tail.chars().filter(|c| matches!(c, '(' | '（')).count();
    let close = tail.chars().filter(|c| matches!(c, ')' | '）')).count();
    let inside = tail.chars().all(|c| {
        script::is_han(c) && !"的和与及在是向对从为".contains(c)
            || matches!(c, '(' | '（' | ')' | '）')
    });
    (length <= LONGEST_TAIL && inside && open == close && open <= 1).then_some(length)
}

/// The same in English: *(Shanghai) Co., Ltd.*, *Integrated Circuits Co., Ltd.*
fn english_tail(rest: &str) -> Option<usize> {
    let (bracket, behind) = match rest.strip_prefix(" (") {
        Some(inner) => {
            let (inner, _) = inner.split_once(')')?;
            let place = inner.starts_with(char::is_uppercase)
                && inner.chars().all(|c| c.is_alphabetic() || c == ' ');
            place.then(|| rest.split_at(inner.len() + 3))?
        }
        None => ("", rest),
    };
    let mut skipped = 0;
    for _ in 0..=MOST_WORDS {
        let here = &behind[skipped..];
        let form = words().legal_forms.iter().find(|form| {
            here.strip_prefix(&***form).is_some_and(|left| !left.starts_with(char::is_alphanumeric))
        });
        if let Some(form) = form {
            let all = bracket.len() + skipped + form.len();
            return (!bracket.is_empty() || skipped > 0).then(|| rest[..all].chars().count());
        }
        let word = here.strip_prefix(' ')?.split(' ').next()?;
        if !word.starts_with(char::is_uppercase) || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        skipped += 1 + word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_names_end_with_their_forms() {
        assert_eq!(chinese_tail("集成电路(上海)股份有限公司创始人"), Some(14));
        assert_eq!(chinese_tail("和另一家有限公司"), None);
        assert_eq!(chinese_tail("说，该有限公司"), None);
        assert_eq!(english_tail(" (Shanghai) Co., Ltd., glanced"), Some(21));
        assert_eq!(english_tail(" Integrated Circuits Co., Ltd. said"), Some(30));
        assert_eq!(english_tail(" Co., Ltd."), None, "that the other rule finds");
        assert_eq!(english_tail(" (MetaX) said"), None);
    }
}
