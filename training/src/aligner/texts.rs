//! The development texts with their gold: literary and academic beads, news articles with linked
//! segments.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use duizhao::document::{Language, Side, Version};
use duizhao::read;
use duizhao::split::split_version;

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Corpus {
    /// Six chapters of novels, MAC-Dev.
    Literary,
    /// Academic texts.
    Academic,
    /// Made of sentence pairs: only fitted on.
    Constructed,
    /// News articles in three variants.
    News,
}

/// A bead by sentence indices.
pub type GoldBead = (Vec<usize>, Vec<usize>);

/// Linked segments of the two texts, as `score_news.py` has them.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Segments {
    /// The Chinese segments.
    pub zh: Vec<String>,
    /// The English segments.
    pub en: Vec<String>,
    /// Pairs of indices that translate each other.
    pub links: Vec<(usize, usize)>,
}

/// What is known of the right alignment.
#[derive(Debug, Clone)]
pub enum Gold {
    /// The beads.
    Beads(Vec<GoldBead>),
    /// Linked segments, which may be longer than sentences.
    Segments(Segments),
}

/// A text with its gold.
#[derive(Debug, Clone)]
pub struct Example {
    /// File name without extensions; news have the variant after a dot.
    pub name: String,
    /// Where it comes from.
    pub corpus: Corpus,
    /// Examples of one group are variants of one text and stay in one fold.
    pub group: String,
    /// The Chinese side.
    pub zh: Version,
    /// The English side.
    pub en: Version,
    /// The right alignment.
    pub gold: Gold,
}

/// All development texts below `data`, by corpus and name.
pub fn load(data: &Path) -> anyhow::Result<Vec<Example>> {
    let mut examples = beads(&data.join("bench/align-dev"))?;
    examples.extend(news(&data.join("bench/news-dev"))?);
    examples.sort_by(|a, b| (a.corpus, &a.name).cmp(&(b.corpus, &b.name)));
    Ok(examples)
}

fn names_with(folder: &Path, extension: &str) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{}: no development data there", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(extension).map(str::to_owned));
    }
    names.sort();
    if names.is_empty() {
        bail!("{}: no file ends in {extension}", folder.display());
    }
    Ok(names)
}

/// Texts cut into sentences with gold beads.
pub fn beads(folder: &Path) -> anyhow::Result<Vec<Example>> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).context(name.to_owned());
    names_with(folder, ".gold")?
        .into_iter()
        .map(|name| {
            let literary = name.starts_with("mac");
            Ok(Example {
                corpus: if literary { Corpus::Literary } else { Corpus::Academic },
                group: name.clone(),
                zh: read::version_of_lines(
                    &text(&format!("{name}.zh"))?,
                    Language::SimplifiedChinese,
                ),
                en: read::version_of_lines(&text(&format!("{name}.en"))?, Language::English),
                gold: Gold::Beads(parse_beads(&text(&format!("{name}.gold"))?)?),
                name,
            })
        })
        .collect()
}

fn parse_beads(gold: &str) -> anyhow::Result<Vec<GoldBead>> {
    let list = |side: &str| -> anyhow::Result<Vec<usize>> {
        let inner = side.trim().trim_start_matches('[').trim_end_matches(']');
        let numbers = inner.split(',').map(str::trim).filter(|number| !number.is_empty());
        numbers.map(|number| number.parse().with_context(|| side.to_owned())).collect()
    };
    gold.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (zh, en) = line.split_once(':').context(line.to_owned())?;
            let en = en.split(']').next().unwrap_or("");
            Ok((list(zh)?, list(en)?))
        })
        .collect()
}

/// Raw articles with linked segments, read and split by the program.
pub fn news(folder: &Path) -> anyhow::Result<Vec<Example>> {
    let rules = read::Rules::embedded();
    let mut articles = BTreeMap::new();
    for input in read::find_articles(&[folder.to_owned()]) {
        for article in input.read(&rules) {
            let article = article.map_err(|error| anyhow::anyhow!("{error}"))?;
            let name = article.id.rsplit('/').next().unwrap_or(&article.id).to_owned();
            articles.insert(name, article);
        }
    }
    names_with(folder, ".gold.json")?
        .into_iter()
        .map(|name| {
            let mut article = articles.remove(&name).with_context(|| name.clone())?;
            split_version(&mut article.zh, Side::Chinese);
            split_version(&mut article.en, Side::English);
            let gold = fs::read_to_string(folder.join(format!("{name}.gold.json")))?;
            Ok(Example {
                corpus: Corpus::News,
                group: name.rsplit_once('.').map_or(&*name, |(article, _)| article).to_owned(),
                zh: article.zh,
                en: article.en,
                gold: Gold::Segments(serde_json::from_str(&gold)?),
                name,
            })
        })
        .collect()
}
