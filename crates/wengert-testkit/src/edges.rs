//! The functions of `testdata/nonsmooth.csv` in Rust, and what this library answers at their points.

use wengert::prim::compare::{gt, lt, ne, pick};
use wengert::{Error, Var, hessian, logsumexp, maximum_of, mean, minimum_of, norm, prod, sum, value_and_grad};

/// A function of the file.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Its name in the file.
    pub case: &'static str,
    /// The function.
    pub f: fn(&[Var]) -> Var,
}

/// What this library answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ours {
    /// The value.
    pub value: f64,
    /// The gradient.
    pub gradient: Vec<f64>,
    /// The Hessian, row by row.
    pub second: Vec<f64>,
}

impl Edge {
    /// The answers at a point.
    ///
    /// # Errors
    /// As [`value_and_grad`]; [`Error::Check`] never.
    pub fn answer(&self, x: &[f64]) -> Result<Ours, Error> {
        let (value, gradient) = value_and_grad(|x: Vec<Var>| (self.f)(&x), x)?;
        let (_, _, second) = hessian(|x: Vec<Var>| (self.f)(&x), x)?;
        Ok(Ours { value, gradient, second: second.as_slice().to_vec() })
    }
}

/// Cases about matrix decompositions, which the engine does not have as operations: no row here.
pub const WITHOUT_ROW: [&str; 4] = [
    "sum eigvalsh of identity",
    "sum svdvals of identity",
    "eigvalsh[1] of identity (degenerate)",
    "sum svdvals of 0 matrix",
];

macro_rules! edges {
    ($($case:literal => |$x:ident| $f:expr;)*) => {
        &[$( Edge { case: $case, f: |$x: &[Var]| $f } ),*]
    };
}

