//! Long loops, which run as machine code where they can: the bits of the plain loop all the same.

use std::cell::Cell;
use wengert::{Memory, Step, Var, hessian, notes, scan, scan_with, single, sum_over, value_and_grad};

const STEPS: usize = 9_000;
const MEMORIES: [Memory; 4] = [Memory::Store, Memory::Snapshots(7), Memory::Snapshots(50), Memory::Budget(4000)];

/// Value and gradient, bit by bit.
fn bits<const N: usize>(f: impl Fn([Var; N]) -> Var, x: [f64; N]) -> (u64, [u64; N]) {
    let (v, g) = value_and_grad(f, x).unwrap();
    assert!(v.is_finite() && g.iter().all(|g| g.is_finite()) && g.iter().any(|g| *g != 0.0), "{v} {g:?}");
    (v.to_bits(), g.map(f64::to_bits))
}

/// Holds a loop against the plain one. `step` is given the number and the state, `f` a loop the same as a step of it.
fn check<const S: usize>(
    plain: impl Fn([Var; S], usize, &[Var; 3]) -> [Var; S],
    kept: impl Fn([Var; S], Step, &[Var; 3]) -> [Var; S],
) {
    let start = |p: &[Var; 3]| std::array::from_fn(|k| if k == 1 { Var::constant(0.25) } else { p[k % 3] });
    let end = |s: [Var; S]| s.iter().map(|s| s * s).sum::<Var>();
    let at = [0.5, -0.0, 0.75];
    let expected = bits(|p| end((0..STEPS).fold(start(&p), |s, k| plain(s, k, &p))), at);
    for memory in MEMORIES {
        let f = |p: [Var; 3]| end(scan_with(memory, 0..STEPS, start(&p), |s, k| kept(s, k, &p)));
        assert_eq!(bits(f, at), expected, "{memory:?}");
    }
}

#[test]
fn arithmetic_and_functions() {
    let step = |[x, v]: [Var; 2], p: &[Var; 3]| {
        let a = p[0] * (1.0 - x * x) * v - x + p[1] * v.exp() / (2.0 + x.powi(2)).sqrt();
        [x + 0.001 * v, v + 0.001 * (a - p[2] * v.tanh() * x.sin())]
    };
    check(|s, _, p| step(s, p), |s, _, p| step(s, p));
}

#[test]
fn arithmetic_alone() {
    let step = |[x, v]: [Var; 2], p: &[Var; 3]| {
        let a = p[0] * (1.0 - x * x) * v - x + p[1] * v / (2.0 + x * x).sqrt();
        [x + 0.001 * v, -(-v - 0.001 * (a - p[2] * x.abs() * v.recip() * 0.0))]
    };
    check(|s, _, p| step(s, p), |s, _, p| step(s, p));
    let smooth = |[x, v]: [Var; 2], p: &[Var; 3]| {
        let a = p[0] * (1.0 - x * x) * v - x + p[1] * v / (2.0 + x * x).sqrt();
        [x + 0.001 * v, -(-v - 0.001 * (a - p[2] * (x * x) * v))]
    };
    check(|s, _, p| smooth(s, p), |s, _, p| smooth(s, p));
}

#[test]
fn arithmetic_with_numbers_and_columns() {
    let data: Vec<[f64; 2]> = (0..STEPS).map(|k| [(k % 7) as f64, 1.0 / (k + 1) as f64]).collect();
    let step = |[s, t]: [Var; 2], n: Var, [x, y]: [Var; 2], p: &[Var; 3]| {
        let pulled = (s - x) / (2.0 + t * t);
        [s - 1e-3 * pulled * p[0] + y * (p[1] - s) * (1e-5 * n), t + 1e-3 * (s * y - t * p[2])]
    };
    let lift = |d: [f64; 2]| d.map(Var::constant);
    check(|s, k, p| step(s, Var::constant(k as f64), lift(data[k]), p), |s, k, p| step(s, k.var(), k.of(&data), p));
}

