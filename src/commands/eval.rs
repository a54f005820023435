//! `duizhao eval`: gold and prediction → figures on standard output.

use std::io::Write;

use anyhow::Result;
use duizhao::evaluate::{AlignmentReport, Figures, MentionReport, Report, evaluate};
use unicode_width::UnicodeWidthStr;

use crate::args::{EvalArguments, EvalFormat};
use crate::output::{self, Outcome};

/// Compare and print. Below the threshold the outcome is [`Outcome::Attention`].
pub fn run(arguments: EvalArguments) -> Result<Outcome> {
    let report = evaluate(&arguments.gold, &arguments.predicted)?;
    let mut out = output::stdout();
    match arguments.format {
        EvalFormat::Text => print(&mut out, &report)?,
        EvalFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    let below = |figures: &Figures| arguments.min_f1.is_some_and(|minimum| figures.f1 < minimum);
    let alignment = report.alignment.iter().map(|alignment| &alignment.all.strict);
    let mentions = report.mentions.values().map(|mentions| &mentions.all);
    Ok(Outcome::attention_if(alignment.chain(mentions).chain(&report.links).any(below)))
}

fn print(out: &mut impl Write, report: &Report) -> Result<()> {
    if let Some(alignment) = &report.alignment {
        print_alignment(out, alignment)?;
    }
    for (side, mentions) in &report.mentions {
        print_mentions(out, side, mentions)?;
    }
    if let Some(links) = &report.links {
        writeln!(out, "\n{:<24} {}", "links across languages", figures(links))?;
    }
    Ok(())
}

fn figures(figures: &Figures) -> String {
    format!("P {:.3}  R {:.3}  F1 {:.3}", figures.precision, figures.recall, figures.f1)
}

fn print_alignment(out: &mut impl Write, report: &AlignmentReport) -> Result<()> {
    writeln!(out, "{:<24} {:<28} lax", "beads", "strict")?;
    let texts = report.texts.iter().map(|(name, scores)| (name.as_str(), scores));
    for (name, scores) in texts.chain([("all", &report.all)]) {
        let padding = " ".repeat(24usize.saturating_sub(name.width()));
        let (strict, lax) = (figures(&scores.strict), figures(&scores.lax));
        writeln!(out, "{name}{padding} {strict}  {lax}")?;
    }
    writeln!(out, "\n{:<24} {:<28} found / gold", "by type (3 = 3 or more)", "strict")?;
    let mut types: Vec<_> = report.by_type.iter().collect();
    types.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.counts.gold));
    for (name, by_type) in types {
        let counts = by_type.counts;
        writeln!(out, "{name:<24} {}  {}/{}", figures(by_type), counts.hits, counts.gold)?;
    }
    let Some(calibration) = &report.calibration else { return Ok(()) };
    writeln!(out, "\n{:<24} {:>6} {:>10} {:>7}", "confidence", "beads", "confidence", "right")?;
    for bin in &calibration.bins {
        let range = format!("{:.1}–{:.1}", bin.from, bin.from + 0.1);
        writeln!(out, "{range:<24} {:>6} {:>10.3} {:>7.3}", bin.beads, bin.confidence, bin.right)?;
    }
    let (error, brier) = (calibration.expected_error, calibration.brier);
    writeln!(out, "expected calibration error {error:.4}, Brier score {brier:.4}")?;
    Ok(())
}

fn print_mentions(out: &mut impl Write, side: &str, report: &MentionReport) -> Result<()> {
    writeln!(out, "\n{:<24} exact span and label", format!("mentions, {side}"))?;
    for (label, by_label) in &report.by_label {
        let counts = by_label.counts;
        writeln!(out, "{label:<24} {}  {}/{}", figures(by_label), counts.hits, counts.gold)?;
    }
    writeln!(out, "{:<24} {}", "PER ORG LOC", figures(&report.names))?;
    writeln!(out, "{:<24} {}", "all", figures(&report.all))?;
    Ok(())
}
