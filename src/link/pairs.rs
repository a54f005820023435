//! Scores of the name pairs of one article, computed once each.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use super::meaning::Meanings;
use super::score::Scorer;
use super::spots::Spots;

/// Scores pairs of names of an article.
pub struct PairScores<'a> {
    /// The scorer below.
    pub scorer: Scorer<'a>,
    zh: HashMap<&'a str, usize>,
    en: HashMap<&'a str, usize>,
    meanings: Meanings<'a>,
    known: RefCell<HashMap<(usize, usize), f64>>,
}

impl<'a> PairScores<'a> {
    /// Look up the names of the mentions of both sides.
    pub fn new(scorer: Scorer<'a>, zh: &Spots<'a>, en: &Spots<'a>) -> Self {
        Self::of_names(scorer, mentioned(zh), mentioned(en))
    }

    /// Look up these names.
    pub fn of_names(scorer: Scorer<'a>, zh: BTreeSet<&'a str>, en: BTreeSet<&'a str>) -> Self {
        let (zh, en): (Vec<&str>, Vec<&str>) = (zh.into_iter().collect(), en.into_iter().collect());
        let meanings = Meanings::new(scorer.names, scorer.sounds, &zh, &en);
        let number =
            |names: Vec<&'a str>| names.into_iter().enumerate().map(|(i, n)| (n, i)).collect();
        Self { scorer, zh: number(zh), en: number(en), meanings, known: RefCell::default() }
    }

    /// The score of two names; see [`super::score`].
    pub fn score(&self, zh: &str, en: &str) -> f64 {
        let (Some(&z), Some(&e)) = (self.zh.get(zh), self.en.get(en)) else {
            return self.scorer.score(zh, en, 0.0);
        };
        if let Some(&score) = self.known.borrow().get(&(z, e)) {
            return score;
        }
        let score = self.scorer.score(zh, en, self.meanings.shared(z, e));
        self.known.borrow_mut().insert((z, e), score);
        score
    }

    /// How much two names share in meaning, 0–1.
    pub fn shared(&self, zh: &str, en: &str) -> f64 {
        match (self.zh.get(zh), self.en.get(en)) {
            (Some(&z), Some(&e)) => self.meanings.shared(z, e),
            _ => 0.0,
        }
    }
}

fn mentioned<'a>(spots: &Spots<'a>) -> BTreeSet<&'a str> {
    (0..spots.spots.len()).map(|i| spots.name(i)).collect()
}
