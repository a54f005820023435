//! The prior of the document: how much of it may be without a partner.
//!
//! A novel's translation leaves out one sentence in a hundred, an abridged news article one in
//! five. The news features (lone sentences, 1-1, several sentences) count λ times; λ comes from
//! the article itself, by how much of it the model without them leaves alone.

use super::band::Band;
use super::profile::Profile;
use super::search::{Posterior, Scores};
use super::shape::Shape;

/// Literary texts have at most .03 of their sentences alone under λ = 0, abridged news .068 and more:
/// λ rises from 0 at the first to [`LARGEST`] below the second (training/EXPERIMENTS.md, Aligner).
const RISE: (f64, f64) = (0.03, 0.06);

/// The largest λ (the study tried 1 to 1.5).
const LARGEST: f64 = 1.25;

/// News without any omission still has most of the prior of news. With all of it the second half of a freely
/// translated pair of sentences is left alone too often (training/EXPERIMENTS.md, Aligner).
const NEWS_FLOOR: f64 = 0.7;

/// Texts with more sentences than this on both sides together are not taken for news articles.
const LONGEST_ARTICLE: usize = 800;

/// λ from the share of sentences that the model leaves alone without it.
pub fn lambda(lone_share: f64, is_news: bool) -> f32 {
    let risen = ((lone_share - RISE.0) / (RISE.1 - RISE.0)).clamp(0.0, 1.0) * LARGEST;
    risen.max(if is_news { NEWS_FLOOR } else { 0.0 }) as f32
}

/// Whether the texts look like an article: paragraphs on both sides, and not as long as a book.
pub fn is_news(zh: &Profile, en: &Profile) -> bool {
    zh.has_paragraphs && en.has_paragraphs && zh.len() + en.len() <= LONGEST_ARTICLE
}

/// The expected share of sentences, on both sides, that stand alone.
pub fn lone_share<S: Scores>(band: &Band, posterior: &Posterior<'_, S>) -> f64 {
    let mut lone = 0.0;
    for zh in 0..=band.zh_count() {
        for en in band.row(zh) {
            lone += posterior.probability(zh, en, Shape::LONE_ZH);
            lone += posterior.probability(zh, en, Shape::LONE_EN);
        }
    }
    lone / (band.zh_count() + band.en_count()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lambda_rises_with_what_is_left_alone() {
        assert_eq!(lambda(0.01, false), 0.0);
        assert_eq!(lambda(0.01, true), 0.7);
        assert_eq!(lambda(0.045, false), 0.625);
        assert_eq!(lambda(0.2, true), 1.25);
    }
}
