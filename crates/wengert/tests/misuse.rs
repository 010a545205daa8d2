//! Wrong lengths are errors with a place; comparisons, sums and assignments work from both sides.

// Every operator is meant: none follows from another where one side is a variable.
#![allow(clippy::nonminimal_bool, clippy::neg_cmp_op_on_partial_ord, clippy::op_ref)]
#![allow(clippy::manual_range_contains, clippy::redundant_comparisons, invalid_nan_comparisons)]

use wengert::{
    Error, Tree, Var, dot, grad_check, hessian, hvp, jacobian, jvp, matvec, single, value_and_grad,
    value_and_grad_into, vjp, weighted_sum,
};

/// That an error names an operation, both lengths, and a line of this file.
#[track_caller]
fn is_length<T: std::fmt::Debug>(result: Result<T, Error>, name: &str, lengths: (usize, usize), line: u32) {
    let error = result.unwrap_err();
    let Error::Length { op, left, right, at } = &error else { panic!("{error:?}") };
    assert_eq!((*op, (*left, *right), at.file(), at.line()), (name, lengths, file!(), line));
    let text = error.to_string();
    assert!(text.starts_with(&format!("{}:{line}:", file!())) && text.contains("the same length"), "{text}");
}

#[test]
fn statements_of_unequal_lengths() {
    let at = || (vec![1.0, 2.0, 3.0], vec![1.0, 2.0]);
    is_length(value_and_grad(|(a, b)| dot(&a, &b), at()), "dot", (3, 2), line!());
    is_length(value_and_grad(|(a, _)| weighted_sum(&[1.0; 5], &a), at()), "weighted_sum", (5, 3), line!());
    is_length(jacobian(|(a, b)| matvec(&a, &b), at()), "matvec", (3, 2), line!());
    is_length(vjp(|(a, b)| dot(&a, &b), at()).map(|_| ()), "dot", (3, 2), line!());
    is_length(hessian(|(a, b)| dot(&a, &b), at()), "dot", (3, 2), line!());
    is_length(grad_check(|(a, b)| dot(&a, &b), at()), "dot", (3, 2), line!());
    // What a closure makes of an inner failure is its own affair.
    let replaced =
        value_and_grad(|x| value_and_grad(|y| dot(&[y], &[]), x).map(|(v, _)| v).map_err(|_| "mine".into()), 1.0);
    assert!(matches!(replaced, Err(Error::User(e)) if e.to_string() == "mine"));
    assert_eq!(value_and_grad(|x| x * x, 3.0).unwrap(), (9.0, 6.0)); // usable afterwards
}

#[test]
fn empty_statements_are_constants() -> Result<(), Error> {
    let (v, g) = value_and_grad(|v| dot(&v, &v) + weighted_sum(&[], &v) + wengert::sum(v), Vec::<f64>::new())?;
    assert_eq!((v, g), (0.0, vec![]));
    Ok(())
}

