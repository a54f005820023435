//! Dots in Chinese names: 让·饶勒斯广场 does not begin behind its dot, and *Jr.* is 小.

use crate::document::Side;
use crate::link::name_table::is_dot;
use crate::link::spots::Spots;
use crate::mention::Label;
use crate::script;
use crate::text::CharSpan;

/// Longest part of a name beside a dot, in characters.
const LONGEST_PART: usize = 6;

/// A name is made longer only if the tagger gives the longer one this much: 专访·马云 is no name.
const LEAST: f64 = 0.01;

/// Make names that begin or end at a dot between Chinese characters longer by the part on its other side that the tagger finds likeliest.
pub(super) fn extend(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        if !matches!(spot.mention.label, Label::Per | Label::Loc) {
            return None;
        }
        let (sentence, span) = (spot.sentence, spot.mention.span);
        let whole = spots.version.sentences[sentence].span;
        let before: Vec<char> =
            spots.text(CharSpan::new(whole.start, span.start)).chars().rev().collect();
        let behind: Vec<char> = spots.text(CharSpan::new(span.end, whole.end)).chars().collect();
        let wider = parts(&before)
            .map(|length| CharSpan::new(span.start - length, span.end))
            .chain(parts(&behind).map(|length| CharSpan::new(span.start, span.end + length)));
        let exact = |wide: &CharSpan| {
            let probability = spots.tagged[sentence].probability(wide.relative_to(whole.start));
            probability.exact.iter().sum::<f64>()
        };
        let best = wider
            .filter(|wide| spots.is_free_for(i, *wide))
            .map(|wide| (exact(&wide), wide))
            .filter(|(probability, _)| *probability >= LEAST)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, wide)| wide)
    });
}

/// The lengths that a name may go on for, its dot included, in a text that goes away from it.
fn parts(away: &[char]) -> impl Iterator<Item = usize> {
    let dot = away.first().is_some_and(|c| is_dot(*c));
    let part = away.iter().skip(1).take(LONGEST_PART).take_while(|c| script::is_han(**c)).count();
    (2..=if dot { part + 1 } else { 0 }).filter(move |_| part > 0)
}

/// Whether a span begins or ends at a dot between Chinese characters.
pub fn breaks_off(spots: &Spots, sentence: usize, span: CharSpan) -> bool {
    let whole = spots.version.sentences[sentence].span;
    let han = |start: usize, end: usize| {
        start >= whole.start
            && end <= whole.end
            && spots.text(CharSpan::new(start, end)).chars().all(script::is_han)
    };
    let dot = |start: usize| {
        start >= whole.start
            && start < whole.end
            && spots.text(CharSpan::new(start, start + 1)).chars().all(is_dot)
    };
    spots.side == Side::Chinese
        && (span.start >= 2 && dot(span.start - 1) && han(span.start - 2, span.start - 1)
            || dot(span.end) && han(span.end + 1, span.end + 2))
}

/// 小约瑟夫·拜登: *Joseph Biden Jr.*
pub(super) fn include_junior(spots: &mut Spots) {
    if spots.side == Side::English {
        return;
    }
    spots.rebound(|spots, i| {
        let spot = &spots.spots[i];
        let foreign = spot.mention.label == Label::Per && spots.name(i).contains(is_dot);
        let front = spots.before(spot).strip_suffix('小')?;
        let word = front.ends_with(|c| "大从最缩细幼中老弱多渺微狭减胆".contains(c));
        let span = spot.mention.span;
        (foreign && !word).then(|| CharSpan::new(span.start - 1, span.end))
    });
}
