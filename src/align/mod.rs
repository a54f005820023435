//! Alignment: the sentences of both sides → beads.
//!
//! A trained semi-Markov model over late interaction of words (`docs/alignment.md`). In the order of
//! an alignment:
//!
//! | module | does |
//! |---|---|
//! | [`profile`] | looks at the sentences of one side: words, [`clause`]s, marks ([`surface`]), [`number`]s, vectors ([`vector`]) |
//! | [`narrow`] | leaves a [`band`] of the grid, by [`chain`]s of sentences |
//! | [`familiar`] | learns the words that the lexicon lacks from the text itself |
//! | [`window`] | compares the words of both sides |
//! | [`coverage`], [`candidate`], [`cut`] | compute the [`feature`]s of beads and of cuts between them |
//! | [`lattice`] | scores every bead of the band with the fitted [`weights`] |
//! | [`domain`] | adapts the prior to the document |
//! | [`search`] | finds the best path and the probability of each bead |
//! | [`support`] | says how much of a sentence its bead accounts for |
//! | [`moved`], [`neighbourhood`], [`insertion`] | link text that stands elsewhere in the other version |
//! | [`evidence`], [`word_link`], [`null_reason`] | say why, in terms that a person can read |
//! | [`between`] | aligns what a reviewer has not fixed |
//! | [`explain`] | takes a bead's score apart |
//! | [`adapt`] | learns word pairs from confirmed beads |
//!
//! [`engine`] is the path through them; [`Aligner`] is what others use.

pub mod adapt;
pub mod band;
mod between;
pub mod candidate;
mod chain;
mod clause;
mod coverage;
mod cut;
pub mod domain;
pub mod engine;
mod evidence;
mod explain;
mod familiar;
pub mod feature;
mod insertion;
pub mod lattice;
pub mod moved;
pub mod narrow;
mod neighbourhood;
mod null_reason;
mod number;
pub mod profile;
pub mod scene;
pub mod search;
pub mod shape;
mod support;
mod surface;
mod vector;
pub mod weights;
mod window;
mod word_link;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::bead::{Alignment, Bead, Evidence, WordLink};
use crate::document::{Article, Direction, Side, Version};
use crate::lexicon::{Lexicon, Term, WordComparer};
use engine::{Engine, PathBead};
use moved::MovedValues;
use profile::Profile;
use scene::Scene;
use support::Support;
pub(crate) use weights::WEIGHTS;
use weights::{Weights, WeightsError, WeightsFile};
use window::Window;

pub use explain::{Explanation, Part, Rival};

/// Beads whose words are compared together: more would compare words that never meet, fewer would
/// repeat those that do.
const BATCH: usize = 16;

/// The alignment engine with its tables.
#[derive(Debug)]
pub struct Aligner {
    lexicon: Lexicon,
    weights: Weights,
    moved: MovedValues,
}

/// Two versions with their profiles.
#[derive(Debug, Clone, Copy)]
struct Sides<'a> {
    zh: (&'a Profile, &'a Version),
    en: (&'a Profile, &'a Version),
}

