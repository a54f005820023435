//! The names page: the corpus's bilingual name list, with every way a name is written.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;

use super::super::corrections::reviewed_entities;
use super::super::desk::Desk;
use super::list::encoded;
use super::words::{Interface, say, shown};
use crate::document::Side;
use crate::link::{contradicting_names, is_acronym};
use crate::mention::Label;
use crate::record::EntityRecord;
use crate::script::is_han;
use crate::text::CharSpan;

/// How many names are shown.
const SHOWN: usize = 300;

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NamesQuery {
    /// What a name must contain.
    pub q: String,
    /// The label, `""` for all names but no values, `all` for both.
    pub label: String,
    /// `on` for names with several renderings only.
    pub only: String,
}

/// How a name is written on one side: texts with their number, most frequent first.
type Writings = Vec<(String, usize)>;

/// An entity with its writings.
struct Line {
    entity: EntityRecord,
    writings: [Writings; 2],
    /// On each side the writings that contradict the preferred name.
    odd: [Vec<String>; 2],
}

impl Line {
    /// In how many ways the name is rendered on the side where that is more.
    fn renderings(&self) -> usize {
        1 + self.odd[0].len().max(self.odd[1].len())
    }
}

/// The page's content.
pub fn render(desk: &Desk, query: &NamesQuery, interface: Interface) -> Markup {
    let all = lines(desk);
    let count = all.iter().filter(|line| !line.entity.label.is_value()).count().to_string();
    let inconsistent = all.iter().filter(|line| line.renderings() > 1).count().to_string();
    let mut found: Vec<Line> = all.into_iter().filter(|line| is_wanted(line, query)).collect();
    found.sort_by_key(|line| std::cmp::Reverse(line.entity.mentions_zh + line.entity.mentions_en));
    let total = found.len();
    found.truncate(SHOWN);
    html! {
        header.page {
            h1 { (shown(interface, "names.heading", &[])) }
            p.summary { (shown(interface, "names.summary", &[&count, &inconsistent])) }
            (form(query, interface))
        }
        @if found.is_empty() { p.empty { (shown(interface, "names.none", &[])) } } @else {
            table.names {
                thead { tr {
                    @for column in ["label", "zh", "en", "renderings", "mentions", "articles"] {
                        th.{ "col-" (column) } scope="col" { (shown(interface, &format!("names.{column}"), &[])) }
                    }
                    th.col-tools { span.hidden { (shown(interface, "names.edit", &[])) } }
                } }
                tbody { @for line in &found { (row(line, interface)) } }
            }
            @if total > SHOWN {
                p.summary { (shown(interface, "names.more", &[&SHOWN.to_string(), &total.to_string()])) }
            }
            datalist #entity-ids { @for line in &found { option value=(line.entity.id) { (line.entity.zh) " " (line.entity.en) } } }
        }
    }
}

fn form(query: &NamesQuery, interface: Interface) -> Markup {
    html! {
        form.search role="search" method="get" action="/names" {
            input type="search" name="q" value=(query.q) autocomplete="off"
                placeholder=(say(interface, "names.search", &[])) data-say-placeholder="names.search"
                aria-label=(say(interface, "names.search", &[])) data-say-label="names.search";
            select name="label" aria-label=(say(interface, "names.label", &[])) data-say-label="names.label" {
                option value="" data-say="names.names" { (say(interface, "names.names", &[])) }
                option value="all" selected[query.label == "all"] data-say="names.all" { (say(interface, "names.all", &[])) }
                @for label in Label::ALL {
                    option value=(label.name()) selected[query.label == label.name()]
                        data-say={ "label." (label.name()) } { (say(interface, &format!("label.{}", label.name()), &[])) }
                }
            }
            label.check { input type="checkbox" name="only" checked[query.only == "on"]; (shown(interface, "names.only", &[])) }
            button type="submit" { (shown(interface, "kwic.go", &[])) }
        }
    }
}

/// The entities as reviewed, each with how the texts write it.
fn lines(desk: &Desk) -> Vec<Line> {
    let mut writings: BTreeMap<String, [BTreeMap<String, usize>; 2]> = BTreeMap::new();
    for index in 0..desk.len() {
        let state = desk.state(index);
        for side in Side::BOTH {
            let version = state.side(side);
            for (&start, mention) in version.mentions.iter() {
                let text = version.slice(CharSpan::new(start, mention.end)).to_owned();
                let entry = writings.entry(mention.entity.clone()).or_default();
                *entry[side as usize].entry(text).or_default() += 1;
            }
        }
    }
    let line = |entity: EntityRecord| {
        let counted = writings.remove(&entity.id).unwrap_or_default();
        let writings = counted.map(by_number);
        let odd = match entity.label.is_value() {
            true => [Vec::new(), Vec::new()],
            false => Side::BOTH.map(|side| odd(&entity, &writings, side)),
        };
        Line { entity, writings, odd }
    };
    reviewed_entities(desk, desk.entities().to_vec()).into_iter().map(line).collect()
}

