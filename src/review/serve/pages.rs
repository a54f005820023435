//! Requests that read: pages, fragments, the way to the next row.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;
use regex::RegexBuilder;
use serde::Deserialize;

use super::super::action::Refusal;
use super::super::concordance::ConcordanceQuery;
use super::super::desk::{Desk, DeskError};
use super::super::navigate::{self, Wanted};
use super::super::page::article::{ArticlePage, Rows};
use super::super::page::list::{self, ListQuery};
use super::super::page::names::{self, NamesQuery};
use super::super::page::words::Interface;
use super::super::page::{self, Frame, keys};
use super::super::state::BeadKey;
use super::App;
use super::guard::cookie;

/// Memory that a regular expression may take when compiled, in bytes.
const LARGEST_REGEX: usize = 4 << 20;

/// An error as an answer: a refusal is told as JSON, anything else is a fault of the disk.
pub struct Failure(pub DeskError);

impl<E: Into<DeskError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match self.0 {
            DeskError::Refused(Refusal::NoArticle) => StatusCode::NOT_FOUND,
            DeskError::Refused(_) => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let code = match &self.0 {
            DeskError::Refused(refusal) => refusal.code(),
            _ => String::new(),
        };
        let body = serde_json::json!({ "refusal": code, "message": self.0.to_string() });
        (status, Json(body)).into_response()
    }
}

/// What cookies say about the look of the pages.
pub struct Look {
    pub interface: Interface,
    theme: &'static str,
}

impl Look {
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let tag = cookie(headers, "ui").or(accepted).unwrap_or_default();
        let theme = match cookie(headers, "theme") {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "auto",
        };
        Self { interface: Interface::from_tag(tag), theme }
    }
}

/// The position of the article with this id.
pub fn index_of(desk: &Desk, doc: &str) -> Result<usize, Failure> {
    Ok(desk.index_of(doc).ok_or(Refusal::NoArticle)?)
}

fn framed(
    desk: &Desk,
    look: &Look,
    page: &str,
    title: &str,
    content: impl FnOnce(&BTreeMap<&'static str, String>) -> Markup,
) -> Result<Html<String>, Failure> {
    let own = desk.setting("keys")?;
    let keys = keys::keys(own.as_deref());
    let frame = Frame { interface: look.interface, theme: look.theme, page, title, keys: &keys };
    Ok(Html(frame.around(content(&keys))))
}

pub async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<ListQuery>,
) -> Result<Html<String>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let look = Look::of(&headers);
    framed(&desk, &look, "articles", "对照", |_| list::render(&desk, &query, look.interface))
}

#[derive(Deserialize)]
pub struct ArticleQuery {
    doc: String,
    #[serde(default)]
    row: String,
}

pub async fn article(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<ArticleQuery>,
) -> Result<Html<String>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let index = index_of(&desk, &query.doc)?;
    let look = Look::of(&headers);
    let (state, sequence, interface) = (desk.state(index), desk.sequence(index), look.interface);
    let at = query.row.parse().ok();
    framed(&desk, &look, "article", &state.id, |keys| {
        ArticlePage { state, sequence, at, interface, keys }.render()
    })
}

#[derive(Deserialize)]
pub struct RowsQuery {
    doc: String,
    keys: String,
}

/// The rows with the given keys, those of them that are there.
pub async fn rows(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<RowsQuery>,
) -> Result<Html<String>, Failure> {
    let desk = app.desk();
    let state = desk.state(index_of(&desk, &query.doc)?);
    let keys: Vec<BeadKey> = query.keys.split(' ').filter_map(|key| key.parse().ok()).collect();
    let rows = Rows::of(state, Look::of(&headers).interface);
    // Keys come in the order of the rows, so the next is found right after the last.
    let mut from = 0;
    let positions = keys.into_iter().filter_map(|key| {
        let rest = state.beads[from..].iter().position(|bead| bead.key() == key);
        let position = rest.map(|at| from + at).or_else(|| state.position(key))?;
        from = position;
        Some(position)
    });
    let positions: Vec<usize> = positions.collect();
    Ok(Html(rows.render_all(positions).into_string()))
}

#[derive(Deserialize)]
pub struct FindQuery {
    doc: String,
    #[serde(default)]
    from: String,
    wanted: Wanted,
    #[serde(default)]
    back: bool,
    #[serde(default)]
    pattern: String,
}

/// The key of the next row that is wanted, `""` if there is none; for a search, which of how many.
pub async fn find(
    State(app): State<Arc<App>>,
    Query(query): Query<FindQuery>,
) -> Result<Response, Failure> {
    let desk = app.desk();
    let state = desk.state(index_of(&desk, &query.doc)?);
    let pattern = match query.wanted {
        Wanted::Match => match RegexBuilder::new(&query.pattern)
            .case_insensitive(true)
            .size_limit(LARGEST_REGEX)
            .build()
        {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let message = error.to_string();
                let last = message.lines().last().unwrap_or_default();
                let body = serde_json::json!({ "bad": last });
                return Ok((StatusCode::BAD_REQUEST, Json(body)).into_response());
            }
        },
        _ => None,
    };
    let from = query.from.parse().ok();
    let found = navigate::find(state, from, query.wanted, query.back, pattern.as_ref());
    let rank = found.zip(pattern.as_ref());
    let rank = rank.map(|(key, pattern)| navigate::rank(state, key, pattern));
    let key = found.map(|key| key.to_string()).unwrap_or_default();
    Ok(Json(serde_json::json!({ "key": key, "rank": rank })).into_response())
}

pub async fn concordance(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<ConcordanceQuery>,
) -> Result<Html<String>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let look = Look::of(&headers);
    let found = app.concordance().search(&desk, &query)?;
    let content = page::concordance::render(&desk, &query, &found, look.interface);
    framed(&desk, &look, "concordance", "对照", |_| content)
}

pub async fn names(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<NamesQuery>,
) -> Result<Html<String>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let look = Look::of(&headers);
    framed(&desk, &look, "names", "对照", |_| names::render(&desk, &query, look.interface))
}

const ASSETS: [(&str, &str, &str); 8] = [
    ("style.css", "text/css", page::STYLE),
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
    ("main.js", JAVASCRIPT, include_str!("../assets/main.js")),
    ("article.js", JAVASCRIPT, include_str!("../assets/article.js")),
    ("cursor.js", JAVASCRIPT, include_str!("../assets/cursor.js")),
    ("rows.js", JAVASCRIPT, include_str!("../assets/rows.js")),
    ("dialogs.js", JAVASCRIPT, include_str!("../assets/dialogs.js")),
    ("page.js", JAVASCRIPT, include_str!("../assets/page.js")),
];

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

pub async fn asset(Path(file): Path<String>) -> Response {
    match ASSETS.iter().find(|(name, ..)| *name == file) {
        Some((_, kind, text)) => ([(header::CONTENT_TYPE, *kind)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
