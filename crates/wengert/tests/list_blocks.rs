//! What a line with a sub-List means: value, tangent and adjoint are those of the plain loop, bit for bit.

mod lists;

use lists::{Choices, corpus, random_exact};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use wengert::List;
use wengert::list::{Binding, Block, Id, Operand, Ref, Step};
use wengert::prim::Op;
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};

/// The same program without sub-Lists, every lane written out.
fn unroll(list: &List) -> List {
    let mut plain = List::new();
    for input in list.inputs() {
        plain.input(input.name.clone(), input.shape.clone());
    }
    let args = (0..list.input_len() as u32).map(|k| Operand::id(Id(k))).collect();
    let data: Vec<Operand> = list.data().iter().map(|&c| plain.datum(c)).collect();
    let outputs = write_out(list, args, &data, &mut plain);
    plain.set_outputs(outputs);
    assert_eq!(plain.verify(), Ok(()));
    plain
}

/// Writes the lines of `list` for these arguments and returns what its outputs read.
fn write_out(list: &List, args: Vec<Operand>, data: &[Operand], plain: &mut List) -> Vec<Operand> {
    let mut at = args;
    let read = |at: &[Operand], plain: &mut List, o: Operand| match o.get() {
        Ref::Id(id) => at[id.0 as usize],
        Ref::Const(k) => plain.constant(list.pool()[k as usize]),
        Ref::Data(k) => data[k as usize],
    };
    for (_, _, step) in list.steps() {
        match step {
            Step::Apply(op, args) => {
                let args: Vec<Operand> = args.iter().map(|&o| read(&at, plain, o)).collect();
                at.push(plain.apply(op, &args).expect("it fits"));
            }
            Step::Rule(..) => unreachable!("these Lists run no rules of the user's"),
            Step::Guard(cond, said) => {
                let cond = read(&at, plain, cond);
                plain.guard(cond, said);
            }
            Step::Block(block) => {
                let bind = |plain: &mut List, k: usize, lane: u32| match &block.bindings[k] {
                    Binding::Uniform(o) => read(&at, plain, *o),
                    Binding::Strided { first, step } => at[(first.0 as i64 + *step as i64 * lane as i64) as usize],
                    Binding::Gather(ids) => at[ids[lane as usize].0 as usize],
                    Binding::Column(numbers) => plain.constant(numbers[lane as usize]),
                    Binding::Lane => plain.constant(lane as f64),
                };
                let results = write_out_block(block, bind, plain);
                at.extend(results);
            }
        }
    }
    list.outputs().iter().map(|&o| read(&at, plain, o)).collect()
}

fn write_out_block(b: &Block, bind: impl Fn(&mut List, usize, u32) -> Operand, plain: &mut List) -> Vec<Operand> {
    let (carried, inputs, outputs) = (b.repeat.carried(), b.bindings.len(), b.body.outputs().len());
    let mut state: Vec<Operand> = (0..carried).map(|k| bind(plain, k, 0)).collect();
    let mut columns = vec![Vec::new(); outputs - carried];
    for lane in 0..b.repeat.lanes() {
        let mut args = state.clone();
        args.extend((carried..inputs).map(|k| bind(plain, k, lane)));
        let data: Vec<Operand> = b.body.data().iter().map(|&c| plain.constant(c)).collect();
        let mut y = write_out(&b.body, args, &data, plain);
        for (column, o) in columns.iter_mut().zip(y.drain(carried..)) {
            column.push(o);
        }
        state = y;
    }
    // A result is a value, also where the sub-List returns a number: one times it.
    let value = |o: Operand| match o.as_id() {
        Some(_) => o,
        None => {
            let one = plain.constant(1.0);
            plain.apply(Op::by_text("mul").expect("it is there"), &[one, o]).expect("it fits")
        }
    };
    state.into_iter().chain(columns.into_iter().flatten()).map(value).collect()
}

/// A number that no rounding leaves alone.
fn number(k: usize) -> f64 {
    0.3 + ((k as f64 + 1.0) * 0.618_033_988_749_894_9).fract()
}

