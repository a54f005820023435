//! Glosses in Chinese text: 维基·图雷茨基(Vicki Turetsky), 国土安全部(DHS).
//!
//! What stands in the brackets names the same thing as what stands before them; label and identity go
//! over from one to the other (166 of 168 right in the study).

use super::acronym;
use super::meaning::Meanings;
use super::score::Scorer;
use super::spots::{NAME_LABELS, Spots};
use super::words::{ends, words};
use crate::mention::{Label, Source};
use crate::script;
use crate::text::CharSpan;

/// Endings of Chinese names of programmes, laws and registers.
pub const WORK_ENDINGS: &[&str] = &[
    "目录", "系统", "计划", "法", "法案", "条例", "项目", "工程", "行动", "协定", "协议", "公约",
    "方案", "倡议", "宣言", "宪章", "守则", "规划", "名录", "清单", "法典",
];

/// Longest name before a bracket, in characters.
const LONGEST: usize = 20;

/// What a name found before a bracket must share with the English one in meaning.
const SHARED: f64 = 0.3;

/// Most characters between a tagged name and a bracket that belong to the name.
const LONGEST_REST: usize = 4;

/// Probability of a mention that a gloss shows.
const SURE: f64 = 0.93;

/// A name and its gloss: spans in the Chinese version's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gloss {
    /// The sentence.
    pub sentence: usize,
    /// The name before the bracket.
    pub name: CharSpan,
    /// The text in the brackets.
    pub gloss: CharSpan,
}

/// Find the glosses of the Chinese version and make both parts mentions with one label.
pub fn apply(scorer: &Scorer, zh: &mut Spots, en: &Spots) -> Vec<Gloss> {
    let mut glosses = Vec::new();
    for sentence in 0..zh.version.sentences.len() {
        for (before, gloss) in brackets(zh, sentence) {
            if let Some(found) = apply_one(scorer, zh, en, sentence, before, gloss) {
                glosses.push(found);
            }
        }
    }
    glosses
}

/// Latin text in brackets: where the text before the bracket ends (a closing quote aside), and
/// the text inside. Spans in the version's text.
fn brackets(zh: &Spots, sentence: usize) -> Vec<(usize, CharSpan)> {
    let origin = zh.version.sentences[sentence].span.start;
    let text: Vec<char> = zh.version.sentence_text(sentence).chars().collect();
    let mut found = Vec::new();
    for open in (0..text.len()).filter(|&i| matches!(text[i], '(' | '（')) {
        let Some(close) = (open..text.len()).find(|&i| matches!(text[i], ')' | '）')) else {
            break;
        };
        let inside = open + 1..close;
        let latin = inside.len() >= 2
            && text[inside.clone()].iter().all(|c| {
                c.is_alphanumeric() && !script::is_han(*c)
                    || matches!(c, ' ' | '.' | '&' | '-' | '\'' | '’' | ',')
            })
            && text[open + 1].is_alphabetic()
            && text[inside.clone()].iter().any(|c| c.is_uppercase());
        let mut end = open;
        while end > 0 && matches!(text[end - 1], '”' | '"' | '」' | '』' | '》' | ' ') {
            end -= 1;
        }
        if latin && end > 0 {
            let inside = trimmed(&text, open + 1, close);
            found.push((origin + end, inside.shifted(origin)));
        }
    }
    found
}

fn trimmed(text: &[char], mut start: usize, mut end: usize) -> CharSpan {
    while start < end && text[start] == ' ' {
        start += 1;
    }
    while end > start && text[end - 1] == ' ' {
        end -= 1;
    }
    CharSpan::new(start, end)
}

fn apply_one(
    scorer: &Scorer,
    zh: &mut Spots,
    en: &Spots,
    sentence: usize,
    before: usize,
    gloss: CharSpan,
) -> Option<Gloss> {
    let latin = zh.text(gloss);
    if super::repair::is_no_name(latin) {
        return None;
    }
    let named = zh.spots.iter().position(|spot| spot.mention.span.end == before);
    let full = full_name(en, latin);
    let short = acronym::is_acronym(latin);
    let label = named
        .map(|i| zh.spots[i].mention.label)
        .filter(|label| NAME_LABELS.contains(label) || *label == Label::Work)
        .map(|label| if short && label == Label::Per { Label::Org } else { label })
        .or_else(|| full.map(|i| en.spots[i].mention.label))
        .or_else(|| label_by_ending(zh, sentence, before, latin))?;
    // A register or law is no organisation, though taggers take it for one.
    let work = label_by_ending(zh, sentence, before, latin) == Some(Label::Work);
    let label = if work && label == Label::Org { Label::Work } else { label };
    let name = match named {
        Some(i) => {
            zh.spots[i].mention.label = label;
            if label == Label::Work {
                zh.spots[i].mention.source = Source::Rule;
            }
            raise(&mut zh.spots[i].odds, label);
            zh.spots[i].mention.span
        }
        None => {
            let english = full.map_or(latin, |i| en.name(i));
            let span = name_before(scorer, zh, sentence, before, english)?;
            zh.spots.retain(|spot| !spot.mention.span.overlaps(span));
            zh.add(sentence, span, label, Source::Rule, SURE);
            span
        }
    };
    zh.spots.retain(|spot| !spot.mention.span.overlaps(gloss));
    zh.add(sentence, gloss, label, Source::Rule, SURE);
    Some(Gloss { sentence, name, gloss })
}

