//! `evaluate-joint`: names of aligned news, each side alone and with the other side's help, and their links.
//!
//! The development gold (`training/links/dev-gold.tsv`) holds line numbers, spans, labels and keys for lines of a file of sentence
//! pairs that is not in the repository. Lines of one article stand together. Four ways are compared: the tagger alone, a sentence or an article at a time,
//! and both sides, a sentence pair or an article at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::bead::{Alignment, Bead};
use duizhao::document::{Article, Language, Paragraph, Role, Sentence, Side, Version};
use duizhao::link::Linker;
use duizhao::mention::{Label, Mention, Naming};
use duizhao::tag::Tagger;
use duizhao::text::{CharSpan, Text};

use crate::evaluate_links::Counts;
use crate::tagger;

/// Arguments of the command.
#[derive(clap::Args)]
pub struct Options {
    /// Tab-separated sentence pairs: set, source language, Chinese, English
    #[arg(long, default_value = "../shared/data/news-raw/wmt21-24.tsv")]
    pairs: PathBuf,
    /// Tab-separated gold: line, article, side, start, end, label, key. Repeatable
    #[arg(long, default_value = "training/links/dev-gold.tsv")]
    gold: Vec<PathBuf>,
    /// Pairs that readers have labelled (`training/readers`), instead of the golds; neighbouring lines count as one article
    #[arg(long)]
    read: Option<PathBuf>,
    /// Of these, the fifth that the taggers were trained without
    #[arg(long)]
    fold: Option<usize>,
    /// Folder with names.bin, chinese.bin and english.bin, instead of the embedded ones
    #[arg(long)]
    models: Option<PathBuf>,
    /// Print what differs in the last way, the article as a whole
    #[arg(long)]
    errors: bool,
}

/// A mention of the gold: span in its sentence, label, key.
type GoldMention = (CharSpan, Label, String);

/// A sentence pair with its gold.
struct Pair {
    line: usize,
    article: usize,
    texts: [String; 2],
    mentions: [Vec<GoldMention>; 2],
}

/// Print the figures of all ways.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let pairs = match &options.read {
        Some(file) => read_by_readers(options, file)?,
        None => read(options)?,
    };
    let loaded = match &options.models {
        Some(folder) => {
            let read = |file: &str| fs::read(folder.join(file));
            let tagger =
                Tagger::unpack(&read("names.bin")?, &read("chinese.bin")?, &read("english.bin")?)?;
            Some(&*Box::leak(Box::new(tagger)))
        }
        None => None,
    };
    let tagger = loaded.unwrap_or_else(|| Tagger::embedded());
    let linker = Linker::with_tagger(tagger);
    let mut articles: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
    pairs.iter().for_each(|pair| articles.entry(pair.article).or_default().push(pair));
    let mut report = Report::default();
    for pair in &pairs {
        let found = [0, 1].map(|side| {
            let tagged = tagger.tag_sentence(&pair.texts[side], Side::BOTH[side]);
            tagged.mentions
        });
        report.mentions("1 tagger alone", pair, &found);
        report.naming("2 with the other side, pair by pair", &linker, &[pair], false);
    }
    for article in articles.values() {
        let tagged = [0, 1].map(|side| {
            let texts: Vec<&str> = article.iter().map(|pair| &*pair.texts[side]).collect();
            tagger.tag_sentences(&texts, Side::BOTH[side])
        });
        for (index, pair) in article.iter().enumerate() {
            let found = [0, 1].map(|side| tagged[side][index].mentions.clone());
            report.mentions("1 tagger alone, in its article", pair, &found);
        }
        report.naming("3 with the other side, whole article", &linker, article, options.errors);
    }
    println!("{} pairs in {} articles", pairs.len(), articles.len());
    for (name, counts) in report.0 {
        println!("{name:48} {}", counts.line());
    }
    Ok(())
}

