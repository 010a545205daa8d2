//! Numbers that neither overflow nor underflow: products of many local derivatives, sums of many paths.

use std::cmp::Ordering;

/// m · 2^e, with ½ ≤ |m| < 1; zero, infinities and NaN with e = 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scaled {
    m: f64,
    e: i64,
}

const TWO_54: f64 = 18_014_398_509_481_984.0;

impl Scaled {
    pub const ZERO: Scaled = Scaled { m: 0.0, e: 0 };
    pub const ONE: Scaled = Scaled { m: 0.5, e: 1 };

    pub fn new(x: f64) -> Scaled {
        Scaled { m: x, e: 0 }.normal()
    }
    /// The number whose decimal logarithm this is.
    pub fn ten_to(log10: f64) -> Scaled {
        let log2 = log10 * std::f64::consts::LOG2_10;
        Scaled { m: (log2 - log2.floor()).exp2(), e: log2.floor() as i64 }.normal()
    }
    fn normal(self) -> Scaled {
        let Scaled { m, e } = self;
        if m == 0.0 || !m.is_finite() {
            return Scaled { m, e: 0 };
        }
        if m.abs() < f64::MIN_POSITIVE {
            return Scaled { m: m * TWO_54, e: e - 54 }.normal();
        }
        let bits = m.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as i64 - 1022;
        Scaled { m: f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52)), e: e + exponent }
    }
    pub fn times(self, other: Scaled) -> Scaled {
        Scaled { m: self.m * other.m, e: self.e + other.e }.normal()
    }
    pub fn plus(self, other: Scaled) -> Scaled {
        if self.m == 0.0 || !other.m.is_finite() {
            return other;
        }
        if other.m == 0.0 || !self.m.is_finite() {
            return self;
        }
        let (large, small) = if self.e >= other.e { (self, other) } else { (other, self) };
        let down = (small.e - large.e).max(-1100) as i32;
        Scaled { m: large.m + small.m * 2f64.powi(down), e: large.e }.normal()
    }
    pub fn negated(self) -> Scaled {
        Scaled { m: -self.m, e: self.e }
    }
    pub fn magnitude(self) -> Scaled {
        Scaled { m: self.m.abs(), e: self.e }
    }
    /// As an ordinary number; infinite or zero where it is too large or too small for one.
    pub fn number(self) -> f64 {
        let e = self.e.clamp(-2200, 2200) as i32;
        self.m * 2f64.powi(e / 2) * 2f64.powi(e - e / 2)
    }
    /// In parts of `whole`; `None` where that is zero or either is not finite.
    pub fn ratio(self, whole: Scaled) -> Option<f64> {
        let fine = whole.m != 0.0 && whole.m.is_finite() && self.m.is_finite();
        fine.then(|| Scaled { m: self.m / whole.m, e: self.e - whole.e }.normal().number())
    }
    pub fn log10(self) -> f64 {
        self.m.abs().log10() + self.e as f64 * std::f64::consts::LOG10_2
    }
    /// By magnitude: zero first, then numbers, infinities, NaN last.
    pub fn by_magnitude(&self, other: &Scaled) -> Ordering {
        let rank = |x: &Scaled| match x.m {
            m if m.is_nan() => 3,
            m if m.is_infinite() => 2,
            m if m != 0.0 => 1,
            _ => 0,
        };
        let key = rank(self).cmp(&rank(other));
        if rank(self) == 1 { key.then(self.e.cmp(&other.e)).then(self.m.abs().total_cmp(&other.m.abs())) } else { key }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_neither_overflow_nor_underflow() {
        let product = |x: f64, n| (0..n).fold(Scaled::ONE, |p, _| p.times(Scaled::new(x)));
        assert_eq!(product(0.1, 5000).times(product(10.0, 5000)).number().round(), 1.0);
        assert_eq!(product(2.0, 100_000).log10(), 100_000.0 * std::f64::consts::LOG10_2);
        assert_eq!((product(10.0, 400).number(), product(0.1, 400).number()), (f64::INFINITY, 0.0));
    }

    #[test]
    fn it_is_the_number_it_was_made_of() {
        for x in [0.0, 1.0, -3.5, 5e-324, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, -1e-310] {
            assert_eq!(Scaled::new(x).number(), x);
        }
        assert!(Scaled::new(f64::NAN).number().is_nan());
    }

    #[test]
    fn sums_and_ratios() {
        let [a, b] = [1.5, -0.25].map(Scaled::new);
        assert_eq!(a.plus(b).number(), 1.25);
        assert_eq!(b.magnitude().ratio(a), Some(0.25 / 1.5));
        assert_eq!(Scaled::new(1e300).plus(Scaled::new(1e-300)).number(), 1e300);
        assert_eq!(a.ratio(Scaled::ZERO), None);
        assert_eq!(a.plus(Scaled::new(f64::INFINITY)).number(), f64::INFINITY);
    }

    #[test]
    fn nan_is_the_largest() {
        let order = [0.0, 1e-300, -2.0, 1e300, f64::INFINITY, f64::NAN].map(Scaled::new);
        assert!(order.windows(2).all(|w| w[0].by_magnitude(&w[1]).is_lt()));
    }
}
