//! Alignment: the sentences of both sides → beads.
//!
//! A trained semi-Markov model over late interaction of words (`docs/alignment.md`). In the order of
//! an alignment:
//!
//! | module | does |
//! |---|---|
//! | [`profile`] | looks at the sentences of one side: words, [`clause`]s, marks ([`surface`]), [`number`]s, vectors ([`vector`]) |
//! | [`narrow`] | leaves a [`band`] of the grid, by [`chain`]s of sentences |
//! | [`section`], [`window`] | compare the words of both sides |
//! | [`coverage`], [`candidate`], [`cut`] | compute the [`feature`]s of beads and of cuts between them |
//! | [`lattice`] | scores every bead of the band with the fitted [`weights`] |
//! | [`domain`] | adapts the prior to the document |
//! | [`search`] | finds the best path and the probability of each bead |

pub mod band;
pub mod candidate;
mod chain;
mod clause;
mod coverage;
mod cut;
pub mod domain;
pub mod engine;
pub mod feature;
pub mod lattice;
pub mod narrow;
mod number;
pub mod profile;
pub mod scene;
pub mod search;
pub mod section;
pub mod shape;
mod surface;
mod vector;
pub mod weights;
mod window;

use std::sync::LazyLock;

use crate::bead::{Alignment, Bead};
use crate::document::{Side, Version};
use crate::lexicon::Lexicon;
use engine::Engine;
use profile::Profile;
use weights::{Weights, WeightsFile};

/// The alignment engine with its tables.
#[derive(Debug)]
pub struct Aligner {
    lexicon: &'static Lexicon,
    weights: Weights,
}

impl Aligner {
    /// The engine with the embedded tables and weights, loaded once.
    ///
    /// # Panics
    /// If the embedded files are damaged, which the tests rule out.
    pub fn embedded() -> &'static Self {
        static ALIGNER: LazyLock<Aligner> = LazyLock::new(|| Aligner {
            lexicon: Lexicon::embedded(),
            weights: WeightsFile::embedded().main().expect("the embedded weights are complete"),
        });
        &ALIGNER
    }

    /// The engine with the embedded tables and other weights.
    pub fn with_weights(weights: Weights) -> Self {
        Self { lexicon: Lexicon::embedded(), weights }
    }

    /// Align the sentences of two versions.
    pub fn align(&self, zh: &Version, en: &Version) -> Alignment {
        let zh = Profile::of(zh, Side::Chinese, self.lexicon);
        let en = Profile::of(en, Side::English, self.lexicon);
        let engine = Engine { lexicon: self.lexicon, weights: &self.weights };
        let beads = engine
            .best_path(&zh, &en)
            .into_iter()
            .map(|bead| Bead {
                confidence: bead.probability,
                ..Bead::of(bead.zh.collect::<Vec<_>>(), bead.en.collect::<Vec<_>>())
            })
            .collect();
        Alignment { beads }
    }
}
