//! Random rules: the two products are adjoint, derived and given pullbacks agree, every order is that of plain code; and a
//! rule with one wrong entry is caught, and the entry named.

use proptest::prelude::*;
use std::sync::Arc;
use wengert::{Error, Rule, Var, check_rule, dot, hvp, jvp, value_and_grad, vjp};

/// y_i = Σ_j a_ij sin(b_ij x_j) + x_p x_q (p = i, q = i + 1, counted round).
#[derive(Clone, Debug)]
struct Waves {
    inputs: usize,
    /// (a, b) by rows.
    terms: Vec<Vec<(f64, f64)>>,
    /// Whether the pullback is given.
    given: bool,
    /// An entry of the tangent that is scaled, and by what.
    wrong: Option<(usize, usize, f64)>,
}

impl Waves {
    fn pair(&self, i: usize) -> (usize, usize) {
        (i % self.inputs, (i + 1) % self.inputs)
    }
    /// The entry (i, j) of the Jacobian.
    fn slope(&self, i: usize, j: usize, x: &[Var]) -> Var {
        let (a, b) = self.terms[i][j];
        let (p, q) = self.pair(i);
        let mut slope = a * b * (b * x[j]).cos();
        slope += if p == j { x[q] } else { Var::constant(0.0) };
        slope += if q == j { x[p] } else { Var::constant(0.0) };
        match self.wrong {
            Some((k, l, by)) if (k, l) == (i, j) => slope * by,
            _ => slope,
        }
    }
    fn plain(&self, x: &[Var]) -> Vec<Var> {
        let of = |(i, row): (usize, &Vec<(f64, f64)>)| {
            let (p, q) = self.pair(i);
            row.iter().zip(x).map(|(&(a, b), &x)| a * (b * x).sin()).sum::<Var>() + x[p] * x[q]
        };
        self.terms.iter().enumerate().map(of).collect()
    }
}

impl Rule for Waves {
    type In = Vec<f64>;
    type Out = Vec<f64>;
    fn value(&self, x: &Vec<f64>) -> Vec<f64> {
        let x: Vec<Var> = x.iter().map(|&x| Var::constant(x)).collect();
        self.plain(&x).into_iter().map(Var::value).collect()
    }
    fn jvp(&self, x: Vec<Var>, _: Vec<Var>, dx: Vec<Var>) -> Vec<Var> {
        (0..self.terms.len()).map(|i| (0..self.inputs).map(|j| self.slope(i, j, &x) * dx[j]).sum()).collect()
    }
    fn vjp(&self, x: Vec<Var>, _: Vec<Var>, dy: Vec<Var>) -> Option<Vec<Var>> {
        let column = |j: usize| (0..self.terms.len()).map(|i| self.slope(i, j, &x) * dy[i]).sum();
        self.given.then(|| (0..self.inputs).map(column).collect())
    }
}

