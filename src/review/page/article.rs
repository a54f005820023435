//! The article page: two columns, one row per bead, in chunks that load as they are needed.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::flags::Checker;
use super::super::moved::moved_rows;
use super::super::state::{ArticleState, BeadKey, SentenceStart};
use super::findings::is_doubtful;
use super::keys::{GROUPS, VERBS, printed};
use super::row::Row;
use super::words::{Interface, say, shown};
use crate::document::Side;

/// Rows in a chunk. At 40 a chunk is two or three screens and some 60 kB of HTML.
pub const CHUNK: usize = 40;

/// An article as rows: the state with what the rows need to know of each other.
#[derive(Debug)]
pub struct Rows<'a> {
    state: &'a ArticleState,
    checker: Checker<'a>,
    crossings: Vec<Option<CrossingTarget>>,
    interface: Interface,
    live: bool,
    prefix: String,
}

impl<'a> Rows<'a> {
    /// The rows of a state, to act on.
    pub fn of(state: &'a ArticleState, interface: Interface) -> Self {
        Self::with(state, crossing_targets(state), interface)
    }

    /// The rows of a state whose crossings are known.
    pub fn with(
        state: &'a ArticleState,
        crossings: Vec<Option<CrossingTarget>>,
        interface: Interface,
    ) -> Self {
        let prefix = String::new();
        Self { state, checker: Checker::of(state), crossings, interface, live: true, prefix }
    }

    /// The rows of a state, only to be read; their ids begin with `prefix`.
    pub fn to_read(state: &'a ArticleState, interface: Interface, prefix: String) -> Self {
        Self { live: false, prefix, ..Self::of(state, interface) }
    }

    /// The row at `position`.
    pub fn render(&self, position: usize) -> Markup {
        let (state, bead) = (self.state, &*self.state.beads[position]);
        let crossing = self.crossings[position];
        let (interface, live, prefix) = (self.interface, self.live, self.prefix.as_str());
        Row { state, checker: &self.checker, bead, crossing, interface, live, prefix }.render()
    }

    /// All rows, or those with the keys that are still there.
    pub fn render_all(&self, positions: impl IntoIterator<Item = usize>) -> Markup {
        html! { @for position in positions { (self.render(position)) } }
    }
}

/// Where the English of a row that moved stands: after this row, after this sentence of it;
/// `None` if it stands at the beginning.
pub type CrossingTarget = Option<(BeadKey, SentenceStart)>;

/// For each row its target, if it moved and the row before it did not move with it.
pub fn crossing_targets(state: &ArticleState) -> Vec<Option<CrossingTarget>> {
    let moved = moved_rows(state);
    let mut by_english: Vec<(SentenceStart, usize)> = Vec::new();
    if moved.contains(&true) {
        for (at, bead) in state.beads.iter().enumerate() {
            by_english.extend(bead.en.iter().map(|&start| (start, at)));
        }
        by_english.sort_unstable();
    }
    let target = |at: usize| {
        let place = by_english.partition_point(|&(other, _)| other < state.beads[at].en[0]);
        let Some(before) = place.checked_sub(1) else { return Some(None) };
        let (start, row) = by_english[before];
        let goes_along = row + 1 == at && moved[row];
        (!goes_along).then(|| Some((state.beads[row].key(), start)))
    };
    (0..state.beads.len()).map(|at| if moved[at] { target(at) } else { None }).collect()
}

/// What the article page needs beside the state.
#[derive(Debug)]
pub struct ArticlePage<'a> {
    /// The state.
    pub state: &'a ArticleState,
    /// Number of its last entry.
    pub sequence: i64,
    /// The row to begin at.
    pub at: Option<BeadKey>,
    /// Language of the interface.
    pub interface: Interface,
    /// Keys by verb.
    pub keys: &'a BTreeMap<&'static str, String>,
}

