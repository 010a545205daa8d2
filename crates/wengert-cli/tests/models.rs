//! Models as commands read them: files, values from files, vectors, branches, several outputs, warnings; and messages in the
//! words of the expression.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The folder with the models.
fn models() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/models"))
}

/// Exit code, standard output and standard error, run in the folder with the models.
fn transcript(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wengert"));
    let run = command.args(arguments).current_dir(models()).env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
    let Output { status, stdout, stderr } = run.stdin(Stdio::null()).output().expect("the binary runs");
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    let shown: Vec<String> = arguments.iter().map(|a| format!("'{a}'")).collect();
    format!("$ wengert {}\n{stdout}{stderr}exit code {}", shown.join(" "), status.code().expect("no signal"))
}

/// One test for each command line, compared with the snapshot of its name.
macro_rules! transcripts {
    ($($name:ident: $($argument:literal)+,)+) => { $(
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(concat!("model_", stringify!($name)), transcript(&[$($argument),+]));
            });
        }
    )+ };
}

transcripts! {
    of_a_file: "value" "@decay.wg",
    of_a_file_with_another_value: "grad" "@decay.wg" "k=0.1" "--csv",
    at_json: "grad" "@decay.wg" "--at" "values.json" "--csv",
    at_toml: "grad" "@decay.wg" "--at" "values.toml" "k=1/2" "--csv",
    at_vector: "value" "dot(w, [1, 2]) + x" "--at" "vector.json",
    at_no_file: "value" "x" "--at" "none.json",
    at_no_json: "value" "x" "--at" "decay.wg",
    at_a_list_in_a_list: "value" "x" "--at" "nested.json",
    at_an_unused_value: "value" "2*k" "--at" "values.json",
    no_such_file: "value" "@none.wg",
    error_in_an_included_file: "value" "@broken.wg",
    note_in_an_included_file: "grad" "@kink.wg" "x=0" "--json",
    note_in_an_included_file_drawn: "value" "@outside.wg" "x=-1",
    constant_expressions: "value" "x + y + z" "x=1/2" "y=pi/4" "z=-2^2",
    wrong_constant_expression: "value" "x" "x=1/(2",
    vector: "grad" "norm(w)" "w=[3, 4]",
    wrong_vector: "value" "sum(w)" "w=[1,,2]",
    number_for_a_vector: "value" "sum(w)" "w=1",
    branch: "grad" "if x > 0 { sqrt(x) } else { 0 }" "x=4",
    file_without_its_sign: "grad" "decay.wg",
    file_that_is_not_there_without_its_sign: "grad" "none.wg" "wg=1",
    values_in_one_argument: "grad" "@decay.wg" "k=0.3,y0=2",
    vector_without_brackets: "grad" "sum(w)" "w=1,2,3",
    function_without_brackets: "grad" "sin x" "x=1",
    words_of_other_languages_then: "grad" "if x > 0 then x else 0" "x=1",
    words_of_other_languages_while: "grad" "while x > 0 { x }" "x=1",
    words_of_other_languages_return: "grad" "f(u) = { return u^2 }; f(x)" "x=1",
    words_of_other_languages_let: "grad" "let a = x; a" "x=1",
    prime: "grad" "x' + 1" "x=1",
    unbound_in_a_loop: "grad" "for i in 0..3 { s = s + x }; s" "x=1",
    bound_of_an_input: "hessian" "s = 1; repeat n { s = s*x }; s" "x=2" "n=3",
    index_of_an_input: "grad" "v = [x, x^2, x^3]; s = 0; for i in 0..2 { s = s + v[i + k] }; s" "x=2" "k=1" "--json",
    nothing_to_sweep: "grad" "if x > 0 { 1 } else { 2 }" "x=1",
    branch_json: "hessian" "if x > 0 { x^3 } else { 0 }" "x=4" "--json",
    branch_csv: "grad" "if x > 0 { x^3 } else { 0 }" "x=-1e-9" "--csv",
    branch_at_the_tie: "jacobian" "if x > 0 { x^3 } else { 0 }" "x=0",
    branch_hvp: "hvp" "if and(x > 0, x < 5) { x^3 } else { 0 }" "x=4" "--direction" "x=1",
    branch_taylor: "taylor" "if x != 0 { sin(x)/x } else { 1 }" "x=0" "--order" "2",
    branch_explain: "explain" "if x > 0 { x^3 } else { 0 }" "x=4",
    branch_explain_json: "explain" "if x > 0 { x^3 } else { 0 }" "x=4" "--json",
    branch_why: "why" "if x > 0 { x^3 } else { 0 }" "x=-4",
    branch_why_json: "why" "if x > 0 { x^3 } else { 0 }" "x=-4" "--json",
    branch_check: "check" "if x > 0 { x^3 } else { 0 }" "x=4",
    branch_check_json: "check" "if x > 0 { x^3 } else { 0 }" "x=4" "--json",
    branch_in_a_loop: "hessian" "s = x; for i in 0..5 { if s > 2 { s = s - 1 } else { s = 1.5*s } }; s^2" "x=1",
    branch_in_a_file: "grad" "@branch.wg" "x=3" "--json",
    branch_in_a_file_traced: "grad" "@branch.wg" "x=3" "--json" "--trace",
    other_branch: "grad" "if x > 0 { sqrt(x) } else { x^2 }" "x=-1",
    several_outputs: "jacobian" "a = x*y; a, [x, a], x + y" "x=2" "y=3",
    several_outputs_of_grad: "grad" "x, 2*x" "x=1",
    unread_binding: "value" "a = 3; x" "x=1",
    quotient_outside_its_domain: "grad" "x/y" "x=0" "y=0",
    power_at_an_edge: "grad" "x^y" "x=0" "y=0",
    logarithm_outside_its_domain: "value" "log(t)" "t=-1",
    logaddexp_by_its_name: "value" "logaddexp(x, y) - x" "x=inf" "y=inf",
    loop_too_long: "value" "s = 0; repeat 10^9 { s = s + x }; s" "x=1",
}
