//! The band: which cells of the alignment grid are searched.
//!
//! A cell (i, j) stands for "the first i Chinese and the first j English sentences are aligned".
//! Row i keeps one range of j; ranges rise with i, so that every kept cell can be reached.

/// A range of English positions for every Chinese position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    low: Vec<usize>,
    high: Vec<usize>,
    /// Number of cells before each row, and in all.
    offset: Vec<usize>,
}

/// Between two anchors further apart than this many cells only a corridor along the diagonal is
/// kept: unrelated stretches on both sides would otherwise cost their product.
const LARGEST_GAP: usize = 20_000;

impl Band {
    /// Every cell of a grid of `zh` × `en` sentences.
    pub fn full(zh: usize, en: usize) -> Self {
        Self::new(vec![0; zh + 1], vec![en; zh + 1], en)
    }

    /// The cells within `width` English sentences of a chain of anchors.
    ///
    /// Anchors are cells at which a 1-1 pair ends, rising on both sides.
    pub fn around(anchors: &[(usize, usize)], width: usize, zh: usize, en: usize) -> Self {
        let (mut low, mut high) = (vec![0; zh + 1], vec![en; zh + 1]);
        let (mut zh_at, mut en_at) = (0, 0);
        high[0] = width.min(en);
        for &(zh_end, en_end) in anchors.iter().chain([&(zh, en)]) {
            let (rows, columns) = (zh_end - zh_at, en_end - en_at);
            for row in zh_at + 1..=zh_end {
                let (from, to) = if rows * columns > LARGEST_GAP {
                    let diagonal = |row: usize| en_at + (row - zh_at) * columns / rows;
                    (diagonal(row - 1), diagonal(row))
                } else {
                    (en_at, en_end)
                };
                low[row] = from.saturating_sub(width);
                high[row] = (to + width).min(en);
            }
            (zh_at, en_at) = (zh_end, en_end);
        }
        Self::new(low, high, en)
    }

    /// Make the ranges rise and reach both corners.
    fn new(mut low: Vec<usize>, mut high: Vec<usize>, en: usize) -> Self {
        let rows = low.len();
        low[0] = 0;
        high[rows - 1] = en;
        for row in 1..rows {
            high[row] = high[row].max(high[row - 1]);
        }
        for row in (0..rows - 1).rev() {
            low[row] = low[row].min(low[row + 1]);
        }
        let mut offset = Vec::with_capacity(rows + 1);
        offset.push(0);
        for row in 0..rows {
            offset.push(offset[row] + high[row] - low[row] + 1);
        }
        Self { low, high, offset }
    }

    /// The number of Chinese sentences.
    pub fn zh_count(&self) -> usize {
        self.low.len() - 1
    }

    /// The number of English sentences.
    pub fn en_count(&self) -> usize {
        self.high[self.zh_count()]
    }

    /// The English positions kept in `row`, first and last.
    pub fn row(&self, row: usize) -> std::ops::RangeInclusive<usize> {
        self.low[row]..=self.high[row]
    }

    /// The rows that keep at least one English position in `first..=last`.
    pub fn rows_near(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let start = self.high.partition_point(|&high| high < first);
        start..self.low.partition_point(|&low| low <= last).max(start)
    }

    /// The number of the cell (`zh`, `en`) among all kept cells, if it is kept.
    #[inline]
    pub fn cell(&self, zh: usize, en: usize) -> Option<usize> {
        let kept = self.low[zh] <= en && en <= self.high[zh];
        kept.then(|| self.offset[zh] + en - self.low[zh])
    }

    /// The numbers of the cells in `rows`.
    pub fn cells(&self, rows: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.offset[rows.start]..self.offset[rows.end]
    }

    /// The number of kept cells.
    pub fn cell_count(&self) -> usize {
        self.offset[self.low.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_rise_and_reach_both_corners() {
        let band = Band::around(&[(3, 4), (4, 9)], 1, 6, 10);
        assert!(band.cell(0, 0).is_some() && band.cell(6, 10).is_some());
        for row in 1..=6 {
            assert!(band.row(row).start() >= band.row(row - 1).start());
            assert!(band.row(row).end() >= band.row(row - 1).end());
        }
        assert_eq!(band.row(4), 3..=10);
        assert_eq!(band.cell(6, 7), None);
    }

    #[test]
    fn cells_are_numbered_row_by_row() {
        let band = Band::full(2, 3);
        assert_eq!(band.cell_count(), 12);
        assert_eq!(band.cell(1, 0), Some(4));
        assert_eq!(band.cells(1..2), 4..8);
        assert_eq!((band.zh_count(), band.en_count()), (2, 3));
    }

    #[test]
    fn a_wide_gap_keeps_a_corridor_only() {
        let band = Band::around(&[], 10, 1000, 1000);
        assert!(band.cell_count() < 1001 * 30);
        assert!(band.cell(0, 0).is_some() && band.cell(500, 500).is_some());
    }
}
