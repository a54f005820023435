//! A small corpus folder made by hand: two articles of our own wording with known beads and names.

use std::fs;
use std::path::Path;

use duizhao::bead::{Alignment, Bead, NullReason, WordLink};
use duizhao::document::{Article, Direction, Language, Paragraph, Role, Sentence, Side, Version};
use duizhao::mention::{Label, Mention, MentionLink, Naming, Source};
use duizhao::pipeline::AnnotatedArticle;
use duizhao::text::{CharSpan, Text};
use duizhao::write::records::{bead_records, document_record};

/// A paragraph: its role and its sentences.
pub type Lines = [(Role, &'static [&'static str])];

/// Two lines of a bead list: indices of Chinese and of English sentences, and the confidence.
pub type BeadLine = (&'static [usize], &'static [usize], f64);

/// A name: its Chinese and its English text, label and entity id.
pub type Name = (&'static str, &'static str, Label, &'static str);

/// A version whose paragraphs and sentences are given.
pub fn version(side: Side, lines: &Lines) -> Version {
    let joiner = if side == Side::English { " " } else { "" };
    let (mut text, mut sentences, mut paragraphs) = (String::new(), Vec::new(), Vec::new());
    for (index, (role, texts)) in lines.iter().enumerate() {
        let start = text.chars().count();
        for (at, sentence) in texts.iter().enumerate() {
            text.push_str(if at > 0 { joiner } else { "" });
            let from = text.chars().count();
            text.push_str(sentence);
            let span = CharSpan::new(from, text.chars().count());
            sentences.push(Sentence { span, paragraph: index, role: *role });
        }
        paragraphs
            .push(Paragraph { span: CharSpan::new(start, text.chars().count()), role: *role });
        text.push('\n');
    }
    let language =
        if side == Side::English { Language::English } else { Language::SimplifiedChinese };
    let title = lines[0].1[0].to_owned();
    Version { language, title, text: Text::new(text), paragraphs, sentences, ..Version::default() }
}

fn occurrences(text: &Text, name: &str) -> Vec<CharSpan> {
    let found = text.as_str().match_indices(name);
    found.map(|(byte, _)| text.span_of_bytes(byte..byte + name.len())).collect()
}

fn mentions(version: &Version, names: &[Name], side: Side) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    for &(zh, en, label, entity) in names {
        let name = if side == Side::English { en } else { zh };
        for span in occurrences(&version.text, name) {
            if name.is_empty() || mentions.iter().any(|other| other.span.overlaps(span)) {
                continue;
            }
            let entity = entity.to_owned();
            mentions.push(Mention { span, label, source: Source::Model, probability: 0.9, entity });
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

/// An article with known beads and names; names of one bead with the same entity are linked.
pub fn article(
    id: &str,
    zh: &Lines,
    en: &Lines,
    beads: &[BeadLine],
    names: &[Name],
) -> AnnotatedArticle {
    let (zh, en) = (version(Side::Chinese, zh), version(Side::English, en));
    let zh_mentions = mentions(&zh, names, Side::Chinese);
    let en_mentions = mentions(&en, names, Side::English);
    let mut links = Vec::new();
    let mut alignment = Alignment::default();
    for &(zh_sentences, en_sentences, confidence) in beads {
        let inside = |version: &Version, indices: &[usize], span: CharSpan| {
            indices.iter().any(|&index| version.sentences[index].span.contains(span))
        };
        let mut bead = Bead::of(zh_sentences, en_sentences);
        bead.confidence = confidence;
        bead.null_reason = if bead.is_null() { NullReason::Omitted } else { NullReason::None };
        for (z, zh_mention) in zh_mentions.iter().enumerate() {
            for (e, en_mention) in en_mentions.iter().enumerate() {
                if zh_mention.entity == en_mention.entity
                    && inside(&zh, zh_sentences, zh_mention.span)
                    && inside(&en, en_sentences, en_mention.span)
                {
                    links.push(MentionLink { zh: z, en: e, confidence: 0.9 });
                    let (zh, en) = (zh_mention.span, en_mention.span);
                    bead.word_links.push(WordLink { zh, en, score: 0.8 });
                }
            }
        }
        alignment.beads.push(bead);
    }
    let naming = Naming { zh: zh_mentions, en: en_mentions, links, entities: Vec::new() };
    let flags = vec![Vec::new(); alignment.beads.len()];
    let direction = Direction::ChineseToEnglish;
    let article =
        Article { id: id.into(), path: vec![format!("{id}.txt").into()], direction, zh, en };
    AnnotatedArticle { article, alignment, naming, flags }
}

/// The records of `articles` as a corpus folder.
pub fn write(folder: &Path, articles: &[AnnotatedArticle]) {
    let line = |record: String| record + "\n";
    let documents: String = articles
        .iter()
        .map(|article| line(serde_json::to_string(&document_record(article)).unwrap()))
        .collect();
    let beads: String = articles
        .iter()
        .flat_map(bead_records)
        .map(|record| line(serde_json::to_string(&record).unwrap()))
        .collect();
    let entities: String = duizhao_entities(articles);
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("documents.jsonl"), documents).unwrap();
    fs::write(folder.join("beads.jsonl"), beads).unwrap();
    fs::write(folder.join("entities.jsonl"), entities).unwrap();
    fs::write(folder.join("errors.jsonl"), "").unwrap();
}

fn duizhao_entities(articles: &[AnnotatedArticle]) -> String {
    let mut lines = std::collections::BTreeMap::new();
    for article in articles {
        for (side, version) in
            [(&article.naming.zh, &article.article.zh), (&article.naming.en, &article.article.en)]
        {
            for mention in side {
                let entry = lines.entry(mention.entity.clone()).or_insert_with(|| {
                    serde_json::json!({"id": mention.entity, "label": mention.label, "zh": "", "en": "",
                        "zh_aliases": [], "en_aliases": [], "mentions_zh": 0, "mentions_en": 0,
                        "docs": [], "confidence": 0.9})
                });
                let code = if version.language == Language::English { "en" } else { "zh" };
                let count = format!("mentions_{code}");
                entry[&count] = (entry[&count].as_u64().unwrap() + 1).into();
                let name = version.text.slice(mention.span);
                if entry[code] == "" {
                    entry[code] = name.into();
                }
                let doc = serde_json::Value::from(article.article.id.as_str());
                let docs = entry["docs"].as_array_mut().unwrap();
                if !docs.contains(&doc) {
                    docs.push(doc);
                }
            }
        }
    }
    lines.values().map(|line| format!("{line}\n")).collect()
}

const NAMES: &[Name] = &[
    ("苏岚", "Su Lan", Label::Per, "per:su-lan"),
    ("白沙港", "Baisha Harbour", Label::Loc, "loc:baisha-harbour"),
    ("渡轮协会", "Ferry Association", Label::Org, "org:ferry-association"),
    ("130万", "1.3 million", Label::Num, "num:1300000"),
];

/// The Chinese side of the first article.
pub const FERRY_ZH: &Lines = &[
    (Role::Headline, &["白沙港的末班渡轮"]),
    (
        Role::Body,
        &["苏岚在白沙港卖了三十年船票。", "渡轮协会说，去年有130万人坐船过海。", "新桥明年通车。"],
    ),
    (Role::Body, &["“到那时我就退休，”她说。", "她的女儿不同意。", "夜里，码头很安静。"]),
];

/// The English side of the first article.
pub const FERRY_EN: &Lines = &[
    (Role::Headline, &["The last ferry of Baisha Harbour"]),
    (
        Role::Body,
        &[
            "Su Lan has sold tickets in Baisha Harbour for thirty years.",
            "Last year 1.3 million people crossed by boat, the Ferry Association said.",
            "A new bridge opens next year.",
        ],
    ),
    (
        Role::Body,
        &[
            "“Then I will retire,” she said.",
            "At night the pier is quiet.",
            "Her daughter disagrees.",
        ],
    ),
];

/// The first article: right but for its last two pairs, which are swapped.
pub fn ferry() -> AnnotatedArticle {
    let beads: &[BeadLine] = &[
        (&[0], &[0], 0.95),
        (&[1], &[1], 0.97),
        (&[2], &[2], 0.96),
        (&[3], &[3], 0.9),
        (&[4], &[4], 0.92),
        (&[5], &[5], 0.41),
        (&[6], &[6], 0.38),
    ];
    article("harbour/ferry", FERRY_ZH, FERRY_EN, beads, NAMES)
}

/// The second article: short, with a name that the first has too.
pub fn bridge() -> AnnotatedArticle {
    let zh: &Lines =
        &[(Role::Headline, &["桥"]), (Role::Body, &["渡轮协会反对建桥。", "白沙港没有表态。"])];
    let en: &Lines = &[
        (Role::Headline, &["The bridge"]),
        (Role::Body, &["The Ferry Association is against the bridge."]),
    ];
    let beads: &[BeadLine] = &[(&[0], &[0], 0.9), (&[1], &[1], 0.88), (&[2], &[], 0.7)];
    article("harbour/bridge", zh, en, beads, NAMES)
}
