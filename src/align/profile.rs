//! The profile of a version: everything about its sentences that alignment looks at, one side
//! at a time.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::clause::clauses;
use super::number;
use super::surface::{Surface, quote_states};
use super::vector::UnitVector;
use crate::document::{Role, Side, Version};
use crate::lexicon::{DocumentVectors, Lexicon, Vector};
use crate::text::CharSpan;
use crate::token::{Token, Word};

/// One unit of [`SentenceProfile::weight`] and [`Profile::idf`]: weights are integers so that
/// sums do not depend on their order.
pub const IDF_UNIT: u32 = 256;

/// The sentences of one side, ready for alignment.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The side that its language belongs to. A text that is aligned with one in its own language is
    /// read by the rules of that language on both sides.
    pub side: Side,
    /// The distinct words of the version; tokens point here.
    pub words: Arc<[Word]>,
    /// Each word's weight in units of 1 / [`IDF_UNIT`].
    pub idf: Arc<[u32]>,
    /// Words written with a capital inside a sentence more often than without: names.
    names: Arc<[bool]>,
    /// The sentences in order.
    pub sentences: Vec<SentenceProfile>,
    /// Whether a quotation is open before each sentence, and after the last.
    pub quote_open: Vec<bool>,
    /// Whether the paragraphs tell anything: there is more than one.
    pub has_paragraphs: bool,
}

/// What alignment knows of a sentence.
#[derive(Debug, Clone)]
pub struct SentenceProfile {
    /// Index in the version.
    pub index: usize,
    /// The words in order, positions relative to the sentence.
    pub tokens: Vec<Token>,
    /// Length in UTF-8 bytes.
    pub bytes: usize,
    /// Sum of the tokens' weights in units of 1 / [`IDF_UNIT`].
    pub weight: u32,
    /// Marks and ends.
    pub surface: Surface,
    /// Clauses as ranges of tokens, at least one.
    pub clauses: Vec<Range<usize>>,
    /// Weighted sum of the word vectors.
    pub vector: Vector,
    /// The directions of the first clause and of the last.
    pub ends: [UnitVector; 2],
    /// Values of the numbers, ascending.
    pub numbers: Vec<u64>,
    /// Whether it is the first sentence of its paragraph.
    pub starts_paragraph: bool,
    /// What it is in the article.
    pub role: Role,
    /// Text of the page and not of the article, by its role or by its words.
    pub boilerplate: bool,
}

impl SentenceProfile {
    /// The words of the first clause.
    pub fn first_clause(&self) -> &[Token] {
        &self.tokens[self.clauses[0].clone()]
    }

    /// The words of the last clause.
    pub fn last_clause(&self) -> &[Token] {
        &self.tokens[self.clauses[self.clauses.len() - 1].clone()]
    }
}

impl Profile {
    /// Look at all sentences of a version, by the rules of its language.
    pub fn of(version: &Version, lexicon: &Lexicon) -> Self {
        let side = version.language.side();
        let texts: Vec<&str> =
            (0..version.sentences.len()).map(|index| version.sentence_text(index)).collect();
        let mut document = lexicon.document_words(side, &texts);
        let vectors = lexicon.document_vectors(&document);
        let tokens = std::mem::take(&mut document.sentences);
        let words: Arc<[Word]> = document.words.into();
        let idf: Arc<[u32]> =
            words.iter().map(|word| (word.idf * IDF_UNIT as f32).round() as u32).collect();
        let known = Known { side, idf: &idf, vectors: &vectors };
        let sentences: Vec<SentenceProfile> = tokens
            .into_par_iter()
            .enumerate()
            .map(|(index, tokens)| known.sentence(version, index, tokens))
            .collect();
        let quote_open = quote_states(sentences.iter().map(|sentence| &sentence.surface));
        let has_paragraphs = version.paragraphs.len() > 1;
        let names = names(version, &sentences, words.len());
        Self { side, idf, names, sentences, quote_open, has_paragraphs, words }
    }

