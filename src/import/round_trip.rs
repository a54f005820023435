//! Export → correct elsewhere → import: what comes back is what went out.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::import;
use crate::document::Side;
use crate::export::fixture::{corpus, export_bytes, options};
use crate::export::{Format, Output, export};
use crate::record::Status;
use crate::review::action::{Action, Refusal};
use crate::review::desk::Belief;
use crate::review::{Desk, DeskError};

/// The formats that come back, with their extensions.
const FORMATS: [(Format, &str); 6] = [
    (Format::Tsv, "tsv"),
    (Format::Csv, "csv"),
    (Format::Xlsx, "xlsx"),
    (Format::Tmx, "tmx"),
    (Format::Xliff, "xliff"),
    (Format::Jsonl, "jsonl"),
];

fn export_to(folder: &Path, format: Format, file: &Path) -> Vec<u8> {
    let mut options = options(format);
    options.selection.statuses.insert(Status::Rejected);
    export(folder, &options, Output::File(file)).unwrap();
    fs::read(file).unwrap()
}

/// Correct the pair of the corpus at the desk.
fn correct(folder: &Path, zh: &str, en: &str, comment: &str, status: Status) {
    let mut desk = Desk::open(folder).unwrap();
    let bead = desk.state(0).beads[1].key();
    let correct = |side, text: &str| Action::Correct { bead, side, text: Some(text.to_owned()) };
    let actions = [
        correct(Side::Chinese, zh),
        correct(Side::English, en),
        Action::Comment { bead, text: comment.to_owned() },
        Action::SetStatus { bead, status },
    ];
    for action in actions {
        let belief = Belief { seen: desk.sequence(0), ..Belief::default() };
        match desk.act(0, &action, &belief) {
            Ok(_) | Err(DeskError::Refused(Refusal::NoChange)) => {}
            Err(error) => panic!("{action:?}: {error}"),
        }
    }
}

/// Text without white space at its ends.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof!["[一-龥。，“”《》]{1,8}", "[a-zA-Z<>&\"'|=+@-]{1,8}", "\\PC{1,6}"];
    prop::collection::vec(part, 1..4)
        .prop_map(|parts| parts.concat().trim().to_owned())
        .prop_filter("text", |text| !text.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn corrections_survive_the_journey(
        zh in text(),
        en in text(),
        comment in text(),
        status in prop::sample::select(vec![Status::Auto, Status::Confirmed, Status::Rejected]),
    ) {
        let reviewed = corpus();
        correct(reviewed.path(), &zh, &en, &comment, status);
        let files = tempfile::tempdir().unwrap();
        for (format, extension) in FORMATS {
            let file = files.path().join(format!("out.{extension}"));
            let sent = export_to(reviewed.path(), format, &file);
            prop_assert_ne!(&sent, &export_bytes(format), "nothing was corrected");
            let fresh = corpus();
            let summary = import(fresh.path(), &file).unwrap();
            prop_assert_eq!(&summary.refused, &[]);
            let back = export_to(fresh.path(), format, &files.path().join("back"));
            prop_assert!(sent == back, "{:?} differs", format);
            let again = import(fresh.path(), &file).unwrap();
            prop_assert_eq!(again.changed, 0);
        }
    }
}

#[test]
fn an_untouched_export_changes_nothing() {
    for (format, extension) in FORMATS {
        let (corpus, files) = (corpus(), tempfile::tempdir().unwrap());
        let file = files.path().join(format!("out.{extension}"));
        fs::write(&file, export_bytes(format)).unwrap();
        let summary = import(corpus.path(), &file).unwrap();
        assert_eq!((summary.changed, summary.refused), (0, vec![]), "{format:?}");
    }
}

#[test]
fn rows_that_fit_nowhere_are_named() {
    let (corpus, files) = (corpus(), tempfile::tempdir().unwrap());
    let file = files.path().join("out.tsv");
    let rows = "id\ten\tstatus\n新闻/一/b0009\tx\tauto\n新闻/二/b0000\tx\tauto\n\
                新闻/一/b0001\tWang Li said so.\tperfect\n新闻/一/b0002\tNew text.\tauto\n";
    fs::write(&file, rows).unwrap();
    let summary = import(corpus.path(), &file).unwrap();
    let refused: Vec<_> = summary.refused.iter().map(|refused| refused.line).collect();
    assert_eq!((summary.rows, summary.changed, refused), (4, 0, vec![2, 3, 4, 5]));
}

/// A correction of a Chinese text of the small corpus, as a table with another delimiter.
fn corrected_table(delimiter: char) -> String {
    format!("id{delimiter}zh{delimiter}en\r\n新闻/一/b0002{delimiter}还有一句话。{delimiter}\r\n")
}

#[test]
fn what_a_spreadsheet_saves_is_read() {
    let utf16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let (commas, tabs) = (corrected_table(','), corrected_table('\t'));
    for (name, bytes) in [
        ("a.csv", gb18030(&commas)),
        ("a.tsv", gb18030(&tabs)),
        ("a.csv", utf16(&commas)),
        ("a.tsv", utf16(&tabs)),
        ("a.csv", utf16(&tabs)),
        ("a.csv", format!("\u{feff}{commas}").into_bytes()),
        ("a.csv", gb18030(&corrected_table(';'))),
    ] {
        let (corpus, files) = (corpus(), tempfile::tempdir().unwrap());
        let file = files.path().join(name);
        fs::write(&file, &bytes).unwrap();
        let summary = import(corpus.path(), &file).unwrap();
        assert_eq!((summary.changed, summary.refused), (1, vec![]), "{name} {bytes:?}");
        let back = export_to(corpus.path(), Format::Jsonl, &files.path().join("back"));
        assert!(String::from_utf8(back).unwrap().contains("还有一句话。"), "{name} {bytes:?}");
    }
}

#[test]
fn a_bead_with_two_rows_is_an_error_with_both_lines() {
    let (corpus, files) = (corpus(), tempfile::tempdir().unwrap());
    let file = files.path().join("out.tsv");
    fs::write(&file, "id\ten\na/b0001\tx\na/b0002\ty\na/b0001\tz\n").unwrap();
    let error = import(corpus.path(), &file).unwrap_err().to_string();
    assert!(error.contains("lines 2 and 4") && error.contains("a/b0001"), "{error}");
}

#[test]
fn a_side_that_was_emptied_has_a_reason() {
    let (corpus, files) = (corpus(), tempfile::tempdir().unwrap());
    let file = files.path().join("out.tsv");
    fs::write(&file, "id\tzh\ten\n新闻/一/b0001\t王莉说。\t\n").unwrap();
    assert_eq!(import(corpus.path(), &file).unwrap().changed, 1);
    let records = export_to(corpus.path(), Format::Jsonl, &files.path().join("back"));
    let records = String::from_utf8(records).unwrap();
    let line = records.lines().find(|line| line.contains("新闻/一/b0001")).unwrap();
    let bead: crate::record::BeadRecord = serde_json::from_str(line).unwrap();
    assert_eq!((bead.zh.as_str(), bead.en.as_str()), ("王莉说。", ""));
    assert_eq!(bead.null_reason, crate::bead::NullReason::Omitted);
}
