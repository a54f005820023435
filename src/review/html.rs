//! The reading view as one self-contained file: opens from `file://` and asks for nothing.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::corpus::ArticleRecords;
use super::page::article::{Rows, progress};
use super::page::words::{Interface, say, shown, table};
use super::page::{STYLE, in_script};
use super::records;
use super::state::ArticleState;
use crate::document::Side;

/// Lights names and words up, draws the lines of crossings, switches the language.
const SCRIPT: &str = include_str!("assets/reading.js");

/// The file's own policy: nothing from anywhere but this file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";

/// The articles as one HTML file.
pub fn render<'a>(articles: impl IntoIterator<Item = &'a ArticleRecords>) -> String {
    let states: Vec<ArticleState> = articles.into_iter().map(records::state).collect();
    let interface = Interface::English;
    let document = html! {
        (DOCTYPE)
        html lang=(interface.tag()) data-theme="auto" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "对照 · duizhao" }
                style { (PreEscaped(STYLE)) }
            }
            body.reading {
                (navigation(interface))
                main #content { (contents(&states)) @for (index, state) in states.iter().enumerate() { (article(state, index, interface)) } }
                script type="application/json" #words { (PreEscaped(in_script(&table()))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    document.into_string()
}

fn navigation(interface: Interface) -> Markup {
    html! {
        nav.top aria-label="duizhao" {
            a.brand href="#content" lang="zh-Hans" { "对照" span lang="en" { "duizhao" } }
            span.space {}
            button #language-button type="button" title=(say(interface, "nav.language.title", &[]))
                data-say-title="nav.language.title" { (shown(interface, "nav.language", &[])) }
        }
    }
}

fn titles(state: &ArticleState) -> Markup {
    html! {
        @for side in Side::BOTH {
            span lang=(state.side(side).lang) { bdi { (state.side(side).heading()) } } " "
        }
    }
}

/// The list of articles, if there are several.
fn contents(states: &[ArticleState]) -> Markup {
    html! {
        @if states.len() > 1 {
            ol.contents { @for (index, state) in states.iter().enumerate() {
                li { a href={ "#article-" (index) } { (titles(state)) } }
            } }
        }
    }
}

fn article(state: &ArticleState, index: usize, interface: Interface) -> Markup {
    let rows = Rows::to_read(state, interface, format!("{index}-"));
    html! {
        section.article id={ "article-" (index) } {
            header.article { div.titles { h1 { (titles(state)) } span.doc { (state.id) } } div.standing { (progress(state, interface)) } }
            div.rows { (rows.render_all(0..state.beads.len())) svg.lines aria-hidden="true" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_in_the_page_cannot_be_ended_by_what_it_holds() {
        assert!(!SCRIPT.contains("</"), "the script must not end its element");
        assert!(!STYLE.contains("</"), "the style must not end its element");
        assert!(!in_script(r#""</script>""#).contains('<'));
    }

    #[test]
    fn a_file_of_no_articles_is_a_page() {
        let page = render([]);
        assert!(page.starts_with("<!DOCTYPE html>"));
        assert!(!page.contains("http://") && !page.contains("https://"));
    }
}
