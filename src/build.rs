//! The main job: inputs → a corpus folder, by document on several threads.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::document::Article;
use crate::error::{ArticleError, ErrorCode, Stage};
use crate::models;
use crate::parallel::ordered_map;
use crate::pipeline::{AnnotatedArticle, Pipeline};
use crate::read::{self, Input, Rules};
use crate::write::corpus::{ArticleRecords, CorpusWriter, Occupant, Provenance};
use crate::write::manifest::InputEntry;
use crate::write::records::hexadecimal;
use crate::write::summary::Summary;

/// What to build and how.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Files and folders to read; `-` is standard input, plain text of one article.
    pub inputs: Vec<PathBuf>,
    /// The corpus folder to write.
    pub output: PathBuf,
    /// Number of threads, at least 1. Has no influence on the output.
    pub jobs: usize,
    /// Write also where something stands that the program did not write.
    pub force: bool,
    /// The rules for roles.
    pub rules: Rules,
    /// The settings that shape the output, for the manifest.
    pub configuration: BTreeMap<String, String>,
}

/// Why nothing could be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// An input is not there.
    #[error("{}: no such file or folder; give the files or the folder of your articles", .0.display())]
    NoInput(PathBuf),
    /// The output is not ours.
    #[error(
        "{} is not a corpus that duizhao wrote; choose another output with -o, or use --force to \
         write into it (its other files stay)",
        .0.display()
    )]
    ForeignOutput(PathBuf),
    /// The output holds the folder that the program runs in.
    #[error("{} holds the current folder and cannot be replaced; choose a folder of its own with -o", .0.display())]
    OutputHoldsCurrentFolder(PathBuf),
    /// Writing failed.
    #[error("cannot write {}: {error}; what was there before is unharmed", path.display())]
    Write {
        /// The corpus folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What a listener hears while a corpus is built.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// So many inputs, each one article or more, were found.
    Found(usize),
    /// An input is done.
    Done,
    /// An article failed.
    Failed(&'a ArticleError),
}

/// Build the corpus. The same inputs give the same bytes.
///
/// # Errors
/// If an input is missing, or the output cannot be written; articles that fail are no error here
/// but records of the corpus.
pub fn build(
    pipeline: &Pipeline,
    options: &BuildOptions,
    mut listen: impl FnMut(Event),
) -> Result<Summary, BuildError> {
    check_paths(options)?;
    let inputs = find_inputs(options);
    listen(Event::Found(inputs.len()));
    let cannot_write = |error| BuildError::Write { path: options.output.clone(), error };
    let mut writer = CorpusWriter::create(&options.output).map_err(cannot_write)?;
    let (models, configuration) = (models::embedded(), options.configuration.clone());
    let mut provenance = Provenance { models, configuration, inputs: Vec::new() };
    let roots = Roots::of(&options.inputs);
    let mut ids = HashSet::new();
    let process = |input: &Input| process_input(pipeline, input, &options.rules, &roots);
    ordered_map(inputs.iter(), options.jobs, process, |processed| {
        for article in &processed.articles {
            match article {
                Ok((annotated, _)) if !ids.insert(annotated.article.id.clone()) => {
                    let error = same_id(&annotated.article);
                    listen(Event::Failed(&error));
                    writer.add_error(&error)?;
                }
                Ok((annotated, records)) => writer.add(annotated, records)?,
                Err(error) => {
                    listen(Event::Failed(error));
                    writer.add_error(error)?;
                }
            }
        }
        provenance.inputs.extend(processed.files);
        listen(Event::Done);
        Ok(())
    })
    .map_err(cannot_write)?;
    writer.finish(provenance).map_err(cannot_write)
}

/// The error of an article whose id another one has: rows of a table can have any id.
fn same_id(article: &Article) -> ArticleError {
    ArticleError {
        doc: article.id.clone(),
        path: article.path.first().cloned().unwrap_or_default(),
        stage: Stage::Read,
        code: ErrorCode::Ambiguous,
        message: format!("another article has the id {:?} already; rename one of them", article.id),
        byte_offset: None,
    }
}

fn check_paths(options: &BuildOptions) -> Result<(), BuildError> {
    let is_missing = |input: &&PathBuf| input.as_path() != Path::new("-") && !input.exists();
    if let Some(missing) = options.inputs.iter().find(is_missing) {
        return Err(BuildError::NoInput(missing.clone()));
    }
    let output = &options.output;
    let resolved = output.canonicalize().unwrap_or_else(|_| output.clone());
    let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
    if current.is_ok_and(|current| current.starts_with(&resolved)) {
        return Err(BuildError::OutputHoldsCurrentFolder(output.clone()));
    }
    match Occupant::of(output) {
        Occupant::Stranger if !options.force || !output.is_dir() => {
            Err(BuildError::ForeignOutput(output.clone()))
        }
        _ => Ok(()),
    }
}

/// The inputs, without what stands in the output folder itself.
fn find_inputs(options: &BuildOptions) -> Vec<Input> {
    let output = options.output.canonicalize().ok();
    let in_output = |path: &PathBuf| match (&output, path.canonicalize()) {
        (Some(output), Ok(path)) => path.starts_with(output),
        _ => false,
    };
    let mut inputs = read::find_articles(&options.inputs);
    inputs.retain(|input| !input.paths.iter().any(in_output));
    inputs
}

/// One input after all stages.
struct Processed {
    articles: Vec<Result<(AnnotatedArticle, ArticleRecords), ArticleError>>,
    files: Vec<InputEntry>,
}

fn process_input(pipeline: &Pipeline, input: &Input, rules: &Rules, roots: &Roots) -> Processed {
    let path = input.paths.first().cloned().unwrap_or_default();
    let articles = guarded(&input.id, &path, Stage::Read, || input.read(rules))
        .unwrap_or_else(|error| vec![Err(error)])
        .into_iter()
        .map(|article| {
            let article = article?;
            let id = article.id.clone();
            guarded(&id, &path, Stage::Align, || annotate(pipeline, article, roots))
        })
        .map(|article| article.map_err(|error| roots.shorten_error(error)))
        .collect();
    let entry = |path: &PathBuf| InputEntry { path: roots.shorten(path), sha256: sha256(path) };
    Processed { articles, files: input.paths.iter().map(entry).collect() }
}

fn annotate(
    pipeline: &Pipeline,
    mut article: Article,
    roots: &Roots,
) -> (AnnotatedArticle, ArticleRecords) {
    for path in &mut article.path {
        *path = roots.shorten(path).into();
    }
    let annotated = pipeline.annotate(article);
    let records = ArticleRecords::of(&annotated);
    (annotated, records)
}

/// Run a stage; a panic in it costs the article and nothing else.
pub(crate) fn guarded<T>(
    doc: &str,
    path: &Path,
    stage: Stage,
    run: impl FnOnce() -> T,
) -> Result<T, ArticleError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let cause = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or(panic.downcast_ref::<&str>().copied())
            .unwrap_or("unknown cause");
        ArticleError {
            doc: doc.to_owned(),
            path: path.to_owned(),
            stage,
            code: ErrorCode::Internal,
            message: format!("a fault of the program, please report it with the file: {cause}"),
            byte_offset: None,
        }
    })
}

