//! Where the feature `native` is off: no List is compiled.

use crate::list::List;

/// A compiled List, which there is not.
#[derive(Debug)]
pub(crate) enum Native {}

impl Native {
    /// Nothing.
    pub(crate) fn new(_: &List) -> Option<Native> {
        None
    }
    /// Never called.
    pub(crate) fn run(&self, _: &[f64], _: &mut Vec<f64>, _: &mut Vec<f64>) -> Result<(), ()> {
        match *self {}
    }
}
