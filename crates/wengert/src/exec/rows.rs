//! The rows of the table that laid-out Lists call directly, each compiled in place; every other row takes the default arm.

use crate::prim::{Op, Prim, activation, arith, compare, hyperbolic, minmax, number, power, trig};
use crate::value::Real;

macro_rules! rows {
    ($($P:ident = $row:path, $n:literal;)*) => {
        /// The rows that have an arm of their own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Row {
            $($P,)*
            /// Asserts that slot `args[0]` is true (`args[1]` = 1) or false; `args[2]` is the line.
            Guard,
            /// A row without an arm; `args[0]` is its number among the others.
            Other,
        }

        impl Row {
            pub(super) fn of(op: Op) -> Row {
                $( if op == <$row as Prim<$n>>::OP { return Row::$P; } )*
                Row::Other
            }
            /// The value of a row that has an arm.
            #[inline(always)]
            pub(super) fn value<F: Real>(self, args: [u32; 3], at: &[F]) -> F {
                match self {
                    $( Row::$P => <$row as Prim<$n>>::eval::<F>(std::array::from_fn(|k| at[args[k] as usize])), )*
                    Row::Guard | Row::Other => F::of(0.0),
                }
            }
            /// Whether a row that has an arm has several slopes here.
            #[inline(always)]
            pub(super) fn kinked<F: Real>(self, args: [u32; 3], at: &[F], want: impl Fn(usize) -> bool) -> bool {
                match self {
                    $( Row::$P => {
                        let x: [f64; $n] = std::array::from_fn(|k| at[args[k] as usize].wide());
                        <$row as Prim<$n>>::kink(x, std::array::from_fn(&want)).is_some()
                    } )*
                    Row::Guard | Row::Other => false,
                }
            }
            /// Visits the wanted slopes of a row that has an arm, computed in precision `G`.
            #[inline(always)]
            pub(super) fn slopes<F: Real, G: Real>(
                self,
                args: [u32; 3],
                at: &[F],
                y: F,
                want: impl Fn(usize) -> bool,
                mut visit: impl FnMut(usize, G),
            ) {
                match self {
                    $( Row::$P => {
                        let x: [G; $n] = std::array::from_fn(|k| G::of(at[args[k] as usize].wide()));
                        let slopes = <$row as Prim<$n>>::partials::<G>(x, G::of(y.wide()), std::array::from_fn(&want));
                        for k in 0..$n {
                            if let Some(d) = slopes[k] {
                                visit(k, d);
                            }
                        }
                    } )*
                    Row::Guard | Row::Other => {}
                }
            }
        }
    };
}
rows! {
    Add = arith::Add, 2;
    Sub = arith::Sub, 2;
    Mul = arith::Mul, 2;
    Div = arith::Div, 2;
    Neg = arith::Neg, 1;
    Square = number::Square, 1;
    Recip = number::Recip, 1;
    Abs = number::Abs, 1;
    Powi = power::Powi, 2;
    Powf = power::Powf, 2;
    Exp = power::Exp, 1;
    Ln = power::Ln, 1;
    Sqrt = power::Sqrt, 1;
    Sin = trig::Sin, 1;
    Cos = trig::Cos, 1;
    Tanh = hyperbolic::Tanh, 1;
    Sigmoid = activation::Sigmoid, 1;
    Max = minmax::Max, 2;
    Min = minmax::Min, 2;
    Lt = compare::Lt, 2;
    Le = compare::Le, 2;
    Gt = compare::Gt, 2;
    Ge = compare::Ge, 2;
}
