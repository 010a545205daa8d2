//! Truncated Taylor numbers.
//!
//! The incomplete gamma and beta functions, the zeta function and the elliptic
//! integral have no closed form for their parameter derivatives, but each has a
//! convergent algorithm built from `+ - * /` and a few elementary functions.
//! Running that algorithm on truncated power series gives the derivatives of
//! the algorithm itself: no step size, no differencing error.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// What an algorithm needs of its numbers: `f64` (no derivative), [`Jet`] (one
/// variable) and [`Jet2`] (two variables, total order three).
pub(super) trait Taylor:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Neg<Output = Self>
{
    /// The number `c`, with no derivative.
    fn constant(c: f64) -> Self;

    /// Whether every coefficient of `step` is at most `tol` times that of `self`.
    fn absorbs(&self, step: &Self, tol: f64) -> bool;
}

impl Taylor for f64 {
    fn constant(c: f64) -> Self {
        c
    }

    fn absorbs(&self, step: &Self, tol: f64) -> bool {
        step.abs() <= tol * self.abs()
    }
}

/// `1/(start + α_1/(β_1 + α_2/(β_2 + ...)))` with `(α_i, β_i) = step(i)`.
///
/// The modified Lentz method (Press et al., Numerical Recipes, section 5.2)
/// finds how many terms it takes until no coefficient moves; the value then
/// comes from evaluating those terms from the last to the first, because the
/// early convergents of the forward method have derivatives far larger than
/// the limit's, which cancel.
pub(super) fn continued_fraction<T: Taylor>(start: T, max_terms: u32, step: impl Fn(u32) -> (T, T)) -> T {
    let one = T::constant(1.0);
    let mut c = one;
    let mut d = one / start;
    let mut value = d;
    let mut terms = 0;
    while terms < max_terms {
        terms += 1;
        let (alpha, beta) = step(terms);
        d = one / (alpha * d + beta);
        c = if terms == 1 { beta } else { beta + alpha / c };
        let next = value * (c * d);
        let change = next - value;
        value = next;
        if value.absorbs(&change, 4e-16) {
            break;
        }
    }
    let mut tail = T::constant(0.0);
    for i in (1..=terms).rev() {
        let (alpha, beta) = step(i);
        tail = alpha / (beta + tail);
    }
    one / (start + tail)
}

/// A power series in one variable cut after `N` coefficients; `0[k]` is the
/// coefficient of the k-th power (the k-th derivative over k!).
#[derive(Clone, Copy, Debug)]
pub(super) struct Jet<const N: usize>(pub(super) [f64; N]);

impl<const N: usize> Jet<N> {
    /// The independent variable at `x`.
    pub(super) fn variable(x: f64) -> Self {
        let mut c = [0.0; N];
        c[0] = x;
        if N > 1 {
            c[1] = 1.0;
        }
        Jet(c)
    }

    /// The n-th derivative.
    pub(super) fn derivative(&self, n: usize) -> f64 {
        (1..=n).fold(self.0[n], |v, k| v * k as f64)
    }

    /// `exp(self - self.0[0])`: the caller supplies the leading factor, which
    /// is often known more accurately than through its logarithm.
    pub(super) fn exp_tail(&self) -> Self {
        let mut e = [0.0; N];
        e[0] = 1.0;
        for k in 1..N {
            let s: f64 = (1..=k).map(|j| j as f64 * self.0[j] * e[k - j]).sum();
            e[k] = s / k as f64;
        }
        Jet(e)
    }

    /// The square root (positive leading coefficient).
    pub(super) fn sqrt(&self) -> Self {
        let mut r = [0.0; N];
        r[0] = self.0[0].sqrt();
        for k in 1..N {
            let s: f64 = (1..k).map(|j| r[j] * r[k - j]).sum();
            r[k] = (self.0[k] - s) / (2.0 * r[0]);
        }
        Jet(r)
    }
}

impl<const N: usize> Taylor for Jet<N> {
    fn constant(c: f64) -> Self {
        let mut v = [0.0; N];
        v[0] = c;
        Jet(v)
    }

    fn absorbs(&self, step: &Self, tol: f64) -> bool {
        self.0.iter().zip(&step.0).all(|(a, s)| s.abs() <= tol * a.abs())
    }
}

impl<const N: usize> Add for Jet<N> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Jet(std::array::from_fn(|k| self.0[k] + o.0[k]))
    }
}

impl<const N: usize> Sub for Jet<N> {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Jet(std::array::from_fn(|k| self.0[k] - o.0[k]))
    }
}

impl<const N: usize> Mul for Jet<N> {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Jet(std::array::from_fn(|k| (0..=k).map(|j| self.0[j] * o.0[k - j]).sum()))
    }
}