fn bits(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

type Sweeps = (Vec<u64>, Vec<Option<u64>>, Vec<(u64, Option<u64>)>, Vec<Option<(u64, Option<u64>)>>);

/// The values of the outputs, the adjoints of the inputs, and both on dual numbers: everything bit by bit.
fn sweeps(list: &List, x: &[f64]) -> Sweeps {
    let c = Constants::literal(0.0);
    let mut at = Vec::new();
    sweep::value(list, &c, x, &mut at).expect("guards hold");
    let y = sweep::outputs(list, &c, &at);
    let seeds: Vec<f64> = (0..y.len()).map(|k| number(k + 7) - 0.9).collect();
    let mut bar = Vec::new();
    sweep::adjoint(list, &c, &at, &seeds, &mut bar, &mut Unwatched);

    let direction = x.iter().enumerate().map(|(k, &v)| Dual::new(v, Slope::Along(number(k + 3) - 0.7)));
    let c = Constants::literal(Dual::new(0.0, Slope::Fixed));
    let mut dual_at = Vec::new();
    sweep::value(list, &c, &direction.collect::<Vec<_>>(), &mut dual_at).expect("guards hold");
    let dual_y = sweep::outputs(list, &c, &dual_at);
    let dual_seeds: Vec<Dual<f64>> = seeds.iter().map(|&s| Dual::new(s, Slope::Fixed)).collect();
    let mut dual_bar = Vec::new();
    sweep::adjoint(list, &c, &dual_at, &dual_seeds, &mut dual_bar, &mut Unwatched);

    let slope = |d: Dual<f64>| match d.dot {
        Slope::Along(t) => Some(bits(t)),
        _ => None,
    };
    let pair = |d: Dual<f64>| (bits(d.v), slope(d));
    (
        y.into_iter().map(bits).collect(),
        bar[..x.len()].iter().map(|g| g.map(bits)).collect(),
        dual_y.into_iter().map(pair).collect(),
        dual_bar[..x.len()].iter().map(|g| g.map(pair)).collect(),
    )
}

/// Checks a List against the same List unrolled, at a point of ordinary numbers.
#[track_caller]
fn same_as_loop(text: &str) {
    let list = List::read(text).unwrap_or_else(|error| panic!("{error}"));
    let x: Vec<f64> = (0..list.input_len()).map(number).collect();
    same_as_loop_at(&list, &x);
}

#[track_caller]
fn same_as_loop_at(list: &List, x: &[f64]) {
    let plain = unroll(list);
    assert!(plain.blocks().is_empty() && !list.blocks().is_empty());
    let (block, line_by_line) = (sweeps(list, x), sweeps(&plain, x));
    assert_eq!(block.0, line_by_line.0, "values of\n{list}");
    assert_eq!(block.2, line_by_line.2, "tangents of\n{list}");
    assert_eq!(block.1, line_by_line.1, "adjoints of\n{list}");
    assert_eq!(block.3, line_by_line.3, "adjoints on dual numbers of\n{list}");
}

#[test]
fn map_reads_every_kind_of_binding() {
    same_as_loop(
        "list(x[6], p, q) data(0.7) {
           %8 = mul(%6, %7)
           %9..%17 = map 4 (%0 step 1, %5 step -1, %6, %7, %8, gather [%2, %2, %6, %0], column [0.5, -1.5, 2.5, 0.1],
             lane, 1.25, $0, %1 step 0) list(a, b, p, q, r, g, c, k, s, d, z) {
             %11 = fma(%0, %2, %1)
             %12 = sin(%11)
             %13 = mul(%12, %4)
             %14 = dot(%5, %3, %13, %6, %2, %3)
             %15 = pow(%2, %6)
             %16 = sum(%14, %15, %7, %8, %9, %10, %2, %2)
             %17 = mul(%16, %3)
             return %17, %13
           }
           %17 = prod(%9, %10, %11, %12)
           %18 = mul(%17, %6)
           %19 = sum(%13, %14, %15, %16, %18, %7)
           return %19, %6, %18
         }",
    );
}

#[test]
fn reduce_adds_in_the_order_of_its_loop() {
    same_as_loop(
        "list(x[5], p) {
           %6 = reduce 5 (0.0, %0 step 1, %5, lane) list(total, x, p, k) {
             %4 = mul(%1, %2)
             %5 = sin(%4)
             %6 = fma(%5, %2, %0)
             %7 = mul(%6, %2)
             return %7
           }
           %7 = mul(%6, %5)
           return %7, %6
         }",
    );
}

#[test]
fn scan_is_its_loop() {
    same_as_loop(
        "list(p, q, s, t, w[12]) {
           %16..%42 = scan 12 carry 2 (%2, %3, %0, %1, %4 step 1) list(s, t, p, q, w) {
             %5 = sin(%0)
             %6 = mul(%5, %2)
             %7 = fma(%0, %4, %6)
             %8 = mul(%1, %0)
             %9 = fma(%8, %3, %7)
             %10 = tanh(%9)
             %11 = tanh(%7)
             return %10, %11, %7, %10
           }
           %42 = mul(%16, %17)
           %43 = sum(%20, %30, %41, %42, %2)
           return %43, %0, %25
         }",
    );
}

