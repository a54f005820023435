//! Faults planted in a small corpus, each of which validation must find at its place.

use std::fs;
use std::path::Path;

use super::{Fault, validate};
use crate::export::fixture::corpus;

const BEADS: &str = "beads.jsonl";
const DOCUMENTS: &str = "documents.jsonl";
const ENTITIES: &str = "entities.jsonl";
const ERRORS: &str = "errors.jsonl";
const MANIFEST: &str = "manifest.json";
const SCHEMA: &str = "schema/beads.schema.json";

/// In which file a line is changed, from what, to what; and the line and field that validation
/// must name.
type Planted = (&'static str, usize, &'static str, &'static str, &'static str);

const PLANTED: &[Planted] = &[
    // What the bead says about itself.
    (BEADS, 2, "\"id\":\"新闻/一/b0001\"", "\"id\":\"新闻/一/b0007\"", "id"),
    (BEADS, 3, "\"doc\":\"新闻/一\"", "\"doc\":\"新闻/二\"", "doc"),
    (BEADS, 2, "\"zh\":\"王莉在", "\"zh\":\"王丽在", "zh"),
    (BEADS, 2, "\"en\":\"Wang Li told", "\"en\":\"Wang Li  told", "en"),
    (BEADS, 2, "\"type\":\"1-1\"", "\"type\":\"2-1\"", "type"),
    (BEADS, 2, "\"type\":\"1-1\"", "\"type\":\"one\"", "type"),
    (BEADS, 2, "\"confidence\":0.9877", "\"confidence\":1.5000", "confidence"),
    (BEADS, 2, "\"confidence\":0.9877", "\"confidence\":0.98765", "confidence"),
    (BEADS, 3, "\"confidence\":0.4000", "\"confidence\":0.4", "confidence"),
    (BEADS, 2, "\"confidence\":0.9877", "\"confidence\":0.5000", "confidence"),
    (BEADS, 2, "\"confidence\":0.9877", "\"confidence\":\"high\"", "confidence"),
    (BEADS, 2, "\"crossing\":false", "\"crossing\":true", "crossing"),
    (BEADS, 2, "\"role\":\"body\"", "\"role\":\"caption\"", "role"),
    (BEADS, 2, "\"role\":\"body\"", "\"role\":\"title\"", "role"),
    (BEADS, 1, "\"null_reason\":\"headline\"", "\"null_reason\":\"\"", "null_reason"),
    (BEADS, 2, "\"null_reason\":\"\"", "\"null_reason\":\"omitted\"", "null_reason"),
    (
        BEADS,
        3,
        "\"flags\":[\"possible_omission\",\"low_confidence\"]",
        "\"flags\":[\"low_confidence\",\"possible_omission\"]",
        "flags",
    ),
    (BEADS, 3, "\"possible_omission\"", "\"something\"", "flags[0]"),
    (BEADS, 2, "\"status\":\"auto\"", "\"status\":\"done\"", "status"),
    (BEADS, 2, "\"length\":0.5000", "\"length\":2.0000", "evidence.length"),
    // Its sentences and mentions.
    (
        BEADS,
        2,
        "\"zh_sentences\":[{\"index\":0,\"start\":0",
        "\"zh_sentences\":[{\"index\":0,\"start\":1",
        "zh_sentences[0]",
    ),
    (
        BEADS,
        2,
        "\"en_sentences\":[{\"index\":1",
        "\"en_sentences\":[{\"index\":9",
        "en_sentences[0]",
    ),
    (BEADS, 2, "\"end\":2,\"text\":\"王莉\"", "\"end\":3,\"text\":\"王莉\"", "zh_entities[0].text"),
    (
        BEADS,
        2,
        "\"end\":2,\"text\":\"王莉\"",
        "\"end\":999,\"text\":\"王莉\"",
        "zh_entities[0].end",
    ),
    (BEADS, 2, "\"end\":2,\"text\":\"王莉\"", "\"end\":0,\"text\":\"王莉\"", "zh_entities[0].end"),
    (
        BEADS,
        2,
        "\"start\":4,\"end\":7,\"text\":\"路透社\"",
        "\"start\":1,\"end\":7,\"text\":\"路透社\"",
        "zh_entities[1].start",
    ),
    (BEADS, 2, "\"label\":\"PER\"", "\"label\":\"PERSON\"", "zh_entities[0].label"),
    (BEADS, 2, "\"entity\":\"per:wang-li\"", "\"entity\":\"per:nobody\"", "zh_entities[0].entity"),
    (BEADS, 2, "\"source\":\"model\"", "\"source\":\"guess\"", "zh_entities[0].source"),
    (BEADS, 2, "{\"zh\":1,\"en\":1,", "{\"zh\":7,\"en\":1,", "entity_links[1].zh"),
    (BEADS, 2, "{\"zh\":1,\"en\":1,", "{\"zh\":1,\"en\":7,", "entity_links[1].en"),
    (BEADS, 2, "{\"zh\":0,\"en\":0,", "{\"zh\":0,\"en\":1,", "entity_links[0]"),
    (BEADS, 2, "\"zh_end\":2", "\"zh_end\":99", "word_links[0]"),
    // The form of a record.
    (BEADS, 2, ",\"comment\":\"\"", "", ""),
    (BEADS, 2, "\"comment\":\"\"", "\"comment\":null", "comment"),
    (BEADS, 2, "\"comment\":\"\"", "\"comment\":\"\\ud800\"", ""),
    (BEADS, 2, "\"comment\":\"\"", "\"comment\":\"\",\"note\":\"\"", ""),
    (BEADS, 2, "\"id\":", "\"id\": ", "id"),
    (BEADS, 2, "{\"id\"", "\"id\"", ""),
    // Documents.
    (DOCUMENTS, 1, "\"path\":[\"corpus/", "\"path\":[\"/home/me/corpus/", "path[0]"),
    (
        DOCUMENTS,
        1,
        "\"translation_direction\":\"zh-en\"",
        "\"translation_direction\":\"fr-en\"",
        "translation_direction",
    ),
    (DOCUMENTS, 1, "\"lang\":\"zh-Hans\"", "\"lang\":\"en\"", "zh.lang"),
    (DOCUMENTS, 1, "\"published\":\"\"", "\"published\":\"2026-03-11\"", "zh.published"),
    (DOCUMENTS, 1, "\"published\":\"\"", "\"published\":\"20261399\"", "zh.published"),
    (DOCUMENTS, 1, "\"text\":\"王莉", "\"text\":\"王丽", "zh.sha256"),
    (
        DOCUMENTS,
        1,
        "\"paragraphs\":[{\"start\":0,\"end\":21",
        "\"paragraphs\":[{\"start\":0,\"end\":20",
        "zh.sentences[0].paragraph",
    ),
    (
        DOCUMENTS,
        1,
        "{\"start\":22,\"end\":27,\"role\":\"body\"}",
        "{\"start\":20,\"end\":27,\"role\":\"body\"}",
        "zh.paragraphs[1].start",
    ),
    (DOCUMENTS, 1, "\"id\":\"新闻/一/zh0001\"", "\"id\":\"新闻/一/zh0002\"", "zh.sentences[1].id"),
    (
        DOCUMENTS,
        1,
        "\"start\":0,\"end\":21,\"paragraph\":0",
        "\"start\":0,\"end\":21,\"paragraph\":5",
        "zh.sentences[0].paragraph",
    ),
    (
        DOCUMENTS,
        1,
        "\"start\":0,\"end\":21,\"paragraph\":0",
        "\"start\":0,\"end\":22,\"paragraph\":0",
        "zh.sentences[0].start",
    ),
    (
        DOCUMENTS,
        1,
        "\"start\":0,\"end\":21,\"paragraph\":0",
        "\"start\":0,\"end\":20,\"paragraph\":0",
        "zh.paragraphs[0]",
    ),
    (
        DOCUMENTS,
        1,
        "\"start\":22,\"end\":27,\"paragraph\":1",
        "\"start\":22,\"end\":99,\"paragraph\":1",
        "zh.sentences[1].end",
    ),
    (DOCUMENTS, 1, "\"text\":\"路透社\"", "\"text\":\"法新社\"", "zh.entities[1].text"),
    (
        DOCUMENTS,
        1,
        "\"beads\":[{\"zh\":[],\"en\":[0]",
        "\"beads\":[{\"zh\":[],\"en\":[0,1]",
        "en.sentences[1]",
    ),
    (
        DOCUMENTS,
        1,
        "\"beads\":[{\"zh\":[],\"en\":[0]",
        "\"beads\":[{\"zh\":[],\"en\":[]",
        "beads[0]",
    ),
    (
        DOCUMENTS,
        1,
        "\"beads\":[{\"zh\":[],\"en\":[0]",
        "\"beads\":[{\"zh\":[],\"en\":[9]",
        "beads[0].en",
    ),
    (DOCUMENTS, 1, "\"type\":\"0-1\"", "\"type\":\"1-1\"", "beads[0].type"),
    (
        DOCUMENTS,
        1,
        "\"confidence\":0.9000,\"crossing\":false",
        "\"confidence\":0.9000,\"crossing\":true",
        "beads[0].crossing",
    ),
    (DOCUMENTS, 1, "\"coverage_zh\":0.5000", "\"coverage_zh\":0.6000", "quality.coverage_zh"),
    (
        DOCUMENTS,
        1,
        "\"mean_confidence\":0.7626",
        "\"mean_confidence\":0.9000",
        "quality.mean_confidence",
    ),
    (DOCUMENTS, 1, "\"crossings\":0", "\"crossings\":3", "quality.crossings"),
    (DOCUMENTS, 1, "\"flagged\":1", "\"flagged\":0", "quality.flagged"),
    // Entities.
    (ENTITIES, 1, "\"mentions_zh\":1", "\"mentions_zh\":2", "mentions_zh"),
    (ENTITIES, 2, "\"mentions_en\":1", "\"mentions_en\":0", "mentions_en"),
    (ENTITIES, 1, "\"docs\":[\"新闻/一\"]", "\"docs\":[\"新闻/二\"]", "docs"),
    (ENTITIES, 1, "\"zh\":\"路透社\",\"en\":\"Reuters\"", "\"zh\":\"\",\"en\":\"\"", "zh"),
    (ENTITIES, 1, "\"zh_aliases\":[]", "\"zh_aliases\":[\"路透社\"]", "zh_aliases"),
    (ENTITIES, 1, "\"en_aliases\":[]", "\"en_aliases\":[\"b\",\"a\"]", "en_aliases"),
    (ENTITIES, 2, "\"id\":\"per:wang-li\"", "\"id\":\"a:wang-li\"", "id"),
    // Manifest and schemas.
    (MANIFEST, 0, "\"articles\": 1", "\"articles\": 2", "counts.articles"),
    (MANIFEST, 0, "\"errors\": 0", "\"errors\": 1", "counts.errors"),
    (MANIFEST, 0, "\"sentences_zh\": 2", "\"sentences_zh\": 3", "counts.sentences_zh"),
    (MANIFEST, 0, "\"sentences_en\": 2", "\"sentences_en\": 1", "counts.sentences_en"),
    (MANIFEST, 0, "\"beads\": 3", "\"beads\": 4", "counts.beads"),
    (MANIFEST, 0, "\"0-1\": 1", "\"0-2\": 1", "counts.beads_by_type"),
    (MANIFEST, 0, "\"1-1\": 1", "\"1-1\": 2", "counts.beads_by_type"),
    (MANIFEST, 0, "\"crossings\": 0", "\"crossings\": 2", "counts.crossings"),
    (
        MANIFEST,
        0,
        "\"mean_confidence\": 0.7626",
        "\"mean_confidence\": 0.7630",
        "counts.mean_confidence",
    ),
    (MANIFEST, 0, "\"mentions_zh\": 2", "\"mentions_zh\": 0", "counts.mentions_zh"),
    (MANIFEST, 0, "\"mentions_en\": 2", "\"mentions_en\": 3", "counts.mentions_en"),
    (MANIFEST, 0, "\"links\": 2", "\"links\": 1", "counts.links"),
    (MANIFEST, 0, "\"entities\": 2", "\"entities\": 3", "counts.entities"),
    (MANIFEST, 0, "\"flagged\": 1", "\"flagged\": 0", "counts.flagged"),
    (MANIFEST, 0, "duizhao-corpus/1", "duizhao-corpus/0", "format"),
    (MANIFEST, 0, "\"errors.jsonl\"", "\"faults.jsonl\"", "files"),
    (SCHEMA, 0, "\"required\"", "\"requires\"", ""),
];