/// SHA-256 of a file, hexadecimal; `""` if it cannot be read.
pub fn sha256(path: &Path) -> String {
    let hash = || -> io::Result<String> {
        let mut file = std::fs::File::open(path)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hexadecimal(&hasher.finalize())),
                read => hasher.update(&buffer[..read]),
            }
        }
    };
    hash().unwrap_or_default()
}

/// The inputs as given, to write paths that do not depend on where they lie: `corpus/news/a.txt`
/// for `/home/me/corpus` and `../corpus` alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots(Vec<PathBuf>);

impl Roots {
    /// From the inputs of a run.
    pub fn of(inputs: &[PathBuf]) -> Self {
        let mut roots = inputs.to_vec();
        // The longest root first: it is the nearest one.
        roots.sort_by_key(|root| std::cmp::Reverse(root.as_os_str().len()));
        Self(roots)
    }

    /// A path below one of the roots, with `/` and from the root's own name on.
    pub fn shorten(&self, path: &Path) -> String {
        let below = self.0.iter().find_map(|root| {
            let below = path.strip_prefix(root).ok()?;
            let resolved = root.canonicalize().unwrap_or_else(|_| root.clone());
            Some(PathBuf::from(resolved.file_name().unwrap_or_default()).join(below))
        });
        let short = below.unwrap_or_else(|| path.to_owned());
        let parts: Vec<_> = short
            .components()
            .filter_map(|part| match part {
                std::path::Component::Normal(name) => Some(name.to_string_lossy()),
                _ => None,
            })
            .collect();
        parts.join("/")
    }

    fn shorten_error(&self, mut error: ArticleError) -> ArticleError {
        let short = self.shorten(&error.path);
        error.message = error.message.replace(&*error.path.to_string_lossy(), &short);
        error.path = short.into();
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_do_not_say_where_the_corpus_lies() {
        let roots = Roots::of(&["../data".into(), "/home/me/语料".into(), "one.txt".into()]);
        assert_eq!(roots.shorten(Path::new("/home/me/语料/a/b.zh.txt")), "语料/a/b.zh.txt");
        assert_eq!(roots.shorten(Path::new("../data/b.txt")), "data/b.txt");
        assert_eq!(roots.shorten(Path::new("one.txt")), "one.txt");
    }

    #[test]
    fn a_panic_is_an_internal_error_of_the_article() {
        let error =
            guarded("a", Path::new("a.txt"), Stage::Align, || -> () { panic!("no such sentence") });
        let error = error.unwrap_err();
        assert_eq!((error.code, error.doc.as_str()), (ErrorCode::Internal, "a"));
        assert!(error.message.contains("no such sentence"));
    }
}
