//! Titles of works on both sides: marked in Chinese, found in English by what they share with them.

use super::meaning::Meanings;
use super::name_table::{NameTable, plain_chinese, plain_english};
use super::score::Scorer;
use super::spots::Spots;
use crate::document::Side;
use crate::mention::{Label, Source};
use crate::script;
use crate::tag::works;
use crate::text::{CharSpan, word_spans};

/// What stands before the title of a journal that a study appeared in.
const PUBLISHED_IN: &[&str] = &["发表在", "发表于", "刊登在", "刊登于", "刊载于", "刊于", "登载于"];

/// Probability of a title in marks or with the name of a law.
const SURE: f64 = 0.92;

/// What an English title must share in meaning with the Chinese one.
const SHARED: f64 = 0.55;

/// Longest English title that is looked for, in words.
const LONGEST: usize = 9;

/// Make mentions of the titles of both sides that their own text shows.
pub fn mark(names: &NameTable, zh: &mut Spots, en: &mut Spots) {
    for sentence in 0..en.version.sentences.len() {
        add_all(en, sentence, |_, title, _| (!ends_with_body(names, title)).then_some(Label::Work));
    }
    let media: Vec<String> = en
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.mention.label == Label::Org)
        .map(|(i, _)| en.name(i).to_owned())
        .collect();
    for sentence in 0..zh.version.sentences.len() {
        add_all(zh, sentence, |before, title, behind| {
            Some(chinese_label(names, &media, before, title, behind))
        });
    }
}

/// *Trucks of the World Food Programme*: what looks like a programme is a well-known body.
fn ends_with_body(names: &NameTable, title: &str) -> bool {
    let starts = title.match_indices(' ').map(|(byte, _)| byte + 1);
    std::iter::once(0)
        .chain(starts)
        .any(|start| names.settled_english(&plain_english(&title[start..])) == Some(Label::Org))
}

/// Make mentions of the titles in a sentence; `label` is told what stands before a title, the title and what stands behind it.
fn add_all(spots: &mut Spots, sentence: usize, label: impl Fn(&str, &str, &str) -> Option<Label>) {
    let CharSpan { start: origin, end } = spots.version.sentences[sentence].span;
    for title in works::find(spots.version.sentence_text(sentence), spots.side) {
        let span = title.span.shifted(origin);
        let before = spots.text(CharSpan::new(origin, span.start));
        let behind = spots.text(CharSpan::new(span.end, end));
        let Some(label) = label(before, spots.text(span), behind) else { continue };
        let covered = spots.spots.iter().any(|spot| spot.fixed && spot.mention.span.overlaps(span));
        let inside_name = spots.side == Side::English
            && spots
                .spots
                .iter()
                .any(|spot| spot.mention.span.contains(span) && spot.mention.span != span);
        // Rosanna Law is a person.
        let person = spots.side == Side::English
            && spots
                .spots
                .iter()
                .any(|spot| spot.mention.span == span && spot.mention.label == Label::Per);
        if !covered && !inside_name && !person {
            spots.spots.retain(|spot| !spot.mention.span.overlaps(span));
            spots.add(sentence, span, label, Source::Rule, SURE);
        }
    }
}

/// A title in 《》 is a work unless it is a medium.
fn chinese_label(
    names: &NameTable,
    media: &[String],
    before: &str,
    title: &str,
    behind: &str,
) -> Label {
    let plain = plain_chinese(title);
    let listed = names.english_of(&plain).iter().any(|(_, label)| *label == Label::Org);
    let named = media.iter().any(|name| *name == title);
    let before = script::fold(before);
    let publishes = PUBLISHED_IN.iter().any(|word| before.trim_end_matches('《').ends_with(word));
    let medium = listed || named || publishes || works::is_medium(title, behind);
    if medium { Label::Org } else { Label::Work }
}

