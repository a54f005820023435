//! The command line: exit codes, streams, formats.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Run the program in `folder`.
pub fn duizhao(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, arguments, b"")
}

/// Run the program in `folder` with something on standard input.
pub fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

const ZH: &str = "大坝昨夜开闸泄洪。\n\n下游三个村庄的居民已经撤离，县长何敏说。\n";
const EN: &str = "The dam opened its gates last night.\n\nResidents of three villages downstream have left, said He Min, the county chief.\n";

/// A folder with `a.zh.txt` and `a.en.txt`.
fn pair() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("corpus")).unwrap();
    fs::write(home.path().join("corpus/a.zh.txt"), ZH).unwrap();
    fs::write(home.path().join("corpus/a.en.txt"), EN).unwrap();
    home
}

const ALIGN: [&str; 3] = ["align", "corpus/a.zh.txt", "corpus/a.en.txt"];

#[test]
fn build_validate_and_export_work_without_a_word_of_advice() {
    let home = pair();
    let built = duizhao(home.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
    assert!(built.stdout.is_empty(), "data goes to standard output, and build prints none");
    assert!(stderr(&built).contains("beads       2 (1-1 2)"), "{}", stderr(&built));
    let validated = duizhao(home.path(), &["validate"]);
    assert_eq!((validated.status.code(), stdout(&validated)), (Some(0), ""));
    let exported = duizhao(home.path(), &["export", "output", "--to", "tsv"]);
    assert_eq!(stdout(&exported).lines().count(), 3);
}

#[test]
fn an_article_may_come_from_standard_input() {
    let home = tempfile::tempdir().unwrap();
    let built = run(home.path(), &["build", "-"], format!("{ZH}\n{EN}").as_bytes());
    assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
    let beads = fs::read_to_string(home.path().join("output/beads.jsonl")).unwrap();
    assert!(beads.starts_with("{\"id\":\"stdin/b0000\""), "{beads}");
    assert_eq!(duizhao(home.path(), &["validate"]).status.code(), Some(0));
}

#[test]
fn an_article_that_fails_gives_exit_code_1_and_a_warning() {
    let home = pair();
    fs::write(home.path().join("corpus/b.zh.txt"), ZH).unwrap();
    let built = duizhao(home.path(), &["build"]);
    assert_eq!(built.status.code(), Some(1));
    assert!(stderr(&built).contains("warning: corpus/b.zh.txt"), "{}", stderr(&built));
    let quiet = duizhao(home.path(), &["build", "--quiet"]);
    assert_eq!((quiet.status.code(), stderr(&quiet)), (Some(1), ""));
}

#[test]
fn what_cannot_run_gives_exit_code_2_and_says_what_to_do() {
    let home = pair();
    for arguments in [
        &["build", "nowhere"][..],
        &["build", "--jobs", "0"],
        &["align", "corpus/a.zh.txt", "nowhere"],
        &["align", "-", "-"],
        &["validate", "corpus"],
        &["eval", "corpus", "corpus"],
        &["export", "corpus", "--to", "tmx"],
        &["import", "corpus", "corpus/a.zh.txt"],
        &["tag", "corpus/a.zh.txt", "--lang", "fr"],
        &["frobnicate"],
    ] {
        let output = duizhao(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).starts_with("error: "), "{arguments:?}: {}", stderr(&output));
    }
    fs::create_dir(home.path().join("mine")).unwrap();
    fs::write(home.path().join("mine/thesis.txt"), "mine").unwrap();
    let refused = duizhao(home.path(), &["build", "-o", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    let forced = duizhao(home.path(), &["build", "-o", "mine", "--force"]);
    assert_eq!(forced.status.code(), Some(0));
    assert_eq!(fs::read_to_string(home.path().join("mine/thesis.txt")).unwrap(), "mine");
}

#[test]
fn align_prints_every_format() {
    let home = pair();
    let format = |format| {
        let arguments = [&ALIGN[..], &["--format", format]].concat();
        stdout(&duizhao(home.path(), &arguments)).to_owned()
    };
    let beads = format("beads");
    assert!(beads.starts_with("[0]:[0]\t0.") || beads.starts_with("[0]:[0]\t1."), "{beads}");
    assert_eq!(beads.lines().count(), 2);
    assert!(format("jsonl").starts_with("{\"id\":\"a/b0000\",\"doc\":\"a\",\"zh\":\"大坝"));
    assert!(format("tsv").starts_with("type\tconfidence\tzh\ten\n1-1\t"));
    assert!(format("text").contains("大坝昨夜开闸泄洪。"));
    let explained = duizhao(home.path(), &[&ALIGN[..], &["--explain"]].concat());
    assert!(stdout(&explained).starts_with("[0]:[0]  probability"), "{}", stdout(&explained));
}

#[test]
fn lines_are_never_cut_and_keep_their_numbers() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("zh"), "好。很好。\n\n走吧。\n").unwrap();
    fs::write(home.path().join("en"), "Good. Very good.\n\n\nLet us go.\n").unwrap();
    let output = duizhao(home.path(), &["align", "zh", "en", "--lines", "--format", "beads"]);
    let beads: Vec<_> =
        stdout(&output).lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(beads, ["[0]:[0]", "[2]:[3]"]);
}

