//! Chains of 1-1 pairs: the simple dynamic programme that both narrowing passes use.

use super::band::Band;

/// The chain of pairs with the largest sum, as cells at which the pairs end, rising on both sides.
///
/// `scores` has one value a cell of the band: that of the pair of sentences that ends there.
/// Pairs that do not raise the sum are left out.
pub fn best_chain(band: &Band, scores: &[f32]) -> Vec<(usize, usize)> {
    const SKIP_EN: u8 = 0;
    const SKIP_ZH: u8 = 1;
    const PAIR: u8 = 2;
    let mut best = vec![f32::NEG_INFINITY; band.cell_count()];
    let mut arrived_by = vec![SKIP_EN; band.cell_count()];
    best[0] = 0.0;
    for zh in 0..=band.zh_count() {
        for en in band.row(zh) {
            let Some(cell) = band.cell(zh, en).filter(|&cell| cell > 0) else { continue };
            let from = |zh_back: usize, en_back: usize| {
                let start = (zh.checked_sub(zh_back)?, en.checked_sub(en_back)?);
                band.cell(start.0, start.1).map(|start| best[start])
            };
            let moves = [
                (SKIP_EN, from(0, 1)),
                (SKIP_ZH, from(1, 0)),
                (PAIR, from(1, 1).map(|sum| sum + scores[cell])),
            ];
            for (way, sum) in moves {
                if let Some(sum) = sum.filter(|&sum| sum > best[cell]) {
                    (best[cell], arrived_by[cell]) = (sum, way);
                }
            }
        }
    }
    let (mut zh, mut en) = (band.zh_count(), band.en_count());
    let mut pairs = Vec::new();
    while zh + en > 0 {
        let cell = band.cell(zh, en).expect("chains stay in the band");
        match arrived_by[cell] {
            PAIR => {
                pairs.push((zh, en));
                (zh, en) = (zh - 1, en - 1);
            }
            SKIP_ZH => zh -= 1,
            _ => en -= 1,
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_chain_rises() {
        let band = Band::full(3, 3);
        let mut scores = vec![0.0; band.cell_count()];
        for (zh, en, score) in [(1, 1, 0.5), (2, 3, 0.9), (3, 2, 0.8), (3, 3, 0.1)] {
            scores[band.cell(zh, en).unwrap()] = score;
        }
        assert_eq!(best_chain(&band, &scores), [(1, 1), (2, 3)]);
    }
}
