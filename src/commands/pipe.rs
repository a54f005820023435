//! `duizhao pipe`: articles through standard input and output.

use std::io::{BufReader, stdin};

use anyhow::Result;
use duizhao::pipe::pipe;
use duizhao::pipeline::Pipeline;

use crate::args::PipeArguments;
use crate::options;
use crate::output::{self, Outcome};

/// Annotate what comes in.
pub fn run(arguments: PipeArguments, quiet: bool) -> Result<Outcome> {
    let rules = options::rules(arguments.resources.rules.as_deref())?;
    let jobs = options::jobs(arguments.jobs);
    let input = BufReader::with_capacity(1 << 16, stdin());
    let aligner = options::aligner(&arguments.resources)?;
    let linker = options::linker(&arguments.resources)?;
    let pipeline = Pipeline::new(&aligner, &linker);
    let summary = pipe(&pipeline, &rules, jobs, input, output::stdout())?;
    if summary.errors > 0 && !quiet {
        let total = summary.articles + summary.errors;
        output::warning(&format!(
            "{} of {total} articles failed; their records say why",
            summary.errors
        ));
    }
    Ok(Outcome::attention_if(summary.errors > 0))
}
