//! The verifier: each rule has a List that breaks it, and a List that just does not.

use wengert::list::{Binding, Block, Fault, Id, MAX_IDS, Operand, Repeat, TooLong};
use wengert::prim::Op;
use wengert::{List, Memory};

fn op(name: &str) -> Op {
    Op::by_text(name).expect(name)
}

fn value(k: u32) -> Operand {
    Operand::id(Id(k))
}

/// A List with two inputs, `%0` and `%1`.
fn two() -> List {
    let mut list = List::new();
    list.input("x", vec![2]);
    list
}

/// The `k`-th operand of another List's constants, or of its data.
fn strange(k: usize, data: bool) -> Operand {
    let mut other = List::new();
    let made: Vec<Operand> = (0..=k).map(|_| if data { other.datum(0.0) } else { other.constant(0.0) }).collect();
    made[k]
}

fn fault(list: &List) -> (Option<usize>, String) {
    let Fault { line, what } = list.verify().expect_err("it breaks a rule");
    (line, what)
}

#[track_caller]
fn faulty(build: impl FnOnce(&mut List), line: Option<usize>, what: &str) {
    let mut list = two();
    build(&mut list);
    assert_eq!(fault(&list), (line, what.to_string()));
    let fault = list.verify().unwrap_err();
    let place = line.map_or(String::new(), |k| format!("line {k}: "));
    assert_eq!(fault.to_string(), format!("{place}{what}"));
    let _: &dyn std::error::Error = &fault;
}

fn apply(name: &str, args: Vec<Operand>) -> impl FnOnce(&mut List) {
    move |list| {
        list.apply(op(name), &args).unwrap();
    }
}

#[test]
fn a_right_list_passes() {
    let mut list = two();
    let c = list.constant(1.0);
    let d = list.datum(2.0);
    let sum = list.apply(op("sum"), &[value(0), value(1), c, d]).unwrap();
    list.guard(sum, true);
    list.output(sum);
    assert_eq!(list.verify(), Ok(()));
}

#[test]
fn operands_come_earlier() {
    faulty(apply("sin", vec![value(2)]), Some(0), "reads %2, which does not come earlier");
    faulty(apply("add", vec![value(0), value(9)]), Some(0), "reads %9, which does not come earlier");
    faulty(apply("sin", vec![strange(0, false)]), Some(0), "reads constant 0 of 0");
    faulty(apply("sin", vec![strange(2, true)]), Some(0), "reads datum 2 of 0");
    faulty(|list| list.guard(value(2), true), Some(0), "reads %2, which does not come earlier");
    faulty(|list| list.output(value(2)), None, "output: reads %2, which does not come earlier");
    faulty(|list| list.output(strange(0, false)), None, "output: reads constant 0 of 0");
    let second = |list: &mut List| {
        list.apply(op("sin"), &[value(1)]).unwrap();
        list.apply(op("sin"), &[value(3)]).unwrap();
    };
    faulty(second, Some(1), "reads %3, which does not come earlier");
}

#[test]
fn operations_have_their_arguments() {
    let x = value(0);
    faulty(apply("sin", vec![]), Some(0), "sin takes 1 argument, not 0");
    faulty(apply("sin", vec![x, x]), Some(0), "sin takes 1 argument, not 2");
    faulty(apply("add", vec![x]), Some(0), "add takes 2 arguments, not 1");
    faulty(apply("add", vec![x; 5]), Some(0), "add takes 2 arguments, not 5");
    faulty(apply("sum", vec![]), Some(0), "sum takes at least one argument");
    faulty(apply("dot", vec![x; 3]), Some(0), "dot takes two halves, not 3 arguments");
}

/// A sub-List with `inputs` inputs that returns the first of them `outputs` times.
fn body(inputs: u32, outputs: usize) -> Box<List> {
    let mut body = List::new();
    body.input("a", vec![inputs]);
    body.set_outputs(vec![value(0); outputs]);
    Box::new(body)
}

fn block(repeat: Repeat, body: Box<List>, bindings: Vec<Binding>) -> impl FnOnce(&mut List) {
    move |list| {
        list.block(Block { repeat, body, bindings }).unwrap();
    }
}

const MAP: Repeat = Repeat::Map { lanes: 3 };

#[test]
fn sub_lists_fit_their_bindings() {
    let x = || Binding::Uniform(value(0));
    let scan = |carried| Repeat::Scan { steps: 2, carried, memory: Memory::Store };
    let reduce = Repeat::Reduce { lanes: 2 };
    faulty(block(MAP, body(2, 1), vec![x()]), Some(0), "the sub-List takes 2 and is given 1");
    faulty(block(Repeat::Call, body(1, 1), vec![x(), x()]), Some(0), "the sub-List takes 1 and is given 2");
    let many = "carries 2, but the sub-List takes 1 and returns 2";
    faulty(block(scan(2), body(1, 2), vec![x()]), Some(0), many);
    let few = "carries 2, but the sub-List takes 2 and returns 1";
    faulty(block(scan(2), body(2, 1), vec![x(), x()]), Some(0), few);
    let none = "carries 1, but the sub-List takes 1 and returns 0";
    faulty(block(reduce, body(1, 0), vec![x()]), Some(0), none);
    let two = "the sub-List of a reduce has one output, this one 2";
    faulty(block(reduce, body(1, 2), vec![x()]), Some(0), two);
    let start = "binding 0 starts a carried value and must be uniform";
    faulty(block(reduce, body(1, 1), vec![Binding::Lane]), Some(0), start);
    faulty(block(scan(1), body(1, 1), vec![Binding::Column(vec![1.0, 2.0])]), Some(0), start);
    for (repeat, outputs) in [(Repeat::Call, 0), (MAP, 2), (reduce, 1), (scan(1), 2), (scan(0), 2)] {
        let mut list = List::new();
        list.input("x", vec![2]);
        block(repeat, body(1, outputs), vec![x()])(&mut list);
        assert_eq!(list.verify(), Ok(()), "{repeat:?}");
    }
}