/// Make a label the likeliest one.
fn raise(odds: &mut [f64; 3], label: Label) {
    for (value, name) in odds.iter_mut().zip(NAME_LABELS) {
        *value = if name == label { value.max(SURE) } else { *value * (1.0 - SURE) };
    }
}

/// The English mention that the gloss repeats, or whose initials it is.
fn full_name(en: &Spots, latin: &str) -> Option<usize> {
    let same = |i: &usize| en.name(*i) == latin;
    let spelled = |i: &usize| acronym::is_acronym(latin) && acronym::spells(latin, en.name(*i));
    (0..en.spots.len()).find(same).or_else(|| (0..en.spots.len()).find(spelled))
}

fn label_by_ending(zh: &Spots, sentence: usize, before: usize, latin: &str) -> Option<Label> {
    let origin = zh.version.sentences[sentence].span.start;
    let name = zh.text(CharSpan::new(origin.max(before.saturating_sub(LONGEST)), before));
    let several = latin.contains(' ');
    if several && WORK_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return Some(Label::Work);
    }
    let organisation = ends(&words().translated_organisations, name);
    (organisation && (several || acronym::is_acronym(latin))).then_some(Label::Org)
}

/// The span of the name that ends at `before`: the text in quotes if there is one, otherwise the
/// words that share most with the English name.
fn name_before(
    scorer: &Scorer,
    zh: &Spots,
    sentence: usize,
    before: usize,
    english: &str,
) -> Option<CharSpan> {
    let origin = zh.version.sentences[sentence].span.start;
    let text = zh.version.sentence_text(sentence);
    let characters: Vec<char> = text.chars().collect();
    let end = before - origin;
    let from = end.saturating_sub(LONGEST);
    let quoted = matches!(characters.get(end), Some('”' | '"' | '」' | '』' | '》'));
    if quoted {
        let open =
            (from..end).rev().find(|&i| matches!(characters[i], '“' | '"' | '「' | '『' | '《'))?;
        return (open + 1 < end).then(|| CharSpan::new(open + 1, end).shifted(origin));
    }
    let meanings = Meanings::new(scorer.names, scorer.sounds, &[text], &[english]);
    let mut best: Option<(f64, CharSpan)> = None;
    for token in meanings.chinese_tokens(0).iter().filter(|token| token.span.start >= from) {
        if token.span.start >= end {
            break;
        }
        let span = CharSpan::new(token.span.start, end);
        let whole = characters[span.start..span.end]
            .iter()
            .all(|c| script::is_han(*c) || super::name_table::is_dot(*c));
        let shared = meanings.shared_part(0, span, 0);
        if whole
            && span.len() >= 2
            && shared >= SHARED
            && best.is_none_or(|(most, _)| shared > most)
        {
            best = Some((shared, span));
        }
    }
    let found = best.map(|(_, span)| span.shifted(origin));
    found.or_else(|| from_name_before(zh, sentence, before))
}

/// 瑞士空港 before *Swissport*: a name that ends a little before the bracket goes on to it.
fn from_name_before(zh: &Spots, sentence: usize, before: usize) -> Option<CharSpan> {
    let near = |end: usize| end < before && before - end <= LONGEST_REST;
    let spot = zh
        .spots
        .iter()
        .find(|spot| spot.sentence == sentence && !spot.fixed && near(spot.mention.span.end))?;
    let rest = CharSpan::new(spot.mention.span.end, before);
    let whole = zh.text(rest).chars().all(|c| script::is_han(c) && !"的是和与及在、".contains(c));
    let free = !zh.spots.iter().any(|other| other.mention.span.overlaps(rest));
    (whole && free).then(|| CharSpan::new(spot.mention.span.start, before))
}
