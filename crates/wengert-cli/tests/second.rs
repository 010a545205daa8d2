//! `wengert value`, `jacobian`, `hessian` and `hvp` as they are run: tables, JSON, CSV, messages and exit codes.

mod common;

use common::{run, text, wengert};

transcripts! {
    value_of_a_number: "value" "2+3*pi",
    value_of_an_expression: "value" "c*exp(-k*t)" "c=10" "k=0.3" "t=2",
    value_json: "value" "x/y" "x=1" "y=0" "--json",
    value_csv: "value" "x/y" "x=1" "y=0" "--csv",
    value_outside_the_domain: "value" "log(x)" "x=-1",
    value_at_a_kink: "value" "abs(x)" "x=0",
    value_help: "value" "--help",
    jacobian_of_one: "jacobian" "x*y + sin(x*y)" "x=2" "y=3",
    jacobian_of_two: "jacobian" "r*cos(t), r*sin(t)" "r=2" "t=0.5",
    jacobian_of_two_json: "jacobian" "r*cos(t), r*sin(t)" "r=2" "t=0.5" "--json",
    value_of_two: "value" "r*cos(t), r*sin(t)" "r=2" "t=0.5",
    hessian_of_two: "hessian" "r*cos(t), r*sin(t)" "r=2" "t=0.5",
    jacobian_forward: "jacobian" "x*y + sin(x*y)" "x=2" "y=3" "--mode" "forward" "--json",
    jacobian_reverse_csv: "jacobian" "x*y + sin(x*y)" "x=2" "y=3" "--mode" "reverse" "--csv",
    jacobian_kink: "jacobian" "abs(x)" "x=0",
    jacobian_kink_upper: "jacobian" "abs(x)" "x=0" "--kinks" "upper" "--json",
    jacobian_kink_upper_forward: "jacobian" "abs(x)" "x=0" "--kinks" "upper" "--mode" "forward",
    jacobian_kink_error: "jacobian" "abs(x)" "x=0" "--kinks" "error",
    jacobian_help: "jacobian" "--help",
    hessian_table: "hessian" "(1-x)^2 + 100*(y-x^2)^2" "x=1" "y=1",
    hessian_json: "hessian" "x*y + sin(x*y)" "x=2" "y=3" "--json",
    hessian_csv: "hessian" "x*y + sin(x*y)" "x=2" "y=3" "--csv",
    hessian_of_a_constant: "hessian" "2",
    hessian_kink_error: "hessian" "abs(x)" "x=0" "--kinks" "error",
    hessian_kink_upper: "hessian" "max(x, y)*x" "x=1" "y=1" "--kinks" "upper" "--json",
    hvp_kink_lower: "hvp" "x*abs(x)" "x=0" "--direction" "x=1" "--kinks" "lower" "--json",
    hessian_help: "hessian" "--help",
    hvp_table: "hvp" "x*y + sin(x*y)" "x=2" "y=3" "--direction" "x=1 y=0.5",
    hvp_json: "hvp" "x*y + sin(x*y)" "x=2" "y=3" "--direction" "x=1,y=0.5" "--json",
    hvp_csv: "hvp" "x*y + sin(x*y)" "x=2" "y=3" "--direction" "y=-1" "--csv",
    hvp_without_direction: "hvp" "x*y" "x=2" "y=3",
    hvp_along_nothing: "hvp" "x*y" "x=2" "y=3" "--direction" "",
    hvp_along_no_variable: "hvp" "x*y" "x=2" "y=3" "--direction" "x=1 z=2",
    hvp_along_twice: "hvp" "x*y" "x=2" "y=3" "--direction" "x=1 x=2",
    hvp_along_a_word: "hvp" "x*y" "x=2" "y=3" "--direction" "x=fast",
    hvp_along_infinity: "hvp" "x*y" "x=2" "y=3" "--direction" "x=inf",
    hvp_along_a_vector: "hvp" "sum(w^3)*x" "w=[1,2]" "x=1" "--direction" "w=[1, 0.5],x=0",
    hvp_along_a_vector_of_another_length: "hvp" "sum(w^3)" "w=[1,2]" "--direction" "w=[1,2,3]",
    hvp_along_a_vector_as_a_number: "hvp" "sum(w^3)" "w=[1,2]" "--direction" "w=1",
    hvp_along_a_variable_as_a_vector: "hvp" "x^3" "x=1" "--direction" "x=[1]",
    hvp_along_an_element_twice: "hvp" "sum(w^3)" "w=[1,2]" "--direction" "w=[1,2] w[1]=3",
    hvp_along_words: "hvp" "sum(w^3)" "w=[1,2]" "--direction" "w=[1,fast]",
    hvp_along_a_number: "hvp" "x*y" "x=2" "y=3" "--direction" "1,0",
    hvp_help: "hvp" "--help",
    taylor_table: "taylor" "exp(-x^2)" "x=0" "--order" "8",
    taylor_along_each: "taylor" "x*y + sin(x*y)" "x=2" "y=3" "--order" "3",
    taylor_along_a_direction: "taylor" "x*y + sin(x*y)" "x=2" "y=3" "--order" "3" "--direction" "x=1 y=-1",
    taylor_json: "taylor" "1/(1-x)" "x=0" "--order" "4" "--json",
    taylor_along_a_vector: "taylor" "sum(w^2)" "w=[1,2]" "--order" "3" "--direction" "w=[1,-1]",
    taylor_json_along: "taylor" "x*y" "x=2" "y=3" "--direction" "x=1" "--json",
    taylor_csv: "taylor" "x*y" "x=2" "y=3" "--csv" "--order" "2",
    taylor_of_a_constant: "taylor" "2" "--order" "2",
    taylor_at_a_kink_upper: "taylor" "abs(x)" "x=0" "--order" "2" "--kinks" "upper" "--json",
    taylor_at_a_kink: "taylor" "abs(x)" "x=0" "--order" "2",
    taylor_at_an_edge: "taylor" "sqrt(x)" "x=0" "--order" "2",
    taylor_order_zero: "taylor" "x^2" "x=3" "--order" "0",
    taylor_order_too_high: "taylor" "x^2" "x=3" "--order" "100000",
    taylor_help: "taylor" "--help",
    no_command: "x*y" "x=2",
    misspelt_command: "gradd" "x*y" "x=2",
    top_help: "--help",
    top_short_help: "-h",
}

