//! `duizhao validate`: a corpus folder → its faults on standard output.

use std::io::Write;

use anyhow::Result;
use duizhao::validate::validate;

use crate::args::ValidateArguments;
use crate::output::{self, Outcome};

/// Check the folder and print the faults.
pub fn run(arguments: ValidateArguments, quiet: bool) -> Result<Outcome> {
    let report = validate(&arguments.output)?;
    let mut out = output::stdout();
    for fault in &report.faults {
        writeln!(out, "{fault}")?;
    }
    out.flush()?;
    if !quiet {
        let (records, faults) = (report.records, report.faults.len());
        output::note(&format!("{records} records, {faults} faults"));
    }
    Ok(Outcome::attention_if(!report.faults.is_empty()))
}
