//! Every message about a model: what kind it is, and how it is drawn.

use wengert_expr::{Error, ErrorKind, Limits, Model, Source, Values};

/// What is wrong with a model at x = 1, or at what is given.
fn wrong(text: &str, values: &Values) -> Error {
    let limits = Limits { operations: 10_000 };
    let mut load = |path: &str, _: &str| match path {
        "empty.wg" => Ok(Source::new(path, "")),
        "loop.wg" => Ok(Source::new(path, "include \"loop.wg\"")),
        "value.wg" => Ok(Source::new(path, "a = 2\na")),
        _ => Err("no such file".to_owned()),
    };
    match Model::parse_with(Source::expression(text), &mut load, limits) {
        Ok(model) => model.record(values).expect_err(text),
        Err(error) => error,
    }
}

/// One test for each message: the text, its values, the kind, and a snapshot of the drawing.
macro_rules! refused {
    ($($name:ident: $text:expr $(, $input:ident = $value:expr)* => $kind:pat,)+) => { $(
        #[test]
        fn $name() {
            let text: &str = $text;
            #[allow(unused_mut)]
            let mut values = Values::new();
            $( values.set(stringify!($input), $value); )*
            let error = wrong(text, &values);
            assert!(matches!(error.kind, $kind), "{:?}", error.kind);
            insta::with_settings!({ description => text, omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(concat!("model_", stringify!($name)), format!("{}\n\n{error}", error.render()));
            });
        }
    )+ };
}

