//! What the tests of this workspace share: suites as a library, generators of random programs, reference data, and the
//! one comparison.
//!
//! - [`compare`]: how two sets of numbers are compared, everywhere.
//! - [`suite`]: the checks that every row of the primitive table has to pass, at every sample point.
//! - [`differences`]: derivatives from values alone, with an error estimate.
//! - [`lists`]: random Lists for proptest, with guards and sub-Lists.
//! - [`cases`], [`nonsmooth`]: the reference data in `testdata/`; [`edges`]: the functions of the latter.
//!
//! To join the suites with another executor, write a function from a List and a point to values or gradients and hand
//! it to the checks of [`suite`] and to the generators of [`lists`].

pub mod cases;
pub mod compare;
pub mod differences;
pub mod edges;
pub mod lists;
pub mod nonsmooth;
pub mod suite;

use std::path::PathBuf;

/// A file of the repository, by its path from the root.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
