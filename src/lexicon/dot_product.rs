//! Dot products of one packed vector with many, the inner loop of comparing words.
//!
//! Components are integers of four bits, so that products and their sums are exact: the vector
//! instructions that a processor has change the speed and never the result.

use fearless_simd::Level;

use super::tables::DIMENSIONS;

/// Vectors that are compared at once: their sums of 16 bits fill four registers of 32 bytes.
pub(super) const BLOCK: usize = 64;

/// Added to the components of the single vector, which makes them unsigned, as the instruction that
/// multiplies and adds bytes wants one side to be.
const SHIFT: i16 = 8;

/// Components are −7..=7, so that the largest sum, 128 · 15 · 7, fits 16 bits.
pub(super) type Components = [i8; DIMENSIONS];

/// A vector to compare with blocks.
pub(super) struct Shifted([u8; DIMENSIONS]);

impl Shifted {
    /// Get a vector ready.
    pub fn new(vector: &Components) -> Self {
        Self(vector.map(|component| (i16::from(component) + SHIFT) as u8))
    }
}

/// Up to [`BLOCK`] vectors side by side: two components of each, then the next two.
pub(super) struct Block {
    components: Box<[[i8; 2 * BLOCK]; DIMENSIONS / 2]>,
    /// What [`SHIFT`] adds to the dot product with each vector.
    excess: [i16; BLOCK],
}

impl Block {
    /// Put at most [`BLOCK`] vectors side by side; the rest of the block is zeros.
    pub fn new<'a>(vectors: impl Iterator<Item = &'a Components>) -> Self {
        let mut components = Box::new([[0; 2 * BLOCK]; DIMENSIONS / 2]);
        let mut excess = [0; BLOCK];
        for (lane, vector) in vectors.take(BLOCK).enumerate() {
            for (row, pair) in components.iter_mut().zip(vector.chunks_exact(2)) {
                row[2 * lane..2 * lane + 2].copy_from_slice(pair);
            }
            excess[lane] = SHIFT * vector.iter().map(|&c| i16::from(c)).sum::<i16>();
        }
        Self { components, excess }
    }

    /// The dot product with each vector of the block.
    #[inline(always)]
    pub fn dot_products(&self, level: Level, vector: &Shifted) -> [i16; BLOCK] {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if let Some(avx2) = level.as_avx2() {
            return dot_products_avx2(avx2, self, vector);
        }
        let _ = level;
        self.portable_dot_products(vector)
    }

    fn portable_dot_products(&self, vector: &Shifted) -> [i16; BLOCK] {
        let mut sums = self.excess.map(|excess| -excess);
        for (row, pair) in self.components.iter().zip(vector.0.chunks_exact(2)) {
            let (first, second) = (i16::from(pair[0]), i16::from(pair[1]));
            for (sum, other) in sums.iter_mut().zip(row.chunks_exact(2)) {
                *sum += first * i16::from(other[0]) + second * i16::from(other[1]);
            }
        }
        sums
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fearless_simd::kernel!(
    #[inline]
    fn dot_products_avx2(avx2: Avx2, block: &Block, vector: &Shifted) -> [i16; BLOCK] {
        use fearless_simd::{i8x32, i16x16, prelude::*};
        #[cfg(target_arch = "x86")]
        use std::arch::x86::{_mm256_add_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16};
        #[cfg(target_arch = "x86_64")]
        use std::arch::x86_64::{_mm256_add_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16};

        let zero = i16x16::splat(avx2, 0);
        let mut sums = [zero.into(); BLOCK / 16];
        for (row, pair) in block.components.iter().zip(vector.0.chunks_exact(2)) {
            let pair = _mm256_set1_epi16(i16::from_le_bytes([pair[0], pair[1]]));
            for (sum, others) in sums.iter_mut().zip(row.chunks_exact(32)) {
                let others = i8x32::from_slice(avx2, others).into();
                *sum = _mm256_add_epi16(*sum, _mm256_maddubs_epi16(pair, others));
            }
        }
        let mut products = [0; BLOCK];
        let lanes = products.chunks_exact_mut(16).zip(block.excess.chunks_exact(16));
        for (sum, (products, excess)) in sums.into_iter().zip(lanes) {
            let sum: i16x16<_> = sum.simd_into(avx2);
            (sum - i16x16::from_slice(avx2, excess)).store_slice(products);
        }
        products
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of which no two are the same, with the largest components among them.
    fn vectors(count: usize) -> Vec<Components> {
        let component =
            |number: usize, at: usize| ((number * 7 + at * (number + 3)) % 15) as i8 - 7;
        let mut all: Vec<Components> =
            (0..count).map(|number| std::array::from_fn(|at| component(number, at))).collect();
        (all[0], all[1]) = ([7; DIMENSIONS], [-7; DIMENSIONS]);
        all
    }

    #[test]
    fn every_way_to_compute_them_gives_the_same_products() {
        let vectors = vectors(BLOCK);
        let block = Block::new(vectors.iter());
        for vector in &vectors {
            let shifted = Shifted::new(vector);
            let by_hand = |other: &Components| -> i16 {
                vector.iter().zip(other).map(|(&x, &y)| i16::from(x) * i16::from(y)).sum()
            };
            let expected: Vec<i16> = vectors.iter().map(by_hand).collect();
            assert_eq!(block.dot_products(Level::new(), &shifted)[..], expected);
            assert_eq!(block.portable_dot_products(&shifted)[..], expected);
        }
    }

    #[test]
    fn the_rest_of_a_block_is_zeros() {
        let vectors = vectors(3);
        let products =
            Block::new(vectors.iter()).dot_products(Level::new(), &Shifted::new(&vectors[0]));
        assert_eq!(products[..2], [6272, -6272]);
        assert!(products[3..].iter().all(|&product| product == 0));
    }
}
