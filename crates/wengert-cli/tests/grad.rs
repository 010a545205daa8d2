//! `wengert grad` as it is run: tables, JSON, messages and exit codes.

mod common;

use common::{run, text, wengert};
use std::process::{Output, Stdio};

transcripts! {
    worked_example: "grad" "x*y + sin(x*y)" "x=2" "y=3",
    worked_example_hessian: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--hessian",
    worked_example_json: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--json" "--hessian",
    begins_with_a_minus: "grad" "-h*x" "h=2" "x=-3" "--json",
    begins_with_two: "grad" "--json" "--x" "x=-2",
    slopes_as_formulas: "grad" "atan2(y,x)/exp(x)-max(x,2,y)+relu(-y)" "x=1" "y=3",
    no_variables: "grad" "2+3*pi" "--hessian",
    only_a_variable: "grad" "x" "x=1e-300",
    only_a_number: "grad" "-2",
    very_large_and_small: "grad" "x*y^2" "x=1e300" "y=1e-8",
    infinite_json: "grad" "--json" "--hessian" "1/x+y" "x=0" "y=inf",
    not_a_number_json: "grad" "--json" "x*y" "x=nan" "y=-inf",
    kink_note: "grad" "y*abs(x)" "x=0" "y=2",
    kink_ignored: "grad" "y*abs(x)" "x=0" "y=2" "--kinks" "ignore",
    kink_lower: "grad" "y*abs(x)" "x=0" "y=2" "--kinks" "lower" "--json",
    kink_upper: "grad" "y*abs(x)" "x=0" "y=2" "--kinks=upper" "--json",
    kink_error: "grad" "y*abs(x)" "x=0" "y=2" "--kinks" "error",
    kink_not_reached: "grad" "where(x > 0, sqrt(x), 0)" "x=0" "--kinks" "error" "--json",
    tie: "grad" "max(x,y,1)" "x=1" "y=1" "--json",
    jump: "grad" "floor(x)+x" "x=2" "--json",
    edge: "grad" "sqrt(x)" "x=0" "--json",
    outside_the_domain: "grad" "2*log(x)" "x=-1",
    outside_the_domain_json: "grad" "x^(1/3)" "x=-8" "--json",
    order_that_is_not_whole: "grad" "jn(2.5, x) + powi(x, 1.5)" "x=2",
    steep_power: "grad" "powi(x, -1)" "x=1e-160",
    outside_the_domain_error: "grad" "2*log(x)" "x=-1" "--kinks" "error",
    outside_the_domain_not_taken: "grad" "where(x > 0, log(x), x)" "x=-1" "--kinks" "error" "--json",
    zero_times_infinity: "grad" "sqrt(x)^2" "x=0" "--json",
    zero_times_infinity_off: "grad" "sqrt(x)^2" "x=0" "--json" "--nan-zero" "off",
    unknown_function: "grad" "sine(x)" "x=1",
    unbound: "grad" "x + z" "x=1",
    misspelt: "grad" "alpha + alhpa" "alpha=1",
    infinity_in_the_expression: "grad" "x + inf" "x=1",
    unused: "grad" "x" "x=1" "y=2",
    repeated: "grad" "x" "x=1" "x=2",
    shadows_pi: "grad" "pi*x" "x=1" "pi=3",
    shadows_e: "grad" "e*x" "x=1" "e=3",
    overflow_in_the_expression: "grad" "x*1e999" "x=1",
    overflow_in_a_value: "grad" "x" "x=-1e999",
    no_value: "grad" "x" "x",
    value_without_digits: "grad" "x" "x=",
    value_is_a_word: "grad" "x" "x=two",
    bad_name: "grad" "x" "2x=1",
    empty_expression: "grad" "",
    no_expression: "grad",
    no_such_policy: "grad" "x" "x=1" "--kinks" "lowest",
    no_such_flag: "grad" "x" "x=1" "--hesian",
    help: "grad" "--help",
    short_help: "grad" "-h",
    variable_h: "grad" "-h" "h=2" "--json",
    trace_json: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--json" "--trace",
    trace_without_json: "grad" "x" "x=2" "--trace",
    one_row_csv: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--csv",
    one_row_csv_with_a_note: "grad" "abs(x)/0" "x=0" "--csv",
    csv_and_json: "grad" "x" "x=2" "--csv" "--json",
    forward: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--mode" "forward",
    forward_json: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--mode" "forward" "--json" "--trace",
    names_of_bindings: "grad" "a = x*y; b = sin(a); a + b" "x=2" "y=3",
    names_in_a_loop: "grad" "f(u) = { h = u*u; h + 1 }; s = x; for i in 0..2 { s = f(s)/w[i] }; s" "x=2" "w=[1,2]",
    names_in_a_loop_in_ascii: "grad" "s = x; repeat 2 { s = s*s }; s" "x=2" "--ascii",
    names_in_json: "grad" "s = x; repeat 2 { s = s*s }; s" "x=2" "--json" "--trace" "--ascii",
    names_in_tex: "grad" "s = x; repeat 2 { s = s*s }; s" "x=2" "--tex" "-",
    forward_of_a_constant: "grad" "2" "--mode" "forward",
    forward_kink: "grad" "y*abs(x)" "x=0" "y=2" "--mode" "forward",
    forward_kink_lower: "grad" "abs(x)" "x=0" "--mode" "forward" "--kinks" "lower",
    forward_kink_error: "grad" "abs(x)" "x=0" "--mode" "forward" "--kinks" "error",
    in_ascii: "grad" "x*y + sin(x*y)" "x=2" "y=3" "--ascii",
    in_colour: "grad" "y*abs(x)" "x=0" "y=2" "--color" "always",
    error_in_colour: "grad" "x + z" "x=1" "--color=always",
}

#[test]
fn the_worked_example_shows_its_numbers() {
    let out = text(&run(&["grad", "x*y + sin(x*y)", "x=2", "y=3"]).stdout);
    let results = out.split("Result").nth(1).expect("the results are last");
    for digits in ["5.7206", "5.8805", "3.9203"] {
        assert!(results.contains(digits), "{digits} in {results}");
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let expression = "x".to_owned() + &"+x".repeat(20_000);
    let mut child = wengert()
        .args(["grad", &expression, "x=1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().expect("it ends");
    assert_eq!((status.code(), text(&stderr).as_str()), (Some(0), ""));
}

#[test]
fn grad_answers_in_the_order_given() {
    let out = text(&run(&["grad", "z*a*m", "z=1", "m=2", "a=3", "--json"]).stdout);
    let places = ["\"z\"", "\"m\"", "\"a\""].map(|name| out.find(name).expect(name));
    assert!(places.is_sorted(), "{out}");
}
