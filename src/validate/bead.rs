//! The beads of an article against its document: ids, spans, texts, mentions, links.

use super::document::{check_spans, slice, version};
use super::{Faults, Place};
use crate::bead::NullReason;
use crate::document::Side;
use crate::flat::without_line_breaks;
use crate::record::{
    BeadRecord, DocumentBead, DocumentRecord, MentionRecord, SentenceRef, Status, VersionRecord,
};
use crate::text::Text;
use crate::write::records::bead_id;

/// Check the beads of one article; `place` is the document's.
pub(super) fn check_article(
    place: &Place,
    document: &DocumentRecord,
    beads: &[(Place, BeadRecord)],
    faults: &mut Faults,
) {
    if beads.len() != document.beads.len() {
        let message =
            format!("{} beads here, {} in beads.jsonl", document.beads.len(), beads.len());
        faults.add(place, "beads", message);
    }
    for (index, (place, bead)) in beads.iter().enumerate() {
        let id = bead_id(&document.id, index);
        if bead.id != id {
            faults.add(place, "id", format!("is {:?} and should be {id:?}", bead.id));
        }
        if let Some(expected) = document.beads.get(index) {
            check_agreement(place, bead, expected, faults);
        }
        check_bead(place, document, bead, faults);
    }
    let flagged = beads.iter().filter(|(_, bead)| !bead.flags.is_empty()).count();
    if document.quality.flagged != flagged {
        let message = format!("is {} and should be {flagged}", document.quality.flagged);
        faults.add(place, "quality.flagged", message);
    }
    for side in Side::BOTH {
        check_mentions_are_there(place, document, beads, side, faults);
    }
}

fn sentences(bead: &BeadRecord, side: Side) -> &[SentenceRef] {
    match side {
        Side::Chinese => &bead.zh_sentences,
        Side::English => &bead.en_sentences,
    }
}

pub(super) fn mentions(bead: &BeadRecord, side: Side) -> &[MentionRecord] {
    match side {
        Side::Chinese => &bead.zh_entities,
        Side::English => &bead.en_entities,
    }
}

/// The bead says the same as its short form in the document.
fn check_agreement(place: &Place, bead: &BeadRecord, short: &DocumentBead, faults: &mut Faults) {
    let indices = |side| sentences(bead, side).iter().map(|sentence| sentence.index);
    let agreements = [
        ("zh_sentences", indices(Side::Chinese).eq(short.zh.iter().copied())),
        ("en_sentences", indices(Side::English).eq(short.en.iter().copied())),
        ("type", bead.bead_type == short.bead_type),
        ("confidence", bead.confidence == short.confidence),
        ("crossing", bead.crossing == short.crossing),
    ];
    for (field, _) in agreements.into_iter().filter(|(_, agrees)| !agrees) {
        faults.add(place, field, "differs from the bead in documents.jsonl");
    }
}

fn check_bead(place: &Place, document: &DocumentRecord, bead: &BeadRecord, faults: &mut Faults) {
    let bead_type = format!("{}-{}", bead.zh_sentences.len(), bead.en_sentences.len());
    if bead.bead_type != bead_type {
        faults.add(place, "type", format!("is {:?} and should be {bead_type:?}", bead.bead_type));
    }
    // A reviewer may have emptied a side that has sentences.
    let is_null = bead.zh_sentences.is_empty()
        || bead.en_sentences.is_empty()
        || bead.zh.is_empty()
        || bead.en.is_empty();
    match (is_null, bead.null_reason) {
        (true, NullReason::None) => faults.add(place, "null_reason", "is missing: a side is empty"),
        (true, _) | (false, NullReason::None) => {}
        (false, _) => faults.add(place, "null_reason", "is given, but both sides have text"),
    }
    check_role(place, document, bead, faults);
    for side in Side::BOTH {
        check_side(place, document, bead, side, faults);
    }
    check_links(place, bead, faults);
    if !bead.flags.is_sorted_by(|left, right| left < right) {
        faults.add(place, "flags", "are not sorted, or one is there twice");
    }
}

