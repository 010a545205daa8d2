//! `why_nan` names the operation, its inputs, its slope, the way to the input, and the source line.

use wengert::list::Origin;
use wengert::{Error, Memory, Stage, Var, checkpoint, scan, scan_each, scan_with, sum_over, while_loop, why_nan};

fn line(at: Option<Origin>) -> u32 {
    match at {
        Some(Origin::Rust(at)) => {
            assert!(at.file().ends_with("why.rs"), "{at}");
            at.line()
        }
        other => panic!("no place: {other:?}"),
    }
}

#[test]
fn a_value_is_traced_to_its_input_and_line() -> Result<(), Error> {
    let f = |x: Vec<Var>| {
        let gap = x[2] - x[1];
        let root = gap.sqrt();
        root * x[0]
    };
    let here = line!();
    let why = why_nan(f, vec![1.0, 5.0, 2.0])?.expect("the root of -3");
    assert_eq!((why.stage, why.op, &why.args[..]), (Stage::Value, "sqrt", &[-3.0][..]));
    assert!(why.value.is_nan() && why.adjoint.is_none());
    assert_eq!(line(why.at), here - 3);
    assert_eq!((why.path.len(), why.path[0].op, line(why.path[0].at)), (1, "sub", here - 4));
    assert_eq!(why.input, Some(2));
    Ok(())
}

#[test]
fn the_first_offence_counts_not_its_consequences() -> Result<(), Error> {
    let why = why_nan(|[x, y]| (x.ln() * y).exp() + y.ln(), [-1.0, 2.0])?.expect("log of -1");
    assert_eq!((why.op, why.args[0], why.input), ("log", -1.0, Some(0)));
    Ok(())
}

#[test]
fn a_derivative_is_traced_although_its_value_is_finite() -> Result<(), Error> {
    let here = line!() + 1;
    let why = why_nan(|[x, y]| y * (x * x).sqrt(), [0.0, 2.0])?.expect("the slope of the root at 0");
    assert_eq!((why.stage, why.op, why.value), (Stage::Derivative, "sqrt", 0.0));
    assert_eq!((why.slopes[0], why.adjoint), ((0, f64::INFINITY), Some(2.0)));
    assert_eq!((line(why.at), why.input), (here, Some(0)));
    let text = why.to_string();
    for part in [
        "sqrt(0.0) = 0.0",
        "its slope in argument 0 is inf",
        "the adjoint that reached it is 2.0",
        "from mul = 0.0",
        "from input 0",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    Ok(())
}

#[test]
fn a_kink_is_named_with_its_set() -> Result<(), Error> {
    let why = why_nan(|x: Var| (x * 0.0).powf(0.5).abs(), 1.0)?.expect("the slope of the root at 0");
    assert_eq!(why.op, "pow");
    assert!(why_nan(|x: Var| x.abs(), 0.0)?.is_none(), "a kink is not a NaN");
    Ok(())
}

#[test]
fn all_finite_is_nothing() -> Result<(), Error> {
    assert_eq!(why_nan(|x: Vec<Var>| x.iter().map(|v| v * v).sum::<Var>(), vec![1.0; 100])?, None);
    Ok(())
}

#[test]
fn numbers_that_come_in_not_finite_are_named() -> Result<(), Error> {
    let why = why_nan(|[x, y]: [Var; 2]| x * y, [1.0, f64::NAN])?.expect("a NaN came in");
    assert_eq!((why.op, why.input), ("input", Some(1)));
    let why = why_nan(|_: Var| Var::constant(f64::NAN), 1.0)?.expect("a NaN goes out");
    assert_eq!((why.op, why.input), ("constant", None));
    let big = why_nan(|x: Var| (x * 1e200) * 1e200, 1.0)?.expect("an overflow").to_string();
    assert!(big.contains("mul(1e200, 1e200) = inf"), "{big}");
    Ok(())
}

#[test]
fn a_loop_is_looked_into() -> Result<(), Error> {
    // From 3: sqrt(2), then sqrt(0.41..), then sqrt(-0.35..).
    let step = |s: Var| (s - 1.0).sqrt();
    let here = line!() - 1;
    let loops: [&dyn Fn(Var) -> Var; 6] = [
        &|x| scan(0..5, x, |s, _| step(s)),
        &|x| scan(0..5000, x, |s, _| step(s)),
        &|x| scan_with(Memory::Snapshots(2), 0..5, x, |s, _| step(s)),
        &|x| scan_each(0..5, x, |s, _| step(s)),
        &|x| while_loop(x, |s| s.value() < 10.0, |s, _| step(s)),
        &|x| checkpoint(|x| step(step(step(x))), x),
    ];
    for (k, one) in loops.into_iter().enumerate() {
        let why = why_nan(one, 3.0)?.expect("a root of a negative number");
        assert_eq!((why.stage, why.op, line(why.at), why.input), (Stage::Value, "sqrt", here, Some(0)), "loop {k}");
        assert!((why.args[0] + 0.356_406_0).abs() < 1e-6 && why.path.len() == 5, "loop {k}: {why}");
    }
    let rows = [2.0, -2.0];
    let why = why_nan(|x: Var| sum_over(&rows, |row: Var| (x * row).ln()), 1.0)?.expect("the logarithm of -2");
    assert_eq!((why.op, why.args[0], why.input), ("log", -2.0, Some(0)));
    // A slope in a loop: both roots have an infinite one at 0.
    let why = why_nan(|x: Var| scan_with(Memory::Snapshots(2), 0..2, x, |s, _| s.sqrt() * s.sqrt()), 0.0)?;
    assert_eq!(why.map(|why| (why.stage, why.op)), Some((Stage::Derivative, "sqrt")));
    // Longer loops stay loops.
    let why = why_nan(|x: Var| scan(0..1_000_001, x, |s, _| s * 2.0), 1.0)?.expect("it overflows");
    assert_eq!((why.op, why.value), ("constant", f64::INFINITY));
    Ok(())
}
