//! Where text that stands elsewhere is looked for: near its place on the path, so that the cost grows with
//! the length of the text and not with its square.
//!
//! A paragraph or caption moves within an article or a chapter, not through a whole book. The place of a
//! sentence on the other side follows from the pairs before and after it.

use std::ops::Range;

use rayon::prelude::*;

use super::cut::share;
use super::profile::Profile;
use super::window::Window;
use crate::lexicon::WordComparer;

/// A sentence is looked for among so many sentences of the other side before its place and after it:
/// more than most articles have.
const REACH: usize = 300;

/// Sentences whose places lie so close together are compared together: their neighbourhoods are nearly the
/// same. More sentences than [`LARGEST_BATCH`] would not fit the processor's cache.
const SPAN: usize = REACH / 2;

/// Most sentences that are compared together.
const LARGEST_BATCH: usize = 64;

/// So many best matches of a sentence are kept: one is left when a pair takes two of them.
const KEPT: usize = 3;

/// The places of the sentences of one side on the other.
#[derive(Debug, Clone)]
pub struct Places {
    places: Vec<usize>,
    others: usize,
}

impl Places {
    /// `pairs` has sentences of this side and of the other one that belong together, in any order. What lies
    /// between two pairs is spread evenly.
    pub fn new(count: usize, others: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut pairs: Vec<(usize, usize)> = pairs.chain([(count, others)]).collect();
        pairs.sort_unstable();
        let mut places = Vec::with_capacity(count);
        let mut before = (0, 0);
        for pair in pairs {
            while places.len() < pair.0 {
                let (steps, rows) = (places.len() - before.0, pair.0 - before.0);
                places.push((before.1 * (rows - steps) + pair.1 * steps) / rows);
            }
            before = pair;
        }
        Self { places, others }
    }

    /// The place of sentence `at`: a sentence of the other side or, after the last one, their number.
    pub fn place(&self, at: usize) -> usize {
        self.places[at]
    }

    /// The sentences of the other side that are near the place of sentence `at`.
    pub fn near(&self, at: usize) -> Range<usize> {
        let place = self.places[at];
        place.saturating_sub(REACH)..(place + REACH + 1).min(self.others)
    }

    /// The sentences of the other side that are near the place of any of these.
    pub fn near_any(&self, sentences: &[usize]) -> Range<usize> {
        let ranges = sentences.iter().map(|&at| self.near(at));
        let union = |a: Range<usize>, b: Range<usize>| a.start.min(b.start)..a.end.max(b.end);
        ranges.reduce(union).unwrap_or_default()
    }

    /// Ascending sentences in batches whose places lie close together.
    pub fn batches<'a>(&self, sentences: &'a [usize]) -> Vec<&'a [usize]> {
        let mut batches = Vec::new();
        let mut rest = sentences;
        while let Some(&first) = rest.first() {
            let close = |&&at: &&usize| self.places[at].abs_diff(self.places[first]) <= SPAN;
            let length = rest.iter().take(LARGEST_BATCH).take_while(close).count();
            let (batch, others) = rest.split_at(length);
            batches.push(batch);
            rest = others;
        }
        batches
    }
}

/// The best matches of each of some sentences on the other side, best first: sentence and match.
#[derive(Debug, Clone, Default)]
pub struct BestMatches(Vec<Vec<(usize, f32)>>);

impl BestMatches {
    /// For the Chinese sentences `open`, among the English ones near their places.
    pub fn of_chinese(
        words: &WordComparer,
        (zh, en): (&Profile, &Profile),
        open: &[usize],
        places: &Places,
    ) -> Self {
        Self::collect(zh.len(), open, places, |batch, near| {
            let matches = matches(words, (zh, batch), (en, near));
            matches.chunks(near.len()).map(<[f32]>::to_vec).collect()
        })
    }

    /// For the English sentences `open`, among the Chinese ones near their places.
    pub fn of_english(
        words: &WordComparer,
        (zh, en): (&Profile, &Profile),
        open: &[usize],
        places: &Places,
    ) -> Self {
        Self::collect(en.len(), open, places, |batch, near| {
            let matches = matches(words, (zh, near), (en, batch));
            let column =
                |at: usize| matches.iter().skip(at).step_by(batch.len()).copied().collect();
            (0..batch.len()).map(column).collect()
        })
    }

