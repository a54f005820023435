//! Which rows moved: the fewest sentences that one has to take out so that both sides are in order.
//!
//! A paragraph that stands earlier in one version is in inverted order to everything that it was
//! moved over, and all of that is `crossing` in the corpus. A reader wants to see the paragraph.

use std::collections::BTreeMap;

use super::state::ArticleState;

/// For each bead, whether it is one of those that moved. Of two sets of rows with as few sentences,
/// the later rows are said to have moved.
pub fn moved_rows(state: &ArticleState) -> Vec<bool> {
    let sentences = |at: usize| state.beads[at].zh.len() + state.beads[at].en.len();
    let linked = (0..state.beads.len()).filter(|&at| !state.beads[at].is_null());
    let places: Vec<(usize, usize)> = linked.map(|at| (at, state.beads[at].en[0])).collect();
    let mut moved = vec![false; state.beads.len()];
    places.iter().for_each(|&(at, _)| moved[at] = true);
    for at in heaviest_in_order(&places, sentences) {
        moved[at] = false;
    }
    moved
}

/// The heaviest choice of items whose places rise; items are pairs of a name and a place.
///
/// The frontier holds, by the place of the last item chosen, the heaviest choice that ends there;
/// one that is lighter than another with an earlier end is dropped, so that the heaviest before
/// a place is always the last before it.
fn heaviest_in_order(items: &[(usize, usize)], weight: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut frontier: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (number, &(name, place)) in items.iter().enumerate() {
        let best = frontier.range(..place).next_back().map(|(_, &best)| best);
        let total = best.map_or(0, |(total, _)| total) + weight(name);
        before.push(best.map(|(_, number)| number));
        if frontier.get(&place).is_some_and(|&(other, _)| other >= total) {
            continue;
        }
        while let Some((&later, &(other, _))) = frontier.range(place..).next()
            && other < total
        {
            frontier.remove(&later);
        }
        frontier.insert(place, (total, number));
    }
    let last = frontier.last_key_value().map(|(_, &(_, number))| number);
    std::iter::successors(last, |&number| before[number]).map(|number| items[number].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(places: &[usize], weights: &[usize]) -> Vec<usize> {
        let items: Vec<(usize, usize)> = places.iter().copied().enumerate().collect();
        let mut kept = heaviest_in_order(&items, |at| weights[at]);
        kept.sort_unstable();
        kept
    }

    #[test]
    fn the_smaller_part_has_moved() {
        assert_eq!(kept(&[1, 2, 3, 0, 4], &[2; 5]), [0, 1, 2, 4]);
        assert_eq!(kept(&[3, 0, 1, 2, 4], &[2; 5]), [1, 2, 3, 4]);
        // A long paragraph that changes places with two short ones.
        assert_eq!(kept(&[2, 0, 1, 3], &[9, 2, 2, 2]), [0, 3]);
        assert_eq!(kept(&[], &[]), [0; 0]);
    }

    #[test]
    fn of_two_that_changed_places_the_later_one_moved() {
        assert_eq!(kept(&[1, 0], &[2, 2]), [0]);
    }

    #[test]
    fn no_choice_is_heavier() {
        // All orders of six places against all subsets of them.
        let mut places: Vec<usize> = (0..6).collect();
        let weights = [3, 1, 4, 1, 5, 2];
        let mut orders = 0;
        permute(&mut places, 0, &mut |places| {
            orders += 1;
            let total = |chosen: &[usize]| chosen.iter().map(|&at| weights[at]).sum::<usize>();
            let found = kept(places, &weights);
            assert!(found.windows(2).all(|pair| places[pair[0]] < places[pair[1]]));
            let best = (0..64_usize)
                .map(|set| (0..6).filter(|at| set >> at & 1 == 1).collect::<Vec<_>>())
                .filter(|set| set.windows(2).all(|pair| places[pair[0]] < places[pair[1]]))
                .map(|set| total(&set))
                .max();
            assert_eq!(Some(total(&found)), best);
        });
        assert_eq!(orders, 720);
    }

    fn permute(places: &mut Vec<usize>, from: usize, visit: &mut impl FnMut(&[usize])) {
        if from == places.len() {
            return visit(places);
        }
        for at in from..places.len() {
            places.swap(from, at);
            permute(places, from + 1, visit);
            places.swap(from, at);
        }
    }
}
