//! Names without counterpart, rendered in two ways, or never explained.

use std::collections::{BTreeMap, BTreeSet};

use super::BeadView;
use crate::document::Side;
use crate::flag::Flag;
use crate::link::{contradicting_names, is_absent, is_acronym, is_known_name, sounds_different};
use crate::mention::{Label, Mention, Naming};
use crate::text::CharSpan;

/// A name must be this sure to be missed on the other side.
const SURE: f64 = 0.9;

/// Where everybody knows to be: these are left out as often as not.
const IN_THE_SKY: [&str; 8] = ["地球", "月球", "月亮", "火星", "Earth", "Moon", "Mars", "太阳系"];

/// Which names of an article are odd ones out.
pub struct Renderings {
    /// Entities whose names contradict each other, with the rarer names.
    rarer: BTreeMap<String, Vec<String>>,
    /// Entities that have a name in both languages.
    in_both: BTreeSet<String>,
}

impl Renderings {
    /// Look at every entity of the article.
    pub fn new(naming: &Naming) -> Self {
        let mut rarer = BTreeMap::new();
        let mut in_both = BTreeSet::new();
        for entity in &naming.entities {
            if !entity.zh.is_empty() && !entity.en.is_empty() {
                in_both.insert(entity.id.clone());
            }
            let mut odd: Vec<String> =
                contradicting_names(entity.label, &entity.zh, &entity.zh_aliases);
            odd.extend(contradicting_names(entity.label, &entity.en, &entity.en_aliases));
            if !odd.is_empty() {
                rarer.insert(entity.id.clone(), odd);
            }
        }
        Self { rarer, in_both }
    }
}

/// Add [`Flag::NameMissing`] and [`Flag::NameInconsistent`].
pub fn check(view: &BeadView, renderings: &Renderings, flags: &mut BTreeSet<Flag>) {
    let texts = [0, 1].map(|side| names_of(view, side));
    for side in [0, 1] {
        let other: BTreeSet<&str> = view.mentions(1 - side).map(|m| m.entity.as_str()).collect();
        for (mention, text) in &texts[side] {
            let odd = renderings.rarer.get(&mention.entity).is_some_and(|odd| odd.contains(text));
            if odd {
                flags.insert(Flag::NameInconsistent);
            }
        }
        // A full name of a person, or a well-known place or body, that the other side's whole version does not know,
        // beside no unknown name.
        let free_other = texts[1 - side].iter().any(|(m, text)| {
            !renderings.in_both.contains(&m.entity)
                && !another_person(m, text, &texts[side])
                && !is_known_absent(view, 1 - side, m, text)
        });
        let lost = texts[side].iter().any(|(mention, text)| {
            mention.probability >= SURE
                && (mention.label == Label::Per && full(text)
                    || is_known_absent(view, side, mention, text)
                        && !specifies(view, side, mention))
                && !renderings.in_both.contains(&mention.entity)
                && !other.contains(mention.entity.as_str())
                && !view.texts[1 - side].contains(text.as_str())
        });
        if lost && !free_other {
            flags.insert(Flag::NameMissing);
        }
    }
}

/// Whether a mention is of a well-known place or body that the other side of the bead shows in no form.
fn is_known_absent(view: &BeadView, side: usize, mention: &Mention, text: &str) -> bool {
    matches!(mention.label, Label::Loc | Label::Org)
        && text.chars().count() >= 2
        && !IN_THE_SKY.contains(&text)
        && !is_headed(view, side, mention)
        && is_absent(Side::BOTH[side], text, mention.label, &view.texts[1 - side])
}

/// Whether an office stands behind a Chinese body (旅游局 + 局长), which English says without its name.
fn is_headed(view: &BeadView, side: usize, mention: &Mention) -> bool {
    let text = &view.article.version(Side::BOTH[side]).text;
    let end = text.char_len().min(mention.span.end + 2);
    text.slice(CharSpan::new(mention.span.end, end)).contains(['长', '長'])
}

/// *Paris, France*: a place that only says where another one is need not be translated.
fn specifies(view: &BeadView, side: usize, mention: &Mention) -> bool {
    let text = &view.article.version(Side::BOTH[side]).text;
    let start = mention.span.start;
    mention.label == Label::Loc && start >= 2 && text.slice(CharSpan::new(start - 2, start)) == ", "
}

/// A full name of a person, written by sound, which none of the other side's full names sounds like.
fn another_person(mention: &Mention, text: &str, other: &[(&Mention, String)]) -> bool {
    let dotted = |text: &str| text.contains('·');
    let person = |mention: &Mention| mention.label == Label::Per && mention.probability >= SURE;
    person(mention)
        && full(text)
        && other.iter().all(|(theirs, name)| {
            let (zh, en) = if dotted(text) { (text, &**name) } else { (&**name, text) };
            theirs.label != Label::Per || !full(name) || dotted(zh) && sounds_different(zh, en)
        })
}

fn full(name: &str) -> bool {
    name.contains(' ')
        || name.contains('·')
        || (name.chars().all(crate::script::is_han) && name.chars().count() >= 3)
}

fn names_of<'a>(view: &BeadView<'a>, side: usize) -> Vec<(&'a Mention, String)> {
    view.mentions(side)
        .filter(|mention| matches!(mention.label, Label::Per | Label::Org | Label::Loc))
        .map(|mention| (mention, view.slice(side, mention)))
        .collect()
}

/// Add [`Flag::AcronymUnexplained`] where an acronym first stands that the article never spells out.
pub fn check_acronyms(
    view: &BeadView,
    naming: &Naming,
    seen: &mut BTreeSet<String>,
    flags: &mut BTreeSet<Flag>,
) {
    for side in [0, 1] {
        for (mention, text) in names_of(view, side) {
            let odd = mention.label == Label::Org
                && is_acronym(&text)
                && text.len() >= 3
                && !is_known_name(&text)
                && seen.insert(mention.entity.clone());
            if !odd {
                continue;
            }
            let entity = naming.entities.iter().find(|entity| entity.id == mention.entity);
            let explained = entity.is_some_and(|entity| {
                let names = [&entity.zh, &entity.en];
                let mut all = names.into_iter().chain(&entity.zh_aliases).chain(&entity.en_aliases);
                all.any(|name| !name.is_empty() && !is_acronym(name))
            });
            if !explained && mention.probability >= SURE {
                flags.insert(Flag::AcronymUnexplained);
            }
        }
    }
}
