//! The page on a loopback address: its files, and the engine's answers over HTTP.
//!
//! It binds 127.0.0.1 only, answers only requests that were meant for it (`guard`), and bounds what a request may
//! send and how long its answer may take.

mod assets;
mod bundle;
mod export;
mod guard;
mod linked;
mod start;

pub use export::{Engine, engine, exported};
pub use start::Start;

use crate::engine::{Door, Fault, FaultKind, MAX_REQUEST, answer, refused};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long the engine may take to answer.
const ANSWER: Duration = Duration::from_secs(20);
/// How many questions are worked on at a time.
const AT_A_TIME: usize = 4;

/// The port that is tried where none is asked for: what a browser keeps for a page, notes for instance, and links to it
/// belong to the address with its port, so it should be the same every day. 1964 is the year of Wengert's paper. The port
/// is in a gap of IANA's registry (19542 to 19787), no browser blocks it, and it is below the ports that systems hand out
/// to outgoing connections (from 32768 on).
pub const USUAL_PORT: u16 = 19640;

/// What to serve, and where.
#[derive(Debug)]
pub struct Settings {
    /// The port and no other; 0 takes a free one. `None` tries the usual port, then takes a free one.
    pub port: Option<u16>,
    /// Reads the page from this folder instead of the binary: for whoever works on the page.
    pub assets: Option<PathBuf>,
    /// What the page shows first.
    pub start: Start,
    /// How long a request may take to arrive.
    pub patience: Duration,
}

impl Default for Settings {
    /// A free port, the embedded page, the worked example, ten seconds.
    fn default() -> Settings {
        Settings { port: Some(0), assets: None, start: Start::default(), patience: Duration::from_secs(10) }
    }
}

/// A page that is ready to be served.
#[derive(Debug)]
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    port: u16,
    page: assets::Page,
    start: Start,
    patience: Duration,
    working: Arc<Semaphore>,
    began: Instant,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// What the system answers: the port that was asked for is in use, for instance.
    pub fn bind(settings: Settings) -> io::Result<Server> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = runtime.block_on(listen(settings.port))?;
        let address = listener.local_addr()?;
        let shared = Shared {
            port: address.port(),
            page: assets::Page::new(settings.assets),
            start: settings.start,
            patience: settings.patience,
            working: Arc::new(Semaphore::new(AT_A_TIME)),
            began: Instant::now(),
        };
        Ok(Server { runtime, listener, address, shared: Arc::new(shared) })
    }
    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
    /// Where a browser finds it.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
    /// Serves until the process ends.
    ///
    /// # Errors
    /// What the system answers.
    pub fn run(self) -> io::Result<()> {
        let Server { runtime, listener, shared, .. } = self;
        runtime.block_on(async { axum::serve(listener, router(shared)).await })
    }
}

/// Listens on the port that is asked for, else on the usual one, else on a free one.
async fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let on = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => on(port).await,
        None => match on(USUAL_PORT).await {
            Err(_) => on(0).await,
            usual => usual,
        },
    }
}

/// Shows an address in the user's browser.
///
/// # Errors
/// Where no browser is found.
pub fn open_browser(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/engine", post(ask))
        .fallback(get(file))
        .layer(middleware::from_fn_with_state(shared.port, guard::guard))
        .with_state(shared)
}

/// `POST /engine`: a question as JSON, answered as JSON. A refusal is an answer too, with status 200; a request that is
/// none has another status and the same shape.
async fn ask(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    match body(request, shared.patience).await {
        Ok(text) => match timeout(ANSWER, answered(shared, text)).await {
            Ok(reply) => json(StatusCode::OK, reply),
            Err(_) => refuse(StatusCode::SERVICE_UNAVAILABLE, format!("no answer within {} seconds", ANSWER.as_secs())),
        },
        Err(refusal) => refusal,
    }
}

/// The request as text.
async fn body(request: Request, patience: Duration) -> Result<String, Response> {
    let is_json =
        request.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a question is sent as application/json"));
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let too_long = || {
        let message = format!("this is longer than {MAX_REQUEST} bytes, or was broken off");
        json(StatusCode::PAYLOAD_TOO_LARGE, refused(Fault::new(FaultKind::Limit, message)))
    };
    if length.is_some_and(|length: u64| length > MAX_REQUEST as u64) {
        return Err(too_long());
    }
    let bytes: Bytes = match timeout(patience, to_bytes(request.into_body(), MAX_REQUEST)).await {
        Err(_) => return Err(refuse(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in time")),
        Ok(Err(_)) => return Err(too_long()),
        Ok(Ok(bytes)) => bytes,
    };
    String::from_utf8(bytes.into()).map_err(|_| refuse(StatusCode::BAD_REQUEST, "the request is not UTF-8"))
}

/// The engine's answer, computed beside the threads that serve.
async fn answered(shared: Arc<Shared>, text: String) -> String {
    let Ok(permit) = shared.working.clone().acquire_owned().await else { return String::new() };
    let began = shared.began;
    let work = move || {
        // An answer that nobody waits for any more is worked on all the same: it gives its place free when it is done.
        let _permit = permit;
        let now = || began.elapsed().as_secs_f64();
        answer(&text, &Door { now: &now })
    };
    let failed = |error| refused(Fault::new(FaultKind::Engine, format!("the engine broke off: {error}")));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(failed)
}

/// A file of the page.
async fn file(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "files are read with GET");
    }
    match shared.page.file(request.uri().path(), &shared.start) {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response(),
        None => refuse(StatusCode::NOT_FOUND, "the page has no such file"),
    }
}

fn json(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn refuse(status: StatusCode, message: impl Into<String>) -> Response {
    json(status, refused(Fault::request(message)))
}
