//! `duizhao review`: serve the review desk and open it.

use anyhow::Result;
use duizhao::review::{ServeOptions, serve};

use crate::args::ReviewArguments;
use crate::output::{self, Outcome};

/// Serve until the program is interrupted.
pub fn run(arguments: ReviewArguments) -> Result<Outcome> {
    let ReviewArguments { output, port, no_open } = arguments;
    let options = ServeOptions { output, port, open: !no_open };
    // Also with --quiet: without the address there is no way in.
    serve(&options, |url| {
        output::note(&format!("Review at {url}\nCtrl+C ends it; every action is saved at once."));
    })?;
    Ok(Outcome::Done)
}
