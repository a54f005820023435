//! The linear chain over the tokens of a sentence: best path, and probabilities of spans.
//!
//! Scores are those of a conditional random field (Lafferty, McCallum and Pereira 2001):
//! a score for each tag at each token and one for each pair of neighbouring tags. Pairs that break
//! a mention (see [`super::tagset`]) never occur. Forward and backward sums are scaled at each token.

use super::tagset::{self, OUTSIDE, TAGS};

/// Scores of all tags at one token.
pub type TagScores = [f32; TAGS];

/// Scores of neighbouring tags, with what inference derives from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    scores: [[f32; TAGS]; TAGS],
    /// Allowed pairs with score and its exponential.
    allowed: Vec<(usize, usize, f32, f32)>,
}

impl Transitions {
    /// From the scores of all pairs; those of pairs that may not follow each other are ignored.
    pub fn new(scores: [[f32; TAGS]; TAGS]) -> Self {
        let allowed = tagset::transitions();
        let allowed = allowed
            .into_iter()
            .map(|(from, to)| (from, to, scores[from][to], libm::expf(scores[from][to])));
        Self { scores, allowed: allowed.collect() }
    }

    /// The score of a pair.
    pub fn score(&self, from: usize, to: usize) -> f32 {
        self.scores[from][to]
    }
}

/// The tags of the best path, with those tags left out that `allowed` forbids at a token.
pub fn best_path(
    emissions: &[TagScores],
    transitions: &Transitions,
    allowed: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    const NEVER: f32 = f32::NEG_INFINITY;
    let Some(first) = emissions.first() else { return Vec::new() };
    let mut scores = [NEVER; TAGS];
    for tag in (0..TAGS).filter(|&tag| tagset::starts(tag) && allowed(0, tag)) {
        scores[tag] = first[tag];
    }
    let mut back = vec![[0u8; TAGS]; emissions.len()];
    for (token, emission) in emissions.iter().enumerate().skip(1) {
        let mut next = [NEVER; TAGS];
        for &(from, to, score, _) in &transitions.allowed {
            if scores[from] + score > next[to] {
                next[to] = scores[from] + score;
                back[token][to] = from as u8;
            }
        }
        for tag in 0..TAGS {
            next[tag] = if allowed(token, tag) { next[tag] + emission[tag] } else { NEVER };
        }
        scores = next;
    }
    let last = (0..TAGS).filter(|&tag| tagset::ends(tag));
    let mut tag =
        last.fold(OUTSIDE, |best, tag| if scores[tag] > scores[best] { tag } else { best });
    let mut path = vec![tag; emissions.len()];
    for token in (1..emissions.len()).rev() {
        tag = usize::from(back[token][tag]);
        path[token - 1] = tag;
    }
    path
}

/// Forward and backward sums of one sentence.
#[derive(Debug, Clone)]
pub struct Marginals {
    /// Sum of all ways to reach a tag, its token's emission included; each row sums to one.
    forward: Vec<[f32; TAGS]>,
    /// Sum of all ways to go on from a tag, in the scale of `forward`.
    backward: Vec<[f32; TAGS]>,
    /// Exponentials of the emissions, the best tag of each token at one.
    weights: Vec<[f32; TAGS]>,
    /// What each forward row was divided by.
    scales: Vec<f32>,
    /// Logarithm of the sum over all paths.
    log_sum: f64,
}

impl Marginals {
    /// The sums of a sentence.
    pub fn new(emissions: &[TagScores], transitions: &Transitions) -> Self {
        let mut log_sum = 0.0;
        let weights: Vec<[f32; TAGS]> = emissions
            .iter()
            .map(|row| {
                let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                log_sum += f64::from(top);
                row.map(|score| libm::expf(score - top))
            })
            .collect();
        let mut sums = Self {
            forward: Vec::with_capacity(weights.len()),
            backward: vec![[0.0; TAGS]; weights.len()],
            scales: Vec::with_capacity(weights.len()),
            weights,
            log_sum,
        };
        sums.run_forward(transitions);
        sums.run_backward(transitions);
        sums
    }

    fn run_forward(&mut self, transitions: &Transitions) {
        for (token, weight) in self.weights.iter().enumerate() {
            let mut row = [0.0f32; TAGS];
            match self.forward.last() {
                None => (0..TAGS).filter(|&t| tagset::starts(t)).for_each(|tag| row[tag] = 1.0),
                Some(before) => {
                    for &(from, to, _, factor) in &transitions.allowed {
                        row[to] += before[from] * factor;
                    }
                }
            }
            for tag in 0..TAGS {
                let open = token + 1 == self.weights.len() && !tagset::ends(tag);
                row[tag] = if open { 0.0 } else { row[tag] * weight[tag] };
            }
            let scale = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            self.log_sum += libm::log(f64::from(scale));
            self.scales.push(scale);
            self.forward.push(row.map(|value| value / scale));
        }
    }

