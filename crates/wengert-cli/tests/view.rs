//! `wengert explain`, `wengert emit` and the pictures of `wengert grad`, as they are run.

mod common;

use common::{run, text};

const BRANCH: &str = "u = x*y; w = if u > 0 { sqrt(u) } else { -u }; w + u";

transcripts! {
    explain_no_variables: "explain" "3",
    explain_worked_example: "explain" "x*y + sin(x*y)" "x=2" "y=3",
    explain_cancels: "explain" "x*y + sin(x*y)" "x=2" "y=1.6" "--wrt" "x",
    explain_names: "explain" "a = x*y; b = sin(a); a + b" "x=2" "y=3" "--wrt" "y",
    explain_ascii: "explain" "x*y + sin(x*y)" "x=2" "y=1.6" "--wrt" "x" "--ascii",
    explain_json: "explain" "x*x + y" "x=2" "y=1" "--json",
    explain_few: "explain" "(x+y)*(x-y)*(x*y)" "x=2" "y=3" "--wrt" "x" "--top" "2",
    explain_no_path: "explain" "floor(x) + y" "x=2.5" "y=1" "--wrt" "x",
    explain_loop: "explain" "s = x; repeat 40 { s = s + 0.1*sin(s) }; s" "x=0.3" "--top" "3",
    explain_unknown_variable: "explain" "x*y" "x=2" "y=3" "--wrt" "z",
    explain_two_outputs: "explain" "x, y" "x=2" "y=3",
    explain_top_of_none: "explain" "x" "x=2" "--top" "0",
    explain_help: "explain" "--help",
    emit_rust: "emit" "a = x*y; b = sin(a); a + b" "x=2" "y=3" "--lang" "rust",
    emit_c: "emit" "x*y + sin(x*y)" "x=2" "y=3" "--lang" "c",
    emit_python_branch: "emit" BRANCH "x=2" "y=3" "--lang" "python",
    emit_wengert: "emit" "gamma(x)*y" "x=2" "y=3" "--lang" "wengert",
    emit_refused: "emit" "zeta(x)*y" "x=2" "y=3" "--lang" "c",
    emit_no_such_folder: "emit" "x" "x=2" "--lang" "c" "--out" "/no/such/folder/f.c",
    emit_help: "emit" "--help",
    grad_dot: "grad" "a = x*y; b = sin(a); a + b" "x=2" "y=3" "--dot" "-",
    grad_tex: "grad" "a = x*y; b = sin(a); a + b" "x=2" "y=3" "--tex" "-",
    grad_two_pictures_on_standard_output: "grad" "x" "x=2" "--dot" "-" "--svg" "-",
}

#[test]
fn a_picture_goes_to_its_file_and_the_tables_stay() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("graph.svg");
    let answer = run(&["grad", "x*y", "x=2", "y=3", "--svg", path.to_str().expect("UTF-8")]);
    let svg = std::fs::read_to_string(&path).expect("written");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(text(&answer.stdout).contains("Reverse adjoint trace"));
}

#[test]
fn a_picture_on_standard_output_stands_alone() {
    let svg = text(&run(&["grad", "x*y", "x=2", "y=3", "--svg", "-"]).stdout);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
}

#[test]
fn a_tape_of_many_lines_is_explained() {
    let answer = run(&["explain", "s = x; repeat 30000 { s = s + 1e-5*sin(s) }; s", "x=0.3"]);
    let out = text(&answer.stdout);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    assert!(out.contains("about 10^9031 paths") && out.contains("paths together"), "{out}");
}