    /// `compare` gives the matches of each sentence of a batch with all those near the batch.
    fn collect(
        count: usize,
        open: &[usize],
        places: &Places,
        compare: impl Fn(&[usize], &[usize]) -> Vec<Vec<f32>> + Sync,
    ) -> Self {
        let of_batch = |batch: &[usize]| -> Vec<Vec<(usize, f32)>> {
            let near: Vec<usize> = places.near_any(batch).collect();
            let each = batch.iter().zip(compare(batch, &near));
            each.map(|(&at, row)| best(row, &near, &places.near(at))).collect()
        };
        let batches = places.batches(open);
        let found: Vec<_> = batches.into_par_iter().map(of_batch).collect();
        let mut all = vec![Vec::new(); count];
        open.iter().zip(found.into_iter().flatten()).for_each(|(&at, best)| all[at] = best);
        Self(all)
    }

    /// The best match of any of some sentences outside a run of at most two of the other side.
    pub fn outside(&self, sentences: Range<usize>, run: &Range<usize>) -> f32 {
        let best = |at: usize| self.0[at].iter().find(|(other, _)| !run.contains(other));
        sentences.filter_map(best).map(|&(_, value)| value).fold(0.0, f32::max)
    }
}

/// The best of a row of matches, of those that are near.
fn best(row: Vec<f32>, others: &[usize], near: &Range<usize>) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> = Vec::with_capacity(KEPT + 1);
    for (&other, value) in others.iter().zip(row).filter(|(other, _)| near.contains(other)) {
        let place = found.partition_point(|kept| kept.1 >= value);
        if place < KEPT {
            found.insert(place, (other, value));
            found.truncate(KEPT);
        }
    }
    found
}

/// The match of each of some Chinese sentences with each of some English ones, row by row:
/// √(coverage of the Chinese · coverage of the English).
fn matches(
    words: &WordComparer,
    (zh, zh_at): (&Profile, &[usize]),
    (en, en_at): (&Profile, &[usize]),
) -> Vec<f32> {
    let (zh, en) = (zh.select(zh_at), en.select(en_at));
    let window = Window::new(words, (&zh, 0..zh.len()), (&en, 0..en.len()));
    let covers = |profile: &Profile, others: usize, matches: &dyn Fn(_) -> _| {
        let mut covers = vec![0_u32; profile.len() * others];
        let rows = covers.chunks_exact_mut(others);
        for (row, sentence) in rows.zip(&profile.sentences) {
            for &token in &sentence.tokens {
                let weight = profile.idf[token.word];
                let matches: &[u8] = matches(token);
                row.iter_mut().zip(matches).for_each(|(sum, &m)| *sum += weight * u32::from(m));
            }
        }
        covers
    };
    let zh_covers = covers(&zh, en.len(), &|token| window.zh_matches(token));
    let en_covers = covers(&en, zh.len(), &|token| window.en_matches(token));
    let mut matches = Vec::with_capacity(zh_covers.len());
    for (row, zh_sentence) in zh.sentences.iter().enumerate() {
        for (column, en_sentence) in en.sentences.iter().enumerate() {
            let zh_cover = zh_covers[row * en.len() + column];
            let en_cover = en_covers[column * zh.len() + row];
            matches.push(mean_cover(
                share(zh_cover, zh_sentence.weight),
                share(en_cover, en_sentence.weight),
            ));
        }
    }
    matches
}

/// How well two runs match: the geometric mean of the least coverage on either side.
pub fn mean_cover(zh: f32, en: f32) -> f32 {
    (zh * en).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_between_the_pairs() {
        let places = Places::new(6, 12, [(4, 2), (2, 2)].into_iter());
        let places: Vec<usize> = (0..6).map(|at| places.place(at)).collect();
        assert_eq!(places, [0, 1, 2, 2, 2, 7]);
    }

    #[test]
    fn near_is_within_reach() {
        let places = Places::new(2000, 4000, std::iter::empty());
        assert_eq!(places.near(0), 0..REACH + 1);
        assert_eq!(places.near(1000), 2000 - REACH..2000 + REACH + 1);
        assert_eq!(places.near(1999), 3998 - REACH..4000);
        // 75 sentences further on the place is 150 further.
        assert_eq!(places.batches(&[10, 11, 85, 86, 200]), [&[10, 11, 85][..], &[86], &[200]]);
    }

    #[test]
    fn the_best_three_are_kept() {
        let row = vec![0.9, 0.2, 0.5, 0.1, 0.5, 0.8];
        let best = BestMatches(vec![best(row, &[4, 5, 6, 7, 8, 9], &(5..10))]);
        assert_eq!(best.0[0], [(9, 0.8), (6, 0.5), (8, 0.5)]);
        assert_eq!(best.outside(0..1, &(8..10)), 0.5);
        assert_eq!(best.outside(0..1, &(5..6)), 0.8);
    }
}