fn change(folder: &Path, file: &str, line: usize, from: &str, to: &str) {
    let path = folder.join(file);
    let content = fs::read_to_string(&path).unwrap();
    let changed = if line == 0 {
        content.replacen(from, to, 1)
    } else {
        let mut lines: Vec<_> = content.split('\n').map(str::to_owned).collect();
        lines[line - 1] = lines[line - 1].replacen(from, to, 1);
        lines.join("\n")
    };
    assert_ne!(content, changed, "{file}:{line}: {from:?} is not there");
    fs::write(path, changed).unwrap();
}

fn faults(folder: &Path) -> Vec<Fault> {
    validate(folder).unwrap().faults
}

fn assert_found(folder: &Path, file: &str, line: usize, field: &str, planted: &str) {
    let faults = faults(folder);
    let found =
        faults.iter().any(|f| (f.file.as_str(), f.line, f.field.as_str()) == (file, line, field));
    let all: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(found, "planted {planted} at {file}:{line} {field:?}, found\n{}", all.join("\n"));
}

#[test]
fn a_sound_corpus_has_no_faults() {
    let corpus = corpus();
    assert_eq!(faults(corpus.path()), []);
}

#[test]
fn every_planted_fault_is_found_with_file_line_and_field() {
    for &(file, line, from, to, field) in PLANTED {
        let corpus = corpus();
        change(corpus.path(), file, line, from, to);
        assert_found(corpus.path(), file, line, field, to);
    }
}

