//! The list of articles: how far each is, and where it is worth to look.

use maud::{Markup, html};
use serde::Deserialize;

use super::super::carry::{Unfitting, Was};
use super::super::desk::Desk;
use super::super::flags::Checker;
use super::super::state::{ArticleState, BeadState};
use super::findings::{is_doubtful, is_flagged};
use super::row::status_name;
use super::words::{Interface, say, shown};

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The order of the corpus.
    #[default]
    Title,
    /// Share of the rows that are confirmed.
    Progress,
    /// Doubtful rows.
    Doubtful,
    /// Flagged rows.
    Flags,
    /// Rows with a note.
    Notes,
    /// All rows.
    Rows,
}

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// What a title or an id must contain.
    pub q: String,
    /// What to sort by.
    pub sort: Order,
    /// Whether the other way round.
    pub down: bool,
}

/// The figures of an article.
#[derive(Debug, Clone, Copy)]
struct Figures {
    rows: usize,
    settled: usize,
    doubtful: usize,
    flags: usize,
    notes: usize,
}

impl Figures {
    fn of(state: &ArticleState) -> Self {
        let count = |wanted: &dyn Fn(&BeadState) -> bool| {
            state.beads.iter().filter(|bead| wanted(bead)).count()
        };
        let checker = Checker::of(state);
        Self {
            rows: state.beads.len(),
            settled: count(&|bead| bead.is_settled()),
            doubtful: count(&is_doubtful),
            flags: count(&|bead| is_flagged(&checker, bead)),
            notes: count(&|bead| !bead.comment.is_empty()),
        }
    }

    fn key(self, order: Order) -> usize {
        match order {
            Order::Title => 0,
            Order::Progress => (self.settled * 10_000).checked_div(self.rows).unwrap_or(10_000),
            Order::Doubtful => self.doubtful,
            Order::Flags => self.flags,
            Order::Notes => self.notes,
            Order::Rows => self.rows,
        }
    }
}

/// The page's content.
pub fn render(desk: &Desk, query: &ListQuery, interface: Interface) -> Markup {
    let mut articles: Vec<(&ArticleState, Figures)> = (0..desk.len())
        .map(|index| &**desk.state(index))
        .map(|state| (state, Figures::of(state)))
        .collect();
    let (rows, settled) = articles
        .iter()
        .fold((0, 0), |sum, (_, figures)| (sum.0 + figures.rows, sum.1 + figures.settled));
    let count = articles.len();
    let needle = query.q.to_lowercase();
    articles.retain(|(state, _)| matches(state, &needle));
    articles.sort_by_key(|(_, figures)| figures.key(query.sort));
    if query.down {
        articles.reverse();
    }
    let summary = [count.to_string(), settled.to_string(), rows.to_string()];
    html! {
        header.page {
            h1 { (shown(interface, "list.heading", &[])) }
            p.summary { (shown(interface, "list.summary", &[&summary[0], &summary[1], &summary[2]])) }
            form.search role="search" method="get" action="/" {
                input type="search" name="q" value=(query.q) autocomplete="off"
                    placeholder=(say(interface, "list.search", &[])) data-say-placeholder="list.search"
                    aria-label=(say(interface, "list.search", &[])) data-say-label="list.search";
            }
        }
        (notices(desk, interface))
        table.articles {
            thead { tr { (headings(query, interface)) } }
            tbody {
                @for (state, figures) in &articles { (line(state, *figures, interface)) }
            }
        }
        @if articles.is_empty() { p.empty { (shown(interface, "list.none", &[])) } }
    }
}

fn matches(state: &ArticleState, needle: &str) -> bool {
    [state.id.as_str(), state.zh.heading(), state.en.heading()]
        .iter()
        .any(|text| text.to_lowercase().contains(needle))
}

fn headings(query: &ListQuery, interface: Interface) -> Markup {
    let columns = [
        ("title", Order::Title),
        ("progress", Order::Progress),
        ("rows", Order::Rows),
        ("doubtful", Order::Doubtful),
        ("flags", Order::Flags),
        ("notes", Order::Notes),
    ];
    html! {
        @for (name, order) in columns {
            @let current = query.sort == order;
            @let down = if current { !query.down } else { order != Order::Title };
            @let direction = if query.down { "descending" } else { "ascending" };
            th.{ "col-" (name) } scope="col" aria-sort=[current.then_some(direction)] {
                a href={ "/?" (sorting(query, name, down)) } {
                    (shown(interface, &format!("list.{name}"), &[]))
                    @if current { span.arrow aria-hidden="true" { (if query.down { " ↓" } else { " ↑" }) } }
                }
            }
        }
    }
}

fn sorting(query: &ListQuery, name: &str, down: bool) -> String {
    format!("q={}&sort={name}&down={down}", encoded(&query.q))
}

/// A text for the query part of an address.
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn line(state: &ArticleState, figures: Figures, interface: Interface) -> Markup {
    let Figures { rows, settled, doubtful, flags, notes } = figures;
    let value = [settled.to_string(), rows.to_string()];
    let spoken = say(interface, "list.progress.value", &[&value[0], &value[1]]);
    let number = |count: usize, class: &str| {
        html! { td.number.(class).zero[count == 0] { (count) } }
    };
    html! {
        tr {
            th scope="row" {
                a href={ "/article?doc=" (encoded(&state.id)) } {
                    span.zh lang=(state.zh.lang) { bdi { (state.zh.heading()) } }
                    span.en lang="en" { bdi { (state.en.heading()) } }
                    span.doc { (state.id) }
                }
            }
            td.progress {
                progress max=(rows.max(1)) value=(settled) aria-label=(spoken) {}
                span { (shown(interface, "list.progress.value", &[&value[0], &value[1]])) }
            }
            (number(rows, "all")) (number(doubtful, "doubtful")) (number(flags, "flagged")) (number(notes, "noted"))
        }
    }
}

/// What a rebuilt corpus could not keep.
fn notices(desk: &Desk, interface: Interface) -> Markup {
    let unfitting: Vec<(&str, &Unfitting)> = desk.unfitting().collect();
    html! {
        @if !unfitting.is_empty() {
            details.notice {
                summary { (shown(interface, "list.unfitting", &[&unfitting.len().to_string()])) }
                ul {
                    @for (doc, correction) in unfitting {
                        li { b { (doc) } " " bdi lang="zh" { (correction.zh) } " " bdi lang="en" { (correction.en) }
                            " — " (was(correction, interface)) " " i { (shown(interface, &correction.reason, &[])) } }
                    }
                }
            }
        }
        @if !desk.missing().is_empty() {
            p.notice { (shown(interface, "list.missing", &[&desk.missing().join(", ")])) }
        }
    }
}

/// What the correction said, in one line.
fn was(correction: &Unfitting, interface: Interface) -> Markup {
    match &correction.was {
        Was::Name { text, label } if label.is_empty() => html! { bdi { (text) } },
        Was::Name { text, label } => html! {
            bdi { (text) } " " (shown(interface, &format!("label.{label}"), &[]))
        },
        Was::Bead { status, comment, corrected } => {
            let texts = [corrected.zh.as_deref(), corrected.en.as_deref(), Some(comment.as_str())];
            let texts = texts.into_iter().flatten().filter(|text| !text.is_empty());
            html! {
                (shown(interface, &format!("status.{}", status_name(*status)), &[]))
                @for text in texts { " · " bdi { (text) } }
            }
        }
    }
}
