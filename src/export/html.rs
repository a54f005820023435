//! One self-contained HTML page for reading: no requests, no scripts, all text escaped.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Exporter;
use super::table::name_of;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord, MentionRecord};

/// Writes HTML.
#[derive(Default)]
pub(super) struct Html {
    articles: Vec<(String, Markup)>,
}

impl Exporter for Html {
    fn article(
        &mut self,
        _out: &mut dyn Write,
        document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        self.articles.push((document.id.clone(), article(document, beads, self.articles.len())));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _entities: &[EntityRecord]) -> io::Result<()> {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy"
                        content="default-src 'none'; style-src 'unsafe-inline'";
                    title { "Aligned articles" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    nav aria-label="Articles" { ol { @for (index, (id, _)) in self.articles.iter().enumerate() {
                        li { a href=(format!("#a{index}")) { (id) } }
                    } } }
                    main { @for (_, article) in &self.articles { (article) } }
                }
            }
        };
        out.write_all(page.into_string().as_bytes())
    }
}

fn article(document: &DocumentRecord, beads: &[BeadRecord], index: usize) -> Markup {
    html! {
        section id=(format!("a{index}")) {
            h2 { (document.id) }
            table {
                thead { tr { th scope="col" { "bead" } th scope="col" { "中文" } th scope="col" { "English" } } }
                tbody { @for bead in beads { (row(document, bead)) } }
            }
        }
    }
}

fn row(document: &DocumentRecord, bead: &BeadRecord) -> Markup {
    let confidence = bead.confidence.value();
    let class = if confidence < 0.5 {
        "low"
    } else if confidence < 0.8 {
        "middle"
    } else {
        "high"
    };
    html! {
        tr class=(format!("{} {}", bead.role.name(), name_of(&bead.status))) {
            th scope="row" {
                span class=(class) { (format!("{confidence:.2}")) }
                small { (bead.bead_type) @if bead.crossing { " ×" } }
                @if bead.role.name() != "body" { small { (bead.role.name()) } }
                @for flag in &bead.flags { small class="flag" { (name_of(flag).replace('_', " ")) } }
            }
            (cell(&document.zh.lang, &bead.zh, &bead.zh_entities, bead))
            (cell("en", &bead.en, &bead.en_entities, bead))
        }
    }
}

fn cell(lang: &str, text: &str, mentions: &[MentionRecord], bead: &BeadRecord) -> Markup {
    html! {
        td lang=(lang) {
            @if text.is_empty() { em lang="en" { (name_of(&bead.null_reason)) } }
            @else { bdi { @for (part, mention) in parts(text, mentions) {
                @match mention {
                    Some(mention) => span class="name" title=(format!("{} {}", mention.label.name(), mention.entity)) { (part) },
                    None => (part),
                }
            } } }
            @if lang == "en" && !bead.comment.is_empty() { p class="comment" lang="" { (bead.comment) } }
        }
    }
}

/// The text cut at its mentions. The offsets of an export may count other units than code points,
/// so the mentions are found by their text, one after the other.
fn parts<'a>(
    text: &'a str,
    mentions: &'a [MentionRecord],
) -> Vec<(&'a str, Option<&'a MentionRecord>)> {
    let mut parts = Vec::new();
    let mut rest = text;
    for mention in mentions {
        let Some(at) = rest.find(mention.text.as_str()) else { continue };
        parts.push((&rest[..at], None));
        parts.push((&rest[at..at + mention.text.len()], Some(mention)));
        rest = &rest[at + mention.text.len()..];
    }
    parts.push((rest, None));
    parts
}

const STYLE: &str = "\
:root{color-scheme:light dark;font:1rem/1.6 Georgia,'Noto Serif','Noto Serif CJK SC','Songti SC',SimSun,serif}\
body{margin:0 auto;max-width:80rem;padding:1rem}\
table{border-collapse:collapse;width:100%;table-layout:fixed}\
th,td{padding:.4rem .6rem;text-align:start;vertical-align:top;border-top:1px solid #8884;overflow-wrap:anywhere}\
th:first-child{width:7rem;font:.8rem/1.4 system-ui,sans-serif}\
th small{display:block}\
.low{border-left:6px double #b3261e;padding-left:.3rem}\
.middle{border-left:6px dashed #b26a00;padding-left:.3rem}\
.high{border-left:6px solid #2e7d32;padding-left:.3rem}\
.name{text-decoration:underline dotted}\
.headline td{font-weight:bold}.boilerplate td{opacity:.6}.rejected td{text-decoration:line-through}\
.flag,.comment{font-style:italic}\
";

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_corpus() {
        let page = crate::export::fixture::export(crate::export::Format::Html);
        let body = &page[page.find("<body>").unwrap()..];
        insta::assert_snapshot!(body.replace("><", ">\n<"));
    }
}