fn check_role(place: &Place, document: &DocumentRecord, bead: &BeadRecord, faults: &mut Faults) {
    let has_role = |side: Side| {
        let all = &version(document, side).sentences;
        let mut own = sentences(bead, side).iter().filter_map(|sentence| all.get(sentence.index));
        own.any(|sentence| sentence.role == bead.role)
    };
    if !Side::BOTH.into_iter().any(has_role) {
        faults.add(place, "role", "is the role of none of its sentences");
    }
}

fn check_side(
    place: &Place,
    document: &DocumentRecord,
    bead: &BeadRecord,
    side: Side,
    faults: &mut Faults,
) {
    let code = side.code();
    let version = version(document, side);
    let mut known = true;
    for (index, sentence) in sentences(bead, side).iter().enumerate() {
        let span = version.sentences.get(sentence.index).map(|s| (s.start, s.end));
        if span != Some((sentence.start, sentence.end)) {
            known = false;
            let field = format!("{code}_sentences[{index}]");
            faults.add(place, field, "is not where documents.jsonl has the sentence");
        }
    }
    let text = match side {
        Side::Chinese => &bead.zh,
        Side::English => &bead.en,
    };
    // A reviewer may have corrected the text of an edited bead.
    if known && bead.status != Status::Edited && *text != expected_text(bead, version, side) {
        faults.add(place, code, "is not the text of its sentences");
    }
    let text = Text::new(text.as_str());
    let mentions = mentions(bead, side);
    let field = format!("{code}_entities");
    check_spans(place, &field, mentions.iter().map(|m| (m.start, m.end)), &text, faults);
    for (index, mention) in mentions.iter().enumerate() {
        if slice(&text, mention.start, mention.end).is_some_and(|slice| slice != mention.text) {
            let message = format!("{:?} does not stand there", mention.text);
            faults.add(place, format!("{field}[{index}].text"), message);
        }
    }
}

/// The slices of the runs of sentences, joined, without line breaks.
fn expected_text(bead: &BeadRecord, version: &VersionRecord, side: Side) -> String {
    let text = Text::new(version.text.as_str());
    let runs = sentences(bead, side).chunk_by(|left, right| left.index + 1 == right.index);
    let texts: Vec<_> = runs
        .filter_map(|run| slice(&text, run[0].start, run[run.len() - 1].end))
        .map(|run| without_line_breaks(run, side))
        .collect();
    texts.join(if side == Side::English { " " } else { "" })
}

fn check_links(place: &Place, bead: &BeadRecord, faults: &mut Faults) {
    for (index, link) in bead.entity_links.iter().enumerate() {
        let field = format!("entity_links[{index}]");
        match (bead.zh_entities.get(link.zh), bead.en_entities.get(link.en)) {
            (Some(zh), Some(en)) if zh.entity != en.entity => {
                let message = format!("links {:?} with {:?}: two entities", zh.entity, en.entity);
                faults.add(place, field, message);
            }
            (Some(_), Some(_)) => {}
            (None, _) => faults.add(place, format!("{field}.zh"), "there is no such mention"),
            (_, None) => faults.add(place, format!("{field}.en"), "there is no such mention"),
        }
    }
    if !bead.entity_links.is_sorted_by_key(|link| (link.zh, link.en)) {
        faults.add(place, "entity_links", "are not sorted");
    }
    let (zh, en) = (bead.zh.chars().count(), bead.en.chars().count());
    for (index, link) in bead.word_links.iter().enumerate() {
        let inside = |start: usize, end: usize, length: usize| start < end && end <= length;
        if !inside(link.zh_start, link.zh_end, zh) || !inside(link.en_start, link.en_end, en) {
            faults.add(place, format!("word_links[{index}]"), "is not inside the bead's texts");
        }
    }
}

/// The mentions of the document and those of its beads are the same.
fn check_mentions_are_there(
    place: &Place,
    document: &DocumentRecord,
    beads: &[(Place, BeadRecord)],
    side: Side,
    faults: &mut Faults,
) {
    let of_beads: usize = beads.iter().map(|(_, bead)| mentions(bead, side).len()).sum();
    let of_document = version(document, side).entities.len();
    if of_beads != of_document {
        let message = format!("{of_document} mentions here, {of_beads} in beads.jsonl");
        faults.add(place, format!("{}.entities", side.code()), message);
    }
}
