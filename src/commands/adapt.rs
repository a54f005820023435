//! `duizhao adapt`: word pairs from the confirmed beads of a corpus, for `--lexicon`.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use duizhao::adapt::{Adaptation, Gain, adapt, write_terms};
use duizhao::export::is_part_of_corpus;
use tempfile::NamedTempFile;

use crate::args::AdaptArguments;
use crate::output::{self, Outcome};

/// The file beside the corpus.
const LEXICON: &str = "lexicon.tsv";

/// Learn, write the table, and say what it is worth.
pub fn run(arguments: AdaptArguments, quiet: bool) -> Result<Outcome> {
    let output = arguments.output.display();
    let file = arguments.file.unwrap_or_else(|| arguments.output.join(LEXICON));
    if is_part_of_corpus(&arguments.output, &file) {
        let file = file.display();
        bail!("{file} is a file of the corpus itself; give another name with -o");
    }
    // The error says its cause itself; with the chain of causes it would be there twice.
    let found = adapt(&arguments.output, arguments.min_confidence).map_err(anyhow::Error::msg)?;
    if found.beads == 0 {
        bail!(
            "no bead of {output} to learn from: confirm some with `duizhao review {output}`, or take \
             those that the aligner is sure of with --min-confidence 0.95"
        );
    }
    if file == Path::new("-") {
        let mut out = output::stdout();
        write_terms(&found.terms, &mut out)?;
        out.flush()?;
    } else {
        write(&found, &file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    if !quiet {
        report(&found, &file);
    }
    Ok(Outcome::Done)
}

/// Put the table in the place of an older one in one step.
fn write(found: &Adaptation, file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        bail!("there is no folder {}", folder.display());
    }
    // The error names a file that the user knows nothing of; its kind says what is wrong.
    let table = NamedTempFile::new_in(folder);
    let mut table = table.map_err(|error| io::Error::from(error.kind()))?;
    write_terms(&found.terms, &mut table)?;
    #[cfg(unix)]
    {
        // Temporary files are private; the table is for others too.
        use std::os::unix::fs::PermissionsExt;
        table.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    table.persist(file)?;
    Ok(())
}

fn report(found: &Adaptation, file: &Path) {
    let (terms, beads, articles) = (found.terms.len(), found.beads, found.articles);
    output::note(&format!("{terms} word pairs from {beads} beads of {articles} articles"));
    if let Some(gain) = found.gain {
        report_gain(gain);
    }
    if terms > 0 && file != Path::new("-") {
        let file = file.display();
        output::note(&format!("to use them, give `build` or `align` --lexicon {file}"));
    }
}

fn report_gain(Gain { plain, adapted }: Gain) {
    output::note("on the half that the pairs were not learnt from (both ways):   without   with");
    let row = |name: &str, plain: String, adapted: String| {
        output::note(&format!("  {name:<56} {plain:>8} {adapted:>8}"));
    };
    let of = plain.known;
    let found = |count: usize| count.to_string();
    row(&format!("beads found again, of {of}"), found(plain.found), found(adapted.found));
    let mean = |value: f64| format!("{value:.4}");
    let confidence = [plain.mean_confidence(), adapted.mean_confidence()].map(mean);
    let lexical = [plain.mean_lexical(), adapted.mean_lexical()].map(mean);
    let [before, after] = confidence;
    row("mean confidence in them", before, after);
    let [before, after] = lexical;
    row("share of their words with a counterpart", before, after);
}