#[test]
fn numbers_and_columns_of_the_step() {
    let data: Vec<[f64; 2]> = (0..STEPS).map(|k| [(k as f64).sin(), 1.0 / (k + 1) as f64]).collect();
    let step = |[s, t]: [Var; 2], n: Var, [x, y]: [Var; 2], p: &[Var; 3]| {
        [s + p[0] * x * (y - 1e-4 * n), t * 0.999 + s * y + p[2]]
    };
    let lift = |d: [f64; 2]| d.map(Var::constant);
    check(|s, k, p| step(s, Var::constant(k as f64), lift(data[k]), p), |s, k, p| step(s, k.var(), k.of(&data), p));
}

#[test]
fn values_that_pass_through() {
    let step = |[a, b, c, d]: [Var; 4], p: &[Var; 3]| [b, c, 0.4 * (a + b) + 0.1 * c * p[2], d];
    check(|s, _, p| step(s, p), |s, _, p| step(s, p));
}

#[test]
fn rules_that_take_another_form_at_numbers() {
    let step = |[s, t]: [Var; 2], p: &[Var; 3]| [0.9 * s.max(t) + 0.1 * p[0], (s - t).abs() * p[2] + 0.3 * t.min(p[0])];
    check(|s, _, p| step(s, p), |s, _, p| step(s, p));
}

#[test]
fn a_path_that_changes_far_into_the_loop() {
    let step = |[s, t]: [Var; 2], p: &[Var; 3]| {
        let grown = s + 1e-4 * p[0];
        if grown > 0.7 { [grown * (1.0 - 1e-4 * t), t * 0.9999 + 1e-5 * s * p[2]] } else { [grown, t - 1e-6 * s * s] }
    };
    check(|s, _, p| step(s, p), |s, _, p| step(s, p));
}

#[test]
fn a_rare_path() {
    let step = |[s]: [Var; 1], n: Var, p: &[Var; 3]| {
        let next = s * 0.99 + 0.01 * p[2];
        if (0.0007 * n).sin() > 0.9999 { [next * p[0]] } else { [next] }
    };
    check(|s, k, p| step(s, Var::constant(k as f64), p), |s, k, p| step(s, k.var(), p));
}

#[test]
fn single_precision_keeps_its_own_bits() {
    type Single = Var<f32>;
    let step = |[x, v]: [Single; 2], p: Single| [x + 0.001 * v, v - 0.001 * p * x.sin()];
    let plain = |[x, p]: [Single; 2]| (0..STEPS).fold([x, x * p], |s, _| step(s, p))[0];
    let (v, g) = single::value_and_grad(plain, [0.5, 1.5]).unwrap();
    for memory in MEMORIES {
        let kept = |[x, p]: [Single; 2]| scan_with(memory, 0..STEPS, [x, x * p], |s, _| step(s, p))[0];
        let (w, h) = single::value_and_grad(kept, [0.5, 1.5]).unwrap();
        assert_eq!((v.to_bits(), g.map(f32::to_bits)), (w.to_bits(), h.map(f32::to_bits)), "{memory:?}");
    }
}

#[test]
fn sums_over_rows() {
    let rows: Vec<(f64, f64)> = (0..STEPS).map(|k| (k as f64 * 1e-3, (k as f64 * 1e-3).cos())).collect();
    let plain =
        |[a, b]: [Var; 2]| rows.iter().fold(Var::constant(0.0), |sum, &(x, y)| sum + (a * (b * x).cos() - y).powi(2));
    let kept = |[a, b]: [Var; 2]| sum_over(&rows, |(x, y)| (a * (b * x).cos() - y).powi(2));
    assert_eq!(bits(plain, [0.9, 1.1]), bits(kept, [0.9, 1.1]));
}

#[test]
fn loops_in_a_row_share_their_variables() {
    let step = |s: Var, p: Var| s + 1e-3 * (p * s.sin() - s * p);
    let plain =
        |[x, p]: [Var; 2]| (0..STEPS).fold((0..STEPS).fold(x * p, |s, _| step(s, p)) * p, |s, _| step(s, x)) * x;
    for memory in MEMORIES {
        let kept = |[x, p]: [Var; 2]| {
            let middle = scan_with(memory, 0..STEPS, x * p, |s, _| step(s, p)) * p;
            scan_with(memory, 0..STEPS, middle, |s, _| step(s, x)) * x
        };
        assert_eq!(bits(plain, [0.4, 1.2]), bits(kept, [0.4, 1.2]), "{memory:?}");
    }
}

