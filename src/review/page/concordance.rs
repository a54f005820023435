//! The concordance page: hits in context, each with its partner and the words that correspond.

use maud::{Markup, html};

use super::super::concordance::{ConcordanceQuery, Found, Hit, SHOWN, counterparts};
use super::super::desk::Desk;
use super::super::state::SideState;
use super::list::encoded;
use super::row::{status_name, status_sign};
use super::stretches;
use super::words::{Interface, say, shown};
use crate::document::Side;
use crate::mention::Label;
use crate::record::Status;
use crate::text::CharSpan;

/// Code points of context before a hit, in Chinese; English gets twice as many.
const CONTEXT: usize = 24;

/// The page's content.
pub fn render(
    desk: &Desk,
    query: &ConcordanceQuery,
    found: &Found,
    interface: Interface,
) -> Markup {
    html! {
        header.page {
            h1 { (shown(interface, "kwic.heading", &[])) }
            (form(query, interface))
        }
        @if query.q.trim().is_empty() {
            p.empty { (shown(interface, "kwic.hint", &[])) }
        } @else if found.count == 0 {
            p.empty role="status" { (shown(interface, "kwic.none", &[])) }
        } @else {
            p.summary role="status" {
                (shown(interface, "kwic.count", &[&found.count.to_string(), &found.articles.to_string()]))
                @if found.count > SHOWN { " " (shown(interface, "kwic.first", &[&SHOWN.to_string()])) }
            }
            ol.hits { @for hit in &found.hits { (line(desk, hit, interface)) } }
        }
    }
}

fn form(query: &ConcordanceQuery, interface: Interface) -> Markup {
    let any =
        || html! { option value="" data-say="kwic.any" { (say(interface, "kwic.any", &[])) } };
    html! {
        form.concordance role="search" method="get" action="/concordance" {
            input.big type="search" name="q" value=(query.q) autofocus autocomplete="off" spellcheck="false"
                placeholder=(say(interface, "kwic.search", &[])) data-say-placeholder="kwic.search"
                aria-label=(say(interface, "kwic.search", &[])) data-say-label="kwic.search";
            button.primary type="submit" { (shown(interface, "kwic.go", &[])) }
            div.filters {
                label { (shown(interface, "kwic.article", &[])) input name="article" value=(query.article) autocomplete="off"; }
                label { (shown(interface, "kwic.label", &[]))
                    select name="label" {
                        (any())
                        @for label in Label::ALL {
                            option value=(label.name()) selected[query.label == label.name()]
                                data-say={ "label." (label.name()) } { (say(interface, &format!("label.{}", label.name()), &[])) }
                        }
                    }
                }
                label { (shown(interface, "kwic.confidence", &[]))
                    select name="confidence" {
                        (any())
                        @for percent in ["50", "70", "80", "90", "95"] {
                            option value=(percent) selected[query.confidence == percent] { (percent) " %" }
                        }
                    }
                }
                label { (shown(interface, "kwic.status", &[]))
                    select name="status" {
                        (any())
                        @for status in [Status::Auto, Status::Confirmed, Status::Edited, Status::Rejected] {
                            @let name = status_name(status);
                            option value=(name) selected[query.status == name] data-say={ "status." (name) } {
                                (say(interface, &format!("status.{name}"), &[]))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(desk: &Desk, hit: &Hit, interface: Interface) -> Markup {
    let state = desk.state(hit.index);
    let (version, bead) = (state.side(hit.side), &state.beads[hit.position]);
    let other = state.side(hit.side.other());
    let partner = bead.side(hit.side.other());
    let marked = counterparts(state, hit);
    let address = format!("/article?doc={}&row={}", encoded(&state.id), bead.key());
    html! {
        li.hit {
            div.kwic lang=(version.lang) { (context(version, hit)) }
            div.partner lang=(other.lang) {
                @if partner.is_empty() { span.absent { (shown(interface, "kwic.no_partner", &[])) } }
                @for (at, &start) in partner.iter().enumerate() {
                    @if at > 0 && hit.side == Side::Chinese { " " }
                    @if let Some(sentence) = other.sentence(start) { (text(other, sentence.span, &marked)) }
                }
            }
            a.where href=(address) title=(say(interface, "kwic.open", &[])) {
                span.status { (status_sign(bead.status)) } span.doc { (state.id) } " →"
            }
        }
    }
}

/// The sentence with its first hit in the middle: what comes before it is cut.
fn context(version: &SideState, hit: &Hit) -> Markup {
    let before = if hit.side == Side::English { 2 * CONTEXT } else { CONTEXT };
    let first = hit.spans[0];
    let from = first.start.saturating_sub(before).max(hit.sentence.start);
    let from = if hit.side == Side::English && from > hit.sentence.start {
        // Not in the middle of a word, unless it is longer than all of the context.
        let cut = version.slice(CharSpan::new(from, first.start));
        let skipped = cut.chars().position(char::is_whitespace).map_or(0, |at| at + 1);
        from + skipped
    } else {
        from
    };
    html! {
        span.left { bdi {
            @if from > hit.sentence.start { "…" }
            (version.slice(CharSpan::new(from, first.start)))
        } }
        span.right { (text(version, CharSpan::new(first.start, hit.sentence.end), &hit.spans)) }
    }
}

/// A stretch of text with parts of it marked.
fn text(version: &SideState, span: CharSpan, marked: &[CharSpan]) -> Markup {
    let inside = marked.iter().filter(|mark| span.contains(**mark)).map(|mark| (*mark, ()));
    html! {
        bdi {
            @for (stretch, mark) in stretches(span, inside) {
                @match mark {
                    None => (version.slice(stretch)),
                    Some(()) => mark { (version.slice(stretch)) }
                }
            }
        }
    }
}
