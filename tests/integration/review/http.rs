//! The server: who is heard, what is escaped, what an action answers.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use duizhao::document::Role;
use duizhao::review::serve::{App, LARGEST_BODY, router};
use duizhao::review::{Desk, html};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::fixture::{self, Lines};

const PORT: u16 = 8123;
const OWN: &str = "127.0.0.1:8123";
const COOKIE: &str = "duizhao_8123=secret";

/// A served folder with the two articles of the fixture and one full of mischief.
fn served() -> (TempDir, Router) {
    let folder = TempDir::new().unwrap();
    fixture::write(folder.path(), &[fixture::ferry(), fixture::bridge(), mischief()]);
    let desk = Desk::open(folder.path()).unwrap();
    (folder, router(Arc::new(App::new(desk, PORT, "secret".into()))))
}

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "\"><img src=x onerror=alert(1)>";
const BIDI: &str = "\u{202e}desrever\u{2066}";

fn mischief() -> duizhao::pipeline::AnnotatedArticle {
    let long: &'static str = Box::leak("长".repeat(33_334).into_boxed_str());
    let zh: &'static [&'static str] = Box::leak(Box::new([SCRIPT, IMAGE, long]));
    let zh: &Lines = &[(Role::Body, zh)];
    let en: &Lines = &[(Role::Body, &[IMAGE, SCRIPT, BIDI])];
    let beads: &[fixture::BeadLine] = &[(&[0], &[0], 0.9), (&[1], &[1], 0.9), (&[2], &[2], 0.9)];
    fixture::article("a/\"><script>x", zh, en, beads, &[])
}

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path).header(header::HOST, OWN).header(header::COOKIE, COOKIE)
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header(header::HOST, OWN)
        .header(header::COOKIE, COOKIE)
        .header(header::ORIGIN, format!("http://{OWN}"))
        .header(header::CONTENT_TYPE, "application/json")
}

/// Send a request on this thread.
fn send(router: &Router, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, headers, String::from_utf8(body.to_vec()).unwrap())
    })
}

fn page(router: &Router, path: &str) -> String {
    let (status, _, body) = send(router, get(path).body(Body::empty()).unwrap());
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    body
}

fn act(router: &Router, seen: i64, action: Value) -> (StatusCode, Value) {
    let body = json!({ "doc": "harbour/ferry", "action": action, "belief": { "seen": seen } });
    let (status, _, body) = send(router, post("/act").body(Body::from(body.to_string())).unwrap());
    (status, serde_json::from_str(&body).unwrap())
}

#[test]
fn only_the_own_host_origin_and_token_are_heard() {
    let (_folder, router) = served();
    let status = |request: axum::http::request::Builder| {
        send(&router, request.body(Body::empty()).unwrap()).0
    };
    assert_eq!(status(get("/")), StatusCode::OK);
    let foreign =
        Request::get("/").header(header::HOST, "evil.example").header(header::COOKIE, COOKIE);
    assert_eq!(status(foreign), StatusCode::FORBIDDEN);
    let other_port =
        Request::get("/").header(header::HOST, "127.0.0.1:80").header(header::COOKIE, COOKIE);
    assert_eq!(status(other_port), StatusCode::FORBIDDEN);
    assert_eq!(
        status(get("/").header(header::ORIGIN, "http://evil.example")),
        StatusCode::FORBIDDEN
    );
    assert_eq!(status(get("/").header(header::ORIGIN, "null")), StatusCode::FORBIDDEN);
    let no_token = || Request::get("/names").header(header::HOST, OWN);
    assert_eq!(status(no_token()), StatusCode::FORBIDDEN);
    assert_eq!(
        status(no_token().header(header::COOKIE, "duizhao_8123=secreT")),
        StatusCode::FORBIDDEN
    );
    let no_host = Request::get("/").header(header::COOKIE, COOKIE);
    assert_eq!(status(no_host), StatusCode::FORBIDDEN);
    let post_without_token = Request::post("/undo?token=secret").header(header::HOST, OWN);
    assert_eq!(status(post_without_token), StatusCode::FORBIDDEN);
}

#[test]
fn the_token_becomes_a_cookie_and_leaves_the_address() {
    let (_folder, router) = served();
    let request = Request::get("//evil.example/?q=x&token=secret").header(header::HOST, OWN);
    let (status, headers, _) = send(&router, request.body(Body::empty()).unwrap());
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/evil.example/?q=x");
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
}

