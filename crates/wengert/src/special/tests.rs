//! The functions against the mpmath table `testdata/special.txt`.

use super::*;

const TABLE: &str = include_str!("../../testdata/special.txt");

/// A relative tolerance for every function of the table.
const TOLERANCES: &[(&str, f64)] = &[
    ("erf", 2e-15),
    ("erfc", 2e-15),
    ("erfcx", 2e-15),
    ("erfinv", 2e-15),
    ("ierfcx", 1e-14),
    ("gamma", 4e-15),
    ("lgamma", 2e-15),
    ("digamma", 4e-15),
    ("trigamma", 2e-15),
    ("polygamma", 1e-14),
    ("beta", 1e-14),
    ("lbeta", 1e-14),
    ("jn", 1e-14),
    ("yn", 1e-14),
    ("in_", 4e-15),
    ("zeta", 1e-14),
    ("zeta_d", 2e-14),
    ("normcdf", 4e-15),
    ("normpdf", 2e-15),
    ("lognormcdf", 2e-15),
    ("mills", 2e-15),
    ("probit", 2e-15),
    ("logit", 2e-15),
    ("expint_e1", 4e-15),
    ("expint_ei", 4e-15),
    ("lambertw", 4e-15),
    ("ellipk", 2e-15),
    ("ellipk_d", 2e-14),
    ("dawsn", 2e-15),
    ("dawsn_d", 1e-14),
    ("li2", 4e-15),
    ("li2_d", 1e-14),
    ("sinc", 2e-15),
    ("sinc_d", 1e-14),
    ("gammainc_p", 1e-14),
    ("gammainc_p_d", 2e-14),
    ("betainc", 1e-14),
    ("betainc_d", 2e-14),
];

/// Calls a function by name; `None` for a name or an argument count it does
/// not know.
fn call(name: &str, args: &[&str]) -> Option<f64> {
    let f = |k: usize| args.get(k).and_then(|a| a.parse::<f64>().ok());
    let i = |k: usize| args.get(k).and_then(|a| a.parse::<i32>().ok());
    let u = |k: usize| args.get(k).and_then(|a| a.parse::<u32>().ok());
    Some(match name {
        "erf" => erf(f(0)?),
        "erfc" => erfc(f(0)?),
        "erfcx" => erfcx(f(0)?),
        "erfinv" => erfinv(f(0)?),
        "ierfcx" => ierfcx(u(0)?, f(1)?),
        "gamma" => gamma(f(0)?),
        "lgamma" => lgamma(f(0)?),
        "digamma" => digamma(f(0)?),
        "trigamma" => trigamma(f(0)?),
        "polygamma" => polygamma(u(0)?, f(1)?),
        "beta" => beta(f(0)?, f(1)?),
        "lbeta" => lbeta(f(0)?, f(1)?),
        "jn" => jn(i(0)?, f(1)?),
        "yn" => yn(i(0)?, f(1)?),
        "in_" => in_(i(0)?, f(1)?),
        "zeta" => zeta(f(0)?),
        "zeta_d" => zeta_d(u(0)?, f(1)?),
        "normcdf" => normcdf(f(0)?),
        "normpdf" => normpdf(f(0)?),
        "lognormcdf" => lognormcdf(f(0)?),
        "mills" => mills(f(0)?),
        "probit" => probit(f(0)?),
        "logit" => logit(f(0)?),
        "expint_e1" => expint_e1(f(0)?),
        "expint_ei" => expint_ei(f(0)?),
        "lambertw" => lambertw(f(0)?),
        "ellipk" => ellipk(f(0)?),
        "ellipk_d" => ellipk_d(u(0)?, f(1)?),
        "dawsn" => dawsn(f(0)?),
        "dawsn_d" => dawsn_d(u(0)?, f(1)?),
        "li2" => li2(f(0)?),
        "li2_d" => li2_d(u(0)?, f(1)?),
        "sinc" => sinc(f(0)?),
        "sinc_d" => sinc_d(u(0)?, f(1)?),
        "gammainc_p" => gammainc_p(f(0)?, f(1)?),
        "gammainc_p_d" => gammainc_p_d(u(0)?, f(1)?, f(2)?),
        "betainc" => betainc(f(0)?, f(1)?, f(2)?),
        "betainc_d" => betainc_d(u(0)?, u(1)?, f(2)?, f(3)?, f(4)?),
        _ => return None,
    })
}

