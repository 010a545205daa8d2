//! Functions of several outputs: the whole Jacobian, both ways, and its two products.

use super::helpers::{Inputs, softmax};
use wengert::{Mode, Options, Var, jacobian, jvp, vjp};
use wengert_testkit::cases::{Case, load};
use wengert_testkit::compare::{Report, Tolerance};

pub type Outputs = fn(&Inputs<'_>) -> Vec<Var>;

pub const CASES: &[(&str, Outputs)] = &[
    ("jac:brown_badly_scaled", |p| {
        let (x, y) = (p.one("x"), p.one("y"));
        vec![x - 1e6, y - 2e-6, x * y - 2.0]
    }),
    ("jac:brusselator1d_6", |p| brusselator(p.all("x"))),
    ("jac:lorenz_rhs", |p| {
        let (x, y, z) = (p.one("x"), p.one("y"), p.one("z"));
        vec![10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 * z / 3.0]
    }),
    ("jac:polar", |p| {
        let (r, t) = (p.one("r"), p.one("t"));
        vec![r * t.cos(), r * t.sin()]
    }),
    ("jac:projection", |p| {
        let (x, f) = (p.all("X"), p.one("f"));
        vec![f * x[0] / x[2], f * x[1] / x[2]]
    }),
    ("jac:softmax4", |p| softmax(p.all("x"))),
];

/// Three cells in a row, u then v, A = 1, B = 3, diffusion 2, walls at u = 1 and v = 3.
fn brusselator(x: &[Var]) -> Vec<Var> {
    let n = x.len() / 2;
    let wall = [Var::constant(1.0), Var::constant(3.0)];
    let at = |s: usize, i: i32| if i < 0 || i as usize >= n { wall[s] } else { x[s * n + i as usize] };
    let spread = |s: usize, i: i32| 2.0 * (at(s, i - 1) - 2.0 * at(s, i) + at(s, i + 1));
    let reaction = |i: i32| at(0, i).powi(2) * at(1, i);
    let u = (0..n as i32).map(|i| 1.0 + reaction(i) - 4.0 * at(0, i) + spread(0, i));
    let v = (0..n as i32).map(|i| 3.0 * at(0, i) - reaction(i) + spread(1, i));
    u.chain(v).collect()
}

fn check(case: &Case, f: Outputs, report: &mut Report) -> Result<(), wengert::Error> {
    let tolerance = Tolerance::Beside(case.rtol);
    let run = |x: Vec<Var>| f(&Inputs::new(case, &x));
    let expected = case.jacobian.as_deref().unwrap_or(&[]);
    let (y, j) = jacobian(run, case.point())?;
    report.compare("value", &case.id, &y, &case.value, tolerance);
    report.compare("Jacobian", &case.id, j.as_slice(), expected, tolerance);
    for mode in [Mode::Forward, Mode::Reverse] {
        let (_, j) = Options::new().mode(mode).jacobian(run, case.point())?;
        report.compare(&format!("Jacobian ({mode:?})"), &case.id, j.as_slice(), expected, tolerance);
    }
    if let Some((seed, product)) = &case.vjp {
        let (y, pullback) = vjp(run, case.point())?;
        report.compare("value of vjp", &case.id, &y, &case.value, tolerance);
        report.compare("vjp", &case.id, &pullback.try_call(seed.clone())?, product, tolerance);
    }
    if let Some((direction, product)) = &case.jvp {
        let (y, dy) = jvp(run, case.point(), direction)?;
        report.compare("value of jvp", &case.id, &y, &case.value, tolerance);
        report.compare("jvp", &case.id, &dy, product, tolerance);
    }
    Ok(())
}

#[test]
fn jacobians() {
    let mut report = Report::new();
    for case in load().iter().filter(|c| c.group == "jacobian" && c.expr.is_none()) {
        match CASES.iter().find(|(id, _)| *id == case.id) {
            Some((_, f)) => {
                if let Err(error) = check(case, *f, &mut report) {
                    report.error(format!("{}: {error}", case.id));
                }
            }
            None => report.error(format!("{} is not written", case.id)),
        }
    }
    report.finish();
}
