//! [`Var`] as a scalar of nalgebra: a real field, so that norms, solves and factorisations differentiate.
//!
//! The derivative is that of the operations the algorithm ran. Comparisons (pivoting, convergence tests) look at values,
//! and while a program is traced they are guarded like any other.

use crate::{Real, Var};
use approx::{AbsDiffEq, RelativeEq, UlpsEq};
use nalgebra::{ComplexField, Field, RealField, SimdValue};
use num_traits::{Float, FloatConst, FromPrimitive, Num};
use simba::scalar::SubsetOf;

/// What the plain number under a [`Var`] brings along; `f64` and `f32` have it.
pub trait Plain: Real + Float + FloatConst + FromPrimitive + RelativeEq<Epsilon = Self> + UlpsEq {}
impl<F: Real + Float + FloatConst + FromPrimitive + RelativeEq<Epsilon = F> + UlpsEq> Plain for F {}

impl<F: Real> SimdValue for Var<F> {
    const LANES: usize = 1;
    type Element = Var<F>;
    type SimdBool = bool;
    fn splat(v: Var<F>) -> Var<F> {
        v
    }
    fn extract(&self, _: usize) -> Var<F> {
        *self
    }
    // The trait declares these two `unsafe`, for types with lanes to count; here they are the safe ones again.
    unsafe fn extract_unchecked(&self, _: usize) -> Var<F> {
        *self
    }
    fn replace(&mut self, _: usize, v: Var<F>) {
        *self = v;
    }
    unsafe fn replace_unchecked(&mut self, _: usize, v: Var<F>) {
        *self = v;
    }
    fn select(self, first: bool, other: Var<F>) -> Var<F> {
        if first { self } else { other }
    }
}

impl<F: Real + Num> Field for Var<F> {}

impl<F: Real> SubsetOf<Var<F>> for Var<F> {
    fn to_superset(&self) -> Var<F> {
        *self
    }
    fn from_superset_unchecked(element: &Var<F>) -> Var<F> {
        *element
    }
    fn is_in_subset(_: &Var<F>) -> bool {
        true
    }
}

/// A plain number enters as a constant; the way back reads the value.
macro_rules! subset {
    ($($N:ident)*) => { $(
        impl<F: Real> SubsetOf<Var<F>> for $N {
            fn to_superset(&self) -> Var<F> {
                Var::constant(F::of(*self as f64))
            }
            #[track_caller]
            fn from_superset_unchecked(element: &Var<F>) -> $N {
                element.value().wide() as $N
            }
            fn is_in_subset(_: &Var<F>) -> bool {
                true
            }
        }
    )* };
}
subset!(f64 f32);

impl<F: Plain> AbsDiffEq for Var<F> {
    type Epsilon = Var<F>;
    fn default_epsilon() -> Var<F> {
        Var::constant(F::default_epsilon())
    }
    #[track_caller]
    fn abs_diff_eq(&self, o: &Var<F>, epsilon: Var<F>) -> bool {
        distance(*self, *o) <= epsilon
    }
}

impl<F: Plain> RelativeEq for Var<F> {
    fn default_max_relative() -> Var<F> {
        Var::constant(F::default_max_relative())
    }
    #[track_caller]
    fn relative_eq(&self, o: &Var<F>, epsilon: Var<F>, max_relative: Var<F>) -> bool {
        if self == o {
            return true;
        }
        if self.is_infinite() || o.is_infinite() {
            return false;
        }
        let apart = distance(*self, *o);
        let (a, b) = (self.stop_gradient(), o.stop_gradient());
        apart <= epsilon || apart <= Var::abs(a).max(Var::abs(b)) * max_relative.stop_gradient()
    }
}

impl<F: Plain> UlpsEq for Var<F> {
    fn default_max_ulps() -> u32 {
        F::default_max_ulps()
    }
    #[track_caller]
    fn ulps_eq(&self, o: &Var<F>, epsilon: Var<F>, max_ulps: u32) -> bool {
        F::ulps_eq(&self.value(), &o.value(), epsilon.value(), max_ulps)
    }
}

