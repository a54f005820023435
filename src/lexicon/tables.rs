//! The embedded tables: borrowed from the binary, checked once. `training/tables/binary.py` writes
//! the format and describes it.

use rustc_hash::FxHashMap;

/// Components of a word vector.
pub const DIMENSIONS: usize = 128;

const MAGIC: &[u8; 8] = b"DUIZHAO\0";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = 32;

/// What is wrong with a table file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableError {
    /// The file does not begin as a table of duizhao.
    #[error("{0}: not a duizhao table")]
    Magic(&'static str),
    /// The file holds another kind of table.
    #[error("{0}: a table of another kind")]
    Kind(&'static str),
    /// The program and the file are of different versions.
    #[error("{file}: format version {found}, the program reads {VERSION}; rebuild the tables")]
    Version {
        /// Which table.
        file: &'static str,
        /// The version in its header.
        found: u32,
    },
    /// Counts and sizes do not fit each other.
    #[error("{0}: sizes do not agree; the file is damaged")]
    Size(&'static str),
}

/// A table file after its header was checked.
struct File {
    first_count: usize,
    second_count: usize,
    body: &'static [u8],
}

impl File {
    fn open(name: &'static str, kind: &[u8; 4], bytes: &'static [u8]) -> Result<Self, TableError> {
        let header = bytes.get(..HEADER_BYTES).ok_or(TableError::Magic(name))?;
        let body = &bytes[HEADER_BYTES..];
        let number =
            |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap_or_default());
        if &header[..8] != MAGIC {
            return Err(TableError::Magic(name));
        }
        if &header[8..12] != kind {
            return Err(TableError::Kind(name));
        }
        if number(12) != VERSION {
            return Err(TableError::Version { file: name, found: number(12) });
        }
        if u64::from(number(24)) + (u64::from(number(28)) << 32) != body.len() as u64 {
            return Err(TableError::Size(name));
        }
        Ok(Self { first_count: number(16) as usize, second_count: number(20) as usize, body })
    }
}

/// The words of one language with what is known of each.
#[derive(Debug)]
pub(super) struct WordTable {
    forms: Vec<&'static str>,
    numbers: FxHashMap<&'static str, u32>,
    costs: &'static [u8],
    radii: &'static [u8],
    vectors: &'static [u8],
    longest: usize,
}

impl WordTable {
    /// Check and index a `WORD` file and the `VEC4` file of the same language.
    pub fn load(
        name: &'static str,
        words: &'static [u8],
        vectors: &'static [u8],
    ) -> Result<Self, TableError> {
        let damaged = TableError::Size(name);
        let words = File::open(name, b"WORD", words)?;
        let vectors = File::open(name, b"VEC4", vectors)?;
        let fits = vectors.first_count == words.second_count
            && vectors.second_count == DIMENSIONS
            && vectors.body.len() == vectors.first_count * DIMENSIONS / 2;
        let text = words.body.get(2 * words.first_count..).filter(|_| fits);
        let text = text.and_then(|t| std::str::from_utf8(t).ok()).ok_or(damaged)?;
        let forms: Vec<_> = text.lines().collect();
        let numbers: FxHashMap<_, _> = forms.iter().copied().zip(0..).collect();
        if numbers.len() != words.first_count {
            return Err(TableError::Size(name));
        }
        let longest = forms.iter().map(|word| word.chars().count()).max().unwrap_or(0);
        let (costs, rest) = words.body.split_at(words.first_count);
        let radii = &rest[..words.second_count];
        Ok(Self { forms, numbers, costs, radii, vectors: vectors.body, longest })
    }

    /// The number of a word, if it is listed.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The word with this number.
    pub fn form(&self, number: u32) -> &'static str {
        self.forms[number as usize]
    }

    /// −ln of the word's share of running text, in twelfths.
    pub fn cost(&self, number: u32) -> u32 {
        u32::from(self.costs[number as usize])
    }

    /// Length of the longest word in characters.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether the word has a vector.
    pub fn has_vector(&self, number: u32) -> bool {
        (number as usize) < self.radii.len()
    }

    /// CSLS radius of a word with a vector: mean cosine to its nearest neighbours in the other
    /// language, 0..=1.
    pub fn radius(&self, number: u32) -> f32 {
        f32::from(self.radii[number as usize]) / 255.0
    }

    /// The vector of a word that has one: integers in −7..=7, meaningful up to a factor.
    pub fn vector(&self, number: u32) -> [i16; DIMENSIONS] {
        let start = number as usize * DIMENSIONS / 2;
        let mut vector = [0; DIMENSIONS];
        for (pair, &byte) in vector.chunks_exact_mut(2).zip(&self.vectors[start..]) {
            pair[0] = i16::from(byte & 15) - 8;
            pair[1] = i16::from(byte >> 4) - 8;
        }
        vector
    }
}

