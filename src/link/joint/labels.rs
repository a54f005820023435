//! Mentions that are linked have one label.

use crate::document::Side;
use crate::link::bead_links::SpotLink;
use crate::link::candidate::by_ending;
use crate::link::name_table::{NameTable, plain_chinese, plain_english};
use crate::link::repair::{is_addressed, is_called_a_place};
use crate::link::spots::{NAME_LABELS, Spot, Spots};
use crate::mention::{Label, Source};

/// Added to probabilities before their logarithms: no side has a veto.
const SMOOTHING: f64 = 0.03;

/// Make linked mentions agree on their label.
pub fn agree(names: &NameTable, zh: &mut Spots, en: &mut Spots, links: &[SpotLink]) {
    for link in links {
        let (z, e) = (&zh.spots[link.zh], &en.spots[link.en]);
        let title = |spot: &Spot| {
            spot.mention.label == Label::Work
                && matches!(spot.mention.source, Source::Rule | Source::Projection)
        };
        if link.score >= 1.0 && title(z) != title(e) && !z.fixed && !e.fixed {
            zh.spots[link.zh].mention.label = Label::Work;
            en.spots[link.en].mention.label = Label::Work;
            continue;
        }
        if z.mention.label == e.mention.label || !both_names(z.mention.label, e.mention.label) {
            continue;
        }
        let label = if z.fixed {
            z.mention.label
        } else if e.fixed {
            e.mention.label
        } else if is_person(zh, link.zh) || is_person(en, link.en) {
            Label::Per
        } else if is_called_a_place(en, &en.spots[link.en]) {
            Label::Loc
        } else if let Some(label) = shown(names, zh.name(link.zh), en.name(link.en)) {
            label
        } else {
            likeliest(z.odds, e.odds)
        };
        zh.spots[link.zh].mention.label = label;
        en.spots[link.en].mention.label = label;
    }
}

/// Whether a name is a person's by what stands beside it.
fn is_person(spots: &Spots, i: usize) -> bool {
    let spot = &spots.spots[i];
    is_addressed(spots, spot.sentence, spot.mention.span)
}

/// The label that the name table or the last word of one of two names shows, if the other shows none or the same.
fn shown(names: &NameTable, zh: &str, en: &str) -> Option<Label> {
    let zh = names.settled_chinese(&plain_chinese(zh)).or_else(|| by_ending(Side::Chinese, zh));
    let en = names.settled_english(&plain_english(en)).or_else(|| by_ending(Side::English, en));
    if zh.is_none() || en.is_none() || zh == en { zh.or(en) } else { None }
}

fn both_names(a: Label, b: Label) -> bool {
    NAME_LABELS.contains(&a) && NAME_LABELS.contains(&b)
}

/// argmax of log(p + .03) + log(q + .03); the first of [`NAME_LABELS`] among equals.
fn likeliest(p: [f64; 3], q: [f64; 3]) -> Label {
    let score = |i: usize| (p[i] + SMOOTHING) * (q[i] + SMOOTHING);
    let best = (1..3).fold(0, |best, i| if score(i) > score(best) { i } else { best });
    NAME_LABELS[best]
}