impl<const N: usize> Div for Jet<N> {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        let mut q = [0.0; N];
        for k in 0..N {
            let s: f64 = (0..k).map(|j| q[j] * o.0[k - j]).sum();
            q[k] = (self.0[k] - s) / o.0[0];
        }
        Jet(q)
    }
}

impl<const N: usize> Neg for Jet<N> {
    type Output = Self;
    fn neg(self) -> Self {
        Jet(self.0.map(|c| -c))
    }
}

impl<const N: usize> Add<f64> for Jet<N> {
    type Output = Self;
    fn add(mut self, c: f64) -> Self {
        self.0[0] += c;
        self
    }
}

impl<const N: usize> Mul<f64> for Jet<N> {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Jet(self.0.map(|v| v * c))
    }
}

/// Total order kept by [`Jet2`].
const ORDER: usize = 3;
/// Coefficients of a two-variable series of total order three.
const LEN: usize = 10;
/// Exponents `(i, j)` of the coefficients, by total order.
const POWERS: [(usize, usize); LEN] = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)];

/// Where the coefficient of `u^i v^j` lies.
const fn slot(i: usize, j: usize) -> usize {
    let n = i + j;
    n * (n + 1) / 2 + j
}

/// A power series in two variables cut after total order three.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jet2([f64; LEN]);

impl Jet2 {
    /// The series whose coefficient of `u^i v^j` is `f(i, j)`.
    pub(super) fn from_fn(f: impl Fn(usize, usize) -> f64) -> Self {
        Jet2(POWERS.map(|(i, j)| f(i, j)))
    }

    /// The first variable at `a`.
    pub(super) fn first(a: f64) -> Self {
        let mut c = [0.0; LEN];
        c[0] = a;
        c[slot(1, 0)] = 1.0;
        Jet2(c)
    }

    /// The second variable at `b`.
    pub(super) fn second(b: f64) -> Self {
        let mut c = [0.0; LEN];
        c[0] = b;
        c[slot(0, 1)] = 1.0;
        Jet2(c)
    }

    /// The derivative of order `(i, j)`.
    pub(super) fn derivative(&self, i: usize, j: usize) -> f64 {
        let f = |n: usize| (1..=n).product::<usize>() as f64;
        self.0[slot(i, j)] * f(i) * f(j)
    }

    /// `exp(self) - exp(self.0[0])` over `exp(self.0[0])`, plus one: see
    /// [`Jet::exp_tail`].
    pub(super) fn exp_tail(&self) -> Self {
        let mut d = *self;
        d.0[0] = 0.0;
        let mut power = d;
        let mut sum = d + 1.0;
        for k in 2..=ORDER {
            power = power * d * (1.0 / k as f64);
            sum = sum + power;
        }
        sum
    }

    /// The same series with the two variables exchanged.
    pub(super) fn swapped(&self) -> Self {
        Self::from_fn(|i, j| self.0[slot(j, i)])
    }
}

impl Taylor for Jet2 {
    fn constant(c: f64) -> Self {
        let mut v = [0.0; LEN];
        v[0] = c;
        Jet2(v)
    }

    fn absorbs(&self, step: &Self, tol: f64) -> bool {
        self.0.iter().zip(&step.0).all(|(a, s)| s.abs() <= tol * a.abs())
    }
}

impl Add for Jet2 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Jet2(std::array::from_fn(|k| self.0[k] + o.0[k]))
    }
}

impl Sub for Jet2 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Jet2(std::array::from_fn(|k| self.0[k] - o.0[k]))
    }
}

impl Mul for Jet2 {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Jet2(POWERS.map(|(i, j)| {
            let mut s = 0.0;
            for p in 0..=i {
                for q in 0..=j {
                    s += self.0[slot(p, q)] * o.0[slot(i - p, j - q)];
                }
            }
            s
        }))
    }
}

impl Div for Jet2 {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        let mut r = [0.0; LEN];
        for (k, (i, j)) in POWERS.into_iter().enumerate() {
            let mut s = self.0[k];
            for p in 0..=i {
                for q in 0..=j {
                    if (p, q) != (i, j) {
                        s -= r[slot(p, q)] * o.0[slot(i - p, j - q)];
                    }
                }
            }
            r[k] = s / o.0[0];
        }
        Jet2(r)
    }
}

impl Neg for Jet2 {
    type Output = Self;
    fn neg(self) -> Self {
        Jet2(self.0.map(|c| -c))
    }
}

impl Add<f64> for Jet2 {
    type Output = Self;
    fn add(mut self, c: f64) -> Self {
        self.0[0] += c;
        self
    }
}

impl Mul<f64> for Jet2 {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Jet2(self.0.map(|v| v * c))
    }
}
