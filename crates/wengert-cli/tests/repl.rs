//! `wengert repl` fed through a pipe: answers, errors that do not end it, and its exit code.

mod common;

/// What it answers to these lines.
fn session(lines: &[&str]) -> String {
    let input = lines.join("\n") + "\n";
    let output = common::run_reading(&["repl"], input.as_bytes());
    format!("{}\n----\n{}", lines.join("\n"), common::transcript(&["repl"], &output))
}

macro_rules! sessions {
    ($($name:ident: $($line:expr)+,)+) => { $(
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(stringify!($name), session(&[$($line),+]));
            });
        }
    )+ };
}

sessions! {
    repl_variables: "x = 2" "y = 3*x" "x*y + sin(x*y)" "_ + 1" ":vars",
    repl_gradient: "x = 2" "y = 3" "grad x*y + sin(x*y)" "grad.x + grad.y" "x = x - 0.1*grad.x" ":vars",
    repl_vectors: "v = [1, 2, 3]" "grad sum(v*v)" "grad.v" "v = v - grad.v/2",
    repl_functions: "f(u) = u^2 + 1" "x = 3" "f(x)" "grad f(x)" "f(u) = u^3" "f(x)" ":vars",
    repl_trace: "x = 2" "grad x^2" ":trace",
    repl_check: "x = 1" ":check exp(x)",
    repl_why: "x = 800" "log(1 + exp(x))" ":why",
    repl_why_names: "x = 2" ":why a = x - 2; if x > 1 { log(a) } else { a }",
    repl_hessian: "x = 1" "y = 2" "hessian x^2*y" ":hessian x*y",
    repl_errors_go_on: "x = 2" "sine(x)" "x +" "z" ":nonsense" "pi = 3" "_ = 3" "f(u) = u +" "x" ":trace x, x",
    repl_nothing_yet: ":why" ":forget q",
    repl_forget: "x = 2" "y = 3" ":forget x" ":vars" ":forget" ":vars" "1 + 1",
    repl_comments_and_end: "# a comment" "" "1/3" ":quit" "2",
    repl_kink: "x = 0" "grad abs(x)",
    repl_help: ":help",
}

transcripts! {
    repl_usage: "repl" "--help",
}

#[test]
fn the_end_of_the_pipe_is_the_end() {
    let output = common::run_reading(&["repl"], b"x = 2");
    assert_eq!((common::text(&output.stdout).as_str(), output.status.code()), ("x = 2\n", Some(0)));
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    let output = common::run_reading(&["repl"], b"x = 2\n\xff\xfe\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(common::text(&output.stderr).starts_with("error: cannot read standard input"));
}
