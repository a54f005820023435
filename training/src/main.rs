//! Training and measuring: the commands behind the figures in the documents, one file each.

mod evaluate_splitter;

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
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::EvaluateSplitter(options) => evaluate_splitter::run(&options),
    }
}