#[test]
fn every_answer_has_a_strict_policy() {
    let (_folder, router) = served();
    for path in ["/", "/article?doc=harbour/ferry", "/nothing", "/assets/main.js"] {
        let (_, headers, _) = send(&router, get(path).body(Body::empty()).unwrap());
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

#[test]
fn too_large_requests_are_refused() {
    let (_folder, router) = served();
    let large = post("/act").body(Body::from(vec![b' '; LARGEST_BODY + 1])).unwrap();
    assert_eq!(send(&router, large).0, StatusCode::PAYLOAD_TOO_LARGE);
    let long = format!("/find?doc={}", "x".repeat(40_000));
    assert_eq!(send(&router, get(&long).body(Body::empty()).unwrap()).0, StatusCode::URI_TOO_LONG);
    let note = "x".repeat(300_000);
    let (status, answer) = act(&router, 0, json!({ "do": "comment", "bead": "z0", "text": note }));
    assert_eq!((status, answer["refusal"].as_str()), (StatusCode::CONFLICT, Some("TooLong")));
}

#[test]
fn what_an_article_holds_is_only_shown() {
    let (folder, router) = served();
    let doc = "a/%22%3E%3Cscript%3Ex";
    let article = format!("/article?doc={doc}");
    let keys = format!("/rows?doc={doc}&keys=z0%20z{}", SCRIPT.len());
    for path in
        ["/", "/names", "/concordance?q=alert", "/concordance?q=%22%3E%3Cscript", &article, &keys]
    {
        let body = page(&router, path);
        assert!(!body.contains("<script>") && !body.contains("<img"), "{path}");
    }
    let body = page(&router, &article);
    assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(body.contains(BIDI) && body.contains("<bdi class=\"s"), "shown as it is, but isolated");
    assert!(body.contains(&"长".repeat(33_334)));
    let desk = Desk::open(folder.path()).unwrap();
    let file = html::render(&[desk.source(2).unwrap()]);
    assert_eq!(file.matches("<script").count(), 2, "its own two");
    assert!(!file.contains("<img") && !file.contains("src=\""));
    let outside = ["http://", "https://", "url(", "@import"];
    assert!(outside.iter().all(|source| !file.contains(source)), "nothing from outside");
}

#[test]
fn a_damaged_request_changes_nothing() {
    let (_folder, router) = served();
    for body in [
        "",
        "{",
        "{\"doc\":\"harbour/ferry\"}",
        "{\"doc\":\"harbour/ferry\",\"action\":{\"do\":\"explode\"},\"belief\":{\"seen\":0}}",
    ] {
        let (status, ..) = send(&router, post("/act").body(Body::from(body)).unwrap());
        assert!(status.is_client_error(), "{body}: {status}");
    }
    let plain = Request::post("/act").header(header::HOST, OWN).header(header::COOKIE, COOKIE);
    let (status, ..) = send(&router, plain.body(Body::from("{}")).unwrap());
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "a form of another page could send it");
    let (_, _, body) = send(&router, get("/article?doc=nowhere").body(Body::empty()).unwrap());
    assert!(body.contains("NoArticle"), "{body}");
}

#[test]
fn an_action_answers_with_the_rows_to_swap() {
    let (_folder, router) = served();
    let (status, answer) = act(&router, 0, json!({ "do": "merge", "bead": "z0", "way": "down" }));
    assert_eq!((status, answer["sequence"].as_i64()), (StatusCode::OK, Some(1)));
    assert_eq!(answer["removed"], json!(["z9"]));
    assert_eq!(answer["put"].as_array().unwrap().len(), 1);
    assert_eq!((&answer["put"][0]["key"], &answer["put"][0]["after"]), (&json!("z0"), &json!("")));
    let (status, answer) = act(&router, 0, json!({ "do": "confirm_to", "bead": "z0" }));
    assert_eq!((status, answer["refusal"].as_str()), (StatusCode::CONFLICT, Some("StaleArticle")));
    let (status, answer) = act(&router, 1, json!({ "do": "merge", "bead": "z0", "way": "up" }));
    assert_eq!((status, answer["refusal"].as_str()), (StatusCode::CONFLICT, Some("NoNeighbour")));
}

#[test]
fn searching_finds_substrings_word_forms_and_expressions() {
    let (_folder, router) = served();
    let hits = |q: &str| {
        page(&router, &format!("/concordance?q={q}")).matches("<li class=\"hit\"").count()
    };
    assert_eq!(hits("%E6%B8%A1%E8%BD%AE"), 3, "渡轮, shorter than a trigram");
    assert_eq!(hits("%E6%B8%A1%E8%BD%AE%E5%8D%8F%E4%BC%9A"), 2, "渡轮协会");
    assert_eq!(hits("ticket"), 1, "finds “tickets”");
    assert_eq!(hits("disagreed"), 1, "finds “disagrees”");
    assert_eq!(hits("%22%20OR%20*"), 0, "operators are only text");
    let kwic = page(&router, "/concordance?q=%E6%B8%A1%E8%BD%AE%E5%8D%8F%E4%BC%9A");
    assert!(kwic.contains("<mark>Ferry Association</mark>"), "the counterpart is marked");
    let find = |pattern: &str| {
        page(&router, &format!("/find?doc=harbour/ferry&from=z0&wanted=match&pattern={pattern}"))
    };
    assert_eq!(find("d%5Baeiou%5Dughter"), "{\"key\":\"z71\",\"rank\":[1,1]}");
    let (status, _, body) = send(
        &router,
        get("/find?doc=harbour/ferry&wanted=match&pattern=(").body(Body::empty()).unwrap(),
    );
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("unclosed group"), "{body}");
}

