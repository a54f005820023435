//! Which text of the gold is which of the prediction, and the positions that both share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::alignment::{AlignmentCounter, EvaluatedBead};
use super::iob2::{self, TaggedSentence};
use super::naming::{EvaluatedMention, MentionCounter, count_links};
use super::score::Counts;
use super::source::{GoldArticle, GoldMention, Source, TaggedText};
use super::{EvaluateError, Report};
use crate::document::Side;
use crate::record::{DocumentRecord, MentionRecord, VersionRecord};

/// Compare what two paths hold.
pub(super) fn compare(gold: Source, predicted: Source) -> Result<Report, EvaluateError> {
    match (gold, predicted) {
        (Source::Beads(gold), Source::Beads(predicted)) => Ok(compare_beads(&gold, &predicted)),
        (Source::Beads(gold), Source::Corpus(predicted)) => {
            Ok(compare_beads(&gold, &beads_of_corpus(&predicted)))
        }
        (Source::Corpus(gold), Source::Corpus(predicted)) => compare_corpora(&gold, &predicted),
        (Source::Articles(gold), Source::Corpus(predicted)) => compare_articles(&gold, &predicted),
        (Source::Iob2(path, gold), Source::Tagged(predicted)) => {
            check_number(gold.len(), predicted.len())?;
            Ok(compare_lines(&iob2_mentions(&path, &gold, &predicted)?, &predicted))
        }
        (Source::Tagged(gold), Source::Tagged(predicted)) => {
            check_number(gold.len(), predicted.len())?;
            if let Some((line, _)) = gold.iter().zip(&predicted).find(|(g, p)| g.text != p.text) {
                let message = format!("the two files differ in the text {:?}", line.text);
                return Err(EvaluateError::OtherText(message));
            }
            let gold: Vec<_> = gold.iter().map(line_mentions).collect();
            Ok(compare_lines(&gold, &predicted))
        }
        (gold, predicted) => {
            Err(EvaluateError::Incomparable { gold: gold.kind(), predicted: predicted.kind() })
        }
    }
}

fn check_number(gold: usize, predicted: usize) -> Result<(), EvaluateError> {
    if gold == predicted {
        return Ok(());
    }
    let message = format!("the gold has {gold} sentences and the prediction {predicted}");
    Err(EvaluateError::OtherText(message))
}

/// The mentions of IOB2 sentences, in the texts of the lines that they stand beside.
fn iob2_mentions(
    path: &Path,
    gold: &[TaggedSentence],
    predicted: &[TaggedText],
) -> Result<Vec<Vec<EvaluatedMention>>, EvaluateError> {
    let mentions = |(sentence, line): (&TaggedSentence, &TaggedText)| {
        iob2::mentions(sentence, &line.text).ok_or_else(|| EvaluateError::Invalid {
            path: path.to_owned(),
            line: sentence.line,
            message: format!("these tokens are not in the tagged text {:?}", line.text),
        })
    };
    gold.iter().zip(predicted).map(mentions).collect()
}

/// Beads by sentence indices. A text that the prediction lacks counts with no bead. Two single
/// texts belong together whatever their names.
fn compare_beads(
    gold: &BTreeMap<String, Vec<EvaluatedBead>>,
    predicted: &BTreeMap<String, Vec<EvaluatedBead>>,
) -> Report {
    let mut counter = AlignmentCounter::default();
    let none = Vec::new();
    let single = (gold.len() == 1 && predicted.len() == 1).then(|| predicted.values().next());
    for (name, beads) in gold {
        let found = single.flatten().or_else(|| predicted.get(name)).unwrap_or(&none);
        counter.add(name, beads, found);
    }
    Report { alignment: Some(counter.finish()), ..Report::default() }
}

fn beads_of_corpus(documents: &[DocumentRecord]) -> BTreeMap<String, Vec<EvaluatedBead>> {
    documents.iter().map(|document| (document.id.clone(), beads_of(document))).collect()
}

fn beads_of(document: &DocumentRecord) -> Vec<EvaluatedBead> {
    let bead = |bead: &crate::record::DocumentBead| EvaluatedBead {
        zh: bead.zh.clone(),
        en: bead.en.clone(),
        confidence: Some(bead.confidence.value()),
    };
    document.beads.iter().map(bead).collect()
}

fn compare_lines(gold: &[Vec<EvaluatedMention>], predicted: &[TaggedText]) -> Report {
    let mut counter = MentionCounter::default();
    for (gold, line) in gold.iter().zip(predicted) {
        counter.add(gold, &line_mentions(line));
    }
    Report { mentions: [("text", counter.finish())].into(), ..Report::default() }
}

