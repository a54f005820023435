//! What a sentence stands in: the mean of the word vectors of the sentence and of its neighbours in the text.
//!
//! It tells a network whether *Liverpool* is a club or a city: the sentences around are about a league or about a harbour.

use fearless_simd::{Level, dispatch};

use super::network::STEPS;
use super::observation::Observation;
use crate::document::Side;
use crate::lexicon::{DIMENSIONS, Lexicon};

/// How many sentences before and behind a sentence count (chosen on a fifth of the news that readers have labelled,
/// `training/EXPERIMENTS.md`). `training/tagger/network.py` has the same number.
pub const REACH: usize = 4;

/// What the mean is multiplied by, so that its components are of the size of other inputs of the network.
const SCALE: f32 = 4.0;

/// The mean of the word vectors (each of length one) of a passage, in steps of the network's integers.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage([i16; DIMENSIONS]);

impl Passage {
    /// The passage of a sentence that stands alone.
    pub fn alone(sentence: &Observation, side: Side) -> Self {
        Sum::of(sentence, side).mean()
    }

    /// The components in steps.
    pub fn components(&self) -> &[i16; DIMENSIONS] {
        &self.0
    }
}

/// The sentences of a text, of which one after the other is added.
#[derive(Default)]
pub struct Sentences(Vec<Sum>);

impl Sentences {
    /// Add the next sentence.
    pub fn add(&mut self, sentence: &Observation, side: Side) {
        self.0.push(Sum::of(sentence, side));
    }

    /// The passage of the sentence with this number, of those that were added.
    ///
    /// # Panics
    /// If there is no such sentence.
    pub fn passage(&self, number: usize) -> Passage {
        let end = self.0.len().min(number + REACH + 1);
        Sum::together(&self.0[number.saturating_sub(REACH)..end]).mean()
    }
}

/// The sum of the word vectors of some tokens, in steps, and how many have one.
struct Sum {
    components: [i32; DIMENSIONS],
    count: i32,
}

impl Sum {
    fn of(sentence: &Observation, side: Side) -> Self {
        dispatch!(Level::new(), _simd => Self::of_tokens(sentence, side))
    }

    #[inline(always)]
    fn of_tokens(sentence: &Observation, side: Side) -> Self {
        let lexicon = Lexicon::embedded();
        let mut sum = Self { components: [0; DIMENSIONS], count: 0 };
        let mut last: (u32, [i32; DIMENSIONS]) = (u32::MAX, [0; DIMENSIONS]);
        for word in sentence.words.iter().flatten() {
            // The characters of a Chinese word have its vector one after the other.
            if last.0 != *word {
                last = (*word, unit_vector(&lexicon.vector(side, *word)));
            }
            sum.components.iter_mut().zip(last.1).for_each(|(sum, component)| *sum += component);
            sum.count += 1;
        }
        sum
    }

    fn together(sums: &[Self]) -> Self {
        let mut all = Self { components: [0; DIMENSIONS], count: 0 };
        for sum in sums {
            all.components.iter_mut().zip(sum.components).for_each(|(all, sum)| *all += sum);
            all.count += sum.count;
        }
        all
    }

    fn mean(&self) -> Passage {
        let count = self.count.max(1);
        // A mean of components of at most SCALE * STEPS.
        Passage(self.components.map(|sum| (sum / count) as i16))
    }
}

/// A vector made as long as [`SCALE`], in steps.
#[inline(always)]
fn unit_vector(vector: &[i16; DIMENSIONS]) -> [i32; DIMENSIONS] {
    let squares: i32 = vector.iter().map(|&c| i32::from(c) * i32::from(c)).sum();
    let scale = if squares == 0 { 0.0 } else { SCALE * STEPS / (squares as f32).sqrt() };
    vector.map(|component| (f32::from(component) * scale) as i32)
}

#[cfg(test)]
impl Passage {
    /// A passage with components of all kinds.
    pub(super) fn example() -> Self {
        Self(std::array::from_fn(|i| (i as i16 * 37) % 201 - 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharSpan;

    fn sentence(words: &[&str]) -> Observation {
        let number = |word: &&str| Lexicon::embedded().vector_number(Side::English, word);
        let words: Vec<Option<u32>> = words.iter().map(number).collect();
        let tokens = (0..words.len()).map(|n| CharSpan::new(n, n + 1)).collect();
        Observation { tokens, features: Vec::new(), words }
    }

    #[test]
    fn a_passage_is_what_the_neighbours_are_about() {
        let mut sentences = vec![sentence(&["league", "goal"]); REACH + 2];
        sentences[0] = sentence(&["harbour", "ship"]);
        let mut text = Sentences::default();
        sentences.iter().for_each(|sentence| text.add(sentence, Side::English));
        let alone = Passage::alone(&sentences[1], Side::English);
        assert_ne!(text.passage(1), alone);
        assert_eq!(text.passage(REACH + 1), alone);
    }

    #[test]
    fn one_word_gives_its_own_direction() {
        let ship = sentence(&["ship"]);
        let Passage(components) = Passage::alone(&ship, Side::English);
        let squares: f32 = components.iter().map(|&c| (f32::from(c) / STEPS).powi(2)).sum();
        assert!((squares.sqrt() - SCALE).abs() < 0.05, "{squares}");
        let nothing = Passage::alone(&sentence(&["qqqqxz"]), Side::English);
        assert_eq!(nothing, Passage([0; DIMENSIONS]));
    }
}