#[test]
fn tag_gives_one_record_a_line_with_offsets_in_it() {
    let home = tempfile::tempdir().unwrap();
    let input = "  Angela Merkel met CNN in Berlin.\n\nno names here\n".as_bytes();
    let output = run(home.path(), &["tag", "-", "--lang", "en", "--lines"], input);
    let records: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<_> = records.iter().map(|record| record["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["  Angela Merkel met CNN in Berlin.", "", "no names here"]);
    let mentions = records[0]["entities"].as_array().unwrap();
    assert!(!mentions.is_empty());
    for mention in mentions {
        let (start, end) = (mention["start"].as_u64().unwrap(), mention["end"].as_u64().unwrap());
        assert_eq!(&texts[0][start as usize..end as usize], mention["text"].as_str().unwrap());
    }
}

#[test]
fn split_prints_a_sentence_a_line() {
    let home = tempfile::tempdir().unwrap();
    let input = "水涨得很快。我们走吧！\n".as_bytes();
    let text = run(home.path(), &["split", "-", "--lang", "zh"], input);
    assert_eq!(stdout(&text), "水涨得很快。\n我们走吧！\n");
    let records = run(home.path(), &["split", "-", "--lang", "zh", "--format", "jsonl"], input);
    let second = stdout(&records).lines().nth(1).unwrap();
    assert_eq!(
        second,
        "{\"text\":\"我们走吧！\",\"start\":6,\"end\":11,\"paragraph\":0,\"role\":\"headline\"}"
    );
}

#[test]
fn a_broken_pipe_is_no_error() {
    let home = pair();
    let line = serde_json::json!({"id": "a", "zh": ZH, "en": EN}).to_string() + "\n";
    let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(["pipe", "--jobs", "2"])
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for _ in 0..200 {
        if input.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
}

#[test]
fn pipe_answers_while_its_input_is_open() {
    use std::io::{BufRead, BufReader};
    let home = pair();
    let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .arg("pipe")
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in ["a", "b", "c"] {
        let line = serde_json::json!({"id": id, "zh": ZH, "en": EN, "source": "x"});
        writeln!(input, "{line}").unwrap();
        let answer: serde_json::Value =
            serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!((&answer["id"], &answer["meta"]["source"]), (&id.into(), &"x".into()));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn every_command_has_an_example_and_colours_are_obeyed() {
    let home = tempfile::tempdir().unwrap();
    let help = duizhao(home.path(), &["--help"]);
    let commands = stdout(&help)
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next());
    let commands: Vec<_> = commands.filter(|name| !["help", "man"].contains(name)).collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        let help = duizhao(home.path(), &[command, "--help"]);
        let text = stdout(&help);
        assert!(
            text.contains(&format!("duizhao {command}")) && text.contains("Example"),
            "{command}"
        );
        assert!(!text.contains('\u{1b}'), "no colours where there is no terminal");
    }
    let error = duizhao(home.path(), &["build", "nowhere", "--color", "never"]);
    assert!(!stderr(&error).contains('\u{1b}'));
    let error = duizhao(home.path(), &["build", "nowhere", "--color", "always"]);
    assert!(stderr(&error).contains('\u{1b}'));
}

#[test]
fn completions_and_manual_are_made() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = duizhao(home.path(), &["completions", shell]);
        assert!(stdout(&script).contains("duizhao"), "{shell}");
    }
    let manual = duizhao(home.path(), &["man"]);
    assert!(stdout(&manual).contains(".TH") && stdout(&manual).contains("min\\-confidence"));
}

#[test]
fn eval_gives_the_figures_worked_out_by_hand() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["gold", "predicted"] {
        fs::create_dir(home.path().join(folder)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    write("gold/a.gold", "[0]:[0]\n[1, 2]:[1]\n[]:[2]\n");
    write("gold/b.gold", "[0]:[0]\n");
    write("predicted/a.beads", "[0]:[0]\t0.9\n[1]:[1]\t0.5\n[2]:[]\t0.5\n[]:[2]\t0.9\n");
    let output = duizhao(home.path(), &["eval", "gold", "predicted"]);
    // 2 of 4 predicted and of 4 gold beads are right; laxly 3 of 4 predicted and 3 of 4 gold.
    let all = stdout(&output).lines().find(|line| line.starts_with("all ")).unwrap();
    assert_eq!(
        all.split_whitespace().collect::<Vec<_>>().join(" "),
        "all P 0.500 R 0.500 F1 0.500 P 0.750 R 0.750 F1 0.750"
    );
    let below = duizhao(home.path(), &["eval", "gold", "predicted", "--min-f1", "0.6"]);
    assert_eq!(below.status.code(), Some(1));
}

#[test]
fn corrections_come_back_from_an_export() {
    let home = pair();
    duizhao(home.path(), &["build", "-q"]);
    duizhao(home.path(), &["export", "output", "--to", "csv", "-o", "check.csv", "-q"]);
    let file = home.path().join("check.csv");
    let table = fs::read_to_string(&file).unwrap();
    fs::write(&file, table.replace("opened its gates", "opened its floodgates")).unwrap();
    let imported = duizhao(home.path(), &["import", "output", "check.csv"]);
    assert_eq!(imported.status.code(), Some(0), "{}", stderr(&imported));
    assert!(stderr(&imported).contains("1 of 2 beads changed"), "{}", stderr(&imported));
    // The correction outlives a rebuild, and the export applies it.
    duizhao(home.path(), &["build", "-q"]);
    let exported = duizhao(home.path(), &["export", "output", "--to", "moses", "-o", "both"]);
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    let english = fs::read_to_string(home.path().join("both.en")).unwrap();
    assert!(english.starts_with("The dam opened its floodgates last night.\n"), "{english}");
    assert_eq!(duizhao(home.path(), &["validate"]).status.code(), Some(0));
}

/// Run the program, which must end with code 2, and give what it says.
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = duizhao(folder, arguments);
    let said = stderr(&output).to_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    said
}

#[test]
fn errors_name_their_cause_once_and_the_users_file() {
    let home = pair();
    duizhao(home.path(), &["build", "-q"]);
    for arguments in [
        &["export", "nowhere", "--to", "tmx"][..],
        &["import", "nowhere", "a.tsv"],
        &["review", "nowhere", "--no-open"],
        &["adapt", "nowhere"],
    ] {
        fs::write(home.path().join("a.tsv"), "id\n").unwrap();
        let said = refusal(home.path(), arguments);
        assert_eq!(said.matches("documents.jsonl").count(), 1, "{said}");
        assert_eq!(said.matches("os error").count(), 1, "{said}");
    }
    let lexicon = &["adapt", "output", "--min-confidence", "0", "-o", "no/folder/out.tsv"][..];
    for arguments in [&["export", "output", "--to", "tsv", "-o", "no/folder/out.tsv"][..], lexicon]
    {
        let said = refusal(home.path(), arguments);
        assert!(said.contains("cannot write no/folder/out.tsv"), "{said}");
        assert!(said.contains("there is no folder no/folder") && !said.contains(".tmp"), "{said}");
    }
}

#[test]
fn the_corpus_is_not_overwritten_by_an_export() {
    let home = pair();
    duizhao(home.path(), &["build", "-q"]);
    let beads = fs::read(home.path().join("output/beads.jsonl")).unwrap();
    for file in ["output/beads.jsonl", "./output/../output/manifest.json", "output/README.md"] {
        let said = refusal(home.path(), &["export", "output", "--to", "jsonl", "-o", file]);
        assert!(said.contains("a file of the corpus itself"), "{said}");
        let said = refusal(home.path(), &["adapt", "output", "-o", file]);
        assert!(said.contains("a file of the corpus itself"), "{said}");
    }
    assert_eq!(fs::read(home.path().join("output/beads.jsonl")).unwrap(), beads);
    assert_eq!(duizhao(home.path(), &["validate"]).status.code(), Some(0));
}

#[test]
fn a_share_outside_0_to_1_is_refused() {
    let home = pair();
    for share in ["1.5", "-0.5", "NaN", "95%"] {
        let option = format!("--min-confidence={share}");
        refusal(home.path(), &["export", "output", "--to", "tsv", &option]);
        refusal(home.path(), &["adapt", "output", &option]);
        let said = refusal(home.path(), &["eval", "a", "b", &format!("--min-f1={share}")]);
        assert!(said.contains("from 0 to 1"), "{said}");
    }
}

#[test]
fn a_review_that_cannot_be_kept_says_what_it_needs() {
    let home = pair();
    duizhao(home.path(), &["build", "-q"]);
    // A folder in the journal's place cannot be written to, whoever runs this test.
    fs::create_dir(home.path().join("output/review.sqlite")).unwrap();
    let said = refusal(home.path(), &["review", "output", "--no-open"]);
    assert!(said.contains("output must be writable"), "{said}");
}
