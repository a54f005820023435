//! Similarity S(t, u) in 0..=1 of a Chinese and an English word, for all words of a document.
//!
//! The largest of: closeness of the vectors, corrected for words that are close to everything;
//! the dictionary; identity of Latin words and numbers; a user's terms. Most pairs have next to none and
//! are not kept: memory grows with the number of words, not with its square.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::dictionary::BaseFormIndex;
use super::tables::{DIMENSIONS, WordTable};
use super::vectors::inverse_length;
use crate::script;
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

/// The most English words kept for a Chinese one, the most similar ones. An article has fewer; for the
/// 21,000 × 17,000 words of 28,000 sentences this is what keeps memory linear in the number of words.
const MOST: usize = 256;

/// Chinese words that are compared with the same block of English words while it is in the cache.
const ROWS: usize = 16;
/// English words that are compared at once: their 16-bit sums fill vector registers.
const BLOCK: usize = 64;

/// The similarities of a document's words above [`LEAST`], by Chinese and by English word.
#[derive(Debug, Clone, PartialEq)]
pub struct WordSimilarity {
    by_chinese: SparseRows,
    by_english: SparseRows,
}

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

    fn row(&self, row: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[row]..self.starts[row + 1]]
    }

    fn transposed(&self, columns: usize) -> Self {
        let mut starts = vec![0; columns + 1];
        for (column, _) in &self.entries {
            starts[*column as usize + 1] += 1;
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let (mut next, mut entries) = (starts.clone(), vec![(0, 0.0); self.entries.len()]);
        for row in 0..self.starts.len() - 1 {
            for &(column, value) in self.row(row) {
                entries[next[column as usize]] = (row as u32, value);
                next[column as usize] += 1;
            }
        }
        Self { starts, entries }
    }
}

impl WordSimilarity {
    /// Compare all Chinese words of a document with all English ones.
    pub(super) fn for_document(lexicon: &Lexicon, chinese: &[Word], english: &[Word]) -> Self {
        let document = Document::new(lexicon, chinese, english);
        let rows: Vec<Vec<(u32, f32)>> =
            chinese.par_chunks(ROWS).flat_map_iter(|words| document.rows(words)).collect();
        let by_chinese = SparseRows::new(rows);
        let by_english = by_chinese.transposed(english.len());
        Self { by_chinese, by_english }
    }

    /// The similarity of Chinese word `zh` and English word `en`, 0..=1.
    pub fn get(&self, zh: usize, en: usize) -> f32 {
        let row = self.by_chinese.row(zh);
        row.binary_search_by_key(&(en as u32), |entry| entry.0).map_or(0.0, |at| row[at].1)
    }

    /// The English words similar to Chinese word `zh`, ascending, with their similarities.
    pub fn of_chinese(&self, zh: usize) -> &[(u32, f32)] {
        self.by_chinese.row(zh)
    }

    /// The Chinese words similar to English word `en`, ascending, with their similarities.
    pub fn of_english(&self, en: usize) -> &[(u32, f32)] {
        self.by_english.row(en)
    }
}

/// What a comparison needs of a word besides its vector.
#[derive(Clone, Copy, Default)]
struct Comparable {
    word: usize,
    inverse_length: f32,
    radius: f32,
}

impl Comparable {
    /// The word's part and its vector, if it has one.
    fn new(table: &WordTable, number: usize, word: &Word) -> Option<(Self, [i16; DIMENSIONS])> {
        let listed = word.vector?;
        let vector = table.vector(listed);
        let inverse_length = inverse_length(&vector);
        Some((Self { word: number, inverse_length, radius: table.radius(listed) }, vector))
    }
}

/// Up to [`BLOCK`] English words with their vectors, component by component.
struct Block {
    words: Vec<Comparable>,
    components: Box<[[i16; BLOCK]; DIMENSIONS]>,
}

impl Block {
    fn all(table: &WordTable, words: &[Word]) -> Vec<Self> {
        let comparable = |(number, word)| Comparable::new(table, number, word);
        let found: Vec<_> = words.iter().enumerate().filter_map(comparable).collect();
        found.chunks(BLOCK).map(Self::new).collect()
    }

    fn new(words: &[(Comparable, [i16; DIMENSIONS])]) -> Self {
        let mut components = Box::new([[0; BLOCK]; DIMENSIONS]);
        for (lane, (_, vector)) in words.iter().enumerate() {
            for (row, component) in components.iter_mut().zip(vector) {
                row[lane] = *component;
            }
        }
        Self { words: words.iter().map(|word| word.0).collect(), components }
    }

    /// The dot products of `vector` with the block's vectors. Components are at most 7, so that sums
    /// of 128 products are at most 6,272 and fit 16 bits.
    fn dot_products(&self, vector: &[i16; DIMENSIONS]) -> [i16; BLOCK] {
        let mut sums = [0i16; BLOCK];
        for (row, component) in self.components.iter().zip(vector) {
            for (sum, other) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(component.wrapping_mul(*other));
            }
        }
        sums
    }
}

