//! Scores, reliability and speed of the taggers on gold files.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use duizhao::document::Side;
use duizhao::mention::Mention;
use duizhao::tag::model::Model;
use duizhao::tag::names::Names;
use duizhao::tag::passage::Passage;
use duizhao::tag::{self, TaggedSentence, Tagger};

use super::data::{self, Example};
use super::score::Scores;

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the IOB2 files
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Folder with names.bin, chinese.bin and english.bin, instead of the embedded ones
    #[arg(long)]
    models: Option<PathBuf>,
    /// Measure one side only: zh or en
    #[arg(long)]
    side: Option<String>,
    /// Print each sentence with wrong or missed mentions
    #[arg(long)]
    errors: bool,
}

/// Add the scores of `model` on `examples`.
pub fn score_into(
    scores: &mut Scores,
    model: &Model,
    side: Side,
    names: &Names,
    examples: &[Example],
) {
    for example in examples {
        let observation = tag::observe(&example.text, side, names);
        let emissions = model.emissions(&observation, &Passage::alone(&observation, side));
        let sentence = TaggedSentence::new(observation.tokens, emissions, model);
        scores.add(&example.mentions, &sentence.mentions);
    }
}

/// Print the scores by label, the reliability table and the speed for each side's test set.
pub fn run(options: &Options) -> Result<()> {
    let loaded = match &options.models {
        Some(folder) => {
            let read = |file: &str| fs::read(folder.join(file));
            Some(Tagger::unpack(&read("names.bin")?, &read("chinese.bin")?, &read("english.bin")?)?)
        }
        None => None,
    };
    let tagger = loaded.as_ref().unwrap_or_else(|| Tagger::embedded());
    for (side, file) in
        [(Side::Chinese, "zh_gsdsimp-ud-test.iob2"), (Side::English, "en_ewt-ud-test.iob2")]
    {
        if options.side.as_deref().is_some_and(|code| code != side.code()) {
            continue;
        }
        let examples = data::read_iob2(&options.data.join(file))?;
        let mut scores = Scores::default();
        for example in &examples {
            let found = tagger.tag_sentence(&example.text, side).mentions;
            if options.errors {
                print_errors(example, &found);
            }
            scores.add(&example.mentions, &found);
        }
        println!("{side} ({file}): {}", scores.line());
        print!("{}", scores.reliability());
        print_speed(tagger, side, &examples);
    }
    Ok(())
}

fn print_errors(example: &Example, found: &[Mention]) {
    let chars: Vec<char> = example.text.chars().collect();
    let show = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    let wrong: Vec<String> = found
        .iter()
        .filter(|m| !example.mentions.contains(&(m.span, m.label)))
        .map(|m| {
            format!("+{}:{}({:.2})", m.label.name(), show(m.span.start, m.span.end), m.probability)
        })
        .collect();
    let missed: Vec<String> = example
        .mentions
        .iter()
        .filter(|(span, label)| !found.iter().any(|m| m.span == *span && m.label == *label))
        .map(|(span, label)| format!("-{}:{}", label.name(), show(span.start, span.end)))
        .collect();
    if !wrong.is_empty() || !missed.is_empty() {
        println!("{}\n    {}", example.text, [wrong, missed].concat().join("  "));
    }
}

/// Tokens and characters a second on one core, the best of three runs.
fn print_speed(tagger: &Tagger, side: Side, examples: &[Example]) {
    let chars: usize = examples.iter().map(|e| e.text.chars().count()).sum();
    let best = (0..3)
        .map(|_| {
            let start = Instant::now();
            let tokens: usize =
                examples.iter().map(|e| tagger.tag_sentence(&e.text, side).tokens().len()).sum();
            (start.elapsed().as_secs_f64(), tokens)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((seconds, tokens)) = best {
        let (tokens, chars) = (tokens as f64 / seconds, chars as f64 / seconds);
        println!("  {tokens:.0} tokens/s, {chars:.0} characters/s on one core\n");
    }
}
