//! The commands: each turns its arguments into one call of the library and prints the result.

mod build;

use anyhow::Result;

use crate::args::{Arguments, Command};
use crate::output::Outcome;

/// Run the command that the user asked for.
pub fn run(arguments: Arguments) -> Result<Outcome> {
    let quiet = arguments.quiet;
    match arguments.command {
        Command::Build(arguments) => build::run(arguments, quiet),
    }
}
