//! What a primitive that is not smooth turns on: a quantity of its arguments, and the numbers at which it bends, jumps or
//! ends. A row of the table that has no switch here is smooth, and a test says so.

use std::f64::consts::{E, PI};
use wengert::prim::Op;

/// A quantity of a line's arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Switch {
    /// An argument, at a number.
    At(usize, f64),
    /// The difference of two arguments, at 0.
    Gap(usize, usize),
    /// An argument in a unit, less a shift, at every whole number.
    Steps(usize, f64, f64),
    /// The quotient of the first two arguments, at every whole number.
    Quotient,
    /// An argument, at 0, -1, -2, ...
    Poles(usize),
    /// Which argument is the largest, or the smallest.
    Leader { largest: bool },
    /// Whether an argument is a number.
    Number(usize),
}

/// What happens where a switch turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Kink,
    Tie,
    Jump,
    /// A comparison, or a choice, comes out the other way.
    Branch,
    /// The domain ends, or the value or the slope leaves every bound.
    Edge,
}

/// A number, and how fast it changes along the curve.
pub(super) type Moving = [f64; 2];

impl Switch {
    /// What the switch is worth, the numbers at which it turns being 0 or every whole number.
    pub fn of(self, arguments: usize, arg: &dyn Fn(usize) -> Moving) -> Moving {
        match self {
            Switch::At(a, c) => [arg(a)[0] - c, arg(a)[1]],
            Switch::Gap(a, b) => [arg(a)[0] - arg(b)[0], arg(a)[1] - arg(b)[1]],
            Switch::Steps(a, unit, shift) => [arg(a)[0] / unit - shift, arg(a)[1] / unit],
            Switch::Quotient => {
                let ([a, da], [b, db]) = (arg(0), arg(1));
                [a / b, (da - a / b * db) / b]
            }
            Switch::Poles(a) if arg(a)[0] < 0.5 => arg(a),
            Switch::Poles(_) => [0.5, 0.0],
            Switch::Leader { largest } => {
                let size = |k: usize| if largest { arg(k)[0] } else { -arg(k)[0] };
                [(1..arguments).fold(0, |top, k| if size(k) > size(top) { k } else { top }) as f64 + 0.5, 0.0]
            }
            Switch::Number(a) => [if arg(a)[0].is_nan() { 1.5 } else { 0.5 }, 0.0],
        }
    }
    /// The piece between two turns in which a value lies, as an odd number; where it turns, the even number between two.
    pub fn piece(self, value: f64) -> f64 {
        match self {
            Switch::At(..) | Switch::Gap(..) if value.is_nan() => value,
            Switch::At(..) | Switch::Gap(..) => f64::from(i8::from(value > 0.0) - i8::from(value < 0.0)),
            _ => 2.0 * value.floor() + f64::from(u8::from(value.fract() != 0.0)),
        }
    }
    /// Whether its value says how far the next turn is.
    pub fn measures(self) -> bool {
        !matches!(self, Switch::Leader { .. } | Switch::Number(_))
    }
}

use Switch::{At, Gap, Leader, Number, Poles, Quotient, Steps};
use Turn::{Branch, Edge, Jump, Kink, Tie};

/// Primitives and what they turn on, whatever their arguments are.
const TABLE: &[(&str, &[(Switch, Turn)])] = &[
    ("abs relu leaky_relu", &[(At(0, 0.0), Kink)]),
    ("relu6", &[(At(0, 0.0), Kink), (At(0, 6.0), Kink)]),
    ("hard_tanh", &[(At(0, -1.0), Kink), (At(0, 1.0), Kink)]),
    ("copysign", &[(At(0, 0.0), Kink), (At(1, 0.0), Jump)]),
    ("max min max2 min2 max_num min_num", &[(Gap(0, 1), Tie)]),
    ("clamp", &[(Gap(0, 1), Tie), (Gap(0, 2), Tie), (Gap(1, 2), Jump)]),
    ("sign signum", &[(At(0, 0.0), Jump)]),
    ("floor ceil trunc fract", &[(Steps(0, 1.0, 0.0), Jump)]),
    ("round round_away", &[(Steps(0, 1.0, 0.5), Jump)]),
    ("mod rem rem_euclid div_euclid", &[(Quotient, Jump), (At(1, 0.0), Edge)]),
    ("atan2", &[(At(0, 0.0), Jump), (At(1, 0.0), Jump)]),
    ("lt le gt ge eq ne", &[(Gap(0, 1), Branch)]),
    ("same", &[(Gap(0, 1), Branch), (Number(0), Branch), (Number(1), Branch)]),
    ("where is_positive", &[(At(0, 0.0), Branch)]),
    ("and", &[(At(0, 0.0), Branch), (At(1, 0.0), Branch)]),
    ("is_nan is_finite", &[(Number(0), Branch)]),
    ("div x_over_y ratio yn", &[(At(1, 0.0), Edge)]),
    ("ellipk_d li2_d zeta_d", &[(At(1, 1.0), Edge)]),
    ("recip recip_pos log log2 log10 sqrt cbrt powi y0 y1 expint_e1 expint_ei", &[(At(0, 0.0), Edge)]),
    ("log1p", &[(At(0, -1.0), Edge)]),
    ("log_base", &[(At(0, 0.0), Edge), (At(1, 0.0), Edge), (At(1, 1.0), Edge)]),
    ("pow xlogy gammainc_p", &[(At(0, 0.0), Edge), (At(1, 0.0), Edge)]),
    ("tan sec", &[(Steps(0, PI, 0.5), Edge)]),
    ("csc cot", &[(Steps(0, PI, 0.0), Edge)]),
    ("asin acos atanh erfinv", &[(At(0, -1.0), Edge), (At(0, 1.0), Edge)]),
    ("acosh ellipk li2 zeta", &[(At(0, 1.0), Edge)]),
    ("logit probit", &[(At(0, 0.0), Edge), (At(0, 1.0), Edge)]),
    ("lambertw", &[(At(0, -1.0 / E), Edge)]),
    ("gamma lgamma digamma trigamma", &[(Poles(0), Edge)]),
    ("polygamma", &[(Poles(1), Edge)]),
    ("beta lbeta", &[(Poles(0), Edge), (Poles(1), Edge)]),
    ("gammainc_p_d gamma_density_d", &[(At(1, 0.0), Edge), (At(2, 0.0), Edge)]),
    ("betainc", &[(At(0, 0.0), Edge), (At(1, 0.0), Edge), (At(2, 0.0), Edge), (At(2, 1.0), Edge)]),
    ("betainc_d beta_density_d", &[(At(2, 0.0), Edge), (At(3, 0.0), Edge), (At(4, 0.0), Edge), (At(4, 1.0), Edge)]),
];

