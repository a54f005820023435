//! Similarity S(t, u) in 0..=1 of a Chinese and an English word, for all words of a document.
//!
//! The largest of: closeness of the vectors, corrected for words that are close to everything;
//! the dictionary; identity of words and numbers; a user's terms. Most pairs have next to none and
//! are not kept: memory grows with the number of words, not with its square.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::dictionary::BaseFormIndex;
use super::dot_product::{self, BLOCK, Components, Shifted};
use super::tables::{DIMENSIONS, WordTable};
use super::vectors::inverse_length;
use crate::document::Side;
use crate::token::Word;

/// S = σ(SLOPE · (cos − (r_t + r_u)/2 + MIDDLE)) · clip((cos − FLOOR)/FLOOR, 0, 1), with the words' CSLS
/// radii r (Conneau et al. 2018). The constants were tuned on parallel news (`evaluate-similarity`); the
/// aligner study had a steeper curve, 14 and .25.
const SLOPE: f32 = 10.0;
const MIDDLE: f32 = 0.12;
const FLOOR: f32 = 0.15;

/// The dictionary's say in the similarity of a pair whose vectors are not close at all. The rest depends on
/// the vectors: what a word means here is one of the things that the dictionary lists.
const WITHOUT_VECTORS: f32 = 0.8;

/// Similarities below this are 0. The aligner counts maxima, in which they have no part.
const LEAST: f32 = 0.05;
/// Where the sigmoid is already below [`LEAST`]: σ(−2.95) = 0.0497. Saves most of the exponentials.
const NEGLIGIBLE: f32 = -2.95;

/// The most English words that [`WordSimilarity`] keeps for a Chinese one, the most similar ones. An
/// article has fewer; this keeps memory linear in the number of words.
const MOST: usize = 256;

/// Chinese words that are compared with the same block of English words while it is in the cache.
const ROWS: usize = 16;

/// The words of two documents, ready to be compared: any of the one side with any of the other.
#[derive(Debug)]
pub struct WordComparer {
    chinese: Vectors,
    english: Vectors,
    /// For each Chinese word the English ones that dictionary, terms or identity give it.
    known: SparseRows,
}

/// What comparing needs of the words of one side.
#[derive(Debug)]
struct Vectors {
    components: Vec<Components>,
    /// 0 for a word without a vector.
    inverse_length: Vec<f32>,
    radius: Vec<f32>,
}

impl Vectors {
    fn new(table: &WordTable, words: &[Word]) -> Self {
        let vector = |word: &Word| word.vector.map(|number| table.vector(number));
        let vectors: Vec<Option<[i16; DIMENSIONS]>> = words.iter().map(vector).collect();
        let packed = |vector: &Option<[i16; DIMENSIONS]>| {
            vector.map_or([0; DIMENSIONS], |vector| vector.map(|component| component as i8))
        };
        let radius = |word: &Word| word.vector.map_or(0.0, |number| table.radius(number));
        Self {
            components: vectors.iter().map(packed).collect(),
            inverse_length: vectors
                .iter()
                .map(|v| v.as_ref().map_or(0.0, inverse_length))
                .collect(),
            radius: words.iter().map(radius).collect(),
        }
    }

    fn has(&self, word: usize) -> bool {
        self.inverse_length[word] > 0.0
    }
}

/// For each word of the one list the same word of the other.
fn identical(words: &[Word], others: &[Word]) -> SparseRows {
    let by_form: FxHashMap<&str, u32> = numbers_by_form(others);
    let same = |word: &Word| by_form.get(&*word.form).map(|&number| (number, 1.0));
    SparseRows::new(words.iter().map(|word| same(word).into_iter().collect()).collect())
}

fn numbers_by_form(words: &[Word]) -> FxHashMap<&str, u32> {
    (0..).zip(words).map(|(number, word)| (&*word.form, number)).collect()
}

/// Some English words of a comparer, by their places in a list, ready to be compared with Chinese ones.
pub struct EnglishWords {
    blocks: Vec<Block>,
}

/// Up to [`BLOCK`] English words with vectors.
struct Block {
    places: Vec<usize>,
    vectors: dot_product::Block,
    inverse_length: [f32; BLOCK],
    radius: [f32; BLOCK],
}

