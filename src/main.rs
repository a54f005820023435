//! The command line: parse, dispatch, print the error.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 done but
//! something needs attention, 2 could not run.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod options;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::output::is_broken_pipe;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    arguments.color.write_global();
    match commands::run(arguments) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}
