//! Between records and states: how an article under review is read and written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::corpus::ArticleRecords;
use super::flags::Checker;
use super::state::{
    ArticleState, BeadState, Corrected, MentionState, SentenceState, SideState, WordPair,
};
use crate::bead::{Alignment, Bead, Evidence, WordLink};
use crate::document::{Article, Language, Paragraph, Sentence, Side, Version};
use crate::mention::{Mention, MentionLink, Naming};
use crate::pipeline::AnnotatedArticle;
use crate::record::{
    BeadRecord, DocumentRecord, EvidenceRecord, MentionRecord, SentenceRef, Status, VersionRecord,
    WordLinkRecord,
};
use crate::text::{CharSpan, Text};
use crate::write::bead_text::BeadText;
use crate::write::records::{bead_records, document_record};

/// The state of an article as the corpus has it.
///
/// Links that the records do not hold together (a bead's list of mentions that differs from the
/// document's) are left out; `duizhao validate` reports such a folder.
pub fn state(records: &ArticleRecords) -> ArticleState {
    let document = &records.document;
    let (zh, en) = (side_state(&document.zh), side_state(&document.en));
    let (zh_version, en_version) = (version(&document.zh), version(&document.en));
    let mut links = BTreeMap::new();
    let mut beads = Vec::with_capacity(records.beads.len());
    for bead in &records.beads {
        let texts = BeadTexts::of(bead, &zh_version, &en_version);
        let corrected = texts.corrected(bead);
        let entity_links =
            if corrected == Corrected::default() { bead.entity_links.as_slice() } else { &[] };
        for link in entity_links {
            let zh_start = texts.zh_mention(bead, link.zh, &zh);
            let en_start = texts.en_mention(bead, link.en, &en);
            if let (Some(zh_start), Some(en_start)) = (zh_start, en_start) {
                links.insert((zh_start, en_start), link.confidence.value());
            }
        }
        beads.push(Arc::new(bead_state(bead, &texts, corrected)));
    }
    ArticleState {
        id: document.id.clone(),
        direction: document.translation_direction,
        zh,
        en,
        beads,
        links: Arc::new(links),
        names: BTreeMap::new(),
    }
}

fn side_state(record: &VersionRecord) -> SideState {
    let sentences = record.sentences.iter().map(|sentence| SentenceState {
        span: CharSpan::new(sentence.start, sentence.end),
        paragraph: sentence.paragraph,
        role: sentence.role,
    });
    let mentions = record.entities.iter().map(|mention| {
        let MentionRecord { start, end, label, ref entity, source, .. } = *mention;
        (start, MentionState { end, label, entity: entity.clone(), source })
    });
    SideState {
        lang: record.lang.clone(),
        title: record.title.clone(),
        text: Arc::new(Text::new(record.text.as_str())),
        paragraphs: record.paragraphs.as_slice().into(),
        sentences: Arc::new(sentences.collect()),
        mentions: Arc::new(mentions.collect()),
    }
}

/// The two texts of a bead, with the way back into the article's.
struct BeadTexts {
    zh: BeadText,
    en: BeadText,
}

impl BeadTexts {
    fn of(bead: &BeadRecord, zh: &Version, en: &Version) -> Self {
        let indices =
            |sentences: &[SentenceRef]| sentences.iter().map(|s| s.index).collect::<Vec<_>>();
        Self {
            zh: BeadText::of(zh, &indices(&bead.zh_sentences), Side::Chinese),
            en: BeadText::of(en, &indices(&bead.en_sentences), Side::English),
        }
    }

    /// The texts of an edited bead that are not its source's: a reviewer's.
    fn corrected(&self, bead: &BeadRecord) -> Corrected {
        let other = |source: &BeadText, text: &String| {
            (bead.status == Status::Edited && source.as_str() != text).then(|| text.clone())
        };
        Corrected { zh: other(&self.zh, &bead.zh), en: other(&self.en, &bead.en) }
    }

    /// Where the Chinese mention at `position` of the bead's list starts in the article.
    fn zh_mention(&self, bead: &BeadRecord, position: usize, side: &SideState) -> Option<usize> {
        mention_start(&self.zh, bead.zh_entities.get(position)?, side)
    }

    /// Where the English mention at `position` of the bead's list starts in the article.
    fn en_mention(&self, bead: &BeadRecord, position: usize, side: &SideState) -> Option<usize> {
        mention_start(&self.en, bead.en_entities.get(position)?, side)
    }

