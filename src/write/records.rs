//! An annotated article → the records of its beads and of its document.

use std::mem::take;

use sha2::{Digest, Sha256};

use crate::bead::{Bead, Evidence, WordLink};
use crate::document::{Article, Role, Side, Version};
use crate::mention::Mention;
use crate::pipeline::AnnotatedArticle;
use crate::record::{
    BeadRecord, DocumentBead, DocumentRecord, EntityLinkRecord, ErrorRecord, EvidenceRecord,
    MentionRecord, ParagraphRecord, Quality, Score, SentenceRecord, SentenceRef, Status,
    VersionRecord, WordLinkRecord,
};
use crate::write::bead_text::BeadText;

/// The records of an article's beads, in the order of `annotated.alignment`.
pub fn bead_records(annotated: &AnnotatedArticle) -> Vec<BeadRecord> {
    let mut names = BeadNames::of(annotated);
    (0..annotated.alignment.beads.len())
        .map(|index| bead_record(annotated, index, &mut names))
        .collect()
}

/// The id of bead `index` of article `doc`: `<doc>/b0004`.
pub fn bead_id(doc: &str, index: usize) -> String {
    format!("{doc}/b{index:04}")
}

/// The id of sentence `index` of one side of article `doc`: `<doc>/zh0003`.
pub fn sentence_id(doc: &str, side: Side, index: usize) -> String {
    format!("{doc}/{}{index:04}", side.code())
}

/// The SHA-256 of a text in UTF-8, hexadecimal.
pub fn text_sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The mentions of both sides and the links between them, by bead.
struct BeadNames {
    zh: SideNames,
    en: SideNames,
    links: Vec<Vec<EntityLinkRecord>>,
}

/// The mentions of one side.
struct SideNames {
    /// The records of each bead, in text order.
    records: Vec<Vec<MentionRecord>>,
    /// Bead and position in its list, for each mention of the version that stands in a bead.
    places: Vec<Option<(usize, usize)>>,
}

impl BeadNames {
    fn of(annotated: &AnnotatedArticle) -> Self {
        let zh = SideNames::of(annotated, Side::Chinese);
        let en = SideNames::of(annotated, Side::English);
        let mut links = vec![Vec::new(); annotated.alignment.beads.len()];
        for link in &annotated.naming.links {
            let (Some(zh), Some(en)) = (zh.places[link.zh], en.places[link.en]) else { continue };
            if zh.0 == en.0 {
                let confidence = Score::new(link.confidence);
                links[zh.0].push(EntityLinkRecord { zh: zh.1, en: en.1, confidence });
            }
        }
        links.iter_mut().for_each(|links| links.sort_by_key(|link| (link.zh, link.en)));
        Self { zh, en, links }
    }
}

impl SideNames {
    fn of(annotated: &AnnotatedArticle, side: Side) -> Self {
        let version = annotated.article.version(side);
        let beads = &annotated.alignment.beads;
        let bead_of_sentence = bead_of_sentence(annotated, side);
        let mut records: Vec<Vec<MentionRecord>> = vec![Vec::new(); beads.len()];
        let mut texts: Vec<Option<BeadText>> = vec![None; beads.len()];
        let place = |mention: &Mention| {
            let sentence = version.sentence_at(mention.span.start)?;
            let bead = bead_of_sentence[sentence]?;
            let of_bead = || BeadText::of(version, beads[bead].side(side), side);
            let record = bead_mention(mention, texts[bead].get_or_insert_with(of_bead))?;
            records[bead].push(record);
            Some((bead, records[bead].len() - 1))
        };
        let places = annotated.naming.side(side).iter().map(place).collect();
        Self { records, places }
    }
}

/// The index of each sentence's bead.
fn bead_of_sentence(annotated: &AnnotatedArticle, side: Side) -> Vec<Option<usize>> {
    let mut bead_of_sentence = vec![None; annotated.article.version(side).sentences.len()];
    for (index, bead) in annotated.alignment.beads.iter().enumerate() {
        bead.side(side).iter().for_each(|&sentence| bead_of_sentence[sentence] = Some(index));
    }
    bead_of_sentence
}

fn bead_mention(mention: &Mention, text: &BeadText) -> Option<MentionRecord> {
    let span = text.locate(mention.span)?;
    let slice = text.as_str().chars().skip(span.start).take(span.len()).collect();
    Some(mention_record(mention, span.start, span.end, slice))
}

fn mention_record(mention: &Mention, start: usize, end: usize, text: String) -> MentionRecord {
    MentionRecord {
        start,
        end,
        text,
        label: mention.label,
        entity: mention.entity.clone(),
        source: mention.source,
    }
}

fn bead_record(annotated: &AnnotatedArticle, index: usize, names: &mut BeadNames) -> BeadRecord {
    let article = &annotated.article;
    let bead = &annotated.alignment.beads[index];
    let zh = BeadText::of(&article.zh, &bead.zh, Side::Chinese);
    let en = BeadText::of(&article.en, &bead.en, Side::English);
    BeadRecord {
        id: bead_id(&article.id, index),
        doc: article.id.clone(),
        bead_type: bead.bead_type().to_string(),
        confidence: Score::new(bead.confidence),
        crossing: bead.crossing,
        role: bead_role(article, bead),
        null_reason: bead.null_reason,
        zh_sentences: sentence_refs(&article.zh, &bead.zh),
        en_sentences: sentence_refs(&article.en, &bead.en),
        zh_entities: take(&mut names.zh.records[index]),
        en_entities: take(&mut names.en.records[index]),
        entity_links: take(&mut names.links[index]),
        word_links: word_links(&bead.word_links, &zh, &en),
        evidence: evidence_record(bead.evidence),
        flags: annotated.flags.get(index).cloned().unwrap_or_default(),
        status: Status::Auto,
        comment: String::new(),
        zh: zh.into_string(),
        en: en.into_string(),
    }
}

