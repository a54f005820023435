//! `duizhao align`: two files → beads on standard output.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use duizhao::align::Aligner;
use duizhao::bead::Alignment;
use duizhao::document::{Article, Side, Version};
use duizhao::flat::flat_article;
use duizhao::pipeline::Pipeline;
use duizhao::script;
use duizhao::write::bead_text::BeadText;
use duizhao::write::jsonl::write_line;
use duizhao::write::records::bead_records;

use crate::args::{AlignArguments, AlignFormat};
use crate::commands::input::cut_version;
use crate::commands::side_by_side;
use crate::options;
use crate::output::{self, Outcome};

/// Align the two files and print the beads.
pub fn run(arguments: AlignArguments) -> Result<Outcome> {
    check_paths(&arguments)?;
    let rules = options::rules(arguments.resources.rules.as_deref())?;
    let zh = cut_version(&arguments.zh, Side::Chinese, arguments.lines, &rules)?;
    let en = cut_version(&arguments.en, Side::English, arguments.lines, &rules)?;
    check_languages(&arguments, &zh.version, &en.version)?;
    let numbers = [zh.numbers, en.numbers];
    let article = Article {
        id: article_id(&arguments.zh),
        path: vec![arguments.zh, arguments.en],
        zh: zh.version,
        en: en.version,
        ..Article::default()
    };
    let aligner = options::aligner(&arguments.resources)?;
    if arguments.format == AlignFormat::Jsonl && !arguments.explain {
        let linker = options::linker(&arguments.resources)?;
        print_records(&Pipeline::new(&aligner, &linker), article)?;
        return Ok(Outcome::Done);
    }
    // The other formats show no positions of the text as read.
    let article = flat_article(&article).map_or(article, |(flat, _)| flat);
    match arguments.explain {
        true => explain(&aligner, &article, &numbers)?,
        false => print(&aligner, &article, &numbers, arguments.format)?,
    }
    Ok(Outcome::Done)
}

/// Two files, or with `--lines` perhaps the same one twice: standard input can be read only once, and
/// a file that holds both versions is not for this command.
fn check_paths(arguments: &AlignArguments) -> Result<()> {
    let is_stdin = arguments.zh == Path::new("-");
    if arguments.zh == arguments.en && (is_stdin || !arguments.lines) {
        bail!(
            "the Chinese and the English text are both {}; give two files, or use `build` for one \
             file that holds both",
            arguments.zh.display()
        );
    }
    Ok(())
}

/// Refuse texts that were given in the wrong order.
fn check_languages(arguments: &AlignArguments, zh: &Version, en: &Version) -> Result<()> {
    if chinese_share(zh) < 0.1 && chinese_share(en) > 0.5 {
        let (zh, en) = (arguments.zh.display(), arguments.en.display());
        bail!("{zh} is English and {en} is Chinese; give the Chinese text first");
    }
    Ok(())
}

/// Share of the Chinese characters among those and Latin letters; of a text without either, a half.
fn chinese_share(version: &Version) -> f64 {
    let text = version.text.as_str();
    let chinese = text.chars().filter(|&c| script::is_han(c)).count() as f64 + 0.5;
    let latin = text.chars().filter(char::is_ascii_alphabetic).count() as f64 + 0.5;
    chinese / (chinese + latin)
}

fn print(
    aligner: &Aligner,
    article: &Article,
    numbers: &[Vec<usize>; 2],
    format: AlignFormat,
) -> Result<()> {
    // These formats show no names, so the article is not tagged for them.
    let alignment = aligner.align(&article.zh, &article.en);
    match format {
        AlignFormat::Jsonl | AlignFormat::Beads => print_beads(&alignment, numbers),
        AlignFormat::Tsv => print_tsv(article, &alignment),
        AlignFormat::Text => side_by_side::print(article, &alignment),
    }
}

fn print_records(pipeline: &Pipeline, article: Article) -> Result<()> {
    let mut out = output::stdout();
    for record in bead_records(&pipeline.annotate_split(article)) {
        write_line(&mut out, &record)?;
    }
    Ok(out.flush()?)
}

/// `[zh indices]:[en indices]`, in the user's numbers.
fn indices(zh: &[usize], en: &[usize], numbers: &[Vec<usize>; 2]) -> String {
    let list = |indices: &[usize], numbers: &[usize]| {
        let numbers: Vec<_> = indices.iter().map(|&index| numbers[index].to_string()).collect();
        numbers.join(", ")
    };
    format!("[{}]:[{}]", list(zh, &numbers[0]), list(en, &numbers[1]))
}

/// The indices, a tab, the confidence.
fn print_beads(alignment: &Alignment, numbers: &[Vec<usize>; 2]) -> Result<()> {
    let mut out = output::stdout();
    for bead in &alignment.beads {
        let indices = indices(&bead.zh, &bead.en, numbers);
        writeln!(out, "{indices}\t{:.4}", bead.confidence)?;
    }
    Ok(out.flush()?)
}

/// Each bead with its texts, what speaks for it and against it, and what stood against it.
fn explain(aligner: &Aligner, article: &Article, numbers: &[Vec<usize>; 2]) -> Result<()> {
    let mut out = output::stdout();
    for bead in aligner.explain(&article.zh, &article.en) {
        let (probability, score) = (bead.probability, bead.score);
        let beads = indices(&bead.zh, &bead.en, numbers);
        writeln!(out, "{beads}  probability {probability:.4}  score {score:.3}")?;
        for (side, indices) in [(Side::Chinese, &bead.zh), (Side::English, &bead.en)] {
            let text = BeadText::of(article.version(side), indices, side);
            writeln!(out, "  {}  {}", side.code(), text.as_str())?;
        }
        for part in &bead.parts {
            let share = part.value * part.weight;
            let (name, value, weight) = (part.feature, part.value, part.weight);
            writeln!(out, "    {name:<28} {value:>9.3} × {weight:>8.3} = {share:>8.3}")?;
        }
        for rival in &bead.rivals {
            let beads = indices(&rival.zh, &rival.en, numbers);
            writeln!(out, "    instead of {beads}  probability {:.4}", rival.probability)?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn print_tsv(article: &Article, alignment: &Alignment) -> Result<()> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(csv::QuoteStyle::Never)
        .from_writer(output::stdout());
    out.write_record(["type", "confidence", "zh", "en"])?;
    for bead in &alignment.beads {
        let text = |side| {
            let text = BeadText::of(article.version(side), bead.side(side), side);
            text.as_str().replace('\t', " ")
        };
        let confidence = format!("{:.4}", bead.confidence);
        let row = [
            &bead.bead_type().to_string(),
            &confidence,
            &text(Side::Chinese),
            &text(Side::English),
        ];
        out.write_record(row)?;
    }
    Ok(out.flush()?)
}

/// The id in the records: the Chinese file's name without extension and language marker.
fn article_id(path: &Path) -> String {
    let name = path.file_name().map_or("-".into(), |name| name.to_string_lossy());
    let stem = name.split_once('.').map_or(&*name, |(stem, _)| stem);
    let stem = stem.strip_suffix("_zh").unwrap_or(stem);
    if stem.is_empty() { name.into_owned() } else { stem.to_owned() }
}
