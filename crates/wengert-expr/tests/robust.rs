//! Whatever is written, the parser answers, and what it has read can be evaluated.

use proptest::prelude::*;
use wengert::{Kinks, Listing, NanZero, Options};
use wengert_expr::{Place, parse};

/// Tokens that make expressions, or nearly.
fn token() -> impl Strategy<Value = String> {
    let functions: Vec<String> = wengert::prim::Op::all().map(|op| format!("{op}(")).collect();
    let signs = ["+", "-", "*", "/", "^", "(", ")", ")", ",", "<", "<=", ">", ">=", "==", "!=", " "];
    let values = ["x", "y", "x", "y", "e", "pi", "0", "1", "2", ".5", "1e300", "1e-300", "1e999", "z", "sin", "where("];
    prop_oneof![
        3 => prop::sample::select(values.to_vec()).prop_map(str::to_owned),
        3 => prop::sample::select(signs.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(functions),
    ]
}

/// Expressions that are right, or nearly: calls with the arguments they take.
fn expression() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["x", "y", "0", "1", "-2", "0.5", "1e200", "pi", "0/0"]).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 5, |inner| {
        let ops: Vec<wengert::prim::Op> = wengert::prim::Op::all().collect();
        let call = (prop::sample::select(ops), prop::collection::vec(inner.clone(), 6))
            .prop_map(|(op, args)| format!("{op}({})", args[..op.arity().unwrap_or(2)].join(",")));
        let sign = prop::sample::select(vec!["+", "-", "*", "/", "^"]);
        prop_oneof![call, (inner.clone(), sign, inner).prop_map(|(a, sign, b)| format!("({a}){sign}({b})"))]
    })
}

/// Reads `text`, evaluates what was read under each policy, draws what was not.
fn answers(text: &str, x: &[f64; 2]) {
    match parse(text, &["x", "y"]) {
        Ok(list) => {
            assert_eq!(list.verify(), Ok(()));
            for options in [Options::new(), Options::new().kinks(Kinks::Error).nan_zero(NanZero::Off)] {
                if let Ok(at) = Listing::new(list.clone(), x, options) {
                    let _ = at.hessian();
                }
            }
        }
        Err(error) => {
            if let Place::Text(span) = &error.place {
                assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
            }
            assert!(error.render().starts_with("error: "));
        }
    }
}

fn point() -> impl Strategy<Value = [f64; 2]> {
    let any = prop_oneof![
        prop::sample::select(vec![
            0.0,
            -0.0,
            1.0,
            -1.0,
            2.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            1e300,
            -1e-300
        ]),
        -10.0..10.0,
    ];
    [any.clone(), any]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}", x in point()) {
        answers(&text, &x);
    }
    #[test]
    fn any_characters_are_answered(text in prop::collection::vec(any::<char>(), 0..40), x in point()) {
        answers(&text.into_iter().collect::<String>(), &x);
    }
    #[test]
    fn any_tokens_are_answered(tokens in prop::collection::vec(token(), 0..30), x in point()) {
        answers(&tokens.concat(), &x);
    }
    #[test]
    fn any_expression_is_answered(text in expression(), x in point()) {
        answers(&text, &x);
    }
}
