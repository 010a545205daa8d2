//! Other crates' traits and containers: each file stands behind the feature of its name, and nothing elsewhere in the
//! engine knows of it.

#[cfg(feature = "nalgebra")]
mod field;
#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "num-traits")]
mod num_traits;
mod tree_macro;