#[test]
fn nothing_asked_is_help() {
    let output = wengert().output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("Usage: wengert"), "{}", text(&output.stderr));
}

#[test]
fn a_narrow_terminal_gets_blocks_of_columns() {
    let names: Vec<String> = (0..9).map(|k| format!("a{k}={k}")).collect();
    let sum = (0..9).map(|k| format!("a{k}^2")).collect::<Vec<_>>().join("+");
    let mut arguments = vec!["hessian", &sum];
    arguments.extend(names.iter().map(String::as_str));
    let narrow = text(&wengert().env("COLUMNS", "40").args(&arguments).output().expect("it runs").stdout);
    let wide = text(&run(&arguments).stdout);
    let matrix = |text: &str| text.split("Hessian\n").nth(1).expect("a matrix").to_owned();
    assert_eq!(matrix(&wide).lines().count(), 10);
    assert_eq!(matrix(&narrow).lines().count(), 3 * 10 + 2);
    assert!(matrix(&narrow).lines().all(|line| line.chars().count() <= 40), "{narrow}");
    let numbers = |text: &str| matrix(text).matches(".0000").count();
    assert_eq!((numbers(&wide), numbers(&narrow)), (81, 81));
}

#[test]
fn colours_can_be_asked_for_and_refused() {
    let coloured = |set: &[(&str, &str)], flags: &[&str]| {
        let output = wengert().envs(set.iter().copied()).args(["hessian", "x", "x=1"]).args(flags).output();
        text(&output.expect("it runs").stdout).contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[], &["--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
}

#[test]
fn a_locale_without_utf8_gets_ascii() {
    let answer =
        |locale: &str| wengert().env("LC_ALL", locale).args(["grad", "x*y", "x=1", "y=2"]).output().unwrap().stdout;
    assert!(answer("C").is_ascii(), "{}", text(&answer("C")));
    assert!(!answer("C.UTF-8").is_ascii());
}
