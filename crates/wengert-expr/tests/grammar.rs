//! What an expression means: precedence, names, numbers, sharing, origins, and that size is no obstacle.

use wengert::list::{Origin, Step};
use wengert::{Listing, Options};
use wengert_expr::parse;

/// The value of `text` at x = 2, y = 3 (or of those that are asked for).
fn value(text: &str) -> f64 {
    let list = parse(text, &["x", "y"]).unwrap_or_else(|e| panic!("{}", e.render()));
    Listing::new(list, &[2.0, 3.0], Options::new()).unwrap().value()
}

#[test]
fn operators_bind_as_in_mathematics() {
    let cases = [
        ("1+2*3", 7.0),
        ("(1+2)*3", 9.0),
        ("10-4-3", 3.0),
        ("16/4/2", 2.0),
        ("2^3^2", 512.0),
        ("-x^2", -4.0),
        ("(-x)^2", 4.0),
        ("2^-x", 0.25),
        ("2^-x*8", 2.0),
        ("2^-x^2", 0.0625),
        ("-2^2", -4.0),
        ("--x", 2.0),
        ("2*-x", -4.0),
        ("2--x", 4.0),
        ("-x*y+1", -5.0),
        ("x^-1^2", 0.5),
        (" x\n*\ty ", 6.0),
    ];
    for (text, wanted) in cases {
        assert_eq!(value(text), wanted, "{text}");
    }
}

