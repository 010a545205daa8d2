//! `#[derive(Tree)]` over the shapes that structs come in.

#![cfg(feature = "derive")]

use std::fmt::Debug;
use wengert::{
    Error, Memory, Program, Rule, Tree, Var, check_rule, checkpoint, hessian, hvp, jacobian, jvp, scan_with,
    value_and_grad, vjp,
};

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

/// A body in a plane.
#[derive(Clone, Debug, PartialEq, Tree)]
struct Orbit<T = f64> {
    place: [T; 2],
    speed: Vec<T>,
    #[tree(skip)]
    name: &'static str,
}

fn orbit() -> Orbit {
    Orbit { place: [1.0, 0.2], speed: vec![0.1, 0.9], name: "moon" }
}

fn fall(o: Orbit<Var>, h: f64) -> Orbit<Var> {
    let [x, y] = o.place;
    let r3 = (x * x + y * y).powf(1.5);
    let speed = vec![o.speed[0] - h * x / r3, o.speed[1] - h * y / r3];
    Orbit { place: [x + h * speed[0], y + h * speed[1]], speed, name: o.name }
}

#[test]
fn a_struct_is_an_output() -> Result<(), Error> {
    let f = |o: Orbit<Var>| fall(o, 0.5);
    let (y, dy) = jvp(f, &orbit(), Orbit { place: [1.0, 0.0], speed: vec![0.0, 0.0], name: "" })?;
    let (again, j) = jacobian(f, &orbit())?;
    assert_eq!((y.name, &y), ("moon", &again));
    assert_eq!([j[(0, 0)], j[(1, 0)], j[(2, 0)], j[(3, 0)]], [dy.place[0], dy.place[1], dy.speed[0], dy.speed[1]]);
    let (again, pullback) = vjp(f, &orbit())?;
    let row = pullback.call(Orbit { place: [1.0, 0.0], speed: vec![0.0, 0.0], name: "" });
    assert_eq!((again, row.place), (y.clone(), [j[(0, 0)], j[(0, 1)]]));
    let program = Program::trace(f, &orbit())?;
    let moved = program.eval(Orbit { place: [2.0, 0.0], ..orbit() })?;
    assert_eq!((moved.name, moved.speed.len(), program.eval(&orbit())?), ("moon", 2, y));
    Ok(())
}

#[test]
fn a_struct_is_the_state_of_a_loop() -> Result<(), Error> {
    let end = |o: Orbit<Var>| o.place[0] * o.speed[1];
    let plain = value_and_grad(|o| end((0..50).fold(o, |o, _| fall(o, 0.02))), &orbit())?;
    for memory in [Memory::Store, Memory::Snapshots(4)] {
        let kept = |o: Orbit<Var>| end(scan_with(memory, 0..50, o, |o, _| fall(o, 0.02)));
        assert_eq!(value_and_grad(kept, &orbit())?, plain);
        assert_eq!(Program::trace(kept, &orbit())?.value_and_grad(&orbit())?, plain);
    }
    let parts = value_and_grad(|o| end((0..50).fold(o, |o, _| checkpoint(|o| fall(o, 0.02), o))), &orbit())?;
    assert_eq!(parts, plain);
    Ok(())
}

/// A step of the orbit by somebody else's code.
struct Falls(f64);

impl Rule for Falls {
    type In = Orbit;
    type Out = (Orbit, f64);
    fn value(&self, o: &Orbit) -> (Orbit, f64) {
        let after = fall(
            Orbit {
                place: o.place.map(Var::constant),
                speed: o.speed.iter().map(|&v| v.into()).collect(),
                name: o.name,
            },
            self.0,
        );
        let plain = Orbit {
            place: after.place.map(Var::value),
            speed: after.speed.iter().map(|v| v.value()).collect(),
            name: o.name,
        };
        (plain, o.place[0])
    }
    fn jvp(&self, o: Orbit<Var>, _: (Orbit<Var>, Var), d: Orbit<Var>) -> (Orbit<Var>, Var) {
        let ([x, y], [dx, dy]) = (o.place, d.place);
        let r2 = x * x + y * y;
        let (r3, r5) = (r2.powf(1.5), r2.powf(2.5));
        let dr = 3.0 * (x * dx + y * dy) / r5;
        let speed = vec![d.speed[0] - self.0 * (dx / r3 - x * dr), d.speed[1] - self.0 * (dy / r3 - y * dr)];
        (Orbit { place: [dx + self.0 * speed[0], dy + self.0 * speed[1]], speed, name: o.name }, dx)
    }
}

