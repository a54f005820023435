//! `duizhao build`: articles → corpus folder, with progress and a table of figures at the end.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use duizhao::build::{Event, build};
use duizhao::pipeline::Pipeline;
use duizhao::write::summary::Summary;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::args::BuildArguments;
use crate::options;
use crate::output::{self, Outcome};

/// How many failed articles are named one by one; all of them are in `errors.jsonl`.
const FAILURES_SHOWN: usize = 10;

/// Build the corpus.
pub fn run(arguments: BuildArguments, quiet: bool) -> Result<Outcome> {
    let aligner = options::aligner(&arguments.resources)?;
    let linker = options::linker(&arguments.resources)?;
    let pipeline = Pipeline::new(&aligner, &linker);
    let options = options::build_options(arguments)?;
    let started = Instant::now();
    let progress = progress_bar(quiet);
    let mut failures = Vec::new();
    let summary = build(&pipeline, &options, |event| match event {
        Event::Found(inputs) => {
            progress.set_length(inputs as u64);
            progress.enable_steady_tick(Duration::from_millis(200));
        }
        Event::Done => progress.inc(1),
        Event::Failed(error) => {
            if failures.len() < FAILURES_SHOWN {
                failures.push(error.to_string());
            }
        }
    });
    progress.finish_and_clear();
    let summary = summary?;
    if !quiet {
        report_failures(&failures, &summary, &options.output);
        if summary.articles + summary.errors == 0 {
            output::warning("no article was found; is this the folder of your articles?");
        }
        output::note(&table(&summary, started.elapsed()));
    }
    Ok(Outcome::attention_if(summary.errors > 0 || summary.articles == 0))
}

fn progress_bar(quiet: bool) -> ProgressBar {
    let shown = !quiet && std::io::stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} articles  {left}")
        .expect("the template is valid")
        .with_key("left", |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            // Nothing is known before the first article is done.
            if state.pos() > 0 {
                let _ = write!(text, "{:#} left", HumanDuration(state.eta()));
            }
        });
    ProgressBar::with_draw_target(Some(0), target).with_style(style)
}

fn report_failures(failures: &[String], summary: &Summary, folder: &std::path::Path) {
    failures.iter().for_each(|failure| output::warning(failure));
    if summary.errors > failures.len() {
        let rest = summary.errors - failures.len();
        let errors = folder.join("errors.jsonl");
        output::warning(&format!("{rest} more articles failed; see {}", errors.display()));
    }
}

/// The table of figures, aligned.
fn table(summary: &Summary, elapsed: Duration) -> String {
    let types: Vec<_> =
        sorted_by_count(summary).into_iter().map(|(t, n)| format!("{t} {n}")).collect();
    let rows = [
        ("articles", summary.articles.to_string()),
        ("sentences", format!("{} zh, {} en", summary.sentences_zh, summary.sentences_en)),
        ("beads", format!("{} ({})", summary.beads, types.join(", "))),
        ("confidence", format!("{:.3} on average", summary.mean_confidence.value())),
        ("mentions", format!("{} zh, {} en", summary.mentions_zh, summary.mentions_en)),
        ("links", format!("{} ({} entities)", summary.links, summary.entities)),
        (
            "flags",
            format!("{} bead{}", summary.flagged, if summary.flagged == 1 { "" } else { "s" }),
        ),
        ("errors", summary.errors.to_string()),
        ("seconds", format!("{:.2}", elapsed.as_secs_f64())),
    ];
    let lines: Vec<_> = rows.iter().map(|(name, value)| format!("{name:<10}  {value}")).collect();
    lines.join("\n")
}

/// Bead types, the most frequent first.
fn sorted_by_count(summary: &Summary) -> Vec<(&str, usize)> {
    let counts = summary.beads_by_type.iter();
    let mut types: Vec<_> = counts.map(|(name, count)| (name.as_str(), *count)).collect();
    types.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    types
}