impl Block {
    /// `words` are pairs of a place and the word there.
    fn new(all: &Vectors, words: &[(usize, usize)]) -> Self {
        let mut block = Self {
            places: words.iter().map(|word| word.0).collect(),
            vectors: dot_product::Block::new(words.iter().map(|word| &all.components[word.1])),
            inverse_length: [0.0; BLOCK],
            radius: [0.0; BLOCK],
        };
        for (lane, &(_, word)) in words.iter().enumerate() {
            block.inverse_length[lane] = all.inverse_length[word];
            block.radius[lane] = all.radius[word];
        }
        block
    }
}

impl WordComparer {
    pub(super) fn new(
        lexicon: &Lexicon,
        (chinese_side, chinese): (Side, &[Word]),
        (english_side, english): (Side, &[Word]),
    ) -> Self {
        let mut comparer = Self {
            chinese: Vectors::new(lexicon.table(chinese_side), chinese),
            english: Vectors::new(lexicon.table(english_side), english),
            known: SparseRows::new(Vec::new()),
        };
        let translates = (chinese_side, english_side) == (Side::Chinese, Side::English);
        comparer.known = if translates {
            comparer.look_up(lexicon, chinese, english)
        } else {
            identical(chinese, english)
        };
        comparer
    }

    /// For each Chinese word the English ones that the dictionary, the user's terms or identity give it.
    fn look_up(&self, lexicon: &Lexicon, chinese: &[Word], english: &[Word]) -> SparseRows {
        let index = EnglishIndex::new(lexicon, chinese, english);
        let rows = chinese.par_iter().enumerate().map_init(Vec::new, |found, (number, word)| {
            found.clear();
            index.look_up(word, |english| self.closeness(number, english as usize), found);
            merged(found)
        });
        SparseRows::new(rows.collect())
    }

    /// How close the vectors of two words are, 0..=1.
    fn closeness(&self, chinese: usize, english: usize) -> f32 {
        let (zh, en) = (&self.chinese.components[chinese], &self.english.components[english]);
        let product: i16 = zh.iter().zip(en).map(|(&x, &y)| i16::from(x) * i16::from(y)).sum();
        let lengths = self.chinese.inverse_length[chinese] * self.english.inverse_length[english];
        let cosine = f32::from(product) * lengths;
        if cosine <= FLOOR {
            return 0.0;
        }
        closeness(cosine, self.chinese.radius[chinese], self.english.radius[english])
    }

    /// The similarity of two words, 0..=1, by their numbers in the documents.
    pub fn similarity(&self, chinese: usize, english: usize) -> f32 {
        let row = self.known.row(chinese);
        let known = row.binary_search_by_key(&(english as u32), |entry| entry.0);
        known.map_or(0.0, |at| row[at].1).max(self.closeness(chinese, english))
    }

    /// Let pairs of words be at least so similar; they are in the order of their numbers, each once.
    pub fn add_known(&mut self, pairs: &[(u32, u32, f32)]) {
        if pairs.is_empty() {
            return;
        }
        let mut rows: Vec<Vec<(u32, f32)>> =
            (0..self.known.len()).map(|row| self.known.row(row).to_vec()).collect();
        for &(chinese, english, similarity) in pairs {
            rows[chinese as usize].push((english, similarity));
        }
        self.known = SparseRows::new(rows.into_iter().map(|mut row| merged(&mut row)).collect());
    }

    /// Get some English words ready, given by their numbers in the document.
    pub fn english(&self, words: &[usize]) -> EnglishWords {
        let with_vector = |&(_, word): &(usize, usize)| self.english.has(word);
        let words: Vec<(usize, usize)> =
            words.iter().copied().enumerate().filter(with_vector).collect();
        let blocks = words.chunks(BLOCK).map(|words| Block::new(&self.english, words)).collect();
        EnglishWords { blocks }
    }

