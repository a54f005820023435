//! Learning word pairs from confirmed beads: what the embedded lexicon does not know but the corpus
//! shows.
//!
//! Words that the lexicon already explains in a bead are set aside; of the others, those that keep
//! meeting each other are paired. A pair counts by its Dice coefficient, 2·both / (one + other) over
//! beads, and a bead's words are given to their best partner first (competitive linking, Melamed
//! 2000), again after each round with the pairs found so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Side;
use crate::lexicon::{Lexicon, Term};
use crate::token::{DocumentWords, Token};

/// A word with a partner this similar in its bead is explained.
const EXPLAINED: f32 = 0.5;

/// Words that tell less than this (idf) are not paired: *the*, 的.
const LEAST_WEIGHT: f32 = 0.4;

/// A pair must meet in this many beads.
const LEAST_BEADS: usize = 2;

/// Least Dice coefficient.
const LEAST_DICE: f64 = 0.6;

/// A bead with more unexplained words than this on a side is too long to learn from.
const MOST_WORDS: usize = 40;

/// Word pairs from beads that are known to be right, given as their two texts. Ordered by Chinese
/// word; weights are 0.6–1.
pub fn learn(lexicon: &Lexicon, beads: &[(&str, &str)]) -> Vec<Term> {
    let zh_texts: Vec<&str> = beads.iter().map(|bead| bead.0).collect();
    let en_texts: Vec<&str> = beads.iter().map(|bead| bead.1).collect();
    let zh = lexicon.document_words(Side::Chinese, &zh_texts);
    let en = lexicon.document_words(Side::English, &en_texts);
    let unexplained = unexplained(lexicon, &zh, &en);
    let mut counts = Counts::default();
    for (zh_words, en_words) in &unexplained {
        counts.add(zh_words, en_words);
    }
    let terms = link(&unexplained, &counts).into_iter().map(|((zh_word, en_word), dice)| Term {
        zh: zh.words[zh_word].form.to_string(),
        en: en.words[en_word].form.to_string(),
        weight: dice as f32,
    });
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_by(|a, b| (&a.zh, &a.en).cmp(&(&b.zh, &b.en)));
    terms
}

type Words = BTreeSet<usize>;

/// For each bead the words of both sides that the lexicon finds no partner for.
fn unexplained(lexicon: &Lexicon, zh: &DocumentWords, en: &DocumentWords) -> Vec<(Words, Words)> {
    let similarity = lexicon.similarity(zh, en);
    let telling = |words: &DocumentWords, tokens: &[Token]| -> Words {
        let tells = |word: &usize| words.words[*word].idf >= LEAST_WEIGHT;
        tokens.iter().map(|token| token.word).filter(tells).collect()
    };
    let left = |zh_tokens: &Vec<Token>, en_tokens: &Vec<Token>| {
        let (zh_words, en_words) = (telling(zh, zh_tokens), telling(en, en_tokens));
        let explained = |zh: usize, en: usize| similarity.get(zh, en) >= EXPLAINED;
        let zh_left = zh_words.iter().filter(|&&z| !en_words.iter().any(|&e| explained(z, e)));
        let en_left = en_words.iter().filter(|&&e| !zh_words.iter().any(|&z| explained(z, e)));
        (zh_left.copied().collect::<Words>(), en_left.copied().collect::<Words>())
    };
    let short = |bead: &(Words, Words)| bead.0.len() <= MOST_WORDS && bead.1.len() <= MOST_WORDS;
    zh.sentences.iter().zip(&en.sentences).map(|(zh, en)| left(zh, en)).filter(short).collect()
}

/// In how many beads words and pairs occur.
#[derive(Default)]
struct Counts {
    zh: BTreeMap<usize, usize>,
    en: BTreeMap<usize, usize>,
    pairs: BTreeMap<(usize, usize), usize>,
}

impl Counts {
    fn add(&mut self, zh: &Words, en: &Words) {
        zh.iter().for_each(|&word| *self.zh.entry(word).or_default() += 1);
        en.iter().for_each(|&word| *self.en.entry(word).or_default() += 1);
        for &zh in zh {
            en.iter().for_each(|&en| *self.pairs.entry((zh, en)).or_default() += 1);
        }
    }

    fn dice(&self, pair: (usize, usize)) -> f64 {
        let both = self.pairs.get(&pair).copied().unwrap_or(0);
        if both < LEAST_BEADS {
            return 0.0;
        }
        2.0 * both as f64 / (self.zh[&pair.0] + self.en[&pair.1]) as f64
    }
}

/// Give the words of each bead to each other, the best pairs first; keep what was linked often enough.
fn link(beads: &[(Words, Words)], counts: &Counts) -> BTreeMap<(usize, usize), f64> {
    let mut linked = BTreeMap::<(usize, usize), usize>::new();
    for (zh, en) in beads {
        let mut pairs: Vec<(f64, (usize, usize))> = zh
            .iter()
            .flat_map(|&zh| en.iter().map(move |&en| (zh, en)))
            .map(|pair| (counts.dice(pair), pair))
            .filter(|(dice, _)| *dice >= LEAST_DICE)
            .collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (mut zh_free, mut en_free) = (zh.clone(), en.clone());
        for (_, pair) in pairs {
            if zh_free.contains(&pair.0) && en_free.contains(&pair.1) {
                zh_free.remove(&pair.0);
                en_free.remove(&pair.1);
                *linked.entry(pair).or_default() += 1;
            }
        }
    }
    linked.retain(|_, count| *count >= LEAST_BEADS);
    linked.into_keys().map(|pair| (pair, counts.dice(pair))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_keep_meeting_are_paired() {
        let beads = [
            ("柯罗温号昨天离开了港口。", "The Korovin left the harbour yesterday."),
            ("柯罗温号的船长没有说话。", "The captain of the Korovin said nothing."),
            ("港口关闭了。", "The harbour was closed."),
            ("船长下了船。", "The captain left the ship."),
        ];
        let terms = learn(Lexicon::embedded(), &beads);
        assert!(!terms.is_empty());
        assert!(terms.iter().all(|term| term.en == "korovin" && term.weight >= 0.6), "{terms:?}");
    }

    #[test]
    fn one_meeting_teaches_nothing() {
        let beads = [("柯罗温号走了。", "The Korovin has gone.")];
        assert_eq!(learn(Lexicon::embedded(), &beads), []);
    }
}
