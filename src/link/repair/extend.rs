//! Spans that hold less than a name: what goes on behind them or begins before them.

use crate::document::Side;
use crate::link::name_table::{NameTable, plain_english};
use crate::link::spots::Spots;
use crate::link::words::{has, words};
use crate::mention::Label;
use crate::text::CharSpan;

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
    // *Ma’s* is no MAS; `listed.rs` finds listed names under the same rule.
    (whole && firm && name.chars().count() > 3).then_some(2)
}

/// *Kenneth Polite Jr* and *D.C*: the point behind belongs to the name.
fn is_abbreviated(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let letters: Vec<&str> = last.split('.').collect();
    let initial = |part: &&str| part.len() == 1 && part.starts_with(char::is_uppercase);
    last.len() < name.len() && matches!(last, "Jr" | "Sr")
        || letters.len() >= 2 && letters.iter().all(initial)
}

/// *Tuen Ma Line* tagged as *Ma Line*: what stands in front of a name that says what it is, with a capital, belongs to it.
pub(super) fn extend_heads(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let last = spots.name(i).rsplit(' ').next().unwrap_or_default();
        let unit = has(&words().english_places, last) || has(&words().english_organisations, last);
        if !unit || !matches!(spot.mention.label, Label::Loc | Label::Org) {
            return None;
        }
        let mut start = spot.mention.span.start;
        for _ in 0..MOST_WORDS {
            let Some(wider) = word_before(spots, spot.sentence, start) else { break };
            start = wider;
        }
        let wide = CharSpan::new(start, spot.mention.span.end);
        (start < spot.mention.span.start && spots.is_free_for(i, wide)).then_some(wide)
    });
}

/// *Port of Los Angeles*, *Gulf of Finland*: what a place is, in front of its name.
pub(super) fn extend_fronts(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let before = spots.before(spot).strip_suffix(' ')?;
        let mut fronts =
            words().fronts_of_places.iter().filter(|_| spot.mention.label == Label::Loc);
        let front = fronts.find(|front| {
            let rest = before.strip_suffix(&***front);
            rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })?;
        let span = spot.mention.span;
        let wide = CharSpan::new(span.start - front.chars().count() - 1, span.end);
        spots.is_free_for(i, wide).then_some(wide)
    });
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
