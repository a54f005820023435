//! Matrices of signed bytes that multiply vectors of integers, the inner loop of the taggers' networks.
//!
//! Products and their sums are exact, so that the vector instructions that a processor has change the speed
//! and never the result.

use fearless_simd::Level;

use super::model::{take, take_floats};
use super::names::PackError;

/// Rows that are multiplied at once: their sums of 32 bits fill four registers of 32 bytes.
const LANES: usize = 32;

/// Two neighbouring columns of [`LANES`] rows, row by row; 16-bit integers, which are what processors multiply and add in pairs.
type Pair = [i16; 2 * LANES];

/// Rows of signed bytes, each with its scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    columns: usize,
    /// The pairs of columns of the first [`LANES`] rows, then those of the next; rows of zeros fill the last ones up.
    pairs: Vec<Pair>,
    scales: Vec<f32>,
}

impl Matrix {
    /// A matrix of `rows` rounded to 127 steps each, the largest weight of a row at the end of the scale. The number of
    /// `columns` is even.
    pub fn round(weights: &[f32], columns: usize) -> Self {
        let mut steps = Vec::with_capacity(weights.len());
        let mut scales = Vec::new();
        for row in weights.chunks_exact(columns) {
            let largest = row.iter().fold(0.0f32, |top, w| top.max(w.abs()));
            let scale = if largest == 0.0 { 1.0 } else { largest / 127.0 };
            scales.push(scale);
            steps.extend(row.iter().map(|w| (w / scale).round() as i8));
        }
        Self::new(&steps, columns, scales)
    }

    fn new(weights: &[i8], columns: usize, scales: Vec<f32>) -> Self {
        debug_assert!(columns.is_multiple_of(2) && weights.len() == columns * scales.len());
        let pairs_of_block = columns / 2;
        let blocks = scales.len().div_ceil(LANES);
        let mut pairs = vec![[0; 2 * LANES]; blocks * pairs_of_block];
        for (row, weights) in weights.chunks_exact(columns).enumerate() {
            let block = &mut pairs[row / LANES * pairs_of_block..][..pairs_of_block];
            let lane = row % LANES;
            for (pair, weights) in block.iter_mut().zip(weights.chunks_exact(2)) {
                pair[2 * lane] = i16::from(weights[0]);
                pair[2 * lane + 1] = i16::from(weights[1]);
            }
        }
        Self { columns, pairs, scales }
    }

    /// The first products of the rows with `vector`, as many as `products` has room for; `vector` has a component a column.
    #[inline(always)]
    pub fn multiply(&self, vector: &[i16], products: &mut [f32]) {
        let level = Level::new();
        let blocks = self.pairs.chunks_exact(self.columns / 2);
        let lanes = products.chunks_mut(LANES).zip(self.scales.chunks(LANES));
        for (block, (products, scales)) in blocks.zip(lanes) {
            let sums = sums(level, block, vector);
            for ((product, sum), scale) in products.iter_mut().zip(sums).zip(scales) {
                *product = sum as f32 * scale;
            }
        }
    }

    /// Append the packed matrix: the scales, then the weights row by row.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        for row in 0..self.scales.len() {
            let (block, lane) = (row / LANES, row % LANES);
            let pairs = &self.pairs[block * self.columns / 2..][..self.columns / 2];
            let weights = pairs.iter().flat_map(|pair| [pair[2 * lane], pair[2 * lane + 1]]);
            bytes.extend(weights.map(|weight| weight as i8 as u8));
        }
    }

    /// Take a matrix as [`Matrix::write`] wrote it.
    pub(super) fn read(rest: &mut &[u8], rows: usize, columns: usize) -> Result<Self, PackError> {
        let scales = take_floats(rest, rows)?;
        let weights: Vec<i8> = take(rest, rows * columns)?.iter().map(|&byte| byte as i8).collect();
        Ok(Self::new(&weights, columns, scales))
    }
}

