//! Loops kept as loops: the bits of the plain loop, whatever is kept, however the body branches, wherever the loop stands.

use wengert::{
    BoxError, Error, Memory, Program, SnapshotStore, Step, Var, checkpoint, hessian, jacobian, jvp, notes, scan,
    scan_each, scan_in, scan_with, single, value_and_grad, vjp, while_loop_with,
};

const MEMORIES: [Memory; 7] = [
    Memory::Store,
    Memory::Snapshots(1),
    Memory::Snapshots(2),
    Memory::Snapshots(3),
    Memory::Snapshots(10),
    Memory::Budget(100),
    Memory::Budget(1 << 20),
];

/// Value and gradient, bit by bit.
fn bits<const N: usize>(f: impl FnOnce([Var; N]) -> Var, x: [f64; N]) -> (u64, [u64; N]) {
    let (v, g) = value_and_grad(f, x).unwrap();
    assert!(v.is_finite() && g.iter().any(|g| *g != 0.0), "{v} {g:?}");
    (v.to_bits(), g.map(f64::to_bits))
}

fn van_der_pol([x, v]: [Var; 2], mu: Var) -> [Var; 2] {
    let a = mu * (1.0 - x * x) * v - x;
    [x + 0.01 * v, v + 0.01 * a]
}

#[test]
fn the_bits_are_those_of_the_plain_loop() {
    for steps in [0, 1, 2, 3, 7, 97, 1000] {
        let plain = bits(
            |[x, mu]| (0..steps).fold([x, x * mu], |s, _| van_der_pol(s, mu)).iter().map(|x| x * x).sum(),
            [1.0, 0.5],
        );
        for memory in MEMORIES {
            let f = |[x, mu]: [Var; 2]| {
                scan_with(memory, 0..steps, [x, x * mu], |s, _| van_der_pol(s, mu)).iter().map(|x| x * x).sum::<Var>()
            };
            assert_eq!(bits(f, [1.0, 0.5]), plain, "{steps} steps, {memory:?}");
        }
    }
}

/// A Collatz-like walk: every step compares, and the path changes all the time.
fn walk(s: Var, p: Var) -> Var {
    if s > 1.0 {
        s * 0.45 + p
    } else if s < -0.5 {
        -s * p.exp()
    } else {
        (3.1 * s + p).sin() * 1.9
    }
}

#[test]
fn a_body_may_branch_otherwise_at_every_step() {
    for steps in [1, 2, 10, 331] {
        let plain = bits(|[s, p]| (0..steps).fold(s, |s, _| walk(s, p)), [0.3, 0.2]);
        for memory in MEMORIES {
            let kept = bits(|[s, p]| scan_with(memory, 0..steps, s, |s, _| walk(s, p)), [0.3, 0.2]);
            assert_eq!(kept, plain, "{steps} steps, {memory:?}");
        }
    }
}

#[test]
fn values_that_pass_through_keep_their_register() {
    type State = (Var, [Var; 3], Var);
    let step = |(a, [b, c, d], e): State, p: Var| (b * p, [c, d + a * a, a], e);
    let end = |(a, [b, c, d], e): State| a * b + (c * d).sin() * e + e;
    let start = |[x, p]: [Var; 2]| (x, [x, p, Var::constant(2.0)], p);
    for steps in [1, 2, 3, 4, 5, 8] {
        let plain = bits(|[x, p]| end((0..steps).fold(start([x, p]), |s, _| step(s, p))), [0.8, 0.9]);
        for memory in MEMORIES {
            let kept = bits(|[x, p]| end(scan_with(memory, 0..steps, start([x, p]), |s, _| step(s, p))), [0.8, 0.9]);
            assert_eq!(kept, plain, "{steps} steps, {memory:?}");
        }
    }
}

#[test]
fn constants_in_the_state_do_not_vary() {
    // At a tie with a constant `max` has the slope 0, with a variable 1/2.
    let step = |[s, t]: [Var; 2], x: Var| [(2.0 * t).max(x) + s, t * x];
    let plain = bits(|[x]| (0..5).fold([x, Var::constant(0.5)], |s, _| step(s, x))[0], [1.0]);
    let kept = bits(|[x]| scan(0..5, [x, Var::constant(0.5)], |s, _| step(s, x))[0], [1.0]);
    assert_eq!(kept, plain);
}

