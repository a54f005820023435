//! Words that the document makes familiar: pairs that the lexicon lacks and the text itself teaches.
//!
//! The people of a novel are in no dictionary, and each of them occurs a hundred times. The chain of
//! sentences that narrows the search says roughly what belongs together. Words that the lexicon leaves
//! unexplained there, and that meet across the chain far more often than chance would have it, are
//! similar from then on: as similar as their occurrences correlate, with some doubt if they are few.

use std::ops::Range;

use rayon::prelude::*;

use super::profile::{IDF_UNIT, Profile};
use crate::lexicon::WordComparer;

/// A word with a partner this similar beside it is explained (as in [`super::adapt`]).
const EXPLAINED: f32 = 0.5;

/// Words that tell less than this (idf) are not paired (as in [`super::adapt`]).
const LEAST_WEIGHT: u32 = IDF_UNIT * 2 / 5;

/// A pair must meet at so many places.
const LEAST_PLACES: usize = 2;

/// Least similarity of a pair. It and the two other numbers were chosen by the cross-validated loss.
const LEAST_SIMILARITY: f64 = 0.2;

/// The similarity of a pair that met n times is its correlation · n / (n + this): twice is not yet sure.
const DOUBT: f64 = 1.0;

/// Sentences without a partner in the chain count at the place before and after them, but no more than
/// so many.
const BESIDE: usize = 2;

/// A Chinese and an English word, by their numbers in the profiles, and their similarity, 0..=1.
type FamiliarPair = (u32, u32, f32);

/// The pairs that a chain of sentences teaches, by Chinese word. `chain` has the cells at which its pairs of
/// sentences end.
pub fn learn(
    chain: &[(usize, usize)],
    words: &WordComparer,
    zh: &Profile,
    en: &Profile,
) -> Vec<FamiliarPair> {
    let place = |at: usize| {
        let zh_beside = beside(chain, at, |cell| cell.0, zh.len());
        let en_beside = beside(chain, at, |cell| cell.1, en.len());
        Place::new(words, (zh, zh_beside), (en, en_beside))
    };
    let mut places: Vec<Place> = (0..chain.len()).into_par_iter().map(place).collect();
    let counts = [
        count(&places, |place| &place.zh, zh.words.len()),
        count(&places, |place| &place.en, en.words.len()),
    ];
    for place in &mut places {
        place.zh.retain(|&word| counts[0][word as usize] >= LEAST_PLACES);
        place.en.retain(|&word| counts[1][word as usize] >= LEAST_PLACES);
    }
    let mut met: Vec<(u32, u32)> = places.iter().flat_map(Place::pairs).collect();
    met.par_sort_unstable();
    let correlated = |same: &[(u32, u32)]| {
        let (zh, en) = same[0];
        let numbers = [counts[0][zh as usize], counts[1][en as usize]];
        let met = same.len() as f64;
        let similarity = correlation(same.len(), numbers, places.len()) * met / (met + DOUBT);
        let enough = same.len() >= LEAST_PLACES && similarity >= LEAST_SIMILARITY;
        enough.then_some((zh, en, similarity as f32))
    };
    let pairs = met.chunk_by(|a, b| a == b).filter_map(correlated).collect();
    best_ones(pairs, [zh.words.len(), en.words.len()])
}

/// The sentences of one side about a pair of the chain, up to those of the pairs before and after it.
fn beside(
    chain: &[(usize, usize)],
    at: usize,
    side: fn(&(usize, usize)) -> usize,
    count: usize,
) -> Range<usize> {
    // A cell has the number of sentences before it: that of the pair's sentence and one more.
    let own = side(&chain[at]) - 1;
    let before = at.checked_sub(1).map_or(0, |before| side(&chain[before]));
    let after = chain.get(at + 1).map_or(count, |after| side(after) - 1);
    before.max(own.saturating_sub(BESIDE))..after.min(own + 1 + BESIDE)
}

/// The unexplained words about a pair of sentences, ascending.
struct Place {
    zh: Vec<u32>,
    en: Vec<u32>,
}

impl Place {
    fn new(
        words: &WordComparer,
        (zh, zh_range): (&Profile, Range<usize>),
        (en, en_range): (&Profile, Range<usize>),
    ) -> Self {
        let (zh, en) = (telling(zh, zh_range), telling(en, en_range));
        let (mut zh_open, mut en_open) = (vec![true; zh.len()], vec![true; en.len()]);
        for (zh_open, &zh) in zh_open.iter_mut().zip(&zh) {
            for (en_open, &en) in en_open.iter_mut().zip(&en) {
                if words.similarity(zh as usize, en as usize) >= EXPLAINED {
                    (*zh_open, *en_open) = (false, false);
                }
            }
        }
        let open = |words: Vec<u32>, open: Vec<bool>| {
            words.into_iter().zip(open).filter(|word| word.1).map(|word| word.0).collect()
        };
        Self { zh: open(zh, zh_open), en: open(en, en_open) }
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        self.zh.iter().flat_map(|&zh| self.en.iter().map(move |&en| (zh, en)))
    }
}

