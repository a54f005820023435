//! Long texts made of short ones, for `bench-aligner`: what is left out, moved and cut in them is known.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use duizhao::document::{Side, Version};

use super::texts::{Corpus, Gold, GoldBead, beads};

/// How to make a long text.
#[derive(clap::Args)]
pub struct TextOptions {
    /// Folder of the development data, with `data/*.tsv`.
    #[arg(long, default_value = "../shared")]
    data: PathBuf,
    /// Leave out every so many sentences, on either side in turn.
    #[arg(long, default_value_t = 20)]
    drop: usize,
    /// Take the chapters of `bench/align-dev` instead of sentence pairs, again and again.
    #[arg(long)]
    chapters: bool,
    /// Leave out stretches of this many beads too, on either side in turn, five in each text.
    #[arg(long, default_value_t = 0)]
    stretch: usize,
    /// In every so many beads move a paragraph of 3–6 of them by 50–150 beads, on either side in turn.
    #[arg(long = "move", default_value_t = 0)]
    move_every: usize,
    /// Cut English sentences at their clauses, so that there are so many times as many as beads. Only news are
    /// taken then, again and again: the phrases have no clauses.
    #[arg(long, default_value_t = 1.0)]
    ratio: f64,
}

/// Two texts, a sentence a line, and their beads.
#[derive(Default)]
pub struct Long {
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
    /// The beads.
    pub gold: Vec<GoldBead>,
    /// Those of them that were moved.
    pub moved: Vec<GoldBead>,
}

/// A bead with its sentences.
#[derive(Clone)]
pub struct Unit {
    /// The Chinese ones.
    pub zh: Vec<String>,
    /// The English ones.
    pub en: Vec<String>,
}

/// A table of sentence pairs: its file and its columns, Chinese and English.
pub type Table = (&'static str, usize, usize);

/// Professionally translated news.
pub const NEWS: Table = ("news-raw/wmt21-24.tsv", 2, 3);

/// Phrases of learners.
const PHRASES: Table = ("tatoeba-eng-cmn.tsv", 1, 0);

/// The beads of which texts are made.
pub fn units(options: &TextOptions) -> anyhow::Result<Vec<Unit>> {
    if options.chapters {
        return chapters(options);
    }
    let mut units = pairs(&options.data, NEWS)?;
    if options.ratio > 1.0 {
        cut_english(&mut units, options.ratio);
    } else {
        units.extend(pairs(&options.data, PHRASES)?);
    }
    Ok(units)
}

/// Sentence pairs of a table in the folder of the development data.
pub fn pairs(data: &Path, (file, zh, en): Table) -> anyhow::Result<Vec<Unit>> {
    let path = data.join("data").join(file);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut pairs = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or("");
        let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c));
        let (mut zh, mut en) = (field(zh), field(en));
        if is_chinese(en) && !is_chinese(zh) {
            (zh, en) = (en, zh);
        }
        if is_chinese(zh) && !en.is_empty() {
            pairs.push(Unit { zh: vec![zh.to_owned()], en: vec![en.to_owned()] });
        }
    }
    Ok(pairs)
}

/// The gold beads of the literary chapters.
fn chapters(options: &TextOptions) -> anyhow::Result<Vec<Unit>> {
    let mut units = Vec::new();
    for chapter in beads(&options.data.join("bench/align-dev"))? {
        let Gold::Beads(gold) = &chapter.gold else { continue };
        if chapter.corpus != Corpus::Literary {
            continue;
        }
        let texts = |version: &Version, sentences: &[usize]| {
            sentences.iter().map(|&at| version.sentence_text(at).to_owned()).collect()
        };
        units.extend(
            gold.iter()
                .map(|(zh, en)| Unit { zh: texts(&chapter.zh, zh), en: texts(&chapter.en, en) }),
        );
    }
    Ok(units)
}

/// Cut English sentences at the clause that is nearest to the middle, as evenly over the text as it has clauses.
fn cut_english(units: &mut [Unit], ratio: f64) {
    let (mut wanted, mut cut) = (0.0, 0);
    for unit in units {
        wanted += ratio - 1.0;
        while f64::from(cut) + 1.0 <= wanted {
            let longest = (0..unit.en.len()).max_by_key(|&at| unit.en[at].len());
            let Some((at, halves)) =
                longest.and_then(|at| Some((at, halves(&unit.en[at], ", ", ".")?)))
            else {
                break;
            };
            unit.en.splice(at..=at, halves);
            cut += 1;
        }
    }
}

