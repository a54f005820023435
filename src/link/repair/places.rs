//! Where the name of a place begins and ends by what stands beside it: *The Hague*, 花莲 in 花莲县长.

use std::collections::BTreeSet;

use crate::document::Side;
use crate::link::spots::{Spot, Spots};
use crate::mention::Label;
use crate::text::CharSpan;

/// *The Hague* and *The Villages*: an article with a capital inside a sentence belongs to the name, and does so at the head of sentences too.
pub(super) fn include_articles(spots: &mut Spots) {
    if spots.side == Side::Chinese {
        return;
    }
    let with_article: BTreeSet<String> = (0..spots.spots.len())
        .filter(|&i| {
            let front = before_article(spots, &spots.spots[i]);
            front.is_some_and(|front| {
                front.ends_with(' ')
                    && front.trim_end().ends_with(|c: char| c.is_lowercase() || c == ',')
            })
        })
        .map(|i| spots.name(i).to_owned())
        .collect();
    spots.rebound(|spots, i| {
        let span = spots.spots[i].mention.span;
        let article = before_article(spots, &spots.spots[i]).is_some();
        let named = article && with_article.contains(spots.name(i));
        named.then(|| CharSpan::new(span.start - "The ".len(), span.end))
    });
}

/// What stands before the article with a capital that a place's name may have.
fn before_article<'a>(spots: &Spots<'a>, spot: &Spot) -> Option<&'a str> {
    let front = spots.before(spot).strip_suffix("The ")?;
    (spot.mention.label == Label::Loc && !spot.fixed).then_some(front)
}

/// 花莲县长: the last character of the place is the first of the office.
pub(super) fn cut_heads_of_places(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let (span, rest) = (spot.mention.span, spots.behind(spot));
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
        let place = spot.mention.label == Label::Loc && span.len() >= 3;
        (place && head && unit).then(|| CharSpan::new(span.start, span.end - 1))
    });
}
