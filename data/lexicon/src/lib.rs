//! The word tables of duizhao's aligner, as bytes. `SOURCES.md` says where they come from and under
//! which licences, `training/tables` of the repository makes them, `duizhao::lexicon` reads them.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

/// Chinese words with frequency and CSLS radius.
pub static CHINESE_WORDS: &[u8] = include_bytes!("../tables/chinese.words");
/// English words with frequency and CSLS radius.
pub static ENGLISH_WORDS: &[u8] = include_bytes!("../tables/english.words");
/// Vectors of the first Chinese words, four bits a component.
pub static CHINESE_VECTORS: &[u8] = include_bytes!("../tables/chinese.vectors");
/// Vectors of the first English words, four bits a component.
pub static ENGLISH_VECTORS: &[u8] = include_bytes!("../tables/english.vectors");
/// Weighted translations of Chinese words.
pub static DICTIONARY_PAIRS: &[u8] = include_bytes!("../tables/dictionary.pairs");
