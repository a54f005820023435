//! Packs the name lists: the TSV files of `training/tagger/word_lists.py`, the name pairs and the well-known names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duizhao::tag::names::{Names, phrase};
use duizhao::tag::table::Table;
use duizhao::tag::{chinese, english, hash};

/// Where the lists are and where they go.
#[derive(clap::Args)]
pub struct Options {
    /// Folder written by training/tagger/word_lists.py
    #[arg(long)]
    lists: PathBuf,
    /// Folder with name-pairs.tsv
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Tab-separated: Chinese and English variants with `/` between them, label
    #[arg(long, default_value = "training/links/common-names.tsv")]
    common: PathBuf,
    /// The packed file
    #[arg(long, default_value = "data/names/tables/names.bin")]
    output: PathBuf,
}

/// Pack and write.
pub fn run(options: &Options) -> Result<()> {
    let mut pairs = rows(&options.data.join("name-pairs.tsv"))?;
    pairs.extend(rows(&options.common)?.iter().flat_map(|row| common_pairs(row)));
    let names = Names::new(
        vectors(&options.lists)?,
        words(&options.lists)?,
        english_phrases(&options.lists, &pairs)?,
        chinese_phrases(&options.lists, &pairs)?,
    );
    let packed = names.pack()?;
    println!("{} bytes: {}", packed.len(), options.output.display());
    fs::write(&options.output, packed).with_context(|| options.output.display().to_string())
}

fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let content =
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    Ok(content.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// Words with the numbers of their vectors + 1.
fn vectors(lists: &Path) -> Result<Table> {
    let entry = |row: Vec<String>| -> Result<(u32, u32)> {
        Ok((hash::key(hash::of_str(&row[0])), row[1].parse::<u32>()? + 1))
    };
    let words = rows(&lists.join("words.tsv"))?.into_iter().map(entry);
    // Words whose keys meet keep the first vector; combining the bits of two would make a third.
    let mut words = words.collect::<Result<Vec<_>>>()?;
    words.sort_unstable();
    words.dedup_by_key(|entry| entry.0);
    Ok(Table::new(words))
}

/// Bands: given names by share of the population (over or under .05 %), surnames by rank
/// (first 2,000, first 20,000, others).
fn words(lists: &Path) -> Result<Table> {
    let key = |name: &str| hash::key(hash::of_str(&name.to_lowercase()));
    let mut entries = Vec::new();
    for row in rows(&lists.join("first-names.tsv"))? {
        let share: f64 = row[1].parse()?;
        entries.push((key(&row[0]), if share > 0.05 { 1 } else { 2 }));
    }
    for row in rows(&lists.join("last-names.tsv"))? {
        let rank: u32 = row[1].parse()?;
        let band = if rank < 2_000 { 1 } else { 2 + u32::from(rank >= 20_000) };
        entries.push((key(&row[0]), band << 2));
    }
    Ok(Table::new(entries))
}

/// The source of the well-known names, as [`bit`] knows it.
const COMMON: &str = "common";

/// The variants of a row of well-known names side by side. Chinese ones that may mean something else are left out; English ones (acronyms)
/// are kept, since the tagger sees the words around them.
fn common_pairs(row: &[String]) -> Vec<Vec<String>> {
    let [zh, en, label] = row else { return Vec::new() };
    let zh: Vec<&str> = zh.split('/').filter(|name| !name.starts_with('~')).collect();
    let en: Vec<&str> = en.split('/').map(|name| name.trim_start_matches('~')).collect();
    if zh.is_empty() {
        return Vec::new();
    }
    (0..zh.len().max(en.len()))
        .map(|i| {
            [zh[i.min(zh.len() - 1)], en[i.min(en.len() - 1)], label, COMMON]
                .map(str::to_owned)
                .to_vec()
        })
        .collect()
}

/// The bit of a list and label.
fn bit(label: &str, source: &str) -> Option<u32> {
    if let Some(population) = source.strip_prefix("geonames") {
        return population.parse().ok().map(city_bit);
    }
    match (source, label) {
        ("cldr", _) => Some(phrase::TERRITORY),
        (COMMON, "PER") => Some(phrase::KNOWN_PERSON),
        (COMMON, "ORG") => Some(phrase::KNOWN_ORGANISATION),
        (COMMON, _) => Some(phrase::KNOWN_PLACE),
        (_, "PER") => Some(phrase::PERSON),
        (_, "ORG") => Some(phrase::ORGANISATION),
        (_, "LOC") => Some(phrase::PLACE),
        _ => Some(phrase::OTHER),
    }
}

fn city_bit(population: u32) -> u32 {
    match population {
        500_001.. => phrase::CITY_LARGE,
        100_001.. => phrase::CITY_MIDDLE,
        _ => phrase::CITY_SMALL,
    }
}

/// A phrase with all its beginnings: the whole gets `bits`, the beginnings are marked.
fn with_beginnings(hashes: &[u64], bits: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
    let last = hashes.len().saturating_sub(1);
    hashes.iter().enumerate().map(move |(index, &hash)| {
        (hash::key(hash), if index == last { bits } else { phrase::PREFIX })
    })
}

fn english_phrases(lists: &Path, pairs: &[Vec<String>]) -> Result<Table> {
    let mut phrases: Vec<(String, u32)> = Vec::new();
    for row in pairs {
        phrases.extend(bit(&row[2], &row[3]).map(|bits| (row[1].clone(), bits)));
    }
    for row in rows(&lists.join("cities.tsv"))? {
        phrases.push((row[0].clone(), city_bit(row[1].parse()?)));
    }
    for row in rows(&lists.join("states.tsv"))? {
        phrases.push((row[0].clone(), phrase::STATE));
    }
    for row in rows(&lists.join("counties.tsv"))? {
        phrases.push((row[0].clone(), phrase::COUNTY));
    }
    Ok(Table::new(phrases.iter().flat_map(|(name, bits)| {
        with_beginnings(&english::phrase_hashes(name), *bits).collect::<Vec<_>>()
    })))
}

fn chinese_phrases(lists: &Path, pairs: &[Vec<String>]) -> Result<Table> {
    let mut phrases: Vec<(String, u32)> = Vec::new();
    for row in pairs {
        phrases.extend(bit(&row[2], &row[3]).map(|bits| (row[0].clone(), bits)));
    }
    for row in rows(&lists.join("chinese-cities.tsv"))? {
        phrases.push((row[0].clone(), city_bit(row[1].parse()?)));
    }
    for row in rows(&lists.join("surnames.tsv"))? {
        phrases.push((row[0].clone(), phrase::SURNAME));
    }
    let long_enough = |name: &str, bits: u32| bits == phrase::SURNAME || name.chars().count() > 1;
    phrases.retain(|(name, bits)| long_enough(name, *bits));
    Ok(Table::new(phrases.iter().flat_map(|(name, bits)| {
        let chars: Vec<char> = name.chars().collect();
        let hashes: Vec<u64> =
            (1..=chars.len()).map(|n| chinese::phrase_hash(&chars[..n])).collect();
        with_beginnings(&hashes, *bits).collect::<Vec<_>>()
    })))
}