/// Look for the English titles of unlinked Chinese ones in `sentences`.
pub fn project(
    scorer: &Scorer,
    zh: &Spots,
    unlinked: &[usize],
    en: &mut Spots,
    sentences: &[usize],
) {
    let wanted: Vec<usize> =
        unlinked.iter().copied().filter(|&z| zh.spots[z].mention.label == Label::Work).collect();
    if wanted.is_empty() {
        return;
    }
    let mut candidates: Vec<(usize, CharSpan, bool)> = Vec::new();
    for &sentence in sentences {
        candidates.extend(
            title_spans(en, sentence).into_iter().map(|(span, quoted)| (sentence, span, quoted)),
        );
    }
    let titles: Vec<&str> = wanted.iter().map(|&z| zh.name(z)).collect();
    let texts: Vec<&str> = candidates.iter().map(|(_, span, _)| en.text(*span)).collect();
    let meanings = Meanings::new(scorer.names, scorer.sounds, &titles, &texts);
    for (title, &z) in wanted.iter().enumerate() {
        let mut best: Option<(f64, usize)> = None;
        for (i, (_, span, quoted)) in candidates.iter().enumerate() {
            let shared = meanings.shared(title, i);
            let score = scorer.score(zh.name(z), en.text(*span), shared);
            let needed = if *quoted { 0.3 } else { (SHARED - 0.5) * 6.0 };
            // A title in quotes is one from end to end.
            let weight = score + if *quoted { 3.0 } else { 0.0 };
            let inside_quotes = candidates
                .iter()
                .any(|(_, whole, quoted)| *quoted && whole.contains(*span) && whole != span);
            if inside_quotes {
                continue;
            }
            let free = !en.spots.iter().any(|spot| {
                spot.mention.span.overlaps(*span)
                    && (spot.fixed
                        || spot.mention.label == Label::Work
                        || !span.contains(spot.mention.span))
            });
            if free && score >= needed && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, i));
            }
        }
        let quotes: Vec<usize> = (0..candidates.len()).filter(|&i| candidates[i].2).collect();
        // One title on each side: the same, whatever they share.
        if let (None, [only], 1) = (best, &quotes[..], wanted.len()) {
            best = Some((0.0, *only));
        }
        if let Some((_, i)) = best {
            let (sentence, span, _) = candidates[i];
            en.spots.retain(|spot| !spot.mention.span.overlaps(span));
            en.add(
                sentence,
                span,
                Label::Work,
                Source::Projection,
                zh.spots[z].mention.probability * 0.9,
            );
        }
    }
}

/// What may be a title: texts in quotes that begin with a capital, and runs of capitalised words with small
/// ones between. Spans in the version's text, and whether in quotes.
fn title_spans(en: &Spots, sentence: usize) -> Vec<(CharSpan, bool)> {
    let origin = en.version.sentences[sentence].span.start;
    let characters: Vec<char> = en.version.sentence_text(sentence).chars().collect();
    let words = word_spans(&characters);
    let capital = |word: &CharSpan| {
        characters[word.start].is_uppercase() || characters[word.start].is_numeric()
    };
    let small = |word: &CharSpan| {
        let text: String = characters[word.start..word.end].iter().collect();
        super::name_table::SMALL_WORDS.contains(&text.as_str())
            || matches!(text.as_str(), "with" | "from" | "not")
    };
    let mut spans = Vec::new();
    for first in 0..words.len() {
        if !capital(&words[first]) {
            continue;
        }
        for last in first..words.len().min(first + LONGEST) {
            if last > first && !(capital(&words[last]) || small(&words[last])) {
                break;
            }
            let broken = characters[words[first].start..words[last].end]
                .iter()
                .any(|c| matches!(c, '.' | ';' | '“' | '”' | '"' | '(' | ')' | '!' | '?'));
            if broken {
                break;
            }
            if capital(&words[last]) {
                let (start, end) = (words[first].start, words[last].end);
                let before = start.checked_sub(1).map(|i| characters[i]);
                let after = characters.get(end).copied();
                let comma = matches!(after, Some(',' | '.'))
                    .then(|| characters.get(end + 1).copied())
                    .flatten();
                let closed = |c: Option<char>| matches!(c, Some('”' | '"' | '’' | '\''));
                let quoted = matches!(before, Some('“' | '"' | '‘' | '\''))
                    && (closed(after) || closed(comma));
                spans.push((CharSpan::new(start, end).shifted(origin), quoted));
            }
        }
    }
    spans
}
