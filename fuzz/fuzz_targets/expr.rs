//! Any text: the parser answers, and what it reads evaluates and is differentiated without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wengert::{Listing, Options};

fuzz_target!(|text: &str| {
    match wengert_expr::parse(text, &["x", "y"]) {
        Ok(list) => {
            list.verify().expect("what was parsed is a List");
            drop(Listing::new(list, &[0.5, -2.0], Options::new()).map(|at| at.hessian()));
        }
        Err(error) => drop(error.render()),
    }
});
