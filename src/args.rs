//! The command line as clap sees it. What the values mean together is checked in `options`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use duizhao::document::Side;

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
    Align(AlignArguments),
    Adapt(AdaptArguments),
    Tag(TagArguments),
    Split(SplitArguments),
    Pipe(PipeArguments),
    Export(ExportArguments),
    Import(ImportArguments),
    Eval(EvalArguments),
    Review(ReviewArguments),
    Validate(ValidateArguments),
    Completions(CompletionsArguments),
    /// Print the manual page, for `man -l -`
    Man,
}

/// The main job: read every article below INPUT, write the corpus folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao build\n  \
    duizhao build articles -o corpus-2026 --jobs 8\n  \
    duizhao build news.jsonl report.docx -o output --glossary names.tsv")]
pub struct BuildArguments {
    /// Files and folders with articles; - is standard input, one article in both languages
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

/// Align two files and print the beads
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao align a.zh.txt a.en.txt\n  \
    duizhao align a.zh.txt a.en.txt --format text | less\n  \
    duizhao align a.zh a.en --lines --format beads > a.beads")]
pub struct AlignArguments {
    /// The Chinese text; - is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub zh: PathBuf,
    /// The English text; - is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub en: PathBuf,
    /// Every line is a sentence, never cut again
    #[arg(long)]
    pub lines: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: AlignFormat,
    /// Print why each bead was chosen: its features with their weights, and its rivals
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
    #[command(flatten)]
    pub resources: ResourceArguments,
}

/// What `align` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AlignFormat {
    /// Bead records, as in beads.jsonl
    Jsonl,
    /// [zh indices]:[en indices] from 0, a tab, the confidence
    Beads,
    /// Type, confidence and the two texts, with a header
    Tsv,
    /// Side by side, for reading
    Text,
}

/// Learn word pairs from the confirmed beads of a corpus, for the aligner
#[derive(Debug, Args)]
#[command(
    long_about = "Learn word pairs from the confirmed beads of a corpus, for the aligner\n\n\
        Words that the built-in dictionary does not know, and that keep meeting each other in beads \
        that were confirmed or edited in review, become pairs. They are kept beside the corpus, and \
        what they are worth is measured: pairs from one half of the beads on the other half.",
    after_help = "Examples:\n  \
        duizhao adapt output                                        writes output/lexicon.tsv\n  \
        duizhao adapt output --min-confidence 0.95\n  \
        duizhao build corpus -o output --lexicon output/lexicon.tsv"
)]
pub struct AdaptArguments {
    /// The corpus folder
    #[arg(default_value = "output", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Learn also from beads that nobody has reviewed and that are at least this sure, 0 to 1
    #[arg(long, value_name = "P", value_parser = zero_to_one)]
    pub min_confidence: Option<f64>,
    /// The table to write; - is standard output [default: lexicon.tsv in the corpus folder]
    #[arg(short = 'o', long = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

/// Tag the names, dates and numbers of a text and print JSONL
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao tag report.zh.txt --lang zh\n  \
    echo 'Ron Wyden spoke to CNN.' | duizhao tag - --lang en --lines")]
pub struct TagArguments {
    /// The text; - is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Its language
    #[arg(short, long, value_enum)]
    pub lang: Lang,
    /// Every line is a sentence: one record a line, in order, empty lines included
    #[arg(long)]
    pub lines: bool,
    #[command(flatten)]
    pub resources: RuleArguments,
}

/// Cut a text into sentences, one a line
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao split report.en.txt --lang en\n  \
    duizhao split - --lang zh --format jsonl < report.zh.txt")]
pub struct SplitArguments {
    /// The text; - is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Its language
    #[arg(short, long, value_enum)]
    pub lang: Lang,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: SplitFormat,
    #[command(flatten)]
    pub resources: RuleArguments,
}

/// What `split` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SplitFormat {
    /// One sentence a line
    Text,
    /// {text, start, end, paragraph, role} a line; offsets are code points
    Jsonl,
}

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Chinese
    Zh,
    /// English
    En,
}

impl Lang {
    /// The side of an article that has this language.
    pub fn side(self) -> Side {
        match self {
            Self::Zh => Side::Chinese,
            Self::En => Side::English,
        }
    }
}

/// Annotate articles from standard input to standard output, one JSON object a line
#[derive(Debug, Args)]
#[command(
    long_about = "Annotate articles from standard input to standard output, one JSON object a line\n\n\
        In: {\"id\": …, \"zh\": …, \"en\": …} with the two texts; other fields come back under \"meta\". \
        Out: records of documents.jsonl in the same order; an article that fails gives a record \
        of errors.jsonl in its place. Memory stays constant however long the stream is.",
    after_help = "Example:\n  \
        duizhao pipe < articles.jsonl | jq -c '{id, quality}'"
)]
pub struct PipeArguments {
    /// Number of threads [default: one for each core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub resources: ResourceArguments,
}

/// Compare a prediction with a gold standard: beads, mentions, links, calibration
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao eval gold/ predicted/             NAME.gold against NAME.beads\n  \
    duizhao eval tests/gold output            hand-made articles against a corpus\n  \
    duizhao eval dev.iob2 tagged.jsonl        IOB2 against the output of `duizhao tag --lines`")]