/// Bits, notes, or the error in words.
fn said(f: impl Fn(Var) -> Var) -> String {
    let gradient = value_and_grad(&f, 2.0).map(|(v, g)| (v.to_bits(), g.to_bits())).map_err(|e| e.to_string());
    let notes = notes(|| value_and_grad(&f, 2.0).is_ok()).1;
    format!("{gradient:?} {}", notes.iter().map(|n| n.to_string()).collect::<Vec<_>>().join("; "))
}

#[test]
fn a_kink_far_into_the_loop_is_told() {
    // |s| is met at zero in step 4000.
    let step = |s: Var, n: Var| s + (n - 4000.0).sqrt().abs() * 0.0;
    let f = |x: Var| scan_with(Memory::Snapshots(5), 4_000..5_000, x, |s, k| step(s, k.var()));
    let plain = |x: Var| (4_000..5_000).fold(x, |s, k| step(s, Var::constant(k as f64)));
    assert_eq!(said(f), said(plain));
}

#[test]
fn an_infinite_slope_that_meets_a_zero_is_careful_as_in_the_plain_loop() {
    let step = |s: Var, x: Var| s + 0.0 * (x - x).sqrt() + 1e-3 * x;
    let plain = |x: Var| (0..STEPS).fold(x, |s, _| step(s, x));
    for memory in MEMORIES {
        let kept = |x: Var| scan_with(memory, 0..STEPS, x, |s, _| step(s, x));
        assert_eq!(said(kept), said(plain), "{memory:?}");
    }
}

/// What a body reads beside its arguments is not frozen silently: a body that is not always the same is run at every step.
#[test]
fn a_body_that_is_not_always_the_same_runs_as_it_is_written() {
    let began = Cell::new(false);
    let f = |x: Var| {
        let longer = |s: Var| (0..5).fold(s, |s, _| s * 1.0 + x * 0.0);
        scan(0..STEPS, 0.0 * x, |s, _| longer(s) + x * if began.replace(true) { 2.0 } else { 1.0 })
    };
    assert_eq!(value_and_grad(f, 1.0).unwrap(), (2.0 * STEPS as f64, 2.0 * STEPS as f64));
    assert!(began.get());
}

#[test]
fn a_value_that_is_read_is_read_at_every_step() {
    let step = |s: Var, x: Var| if s.value() < 10.0 { s + 0.01 * x } else { s + 1e-6 * x * x };
    let plain = bits(|[x]| (0..STEPS).fold(x, |s, _| step(s, x)), [1.0]);
    assert_eq!(bits(|[x]| scan(0..STEPS, x, |s, _| step(s, x)), [1.0]), plain);
}

#[test]
fn other_derivatives_go_through() {
    let step = |s: Var, x: Var| s + 1e-4 * (x * s.sin() - s);
    let plain = hessian(|[x, y]: [Var; 2]| (0..1_000).fold(x * y, |s, _| step(s, x)), [0.5, 1.5]).unwrap();
    let kept = hessian(|[x, y]: [Var; 2]| scan(0..1_000, x * y, |s, _| step(s, x)), [0.5, 1.5]).unwrap();
    assert_eq!(plain, kept);
}

#[test]
fn a_sum_stands_where_it_is_asked_for() -> Result<(), wengert::Error> {
    let place = |text: String, line: u32| assert!(text.contains(&format!("scan_long.rs:{line}:")), "{text}");
    let ragged = [vec![1.0, 2.0], vec![3.0]];
    let here = line!() + 1;
    let error = value_and_grad(|x: Var| sum_over(&ragged, |row: Vec<Var>| x * row[0]), 1.0).unwrap_err();
    place(error.to_string(), here);
    let huge = [1e308, 1e308];
    let here = line!() + 1;
    let why = wengert::why_nan(|x: Var| sum_over(&huge, |row: Var| x * row), 1.0)?.expect("the sum overflows");
    assert_eq!((why.op, why.value), ("add", f64::INFINITY));
    place(why.to_string(), here);
    Ok(())
}
