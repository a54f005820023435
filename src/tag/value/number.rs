//! Exact decimal numbers: what a numeral of either language is worth.

use std::fmt;

/// Units of the fixed point: nine decimals.
const UNIT: i128 = 1_000_000_000;

/// A decimal number without rounding error: fixed point with nine decimals, below 10^24.
///
/// Displays without trailing zeros: `1300000`, `4.7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

impl Decimal {
    /// The largest value that is taken for a number; longer digit runs are identifiers.
    const LIMIT: i128 = UNIT * 1_000_000_000_000_000_000_000_000;

    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self(i128::from(value) * UNIT)
    }

    /// The value of ASCII digits and the digits after the point. `None` if it is too large.
    pub fn from_digits(whole: &str, fraction: &str) -> Option<Self> {
        let mut units: i128 = 0;
        for digit in whole.chars() {
            units = units * 10 + i128::from(digit.to_digit(10)?);
            if units * UNIT > Self::LIMIT {
                return None;
            }
        }
        units *= UNIT;
        let mut place = UNIT / 10;
        for digit in fraction.chars() {
            units += i128::from(digit.to_digit(10)?) * place;
            place /= 10;
        }
        Some(Self(units))
    }

    /// The product with a whole number. `None` if it is too large.
    pub fn times(self, factor: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(factor)).filter(|value| value.abs() <= Self::LIMIT).map(Self)
    }

    /// The sum. `None` if it is too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|value| value.abs() <= Self::LIMIT).map(Self)
    }

    /// The quotient by a power of ten, cut after nine decimals.
    pub fn over(self, divisor: u64) -> Self {
        Self(self.0 / i128::from(divisor.max(1)))
    }

    /// The first number of a range in the scale of the second, `next`: 3 of `3 to 5 million` is
    /// 3,000,000. The scales are tried in order; `next` must be below `most` of one. `None` if the
    /// first one is a number of its own.
    pub fn in_scale_of(self, next: Self, scales: &[u64], most: u64) -> Option<Self> {
        scales.iter().find_map(|&scale| {
            let scaled = self.times(scale)?;
            (scaled < next && next.over(scale) < Self::whole(most)).then_some(scaled)
        })
    }

    /// `100 - self`, for discounts.
    pub fn complement_of_hundred(self) -> Self {
        Self(100 * UNIT - self.0)
    }

    /// The value as a whole number, if it is one and fits.
    pub fn as_whole(self) -> Option<u64> {
        (self.0 % UNIT == 0).then(|| u64::try_from(self.0 / UNIT).ok()).flatten()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / UNIT)?;
        let fraction = (self.0 % UNIT).abs();
        if fraction == 0 {
            return Ok(());
        }
        let digits = format!("{fraction:09}");
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}

/// How many, where the text does not say it exactly: the same words on both sides.
///
/// `power` is the power of ten: 1 dozens, 2 hundreds … 12 trillions.
pub fn vague(power: u32) -> Option<&'static str> {
    Some(match power {
        1 => "dozens",
        2 => "hundreds",
        3 => "thousands",
        4 => "tens-of-thousands",
        5 => "hundreds-of-thousands",
        6 => "millions",
        7 => "tens-of-millions",
        8 => "hundreds-of-millions",
        9 => "billions",
        10 => "tens-of-billions",
        11 => "hundreds-of-billions",
        12 => "trillions",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let value = Decimal::from_digits("4", "7").unwrap().times(10_000).unwrap();
        assert_eq!(value.to_string(), "47000");
        assert_eq!(Decimal::from_digits("1", "30").unwrap().to_string(), "1.3");
        assert_eq!(Decimal::from_digits("0", "05").unwrap().to_string(), "0.05");
        assert_eq!(Decimal::from_digits(&"9".repeat(30), ""), None);
        assert_eq!(Decimal::whole(u64::MAX).times(u64::MAX), None);
    }
}
