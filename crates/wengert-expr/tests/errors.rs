//! Every error: what kind it is, and how it is drawn.

use wengert_expr::{ErrorKind, parse};

/// One test for each error: the text and its variables, the kind, and a snapshot of the drawing.
macro_rules! refused {
    ($($name:ident: $text:expr, [$($var:literal),*] => $kind:pat,)+) => { $(
        #[test]
        fn $name() {
            let text: &str = $text;
            let variables: &[&str] = &[$($var),*];
            let error = parse(text, variables).expect_err(text);
            assert!(matches!(error.kind, $kind), "{:?}", error.kind);
            insta::with_settings!({ description => text, omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(stringify!($name), format!("{}\n\n{error}", error.render()));
            });
        }
    )+ };
}

refused! {
    empty: "", [] => ErrorKind::Empty,
    blank: " \t", [] => ErrorKind::Empty,
    strange_character: "x + 2²", ["x"] => ErrorKind::Character { found: '²' },
    subscript: "x₁ + 2", ["x"] => ErrorKind::Character { found: '₁' },
    strange_bracket: "2*⟨x⟩", ["x"] => ErrorKind::Character { found: '⟨' },
    single_equals: "where(x = 1, 2, 3)", ["x"] => ErrorKind::Assign { element: false },
    control_character: "x \u{7} y", ["x", "y"] => ErrorKind::Character { found: '\u{7}' },
    literal_overflow: "x*1e999", ["x"] => ErrorKind::Overflow { .. },
    literal_overflow_negated: "-1e309", [] => ErrorKind::Overflow { .. },
    unknown_name: "x + z", ["x"] => ErrorKind::UnknownName { nearest: None, .. },
    misspelt_name: "alpha*aplha", ["alpha"] => ErrorKind::UnknownName { nearest: Some(_), .. },
    infinity_is_no_name: "x + inf", ["x"] => ErrorKind::UnknownName { .. },
    nan_is_no_name: "nan", [] => ErrorKind::UnknownName { .. },
    unknown_function: "2*sine(x)", ["x"] => ErrorKind::UnknownFunction { nearest: Some(_), .. },
    rust_name_of_a_function: "ln(x)", ["x"] => ErrorKind::UnknownFunction { nearest: Some(_), .. },
    hopeless_function: "frobnicate(x)", ["x"] => ErrorKind::UnknownFunction { nearest: None, .. },
    second_line: "x +\n  sine(x)", ["x"] => ErrorKind::UnknownFunction { .. },
    variable_called: "x(2)", ["x"] => ErrorKind::NotAFunction { .. },
    constant_called: "pi(2)", [] => ErrorKind::NotAFunction { .. },
    function_not_called: "sin + 1", [] => ErrorKind::NotCalled { .. },
    too_few_arguments: "atan2(x)", ["x"] => ErrorKind::Arity { given: 1, .. },
    too_many_arguments: "sin(x, x)", ["x"] => ErrorKind::Arity { given: 2, .. },
    no_arguments: "sin( )", [] => ErrorKind::Arity { given: 0, .. },
    max_of_one: "max(x)", ["x"] => ErrorKind::Arity { given: 1, .. },
    logaddexp_of_three: "logaddexp(x, x, x)", ["x"] => ErrorKind::Arity { given: 3, .. },
    dot_of_three: "dot(x, x, x)", ["x"] => ErrorKind::Arity { given: 3, .. },
    never_closed: "2*(x + 1", ["x"] => ErrorKind::Unclosed { .. },
    never_opened: "2*x + 1)", ["x"] => ErrorKind::Unopened { .. },
    nothing_in_brackets: "2*()", [] => ErrorKind::ExpectedValue { .. },
    starts_with_an_operator: "*x", ["x"] => ErrorKind::ExpectedValue { .. },
    plus_sign: "+x", ["x"] => ErrorKind::ExpectedValue { .. },
    two_operators: "x*/2", ["x"] => ErrorKind::ExpectedValue { .. },
    double_star: "x**2", ["x"] => ErrorKind::DoubleStar,
    ends_with_an_operator: "x +", ["x"] => ErrorKind::ExpectedValue { found: None },
    empty_argument: "atan2(x,)", ["x"] => ErrorKind::ExpectedValue { .. },
    side_by_side: "2x", ["x"] => ErrorKind::ExpectedOperator { .. },
    trailing_input: "x y", ["x", "y"] => ErrorKind::ExpectedOperator { .. },
    bracket_behind_a_value: "2(x)", ["x"] => ErrorKind::ExpectedOperator { .. },
    condition_between: "where(x > 0 and x < 1, x, 0)", ["x"] => ErrorKind::ExpectedOperator { .. },
    loop_of_less_than_none: "s = x; repeat -1 { s = s + x }; s", ["x"] => ErrorKind::Backward { .. },
    function_of_another_tongue: "sen(x)", ["x"] => ErrorKind::UnknownFunction { nearest: Some(_), .. },
    two_points: "1.2.3", [] => ErrorKind::ExpectedOperator { .. },
    comma_in_a_group: "(x, 1)", ["x"] => ErrorKind::Comma,
    comparison_alone: "x > 1", ["x"] => ErrorKind::Comparison,
    comparison_in_a_branch: "where(x > 0, x > 1, 0)", ["x"] => ErrorKind::Comparison,
    comparison_in_another_function: "sin(x > 1)", ["x"] => ErrorKind::Comparison,
    chained_comparison: "where(0 < x < 1, x, 0)", ["x"] => ErrorKind::Chained,
    shadowed_e: "e", ["e"] => ErrorKind::Reserved { .. },
    shadowed_pi: "pi", ["pi"] => ErrorKind::Reserved { .. },
    repeated_variable: "x", ["x", "x"] => ErrorKind::Repeated { .. },
    number_as_a_name: "x", ["2x"] => ErrorKind::BadName { .. },
    empty_name: "1", [""] => ErrorKind::BadName { .. },
}

#[test]
fn places_are_lines_and_characters() {
    let error = parse("α*\nβ + γ", &["α", "β"]).unwrap_err();
    assert_eq!((error.line, error.column), (2, 5));
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("{}oops{}", "x+".repeat(5000), "+x".repeat(5000));
    let drawn = parse(&text, &["x"]).unwrap_err().render();
    assert!(drawn.contains(":1:10001") && drawn.contains("oops") && drawn.len() < 1000, "{drawn}");
}
