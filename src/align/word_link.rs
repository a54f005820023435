//! Word links: the pairs of words that carry a bead.
//!
//! Pairs are taken from the most similar down. A word that is taken may be taken again only with the
//! neighbour of its first partner, so that one word can stand for two (天气预报, *weather forecast*).

use super::profile::{IDF_UNIT, Profile};
use super::window::{SIMILARITY_UNIT, Window};
use crate::bead::{Bead, WordLink};
use crate::document::Version;
use crate::token::Token;

/// Least similarity of a pair.
const LEAST: f32 = 0.35;

/// Least similarity of a second pair with the same word.
const LEAST_SECOND: f32 = 0.6;

/// Least weight of one of the two words: *the* and 的 carry nothing.
const LEAST_WEIGHT: f32 = 0.2;

/// How much a pair at the far ends of the two texts loses against one at the same place: decides
/// between repeated words.
const DISTANCE: f32 = 0.2;

/// A word of a bead: token, sentence, place among the bead's words.
type Place = (Token, usize, usize);

struct Pair {
    zh: usize,
    en: usize,
    similarity: f32,
    rank: f32,
}

/// The word links of a bead, in the order of the Chinese text.
pub fn word_links(
    bead: &Bead,
    (zh, zh_version): (&Profile, &Version),
    (en, en_version): (&Profile, &Version),
    window: &Window,
) -> Vec<WordLink> {
    let (zh_places, en_places) = (places(zh, &bead.zh), places(en, &bead.en));
    let mut pairs = similar_pairs(zh, en, &zh_places, &en_places, window);
    pairs.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    let (mut zh_taken, mut en_taken) = (vec![None; zh_places.len()], vec![None; en_places.len()]);
    let mut chosen = Vec::new();
    for pair in pairs {
        if may_link(&pair, &zh_taken, &en_taken) {
            zh_taken[pair.zh].get_or_insert(pair.en);
            en_taken[pair.en].get_or_insert(pair.zh);
            chosen.push(pair);
        }
    }
    chosen.sort_by_key(|pair| (pair.zh, pair.en));
    let span = |version: &Version, (token, sentence, _): Place| {
        token.span.shifted(version.sentences[sentence].span.start)
    };
    let link = |pair: Pair| WordLink {
        zh: span(zh_version, zh_places[pair.zh]),
        en: span(en_version, en_places[pair.en]),
        score: f64::from(pair.similarity),
    };
    chosen.into_iter().map(link).collect()
}

fn places(profile: &Profile, sentences: &[usize]) -> Vec<Place> {
    let tokens = sentences.iter().flat_map(|&sentence| {
        profile.sentences[sentence].tokens.iter().map(move |&token| (token, sentence))
    });
    tokens.enumerate().map(|(place, (token, sentence))| (token, sentence, place)).collect()
}

fn similar_pairs(
    zh: &Profile,
    en: &Profile,
    zh_places: &[Place],
    en_places: &[Place],
    window: &Window,
) -> Vec<Pair> {
    let weight = |profile: &Profile, token: Token| profile.idf[token.word] as f32 / IDF_UNIT as f32;
    let part = |at: usize, count: usize| at as f32 / count as f32;
    let mut pairs = Vec::new();
    for &(zh_token, _, zh_at) in zh_places {
        for &(en_token, _, en_at) in en_places {
            let similarity =
                f32::from(window.similarity(zh_token, en_token)) / SIMILARITY_UNIT as f32;
            let telling = weight(zh, zh_token).max(weight(en, en_token)) >= LEAST_WEIGHT;
            if similarity >= LEAST && telling {
                let apart = part(zh_at, zh_places.len()) - part(en_at, en_places.len());
                let rank = similarity - DISTANCE * apart.abs();
                pairs.push(Pair { zh: zh_at, en: en_at, similarity, rank });
            }
        }
    }
    pairs
}

/// Both words are free, or one is and the other one's partner stands beside it.
fn may_link(pair: &Pair, zh_taken: &[Option<usize>], en_taken: &[Option<usize>]) -> bool {
    let beside = |taken: Option<usize>, at: usize| {
        taken.is_some_and(|first: usize| first.abs_diff(at) == 1) && pair.similarity >= LEAST_SECOND
    };
    match (zh_taken[pair.zh], en_taken[pair.en]) {
        (None, None) => true,
        (taken, None) => beside(taken, pair.en),
        (None, taken) => beside(taken, pair.zh),
        _ => false,
    }
}
