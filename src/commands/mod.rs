//! The commands: each turns its arguments into one call of the library and prints the result.

mod adapt;
mod align;
mod build;
mod eval;
mod export;
mod generate;
mod import;
mod input;
mod pipe;
mod review;
mod side_by_side;
mod split;
mod tag;
mod validate;

use anyhow::Result;

use crate::args::{Arguments, Command};
use crate::output::Outcome;

/// Run the command that the user asked for.
pub fn run(arguments: Arguments) -> Result<Outcome> {
    let quiet = arguments.quiet;
    match arguments.command {
        Command::Build(arguments) => build::run(arguments, quiet),
        Command::Align(arguments) => align::run(arguments),
        Command::Adapt(arguments) => adapt::run(arguments, quiet),
        Command::Tag(arguments) => tag::run(arguments),
        Command::Split(arguments) => split::run(arguments),
        Command::Validate(arguments) => validate::run(arguments, quiet),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Export(arguments) => export::run(arguments, quiet),
        Command::Import(arguments) => import::run(arguments, quiet),
        Command::Completions(arguments) => generate::completions(arguments),
        Command::Man => generate::man(),
        Command::Review(arguments) => review::run(arguments),
        Command::Pipe(arguments) => pipe::run(arguments, quiet),
    }
}