#[test]
fn steps_have_numbers_and_columns() {
    let weights = [0.3, -0.2, 0.7, 0.1, 0.9];
    let rows = [[1.0, 2.0], [0.5, -1.0], [0.25, 3.0], [2.0, 2.0], [-1.0, 0.5]];
    let orders: [&[usize]; 4] = [&[0, 1, 2, 3, 4], &[4, 3, 2, 1, 0], &[1, 3], &[2, 0, 0, 4, 1]];
    for order in orders {
        let plain = |w: [Var; 5]| {
            order.iter().fold(w[2], |s, &k| s * weights[k] + rows[k][0] * w[k] - (w[k] * rows[k][1]).sin() * k as f64)
        };
        let kept = |s: Var, k: Step, w: &[Var]| {
            let [a, b] = k.of(&rows);
            s * k.of(&weights) + a * k.of(w) - (k.of(w) * b).sin() * k.var()
        };
        let x = [0.5, 0.6, 0.7, 0.8, 0.9];
        for memory in MEMORIES {
            let f = |w: [Var; 5]| scan_with(memory, order.iter().copied(), w[2], |s, k| kept(s, k, &w));
            assert_eq!(bits(f, x), bits(plain, x), "{order:?} {memory:?}");
        }
        let f = |w: [Var; 5]| scan(order.iter().copied(), w[2], |s, k| kept(s, k, &w));
        assert_eq!(hessian(f, x).unwrap().2, hessian(plain, x).unwrap().2);
        assert_eq!(jvp(f, x, [1.0, 2.0, 3.0, 4.0, 5.0]).unwrap(), jvp(plain, x, [1.0, 2.0, 3.0, 4.0, 5.0]).unwrap());
    }
}

#[test]
fn a_delay_line_hands_columns_on() {
    let plain = |w: [Var; 6]| (0..6).fold([w[0], w[0]], |[s, last], k| [s + last * w[k].sin(), w[k]])[0];
    for memory in MEMORIES {
        let kept = |w: [Var; 6]| {
            scan_with(memory, 0..6, [w[0], w[0]], |[s, last], k| [s + last * k.of(&w).sin(), k.of(&w)])[0]
        };
        let x = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
        assert_eq!(bits(kept, x), bits(plain, x), "{memory:?}");
    }
}

#[test]
fn every_step_may_be_traced() {
    let data = [2.0, 3.0, -0.0, 0.0, 7.0, 3.0];
    let step = |s: Var, x: Var, k: usize| {
        if k % 3 == 2 { s * x - data[k] } else { s + (x - data[k]).powi(2) / (k + 1) as f64 }
    };
    let plain = |[x]: [Var; 1]| (0..6).fold(x, |s, k| step(s, x, k));
    let kept = |[x]: [Var; 1]| scan_each(0..6, x, |s, k| step(s, x, k));
    assert_eq!(bits(kept, [1.3]), bits(plain, [1.3]));
    assert_eq!(hessian(kept, [1.3]).unwrap().2, hessian(plain, [1.3]).unwrap().2);
    let p = Program::trace(|x: Var| scan_each(0..600, 0.0 * x, |s, k| s + (x - (k % 7) as f64).powi(2)), 1.0).unwrap();
    assert_eq!(p.list().blocks().len(), 1, "{}", p.list());
}

#[test]
fn loops_stand_in_loops() {
    let plain = |[x, p]: [Var; 2]| {
        (0..7).fold([x, p], |[s, t], i| {
            let inner = (0..5).fold(s, |u, j| (u * p + t * (i * j) as f64 * 0.01).tanh() + p * s);
            [inner, t * 0.9 + s]
        })[0]
    };
    for memory in MEMORIES {
        let kept = |[x, p]: [Var; 2]| {
            scan_with(memory, 0..7, [x, p], |[s, t], i| {
                let inner = scan(0..5, s, |u, j| (u * p + t * (i.var() * j.var()) * 0.01).tanh() + p * s);
                [inner, t * 0.9 + s]
            })[0]
        };
        assert_eq!(bits(kept, [0.4, 0.7]), bits(plain, [0.4, 0.7]), "{memory:?}");
        assert_eq!(hessian(kept, [0.4, 0.7]).unwrap().2, hessian(plain, [0.4, 0.7]).unwrap().2);
    }
}

