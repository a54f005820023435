//! What must hold for any text, random Unicode included: sentences and gaps rebuild the text, every
//! sentence is in exactly one bead, ids are unique, and every slice is what its record says.

use std::collections::BTreeSet;

use duizhao::document::Side;
use duizhao::flat::without_line_breaks;
use duizhao::pipeline::Pipeline;
use duizhao::read::{Rules, article_from_texts};
use duizhao::record::{BeadRecord, DocumentRecord, MentionRecord, VersionRecord};
use duizhao::write::records::{bead_records, document_record};
use proptest::prelude::*;

/// The records of an article with these texts; `None` if one of them is empty.
fn records(zh: &str, en: &str) -> Option<(DocumentRecord, Vec<BeadRecord>)> {
    let article = article_from_texts("a", zh, en, &Rules::embedded()).ok()?;
    let annotated = Pipeline::embedded().annotate(article);
    Some((document_record(&annotated), bead_records(&annotated)))
}

/// The code points `start..end` of a text.
fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn version(document: &DocumentRecord, side: Side) -> &VersionRecord {
    match side {
        Side::Chinese => &document.zh,
        Side::English => &document.en,
    }
}

/// Every property that does not hold.
fn faults(given: [&str; 2], document: &DocumentRecord, beads: &[BeadRecord]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for side in Side::BOTH {
        let version = version(document, side);
        if version.text != given[side as usize] {
            faults.push(format!("{side}: the text was changed"));
        }
        faults.extend(of_sentences(version, side));
        faults.extend(of_mentions(&version.text, &version.entities, side));
        let repeated = version.sentences.iter().filter(|sentence| !ids.insert(sentence.id.clone()));
        faults.extend(repeated.map(|sentence| format!("{} twice", sentence.id)));
        let mut uses = vec![0; version.sentences.len()];
        for bead in beads {
            let sentences =
                if side == Side::Chinese { &bead.zh_sentences } else { &bead.en_sentences };
            for sentence in sentences {
                match uses.get_mut(sentence.index) {
                    Some(uses) => *uses += 1,
                    None => faults.push(format!("{}: no such sentence", bead.id)),
                }
            }
        }
        let odd = uses.iter().enumerate().filter(|(_, uses)| **uses != 1);
        faults.extend(odd.map(|(index, uses)| format!("{side}: sentence {index} in {uses} beads")));
    }
    for bead in beads {
        if !ids.insert(bead.id.clone()) {
            faults.push(format!("{} twice", bead.id));
        }
        faults.extend(of_mentions(&bead.zh, &bead.zh_entities, Side::Chinese));
        faults.extend(of_mentions(&bead.en, &bead.en_entities, Side::English));
        faults.extend(of_text(document, bead));
    }
    faults
}

/// Sentences ascend, hold what is no white space, and rebuild the text with the gaps between them.
fn of_sentences(version: &VersionRecord, side: Side) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut end, mut rebuilt) = (0, String::new());
    for sentence in &version.sentences {
        if sentence.start < end || sentence.start >= sentence.end {
            faults.push(format!("{side}: {} is no span behind the last one", sentence.id));
            continue;
        }
        let gap = slice(&version.text, end, sentence.start);
        if !gap.trim().is_empty() {
            faults.push(format!("{side}: {gap:?} is in no sentence"));
        }
        rebuilt += &gap;
        rebuilt += &slice(&version.text, sentence.start, sentence.end);
        end = sentence.end;
    }
    rebuilt += &slice(&version.text, end, version.text.chars().count());
    if rebuilt != version.text {
        faults.push(format!("{side}: sentences and gaps do not rebuild the text"));
    }
    faults
}

fn of_mentions(text: &str, mentions: &[MentionRecord], side: Side) -> Vec<String> {
    let wrong = |mention: &&MentionRecord| {
        mention.start >= mention.end || slice(text, mention.start, mention.end) != mention.text
    };
    let fault = |mention: &MentionRecord| format!("{side}: {:?} is not there", mention.text);
    mentions.iter().filter(wrong).map(fault).collect()
}

/// A bead's text is that of its sentences, which stand where the document has them.
fn of_text(document: &DocumentRecord, bead: &BeadRecord) -> Vec<String> {
    let mut faults = Vec::new();
    for (side, text, sentences) in [
        (Side::Chinese, &bead.zh, &bead.zh_sentences),
        (Side::English, &bead.en, &bead.en_sentences),
    ] {
        let version = version(document, side);
        let runs = sentences.chunk_by(|left, right| left.index + 1 == right.index);
        let runs: Vec<String> = runs
            .map(|run| slice(&version.text, run[0].start, run[run.len() - 1].end))
            .map(|run| without_line_breaks(&run, side).into_owned())
            .collect();
        if *text != runs.join(if side == Side::English { " " } else { "" }) {
            faults.push(format!("{}: {side} is not the text of its sentences", bead.id));
        }
    }
    faults
}

