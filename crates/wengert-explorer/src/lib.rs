//! A page on which a person watches reverse mode work.
//!
//! [`engine`] answers the page's questions: JSON in, JSON out, the same text whether it is asked over HTTP (`server`,
//! behind the feature of that name) or in the browser, through WebAssembly. The page itself stands in `assets/`, as it is
//! served: no build step. What is asked and answered is written down in `docs/explorer-api.md`.
#![forbid(unsafe_code)]

pub mod engine;
#[cfg(feature = "server")]
pub mod server;
