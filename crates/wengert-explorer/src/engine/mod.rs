//! The questions a page may ask and their answers: JSON text in, JSON text out, no input or output besides.
//!
//! ```
//! use wengert_explorer::engine::{Door, answer};
//! let request = r#"{"ask": "record", "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]}}"#;
//! let reply = answer(request, &Door::still());
//! assert!(reply.contains(r#""gradient":[{"name":"x","line":0,"value":5.880510859951098},"#));
//! ```

mod accuracy;
mod chance;
mod checkpoint;
mod choice;
mod cost;
mod counted;
mod cure;
mod detective;
mod families;
mod fault;
mod folds;
mod formula;
mod held;
mod kept;
mod kinks;
mod lean;
mod limits;
mod matrix;
mod misconceptions;
mod model;
mod modes;
mod names;
mod network;
mod nudge;
mod num;
mod outline;
mod picture;
mod practice;
mod presets;
mod printed;
mod programs;
mod question;
mod reach;
mod record;
mod say;
mod slope;
mod systems;
mod timed;
mod ways;
mod weight;
mod whole;
mod why;

pub use fault::{Fault, FaultKind};
pub use limits::{MAX_OPERATIONS, MAX_REQUEST};

use serde::{Deserialize, Serialize};

/// The number of the schema that `docs/explorer-api.md` describes; it changes where an answer changes its shape.
pub const SCHEMA: u32 = 1;

/// What the engine is lent by whoever asks: it has no clock of its own.
pub struct Door<'d> {
    /// Seconds since any fixed moment.
    pub now: &'d dyn Fn() -> f64,
}

impl Door<'_> {
    /// A door whose clock stands still: every duration is 0.
    pub fn still() -> Door<'static> {
        Door { now: &|| 0.0 }
    }
}

impl std::fmt::Debug for Door<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Door")
    }
}

/// A question.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Request {
    Accuracy(accuracy::Request),
    Checkpoint(checkpoint::Request),
    Cost(cost::Request),
    Detective(detective::Request),
    Kinks(kinks::Request),
    Mark(practice::HandedIn),
    Matrix(matrix::Request),
    Misconceptions(misconceptions::Request),
    Modes(modes::Request),
    Network(network::Request),
    Nudge(nudge::Request),
    Outline(outline::Request),
    Practice(practice::Request),
    Presets,
    Programs(programs::Request),
    Question(question::Request),
    Record(record::Request),
    Why(why::Request),
}

/// An answer, or why there is none, as one object.
#[derive(Serialize)]
struct Reply<T> {
    ok: bool,
    schema: u32,
    #[serde(flatten)]
    body: T,
}

/// Why there is no answer.
#[derive(Serialize)]
struct Refusal {
    error: Fault,
}

/// Answers a question. Never panics over what it is asked; an answer that is not one has `"ok": false` and an `error`.
pub fn answer(request: &str, door: &Door<'_>) -> String {
    let answered = read(request).and_then(|request| match request {
        Request::Accuracy(request) => accuracy::answer(&request).map(written),
        Request::Checkpoint(request) => checkpoint::answer(&request, door).map(written),
        Request::Cost(request) => cost::answer(&request, door).map(written),
        Request::Detective(request) => detective::answer(&request).map(written),
        Request::Kinks(request) => kinks::answer(&request).map(written),
        Request::Mark(request) => practice::mark(&request).map(written),
        Request::Matrix(request) => matrix::answer(&request).map(written),
        Request::Misconceptions(request) => misconceptions::answer(&request).map(written),
        Request::Modes(request) => modes::answer(&request, door).map(written),
        Request::Network(request) => network::answer(&request).map(written),
        Request::Nudge(request) => nudge::answer(&request).map(written),
        Request::Outline(request) => outline::answer(&request, door).map(written),
        Request::Practice(request) => practice::answer(&request).map(written),
        Request::Presets => Ok(written(presets::answer())),
        Request::Programs(request) => programs::answer(&request).map(written),
        Request::Question(request) => question::answer(&request).map(written),
        Request::Record(request) => record::answer(&request).map(written),
        Request::Why(request) => why::answer(&request).map(written),
    });
    answered.unwrap_or_else(refused)
}

/// An answer that says why a question was not even put to the engine.
pub fn refused(error: Fault) -> String {
    text(&Reply { ok: false, schema: SCHEMA, body: Refusal { error } })
}

fn read(request: &str) -> Result<Request, Fault> {
    if request.len() > MAX_REQUEST {
        return Err(Fault::limit("the request has", request.len() as u64, MAX_REQUEST as u64, "bytes"));
    }
    serde_json::from_str(request).map_err(|error| Fault::request(error.to_string()))
}

fn written(body: impl Serialize) -> String {
    text(&Reply { ok: true, schema: SCHEMA, body })
}

fn text(reply: &impl Serialize) -> String {
    serde_json::to_string(reply).unwrap_or_else(|error| format!(r#"{{"ok":false,"error":{{"message":"{error}"}}}}"#))
}