/// The products of [`LANES`] rows with `vector`.
#[inline(always)]
fn sums(level: Level, pairs: &[Pair], vector: &[i16]) -> [i32; LANES] {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = level.as_avx2() {
        return sums_avx2(avx2, pairs, vector);
    }
    let _ = level;
    portable_sums(pairs, vector)
}

fn portable_sums(pairs: &[Pair], vector: &[i16]) -> [i32; LANES] {
    let mut sums = [0; LANES];
    for (weights, pair) in pairs.iter().zip(vector.chunks_exact(2)) {
        let (first, second) = (i32::from(pair[0]), i32::from(pair[1]));
        for (sum, weights) in sums.iter_mut().zip(weights.chunks_exact(2)) {
            *sum += first * i32::from(weights[0]) + second * i32::from(weights[1]);
        }
    }
    sums
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fearless_simd::kernel!(
    #[inline]
    fn sums_avx2(avx2: Avx2, pairs: &[Pair], vector: &[i16]) -> [i32; LANES] {
        use fearless_simd::{i16x16, i32x8, prelude::*};
        #[cfg(target_arch = "x86")]
        use std::arch::x86::{_mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32};
        #[cfg(target_arch = "x86_64")]
        use std::arch::x86_64::{_mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32};

        let zero = i32x8::splat(avx2, 0);
        let mut sums = [zero.into(); LANES / 8];
        for (weights, pair) in pairs.iter().zip(vector.chunks_exact(2)) {
            let pair =
                _mm256_set1_epi32(i32::from(pair[0] as u16) | i32::from(pair[1]) << u16::BITS);
            for (sum, weights) in sums.iter_mut().zip(weights.chunks_exact(16)) {
                let weights = i16x16::from_slice(avx2, weights).into();
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pair, weights));
            }
        }
        let mut products = [0; LANES];
        for (sum, products) in sums.into_iter().zip(products.chunks_exact_mut(8)) {
            let sum: i32x8<_> = sum.simd_into(avx2);
            sum.store_slice(products);
        }
        products
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Weights of all kinds, the largest ones among them.
    fn weights(count: usize) -> Vec<i8> {
        (0..count).map(|n| ((n * 37 + n / 7) % 255) as i16 - 127).map(|n| n as i8).collect()
    }

    #[test]
    fn every_way_to_compute_them_gives_the_same_products() {
        let (rows, columns) = (45, 96);
        let weights = weights(rows * columns);
        let matrix = Matrix::new(&weights, columns, vec![1.0; rows]);
        let vector: Vec<i16> =
            (0..columns).map(|n| if n % 9 == 0 { -32767 } else { (n * 331) as i16 }).collect();
        let by_hand = |row: &[i8]| -> i32 {
            row.iter().zip(&vector).map(|(&w, &v)| i32::from(w) * i32::from(v)).sum()
        };
        let expected: Vec<i32> = weights.chunks_exact(columns).map(by_hand).collect();
        let found: Vec<i32> = (matrix.pairs.chunks_exact(columns / 2))
            .flat_map(|block| {
                assert_eq!(sums(Level::new(), block, &vector), portable_sums(block, &vector));
                portable_sums(block, &vector)
            })
            .collect();
        assert_eq!(found[..rows], expected);
        assert!(found[rows..].iter().all(|&sum| sum == 0));
        let mut products = vec![0.0; rows];
        matrix.multiply(&vector, &mut products);
        assert!(products.iter().zip(&expected).all(|(&found, &sum)| found == sum as f32));
    }

    #[test]
    fn a_written_matrix_is_read_again() {
        let floats: Vec<f32> = weights(13 * 32).into_iter().map(|w| f32::from(w) / 50.0).collect();
        let matrix = Matrix::round(&floats, 32);
        let mut bytes = Vec::new();
        matrix.write(&mut bytes);
        assert_eq!(Matrix::read(&mut bytes.as_slice(), 13, 32).unwrap(), matrix);
    }
}