#[test]
fn loops_stand_in_inner_gradients_and_round_them() {
    let inner_loop = |[x, y]: [Var; 2]| {
        let (_, g) = value_and_grad(|u| scan(0..4, u, |s, _| (s * x).sin() + u * y), y).unwrap();
        g * x
    };
    let inner_plain = |[x, y]: [Var; 2]| {
        let (_, g) = value_and_grad(|u| (0..4).fold(u, |s, _| (s * x).sin() + u * y), y).unwrap();
        g * x
    };
    // The inner sweep runs the loop again, over variables: the same derivative, by other operations.
    let (kept, plain) =
        (value_and_grad(inner_loop, [0.4, 0.7]).unwrap(), value_and_grad(inner_plain, [0.4, 0.7]).unwrap());
    assert_eq!(kept.0, plain.0);
    kept.1.iter().zip(plain.1).for_each(|(a, b)| assert!((a - b).abs() < 1e-14 * b.abs(), "{a} {b}"));
    // Gradient descent, differentiated.
    let descend = |s: Var, x: Var| s - 0.1 * value_and_grad(|u| (u - x).powi(4) + u * x, s).unwrap().1;
    let plain = |[s, x]: [Var; 2]| (0..9).fold(s, |s, _| descend(s, x));
    for memory in MEMORIES {
        let kept = |[s, x]: [Var; 2]| scan_with(memory, 0..9, s, |s, _| descend(s, x));
        assert_eq!(bits(kept, [0.9, 0.2]), bits(plain, [0.9, 0.2]), "{memory:?}");
    }
}

#[test]
fn hessians_and_jacobians_go_through() {
    let plain = |[x, mu]: [Var; 2]| (0..50).fold([x, x * mu], |s, _| van_der_pol(s, mu));
    let kept = |[x, mu]: [Var; 2]| scan(0..50, [x, x * mu], |s, _| van_der_pol(s, mu));
    let at = [1.0, 0.5];
    assert_eq!(hessian(|x| kept(x)[1], at).unwrap(), hessian(|x| plain(x)[1], at).unwrap());
    assert_eq!(jacobian(kept, at).unwrap(), jacobian(plain, at).unwrap());
    let ((y, back), (z, again)) = (vjp(kept, at).unwrap(), vjp(plain, at).unwrap());
    assert_eq!((y, back.call([1.0, 2.0])), (z, again.call([1.0, 2.0])));
}

#[test]
fn a_program_keeps_as_much_as_it_was_told() {
    let at = [1.0, 0.5];
    let f = |memory| move |[x, mu]: [Var; 2]| scan_with(memory, 0..300, [x, x * mu], |s, _| van_der_pol(s, mu))[0];
    let program = |memory| Program::trace(f(memory), at).unwrap();
    let all = program(Memory::Store);
    let (gradient, h) = (all.value_and_grad(at).unwrap(), all.hessian(at).unwrap());
    let plain = |[x, mu]: [Var; 2]| (0..300).fold([x, x * mu], |s, _| van_der_pol(s, mu))[0];
    assert_eq!(gradient, value_and_grad(plain, at).unwrap());
    for (memory, said) in [
        (Memory::Snapshots(0), " keep 1 ("),
        (Memory::Snapshots(7), " keep 7 ("),
        (Memory::Snapshots(1000), " keep 1000 ("),
        (Memory::Budget(100), " keep 100 bytes ("),
    ] {
        let few = program(memory);
        assert!(few.list().to_string().contains(said), "{few}");
        assert_eq!((few.value_and_grad(at).unwrap(), few.hessian(at).unwrap()), (gradient, h.clone()), "{memory:?}");
        assert_eq!(hessian(f(memory), at).unwrap(), h);
    }
}

#[test]
fn a_program_keeps_the_loop() {
    let p = Program::trace(|[x, mu]: [Var; 2]| scan(0..1000, [x, x * mu], |s, _| van_der_pol(s, mu))[0], [1.0, 0.5])
        .unwrap();
    assert!(p.list().len() < 5 && p.list().blocks().len() == 1, "{}", p.list());
    let plain = |[x, mu]: [Var; 2]| (0..1000).fold([x, x * mu], |s, _| van_der_pol(s, mu))[0];
    for at in [[1.0, 0.5], [0.3, 2.0]] {
        assert_eq!(p.value_and_grad(at).unwrap(), value_and_grad(plain, at).unwrap());
        assert_eq!(p.gradient_program().unwrap().eval(at).unwrap(), value_and_grad(plain, at).unwrap().1);
    }
    let text = p.list().to_string();
    assert_eq!(wengert::List::read(&text).unwrap().to_string(), text);
}

