//! Paths: the largest first, all accounted for, whatever their number; brute force says the same.

use proptest::prelude::*;
use std::collections::HashMap;
use wengert::list::{Id, Operand};
use wengert::prim::Op;
use wengert::{List, Options};
use wengert_inspect::Run;
use wengert_inspect::explain::{Count, Explanation, explain, percent};
use wengert_testkit::lists::grown;

fn why(text: &str, given: &[(&str, f64)], wrt: u32) -> Explanation {
    let (names, x): (Vec<&str>, Vec<f64>) = given.iter().copied().unzip();
    let list = wengert_expr::parse(text, &names).expect("an expression");
    explain(&Run::new(&list, &x, Options::new()).expect("a point"), Id(wrt), 20)
}

#[test]
fn the_worked_example_adds() {
    let why = why("x*y + sin(x*y)", &[("x", 2.0), ("y", 3.0)], 0);
    let shown: Vec<String> =
        why.paths.iter().map(|p| format!("{:.4} {}", p.contribution, percent(p.share.unwrap()))).collect();
    assert_eq!(shown, ["3.0000 51.02 %", "2.8805 48.98 %"]);
    assert_eq!((why.count, why.rest.as_ref()), (Count::Exactly(2), None));
    assert_eq!(why.paths[1].hops.iter().map(|h| h.line).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(why.verdict(), "no cancellation: all paths have one sign");
}

#[test]
fn every_verdict() {
    let says = |text, given: &[(&str, f64)]| why(text, given, 0).verdict();
    let x = ("x", 2.0);
    assert_eq!(says("x*y + sin(x*y)", &[x, ("y", 1.6)]), "the paths cancel: 0.09 % of Σ|paths| is left");
    assert_eq!(says("3*x - x", &[x]), "some paths have opposite signs: 50.00 % of Σ|paths| is left");
    assert_eq!(says("sin(x)", &[x]), "a single path");
    assert_eq!(says("y + x*0", &[("x", 2.0), ("y", 1.0)]), "every path is zero");
    assert_eq!(says("floor(x) + y", &[x, ("y", 1.0)]), "no path: the output does not depend on it");
    assert_eq!(says("log(x)", &[("x", -1.0)]), "the derivative is not finite");
}

#[test]
fn a_value_in_the_middle_can_be_asked_for() {
    let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"]).expect("an expression");
    let run = Run::new(&list, &[2.0, 3.0], Options::new()).expect("a point");
    let product = explain(&run, Id(2), 20);
    assert_eq!((product.paths.len(), product.total), (2, run.adjoint(Id(2)).unwrap()));
    let output = explain(&run, Id(4), 20);
    assert_eq!((output.paths.len(), output.paths[0].hops.len(), output.total), (1, 0, 1.0));
}

fn op(text: &str) -> Op {
    Op::by_text(text).expect("a row")
}

#[test]
fn equal_sub_expressions_are_one() {
    // sin(x) + sin(x), written twice as a recorder does.
    let mut list = List::new();
    let x = Operand::id(list.input("x", vec![]));
    let [a, b] = [0, 1].map(|_| list.apply(op("sin"), &[x]).expect("short"));
    let sum = list.apply(op("add"), &[a, b]).expect("short");
    list.output(sum);
    let run = Run::new(&list, &[0.3], Options::new()).expect("a point");
    let why = explain(&run, Id(0), 20);
    assert_eq!((why.paths.len(), why.count), (1, Count::Exactly(2)));
    assert_eq!((why.paths[0].ways, why.paths[0].hops[0].uses), (Count::Exactly(2), 2));
    assert_eq!((why.paths[0].contribution, why.rest), (2.0 * 0.3f64.cos(), None));
}

/// x -> x + c sin(x), so many times: each round doubles the paths.
fn doubling(rounds: usize) -> Run {
    let mut list = List::new();
    let mut s = Operand::id(list.input("x", vec![]));
    for k in 0..rounds {
        let sin = list.apply(op("sin"), &[s]).expect("short");
        let c = list.constant(if k % 2 == 0 { 0.5 } else { -0.25 });
        let scaled = list.apply(op("mul"), &[sin, c]).expect("short");
        s = list.apply(op("add"), &[s, scaled]).expect("short");
    }
    list.output(s);
    Run::new(&list, &[0.3], Options::new()).expect("a point")
}

#[test]
fn astronomically_many_paths_are_accounted_for() {
    let run = doubling(34_000);
    assert_eq!(run.list().len(), 102_000);
    let why = explain(&run, Id(0), 20);
    assert_eq!(why.paths.len(), 20);
    assert_eq!(why.count.to_string(), format!("about 10^{:.0}", 34_000.0 * 2f64.log10()));
    let rest = why.rest.as_ref().expect("most are not listed");
    let listed: f64 = why.paths.iter().map(|p| p.contribution).sum();
    assert_eq!(why.total, run.listing().grad()[0]);
    assert_eq!(rest.contribution, why.total - listed);
    assert!(why.paths.windows(2).all(|w| w[0].contribution.abs() >= w[1].contribution.abs()));
    // The largest path takes the direct edge in every round.
    assert_eq!(why.paths[0].contribution, 1.0);
}

#[test]
fn a_number_of_paths_is_exact_while_it_can_be() {
    assert_eq!(explain(&doubling(100), Id(0), 3).count, Count::Exactly(1 << 100));
    assert_eq!(explain(&doubling(30), Id(0), 3).count.to_string(), "1073741824");
    assert!(matches!(explain(&doubling(200), Id(0), 3).count, Count::About { log10 } if (log10 - 60.2).abs() < 0.1));
}

/// The product of the local derivatives of every path, one by one.
fn brute(run: &Run, wrt: Id) -> Vec<f64> {
    let mut into: HashMap<Id, Vec<(Id, f64)>> = HashMap::new();
    for c in run.contributions() {
        into.entry(c.from).or_default().push((c.to, c.slope));
    }
    let mut products = Vec::new();
    let mut open: Vec<(Id, f64)> = run.output().into_iter().map(|id| (id, 1.0)).collect();
    while let Some((id, product)) = open.pop() {
        if id == wrt {
            products.push(product);
        }
        open.extend(into.get(&id).into_iter().flatten().map(|&(to, slope)| (to, product * slope)));
        if open.len() + products.len() > 20_000 {
            return Vec::new();
        }
    }
    products.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
    products
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// On small programs, all paths listed are all paths there are.
    #[test]
    fn brute_force_agrees(grown in grown(16)) {
        let run = Run::new(&grown.list, &grown.x, Options::new()).expect("grown for this point");
        for wrt in (0..run.list().input_len() as u32).map(Id) {
            let products = brute(&run, wrt);
            if products.is_empty() {
                continue;
            }
            let all = explain(&run, wrt, usize::MAX);
            prop_assert_eq!(all.count, Count::Exactly(products.len() as u128));
            prop_assert_eq!(&all.rest, &None);
            let magnitudes: f64 = products.iter().map(|p| p.abs()).sum();
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-11 * magnitudes;
            prop_assert!(close(all.magnitudes, magnitudes));
            prop_assert!(close(all.paths.iter().map(|p| p.contribution).sum(), all.total));
            // Joined paths, taken apart again.
            let mut apart: Vec<f64> = Vec::new();
            for path in &all.paths {
                let Count::Exactly(ways) = path.ways else { panic!("few paths") };
                apart.extend(std::iter::repeat_n(path.contribution / ways as f64, ways as usize));
            }
            apart.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
            prop_assert!(apart.iter().zip(&products).all(|(a, b)| close(a.abs(), b.abs())));
            // Fewer are the first of all, and the rest makes up the total.
            let few = explain(&run, wrt, 3);
            prop_assert!(few.paths.iter().zip(&all.paths).all(|(a, b)| a.contribution == b.contribution));
            let listed: f64 = few.paths.iter().map(|p| p.contribution).sum();
            let rest = few.rest.as_ref().map_or(0.0, |r| r.contribution);
            prop_assert!(close(listed + rest, few.total));
        }
    }
}