/// What most of a bead's text is, counted in code points over both sides; of two roles with the
/// same length the one that stands first in [`Role`].
pub fn bead_role(article: &Article, bead: &Bead) -> Role {
    let mut lengths = std::collections::BTreeMap::<Role, usize>::new();
    for side in Side::BOTH {
        for &index in bead.side(side) {
            let sentence = &article.version(side).sentences[index];
            *lengths.entry(sentence.role).or_default() += sentence.span.len();
        }
    }
    let longest = lengths.iter().rev().max_by_key(|(_, length)| **length);
    longest.map(|(role, _)| *role).unwrap_or_default()
}

fn sentence_refs(version: &Version, indices: &[usize]) -> Vec<SentenceRef> {
    let reference = |&index: &usize| {
        let span = version.sentences[index].span;
        SentenceRef { index, start: span.start, end: span.end }
    };
    indices.iter().map(reference).collect()
}

fn word_links(links: &[WordLink], zh: &BeadText, en: &BeadText) -> Vec<WordLinkRecord> {
    let record = |link: &WordLink| {
        let (zh, en) = (zh.locate(link.zh)?, en.locate(link.en)?);
        Some(WordLinkRecord {
            zh_start: zh.start,
            zh_end: zh.end,
            en_start: en.start,
            en_end: en.end,
            score: Score::new(link.score),
        })
    };
    let mut records: Vec<_> = links.iter().filter_map(record).collect();
    records.sort_by_key(|link| (link.zh_start, link.en_start, link.zh_end, link.en_end));
    records
}

fn evidence_record(evidence: Evidence) -> EvidenceRecord {
    EvidenceRecord {
        length: Score::new(evidence.length),
        lexical: Score::new(evidence.lexical),
        name: Score::new(evidence.name),
        number: Score::new(evidence.number),
        position: Score::new(evidence.position),
    }
}

/// The record of a whole article.
pub fn document_record(annotated: &AnnotatedArticle) -> DocumentRecord {
    let article = &annotated.article;
    DocumentRecord {
        id: article.id.clone(),
        path: article.path.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        translation_direction: article.direction,
        zh: version_record(annotated, Side::Chinese),
        en: version_record(annotated, Side::English),
        beads: annotated.alignment.beads.iter().map(document_bead).collect(),
        quality: quality(annotated),
    }
}

fn version_record(annotated: &AnnotatedArticle, side: Side) -> VersionRecord {
    let version = annotated.article.version(side);
    let text = version.text.as_str();
    let mention = |mention: &Mention| {
        let (span, slice) = (mention.span, version.text.slice(mention.span));
        mention_record(mention, span.start, span.end, slice.to_owned())
    };
    VersionRecord {
        lang: version.language.tag().to_owned(),
        title: version.title.clone(),
        author: version.author.clone(),
        published: version.published.clone(),
        text: text.to_owned(),
        sha256: text_sha256(text),
        paragraphs: paragraph_records(version),
        sentences: sentence_records(&annotated.article.id, version, side),
        entities: annotated.naming.side(side).iter().map(mention).collect(),
    }
}

fn paragraph_records(version: &Version) -> Vec<ParagraphRecord> {
    let record = |paragraph: &crate::document::Paragraph| ParagraphRecord {
        start: paragraph.span.start,
        end: paragraph.span.end,
        role: paragraph.role,
    };
    version.paragraphs.iter().map(record).collect()
}

fn sentence_records(doc: &str, version: &Version, side: Side) -> Vec<SentenceRecord> {
    let record = |(index, sentence): (usize, &crate::document::Sentence)| SentenceRecord {
        id: sentence_id(doc, side, index),
        start: sentence.span.start,
        end: sentence.span.end,
        paragraph: sentence.paragraph,
        role: sentence.role,
    };
    version.sentences.iter().enumerate().map(record).collect()
}

fn document_bead(bead: &Bead) -> DocumentBead {
    DocumentBead {
        zh: bead.zh.clone(),
        en: bead.en.clone(),
        bead_type: bead.bead_type().to_string(),
        confidence: Score::new(bead.confidence),
        crossing: bead.crossing,
    }
}

/// Figures on one article. Shares and means over nothing are 0. The mean is over the confidences
/// as the records write them, in the records' order.
pub fn quality(annotated: &AnnotatedArticle) -> Quality {
    let beads = &annotated.alignment.beads;
    let coverage = |side: Side| {
        let partnered: usize =
            beads.iter().filter(|bead| !bead.is_null()).map(|bead| bead.side(side).len()).sum();
        share(partnered as f64, annotated.article.version(side).sentences.len())
    };
    let confidence: f64 = beads.iter().map(|bead| Score::new(bead.confidence).value()).sum();
    Quality {
        coverage_zh: coverage(Side::Chinese),
        coverage_en: coverage(Side::English),
        mean_confidence: share(confidence, beads.len()),
        crossings: beads.iter().filter(|bead| bead.crossing).count(),
        flagged: annotated.flags.iter().filter(|flags| !flags.is_empty()).count(),
    }
}

fn share(part: f64, whole: usize) -> Score {
    Score::new(if whole == 0 { 0.0 } else { part / whole as f64 })
}

/// The record of an article that failed.
pub fn error_record(error: &crate::error::ArticleError) -> ErrorRecord {
    ErrorRecord {
        doc: error.doc.clone(),
        path: error.path.to_string_lossy().into_owned(),
        stage: error.stage,
        code: error.code,
        message: error.message.clone(),
        byte_offset: error.byte_offset.map_or(-1, |offset| offset.min(i64::MAX as u64) as i64),
    }
}
