//! Other crates' traits and containers: each file stands behind the feature of its name, and nothing elsewhere in the
//! engine knows of it.

/// Methods of a trait that are those of [`Var`](crate::Var) with the same names: of one variable, of two, predicates; the
/// variable itself; and its magnitude, under other names.
#[cfg(feature = "num-traits")]
macro_rules! of_var {
    (one $($f:ident)*) => { $(
        #[track_caller]
        fn $f(self) -> Self {
            Var::$f(self)
        }
    )* };
    (two $($f:ident)*) => { $(
        #[track_caller]
        fn $f(self, o: Self) -> Self {
            Var::$f(self, o)
        }
    )* };
    (predicate $($f:ident)*) => { $(
        #[track_caller]
        fn $f(self) -> bool {
            Var::$f(self)
        }
    )* };
    (same $($f:ident)*) => { $(
        fn $f(self) -> Self {
            self
        }
    )* };
    (abs $($f:ident)*) => { $(
        #[track_caller]
        fn $f(self) -> Self {
            Var::abs(self)
        }
    )* };
}
#[cfg(feature = "nalgebra")]
mod field;
#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "num-traits")]
mod num_traits;
mod tree_macro;
