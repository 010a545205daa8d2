//! What has a whole order has no value at another one: it had been that of the order cut off.

use wengert::prim::Op;

/// Rows with an order first, or as the power; from which order on, and an argument at which they have values.
const ORDERED: [(&str, bool, &[f64]); 12] = [
    ("jn", true, &[1.4]),
    ("yn", true, &[1.4]),
    ("in", true, &[1.4]),
    ("polygamma", false, &[1.4]),
    ("zeta_d", false, &[2.5]),
    ("dawsn_d", false, &[0.8]),
    ("ierfcx", false, &[0.8]),
    ("ellipk_d", false, &[0.3]),
    ("li2_d", false, &[0.3]),
    ("sinc_d", false, &[0.3]),
    ("gammainc_p_d", false, &[2.3, 1.4]),
    ("gamma_density_d", true, &[2.3, 1.4]),
];

fn at(name: &str, order: f64, rest: &[f64]) -> f64 {
    let args: Vec<f64> = [&[order], rest].concat();
    Op::by_text(name).expect("a row").apply(&args)
}

#[test]
fn an_order_that_is_not_whole_has_no_value() {
    for (name, below, rest) in ORDERED {
        assert!(at(name, 2.0, rest).is_finite(), "{name}(2, ...)");
        assert_eq!(at(name, -1.0, rest).is_nan(), !below, "{name}(-1, ...)");
        for order in [2.5, 1.0 + f64::EPSILON, f64::NAN, f64::INFINITY, 3e9] {
            assert!(at(name, order, rest).is_nan(), "{name}({order}, ...)");
        }
    }
    for name in ["betainc_d", "beta_density_d"] {
        let op = Op::by_text(name).expect("a row");
        assert!(op.apply::<f64>(&[1.0, 0.0, 2.3, 4.1, 0.4]).is_finite());
        assert!(
            op.apply::<f64>(&[0.5, 0.0, 2.3, 4.1, 0.4]).is_nan()
                && op.apply::<f64>(&[0.0, 0.5, 2.3, 4.1, 0.4]).is_nan()
        );
    }
}

#[test]
fn a_power_that_is_not_whole_is_for_powf() {
    let powi = Op::by_text("powi").expect("a row");
    assert_eq!(powi.apply(&[2.0f64, -3.0]), 0.125);
    // As an i32 the last of them is another power.
    for n in [2.5, f64::NAN, f64::INFINITY, 3e9] {
        assert!(powi.apply(&[1.0f64, n]).is_nan(), "{n}");
        assert!(powi.apply(&[1.0f32, n as f32]).is_nan(), "{n}");
    }
}

/// All rows that say so are tried here.
#[test]
fn every_row_with_an_order_is_here() {
    for op in Op::all() {
        let ordered = op.row().doc.contains("whole number") && op.row().doc.contains("constant");
        let known =
            ORDERED.iter().any(|(name, ..)| *name == op.text()) || ["betainc_d", "beta_density_d"].contains(&op.text());
        assert_eq!(ordered, known, "{op}");
    }
}