impl Aligner {
    /// The engine with the embedded tables and weights, loaded once.
    ///
    /// # Panics
    /// If the embedded files are damaged, which the tests rule out.
    pub fn embedded() -> &'static Self {
        static ALIGNER: LazyLock<Aligner> = LazyLock::new(|| {
            Aligner::with_weights(&WeightsFile::embedded())
                .expect("the embedded weights are complete")
        });
        &ALIGNER
    }

    /// The engine with word pairs besides those of the embedded lexicon: a user's terms, or pairs
    /// learnt from confirmed beads.
    ///
    /// # Panics
    /// If the embedded files are damaged, which the tests rule out.
    pub fn with_terms(terms: &[Term]) -> Self {
        let plain = Self::embedded();
        let lexicon = Lexicon::with_terms(terms);
        Self { lexicon, weights: plain.weights.clone(), moved: plain.moved }
    }

    /// The engine with the embedded tables and other weights.
    ///
    /// # Errors
    /// If the weights are not those of this version's features.
    pub fn with_weights(file: &WeightsFile) -> Result<Self, WeightsError> {
        let lexicon = Lexicon::with_terms(&[]);
        Ok(Self { lexicon, weights: file.main()?, moved: moved::weights(&file.moved) })
    }

    /// Align the sentences of two versions, of which nothing says which is the original.
    ///
    /// Every sentence of both sides is in exactly one bead. Each version is read by the rules of its own
    /// language: two versions that stand on each other's sides give the mirror image of what they give on
    /// their own, and two texts in one language are aligned by the words they share.
    pub fn align(&self, zh: &Version, en: &Version) -> Alignment {
        self.align_between(zh, en, &[])
    }

    /// Align an article; sentences without a partner are *omitted* or *added* by its direction.
    pub fn align_article(&self, article: &Article) -> Alignment {
        let mut alignment = self.align(&article.zh, &article.en);
        set_null_reasons(&mut alignment.beads, &article.zh, &article.en, article.direction);
        alignment
    }

    /// Align what is left between beads that stay as they are, such as a reviewer has confirmed.
    ///
    /// The fixed beads may cross, but no other bead crosses those of them that form the longest
    /// monotone chain, except moved text. Their sentences must be different ones, each below the
    /// number of sentences; sentence numbers that are not are ignored with their bead.
    pub fn align_between(&self, zh: &Version, en: &Version, fixed: &[Bead]) -> Alignment {
        if (zh.language.side(), en.language.side()) == (Side::English, Side::Chinese) {
            return self.align_mirrored(zh, en, fixed);
        }
        let (zh_profile, en_profile) =
            rayon::join(|| Profile::of(zh, &self.lexicon), || Profile::of(en, &self.lexicon));
        let sides = Sides { zh: (&zh_profile, zh), en: (&en_profile, en) };
        let mut beads = self.align_profiles(sides, fixed);
        evidence::set_positions(&mut beads, en_profile.len());
        evidence::mark_crossings(&mut beads);
        set_null_reasons(&mut beads, zh, en, Direction::Unknown);
        Alignment { beads }
    }

    /// Align two versions that stand on each other's sides.
    fn align_mirrored(&self, zh: &Version, en: &Version, fixed: &[Bead]) -> Alignment {
        let fixed: Vec<Bead> = fixed.iter().cloned().map(mirrored).collect();
        let beads = self.align_between(en, zh, &fixed).beads;
        let mut beads =
            between::in_text_order(beads.into_iter().map(mirrored).collect(), en.sentences.len());
        evidence::set_positions(&mut beads, en.sentences.len());
        set_null_reasons(&mut beads, zh, en, Direction::Unknown);
        Alignment { beads }
    }

    /// The score of every bead of the best monotone path, taken apart.
    pub fn explain(&self, zh: &Version, en: &Version) -> Vec<Explanation> {
        let zh = Profile::of(zh, &self.lexicon);
        let en = Profile::of(en, &self.lexicon);
        explain::explain(&self.engine(), &zh, &en)
    }

    fn engine(&self) -> Engine<'_> {
        Engine { lexicon: &self.lexicon, weights: &self.weights }
    }

    fn align_profiles(&self, sides: Sides<'_>, fixed: &[Bead]) -> Vec<Bead> {
        let (zh, en) = (sides.zh.0, sides.en.0);
        let fixed = between::valid(fixed, zh.len(), en.len());
        if zh.is_empty() || en.is_empty() {
            return engine::lone_beads(zh.len(), en.len()).into_iter().map(bead_of).collect();
        }
        let engine = self.engine();
        let (words, band) = engine.prepare(zh, en);
        let path = if fixed.is_empty() {
            engine.search(&Scene::new((zh, en), &words, &band))
        } else {
            between::align_gaps(&engine, &words, (zh, en), &fixed)
        };
        let with_text = fixed.iter().filter(|bead| !bead.is_null());
        let pairs: Vec<(usize, usize)> = with_text.map(|bead| (bead.zh[0], bead.en[0])).collect();
        let (seen, support) = look_at(&path, sides, &words);
        let path = moved::link(&self.moved, &words, (zh, en), path, &support, &pairs);
        let mut beads = with_evidence(path, seen, sides, &words);
        beads.extend(fixed.into_iter().cloned());
        between::in_text_order(beads, en.len())
    }
}

