//! `duizhao split`: a text → one sentence a line.

use std::io::Write;

use anyhow::Result;
use duizhao::document::Role;
use duizhao::flat::without_line_breaks;
use duizhao::write::jsonl::write_line;
use serde::Serialize;

use crate::args::{SplitArguments, SplitFormat};
use crate::commands::input::cut_version;
use crate::options;
use crate::output::{self, Outcome};

/// A sentence in the JSONL output. Offsets are code points in the text as read.
#[derive(Serialize)]
struct SentenceLine<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    paragraph: usize,
    role: Role,
}

/// Cut the text and print its sentences.
pub fn run(arguments: SplitArguments) -> Result<Outcome> {
    let rules = options::rules(arguments.resources.rules.as_deref())?;
    let side = arguments.lang.side();
    let version = cut_version(&arguments.file, side, false, &rules)?.version;
    let mut out = output::stdout();
    for sentence in &version.sentences {
        let text = version.text.slice(sentence.span);
        match arguments.format {
            SplitFormat::Text => writeln!(out, "{}", without_line_breaks(text, side))?,
            SplitFormat::Jsonl => {
                let (span, paragraph, role) = (sentence.span, sentence.paragraph, sentence.role);
                let (start, end) = (span.start, span.end);
                write_line(&mut out, &SentenceLine { text, start, end, paragraph, role })?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
