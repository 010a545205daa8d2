//! What an answer looks like: as tables for people, as JSON and CSV for programs.

pub mod accuracy;
mod branches;
pub mod csv;
pub mod functions;
pub mod json;
pub mod look;
pub mod matrices;
pub mod notation;
pub mod notes;
pub mod paths;
pub mod plots;
pub mod steps;
pub mod tables;
pub mod why;
pub mod words;
