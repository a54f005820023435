//! `duizhao export`: a corpus folder with its review → another format.

use std::io::{IsTerminal, Write};

use anyhow::{Result, bail};
use duizhao::export::{ExportError, ExportOptions, Format, Output, export};

use crate::args::{ExportArguments, ExportFormat};
use crate::options;
use crate::output::{self, Outcome};

/// Export to a file or to standard output.
pub fn run(arguments: ExportArguments, quiet: bool) -> Result<Outcome> {
    let is_binary = matches!(arguments.to, ExportFormat::Xlsx | ExportFormat::Parquet);
    if is_binary && arguments.file.is_none() && std::io::stdout().is_terminal() {
        bail!("this format is not for a terminal; name a file with -o");
    }
    let options = options::export_options(&arguments);
    let summary = match arguments.file.as_deref() {
        Some(file) if file != std::path::Path::new("-") => {
            export(&arguments.output, &options, Output::File(file)).map_err(said_once)?
        }
        _ => {
            let mut out = output::stdout();
            let summary = export(&arguments.output, &options, Output::Writer(&mut out));
            let summary = summary.map_err(said_once)?;
            out.flush()?;
            summary
        }
    };
    if !quiet {
        if summary.unfitting > 0 {
            let count = summary.unfitting;
            output::warning(&format!(
                "{count} corrections of the review fit nowhere in this build; `duizhao review` lists them"
            ));
        }
        if arguments.file.is_some() {
            output::note(&what_was_written(&options, summary.beads, summary.of));
        }
    }
    Ok(Outcome::attention_if(summary.unfitting > 0))
}

/// What is wrong with a corpus says its cause itself; with the chain of causes it would be there
/// twice.
fn said_once(error: ExportError) -> anyhow::Error {
    match error {
        ExportError::Corpus(error) => anyhow::Error::msg(error),
        other => other.into(),
    }
}

fn what_was_written(options: &ExportOptions, beads: usize, of: usize) -> String {
    match options.format {
        Format::Tmx | Format::Xliff | Format::Moses => {
            format!("{beads} of {of} beads selected; those without a partner are left out")
        }
        _ => format!("{beads} of {of} beads"),
    }
}
