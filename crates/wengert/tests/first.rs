use wengert::*;
#[test]
fn worked() {
    let (v, [dx, dy]) = value_and_grad(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0]).unwrap();
    assert_eq!(format!("{v:.4} {dx:.4} {dy:.4}"), "5.7206 5.8805 3.9203");
    let (_, d) = value_and_grad(
        |x| {
            let (_, inner) = value_and_grad(|y| x * y, Var::constant(1.0))?;
            Ok(x * inner)
        },
        4.0,
    )
    .unwrap();
    assert!(d == 8.0);
    let (_, d) = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|y| y * y, x)?;
            Ok(x * g)
        },
        4.0,
    )
    .unwrap();
    assert!(d == 16.0);
    let refused = value_and_grad(|x| Ok(x * value_and_grad(|y| x * y, 1.0)?.1), 4.0);
    println!("{}", refused.unwrap_err());
    let (_, g, h) = hessian(|[x, y]| x.powi(2) * y + (x * y).exp(), [0.5, 2.0]).unwrap();
    println!("{g:?} {h:?}");
}
