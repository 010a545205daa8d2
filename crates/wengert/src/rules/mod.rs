//! Rules of your own: functions whose value is computed elsewhere, or whose derivative is known better than their code
//! says.
//!
//! Ordinary code needs no rule: write it over [`Var`](crate::Var). A rule is for a value that comes from plain numbers (a
//! table, a solver, another library), for a formula that is better than what differentiation of the code would find, and
//! for a derivative that is chosen on purpose.
//!
//! | you have | write | its derivative |
//! |---|---|---|
//! | a scalar function of a few numbers, and its partial derivatives | a [`Primitive`] | the partial derivatives, in terms of inputs and output |
//! | a function of vectors, with state, and its tangent | a [`Rule`] | the tangent; its transpose is derived, or given |
//! | a solver: root, fixed point, optimum | [`implicit`], or [`implicit_rule`] in a [`Program`](crate::Program) | from the equations that hold at the solution |
//! | a value whose derivative is to be dropped, scaled or bounded | [`stop_gradient`](crate::Var::stop_gradient), [`with_gradient_scale`](crate::Var::with_gradient_scale), [`with_gradient_clip`](crate::Var::with_gradient_clip) | as chosen |
//!
//! All of them work in every mode, to every order, nested, in programs, and are printed by their names. Their code runs
//! at plain numbers; what it does wrong is an [`Error::Rule`](crate::Error::Rule) with its name and place.
//!
//! # A scalar function
//! ```
//! use wengert::{Primitive, hessian};
//! /// The logarithm of 2 cosh x, which does not overflow.
//! const LNCOSH: Primitive<1> = Primitive {
//!     name: "lncosh",
//!     value: |[x]| x.abs() + (-2.0 * x.abs()).exp().ln_1p(),
//!     partials: |[x], _| [x.tanh()],
//! };
//! let (_, slope, curvature) = hessian(|x| LNCOSH.call([x]), 800.0)?;
//! assert_eq!((slope, curvature[(0, 0)]), (1.0, 0.0));
//! LNCOSH.check([0.7])?; // value, slope and curvature agree
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # A function of vectors
//! ```
//! use std::sync::Arc;
//! use wengert::{Program, Rule, Var, check_rule, value_and_grad};
//! /// Linear interpolation in a table, by plain numbers.
//! struct Table { values: Vec<f64> }
//! impl Table {
//!     fn cell(&self, x: f64) -> usize { (x.max(0.0) as usize).min(self.values.len() - 2) }
//! }
//! impl Rule for Table {
//!     type In = Vec<f64>;
//!     type Out = Vec<f64>;
//!     fn value(&self, x: &Vec<f64>) -> Vec<f64> {
//!         let at = |&x: &f64| { let k = self.cell(x); self.values[k] + (x - k as f64) * self.slope(x) };
//!         x.iter().map(at).collect()
//!     }
//!     fn jvp(&self, x: Vec<Var>, _: Vec<Var>, dx: Vec<Var>) -> Vec<Var> {
//!         x.iter().zip(dx).map(|(x, dx)| self.slope(x.value()) * dx).collect()
//!     }
//! }
//! impl Table {
//!     fn slope(&self, x: f64) -> f64 { let k = self.cell(x); self.values[k + 1] - self.values[k] }
//! }
//! let table = Arc::new(Table { values: vec![0.0, 1.0, 4.0, 9.0] });
//! let (y, g) = value_and_grad(|x| table.clone().call(x)[0], vec![1.5, 0.0])?;
//! assert_eq!((y, g), (2.5, vec![3.0, 0.0]));
//! check_rule(table.clone(), &vec![0.3, 1.7])?;
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # A solver
//! ```
//! use wengert::{Program, implicit, implicit_rule, value_and_grad};
//! let newton = |[m, e]: [f64; 2]| (0..50).fold(m, |x: f64, _| x - (x - e * x.sin() - m) / (1.0 - e * x.cos()));
//! let (x, [dm, _]) = value_and_grad(|p| implicit(newton, |x, [m, e]| x - e * x.sin() - m, p), [1.0, 0.3])?;
//! assert!((dm - 1.0 / (1.0 - 0.3 * x.cos())).abs() < 1e-14);
//! // The form that owns its closures runs in programs.
//! let kepler = implicit_rule("kepler", newton, |x, [m, e]| x - e * x.sin() - m);
//! let p = Program::trace(|me| kepler.call(me), [1.0, 0.3])?;
//! assert_eq!(p.value_and_grad([1.0, 0.3])?.1[0], dm);
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # A derivative chosen on purpose
//! A straight-through estimator (Bengio, Léonard & Courville 2013) has the value of one function and the derivative of
//! another: `value.stop_gradient() + (slope - slope.stop_gradient())`, whose second term is zero.
//! ```
//! use wengert::{Var, value_and_grad};
//! /// Rounds, and passes the gradient as if it did not.
//! fn quantised(x: Var) -> Var { x.round().stop_gradient() + (x - x.stop_gradient()) }
//! assert_eq!(value_and_grad(|x| quantised(x).powi(2), 2.4)?, (4.0, 4.0));
//!
//! /// A step at 0 with the slope of a sigmoid.
//! fn spike(x: Var) -> Var {
//!     let soft = x.sigmoid();
//!     (if x > 0.0 { 1.0 } else { 0.0 }) + (soft - soft.stop_gradient())
//! }
//! assert_eq!(value_and_grad(spike, 0.0)?.1, 0.25);
//! // Reversed: one parameter descends where the other ascends, in one sweep.
//! let (_, g) = value_and_grad(|[x, y]| x * y.with_gradient_scale(-1.0), [2.0, 3.0])?;
//! assert_eq!(g, [3.0, -2.0]);
//! # Ok::<(), wengert::Error>(())
//! ```

pub(crate) mod check;
pub(crate) mod code;
mod equations;
mod gradient;
mod implicit;
mod implicit_rule;
mod krylov;
mod numbers;
mod primitive;
mod rule;
mod system;

pub use crate::custom::{Custom, Keeps};
pub use check::check_rule;
pub use gradient::gradient_clip;
pub use implicit::{Implicit, Solution, implicit, implicit_with};
pub use implicit_rule::{ImplicitRule, implicit_rule};
pub use numbers::Numbers;
pub use primitive::Primitive;
pub use rule::{Rule, Vars};
