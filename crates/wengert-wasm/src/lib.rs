//! The explorer's engine for the browser, without a server.
//!
//! A request is JSON text, and so is its answer; `docs/explorer-api.md` has the schema. Both stand in linear memory, in
//! UTF-8. Whoever holds the instance makes room for a request, writes it there, lets the engine answer, and reads the
//! answer where it stands:
//!
//! ```text
//! room(length) → where the request goes
//! answer()     → length of the answer
//! place()      → where it stands, until the next call
//! ```
//! The engine has no clock of its own: the import `env.now` is asked for seconds since any fixed moment.

use std::cell::RefCell;
use wengert_explorer::engine::{self, Door, Fault, FaultKind};

thread_local! {
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a request of so many bytes, and says where it goes.
#[cfg_attr(target_family = "wasm", unsafe(no_mangle))]
pub extern "C" fn room(length: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        text.clear();
        text.resize(length.min(engine::MAX_REQUEST + 1), b' ');
        text.as_mut_ptr()
    })
}

/// Answers the request that stands in the room, and puts the answer in its place; says how long it is.
#[cfg_attr(target_family = "wasm", unsafe(no_mangle))]
pub extern "C" fn answer() -> usize {
    let request = TEXT.take();
    let reply = match std::str::from_utf8(&request) {
        Ok(request) => engine::answer(request, &Door { now: &seconds }),
        Err(_) => engine::refused(Fault::new(FaultKind::Request, "the request is not UTF-8")),
    };
    TEXT.set(reply.into_bytes());
    TEXT.with_borrow(Vec::len)
}

/// Where the answer stands.
#[cfg_attr(target_family = "wasm", unsafe(no_mangle))]
pub extern "C" fn place() -> *const u8 {
    TEXT.with_borrow(|text| text.as_ptr())
}

#[cfg(target_family = "wasm")]
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// Seconds since any fixed moment.
    safe fn now() -> f64;
}

#[cfg(target_family = "wasm")]
fn seconds() -> f64 {
    now()
}

/// Elsewhere, for tests, the clock stands still.
#[cfg(not(target_family = "wasm"))]
fn seconds() -> f64 {
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(request: &[u8]) -> serde_json::Value {
        room(request.len());
        TEXT.with_borrow_mut(|text| text.copy_from_slice(request));
        let length = answer();
        assert!(!place().is_null());
        TEXT.with_borrow(|text| {
            assert_eq!(text.len(), length);
            serde_json::from_slice(text).expect("JSON")
        })
    }

    #[test]
    fn a_request_is_answered_where_it_stood() {
        let got = ask(br#"{"ask": "record", "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]}}"#);
        assert_eq!(format!("{:.4}", got["output"]["value"].as_f64().unwrap()), "5.7206");
        assert_eq!(ask(b"\xff\xfe")["error"]["message"], "the request is not UTF-8");
    }
}
