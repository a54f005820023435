//! The corpus folder: the same bytes always, and never a mixture of two runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command_line::duizhao;

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_owned();
            (below, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Build into `output` with these arguments, from the repository's root.
fn build(output: &Path, arguments: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let output_argument = output.to_str().unwrap();
    let all = [&["build", "-q", "-o", output_argument][..], arguments].concat();
    let run = duizhao(repository(), &all);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    files(output)
}

#[test]
fn threads_and_the_order_of_inputs_change_no_byte() {
    let home = tempfile::tempdir().unwrap();
    let output = |name: &str| home.path().join(name);
    let one = build(&output("1"), &["corpus", "--jobs", "1"]);
    assert!(one == build(&output("2"), &["corpus", "--jobs", "2"]), "--jobs 2 differs");
    assert!(one == build(&output("8"), &["corpus", "--jobs", "8"]), "--jobs 8 differs");
    let absolute = repository().join("corpus");
    let elsewhere = build(&output("absolute"), &[absolute.to_str().unwrap()]);
    assert!(one == elsewhere, "the place of the input shows");
    let mut entries: Vec<_> = fs::read_dir(&absolute)
        .unwrap()
        .map(|entry| format!("corpus/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    entries.sort();
    let forwards: Vec<_> = entries.iter().map(String::as_str).collect();
    let backwards: Vec<_> = forwards.iter().rev().copied().collect();
    let forwards = build(&output("forwards"), &forwards);
    assert!(forwards == build(&output("backwards"), &backwards), "the order of inputs shows");
}

#[test]
fn the_corpus_is_valid() {
    let home = tempfile::tempdir().unwrap();
    build(&home.path().join("output"), &["corpus"]);
    let run = duizhao(home.path(), &["validate", "output"]);
    let faults = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.code() == Some(0), "{faults}");
}

/// A folder with many small articles that all say `word`.
fn articles(folder: &Path, word: &str) {
    fs::create_dir(folder).unwrap();
    for index in 0..400 {
        let zh = format!("第{index}篇：{word}。\n我们走吧。\n");
        let en = format!("Article {index}: {word}.\nLet us go.\n");
        fs::write(folder.join(format!("a{index:03}.zh.txt")), zh).unwrap();
        fs::write(folder.join(format!("a{index:03}.en.txt")), en).unwrap();
    }
}

/// A run that is killed leaves the old corpus or the new one; the next run cleans up.
#[test]
fn a_killed_run_leaves_the_old_corpus_or_the_new_one() {
    let home = tempfile::tempdir().unwrap();
    articles(&home.path().join("old"), "旧 old");
    articles(&home.path().join("new"), "新 new");
    let corpus = |input: &str, output: &str| {
        let run = duizhao(home.path(), &["build", "-q", input, "-o", output]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        files(&home.path().join(output))
    };
    let started = Instant::now();
    let new = corpus("new", "expected");
    let duration = started.elapsed();
    let old = corpus("old", "output");
    let mut killed = 0;
    for step in 0..12u32 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
            .args(["build", "-q", "new", "-o", "output"])
            .current_dir(home.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the start to a little behind the end of a run.
        std::thread::sleep(duration * step / 10 + Duration::from_millis(1));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let left = files(&home.path().join("output"));
        assert!(left == old || left == new, "a mixture after {step}/10 of a run");
    }
    assert!(killed > 0, "no run was killed in time");
    assert!(corpus("new", "output") == new);
    let left: Vec<_> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        // One that was killed before it could lock its folder may be alive for all that the next
        // run knows; such a folder goes a minute later.
        .filter(|name| name.starts_with('.') && home.path().join(name).join("lock").exists())
        .collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

/// `output/` in the repository is what this version writes.
#[test]
fn the_committed_output_is_what_a_run_writes() {
    let committed = repository().join("output");
    let home = tempfile::tempdir().unwrap();
    let written = build(&home.path().join("output"), &["corpus"]);
    let expected = files(&committed);
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&expected), names(&written));
    for (name, bytes) in &written {
        let advice = "run `cargo run --release -- build` and commit output/ with the change";
        assert!(*bytes == expected[name], "{} differs: {advice}", name.display());
    }
}
