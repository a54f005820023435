//! Narrowing: from the whole grid to a band of a few cells in each row, in passes that get dearer
//! while fewer cells are left.
//!
//! Pass 0, for long texts only: blocks of sentences are chained by their vectors. Pass 1: sentences
//! are chained by their vectors. Pass 1b: sentences are chained by their words. The band of the
//! search lies around the last chain. Without pass 1b the right beads fell out of the band in 4–9
//! of 33 texts of the study, with it in none.

use std::ops::Range;

use rayon::prelude::*;

use super::band::Band;
use super::chain::best_chain;
use super::lattice::windows;
use super::profile::{IDF_UNIT, Profile};
use super::scene::Scene;
use super::vector::{UnitVector, centred};
use super::window::Window;
use crate::lexicon::Vector;
use crate::token::Token;

/// Grids up to this size are searched whole: articles.
pub const FULL_CELLS: usize = 2_500;

/// Grids up to this size need no pass 0.
const BLOCKS_FROM_CELLS: usize = 1_000_000;

/// Chinese sentences of a block in pass 0.
const BLOCK: usize = 24;

/// Half the width of the corridor that pass 0 leaves, in blocks.
const BLOCK_WIDTH: usize = 6;

/// Half the width of pass 1's corridor where there was no pass 0: this many sentences, or this
/// share of the longer text (as in Bertalign's first pass, Liu and Zhu 2022, section 3.2).
const CORRIDOR: (usize, f64) = (250, 0.06);

/// Only this many nearest sentences of each one count in pass 1.
const NEIGHBOURS: usize = 8;

/// Half the width of the band of pass 1b.
pub const WORD_BAND: usize = 20;

/// Half the width of the band of the search.
pub const SEARCH_BAND: usize = 8;

/// Pass 0 and 1: a band around the chain by sentence vectors.
pub fn band_by_vectors(zh: &Profile, en: &Profile, width: usize) -> Band {
    let corridor = corridor(zh, en);
    let sums = |profile: &Profile| -> Vec<UnitVector> {
        centred(&profile.sentences.iter().map(|sentence| &sentence.vector).collect::<Vec<_>>())
    };
    let chain = best_chain(&corridor, &neighbour_scores(&corridor, &sums(zh), &sums(en)));
    Band::around(&chain, width, zh.len(), en.len())
}

/// Where pass 1 looks.
fn corridor(zh: &Profile, en: &Profile) -> Band {
    if zh.len() * en.len() > BLOCKS_FROM_CELLS {
        return corridor_by_blocks(zh, en);
    }
    let share = CORRIDOR.1 * zh.len().max(en.len()) as f64;
    let width = CORRIDOR.0.max(share as usize);
    diagonal(zh.len(), en.len(), width)
}

/// The cells within `width` of the diagonal.
fn diagonal(zh: usize, en: usize, width: usize) -> Band {
    let anchors: Vec<_> = (1..=zh).map(|row| (row, row * en / zh)).collect();
    Band::around(&anchors, width, zh, en)
}

/// Pass 0: blocks that have as many sentences as the lengths of the texts make them.
fn corridor_by_blocks(zh: &Profile, en: &Profile) -> Band {
    let count = zh.len().div_ceil(BLOCK);
    let bound = |profile: &Profile, block: usize| block * profile.len() / count;
    let blocks = |profile: &Profile| -> Vec<UnitVector> {
        let sum = |block: usize| {
            let sentences = bound(profile, block)..bound(profile, block + 1);
            let mut sum: Vector = [0.0; _];
            for sentence in &profile.sentences[sentences] {
                sum.iter_mut().zip(&sentence.vector).for_each(|(total, x)| *total += x);
            }
            sum
        };
        let sums: Vec<Vector> = (0..count).map(sum).collect();
        centred(&sums.iter().collect::<Vec<_>>())
    };
    let grid = Band::full(count, count);
    let chain = best_chain(&grid, &neighbour_scores(&grid, &blocks(zh), &blocks(en)));
    let anchors: Vec<_> = chain
        .iter()
        .map(|&(zh_block, en_block)| (bound(zh, zh_block), bound(en, en_block)))
        .collect();
    let width = BLOCK_WIDTH * (en.len() / count).max(BLOCK);
    Band::around(&anchors, width, zh.len(), en.len())
}

