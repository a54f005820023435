//! Looking for a name of one side in the sentences of the other: by its letters, in the name table, by pinyin, by sound and
//! by meaning. What is found is a candidate for joint decoding and no mention yet.

use super::meaning::Meanings;
use super::name_table::{SMALL_WORDS, is_dot, plain_english};
use super::score::Scorer;
use super::spots::Spots;
use super::words::{ends, has, words};
use crate::mention::Label;
use crate::script;
use crate::text::{CharSpan, word_spans};

/// Spans that spell the name, or are a part of it, are found from this score on.
const SPELLED: f64 = 1.5;

/// What a name must share in meaning to be found by it.
const SAME_MEANING: f64 = 0.6;
/// … and if its last word is not one of those that end names.
const FULL_MEANING: f64 = 0.85;

/// Longest spans that are tried, in characters of Chinese and words of English.
const LONGEST_SOUND: usize = 9;
const LONGEST_MEANING: usize = 16;
const LONGEST_WORDS: usize = 10;

/// Most spans that are taken for one name.
const SPELLINGS: usize = 4;

/// A place where a name was found.
pub type Found = (usize, CharSpan);

/// Where the Chinese counterpart of an English name may stand.
pub fn in_chinese(
    scorer: &Scorer,
    zh: &Spots,
    sentences: &[usize],
    name: &str,
    labels: &[Label],
) -> Vec<Found> {
    let mut found = Vec::new();
    for &sentence in sentences {
        found.extend(identical(zh, sentence, name));
        found.extend(listed(scorer, zh, sentence, name));
        if labels.iter().any(|label| matches!(label, Label::Per | Label::Loc)) {
            found.extend(romanised(zh, sentence, name));
            found.extend(spelled(scorer, zh, sentence, name));
        }
    }
    if labels.iter().any(|label| matches!(label, Label::Org | Label::Loc)) && name.contains(' ') {
        found.extend(translated(scorer, zh, sentences, name));
    }
    found
}

/// The same Latin letters, as a word of their own.
fn identical(zh: &Spots, sentence: usize, name: &str) -> Vec<Found> {
    if name.len() < 2 {
        return Vec::new();
    }
    let origin = zh.version.sentences[sentence].span.start;
    let found = super::name_parts::occurrences(zh.version.sentence_text(sentence), name);
    found.into_iter().map(|span| (sentence, span.shifted(origin))).collect()
}

/// Chinese names of the table.
fn listed(scorer: &Scorer, zh: &Spots, sentence: usize, name: &str) -> Vec<Found> {
    let plain = plain_english(name);
    let names = scorer.names.chinese_of(&plain);
    if names.is_empty() {
        return Vec::new();
    }
    let text = script::fold(zh.version.sentence_text(sentence));
    let origin = zh.version.sentences[sentence].span.start;
    let mut found = Vec::new();
    for (known, _) in names.iter().filter(|(known, _)| known.chars().count() >= 2) {
        for (byte, _) in text.match_indices(&**known) {
            let start = origin + text[..byte].chars().count();
            found.push((sentence, CharSpan::new(start, start + known.chars().count())));
        }
    }
    found
}

/// Chinese names whose pinyin the English one is.
fn romanised(zh: &Spots, sentence: usize, name: &str) -> Vec<Found> {
    if name.chars().count() > 24 {
        return Vec::new();
    }
    let folded: Vec<char> = script::fold(zh.version.sentence_text(sentence)).chars().collect();
    let origin = zh.version.sentences[sentence].span.start;
    let mut found = Vec::new();
    for start in 0..folded.len() {
        for length in 2..=4 {
            let Some(part) = folded.get(start..start + length) else { break };
            if !script::is_han(part[length - 1]) || !script::is_han(part[0]) {
                break;
            }
            let part: String = part.iter().collect();
            if super::pinyin_name::matches(&part, name) {
                let start = origin + start;
                found.push((sentence, CharSpan::new(start, start + length)));
            }
        }
    }
    found
}

