//! Answers in the caller's numbers are those of the entry points that answer by value, and a wrong length is an error.

use wengert::{
    Error, Kinks, Options, Var, hessian, hessian_into, hvp, hvp_into, jacobian, jacobian_into, jvp, jvp_into, single,
    value_and_grad_into, vjp,
};

const X: [f64; 3] = [0.3, -1.2, 2.5];

fn several(x: Vec<Var>) -> [Var; 2] {
    [x[0] * x[1].sin() + x[2], (x[0] + x[1] * x[2]).exp()]
}

fn one(x: Vec<Var>) -> Var {
    x[0] * x[1].sin() + (x[0] + x[1] * x[2]).exp()
}

#[test]
fn the_same_numbers_as_by_value() -> Result<(), Error> {
    let (v, x) = ([1.0, -0.5, 2.0], &X[..]);
    let (mut dy, mut j) = ([0.0; 2], [0.0; 6]);
    assert_eq!((jvp_into(several, x, &v, &mut dy)?, dy), jvp(several, X.to_vec(), v.to_vec())?);
    let (y, matrix) = jacobian(several, X.to_vec())?;
    assert_eq!((jacobian_into(several, x, &mut j)?, &j[..]), (y, matrix.as_slice()));

    let (mut g, mut h, mut hv) = ([0.0; 3], [0.0; 9], [0.0; 3]);
    let (y, grad, matrix) = hessian(one, X.to_vec())?;
    assert_eq!((hessian_into(one, x, &mut g, &mut h)?, &g[..], &h[..]), (y, &grad[..], matrix.as_slice()));
    let (y, grad, product) = hvp(one, X.to_vec(), v.to_vec())?;
    g.fill(0.0);
    assert_eq!((hvp_into(one, x, &v, &mut g, &mut hv)?, &g[..], &hv[..]), (y, &grad[..], &product[..]));

    let (_, pullback) = vjp(several, X.to_vec())?;
    pullback.call_into([1.0, -2.0], &mut g)?;
    assert_eq!(pullback.call([1.0, -2.0]), g);
    Ok(())
}

#[test]
fn in_single_precision_and_under_options() -> Result<(), Error> {
    let (mut g, mut h) = ([0.0_f32; 2], [0.0_f32; 4]);
    assert_eq!(single::hessian_into(|[x, y]| x * x * y, &[3.0_f32, 2.0], &mut g, &mut h)?, 18.0);
    assert_eq!((g, h), ([12.0, 9.0], [4.0, 6.0, 6.0, 0.0]));
    let strict = Options::new().kinks(Kinks::Error);
    let mut entries = [0.0];
    let refused = strict.enter(|| jacobian_into(|x: Var| [x.abs()], &0.0, &mut entries));
    assert!(matches!(refused, Err(Error::Undefined { .. })), "{refused:?}");
    Ok(())
}

#[test]
fn a_wrong_length_says_both_numbers() {
    let x = &X[..];
    let told = |result: Result<(), Error>| result.unwrap_err().to_string();
    let needed = |expected, got| format!("{expected} numbers are needed here, {got} were given");
    let (mut two, mut three, mut nine) = ([0.0; 2], [0.0; 3], [0.0; 9]);
    assert_eq!(told(value_and_grad_into(one, x, &mut two).map(drop)), needed(3, 2));
    assert_eq!(told(jvp_into(several, x, &[1.0], &mut two).map(drop)), needed(3, 1));
    assert_eq!(told(jvp_into(several, x, &X, &mut three).map(drop)), needed(2, 3));
    assert_eq!(told(jacobian_into(several, x, &mut nine).map(drop)), needed(6, 9));
    assert_eq!(told(hessian_into(one, x, &mut two, &mut nine).map(drop)), needed(3, 2));
    assert_eq!(told(hessian_into(one, x, &mut three.clone(), &mut three).map(drop)), needed(9, 3));
    assert_eq!(told(hvp_into(one, x, &[1.0; 4], &mut three.clone(), &mut three).map(drop)), needed(3, 4));
    assert_eq!(told(hvp_into(one, x, &X, &mut three, &mut two).map(drop)), needed(3, 2));
    let (_, pullback) = vjp(several, X.to_vec()).unwrap();
    assert_eq!(told(pullback.call_into([1.0, 1.0], &mut two)), needed(3, 2));
}
