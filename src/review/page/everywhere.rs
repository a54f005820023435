//! The preview of a change: every place that it would touch, in its context.

use maud::{Markup, html};

use super::super::desk::Desk;
use super::super::everywhere::Place;
use super::words::{Interface, shown};
use crate::text::CharSpan;

/// How many places are shown.
const SHOWN: usize = 100;

/// Code points of context on either side.
const CONTEXT: usize = 30;

/// The list; `with` is what is to be written in the place of what stands there.
pub fn render(desk: &Desk, places: &[Place], with: Option<&str>, interface: Interface) -> Markup {
    if places.is_empty() {
        return html! { p { (shown(interface, "preview.none", &[])) } };
    }
    let articles = places.chunk_by(|one, other| one.index == other.index).count();
    let (count, articles) = (places.len().to_string(), articles.to_string());
    html! {
        p { (shown(interface, "preview.count", &[&count, &articles])) }
        ol.places {
            @for place in places.iter().take(SHOWN) { (line(desk, place, with)) }
        }
        @if places.len() > SHOWN {
            p { (shown(interface, "preview.more", &[&(places.len() - SHOWN).to_string()])) }
        }
    }
}

fn line(desk: &Desk, place: &Place, with: Option<&str>) -> Markup {
    let state = desk.state(place.index);
    let version = state.side(place.side);
    let sentence = version.sentence_around(place.span).map_or(place.span, |sentence| sentence.span);
    let before = CharSpan::new(
        place.span.start.saturating_sub(CONTEXT).max(sentence.start),
        place.span.start,
    );
    let after = CharSpan::new(
        place.span.end,
        (place.span.end + CONTEXT).min(sentence.end).max(place.span.end),
    );
    html! {
        li {
            bdi lang=(version.lang) {
                @if before.start > sentence.start { "…" }
                (version.slice(before))
                @match with {
                    None => mark { (version.slice(place.span)) },
                    Some(with) => { del { (version.slice(place.span)) } ins { (with) } }
                }
                (version.slice(after))
                @if after.end < sentence.end { "…" }
            }
            " " span.doc { (state.id) }
        }
    }
}