    fn word_pair(&self, link: &WordLinkRecord) -> Option<WordPair> {
        let span = |start, end| (start < end).then(|| CharSpan::new(start, end));
        Some(WordPair {
            zh: self.zh.source(span(link.zh_start, link.zh_end)?)?,
            en: self.en.source(span(link.en_start, link.en_end)?)?,
            score: link.score.value(),
        })
    }
}

fn mention_start(text: &BeadText, mention: &MentionRecord, side: &SideState) -> Option<usize> {
    let start = text.source(CharSpan::new(mention.start, mention.end))?.start;
    side.mentions.contains_key(&start).then_some(start)
}

fn bead_state(bead: &BeadRecord, texts: &BeadTexts, corrected: Corrected) -> BeadState {
    // Offsets in a corrected text say nothing about the source's.
    let links = if corrected == Corrected::default() { bead.word_links.as_slice() } else { &[] };
    BeadState {
        zh: bead.zh_sentences.iter().map(|sentence| sentence.start).collect(),
        en: bead.en_sentences.iter().map(|sentence| sentence.start).collect(),
        status: bead.status,
        by_hand: false,
        confidence: bead.confidence.value(),
        null_reason: bead.null_reason,
        evidence: bead.evidence,
        words: links.iter().filter_map(|link| texts.word_pair(link)).collect(),
        flags: bead.flags.clone(),
        marked: false,
        comment: bead.comment.clone(),
        corrected,
    }
}

/// A version with the sentences of the record.
pub fn version(record: &VersionRecord) -> Version {
    let paragraphs = record.paragraphs.iter().map(|paragraph| Paragraph {
        span: CharSpan::new(paragraph.start, paragraph.end),
        role: paragraph.role,
    });
    let sentences = record.sentences.iter().map(|sentence| Sentence {
        span: CharSpan::new(sentence.start, sentence.end),
        paragraph: sentence.paragraph,
        role: sentence.role,
    });
    Version {
        language: language(&record.lang),
        title: record.title.clone(),
        author: record.author.clone(),
        published: record.published.clone(),
        text: Text::new(record.text.as_str()),
        paragraphs: paragraphs.collect(),
        insets: Vec::new(),
        sentences: sentences.collect(),
    }
}

pub(super) fn language(tag: &str) -> Language {
    match tag {
        "en" => Language::English,
        "zh-Hant" => Language::TraditionalChinese,
        _ => Language::SimplifiedChinese,
    }
}

/// A version of the state, for the program's own stages.
pub fn version_of(state: &SideState, record: &VersionRecord) -> Version {
    let sentence =
        |s: &SentenceState| Sentence { span: s.span, paragraph: s.paragraph, role: s.role };
    Version { sentences: state.sentences.iter().map(sentence).collect(), ..version(record) }
}

/// The records of a reviewed article; `source` is its document as the corpus has it.
pub fn records(state: &ArticleState, source: &DocumentRecord) -> ArticleRecords {
    let annotated = annotated(state, source);
    let mut beads = bead_records(&annotated);
    for (record, bead) in beads.iter_mut().zip(&state.beads) {
        record.status = bead.status;
        record.comment.clone_from(&bead.comment);
        correct(record, Side::Chinese, bead.corrected.zh.as_deref());
        correct(record, Side::English, bead.corrected.en.as_deref());
    }
    ArticleRecords { document: document_record(&annotated), beads }
}

/// A state as the pipeline would have made it.
fn annotated(state: &ArticleState, source: &DocumentRecord) -> AnnotatedArticle {
    let article = Article {
        id: state.id.clone(),
        path: source.path.iter().map(PathBuf::from).collect(),
        direction: state.direction,
        zh: version_of(&state.zh, &source.zh),
        en: version_of(&state.en, &source.en),
    };
    let crossings = state.crossings();
    let beads = state
        .beads
        .iter()
        .zip(crossings)
        .map(|(bead, crossing)| Bead { crossing, ..bead_of(state, bead) });
    let alignment = Alignment { beads: beads.collect() };
    let checker = Checker::of(state);
    let flags = state.beads.iter().map(|bead| checker.flags(bead).into_owned()).collect();
    let naming = naming(state);
    AnnotatedArticle { article, alignment, naming, flags }
}

