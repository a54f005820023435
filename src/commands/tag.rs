//! `duizhao tag`: a text → its sentences or lines with their mentions, as JSONL.

use std::io::Write;

use anyhow::Result;
use duizhao::document::{Side, Version};
use duizhao::flat::FlatVersion;
use duizhao::mention::{Label, Mention, Source};
use duizhao::tag::Tagger;
use duizhao::text::CharSpan;
use duizhao::write::bead_text::BeadText;
use duizhao::write::jsonl::write_line;
use serde::Serialize;

use crate::args::TagArguments;
use crate::commands::input::{CutVersion, cut_version, lines_as_paragraphs};
use crate::options;
use crate::output::{self, Outcome};

/// A line of the output.
#[derive(Serialize)]
struct TaggedLine<'a> {
    text: &'a str,
    entities: Vec<TaggedMention>,
}

/// A mention; offsets are code points in the line's `text`.
#[derive(Serialize)]
struct TaggedMention {
    start: usize,
    end: usize,
    text: String,
    label: Label,
    source: Source,
}

/// Tag the text and print its sentences or lines.
pub fn run(arguments: TagArguments) -> Result<Outcome> {
    let rules = options::rules(arguments.resources.rules.as_deref())?;
    let side = arguments.lang.side();
    if arguments.lines {
        print_lines(&lines_as_paragraphs(&arguments.file, side)?, side)?;
    } else {
        let version = cut_version(&arguments.file, side, false, &rules)?.version;
        let flat = FlatVersion::of(&version, side).map_or(version, |flat| flat.version);
        print_sentences(&flat, side)?;
    }
    Ok(Outcome::Done)
}

fn print_sentences(version: &Version, side: Side) -> Result<()> {
    let mut mentions = Mentions::new(Tagger::embedded().tag(version, side));
    let mut out = output::stdout();
    for (index, sentence) in version.sentences.iter().enumerate() {
        let text = BeadText::of(version, &[index], side);
        let record =
            |mention: &Mention| Some(tagged(mention, text.as_str(), text.locate(mention.span)?));
        let entities = mentions.until(sentence.span.end).iter().filter_map(record).collect();
        write_line(&mut out, &TaggedLine { text: text.as_str(), entities })?;
    }
    Ok(out.flush()?)
}

/// One record for each input line, in order, the empty ones included; `text` is the whole line.
fn print_lines(cut: &CutVersion, side: Side) -> Result<()> {
    let version = &cut.version;
    let mut mentions = Mentions::new(Tagger::embedded().tag_apart(version, side));
    let mut out = output::stdout();
    let mut start = 0;
    for line in version.text.as_str().split_terminator('\n') {
        let length = line.chars().count();
        let text = line.strip_suffix('\r').unwrap_or(line);
        let record = |mention: &Mention| tagged(mention, text, mention.span.relative_to(start));
        let entities = mentions.until(start + length).iter().map(record).collect();
        write_line(&mut out, &TaggedLine { text, entities })?;
        start += length + 1;
    }
    Ok(out.flush()?)
}

fn tagged(mention: &Mention, text: &str, span: CharSpan) -> TaggedMention {
    TaggedMention {
        start: span.start,
        end: span.end,
        text: text.chars().skip(span.start).take(span.len()).collect(),
        label: mention.label,
        source: mention.source,
    }
}

/// The mentions of a version, handed out in text order.
struct Mentions {
    mentions: Vec<Mention>,
    next: usize,
}

impl Mentions {
    fn new(mentions: Vec<Mention>) -> Self {
        Self { mentions, next: 0 }
    }

    /// Those before `end` that have not been handed out.
    fn until(&mut self, end: usize) -> &[Mention] {
        let first = self.next;
        self.next = self.mentions.partition_point(|mention| mention.span.start < end);
        &self.mentions[first..self.next]
    }
}
