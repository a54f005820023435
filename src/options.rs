//! Command-line values → what the library takes, checked.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::{Context, Result};
use duizhao::align::Aligner;
use duizhao::build::{BuildOptions, sha256};
use duizhao::link::Linker;
use duizhao::link::glossary::Glossary;
use duizhao::read::Rules;
use duizhao::terms::read_terms;

use duizhao::document::Role;
use duizhao::export::{ExportOptions, Format, OffsetUnit, Selection};
use duizhao::record::Status;

use crate::args::{
    BuildArguments, ExportArguments, ExportFormat, Offsets, ResourceArguments, RoleName, StatusName,
};

/// The options of `build`.
pub fn build_options(arguments: BuildArguments) -> Result<BuildOptions> {
    Ok(BuildOptions {
        inputs: arguments.input,
        output: arguments.output,
        jobs: jobs(arguments.jobs),
        force: arguments.force,
        rules: rules(arguments.resources.rules.as_deref())?,
        configuration: configuration(&arguments.resources),
    })
}

/// What the manifest says about a user's own data: its files by what they are.
fn configuration(resources: &ResourceArguments) -> BTreeMap<String, String> {
    let files = [
        ("rules", &resources.rules),
        ("lexicon", &resources.lexicon),
        ("glossary", &resources.glossary),
    ];
    let given = files.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)));
    given.map(|(name, path)| (name.to_owned(), format!("sha256:{}", sha256(path)))).collect()
}

/// The aligner: the embedded one, with the user's terms if there are any.
pub fn aligner(resources: &ResourceArguments) -> Result<Loaded<Aligner>> {
    Ok(match &resources.lexicon {
        None => Loaded::Embedded(Aligner::embedded()),
        Some(path) => Loaded::Own(Box::new(Aligner::with_terms(&read_terms(path)?))),
    })
}

/// The linker: the embedded one, with the user's names if there are any.
pub fn linker(resources: &ResourceArguments) -> Result<Loaded<Linker>> {
    Ok(match &resources.glossary {
        None => Loaded::Embedded(Linker::embedded()),
        Some(path) => Loaded::Own(Box::new(Linker::with_glossary(Glossary::read(path)?))),
    })
}

/// The number of threads: as given, or one for each core.
pub fn jobs(given: Option<NonZeroUsize>) -> usize {
    given.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// The role rules: those that the program carries, and the user's.
pub fn rules(file: Option<&Path>) -> Result<Rules> {
    match file {
        None => Ok(Rules::embedded()),
        Some(path) => Rules::with_file(path)
            .with_context(|| format!("cannot use the rules in {}", path.display())),
    }
}

/// The options of `export`.
pub fn export_options(arguments: &ExportArguments) -> ExportOptions {
    let mut selection = Selection {
        min_confidence: arguments.min_confidence,
        roles: arguments.roles.iter().copied().map(role).collect(),
        ..Selection::default()
    };
    if !arguments.status.is_empty() {
        selection.statuses = arguments.status.iter().copied().map(status).collect();
    }
    let offsets = match arguments.offsets {
        Offsets::Codepoint => OffsetUnit::CodePoint,
        Offsets::Utf16 => OffsetUnit::Utf16,
        Offsets::Utf8 => OffsetUnit::Utf8,
    };
    ExportOptions { format: format(arguments.to), selection, offsets }
}

fn format(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Tmx => Format::Tmx,
        ExportFormat::Xliff => Format::Xliff,
        ExportFormat::Tsv => Format::Tsv,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Xlsx => Format::Xlsx,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Moses => Format::Moses,
        ExportFormat::Html => Format::Html,
        ExportFormat::Iob2 => Format::Iob2,
        ExportFormat::Tbx => Format::Tbx,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Md => Format::Markdown,
    }
}

fn role(role: RoleName) -> Role {
    match role {
        RoleName::Headline => Role::Headline,
        RoleName::Byline => Role::Byline,
        RoleName::Dateline => Role::Dateline,
        RoleName::Caption => Role::Caption,
        RoleName::Credit => Role::Credit,
        RoleName::Subhead => Role::Subhead,
        RoleName::Body => Role::Body,
        RoleName::Boilerplate => Role::Boilerplate,
    }
}

fn status(status: StatusName) -> Status {
    match status {
        StatusName::Auto => Status::Auto,
        StatusName::Confirmed => Status::Confirmed,
        StatusName::Edited => Status::Edited,
        StatusName::Rejected => Status::Rejected,
    }
}

/// A model of the program, or one with a user's data in it.
pub enum Loaded<T: 'static> {
    /// The program's.
    Embedded(&'static T),
    /// The user's.
    Own(Box<T>),
}

impl<T> std::ops::Deref for Loaded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Embedded(model) => model,
            Self::Own(model) => model,
        }
    }
}