#[test]
fn bindings_read_what_is_there() {
    let stride = |first, step| Binding::Strided { first: Id(first), step };
    let bound = |binding| block(MAP, body(1, 1), vec![binding]);
    faulty(bound(Binding::Uniform(value(2))), Some(0), "binding 0: reads %2, which does not come earlier");
    faulty(bound(stride(0, 1)), Some(0), "binding 0: reads %2 in the last lane, which does not come earlier");
    faulty(bound(stride(1, -1)), Some(0), "binding 0: reads %-1 in the last lane, which does not come earlier");
    faulty(bound(stride(2, -1)), Some(0), "binding 0: reads %2, which does not come earlier");
    faulty(
        bound(stride(u32::MAX, i32::MIN)),
        Some(0),
        "binding 0: reads %-1 in the last lane, which does not come earlier",
    );
    faulty(bound(Binding::Gather(vec![Id(0), Id(1)])), Some(0), "binding 0: a column of 2 for 3 lanes");
    let gather = Binding::Gather(vec![Id(0), Id(1), Id(2)]);
    faulty(bound(gather), Some(0), "binding 0: reads %2, which does not come earlier");
    faulty(bound(Binding::Column(vec![1.0; 4])), Some(0), "binding 0: a column of 4 for 3 lanes");
    for binding in [stride(1, 0), Binding::Gather(vec![Id(1); 3]), Binding::Column(vec![0.0; 3]), Binding::Lane] {
        let mut list = two();
        bound(binding)(&mut list);
        assert_eq!(list.verify(), Ok(()));
    }
    let mut nothing = two();
    block(Repeat::Map { lanes: 0 }, body(1, 1), vec![stride(77, 5)])(&mut nothing);
    assert_eq!(nothing.verify(), Ok(()), "no lane reads it");
}

#[test]
fn faults_in_sub_lists_name_both_lines() {
    let mut inner = *body(1, 1);
    inner.guard(value(0), true);
    inner.apply(op("sin"), &[value(4)]).unwrap();
    let build = |list: &mut List| {
        list.apply(op("sin"), &[value(0)]).unwrap();
        block(Repeat::Call, Box::new(inner), vec![Binding::Lane])(list);
    };
    faulty(build, Some(1), "in its sub-List, line 1: reads %4, which does not come earlier");
}

#[test]
fn what_is_too_large_is_refused() {
    let mut list = List::new();
    assert_eq!(list.try_input("x", vec![MAX_IDS + 1]), Err(TooLong));
    assert_eq!(list.try_input("x", vec![65536, 65536]), Err(TooLong));
    assert_eq!(list.try_input("x", vec![u32::MAX; 9]), Err(TooLong));
    assert_eq!(list.try_input("none", vec![u32::MAX, u32::MAX, 0]), Ok(Id(0)));
    assert_eq!(list.try_input("x", vec![MAX_IDS - 1]), Ok(Id(0)));
    assert_eq!(list.try_input("y", vec![2]), Err(TooLong));
    assert_eq!((list.inputs().len(), list.ids()), (2, MAX_IDS as usize - 1));
    assert_eq!(list.apply(op("sin"), &[value(0)]), Ok(value(MAX_IDS - 1)));
    assert_eq!(list.apply(op("sin"), &[value(0)]), Err(TooLong));
    assert_eq!((list.len(), list.verify()), (1, Ok(())));
}

#[test]
fn blocks_with_too_many_results_are_refused() {
    for (repeat, outputs) in [
        (Repeat::Map { lanes: u32::MAX }, 1),
        (Repeat::Map { lanes: 1 << 31 }, 2),
        (Repeat::Map { lanes: 1 << 30 }, 4),
        (Repeat::Scan { steps: u32::MAX, carried: 1, memory: Memory::Store }, 2),
    ] {
        let mut list = two();
        let bindings = vec![Binding::Uniform(value(0))];
        assert_eq!(list.block(Block { repeat, body: body(1, outputs), bindings }), Err(TooLong), "{repeat:?}");
        assert_eq!((list.len(), list.ids(), list.blocks().len()), (0, 2, 0));
    }
}

#[test]
#[should_panic(expected = "a program can hold 2147483647 values")]
fn an_input_that_is_too_large_panics() {
    List::new().input("x", vec![u32::MAX]);
}

#[test]
#[should_panic(expected = "inputs come before lines")]
fn an_input_after_a_line_panics() {
    let mut list = two();
    list.guard(value(0), true);
    list.input("y", vec![]);
}
