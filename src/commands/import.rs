//! `duizhao import`: corrections from an exported file → the review of the corpus.

use anyhow::Result;
use duizhao::import::import;

use crate::args::ImportArguments;
use crate::output::{self, Outcome};

/// Import and say what was taken.
pub fn run(arguments: ImportArguments, quiet: bool) -> Result<Outcome> {
    // The error says its cause itself; with the chain of causes it would be there twice.
    let summary = import(&arguments.output, &arguments.file).map_err(anyhow::Error::msg)?;
    if !quiet {
        for refused in &summary.refused {
            let file = arguments.file.display();
            let (line, id, reason) = (refused.line, &refused.id, &refused.reason);
            output::warning(&format!("{file}:{line}: {id}: {reason}"));
        }
        let (changed, rows) = (summary.changed, summary.rows);
        output::note(&format!("{changed} of {rows} beads changed"));
    }
    Ok(Outcome::attention_if(!summary.refused.is_empty()))
}
