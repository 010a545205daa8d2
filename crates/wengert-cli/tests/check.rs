//! `wengert check` as it is run: tables, JSON, messages, the picture and exit codes.

mod common;

transcripts! {
    check_worked_example: "check" "x*y + sin(x*y)" "x=2" "y=3",
    check_worked_example_json: "check" "x*y + sin(x*y)" "x=2" "y=3" "--json" "--wrt" "y",
    check_cancellation: "check" "(1 - cos(x))/x^2" "x=1e-5",
    check_cancellation_json: "check" "(1 - cos(x))/x^2" "x=1e-5" "--json",
    check_contributions_cancel: "check" "sqrt(1 + x) - x/2 - sqrt(1 + x^3)/2" "x=1.000000001",
    check_kink: "check" "y*abs(x)" "x=0" "y=2" "--wrt" "x",
    check_kink_near: "check" "max(x, y)" "x=1" "y=1.00000001" "--wrt=y",
    check_kink_far: "check" "relu(x)" "x=1",
    check_jump: "check" "floor(x) + x" "x=2",
    check_edge: "check" "sqrt(x)" "x=0",
    check_overflow: "check" "log(1 + exp(x))" "x=800",
    check_underflow: "check" "log(exp(x))" "x=-800",
    check_ill_conditioned: "check" "sin(1e9*x)" "x=1",
    check_special_without_high_precision: "check" "zeta(x) + gammainc_p(2, x)" "x=2.5",
    check_special_gamma: "check" "lgamma(x) - digamma(x)*y0(x)" "x=2.5",
    check_special: "check" "erf(x)" "x=0.5",
    check_outside: "check" "log(x)" "x=-1",
    check_bound: "check" "s = 0; repeat n { s = s + x }; s" "n=3" "x=1" "--wrt" "n",
    check_index: "check" "w[n]*x" "w=[1,2]" "n=1" "x=1" "--wrt" "n",
    check_no_variables: "check" "2 + 3",
    check_unknown_wrt: "check" "x" "x=1" "--wrt" "z",
    check_unwritable_picture: "check" "x^2" "x=1" "--svg" "no/such/folder/v.svg" "--json",
    check_no_picture: "check" "abs(x)" "x=0" "--svg" "v.svg" "--json",
    check_help: "check" "--help",
}

#[test]
fn the_picture_shows_every_method() {
    let path = std::env::temp_dir().join(format!("wengert-check-{}.svg", std::process::id()));
    let file = path.to_str().expect("UTF-8");
    let output = common::run(&["check", "exp(x)*sin(x)", "x=1.5", "--svg", file]);
    let svg = std::fs::read_to_string(&path).expect("the picture is there");
    std::fs::remove_file(&path).expect("it can be removed");
    assert_eq!(output.status.code(), Some(0));
    for line in ["central", "forward", "backward", "reverse", "complex"] {
        assert_eq!(svg.matches(&format!("<polyline class=\"{line}\"")).count(), 1, "{line}");
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("check_picture", svg);
    });
}
