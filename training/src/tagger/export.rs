//! Writes what the taggers see of sentences for the training of the network: tokens with their tags,
//! features and words. `training/tagger/network.py` reads the file.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duizhao::document::Side;
use duizhao::tag;
use duizhao::tag::names::Names;
use duizhao::tag::observation::Observation;
use rayon::prelude::*;

use super::augment;
use super::data::{self, Example, Labelled, consistent, gold_tags, token_targets};

/// Sentences of one kind.
struct Part {
    /// What the sentences are: 0 gold, 1 news labelled by the teacher, 2 copies of these, 3 silver, 4 texts labelled by the teacher.
    kind: u8,
    /// The sentences.
    examples: Vec<Example>,
}

/// Write the parts to `path`: the numbers of sentences, tokens and features (u32), then arrays one
/// after the other: for each sentence its number of tokens (u32), number of mentions (u16), kind, fold and
/// whether its tags are consistent (u8 each); for each token its tag (u8), the probability of each tag
/// (u8, 255 is one), its word + 1 (u32) and its number of features (u16); the features (u32).
fn write(path: &Path, side: Side, names: &Names, parts: &[Part]) -> Result<()> {
    let observed: Vec<(Observation, Vec<u8>)> = parts
        .par_iter()
        .flat_map(|part| &part.examples)
        .map(|example| {
            let mut observation = tag::observe(&example.text, side, names);
            observation.features.sort_unstable();
            observation.features.dedup();
            let gold = gold_tags(&observation, example);
            (observation, gold)
        })
        .collect();
    let file = fs::File::create(path).with_context(|| path.display().to_string())?;
    let mut out = BufWriter::new(file);
    let tokens: usize = observed.iter().map(|(o, _)| o.tokens.len()).sum();
    let features: usize = observed.iter().map(|(o, _)| o.features.len()).sum();
    for number in [observed.len(), tokens, features] {
        out.write_all(&u32::try_from(number)?.to_le_bytes())?;
    }
    for (observation, _) in &observed {
        out.write_all(&(observation.tokens.len() as u32).to_le_bytes())?;
    }
    let examples = || parts.iter().flat_map(|part| &part.examples);
    for example in examples() {
        out.write_all(&(example.mentions.len() as u16).to_le_bytes())?;
    }
    for part in parts {
        out.write_all(&vec![part.kind; part.examples.len()])?;
    }
    for part in parts {
        let folds = (0..part.examples.len()).map(|index| data::fold(index) as u8);
        out.write_all(&folds.collect::<Vec<_>>())?;
    }
    for (_, gold) in &observed {
        out.write_all(&[u8::from(consistent(gold))])?;
    }
    for (_, gold) in &observed {
        out.write_all(gold)?;
    }
    for (example, (observation, _)) in examples().zip(&observed) {
        out.write_all(token_targets(observation, example).as_flattened())?;
    }
    for (observation, _) in &observed {
        for word in &observation.words {
            out.write_all(&word.map_or(0, |number| number + 1).to_le_bytes())?;
        }
    }
    for (observation, _) in &observed {
        let mut counts = vec![0u16; observation.tokens.len()];
        observation.features.iter().for_each(|(token, _)| counts[*token as usize] += 1);
        for count in counts {
            out.write_all(&count.to_le_bytes())?;
        }
    }
    for (observation, _) in &observed {
        for (_, key) in &observation.features {
            out.write_all(&key.to_le_bytes())?;
        }
    }
    Ok(out.flush()?)
}

/// What to export.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the IOB2 and silver files
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Labels of the teacher
    #[arg(long)]
    labels: Vec<PathBuf>,
    /// Folder with the texts that labels are about, beside those in the data folder
    #[arg(long, default_value = "texts")]
    texts: PathBuf,
    /// Sentences with labels of earlier taggers, JSON lines
    #[arg(long)]
    silver: Vec<PathBuf>,
    /// The packed name lists
    #[arg(long, default_value = "data/names/tables/names.bin")]
    names: PathBuf,
    /// zh or en
    #[arg(long)]
    side: String,
    /// The file to write
    #[arg(long)]
    output: PathBuf,
}

/// Export.
pub fn run(options: &Options) -> Result<()> {
    let names = Names::unpack(&fs::read(&options.names)?)?;
    let side = if options.side == "zh" { Side::Chinese } else { Side::English };
    let mut labelled = Labelled::default();
    for file in &options.labels {
        let read = data::read_labels(file, &options.data, &options.texts, side)?;
        labelled.news.extend(read.news);
        labelled.texts.extend(read.texts);
    }
    let mut silver = Vec::new();
    for file in &options.silver {
        silver.extend(data::read_silver(file, side)?);
    }
    let gold = data::gold(&options.data, side)?;
    let copies = augment::copies(&labelled.news, side);
    let parts = [gold, labelled.news, copies, silver, labelled.texts];
    let [gold, news, copies, silver, texts] = parts.each_ref().map(Vec::len);
    println!("{side}: {gold} gold, {news} news, {copies} copies, {silver} silver, {texts} texts");
    let parts: Vec<Part> =
        parts.into_iter().zip(0..).map(|(examples, kind)| Part { kind, examples }).collect();
    write(&options.output, side, &names, &parts)
}
