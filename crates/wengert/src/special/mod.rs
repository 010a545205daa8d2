//! Special functions: plain `f64` kernels, without differentiation.
//!
//! The engine's operators call these for values and for the closed-form or
//! parameter derivatives they need (`*_d` functions). Outside its domain a
//! function gives NaN; at the domain's edges the one-sided limit; NaN gives
//! NaN.
//!
//! Where each comes from:
//!
//! - the `libm` crate (pure Rust, MIT, kept by the Rust project; FreeBSD msun
//!   and musl algorithms, about one unit in the last place): [`erf`], [`erfc`],
//!   [`gamma()`], [`lgamma`], [`jn`], [`yn`];
//! - written here from published formulas, because no maintained crate with few
//!   dependencies offers them at full relative accuracy or with derivatives:
//!   everything else. Each function's documentation names its formulas.
//!
//! The accuracies stated are relative errors against mpmath; the test table
//! `testdata/special.txt` (written by `testdata/special.py`) covers every
//! function.

mod bessel;
mod dawson;
mod dilog;
mod elliptic;
mod error;
mod expint;
mod gamma;
mod ierfc;
mod incbeta;
mod incgamma;
mod jet;
mod lambert;
mod polygamma;
mod sinc;
mod zeta;

#[cfg(test)]
mod tests;

pub use bessel::{in_, jn, yn};
pub use dawson::{dawsn, dawsn_d};
pub use dilog::{li2, li2_d};
pub use elliptic::{ellipk, ellipk_d};
pub use error::{erf, erfc, erfcx, erfinv, logit, lognormcdf, mills, normcdf, normpdf, probit};
pub use expint::{expint_e1, expint_ei};
pub use gamma::{beta, gamma, lbeta, lgamma};
pub use ierfc::ierfcx;
pub use incbeta::{betainc, betainc_d};
pub use incgamma::{gammainc_p, gammainc_p_d};
pub use lambert::lambertw;
pub use polygamma::{digamma, polygamma, trigamma};
pub use sinc::{sinc, sinc_d};
pub use zeta::{zeta, zeta_d};
