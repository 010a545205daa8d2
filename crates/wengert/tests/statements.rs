//! Statements of many arguments answer the same bits however their arguments stand: in a row, scattered, among constants.

use wengert::{Program, Var, dot, hessian, jvp, logsumexp, matvec, mean, prod, single, sum, value_and_grad};

/// Numbers of both signs and several sizes, the same in every run.
fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 % 101) as f64 - 50.0) / 17.0).collect()
}

type Statement = fn(Vec<Var>) -> Var;
const STATEMENTS: [(&str, Statement); 4] =
    [("sum", |x| sum(x)), ("prod", |x| prod(x)), ("mean", |x| mean(x)), ("logsumexp", |x| logsumexp(x))];

fn bits(v: f64, g: &[f64]) -> Vec<u64> {
    // A NaN is a NaN, whatever its payload; a register of the tape starts as 0, and 0 + -0 is 0.
    let bits = |v: f64| if v.is_nan() { u64::MAX } else { (v + 0.0).to_bits() };
    std::iter::once(v).chain(g.iter().copied()).map(bits).collect()
}

/// Lengths on both sides of what the loops take at a time; Miri, which runs them slowly, stops at the first loop over all.
const LENGTHS: &[usize] = if cfg!(miri) { &[1, 2, 7, 8, 9, 17] } else { &[1, 2, 3, 7, 8, 9, 15, 16, 17, 100, 1000] };
/// Where a special number stands among twenty.
const PLACES: &[usize] = if cfg!(miri) { &[5, 19] } else { &[0, 5, 8, 19] };
/// Rows and columns.
const MATRICES: &[(usize, usize)] =
    if cfg!(miri) { &[(1, 1), (3, 2), (4, 5), (2, 17)] } else { &[(1, 1), (3, 2), (4, 5), (9, 17), (3000, 2)] };

/// Points at which the shortcuts for numbers in a row could answer otherwise.
fn points() -> Vec<Vec<f64>> {
    let inf = f64::INFINITY;
    let mut points: Vec<Vec<f64>> = LENGTHS.iter().map(|&n| numbers(n)).collect();
    for special in [0.0, -0.0, inf, -inf, f64::NAN, 1e300] {
        for &place in PLACES {
            let mut x = numbers(20);
            x[place] = special;
            points.push(x);
        }
    }
    points.extend([vec![0.0; 3], vec![-0.0; 9], vec![-inf; 10], vec![inf; 10], vec![1e200, 0.0, 1e200, 0.0]]);
    points
}

#[test]
fn a_row_of_variables_is_what_the_interpreter_says() {
    for (name, f) in STATEMENTS {
        for x in points() {
            let program = Program::trace(f, &x).unwrap();
            let (v, g) = program.value_and_grad(&x).unwrap();
            let (w, h) = value_and_grad(f, &x).unwrap();
            assert_eq!(bits(v, &g), bits(w, &h), "{name} of {x:?}: {v} {g:?}, {w} {h:?}");
        }
    }
}

#[test]
fn the_order_of_the_slots_and_constants_between_change_no_bits() {
    for (name, f) in STATEMENTS {
        for x in points() {
            let (v, g) = value_and_grad(f, &x).unwrap();
            let reversed = |mut x: Vec<Var>| {
                x.reverse();
                f(x)
            };
            let (w, mut h) = value_and_grad(reversed, x.iter().rev().copied().collect::<Vec<_>>()).unwrap();
            h.reverse();
            assert_eq!(bits(v, &g), bits(w, &h), "{name} of {x:?}, last slot first");
            let odd = |i: usize| i % 2 == 1;
            let some: Vec<f64> = (0..x.len()).filter(|&i| odd(i)).map(|i| x[i]).collect();
            let among = |vars: Vec<Var>| {
                let mut vars = vars.into_iter();
                let of = |(i, &c)| if odd(i) { vars.next() } else { Some(Var::constant(c)) };
                f(x.iter().enumerate().filter_map(of).collect())
            };
            let (w, h) = value_and_grad(among, &some).unwrap();
            let g: Vec<f64> = (0..x.len()).filter(|&i| odd(i)).map(|i| g[i]).collect();
            assert_eq!(bits(v, &g), bits(w, &h), "{name} of {x:?}, every second a constant");
        }
    }
}

