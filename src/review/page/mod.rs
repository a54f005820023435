//! The pages, rendered on the server: their frame, and one module a page.

pub mod article;
pub mod concordance;
pub mod everywhere;
pub mod findings;
pub mod help;
pub mod keys;
pub mod list;
pub mod names;
pub mod row;
pub mod words;

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::words::{Interface, say, shown};
use crate::text::CharSpan;

/// The style sheet.
pub const STYLE: &str = include_str!("../assets/style.css");

/// What every page has in common.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Language of the interface.
    pub interface: Interface,
    /// `light`, `dark` or `auto`.
    pub theme: &'a str,
    /// The page's name in the navigation: `articles`, `concordance`, `names`.
    pub page: &'a str,
    /// Title of the document.
    pub title: &'a str,
    /// Keys by verb.
    pub keys: &'a BTreeMap<&'static str, String>,
}

impl Frame<'_> {
    /// The whole document around `content`.
    pub fn around(&self, content: Markup) -> String {
        let interface = self.interface;
        let document = html! {
            (DOCTYPE)
            html lang=(interface.tag()) data-theme=(self.theme) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.title) " · duizhao" }
                    link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/assets/style.css";
                    script type="module" src="/assets/main.js" {}
                }
                body.{ "on-" (self.page) } {
                    a.skip href="#content" { (shown(interface, "nav.skip", &[])) }
                    (self.navigation())
                    main #content tabindex="-1" { (content) }
                    @if self.page != "article" {
                        div.bar { div #message role="status" aria-live="polite" {} }
                    }
                    (help::dialogs(interface, self.keys))
                    (self.data())
                }
            }
        };
        document.into_string()
    }

    fn navigation(&self) -> Markup {
        let link = |page: &str, href: &str| {
            let key = format!("nav.{page}");
            html! {
                a href=(href) aria-current=[(self.page == page || (self.page, page) == ("article", "articles")).then_some("page")] {
                    (shown(self.interface, &key, &[]))
                }
            }
        };
        html! {
            nav.top aria-label="duizhao" {
                a.brand href="/" lang="zh-Hans" { "对照" span lang="en" { "duizhao" } }
                (link("articles", "/"))
                (link("concordance", "/concordance"))
                (link("names", "/names"))
                span.space {}
                button #help-button type="button" { kbd { "?" } (shown(self.interface, "nav.help", &[])) }
                button #theme-button type="button" title=(say(self.interface, "nav.theme.title", &[]))
                    data-say-title="nav.theme.title" { (shown(self.interface, "nav.theme", &[])) }
                button #language-button type="button" title=(say(self.interface, "nav.language.title", &[]))
                    data-say-title="nav.language.title" { (shown(self.interface, "nav.language", &[])) }
            }
        }
    }

    /// The words and keys for the page's code, as data and not as code.
    fn data(&self) -> Markup {
        let keys = serde_json::to_string(self.keys).unwrap_or_default();
        html! {
            script type="application/json" #words { (PreEscaped(in_script(&words::table()))) }
            script type="application/json" #keys { (PreEscaped(in_script(&keys))) }
        }
    }
}

/// A span cut at the marks inside it, which come in order: each stretch with its mark, if any.
/// Of marks that overlap the first counts.
fn stretches<T: Copy>(
    span: CharSpan,
    marks: impl IntoIterator<Item = (CharSpan, T)>,
) -> Vec<(CharSpan, Option<T>)> {
    let (mut at, mut stretches) = (span.start, Vec::new());
    for (mark, value) in marks {
        if mark.start >= at && mark.end <= span.end {
            stretches.push((CharSpan::new(at, mark.start), None));
            stretches.push((mark, Some(value)));
            at = mark.end;
        }
    }
    stretches.push((CharSpan::new(at, span.end), None));
    stretches.retain(|(stretch, _)| !stretch.is_empty());
    stretches
}

/// JSON that cannot end the script element that holds it.
pub(super) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}
