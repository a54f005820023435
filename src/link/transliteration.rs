//! Names written by sound: how likely Chinese characters spell a Latin word.
//!
//! A chunk model: each character gives 0–4 Latin letters with a probability learnt by EM from name
//! pairs. The score of a pair is the log-likelihood ratio to random letters, per Chinese character. A
//! chunk not seen for a character backs off to those of its toneless syllable.

use std::collections::BTreeMap;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use super::name_table::plain_english;

/// Longest chunk of letters that a character gives.
const LONGEST: usize = 4;

/// Probability of a chunk's length in the last back-off, by letters (the study's values).
const LENGTHS: [f64; LONGEST + 1] = [0.02, 0.25, 0.4, 0.25, 0.08];

/// Weight of the chunks of a character's syllable where its own do not have one, and what the syllable's
/// first letter adds to a chunk that nothing knows (the study's values).
const BACK_OFF: f64 = 0.1;
const SAME_LETTER: f64 = 30.0;

/// The score of what cannot be compared at all.
pub const NO_SCORE: f64 = -9.0;

/// Chunks of up to four letters with their probabilities, as read.
type Chunks = Vec<(Box<[u8]>, f64)>;

/// What a character or syllable spells: probabilities by packed chunk, and its first letter in
/// pinyin for chunks never seen.
#[derive(Debug, Default)]
struct Spelling {
    chunks: FxHashMap<u32, f64>,
    initial: Option<u8>,
}

/// The model.
#[derive(Debug, Default)]
pub struct Transliteration {
    of_character: FxHashMap<char, Spelling>,
    of_syllable: FxHashMap<&'static str, Spelling>,
    /// ln of the share of each letter in names.
    letters: [f64; 26],
}

impl Transliteration {
    /// Read a packed table: tab-separated character, chunk, probability, under zstd.
    pub fn unpack(packed: &[u8]) -> std::io::Result<Self> {
        let bytes = zstd::decode_all(packed)?;
        let text = String::from_utf8(bytes).map_err(std::io::Error::other)?;
        let mut characters: BTreeMap<char, Chunks> = BTreeMap::new();
        for line in text.lines() {
            let mut fields = line.split('\t');
            let (character, chunk, probability) = (fields.next(), fields.next(), fields.next());
            let character = character.and_then(|field| field.chars().next());
            let probability = probability.and_then(|field| field.parse().ok());
            if let (Some(character), Some(chunk), Some(probability)) =
                (character, chunk, probability)
            {
                let chunk = chunk.as_bytes().into();
                characters.entry(character).or_default().push((chunk, probability));
            }
        }
        Ok(Self::derive(&characters))
    }

    /// Letters' shares and syllables' chunks, from the characters'.
    fn derive(characters: &BTreeMap<char, Chunks>) -> Self {
        let mut counts = [1.0; 26];
        let mut syllables: BTreeMap<&'static str, (f64, BTreeMap<&[u8], f64>)> = BTreeMap::new();
        for (character, chunks) in characters {
            let shared = character.to_pinyin().map(|s| syllables.entry(s.plain()).or_default());
            for (chunk, probability) in chunks {
                for letter in chunk.iter().filter(|letter| letter.is_ascii_lowercase()) {
                    counts[usize::from(letter - b'a')] += probability;
                }
            }
            if let Some((count, sums)) = shared {
                *count += 1.0;
                chunks.iter().for_each(|(chunk, p)| *sums.entry(chunk).or_default() += p);
            }
        }
        let total: f64 = counts.iter().sum();
        let of_syllable: FxHashMap<&'static str, Spelling> = syllables
            .into_iter()
            .map(|(syllable, (count, sums))| {
                let chunks = sums.into_iter().map(|(chunk, sum)| {
                    (packed(chunk), BACK_OFF * sum / count + unseen(chunk.len()))
                });
                (syllable, Spelling { chunks: chunks.collect(), initial: syllable.bytes().next() })
            })
            .collect();
        let of_character = characters
            .iter()
            .map(|(&character, chunks)| {
                let syllable = character.to_pinyin().and_then(|s| of_syllable.get(s.plain()));
                let mut spelling = Spelling {
                    chunks: syllable.map(|s| s.chunks.clone()).unwrap_or_default(),
                    initial: syllable.and_then(|s| s.initial),
                };
                spelling.chunks.extend(chunks.iter().map(|(chunk, p)| (packed(chunk), *p)));
                (character, spelling)
            })
            .collect();
        Self { of_character, of_syllable, letters: counts.map(|count| libm::log(count / total)) }
    }

    /// Whether a character occurs in names written by sound.
    pub fn knows(&self, character: char) -> bool {
        self.of_character.contains_key(&character)
    }

    /// Share of the characters of a plain Chinese name that occur in names written by sound.
    pub fn share_known(&self, zh: &str) -> f64 {
        let characters = zh.chars().count().max(1);
        zh.chars().filter(|&c| self.knows(c) || c == '·').count() as f64 / characters as f64
    }

