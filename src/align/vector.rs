//! Sentence vectors for the narrowing passes and for clauses: sums of word vectors, as integers.

use crate::lexicon::Vector;

/// Components of a word vector.
const DIMENSIONS: usize = std::mem::size_of::<Vector>() / std::mem::size_of::<f32>();

/// The length of a [`UnitVector`]. Squares of it fit 32 bits with room for rounding.
const UNIT: f64 = 8192.0;

/// A direction: components scaled to a common length and rounded, so that products are integers
/// and come out the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitVector([i16; DIMENSIONS]);

impl UnitVector {
    /// The direction of `sum`; the zero vector has none and is similar to nothing.
    pub fn of(sum: &Vector) -> Self {
        let squares: f64 = sum.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
        let scale = if squares > 0.0 { UNIT / libm::sqrt(squares) } else { 0.0 };
        Self(sum.map(|x| libm::round(f64::from(x) * scale) as i16))
    }

    /// The cosine of the angle between two directions, −1..=1.
    #[inline]
    pub fn cosine(&self, other: &Self) -> f32 {
        let product: i32 =
            self.0.iter().zip(&other.0).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum();
        product as f32 / (UNIT * UNIT) as f32
    }
}

/// `sums` with their mean direction taken out: what a sentence says that the others do not.
pub fn centred(sums: &[&Vector]) -> Vec<UnitVector> {
    let units: Vec<[f64; DIMENSIONS]> =
        sums.iter().map(|&sum| UnitVector::of(sum).0.map(f64::from)).collect();
    let mut mean = [0.0; DIMENSIONS];
    for unit in &units {
        mean.iter_mut().zip(unit).for_each(|(total, x)| *total += x);
    }
    let count = units.len().max(1) as f64;
    let centre = |unit: &[f64; DIMENSIONS]| {
        let mut rest = [0.0_f32; DIMENSIONS];
        for (at, slot) in rest.iter_mut().enumerate() {
            *slot = ((unit[at] - mean[at] / count) / UNIT) as f32;
        }
        UnitVector::of(&rest)
    };
    units.iter().map(centre).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(first: f32, second: f32) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        (sum[0], sum[1]) = (first, second);
        sum
    }

    #[test]
    fn the_cosine_does_not_depend_on_length() {
        let vector = UnitVector::of(&sum(3.0, 4.0));
        assert!((vector.cosine(&UnitVector::of(&sum(30.0, 40.0))) - 1.0).abs() < 1e-3);
        assert!((vector.cosine(&UnitVector::of(&sum(4.0, 3.0))) - 0.96).abs() < 1e-3);
        assert_eq!(vector.cosine(&UnitVector::of(&sum(0.0, 0.0))), 0.0);
    }

    #[test]
    fn centring_takes_out_what_all_have() {
        let centred = centred(&[&sum(1.0, 0.2), &sum(1.0, -0.2)]);
        assert!(centred[0].cosine(&centred[1]) < -0.99);
    }
}