#[test]
fn a_program_reports_a_path_that_it_did_not_record() {
    let f = |[s, p]: [Var; 2]| scan(0..20, s, |s, _| walk(s, p));
    let p = Program::trace(f, [0.3, 0.2]).unwrap();
    assert_eq!(p.value_and_grad([0.3, 0.2]).unwrap(), value_and_grad(f, [0.3, 0.2]).unwrap());
    assert!(matches!(p.eval([0.9, -0.7]), Err(Error::Branch { .. })));
}

fn newton(a: Var, memory: Memory) -> Var {
    while_loop_with(memory, a, |&y| (y * y - a).abs() > 1e-9, |y, _| 0.5 * (y + a / y))
}

#[test]
fn loops_may_end_when_they_like() {
    let plain = |[a]: [Var; 1]| {
        let mut y = a;
        while (y * y - a).abs() > 1e-9 {
            y = 0.5 * (y + a / y);
        }
        y
    };
    for a in [1e-3, 0.9, 2.0, 50.0] {
        for memory in MEMORIES {
            assert_eq!(bits(|[a]| newton(a, memory), [a]), bits(plain, [a]), "{a} {memory:?}");
        }
    }
    let done = value_and_grad(|a| newton(a * 0.0 + 1.0, Memory::Store) * a, 3.0);
    assert_eq!(done.unwrap(), (3.0, 1.0));
    let p = Program::trace(|a| newton(a, Memory::Store), 2.0).unwrap();
    assert_eq!(p.value_and_grad(2.1).unwrap(), value_and_grad(|a| newton(a, Memory::Store), 2.1).unwrap());
    assert!(matches!(p.eval(1e9), Err(Error::Branch { .. })) && matches!(p.eval(1.0), Err(Error::Branch { .. })));
    assert_eq!(hessian(|[a]| newton(a, Memory::Store), [2.0]).unwrap(), hessian(plain, [2.0]).unwrap());
    assert_eq!(jvp(|[a]| newton(a, Memory::Store), [2.0], [1.0]).unwrap(), jvp(plain, [2.0], [1.0]).unwrap());
}

#[test]
fn what_is_checkpointed_is_run_again() {
    let part = |[x, y]: [Var; 2], p: Var| ((x * p).sin() + y, [x * y, if x > 0.0 { x } else { y }, p]);
    let whole = |(a, [b, c, d]): (Var, [Var; 3])| a * b + c * d + a;
    let plain = |[x, y]: [Var; 2]| whole(part([x, y * y], y)) * x;
    let kept = |[x, y]: [Var; 2]| whole(checkpoint(|s| part(s, y), [x, y * y])) * x;
    let at = [0.6, 0.8];
    assert_eq!(bits(kept, at), bits(plain, at));
    assert_eq!(hessian(kept, at).unwrap(), hessian(plain, at).unwrap());
    assert_eq!(jvp(kept, at, [1.0, 2.0]).unwrap(), jvp(plain, at, [1.0, 2.0]).unwrap());
    let in_loop = |[x, y]: [Var; 2]| scan(0..3, x, |x, k| checkpoint(|x| x * (k.var() + 1.0) * y, x));
    assert_eq!(bits(in_loop, [2.0, 1.5]), bits(|[x, y]| (0..3).fold(x, |x, k| x * (k as f64 + 1.0) * y), [2.0, 1.5]));
    let failed = value_and_grad(|x| Ok(checkpoint(|x: Var| if x > 0.0 { Err("no".into()) } else { Ok(x) }, x)), 1.0);
    assert_eq!(failed.unwrap_err().to_string(), "no");
}

#[test]
fn single_precision_has_its_own_bits() {
    let step = |[x, v]: [Var<f32>; 2], mu: Var<f32>| [x + 0.01 * v, v + 0.01 * (mu * (1.0 - x * x) * v - x)];
    let plain =
        single::value_and_grad(|[x, mu]| (0..500).fold([x, x * mu], |s, _| step(s, mu))[0], [1.0, 0.5]).unwrap();
    for memory in MEMORIES {
        let kept =
            single::value_and_grad(|[x, mu]| scan_with(memory, 0..500, [x, x * mu], |s, _| step(s, mu))[0], [1.0, 0.5]);
        assert_eq!(kept.unwrap(), plain, "{memory:?}");
    }
}

