//! The name lists that features look up: words and phrases of both languages.
//!
//! The file `names.bin` of the data crate holds four tables, packed by `duizhao-training
//! pack-names`: magic and version, then for each table the number of entries, the keys as
//! differences in variable-length integers, and the values likewise. All of it is compressed
//! with zstd.

use super::table::Table;
use super::{chinese, hash};

/// Magic and version of the packed file.
pub const MAGIC: &[u8; 8] = b"DZNAMES2";

/// Why a packed file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It does not decompress.
    #[error("the packed file is damaged: {0}")]
    Damaged(#[from] std::io::Error),
    /// It does not begin with the magic of this version.
    #[error("the packed file is of another kind or version")]
    Magic,
    /// It ends too early.
    #[error("the packed file is cut off")]
    CutOff,
}

/// Bits of [`Names::phrases`] of both languages. A bit a list and label.
pub mod phrase {
    /// A person in CC-CEDICT.
    pub const PERSON: u32 = 1;
    /// An organisation in CC-CEDICT.
    pub const ORGANISATION: u32 = 1 << 1;
    /// A place in CC-CEDICT.
    pub const PLACE: u32 = 1 << 2;
    /// Another name in CC-CEDICT.
    pub const OTHER: u32 = 1 << 3;
    /// A territory in CLDR.
    pub const TERRITORY: u32 = 1 << 4;
    /// A city of more than 500,000.
    pub const CITY_LARGE: u32 = 1 << 5;
    /// A city of more than 100,000.
    pub const CITY_MIDDLE: u32 = 1 << 6;
    /// A smaller city.
    pub const CITY_SMALL: u32 = 1 << 7;
    /// A state of the United States.
    pub const STATE: u32 = 1 << 8;
    /// A county of the United States.
    pub const COUNTY: u32 = 1 << 9;
    /// A person on this project's list of well-known names (`training/links/common-names.tsv`).
    pub const KNOWN_PERSON: u32 = 1 << 10;
    /// An organisation on that list.
    pub const KNOWN_ORGANISATION: u32 = 1 << 11;
    /// A place on that list.
    pub const KNOWN_PLACE: u32 = 1 << 12;
    /// All bits that are features, one each.
    pub const LISTS: u32 = (1 << 20) - 1;
    /// A Chinese surname.
    pub const SURNAME: u32 = 1 << 20;
    /// Begins a longer phrase.
    pub const PREFIX: u32 = 1 << 21;
}

/// The lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// English words as written: the number of their vector + 1. Many words share one.
    pub vectors: Table,
    /// English given names and surnames in lower case: given band in bits 0–1, surname band in
    /// bits 2–3; 0 is "not in the list".
    pub words: Table,
    /// English phrases by the hash of their words in lower case, no full stops: bits of [`phrase`].
    pub english_phrases: Table,
    /// Chinese phrases by the hash of their characters: bits of [`phrase`].
    pub chinese_phrases: Table,
    /// The bits of each single character from [`FIRST_HAN`] on. Every look-up begins with one of them, and a small table stays in
    /// the processor's cache.
    chinese_characters: Vec<u32>,
}

/// The block of CJK Unified Ideographs.
const FIRST_HAN: char = '\u{4E00}';
const LAST_HAN: char = '\u{9FFF}';

impl Names {
    /// The lists from their tables.
    pub fn new(
        vectors: Table,
        words: Table,
        english_phrases: Table,
        chinese_phrases: Table,
    ) -> Self {
        let bits = |c| bits_of_character(&chinese_phrases, c);
        let chinese_characters = (FIRST_HAN..=LAST_HAN).map(bits).collect();
        Self { vectors, words, english_phrases, chinese_phrases, chinese_characters }
    }

    /// The bits of the Chinese phrase that is one character, 0 for those that are none.
    #[inline]
    pub fn chinese_character(&self, c: char) -> u32 {
        let place = (c as usize).checked_sub(FIRST_HAN as usize);
        let known = place.and_then(|place| self.chinese_characters.get(place)).copied();
        known.unwrap_or_else(|| bits_of_character(&self.chinese_phrases, c))
    }

    /// Pack the lists.
    pub fn pack(&self) -> Result<Vec<u8>, PackError> {
        let mut bytes = Vec::new();
        for table in [&self.vectors, &self.words, &self.english_phrases, &self.chinese_phrases] {
            let entries = table.entries();
            write_number(&mut bytes, entries.len() as u32);
            let mut last = 0;
            for &(key, _) in &entries {
                write_number(&mut bytes, key - last);
                last = key;
            }
            for &(_, value) in &entries {
                write_number(&mut bytes, value);
            }
        }
        let mut packed = MAGIC.to_vec();
        packed.extend(zstd::encode_all(bytes.as_slice(), 19)?);
        Ok(packed)
    }

    /// Read packed lists.
    pub fn unpack(packed: &[u8]) -> Result<Self, PackError> {
        let compressed = packed.strip_prefix(MAGIC.as_slice()).ok_or(PackError::Magic)?;
        let bytes = zstd::decode_all(compressed)?;
        let mut rest = bytes.as_slice();
        let mut table = || -> Result<Table, PackError> {
            let count = read_number(&mut rest)? as usize;
            let mut key = 0;
            let mut keys = Vec::with_capacity(count);
            for _ in 0..count {
                key += read_number(&mut rest)?;
                keys.push(key);
            }
            let mut entries = Vec::with_capacity(count);
            for key in keys {
                entries.push((key, read_number(&mut rest)?));
            }
            Ok(Table::new(entries))
        };
        Ok(Self::new(table()?, table()?, table()?, table()?))
    }
}

fn bits_of_character(phrases: &Table, c: char) -> u32 {
    phrases.get(hash::key(chinese::phrase_hash(&[c]))).unwrap_or(0)
}

/// Append a number, seven bits a byte, low ones first.
pub fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Take a number as [`write_number`] wrote it.
pub fn read_number(bytes: &mut &[u8]) -> Result<u32, PackError> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(PackError::CutOff)?;
        *bytes = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(PackError::CutOff)
}
