//! `presets`: models worth looking at, each with what it teaches.

use super::num::Num;
use serde::Serialize;

/// A model worth looking at.
#[derive(Debug, Serialize)]
pub struct Preset {
    id: &'static str,
    title: &'static str,
    lesson: &'static str,
    model: PresetModel,
    /// The view that shows it best.
    view: &'static str,
}

#[derive(Debug, Serialize)]
struct PresetModel {
    text: String,
    at: Vec<(&'static str, Num)>,
}

/// All presets, in the order of the menu.
#[derive(Debug, Serialize)]
pub struct Presets {
    presets: Vec<Preset>,
}

/// The angle of a pendulum, squared, after eight steps of the classical Runge-Kutta method.
const PENDULUM: &str = "t = theta; w = omega
repeat 8 {
  k1 = w; l1 = -sin(t)
  k2 = w + h/2*l1; l2 = -sin(t + h/2*k1)
  k3 = w + h/2*l2; l3 = -sin(t + h/2*k2)
  k4 = w + h*l3; l4 = -sin(t + h*k3)
  t = t + h/6*(k1 + 2*k2 + 2*k3 + k4)
  w = w + h/6*(l1 + 2*l2 + 2*l3 + l4)
}
t^2";

/// The presets.
pub fn answer() -> Presets {
    let list: [(_, _, _, String, &[(&'static str, f64)], _); 11] = [
        (
            "worked",
            "Worked example",
            "One value is used twice; its register receives both uses.",
            "x*y + sin(x*y)".into(),
            &[("x", 2.0), ("y", 3.0)],
            "tape",
        ),
        (
            "second",
            "Where two uses cancel",
            "The same program where cos a is near −1: the two uses cancel.",
            "x*y + sin(x*y)".into(),
            &[("x", 2.0), ("y", 1.6)],
            "why",
        ),
        (
            "reused",
            "A reused value",
            "Three uses add into one register, one after the other.",
            "(x + y)^2 + exp(x + y)/10 + sin(x + y)".into(),
            &[("x", 0.5), ("y", 0.7)],
            "tape",
        ),
        (
            "kink",
            "A kink",
            "At x = 0 there is a set of slopes, and one is chosen.",
            "abs(x) + 0.5*relu(x - 1)".into(),
            &[("x", 0.0)],
            "kinks",
        ),
        (
            "branch",
            "A branch",
            "Only the side that was taken receives a cotangent.",
            "where(x > y, x^2*y, sin(x) - y)".into(),
            &[("x", 2.0), ("y", 1.0)],
            "tape",
        ),
        (
            "neuron",
            "A neural unit",
            "A loss sends its cotangent back to both weights and the bias.",
            "(tanh(w1*0.8 + w2*(-0.4) + b) - 0.5)^2".into(),
            &[("w1", 0.7), ("w2", -1.2), ("b", 0.1)],
            "tape",
        ),
        (
            "rk4",
            "A loop: a pendulum by Runge and Kutta",
            "The sweep climbs back through every step of time.",
            PENDULUM.into(),
            &[("theta", 1.0), ("omega", 0.0), ("h", 0.25)],
            "tape",
        ),
        (
            "black-scholes",
            "Black–Scholes",
            "One sweep gives all the sensitivities of a price.",
            "S*normcdf((log(S/K) + (r + s^2/2)*T)/(s*sqrt(T))) - K*exp(-r*T)*normcdf((log(S/K) + (r - s^2/2)*T)/(s*sqrt(T)))"
                .into(),
            &[("S", 100.0), ("K", 105.0), ("r", 0.03), ("s", 0.2), ("T", 1.0)],
            "tape",
        ),
        (
            "vanishing",
            "A vanishing gradient",
            "Twenty-four sigmoids in a row: each local derivative is at most 1/4.",
            (0..24).fold("x".to_owned(), |inner, _| format!("sigmoid({inner})")),
            &[("x", 0.5)],
            "detective",
        ),
        (
            "nan",
            "NaN through where",
            "The branch that was not taken is NaN; no cotangent enters it.",
            "where(x > 0, x*log(x), 0) + x^2".into(),
            &[("x", -1.0)],
            "tape",
        ),
        (
            "overflow",
            "NaN by overflow",
            "exp overflows, and 0 times infinity is no number.",
            "log(1 + exp(x))".into(),
            &[("x", 1000.0)],
            "detective",
        ),
    ];
    let preset = |(id, title, lesson, text, at, view): (_, _, _, String, &[(&'static str, f64)], _)| {
        let at = at.iter().map(|&(name, x)| (name, Num(x))).collect();
        Preset { id, title, lesson, model: PresetModel { text, at }, view }
    };
    Presets { presets: list.into_iter().map(preset).collect() }
}
