//! A folder in which one file is broken, built from end to end: the others are written, and the
//! broken one is a record that says where and what to do.

use std::fs;
use std::path::Path;

use crate::command_line::{duizhao, stdout};
use crate::read::{docx, en, gzip, zh};
use serde_json::Value;

/// A broken file, and what its record must say.
struct Broken {
    name: &'static str,
    bytes: Vec<u8>,
    code: &'static str,
    byte_offset: i64,
    /// Words of the advice.
    advice: &'static str,
}

fn broken_files() -> Vec<Broken> {
    let file =
        |name, bytes, code, byte_offset, advice| Broken { name, bytes, code, byte_offset, advice };
    let whole = zh() + &en();
    let mut bad_byte = whole.clone().into_bytes();
    bad_byte.insert(10, 0xFF);
    let document = docx(&[zh().trim(), en().trim()]);
    let packed = gzip(whole.as_bytes());
    let bad_json = "{\"zh\": \"\u{7532}\", \"en\": oops}\n";
    vec![
        file("broken.txt", bad_byte, "undecodable", 9, "save the file as UTF-8"),
        file("broken.txt", b"text \0 text".to_vec(), "undecodable", 5, "zero byte"),
        file("broken.txt", Vec::new(), "empty", -1, "put the article into it"),
        file("broken.txt", zh().into_bytes(), "one_language", -1, "add the English version"),
        file("broken.txt", en().into_bytes(), "one_language", -1, "add the Chinese version"),
        file("broken.zh.txt", zh().into_bytes(), "missing_partner", -1, "add corpus/broken.en.txt"),
        file("broken.docx", document[..document.len() / 2].to_vec(), "damaged_file", -1, "Word"),
        file("broken.txt.gz", packed[..packed.len() / 2].to_vec(), "damaged_file", -1, "again"),
        file("broken.jsonl", bad_json.into(), "invalid_record", 20, "line 1 is not valid JSON"),
        file("broken.csv", b"a,b\n1,2\n".to_vec(), "invalid_record", 0, "zh and en"),
        file("broken.pdf", b"%PDF-1.7".to_vec(), "unreadable", -1, "save it as .docx"),
        file("broken.html", b"<html></html>".to_vec(), "empty", -1, "put the article into it"),
    ]
}

fn records(path: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(path).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn nineteen_articles_and_one_error_come_out() {
    for broken in broken_files() {
        let home = tempfile::tempdir().unwrap();
        let corpus = home.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        for number in 1..20 {
            fs::write(corpus.join(format!("a{number:02}.txt")), zh() + &en()).unwrap();
        }
        fs::write(corpus.join(broken.name), &broken.bytes).unwrap();
        let built = duizhao(home.path(), &["build"]);
        let says = format!("{} {}", broken.name, String::from_utf8_lossy(&built.stderr));
        assert_eq!(built.status.code(), Some(1), "{says}");
        let output = home.path().join("output");
        assert_eq!(records(&output.join("documents.jsonl")).len(), 19, "{says}");
        let errors = records(&output.join("errors.jsonl"));
        assert_eq!(errors.len(), 1, "{errors:?}");
        let error = &errors[0];
        assert_eq!(error["code"], broken.code, "{error}");
        assert_eq!(error["path"], format!("corpus/{}", broken.name), "{error}");
        assert_eq!(error["byte_offset"], broken.byte_offset, "{error}");
        assert_eq!(error["stage"], "read", "{error}");
        assert!(error["message"].as_str().unwrap().contains(broken.advice), "{error}");
        let validated = duizhao(home.path(), &["validate"]);
        assert_eq!((validated.status.code(), stdout(&validated)), (Some(0), ""));
    }
}
