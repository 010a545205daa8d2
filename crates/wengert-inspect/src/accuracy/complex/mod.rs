//! Complex numbers on a [`Desk`]: the rows' values, extended to the complex plane where they are analytic. A tiny
//! imaginary step then carries the derivative in the imaginary part of the value, without any difference of nearby
//! numbers (Squire and Trapp, SIAM Review 40, 1998), and without any rule for derivatives.

mod functions;

use num_complex::Complex64;
use std::cell::{Cell, RefCell};
use wengert::desk::{Datum, Desk, Handle};
use wengert::prim::Op;
use wengert::sweep::{self, Constants};
use wengert::{Custom, List, Value};

/// The imaginary step: so small that its square vanishes beside anything.
pub(crate) const STEP: f64 = 1e-100;

/// Complex numbers, and the first row that has no complex extension. Real ones need no place.
#[derive(Default)]
struct Plane {
    numbers: RefCell<Vec<Complex64>>,
    obstacle: Cell<Option<&'static str>>,
}

/// The derivative of the first output along input `i` by a complex step.
///
/// # Errors
/// The operation that is not analytic or has no complex extension here; `None` where a recorded comparison stands in the
/// way.
pub(crate) fn derivative(list: &List, x: &[f64], i: usize) -> Result<f64, Option<&'static str>> {
    by_step(list, x, i, STEP)
}

/// The same by an imaginary step of another size, whose square may be seen.
pub(crate) fn by_step(list: &List, x: &[f64], i: usize, step: f64) -> Result<f64, Option<&'static str>> {
    let plane = Plane::default();
    let real = |x: f64| Handle::number(&plane, x);
    let mut x: Vec<Handle<'_>> = x.iter().map(|&x| real(x)).collect();
    x[i].datum = plane.put(Complex64::new(plane.number(x[i].datum).re, step));
    let constants = Constants::literal(real(0.0));
    let mut at = Vec::new();
    sweep::value(list, &constants, &x, &mut at).map_err(|_| None)?;
    let output =
        sweep::outputs(list, &constants, &at).first().map_or(Complex64::new(f64::NAN, 0.0), |y| plane.number(y.datum));
    let output = if output.re.is_finite() { output.im } else { f64::NAN };
    match plane.obstacle.get() {
        None => Ok(output / step),
        Some(name) => Err(Some(name)),
    }
}

impl Plane {
    fn number(&self, of: Datum) -> Complex64 {
        match of {
            Datum::Number(x) => Complex64::new(x, 0.0),
            Datum::Place(at) => self.numbers.borrow()[at as usize],
        }
    }
    fn put(&self, z: Complex64) -> Datum {
        if z.im == 0.0 {
            return Datum::Number(z.re);
        }
        let mut numbers = self.numbers.borrow_mut();
        numbers.push(z);
        Datum::Place(numbers.len() as u32 - 1)
    }
    fn stopped_by(&self, name: &'static str) {
        self.obstacle.set(self.obstacle.get().or(Some(name)));
    }
}

impl Desk for Plane {
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        // What does not move needs no extension.
        if let Some(x) = args.iter().map(|a| a.number()).collect::<Option<Vec<f64>>>() {
            return Datum::Number(op.apply(&x));
        }
        let z: Vec<Complex64> = args.iter().map(|&a| self.number(a)).collect();
        let value = functions::value(op, &z);
        if value.is_none() {
            self.stopped_by(op.text());
        }
        self.put(value.unwrap_or(Complex64::new(f64::NAN, f64::NAN)))
    }
    /// A user's rule is written for doubles.
    fn rule(&self, rule: &Custom, args: &[Datum]) -> Vec<Datum> {
        let z: Vec<Complex64> = args.iter().map(|&a| self.number(a)).collect();
        if z.iter().any(|z| z.im != 0.0) {
            self.stopped_by("a rule of the user's");
        }
        let x: Vec<f64> = z.iter().map(|z| z.re).collect();
        f64::bind_rule(rule, &x, 0.0).into_iter().map(Datum::Number).collect()
    }
    fn known(&self, of: Datum) -> Option<f64> {
        Some(self.number(of).re)
    }
}