    /// Compare the vectors of some Chinese words with those of some English ones: `found` gets the
    /// places of two words in their lists and their similarity, if it is not 0.
    pub fn compare_vectors(
        &self,
        chinese: &[usize],
        english: &EnglishWords,
        mut found: impl FnMut(usize, usize, f32),
    ) {
        let level = Level::new();
        for (part, words) in chinese.chunks(ROWS).enumerate() {
            let with_vector = |&(_, word): &(usize, &usize)| self.chinese.has(*word);
            let words: Vec<(usize, usize, Shifted)> = words
                .iter()
                .enumerate()
                .filter(with_vector)
                .map(|(at, &word)| {
                    (part * ROWS + at, word, Shifted::new(&self.chinese.components[word]))
                })
                .collect();
            for block in &english.blocks {
                for (place, word, vector) in &words {
                    self.compare_block(level, (*word, vector), block, |lane, similarity| {
                        found(*place, block.places[lane], similarity);
                    });
                }
            }
        }
    }

    /// The English words that dictionary, terms or identity give a Chinese one, ascending, with their
    /// similarities, by their numbers in the document.
    pub fn known(&self, chinese: usize) -> &[(u32, f32)] {
        self.known.row(chinese)
    }

    #[inline(always)]
    fn compare_block(
        &self,
        level: Level,
        (word, vector): (usize, &Shifted),
        block: &Block,
        mut found: impl FnMut(usize, f32),
    ) {
        let products = block.vectors.dot_products(level, vector);
        let (inverse_length, radius) =
            (self.chinese.inverse_length[word], self.chinese.radius[word]);
        let mut cosines = [0.0; BLOCK];
        let mut close: u64 = dispatch!(level, simd => {
            close_ones(simd, &products, inverse_length, &block.inverse_length, &mut cosines)
        });
        while close != 0 {
            let lane = close.trailing_zeros() as usize;
            let similarity = closeness(cosines[lane], radius, block.radius[lane]);
            if similarity >= LEAST {
                found(lane, similarity);
            }
            close &= close - 1;
        }
    }
}

/// The cosines of a word with those of a block, and a bit for each one above [`FLOOR`].
#[inline(always)]
fn close_ones<S: Simd>(
    simd: S,
    products: &[i16; BLOCK],
    inverse_length: f32,
    inverse_lengths: &[f32; BLOCK],
    cosines: &mut [f32; BLOCK],
) -> u64 {
    for ((cosine, &product), other) in cosines.iter_mut().zip(products).zip(inverse_lengths) {
        *cosine = f32::from(product) * (inverse_length * other);
    }
    let mut close = 0;
    for (group, cosines) in cosines.chunks_exact(8).enumerate() {
        close |= f32x8::from_slice(simd, cosines).simd_gt(FLOOR).to_bitmask() << (8 * group);
    }
    close
}

/// The English words of a document as the dictionary finds them.
struct EnglishIndex<'a> {
    lexicon: &'a Lexicon,
    by_form: FxHashMap<&'a str, u32>,
    base_forms: BaseFormIndex,
    /// For each gloss word of the dictionary that some Chinese word needs: the English words it matches.
    glosses: FxHashMap<u32, Vec<u32>>,
}

impl<'a> EnglishIndex<'a> {
    fn new(lexicon: &'a Lexicon, chinese: &[Word], english: &'a [Word]) -> Self {
        let base_forms = BaseFormIndex::new(english);
        let mut needed: Vec<u32> = chinese
            .par_iter()
            .flat_map_iter(|word| lexicon.translations(word).into_iter().map(|pair| pair.0))
            .collect();
        needed.par_sort_unstable();
        needed.dedup();
        let matches = |number: u32| base_forms.matches(lexicon.tables.english.form(number));
        Self {
            lexicon,
            by_form: numbers_by_form(english),
            glosses: needed.into_par_iter().map(|number| (number, matches(number))).collect(),
            base_forms,
        }
    }

