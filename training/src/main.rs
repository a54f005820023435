//! Training and measuring: the commands behind the figures in the documents, one file each.

mod aligner;
mod evaluate_flags;
mod evaluate_joint;
mod evaluate_links;
mod evaluate_roles;
mod evaluate_similarity;
mod evaluate_splitter;
mod pack_name_pairs;
mod planted_faults;
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
    /// Seconds, memory and quality of the aligner on long texts.
    BenchAligner(aligner::BenchOptions),
    /// Count on news what must hold of any alignment.
    CheckAligner(aligner::CheckOptions),
    /// Figures of the embedded aligner on the texts that it was fitted on.
    EvaluateAligner(aligner::EvaluateOptions),
    /// Boilerplate lines found among body text.
    EvaluateRoles(evaluate_roles::Options),
    /// How well word similarity tells a translation from its neighbours.
    EvaluateSimilarity(evaluate_similarity::Options),
    /// Rates of flags on professional translations, and agreement of values.
    EvaluateFlags(evaluate_flags::Options),
    /// Names of aligned news, each side alone and with the other's help.
    EvaluateJoint(evaluate_joint::Options),
    /// Mentions, links and normal forms of whole articles against gold.
    EvaluateLinks(evaluate_links::Options),
    /// F1 of sentence bounds on texts whose sentences are known.
    EvaluateSplitter(evaluate_splitter::Options),
    /// Pack the name lists of the taggers.
    PackNames(tagger::PackOptions),
    /// Pack the name pairs and the transliteration table of linking.
    PackNamePairs(pack_name_pairs::Options),
    /// Write what the taggers see of sentences, for the training of the network.
    ExportTagger(tagger::ExportOptions),
    /// Round, calibrate and pack a trained network as a tagger's model.
    PackTagger(tagger::PackTaggerOptions),
    /// F1, reliability and speed of the taggers.
    EvaluateTagger(tagger::EvaluateOptions),
    /// Fit the aligner's weights, with cross-validation and ablations.
    FitAligner(aligner::FitOptions),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::BenchAligner(options) => aligner::bench(&options),
        Command::CheckAligner(options) => aligner::check(&options),
        Command::EvaluateAligner(options) => aligner::evaluate(&options),
        Command::EvaluateRoles(options) => evaluate_roles::run(&options),
        Command::EvaluateSimilarity(options) => evaluate_similarity::run(&options),
        Command::EvaluateFlags(options) => evaluate_flags::run(&options),
        Command::EvaluateJoint(options) => evaluate_joint::run(&options),
        Command::EvaluateLinks(options) => evaluate_links::run(&options),
        Command::EvaluateSplitter(options) => evaluate_splitter::run(&options),
        Command::PackNames(options) => tagger::pack_names(&options),
        Command::PackNamePairs(options) => pack_name_pairs::run(&options),
        Command::ExportTagger(options) => tagger::export(&options),
        Command::PackTagger(options) => tagger::pack_tagger(&options),
        Command::EvaluateTagger(options) => tagger::evaluate(&options),
        Command::FitAligner(options) => aligner::fit(&options),
    }
}
