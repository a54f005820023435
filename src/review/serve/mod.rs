//! The server: on the loopback address only, for one person, with a token per run.
//!
//! [`guard`] decides which requests are heard at all, [`pages`] answers those that read,
//! [`changes`] those that change something.

mod changes;
mod guard;
mod pages;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::concordance::Concordance;
use super::desk::{Desk, DeskError};

/// The largest request body, in bytes: a note or a correction of the largest size, and then some.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The largest path and query, in bytes.
pub const LARGEST_ADDRESS: usize = 32 * 1024;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// The corpus folder.
    pub output: PathBuf,
    /// The port; a free one if none is given.
    pub port: Option<u16>,
    /// Whether to open the page in the browser.
    pub open: bool,
}

/// Why the desk cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The corpus or its journal.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The port.
    #[error("cannot listen on 127.0.0.1:{port}: {source}. Choose another port with --port.")]
    Listen {
        /// The port that was asked for, 0 for any.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// What all requests share.
#[derive(Debug)]
pub struct App {
    desk: Mutex<Desk>,
    concordance: Mutex<Concordance>,
    token: String,
    port: u16,
}

impl App {
    /// A desk that is served on `port` to those who know `token`.
    pub fn new(desk: Desk, port: u16, token: String) -> Self {
        Self { desk: Mutex::new(desk), concordance: Mutex::default(), token, port }
    }

    /// The desk. A panic while it was held lost nothing: the journal is written first.
    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn concordance(&self) -> MutexGuard<'_, Concordance> {
        self.concordance.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The routes, guarded.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::list))
        .route("/article", get(pages::article))
        .route("/rows", get(pages::rows))
        .route("/find", get(pages::find))
        .route("/concordance", get(pages::concordance))
        .route("/names", get(pages::names))
        .route("/assets/{file}", get(pages::asset))
        .route("/act", post(changes::act))
        .route("/undo", post(changes::undo))
        .route("/redo", post(changes::redo))
        .route("/realign", post(changes::realign))
        .route("/preview", post(changes::preview))
        .route("/mentions", post(changes::mentions))
        .route("/everywhere", post(changes::everywhere))
        .route("/entity", post(changes::entity))
        .route("/undo-many", post(changes::undo_many))
        .route("/keys", post(changes::keys))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// Serve a corpus folder until the program is interrupted; `announce` gets the address to open.
///
/// # Errors
/// If the folder cannot be read or the port is taken.
pub fn serve(options: &ServeOptions, announce: impl FnOnce(&str)) -> Result<(), ServeError> {
    // Beside the opening of the corpus; nobody waits for it, and an action that needs a model
    // before it is there waits for that one only.
    std::thread::spawn(super::warm::load_models);
    let desk = Desk::open(&options.output)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Stopped)?;
    runtime.block_on(listen(desk, options, announce))
}

async fn listen(
    desk: Desk,
    options: &ServeOptions,
    announce: impl FnOnce(&str),
) -> Result<(), ServeError> {
    let port = options.port.unwrap_or(0);
    let failed = |source| ServeError::Listen { port, source };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let token = desk.random_token()?;
    let url = format!("http://127.0.0.1:{port}/?token={token}");
    announce(&url);
    if options.open {
        // A machine without a browser is no error: the address is printed.
        let _ = open::that_detached(&url);
    }
    let app = Arc::new(App::new(desk, port, token));
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let serving = axum::serve(listener, router(app)).with_graceful_shutdown(stop);
    serving.await.map_err(ServeError::Stopped)
}