    /// Whether the word is a name by its capitals; never in Chinese.
    pub fn is_name(&self, token: Token) -> bool {
        self.names[token.word]
    }

    /// The number of sentences.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there is no sentence.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The profile of some of the sentences alone, by their positions here.
    pub fn select(&self, positions: &[usize]) -> Self {
        let sentences: Vec<_> = positions.iter().map(|&at| self.sentences[at].clone()).collect();
        let quote_open = quote_states(sentences.iter().map(|sentence| &sentence.surface));
        Self {
            side: self.side,
            words: Arc::clone(&self.words),
            idf: Arc::clone(&self.idf),
            names: Arc::clone(&self.names),
            has_paragraphs: self.has_paragraphs,
            sentences,
            quote_open,
        }
    }

    /// Length of all sentences in bytes.
    pub fn bytes(&self) -> usize {
        self.sentences.iter().map(|sentence| sentence.bytes).sum()
    }
}

/// For each word whether most of its occurrences after the first word of a sentence have a capital.
fn names(version: &Version, sentences: &[SentenceProfile], words: usize) -> Arc<[bool]> {
    let mut surplus = vec![0_i32; words];
    for sentence in sentences {
        let start = version.sentences[sentence.index].span.start;
        for token in sentence.tokens.iter().skip(1) {
            let at = start + token.span.start;
            let first = version.text.slice(CharSpan::new(at, at + 1)).chars().next();
            let capital = first.is_some_and(char::is_uppercase);
            surplus[token.word] += if capital { 1 } else { -1 };
        }
    }
    surplus.into_iter().map(|surplus| surplus > 0).collect()
}

/// What is known of a version's words while its sentences are looked at.
struct Known<'a> {
    side: Side,
    idf: &'a [u32],
    vectors: &'a DocumentVectors,
}

impl Known<'_> {
    fn sentence(&self, version: &Version, index: usize, tokens: Vec<Token>) -> SentenceProfile {
        let text = version.sentence_text(index);
        let characters: Vec<char> = text.chars().collect();
        let spans: Vec<CharSpan> = tokens.iter().map(|token| token.span).collect();
        let clauses = clauses(&characters, &spans, self.side);
        let paragraph = |index: usize| version.sentences[index].paragraph;
        let role = version.sentences[index].role;
        let end = |clause: &Range<usize>| UnitVector::of(&self.vectors.of(&tokens[clause.clone()]));
        SentenceProfile {
            index,
            bytes: text.len(),
            weight: tokens.iter().map(|token| self.idf[token.word]).sum(),
            surface: Surface::of(&characters, self.side),
            vector: self.vectors.of(&tokens),
            ends: [end(&clauses[0]), end(&clauses[clauses.len() - 1])],
            numbers: number::values(text, self.side),
            starts_paragraph: index == 0 || paragraph(index) != paragraph(index - 1),
            boilerplate: role == Role::Boilerplate || reads_as_boilerplate(text, self.side),
            role,
            clauses,
            tokens,
        }
    }
}

/// Short lines with the words of share buttons, editors' lines and calls to subscribe.
fn reads_as_boilerplate(text: &str, side: Side) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        let zh = "责任编辑|責任編輯|来源|來源|分享|微信|微博|订阅|訂閱|回复|回覆|评论|評論|点击|點擊|阅读|閱讀|关注|關注|扫码|掃碼|转载|轉載|版权|版權|编辑|編輯|记者|記者";
        let en = "subscribe|newsletter|sign up|read more|follow us|share|click|comments?$|related|copyright|all rights|advert|cookie|reply";
        Regex::new(&format!("(?i){zh}|{en}")).expect("the pattern is a constant")
    });
    // Lengths in characters from the study: a line of the page is short.
    let longest = match side {
        Side::Chinese => 40,
        Side::English => 100,
    };
    text.chars().count() < longest && WORDS.is_match(text)
}