fn bead_of(bead: PathBead) -> Bead {
    let sentences = (bead.zh.collect::<Vec<_>>(), bead.en.collect::<Vec<_>>());
    Bead { confidence: bead.probability, ..Bead::of(sentences.0, sentences.1) }
}

/// The bead with its sides changed over.
fn mirrored(bead: Bead) -> Bead {
    let mut word_links: Vec<WordLink> = bead
        .word_links
        .into_iter()
        .map(|link| WordLink { zh: link.en, en: link.zh, ..link })
        .collect();
    word_links.sort_by_key(|link| (link.zh.start, link.en.start));
    Bead { zh: bead.en, en: bead.zh, word_links, ..bead }
}

fn set_null_reasons(beads: &mut [Bead], zh: &Version, en: &Version, direction: Direction) {
    for bead in beads {
        bead.null_reason = null_reason::null_reason(bead, zh, en, direction);
    }
}

/// Evidence and word links of some beads with text on both sides, by their sentences.
type Seen = HashMap<(Range<usize>, Range<usize>), (Evidence, Vec<WordLink>)>;

/// The evidence of a path's beads, without position, their word links, and the support of their sentences.
fn look_at(path: &[PathBead], sides: Sides<'_>, words: &WordComparer) -> (Seen, Support) {
    let (zh, en) = (sides.zh.0, sides.en.0);
    let ratio = scene::length_ratio(zh, en);
    let with_text: Vec<&PathBead> = path.iter().filter(|bead| bead.has_both()).collect();
    // Moved text has a window of its own, not one that reaches from its neighbours to its place.
    let is_near = |a: &&PathBead, b: &&PathBead| a.en.start.abs_diff(b.en.start) <= BATCH;
    let batches: Vec<&[&PathBead]> =
        with_text.chunk_by(is_near).flat_map(|run| run.chunks(BATCH)).collect();
    let of_batch = |batch: &[&PathBead]| {
        let zh_range = covered(batch.iter().map(|bead| &bead.zh));
        let en_range = covered(batch.iter().map(|bead| &bead.en));
        let window = Window::new(words, (zh, zh_range), (en, en_range));
        let look_at = |path_bead: &&PathBead| {
            let bead = bead_of((*path_bead).clone());
            let evidence = evidence::evidence(&bead, zh, en, ratio, &window);
            let links = word_link::word_links(&bead, sides.zh, sides.en, &window);
            ((evidence, links), support::of_bead(path_bead, zh, en, &window))
        };
        batch.iter().map(look_at).collect::<Vec<_>>()
    };
    let found: Vec<_> = batches.into_par_iter().flat_map_iter(of_batch).collect();
    let (mut seen, mut support) = (Seen::new(), Support::none(zh.len(), en.len()));
    for (bead, (evidence, of_bead)) in with_text.into_iter().zip(found) {
        support.set(bead, &of_bead);
        seen.insert((bead.zh.clone(), bead.en.clone()), evidence);
    }
    (seen, support)
}

/// The sentences from the first to the last of some runs.
fn covered<'a>(runs: impl Iterator<Item = &'a Range<usize>> + Clone) -> Range<usize> {
    let first = runs.clone().map(|run| run.start).min();
    first.unwrap_or(0)..runs.map(|run| run.end).max().unwrap_or(0)
}

/// The beads of a path with their evidence and word links, most of which have been `seen`.
fn with_evidence(
    path: Vec<PathBead>,
    mut seen: Seen,
    sides: Sides<'_>,
    words: &WordComparer,
) -> Vec<Bead> {
    let key = |bead: &PathBead| (bead.zh.clone(), bead.en.clone());
    let new: Vec<PathBead> = path
        .iter()
        .filter(|bead| bead.has_both() && !seen.contains_key(&key(bead)))
        .cloned()
        .collect();
    seen.extend(look_at(&new, sides, words).0);
    path.into_iter()
        .map(|bead| {
            let (evidence, word_links) = seen.remove(&key(&bead)).unwrap_or_default();
            Bead { evidence, word_links, ..bead_of(bead) }
        })
        .collect()
}
