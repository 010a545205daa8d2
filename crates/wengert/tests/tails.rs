//! Slopes far out, where the values in the usual formulas cancel: 2x erfcx(x) - 2/sqrt(pi) is a difference of numbers that agree
//! in all digits from 1e8 on. Numbers by mpmath with 400 digits.

use wengert::{Error, Var, hessian};

/// First and second derivative of a function at a point.
fn slopes(f: fn(Var) -> Var, x: f64) -> Result<[f64; 2], Error> {
    let (_, first, second) = hessian(f, x)?;
    Ok([first, second[(0, 0)]])
}

fn near(got: [f64; 2], wanted: [f64; 2], what: &str) {
    for (got, wanted) in got.iter().zip(wanted) {
        assert!((got / wanted - 1.0).abs() < 4e-15, "{what}: {got:e}, not {wanted:e}");
    }
}

#[test]
fn the_scaled_error_function_keeps_its_digits() -> Result<(), Error> {
    let known = [
        (5.0, [-0.02133278976482631, 0.008081377817874151]),
        (30.0, [-0.0006258354105074841, 4.165309238445888e-05]),
        (1e4, [-5.641895750849127e-09, 1.1283791332441388e-12]),
        (1e10, [-5.6418958354775626e-21, 1.1283791670955125e-30]),
    ];
    for (x, wanted) in known {
        near(slopes(Var::erfcx, x)?, wanted, &format!("erfcx at {x}"));
    }
    Ok(())
}

#[test]
fn the_normal_distribution_keeps_its_digits_far_to_the_left() -> Result<(), Error> {
    let known = [
        (-3.0, [3.2830986549304365, -0.9294408132147319]),
        (-30.0, [30.033259667433677, -0.9988962284881099]),
        (-1e4, [10000.000099999998, -0.9999999900000006]),
        (-1e8, [100000000.00000001, -0.9999999999999999]),
        (0.5, [0.5091604338370335, -0.5138245643036329]),
        (30.0, [1.4736461348785476e-196, -4.420938404635642e-195]),
    ];
    for (x, wanted) in known {
        near(slopes(Var::lognormcdf, x)?, wanted, &format!("lognormcdf at {x}"));
    }
    Ok(())
}

#[test]
fn far_to_the_right_nothing_is_left() -> Result<(), Error> {
    for x in [50.0, 1e160] {
        assert_eq!(slopes(Var::lognormcdf, x)?, [0.0, 0.0], "{x}");
    }
    Ok(())
}
