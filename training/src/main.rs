//! Training and measuring: the commands behind the figures in the documents, one file each.

mod evaluate_splitter;
mod tagger;

use clap::{Parser, Subcommand};

/// Train and measure the models that duizhao carries.
#[derive(Parser)]
#[command(name = "duizhao-training")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// F1 of sentence bounds on texts whose sentences are known.
    EvaluateSplitter(evaluate_splitter::Options),
    /// Pack the name lists of the taggers.
    PackNames(tagger::PackOptions),
    /// Train the taggers, or cross-validate them.
    TrainTagger(tagger::TrainOptions),
    /// F1, reliability and speed of the taggers.
    EvaluateTagger(tagger::EvaluateOptions),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::EvaluateSplitter(options) => evaluate_splitter::run(&options),
        Command::PackNames(options) => tagger::pack_names(&options),
        Command::TrainTagger(options) => tagger::train(&options),
        Command::EvaluateTagger(options) => tagger::evaluate(&options),
    }
}