refused! {
    unbound: "x + shift" , x = 1.0 => ErrorKind::Unbound { nearest: None, .. },
    unbound_misspelt: "rate*x + raet", rate = 1.0, x = 2.0 => ErrorKind::Unbound { nearest: Some(_), .. },
    unbound_pi: "π*x", x = 1.0 => ErrorKind::Unbound { .. },
    unbound_inf: "x + inf", x = 1.0 => ErrorKind::Unbound { .. },
    unbound_function: "sin + x", x = 1.0 => ErrorKind::NotCalled { .. },
    unused: "x", x = 1.0, y = 2.0 => ErrorKind::Unused { bound: false, nearest: None, .. },
    unused_misspelt: "param rate = 2; rate*x", x = 1.0, raet = 2.0 => ErrorKind::Unused { nearest: Some(_), .. },
    unused_bound: "a = x; a", x = 1.0, a = 2.0 => ErrorKind::Unused { bound: true, .. },
    given_a_constant: "pi*x", x = 1.0, pi = 3.0 => ErrorKind::Reserved { .. },
    shape_of_a_default: "param w = [1, 2]; sum(w)", w = [1.0] => ErrorKind::Shape { .. },
    shape_of_a_number: "param k = 1; k", k = [1.0] => ErrorKind::Shape { .. },
    length_of_no_elements: "param w[0]; sum(w)" => ErrorKind::Length { .. },
    length_of_half_an_element: "param w[2.5]; sum(w)" => ErrorKind::Length { .. },
    length_left_out: "param w[]; sum(w)" => ErrorKind::Expected { what: "a length", .. },
    shape_in_the_text: "param w[3] = [1, 2]; sum(w)" => ErrorKind::Shape { .. },
    empty_vector: "sum(w)", w = Vec::new() => ErrorKind::Shape { .. },
    middle_dot: "x·y", x = 1.0, y = 1.0 => ErrorKind::Character { found: '·' },
    magnitude_bars: "|x|", x = 1.0 => ErrorKind::Character { found: '|' },
    quotes: "x + \"y", x = 1.0 => ErrorKind::Character { found: '"' },
    two_and: "if x > 0 && x < 1 { 1 } else { 2 }", x = 1.0 => ErrorKind::Character { found: '&' },
    log_to_a_base: "log(x, 2)", x = 1.0 => ErrorKind::Arity { .. },
    sech: "sech(x)", x = 1.0 => ErrorKind::UnknownFunction { .. },
    arcsin: "arcsin(x)", x = 1.0 => ErrorKind::UnknownFunction { .. },
    nothing_near: "blorb(x)", x = 1.0 => ErrorKind::UnknownFunction { nearest: None, .. },
    own_function_misspelt: "decay(u) = u; deacy(x)", x = 1.0 => ErrorKind::UnknownFunction { nearest: Some(_), .. },
    defined_later: "g(x)\ng(u) = u", x = 1.0 => ErrorKind::UnknownFunction { later: Some(2), .. },
    if_of_three: "if(x > 0, 1, 2)", x = 1.0 => ErrorKind::IfOfThree,
    missing_sign: "2x", x = 1.0 => ErrorKind::ExpectedOperator { .. },
    missing_sign_of_names: "a b", a = 1.0 => ErrorKind::ExpectedOperator { .. },
    recursion: "f(u) = f(u - 1); f(x)", x = 1.0 => ErrorKind::Recursion { .. },
    defined_twice: "f(u) = u; f(u) = 2*u; f(x)", x = 1.0 => ErrorKind::Redefined { language: false, .. },
    defines_sin: "sin(u) = u; sin(x)", x = 1.0 => ErrorKind::Redefined { language: true, .. },
    defines_len: "len(u) = u; len(x)", x = 1.0 => ErrorKind::Redefined { language: true, .. },
    too_few_for_a_function: "f(u, w) = u*w; f(x)", x = 1.0 => ErrorKind::Arity { given: 1, .. },
    too_many_for_none: "f() = 1; f(x)", x = 1.0 => ErrorKind::Arity { given: 1, .. },
    len_of_two: "len(x, x)", x = 1.0 => ErrorKind::Arity { given: 2, .. },
    wrong_bracket: "(x]", x = 1.0 => ErrorKind::WrongBracket { .. },
    wrong_curly: "if x > 0 { (x } else { 1 }", x = 1.0 => ErrorKind::WrongBracket { .. },
    curly_alone: "x }", x = 1.0 => ErrorKind::Unopened { found: '}' },
    bracket_after_a_condition: "if x > 0 ) { 1 } else { 2 }", x = 1.0 => ErrorKind::Unopened { found: ')' },
    curly_open: "repeat 3 { a = x", x = 1.0 => ErrorKind::Unclosed { with: '}' },
    square_open: "[1, x", x = 1.0 => ErrorKind::Unclosed { with: ']' },
    semicolon_in_brackets: "(x; x)", x = 1.0 => ErrorKind::Unclosed { with: ')' },
    no_block: "if x > 0", x = 1.0 => ErrorKind::Expected { what: "`{`", .. },
    else_without_a_block: "if x > 0 { 1 } else 2", x = 1.0 => ErrorKind::Expected { what: "`{`", .. },
    else_alone: "else { 1 }" => ErrorKind::ExpectedValue { .. },
    for_without_a_name: "for 3 { } 1" => ErrorKind::Expected { what: "a name", .. },
    for_without_in: "for i = 0..3 { } 1" => ErrorKind::Expected { what: "`in`", .. },
    for_without_a_range: "for i in 3 { } 1" => ErrorKind::Expected { what: "a range", .. },
    range_elsewhere: "x..3", x = 1.0 => ErrorKind::ExpectedOperator { .. },
    assignment_inside: "2*(a = 3)" => ErrorKind::Assign { element: false },
    element_assigned: "v = [1, 2]; v[0] = 3; v" => ErrorKind::Assign { element: true },
    minus_on_a_new_line: "a = x\n-a", x = 1.0 => ErrorKind::AmbiguousMinus,
    comparison_bound: "a = x > 0; a", x = 1.0 => ErrorKind::Comparison,
    chained: "if 0 < x < 1 { 1 } else { 2 }", x = 1.0 => ErrorKind::Chained,
    binds_pi: "pi = 3; pi" => ErrorKind::Reserved { .. },
    counts_with_e: "for e in 0..3 { } 1" => ErrorKind::Reserved { .. },
    binds_an_input: "x = x + 1; x", x = 1.0 => ErrorKind::BindsInput { .. },
    binds_an_input_later: "a = 2*s; s = 3; a + s", s = 1.0 => ErrorKind::BindsInput { .. },
    counter_shadows: "i = 2; for i in 0..3 { } i" => ErrorKind::Shadowed { .. },
    counter_is_bound: "for i in 0..3 { i = 2 } 1" => ErrorKind::Shadowed { .. },
    parameters_repeat: "f(u, u) = u; f(1, 2)" => ErrorKind::Shadowed { .. },
    param_twice: "param k = 1; param k = 2; k" => ErrorKind::Shadowed { .. },
    out_of_scope: "repeat 2 { t = x } t", x = 1.0 => ErrorKind::OutOfScope { .. },
    function_in_a_block: "repeat 2 { f(u) = u } 1" => ErrorKind::Misplaced { .. },
    param_in_a_block: "if x > 0 { param k = 1 } 1", x = 1.0 => ErrorKind::Misplaced { .. },
    include_in_a_block: "repeat 2 { include \"empty.wg\" } 1" => ErrorKind::Misplaced { .. },
    value_in_a_loop: "s = 0; repeat 3 { s + x } s", x = 1.0 => ErrorKind::UnusedValue { inside: "loop" },
    value_in_between: "x*x; a = 2; a", x = 1.0 => ErrorKind::UnusedValue { inside: "block" },
    value_in_a_block: "{ x; 2 }", x = 1.0 => ErrorKind::UnusedValue { inside: "block" },
    value_in_a_file: "include \"value.wg\"\n1" => ErrorKind::UnusedValue { inside: "file" },
    no_output: "a = x*x", x = 1.0 => ErrorKind::NoOutput { last: Some(_) },
    only_a_comment: "# nothing" => ErrorKind::NoOutput { last: None },
    block_without_a_value: "a = { b = x }; a", x = 1.0 => ErrorKind::NoValue,
    no_else: "a = if x > 0 { 1 }; a", x = 1.0 => ErrorKind::NoElse,
    no_else_behind_else_if: "if x > 0 { 1 } else if x < 0 { 2 }", x = 1.0 => ErrorKind::NoElse,
    one_sided: "if x > 0 { 1 } else { a = 2 }", x = 1.0 => ErrorKind::OneSided,
    vector_as_a_condition: "if [x, 1] { 1 } else { 2 }", x = 1.0 => ErrorKind::VectorHere { .. },
    vector_in_a_vector: "[[1, 2], [3, 4]]" => ErrorKind::VectorHere { .. },
    vector_as_a_bound: "repeat [1, 2] { } 1" => ErrorKind::VectorHere { .. },
    index_of_a_number: "x[0]", x = 1.0 => ErrorKind::NumberHere { .. },
    len_of_a_number: "len(x)", x = 1.0 => ErrorKind::NumberHere { .. },
    dot_of_a_number: "dot(x, [1, 2])", x = 1.0 => ErrorKind::NumberHere { .. },
    different_lengths: "[1, 2] + [1, 2, x]", x = 1.0 => ErrorKind::Lengths { .. },
    dot_of_different_lengths: "dot([1, 2], [1, 2, x])", x = 1.0 => ErrorKind::Lengths { .. },
    max_of_both: "max([1, 2], x)", x = 1.0 => ErrorKind::Mixed { .. },
    sum_of_one: "sum(x)", x = 1.0 => ErrorKind::Arity { given: 1, .. },
    element_too_far: "v[3]", v = [1.0, 2.0, 3.0] => ErrorKind::NoElement { .. },
    element_before_the_first: "v[-1]", v = [1.0, 2.0, 3.0] => ErrorKind::NoElement { .. },
    half_an_element: "v[x]", v = [1.0, 2.0, 3.0], x = 0.5 => ErrorKind::NotWhole { .. },
    half_a_bound: "s = 0; repeat x { s = s + 1 } s", x = 2.5 => ErrorKind::NotWhole { .. },
    infinite_bound: "s = 0; repeat x { s = s + 1 } s", x = f64::INFINITY => ErrorKind::NotWhole { .. },
    too_many_iterations: "s = 0; repeat 1000000000 { s = s + x*x } s", x = 1.0 => ErrorKind::TooMuch { asked: Some(2_000_000_000), .. },
    too_many_to_count: "s = 0; repeat 1e30 { s = s + x } s", x = 1.0 => ErrorKind::TooMuch { asked: None, .. },
    too_many_nested: "s = 0; repeat 1000 { repeat 1000 { s = s + x } } s", x = 1.0 => ErrorKind::TooMuch { asked: Some(1_001_000), .. },
    too_many_calls: "a(u) = u + u; b(u) = a(a(a(a(u)))); c(u) = b(b(b(b(u)))); d(u) = c(c(c(c(u)))); f(u) = d(d(d(d(u)))); g(u) = f(f(f(f(u)))); g(g(g(g(g(g(g(g(g(g(g(x)))))))))))", x = 1.0 => ErrorKind::TooMuch { asked: None, .. },
    default_reads_an_input: "param k = 2*x; k", x = 1.0 => ErrorKind::DefaultNotConstant { .. },
    default_calls_a_function: "f(u) = u; param k = f(1); k" => ErrorKind::DefaultNotConstant { .. },
    no_such_file: "include \"none.wg\"; 1" => ErrorKind::Include { .. },
    no_name_of_a_file: "include none; 1" => ErrorKind::Expected { what: "a file's name", .. },
    file_in_itself: "include \"loop.wg\"; 1" => ErrorKind::Cycle { .. },
    two_statements_on_a_line: "include \"empty.wg\" x", x = 1.0 => ErrorKind::Expected { what: "a `;` or a new line", .. },
}

#[test]
fn a_branch_needs_values() {
    for text in ["if x > 0 { 1 } else { 2 }", "s = 0; repeat x { s = s + 1 } s", "[1, 2][x]"] {
        let error = wengert_expr::parse(text, &["x"]).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::NeedsValues { .. }), "{error}");
        assert!(error.to_string().ends_with("give values, or use `where(c, a, b)`, which works for all of them"));
    }
}