fn read(options: &Options) -> anyhow::Result<Vec<Pair>> {
    let show = |path: &PathBuf| format!("cannot read {}", path.display());
    let texts = fs::read_to_string(&options.pairs).with_context(|| show(&options.pairs))?;
    let texts: Vec<&str> = texts.lines().collect();
    let mut pairs: BTreeMap<usize, Pair> = BTreeMap::new();
    let mut gold = Vec::new();
    for path in &options.gold {
        let text = fs::read_to_string(path).with_context(|| show(path))?;
        gold.extend(text.lines().skip(1).map(str::to_owned));
    }
    for row in &gold {
        let fields: Vec<&str> = row.split('\t').collect();
        let [line, article, side, start, end, label, key] = fields[..] else { continue };
        let line: usize = line.parse()?;
        let columns: Vec<&str> =
            texts.get(line - 1).with_context(|| format!("no line {line}"))?.split('\t').collect();
        let pair = pairs.entry(line).or_insert_with(|| Pair {
            line,
            article: article.parse().unwrap_or_default(),
            texts: [columns[2].to_owned(), columns[3].to_owned()],
            mentions: [Vec::new(), Vec::new()],
        });
        if label != "-" {
            let label = serde_json::from_value(label.into())?;
            let span = CharSpan::new(start.parse()?, end.parse()?);
            let side = usize::from(side == Side::English.code());
            pair.mentions[side].push((span, label, key.to_owned()));
        }
    }
    Ok(pairs.into_values().collect())
}

/// Lines of the news further apart than this are of two articles.
const GAP: usize = 4;

/// The pairs that readers have labelled, of one fifth or of all.
fn read_by_readers(options: &Options, file: &Path) -> anyhow::Result<Vec<Pair>> {
    let texts = fs::read_to_string(&options.pairs)
        .with_context(|| format!("cannot read {}", options.pairs.display()))?;
    let texts: Vec<&str> = texts.lines().collect();
    let mut pairs: BTreeMap<usize, Pair> = BTreeMap::new();
    for (kind, line, mentions) in tagger::read_pair_labels(file)? {
        if options.fold.is_some_and(|fold| fold != tagger::fold(line)) {
            continue;
        }
        let columns: Vec<&str> =
            texts.get(line).with_context(|| format!("no line {line}"))?.split('\t').collect();
        let pair = pairs.entry(line).or_insert_with(|| Pair {
            line: line + 1,
            article: 0,
            texts: [columns[2].to_owned(), columns[3].to_owned()],
            mentions: [Vec::new(), Vec::new()],
        });
        pair.mentions[usize::from(kind == Side::English.code())] = mentions;
    }
    let (mut article, mut last) = (0, 0);
    for (line, pair) in &mut pairs {
        article += usize::from(line - last > GAP);
        (pair.article, last) = (article, *line);
    }
    Ok(pairs.into_values().collect())
}

/// Counts by what they count.
#[derive(Default)]
struct Report(BTreeMap<String, Counts>);