fn bead_of(state: &ArticleState, bead: &BeadState) -> Bead {
    let indices = |side: Side| -> Vec<usize> {
        let version = state.side(side);
        bead.side(side).iter().filter_map(|&start| version.sentence_index(start)).collect()
    };
    let EvidenceRecord { length, lexical, name, number, position } = bead.evidence;
    let word_link = |pair: &WordPair| WordLink { zh: pair.zh, en: pair.en, score: pair.score };
    Bead {
        zh: indices(Side::Chinese),
        en: indices(Side::English),
        confidence: bead.confidence,
        crossing: false,
        null_reason: bead.null_reason,
        evidence: Evidence {
            length: length.value(),
            lexical: lexical.value(),
            name: name.value(),
            number: number.value(),
            position: position.value(),
        },
        word_links: bead.words.iter().map(word_link).collect(),
    }
}

fn naming(state: &ArticleState) -> Naming {
    let mentions = |side: Side| -> Vec<Mention> {
        let mention = |(&start, mention): (&usize, &MentionState)| Mention {
            span: CharSpan::new(start, mention.end),
            label: mention.label,
            source: mention.source,
            probability: 1.0,
            entity: mention.entity.clone(),
        };
        state.side(side).mentions.iter().map(mention).collect()
    };
    let (zh, en) = (mentions(Side::Chinese), mentions(Side::English));
    let position = |mentions: &[Mention], start| {
        mentions.binary_search_by_key(&start, |mention| mention.span.start).ok()
    };
    let links = state.links.iter().filter_map(|(&(zh_start, en_start), &confidence)| {
        let (zh, en) = (position(&zh, zh_start)?, position(&en, en_start)?);
        Some(MentionLink { zh, en, confidence })
    });
    Naming { links: links.collect(), zh, en, entities: Vec::new() }
}

/// Put a corrected text in the place of the source's. Mentions and word pairs whose text stands
/// unchanged before or after what was corrected keep their place; the others go.
fn correct(record: &mut BeadRecord, side: Side, corrected: Option<&str>) {
    let Some(corrected) = corrected else { return };
    let text = match side {
        Side::Chinese => std::mem::replace(&mut record.zh, corrected.to_owned()),
        Side::English => std::mem::replace(&mut record.en, corrected.to_owned()),
    };
    let shift = Shift::between(&text, corrected);
    let mentions = match side {
        Side::Chinese => &mut record.zh_entities,
        Side::English => &mut record.en_entities,
    };
    let mut kept = Vec::new();
    let mut places = Vec::new();
    for mention in mentions.drain(..) {
        let span = shift.moved(mention.start, mention.end);
        places.push(span.map(|_| kept.len()));
        if let Some((start, end)) = span {
            kept.push(MentionRecord { start, end, ..mention });
        }
    }
    *mentions = kept;
    record.entity_links.retain_mut(|link| {
        let place = if side == Side::Chinese { &mut link.zh } else { &mut link.en };
        places.get(*place).copied().flatten().map(|new| *place = new).is_some()
    });
    record.word_links.retain_mut(|link| shift_words(link, side, &shift));
}

fn shift_words(link: &mut WordLinkRecord, side: Side, shift: &Shift) -> bool {
    let (start, end) = match side {
        Side::Chinese => (&mut link.zh_start, &mut link.zh_end),
        Side::English => (&mut link.en_start, &mut link.en_end),
    };
    shift
        .moved(*start, *end)
        .map(|(new_start, new_end)| (*start, *end) = (new_start, new_end))
        .is_some()
}

/// How positions move when the middle of a text is replaced, in code points.
struct Shift {
    /// Length of the common beginning.
    prefix: usize,
    /// Where the common end starts in the old text.
    suffix: usize,
    /// New length minus old length.
    growth: isize,
}

impl Shift {
    fn between(old: &str, new: &str) -> Self {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let prefix = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let longest = old.len().min(new.len()) - prefix;
        let pairs = old.iter().rev().zip(new.iter().rev());
        let common_end = pairs.take(longest).take_while(|(a, b)| a == b).count();
        let growth = new.len() as isize - old.len() as isize;
        Self { prefix, suffix: old.len() - common_end, growth }
    }

    fn moved(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if end <= self.prefix {
            Some((start, end))
        } else if start >= self.suffix {
            Some((start.checked_add_signed(self.growth)?, end.checked_add_signed(self.growth)?))
        } else {
            None
        }
    }
}