/// A sentence as two, cut at the mark nearest to the middle; the mark becomes a stop, and the second half begins
/// with a capital.
pub fn halves(sentence: &str, mark: &str, stop: &str) -> Option<[String; 2]> {
    let middle = sentence.len() / 2;
    let marks = sentence.match_indices(mark).map(|(at, _)| at);
    let at = marks.min_by_key(|at| at.abs_diff(middle))?;
    // Not less than a quarter of the sentence.
    if at.abs_diff(middle) > sentence.len() / 4 {
        return None;
    }
    let mut rest = sentence[at + mark.len()..].chars();
    let first = rest.next()?;
    Some([format!("{}{stop}", &sentence[..at]), first.to_uppercase().chain(rest).collect()])
}

/// The side that a bead is left out of, if it is.
fn left_out(number: usize, count: usize, options: &TextOptions) -> Option<Side> {
    const STRETCHES: usize = 5;
    let part = (count / STRETCHES).max(1);
    // A stretch stands in the middle of its part.
    let from_middle = (number % part).abs_diff(part / 2);
    if 2 * from_middle < options.stretch {
        return Some(side_in_turn(number / part));
    }
    (number + 1).is_multiple_of(options.drop).then(|| side_in_turn(number / options.drop))
}

fn side_in_turn(number: usize) -> Side {
    if number.is_multiple_of(2) { Side::English } else { Side::Chinese }
}

/// The order of the beads on both sides, and for each bead whether it was moved.
struct Order {
    zh: Vec<usize>,
    en: Vec<usize>,
    moved: Vec<bool>,
}

impl Order {
    fn new(count: usize, options: &TextOptions) -> Self {
        let straight: Vec<usize> = (0..count).collect();
        let mut order = Self { zh: straight.clone(), en: straight, moved: vec![false; count] };
        let Some(paragraphs) = count.checked_div(options.move_every) else { return order };
        for number in 0..paragraphs {
            // Lengths and distances that go through their ranges without a pattern.
            let (length, distance) = (3 + number % 4, 50 + number * 37 % 101);
            let start = number * options.move_every + options.move_every / 2;
            let forward = number % 4 < 2;
            let side = match side_in_turn(number) {
                Side::Chinese => &mut order.zh,
                Side::English => &mut order.en,
            };
            let end = if forward { start + length + distance } else { start + length };
            let Some(first) = (if forward { Some(start) } else { start.checked_sub(distance) })
            else {
                continue;
            };
            if end <= count {
                let passed = &mut side[first..end];
                if forward {
                    passed.rotate_left(length)
                } else {
                    passed.rotate_right(length)
                }
                order.moved[start..start + length].fill(true);
            }
        }
        order
    }
}

/// Put a text together from the first `count` beads, which come again and again if there are fewer.
pub fn assemble(units: &[Unit], count: usize, options: &TextOptions) -> Long {
    let order = Order::new(count, options);
    let mut long = Long::default();
    let side = |order: &[usize], side: Side, text: &mut String| {
        let mut sentences = vec![Vec::new(); count];
        let mut first = 0;
        for &number in order {
            if left_out(number, count, options) == Some(side) {
                continue;
            }
            let unit = &units[number % units.len()];
            let lines = if side == Side::Chinese { &unit.zh } else { &unit.en };
            lines.iter().for_each(|line| *text += &format!("{line}\n"));
            sentences[number] = (first..first + lines.len()).collect();
            first += lines.len();
        }
        sentences
    };
    let zh = side(&order.zh, Side::Chinese, &mut long.zh);
    let en = side(&order.en, Side::English, &mut long.en);
    for ((zh, en), moved) in zh.into_iter().zip(en).zip(order.moved) {
        if zh.is_empty() || en.is_empty() {
            long.gold.extend(zh.into_iter().map(|at| (vec![at], Vec::new())));
            long.gold.extend(en.into_iter().map(|at| (Vec::new(), vec![at])));
        } else {
            long.moved.extend(moved.then(|| (zh.clone(), en.clone())));
            long.gold.push((zh, en));
        }
    }
    long
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(move_every: usize) -> TextOptions {
        TextOptions {
            data: PathBuf::new(),
            drop: 20,
            chapters: false,
            stretch: 0,
            move_every,
            ratio: 1.0,
        }
    }

    #[test]
    fn a_sentence_is_cut_at_its_middle_clause() {
        let halves = halves("When it rained, we waited under the bridge, and read.", ", ", ".");
        assert_eq!(
            halves,
            Some(["When it rained.", "We waited under the bridge, and read."].map(str::to_owned))
        );
        assert_eq!(
            super::halves("No, we waited under the bridge until it was dark.", ", ", "."),
            None
        );
    }

    #[test]
    fn moved_beads_stand_elsewhere_on_one_side() {
        let order = Order::new(400, &options(200));
        assert_eq!(order.zh[..300], (0..300).collect::<Vec<_>>());
        // Three beads from 100 on, over 50 others.
        assert_eq!(order.en[98..101], [98, 99, 103]);
        assert_eq!(order.en[149..155], [152, 100, 101, 102, 153, 154]);
        assert!(order.moved[100] && order.moved[102] && !order.moved[103]);
    }
}