#[test]
fn a_rule_takes_and_gives_structs() -> Result<(), Error> {
    check_rule(Falls(0.3), &orbit())?;
    let by_rule = |o: Orbit<Var>| {
        let (after, x) = Falls(0.3).call(o);
        assert_eq!(after.name, "moon");
        after.place[0] * after.speed[1] + x
    };
    let plain = |o: Orbit<Var>| {
        let x = o.place[0];
        let after = fall(o, 0.3);
        after.place[0] * after.speed[1] + x
    };
    let ((v, g), (w, h)) = (value_and_grad(by_rule, &orbit())?, value_and_grad(plain, &orbit())?);
    assert_eq!(v, w);
    let flat = |g: Orbit| [g.place.to_vec(), g.speed].concat();
    flat(g).iter().zip(flat(h)).for_each(|(a, b)| assert!((a - b).abs() < 1e-14, "{a} {b}"));
    let (a, b) = (hessian(by_rule, &orbit())?.2, hessian(plain, &orbit())?.2);
    a.as_slice().iter().zip(b.as_slice()).for_each(|(a, b)| assert!((a - b).abs() < 1e-12, "{a} {b}"));
    assert_eq!(Program::trace(by_rule, &orbit())?.eval(&orbit())?, v);
    Ok(())
}

wengert::tree! {
    /// The same without a procedural macro.
    #[derive(Clone, Debug, PartialEq)]
    struct Point<T = f64> { x: T, y: [T; 1] }
}

#[test]
fn structs_of_the_other_macro_are_outputs_too() -> Result<(), Error> {
    let (y, dy) = jvp(|p| Point { x: p.y[0] * p.x, y: [p.x] }, Point { x: 2.0, y: [3.0] }, Point { x: 1.0, y: [0.0] })?;
    assert_eq!((y, dy), (Point { x: 6.0, y: [2.0] }, Point { x: 3.0, y: [1.0] }));
    Ok(())
}

#[test]
fn a_program_names_its_inputs_after_the_fields() -> Result<(), Box<dyn std::error::Error>> {
    let f = |n: Net<Var>| {
        let l = &n.layers[0];
        (l.w[0][1] - l.b.0).sqrt() * n.r#type + n.last.0
    };
    let p = Program::trace(f, net())?;
    let text = p.to_string();
    assert!(text.starts_with("list(type, \"layers[0].w\"[3], \"layers[0].b\"[3], \"last.0\") {"), "{text}");
    // In what is made of it, in a file, and read back.
    assert!(p.gradient_program()?.to_string().starts_with(text.lines().next().unwrap()));
    assert!(p.clone().simplified()?.to_string().starts_with(text.lines().next().unwrap()));
    let mut file = Vec::new();
    p.save_at(net(), &mut file)?;
    let read = Program::read(std::str::from_utf8(&file)?)?;
    assert_eq!(read.to_string(), text);
    let name = |k| read.list().input_name(wengert::list::Id(k));
    assert_eq!([0, 2, 6, 7].map(name), ["type", "layers[0].w[1]", "layers[0].b[2]", "last.0"]);
    Ok(())
}

#[test]
fn what_is_not_finite_names_the_field_it_comes_from() -> Result<(), Box<dyn std::error::Error>> {
    let why = wengert::why_nan(|n: Net<Var>| (n.layers[0].w[0][1] - n.layers[0].b.0).sqrt(), net())?;
    let why = why.expect("the square root of 2 - 4");
    assert_eq!((why.input, why.name.as_deref()), (Some(2), Some("layers[0].w[1]")));
    assert!(why.to_string().ends_with("\n  from input 2, `layers[0].w[1]`"), "{why}");
    let listing = wengert::Listing::new(
        wengert::List::read("list(speed) {\n  %1 = log(%0)\n  return %1\n}")?,
        &[-1.0],
        wengert::Options::new(),
    )?;
    assert_eq!(listing.why_nan().and_then(|why| why.name), Some("speed".to_owned()));
    // Numbers without names are counted.
    let why = wengert::why_nan(|[_, y]: [Var; 2]| y.sqrt(), [0.0, -1.0])?.expect("the square root of -1");
    assert_eq!((why.input, &why.name), (Some(1), &None));
    assert!(why.to_string().ends_with("\n  from input 1"), "{why}");
    Ok(())
}

#[test]
fn structs_among_tuples_and_sequences_are_named_by_their_place() -> Result<(), Error> {
    let one = |v| Option1(v);
    let head = |text: String| text.lines().next().unwrap_or_default().to_owned();
    let pair = Program::trace(|p: Pair<Var, Vec<Var>>| p.0 * p.2[0], Pair(1.0, "skipped", vec![2.0, 3.0]))?;
    assert_eq!(head(pair.to_string()), "list(\"x.0\", \"x.2\"[2]) {");
    let array = Program::trace(|[a, b]: [Option1<Var>; 2]| a.0 * b.0, [one(1.0), one(2.0)])?;
    assert_eq!(head(array.to_string()), "list(\"x[0].0\", \"x[1].0\") {");
    let tuple = Program::trace(|(a, b): (Option1<Var>, [Var; 2])| a.0 * b[0], (one(1.0), [2.0, 3.0]))?;
    assert_eq!(head(tuple.to_string()), "list(\"x.0.0\", \"x.1\"[2]) {");
    // Without a struct nothing has a name.
    let plain = Program::trace(|(a, [b, _]): (Var, [Var; 2])| a * b, (1.0, [2.0, 3.0]))?;
    assert_eq!(head(plain.to_string()), "list(x[3]) {");
    Ok(())
}