/// |a - b|, as a number to compare only.
#[track_caller]
fn distance<F: Real>(a: Var<F>, b: Var<F>) -> Var<F> {
    Var::abs(a.stop_gradient() - b.stop_gradient())
}

impl<F: Plain> ComplexField for Var<F> {
    type RealField = Var<F>;

    of_var!(one signum floor ceil round trunc fract abs recip sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
        log2 log10 ln ln_1p sqrt exp exp2 exp_m1 cbrt);
    of_var!(two hypot log powf);
    of_var!(same real conjugate);
    of_var!(abs modulus norm1);

    fn from_real(re: Self) -> Self {
        re
    }
    fn imaginary(self) -> Self {
        Var::default()
    }
    #[track_caller]
    fn modulus_squared(self) -> Self {
        self * self
    }
    #[track_caller]
    fn argument(self) -> Self {
        if self >= F::of(0.0) { Var::default() } else { Self::pi() }
    }
    #[track_caller]
    fn to_exp(self) -> (Self, Self) {
        let unit = F::of(1.0);
        if self >= F::of(0.0) { (self, Var::constant(unit)) } else { (-self, Var::constant(-unit)) }
    }
    #[track_caller]
    fn scale(self, factor: Self) -> Self {
        self * factor
    }
    #[track_caller]
    fn unscale(self, factor: Self) -> Self {
        self / factor
    }
    #[track_caller]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Var::mul_add(self, a, b)
    }
    #[track_caller]
    fn sin_cos(self) -> (Self, Self) {
        Var::sin_cos(self)
    }
    /// sin(x) / x, which [`Var::sinc`] has for x in half turns, with every derivative at 0.
    #[track_caller]
    fn sinc(self) -> Self {
        Var::sinc(self / Self::pi())
    }
    #[track_caller]
    fn powi(self, n: i32) -> Self {
        Var::powi(self, n)
    }
    #[track_caller]
    fn powc(self, n: Self) -> Self {
        Var::powf(self, n)
    }
    #[track_caller]
    fn is_finite(&self) -> bool {
        Var::is_finite(*self)
    }
    #[track_caller]
    fn try_sqrt(self) -> Option<Self> {
        (self >= F::of(0.0)).then(|| Var::sqrt(self))
    }
}

/// Constants of the plain number.
macro_rules! named_constants {
    ($($f:ident $C:ident)*) => { $(
        fn $f() -> Self {
            Var::constant(<F as FloatConst>::$C())
        }
    )* };
}

impl<F: Plain> RealField for Var<F> {
    of_var!(two copysign max min atan2);
    named_constants!(pi PI two_pi TAU frac_pi_2 FRAC_PI_2 frac_pi_3 FRAC_PI_3 frac_pi_4 FRAC_PI_4 frac_pi_6 FRAC_PI_6
        frac_pi_8 FRAC_PI_8 frac_1_pi FRAC_1_PI frac_2_pi FRAC_2_PI frac_2_sqrt_pi FRAC_2_SQRT_PI e E log2_e LOG2_E
        log10_e LOG10_E ln_2 LN_2 ln_10 LN_10);

    #[track_caller]
    fn is_sign_positive(&self) -> bool {
        Var::is_sign_positive(*self)
    }
    #[track_caller]
    fn is_sign_negative(&self) -> bool {
        Var::is_sign_negative(*self)
    }
    #[track_caller]
    fn clamp(self, lo: Self, hi: Self) -> Self {
        Var::clamp(self, lo, hi)
    }
    fn min_value() -> Option<Self> {
        Some(Var::constant(<F as Float>::min_value()))
    }
    fn max_value() -> Option<Self> {
        Some(Var::constant(<F as Float>::max_value()))
    }
}