/// The different words of some sentences that tell anything.
fn telling(profile: &Profile, sentences: Range<usize>) -> Vec<u32> {
    let tokens = profile.sentences[sentences].iter().flat_map(|sentence| &sentence.tokens);
    let mut words: Vec<u32> = tokens
        .filter(|token| profile.idf[token.word] >= LEAST_WEIGHT)
        .map(|token| token.word as u32)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn count(places: &[Place], side: fn(&Place) -> &Vec<u32>, words: usize) -> Vec<usize> {
    let mut counts = vec![0; words];
    places.iter().flat_map(side).for_each(|&word| counts[word as usize] += 1);
    counts
}

/// The correlation φ of two words' occurrences over the places: 0 by chance, 1 if always together.
fn correlation(both: usize, [zh, en]: [usize; 2], places: usize) -> f64 {
    let [both, zh, en, all] = [both, zh, en, places].map(|count| count as f64);
    let spread = zh * (all - zh) * en * (all - en);
    if spread > 0.0 { (both * all - zh * en) / libm::sqrt(spread) } else { 0.0 }
}

/// The pairs that are the best one of their Chinese or of their English word: a name may be two words
/// in the one language and one in the other.
fn best_ones(pairs: Vec<FamiliarPair>, words: [usize; 2]) -> Vec<FamiliarPair> {
    let mut best = words.map(|count| vec![0.0_f32; count]);
    for &(zh, en, value) in &pairs {
        best[0][zh as usize] = value.max(best[0][zh as usize]);
        best[1][en as usize] = value.max(best[1][en as usize]);
    }
    let is_best = |&(zh, en, value): &FamiliarPair| {
        value >= best[0][zh as usize] || value >= best[1][en as usize]
    };
    pairs.into_iter().filter(is_best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Language;
    use crate::lexicon::Lexicon;
    use crate::read::version_of_lines;

    #[test]
    fn correlation_by_hand() {
        // Ten places, each word at two of them, both times together: (2·10 − 4) / √(2·8·2·8).
        assert!((correlation(2, [2, 2], 10) - 1.0).abs() < 1e-12);
        // Once together: (10 − 4) / 16.
        assert!((correlation(1, [2, 2], 10) - 0.375).abs() < 1e-12);
        // By chance: 4 · 10 = 5 · 8.
        assert_eq!(correlation(4, [5, 8], 10), 0.0);
        assert_eq!(correlation(10, [10, 10], 10), 0.0);
    }

    #[test]
    fn sentences_between_the_chain_s_count_on_both_sides() {
        // Sentences 1 and 5 are in the chain; 2, 3 and 4 are not.
        let chain = [(2, 1), (6, 2)];
        assert_eq!(beside(&chain, 0, |cell| cell.0, 9), 0..4);
        assert_eq!(beside(&chain, 1, |cell| cell.0, 9), 3..8);
    }

    #[test]
    fn a_name_becomes_familiar() {
        let zh = "柯罗温号昨天离开了港口。\n天黑了。\n柯罗温号的船长没有说话。\n我们都睡了。";
        let en = "The Korovin left the harbour yesterday.\nIt grew dark.\n\
                  The captain of the Korovin said nothing.\nWe all slept.";
        let lexicon = Lexicon::embedded();
        let zh = Profile::of(&version_of_lines(zh, Language::SimplifiedChinese), lexicon);
        let en = Profile::of(&version_of_lines(en, Language::English), lexicon);
        let mut words = lexicon.comparer((zh.side, &zh.words), (en.side, &en.words));
        let pairs = learn(&[(1, 1), (2, 2), (3, 3), (4, 4)], &words, &zh, &en);
        let form = |pair: &FamiliarPair| &*en.words[pair.1 as usize].form;
        assert!(!pairs.is_empty() && pairs.iter().all(|pair| form(pair) == "korovin"), "{pairs:?}");
        let (zh_word, en_word, similarity) = pairs[0];
        assert!(words.similarity(zh_word as usize, en_word as usize) < similarity);
        words.add_known(&pairs);
        assert_eq!(words.similarity(zh_word as usize, en_word as usize), similarity);
    }
}
