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
use crate::script;
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
    let mut runs = Runs { first: zh.words.len(), ..Runs::default() };
    let mut unexplained = unexplained(lexicon, &zh, &en, &mut runs);
    drop_rare(&mut unexplained);
    let mut counts = Counts::default();
    for (zh_words, en_words) in &unexplained {
        counts.add(zh_words, en_words);
    }
    let linked = link(&unexplained, &counts, &runs);
    let terms = linked.into_iter().map(|((zh_word, en_word), dice)| Term {
        zh: runs.form(&zh, zh_word),
        en: en.words[en_word].form.to_string(),
        weight: dice as f32,
    });
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_by(|a, b| (&a.zh, &a.en).cmp(&(&b.zh, &b.en)));
    terms
}

type Words = BTreeSet<usize>;

/// Runs of unexplained single characters, as the word list leaves them of a name that it does not
/// have: candidates beside their characters, numbered after the words.
#[derive(Default)]
struct Runs {
    /// The number of the first run.
    first: usize,
    numbers: BTreeMap<Vec<usize>, usize>,
    parts: Vec<Vec<usize>>,
}

/// Longest run, in characters: a transliterated name.
const LONGEST_RUN: usize = 6;

impl Runs {
    /// Number the runs of a bead's tokens whose words are all in `left`, with the runs inside them:
    /// the word beside a name may be a single character too.
    fn of(&mut self, zh: &DocumentWords, tokens: &[Token], left: &Words) -> Words {
        let single = |token: &Token| {
            left.contains(&token.word)
                && token.span.len() == 1
                && zh.word(*token).form.chars().all(script::is_han)
        };
        let mut found = Words::new();
        let joined = |a: &Token, b: &Token| single(a) && single(b) && a.span.end == b.span.start;
        for run in tokens.chunk_by(joined) {
            for length in 2..=LONGEST_RUN.min(run.len()) {
                for part in run.windows(length) {
                    found.insert(self.number(part.iter().map(|token| token.word).collect()));
                }
            }
        }
        found
    }

    fn number(&mut self, parts: Vec<usize>) -> usize {
        let next = self.first + self.parts.len();
        let number = *self.numbers.entry(parts.clone()).or_insert(next);
        if number == next {
            self.parts.push(parts);
        }
        number
    }

    /// The characters of a run, as words; none for a word.
    fn parts(&self, number: usize) -> &[usize] {
        number.checked_sub(self.first).map_or(&[], |run| &self.parts[run])
    }

    /// Whether two candidates are the same, or share a character.
    fn overlap(&self, one: usize, other: usize) -> bool {
        let holds = |run: usize, word: usize| self.parts(run).contains(&word);
        one == other
            || holds(one, other)
            || holds(other, one)
            || self.parts(one).iter().any(|&part| holds(other, part))
    }

    fn form(&self, zh: &DocumentWords, number: usize) -> String {
        match self.parts(number) {
            [] => zh.words[number].form.to_string(),
            parts => parts.iter().map(|&part| &*zh.words[part].form).collect(),
        }
    }
}

/// Drop what occurs in fewer beads than a pair must meet in: most of the candidates.
fn drop_rare(beads: &mut [(Words, Words)]) {
    let mut counts = [BTreeMap::new(), BTreeMap::new()];
    for (zh, en) in beads.iter() {
        zh.iter().for_each(|&word| *counts[0].entry(word).or_insert(0) += 1);
        en.iter().for_each(|&word| *counts[1].entry(word).or_insert(0) += 1);
    }
    for (zh, en) in beads {
        zh.retain(|word| counts[0][word] >= LEAST_BEADS);
        en.retain(|word| counts[1][word] >= LEAST_BEADS);
    }
}

/// For each bead the words of both sides that the lexicon finds no partner for.
fn unexplained(
    lexicon: &Lexicon,
    zh: &DocumentWords,
    en: &DocumentWords,
    runs: &mut Runs,
) -> Vec<(Words, Words)> {
    let similarity = lexicon.similarity(zh, en);
    let telling = |words: &DocumentWords, tokens: &[Token]| -> Words {
        let tells = |word: &usize| words.words[*word].idf >= LEAST_WEIGHT;
        tokens.iter().map(|token| token.word).filter(tells).collect()
    };
    let mut left = |zh_tokens: &Vec<Token>, en_tokens: &Vec<Token>| {
        let (zh_words, en_words) = (telling(zh, zh_tokens), telling(en, en_tokens));
        let explained = |zh: usize, en: usize| similarity.get(zh, en) >= EXPLAINED;
        let zh_left = zh_words.iter().filter(|&&z| !en_words.iter().any(|&e| explained(z, e)));
        let en_left = en_words.iter().filter(|&&e| !zh_words.iter().any(|&z| explained(z, e)));
        let (mut zh_left, en_left): (Words, Words) =
            (zh_left.copied().collect(), en_left.copied().collect());
        let mut found = runs.of(zh, zh_tokens, &zh_left);
        zh_left.append(&mut found);
        (zh_left, en_left)
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
fn link(beads: &[(Words, Words)], counts: &Counts, runs: &Runs) -> BTreeMap<(usize, usize), f64> {
    let mut linked = BTreeMap::<(usize, usize), usize>::new();
    for (zh, en) in beads {
        let mut pairs: Vec<(f64, (usize, usize))> = zh
            .iter()
            .flat_map(|&zh| en.iter().map(move |&en| (zh, en)))
            .map(|pair| (counts.dice(pair), pair))
            .filter(|(dice, _)| *dice >= LEAST_DICE)
            .collect();
        // A whole name before one of its characters.
        let length = |pair: &(f64, (usize, usize))| runs.parts(pair.1.0).len();
        pairs.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then(length(b).cmp(&length(a))).then(a.1.cmp(&b.1))
        });
        let (mut zh_free, mut en_free) = (zh.clone(), en.clone());
        for (_, pair) in pairs {
            if zh_free.contains(&pair.0) && en_free.contains(&pair.1) {
                zh_free.retain(|&other| !runs.overlap(pair.0, other));
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
    fn a_name_is_learnt_whole() {
        let beads = [
            ("穆鲁茨昨天来了。", "Muruc came yesterday."),
            ("我们见到了穆鲁茨。", "We saw Muruc."),
            ("天黑了。", "It grew dark."),
        ];
        let terms = learn(Lexicon::embedded(), &beads);
        let pairs: Vec<_> = terms.iter().map(|term| (&*term.zh, &*term.en)).collect();
        assert_eq!(pairs, [("穆鲁茨", "muruc")]);
    }

    #[test]
    fn one_meeting_teaches_nothing() {
        let beads = [("柯罗温号走了。", "The Korovin has gone.")];
        assert_eq!(learn(Lexicon::embedded(), &beads), []);
    }
}