#[test]
fn faults_of_whole_lines_are_found() {
    let edit = |file: &str, edit: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let corpus = corpus();
        let path = corpus.path().join(file);
        fs::write(&path, edit(fs::read(&path).unwrap())).unwrap();
        corpus
    };
    let cut = edit(BEADS, &|bytes| bytes[..bytes.len() - 1].to_vec());
    assert_found(cut.path(), BEADS, 3, "", "a cut line");
    let bad = edit(BEADS, &|bytes| [b"\xff", &bytes[..]].concat());
    assert_found(bad.path(), BEADS, 1, "", "bytes that are not UTF-8");
    let empty_line = edit(BEADS, &|bytes| [b"\n", &bytes[..]].concat());
    assert_found(empty_line.path(), BEADS, 1, "", "an empty line");
    let twice = edit(DOCUMENTS, &|bytes| bytes.repeat(2));
    assert_found(twice.path(), DOCUMENTS, 2, "id", "an article that is there twice");
    let missing = edit(ENTITIES, &|bytes| {
        bytes.split_inclusive(|b| *b == b'\n').skip(1).flatten().copied().collect()
    });
    assert_found(missing.path(), DOCUMENTS, 1, "zh.entities[1].entity", "a missing entity");
    let fewer = edit(BEADS, &|bytes| {
        bytes.split_inclusive(|b| *b == b'\n').take(2).flatten().copied().collect()
    });
    assert_found(fewer.path(), DOCUMENTS, 1, "beads", "a missing bead");
    let swapped = edit(BEADS, &|bytes| {
        let mut lines: Vec<_> = bytes.split_inclusive(|b| *b == b'\n').collect();
        lines.swap(0, 1);
        lines.concat()
    });
    assert_found(swapped.path(), BEADS, 1, "id", "beads in another order");
    let error = |doc: &str, path: &str, message: &str, offset: i64| {
        format!(
            "{{\"doc\":\"{doc}\",\"path\":\"{path}\",\"stage\":\"read\",\"code\":\"empty\",\
             \"message\":\"{message}\",\"byte_offset\":{offset}}}\n"
        )
    };
    for (line, field) in [
        (error("新闻/一", "a.txt", "m", -1), "doc"),
        (error("b", "C:\\\\a.txt", "m", -1), "path"),
        (error("b", "a.txt", " ", -1), "message"),
        (error("b", "a.txt", "m", -2), "byte_offset"),
    ] {
        let faulty = edit(ERRORS, &|_| line.clone().into_bytes());
        assert_found(faulty.path(), ERRORS, 1, field, &line);
    }
}

#[test]
fn missing_and_exchanged_files_are_found() {
    for file in [BEADS, DOCUMENTS, ENTITIES, ERRORS, MANIFEST, SCHEMA, "README.md"] {
        let corpus = corpus();
        fs::remove_file(corpus.path().join(file)).unwrap();
        assert_found(corpus.path(), file, 0, "", "a missing file");
    }
    let corpus = corpus();
    fs::write(corpus.path().join("README.md"), "mine").unwrap();
    assert_found(corpus.path(), MANIFEST, 0, "files[README.md]", "another card");
    assert!(validate(&corpus.path().join("schema")).is_err());
}
