//! Writes what the taggers see of sentences for the training of the network: tokens with their tags,
//! features and words. `training/tagger/network.py` reads the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duizhao::document::Side;
use duizhao::tag;
use duizhao::tag::names::{Names, phrase};
use duizhao::tag::observation::Observation;
use duizhao::tag::table::Table;
use rayon::prelude::*;

use super::augment;
use super::data::{
    self, Example, LabelledLine, Labeller, consistent, gold_tags, is_of_pairs, token_targets,
};
use super::written;

/// Sentences of one kind.
struct Part {
    /// What the sentences are: 0 gold, 1 news labelled by the teacher, 2 copies of these, 3 encyclopedia sentences
    /// written for training, 4 texts labelled by the teacher,
    /// 5 news labelled by readers, 6 texts labelled by readers, 7 copies of news labelled by readers,
    /// 8 written for training, 9 copies of these.
    kind: u8,
    /// The sentences.
    examples: Vec<Example>,
    /// The fold that each is held out in.
    folds: Vec<u8>,
}

impl Part {
    /// Sentences with the numbers that say which fold each is held out in.
    fn new(kind: u8, numbered: impl IntoIterator<Item = (usize, Example)>) -> Self {
        let (numbers, examples): (Vec<usize>, _) = numbered.into_iter().unzip();
        let folds = numbers.into_iter().map(|number| data::fold(number) as u8).collect();
        Self { kind, examples, folds }
    }
}

/// Write the parts to `path`: the numbers of sentences, tokens and features (u32), then arrays one
/// after the other: for each sentence its number of tokens (u32), number of mentions (u16), kind, fold and
/// whether its tags are consistent (u8 each); for each token its tag (u8), the probability of each tag
/// (u8, 255 is one), its word + 1 (u32) and its number of features (u16); the features (u32).
/// The lists without a share of their phrases, chosen by their keys, which are hashes.
fn with_names_hidden(names: Names, share: f64) -> Names {
    let is_hidden = |key: u32| f64::from(key.rotate_left(16)) < share * f64::from(u32::MAX);
    let hide = |table: &Table| {
        let entry = |(key, bits)| (key, if is_hidden(key) { bits & !phrase::LISTS } else { bits });
        Table::new(table.entries().into_iter().map(entry))
    };
    let (english, chinese) = (hide(&names.english_phrases), hide(&names.chinese_phrases));
    Names::new(names.vectors, names.words, english, chinese)
}

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
        out.write_all(&part.folds)?;
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
    /// Labels of readers
    #[arg(long)]
    read: Vec<PathBuf>,
    /// What the labels of readers count where there are those of the teacher too, which count the rest
    #[arg(long, default_value_t = 0.6)]
    share: f32,
    /// Folder with pairs written for training
    #[arg(long)]
    written: Option<PathBuf>,
    /// Golds of linking whose lines are left out, with a few lines around them
    #[arg(long)]
    without: Vec<PathBuf>,
    /// Folder with the texts that labels are about, beside those in the data folder
    #[arg(long, default_value = "texts")]
    texts: PathBuf,
    /// Folder with Chinese sentences of an encyclopedia, written for training after the manner of the gold
    #[arg(long)]
    encyclopedia: Option<PathBuf>,
    /// The packed name lists
    #[arg(long, default_value = "data/names/tables/names.bin")]
    names: PathBuf,
    /// The share of the names that training does not see in the lists. The lists were written by people who know the same news as the
    /// examples, and a network that sees nearly all names listed trusts the lists too much (EXPERIMENTS.md)
    #[arg(long, default_value_t = 0.25)]
    hide_names: f64,
    /// zh or en
    #[arg(long)]
    side: String,
    /// The file to write
    #[arg(long)]
    output: PathBuf,
}

