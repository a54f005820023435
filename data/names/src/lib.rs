//! The packed name lists of duizhao. Data only; see SOURCES.md.
#![forbid(unsafe_code)]

/// Name lists of both languages, which the taggers look up.
pub static NAMES: &[u8] = include_bytes!("../tables/names.bin");
/// Name pairs: Chinese, English and label, tab-separated, under zstd.
pub static NAME_PAIRS: &[u8] = include_bytes!("../tables/pairs.bin");
/// Latin chunks of Chinese characters with probabilities, tab-separated, under zstd.
pub static TRANSLITERATION: &[u8] = include_bytes!("../tables/transliteration.bin");
