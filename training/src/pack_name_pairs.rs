//! `pack-name-pairs`: the list of name pairs and the transliteration table → the packed tables of
//! `data/names`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::link::name_table::{plain_chinese, plain_english};

/// Compression level: slow to write, once; reading is as fast as at any level.
const LEVEL: i32 = 19;

/// Arguments of the command.
#[derive(clap::Args)]
pub struct Options {
    /// Tab-separated: Chinese, English, label, source, pinyin; with a header or without
    #[arg(long, default_value = "../shared/data/name-pairs.tsv")]
    pairs: PathBuf,
    /// Tab-separated: Chinese and English variants with `/` between them, label
    #[arg(long, default_value = "training/links/common-names.tsv")]
    common: PathBuf,
    /// Tab-separated: character, Latin chunk, probability
    #[arg(long, default_value = "../shared/data/transliteration-table.tsv")]
    transliteration: PathBuf,
    /// Folder to write `pairs.bin` and `transliteration.bin` to
    #[arg(long, default_value = "data/names/tables")]
    output: PathBuf,
}

/// Write both tables; the same bytes for the same input.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut pairs = BTreeSet::new();
    let mut common = BTreeMap::new();
    for line in read(&options.pairs)?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [zh, en, label, ..] = fields[..] {
            add_variants(&mut pairs, zh, en, label);
        }
    }
    for line in read(&options.common)?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [zh, en, label] = fields[..] else { continue };
        let main = plain_english(en.split('/').next().unwrap_or_default().trim_start_matches('~'));
        for zh in zh.split('/') {
            let (zh, also_another) = match zh.strip_prefix('~') {
                Some(zh) => (zh, true),
                None => (zh, false),
            };
            for en in en.split('/') {
                let (en, also_another) = match en.strip_prefix('~') {
                    Some(en) => (en, true),
                    None => (en, also_another),
                };
                add(&mut pairs, zh, en, label);
                if also_another {
                    continue;
                }
                let pair = (plain_chinese(zh), plain_english(en), label.to_owned());
                common.entry(pair).or_insert_with(|| main.clone());
            }
        }
    }
    // What the other lists call an organisation is a place if the list here says so: 苏联.
    pairs.retain(|(zh, en, label)| {
        let place = (zh.clone(), en.clone(), "LOC".to_owned());
        label != "ORG" || !common.contains_key(&place)
    });
    let line = |pair: &(String, String, String)| {
        let (zh, en, label) = pair;
        let main = common.get(pair).map(|main| format!("\t{main}")).unwrap_or_default();
        format!("{zh}\t{en}\t{label}{main}")
    };
    let lines: Vec<String> = pairs.iter().map(line).collect();
    write(&options.output.join("pairs.bin"), &lines.join("\n"))?;
    println!("{} name pairs", pairs.len());
    write(&options.output.join("transliteration.bin"), read(&options.transliteration)?.trim_end())
}

type Pairs = BTreeSet<(String, String, String)>;

fn add(pairs: &mut Pairs, zh: &str, en: &str, label: &str) {
    let (zh, en) = (plain_chinese(zh), plain_english(en));
    if !zh.is_empty() && !en.is_empty() {
        pairs.insert((zh, en, label.to_owned()));
    }
}

/// A pair as listed, and places without what the list adds to their names.
fn add_variants(pairs: &mut Pairs, zh: &str, en: &str, label: &str) {
    // "Chitu district of Keelung City 基隆市[...]": what explains is no name.
    let name = en.split(|c: char| {
        !c.is_ascii() && !c.is_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&c)
    });
    let name = name.into_iter().next().unwrap_or_default().trim();
    // "Ningde prefecture level city in Fujian" says where it is: no name either.
    let explained = [" in ", " level city", " district of "].iter().any(|sign| name.contains(sign));
    if label != "LOC" || !explained {
        add(pairs, zh, name, label);
    }
    if label != "LOC" {
        return;
    }
    for explanation in [
        " district of ",
        " prefecture level city",
        " county level city",
        " sub-provincial city",
        " city in ",
        " county",
        " district",
        " city",
        " province",
        " prefecture",
        " autonomous ",
        " town in ",
        " state of ",
    ] {
        if let Some((short, _)) = name.split_once(explanation) {
            add(pairs, zh, short, label);
        }
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let packed = zstd::encode_all(text.as_bytes(), LEVEL)?;
    fs::write(path, packed).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Titles are outside of a name (`tests/gold/README.md`, rule 1), and what is on the list is found as it stands.
    #[test]
    fn rows_are_whole_and_persons_have_no_titles() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("links/common-names.tsv");
        let list = std::fs::read_to_string(path).unwrap();
        let mut rows = std::collections::BTreeSet::new();
        for row in list.lines() {
            assert!(rows.insert(row), "twice: {row}");
            let fields: Vec<&str> = row.split('\t').collect();
            let [zh, en, label] = fields[..] else { panic!("not three fields: {row}") };
            assert!(["PER", "ORG", "LOC"].contains(&label), "{row}");
            for name in zh.split('/').chain(en.split('/')) {
                assert!(!name.trim_start_matches('~').is_empty() && name == name.trim(), "{row}");
                let titles = ["President ", "Chief Executive ", "Minister ", "Senator ", "Mayor "];
                let offices = ["总统", "部长", "议员", "主席", "州长", "市长"];
                let titled = titles.iter().any(|title| name.starts_with(title))
                    || offices.iter().any(|office| name.ends_with(office));
                assert!(label != "PER" || !titled, "a title: {row}");
            }
        }
    }
}
