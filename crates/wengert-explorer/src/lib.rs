//! A page on which a person watches reverse mode work.
#![forbid(unsafe_code)]