/// For each cell the cosine of its two sentences if the English one is among the nearest of the
/// Chinese one in the band, else 0.
fn neighbour_scores(band: &Band, zh: &[UnitVector], en: &[UnitVector]) -> Vec<f32> {
    let rows: Vec<Vec<f32>> = (0..=zh.len())
        .into_par_iter()
        .map(|row| {
            let cosine = |column: usize| match (row.checked_sub(1), column.checked_sub(1)) {
                (Some(zh_at), Some(en_at)) => zh[zh_at].cosine(&en[en_at]),
                _ => 0.0,
            };
            keep_largest(band.row(row).map(cosine).collect())
        })
        .collect();
    rows.concat()
}

/// Set all but the [`NEIGHBOURS`] largest values to 0.
fn keep_largest(mut values: Vec<f32>) -> Vec<f32> {
    if values.len() > NEIGHBOURS {
        let mut sorted = values.clone();
        let (_, &mut least, _) =
            sorted.select_nth_unstable_by(NEIGHBOURS - 1, |a, b| b.total_cmp(a));
        values.iter_mut().filter(|value| **value < least).for_each(|value| *value = 0.0);
    }
    values
}

/// Pass 1b: the chain by words in the scene's band, as the cells at which its pairs of sentences end.
pub fn chain_by_words(wide: &Scene<'_>) -> Vec<(usize, usize)> {
    best_chain(wide.band, &attribution_scores(wide))
}

/// R = A₁ / (Σ_j A₁ + ½) + A₂ / (Σ_i A₂ + ½) for each cell's pair of sentences (i, j).
fn attribution_scores(scene: &Scene<'_>) -> Vec<f32> {
    let pieces: Vec<Range<usize>> = windows(0..scene.zh.len() + 1).collect();
    let shares: Vec<Shares> = pieces.into_par_iter().map(|rows| Shares::new(scene, rows)).collect();
    let (en, band) = (scene.en, scene.band);
    let mut scores = vec![0.0; band.cell_count()];
    let mut en_totals = vec![0.0; en.len() + 1];
    for (column, value) in shares.iter().flat_map(|shares| &shares.en) {
        en_totals[*column] += value;
    }
    for shares in &shares {
        for (at, (column, value)) in shares.en.iter().enumerate() {
            scores[shares.first_cell + at] = shares.zh[at] + value / (en_totals[*column] + 0.5);
        }
    }
    scores
}

/// Attributions of the cells in some rows.
struct Shares {
    first_cell: usize,
    /// A₁ as a share of its row.
    zh: Vec<f32>,
    /// The cell's column and A₂.
    en: Vec<(usize, f32)>,
}

/// What the attributions of some rows are computed from.
struct Attribution<'a> {
    zh: &'a Profile,
    en: &'a Profile,
    band: &'a Band,
    window: Window,
}

impl Shares {
    fn new(scene: &Scene<'_>, rows: Range<usize>) -> Self {
        let Scene { zh, en, band, .. } = *scene;
        let columns = *band.row(rows.start).start()..band.row(rows.end - 1).end() + 1;
        let near = band.rows_near(columns.start, columns.end - 1);
        // The rows near a column reach past the section only where the band is very wide.
        let zh_range = near.start.max(rows.start.saturating_sub(4 * WORD_BAND)).saturating_sub(1)
            ..near.end.min(rows.end + 4 * WORD_BAND).saturating_sub(1);
        let en_range = columns.start.saturating_sub(1)..columns.end - 1;
        let window = Window::new(scene.words, (zh, zh_range), (en, en_range));
        Attribution { zh, en, band, window }.shares(rows)
    }
}