fn line_mentions(line: &TaggedText) -> Vec<EvaluatedMention> {
    let mention = |mention: &super::source::TaggedMention| EvaluatedMention {
        start: mention.start,
        end: mention.end,
        label: mention.label.clone(),
        entity: String::new(),
    };
    line.entities.iter().map(mention).collect()
}

/// Beads, mentions and links of article after article.
#[derive(Default)]
struct ArticleCounter {
    alignment: AlignmentCounter,
    mentions: [MentionCounter; 2],
    links: Counts,
}

/// What gold or prediction says about one article.
#[derive(Default)]
struct Judgement {
    beads: Vec<EvaluatedBead>,
    mentions: [Vec<EvaluatedMention>; 2],
}

impl ArticleCounter {
    fn add(&mut self, name: &str, gold: &Judgement, predicted: &Judgement) {
        self.alignment.add(name, &gold.beads, &predicted.beads);
        for (side, counter) in self.mentions.iter_mut().enumerate() {
            counter.add(&gold.mentions[side], &predicted.mentions[side]);
        }
        let sides = |judgement: &Judgement| judgement.mentions.clone();
        let ([gold_zh, gold_en], [zh, en]) = (sides(gold), sides(predicted));
        self.links += count_links([&gold_zh, &gold_en], [&zh, &en]);
    }

    fn finish(self) -> Report {
        let [zh, en] = self.mentions.map(MentionCounter::finish);
        let has_mentions = zh.all.counts.gold + en.all.counts.gold > 0;
        Report {
            alignment: Some(self.alignment.finish()),
            mentions: if has_mentions { [("zh", zh), ("en", en)].into() } else { [].into() },
            links: has_mentions.then(|| self.links.into()),
        }
    }
}

fn compare_articles(
    gold: &BTreeMap<String, GoldArticle>,
    predicted: &[DocumentRecord],
) -> Result<Report, EvaluateError> {
    let mut counter = ArticleCounter::default();
    // Gold that holds names only says nothing about dates and numbers.
    let mentions =
        gold.values().flat_map(|article| article.zh_entities.iter().chain(&article.en_entities));
    let judged: BTreeSet<&str> = mentions.map(|mention| mention.3.name()).collect();
    for (name, article) in gold {
        let document = document_of(name, gold.len(), predicted)?;
        let mut places =
            [Side::Chinese, Side::English].map(|side| GoldPlaces::of(article, document, side));
        let gold = gold_judgement(article, &mut places);
        let found = Judgement {
            beads: beads_of(document).into_iter().filter(|bead| touches(bead, &places)).collect(),
            mentions: Side::BOTH.map(|side| {
                let mut mentions = mentions_of(&version(document, side).entities);
                mentions.retain(|mention| judged.contains(&*mention.label));
                mentions
            }),
        };
        counter.add(name, &gold, &found);
    }
    Ok(counter.finish())
}

fn document_of<'a>(
    name: &str,
    gold: usize,
    predicted: &'a [DocumentRecord],
) -> Result<&'a DocumentRecord, EvaluateError> {
    let named = predicted.iter().find(|document| document.id == name);
    let single = (gold == 1 && predicted.len() == 1).then(|| &predicted[0]);
    named
        .or(single)
        .ok_or_else(|| EvaluateError::OtherText(format!("the prediction has no article {name:?}")))
}

fn version(document: &DocumentRecord, side: Side) -> &VersionRecord {
    match side {
        Side::Chinese => &document.zh,
        Side::English => &document.en,
    }
}

fn mentions_of(records: &[MentionRecord]) -> Vec<EvaluatedMention> {
    let mention = |record: &MentionRecord| EvaluatedMention {
        start: record.start,
        end: record.end,
        label: record.label.name().to_owned(),
        entity: record.entity.clone(),
    };
    records.iter().map(mention).collect()
}

/// Where the gold's sentences stand in the document, and which sentences of it they are.
struct GoldPlaces {
    /// Start of each gold sentence in the document's text, in code points.
    starts: Vec<Option<usize>>,
    /// For each gold sentence the index of the same sentence in the document, or a number that
    /// no sentence of the document has.
    keys: Vec<usize>,
    /// The document's sentences that lie inside a gold sentence or hold one.
    covered: BTreeSet<usize>,
}

