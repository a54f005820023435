//! One alignment from profiles to a path of beads with probabilities.

use std::ops::Range;

use super::band::Band;
use super::domain;
use super::familiar;
use super::lattice::Lattice;
use super::narrow;
use super::profile::Profile;
use super::scene::Scene;
use super::search::{Posterior, best_path};
use super::shape::Shape;
use super::weights::Weights;
use crate::lexicon::{Lexicon, WordComparer};

/// A bead on the best path.
#[derive(Debug, Clone, PartialEq)]
pub struct PathBead {
    /// Positions in the Chinese profile.
    pub zh: Range<usize>,
    /// Positions in the English profile.
    pub en: Range<usize>,
    /// Probability of the bead, 0–1.
    pub probability: f64,
}

impl PathBead {
    /// Whether it has text on both sides.
    pub fn has_both(&self) -> bool {
        !self.zh.is_empty() && !self.en.is_empty()
    }
}

/// What the engine needs besides texts.
#[derive(Debug, Clone, Copy)]
pub struct Engine<'a> {
    /// Words and their similarity.
    pub lexicon: &'a Lexicon,
    /// The fitted weights.
    pub weights: &'a Weights,
}

impl Engine<'_> {
    /// The most probable monotone path over two texts.
    pub fn best_path(&self, zh: &Profile, en: &Profile) -> Vec<PathBead> {
        if zh.is_empty() || en.is_empty() {
            return lone_beads(zh.len(), en.len());
        }
        let (words, band) = self.prepare(zh, en);
        self.search(&Scene::new((zh, en), &words, &band))
    }

    /// Get the words of two texts ready, with those that the texts themselves teach, and the band of the
    /// search. Both have sentences.
    pub fn prepare(&self, zh: &Profile, en: &Profile) -> (WordComparer, Band) {
        let mut words = self.compare(zh, en);
        let wide = wide_band(zh, en);
        let chain = narrow::chain_by_words(&Scene::new((zh, en), &words, &wide));
        words.add_known(&familiar::learn(&chain, &words, zh, en));
        let band = match is_searched_whole(zh, en) {
            true => wide,
            false => Band::around(&chain, narrow::SEARCH_BAND, zh.len(), en.len()),
        };
        (words, band)
    }

    /// The best path over a part of two texts, with their words ready.
    pub fn best_path_of(&self, zh: &Profile, en: &Profile, words: &WordComparer) -> Vec<PathBead> {
        if zh.is_empty() || en.is_empty() {
            return lone_beads(zh.len(), en.len());
        }
        let band = narrow_down(zh, en, words);
        self.search(&Scene::new((zh, en), words, &band))
    }

    /// Get the words of two texts ready.
    pub fn compare(&self, zh: &Profile, en: &Profile) -> WordComparer {
        self.lexicon.comparer((zh.side, &zh.words), (en.side, &en.words))
    }

    /// The most probable path in a band.
    pub fn search(&self, scene: &Scene<'_>) -> Vec<PathBead> {
        let (zh, en, band) = (scene.zh, scene.en, scene.band);
        let mut lattice = Lattice::new(scene, self.weights);
        let posterior = Posterior::new(band, &lattice);
        let lone_share = domain::lone_share(band, &posterior);
        let lambda = domain::lambda(lone_share, domain::is_news(zh, en));
        if lambda == 0.0 {
            return read_path(band, &lattice, &posterior);
        }
        lattice.add_news_prior(scene, self.weights, lambda);
        read_path(band, &lattice, &Posterior::new(band, &lattice))
    }
}

fn is_searched_whole(zh: &Profile, en: &Profile) -> bool {
    zh.len() * en.len() <= narrow::FULL_CELLS
}

/// The band in which sentences are compared by words.
fn wide_band(zh: &Profile, en: &Profile) -> Band {
    match is_searched_whole(zh, en) {
        true => Band::full(zh.len(), en.len()),
        false => narrow::band_by_vectors(zh, en, narrow::WORD_BAND),
    }
}

/// The band of the search.
fn narrow_down(zh: &Profile, en: &Profile, words: &WordComparer) -> Band {
    let wide = wide_band(zh, en);
    if is_searched_whole(zh, en) {
        return wide;
    }
    let chain = narrow::chain_by_words(&Scene::new((zh, en), words, &wide));
    Band::around(&chain, narrow::SEARCH_BAND, zh.len(), en.len())
}

/// Sentences of one side alone, all without a partner.
pub fn lone_beads(zh: usize, en: usize) -> Vec<PathBead> {
    let zh_beads = (0..zh).map(|at| (at..at + 1, 0..0));
    let en_beads = (0..en).map(|at| (zh..zh, at..at + 1));
    zh_beads.chain(en_beads).map(|(zh, en)| PathBead { zh, en, probability: 1.0 }).collect()
}

fn read_path(band: &Band, lattice: &Lattice, posterior: &Posterior<'_, Lattice>) -> Vec<PathBead> {
    let bead = |step: super::search::Step| {
        let shape = Shape::ALL[step.shape];
        PathBead {
            zh: step.zh_end - shape.zh..step.zh_end,
            en: step.en_end - shape.en..step.en_end,
            probability: posterior.of_step(step),
        }
    };
    best_path(band, lattice).into_iter().map(bead).collect()
}
