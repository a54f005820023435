//! A section of the two texts, up to a few thousand sentences, with the similarity of its words.
//!
//! Comparing all words of a text costs the product of the two vocabularies, which grows faster
//! than the text; sections keep it linear. An article is one section.

use std::ops::Range;

use super::profile::Profile;
use crate::lexicon::{Lexicon, WordSimilarity};
use crate::token::DocumentWords;

/// The words of a section on one side.
#[derive(Debug)]
struct Words {
    /// For every word of the version its place in the section, or [`ABSENT`].
    place: Vec<u32>,
    /// The other way round.
    words: Vec<usize>,
}

const ABSENT: u32 = u32::MAX;

/// Word similarities of a range of sentences on both sides.
#[derive(Debug)]
pub struct Section {
    zh: Words,
    en: Words,
    similarity: WordSimilarity,
}

impl Words {
    fn of(profile: &Profile, sentences: Range<usize>) -> Self {
        let mut found = Self { place: vec![ABSENT; profile.words.len()], words: Vec::new() };
        for token in profile.sentences[sentences].iter().flat_map(|sentence| &sentence.tokens) {
            if found.place[token.word] == ABSENT {
                found.place[token.word] = found.words.len() as u32;
                found.words.push(token.word);
            }
        }
        found
    }

    fn listed(&self, profile: &Profile) -> DocumentWords {
        let words = self.words.iter().map(|&word| profile.words[word].clone()).collect();
        DocumentWords { side: profile.side, words, sentences: Vec::new() }
    }
}

impl Section {
    /// Compare the words of these sentences.
    pub fn new(
        lexicon: &Lexicon,
        (zh, zh_range): (&Profile, Range<usize>),
        (en, en_range): (&Profile, Range<usize>),
    ) -> Self {
        let (zh_words, en_words) = (Words::of(zh, zh_range), Words::of(en, en_range));
        let similarity = lexicon.similarity(&zh_words.listed(zh), &en_words.listed(en));
        Self { zh: zh_words, en: en_words, similarity }
    }

    /// The English words similar to a Chinese word, by their numbers in the versions, with their
    /// similarities in 0–1.
    pub fn similar(&self, zh_word: usize) -> impl Iterator<Item = (usize, f32)> {
        let place = self.zh.place[zh_word];
        let row = if place == ABSENT { &[] } else { self.similarity.of_chinese(place as usize) };
        row.iter().map(|&(en, value)| (self.en.words[en as usize], value))
    }
}