/// What all Chinese words of a document are compared with.
struct Document<'a> {
    lexicon: &'a Lexicon,
    english: Vec<Block>,
    english_words: usize,
    by_form: FxHashMap<&'a str, u32>,
    base_forms: BaseFormIndex,
    /// For each gloss word of the dictionary that some Chinese word needs: the English words it matches.
    glosses: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Document<'a> {
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
            english: Block::all(&lexicon.tables.english, english),
            english_words: english.len(),
            by_form: (0..).zip(english).map(|(number, word)| (&*word.form, number)).collect(),
            glosses: needed.into_par_iter().map(|number| (number, matches(number))).collect(),
            base_forms,
        }
    }

    /// The sparse rows of a few Chinese words.
    fn rows(&self, words: &[Word]) -> Vec<Vec<(u32, f32)>> {
        let mut dense = vec![vec![0.0; self.english_words]; words.len()];
        self.compare_vectors(words, &mut dense);
        for (word, row) in words.iter().zip(&mut dense) {
            self.look_up(word, row);
        }
        dense.iter().map(|row| sparse(row)).collect()
    }

    fn compare_vectors(&self, words: &[Word], rows: &mut [Vec<f32>]) {
        let table = &self.lexicon.tables.chinese;
        let comparable = |(number, word)| Comparable::new(table, number, word);
        let chinese: Vec<_> = words.iter().enumerate().filter_map(comparable).collect();
        for block in &self.english {
            for (zh, vector) in &chinese {
                let row = &mut rows[zh.word];
                for (en, product) in block.words.iter().zip(block.dot_products(vector)) {
                    let cosine = f32::from(product) * (zh.inverse_length * en.inverse_length);
                    if cosine > FLOOR {
                        row[en.word] = closeness(cosine, zh.radius, en.radius);
                    }
                }
            }
        }
    }

    /// Raise a row to what the dictionary, the user's terms and identity say.
    fn look_up(&self, word: &Word, row: &mut [f32]) {
        let listed: Vec<(u32, f32)> = self.listed(word, row).collect();
        for (number, value) in listed {
            row[number as usize] = row[number as usize].max(value);
        }
        let mut raise = |numbers: &[u32], value: f32| {
            for &number in numbers {
                row[number as usize] = row[number as usize].max(value);
            }
        };
        for (english, weight) in self.lexicon.terms.of(&word.form) {
            raise(&self.base_forms.matches(english), *weight);
        }
        if !word.form.chars().any(script::is_han) {
            raise(self.by_form.get(&*word.form).map_or(&[], std::slice::from_ref), 1.0);
        }
    }

    /// The English words that the dictionary lists, and what it says together with the closeness of the
    /// vectors in `row`.
    fn listed<'b>(&'b self, word: &Word, row: &'b [f32]) -> impl Iterator<Item = (u32, f32)> + 'b {
        self.lexicon.translations(word).into_iter().flat_map(move |(gloss, weight)| {
            self.glosses[&gloss].iter().map(move |&number| {
                let closeness = row[number as usize];
                (number, weight * (WITHOUT_VECTORS + (1.0 - WITHOUT_VECTORS) * closeness))
            })
        })
    }
}

/// The entries of a row that are worth keeping, columns ascending.
fn sparse(row: &[f32]) -> Vec<(u32, f32)> {
    let mut entries: Vec<(u32, f32)> =
        (0..).zip(row.iter().copied()).filter(|entry| entry.1 >= LEAST).collect();
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
    let sigmoid = 1.0 / (1.0 + libm::expf(-SLOPE * corrected));
    sigmoid * ((cosine - FLOOR) / FLOOR).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Side;

    #[test]
    fn closeness_by_hand() {
        // cos = r − 0.12: the sigmoid is at its middle; (0.27 − 0.15)/0.15 = 0.8.
        assert!((closeness(0.27, 0.39, 0.39) - 0.4).abs() < 1e-6);
        // 10 · (0.8 − 0.6 + 0.12) = 3.2; σ = 0.96083; the clip is 1.
        assert!((closeness(0.8, 0.6, 0.6) - 0.96083).abs() < 1e-5);
    }

    #[test]
    fn a_row_keeps_its_best_entries_in_order() {
        let mut row = vec![0.1; 300];
        row[299] = 0.9;
        row[7] = 0.01;
        let kept = sparse(&row);
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0], (0, 0.1));
        assert_eq!(kept[MOST - 1], (299, 0.9));
        assert!(kept.is_sorted_by_key(|entry| entry.0) && kept.iter().all(|entry| entry.0 != 7));
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
    fn both_directions_hold_the_same() {
        let lexicon = Lexicon::embedded();
        let zh = lexicon.document_words(Side::Chinese, &["中国经济增长放缓，出口下降"]);
        let en = lexicon
            .document_words(Side::English, &["China's economic growth slowed as exports fell"]);
        let similarity = lexicon.similarity(&zh, &en);
        for (number, _) in zh.words.iter().enumerate() {
            for &(other, value) in similarity.of_chinese(number) {
                assert_eq!(similarity.get(number, other as usize), value);
                assert!(similarity.of_english(other as usize).contains(&(number as u32, value)));
            }
        }
        let entries = |side: &SparseRows| side.entries.len();
        assert_eq!(entries(&similarity.by_chinese), entries(&similarity.by_english));
    }
}
