//! Requests that change something: each is on disk before it is answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::action::{Action, Refusal};
use super::super::desk::{Belief, Desk, Outcome};
use super::super::diff::difference;
use super::super::everywhere::{self, Change, What};
use super::super::page::article::{Rows, progress};
use super::super::page::keys::VERBS;
use super::super::page::words::Interface;
use super::super::page::{self};
use super::super::realign;
use super::App;
use super::pages::{Failure, Look, index_of};

/// A row for the page to put in.
#[derive(Serialize)]
struct PutRow {
    key: String,
    /// Key of the row before it, `""` at the beginning.
    after: String,
    html: String,
}

/// What the page must swap after an action.
fn answer(outcome: &Outcome, interface: Interface, seen: i64) -> Json<Value> {
    let (before, after) = (&outcome.before, &outcome.after);
    let swap = difference(before, after);
    let rows = Rows::with(after, swap.crossings, interface);
    let put: Vec<PutRow> = swap
        .put
        .iter()
        .map(|&at| PutRow {
            key: after.beads[at].key().to_string(),
            after: at
                .checked_sub(1)
                .map(|at| after.beads[at].key().to_string())
                .unwrap_or_default(),
            html: rows.render(at).into_string(),
        })
        .collect();
    Json(json!({
        "sequence": outcome.sequence,
        "behind": seen != outcome.sequence_before,
        "removed": swap.removed,
        "put": put,
        "renumbered": swap.renumbered,
        "progress": progress(after, interface).into_string(),
    }))
}

#[derive(Deserialize)]
pub struct ActRequest {
    doc: String,
    action: Action,
    belief: Belief,
}

pub async fn act(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<ActRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    let index = index_of(&desk, &request.doc)?;
    let outcome = desk.act(index, &request.action, &request.belief)?;
    Ok(answer(&outcome, Look::of(&headers).interface, request.belief.seen))
}

#[derive(Deserialize)]
pub struct StepRequest {
    doc: String,
    belief: Belief,
}

pub async fn undo(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<StepRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    let index = up_to_date(&mut desk, &request)?;
    let outcome = desk.undo(index)?;
    Ok(answer(&outcome, Look::of(&headers).interface, request.belief.seen))
}

pub async fn redo(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<StepRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    let index = up_to_date(&mut desk, &request)?;
    let outcome = desk.redo(index)?;
    Ok(answer(&outcome, Look::of(&headers).interface, request.belief.seen))
}

/// Undo, redo and realignment concern the whole article: the page must have seen all of it.
fn up_to_date(desk: &mut Desk, request: &StepRequest) -> Result<usize, Failure> {
    let index = index_of(desk, &request.doc)?;
    desk.catch_up()?;
    if desk.sequence(index) != request.belief.seen {
        return Err(Refusal::StaleArticle.into());
    }
    Ok(index)
}

pub async fn realign(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<StepRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    let index = up_to_date(&mut desk, &request)?;
    let source = desk.source(index)?;
    let action = realign::realignment(desk.state(index), &source.document);
    let outcome = desk.act(index, &action, &request.belief)?;
    Ok(answer(&outcome, Look::of(&headers).interface, request.belief.seen))
}

#[derive(Deserialize)]
pub struct EverywhereRequest {
    /// The article; the whole corpus if none is given.
    #[serde(default)]
    doc: Option<String>,
    change: Change,
}

/// What a change would touch.
pub async fn preview(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<EverywhereRequest>,
) -> Result<Json<Value>, Failure> {
    let desk = app.desk();
    let places =
        everywhere::places(&desk, &articles(&desk, request.doc.as_deref())?, &request.change);
    let with = (request.change.what == What::Write).then(|| request.change.with.trim());
    let html = page::everywhere::render(&desk, &places, with, Look::of(&headers).interface);
    Ok(Json(json!({ "html": html.into_string(), "count": places.len() })))
}

#[derive(Deserialize)]
pub struct MentionsRequest {
    /// The article; the whole corpus if none is given.
    #[serde(default)]
    doc: Option<String>,
    entity: String,
}

/// The mentions of an entity: what giving it other names is about.
pub async fn mentions(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(request): Json<MentionsRequest>,
) -> Result<Json<Value>, Failure> {
    let desk = app.desk();
    let articles = articles(&desk, request.doc.as_deref())?;
    let places = everywhere::mentions_of(&desk, &articles, &request.entity);
    let html = page::everywhere::render(&desk, &places, None, Look::of(&headers).interface);
    Ok(Json(json!({ "html": html.into_string(), "count": places.len() })))
}

fn articles(desk: &Desk, doc: Option<&str>) -> Result<Vec<usize>, Failure> {
    match doc {
        Some(doc) => Ok(vec![index_of(desk, doc)?]),
        None => Ok((0..desk.len()).collect()),
    }
}

pub async fn everywhere(
    State(app): State<Arc<App>>,
    Json(request): Json<EverywhereRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let articles = articles(&desk, request.doc.as_deref())?;
    let places = everywhere::places(&desk, &articles, &request.change);
    let actions = everywhere::actions(&desk, &places, &request.change);
    many(&mut desk, actions)
}

/// Do actions on several articles and tell how to take them back.
fn many(desk: &mut Desk, actions: Vec<(usize, Action)>) -> Result<Json<Value>, Failure> {
    if actions.is_empty() {
        return Err(Refusal::NoChange.into());
    }
    let range = desk.act_on_many(&actions)?;
    Ok(Json(json!({ "articles": actions.len(), "range": range })))
}

#[derive(Deserialize)]
pub struct EntityRequest {
    /// The article; the whole corpus if none is given.
    #[serde(default)]
    doc: Option<String>,
    entity: String,
    zh: String,
    en: String,
    /// Another entity that this one is, `""` if none.
    #[serde(default)]
    into: String,
}

pub async fn entity(
    State(app): State<Arc<App>>,
    Json(request): Json<EntityRequest>,
) -> Result<Json<Value>, Failure> {
    let mut desk = app.desk();
    desk.catch_up()?;
    let EntityRequest { entity, zh, en, into, .. } = request;
    let action = match into.as_str() {
        "" => Action::RenameEntity { entity, zh, en },
        _ => Action::MergeEntity { from: entity, into },
    };
    let articles = articles(&desk, request.doc.as_deref())?;
    let possible =
        articles.into_iter().filter(|&index| desk.history(index).preview(&action).is_ok());
    let actions = possible.map(|index| (index, action.clone())).collect();
    many(&mut desk, actions)
}

pub async fn undo_many(
    State(app): State<Arc<App>>,
    Json(range): Json<(i64, i64)>,
) -> Result<Json<Value>, Failure> {
    let (undone, others) = app.desk().undo_range(range)?;
    Ok(Json(json!({ "undone": undone, "others": others })))
}

/// Keep a reviewer's own keys; unknown verbs are left out.
pub async fn keys(
    State(app): State<Arc<App>>,
    Json(own): Json<BTreeMap<String, String>>,
) -> Result<Json<Value>, Failure> {
    let known = |name: &str| VERBS.iter().any(|verb| verb.name == name);
    let own: BTreeMap<_, _> =
        own.into_iter().filter(|(name, key)| known(name) && key.len() < 40).collect();
    app.desk().set_setting("keys", &serde_json::to_string(&own).unwrap_or_default())?;
    Ok(Json(json!({})))
}
