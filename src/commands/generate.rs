//! `duizhao completions` and `duizhao man`: made from the arguments themselves.

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Arguments, CompletionsArguments};
use crate::output::{self, Outcome};

/// Print a shell's completions.
pub fn completions(arguments: CompletionsArguments) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "duizhao", &mut script);
    write(&script)
}

/// Print the man page: the program, then each command.
pub fn man() -> Result<Outcome> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = subcommand.get_name().to_uppercase();
        writeln!(page, ".SH \"COMMAND {name}\"")?;
        let man = clap_mangen::Man::new(subcommand.clone());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    write(&page)
}

fn write(bytes: &[u8]) -> Result<Outcome> {
    let mut out = output::stdout();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Done)
}