/// Spans and labels of names in one sentence.
type Names = BTreeSet<(CharSpan, &'static str)>;

impl Report {
    fn mentions(&mut self, way: &str, pair: &Pair, found: &[Vec<Mention>; 2]) -> [[Names; 2]; 2] {
        [0, 1].map(|side| {
            let wanted: Names =
                pair.mentions[side].iter().map(|(span, label, _)| (*span, label.name())).collect();
            let names = found[side].iter().filter(|mention| is_name(mention));
            let found: Names = names.map(|mention| (mention.span, mention.label.name())).collect();
            let code = Side::BOTH[side].code();
            let right = wanted.intersection(&found).count();
            self.0.entry(format!("{way}: {code}")).or_default().add(&wanted, &found, right);
            for label in [Label::Per, Label::Org, Label::Loc] {
                let only = |names: &Names| -> Names {
                    names.iter().filter(|(_, of)| *of == label.name()).copied().collect()
                };
                let (wanted, found) = (only(&wanted), only(&found));
                let right = wanted.intersection(&found).count();
                let name = format!("{way}: {code} {}", label.name());
                self.0.entry(name).or_default().add(&wanted, &found, right);
            }
            [wanted, found]
        })
    }

    fn naming(&mut self, way: &str, linker: &Linker, pairs: &[&Pair], errors: bool) {
        let (article, alignment) = article_of(pairs);
        let naming = linker.name(&article, &alignment);
        for (index, pair) in pairs.iter().enumerate() {
            let places = [&article.zh, &article.en].map(|version| version.sentences[index].span);
            let here = [0, 1].map(|side| in_sentence(&naming, side, places[side]));
            let found = here.clone().map(|mentions| {
                mentions.into_iter().map(|(_, mention)| mention).collect::<Vec<_>>()
            });
            let names = self.mentions(way, pair, &found);
            let links = self.links(way, pair, &naming, &here);
            if errors {
                print_differences(pair, &names, &links);
            }
        }
    }

    /// The links that are missing and the ones that are too many.
    fn links(
        &mut self,
        way: &str,
        pair: &Pair,
        naming: &Naming,
        here: &[Vec<(usize, Mention)>; 2],
    ) -> [Vec<Link>; 2] {
        let mut wanted: BTreeSet<Link> = BTreeSet::new();
        for (zh, _, key) in &pair.mentions[0] {
            let same = pair.mentions[1].iter().filter(|(_, _, other)| other == key);
            wanted.extend(same.map(|(en, ..)| (*zh, *en)));
        }
        let place = |side: usize, index: usize| {
            here[side].iter().find(|(i, m)| *i == index && is_name(m)).map(|(_, m)| m.span)
        };
        let found: BTreeSet<Link> = naming
            .links
            .iter()
            .filter_map(|link| Some((place(0, link.zh)?, place(1, link.en)?)))
            .collect();
        let right = wanted.intersection(&found).count();
        self.0.entry(format!("{way}: links")).or_default().add(&wanted, &found, right);
        [wanted.difference(&found).copied().collect(), found.difference(&wanted).copied().collect()]
    }
}

/// A Chinese and an English span.
type Link = (CharSpan, CharSpan);

fn is_name(mention: &Mention) -> bool {
    matches!(mention.label, Label::Per | Label::Org | Label::Loc)
}

/// Mentions of one side inside a sentence, with spans in it and their numbers in the naming.
fn in_sentence(naming: &Naming, side: usize, place: CharSpan) -> Vec<(usize, Mention)> {
    let all = naming.side(Side::BOTH[side]).iter().enumerate();
    all.filter(|(_, mention)| place.contains(mention.span))
        .map(|(index, mention)| {
            (index, Mention { span: mention.span.relative_to(place.start), ..mention.clone() })
        })
        .collect()
}

fn print_differences(pair: &Pair, names: &[[Names; 2]; 2], links: &[Vec<Link>; 2]) {
    let slice = |side: usize, span: CharSpan| -> String {
        pair.texts[side].chars().skip(span.start).take(span.len()).collect()
    };
    for (side, [wanted, found]) in names.iter().enumerate() {
        let code = Side::BOTH[side].code();
        for (span, label) in wanted.difference(found) {
            println!("{} {code} missed {label} [{}]", pair.line, slice(side, *span));
        }
        for (span, label) in found.difference(wanted) {
            println!("{} {code} wrong  {label} [{}]", pair.line, slice(side, *span));
        }
    }
    for (what, links) in ["missed", "wrong "].into_iter().zip(links) {
        for (zh, en) in links {
            println!("{} link {what} {} = {}", pair.line, slice(0, *zh), slice(1, *en));
        }
    }
}

/// An article whose sentences pair up one to one.
fn article_of(pairs: &[&Pair]) -> (Article, Alignment) {
    let version = |side: usize, language: Language| {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (paragraph, pair) in pairs.iter().enumerate() {
            let span = CharSpan::new(start, start + pair.texts[side].chars().count());
            sentences.push(Sentence { span, paragraph, role: Role::Body });
            start = span.end + 1;
        }
        let texts: Vec<&str> = pairs.iter().map(|pair| pair.texts[side].as_str()).collect();
        let role = Role::Body;
        Version {
            language,
            paragraphs: sentences.iter().map(|s| Paragraph { span: s.span, role }).collect(),
            text: Text::new(texts.join("\n")),
            sentences,
            ..Version::default()
        }
    };
    let article = Article {
        id: "development".into(),
        zh: version(0, Language::SimplifiedChinese),
        en: version(1, Language::English),
        ..Article::default()
    };
    let beads = (0..pairs.len()).map(|i| Bead { confidence: 1.0, ..Bead::of([i], [i]) }).collect();
    (article, Alignment { beads })
}
