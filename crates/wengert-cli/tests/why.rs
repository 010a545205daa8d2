//! `wengert why` as it is run: findings, threads, reasons, cures, JSON and messages.

mod common;

transcripts! {
    why_overflow: "why" "log(1 + exp(x))" "x=800",
    why_overflow_json: "why" "log(1 + exp(x))" "x=800" "--json",
    why_outside: "why" "2*sqrt(x - y)" "x=1" "y=3",
    why_derivative: "why" "y*sqrt(x)" "x=0" "y=2",
    why_hypot: "why" "exp(-sqrt(x^2 + y^2))" "x=0" "y=0",
    why_quotient: "why" "x^2/x" "x=0",
    why_xlogy: "why" "x*log(x)" "x=0",
    why_mask: "why" "where(x > 0, 1, 0)*sqrt(x)" "x=-1",
    why_two_rewrites: "why" "log(1 + exp(x)) + y^2/y" "x=800" "y=0",
    why_huge: "why" "x/y^100" "x=2" "y=1e-3",
    why_underflow: "why" "exp(-x^2)" "x=30",
    why_zero_saturated: "why" "sigmoid(w*x)" "w=1000" "x=1" "--wrt" "w",
    why_zero_branch: "why" "where(x > 0, x^2, y)" "x=-1" "y=2" "--wrt" "x",
    why_zero_factor: "why" "x*y + y" "x=2" "y=0" "--wrt=x",
    why_zero_json: "why" "relu(x)" "x=-3" "--json",
    why_nothing: "why" "x*y + sin(x*y)" "x=2" "y=3",
    why_names: "why" "a = 0.5*x; repeat 3 { a = a*a }; log(a - y)" "x=2" "y=1",
    why_input: "why" "x*y" "x=nan" "y=3",
    why_constant: "why" "0*x + 1/0" "x=2",
    why_no_such_variable: "why" "x" "x=2" "--wrt" "y",
    why_help: "why" "--help",
}