    /// Add the English words known for a Chinese one, in any order and with repeats. `closeness` is that
    /// of its vector and an English word's.
    fn look_up(&self, word: &Word, closeness: impl Fn(u32) -> f32, found: &mut Vec<(u32, f32)>) {
        for (gloss, weight) in self.lexicon.translations(word) {
            found.extend(self.glosses[&gloss].iter().map(|&number| {
                let part = WITHOUT_VECTORS + (1.0 - WITHOUT_VECTORS) * closeness(number);
                (number, weight * part)
            }));
        }
        for (english, weight) in self.lexicon.terms.of(&word.form) {
            let numbers = self.base_forms.matches(english);
            found.extend(numbers.into_iter().map(|number| (number, *weight)));
        }
        found.extend(self.by_form.get(&*word.form).map(|&number| (number, 1.0)));
        found.retain(|(_, value)| *value >= LEAST);
    }
}

/// Entries with columns ascending, the largest value for each column.
fn merged(entries: &mut [(u32, f32)]) -> Vec<(u32, f32)> {
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut merged: Vec<(u32, f32)> = Vec::new();
    for &entry in entries.iter() {
        if merged.last().is_none_or(|last| last.0 != entry.0) {
            merged.push(entry);
        }
    }
    merged
}

/// The similarities of a document's words above [`LEAST`], by Chinese word.
#[derive(Debug, Clone, PartialEq)]
pub struct WordSimilarity(SparseRows);

/// For each row its entries, columns ascending.
#[derive(Debug, Clone, PartialEq)]
struct SparseRows {
    starts: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl SparseRows {
    fn new(rows: Vec<Vec<(u32, f32)>>) -> Self {
        let mut starts = vec![0];
        starts.extend(rows.iter().scan(0, |end, row| {
            *end += row.len();
            Some(*end)
        }));
        Self { starts, entries: rows.into_iter().flatten().collect() }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn row(&self, row: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[row]..self.starts[row + 1]]
    }
}

impl WordSimilarity {
    /// Compare all Chinese words of a document with all English ones.
    pub(super) fn for_document(lexicon: &Lexicon, chinese: &[Word], english: &[Word]) -> Self {
        let comparer =
            WordComparer::new(lexicon, (Side::Chinese, chinese), (Side::English, english));
        let all_english = comparer.english(&(0..english.len()).collect::<Vec<_>>());
        let all_chinese: Vec<usize> = (0..chinese.len()).collect();
        let rows = |words: &[usize]| {
            let mut rows: Vec<Vec<(u32, f32)>> =
                words.iter().map(|&word| comparer.known(word).to_vec()).collect();
            comparer.compare_vectors(words, &all_english, |zh, en, similarity| {
                rows[zh].push((en as u32, similarity));
            });
            rows.into_iter().map(|mut row| largest(merged(&mut row)))
        };
        Self(SparseRows::new(all_chinese.par_chunks(ROWS).flat_map_iter(rows).collect()))
    }

    /// The similarity of Chinese word `zh` and English word `en`, 0..=1.
    pub fn get(&self, zh: usize, en: usize) -> f32 {
        let row = self.0.row(zh);
        row.binary_search_by_key(&(en as u32), |entry| entry.0).map_or(0.0, |at| row[at].1)
    }

