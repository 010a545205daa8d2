//! `#[derive(Tree)]` over the shapes that structs come in.

#![cfg(feature = "derive")]

use std::fmt::Debug;
use wengert::{Error, Tree, Var, hvp, jvp, value_and_grad};

/// A layer.
#[derive(Clone, Debug, PartialEq, Tree)]
pub(crate) struct Layer<T: Clone = f64> {
    /// Weights: commas, colons and `<` in a comment are no syntax.
    #[allow(dead_code, unused)]
    pub(crate) w: Vec<Vec<T>>,
    pub b: (T, [T; 2]),
}

#[derive(Clone, Copy, Debug)]
struct Action(fn(f64) -> f64);

#[derive(Clone, Debug, Tree)]
struct Net<T = f64>
where
    T: Clone + Debug,
    Vec<T>: PartialEq<Vec<T>>,
{
    r#type: T,
    layers: Vec<Layer<T>>,
    #[tree(skip)]
    act: Action,
    #[tree(skip)]
    names: std::collections::BTreeMap<String, Vec<(u8, u8)>>,
    last: Option1<T>,
}

#[derive(Clone, Copy, Debug, PartialEq, Tree)]
struct Option1<T>(T);

#[derive(Clone, Debug, PartialEq, Tree)]
struct Pair<S = f64, A = Vec<f64>>(pub S, #[tree(skip)] &'static str, pub(crate) A)
where
    S: Copy;

fn net() -> Net {
    Net {
        r#type: 2.0,
        layers: vec![Layer { w: vec![vec![1.0, 2.0], vec![3.0]], b: (4.0, [5.0, 6.0]) }],
        act: Action(f64::abs),
        names: [("a".to_string(), vec![(1, 2)])].into(),
        last: Option1(7.0),
    }
}

#[test]
fn every_number_in_the_order_of_the_fields() -> Result<(), Error> {
    let (value, grad) = value_and_grad(
        |n| {
            let l = &n.layers[0];
            n.r#type * l.w[0][1] + l.w[1][0] * l.b.1[0] + l.b.0 * n.last.0
        },
        &net(),
    )?;
    assert_eq!(value, 4.0 + 15.0 + 28.0);
    assert_eq!(grad.r#type, 2.0);
    assert_eq!(grad.layers, [Layer { w: vec![vec![0.0, 2.0], vec![5.0]], b: (7.0, [3.0, 0.0]) }]);
    assert_eq!((grad.last, grad.names, (grad.act.0)(-1.0)), (Option1(4.0), net().names, 1.0));
    Ok(())
}

#[test]
fn tuple_structs_and_two_parameters() -> Result<(), Error> {
    let p = Pair(3.0, "kept", vec![1.0, 2.0]);
    let (value, grad) = value_and_grad(|p| p.0 * p.2[0] * p.2[1], &p)?;
    assert_eq!((value, grad), (6.0, Pair(2.0, "kept", vec![6.0, 3.0])));
    Ok(())
}

#[test]
fn directions_and_nested_derivatives() -> Result<(), Error> {
    let f = |p: Pair<Var, Vec<Var>>| p.0.powi(2) * p.2[0];
    let at = Pair(3.0, "", vec![2.0]);
    let (y, dy) = jvp(f, &at, Pair(1.0, "", vec![0.5]))?;
    assert_eq!((y, dy), (18.0, 12.0 + 4.5));
    let (_, _, hv) = hvp(f, &at, Pair(1.0, "", vec![0.0]))?;
    assert_eq!(hv, Pair(4.0, "", vec![6.0]));
    // d/dx of the inner gradient's sum at (x, x): 2 x x + x^2 -> 6 x.
    let (_, d) = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|p| p.0.powi(2) * p.2[0], Pair(x, "", vec![x]))?;
            Ok(g.0 + g.2[0])
        },
        5.0,
    )?;
    assert_eq!(d, 30.0);
    Ok(())
}

#[test]
fn single_precision() -> Result<(), Error> {
    let (_, grad) = wengert::single::value_and_grad(|o| o.0 * o.0, Option1(3.0_f32))?;
    assert_eq!(grad, Option1(6.0_f32));
    Ok(())
}

mod elsewhere {
    //! The derive needs nothing in scope, whatever is called `Clone`, `Vec` or `Result` here.
    #![allow(dead_code)]
    struct Vec;
    struct Result;
    trait Clone {}

    #[derive(wengert::Tree)]
    pub struct Plain<__T> {
        pub x: __T,
    }
}

#[test]
fn nothing_in_scope_is_needed() -> Result<(), Error> {
    assert_eq!(value_and_grad(|p| 2.0 * p.x, elsewhere::Plain { x: 1.0 })?.1.x, 2.0);
    Ok(())
}
