//! Texts to fit on with known beads, made of translated sentence pairs: sentences cut at a clause, sentences
//! joined, and clauses moved over a sentence bound, of which the few chapters with gold beads have too little.

use std::path::Path;

use anyhow::Context;
use duizhao::document::Language;
use duizhao::read;

use super::long_text::{NEWS, Unit, halves, pairs};
use super::texts::{Corpus, Example, Gold, GoldBead};

/// Sentence pairs of a text, as long as a chapter.
const LENGTH: usize = 150;

/// Number of texts. They are of WMT21; the articles of the development data are of WMT22 and WMT24.
const COUNT: usize = 7;

/// The constructed texts.
pub fn examples(data: &Path) -> anyhow::Result<Vec<Example>> {
    let pairs = pairs(data, NEWS)?;
    let texts = pairs.get(..LENGTH * COUNT).context("too few sentence pairs")?;
    Ok(texts.chunks(LENGTH).enumerate().map(|(number, pairs)| example(number, pairs)).collect())
}

/// A text of consecutive pairs; every second place is changed, in ways that take turns.
fn example(number: usize, pairs: &[Unit]) -> Example {
    let mut text = Unit { zh: Vec::new(), en: Vec::new() };
    let mut gold: Vec<GoldBead> = Vec::new();
    let (mut at, mut place) = (0, 0_usize);
    while at < pairs.len() {
        let turn = (place % 2 == 1).then_some(number + place.div_ceil(2));
        let changed = turn.and_then(|turn| changed(turn, &pairs[at..]));
        let (taken, bead) = changed.unwrap_or_else(|| (1, pairs[at].clone()));
        let first = (text.zh.len(), text.en.len());
        text.zh.extend(bead.zh);
        text.en.extend(bead.en);
        gold.push(((first.0..text.zh.len()).collect(), (first.1..text.en.len()).collect()));
        at += taken;
        place += 1;
    }
    let name = format!("constructed-{number}");
    Example {
        corpus: Corpus::Constructed,
        group: name.clone(),
        zh: read::version_of_lines(&text.zh.join("\n"), Language::SimplifiedChinese),
        en: read::version_of_lines(&text.en.join("\n"), Language::English),
        gold: Gold::Beads(gold),
        name,
    }
}

/// The first pair or the first two changed to one bead, and how many they are; nothing if they cannot be.
fn changed(turn: usize, pairs: &[Unit]) -> Option<(usize, Unit)> {
    let (zh, en) = (&pairs[0].zh[0], &pairs[0].en[0]);
    let cut_english = || Some(vec![zh.clone()]).zip(halves(en, ", ", ".").map(Vec::from));
    let cut_chinese = || halves(zh, "，", "。").map(Vec::from).zip(Some(vec![en.clone()]));
    if let (0..=2, _) | (_, [_]) = (turn % 8, pairs) {
        let (zh, en) = if turn % 8 == 2 { cut_chinese()? } else { cut_english()? };
        return Some((1, Unit { zh, en }));
    }
    let (zh_next, en_next) = (&pairs[1].zh[0], &pairs[1].en[0]);
    let both_zh = || vec![zh.clone(), zh_next.clone()];
    let (zh, en) = match turn % 8 {
        3 => (vec![joined(zh, zh_next, "，")], vec![en.clone(), en_next.clone()]),
        4 => (both_zh(), vec![joined(en, en_next, ", ")]),
        5 | 6 => {
            let [first, rest] = halves(en, ", ", ".")?;
            (both_zh(), vec![first, joined(&rest, en_next, ", ")])
        }
        _ => {
            let [first, rest] = halves(en_next, ", ", ".")?;
            (both_zh(), vec![joined(en, &first, ", "), rest])
        }
    };
    Some((2, Unit { zh, en }))
}

/// Two sentences as one.
fn joined(first: &str, second: &str, mark: &str) -> String {
    format!("{}{mark}{second}", first.trim_end_matches(['.', '。', '!', '?', '！', '？']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_moved_over_the_bound() {
        let unit = |zh: &str, en: &str| Unit { zh: vec![zh.to_owned()], en: vec![en.to_owned()] };
        let pairs = [
            unit("下雨时我们在桥下看书。", "When it rained, we read under the bridge."),
            unit("船没有来。", "The boat did not come."),
        ];
        let (taken, bead) = changed(5, &pairs).unwrap();
        assert_eq!((taken, bead.zh.len()), (2, 2));
        assert_eq!(
            bead.en,
            ["When it rained.", "We read under the bridge, The boat did not come."]
        );
        assert!(changed(2, &pairs).is_none());
    }
}
