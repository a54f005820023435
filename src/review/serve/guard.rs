//! Which requests are heard: from this machine's page only, with this run's token.
//!
//! A foreign page cannot read answers (no CORS headers), cannot name this host by a name of its
//! own (`Host` must be the loopback address), cannot post (`Origin`), and does not know the token.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{App, LARGEST_ADDRESS};

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Refuse what must not be heard, and give every answer its headers.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let mut response = match check(&app, &request) {
        Verdict::Hear => next.run(request).await,
        Verdict::Enter(location, cookie) => {
            let headers = [(header::LOCATION, location), (header::SET_COOKIE, cookie)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Verdict::Refuse(status, message) => (status, message).into_response(),
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    // For `tests/browser/run bench`, which tells the server's time from the browser's.
    let timing = format!("app;dur={:.3}", started.elapsed().as_secs_f64() * 1000.0);
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), timing);
    }
    response
}

enum Verdict {
    Hear,
    /// The token is in the address: keep it as a cookie and take it out of the address.
    Enter(String, String),
    Refuse(StatusCode, &'static str),
}

fn check(app: &App, request: &Request) -> Verdict {
    let headers = request.headers();
    let address = request.uri();
    if address.path_and_query().is_some_and(|whole| whole.as_str().len() > LARGEST_ADDRESS) {
        return Verdict::Refuse(StatusCode::URI_TOO_LONG, "This request is too large.");
    }
    if !is_own_host(app, headers) {
        let message = "This server answers only to its own address, 127.0.0.1.";
        return Verdict::Refuse(StatusCode::FORBIDDEN, message);
    }
    if !is_own_origin(app, headers) {
        return Verdict::Refuse(StatusCode::FORBIDDEN, "Requests from other pages are refused.");
    }
    if cookie(headers, &cookie_name(app)).is_some_and(|token| same(token, &app.token)) {
        return Verdict::Hear;
    }
    match address.query().and_then(token_of) {
        Some(token) if same(token, &app.token) && request.method() == Method::GET => {
            let cookie =
                format!("{}={}; Path=/; HttpOnly; SameSite=Strict", cookie_name(app), app.token);
            Verdict::Enter(without_token(address), cookie)
        }
        _ => Verdict::Refuse(
            StatusCode::FORBIDDEN,
            "The token is missing or from an earlier run. Open the address that `duizhao review` printed.",
        ),
    }
}

fn token_of(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// The address without its token.
fn without_token(address: &axum::http::Uri) -> String {
    let query = address.query().unwrap_or_default();
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("token=")).collect();
    // A path that begins with two slashes would be the address of another host.
    let path = format!("/{}", address.path().trim_start_matches('/'));
    if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) }
}

fn own_names(app: &App) -> [String; 2] {
    [format!("127.0.0.1:{}", app.port), format!("localhost:{}", app.port)]
}

fn is_own_host(app: &App, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    host.is_some_and(|host| own_names(app).iter().any(|own| own == host))
}

/// A request without an origin is not from a page.
fn is_own_origin(app: &App, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    own_names(app).iter().any(|own| origin.as_bytes() == format!("http://{own}").as_bytes())
}

/// Cookies do not know ports, so each port has its own name.
fn cookie_name(app: &App) -> String {
    format!("duizhao_{}", app.port)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Compare without telling by the time it takes where the first difference is.
fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differences == 0
}
