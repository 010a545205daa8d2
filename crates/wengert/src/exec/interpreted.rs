//! Where the feature `native` is off: no List is compiled.

use crate::list::{Id, List};
use crate::sweep::Varying;

/// A compiled List, which there is not.
#[derive(Debug)]
pub(crate) enum Native {}

impl Native {
    /// Nothing.
    pub(crate) fn new(_: &List) -> Option<Native> {
        None
    }
    /// No.
    pub(crate) fn takes_back(_: &List) -> bool {
        false
    }
    /// Nothing.
    pub(crate) fn back(_: &List, _: &Varying, _: &[u32], _: &[(u32, Id)], _: usize) -> Option<Native> {
        None
    }
    /// Never called.
    pub(crate) fn repeat(&self, _: u64, _: &mut [f64], _: &mut Vec<f64>, _: &mut Vec<f64>) -> u64 {
        match *self {}
    }
    /// Never called.
    pub(crate) fn bytes(&self) -> usize {
        match *self {}
    }
    /// Never called.
    pub(crate) fn run(&self, _: &[f64], _: &mut Vec<f64>, _: &mut Vec<f64>) -> Result<(), ()> {
        match *self {}
    }
}