/// Export.
pub fn run(options: &Options) -> Result<()> {
    let names = with_names_hidden(Names::unpack(&fs::read(&options.names)?)?, options.hide_names);
    let side = if options.side == "zh" { Side::Chinese } else { Side::English };
    let labelled = Lines::of(options, side)?;
    let encyclopedia = options.encyclopedia.as_deref().filter(|_| side == Side::Chinese);
    let encyclopedia = encyclopedia.map(written::read_sentences).transpose()?.unwrap_or_default();
    let gold = data::gold(&options.data, side)?;
    let Lines { news, texts, read_news, read_texts } = labelled;
    let copies = augment::copies(&news, side);
    let read_copies = augment::copies(&read_news, side);
    let written = options.written.as_deref().map(|folder| written::read_side(folder, side));
    let written: Vec<_> =
        written.transpose()?.unwrap_or_default().into_iter().enumerate().collect();
    let written_copies = augment::copies(&written, side);
    let parts = [
        Part::new(0, gold.into_iter().enumerate()),
        Part::new(1, news),
        Part::new(2, copies),
        Part::new(3, encyclopedia.into_iter().enumerate()),
        Part::new(4, texts),
        Part::new(5, read_news),
        Part::new(6, read_texts),
        Part::new(7, read_copies),
        Part::new(8, written),
        Part::new(9, written_copies),
    ];
    let counts: Vec<usize> = parts.iter().map(|part| part.examples.len()).collect();
    println!("{side}: sentences of each kind {counts:?}");
    write(&options.output, side, &names, &parts)
}

/// Lines this near to a line of a gold of linking may be of its article.
const ARTICLE: usize = 15;

/// The labelled sentences of a side, those of news pairs and the others, each with its line.
struct Lines {
    news: Vec<(usize, Example)>,
    texts: Vec<(usize, Example)>,
    read_news: Vec<(usize, Example)>,
    read_texts: Vec<(usize, Example)>,
}

impl Lines {
    fn of(options: &Options, side: Side) -> Result<Self> {
        let folders = (options.data.as_path(), options.texts.as_path());
        let labels = |files: &[PathBuf], labeller| {
            let read = files.iter().map(|file| data::read_labels(file, labeller, folders, side));
            Ok::<_, anyhow::Error>(read.collect::<Result<Vec<_>>>()?.concat())
        };
        let held_out = options.without.iter().map(|file| data::read_gold_lines(file));
        let held_out = held_out
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect::<BTreeSet<usize>>();
        let near = |line: usize| {
            held_out.range(line.saturating_sub(ARTICLE)..=line + ARTICLE).next().is_some()
        };
        let free = |(key, _): &LabelledLine| !(is_of_pairs(key) && near(key.1));
        let mut read = labels(&options.read, Labeller::Reader)?;
        let taught = labels(&options.labels, Labeller::Teacher)?;
        let mut taught: BTreeMap<_, _> = taught.into_iter().filter(free).collect();
        read.retain(free);
        for (key, example) in &mut read {
            if let Some(taught) = taught.remove(key) {
                *example = mixed(example, &taught, options.share);
            }
        }
        let taught = taught.into_iter().collect();
        let [news, texts] = split(taught);
        let [read_news, read_texts] = split(read);
        Ok(Self { news, texts, read_news, read_texts })
    }
}

/// What readers say of a sentence and what the teacher says, which has not seen it.
fn mixed(read: &Example, taught: &Example, share: f32) -> Example {
    let taught_mentions = taught.mentions.iter().zip(&taught.probabilities);
    let mut others: Vec<_> = taught_mentions.map(|(&(span, label), &p)| (span, label, p)).collect();
    others.extend(&taught.others);
    let mut example = Example { probabilities: Vec::new(), ..read.clone() };
    for mention in &read.mentions {
        let same = others.iter().position(|(span, label, _)| (*span, *label) == *mention);
        let p = same.map_or(0.0, |same| others.swap_remove(same).2);
        example.probabilities.push(share + (1.0 - share) * p);
    }
    example.others =
        others.into_iter().map(|(span, label, p)| (span, label, (1.0 - share) * p)).collect();
    example
}

/// The sentences of news pairs, and all others, with their lines.
fn split(lines: Vec<LabelledLine>) -> [Vec<(usize, Example)>; 2] {
    let (news, texts): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(key, _)| is_of_pairs(key));
    [news, texts].map(|lines| lines.into_iter().map(|(key, example)| (key.1, example)).collect())
}