#[test]
fn the_interface_speaks_both_languages() {
    let (_folder, router) = served();
    let in_chinese = get("/").header(header::COOKIE, "ui=zh-Hans");
    let (_, _, body) = send(&router, in_chinese.body(Body::empty()).unwrap());
    assert!(body.contains("<html lang=\"zh-Hans\"") && body.contains("已确认"));
    assert!(page(&router, "/").contains("Confirmed"));
}

#[test]
fn a_change_everywhere_is_previewed_done_and_taken_back() {
    let (_folder, router) = served();
    let change =
        json!({ "change": { "side": "zh", "text": "渡轮协会", "what": "label", "label": "MISC" } });
    let ask = |path: &str, body: &Value| {
        let (status, _, answer) =
            send(&router, post(path).body(Body::from(body.to_string())).unwrap());
        (status, serde_json::from_str::<Value>(&answer).unwrap())
    };
    assert_eq!(ask("/preview", &change).1["count"], 2);
    let (_, answer) = ask("/everywhere", &change);
    assert_eq!(answer["articles"], 2);
    assert_eq!(ask("/preview", &change).1["count"], 0);
    assert_eq!(ask("/everywhere", &change).1["refusal"], "NoChange");
    assert_eq!(ask("/undo-many", &answer["range"]).1["undone"], 2);
    assert_eq!(ask("/preview", &change).1["count"], 2);
}

#[test]
fn a_rendering_is_written_anew_in_exports_wherever_it_stands() {
    let (folder, router) = served();
    let ask = |path: &str, body: &Value| {
        let (_, _, answer) = send(&router, post(path).body(Body::from(body.to_string())).unwrap());
        serde_json::from_str::<Value>(&answer).unwrap()
    };
    let change = json!({ "change":
        { "side": "zh", "text": "渡轮协会", "what": "write", "label": "ORG", "with": "轮渡协会" } });
    let preview = ask("/preview", &change);
    assert_eq!(preview["count"], 2);
    assert!(preview["html"].as_str().unwrap().contains("<del>渡轮协会</del><ins>轮渡协会</ins>"));
    assert_eq!(ask("/everywhere", &change)["articles"], 2);
    assert_eq!(ask("/preview", &change)["count"], 0);
    let desk = Desk::open(folder.path()).unwrap();
    let corrected = |index: usize| -> Vec<String> {
        desk.state(index).beads.iter().filter_map(|bead| bead.corrected.zh.clone()).collect()
    };
    assert_eq!(corrected(0), ["轮渡协会说，去年有130万人坐船过海。"]);
    assert_eq!(corrected(1), ["轮渡协会反对建桥。"]);
    let mentions = ask("/mentions", &json!({ "entity": "org:ferry-association" }));
    assert_eq!(mentions["count"], 4);
}

#[test]
fn every_answer_tells_how_long_the_server_took() {
    let (_folder, router) = served();
    let (_, headers, _) = send(&router, get("/").body(Body::empty()).unwrap());
    assert!(headers["server-timing"].to_str().unwrap().starts_with("app;dur="));
}