impl ArticlePage<'_> {
    /// The page's content.
    pub fn render(&self) -> Markup {
        let state = self.state;
        html! {
            (self.head())
            div.columns aria-hidden="true" {
                span {}
                span { (shown(self.interface, "article.zh", &[])) }
                span { (shown(self.interface, "article.en", &[])) }
            }
            div #rows data-doc=(state.id) data-seen=(self.sequence) data-at=[self.at] {
                @if state.beads.is_empty() { p.empty { (shown(self.interface, "article.empty", &[])) } }
                (self.chunks())
                svg #lines aria-hidden="true" {}
            }
            (self.bar())
        }
    }

    fn head(&self) -> Markup {
        let state = self.state;
        let title = |side: Side| {
            let version = state.side(side);
            html! { span lang=(version.lang) { bdi { (version.heading()) } } }
        };
        html! {
            header.article {
                div.titles {
                    a.back href="/" { "‹ " (shown(self.interface, "article.back", &[])) }
                    h1 { (title(Side::Chinese)) " " (title(Side::English)) }
                    span.doc { (state.id) }
                }
                div #progress.standing { (progress(state, self.interface)) }
                form #search role="search" hidden {
                    input type="search" name="pattern" spellcheck="false" autocomplete="off"
                        aria-label=(say(self.interface, "article.search", &[])) data-say-label="article.search"
                        placeholder=(say(self.interface, "article.search", &[])) data-say-placeholder="article.search";
                }
            }
        }
    }

    /// The chunk around the row to begin at with its rows, the others with their keys.
    fn chunks(&self) -> Markup {
        let rows = Rows::of(self.state, self.interface);
        let at = self.at.and_then(|key| self.state.position(key)).unwrap_or(0);
        let count = self.state.beads.len();
        html! {
            @for start in (0..count).step_by(CHUNK) {
                @let end = (start + CHUNK).min(count);
                @if (start..end).contains(&at) {
                    section.chunk { (rows.render_all(start..end)) }
                } @else {
                    section.chunk.waiting data-keys=(self.keys_of(start..end)) data-characters=(self.characters(start..end))
                        aria-label=(say(self.interface, "article.loading", &[])) {}
                }
            }
        }
    }

    fn keys_of(&self, positions: std::ops::Range<usize>) -> String {
        let keys: Vec<String> =
            self.state.beads[positions].iter().map(|bead| bead.key().to_string()).collect();
        keys.join(" ")
    }

    /// Length of the English of the rows, or of what there is of it in Chinese, to guess a height.
    fn characters(&self, positions: std::ops::Range<usize>) -> usize {
        let length = |side: Side, starts: &[usize]| -> usize {
            let version = self.state.side(side);
            let sentences = starts.iter().filter_map(|&start| version.sentence(start));
            sentences.map(|sentence| sentence.span.len()).sum()
        };
        let beads = self.state.beads[positions].iter();
        beads
            .map(|bead| length(Side::English, &bead.en).max(length(Side::Chinese, &bead.zh) * 2))
            .sum()
    }

    /// The verbs with their keys, always in sight.
    fn bar(&self) -> Markup {
        html! {
            footer.bar {
                div #message role="status" aria-live="polite" {}
                div.verbs role="toolbar" aria-label=(say(self.interface, "nav.help", &[])) data-say-label="nav.help" {
                    @for group in GROUPS { @if group != "label" { (self.verbs_of(group)) } }
                }
            }
        }
    }

    /// The verbs of one group with their keys and a short name; the whole name on pointing.
    fn verbs_of(&self, group: &str) -> Markup {
        let verbs = VERBS.iter().filter(|verb| verb.group == group && verb.on_bar);
        let key = format!("bar.group.{group}");
        html! {
            div.verb-group {
                span.group-name { (shown(self.interface, &key, &[])) }
                @for verb in verbs {
                    @let whole = format!("verb.{}", verb.name);
                    @let short = format!("bar.{}", verb.name);
                    button type="button" data-verb=(verb.name) tabindex="-1"
                        title=(say(self.interface, &whole, &[])) data-say-title=(whole) {
                        kbd { (printed(&self.keys[verb.name])) } (shown(self.interface, &short, &[]))
                    }
                }
                @if group == "name" { (self.label_keys()) }
            }
        }
    }

    /// The keys of the labels, which the help lists one by one.
    fn label_keys(&self) -> Markup {
        let key = |name: &str| printed(&self.keys[name]);
        html! {
            span.hint {
                kbd { (key("label_per")) } "–" kbd { (key("label_misc")) }
                " " (shown(self.interface, "bar.label", &[]))
            }
        }
    }
}

/// How far the article is.
pub fn progress(state: &ArticleState, interface: Interface) -> Markup {
    let all = state.beads.len();
    let done = state.beads.iter().filter(|bead| bead.is_settled()).count();
    let doubtful = state.beads.iter().filter(|bead| is_doubtful(bead)).count();
    let label = say(interface, "article.progress", &[&done.to_string(), &all.to_string()]);
    html! {
        progress max=(all.max(1)) value=(done) aria-label=(label) {}
        (shown(interface, "article.progress", &[&done.to_string(), &all.to_string()]))
        span.doubt.zero[doubtful == 0] { (shown(interface, "article.doubtful", &[&doubtful.to_string()])) }
    }
}
