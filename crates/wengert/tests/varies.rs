//! What is computed from constants and data alone is no variable: at an exact tie every mode and executor answers what the
//! tape and the tangents do.

use wengert::{Error, List, Listing, Options, Program, Scratch, Var, jvp, value_and_grad};

/// The gradient of a List's first output at `x` by the listing, by the plan, by the gradient program and by tangents.
fn every_way(text: &str, x: &[f64]) -> Vec<f64> {
    let list = List::read(text).unwrap();
    let p = Program::read(text).unwrap();
    let reverse = p.vjp(x.to_vec(), vec![1.0]).unwrap().1;
    let listing = Listing::new(list, x, Options::new()).unwrap();
    assert_eq!(listing.grad(), reverse, "the listing");
    let unit = |i: usize| (0..x.len()).map(|k| f64::from(k == i)).collect::<Vec<_>>();
    let tangents: Vec<f64> = (0..x.len()).map(|i| p.jvp(x.to_vec(), unit(i)).unwrap().1[0]).collect();
    assert_eq!(tangents, reverse, "tangents against {reverse:?}");
    reverse
}

#[test]
fn a_value_of_data_is_no_variable_at_a_tie() -> Result<(), Error> {
    // max(x, 2 d) where 2 d = x: the slope of least norm of a kink in x alone, 0, and no even split.
    let text = "list(x) data(0.5) { %1 = mul($0, 2.0) %2 = max2(%0, %1) return %2 }";
    assert_eq!(every_way(text, &[1.0]), [0.0]);
    let f = |x: Var, d: Var| x.maximum(2.0 * d) * 3.0;
    let p = Program::trace_with(f, 1.0, 0.5)?;
    assert_eq!(p.value_and_grad(1.0)?, (3.0, 0.0));
    let (mut g, mut scratch) = ([9.0], Scratch::default());
    assert_eq!((p.value_and_grad_into(&[1.0], &mut g, &mut scratch)?, g), (3.0, [0.0]));
    assert_eq!(p.gradient_program()?.eval(1.0)?, 0.0);
    assert_eq!(p.jvp(1.0, 1.0)?.1, 0.0);
    let eager = |x: Var| f(x, Var::constant(0.5));
    assert_eq!((value_and_grad(eager, 1.0)?.1, jvp(eager, 1.0, 1.0)?.1), (0.0, 0.0));
    // Off the tie, and where the other side varies too, nothing changes.
    assert_eq!(p.value_and_grad(2.0)?, (6.0, 3.0));
    assert_eq!(every_way("list(x, y) { %2 = max2(%0, %1) return %2 }", &[1.0, 1.0]), [0.5, 0.5]);
    Ok(())
}

#[test]
fn so_it_is_in_sub_lists() {
    let call = |args: &str| {
        format!(
            "list(x) data(1.0) {{ %1 = add($0, 0.0) %2 = call ({args}) list(a, b) {{ %2 = max2(%0, %1) return %2 }} return %2 }}"
        )
    };
    assert_eq!(every_way(&call("%0, %1"), &[1.0]), [0.0]);
    assert_eq!(every_way(&call("%1, %0"), &[1.0]), [0.0]);
    assert_eq!(every_way(&call("%0, %0"), &[1.0]), [1.0]);
    // A result that does not vary, of a sub-List that reads what does.
    let text =
        "list(x) { %1..%3 = call (%0) list(a) { %1 = mul(2.0, 0.5) return %1, %0 } %3 = max2(%1, %2) return %3 }";
    assert_eq!(every_way(text, &[1.0]), [0.0]);
    // The state of a scan: a number until x comes in, in its second step.
    let text = "list(x) {
      %1 = scan 3 carry 1 (1.0, column [1.0, 1.0, 1.0], %0) list(s, c, x) {
        %3 = mul(%0, %1)
        %4 = max2(%2, %3)
        return %4
      }
      return %1
    }";
    // Step 1: max(x, 1) at x = 1 has slope 0 but varies; after it both sides vary and share: 0.5 + 0.5 * slope before.
    assert_eq!(every_way(text, &[1.0]), [0.75]);
    let text = "list(x) {
      %1..%4 = map 3 (gather [%0, %0, %0], column [1.0, 2.0, 1.0]) list(a, c) { %2 = max2(%0, %1) return %2 }
      %4 = sum(%1, %2, %3)
      return %4
    }";
    assert_eq!(every_way(text, &[1.0]), [0.0]);
    // The total of a reduce over numbers alone does not vary.
    let text = "list(x) {
      %1 = reduce 2 (0.0, column [0.25, 0.75]) list(s, c) { %2 = add(%0, %1) return %2 }
      %2 = max2(%0, %1)
      return %2
    }";
    assert_eq!(every_way(text, &[1.0]), [0.0]);
}
