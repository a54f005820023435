//! A small corpus for the tests of the formats.

use crate::bead::{Alignment, Bead, Evidence, NullReason, WordLink};
use crate::document::{Article, Direction, Language, Side, Version};
use crate::flag::Flag;
use crate::mention::{Entity, Label, Mention, MentionLink, Naming, Source};
use crate::pipeline::AnnotatedArticle;
use crate::read::version_of;
use crate::split::split_lines;
use crate::text::CharSpan;
use crate::write::corpus::{ArticleRecords, CorpusWriter, Provenance};

use super::{ExportOptions, Format, OffsetUnit, Output, Selection, export as run};

/// One article: a headline without partner, a pair with names and marks of every kind, a null.
pub(super) fn article() -> AnnotatedArticle {
    let mut zh =
        version_of("王莉在“路透社”说：1 < 2 & 3😀。\n还有一句。\n", Language::SimplifiedChinese);
    let mut en = version_of(
        "A headline\nWang Li told \"Reuters\": 1 < 2 & 3, a\tb | c.\n",
        Language::English,
    );
    split_lines(&mut zh);
    split_lines(&mut en);
    let beads = vec![
        Bead { confidence: 0.9, null_reason: NullReason::Headline, ..Bead::of([], [0]) },
        Bead {
            confidence: 0.98765,
            evidence: Evidence {
                length: 0.5,
                lexical: 0.75,
                name: 1.0,
                number: 1.0,
                position: 0.9,
            },
            word_links: vec![word_link()],
            ..Bead::of([0], [1])
        },
        Bead { confidence: 0.4, null_reason: NullReason::Omitted, ..Bead::of([1], []) },
    ];
    let flags = vec![vec![], vec![], vec![Flag::PossibleOmission, Flag::LowConfidence]];
    let naming = naming(&zh, &en);
    let article = Article {
        id: "新闻/一".to_owned(),
        path: vec!["corpus/新闻/一.txt".into()],
        direction: Direction::ChineseToEnglish,
        zh,
        en,
    };
    AnnotatedArticle { article, alignment: Alignment { beads }, naming, flags }
}

fn word_link() -> WordLink {
    WordLink { zh: CharSpan::new(0, 2), en: CharSpan::new(11, 18), score: 0.8 }
}

fn naming(zh: &Version, en: &Version) -> Naming {
    let mention = |version: &Version, text: &str, label: Label, entity: &str| {
        let byte = version.text.as_str().find(text).unwrap();
        Mention {
            span: version.text.span_of_bytes(byte..byte + text.len()),
            label,
            source: Source::Model,
            probability: 0.9,
            entity: entity.to_owned(),
        }
    };
    let entity = |id: &str, label: Label, zh: &str, en: &str| Entity {
        id: id.to_owned(),
        label,
        zh: zh.to_owned(),
        en: en.to_owned(),
        zh_aliases: Vec::new(),
        en_aliases: Vec::new(),
        confidence: 0.97,
    };
    Naming {
        zh: vec![
            mention(zh, "王莉", Label::Per, "per:wang-li"),
            mention(zh, "路透社", Label::Org, "org:reuters"),
        ],
        en: vec![
            mention(en, "Wang Li", Label::Per, "per:wang-li"),
            mention(en, "Reuters", Label::Org, "org:reuters"),
        ],
        links: vec![
            MentionLink { zh: 0, en: 0, confidence: 0.99 },
            MentionLink { zh: 1, en: 1, confidence: 0.95 },
        ],
        entities: vec![
            entity("org:reuters", Label::Org, "路透社", "Reuters"),
            entity("per:wang-li", Label::Per, "王莉", "Wang Li"),
        ],
    }
}

/// The article as a corpus folder.
pub(crate) fn corpus() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut writer = CorpusWriter::create(home.path()).unwrap();
    let article = article();
    assert_eq!(article.naming.side(Side::Chinese).len(), 2);
    writer.add(&article, &ArticleRecords::of(&article)).unwrap();
    writer.finish(Provenance::default()).unwrap();
    home
}

/// Everything in code points.
pub(crate) fn options(format: Format) -> ExportOptions {
    ExportOptions { format, selection: Selection::default(), offsets: OffsetUnit::CodePoint }
}

/// The corpus in a format.
pub(crate) fn export_bytes(format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    run(corpus().path(), &options(format), Output::Writer(&mut bytes)).unwrap();
    bytes
}

/// The corpus in a text format.
pub(crate) fn export(format: Format) -> String {
    String::from_utf8(export_bytes(format)).unwrap()
}