/// The relative error: zero for equal infinities and two NaNs, infinite for a
/// wrong special value or a wrong zero.
fn relative_error(got: f64, want: f64) -> f64 {
    if got == want || (got.is_nan() && want.is_nan()) {
        0.0
    } else if !got.is_finite() || !want.is_finite() || want == 0.0 {
        f64::INFINITY
    } else {
        ((got - want) / want).abs()
    }
}

#[test]
fn agrees_with_the_table() {
    let mut failures = Vec::new();
    let mut seen: Vec<(&str, usize, f64)> = TOLERANCES.iter().map(|t| (t.0, 0, 0.0)).collect();
    for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, args @ .., value] = words.as_slice() else {
            failures.push(format!("malformed line: {line}"));
            continue;
        };
        let entry = TOLERANCES.iter().position(|t| t.0 == *name);
        let (Some(k), Some(got), Ok(want)) = (entry, call(name, args), value.parse::<f64>()) else {
            failures.push(format!("unknown line: {line}"));
            continue;
        };
        let error = relative_error(got, want);
        seen[k].1 += 1;
        seen[k].2 = seen[k].2.max(error);
        if error > TOLERANCES[k].1 {
            failures.push(format!(
                "{name}({}) = {got:e}, expected {want:e}: error {error:.1e} above {:.0e}",
                args.join(", "),
                TOLERANCES[k].1
            ));
        }
    }
    for (name, count, _) in &seen {
        if *count == 0 {
            failures.push(format!("{name}: no line in the table"));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn nan_in_nan_out() {
    for (name, _) in TOLERANCES {
        let mut lines = TABLE.lines().map(|l| l.split_whitespace());
        let line = lines.find(|w| w.clone().next() == Some(name));
        let words: Vec<&str> = line.into_iter().flatten().collect();
        let args = &words[1..words.len() - 1];
        let mut called = 0;
        for k in 0..args.len() {
            let mut args = args.to_vec();
            args[k] = "NaN";
            // An integer argument does not parse from it: no call.
            if let Some(v) = call(name, &args) {
                called += 1;
                assert!(v.is_nan(), "{name}({}) = {v}", args.join(", "));
            }
        }
        assert!(called > 0, "{name}: never called");
    }
}

#[test]
fn taylor_numbers_agree_with_each_other() {
    use super::jet::{Jet, Jet2, Taylor};
    // (x + 2)/(x sqrt(x)), multiplied back, leaves x.
    let one = |x: Jet<4>| (x + 2.0) / (x * x.sqrt());
    let j = one(Jet::variable(1.5));
    let back = j * Jet::variable(1.5) * Jet::variable(1.5).sqrt() - Jet::constant(2.0);
    for (k, want) in [1.5, 1.0, 0.0, 0.0].into_iter().enumerate() {
        assert!((back.0[k] - want).abs() < 1e-14, "coefficient {k}");
    }
    let f = |a: Jet2, b: Jet2| (a * b + 1.0) / (a + b);
    let p = f(Jet2::first(0.7), Jet2::second(1.9));
    let q = f(Jet2::second(0.7), Jet2::first(1.9)).swapped();
    for (i, j) in [(0, 0), (1, 0), (0, 1), (2, 1), (1, 2), (0, 3)] {
        assert!((p.derivative(i, j) - q.derivative(i, j)).abs() < 1e-14);
    }
}