    /// The English words similar to Chinese word `zh`, ascending, with their similarities.
    pub fn of_chinese(&self, zh: usize) -> &[(u32, f32)] {
        self.0.row(zh)
    }
}

/// The [`MOST`] largest entries of a row, columns ascending.
fn largest(mut entries: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    if entries.len() > MOST {
        entries.select_nth_unstable_by(MOST, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        entries.truncate(MOST);
        entries.sort_unstable_by_key(|entry| entry.0);
    }
    entries
}

/// The part of similarity that comes from the vectors, for a cosine above [`FLOOR`].
fn closeness(cosine: f32, zh_radius: f32, en_radius: f32) -> f32 {
    let corrected = cosine - (zh_radius + en_radius) / 2.0 + MIDDLE;
    if SLOPE * corrected < NEGLIGIBLE {
        return 0.0;
    }
    sigmoid(SLOPE * corrected) * ((cosine - FLOOR) / FLOOR).min(1.0)
}

/// σ(x) for x from [`NEGLIGIBLE`], by linear interpolation in a table: within 1e-5, many times as fast, and
/// arithmetic that is exact everywhere.
fn sigmoid(x: f32) -> f32 {
    /// Entries for each unit of x.
    const STEPS: f32 = 64.0;
    /// The largest x in the table; σ is .99999 there, and that beyond.
    const LARGEST: f32 = 12.0;
    static TABLE: LazyLock<Vec<f32>> = LazyLock::new(|| {
        let entries = ((LARGEST - NEGLIGIBLE) * STEPS) as usize + 2;
        let at = |entry: usize| entry as f32 / STEPS + NEGLIGIBLE;
        (0..entries).map(|entry| 1.0 / (1.0 + libm::expf(-at(entry)))).collect()
    });
    let place = (x.min(LARGEST) - NEGLIGIBLE) * STEPS;
    let entry = place as usize;
    let (low, high) = (TABLE[entry], TABLE[entry + 1]);
    low + (high - low) * (place - entry as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_sigmoid() {
        for x in [NEGLIGIBLE, -2.333, 0.0, 0.0123, 1.9, 5.5, 11.99, 12.0, 40.0] {
            assert!((sigmoid(x) - 1.0 / (1.0 + libm::expf(-x))).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn closeness_by_hand() {
        // cos = r − 0.12: the sigmoid is at its middle; (0.27 − 0.15)/0.15 = 0.8.
        assert!((closeness(0.27, 0.39, 0.39) - 0.4).abs() < 1e-6);
        // 10 · (0.8 − 0.6 + 0.12) = 3.2; σ = 0.96083; the clip is 1.
        assert!((closeness(0.8, 0.6, 0.6) - 0.96083).abs() < 1e-5);
    }

    #[test]
    fn a_row_keeps_its_best_entries_in_order() {
        let mut row: Vec<(u32, f32)> = (0..300).map(|column| (column, 0.1)).collect();
        (row[299].1, row[7].1) = (0.9, 0.05);
        let kept = largest(row);
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0], (0, 0.1));
        assert_eq!(kept[MOST - 1], (299, 0.9));
        assert!(kept.is_sorted_by_key(|entry| entry.0) && kept.iter().all(|entry| entry.0 != 7));
    }

    #[test]
    fn the_largest_of_several_values_counts() {
        let mut entries = [(4, 0.5), (2, 0.1), (4, 0.7), (2, 0.1)];
        assert_eq!(merged(&mut entries), [(2, 0.1), (4, 0.7)]);
    }

    #[test]
    fn translations_numbers_and_names_are_similar() {
        let lexicon = Lexicon::embedded();
        let zh = lexicon.document_words(Side::Chinese, &["病毒 感染 1,200 GDP 猫"]);
        let en = lexicon.document_words(Side::English, &["Viruses infected 1200 GDP kittens"]);
        let similarity = lexicon.similarity(&zh, &en);
        for (word, least) in [(0, 0.9), (1, 0.9), (2, 1.0), (3, 1.0), (4, 0.4)] {
            assert!(similarity.get(word, word) >= least, "{:?}", zh.words[word]);
        }
        assert!(similarity.get(4, 0) < 0.3);
        assert_eq!(similarity.get(2, 3), 0.0);
    }

    #[test]
    fn a_few_words_compare_as_in_the_whole_document() {
        let lexicon = Lexicon::embedded();
        let zh = lexicon.document_words(Side::Chinese, &["中国经济增长放缓，出口下降"]);
        let en = lexicon
            .document_words(Side::English, &["China's economic growth slowed as exports fell"]);
        let whole = lexicon.similarity(&zh, &en);
        let comparer = lexicon.comparer((Side::Chinese, &zh.words), (Side::English, &en.words));
        let chinese: Vec<usize> = (0..zh.words.len()).rev().collect();
        let english: Vec<usize> = (0..en.words.len()).rev().collect();
        let mut found = 0;
        comparer.compare_vectors(&chinese, &comparer.english(&english), |zh, en, similarity| {
            let known = comparer.known(chinese[zh]).iter().find(|e| e.0 as usize == english[en]);
            let similarity = known.map_or(similarity, |known| known.1.max(similarity));
            assert_eq!(whole.get(chinese[zh], english[en]), similarity);
            found += 1;
        });
        assert!(found > 0);
    }
}
