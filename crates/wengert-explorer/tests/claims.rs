//! The code beside the claims of the learning map is code: it is compiled here, as it stands on the page, and does what is claimed.

use wengert::{Memory, Program, Scratch, Var, jvp, scan_with, value_and_grad, vjp};

const PAGE: &str = include_str!("../assets/learn/claims.js");
const HERE: &str = include_str!("claims.rs");

/// The texts between quotes in the `code: [...]` of the claims.
fn snippets() -> Vec<&'static str> {
    let lists = PAGE.lines().filter_map(|line| line.trim().strip_prefix("code: [\"")?.strip_suffix("\"],"));
    lists.flat_map(|list| list.split("\", \"")).map(str::trim).collect()
}

#[test]
fn every_line_of_code_stands_in_this_file() {
    let here: Vec<&str> = HERE.lines().map(str::trim).collect();
    let snippets = snippets();
    assert!(snippets.len() >= 10, "{snippets:?}");
    for line in snippets {
        assert!(here.contains(&line), "the page shows what is not compiled: {line}");
    }
}

#[test]
fn the_sweep_in_five_lines() {
    // a = x·y, b = sin a, L = a + b at (2, 3): what each line reads, with the slope in it.
    let lines = [vec![], vec![], vec![(0, 3.0), (1, 2.0)], vec![(2, 6f64.cos())], vec![(2, 1.0), (3, 1.0)]];
    let mut bar = [0.0, 0.0, 0.0, 0.0, 1.0];
    for line in (0..lines.len()).rev() {
        for &(arg, slope) in &lines[line] {
            bar[arg] += bar[line] * slope;
        }
    }
    assert_eq!(format!("{:.4} {:.4}", bar[0], bar[1]), "5.8805 3.9203");
}

#[test]
fn one_call_gives_the_gradient() -> Result<(), wengert::Error> {
    let (f, x) = (|[x, y]: [Var; 2]| x * y + (x * y).sin(), [2.0, 3.0]);
    let (value, gradient) = value_and_grad(f, x)?;
    assert_eq!(format!("{value:.4} {:.4} {:.4}", gradient[0], gradient[1]), "5.7206 5.8805 3.9203");
    Ok(())
}

#[test]
fn a_product_is_a_line_a_factor() -> Result<(), wengert::Error> {
    let product = |u: &[Var]| u[1..].iter().fold(u[0], |p, &u| p * u);
    let program: Program<Vec<f64>, f64> = Program::trace(|u: Vec<Var>| product(&u), vec![1.5; 32])?;
    assert_eq!(program.list().len(), 31);
    Ok(())
}

#[test]
fn both_modes_are_a_call() -> Result<(), wengert::Error> {
    let (x, dx) = ([2.0, 3.0], [1.0, 0.0]);
    let f = |[x, y]: [Var; 2]| [x * y, x.sin()];
    let (y, column) = jvp(f, x, dx)?;
    assert_eq!((y[0], column[0]), (6.0, 3.0));
    let (y, pullback) = vjp(f, x)?;
    assert_eq!((y[0], pullback.call([1.0, 0.0])), (6.0, [3.0, 2.0]));
    Ok(())
}

#[test]
fn a_loop_keeps_ten_states() -> Result<(), wengert::Error> {
    fn run(x: Var) -> Var {
        scan_with(Memory::Snapshots(10), 0..1000, x, |s, _| s.sin())
    }
    let (_, slope) = value_and_grad(run, 1.0)?;
    assert!(slope > 0.0 && slope < 1e-3, "{slope}");
    Ok(())
}

#[test]
fn a_step_of_training() -> Result<(), wengert::Error> {
    let (mut w, mut w_bar, rate) = (vec![1.0, -2.0], vec![0.0; 2], 0.25);
    let program: Program<Vec<f64>, f64> = Program::trace(|w: Vec<Var>| w[0] * w[0] + w[1] * w[1], w.clone())?;
    let mut scratch = Scratch::default();
    let loss = program.value_and_grad_into(&w, &mut w_bar, &mut scratch)?;
    w.iter_mut().zip(&w_bar).for_each(|(w, w_bar)| *w -= rate * w_bar);
    assert_eq!((loss, w), (5.0, vec![0.5, -1.0]));
    Ok(())
}
