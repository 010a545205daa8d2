//! Programs for this library, written from runs: what they answer, and where they refuse to.

use std::fs;
use std::panic::{AssertUnwindSafe, UnwindSafe, catch_unwind};
use std::path::PathBuf;
use wengert::{Error, Options, Program, Replay};
use wengert_expr::{Model, Values};
use wengert_inspect::Run;
use wengert_inspect::emit::{Lang, emit, emit_window};

/// A model as it runs at a point, with a guard for each branch that depends on its inputs.
fn recorded(text: &str, given: &[(&str, f64)]) -> Run {
    let values = given.iter().fold(Values::new(), |values, &(name, x)| values.with(name, x));
    let recorded =
        Model::parse(text).and_then(|model| model.record(&values)).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    Run::new(&recorded.list, &recorded.point, Options::new()).unwrap_or_else(|e| panic!("{text}: {e}"))
}

const POINT: &[(&str, f64)] = &[("x", 2.0), ("y", 3.0)];

const WORKED: &str = "x*y + sin(x*y)";

/// The programs, kept beside the test so that they are compiled with it.
#[allow(clippy::let_and_return, clippy::print_stdout)]
mod with_wengert {
    pub mod worked {
        include!("emitted/worked.rust");
        pub fn gradient() -> (f64, [f64; 2]) {
            value_and_grad(f, [2.0, 3.0]).expect("a gradient")
        }
        pub fn prints() -> Result<(), Error> {
            main()
        }
    }
    pub mod mixed {
        include!("emitted/mixed.rust");
        pub fn gradient() -> (f64, [f64; 2]) {
            value_and_grad(f, [2.0, 3.0]).expect("a gradient")
        }
        pub fn prints() -> Result<(), Error> {
            main()
        }
    }
    pub mod branch {
        include!("emitted/branch.rust");
        pub fn gradient() -> (f64, [f64; 2]) {
            at([2.0, 3.0]).expect("a gradient")
        }
        pub fn at(point: [f64; 2]) -> Result<(f64, [f64; 2]), Error> {
            value_and_grad(f, point)
        }
        pub fn function(point: [Var; 2]) -> Var {
            f(point)
        }
        pub fn prints() -> Result<(), Error> {
            main()
        }
    }
}

/// Three steps, each on the branch that its own number takes.
const BRANCH: &str = "s = x\nrepeat 3 { if s > 1 { s = s/2 } else { s = s*s } }\ns*y";

const MIXED: &str =
    "where(x > y, sqrt(x), logsumexp(x, y, 2)) + max(x, y)*x^3/gamma(x) - sigmoid(x)^y + log(2)*2^0.5 + powi(x, y)";

#[test]
fn programs_for_this_library_compile_and_agree() {
    let check = |file: &str, text: &str, kept: &str, got: (f64, [f64; 2]), main: Result<(), Error>| {
        let run = recorded(text, POINT);
        let program = emit(&run, Lang::Wengert, text).expect("every function").text;
        if std::env::var_os("INSTA_UPDATE").is_some_and(|v| v == "always") {
            fs::write(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/emitted").join(file), &program)
                .expect("a file");
        } else {
            assert_eq!(kept, program);
        }
        assert_eq!((got.0, &got.1[..]), (run.listing().value(), run.listing().grad()));
        assert!(main.is_ok());
    };
    use with_wengert::{branch, mixed, worked};
    check("worked.rust", WORKED, include_str!("emitted/worked.rust"), worked::gradient(), worked::prints());
    check("mixed.rust", MIXED, include_str!("emitted/mixed.rust"), mixed::gradient(), mixed::prints());
    check("branch.rust", BRANCH, include_str!("emitted/branch.rust"), branch::gradient(), branch::prints());
}

/// Whether it stops with the words of a program that is on another branch.
fn stops<T>(run: impl FnOnce() -> T + UnwindSafe) -> bool {
    let said = catch_unwind(|| drop(run())).err();
    said.is_some_and(|said| said.downcast_ref::<&str>() == Some(&"this point takes another branch"))
}

/// By hand: (2, 3) halves once and then squares twice, x^4/16 y; 4 would halve twice and end at 1, where 16 y is wrong.
#[test]
fn a_program_for_this_library_refuses_another_branch() {
    use with_wengert::branch::{at, function};
    assert_eq!(at([1.5, 3.0]).expect("this branch"), (0.94921875, [2.53125, 0.31640625]));
    for other in [[4.0, 3.0], [0.5, 3.0]] {
        assert!(stops(|| at(other)), "plainly at {other:?}");
        assert!(stops(|| Program::trace(function, other).map(|_| ())), "traced at {other:?}");
        let program = Program::trace(function, [2.0, 3.0]).expect("this branch");
        assert!(matches!(program.value_and_grad(other), Err(Error::Branch { .. })), "replayed at {other:?}");
        let mut replay = Replay::new(function, [2.0, 3.0]).expect("this branch");
        assert!(stops(AssertUnwindSafe(|| replay.value_and_grad(other))), "recorded again at {other:?}");
    }
}

/// A window that begins behind a comparison still knows that it answers yes or no.
#[test]
fn a_window_for_this_library_asks_what_stands_before_it() {
    let run = recorded("where(x > 1, x, 2*x)", &POINT[..1]);
    let whole = emit(&run, Lang::Wengert, "").expect("every function").text;
    let window = emit_window(&run, Lang::Wengert, 1..run.list().len()).expect("every function").text;
    assert!(!window.contains(" > ") && window.contains("= if v2 { x }") && whole.contains(&window), "{window}");
}
