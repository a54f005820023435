//! The packed models and name lists of the duizhao taggers. Data only; see SOURCES.md.
#![forbid(unsafe_code)]

/// Name lists of both languages.
pub static NAMES: &[u8] = include_bytes!("../tables/names.bin");
/// The Chinese model.
pub static CHINESE_MODEL: &[u8] = include_bytes!("../tables/chinese.bin");
/// The English model.
pub static ENGLISH_MODEL: &[u8] = include_bytes!("../tables/english.bin");
/// Name pairs: Chinese, English and label, tab-separated, under zstd.
pub static NAME_PAIRS: &[u8] = include_bytes!("../tables/pairs.bin");
/// Latin chunks of Chinese characters with probabilities, tab-separated, under zstd.
pub static TRANSLITERATION: &[u8] = include_bytes!("../tables/transliteration.bin");
