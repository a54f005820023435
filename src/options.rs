//! Command-line values → what the library takes, checked.

use std::num::NonZeroUsize;

use anyhow::{Context, Result};
use duizhao::build::BuildOptions;
use duizhao::read::Rules;

use crate::args::{BuildArguments, ResourceArguments};

/// The options of `build`.
pub fn build_options(arguments: BuildArguments) -> Result<BuildOptions> {
    Ok(BuildOptions {
        inputs: arguments.input,
        output: arguments.output,
        jobs: jobs(arguments.jobs),
        force: arguments.force,
        rules: rules(&arguments.resources)?,
    })
}

/// The number of threads: as given, or one for each core.
pub fn jobs(given: Option<NonZeroUsize>) -> usize {
    given.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// The role rules: those that the program carries, and the user's.
pub fn rules(resources: &ResourceArguments) -> Result<Rules> {
    match &resources.rules {
        None => Ok(Rules::embedded()),
        Some(path) => Rules::with_file(path)
            .with_context(|| format!("cannot use the rules in {}", path.display())),
    }
}
