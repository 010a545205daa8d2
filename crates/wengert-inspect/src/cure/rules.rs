//! The rewrites that can be offered, each a row: what it is called, what it looks for, what it writes instead.
//!
//! Both sides are expressions in `u`, `v` and `w`. A row is a hint, not an identity to be trusted: it is offered only after
//! it has been tried at the user's own point and around it. Rows that say more stand before rows that say less.

use super::matching::Pattern;
use std::sync::LazyLock;

/// A rewrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it is called: mostly the function that it introduces.
    pub name: &'static str,
    /// What it looks for.
    pub from: &'static str,
    /// What it writes instead.
    pub to: &'static str,
}

const fn rule(name: &'static str, from: &'static str, to: &'static str) -> Rule {
    Rule { name, from, to }
}

/// All rewrites, in the order in which they are tried.
pub const RULES: &[Rule] = &[
    // Logarithms and exponentials that overflow in between.
    rule("logsigmoid", "log(1/(1 + exp(-u)))", "logsigmoid(u)"),
    rule("logsigmoid", "log(1 - sigmoid(u))", "logsigmoid(-u)"),
    rule("logsigmoid", "log(sigmoid(u))", "logsigmoid(u)"),
    rule("softplus", "log(1 + exp(u))", "softplus(u)"),
    rule("softplus", "log1p(exp(u))", "softplus(u)"),
    rule("logsumexp", "log(exp(u) + exp(v) + exp(w))", "logsumexp(u, v, w)"),
    rule("logaddexp", "log(exp(u) + exp(v))", "logaddexp(u, v)"),
    rule("expm1", "log(exp(u) - 1)", "u + log(-expm1(-u))"),
    rule("expm1", "log(1 - exp(u))", "log(-expm1(u))"),
    rule("softplus", "log(cosh(u))", "softplus(2*u) - u - log(2)"),
    rule("sigmoid", "exp(u)/(1 + exp(u))", "sigmoid(u)"),
    rule("sigmoid", "1/(1 + exp(-u))", "sigmoid(u)"),
    rule("sigmoid", "1/(1 + exp(u))", "sigmoid(-u)"),
    rule("sigmoid", "exp(u)/(exp(u) + exp(v))", "sigmoid(u - v)"),
    rule("sigmoid", "1 - sigmoid(u)", "sigmoid(-u)"),
    rule("tanh", "(exp(u) - exp(-u))/(exp(u) + exp(-u))", "tanh(u)"),
    rule("tanh", "(exp(2*u) - 1)/(exp(2*u) + 1)", "tanh(u)"),
    rule("tanh", "sinh(u)/cosh(u)", "tanh(u)"),
    rule("one exponential", "exp(u)*exp(v)", "exp(u + v)"),
    rule("one exponential", "exp(u)/exp(v)", "exp(u - v)"),
    rule("inverse functions", "log(exp(u))", "u"),
    rule("inverse functions", "exp(log(u))", "u"),
    // Special functions that have a form of their own in the tail.
    rule("lognormcdf", "log(normcdf(u))", "lognormcdf(u)"),
    rule("normcdf", "1 - normcdf(u)", "normcdf(-u)"),
    rule("erfc", "1 - erf(u)", "erfc(u)"),
    rule("beta", "gamma(u)*gamma(v)/gamma(u + v)", "beta(u, v)"),
    rule("lbeta", "log(beta(u, v))", "lbeta(u, v)"),
    rule("lgamma", "log(gamma(u))", "lgamma(u)"),
    rule("lgamma", "gamma(u)/gamma(v)", "exp(lgamma(u) - lgamma(v))"),
    rule("logit", "log(u/(1 - u))", "logit(u)"),
    // Logarithms of products, and what a logarithm does near 1 and 0.
    rule("xlogy", "u*log(v)", "xlogy(u, v)"),
    rule("log1p", "log(1 + u)", "log1p(u)"),
    rule("log1p", "log(1 - u)", "log1p(-u)"),
    rule("log of a product", "log(u*v)", "log(u) + log(v)"),
    rule("log of a quotient", "log(u/v)", "log(u) - log(v)"),
    rule("log of a root", "log(sqrt(u))", "0.5*log(u)"),
    rule("log of a power", "log(u^v)", "v*log(u)"),
    rule("asinh", "log(u + sqrt(u^2 + 1))", "asinh(u)"),
    rule("acosh", "log(u + sqrt(u^2 - 1))", "acosh(u)"),
    // Differences that cancel.
    rule("sinc", "(1 - cos(u))/u^2", "0.5*sinc(u/(2*pi))^2"),
    rule("half angle", "1 - cos(u)", "2*sin(u/2)^2"),
    rule("expm1", "exp(u) - 1", "expm1(u)"),
    rule("conjugate", "sqrt(u) - sqrt(v)", "(u - v)/(sqrt(u) + sqrt(v))"),
    rule("conjugate", "sqrt(u^2 + v) - u", "v/(sqrt(u^2 + v) + u)"),
    rule("conjugate", "sqrt(1 + u) - 1", "u/(sqrt(1 + u) + 1)"),
    rule("third binomial", "u^2 - v^2", "(u - v)*(u + v)"),
    // Roots of sums of squares, which overflow and have no slope at 0.
    rule("norm", "sqrt(u^2 + v^2 + w^2)", "norm(u, v, w)"),
    rule("hypot", "sqrt(u^2 + v^2)", "hypot(u, v)"),
    rule("hypot", "sqrt(1 + u^2)", "hypot(1, u)"),
    rule("abs", "sqrt(u^2)", "abs(u)"),
    rule("square", "abs(u)^2", "u^2"),
    rule("square", "sqrt(u)^2", "u"),
    rule("square", "hypot(u, v)^2", "u^2 + v^2"),
    rule("root", "u/sqrt(u)", "sqrt(u)"),
    rule("root", "u^0.5", "sqrt(u)"),
    rule("cbrt", "u^(1/3)", "cbrt(u)"),
    // Quotients that are 0/0 where the function is smooth, and masks that multiply.
    rule("sinc", "sin(u)/u", "sinc(u/pi)"),
    rule("common factor", "u^2/u", "u"),
    rule("common factor", "u*v/u", "v"),
    rule("common factor", "u^v/u", "u^(v - 1)"),
    rule("where", "where(u, 1, 0)*v", "where(u, v, 0)"),
    rule("where", "where(u, 0, 1)*v", "where(u, 0, v)"),
];

/// The rules, read.
pub(super) static PATTERNS: LazyLock<Vec<(Rule, Pattern, Pattern)>> = LazyLock::new(|| {
    let read = |text: &str| wengert_expr::parse(text, &["u", "v", "w"]).ok().map(Pattern);
    RULES.iter().filter_map(|&rule| Some((rule, read(rule.from)?, read(rule.to)?))).collect()
});
