//! What the compiler answers to the likely mistakes, word for word.

/// The expected messages are those of Rust 1.95. Another compiler may word its own part otherwise;
/// `TRYBUILD=overwrite cargo test --test mistakes` accepts that, and the test below holds what must stay.
#[test]
fn the_compiler_says_what_to_write_instead() {
    trybuild::TestCases::new().compile_fail("tests/mistakes/*.rs");
}

/// The sentences that no rewording may lose.
#[test]
fn each_mistake_has_its_own_sentence() {
    let said = |mistake: &str| {
        let path = format!("{}/tests/mistakes/{mistake}.stderr", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
    };
    for (mistake, times, sentence) in [
        ("point_of_another_length", 1, "pattern requires 3 elements but array has 2"),
        ("point_of_integers", 1, "is not a point to differentiate at"),
        ("point_of_integers", 1, "write numbers with a decimal point: `2.0`, `[1.0, 2.0]`"),
        ("point_of_a_plain_struct", 1, "`Params` is not a point to differentiate at"),
        ("point_of_a_plain_struct", 1, "`#[derive(Tree)] struct Name<T> { .. }`"),
        ("point_of_another_precision", 1, "single precision has its entry points in `wengert::single`"),
        ("returns_a_plain_number", 1, "the closure returns a plain number, which has lost its derivative"),
        ("returns_a_plain_output", 1, "a plain number has lost its derivative: drop the `.value()`"),
        ("returns_several", 2, "the closure returns several outputs, but a gradient has one"),
        ("returns_several", 2, "use `jacobian`, `vjp` or `jvp`"),
        ("returns_an_error_of_its_own", 1, "the closure returns `Result<Var, MyError>`, which has no gradient"),
        ("returns_an_error_of_its_own", 1, "write `|x| Ok(f(x)?)`"),
        ("mixes_integers", 3, "integers do not mix with variables"),
        ("mixes_integers", 3, "write this number with a decimal point: `2.0` for `2`"),
        ("mixes_precisions", 2, "`f32` does not mix with a variable of another precision"),
        ("mixes_precisions", 2, "convert it: `f64::from(x)`"),
        ("forgets_the_question_mark", 1, "expected `Result<(f64, f64), Error>`, found `(_, _)`"),
        ("forgets_the_question_mark", 1, "expected `Result<(Var, Var), Error>`, found `(_, _)`"),
        ("takes_a_plain_number", 2, "a function to differentiate takes and returns variables: `fn f(x: Var) -> Var`"),
        ("sums_into_a_plain_number", 1, "the number on the left is plain and cannot take a variable in"),
        ("sums_into_a_plain_number", 1, "start with a variable: `let mut s = Var::constant(0.0);`"),
        ("derives_over_a_field_that_is_no_number", 1, "name: String,\n  |           ^^^^^^"),
        ("derives_over_a_field_that_is_no_number", 1, "struct Pair<T>(T, usize);\n   |                   ^^^^^"),
        ("derives_over_a_field_that_is_no_number", 2, "what holds no numbers is marked `#[tree(skip)]`"),
        ("takes_a_slice", 1, "expected `&[Var]`, found `Vec<Var>`"),
    ] {
        let text = said(mistake);
        assert!(text.matches(sentence).count() >= times, "{mistake} says\n{text}\nand not {times} times: {sentence}");
    }
}
