//! `duizhao review`: serve the review desk and open it.

use std::fs::OpenOptions;
use std::path::Path;

use anyhow::{Result, anyhow};
use duizhao::review::journal::FILE_NAME;
use duizhao::review::{DeskError, ServeError, ServeOptions, serve};

use crate::args::ReviewArguments;
use crate::output::{self, Outcome};

/// Serve until the program is interrupted.
pub fn run(arguments: ReviewArguments) -> Result<Outcome> {
    let ReviewArguments { output, port, no_open } = arguments;
    let options = ServeOptions { output, port, open: !no_open };
    // Also with --quiet: without the address there is no way in.
    let served = serve(&options, |url| {
        output::note(&format!("Review at {url}\nCtrl+C ends it; every action is saved at once."));
    });
    served.map_err(|error| explained(error, &options.output))?;
    Ok(Outcome::Done)
}

/// The error in words that name its cause once: it says the cause itself, and with the chain of
/// causes it would be there twice.
fn explained(error: ServeError, folder: &Path) -> anyhow::Error {
    let is_of_journal = matches!(error, ServeError::Desk(DeskError::Journal(_)));
    if is_of_journal && !is_writable(folder) {
        let folder = folder.display();
        return anyhow!(
            "{folder} must be writable, because the review keeps every action there, in \
             {FILE_NAME}; give yourself the right to write, or review a copy of the folder"
        );
    }
    anyhow::Error::msg(error)
}

/// Whether the review can keep its journal in the folder.
fn is_writable(folder: &Path) -> bool {
    let journal = folder.join(FILE_NAME);
    let opens = |path: &Path| OpenOptions::new().append(true).open(path).is_ok();
    tempfile::tempfile_in(folder).is_ok() && (!journal.exists() || opens(&journal))
}