pub struct EvalArguments {
    /// The gold: .gold files, gold articles, IOB2, or anything that PREDICTED may be
    #[arg(value_hint = ValueHint::AnyPath)]
    pub gold: PathBuf,
    /// The prediction: .beads files, a corpus folder, beads.jsonl, or JSONL of `duizhao tag`
    #[arg(value_hint = ValueHint::AnyPath)]
    pub predicted: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: EvalFormat,
    /// Exit with 1 if an F1 is below this, 0 to 1
    #[arg(long, value_name = "F1", value_parser = zero_to_one)]
    pub min_f1: Option<f64>,
}

/// What `eval` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// Tables
    Text,
    /// All figures as JSON
    Json,
}

/// Check and repair the alignment in the browser
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao review output\n  \
    duizhao review output --port 8765 --no-open\n\n\
    Serves pages on 127.0.0.1 only. Every action is kept in OUTPUT/review.sqlite at once;\n\
    `duizhao export` writes the corpus with the corrections.")]
pub struct ReviewArguments {
    /// The corpus folder
    #[arg(default_value = "output", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// The port to listen on [default: a free one]
    #[arg(short, long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Print the address, do not open it
    #[arg(long)]
    pub no_open: bool,
}

/// Check a corpus folder against schema and invariants; print every fault
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  duizhao validate output\n\n\
    A fault is printed as FILE:LINE: FIELD: what is wrong. Exit code 1 if there is one.")]
pub struct ValidateArguments {
    /// The corpus folder
    #[arg(default_value = "output", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
}

/// Write another format from the corpus, with the review's corrections applied
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    duizhao export output --to tmx -o memory.tmx\n  \
    duizhao export output --to xlsx -o check.xlsx --min-confidence 0.5\n  \
    duizhao export output --to moses -o corpus --roles body   corpus.zh and corpus.en\n\n\
    Rejected beads are left out unless --status names them; confirmed and edited ones pass \
    --min-confidence with any confidence.")]
pub struct ExportArguments {
    /// The corpus folder
    #[arg(value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// The format
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub to: ExportFormat,
    /// The file to write [default: standard output]
    #[arg(short = 'o', long = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Leave out beads below this confidence, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = zero_to_one)]
    pub min_confidence: f64,
    /// Only beads with one of these statuses
    #[arg(long, value_enum, value_delimiter = ',')]
    pub status: Vec<StatusName>,
    /// Only beads with one of these roles
    #[arg(long, value_enum, value_delimiter = ',')]
    pub roles: Vec<RoleName>,
    /// The unit of offsets in jsonl and parquet
    #[arg(long, value_enum, default_value = "codepoint")]
    pub offsets: Offsets,
}

/// What `export` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Translation memory, TMX 1.4
    Tmx,
    /// XLIFF 2.0
    Xliff,
    /// Tab-separated values
    Tsv,
    /// Comma-separated values
    Csv,
    /// Excel workbook with beads and names
    Xlsx,
    /// Apache Parquet with typed lists
    Parquet,
    /// Two text files, a line a bead: FILE.zh and FILE.en
    Moses,
    /// One self-contained page for reading
    Html,
    /// Tagged tokens of both sides
    Iob2,
    /// The names as terminology, TBX-Basic
    Tbx,
    /// Bead records, as in beads.jsonl
    Jsonl,
    /// Markdown tables
    #[value(alias = "markdown")]
    Md,
}

/// What a reviewer made of a bead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusName {
    Auto,
    Confirmed,
    Edited,
    Rejected,
}

/// What a bead is in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    Headline,
    Byline,
    Dateline,
    Caption,
    Credit,
    Subhead,
    Body,
    Boilerplate,
}

/// The unit of offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Offsets {
    /// Unicode code points: Python
    Codepoint,
    /// UTF-16 code units: JavaScript, Java, C#
    Utf16,
    /// UTF-8 bytes: Rust, Go, C
    Utf8,
}

/// Take corrections back from an exported file, as steps of the review
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    duizhao export output --to xlsx -o check.xlsx   and when it has been corrected:\n  \
    duizhao import output check.xlsx\n\n\
    Texts, status and comment of each bead are compared with the corpus by the bead's id; what \
    differs becomes a correction that `duizhao review` can undo. Takes .tsv, .csv, .xlsx, .tmx, \
    .xliff, .xlf and .jsonl.")]
pub struct ImportArguments {
    /// The corpus folder
    #[arg(value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// The corrected file
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

/// Print a script that completes commands and options in a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duizhao completions bash > ~/.local/share/bash-completion/completions/duizhao"
)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// A user's own data for the stages.
#[derive(Debug, Args)]
pub struct ResourceArguments {
    /// Further rules for the roles of paragraphs: headlines, bylines, boilerplate …
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
    /// Terms for the aligner: a table of Chinese, tab, English; or TBX or TMX
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lexicon: Option<PathBuf>,
    /// Names that you know: a table of Chinese, English and label, with tabs (or commas in .csv); or TBX
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub glossary: Option<PathBuf>,
}

/// A user's own rules, for the commands that align nothing.
#[derive(Debug, Args)]
pub struct RuleArguments {
    /// Further rules for the roles of paragraphs: headlines, bylines, boilerplate …
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rules: Option<PathBuf>,
}

/// The number that `text` is, if it is one from 0 to 1.
fn zero_to_one(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it must be a number from 0 to 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_numbers_from_0_to_1() {
        for (text, number) in [("0", 0.0), ("0.95", 0.95), ("1", 1.0), ("1e-3", 0.001)] {
            assert_eq!(zero_to_one(text), Ok(number));
        }
        for text in ["-0.1", "1.01", "95", "NaN", "inf", "", "0,5"] {
            assert!(zero_to_one(text).is_err(), "{text:?}");
        }
    }
}