/// Characters that spell a person's or a place's name: the best span and those that overlap it and are
/// nearly as good.
fn spelled(scorer: &Scorer, zh: &Spots, sentence: usize, name: &str) -> Vec<Found> {
    let folded: Vec<char> = script::fold(zh.version.sentence_text(sentence)).chars().collect();
    let origin = zh.version.sentences[sentence].span.start;
    let fits = |i: usize| folded.get(i).is_some_and(|&c| scorer.sounds.knows(c) || is_dot(c));
    let mut scored: Vec<(f64, CharSpan)> = Vec::new();
    for start in (0..folded.len()).filter(|&start| fits(start) && !is_dot(folded[start])) {
        for end in start + 2..=start + LONGEST_SOUND {
            if !fits(end - 1) {
                break;
            }
            if is_dot(folded[end - 1]) {
                continue;
            }
            let plain: String =
                folded[start..end].iter().map(|&c| if is_dot(c) { '·' } else { c }).collect();
            let score = scorer.sounds.score(&plain, name);
            if score >= SPELLED {
                // Longer spans explain more.
                scored.push((score + 0.25 * (end - start) as f64, CharSpan::new(start, end)));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Some(&(best, _)) = scored.first() else { return Vec::new() };
    let good = scored.into_iter().take(SPELLINGS).filter(|(score, _)| *score >= best - 0.8);
    good.map(|(_, span)| (sentence, span.shifted(origin))).collect()
}

/// Chinese names that mean the same.
pub fn translated(scorer: &Scorer, zh: &Spots, sentences: &[usize], name: &str) -> Vec<Found> {
    let texts: Vec<&str> = sentences.iter().map(|&i| zh.version.sentence_text(i)).collect();
    let meanings = Meanings::new(scorer.names, scorer.sounds, &texts, &[name]);
    let folded: Vec<Vec<char>> =
        texts.iter().map(|text| script::fold(text).chars().collect()).collect();
    let mut best: Option<(f64, Found)> = None;
    for (text, &sentence) in sentences.iter().enumerate() {
        for span in word_runs(&meanings, text, &folded[text]) {
            let whole = span.shifted(zh.version.sentences[sentence].span.start);
            let shared = meanings.shared_part(text, span, 0);
            let needed = if name_ending(&folded[text], span) { SAME_MEANING } else { FULL_MEANING };
            let better = best.is_none_or(|(most, (_, other))| {
                shared > most || (shared == most && whole.len() < other.len())
            });
            if shared >= needed && better {
                best = Some((shared, (sentence, whole)));
            }
        }
    }
    best.map(|(_, found)| found).into_iter().collect()
}

/// Where the English counterpart of a Chinese name may stand.
pub fn in_english(scorer: &Scorer, en: &Spots, sentences: &[usize], name: &str) -> Vec<Found> {
    let spans: Vec<(usize, CharSpan, usize)> = sentences
        .iter()
        .flat_map(|&sentence| {
            let spans = capital_spans(en, sentence).into_iter();
            spans.map(move |(span, words)| (sentence, span, words))
        })
        .collect();
    let texts: Vec<&str> = spans.iter().map(|(_, span, _)| en.text(*span)).collect();
    let meanings = Meanings::new(scorer.names, scorer.sounds, &[name], &texts);
    let mut scored: Vec<(f64, Found)> = Vec::new();
    for (i, &(sentence, span, words)) in spans.iter().enumerate() {
        let score = scorer.score(name, texts[i], meanings.shared(0, i));
        if score >= SPELLED {
            scored.push((score + 0.1 * words as f64, (sentence, span)));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.1.cmp(&b.1.1)));
    scored.into_iter().take(SPELLINGS).map(|(_, found)| found).collect()
}

/// Runs of whole Chinese words.
fn word_runs(meanings: &Meanings, text: usize, characters: &[char]) -> Vec<CharSpan> {
    let tokens = meanings.chinese_tokens(text);
    let mut spans = Vec::new();
    for (last, token) in tokens.iter().enumerate() {
        for first in (0..=last).rev() {
            let span = CharSpan::new(tokens[first].span.start, token.span.end);
            let broken =
                characters[span.start..span.end].iter().any(|c| !script::is_han(*c) && !is_dot(*c));
            if broken || span.len() > LONGEST_MEANING {
                break;
            }
            if span.len() >= 3 {
                spans.push(span);
            }
        }
    }
    spans
}

/// Whether a span ends like the name of an organisation or a place that is translated.
fn name_ending(folded: &[char], span: CharSpan) -> bool {
    let tail: String = folded[span.end.saturating_sub(3)..span.end].iter().collect();
    let words = words();
    ends(&words.translated_organisations, &tail) || ends(&words.translated_places, &tail)
}

/// Runs of capitalised words, small words inside: span in the version's text and number of words.
fn capital_spans(en: &Spots, sentence: usize) -> Vec<(CharSpan, usize)> {
    let origin = en.version.sentences[sentence].span.start;
    let characters: Vec<char> = en.version.sentence_text(sentence).chars().collect();
    let starters = &words().capital_words;
    let words = word_spans(&characters);
    let capital = |word: &CharSpan| characters[word.start].is_uppercase();
    let text = |word: &CharSpan| characters[word.start..word.end].iter().collect::<String>();
    // *Wing-lam*: a part behind a hyphen goes with the one before it.
    let hyphen = |i: usize| {
        i > 0 && words[i].start == words[i - 1].end + 1 && characters[words[i - 1].end] == '-'
    };
    let mut spans = Vec::new();
    for (first, word) in words.iter().enumerate() {
        if !capital(word) || has(starters, &text(word)) {
            continue;
        }
        for (count, last) in words[first..].iter().take(LONGEST_WORDS).enumerate() {
            let joined = count == 0
                || characters[words[first + count - 1].end..last.start]
                    .iter()
                    .all(|c| matches!(c, ' ' | '-' | '.' | '&' | '\'' | '’'))
                    && !dashed(&characters[words[first + count - 1].end..last.start]);
            let part = hyphen(first + count);
            let small = SMALL_WORDS.contains(&text(last).as_str());
            if !joined || !(capital(last) || part || small) {
                break;
            }
            if (capital(last) || part) && !hyphen_follows(&words, &characters, first + count) {
                // The point of *U.S.* belongs to it.
                let abbreviated = last.len() == 1 || matches!(text(last).as_str(), "Jr" | "Sr");
                let point = abbreviated && characters.get(last.end) == Some(&'.');
                let end = last.end + usize::from(point);
                spans.push((CharSpan::new(word.start, end).shifted(origin), count + 1));
            }
        }
    }
    spans
}

/// Whether a dash with spaces around it stands between two words.
fn dashed(between: &[char]) -> bool {
    between.contains(&'-') && between.contains(&' ')
}

/// Whether a part in lower case follows a word behind a hyphen.
fn hyphen_follows(words: &[CharSpan], characters: &[char], word: usize) -> bool {
    words.get(word + 1).is_some_and(|next| {
        next.start == words[word].end + 1
            && characters[words[word].end] == '-'
            && characters[next.start].is_lowercase()
    })
}

/// The longest runs of capitalised words, without small words inside and with them.
pub fn longest_runs(en: &Spots, sentence: usize) -> Vec<CharSpan> {
    let all = capital_spans(en, sentence);
    let plain = |span: &CharSpan| {
        let text = en.text(*span);
        !text.split(' ').any(|word| SMALL_WORDS.contains(&word))
    };
    // *Virginia’s Arlington County* is two names.
    let all: Vec<(CharSpan, usize)> = all
        .into_iter()
        .filter(|(span, _)| !en.text(*span).contains("’s ") && !en.text(*span).contains("'s "))
        .collect();
    let longest = |spans: Vec<CharSpan>| -> Vec<CharSpan> {
        let inside =
            |span: &CharSpan| spans.iter().any(|other| other.contains(*span) && other != span);
        spans.iter().filter(|span| !inside(span)).copied().collect()
    };
    let spans: Vec<CharSpan> = all.into_iter().map(|(span, _)| span).collect();
    let mut runs = longest(spans.iter().copied().filter(plain).collect());
    runs.extend(longest(spans));
    runs.sort();
    runs.dedup();
    runs
}