#[test]
fn directions_and_gradients_of_another_length() {
    let x = vec![1.0, 2.0, 3.0];
    let f = |x: Vec<Var>| x[0] * x[1];
    fn input<T: std::fmt::Debug>(result: Result<T, Error>) -> (usize, usize) {
        match result.unwrap_err() {
            Error::Input { expected, got } => (expected, got),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(input(jvp(f, &x, vec![1.0])), (3, 1));
    assert_eq!(input(hvp(f, &x, vec![1.0; 4])), (3, 4));
    assert_eq!(input(value_and_grad_into(f, &x, &mut [0.0; 2])), (3, 2));
    let mut g = [0.0_f32; 4];
    assert_eq!(input(single::value_and_grad_into(|x: Vec<Var<f32>>| x[0], &vec![1.0_f32; 3], &mut g)), (3, 4));
    let (_, pullback) = vjp(|x: Vec<Var>| x, &x).unwrap();
    assert_eq!(input(pullback.try_call(vec![1.0])), (3, 1));
    let text = jvp(f, &x, vec![1.0]).unwrap_err().to_string();
    assert!(text.contains("3 numbers are needed") && text.contains("1 were given"), "{text}");
}

#[test]
fn comparisons_with_plain_numbers_on_both_sides() -> Result<(), Error> {
    let (v, d) = value_and_grad(
        |x| {
            assert!(x > 1.0 && x >= 2.0 && x < 3.0 && x <= 2.0 && x == 2.0 && x != 1.0);
            assert!(1.0 < x && 2.0 <= x && 3.0 > x && 2.0 >= x && 2.0 == x && 1.0 != x);
            assert!(!(x < f64::NAN) && !(x >= f64::NAN) && x != f64::NAN && !(f64::NAN == x));
            let y = x + 1.0;
            assert!(x < y && x <= y && y > x && y >= x && x != y && x == y - 1.0);
            assert_eq!(x.partial_cmp(&y), Some(std::cmp::Ordering::Less));
            assert_eq!(x.partial_cmp(&f64::NAN), None);
            assert_eq!(3.0.partial_cmp(&x), Some(std::cmp::Ordering::Greater));
            let mut sorted = [y, x, Var::constant(-0.0), Var::constant(0.0)];
            sorted.sort_by(Var::total_cmp);
            assert_eq!(sorted.map(|v| v.value().to_bits()), [-0.0, 0.0, 2.0, 3.0].map(f64::to_bits));
            sorted[3] * sorted[2]
        },
        2.0,
    )?;
    assert_eq!((v, d), (6.0, 5.0));
    let (_, d) = single::value_and_grad(|x| if 1.0_f32 < x && x == 2.0_f32 { x * x } else { x }, 2.0)?;
    assert_eq!(d, 4.0);
    Ok(())
}

#[test]
fn sums_and_products() -> Result<(), Error> {
    let x = [2.0, 3.0, 5.0];
    let (v, g) = value_and_grad(|x| x.iter().sum::<Var>() * x.iter().product::<Var>(), x)?;
    assert_eq!((v, g), (300.0, [30.0 + 150.0, 30.0 + 100.0, 30.0 + 60.0]));
    let (v, g) = value_and_grad(|x| x.into_iter().product::<Var>() - x.into_iter().sum::<Var>(), x)?;
    assert_eq!((v, g), (20.0, [14.0, 9.0, 5.0]));
    let (nothing, one) = (std::iter::empty::<Var>().sum::<Var>(), std::iter::empty::<Var>().product::<Var>());
    assert_eq!((nothing.value(), one.value()), (0.0, 1.0));
    Ok(())
}

#[test]
fn assignments() -> Result<(), Error> {
    let (v, [da, db]) = value_and_grad(
        |[a, b]| {
            let mut s = a;
            s += b; // 12
            s *= a; // 84
            s -= &b; // 79
            s /= 2.0; // 39.5
            s += 0.5; // 40
            s -= 1.0; // 39
            s *= 2.0; // 78
            s %= b; // 78 - 15 b
            s /= b;
            s
        },
        [7.0, 5.0],
    )?;
    assert_eq!(v, 3.0 / 5.0);
    // s = (a (a + b) - b - 1 - 15 b) / b at the end.
    assert!((da - 19.0 / 5.0).abs() < 1e-15 && (db - ((7.0 - 16.0) / 5.0 - 3.0 / 25.0)).abs() < 1e-15);
    Ok(())
}

#[test]
fn operators_mix_values_and_references() -> Result<(), Error> {
    let k = 3.0;
    let (v, d) = value_and_grad(
        |x| {
            let r = &x;
            (x + k)
                + (x + &k)
                + (k + x)
                + (&k + x)
                + (r + k)
                + (r + &k)
                + (k + r)
                + (&k + r)
                + (r + r)
                + (x + r)
                + (r + x)
                - (k - r) / (r * &k) % (k * x)
                + -r
        },
        2.0,
    )?;
    assert!((v - (8.0 * 5.0 + 3.0 * 4.0 - 1.0 / 6.0 - 2.0)).abs() < 1e-14, "{v}");
    assert!((d - (8.0 + 6.0 + 1.0 / 4.0 - 1.0)).abs() < 1e-14, "{d}"); // (3 - x) / 3x has slope -1 / x^2
    Ok(())
}

#[test]
fn outside_a_gradient() {
    let mut kept = None;
    value_and_grad(|x| *kept.insert(x) * 1.0, 2.0).unwrap();
    let kept: Var = kept.unwrap();
    assert_eq!((kept.value(), format!("{kept} {kept:?}")), (2.0, "2 2.0".to_string()));
    let text = std::panic::catch_unwind(|| kept * 2.0).unwrap_err().downcast::<String>().unwrap();
    assert!(text.starts_with(file!()) && text.contains("a gradient that has finished"), "{text}");
    // On another thread, inside a gradient there.
    let other = std::thread::spawn(move || value_and_grad(|y| y * kept, 1.0)).join().unwrap();
    assert!(matches!(other, Err(Error::Foreign { .. })));
    // Returned from a gradient it is not of.
    assert!(matches!(value_and_grad(|_| kept, 1.0), Err(Error::Foreign { .. })));
}

#[test]
fn counts_of_points() {
    fn count<X: Tree>(x: X) -> usize {
        let mut numbers = Vec::new();
        x.flatten(&mut numbers);
        assert_eq!(numbers.len(), x.count());
        numbers.len()
    }
    assert_eq!(count((1.0, vec![[2.0, 3.0]; 4], [(5.0, &[6.0][..])])), 11);
    assert_eq!(count(Vec::<f64>::new()), 0);
}
