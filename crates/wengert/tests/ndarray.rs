//! Arrays of variables: as points and outputs of any dimension and layout, and as operands.

use ndarray::{Array1, Array2, ArrayD, IxDyn, array};
use wengert::{Error, Var, jacobian, jvp, value_and_grad, vjp};

#[test]
fn products_of_arrays() -> Result<(), Error> {
    let a: Array2<f64> = array![[1.0, 2.0], [3.0, 4.0]];
    let (trace, grad) = value_and_grad(|a| a.dot(&a).diag().sum(), &a)?;
    assert_eq!((trace, grad), (29.0, array![[2.0, 6.0], [4.0, 8.0]]));
    let (_, g) = value_and_grad(|(m, v): (Array2<Var>, Array1<Var>)| m.dot(&v).sum(), (&a, array![5.0, 7.0]))?;
    assert_eq!(g, (array![[5.0, 7.0], [5.0, 7.0]], array![4.0, 6.0]));
    Ok(())
}

#[test]
fn logical_order_whatever_the_layout() -> Result<(), Error> {
    let transposed = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].reversed_axes();
    assert!(!transposed.is_standard_layout());
    let (value, grad) = value_and_grad(|a: Array2<Var>| a[(2, 0)] * a[(0, 1)], transposed)?;
    assert_eq!((value, grad), (12.0, array![[0.0, 3.0], [0.0, 0.0], [4.0, 0.0]]));
    Ok(())
}

#[test]
fn scalars_broadcast_and_dimensions_may_be_dynamic() -> Result<(), Error> {
    let x = ArrayD::from_shape_fn(IxDyn(&[2, 1, 3]), |i| (i[0] * 3 + i[2]) as f64);
    let (value, grad) = value_and_grad(
        |(x, s): (ArrayD<Var>, Var)| {
            let moved = &x * s + s;
            (&moved * &moved).sum()
        },
        (&x, 2.0),
    )?;
    assert_eq!(value, 4.0 * (1.0 + 4.0 + 9.0 + 16.0 + 25.0 + 36.0));
    assert_eq!(grad.0, x.mapv(|x| 8.0 * (x + 1.0)));
    assert_eq!(grad.1, value);
    Ok(())
}

#[test]
fn outputs_and_directions() -> Result<(), Error> {
    let x = array![1.0, 2.0];
    let outer = |x: Array1<Var>| Array2::from_shape_fn((2, 2), |(i, j)| x[i] * x[j]);
    let (y, j) = jacobian(outer, &x)?;
    assert_eq!(y, array![[1.0, 2.0], [2.0, 4.0]]);
    assert_eq!(j.as_slice(), [2.0, 0.0, 2.0, 1.0, 2.0, 1.0, 0.0, 4.0]);
    let (_, pullback) = vjp(outer, &x)?;
    assert_eq!(pullback.call(array![[0.0, 1.0], [0.0, 1.0]]), array![2.0, 5.0]);
    let (_, dy) = jvp(outer, &x, array![0.0, 1.0])?;
    assert_eq!(dy, array![[0.0, 1.0], [1.0, 4.0]]);
    Ok(())
}

#[test]
fn a_nested_derivative() -> Result<(), Error> {
    // The gradient of x.x, dotted with itself: 4 x.x, whose gradient is 8 x.
    let (_, g) = value_and_grad(
        |x: Array1<Var>| {
            let (_, inner) = value_and_grad(|x: Array1<Var>| x.dot(&x), &x)?;
            Ok(inner.dot(&inner))
        },
        array![1.0, -2.0],
    )?;
    assert_eq!(g, array![8.0, -16.0]);
    Ok(())
}
