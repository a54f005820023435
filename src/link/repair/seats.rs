//! Chinese organisations as the English side of a bead bounds them: 新加坡南洋理工大学 and *Nanyang Technological University in
//! Singapore*, 科里松健康 and *Corizon Health*.

use super::organisations;
use crate::bead::Alignment;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::pairs::PairScores;
use crate::link::score::THRESHOLD;
use crate::link::spots::Spots;
use crate::link::words::{ends, has, words};
use crate::mention::{Label, Source};
use crate::script;
use crate::text::CharSpan;

/// Probability of a place that is put apart.
const PLACE: f64 = 0.8;

/// Longest name of a body of a country without the country, in characters.
const LONGEST_BODY: usize = 6;

/// Shortest name of an organisation that is left, in characters.
const SHORTEST: usize = 3;

/// Put the places apart that the English side of a bead names for themselves and the Chinese one does not.
pub fn put_apart(scores: &PairScores, zh: &mut Spots, en: &Spots, alignment: &Alignment) {
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let en_here = en.in_sentences(&bead.en);
        for i in organisations(zh, &bead.zh) {
            let spot = &zh.spots[i];
            let Some(length) = seat(scores.scorer.names, zh.name(i)) else { continue };
            let (sentence, span) = (spot.sentence, spot.mention.span);
            let place = CharSpan::new(span.start, span.start + length);
            if !named_apart(scores, zh, &bead.zh, (en, &en_here), zh.text(place)) {
                continue;
            }
            let rest = CharSpan::new(place.end, span.end);
            zh.set_span(i, rest);
            zh.add(sentence, place, Label::Loc, Source::Rule, PLACE);
        }
    }
    zh.settle();
}

/// Make names of Chinese organisations longer by what the English name of the bead ends with: 科里松 + 健康 and *Corizon Health*, 安世 + 中国 and
/// *Nexperia China*.
pub fn extend_by_other_side(
    scores: &PairScores,
    zh: &mut Spots,
    en: &Spots,
    alignment: &Alignment,
) {
    let mut longer: Vec<(usize, CharSpan)> = Vec::new();
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let en_here = en.in_sentences(&bead.en);
        for i in organisations(zh, &bead.zh) {
            let spot = &zh.spots[i];
            let other = en_here
                .iter()
                .map(|&e| en.name(e))
                .find(|name| name.contains(' ') && scores.score(zh.name(i), name) >= THRESHOLD);
            let length = other.and_then(|name| missing(scores, zh, i, name));
            let wide = length.map(|length| {
                CharSpan::new(spot.mention.span.start, spot.mention.span.end + length)
            });
            longer.extend(wide.map(|wide| (spot.sentence, wide)));
        }
    }
    for (sentence, wide) in longer {
        if zh.replaceable(wide) {
            zh.clear(wide);
            zh.add(sentence, wide, Label::Org, Source::Rule, PLACE);
        }
    }
    zh.settle();
}

/// How many characters behind a Chinese name belong to it too, if this is its English one.
fn missing(scores: &PairScores, zh: &Spots, i: usize, en: &str) -> Option<usize> {
    let (_, last) = en.rsplit_once(' ')?;
    let rest = script::fold(zh.behind(&zh.spots[i]));
    if !has(&words().firms, last) {
        return branch(scores, &rest, last);
    }
    // 宝马 needs no 集团, whatever English says.
    let known = !scores.scorer.names.english_of(&plain_chinese(zh.name(i))).is_empty();
    // 资本 + 市场, but not 科里松 + 市场.
    let markets = last == "Markets" && rest.starts_with("市场");
    if known { None } else { sector(&rest).or(markets.then_some(2)) }
}

/// How many characters of a text are what a firm does: 护理服务, 健康, 资本.
fn sector(rest: &str) -> Option<usize> {
    let longest = |at: usize, list: &[String]| {
        list.iter().filter(|word| rest[at..].starts_with(&***word)).map(|word| word.len()).max()
    };
    let (mut at, mut end) = (0, None);
    loop {
        if let Some(length) = longest(at, &words().firms) {
            at += length;
            end = Some(at);
        } else if let Some(length) = longest(at, &words().industries) {
            at += length;
        } else {
            return end.map(|end: usize| rest[..end].chars().count());
        }
    }
}

/// How many characters of a text are the place that an English name ends with.
fn branch(scores: &PairScores, rest: &str, last: &str) -> Option<usize> {
    let place = scores.scorer.names.chinese_of(&plain_english(last));
    let places = place.iter().filter(|(_, label)| *label == Label::Loc);
    let found = places
        .filter(|(place, _)| rest.starts_with(&**place))
        .map(|(place, _)| place.chars().count());
    found.max().filter(|&length| length >= 2)
}

/// How many characters of an organisation's name are the place it lies in, if the name with it is not well known.
fn seat(names: &NameTable, name: &str) -> Option<usize> {
    let plain = plain_chinese(name);
    let rest = names.behind_place(&plain).filter(|rest| rest.chars().count() >= SHORTEST)?;
    // 泰兴市襟江中学 is the school's whole name.
    let place = &plain[..plain.len() - rest.len()];
    let official = place.ends_with(['市', '县', '区', '镇', '乡', '村', '旗']);
    let institution = ends(&words().chinese_organisations, rest);
    let known = !names.english_of(&plain).is_empty();
    // 巴西劳工部: bodies of a country are named with it.
    let others = ["学院", "医院", "法院", "研究院", "剧院", "影院", "俱乐部"];
    let national = rest.chars().count() <= LONGEST_BODY
        && rest.ends_with(['部', '院', '局', '署', '军'])
        && !others.iter().any(|end| rest.ends_with(end));
    (institution && !known && !official && !national)
        .then(|| plain.chars().count() - rest.chars().count())
}

/// Whether more names of the English side are this place than of the Chinese one, and no organisation has it in its name.
fn named_apart(
    scores: &PairScores,
    zh: &Spots,
    zh_sentences: &[usize],
    (en, en_here): (&Spots, &[usize]),
    place: &str,
) -> bool {
    let is = |e: &&usize| {
        en.spots[**e].mention.label == Label::Loc
            && scores.scorer.score(place, en.name(**e), 0.0) >= THRESHOLD
    };
    // *Alberta Wildfire*, of which the tagger knows the place alone, is no place.
    let goes_on = |e: &&usize| {
        let rest = en.behind(&en.spots[**e]);
        rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let Some(&first) = en_here.iter().find(|e| is(e) && !goes_on(e)) else { return false };
    let name = en.name(first);
    let inside = en_here
        .iter()
        .any(|&e| en.spots[e].mention.label == Label::Org && en.name(e).contains(name));
    let there = zh.in_sentences(zh_sentences).into_iter().filter(|&z| {
        zh.spots[z].mention.label == Label::Loc
            && scores.scorer.score(zh.name(z), name, 0.0) >= THRESHOLD
    });
    !inside && there.count() < en_here.iter().filter(is).count()
}
