//! Methods named like the standard library's return its value bit for bit, for constants and for recorded variables, in
//! both precisions.

use wengert::{Var, single, value_and_grad};

/// Whether a method on a constant and on a variable gives exactly the plain number's answer; a NaN is any NaN.
macro_rules! same_bits {
    ($F:ty, $entry:path, $name:expr, $std:expr, [$($x:expr),+], |$($v:ident),+| $call:expr) => {{
        let expected: $F = $std;
        let constant: $F = { $( let $v = Var::<$F>::constant($x); )+ $call.value() };
        let recorded = std::cell::Cell::new(<$F>::NAN);
        let _ = $entry(|[$($v),+]: [Var<$F>; _]| { let y: Var<$F> = $call; recorded.set(y.value()); y }, [$($x),+]);
        for (how, got) in [("constant", constant), ("variable", recorded.get())] {
            if got.to_bits() != expected.to_bits() && !(got.is_nan() && expected.is_nan()) {
                wrong.with_borrow_mut(|w| w.push(format!("{}{:?}: {how} {got:?} ({:x}), std {expected:?} ({:x})", $name, [$($x),+], got.to_bits(), expected.to_bits())));
            }
        }
    }};
}

thread_local! {
    #[allow(non_upper_case_globals)]
    static wrong: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

macro_rules! suite {
    ($test:ident, $F:ident, $entry:path) => {
        #[test]
        fn $test() {
            let points: Vec<$F> = [
                0.0, 0.5, 1.5, 2.5, 1.0, 2.0, 3.0, 0.1, 0.3, 0.7, 1e-3, 1e-9, 7.3, 18.0, 100.5, 709.0, 1e5, 1e10, 1e20, 1e38,
                1e300, 1e-300, 1e-310, 1e-40, 5e-324, 0.49999999999999994, 4503599627370497.5, 8388609.5,
                std::f64::consts::PI, f64::MAX, f64::MIN_POSITIVE, f64::EPSILON, f64::INFINITY, f64::NAN,
            ]
            .into_iter()
            .flat_map(|x| [x as $F, -x as $F])
            .collect();
            macro_rules! one {
                ($m:ident) => {
                    for &a in &points {
                        same_bits!($F, $entry, stringify!($m), <$F>::$m(a), [a], |x| x.$m());
                    }
                };
            }
            macro_rules! two {
                ($m:ident) => {
                    for &a in &points {
                        for &b in &points {
                            same_bits!($F, $entry, stringify!($m), <$F>::$m(a, b), [a, b], |x, y| x.$m(y));
                        }
                    }
                };
            }
            macro_rules! ones { ($m:ident $n:ident) => { one!($m); one!($n) }; ($m:ident $n:ident $p:ident $q:ident) => { ones!($m $n); ones!($p $q) }; }
            ones!(abs acos acosh asin);
            ones!(asinh atan atanh cbrt);
            ones!(ceil cos cosh exp);
            ones!(exp2 exp_m1 floor fract);
            ones!(ln ln_1p log10 log2);
            ones!(recip round round_ties_even signum);
            ones!(sin sinh sqrt tan);
            ones!(tanh to_degrees to_radians trunc);
            two!(atan2);
            two!(copysign);
            two!(div_euclid);
            two!(hypot);
            two!(log);
            two!(max);
            two!(min);
            two!(powf);
            two!(rem_euclid);
            for &a in &points {
                for &b in &points {
                    same_bits!($F, $entry, "%", a % b, [a, b], |x, y| x % y);
                    same_bits!($F, $entry, "+", a + b, [a, b], |x, y| x + y);
                    same_bits!($F, $entry, "-", a - b, [a, b], |x, y| x - y);
                    same_bits!($F, $entry, "*", a * b, [a, b], |x, y| x * y);
                    same_bits!($F, $entry, "/", a / b, [a, b], |x, y| x / y);
                    for c in [0.0, -0.0, 1.5, -1e30, $F::NAN] {
                        same_bits!($F, $entry, "mul_add", a.mul_add(b, c), [a, b, c], |x, y, z| x.mul_add(y, z));
                    }
                    if a <= b {
                        for &c in &points {
                            same_bits!($F, $entry, "clamp", c.clamp(a, b), [c, a, b], |x, lo, hi| x.clamp(lo, hi));
                        }
                    }
                }
                same_bits!($F, $entry, "neg", -a, [a], |x| -x);
                same_bits!($F, $entry, "sin_cos.0", a.sin_cos().0, [a], |x| x.sin_cos().0);
                same_bits!($F, $entry, "sin_cos.1", a.sin_cos().1, [a], |x| x.sin_cos().1);
                for n in [0, 1, -1, 2, -2, 3, 7, 10, -10, 63, 101, 1 << 24, (1 << 24) + 1, i32::MAX, i32::MIN] {
                    same_bits!($F, $entry, format!("powi {n}"), a.powi(n), [a], |x| x.powi(n));
                }
            }
            let found = wrong.take();
            assert!(found.is_empty(), "{} differ, such as\n{}", found.len(), found.iter().step_by(found.len() / 60 + 1).cloned().collect::<Vec<_>>().join("\n"));
        }
    };
}
suite!(double_precision, f64, value_and_grad);
suite!(single_precision, f32, single::value_and_grad);

#[test]
fn whole_powers_that_no_f32_holds() -> Result<(), wengert::Error> {
    for n in [(1 << 24) + 1, -(1 << 24) - 257, i32::MAX] {
        let (value, slope) = single::value_and_grad(|x| x.powi(n), -1.0)?;
        assert_eq!((value, slope), (-1.0, n as f32));
    }
    Ok(())
}