/// Weighted translations of the Chinese words.
#[derive(Debug)]
pub(super) struct PairTable {
    /// Where each Chinese word's pairs begin, and the end.
    starts: Vec<u32>,
    english: &'static [u8],
    weights: &'static [u8],
}

impl PairTable {
    /// Check and index a `PAIR` file for a list of `chinese_words` words.
    pub fn load(
        name: &'static str,
        bytes: &'static [u8],
        chinese_words: usize,
    ) -> Result<Self, TableError> {
        let file = File::open(name, b"PAIR", bytes)?;
        let (words, pairs) = (file.first_count, file.second_count);
        if words != chinese_words || file.body.len() != words + 3 * pairs {
            return Err(TableError::Size(name));
        }
        let (counts, rest) = file.body.split_at(words);
        let (english, weights) = rest.split_at(2 * pairs);
        let mut starts = vec![0];
        for &count in counts {
            starts.push(starts[starts.len() - 1] + u32::from(count));
        }
        if starts[words] as usize != pairs {
            return Err(TableError::Size(name));
        }
        Ok(Self { starts, english, weights })
    }

    /// English word numbers and weights (0..=1) of a Chinese word.
    pub fn of(&self, chinese: u32) -> impl Iterator<Item = (u32, f32)> {
        let (start, end) = (self.starts[chinese as usize], self.starts[chinese as usize + 1]);
        (start as usize..end as usize).map(|pair| {
            let english = u16::from_le_bytes([self.english[2 * pair], self.english[2 * pair + 1]]);
            (u32::from(english), f32::from(self.weights[pair]) / 255.0)
        })
    }
}

/// All embedded tables.
#[derive(Debug)]
pub(super) struct Tables {
    pub chinese: WordTable,
    pub english: WordTable,
    pub pairs: PairTable,
}

impl Tables {
    /// Check and index the tables in the binary.
    pub fn embedded() -> Result<Self, TableError> {
        use duizhao_lexicon_data as data;
        let chinese = WordTable::load("chinese", data::CHINESE_WORDS, data::CHINESE_VECTORS)?;
        let english = WordTable::load("english", data::ENGLISH_WORDS, data::ENGLISH_VECTORS)?;
        let pairs = PairTable::load("dictionary", data::DICTIONARY_PAIRS, chinese.costs.len())?;
        Ok(Self { chinese, english, pairs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use duizhao_lexicon_data as data;

    fn changed(bytes: &[u8], at: usize, value: u8) -> &'static [u8] {
        let mut copy = bytes.to_vec();
        copy[at] = value;
        copy.leak()
    }

    fn load(bytes: &'static [u8]) -> Result<PairTable, TableError> {
        let words = u32::from_le_bytes(data::DICTIONARY_PAIRS[16..20].try_into().unwrap());
        PairTable::load("dictionary", bytes, words as usize)
    }

    #[test]
    fn the_embedded_tables_are_sound() {
        let tables = Tables::embedded().unwrap();
        let cat = tables.chinese.number("猫").unwrap();
        let translations: Vec<u32> = tables.pairs.of(cat).map(|pair| pair.0).collect();
        assert!(translations.contains(&tables.english.number("cat").unwrap()));
        assert!(tables.chinese.has_vector(cat));
        assert!(tables.chinese.vector(cat).iter().all(|c| (-7..=7).contains(c)));
    }

    #[test]
    fn damaged_tables_are_refused() {
        let good = data::DICTIONARY_PAIRS;
        assert!(load(good).is_ok());
        assert_eq!(load(&good[..20]).unwrap_err(), TableError::Magic("dictionary"));
        assert_eq!(load(changed(good, 0, b'X')).unwrap_err(), TableError::Magic("dictionary"));
        assert_eq!(load(changed(good, 9, b'X')).unwrap_err(), TableError::Kind("dictionary"));
        assert_eq!(
            load(changed(good, 12, 99)).unwrap_err(),
            TableError::Version { file: "dictionary", found: 99 }
        );
        assert_eq!(load(changed(good, 16, 0)).unwrap_err(), TableError::Size("dictionary"));
        assert_eq!(load(&good[..good.len() - 1]).unwrap_err(), TableError::Size("dictionary"));
        assert_eq!(
            load(changed(good, HEADER_BYTES, 77)).unwrap_err(),
            TableError::Size("dictionary")
        );
    }
}
