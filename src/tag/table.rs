//! A read-only table from 32-bit keys to 32-bit values: word classes, name lists.

/// Open addressing with linear probing in one array at most half full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Key and value side by side; key 0 marks an empty place.
    places: Vec<(u32, u32)>,
    mask: usize,
}

impl Table {
    /// A table of `entries`; where a key comes twice the values are combined by bitwise or.
    pub fn new(entries: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let entries: Vec<(u32, u32)> = entries.into_iter().collect();
        let capacity = (entries.len() * 2).next_power_of_two().max(2);
        let mut table = Self { places: vec![(0, 0); capacity], mask: capacity - 1 };
        for (key, value) in entries {
            table.insert(key, value);
        }
        table
    }

    fn insert(&mut self, key: u32, value: u32) {
        let mut place = key as usize & self.mask;
        loop {
            match self.places[place].0 {
                0 => {
                    self.places[place] = (key, value);
                    return;
                }
                found if found == key => {
                    self.places[place].1 |= value;
                    return;
                }
                _ => place = (place + 1) & self.mask,
            }
        }
    }

    /// The value of `key`.
    #[inline]
    pub fn get(&self, key: u32) -> Option<u32> {
        let mut place = key as usize & self.mask;
        loop {
            let (found, value) = self.places[place];
            if found == key {
                return Some(value);
            }
            if found == 0 {
                return None;
            }
            place = (place + 1) & self.mask;
        }
    }

    /// The entries, sorted by key.
    pub fn entries(&self) -> Vec<(u32, u32)> {
        let mut entries: Vec<_> =
            self.places.iter().copied().filter(|place| place.0 != 0).collect();
        entries.sort_unstable();
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let table = Table::new((1..500u32).map(|n| (n * 7919, n)));
        for n in 1..500 {
            assert_eq!(table.get(n * 7919), Some(n));
        }
        assert_eq!(table.get(5), None);
        assert_eq!(Table::new([(3, 1), (3, 4)]).get(3), Some(5));
    }
}
