//! Long programs, many gradients inside one another, and the memory they leave behind.

use wengert::{Error, Var, hessian, memory, value_and_grad};

#[test]
fn millions_of_operations_cross_chunks() -> Result<(), Error> {
    // s <- s * a + b, so that s_n = a^n x + b (a^n - 1) / (a - 1): 3 * 10^6 operations.
    const STEPS: i32 = 1_500_000;
    let (a, b, x) = (1.0 - 1e-6, 0.5, 2.0);
    let (value, [dx, da, db]) = value_and_grad(|[x, a, b]| (0..STEPS).fold(x, |s, _| s * a + b), [x, a, b])?;
    let n = f64::from(STEPS);
    let power = (n * (-1e-6_f64).ln_1p()).exp();
    let geometric = (power - 1.0) / (a - 1.0);
    let close = |got: f64, exact: f64| assert!((got / exact - 1.0).abs() < 1e-7, "{got} {exact}");
    close(value, power * x + b * geometric);
    close(dx, power);
    close(db, geometric);
    close(da, n * power / a * x + b * (n * power / a - geometric) / (a - 1.0));
    assert!(memory::held() >= 2 * STEPS as usize * 24);
    Ok(())
}

#[test]
fn memory_is_kept_reused_and_released() -> Result<(), Error> {
    memory::release();
    let long = |x: Var| (0..100_000).fold(x, |s, _| s * 0.999_99);
    value_and_grad(long, 1.0)?;
    let held = memory::held();
    assert!(held >= 100_000 * 24);
    for _ in 0..10 {
        value_and_grad(long, 1.0)?;
    }
    assert_eq!(memory::held(), held);
    let other_thread = std::thread::spawn(memory::held).join().unwrap();
    assert_eq!(other_thread, 0);
    // A gradient that fails or panics gives its memory back to the pool as well.
    let _ = value_and_grad(|x| if long(x) > 0.0 { Err("no".into()) } else { Ok(x) }, 1.0);
    let panic = std::panic::AssertUnwindSafe(|| {
        value_and_grad(|x: Var| if long(x) > 0.0 { std::panic::resume_unwind(Box::new(())) } else { x }, 1.0)
    });
    assert!(std::panic::catch_unwind(panic).is_err());
    assert_eq!(memory::held(), held);
    memory::release();
    assert_eq!(memory::held(), 0);
    Ok(())
}

#[test]
fn a_plain_gradient_inside_a_closure() -> Result<(), Error> {
    // The inner one knows nothing of the outer: a step size found by Newton's method in plain numbers.
    let (value, slope) = value_and_grad(
        |x| {
            let before = x * x;
            let mut step = 1.0;
            for _ in 0..20 {
                let (f, d) = value_and_grad(|s| s * s - 2.0, step)?;
                step -= f / d;
            }
            let (_, _, h) = hessian(|s| s.powi(3), step)?;
            Ok((before + x * step) * h[(0, 0)])
        },
        3.0,
    )?;
    let root = 2f64.sqrt();
    assert!((value - (9.0 + 3.0 * root) * 6.0 * root).abs() < 1e-12);
    assert!((slope - (6.0 + root) * 6.0 * root).abs() < 1e-12);
    Ok(())
}

/// The n-th derivative of e^(k x), as gradients inside one another.
fn derivative(n: u32, k: f64, x: Var) -> Result<Var, Error> {
    if n == 0 { Ok((k * x).exp()) } else { Ok(value_and_grad(|y| Ok(derivative(n - 1, k, y)?), x)?.1) }
}

#[test]
fn depth_six() -> Result<(), Error> {
    for n in 0..6 {
        let (value, slope) = value_and_grad(|x| Ok(derivative(n, 2.0, x)?), 0.3)?;
        let exact = 2f64.powi(n as i32) * 0.6_f64.exp();
        assert!((value / exact - 1.0).abs() < 1e-13, "{n}: {value} {exact}");
        assert!((slope / (2.0 * exact) - 1.0).abs() < 1e-13, "{n}: {slope}");
    }
    Ok(())
}

/// x^depth as a product of inner derivatives: D(y -> x * y * rest)(1) at each level, with plain captures in between.
fn tower(depth: u32, x: Var) -> Result<Var, Error> {
    if depth == 0 {
        return Ok(Var::constant(1.0));
    }
    Ok(value_and_grad(|y| Ok(x * y * tower(depth - 1, x)?), Var::constant(1.0))?.1)
}

#[test]
fn captured_variables_through_levels() -> Result<(), Error> {
    for depth in 1..=6 {
        let (value, slope) = value_and_grad(|x| Ok(tower(depth, x)?), 1.5)?;
        assert_eq!(value, 1.5f64.powi(depth as i32));
        assert!((slope - f64::from(depth) * 1.5f64.powi(depth as i32 - 1)).abs() < 1e-12, "{depth}: {slope}");
    }
    Ok(())
}

/// Gradients at plain points, each inside the closure of the one before.
fn inside(levels: u32) -> Result<f64, Error> {
    let (_, slope) = value_and_grad(
        |x| {
            let square = x * x;
            let below = if levels == 0 { 1.0 } else { inside(levels - 1)? };
            Ok(square + x * below)
        },
        0.25,
    )?;
    Ok(slope)
}

#[test]
fn a_thousand_levels() {
    // Each slope is 0.5 more than that of the level below, at any depth.
    let deep = std::thread::Builder::new().stack_size(1 << 28).spawn(|| inside(1000)).unwrap().join().unwrap();
    assert_eq!(deep.unwrap(), 1.5 + 0.5 * 1000.0);
}

#[test]
fn forward_mode_carries_tangents_through_anything_an_entry_point_accepts() -> Result<(), Error> {
    // Three million operations, one tangent each; constants, several outputs, an inner gradient at a plain point.
    let long = |[x, y]: [Var; 2]| {
        let s = (0..1_000_000).fold(x, |s, _| (s * 0.999_999 + y) - y);
        (s, [y, Var::constant(3.0)])
    };
    let ((_, rest), (ds, drest)) = wengert::jvp(long, [1.0, 2.0], [1.0, 0.5])?;
    assert_eq!((rest, drest), ([2.0, 3.0], [0.5, 0.0]));
    assert!((ds - 0.999_999_f64.powi(1_000_000)).abs() < 1e-9, "{ds}");
    let inner = |x: Var| Ok(x * wengert::value_and_grad(|y| y * y, 3.0)?.1);
    assert_eq!(wengert::jvp(inner, 2.0, 1.0)?, (12.0, 6.0));
    // Not along this direction, times an infinite slope: nothing moves.
    assert_eq!(wengert::jvp(|[x, y]: [Var; 2]| x + y.sqrt(), [1.0, 0.0], [1.0, 0.0])?.1, 1.0);
    Ok(())
}
