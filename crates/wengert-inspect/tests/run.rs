//! Runs: sub-Lists written out line by line give the numbers of the List they come from.

use proptest::prelude::*;
use wengert::list::{Binding, Block, Operand, Repeat};
use wengert::prim::Op;
use wengert::{List, Listing, Options};
use wengert_inspect::{Place, Run};
use wengert_testkit::lists::grown;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn writing_out_keeps_every_bit(grown in grown(20)) {
        let whole = Listing::new(grown.list.clone(), &grown.x, Options::new()).expect("grown for this point");
        let run = Run::new(&grown.list, &grown.x, Options::new()).expect("grown for this point");
        prop_assert!(run.list().blocks().is_empty());
        prop_assert_eq!(run.list().verify(), Ok(()));
        prop_assert_eq!(run.listing().value().to_bits(), whole.value().to_bits());
        for (a, b) in run.listing().grad().iter().zip(whole.grad()) {
            if grown.keeps_order() {
                prop_assert_eq!(a.to_bits(), b.to_bits());
            } else {
                prop_assert!((a - b).abs() <= 1e-9 * (1.0 + b.abs()));
            }
        }
        for k in 0..run.list().input_len() as u32 {
            let id = wengert::list::Id(k);
            prop_assert_eq!(run.adjoint(id).unwrap_or(0.0).to_bits(), run.listing().grad()[k as usize].to_bits());
        }
    }
}

/// s = s*x, so many times.
fn powers(steps: u32) -> List {
    let mul = Op::by_text("mul").expect("a row");
    let mut body = List::new();
    let [s, x] = ["s", "x"].map(|name| Operand::id(body.input(name, vec![])));
    let product = body.apply(mul, &[s, x]).expect("short");
    body.output(product);
    let mut list = List::new();
    let x = Operand::id(list.input("x", vec![]));
    let one = list.constant(1.0);
    let bindings = vec![Binding::Uniform(one), Binding::Uniform(x)];
    let block = Block {
        repeat: Repeat::Scan { steps, carried: 1, memory: wengert::Memory::Store },
        body: Box::new(body),
        bindings,
    };
    let last = list.block(block).expect("short");
    list.output(Operand::id(last));
    list
}

#[test]
fn lines_know_their_place() {
    let run = Run::new(&powers(3), &[2.0], Options::new()).expect("a point");
    let places: Vec<Place> = (0..run.list().len()).map(|line| run.place(line)).collect();
    assert_eq!(places, (0..3).map(|lane| Place { line: 0, lane: Some(lane) }).collect::<Vec<_>>());
    assert_eq!((run.listing().value(), run.listing().grad()), (8.0, &[12.0][..]));
}

#[test]
fn a_loop_that_is_too_long_is_refused() {
    let refused = Run::new(&powers(3_000_000), &[1.0], Options::new()).expect_err("too long");
    assert_eq!(
        refused.to_string(),
        "the program runs 3000001 lines, and at most 2000000 can be shown; look at it with fewer steps"
    );
}

#[test]
fn what_the_engine_refuses_is_told_in_its_words() {
    let refused = Run::new(&powers(3), &[1.0, 2.0], Options::new()).expect_err("two numbers for one input");
    assert!(refused.to_string().contains("1"), "{refused}");
}

/// A rule of the user's, with two lines around it.
fn ruled() -> Run {
    const ROOT: wengert::Primitive<1> =
        wengert::Primitive { name: "root", value: |[x]| x.sqrt(), partials: |_, y| [0.5 / y] };
    let program = wengert::Program::trace(|x: wengert::Var| ROOT.call([x * x]) + 1.0, 3.0).expect("a program");
    Run::new(program.list(), &[3.0], Options::new()).expect("a point")
}

#[test]
fn rules_of_the_users_are_shown_like_lines() {
    let run = ruled();
    let graph = wengert_inspect::graph::Graph::new(&run);
    let labels: Vec<&str> = graph.nodes.iter().map(|n| n.label.as_str()).collect();
    assert_eq!(labels, ["x[0]", "v2 = x[0] * x[0]", "v3 = root(v2)", "L = v3 + 1"]);
    assert!((graph.nodes[0].cotangent.unwrap() - 1.0).abs() < 1e-15);
    assert!(wengert_inspect::tex::derivation(&run).contains("v_{3} &= \\operatorname{root}\\left(v_{2}\\right)"));
    let why = wengert_inspect::explain::explain(&run, wengert::list::Id(0), 5);
    assert_eq!((why.paths.len(), why.rest), (1, None));
    use wengert_inspect::emit::{Lang, emit};
    let refused = emit(&run, Lang::Rust, "").expect_err("only its author knows it");
    assert_eq!(refused.to_string(), "Rust has no `root`, which `root(v2)` needs");
}
