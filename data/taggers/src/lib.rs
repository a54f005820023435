//! The packed models of the duizhao taggers. Data only; see SOURCES.md.
#![forbid(unsafe_code)]

/// The Chinese model.
pub static CHINESE_MODEL: &[u8] = include_bytes!("../tables/chinese.bin");
/// The English model.
pub static ENGLISH_MODEL: &[u8] = include_bytes!("../tables/english.bin");