#[test]
fn statements_of_many_arguments_are_rows_too() {
    let step = |s: Vec<Var>| {
        let n = wengert::norm(&s);
        let w = wengert::dot(&s, &s);
        s.iter().map(|x| x * 1.01 - wengert::logsumexp(s.iter().copied()) * 0.01 * w / n).collect::<Vec<_>>()
    };
    let x = vec![0.1, 0.2, 0.3, 0.5];
    let plain = value_and_grad(|x: Vec<Var>| (0..40).fold(x, |s, _| step(s)).into_iter().sum::<Var>(), &x).unwrap();
    for memory in MEMORIES {
        let kept =
            value_and_grad(|x: Vec<Var>| scan_with(memory, 0..40, x, |s, _| step(s)).into_iter().sum::<Var>(), &x);
        assert_eq!(kept.unwrap(), plain, "{memory:?}");
    }
}

#[test]
fn kinks_are_told_as_in_the_plain_loop() {
    let step = |s: Var, x: Var| (s - 1.0).abs() * x + 1.0;
    for memory in MEMORIES {
        let (kept, told) = notes(|| value_and_grad(|x| scan_with(memory, 0..5, x, |s, _| step(s, x)), 1.0));
        let (plain, known) = notes(|| value_and_grad(|x| (0..5).fold(x, |s, _| step(s, x)), 1.0));
        assert_eq!(kept.unwrap(), plain.unwrap());
        assert_eq!((told.len(), told[0].kind), (known.len(), known[0].kind));
        assert!(told[0].at.is_some());
    }
    let strict = wengert::Options::new().kinks(wengert::Kinks::Error);
    let f = |x: Var| scan(0..3, x, |s, _| (s - x).abs());
    assert!(matches!(strict.value_and_grad(f, 1.0), Err(Error::Undefined { .. })));
    let upper = wengert::Options::new().kinks(wengert::Kinks::Upper);
    assert_eq!(upper.value_and_grad(|x| scan(0..3, x, |s, _| (s - 1.0).abs() + 1.0), 1.0).unwrap(), (1.0, 1.0));
}

#[test]
fn plain_evaluation_is_the_plain_loop() {
    let f = |x: Var| scan(0..10, x, |s, k| s * 0.5 + k.var());
    assert_eq!(f(Var::constant(1.0)).value(), (0..10).fold(1.0, |s, k| s * 0.5 + k as f64));
    let constant = value_and_grad(|x| f(Var::constant(1.0)) * x, 2.0).unwrap();
    assert_eq!(constant, (2.0 * f(Var::constant(1.0)).value(), f(Var::constant(1.0)).value()));
}

/// The texts of the errors that a loop ends with, on a tape, on a List and forward.
fn errors(f: impl Fn(Memory) -> Box<dyn Fn(Var) -> Var>) -> Vec<String> {
    let mut texts = Vec::new();
    for memory in [Memory::Store, Memory::Snapshots(2), Memory::Budget(50)] {
        let f = f(memory);
        texts.push(value_and_grad(&f, 1.0).unwrap_err().to_string());
        texts.push(Program::<f64, f64>::trace(|x: Var| f(x), 1.0).unwrap_err().to_string());
        texts.push(jvp(|x: Var| f(x), 1.0, 1.0).unwrap_err().to_string());
    }
    texts
}

#[test]
fn a_state_that_changes_its_shape_is_an_error() {
    let grows = |memory| -> Box<dyn Fn(Var) -> Var> {
        Box::new(move |x| {
            scan_with(memory, 0..3, vec![x, x], |mut s, _| {
                s.push(s[0]);
                s
            })[0]
        })
    };
    for error in errors(grows) {
        assert!(error.contains("tests/scan.rs:") && error.contains("the state of this loop has 2 numbers, but a step answers 3; every step answers a state of the same shape"), "{error}");
    }
}

#[test]
fn short_and_ragged_columns_are_errors() {
    for error in errors(|memory| Box::new(move |x| scan_with(memory, 0..3, x, |s, k| s * k.of(&[1.0, 2.0])))) {
        assert!(
            error.ends_with("step 2 reads entry 2 of a column with 2; give the column an entry for every step"),
            "{error}"
        );
    }
    let rows = || [vec![1.0], vec![1.0, 2.0]];
    for error in errors(|memory| Box::new(move |x| scan_with(memory, 0..2, x, |s, k| s * k.of(&rows())[0]))) {
        assert!(
            error.ends_with("entry 1 of this column has another shape than those before it; all entries must be alike"),
            "{error}"
        );
    }
    let long = |memory| -> Box<dyn Fn(Var) -> Var> {
        Box::new(move |x| while_loop_with(memory, x, |&s| s < 100.0, |s, k| s * k.of(&[2.0, 3.0])))
    };
    for error in errors(long) {
        assert!(error.contains("step 2 reads entry 2 of a column"), "{error}");
    }
}