    fn run_backward(&mut self, transitions: &Transitions) {
        let count = self.weights.len();
        if let Some(last) = self.backward.last_mut() {
            *last = std::array::from_fn(|tag| if tagset::ends(tag) { 1.0 } else { 0.0 });
        }
        for token in (1..count).rev() {
            let (after, weight, scale) =
                (self.backward[token], self.weights[token], self.scales[token]);
            let going_on: [f32; TAGS] = std::array::from_fn(|tag| after[tag] * weight[tag] / scale);
            let row = &mut self.backward[token - 1];
            for &(from, to, _, factor) in &transitions.allowed {
                row[from] += factor * going_on[to];
            }
        }
    }

    /// Logarithm of the sum over all paths.
    pub fn log_sum(&self) -> f64 {
        self.log_sum
    }

    /// The probability of each tag at a token.
    pub fn of_token(&self, token: usize) -> [f32; TAGS] {
        std::array::from_fn(|tag| self.forward[token][tag] * self.backward[token][tag])
    }

    /// The probability of tag `from` at `token` and `to` at the next one, for each allowed pair.
    pub fn of_pairs(
        &self,
        token: usize,
        transitions: &Transitions,
        mut each: impl FnMut(usize, usize, f32),
    ) {
        let (weight, scale) = (&self.weights[token + 1], self.scales[token + 1]);
        for &(from, to, _, factor) in &transitions.allowed {
            let on = factor * weight[to] * self.backward[token + 1][to] / scale;
            each(from, to, self.forward[token][from] * on);
        }
    }

    /// The probability that tokens `first..=last` are exactly one mention with label number `label`.
    pub fn of_mention(
        &self,
        (first, last): (usize, usize),
        label: usize,
        transitions: &Transitions,
    ) -> f32 {
        let length = last - first + 1;
        let tag_at = |token: usize| tagset::tag(label, token - first, length);
        let mut probability = self.forward[first][tag_at(first)];
        for token in first + 1..=last {
            let step = libm::expf(transitions.score(tag_at(token - 1), tag_at(token)));
            probability *= step * self.weights[token][tag_at(token)] / self.scales[token];
        }
        (probability * self.backward[last][tag_at(last)]).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transitions() -> Transitions {
        let mut scores = [[0.0; TAGS]; TAGS];
        for (from, row) in scores.iter_mut().enumerate() {
            for (to, score) in row.iter_mut().enumerate() {
                *score = ((from * 7 + to * 3) % 5) as f32 * 0.3 - 0.5;
            }
        }
        Transitions::new(scores)
    }

    fn emissions(count: usize) -> Vec<TagScores> {
        (0..count)
            .map(|token| std::array::from_fn(|tag| ((token * 5 + tag * 11) % 7) as f32 * 0.4))
            .collect()
    }

    /// All allowed paths with their scores.
    fn all_paths(emissions: &[TagScores], transitions: &Transitions) -> Vec<(Vec<usize>, f64)> {
        let mut paths: Vec<(Vec<usize>, f64)> = (0..TAGS)
            .filter(|&tag| tagset::starts(tag))
            .map(|tag| (vec![tag], f64::from(emissions[0][tag])))
            .collect();
        for emission in &emissions[1..] {
            let mut longer = Vec::new();
            for (path, score) in &paths {
                let from = path[path.len() - 1];
                for to in (0..TAGS).filter(|&to| tagset::follows(from, to)) {
                    let step = transitions.score(from, to) + emission[to];
                    let mut path = path.clone();
                    path.push(to);
                    longer.push((path, score + f64::from(step)));
                }
            }
            paths = longer;
        }
        paths.retain(|(path, _)| tagset::ends(path[path.len() - 1]));
        paths
    }

    #[test]
    fn sums_and_best_path_agree_with_counting_all_paths() {
        let (emissions, transitions) = (emissions(4), transitions());
        let paths = all_paths(&emissions, &transitions);
        let best = paths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(best_path(&emissions, &transitions, |_, _| true), best.0);
        let total: f64 = paths.iter().map(|(_, score)| score.exp()).sum();
        let sums = Marginals::new(&emissions, &transitions);
        assert!((sums.log_sum() - total.ln()).abs() < 1e-4);
        for token in 0..4 {
            for tag in 0..TAGS {
                let with = paths.iter().filter(|(path, _)| path[token] == tag);
                let share = with.map(|(_, score)| score.exp()).sum::<f64>() / total;
                assert!((f64::from(sums.of_token(token)[tag]) - share).abs() < 1e-5);
            }
        }
        let mention = [tagset::tag(1, 0, 2), tagset::tag(1, 1, 2)];
        let with = paths.iter().filter(|(path, _)| path[1..3] == mention);
        let share = with.map(|(_, score)| score.exp()).sum::<f64>() / total;
        assert!((f64::from(sums.of_mention((1, 2), 1, &transitions)) - share).abs() < 1e-5);
    }

    #[test]
    fn an_empty_sentence_has_an_empty_path() {
        assert!(best_path(&[], &transitions(), |_, _| true).is_empty());
        assert_eq!(Marginals::new(&[], &transitions()).log_sum(), 0.0);
    }
}
