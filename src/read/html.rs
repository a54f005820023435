//! HTML → blocks: the article of a page, found by dom_smoothie, with headline, byline and date of
//! the page's head where the article's text does not repeat them.

use std::borrow::Cow;
use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use regex::Regex;

use super::dates;
use super::decode::Fault;
use super::languages::Lean;
use super::page::{Metadata, Page};
use crate::document::Role;
use crate::error::ErrorCode;

/// Read a page.
pub(super) fn page(html: &str) -> Result<Page, Fault> {
    let document = Document::from(&*tables_as_blocks(html));
    let found = metadata(html)?;
    remove_furniture(&document);
    let article = only_article(&document)
        .or_else(|| readable(&document))
        .filter(|article| keeps_both_languages(&document, article))
        .unwrap_or_else(|| document.select("body").html().to_string());
    let content = Document::from(article.as_str());
    remove_furniture(&content);
    let mut body = Page::default();
    Walk { page: &mut body, paragraph: String::new() }.node(&content.root(), None, 0);
    let mut page = head(&document, &found.title, &mut body);
    append(&mut page, &body);
    page.metadata = Metadata {
        author: found.byline.unwrap_or_default(),
        published: found.published_time.and_then(|time| dates::date_in(&time)).unwrap_or_default(),
    };
    Ok(page)
}

/// The page with plain blocks for tables and their cells. Pages lay out text in tables, and a cell that
/// is taken out of its table is no HTML any more.
fn tables_as_blocks(html: &str) -> Cow<'_, str> {
    static TABLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)<(/?)(?:table|tbody|thead|tfoot|tr|td|th)\b").expect("a valid pattern")
    });
    TABLE.replace_all(html, "<${1}div")
}

/// What the page's head says; scripts with linked data count.
fn metadata(html: &str) -> Result<dom_smoothie::Metadata, Fault> {
    let page = Readability::new(html, None, None).map_err(|error| unreadable(&error))?;
    Ok(page.get_article_metadata(page.parse_json_ld()))
}

/// Whether `article` has not lost one language of a page with both: what extracts articles takes the
/// cells of a table, or every other paragraph, for something else.
fn keeps_both_languages(document: &Document, article: &str) -> bool {
    let page = Lean::of(&document.select("body").text());
    let article = Lean::of(&Document::from(article).text());
    let is_bilingual = page.han * 16 >= page.latin && page.latin >= page.han && page.han >= 40;
    !is_bilingual || (article.han * 4 >= page.han && article.latin * 4 >= page.latin)
}

/// The part of a page that reads like an article.
fn readable(document: &Document) -> Option<String> {
    let config = Config { keep_classes: true, ..Config::default() };
    let mut page = Readability::new(document.html(), None, Some(config)).ok()?;
    page.parse().ok().map(|article| article.content.to_string())
}

fn unreadable(error: &impl std::fmt::Display) -> Fault {
    let message = format!("no article was found in the page ({error}); save its text instead");
    Fault::new(ErrorCode::Undecodable, message)
}

/// Elements that hold no text of an article.
const FURNITURE: &str = "script, style, noscript, template, nav, aside, form, button, iframe, svg, \
    select, input, textarea, dialog, [hidden], [aria-hidden='true'], [role='navigation'], \
    [role='complementary'], [role='search'], footer";

fn remove_furniture(document: &Document) {
    document.select(FURNITURE).remove();
    let marked: Vec<NodeRef> = document
        .select("[class], [id]")
        .nodes()
        .iter()
        .filter(|node| is_furniture(node))
        .copied()
        .collect();
    for node in marked {
        node.remove_from_parent();
    }
}

/// Whether class or id say that an element is no part of the article.
fn is_furniture(node: &NodeRef) -> bool {
    const WORDS: &[&str] = &[
        "share",
        "sharing",
        "social",
        "newsletter",
        "related",
        "promo",
        "subscribe",
        "subscription",
        "comments",
        "comment-list",
        "breadcrumb",
        "breadcrumbs",
        "advert",
        "advertisement",
        "ad",
        "ads",
        "recommend",
        "recommended",
        "recommendation",
        "paywall",
        "cookie",
        "sidebar",
        "toolbar",
        "skip-link",
        "pagination",
        "tags",
        "tag-list",
        "most-read",
        "read-more",
        "signup",
    ];
    if node.has_name("body") || node.has_name("html") || node.has_name("article") {
        return false;
    }
    let names = [node.class(), node.id_attr()].into_iter().flatten();
    names.into_iter().any(|names| {
        let names = names.to_lowercase();
        names.split_whitespace().any(|name| {
            WORDS.contains(&name)
                || name.split(['-', '_']).any(|part| WORDS.contains(&part) && part.len() > 3)
        })
    })
}

/// The `article` element, if the page has just one with text.
fn only_article(document: &Document) -> Option<String> {
    /// Fewest characters of an article: teasers are shorter.
    const SHORTEST: usize = 200;
    let articles = document.select("article");
    let long: Vec<&NodeRef> = articles
        .nodes()
        .iter()
        .filter(|node| node.text().chars().filter(|c| !c.is_whitespace()).count() >= SHORTEST)
        .collect();
    match long[..] {
        [node] => Some(node.html().to_string()),
        _ => None,
    }
}

