//! The command line as clap sees it. What the values mean together is checked in `options`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

/// Align Chinese and English versions of news articles and tag the names in them.
#[derive(Debug, Parser)]
#[command(
    name = "duizhao",
    version,
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Examples:\n  \
        duizhao build                      read corpus/, write output/\n  \
        duizhao review output              check and repair the alignment in the browser\n  \
        duizhao align a.zh.txt a.en.txt --format text | less -R\n\n\
        Exit codes: 0 done, 1 done but something needs attention, 2 could not run."
)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Print no progress, notes or warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to use colours; NO_COLOR is obeyed
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Make it the choice for everything that is printed.
    pub fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Build(BuildArguments),
}

/// The main job: read every article below INPUT, write the corpus folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao build\n  \
    duizhao build articles -o corpus-2026 --jobs 8\n  \
    duizhao build news.jsonl report.docx -o output --glossary names.tsv")]
pub struct BuildArguments {
    /// Files and folders with articles
    #[arg(default_value = "corpus", value_hint = ValueHint::AnyPath)]
    pub input: Vec<PathBuf>,
    /// The corpus folder to write
    #[arg(short, long, default_value = "output", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Number of threads [default: one for each core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Write also into a folder that duizhao did not write; its other files stay
    #[arg(short, long)]
    pub force: bool,
    #[command(flatten)]
    pub resources: ResourceArguments,
}

/// A user's own data for the stages.
#[derive(Debug, Args)]
pub struct ResourceArguments {
    /// Further rules for the roles of paragraphs: headlines, bylines, boilerplate …
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
}