    /// How well a plain Chinese name (with or without dots) spells a name in Latin letters.
    ///
    /// The best over the whole name and its words, the latter with a malus; about 79 of 100 names
    /// rank first among 400 by it, and 0.5 divides pairs from chance.
    pub fn score(&self, zh: &str, en: &str) -> f64 {
        let joined: Vec<char> = zh.chars().filter(|c| *c != '·').collect();
        let plain = plain_english(en);
        let words: Vec<Vec<u8>> =
            plain.split(' ').map(letters_of).filter(|word| !word.is_empty()).collect();
        if joined.is_empty() || words.is_empty() {
            return NO_SCORE;
        }
        let whole: Vec<u8> = words.concat();
        let mut best = if whole.len() < 40 { self.ratio(&joined, &whole) } else { NO_SCORE };
        let long = || words.iter().filter(|word| word.len() > 2);
        if words.len() > 1 {
            let malus = 0.3 + 0.1 * (words.len() - 1) as f64;
            best = long().map(|word| self.ratio(&joined, word) - malus).fold(best, f64::max);
        }
        let parts: Vec<Vec<char>> = zh
            .split('·')
            .map(|part| part.chars().collect())
            .filter(|part: &Vec<char>| part.len() > 1)
            .collect();
        if zh.contains('·') && parts.len() > 1 {
            let all = self.all_parts(&parts, &words);
            best = best.max(all);
            for part in [&parts[0], &parts[parts.len() - 1]] {
                best = long().map(|word| self.ratio(part, word) - 0.5).fold(best, f64::max);
            }
        }
        best
    }

    /// First and last part against first and last word: the mean of both.
    fn all_parts(&self, parts: &[Vec<char>], words: &[Vec<u8>]) -> f64 {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return NO_SCORE };
        if words.len() < 2 {
            return NO_SCORE;
        }
        (self.ratio(&parts[0], first) + self.ratio(&parts[parts.len() - 1], last)) / 2.0
    }

    /// Log-likelihood ratio per character of spelling `en` (lower-case letters) with `zh`.
    pub fn ratio(&self, zh: &[char], en: &[u8]) -> f64 {
        // A character stands for one to four letters, rarely for none.
        let fits = en.len() <= zh.len() * LONGEST && zh.len() <= en.len() + 1 && zh.len() <= 24;
        if zh.is_empty() || en.is_empty() || !fits {
            return NO_SCORE;
        }
        let likelihood = self.likelihood(zh, en);
        let spelled = if likelihood > 0.0 { libm::log(likelihood) } else { -200.0 };
        let random: f64 = en.iter().map(|&letter| self.letters[usize::from(letter - b'a')]).sum();
        (spelled - random) / zh.len() as f64
    }

    /// Sum over all ways to give each character its chunk, in order.
    fn likelihood(&self, zh: &[char], en: &[u8]) -> f64 {
        let mut reached = vec![0.0; en.len() + 1];
        let mut next = vec![0.0; en.len() + 1];
        reached[0] = 1.0;
        for &character in zh {
            let spelling = self.of_character.get(&character).or_else(|| {
                character.to_pinyin().and_then(|syllable| self.of_syllable.get(syllable.plain()))
            });
            next.fill(0.0);
            for from in 0..=en.len() {
                if reached[from] == 0.0 {
                    continue;
                }
                let mut chunk = 0;
                for to in from..=(from + LONGEST).min(en.len()) {
                    if to > from {
                        chunk = chunk << 8 | u32::from(en[to - 1]);
                    }
                    next[to] += reached[from] * probability(spelling, chunk, &en[from..to]);
                }
            }
            std::mem::swap(&mut reached, &mut next);
        }
        reached[en.len()]
    }
}

/// Up to four letters as one number.
fn packed(chunk: &[u8]) -> u32 {
    chunk.iter().fold(0, |number, &letter| number << 8 | u32::from(letter))
}

/// Probability of one certain chunk of this length where nothing is known.
fn unseen(length: usize) -> f64 {
    0.02 * LENGTHS[length.min(LONGEST)]
        / [1.0, 26.0, 676.0, 17_576.0, 456_976.0][length.min(LONGEST)]
}

fn probability(spelling: Option<&Spelling>, chunk: u32, letters: &[u8]) -> f64 {
    let known = spelling.and_then(|spelling| spelling.chunks.get(&chunk));
    if let Some(probability) = known {
        return *probability;
    }
    let initial = spelling.and_then(|spelling| spelling.initial);
    let same_letter = letters.first().is_some_and(|letter| initial == Some(*letter));
    unseen(letters.len()) * if same_letter { SAME_LETTER } else { 1.0 }
}

fn letters_of(word: &str) -> Vec<u8> {
    word.bytes().filter(u8::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Transliteration {
        Transliteration::unpack(duizhao_names_data::TRANSLITERATION).unwrap()
    }

    #[test]
    fn names_rank_above_chance() {
        let model = model();
        for (zh, en) in [
            ("图雷茨基", "Turetsky"),
            ("罗恩·怀登", "Ron Wyden"),
            ("谢尔登·怀特豪斯", "Sheldon Whitehouse"),
            ("内罗毕", "Nairobi"),
            ("惠特洛克", "Whitlock"),
        ] {
            assert!(model.score(zh, en) > 0.5, "{zh} {en}: {}", model.score(zh, en));
            assert!(model.score(zh, "Hannah Lowell") < 0.5, "{zh}");
        }
    }

    #[test]
    fn scores_of_the_odd_are_finite() {
        let model = model();
        for (zh, en) in [("", "x"), ("图", ""), ("·", "·"), ("图雷", "1234"), ("😀", "Smile")]
        {
            assert!(model.score(zh, en).is_finite(), "{zh:?} {en:?}");
        }
    }
}