#[test]
fn state_that_is_read_often_adds_into_one_register() {
    // The first step reads the outer `s`, which is read before and after; each later step reads the state three times.
    same_as_loop(
        "list(s, p) {
           %2 = exp(%0)
           %3..%8 = scan 4 carry 1 (%0, %0, %1) list(s, s0, p) {
             %3 = mul(%0, %2)
             %4 = mul(%3, %0)
             %5 = sin(%0)
             %6 = fma(%4, %5, %1)
             return %6, %6
           }
           %8 = mul(%0, %3)
           %9 = sum(%8, %4, %5, %7, %2)
           return %9
         }",
    );
}

#[test]
fn carried_values_may_pass_unchanged_or_swap() {
    same_as_loop(
        "list(a, b, c, w[5]) {
           %8..%21 = scan 5 carry 3 (%0, %1, %2, %3 step 1) list(a, b, c, w) {
             %4 = mul(%0, %3)
             %5 = fma(%1, %2, %4)
             return %1, %5, %2, %0, %2
           }
           %21 = prod(%8, %9, %10, %8)
           %22 = sum(%11, %13, %15, %21, %16, %20)
           return %22, %2
         }",
    );
}

#[test]
fn outputs_may_be_inputs_and_numbers() {
    same_as_loop(
        "list(x, y) data(2.5) {
           %2..%6 = call (%0, %1, 3.0) list(x, y, c) {
             return %0, %2, 0.5, %0
           }
           %6 = mul(%2, %3)
           %7 = mul(%6, %4)
           %8..%14 = map 3 (%0, %1, column [1.0, 2.0, 3.0]) list(x, y, c) {
             return %0, %2
           }
           %14 = sum(%8, %9, %10, %11, %13, %7)
           return %14
         }",
    );
}

#[test]
fn several_inputs_may_read_one_value() {
    same_as_loop(
        "list(x, y) {
           %2..%7 = scan 3 carry 2 (%0, %0, %0, %0, gather [%0, %1, %0]) list(a, b, c, d, g) {
             %5 = mul(%0, %2)
             %6 = mul(%3, %4)
             %7 = fma(%5, %6, %1)
             %8 = sin(%5)
             %9 = dot(%0, %1, %2, %3, %4, %8)
             return %8, %7, %9
           }
           %7 = sum(%2, %3, %4, %5, %6)
           return %7
         }",
    );
}

#[test]
fn no_lanes_leave_the_state_alone() {
    same_as_loop(
        "list(x, y) {
           %2..%2 = map 0 (%0) list(a) {
             %1 = sin(%0)
             return %1
           }
           %2 = reduce 0 (%0, %1) list(s, y) {
             %2 = mul(%0, %1)
             return %2
           }
           %3..%5 = scan 0 carry 2 (%1, 4.0, lane) list(s, t, k) {
             %3 = mul(%0, %1)
             return %3, %0, %2
           }
           %5 = dot(%2, %3, %4, %0)
           return %5
         }",
    );
}

#[test]
fn blocks_stand_in_blocks() {
    same_as_loop(
        "list(x[4], p, q) {
           %6..%14 = map 4 (%0 step 1, %4, %5, lane) list(x, p, q, k) {
             %4..%9 = scan 4 carry 1 (%0, %1, %0, lane, column [0.5, 0.25, -1.0, 2.0]) list(s, p, x, k, c) {
               %5 = mul(%0, %1)
               %6 = reduce 3 (%5, %2, %1, lane) list(t, x, p, k) {
                 %4 = fma(%0, %1, %2)
                 %5 = sin(%4)
                 %6 = fma(%5, %2, %3)
                 return %6
               }
               %7..%9 = call (%6, %4) list(a, b) {
                 %2 = mul(%0, %1)
                 return %2, %0
               }
               %9 = fma(%7, %2, %1)
               return %9, %8
             }
             %9 = sum(%4, %5, %8, %2)
             %10 = mul(%9, %1)
             return %10, %6
           }
           %14 = reduce 4 (1.0, %6 step 1) list(t, y) {
             %2 = mul(%0, %1)
             return %2
           }
           %15 = sum(%14, %10, %13, %4)
           return %15
         }",
    );
}

