//! Where the name of a place begins and ends by what stands beside it: *The Hague*, 花莲 in 花莲县长.

use std::collections::BTreeSet;

use crate::document::Side;
use crate::link::spots::Spots;
use crate::mention::Label;
use crate::text::CharSpan;

/// *The Hague* and *The Villages*: an article with a capital inside a sentence belongs to the name, and does so at the head of sentences too.
pub(super) fn include_articles(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let mut with_article: BTreeSet<String> = BTreeSet::new();
    let article = |spots: &Spots, i: usize| -> Option<bool> {
        let spot = &spots.spots[i];
        let start = spots.version.sentences[spot.sentence].span.start;
        let before =
            spots.text(CharSpan::new(start.min(spot.mention.span.start), spot.mention.span.start));
        let front = before.strip_suffix("The ")?;
        (spot.mention.label == Label::Loc && !spot.fixed)
            .then(|| front.ends_with(|c: char| c == ' ' || c.is_alphanumeric()))
    };
    for i in 0..spots.spots.len() {
        let inside = article(spots, i) == Some(true);
        let before = || {
            let spot = &spots.spots[i];
            let start = spots.version.sentences[spot.sentence].span.start;
            let text = spots.text(CharSpan::new(start, spot.mention.span.start));
            text.trim_end_matches("The ")
                .trim_end()
                .ends_with(|c: char| c.is_lowercase() || c == ',')
        };
        if inside && before() {
            with_article.insert(spots.name(i).to_owned());
        }
    }
    for i in 0..spots.spots.len() {
        if with_article.contains(spots.name(i)) && article(spots, i).is_some() {
            spots.spots[i].mention.span.start -= 4;
        }
    }
}

/// 花莲县长: the last character of the place is the first of the office.
pub(super) fn cut_heads_of_places(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    for i in 0..spots.spots.len() {
        let spot = &spots.spots[i];
        let (span, sentence) = (spot.mention.span, spots.version.sentences[spot.sentence].span);
        let rest = spots.text(CharSpan::new(span.end, sentence.end.max(span.end)));
        let head = rest.starts_with(['长', '長'])
            && ![
                "长期", "长久", "长年", "长达", "长远", "长途", "长大", "長期", "長久", "長年",
                "長達", "長遠",
            ]
            .iter()
            .any(|word| rest.starts_with(word));
        let unit = spots
            .text(span)
            .ends_with(['省', '市', '县', '縣', '州', '区', '區', '镇', '鎮', '乡', '鄉', '村']);
        if head && unit && span.len() >= 3 && spot.mention.label == Label::Loc && !spot.fixed {
            spots.spots[i].mention.span.end -= 1;
        }
    }
}
