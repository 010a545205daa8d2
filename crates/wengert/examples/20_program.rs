//! Trace once; evaluate, differentiate and print often. Another branch is reported, or traced.
#![allow(clippy::print_stdout)]
use wengert::{Error, Program, Replay, Var};

/// A program has a name, holds no closure, and is `Send + Sync`.
struct Model {
    f: Program<[f64; 2], f64>,
}

pub(crate) fn main() -> Result<(), Error> {
    let m = Model { f: Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])? };
    let (value, grad) = m.f.value_and_grad([1.0, 1.5])?;
    assert!(value == 1.5 + 1.5f64.sin() && (grad[1] - (1.0 + 1.5f64.cos())).abs() < 1e-15);
    println!("{value:.4} {grad:.4?}\n{}", m.f);
    let elsewhere = std::thread::scope(|s| s.spawn(|| m.f.eval([0.0, 1.0])).join().unwrap())?;
    assert_eq!(elsewhere, 0.0);

    // Vec, &Vec and slices are one shape.
    let p: Program<Vec<f64>, f64> = Program::trace(|v| v[0] * v[1], &[2.0, 3.0][..])?;
    for _ in 0..2 {
        let local = vec![4.0, 5.0];
        assert!(p.eval(&local)? == 20.0 && p.eval(local)? == 20.0);
    }

    let branchy = |x: Var| if x > 0.0 { x * x } else { -x };
    let p = Program::trace(branchy, 1.0)?;
    let reported = p.eval(-2.0).unwrap_err();
    assert!(matches!(reported, Error::Branch { .. }));
    println!("{reported}");
    let mut r = Replay::new(branchy, 1.0)?;
    assert!(r.value_and_grad(-2.0)? == (2.0, -1.0) && r.value_and_grad(3.0)? == (9.0, 6.0));
    println!("{} calls, {} traces", r.calls(), r.traces());
    let mut inferred = Replay::new(|x| if x > 0.0 { (x * x).sqrt() } else { (-x).sin() }, 1.0)?;
    assert_eq!(inferred.eval(-1.0)?, 1f64.sin());
    Ok(())
}