impl GoldPlaces {
    fn of(article: &GoldArticle, document: &DocumentRecord, side: Side) -> Self {
        let gold = match side {
            Side::Chinese => &article.zh,
            Side::English => &article.en,
        };
        let version = version(document, side);
        let spans = locate(gold, &version.text);
        let mut places = Self { starts: Vec::new(), keys: Vec::new(), covered: BTreeSet::new() };
        for (index, span) in spans.into_iter().enumerate() {
            let same = version.sentences.iter().position(|s| Some((s.start, s.end)) == span);
            places.keys.push(same.unwrap_or(version.sentences.len() + index));
            places.starts.push(span.map(|(start, _)| start));
            let Some((start, end)) = span else { continue };
            let overlapping = version.sentences.iter().enumerate();
            let overlapping = overlapping.filter(|(_, s)| s.start < end && start < s.end);
            places.covered.extend(overlapping.map(|(index, _)| index));
        }
        places
    }
}

/// The code-point spans of sentences that follow each other in `text`.
fn locate(sentences: &[String], text: &str) -> Vec<Option<(usize, usize)>> {
    let (mut byte, mut chars) = (0, 0);
    let place = |sentence: &String| {
        let found = byte + text[byte..].find(sentence.as_str())?;
        let start = chars + text[byte..found].chars().count();
        let end = start + sentence.chars().count();
        (byte, chars) = (found + sentence.len(), end);
        Some((start, end))
    };
    sentences.iter().map(place).collect()
}

fn gold_judgement(article: &GoldArticle, places: &mut [GoldPlaces; 2]) -> Judgement {
    let [zh, en] = places;
    let keys = |indices: &[usize], places: &GoldPlaces| {
        let mut keys: Vec<_> = indices.iter().map(|&index| places.keys[index]).collect();
        keys.sort_unstable();
        keys
    };
    let bead = |(zh_indices, en_indices): &(Vec<usize>, Vec<usize>)| EvaluatedBead {
        zh: keys(zh_indices, zh),
        en: keys(en_indices, en),
        confidence: None,
    };
    Judgement {
        beads: article.beads.iter().map(bead).collect(),
        mentions: [
            gold_mentions(&article.zh_entities, zh),
            gold_mentions(&article.en_entities, en),
        ],
    }
}

/// The gold's mentions in the document's text. One in a sentence that is not there stands behind
/// every text, so that it counts as not found.
fn gold_mentions(mentions: &[GoldMention], places: &GoldPlaces) -> Vec<EvaluatedMention> {
    let mention = |(index, (sentence, start, end, label, key)): (usize, &GoldMention)| {
        let origin = places.starts[*sentence].unwrap_or(usize::MAX / 2 + index * 1000);
        EvaluatedMention {
            start: origin + start,
            end: origin + end,
            label: label.name().to_owned(),
            entity: key.clone(),
        }
    };
    mentions.iter().enumerate().map(mention).collect()
}

/// Whether the gold says anything about a bead: pages have text that the gold leaves out.
fn touches(bead: &EvaluatedBead, [zh, en]: &[GoldPlaces; 2]) -> bool {
    bead.zh.iter().any(|index| zh.covered.contains(index))
        || bead.en.iter().any(|index| en.covered.contains(index))
}

fn compare_corpora(
    gold: &[DocumentRecord],
    predicted: &[DocumentRecord],
) -> Result<Report, EvaluateError> {
    let mut counter = ArticleCounter::default();
    for document in gold {
        let found = document_of(&document.id, gold.len(), predicted)?;
        if document.zh.sha256 != found.zh.sha256 || document.en.sha256 != found.en.sha256 {
            let message = format!("the texts of {:?} differ", document.id);
            return Err(EvaluateError::OtherText(message));
        }
        counter.add(&document.id, &judgement_by_spans(document), &judgement_by_spans(found));
    }
    Ok(counter.finish())
}

/// Beads by where their sentences start: the two may be cut differently.
fn judgement_by_spans(document: &DocumentRecord) -> Judgement {
    // A start and an end in one key: texts are below 4 GiB.
    let keys = |indices: &[usize], side: Side| {
        let sentences = &version(document, side).sentences;
        indices.iter().map(|&index| sentences[index].start << 32 | sentences[index].end).collect()
    };
    let bead = |bead: &crate::record::DocumentBead| EvaluatedBead {
        zh: keys(&bead.zh, Side::Chinese),
        en: keys(&bead.en, Side::English),
        confidence: Some(bead.confidence.value()),
    };
    Judgement {
        beads: document.beads.iter().map(bead).collect(),
        mentions: Side::BOTH.map(|side| mentions_of(&version(document, side).entities)),
    }
}
