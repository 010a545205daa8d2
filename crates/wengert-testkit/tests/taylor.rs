//! Taylor coefficients: against duals in duals in duals for every row of the table, and against series that are known.

use wengert::list::{List, Operand};
use wengert::prim::Op;
use wengert::sweep::{self, Constants, Dual, Slope};
use wengert::{Listing, Options, Value};
use wengert_testkit::compare::{Report, Tolerance};

type Third = Dual<Dual<Dual<f64>>>;

/// A List of one line.
fn of(op: Op, arguments: usize) -> List {
    let mut list = List::new();
    let inputs: Vec<Operand> = (0..arguments).map(|k| Operand::id(list.input(format!("x{k}"), vec![]))).collect();
    let y = list.apply(op, &inputs).expect("short");
    list.output(y);
    list
}

/// A List of rows of the table applied one after the other.
fn chain(rows: &[&str]) -> List {
    let mut list = List::new();
    let mut y = Operand::id(list.input("x", vec![]));
    for row in rows {
        y = list.apply(Op::by_text(row).expect("a row"), &[y]).expect("short");
    }
    list.output(y);
    list
}

fn series(list: List, x: &[f64], direction: &[f64], order: usize) -> Vec<f64> {
    Listing::new(list, x, Options::new()).and_then(|at| at.taylor(direction, order)).expect("no guards")
}

/// The coefficients up to the third, by duals.
fn by_duals(list: &List, x: &[f64], direction: &[f64]) -> [f64; 4] {
    fn moved<V: Value>(v: V, along: V) -> Dual<V> {
        Dual::new(v, Slope::Along(along))
    }
    let fixed = |c: f64| Dual::new(c, Slope::Fixed);
    let fixed2 = |c: f64| Dual::new(fixed(c), Slope::Fixed);
    let point: Vec<Third> =
        x.iter().zip(direction).map(|(&x, &v)| moved(moved(moved(x, v), fixed(v)), fixed2(v))).collect();
    let constants = Constants::literal(Dual::new(fixed2(0.0), Slope::Fixed));
    let mut at = Vec::new();
    sweep::value(list, &constants, &point, &mut at).expect("no guards");
    let y = sweep::outputs(list, &constants, &at)[0];
    [y.v.v.v, y.tangent().v.v, y.tangent().tangent().v / 2.0, y.tangent().tangent().tangent() / 6.0]
}

#[test]
fn every_row_agrees_with_duals() {
    let (mut report, mut compared) = (Report::new(), 0);
    for op in Op::all() {
        for sample in op.row().samples {
            let list = of(op, sample.len());
            let direction: Vec<f64> = (0..sample.len()).map(|k| 1.0 - 0.4 * k as f64).collect();
            let ours = series(list.clone(), sample, &direction, 3);
            let theirs = by_duals(&list, sample, &direction);
            compared += usize::from(theirs[3] != 0.0);
            let scale = theirs.iter().fold(1e-300f64, |m, c| if c.is_finite() { m.max(c.abs()) } else { m });
            for k in 0..4 {
                let (a, b) = (ours[k], theirs[k]);
                let what = format!("{op} at {sample:?}, order {k}");
                report.one("coefficient", what, a, b, Tolerance::Absolute(1e-11 * scale));
            }
        }
    }
    assert!(report.is_clean(), "{report}");
    assert!(compared > 150, "only {compared} samples have a third derivative");
}

#[test]
fn known_series_come_out() {
    let close = |got: Vec<f64>, wanted: &dyn Fn(usize) -> f64, relative: f64| {
        for (k, c) in got.iter().enumerate() {
            let w = wanted(k);
            assert!((c - w).abs() <= relative * w.abs(), "order {k}: {c}, not {w}");
        }
    };
    let factorial = |k: usize| (1..=k).map(|j| j as f64).product::<f64>();
    let alternating = |k: usize| [0.0, 1.0, 0.0, -1.0][k % 4];
    close(series(chain(&["sin"]), &[0.0], &[1.0], 30), &|k| alternating(k) / factorial(k), 1e-14);
    close(series(chain(&["exp"]), &[0.0], &[2.0], 30), &|k| 2f64.powi(k as i32) / factorial(k), 1e-14);
    // 1/(1 - t): minus the reciprocal of -1 + t.
    close(series(chain(&["recip", "neg"]), &[-1.0], &[1.0], 60), &|_| 1.0, 1e-14);
    close(
        series(chain(&["log1p"]), &[0.0], &[1.0], 40),
        &|k| if k == 0 { 0.0 } else { -(-1f64).powi(k as i32) / k as f64 },
        1e-14,
    );
    // asin(sin t) = t.
    let got = series(chain(&["sin", "asin"]), &[0.0], &[1.0], 12);
    assert!(got.iter().enumerate().all(|(k, c)| (c - f64::from(k == 1)).abs() < 1e-14), "{got:?}");
    // The Bernoulli numbers are in tanh.
    let tanh = [0.0, 1.0, 0.0, -1.0 / 3.0, 0.0, 2.0 / 15.0, 0.0, -17.0 / 315.0, 0.0, 62.0 / 2835.0];
    let got = series(chain(&["tanh"]), &[0.0], &[1.0], 9);
    assert!(got.iter().zip(tanh).all(|(g, w)| (g - w).abs() < 1e-14), "{got:?}");
}

#[test]
fn log_gamma_goes_through_the_polygammas() {
    // ln Γ(1 + t) = -γ t + Σ over k ≥ 2 of ζ(k) (-t)^k / k.
    let zeta = [
        0.0,
        0.0,
        1.6449340668482264,
        1.2020569031595942,
        1.0823232337111382,
        1.036_927_755_143_37,
        1.017_343_061_984_449,
    ];
    let got = series(chain(&["lgamma"]), &[1.0], &[1.0], 6);
    assert!((got[1] + 0.5772156649015329).abs() < 1e-14, "{got:?}");
    for (k, (c, zeta)) in got.iter().zip(zeta).enumerate().skip(2) {
        let wanted = zeta * (-1f64).powi(k as i32) / k as f64;
        assert!((c - wanted).abs() < 1e-13, "order {k}: {c}, not {wanted}");
    }
}

#[test]
fn powers_end_and_zeros_stay_zeros() {
    let mut list = List::new();
    let x = Operand::id(list.input("x", vec![]));
    let three = list.constant(3.0);
    let y = list.apply(Op::by_text("pow").expect("a row"), &[x, three]).expect("short");
    list.output(y);
    assert_eq!(series(list.clone(), &[0.0], &[1.0], 6), [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(series(list.clone(), &[2.0], &[1.0], 5), [8.0, 12.0, 6.0, 1.0, 0.0, 0.0]);
    assert_eq!(series(list, &[2.0], &[0.0], 3), [8.0, 0.0, 0.0, 0.0]);
}

#[test]
fn a_tie_is_shared_as_in_the_gradient() {
    let list = of(Op::by_text("max").expect("a row"), 2);
    assert_eq!(series(list.clone(), &[1.0, 1.0], &[1.0, 0.0], 2), [1.0, 0.5, 0.0]);
    assert_eq!(series(list, &[1.0, 1.0], &[1.0, 1.0], 2), [1.0, 1.0, 0.0]);
}
