//! One alignment from profiles to a path of beads with probabilities.

use std::ops::Range;

use super::band::Band;
use super::domain;
use super::lattice::Lattice;
use super::narrow;
use super::profile::Profile;
use super::scene::Scene;
use super::search::{Posterior, best_path};
use super::section::Section;
use super::shape::Shape;
use super::weights::Weights;
use crate::lexicon::Lexicon;

/// Chinese sentences of a section: their words are compared all at once.
const SECTION_ROWS: usize = 1500;

/// Sentences beside a section whose words it knows, so that windows may reach over its ends.
const SECTION_MARGIN: usize = 4 * narrow::WORD_BAND + 8;

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

/// The sections of two texts, each with the rows of the band that are its own.
pub type Sections = Vec<(Range<usize>, Section)>;

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
        let (band, sections) = self.narrow(zh, en);
        self.search(&Scene::new(zh, en, &band), &sections)
    }

    /// The most probable path in a band.
    pub fn search(&self, scene: &Scene<'_>, sections: &Sections) -> Vec<PathBead> {
        let (zh, en, band) = (scene.zh, scene.en, scene.band);
        let mut lattice = Lattice::new(scene, sections, self.weights);
        let posterior = Posterior::new(band, &lattice);
        let lone_share = domain::lone_share(band, &posterior);
        let lambda = domain::lambda(lone_share, domain::is_news(zh, en));
        if lambda == 0.0 {
            return read_path(band, &lattice, &posterior);
        }
        lattice.add_news_prior(scene, self.weights, lambda);
        read_path(band, &lattice, &Posterior::new(band, &lattice))
    }

    /// The band of the search, and its sections.
    pub fn narrow(&self, zh: &Profile, en: &Profile) -> (Band, Sections) {
        if zh.len() * en.len() <= narrow::FULL_CELLS {
            let band = Band::full(zh.len(), en.len());
            let sections = self.sections(zh, en, &band);
            return (band, sections);
        }
        let wide = narrow::band_by_vectors(zh, en, narrow::WORD_BAND);
        let sections = self.sections(zh, en, &wide);
        let band = narrow::band_by_words(zh, en, &wide, &sections, narrow::SEARCH_BAND);
        (band, sections)
    }

    /// Cut the rows of a band into sections.
    fn sections(&self, zh: &Profile, en: &Profile, band: &Band) -> Sections {
        let rows = zh.len() + 1;
        let count = rows.div_ceil(SECTION_ROWS);
        let bounds = |number: usize| number * rows / count;
        (0..count)
            .map(|number| {
                let rows = bounds(number)..bounds(number + 1);
                let first = rows.start.saturating_sub(SECTION_MARGIN);
                let last = (rows.end + SECTION_MARGIN).min(zh.len());
                let en_first = band.row(first).start().saturating_sub(SECTION_MARGIN);
                let en_last = (band.row(last).end() + SECTION_MARGIN).min(en.len());
                (rows, Section::new(self.lexicon, (zh, first..last), (en, en_first..en_last)))
            })
            .collect()
    }
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
