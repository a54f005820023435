//! Word vectors as numbers, and sums of them: vectors of sentences and clauses.

use super::tables::{DIMENSIONS, WordTable};
use crate::token::{Token, Word};

/// A vector in the space that both languages share.
pub type Vector = [f32; DIMENSIONS];

/// The a of smooth inverse frequency weights a / (a + f) (Arora, Liang and Ma 2017, "A simple but
/// tough-to-beat baseline for sentence embeddings"; the aligner study kept their 1e-4).
const SIF_A: f32 = 1e-4;

/// The weight in a sentence vector of a word with this cost (−ln of its share f, in twelfths).
pub(super) fn sif(cost: u32) -> f32 {
    let share = libm::expf(-(cost as f32) / 12.0);
    SIF_A / (SIF_A + share)
}

/// The word's vector scaled to length 1.
fn unit_vector(table: &WordTable, number: u32) -> Vector {
    let integers = table.vector(number);
    let scale = inverse_length(&integers);
    integers.map(|component| f32::from(component) * scale)
}

/// One over the length of an integer vector; 0 for the vector of zeros.
pub(super) fn inverse_length(vector: &[i16; DIMENSIONS]) -> f32 {
    let squares: i32 = vector.iter().map(|&c| i32::from(c) * i32::from(c)).sum();
    if squares == 0 { 0.0 } else { 1.0 / (squares as f32).sqrt() }
}

/// The vectors of one side's words, each scaled to length 1 and weighted.
#[derive(Debug)]
pub struct DocumentVectors {
    /// One a word; words without a vector have zeros.
    weighted: Vec<Vector>,
}

impl DocumentVectors {
    pub(super) fn new(table: &WordTable, words: &[Word]) -> Self {
        let weighted = |word: &Word| match word.vector {
            Some(number) => unit_vector(table, number).map(|component| component * word.sif),
            None => [0.0; DIMENSIONS],
        };
        Self { weighted: words.iter().map(weighted).collect() }
    }

    /// The vector of a sentence or clause: the weighted sum of its tokens' vectors, neither centred
    /// nor normalised; zeros if no token has a vector.
    pub fn of(&self, tokens: &[Token]) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        for token in tokens {
            for (total, component) in sum.iter_mut().zip(&self.weighted[token.word]) {
                *total += component;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Side;
    use crate::lexicon::Lexicon;

    #[test]
    fn rare_words_weigh_most() {
        assert!((sif(0) - 1e-4).abs() < 1e-7); // f = 1
        let cost = (12.0 * -libm::logf(1e-4)).round() as u32; // f ≈ a
        assert!((sif(cost) - 0.5).abs() < 0.02);
        assert!(sif(221) > 0.999);
    }

    #[test]
    fn a_sentence_vector_is_the_weighted_sum() {
        let lexicon = Lexicon::embedded();
        let words =
            lexicon.document_words(Side::English, &["virus", "xyzzyq", "virus virus xyzzyq"]);
        let vectors = lexicon.document_vectors(&words);
        let [one, unknown, three] = [0, 1, 2].map(|i| vectors.of(&words.sentences[i]));
        let length: f32 = one.iter().map(|c| c * c).sum::<f32>().sqrt();
        assert!((length - words.words[0].sif).abs() < 1e-5);
        assert!(unknown.iter().all(|&c| c == 0.0));
        assert!(one.iter().zip(&three).all(|(a, b)| (2.0 * a - b).abs() < 1e-6));
    }
}