/// A rule and a point, a direction and a covector for it.
fn rules() -> impl Strategy<Value = (Waves, Vec<f64>, Vec<f64>, Vec<f64>)> {
    let number = || prop_oneof![0.4..1.6, -1.6..-0.4];
    (1..5usize, 1..5usize, any::<bool>()).prop_flat_map(move |(inputs, outputs, given)| {
        let numbers = |n| prop::collection::vec(number(), n);
        let rows = prop::collection::vec(prop::collection::vec((number(), number()), inputs), outputs);
        (rows, numbers(inputs), numbers(inputs), numbers(outputs))
            .prop_map(move |(terms, x, u, w)| (Waves { inputs, terms, given, wrong: None }, x, u, w))
    })
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0)
}
fn all_near(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| near(a, b))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn tangent_and_pullback_are_adjoint((rule, x, u, w) in rules()) {
        let rule = Arc::new(rule);
        let f = |x: Vec<Var>| Arc::clone(&rule).call(x);
        let (y, ju) = jvp(f, &x, &u).unwrap();
        let (same, pullback) = vjp(f, &x).unwrap();
        prop_assert_eq!(y, same);
        prop_assert!(near(product(&w, &ju), product(&pullback.call(w.clone()), &u)));
        // So are those of the pullback itself: the second order.
        let g = |x: Vec<Var>| {
            let weights: Vec<Var> = w.iter().map(|&w| Var::constant(w)).collect();
            Ok(value_and_grad(|x: Vec<Var>| dot(&weights, &f(x)), x)?.1)
        };
        let (_, hu) = jvp(g, &x, &u).unwrap();
        let (_, transposed) = vjp(g, &x).unwrap();
        prop_assert!(near(product(&x, &hu), product(&transposed.call(x.clone()), &u)));
    }

    #[test]
    fn a_rule_is_what_its_code_is((rule, x, u, w) in rules()) {
        let rule = Arc::new(rule);
        let weights: Vec<Var> = w.iter().map(|&w| Var::constant(w)).collect();
        let by_rule = |x: Vec<Var>| dot(&weights, &Arc::clone(&rule).call(x)).sin();
        let plain = |x: Vec<Var>| dot(&weights, &rule.plain(&x)).sin();
        let (v, g, h) = hvp(by_rule, &x, &u).unwrap();
        let (value, grad, product) = hvp(plain, &x, &u).unwrap();
        prop_assert!(near(v, value) && all_near(&g, &grad) && all_near(&h, &product));
        prop_assert!(all_near(&value_and_grad(by_rule, &x).unwrap().1, &grad));
    }

    #[test]
    fn a_right_rule_passes_the_check((rule, x, _, _) in rules()) {
        let checked = check_rule(rule, &x);
        prop_assert!(checked.is_ok(), "{}", checked.unwrap_err());
    }

    #[test]
    fn a_wrong_entry_is_caught_and_named(
        (rule, x, _, _) in rules(), i in any::<prop::sample::Index>(), j in any::<prop::sample::Index>(), up in any::<bool>(),
    ) {
        let (i, j) = (i.index(rule.terms.len()), j.index(rule.inputs));
        let at: Vec<Var> = x.iter().map(|&x| Var::constant(x)).collect();
        // An entry that is next to nothing is not seen to be scaled.
        prop_assume!(rule.slope(i, j, &at).value().abs() > 1e-2);
        let by = if up { 1.01 } else { 0.99 };
        match check_rule(Waves { wrong: Some((i, j, by)), ..rule }, &x) {
            Err(Error::Rule { rule, what, .. }) => {
                prop_assert_eq!(rule, "Waves");
                let named = format!("its derivative disagrees: output {i}, entry {j}: ");
                prop_assert!(what.starts_with(&named), "{} does not start with {}", what, named);
            }
            other => prop_assert!(false, "{other:?} for entry ({i}, {j})"),
        }
    }
}

/// Its pullback is not the transpose of its tangent.
struct Askew;
impl Rule for Askew {
    type In = [f64; 2];
    type Out = f64;
    fn value(&self, [x, y]: &[f64; 2]) -> f64 {
        x * y
    }
    fn jvp(&self, [x, y]: [Var; 2], _: Var, [dx, dy]: [Var; 2]) -> Var {
        x * dy + y * dx
    }
    fn vjp(&self, [x, y]: [Var; 2], _: Var, dz: Var) -> Option<[Var; 2]> {
        Some([y * dz, 1.1 * x * dz])
    }
}

/// Its first derivative is right, and loses what depends on x in the second.
struct Frozen;
impl Rule for Frozen {
    type In = f64;
    type Out = f64;
    fn value(&self, x: &f64) -> f64 {
        x.powi(3)
    }
    fn jvp(&self, x: Var, _: Var, dx: Var) -> Var {
        3.0 * x.stop_gradient().powi(2) * dx
    }
}

/// Its tangent is not linear.
struct Bent;
impl Rule for Bent {
    type In = f64;
    type Out = f64;
    fn value(&self, x: &f64) -> f64 {
        *x
    }
    fn jvp(&self, _: Var, _: Var, dx: Var) -> Var {
        dx * dx.abs()
    }
}

#[test]
fn every_kind_of_mistake_is_named() {
    let says = |result: Result<(), Error>| result.unwrap_err().to_string();
    let askew = says(check_rule(Askew, &[0.7, 1.3]));
    assert!(
        askew.starts_with("rule `Askew`: its derivative disagrees: output 0, entry 1: reverse mode says 0.77"),
        "{askew}"
    );
    let frozen = says(check_rule(Frozen, &2.0));
    assert!(
        frozen.starts_with("rule `Frozen`: the derivative of its tangent disagrees: output 0, entry 0: "),
        "{frozen}"
    );
    let bent = says(check_rule(Bent, &2.0));
    assert!(bent.starts_with("rule `Bent`: its derivative disagrees: output 0, "), "{bent}");
    const WRONG: wengert::Primitive<2> = wengert::Primitive {
        name: "wrong",
        value: |[x, y]| x.powi(2) * y,
        partials: |[x, y], _| [2.0 * x.stop_gradient() * y, x * x],
    };
    let wrong = says(WRONG.check([1.5, 0.5]));
    assert!(
        wrong.starts_with("rule `wrong`: the derivative of its partial derivatives disagrees: output 0, entry 0: "),
        "{wrong}"
    );
}