/// All of them, in the order of the file.
#[allow(clippy::eq_op)] // x/x is what is asked.
pub const EDGES: &[Edge] = edges! {
    "relu(0)" => |x| x[0].relu();
    "relu6(0)" => |x| x[0].relu6();
    "relu6(6)" => |x| x[0].relu6();
    "leaky_relu(0)" => |x| x[0].leaky_relu(0.01);
    "elu(0)" => |x| x[0].elu();
    "hard_tanh(1)" => |x| x[0].hard_tanh();
    "hard_sigmoid(3)" => |x| (x[0] + 3.0).relu6() / 6.0;
    "softsign(0)" => |x| x[0].softsign();
    "gelu(0)" => |x| x[0].gelu();
    "abs(0)" => |x| x[0].abs();
    "abs(-0.0)" => |x| x[0].abs();
    "abs(x)^2 at 0" => |x| x[0].abs().powi(2);
    "sqrt(x^2) at 0" => |x| x[0].powi(2).sqrt();
    "max(x,0) at 0" => |x| x[0].maximum(0.0);
    "max(x,y) tie" => |x| x[0].maximum(x[1]);
    "min(x,y) tie" => |x| x[0].minimum(x[1]);
    "max(x,x) same variable" => |x| x[0].maximum(x[0]);
    "max(x,nan const)" => |x| x[0].maximum(f64::NAN);
    "max reduce, 2 ties of 3" => |x| maximum_of(x.iter().copied());
    "max reduce, all 4 tie" => |x| maximum_of(x.iter().copied());
    "max(x) whole tensor default, tie (torch.max(x))" => |x| maximum_of(x.iter().copied());
    "max over dim 0, tie (torch.max(x,0))" => |x| maximum_of(x.iter().copied());
    "min reduce, 2 ties of 3" => |x| minimum_of(x.iter().copied());
    "median, tied middle" => |x| median(x);
    "median, even count" => |x| median(x);
    "sort ties, weights 1,2,4" => |x| sum(sorted(x).iter().zip([1.0, 2.0, 4.0]).map(|(t, w)| w * t));
    "norm_1 at 0" => |x| sum(x.iter().map(|t| t.abs()));
    "norm_2 at 0" => |x| norm(x);
    "norm_2^2 at 0" => |x| norm(x).powi(2);
    "norm_inf tie |a|=|b|" => |x| maximum_of(x.iter().map(|t| t.abs()));
    "sqrt(sum x^2) at 0" => |x| sum(x.iter().map(|t| t * t)).sqrt();
    "std of equal values" => |x| variance(x).sqrt();
    "var of equal values" => |x| variance(x);
    "hypot(0,0)" => |x| x[0].hypot(x[1]);
    "hypot(3e200,4e200)" => |x| x[0].hypot(x[1]);
    "atan2(0,0)" => |x| x[0].atan2(x[1]);
    "atan2(0,-1)" => |x| x[0].atan2(x[1]);
    "atan2(-0.0,-1)" => |x| x[0].atan2(x[1]);
    "sqrt(0)" => |x| x[0].sqrt();
    "sqrt(-1)" => |x| x[0].sqrt();
    "sqrt(x)*0 at 0" => |x| x[0].sqrt() * 0.0;
    "cbrt(0)" => |x| x[0].cbrt();
    "cbrt(-8)" => |x| x[0].cbrt();
    "x^(1/3) at -8" => |x| x[0].powf(1.0 / 3.0);
    "log(0)" => |x| x[0].ln();
    "log(-1)" => |x| x[0].ln();
    "log1p(-1)" => |x| x[0].ln_1p();
    "x*log(x) at 0" => |x| x[0] * x[0].ln();
    "xlogy(x,x) at 0" => |x| x[0].xlogy(x[0]);
    "xlogy(0,0) two vars" => |x| x[0].xlogy(x[1]);
    "1/x at 0" => |x| 1.0 / x[0];
    "x/x at 0" => |x| x[0] / x[0];
    "x/y at 0/0" => |x| x[0] / x[1];
    "x^2/x at 0" => |x| x[0].powi(2) / x[0];
    "sin(x)/x at 0" => |x| x[0].sin() / x[0];
    "sinc(0)" => |x| x[0].sinc();
    "x^0 (const 0) at 0" => |x| x[0].powi(0);
    "x^0.0 at 0" => |x| x[0].powf(0.0);
    "x^1 at 0" => |x| x[0].powi(1);
    "x^2 at 0" => |x| x[0].powi(2);
    "x^2.0 at 0" => |x| x[0].powf(2.0);
    "x^3.0 at -2" => |x| x[0].powf(3.0);
    "x^-1 at 0" => |x| x[0].powi(-1);
    "x^0.5 at 0" => |x| x[0].powf(0.5);
    "x^0.5 at -2" => |x| x[0].powf(0.5);
    "x^1.5 at 0" => |x| x[0].powf(1.5);
    "x^y at (0,0)" => |x| x[0].powf(x[1]);
    "x^y at (0,1)" => |x| x[0].powf(x[1]);
    "x^y at (0,2)" => |x| x[0].powf(x[1]);
    "x^y at (0,-1)" => |x| x[0].powf(x[1]);
    "x^y at (-2,2)" => |x| x[0].powf(x[1]);
    "x^y at (-2,3)" => |x| x[0].powf(x[1]);
    "x^y at (-2,0.5)" => |x| x[0].powf(x[1]);
    "x^x at 0" => |x| x[0].powf(x[0]);
    "0^y at 2 (const base)" => |x| Var::constant(0.0).powf(x[0]);
    "0^y at 0" => |x| Var::constant(0.0).powf(x[0]);
    "sign(0)" => |x| x[0].sign();
    "sign(2)" => |x| x[0].sign();
    "floor(2.0)" => |x| x[0].floor();
    "ceil(2.0)" => |x| x[0].ceil();
    "round(0.5)" => |x| x[0].round_even();
    "round(2.5)" => |x| x[0].round_even();
    "x-floor(x) at 2" => |x| x[0] - x[0].floor();
    "mod(x,y) at (4,2) jump" => |x| x[0].modulo(x[1]);
    "mod(x,y) at (-5,3)" => |x| x[0].modulo(x[1]);
    "fmod/rem(x,y) at (-5,3)" => |x| x[0] % x[1];
    "fmod/rem(x,y) at (4,2)" => |x| x[0] % x[1];
    "clamp(x,0,1) at 0" => |x| x[0].clamp(0.0, 1.0);
    "clamp(x,0,1) at 1" => |x| x[0].clamp(0.0, 1.0);
    "clamp(x,1,1) lo=hi at 1" => |x| x[0].clamp(1.0, 1.0);
    "asin(1)" => |x| x[0].asin();
    "acos(1)" => |x| x[0].acos();
    "acos(1.0000001)" => |x| x[0].acos();
    "acosh(1)" => |x| x[0].acosh();
    "atanh(1)" => |x| x[0].atanh();
    "erfinv(1)" => |x| x[0].erfinv();
    "lgamma(0)" => |x| x[0].lgamma();
    "lgamma(-1.5)" => |x| x[0].lgamma();
    "gamma(-1.5)" => |x| x[0].gamma();
    "digamma(0)" => |x| x[0].digamma();
    "logsumexp all -inf" => |x| logsumexp(x.iter().copied());
    "logsumexp with one -inf" => |x| logsumexp(x.iter().copied());
    "logsumexp with +inf" => |x| logsumexp(x.iter().copied());
    "logaddexp(-inf,-inf)" => |x| logsumexp(x.iter().copied());
    "logaddexp(-inf,0)" => |x| logsumexp(x.iter().copied());
    "logaddexp(1,1)" => |x| logsumexp(x.iter().copied());
    "logaddexp(inf,inf)" => |x| logsumexp(x.iter().copied());
    "softmax[0] all -inf" => |x| (x[0] - logsumexp(x.iter().copied())).exp();
    "softmax[1] with one -inf" => |x| (x[1] - logsumexp(x.iter().copied())).exp();
    "log_softmax[1] one -inf" => |x| x[1] - logsumexp(x.iter().copied());
    "softplus(-1000)" => |x| x[0].softplus();
    "softplus(1000)" => |x| x[0].softplus();
    "log(1+exp(x)) naive at 1000" => |x| (1.0 + x[0].exp()).ln();
    "log_sigmoid(-1000)" => |x| x[0].logsigmoid();
    "1/(1+exp(-x)) naive at -800" => |x| 1.0 / (1.0 + (-x[0]).exp());
    "exp(x)/(1+exp(x)) naive at 800" => |x| x[0].exp() / (1.0 + x[0].exp());
    "tanh(400)" => |x| x[0].tanh();
    "tanh(18) gradient accuracy (true 9.278e-16)" => |x| x[0].tanh();
    "where(x>0,sqrt(x),0) at 0 untaken" => |x| pick(gt(x[0], 0.0.into()), x[0].sqrt(), 0.0.into());
    "where(x>0,log(x),x) at -1" => |x| pick(gt(x[0], 0.0.into()), x[0].ln(), x[0]);
    "where(x!=0,sin(x)/x,1) at 0" => |x| pick(ne(x[0], 0.0.into()), x[0].sin() / x[0], 1.0.into());
    "where(x>5,x,1/x) double where safe at 0" => |x| pick(
        ne(x[0], 0.0.into()),
        1.0 / pick(ne(x[0], 0.0.into()), x[0], 1.0.into()),
        0.0.into(),
    );
    "where(x<0,0,x^1.5) at -1" => |x| pick(lt(x[0], 0.0.into()), 0.0.into(), x[0].powf(1.5));
    "where(x<1,x,exp(x^9)) at 0.5e0*8 (overflow taken=exp)" => |x| pick(
        lt(x[0], 1.0.into()),
        x[0],
        (x[0] * 1e3).exp().exp(),
    );
    "prod with one 0" => |x| prod(x.iter().copied());
    "prod with two 0" => |x| prod(x.iter().copied());
    "sum(cumprod) with a 0" => |x| x[0] + x[0] * x[1] + x[0] * x[1] * x[2];
    "det of a singular 2x2" => |x| x[0] * x[3] - x[1] * x[2];
    "det of 3x3 rank 1" => |x| x[0] * (x[4] * x[8] - x[5] * x[7]) - x[1] * (x[3] * x[8] - x[5] * x[6])
        + x[2] * (x[3] * x[7] - x[4] * x[6]);
    "exp(-1/x^2) at 0" => |x| (-1.0 / x[0].powi(2)).exp();
    "0*inf: x*exp(1000) at 0" => |x| x[0] * Var::constant(1000.0).exp();
    "f(x)=3 constant" => |_x| Var::constant(3.0);
    "tan(pi/2)" => |x| x[0].tan();
    "max of nan and 1 reduce" => |x| maximum_of(x.iter().copied());
};

/// In increasing order; equal ones in the order given.
fn sorted(x: &[Var]) -> Vec<Var> {
    let mut x = x.to_vec();
    x.sort_by(|a, b| a.total_cmp(b));
    x
}

/// The middle value, or the mean of the middle two; all that are equal to it share evenly.
fn median(x: &[Var]) -> Var {
    let x = sorted(x);
    let (low, high) = (x[(x.len() - 1) / 2].value(), x[x.len() / 2].value());
    mean([low, high].map(|middle| mean(x.iter().copied().filter(|t| t.value() == middle))))
}

/// Σ (x - mean)² / n.
fn variance(x: &[Var]) -> Var {
    let m = mean(x.iter().copied());
    sum(x.iter().map(|&t| (t - m).powi(2))) / x.len() as f64
}
