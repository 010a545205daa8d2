//! `wengert plot` as it is run: charts, marks, pictures and messages.

mod common;

use common::{run, text};

transcripts! {
    plot_kink: "plot" "abs(x) + y*x" "--over" "x=-2..2" "y=0.5",
    plot_kink_between_samples: "plot" "abs(x - 1/3)" "--over" "x=-2..2" "--ascii",
    plot_pole: "plot" "1/(x - 0.123)" "--over" "x=-1..1" "--ascii",
    plot_edge: "plot" "sqrt(x)" "--over" "x=-1..1" "--ascii",
    plot_jump: "plot" "floor(x)*x" "--over" "x=-1.2..1.3" "--ascii",
    plot_branch: "plot" "if x > 0.1234 { x^2 } else { -x }" "--over" "x=-1..1" "--ascii",
    plot_smooth: "plot" "sin(3*x)*exp(-x)" "--over" "x=0..pi" "--ascii",
    plot_without_a_range: "plot" "x" "--over" "x",
    plot_range_that_goes_down: "plot" "x" "--over" "x=2..-2",
    plot_range_that_is_no_number: "plot" "x" "--over" "x=a..2",
    plot_value_and_range: "plot" "x" "x=1" "--over" "x=0..2",
    plot_unknown_form: "plot" "x" "--over" "x=0..2" "--out" "a.png",
    plot_unbound: "plot" "x*y" "--over" "x=0..2",
    plot_two_outputs: "plot" "x, 2*x" "--over" "x=0..2",
}

#[test]
fn a_picture_is_svg() {
    let svg = text(&run(&["plot", "abs(x) + y*x", "--over", "x=-2..2", "y=0.5", "--out", "-"]).stdout);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.contains("kink: derivative 0.5; slopes of abs here: [-1, 1]"), "{svg}");
}