/// Text of the characters that matter, and of any others.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,7} ",
        2 => "(Mr\\. Lee|CNN|3\\.5 percent|March 3|U\\.S\\.|two years ago|https://a\\.example/1) ",
        4 => "[他她在北京说了三百万美元的人口，、：；—]{1,6}",
        2 => "(维基·图雷茨基|2026年3月11日|百分之三十|国土安全部|《白》)",
        4 => "[.?!。？！…\"'“”‘’「」（）()《》0-9%$ ]{1,3}",
        2 => "(\n|\r\n|\n\n|\u{3000}\u{3000}|\u{a0}|\u{2028}|\u{85}|\t)",
        1 => "\\PC{1,3}",
        1 => any::<char>().prop_map(String::from),
        1 => "(😀|👩‍👩‍👧|e\u{301}|\u{feff}|𠮷)",
    ];
    prop::collection::vec(piece, 1..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn records_say_what_the_texts_say(zh in any_text(), en in any_text()) {
        if let Some((document, beads)) = records(&zh, &en) {
            prop_assert_eq!(faults([&zh, &en], &document, &beads), Vec::<String>::new());
        }
    }
}

/// The properties can fail: each planted fault is found.
#[test]
fn planted_faults_are_found() {
    let (zh, en) = (
        "国土安全部在北京。\n他走了。她在。",
        "Homeland Security is in Beijing. He left. She is there.",
    );
    let (document, beads) = records(zh, en).unwrap();
    assert_eq!(faults([zh, en], &document, &beads), Vec::<String>::new());
    assert!(!document.en.entities.is_empty(), "the planted faults need a mention");
    let found = |change: &dyn Fn(&mut DocumentRecord, &mut Vec<BeadRecord>)| {
        let (mut document, mut beads) = (document.clone(), beads.clone());
        change(&mut document, &mut beads);
        !faults([zh, en], &document, &beads).is_empty()
    };
    assert!(found(&|document, _| document.zh.text.push('。')), "a changed text");
    assert!(found(&|document, _| document.zh.sentences[0].end -= 1), "a lost character");
    assert!(found(&|document, _| drop(document.en.sentences.pop())), "a lost sentence");
    assert!(found(&|document, _| document.en.entities[0].start += 1), "a shifted mention");
    assert!(found(&|_, beads| drop(beads.pop())), "a lost bead");
    assert!(found(&|_, beads| beads[0].id = beads[1].id.clone()), "an id twice");
    assert!(found(&|_, beads| beads[0].zh.push('x')), "another text in a bead");
}

/// Lines broken for display say the same as whole ones.
#[test]
fn broken_lines_give_the_same_sentences_and_names() {
    let zh = "联邦官员星期一说，国土安全部正在同卫生与公众服务部谈判，要求查阅子女抚养费的数据库。\
              前任局长维基·图雷茨基说，这样做会让人们不再信任这个项目，许多家庭会因此受害。";
    let en = "Federal officials said on Monday that the Department of Homeland Security was in talks with the \
              Department of Health and Human Services about the child support database. Vicki Turetsky, a former \
              commissioner, said that people would no longer trust the program and many families would suffer.";
    let broken = |text: &str, width: usize, side: Side| {
        let mut lines = vec![String::new()];
        for word in match side {
            Side::Chinese => text.split_inclusive(|_: char| true).collect::<Vec<_>>(),
            Side::English => text.split_inclusive(' ').collect(),
        } {
            if lines.last().unwrap().chars().count() + word.trim_end().chars().count() > width {
                lines.push(String::new());
            }
            lines.last_mut().unwrap().push_str(word);
        }
        lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
    };
    let (zh_lines, en_lines) = (broken(zh, 19, Side::Chinese), broken(en, 60, Side::English));
    let (whole, broken) = (records(zh, en).unwrap(), records(&zh_lines, &en_lines).unwrap());
    assert_eq!(faults([&zh_lines, &en_lines], &broken.0, &broken.1), Vec::<String>::new());
    assert_eq!(broken.0.zh.paragraphs.len(), 1);
    assert_eq!(broken.0.en.paragraphs.len(), 1);
    let texts = |beads: &[BeadRecord]| -> Vec<(String, String)> {
        beads.iter().map(|bead| (bead.zh.clone(), bead.en.clone())).collect()
    };
    assert_eq!(texts(&whole.1), texts(&broken.1));
    for (whole, broken) in whole.1.iter().zip(&broken.1) {
        assert_eq!(whole.zh_entities, broken.zh_entities);
        assert_eq!(whole.en_entities, broken.en_entities);
        assert_eq!(whole.entity_links, broken.entity_links);
    }
}
