//! The dataset card: `README.md` of a corpus folder, with Hugging Face's front matter.
//!
//! The typed features are made from the JSON Schemas, so that they cannot differ from the records.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::write::manifest::FileEntry;
use crate::write::schema::RecordFile;
use crate::write::summary::Summary;

/// The record files that the card offers to load; errors are not data.
const CONFIGURATIONS: [RecordFile; 3] =
    [RecordFile::Beads, RecordFile::Documents, RecordFile::Entities];

/// The text of the card for a corpus with these figures and files.
pub fn dataset_card(counts: &Summary, files: &BTreeMap<String, FileEntry>) -> String {
    format!("---\n{}---\n\n{}", front_matter(counts, files), body(counts))
}

fn front_matter(counts: &Summary, files: &BTreeMap<String, FileEntry>) -> String {
    let mut yaml = String::from(
        "pretty_name: Aligned Chinese–English news articles\n\
         language:\n- zh\n- en\n\
         multilinguality: translation\n\
         task_categories:\n- translation\n- token-classification\n\
         tags:\n- parallel-corpus\n- sentence-alignment\n- named-entities\n",
    );
    let _ = writeln!(yaml, "size_categories:\n- {}", size_category(counts.beads));
    // A loader fails on a file without lines.
    let lines = |file: RecordFile| files.get(&file.file_name()).map_or(0, |entry| entry.lines);
    let offered = || CONFIGURATIONS.into_iter().filter(|file| lines(*file) > 0);
    if offered().next().is_none() {
        return yaml;
    }
    yaml.push_str("configs:\n");
    for file in offered() {
        let _ = writeln!(yaml, "- config_name: {}", file.stem());
        if file == RecordFile::Beads {
            yaml.push_str("  default: true\n");
        }
        let _ = writeln!(yaml, "  data_files:\n  - split: train\n    path: {}", file.file_name());
    }
    yaml.push_str("dataset_info:\n");
    for file in offered() {
        let _ = writeln!(yaml, "- config_name: {}\n  features:", file.stem());
        let schema = file.schema();
        push_features(&mut yaml, &schema, &schema, 2);
        let bytes = files.get(&file.file_name()).map_or(0, |entry| entry.bytes);
        let _ = writeln!(
            yaml,
            "  splits:\n  - name: train\n    num_bytes: {bytes}\n    num_examples: {}",
            lines(file)
        );
    }
    yaml
}

/// The size classes of Hugging Face's dataset cards.
fn size_category(examples: usize) -> &'static str {
    match examples {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        _ => "n>10M",
    }
}

/// The properties of an object schema as a list of features.
fn push_features(yaml: &mut String, object: &Value, root: &Value, indent: usize) {
    let pad = " ".repeat(indent);
    for name in property_names(object) {
        let _ = writeln!(yaml, "{pad}- name: {name}");
        push_type(yaml, &object["properties"][&name], root, indent + 2);
    }
}

/// The properties in the order of the record, which is the order of `required`: no field is optional.
fn property_names(object: &Value) -> Vec<String> {
    let required = object["required"].as_array();
    required.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn push_type(yaml: &mut String, schema: &Value, root: &Value, indent: usize) {
    let pad = " ".repeat(indent);
    let schema = resolve(schema, root);
    match schema["type"].as_str() {
        Some("array") => {
            let items = resolve(&schema["items"], root);
            if items["type"] == "object" {
                let _ = writeln!(yaml, "{pad}list:");
                push_features(yaml, items, root, indent);
            } else {
                let _ = writeln!(yaml, "{pad}list: {}", scalar(items));
            }
        }
        Some("object") => {
            let _ = writeln!(yaml, "{pad}struct:");
            push_features(yaml, schema, root, indent);
        }
        _ => {
            let _ = writeln!(yaml, "{pad}dtype: {}", scalar(schema));
        }
    }
}

/// Follow a reference into the definitions of the schema.
fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        Some(name) => &root["$defs"][name],
        None => schema,
    }
}

fn scalar(schema: &Value) -> &'static str {
    match schema["type"].as_str() {
        Some("integer") => "int64",
        Some("number") => "float64",
        Some("boolean") => "bool",
        _ => "string",
    }
}

fn body(counts: &Summary) -> String {
    let mut card = String::from(
        "# Aligned Chinese–English news articles\n\n\
         Chinese and English versions of the same articles, aligned sentence by sentence, with the\n\
         names on both sides tagged and linked. Made by duizhao; `manifest.json` says from which\n\
         files, with which version and settings.\n\n",
    );
    push_counts(&mut card, counts);
    card.push_str(FILES);
    for file in RecordFile::ALL {
        let _ = writeln!(card, "## {}\n", file.file_name());
        let schema = file.schema();
        push_fields(&mut card, &schema, &schema);
        card.push('\n');
    }
    card.push_str(RULES);
    card
}

fn push_counts(card: &mut String, counts: &Summary) {
    let _ = writeln!(card, "| | |\n|---|---:|");
    let _ = writeln!(card, "| articles | {} |", counts.articles);
    let _ = writeln!(card, "| articles that failed | {} |", counts.errors);
    let _ = writeln!(card, "| Chinese sentences | {} |", counts.sentences_zh);
    let _ = writeln!(card, "| English sentences | {} |", counts.sentences_en);
    let _ = writeln!(card, "| beads | {} |", counts.beads);
    let _ = writeln!(card, "| mean confidence | {:.4} |", counts.mean_confidence.value());
    let _ = writeln!(card, "| Chinese mentions | {} |", counts.mentions_zh);
    let _ = writeln!(card, "| English mentions | {} |", counts.mentions_en);
    let _ = writeln!(card, "| entities | {} |\n", counts.entities);
}

/// A table of fields: name, type, meaning.
fn push_fields(card: &mut String, object: &Value, root: &Value) {
    card.push_str("| field | type | meaning |\n|---|---|---|\n");
    for name in property_names(object) {
        let property = &object["properties"][&name];
        let meaning = property["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(card, "| `{name}` | {} | {} |", type_name(property, root), meaning);
    }
}

fn type_name(schema: &Value, root: &Value) -> String {
    let schema = resolve(schema, root);
    match schema["type"].as_str() {
        Some("array") => format!("list of {}", type_name(&schema["items"], root)),
        Some("object") => format!("`{{{}}}`", property_names(schema).join(", ")),
        _ => scalar(schema).to_owned(),
    }
}

const FILES: &str = "\
| file | one line per |
|---|---|
| `beads.jsonl` | bead: the sentences of both sides that translate each other, or sentences without a partner |
| `documents.jsonl` | article: full texts, paragraphs, sentences, mentions, beads |
| `entities.jsonl` | thing named in the corpus: its names in both languages |
| `errors.jsonl` | article that could not be processed |

";

const RULES: &str = "\
## Rules for every record

Every field is present in every record; empty is `[]` or `\"\"`. Offsets are Unicode code points,
end-exclusive. In `beads.jsonl` the offsets of mentions and words count in the bead's `zh` or `en`,
those of sentences in the article's text. Floats have four decimals. The schemas in `schema/`
(JSON Schema 2020-12) list all values of the closed lists.

`confidence` is a calibrated probability: of the beads with 0.9 about 90 % are right.
";
