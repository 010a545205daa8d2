//! What an answer looks like: as tables for people, as JSON for programs.

pub mod json;
mod notation;
mod notes;
pub mod tables;
