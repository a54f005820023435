//! One record of `documents.jsonl` in itself: spans, sentences, mentions, beads, figures.

use super::{Faults, Place, check_path};
use crate::document::Side;
use crate::record::{DocumentBead, DocumentRecord, Score, VersionRecord};
use crate::text::{CharSpan, Text};
use crate::write::records::{sentence_id, text_sha256};

/// A side of a document.
pub(super) fn version(document: &DocumentRecord, side: Side) -> &VersionRecord {
    match side {
        Side::Chinese => &document.zh,
        Side::English => &document.en,
    }
}

/// The sentence indices of a bead on one side.
pub(super) fn indices(bead: &DocumentBead, side: Side) -> &[usize] {
    match side {
        Side::Chinese => &bead.zh,
        Side::English => &bead.en,
    }
}

/// Check one document.
pub(super) fn check(place: &Place, document: &DocumentRecord, faults: &mut Faults) {
    if document.id.is_empty() {
        faults.add(place, "id", "is empty");
    }
    for (index, path) in document.path.iter().enumerate() {
        check_path(place, &format!("path[{index}]"), path, faults);
    }
    for side in Side::BOTH {
        check_version(place, document, side, faults);
        check_partition(place, document, side, faults);
    }
    check_beads(place, document, faults);
    check_order(place, document, faults);
    check_quality(place, document, faults);
}

fn check_version(place: &Place, document: &DocumentRecord, side: Side, faults: &mut Faults) {
    let version = version(document, side);
    let code = side.code();
    let is_chinese = version.lang.starts_with("zh-");
    if is_chinese != (side == Side::Chinese) {
        faults.add(
            place,
            format!("{code}.lang"),
            format!("is {:?} on the {side} side", version.lang),
        );
    }
    if version.sha256 != text_sha256(&version.text) {
        faults.add(place, format!("{code}.sha256"), "is not the SHA-256 of the text");
    }
    if !is_date(&version.published) {
        faults.add(place, format!("{code}.published"), "is neither empty nor a day as YYYYMMDD");
    }
    let text = Text::new(version.text.as_str());
    let paragraphs = version.paragraphs.iter().map(|p| (p.start, p.end));
    check_spans(place, &format!("{code}.paragraphs"), paragraphs, &text, faults);
    let sentences = version.sentences.iter().map(|s| (s.start, s.end));
    check_spans(place, &format!("{code}.sentences"), sentences, &text, faults);
    let mentions = version.entities.iter().map(|m| (m.start, m.end));
    check_spans(place, &format!("{code}.entities"), mentions, &text, faults);
    check_sentences(place, document, side, &text, faults);
    for (index, mention) in version.entities.iter().enumerate() {
        if slice(&text, mention.start, mention.end).is_some_and(|slice| slice != mention.text) {
            let field = format!("{code}.entities[{index}].text");
            faults.add(place, field, format!("{:?} does not stand there", mention.text));
        }
    }
}

/// The text of a span, if it is one.
pub(super) fn slice(text: &Text, start: usize, end: usize) -> Option<&str> {
    (start <= end && end <= text.char_len()).then(|| text.slice(CharSpan::new(start, end)))
}

fn is_date(date: &str) -> bool {
    let number = |range| date.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
    match (date.len(), number(4..6), number(6..8)) {
        (0, _, _) => true,
        (8, Some(month), Some(day)) => (1..=12).contains(&month) && (1..=31).contains(&day),
        _ => false,
    }
}

/// Spans are not empty, lie in the text, ascend and do not overlap.
pub(super) fn check_spans(
    place: &Place,
    field: &str,
    spans: impl Iterator<Item = (usize, usize)>,
    text: &Text,
    faults: &mut Faults,
) {
    let mut before = 0;
    for (index, (start, end)) in spans.enumerate() {
        if start >= end {
            faults.add(
                place,
                format!("{field}[{index}].end"),
                format!("{end} is not after {start}"),
            );
        } else if end > text.char_len() {
            let message = format!("{end} is beyond the text, which has {}", text.char_len());
            faults.add(place, format!("{field}[{index}].end"), message);
        } else if start < before {
            let message = format!("{start} is before {before}, the end of the one before");
            faults.add(place, format!("{field}[{index}].start"), message);
        }
        before = before.max(end);
    }
}

fn check_sentences(
    place: &Place,
    document: &DocumentRecord,
    side: Side,
    text: &Text,
    faults: &mut Faults,
) {
    let version = version(document, side);
    let code = side.code();
    for (index, sentence) in version.sentences.iter().enumerate() {
        let field = |name: &str| format!("{code}.sentences[{index}].{name}");
        let id = sentence_id(&document.id, side, index);
        if sentence.id != id {
            faults.add(place, field("id"), format!("is {:?} and should be {id:?}", sentence.id));
        }
        let Some(slice) = slice(text, sentence.start, sentence.end) else { continue };
        if slice.trim() != slice {
            faults.add(place, field("start"), "the sentence has white space around it");
        }
        let Some(paragraph) = version.paragraphs.get(sentence.paragraph) else {
            faults.add(place, field("paragraph"), "there is no such paragraph");
            continue;
        };
        if sentence.start < paragraph.start || sentence.end > paragraph.end {
            faults.add(place, field("paragraph"), "the sentence is not inside it");
        }
    }
    check_gaps(place, version, side, text, faults);
}