/// The block at the head of `body` that is the headline once more, with or without more words.
/// dom_smoothie makes the headline a subhead, in the same words; other subheads are none.
fn repeated(headline: &str, body: &Page) -> Option<usize> {
    /// Blocks that are looked at, and the longest that may be a headline, in characters.
    const FIRST: usize = 3;
    const LONGEST: usize = 160;
    (0..body.blocks.len().min(FIRST)).find(|&index| {
        let text = body.block_text(index);
        let length = text.chars().count();
        let begins = text.starts_with(headline) || headline.starts_with(text);
        match body.blocks[index].role {
            None => begins && (4..=LONGEST).contains(&length),
            Some(Role::Subhead) => headline.split_whitespace().eq(text.split_whitespace()),
            Some(_) => false,
        }
    })
}

/// Headline, byline and date of the page where `body` does not have them.
fn head(document: &Document, title: &str, body: &mut Page) -> Page {
    let mut head = Page::default();
    let has = |role| body.blocks.iter().any(|block| block.role == Some(role));
    let first = |selector: &str| {
        let found = document.select(selector);
        found.nodes().first().map(|node| node.text().trim().to_owned())
    };
    let is_new = |text: &String| !text.is_empty() && !body.text.contains(text.as_str());
    let headline = first("h1").filter(|text| !text.is_empty());
    let headline = headline.unwrap_or_else(|| title.trim().to_owned());
    let again = repeated(&headline, body).filter(|_| !headline.is_empty());
    if !has(Role::Headline) && again.is_none() {
        head.push(&headline, Some(Role::Headline));
    }
    for (role, selector) in [
        (Role::Byline, ".byline, [itemprop='author'], [rel='author'], .author"),
        (Role::Dateline, ".dateline, time, .pubdate, .publish-time, #pubtime, .date"),
    ] {
        if let Some(text) = first(selector).filter(|text| is_new(text) && !has(role)) {
            head.push(&text, Some(role));
        }
    }
    if let Some(index) = again.filter(|_| !has(Role::Headline)) {
        body.blocks[index].role = Some(Role::Headline);
    }
    head
}

fn append(page: &mut Page, more: &Page) {
    for (index, block) in more.blocks.iter().enumerate() {
        page.push(more.block_text(index), block.role);
    }
}

/// A walk over the elements, collecting text into blocks.
struct Walk<'a> {
    page: &'a mut Page,
    paragraph: String,
}

impl Walk<'_> {
    /// Deepest nesting that is followed.
    const DEEPEST: usize = 200;

    fn node(&mut self, node: &NodeRef, role: Option<Role>, depth: usize) {
        if node.is_text() {
            self.paragraph.push_str(&node.text());
            return;
        }
        let name = node.node_name().unwrap_or_default().to_lowercase();
        // Readings above characters (`rt`) are no text of their own.
        if matches!(name.as_str(), "head" | "rt" | "rp") || depth > Self::DEEPEST {
            return;
        }
        let own = role_of(node, &name);
        let inner = own.or(role);
        let breaks = is_block(&name) || (own.is_some() && role.is_some() && own != role);
        if breaks {
            self.flush(role);
        }
        for child in node.children_it(false) {
            self.node(&child, inner, depth + 1);
        }
        if breaks {
            self.flush(inner);
        }
    }

    fn flush(&mut self, role: Option<Role>) {
        let paragraph = std::mem::take(&mut self.paragraph);
        self.page.push(&paragraph, role);
    }
}

fn is_block(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "mark", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small",
        "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    !INLINE.contains(&name)
}

