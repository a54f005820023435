//! From the key of a feature to the number of its vector: a hash table that is read without guessing.
//!
//! A sentence looks some forty features a token up, and about half of them are unknown: a processor that guesses whether
//! a key is there guesses wrong every other time. So all keys of a bucket are compared at once. Numbers count the places
//! of the table that are taken, from the first bucket on, so that a place needs nothing but its key.

use fearless_simd::{Level, dispatch};

/// Features of a bucket.
const LANES: usize = 8;

/// Features of a bucket on average, at most; with hashed keys two of a hundred buckets overflow then.
const LOAD: usize = 4;

/// Keys that share their low bits, and those of a full bucket before; 0 where a place is free, which come last.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(32))]
struct Bucket([u32; LANES]);

/// Numbers by key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FeatureTable {
    buckets: Vec<Bucket>,
    /// The number of each bucket's first key.
    first: Vec<u32>,
    mask: usize,
}

impl FeatureTable {
    /// A table of `keys`, none of them 0; each comes once.
    pub fn new(keys: impl ExactSizeIterator<Item = u32>) -> Self {
        let count = keys.len().div_ceil(LOAD).next_power_of_two();
        let mut table = Self {
            buckets: vec![Bucket::default(); count],
            first: Vec::with_capacity(count),
            mask: count - 1,
        };
        keys.for_each(|key| table.insert(key));
        let mut taken = 0;
        for bucket in &table.buckets {
            table.first.push(taken);
            taken += bucket.0.iter().filter(|&&key| key != 0).count() as u32;
        }
        table
    }

    fn insert(&mut self, key: u32) {
        let mut at = key as usize & self.mask;
        loop {
            match self.buckets[at].0.iter_mut().find(|place| **place == 0) {
                Some(place) => return *place = key,
                None => at = (at + 1) & self.mask,
            }
        }
    }

    /// The keys in the order of their numbers.
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        self.buckets.iter().flat_map(|bucket| bucket.0).filter(|&key| key != 0)
    }

    /// Of `features`, tokens with keys, those that the table has: tokens with numbers, in the same order.
    pub fn find(&self, features: &[(u32, u32)]) -> Vec<(u32, u32)> {
        dispatch!(Level::new(), _simd => self.find_all(features))
    }

    #[inline(always)]
    fn find_all(&self, features: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut found = vec![(0, 0); features.len()];
        let mut count = 0;
        for &(token, key) in features {
            let number = self.number(key);
            // Written in any case; the next one takes its place if it is unknown.
            found[count] = (token, number.unwrap_or(0));
            count += usize::from(number.is_some());
        }
        found.truncate(count);
        found
    }

    /// The number of `key`, if it is known.
    #[inline(always)]
    fn number(&self, key: u32) -> Option<u32> {
        let mut at = key as usize & self.mask;
        loop {
            let Bucket(keys) = &self.buckets[at];
            let place = (1..)
                .zip(keys)
                .fold(0, |any, (place, &other)| any | if other == key { place } else { 0 });
            if place != 0 || keys[LANES - 1] == 0 {
                return (self.first[at] + place).checked_sub(1).filter(|_| place != 0);
            }
            at = (at + 1) & self.mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys_are_found_and_no_others() {
        // Many that share a bucket, the last one too, among others.
        let key = |n: u32| if n.is_multiple_of(5) { n << 16 | 0xFFFF } else { n * 40_503 };
        let keys: Vec<u32> = (1..3000).map(key).collect();
        let table = FeatureTable::new(keys.iter().copied());
        let numbered: Vec<u32> = table.keys().collect();
        assert_eq!(numbered.len(), keys.len());
        let both = keys.iter().flat_map(|&key| [key, key ^ 1 << 31]);
        let features: Vec<(u32, u32)> = (0..).zip(both).collect();
        let found = table.find(&features);
        let expected: Vec<(u32, u32)> = (0..).step_by(2).zip(keys).collect();
        let named = |&(token, number): &(u32, u32)| (token, numbered[number as usize]);
        assert_eq!(found.iter().map(named).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_empty_table_knows_nothing() {
        assert_eq!(FeatureTable::new([].into_iter()).find(&[(0, 7), (1, 9)]), []);
    }
}
