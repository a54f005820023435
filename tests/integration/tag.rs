//! The taggers with their embedded models.

use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::tag::Tagger;
use duizhao::text::Text;

/// The mentions of a sentence as `(text, label)`.
fn mentions(text: &str, side: Side) -> Vec<(String, Label)> {
    let indexed = Text::new(text);
    let tagged = Tagger::embedded().tag_sentence(text, side);
    tagged.mentions.iter().map(|m| (indexed.slice(m.span).to_owned(), m.label)).collect()
}

#[test]
fn names_are_found_in_both_languages_and_scripts() {
    let english = mentions("Maria Keller flew to Vienna on Monday.", Side::English);
    assert_eq!(english, [("Maria Keller".into(), Label::Per), ("Vienna".into(), Label::Loc)]);
    let simplified = mentions("陈国华昨天从上海飞往维也纳。", Side::Chinese);
    let expected =
        [("陈国华".into(), Label::Per), ("上海".into(), Label::Loc), ("维也纳".into(), Label::Loc)];
    assert_eq!(simplified, expected);
    let traditional = mentions("陳國華昨天從上海飛往維也納。", Side::Chinese);
    assert_eq!(
        traditional,
        [("陳國華".into(), Label::Per), ("上海".into(), Label::Loc), ("維也納".into(), Label::Loc)]
    );
}

#[test]
fn texts_without_words_have_no_mentions() {
    for text in ["", " ", "\n\t", "。", "…!?", "😀"] {
        for side in Side::BOTH {
            assert!(mentions(text, side).is_empty(), "{text:?}");
        }
    }
}

#[test]
fn a_forced_mention_is_decoded_and_probabilities_sum_to_one() {
    let text = "Paris Martin lives in Lyon.";
    let indexed = Text::new(text);
    let tagged = Tagger::embedded().tag_sentence(text, Side::English);
    let paris = indexed.span_of_bytes(0..5);
    let forced = tagged.decode_with(paris, Label::Loc).expect("Paris is a token");
    assert_eq!((forced[0].span, forced[0].label), (paris, Label::Loc));
    let probability = tagged.probability(paris);
    assert!((probability.labels.iter().sum::<f64>() + probability.outside - 1.0).abs() < 1e-6);
    assert!(tagged.decode_with(indexed.span_of_bytes(1..5), Label::Loc).is_none());
    assert!(tagged.decode_with(paris, Label::Date).is_none());
}

/// A row of a table of hard cases: what is hard (after a question mark: known to fail), the sentence, its names as
/// `(text, label)`.
type HardCase = (String, String, Vec<(String, Label)>);

/// The rows of a table of hard cases.
fn hard_cases(table: &str) -> Vec<HardCase> {
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        let names = columns[2].split("; ").map(|name| {
            let (label, name) = name.split_once(' ').expect("label and name");
            let label = Label::ALL.into_iter().find(|l| l.name() == label).expect("a label");
            (name.to_owned(), label)
        });
        (columns[0].to_owned(), columns[1].to_owned(), names.collect())
    })
    .collect()
}

fn assert_hard_cases(table: &str, side: Side) {
    let cases = hard_cases(table);
    let known = cases.iter().filter(|(what, ..)| what.starts_with('?')).count();
    assert!(cases.len() - known >= 40, "{side}: {} cases, {known} fail", cases.len());
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(what, sentence, expected)| {
            let found = mentions(&sentence, side);
            let as_said = (found == expected) != what.starts_with('?');
            (!as_said).then(|| format!("{what}: {sentence}\n  {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{side}: {} not as said\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn hard_english_names() {
    assert_hard_cases(include_str!("../gold/hard-names.en.tsv"), Side::English);
}

#[test]
fn hard_chinese_names() {
    assert_hard_cases(include_str!("../gold/hard-names.zh.tsv"), Side::Chinese);
}