impl Attribution<'_> {
    fn shares(&self, rows: Range<usize>) -> Shares {
        let first_cell = self.band.cells(rows.clone()).start;
        let mut shares = Shares { first_cell, zh: Vec::new(), en: Vec::new() };
        let en_first = self.window.en_sentences().start;
        let zh_first = self.window.zh_sentences().start;
        let columns: Vec<Vec<f32>> =
            self.window.en_sentences().map(|at| self.of_english(at)).collect();
        for row in rows {
            shares.zh.extend(self.of_chinese(row));
            shares.en.extend(self.band.row(row).map(|column| match row.checked_sub(1) {
                Some(zh_at) if column > 0 => {
                    (column, columns[column - 1 - en_first][zh_at - zh_first])
                }
                _ => (column, 0.0),
            }));
        }
        shares
    }

    /// A₁ of the cells of a row, as shares of their sum.
    fn of_chinese(&self, row: usize) -> Vec<f32> {
        let mut values = vec![0.0; self.band.row(row).count()];
        let Some(at) = row.checked_sub(1) else { return values };
        let no_english = usize::from(*self.band.row(row).start() == 0);
        let first = self.band.row(row).start() + no_english - 1 - self.window.en_sentences().start;
        let sentences = first..first + values.len() - no_english;
        let matches = |token| &self.window.zh_matches(token)[sentences.clone()];
        let tokens = &self.zh.sentences[at].tokens;
        attribute(tokens, &self.zh.idf, matches, &mut values[no_english..]);
        let total: f32 = values.iter().sum();
        values.iter_mut().for_each(|value| *value /= total + 0.5);
        values
    }

    /// A₂ of an English sentence for every Chinese sentence of the window.
    fn of_english(&self, at: usize) -> Vec<f32> {
        let window = self.window.zh_sentences();
        let mut values = vec![0.0; window.len()];
        let near = self.band.rows_near(at + 1, at + 1);
        let first = near.start.max(window.start + 1) - window.start - 1;
        let near = first..(near.end.min(window.end + 1) - window.start - 1).max(first);
        let matches = |token| &self.window.en_matches(token)[near.clone()];
        let tokens = &self.en.sentences[at].tokens;
        attribute(tokens, &self.en.idf, matches, &mut values[near.clone()]);
        values
    }
}

/// Divide each word's weight among the sentences of the other side, by the fourth power of its best
/// match in each: A = Σ w · max m · m⁴ / (Σ m⁴ + 0.001).
fn attribute<'a>(
    tokens: &[Token],
    idf: &[u32],
    matches: impl Fn(Token) -> &'a [u8],
    shares: &mut [f32],
) {
    let fourth = |value: u8| {
        let square = f32::from(value) * f32::from(value) / (255.0 * 255.0);
        square * square
    };
    for &token in tokens {
        let matches = matches(token);
        let Some(&largest) = matches.iter().max().filter(|&&largest| largest > 0) else { continue };
        let total: f32 = matches.iter().map(|&value| fourth(value)).sum::<f32>() + 1e-3;
        let weight = idf[token.word] as f32 / IDF_UNIT as f32 * f32::from(largest) / 255.0 / total;
        for (share, &value) in shares.iter_mut().zip(matches) {
            *share += weight * fourth(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharSpan;

    #[test]
    fn only_the_nearest_neighbours_count() {
        let values: Vec<f32> = (0..10).map(|value| value as f32).collect();
        let kept = keep_largest(values);
        assert_eq!(kept[..3], [0.0, 0.0, 2.0]);
    }

    #[test]
    fn a_word_is_divided_among_its_matches() {
        let token = Token { span: CharSpan::default(), word: 0 };
        let mut shares = [0.0; 3];
        attribute(&[token], &[IDF_UNIT], |_| &[255, 0, 255], &mut shares);
        assert!((shares[0] - 0.4997).abs() < 1e-3 && shares[1] == 0.0 && shares[2] == shares[0]);
    }
}