/// What a paragraph holds outside its sentences is white space.
fn check_gaps(
    place: &Place,
    version: &VersionRecord,
    side: Side,
    text: &Text,
    faults: &mut Faults,
) {
    let mut sentences = version.sentences.iter().peekable();
    for (index, paragraph) in version.paragraphs.iter().enumerate() {
        let mut at = paragraph.start;
        let mut lost = false;
        while let Some(sentence) = sentences.next_if(|sentence| sentence.start < paragraph.end) {
            lost |= slice(text, at, sentence.start).is_some_and(|gap| !gap.trim().is_empty());
            at = at.max(sentence.end);
        }
        lost |= slice(text, at, paragraph.end).is_some_and(|gap| !gap.trim().is_empty());
        if lost {
            let field = format!("{}.paragraphs[{index}]", side.code());
            faults.add(place, field, "holds text that is in no sentence");
        }
    }
}

/// Every sentence is in exactly one bead.
fn check_partition(place: &Place, document: &DocumentRecord, side: Side, faults: &mut Faults) {
    let code = side.code();
    let mut uses = vec![0; version(document, side).sentences.len()];
    for (index, bead) in document.beads.iter().enumerate() {
        let sentences = indices(bead, side);
        let field = format!("beads[{index}].{code}");
        if !sentences.is_sorted_by(|left, right| left < right) {
            faults.add(place, field.clone(), "the indices do not ascend");
        }
        for &sentence in sentences {
            match uses.get_mut(sentence) {
                Some(uses) => *uses += 1,
                None => {
                    faults.add(place, field.clone(), format!("there is no sentence {sentence}"))
                }
            }
        }
    }
    for (sentence, uses) in uses.into_iter().enumerate().filter(|(_, uses)| *uses != 1) {
        let field = format!("{code}.sentences[{sentence}]");
        faults.add(place, field, format!("is in {uses} beads instead of one"));
    }
}

fn check_beads(place: &Place, document: &DocumentRecord, faults: &mut Faults) {
    let crossing = crossing(&document.beads);
    for (index, (bead, crossing)) in document.beads.iter().zip(crossing).enumerate() {
        let bead_type = format!("{}-{}", bead.zh.len(), bead.en.len());
        if bead.bead_type != bead_type {
            let message = format!("is {:?} and should be {bead_type:?}", bead.bead_type);
            faults.add(place, format!("beads[{index}].type"), message);
        }
        if bead.zh.is_empty() && bead.en.is_empty() {
            faults.add(place, format!("beads[{index}]"), "has no sentence on either side");
        }
        if bead.crossing != crossing {
            let message = format!("is {} and should be {crossing}", bead.crossing);
            faults.add(place, format!("beads[{index}].crossing"), message);
        }
    }
}

/// Which beads stand in inverted order to another one with text on both sides. Beads that
/// interleave without being inverted as a whole are compared by their first sentences.
fn crossing(beads: &[DocumentBead]) -> Vec<bool> {
    let starts = |bead: &DocumentBead| Some((*bead.zh.first()?, *bead.en.first()?));
    let mut both: Vec<_> =
        (0..beads.len()).filter_map(|index| Some((starts(&beads[index])?, index))).collect();
    both.sort();
    let mut crossing = vec![false; beads.len()];
    let mut highest = None;
    for &((_, en), index) in &both {
        crossing[index] |= highest.is_some_and(|highest| en < highest);
        highest = highest.max(Some(en));
    }
    let mut lowest = usize::MAX;
    for &((_, en), index) in both.iter().rev() {
        crossing[index] |= en > lowest;
        lowest = lowest.min(en);
    }
    crossing
}

/// Beads stand by their Chinese, those without Chinese beside a neighbour of their English.
fn check_order(place: &Place, document: &DocumentRecord, faults: &mut Faults) {
    let mut before = None;
    for (index, bead) in document.beads.iter().enumerate() {
        let field = || format!("beads[{index}]");
        match (bead.zh.first(), bead.en.first(), bead.en.last()) {
            (Some(first), _, _) => {
                if before.is_some_and(|before| *first < before) {
                    faults.add(place, field(), "stands behind a bead with later Chinese text");
                }
                before = Some(*first);
            }
            (None, Some(&first), Some(&last)) => {
                let earlier = document.beads[..index].iter().rev().find_map(|bead| bead.en.last());
                let later = document.beads[index + 1..].iter().find_map(|bead| bead.en.first());
                let follows = first == earlier.map_or(0, |earlier| earlier + 1);
                let precedes = last + 1 == later.copied().unwrap_or(document.en.sentences.len());
                if !follows && !precedes {
                    faults.add(place, field(), "does not stand at its place in the English text");
                }
            }
            _ => {}
        }
    }
}

fn check_quality(place: &Place, document: &DocumentRecord, faults: &mut Faults) {
    let quality = &document.quality;
    let share =
        |part: f64, whole: usize| Score::new(if whole == 0 { 0.0 } else { part / whole as f64 });
    let coverage = |side: Side| {
        let partnered = document.beads.iter().filter(|b| !b.zh.is_empty() && !b.en.is_empty());
        let covered: usize = partnered.map(|bead| indices(bead, side).len()).sum();
        share(covered as f64, version(document, side).sentences.len())
    };
    let confidence: f64 = document.beads.iter().map(|bead| bead.confidence.value()).sum();
    let expected = [
        ("coverage_zh", quality.coverage_zh, coverage(Side::Chinese)),
        ("coverage_en", quality.coverage_en, coverage(Side::English)),
        ("mean_confidence", quality.mean_confidence, share(confidence, document.beads.len())),
    ];
    for (name, found, expected) in expected {
        // The last digit may differ in the rounding of another program.
        if (found.value() - expected.value()).abs() > 1.5e-4 {
            let message = format!("is {} and should be {}", found.value(), expected.value());
            faults.add(place, format!("quality.{name}"), message);
        }
    }
    let crossings = document.beads.iter().filter(|bead| bead.crossing).count();
    if quality.crossings != crossings {
        let message = format!("is {} and should be {crossings}", quality.crossings);
        faults.add(place, "quality.crossings", message);
    }
}