#[test]
fn numbers_and_constants() {
    let cases = [
        ("1", 1.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("1.5e-3", 0.0015),
        ("2E2", 200.0),
        ("1e+2", 100.0),
        ("1e-999", 0.0),
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("2*e", 2.0 * std::f64::consts::E),
        ("1.7976931348623157e308", f64::MAX),
    ];
    for (text, wanted) in cases {
        assert_eq!(value(text), wanted, "{text}");
    }
}

#[test]
fn comparisons_stand_in_conditions() {
    let cases = [
        ("where(x<y, 1, 0)", 1.0),
        ("where(x<=2, 1, 0)", 1.0),
        ("where(x>y, 1, 0)", 0.0),
        ("where(y>=3, 1, 0)", 1.0),
        ("where(x==y, 1, 0)", 0.0),
        ("where(x!=y, 1, 0)", 1.0),
        ("where((x+1 == y), 1, 0)", 1.0),
        ("where(where(x<y, 0, 1), 10, 20)", 20.0),
        ("where(x>y, 1, where(x*2>y, 5, 6))", 5.0),
    ];
    for (text, wanted) in cases {
        assert_eq!(value(text), wanted, "{text}");
    }
}

/// Every name of the grammar, with arguments in its domain.
const NAMES: &str = "exp(x) exp2(x) expm1(x) log(x) log1p(x) log2(x) log10(x) sqrt(x) cbrt(x) recip(x) square(x) sin(x)
    cos(x) tan(x) sec(x) csc(x) cot(x) asin(x/4) acos(x/4) atan(x) atan2(y,x) sinh(x) cosh(x) tanh(x) asinh(x) acosh(x)
    atanh(x/4) abs(x) sign(x) floor(x) ceil(x) mod(x,y) min(x,y) min(x,y,1) max(x,y) max(x,y,1) clamp(x,0,1) pow(x,y)
    hypot(x,y) fma(x,y,1) logaddexp(x,y) logsumexp(x,y) logsumexp(x,y,1) erf(x) erfc(x) erfinv(x/4) gamma(x) lgamma(x)
    digamma(x) trigamma(x) beta(x,y) lbeta(x,y) j0(x) j1(x) y0(x) y1(x) i0(x) i1(x) zeta(x) normcdf(x) normpdf(x)
    lognormcdf(x) probit(x/4) logit(x/4) sigmoid(x) logsigmoid(x) softplus(x) relu(x) leaky_relu(x,0.1) elu(x) silu(x)
    gelu(x) mish(x) softsign(x) sinc(x) xlogy(x,y) gammainc_p(x,y) betainc(x,y,0.5) expint_e1(x) expint_ei(x) lambertw(x)
    ellipk(x/4) dawsn(x) li2(x/4) relu6(x) hard_tanh(x) round(x) rem(x,y)";

#[test]
fn every_name_of_the_grammar_is_known() {
    let calls: Vec<&str> = NAMES.split_whitespace().collect();
    let mut names: Vec<&str> = calls.iter().map(|call| call.split('(').next().unwrap()).collect();
    names.dedup();
    assert_eq!(names.len(), 85);
    for call in calls {
        assert!(value(call).is_finite(), "{call}: {}", value(call));
    }
}

#[test]
fn every_row_of_the_table_is_known() {
    for op in wengert::prim::Op::all() {
        let arity = op.arity().unwrap_or(2);
        let text = format!("{op}({})", vec!["x"; arity].join(","));
        let list = parse(&text, &["x"]).unwrap_or_else(|e| panic!("{}", e.render()));
        assert!(matches!(list.step(0), Step::Apply(written, _) if written == op), "{op}");
    }
}

#[test]
fn functions_mean_what_the_grammar_says() {
    let cases = [
        ("sinc(0.5)", 2.0 / std::f64::consts::PI),
        ("mod(-7, 3)", 2.0),
        ("rem(-7, 3)", -1.0),
        ("round(2.5)", 2.0),
        ("sign(0)", 0.0),
        ("elu(-1)", (-1.0f64).exp_m1()),
        ("leaky_relu(-2, 0.1)", -0.2),
        ("min(3, 1, 2)", 1.0),
        ("pow(2, 10)", 1024.0),
        ("square(-3)", 9.0),
        ("logit(0.5)", 0.0),
    ];
    for (text, wanted) in cases {
        assert!((value(text) - wanted).abs() <= 1e-15, "{text}: {}", value(text));
    }
    assert!(value("max(x, 0/0)").is_nan());
}

#[test]
fn a_name_is_a_function_only_before_a_bracket() {
    let list = parse("beta*gamma(x)", &["beta", "x"]).unwrap();
    assert_eq!(Listing::new(list, &[3.0, 4.0], Options::new()).unwrap().value(), 18.0);
}

#[test]
fn equal_parts_are_written_once_and_nothing_is_folded() {
    let lines = |text| parse(text, &["x", "y"]).unwrap().len();
    assert_eq!(lines("x*y + sin(x*y)"), 3);
    assert_eq!(lines("2*x + 2*x"), 2);
    assert_eq!(lines("x*y + y*x"), 3);
    assert_eq!(lines("1 + 2"), 1);
    assert_eq!(lines("x + 0"), 1);
    assert_eq!(lines("-3"), 0);
    assert_eq!(lines("x^-2"), 1);
}

#[test]
fn lines_know_their_text() {
    let text = "x*y + sin( (x*y) )";
    let list = parse(text, &["x", "y"]).unwrap();
    let origins: Vec<&str> = (0..list.len())
        .map(|k| match list.origin(k) {
            Some(Origin::Text { start, end }) => &text[start as usize..end as usize],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(origins, ["x*y", "sin( (x*y) )", text]);
}

#[test]
fn a_constant_exponent_of_zero_is_no_edge() {
    let notes = |text, x: &[f64]| {
        let names = ["x", "y"];
        let list = parse(text, &names[..x.len()]).unwrap();
        Listing::new(list, x, Options::new()).unwrap().notes().len()
    };
    assert_eq!((notes("x^0", &[0.0]), notes("x^y", &[0.0, 0.0])), (0, 1));
}

#[test]
fn inputs_stand_in_the_order_given_used_or_not() {
    let list = parse("y", &["x", "y", "z"]).unwrap();
    let names: Vec<&str> = list.inputs().iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["x", "y", "z"]);
    assert_eq!(Listing::new(list, &[1.0, 2.0, 3.0], Options::new()).unwrap().grad(), [0.0, 1.0, 0.0]);
}

/// A million characters of each shape that has exhausted a stack somewhere.
#[test]
fn a_million_characters_are_answered() {
    let n = 1_000_000;
    let half = n / 2;
    for (what, answered) in [
        ("x".to_owned() + &"+x".repeat(half), true),
        ("x".to_owned() + &"^x".repeat(half), true),
        ("-".repeat(n) + "x", true),
        ("(".repeat(half) + "x" + &")".repeat(half), true),
        ("sin(".repeat(n / 5) + "x" + &")".repeat(n / 5), true),
        (format!("max(x{})", ",x".repeat(half)), true),
        ("where(x<1,".repeat(n / 20) + "x" + &",x)".repeat(n / 20), true),
        ("(".repeat(n), false),
        (")".repeat(n), false),
        ("x".repeat(n), false),
        ("9".repeat(n), false),
        ("\n".repeat(n) + "?", false),
        ("x ".repeat(half), false),
    ] {
        match parse(&what, &["x"]) {
            Ok(list) => assert!(answered && Listing::new(list, &[0.5], Options::new()).is_ok()),
            Err(error) => assert!(!answered && !error.render().is_empty(), "{error}"),
        }
    }
}
