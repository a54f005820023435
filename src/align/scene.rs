//! The scene of an alignment: both profiles, how their lengths compare, and the band.

use std::ops::Range;

use super::band::Band;
use super::profile::Profile;
use super::shape::MAX_SIDE;
use super::window::Window;
use crate::lexicon::WordComparer;

/// What every feature is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The Chinese side.
    pub zh: &'a Profile,
    /// The English side.
    pub en: &'a Profile,
    /// Bytes of Chinese for one byte of English, over both texts.
    pub ratio: f64,
    /// The words of both sides, to be compared.
    pub words: &'a WordComparer,
    /// The cells that are searched.
    pub band: &'a Band,
}

impl<'a> Scene<'a> {
    /// A scene over these texts.
    pub fn new(
        (zh, en): (&'a Profile, &'a Profile),
        words: &'a WordComparer,
        band: &'a Band,
    ) -> Self {
        Self { zh, en, ratio: length_ratio(zh, en), words, band }
    }

    /// The window that holds all sentences of beads that end in `rows`, and the ones beside them.
    pub fn window(&self, rows: Range<usize>) -> Window {
        let first = rows.start.saturating_sub(MAX_SIDE);
        let zh = first.saturating_sub(1)..rows.end.min(self.zh.len());
        let low = self.band.row(first).start().saturating_sub(3);
        let high = (self.band.row(rows.end - 1).end() + 3).min(self.en.len());
        Window::new(self.words, (self.zh, zh), (self.en, low..high))
    }
}

/// Bytes of Chinese for one byte of English.
pub fn length_ratio(zh: &Profile, en: &Profile) -> f64 {
    zh.bytes().max(1) as f64 / en.bytes().max(1) as f64
}
