//! `duizhao adapt`: word pairs from confirmed beads, end to end.

use std::fs;

use crate::command_line::{duizhao, stdout};

/// A family name that no dictionary has, in two articles.
const ARTICLES: [(&str, &str, &str); 2] = [
    (
        "a",
        "穆鲁茨昨天来到了港口。\n\n船长没有见到穆鲁茨。\n\n港口在夜里关闭了。\n",
        "Muruc came to the harbour yesterday.\n\nThe captain did not see Muruc.\n\nThe harbour was closed in the night.\n",
    ),
    (
        "b",
        "穆鲁茨卖掉了那艘船。\n\n渔民们买下了它。\n\n天气很好，穆鲁茨很高兴。\n",
        "Muruc sold the ship.\n\nThe fishermen bought it.\n\nThe weather was fine, and Muruc was glad.\n",
    ),
];

fn corpus() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("corpus")).unwrap();
    for (name, zh, en) in ARTICLES {
        fs::write(home.path().join(format!("corpus/{name}.zh.txt")), zh).unwrap();
        fs::write(home.path().join(format!("corpus/{name}.en.txt")), en).unwrap();
    }
    assert_eq!(duizhao(home.path(), &["build", "--quiet"]).status.code(), Some(0));
    home
}

#[test]
fn what_a_reviewer_confirmed_is_learnt_and_can_be_used() {
    let home = corpus();
    let refused = duizhao(home.path(), &["adapt", "output"]);
    assert_eq!(refused.status.code(), Some(2), "nothing is confirmed yet");
    let table = duizhao(home.path(), &["export", "output", "--to", "tsv"]);
    let confirmed = stdout(&table).replace("\tauto\t", "\tconfirmed\t");
    fs::write(home.path().join("check.tsv"), &confirmed).unwrap();
    assert_eq!(duizhao(home.path(), &["import", "output", "check.tsv"]).status.code(), Some(0));

    let adapted = duizhao(home.path(), &["adapt", "output"]);
    let message = String::from_utf8(adapted.stderr).unwrap();
    assert_eq!(adapted.status.code(), Some(0), "{message}");
    assert!(message.contains("from 6 beads of 2 articles"), "{message}");
    assert!(message.contains("beads found again, of 6"), "{message}");
    let lexicon = fs::read_to_string(home.path().join("output/lexicon.tsv")).unwrap();
    assert!(lexicon.starts_with("zh\ten\tweight\n"), "{lexicon}");
    assert!(lexicon.contains("穆鲁茨\tmuruc\t"), "{lexicon}");

    let again = duizhao(home.path(), &["adapt", "output", "-o", "-", "--quiet"]);
    assert_eq!(stdout(&again), lexicon, "the same corpus gives the same table");
    for command in [
        &["align", "corpus/a.zh.txt", "corpus/a.en.txt", "--lexicon", "output/lexicon.tsv"][..],
        &["build", "--quiet", "--lexicon", "output/lexicon.tsv"],
    ] {
        assert_eq!(duizhao(home.path(), command).status.code(), Some(0), "{command:?}");
    }
    assert!(home.path().join("output/lexicon.tsv").exists(), "a rebuilt corpus keeps its table");
}

#[test]
fn beads_that_the_aligner_is_sure_of_can_be_learnt_from() {
    let home = corpus();
    let adapted = duizhao(home.path(), &["adapt", "output", "--min-confidence", "0"]);
    assert_eq!(adapted.status.code(), Some(0));
    assert!(home.path().join("output/lexicon.tsv").exists());
}

#[test]
fn terms_are_read_from_tsv_tbx_and_tmx() {
    let home = corpus();
    let tbx = "<tbx><text><body><termEntry><langSet xml:lang=\"zh\"><tig><term>穆鲁茨</term></tig></langSet>\
        <langSet xml:lang=\"en\"><tig><term>Muruc</term></tig></langSet></termEntry></body></text></tbx>";
    let tmx = "<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"zh-CN\"><seg>穆鲁茨</seg></tuv>\
        <tuv xml:lang=\"en-US\"><seg>Muruc</seg></tuv></tu></body></tmx>";
    let files = [("terms.tsv", "穆鲁茨\tMuruc\n"), ("terms.tbx", tbx), ("terms.tmx", tmx)];
    let align = ["align", "corpus/a.zh.txt", "corpus/a.en.txt"];
    let plain = duizhao(home.path(), &align);
    let mut with_terms = Vec::new();
    for (name, content) in files {
        fs::write(home.path().join(name), content).unwrap();
        let found = duizhao(home.path(), &[&align[..], &["--lexicon", name]].concat());
        assert_eq!(found.status.code(), Some(0), "{name}");
        with_terms.push(stdout(&found).to_owned());
    }
    assert!(with_terms.iter().all(|found| *found == with_terms[0]));
    assert_ne!(with_terms[0], stdout(&plain), "the terms are links between words");
}
