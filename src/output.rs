//! What the program prints besides data: errors, warnings, notes; and when a broken pipe is none.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

/// How a command ended when it could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: exit code 0.
    Done,
    /// Something needs attention: exit code 1.
    Attention,
}

impl Outcome {
    /// [`Outcome::Attention`] if `attention`.
    pub fn attention_if(attention: bool) -> Self {
        if attention { Self::Attention } else { Self::Done }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Attention => ExitCode::from(1),
        }
    }
}

/// Bold and coloured, for the word that says what kind of message it is.
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Print an error with its causes.
pub fn error(error: &anyhow::Error) {
    message("error", ERROR, &format!("{error:#}"));
}

/// Print a warning.
pub fn warning(text: &str) {
    message("warning", WARNING, text);
}

/// Print a note.
pub fn note(text: &str) {
    // Nobody can be told that standard error is closed.
    let _ = writeln!(anstream::stderr(), "{text}");
}

fn message(kind: &str, style: Style, text: &str) {
    let _ = writeln!(anstream::stderr(), "{style}{kind}{style:#}: {text}");
}

/// Standard output for data, buffered.
pub fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Whether an error comes from a reader of our output that has seen enough.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(|error| error.io_error_kind());
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