#[test]
fn a_condition_that_cannot_change_is_an_error() {
    for error in errors(|memory| Box::new(move |x| while_loop_with(memory, x, |_| true, |s, _| s * 0.5))) {
        assert!(error.contains("the condition of this loop compares nothing that depends on the state"), "{error}");
    }
}

#[test]
fn a_step_does_not_leave_its_loop() {
    let escaped = std::cell::Cell::new(None);
    let f = |x: Var| {
        let y = scan_with(Memory::Snapshots(1), 0..2, x, |s, k| {
            escaped.set(Some(k));
            s * x
        });
        y * escaped.get().map_or(x, |k: Step| k.var())
    };
    assert!(matches!(value_and_grad(f, 1.0), Err(Error::Foreign { .. })));
}

#[test]
fn a_variable_of_a_step_does_not_leave_its_loop() {
    let escaped = std::cell::Cell::new(Var::constant(0.0));
    let f = |x: Var| {
        let y = scan_with(Memory::Snapshots(1), 0..2, x, |s, _| {
            escaped.set(s * x);
            s * x
        });
        y * escaped.get()
    };
    assert!(matches!(value_and_grad(f, 1.0), Err(Error::Foreign { .. })));
    assert!(matches!(jvp(f, 1.0, 1.0), Err(Error::Foreign { .. })));
}

#[test]
fn a_body_that_panics_midway_leaves_the_library_usable() {
    for memory in MEMORIES {
        let f = |x: Var| {
            scan_with(memory, 0..10, x, |s, _| {
                assert!(s < 3.0, "midway");
                s * x
            })
        };
        let caught = std::panic::catch_unwind(|| value_and_grad(f, 1.5).map(drop));
        assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"midway"));
        assert_eq!(value_and_grad(f, 1.0).unwrap(), (1.0, 11.0));
        let caught = std::panic::catch_unwind(|| Program::trace(f, 1.5).map(drop));
        assert!(caught.is_err());
        assert_eq!(Program::trace(f, 1.0).unwrap().value_and_grad(1.01).unwrap(), value_and_grad(f, 1.01).unwrap());
    }
}

#[test]
fn gradients_of_loops_may_be_asked_for_often() {
    for k in 0..100 {
        let x = 1.0 + k as f64 * 1e-3;
        let plain = value_and_grad(|x| (0..30).fold(x, |s, _| s * x * 0.9), x).unwrap();
        assert_eq!(value_and_grad(|x| scan(0..30, x, |s, _| s * x * 0.9), x).unwrap(), plain);
    }
}

/// A store whose disk is full, or whose snapshots vanish, after so many calls.
struct Failing {
    writes: usize,
    reads: usize,
    kept: Vec<Vec<f64>>,
}

impl SnapshotStore for Failing {
    fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), BoxError> {
        self.writes = self.writes.checked_sub(1).ok_or("no space left on device")?;
        self.kept.resize(self.kept.len().max(slot + 1), Vec::new());
        self.kept[slot] = state.to_vec();
        Ok(())
    }
    fn read(&mut self, slot: usize, state: &mut [f64]) -> Result<(), BoxError> {
        self.reads = self.reads.checked_sub(1).ok_or("snapshot 0 is gone")?;
        state.copy_from_slice(&self.kept[slot]);
        Ok(())
    }
}

#[test]
fn a_store_that_fails_is_an_error_and_nothing_else() {
    let logistic = |store: Failing| value_and_grad(|x| scan_in(store, 3, 0..50, x, |s, _| 3.7 * s * (1.0 - s)), 0.4);
    let store = |writes, reads| Failing { writes, reads, kept: Vec::new() };
    let plain = value_and_grad(|x: Var| (0..50).fold(x, |s, _| 3.7 * s * (1.0 - s)), 0.4).unwrap();
    assert_eq!(logistic(store(999, 999)).unwrap(), plain);
    for (failing, why) in [
        (store(0, 999), "no space left on device"),
        (store(5, 999), "no space left on device"),
        (store(999, 4), "snapshot 0 is gone"),
    ] {
        let error = logistic(failing).unwrap_err();
        assert!(matches!(error, Error::Snapshot(_)));
        let text = error.to_string();
        assert_eq!(
            text,
            format!(
                "a snapshot of the loop's state is lost: {why}; give its store room, or keep the states in memory with `scan_with`"
            )
        );
        assert_eq!(logistic(store(999, 999)).unwrap(), plain);
    }
}