fn by_number(counted: BTreeMap<String, usize>) -> Writings {
    let mut writings: Writings = counted.into_iter().collect();
    writings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    writings
}

/// The writings of one side that are no shorter or longer form of the preferred name.
fn odd(entity: &EntityRecord, writings: &[Writings; 2], side: Side) -> Vec<String> {
    let preferred = if side == Side::Chinese { &entity.zh } else { &entity.en };
    // A name in the other side's script is a gloss, not a rendering.
    let own_script = |text: &str| text.chars().any(is_han) == (side == Side::Chinese);
    let texts = writings[side as usize].iter().map(|(text, _)| text);
    let others: Vec<String> = texts
        .filter(|text| own_script(text) && own_script(preferred) && !is_form_of(text, preferred))
        .cloned()
        .collect();
    match entity.label {
        _ if others.is_empty() => others,
        Label::Per | Label::Loc => contradicting_names(entity.label, preferred, &others),
        _ => others,
    }
}

/// Whether one name is an acronym or holds the characters of the other in their order, as short
/// forms of organisations do: 世卫 in 世界卫生组织.
fn is_form_of(one: &str, other: &str) -> bool {
    let within = |short: &str, long: &str| {
        let mut letters = long.chars().flat_map(char::to_lowercase);
        short.chars().flat_map(char::to_lowercase).all(|c| letters.any(|letter| letter == c))
    };
    is_acronym(one) || is_acronym(other) || within(one, other) || within(other, one)
}

fn is_wanted(line: &Line, query: &NamesQuery) -> bool {
    let needle = query.q.trim().to_lowercase();
    let entity = &line.entity;
    let texts = line.writings.iter().flatten().map(|(text, _)| text);
    let mut texts = texts.chain([&entity.zh, &entity.en, &entity.id]);
    (needle.is_empty() || texts.any(|text| text.to_lowercase().contains(&needle)))
        && match query.label.as_str() {
            "" => !entity.label.is_value(),
            "all" => true,
            label => entity.label.name() == label,
        }
        && (query.only != "on" || line.renderings() > 1)
}

fn row(line: &Line, interface: Interface) -> Markup {
    let entity = &line.entity;
    let mentions = entity.mentions_zh + entity.mentions_en;
    let label = entity.label.name();
    let [zh, en] = &line.writings;
    html! {
        tr.inconsistent[line.renderings() > 1] data-entity=(entity.id) data-zh=(entity.zh) data-en=(entity.en) tabindex="0" {
            td { span.label.(label) { (shown(interface, &format!("label.{label}"), &[])) } }
            td.zh lang="zh" { (name(&entity.zh, zh, &line.odd[0], Side::Chinese, interface)) }
            td.en lang="en" { (name(&entity.en, en, &line.odd[1], Side::English, interface)) }
            td.renderings {
                @if line.renderings() > 1 {
                    span.warning { "≠ " (shown(interface, "names.inconsistent", &[&line.renderings().to_string()])) }
                }
            }
            td.number { (mentions) }
            td.number { (entity.docs.len()) }
            td.tools {
                button.edit type="button" data-edit { (shown(interface, "names.edit", &[])) }
            }
        }
    }
}

/// The preferred name, then the other ways in which the texts write it: each a link to where it
/// stands; one that contradicts it with a button to write the preferred name there.
fn name(
    preferred: &str,
    writings: &Writings,
    odd: &[String],
    side: Side,
    interface: Interface,
) -> Markup {
    html! {
        @if preferred.is_empty() {
            span.absent { (shown(interface, "names.one_sided", &[])) }
        } @else {
            b { bdi { (preferred) } }
        }
        @for (text, count) in writings.iter().filter(|(text, _)| text != preferred) {
            " "
            @let is_odd = odd.contains(text);
            span.variant.odd[is_odd] {
                @if is_odd { "≠ " }
                a href={ "/concordance?q=" (encoded(text)) } title=(say(interface, "names.find", &[])) data-say-title="names.find" {
                    bdi { (text) } sup { (count) }
                }
                @if is_odd {
                    button.unify type="button" data-unify=(text) data-side=(side.code()) data-with=(preferred)
                        title=(say(interface, "names.unify", &[])) data-say-title="names.unify"
                        aria-label={ (say(interface, "names.unify", &[])) ": " (text) } { "⇢" }
                }
            }
        }
    }
}
