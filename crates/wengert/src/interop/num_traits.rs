//! The traits of `num_traits` for [`Var`], so that a function written for any `T: Float` differentiates.
//!
//! A method of a trait does what the method of the same name of [`Var`] does, which returns the standard library's value
//! for a plain number. What leads out of the variables (`to_f64`, `integer_decode`) reads the value.

use crate::{Real, Var};
use num_traits::{
    Bounded, Euclid, Float, FloatConst, FromPrimitive, Inv, MulAdd, Num, NumCast, One, Pow, Signed, ToPrimitive, Zero,
};
use std::num::FpCategory;

impl<F: Real> Zero for Var<F> {
    fn zero() -> Self {
        Var::default()
    }
    #[track_caller]
    fn is_zero(&self) -> bool {
        *self == F::of(0.0)
    }
}

impl<F: Real> One for Var<F> {
    fn one() -> Self {
        Var::constant(F::of(1.0))
    }
    #[track_caller]
    fn is_one(&self) -> bool {
        *self == F::of(1.0)
    }
}

impl<F: Real + Num> Num for Var<F> {
    type FromStrRadixErr = F::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, F::FromStrRadixErr> {
        F::from_str_radix(text, radix).map(Var::constant)
    }
}

impl<F: Real + Bounded> Bounded for Var<F> {
    fn min_value() -> Self {
        Var::constant(F::min_value())
    }
    fn max_value() -> Self {
        Var::constant(F::max_value())
    }
}

/// Methods that read the value, with the plain number's answer.
macro_rules! read {
    ($Trait:ident: $($f:ident -> $Out:ty),* $(,)?) => { $(
        #[track_caller]
        fn $f(&self) -> Option<$Out> {
            $Trait::$f(&self.value())
        }
    )* };
}

impl<F: Real + ToPrimitive> ToPrimitive for Var<F> {
    read!(ToPrimitive: to_i8 -> i8, to_i16 -> i16, to_i32 -> i32, to_i64 -> i64, to_i128 -> i128, to_isize -> isize,
        to_u8 -> u8, to_u16 -> u16, to_u32 -> u32, to_u64 -> u64, to_u128 -> u128, to_usize -> usize,
        to_f32 -> f32, to_f64 -> f64);
}

/// Constants from plain numbers, as the plain number converts them.
macro_rules! constants_from {
    ($($f:ident($In:ty)),* $(,)?) => { $(
        fn $f(n: $In) -> Option<Self> {
            F::$f(n).map(Var::constant)
        }
    )* };
}

impl<F: Real + FromPrimitive> FromPrimitive for Var<F> {
    constants_from!(
        from_i8(i8),
        from_i16(i16),
        from_i32(i32),
        from_i64(i64),
        from_i128(i128),
        from_isize(isize),
        from_u8(u8),
        from_u16(u16),
        from_u32(u32),
        from_u64(u64),
        from_u128(u128),
        from_usize(usize),
        from_f32(f32),
        from_f64(f64)
    );
}

impl<F: Real + NumCast> NumCast for Var<F> {
    /// A constant; what `n` depends on is lost, as in a cast of a plain number.
    #[track_caller]
    fn from<T: ToPrimitive>(n: T) -> Option<Self> {
        <F as NumCast>::from(n).map(Var::constant)
    }
}

impl<F: Real + Num> Signed for Var<F> {
    #[track_caller]
    fn abs(&self) -> Self {
        Var::abs(*self)
    }
    #[track_caller]
    fn abs_sub(&self, o: &Self) -> Self {
        positive_difference(*self, *o)
    }
    #[track_caller]
    fn signum(&self) -> Self {
        Var::signum(*self)
    }
    #[track_caller]
    fn is_positive(&self) -> bool {
        Var::is_sign_positive(*self)
    }
    #[track_caller]
    fn is_negative(&self) -> bool {
        Var::is_sign_negative(*self)
    }
}

/// max(a - b, 0), and 0 where both are the same infinity.
#[track_caller]
fn positive_difference<F: Real>(a: Var<F>, b: Var<F>) -> Var<F> {
    if a <= b { Var::default() } else { a - b }
}

impl<F: Real> Inv for Var<F> {
    type Output = Self;
    #[track_caller]
    fn inv(self) -> Self {
        Var::recip(self)
    }
}

impl<F: Real> Pow<i32> for Var<F> {
    type Output = Self;
    #[track_caller]
    fn pow(self, n: i32) -> Self {
        self.powi(n)
    }
}
impl<F: Real> Pow<F> for Var<F> {
    type Output = Self;
    #[track_caller]
    fn pow(self, p: F) -> Self {
        Var::powf(self, p)
    }
}
impl<F: Real> Pow<Var<F>> for Var<F> {
    type Output = Self;
    #[track_caller]
    fn pow(self, p: Var<F>) -> Self {
        Var::powf(self, p)
    }
}

impl<F: Real> MulAdd for Var<F> {
    type Output = Self;
    #[track_caller]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Var::mul_add(self, a, b)
    }
}

impl<F: Real> Euclid for Var<F> {
    #[track_caller]
    fn div_euclid(&self, o: &Self) -> Self {
        Var::div_euclid(*self, *o)
    }
    #[track_caller]
    fn rem_euclid(&self, o: &Self) -> Self {
        Var::rem_euclid(*self, *o)
    }
}

/// Numbers that a trait names, as constants.
macro_rules! named_constants {
    ($Trait:ident: $($f:ident)*) => { $(
        fn $f() -> Self {
            Var::constant(<F as $Trait>::$f())
        }
    )* };
}

impl<F: Real + Float> Float for Var<F> {
    named_constants!(Float: nan infinity neg_infinity neg_zero min_value min_positive_value epsilon max_value);
    of_var!(one floor ceil round trunc fract abs signum recip sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10
        to_degrees to_radians sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh);
    of_var!(two powf log max min hypot atan2 copysign);
    of_var!(predicate is_nan is_infinite is_finite is_normal is_subnormal is_sign_positive is_sign_negative);

    #[track_caller]
    fn powi(self, n: i32) -> Self {
        Var::powi(self, n)
    }
    #[track_caller]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Var::mul_add(self, a, b)
    }
    #[track_caller]
    fn clamp(self, lo: Self, hi: Self) -> Self {
        Var::clamp(self, lo, hi)
    }
    #[track_caller]
    fn abs_sub(self, o: Self) -> Self {
        positive_difference(self, o)
    }
    #[track_caller]
    fn sin_cos(self) -> (Self, Self) {
        Var::sin_cos(self)
    }
    #[track_caller]
    fn classify(self) -> FpCategory {
        Var::classify(self)
    }
    #[track_caller]
    fn integer_decode(self) -> (u64, i16, i8) {
        self.value().integer_decode()
    }
}

impl<F: Real + FloatConst> FloatConst for Var<F> {
    named_constants!(FloatConst: E FRAC_1_PI FRAC_1_SQRT_2 FRAC_2_PI FRAC_2_SQRT_PI FRAC_PI_2 FRAC_PI_3 FRAC_PI_4
        FRAC_PI_6 FRAC_PI_8 LN_10 LN_2 LOG10_E LOG2_E PI SQRT_2 TAU LOG10_2 LOG2_10);
}