/// The role that an element's name or class gives its text.
fn role_of(node: &NodeRef, name: &str) -> Option<Role> {
    const CLASSES: &[(&str, Role)] = &[
        ("byline", Role::Byline),
        ("author", Role::Byline),
        ("dateline", Role::Dateline),
        ("pubdate", Role::Dateline),
        ("credit", Role::Credit),
        ("copyright", Role::Credit),
        ("caption", Role::Caption),
        ("cutline", Role::Caption),
    ];
    match name {
        "h1" => return Some(Role::Headline),
        "h2" | "h3" | "h4" | "h5" | "h6" => return Some(Role::Subhead),
        _ => {}
    }
    let classes = node.class().unwrap_or_default().to_lowercase();
    let by_class = CLASSES.iter().find(|(word, _)| {
        classes.split([' ', '-', '_']).any(|part| part.trim_end_matches('s') == *word)
    });
    let by_class = by_class.map(|(_, role)| *role);
    by_class.or_else(|| matches!(name, "figcaption" | "caption").then_some(Role::Caption))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(String, Option<Role>)> {
        let page = page(html).unwrap();
        let block = |i| (page.block_text(i).to_owned(), page.blocks[i].role);
        (0..page.blocks.len()).map(block).collect()
    }

    #[test]
    fn navigation_is_dropped_and_roles_are_read() {
        let sentence = "The old ferry made its last crossing on Sunday, and half the town came. ";
        let html = format!(
            "<html><head><title>Last ferry - Post</title></head><body><nav>Home News</nav>\
             <article><h1>Last ferry</h1><p class=byline>By <a>Ada Moss</a></p>\
             <div class='share-bar'>Share</div><p>{0}</p><figure><img src=x><figcaption>The quay. \
             <span class=credit>Photo: J. Roe</span></figcaption></figure><h2>The bridge</h2>\
             <p>{0}<br>{0}&amp; more</p></article><footer>About us</footer></body></html>",
            sentence.repeat(3)
        );
        let long = sentence.repeat(3).trim().to_owned();
        assert_eq!(
            blocks(&html),
            [
                ("Last ferry".to_owned(), Some(Role::Headline)),
                ("By Ada Moss".to_owned(), Some(Role::Byline)),
                (long.clone(), None),
                ("The quay.".to_owned(), Some(Role::Caption)),
                ("Photo: J. Roe".to_owned(), Some(Role::Credit)),
                ("The bridge".to_owned(), Some(Role::Subhead)),
                (long.clone(), None),
                (format!("{long} & more"), None),
            ]
        );
    }

    #[test]
    fn tables_and_broken_lines_keep_both_languages() {
        let zh = "水库的水位昨天又下降了两米，附近的村子开始用水车送水，学校也提前放了假。";
        let en = "The level of the reservoir fell by another two meters yesterday, and trucks bring water.";
        let rows = format!("<tr><td>{zh}</td><td>{en}</td></tr>").repeat(4);
        let table = format!("<html><body><table>{rows}</table></body></html>");
        let lines = format!("{zh}<br/><br/>{en}<br/>").repeat(4);
        let lines = format!("<html><body><div><span>{lines}</span></div></body></html>");
        for html in [table, lines] {
            let texts: Vec<String> = blocks(&html).into_iter().map(|(text, _)| text).collect();
            assert_eq!(texts, [zh, en].repeat(4), "{html}");
        }
    }

    #[test]
    fn a_headline_in_the_text_is_not_said_twice() {
        let line =
            "The old ferry made its last crossing on Sunday, and half the town came to see it. ";
        let html = format!(
            "<html><head><title>Last ferry</title></head><body><div><p>Last ferry leaves town</p>\
             <p>{0}</p><p>{0}</p><p>生<ruby>词<rt>cí</rt></ruby></p></div></body></html>",
            line.repeat(4)
        );
        let found = blocks(&html);
        assert_eq!(found[0], ("Last ferry leaves town".to_owned(), Some(Role::Headline)));
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[3].0, "生词");
    }

    /// A short page with a headline that its title, if it has one, does not say.
    fn short_page(title: &str, headline: &str, paragraphs: &[&str]) -> String {
        let paragraphs: String =
            paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
        format!(
            "<html><head>{title}</head><body><nav>Home | News</nav><article><h1>{headline}</h1>\
             {paragraphs}</article><footer>Copyright 2025</footer></body></html>"
        )
    }

    #[test]
    fn the_headline_of_a_short_page_is_not_said_twice() {
        let short = "陈美玲在台北市中山区经营书店已经三十一年。上周六，她最后一次关上了店门。";
        let long = "青岛市政府星期三宣布，将在2030年之前用电动渡轮取代全部47艘柴油渡轮。";
        let english = "Chen Mei-ling had run her bookshop in Taipei for 31 years.";
        let zh = "港口城市推行电动渡轮 五年内淘汰柴油船";
        for (title, headline, paragraphs) in [
            ("", zh, &[short][..]),
            ("", "Taipei shop", &[english][..]),
            ("<title>T</title>", zh, &[long, short][..]),
            ("<title>T</title>", "Taipei\n  shop", &[english][..]),
        ] {
            let found = blocks(&short_page(title, headline, paragraphs));
            let headline = headline.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(found[0], (headline, Some(Role::Headline)));
            let texts: Vec<&str> = found[1..].iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(texts, paragraphs, "{title}");
        }
    }

    #[test]
    fn a_subhead_that_begins_like_the_headline_stays() {
        let paragraphs = "The old ferry made its last crossing on Sunday. ".repeat(9);
        let html = format!(
            "<html><body><article><h2>Last ferry leaves town</h2><p>{paragraphs}</p></article>\
             <h1>Last ferry</h1></body></html>"
        );
        let found = blocks(&html);
        assert_eq!(found[0], ("Last ferry".to_owned(), Some(Role::Headline)));
        assert_eq!(found[1], ("Last ferry leaves town".to_owned(), Some(Role::Subhead)));
    }

    #[test]
    fn a_page_without_an_article_element_is_read() {
        let sentence = "水库的水位昨天又下降了两米，附近的村子开始用水车送水，学校也提前放了假。";
        let html = format!(
            "<html><head><title>水位下降</title></head><body><div class=nav><a href=1>首页</a></div>\
             <div id=content><p>{0}</p><p>{0}</p><p>{0}</p></div></body></html>",
            sentence.repeat(5)
        );
        let found = blocks(&html);
        assert_eq!(found[0], ("水位下降".to_owned(), Some(Role::Headline)));
        assert_eq!(found.len(), 4);
    }
}