#[test]
fn numbers_bound_to_inputs_do_not_vary() {
    // At a tie with a number the slope of `max` is the one of least norm, 0; with a value that varies it is 1/2.
    let list = List::read(
        "list(x, y) data(1.0) {
           %2..%5 = map 3 (%0, column [1.0, 0.5, 2.0]) list(x, c) {
             %2 = max(%0, %1)
             return %2
           }
           %5 = scan 2 carry 1 (1.0, %0, $0, lane) list(s, x, d, k) {
             %4 = max(%0, %1)
             %5 = max(%4, %2)
             %6 = max(%5, %3)
             return %6
           }
           %6..%8 = map 2 (%0, %1, 1.0) list(x, y, c) {
             %3 = call (%0, %1, %2) list(x, y, c) {
               %3 = max(%0, %2)
               %4 = max(%1, %3)
               return %4
             }
             return %3
           }
           %8..%13 = scan 3 carry 2 (1.0, 2.0, %0) list(s, t, x) {
             %3 = max(%2, %0)
             return %1, %0, %3
           }
           return %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12
         }",
    )
    .unwrap_or_else(|error| panic!("{error}"));
    same_as_loop_at(&list, &[1.0, 1.0]);
    let c = Constants::literal(0.0);
    let (mut at, mut bar) = (Vec::new(), Vec::new());
    sweep::value(&list, &c, &[1.0, 1.0], &mut at).unwrap();
    let mut seeds = vec![0.0; list.outputs().len()];
    seeds[0] = 1.0;
    sweep::adjoint(&list, &c, &at, &seeds, &mut bar, &mut Unwatched);
    assert_eq!(bar[0], Some(0.0));
}

#[test]
fn the_corpus_is_its_loops() {
    for (name, text) in corpus("wl") {
        let list = List::read(&text).expect(&name);
        if !list.blocks().is_empty() {
            let x: Vec<f64> = (0..list.input_len()).map(|k| 1.0 + number(k)).collect();
            same_as_loop_at(&list, &x);
        }
    }
}

#[test]
fn guards_in_sub_lists_report() {
    let list = List::read(
        "list(x[3], p) {
           %4 = sin(%3)
           %5..%8 = map 3 (%0 step 1, %4) list(x, p) {
             %2 = mul(%0, %1)
             %3 = gt(%2, 0.0)
             guard %3 true
             return %2
           }
           return %7
         }",
    )
    .unwrap();
    let c = Constants::literal(0.0);
    let flipped = |x: &[f64]| sweep::value(&list, &c, x, &mut Vec::new()).err().map(|flipped| flipped.line);
    assert_eq!(flipped(&[1.0, 2.0, 3.0, 0.5]), None);
    assert_eq!(flipped(&[1.0, 2.0, -3.0, 0.5]), Some(2));
    assert_eq!(flipped(&[1.0, 2.0, 3.0, -0.5]), Some(2));
    let dual = |v: f64| Dual::new(v, Slope::Along(1.0));
    let c = Constants::literal(Dual::new(0.0, Slope::Fixed));
    assert!(sweep::value(&list, &c, &[1.0, -2.0, 3.0, 0.5].map(dual), &mut Vec::new()).is_err());
    same_as_loop_at(&list, &[1.0, 2.0, 3.0, 0.5]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    /// Numbers small and whole enough that the order of additions does not matter: what may differ are contributions.
    #[test]
    fn random_blocks_are_their_loops(tape in prop::collection::vec(any::<u16>(), 50..400)) {
        let list = random_exact(&mut Choices::exact(&tape), 3);
        let plain = unroll(&list);
        let x: Vec<f64> = (0..list.input_len()).map(|k| (tape[k] % 5) as f64 - 2.0).collect();
        let (Some(block), Some(line_by_line)) = (exact_sweeps(&list, &x), exact_sweeps(&plain, &x)) else {
            return Ok(());
        };
        prop_assert_eq!(block, line_by_line, "{}", list);
    }
}

/// Outputs and input adjoints with whole seeds; `None` where a number is too large to be exact.
fn exact_sweeps(list: &List, x: &[f64]) -> Option<(Vec<f64>, Vec<Option<f64>>)> {
    let c = Constants::literal(0.0);
    let (mut at, mut bar) = (Vec::new(), Vec::new());
    sweep::value(list, &c, x, &mut at).ok()?;
    let y = sweep::outputs(list, &c, &at);
    let seeds: Vec<f64> = (0..y.len()).map(|k| k as f64 + 1.0).collect();
    sweep::adjoint(list, &c, &at, &seeds, &mut bar, &mut Unwatched);
    let exact = at.iter().chain(bar.iter().flatten()).all(|v| v.abs() < 2f64.powi(40));
    bar.truncate(x.len());
    exact.then_some((y, bar))
}

#[test]
fn random_blocks_are_worth_trying() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut compared, mut moved) = (0, 0);
    for _ in 0..500 {
        let tape = prop::collection::vec(any::<u16>(), 50..400).new_tree(&mut runner).expect("it is drawn").current();
        let list = random_exact(&mut Choices::exact(&tape), 3);
        let x: Vec<f64> = (0..list.input_len()).map(|k| (tape[k] % 5) as f64 - 2.0).collect();
        if let Some((_, bar)) = exact_sweeps(&list, &x).filter(|_| !list.blocks().is_empty()) {
            compared += 1;
            moved += usize::from(bar.iter().flatten().any(|&g| g != 0.0));
        }
    }
    assert!(compared > 250 && moved > 100, "{compared} compared, {moved} with a gradient");
}
