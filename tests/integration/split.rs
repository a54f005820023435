//! Sentence bounds: the hand-made cases, and what must hold for any text.

use std::collections::BTreeMap;

use duizhao::document::Side;
use duizhao::split::split_paragraph;
use proptest::prelude::*;

/// Cut `text` and mark the bounds as `tests/gold/splitting.tsv` does.
fn marked(text: &str, side: Side) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::new();
    let mut end = 0;
    for span in split_paragraph(text, side) {
        result.extend(&characters[end..span.start]);
        if span.start > 0 && end > 0 {
            result.push('‖');
        }
        result.extend(&characters[span.start..span.end]);
        end = span.end;
    }
    result.extend(&characters[end..]);
    result
}

#[test]
fn the_hand_made_cases_are_cut_as_marked() {
    let table = include_str!("../gold/splitting.tsv");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for line in table.lines().skip(1).filter(|line| !line.is_empty()) {
        let [language, expected, shows] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let side = if language == "zh" { Side::Chinese } else { Side::English };
        let found = marked(&expected.replace('‖', ""), side);
        if found != expected {
            failures.push(format!("{shows}\n  expected {expected}\n  found    {found}"));
        }
        *counts.entry(language).or_default() += 1;
    }
    assert!(counts["zh"] >= 75 && counts["en"] >= 75, "{counts:?}");
    assert!(failures.is_empty(), "{} cases:\n{}", failures.len(), failures.join("\n"));
}

/// Text made of the characters that matter to the splitter, and of any others.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z ]{1,6}",
        3 => "[你我他说道问了的，、：；—]{1,4}",
        4 => "[.?!。？！…．\"'“”‘’「」『』()（）《》\\[\\]0-9]{1,3}",
        1 => "\\PC{1,3}",
        1 => any::<char>().prop_map(String::from),
        1 => Just("\u{2028}\r\n\u{a0}\u{3000}".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Chinese), Just(Side::English)]
}

proptest! {
    #[test]
    fn sentences_and_gaps_rebuild_the_text(text in any_text(), side in side()) {
        let characters: Vec<char> = text.chars().collect();
        let mut end = 0;
        for span in split_paragraph(&text, side) {
            prop_assert!(end <= span.start && span.start < span.end);
            prop_assert!(span.end <= characters.len());
            prop_assert!(characters[end..span.start].iter().all(|c| c.is_whitespace()));
            prop_assert!(!characters[span.start].is_whitespace());
            prop_assert!(!characters[span.end - 1].is_whitespace());
            end = span.end;
        }
        prop_assert!(characters[end..].iter().all(|c| c.is_whitespace()));
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    for unit in ["a.)", "“。", "。”", "……", "\"", "'", "(", "（。", "他说：“", "《", ". ", "A. "]
    {
        let seconds = |repeats: usize| {
            let text = unit.repeat(repeats);
            let start = std::time::Instant::now();
            std::hint::black_box(split_paragraph(&text, Side::Chinese));
            std::hint::black_box(split_paragraph(&text, Side::English));
            start.elapsed().as_secs_f64()
        };
        let (short, long) = (seconds(20_000), seconds(200_000));
        assert!(long < 60.0 * short + 0.5, "{unit}: {short} s, ten times as much {long} s");
    }
}
