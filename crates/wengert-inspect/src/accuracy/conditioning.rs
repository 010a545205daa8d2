//! By how much a relative change of the inputs is magnified in a derivative. What is asked for is one row of the second
//! derivatives: the gradient, written out as a List, followed forward along that input.

use super::entry::tangents;
use wengert::{List, Program};

/// The gradient of the first output as a List, where it can be written.
pub(super) fn gradient(list: &List) -> Option<List> {
    let mut first = list.clone();
    first.set_outputs(list.outputs().iter().take(1).copied().collect());
    Program::objective_from_list(first).ok()?.gradient_program().ok().map(|program| program.list().clone())
}

/// The relative change of the derivative in input `i`, which is `slope`, against that of the inputs; nothing where one of
/// them is no number.
pub(super) fn magnified(gradient: &List, x: &[f64], i: usize, slope: f64) -> Option<f64> {
    let row = tangents(gradient, x, i)?;
    let change: f64 = row.iter().zip(x).map(|(second, x)| (second * x).abs()).sum();
    Some(change / slope.abs()).filter(|factor| slope != 0.0 && factor.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wengert::{Listing, Options};

    #[test]
    fn a_derivative_changes_by_its_row_of_second_derivatives() {
        for (text, at) in [
            ("x*y + sin(x*y)", [2.0, 3.0]),
            ("x^2*exp(y/x)", [0.3, -1.2]),
            ("s = x; repeat 5 { s = s + 0.1*sin(s*y) }; s^2", [0.7, 1.5]),
            ("max(x^2, y)*atan2(y, x)", [1.5, 0.5]),
        ] {
            let list = wengert_expr::parse(text, &["x", "y"]).unwrap();
            let listing = Listing::new(list.clone(), &at, Options::new()).unwrap();
            let (written, second) = (gradient(&list).unwrap(), listing.hessian().unwrap());
            for i in 0..2 {
                let slope = listing.grad()[i];
                let change: f64 = (0..2).map(|j| (second[(i, j)] * at[j]).abs()).sum();
                let factor = magnified(&written, &at, i, slope).unwrap();
                assert!((factor - change / slope.abs()).abs() < 1e-12 * factor, "{text}, input {i}: {factor}");
            }
        }
        let constant = wengert_expr::parse("0*x + y", &["x", "y"]).unwrap();
        assert_eq!(magnified(&gradient(&constant).unwrap(), &[1.0, 1.0], 0, 0.0), None);
    }
}