/// The switches of a primitive, some of whose arguments are constants. One too many costs a look at a place where nothing
/// is to be seen.
pub(super) fn switches(op: Op, constants: &[Option<f64>]) -> Vec<(Switch, Turn)> {
    let (text, arguments) = (op.text(), constants.len());
    match text {
        "hypot" | "norm" => (0..arguments).map(|k| (At(k, 0.0), Kink)).collect(),
        "max" | "min" if arguments != 2 => vec![(Leader { largest: text == "max" }, Tie)],
        "pow" | "powi" if constants[1].is_some_and(|p| p >= 0.0 && p.fract() == 0.0) => Vec::new(),
        _ => {
            let row = TABLE.iter().find(|(names, _)| names.split(' ').any(|name| name == text));
            row.map_or(Vec::new(), |(_, switches)| switches.to_vec())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that choose between formulas, or have no derivative or no value for some arguments, and are smooth in all that
    /// can vary; each with the reason.
    const SMOOTH: [(&str, &str); 9] = [
        ("elu", "both branches have value 0 and slope 1 at 0"),
        ("stop_gradient", "the value is the argument itself"),
        ("gradient_scale", "the value is the argument itself"),
        ("jn", "its domain is that of a constant"),
        ("in", "its domain is that of a constant"),
        ("ierfcx", "its domain is that of a constant"),
        ("mills", "both formulas are the same function"),
        ("dawsn_d", "its domain is that of a constant"),
        ("sinc_d", "its domain is that of a constant"),
    ];

    /// Whether the row says of itself that it is not smooth somewhere.
    fn may_turn(op: Op) -> bool {
        let row = op.row();
        let constant = row.partials.iter().all(|d| *d == "None");
        let chooses = ["pick(", "gt(", "weight(", "inside(", "taken("];
        let chosen = row.partials.iter().any(|d| chooses.iter().any(|word| d.contains(word)));
        let noted = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 6.0];
        let arguments = op.arity().unwrap_or(3);
        let mut points = (0..noted.len().pow(arguments.min(3) as u32)).map(|k| {
            let digit = |place: usize| noted[k / noted.len().pow(place.min(2) as u32) % noted.len()];
            (0..arguments).map(digit).collect::<Vec<f64>>()
        });
        constant || chosen || row.domain != "all real numbers" || points.any(|at| op.kink(&at, &|_| true).is_some())
    }

    #[test]
    fn every_row_that_is_not_smooth_has_a_switch() {
        for op in Op::all() {
            let arguments = op.arity().unwrap_or(3);
            let excused = SMOOTH.iter().any(|(name, _)| *name == op.text());
            let has = !switches(op, &vec![None; arguments]).is_empty();
            assert!(has || excused || !may_turn(op), "{op} may turn and has no switch");
            assert!(!(has && excused), "{op} has a switch and an excuse");
        }
    }

    #[test]
    fn a_switch_turns_wherever_the_table_notes_a_kink() {
        let noted = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 6.0];
        for op in Op::all().filter(|op| op.arity().is_none_or(|n| n <= 3)) {
            let n = op.arity().unwrap_or(2);
            for k in 0..noted.len().pow(n as u32) {
                let at: Vec<f64> = (0..n).map(|place| noted[k / noted.len().pow(place as u32) % noted.len()]).collect();
                let turned =
                    |(switch, _): &(Switch, Turn)| switch.piece(switch.of(n, &|k| [at[k], 0.0])[0]) % 2.0 == 0.0;
                let kink = op.kink(&at, &|_| true);
                assert!(kink.is_none() || switches(op, &vec![None; n]).iter().any(turned), "{op} at {at:?}: {kink:?}");
            }
        }
    }

    #[test]
    fn pieces_lie_between_turns() {
        let steps = Switch::Steps(0, 1.0, 0.0);
        assert_eq!([-1.5, -1.0, -0.5, 0.0, 2.5].map(|v| steps.piece(v)), [-3.0, -2.0, -1.0, 0.0, 5.0]);
        assert_eq!([-1.5, 0.0, 9.0].map(|v| Switch::At(0, 0.0).piece(v)), [-1.0, 0.0, 1.0]);
        let moving = |k: usize| [[3.0, 1.0], [2.0, -1.0]][k];
        assert_eq!(Switch::Quotient.of(2, &moving), [1.5, 1.25]);
        assert_eq!(Switch::Gap(0, 1).of(2, &moving), [1.0, 2.0]);
        assert_eq!(Switch::Leader { largest: false }.of(2, &moving)[0], 1.5);
    }
}