/// The matrix, row-major, times the vector in scalar operations.
fn by_hand(matrix: &[Var], x: &[Var]) -> Vec<Var> {
    matrix.chunks(x.len()).map(|row| row.iter().zip(x).fold(Var::constant(0.0), |s, (a, b)| s + a * b)).collect()
}

fn squares(y: Vec<Var>) -> Var {
    y.into_iter().map(|y| y * y).sum()
}

#[test]
fn a_matrix_meets_plain_numbers() {
    for &(rows, n) in MATRICES {
        let (w, x) = (numbers(rows * n), numbers(n));
        let plain: Vec<Var> = x.iter().map(|&c| Var::constant(c)).collect();
        let (v, g) = value_and_grad(|w: Vec<Var>| squares(matvec(&w, &x)), &w).unwrap();
        let (value, slopes) = value_and_grad(|w: Vec<Var>| squares(by_hand(&w, &plain)), &w).unwrap();
        assert_eq!(bits(v, &g), bits(value, &slopes), "{rows} rows of {n}");
        let (value, slopes) = value_and_grad(|w: Vec<Var>| squares(matvec(&w, &plain)), &w).unwrap();
        assert_eq!(bits(v, &g), bits(value, &slopes), "{rows} rows of {n}, constants");
        // Rows that do not stand in a row.
        let moved = |w: Vec<Var>| {
            let w: Vec<Var> = w.iter().map(|w| w * 1.0).collect();
            squares(matvec(&w, &x)) + w[0] * 0.0
        };
        let moved = value_and_grad(|w: Vec<Var>| moved(w), &w).unwrap();
        assert_eq!(bits(v, &g), bits(moved.0, &moved.1), "{rows} rows of {n}, moved");
    }
}

#[test]
fn a_matrix_meets_plain_numbers_in_every_mode() {
    let (w, x) = (numbers(6), [0.5, -2.0, 3.0]);
    let f = |w: Vec<Var>| squares(matvec(&w, &x));
    let (v, g) = value_and_grad(f, &w).unwrap();
    let program = Program::trace(f, &w).unwrap();
    assert_eq!(program.value_and_grad(&w).unwrap(), (v, g.clone()));
    let (value, grad, h) = hessian(f, &w).unwrap();
    assert_eq!((value, grad), (v, g.clone()));
    assert_eq!((h[(0, 1)], h[(0, 3)], h[(4, 5)]), (2.0 * 0.5 * -2.0, 0.0, 2.0 * -2.0 * 3.0));
    let dw = numbers(6);
    let (_, dy) = jvp(f, &w, &dw).unwrap();
    let expected: f64 = g.iter().zip(&dw).map(|(g, d)| g * d).sum();
    assert!((dy - expected).abs() < 1e-12 * expected.abs());
    let narrow = single::value_and_grad(|w: Vec<Var<f32>>| sum(matvec(&w, &[0.5_f32, -2.0])), vec![1.0_f32, 3.0]);
    assert_eq!(narrow.unwrap(), (-5.5, vec![0.5, -2.0]));
}

#[test]
fn rows_that_share_their_slopes_keep_them() {
    // Other statements between the rows; the same numbers in another length; a zero of the other sign.
    let f = |w: Vec<Var>| {
        let (a, b) = w.split_at(2);
        let first = wengert::weighted_sum(&[2.0, 0.0], a);
        let second = wengert::weighted_sum(&[2.0, 0.0], b);
        let third = wengert::weighted_sum(&[2.0, -0.0], a);
        first * 1.0 + second * 10.0 + third * 100.0 + dot(a, b) * 1000.0 + wengert::weighted_sum(&[2.0, -0.0], b)
    };
    let (_, g) = value_and_grad(f, vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    assert_eq!(g, [202.0 + 3000.0, 4000.0, 22.0 + 1000.0, 2000.0]);
    let (_, g) = value_and_grad(|w| wengert::weighted_sum(&[-0.0, 1.0], &w), vec![1.0, 2.0]).unwrap();
    assert!(g[0] == 0.0);
}
