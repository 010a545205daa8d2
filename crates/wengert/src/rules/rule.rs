//! A rule over trees, with state: value and tangent; the pullback is the transpose of the tangent, or given.

use super::Numbers;
use super::code::{Code, pulled};
use crate::custom::{Custom, Derived, Keeps, Law};
use crate::list::Origin;
use crate::tape::level;
use crate::tape::rule::record_valued;
use crate::tree::Tree;
use crate::{BoxError, Error, Var};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::Location;
use std::sync::Arc;

/// The variables in the shape of a tree of numbers.
pub type Vars<T> = <T as Numbers>::Vars;

/// A function of the user's with its derivative, over trees of numbers and with state of its own.
///
/// The value is computed with plain numbers, by whatever computes it. The tangent is written with variables, so that it
/// is differentiable again: every mode and order, programs, nesting and printing follow. The pullback is the transpose of
/// the tangent, found by recording the tangent and sweeping back, unless [`vjp`](Self::vjp) gives a cheaper one.
///
/// ```
/// use wengert::{Rule, Var, dot, value_and_grad};
///
/// /// The solution of a x = b for a fixed lower triangular matrix, by somebody else's code.
/// struct Forward { rows: Vec<Vec<f64>> }
/// impl Forward {
///     fn solve(&self, b: &[f64]) -> Vec<f64> {
///         let mut x: Vec<f64> = vec![];
///         for (row, b) in self.rows.iter().zip(b) {
///             let known: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
///             x.push((b - known) / row[x.len()]);
///         }
///         x
///     }
/// }
/// impl Rule for Forward {
///     type In = Vec<f64>;
///     type Out = Vec<f64>;
///     fn value(&self, b: &Vec<f64>) -> Vec<f64> { self.solve(b) }
///     // Linear: the tangent is the solution for the tangent.
///     fn jvp(&self, _: Vec<Var>, _: Vec<Var>, db: Vec<Var>) -> Vec<Var> {
///         let mut dx: Vec<Var> = vec![];
///         for (row, db) in self.rows.iter().zip(db) {
///             let known: Var = row.iter().zip(&dx).map(|(a, dx)| a * dx).sum();
///             dx.push((db - known) / row[dx.len()]);
///         }
///         dx
///     }
/// }
/// let rows = vec![vec![2.0], vec![1.0, 4.0]];
/// let (norm2, db) = value_and_grad(|b| { let x = Forward { rows }.call(b); dot(&x, &x) }, vec![2.0, 5.0])?;
/// assert_eq!((norm2, db), (2.0, vec![0.75, 0.5]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// The pullback is handed the point and the value, as far as [`keeps`](Self::keeps) says that it reads them. What else it
/// should see (a factorisation, say) is made part of `Out`. [`check_rule`](super::check_rule) tests a rule.
pub trait Rule: Send + Sync + 'static {
    /// What it takes.
    type In: Numbers;
    /// What it gives; the same shape for every point of a shape.
    type Out: Numbers;
    /// The value.
    fn value(&self, x: &Self::In) -> Self::Out;
    /// The tangent of the value `y` at `x` along `dx`; linear in `dx`.
    fn jvp(&self, x: Vars<Self::In>, y: Vars<Self::Out>, dx: Vars<Self::In>) -> Vars<Self::Out>;
    /// The cotangent of `x` for the cotangent `dy` of the value `y`, if it is not to be derived from [`jvp`](Self::jvp).
    fn vjp(&self, _x: Vars<Self::In>, _y: Vars<Self::Out>, _dy: Vars<Self::Out>) -> Option<Vars<Self::In>> {
        None
    }
    /// As [`value`](Self::value), for a rule that can fail: the entry point returns its error, with the rule's name.
    ///
    /// # Errors
    /// The rule's own.
    fn try_value(&self, x: &Self::In) -> Result<Self::Out, BoxError> {
        Ok(self.value(x))
    }
    /// Its name in printed programs and messages: that of the type, unless it says another. Rules of one name and
    /// different state cannot be told apart in a program that is read back.
    fn name(&self) -> String {
        let path = std::any::type_name::<Self>();
        let path = path.split('<').next().unwrap_or(path);
        path.rsplit("::").next().unwrap_or(path).to_string()
    }
    /// How many times it can be differentiated: `None`, at will. A rule whose `jvp` computes with plain numbers loses the
    /// next derivative there, and says `Some(1)`: then a second derivative is an error instead of wrong.
    fn orders(&self) -> Option<u32> {
        None
    }
    /// What the pullback reads of the point and the value: what one call keeps in memory until the reverse sweep of a
    /// gradient has passed it. What is not kept is NaN to the pullback then.
    fn keeps(&self) -> Keeps {
        Keeps::Both
    }
    /// Tells apart rules of one name.
    #[doc(hidden)]
    fn key(&self) -> Option<usize> {
        let mut hash = DefaultHasher::new();
        std::any::TypeId::of::<Self>().hash(&mut hash);
        (size_of_val(self) == 0).then(|| hash.finish() as usize)
    }
    /// Applies it. A rule that is called often is put in an [`Arc`] once, and a clone of it called.
    ///
    /// # Errors
    /// Leaves the entry point with [`Error::Rule`] where the rule fails or answers another shape than it should.
    #[track_caller]
    fn call(self, x: Vars<Self::In>) -> Vars<Self::Out>
    where
        Self: Sized,
    {
        let at = Location::caller();
        let applied = Self::In::apart(x).and_then(|(plain, vars)| {
            let (rule, output) = tied(self, plain)?;
            let y = record_valued(&rule, &vars, output.numbers(), at)?;
            Ok(output.with_vars(&y))
        });
        applied.unwrap_or_else(|mut error| {
            error.or_at(Some(Origin::Rust(at)));
            level::leave(error)
        })
    }
    /// The rule as a line of a List holds it, for as many numbers as `example` has:
    /// [`List::read_with`](crate::List::read_with) takes it.
    ///
    /// # Errors
    /// [`Error::Rule`] where the rule fails at `example`.
    fn custom(self, example: &Self::In) -> Result<Custom, Error>
    where
        Self: Sized,
    {
        let point = example.with_numbers(&example.numbers());
        Ok(tied(self, point)?.0)
    }
}

impl<R: Rule> Rule for Arc<R> {
    type In = R::In;
    type Out = R::Out;
    fn value(&self, x: &R::In) -> R::Out {
        (**self).value(x)
    }
    fn jvp(&self, x: Vars<R::In>, y: Vars<R::Out>, dx: Vars<R::In>) -> Vars<R::Out> {
        (**self).jvp(x, y, dx)
    }
    fn vjp(&self, x: Vars<R::In>, y: Vars<R::Out>, dy: Vars<R::Out>) -> Option<Vars<R::In>> {
        (**self).vjp(x, y, dy)
    }
    fn try_value(&self, x: &R::In) -> Result<R::Out, BoxError> {
        (**self).try_value(x)
    }
    fn name(&self) -> String {
        (**self).name()
    }
    fn orders(&self) -> Option<u32> {
        (**self).orders()
    }
    fn keeps(&self) -> Keeps {
        (**self).keeps()
    }
    fn key(&self) -> Option<usize> {
        Some(Arc::as_ptr(self) as usize)
    }
}

/// A rule for points of one shape.
struct Tied<R: Rule> {
    rule: Arc<R>,
    input: R::In,
    output: R::Out,
}

/// A rule for points of the shape of `x`, and its value there.
fn tied<R: Rule>(rule: R, x: R::In) -> Result<(Custom, R::Out), Error> {
    let (name, rule) = (rule.name(), Arc::new(rule));
    let output = value(&*rule, &x)?;
    let copy = output.with_numbers(&output.numbers());
    let key = rule.key().unwrap_or(Arc::as_ptr(&rule) as usize);
    Ok((Custom::new(name, key, Arc::new(Tied { rule, input: x, output: copy })), output))
}

fn value<R: Rule>(rule: &R, x: &R::In) -> Result<R::Out, Error> {
    rule.try_value(x).map_err(|error| fault(rule, error.to_string()))
}

fn fault<R: Rule>(rule: &R, what: String) -> Error {
    Error::Rule { rule: rule.name(), what, at: None }
}

/// The variables of a tree, which must be `expected` many.
fn leaves<R: Rule, T: Numbers>(rule: &R, method: &str, vars: T::Vars, expected: usize) -> Result<Vec<Var>, Error> {
    let (_, vars) = T::apart(vars)?;
    let (got, whose) = (vars.len(), if method == "jvp" { "its value" } else { "its argument" });
    if got == expected {
        return Ok(vars);
    }
    Err(fault(rule, format!("`{method}` answers {got} numbers, but {whose} has {expected}")))
}

impl<R: Rule> Law for Tied<R> {
    fn inputs(&self) -> usize {
        self.input.count()
    }
    fn outputs(&self) -> usize {
        self.output.count()
    }
    fn value(&self, x: &[f64]) -> Result<Vec<f64>, Error> {
        Ok(value(&*self.rule, &self.input.with_numbers(x))?.numbers())
    }
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom> {
        let (n, m, orders) = (self.inputs(), self.outputs(), self.orders());
        let this = Tied {
            rule: Arc::clone(&self.rule),
            input: self.input.with_numbers(&self.input.numbers()),
            output: self.output.with_numbers(&self.output.numbers()),
        };
        let code = match which {
            Derived::Slopes => return None,
            Derived::Push => Code::new(2 * n + m, m, move |z| this.push(&z[..n], &z[n..n + m], &z[n + m..])),
            Derived::Pull => Code::new(n + 2 * m, n, move |z| this.pull(&z[..n], &z[n..n + m], &z[n + m..])),
        };
        Some(of.derive(which, Arc::new(code.up_to(orders.map(|orders| orders.saturating_sub(1))))))
    }
    fn orders(&self) -> Option<u32> {
        self.rule.orders()
    }
    fn keeps(&self) -> Keeps {
        self.rule.keeps()
    }
}

impl<R: Rule> Tied<R> {
    fn push(&self, x: &[Var], y: &[Var], dx: &[Var]) -> Result<Vec<Var>, Error> {
        let dy = self.rule.jvp(self.input.with_vars(x), self.output.with_vars(y), self.input.with_vars(dx));
        leaves::<R, R::Out>(&self.rule, "jvp", dy, self.outputs())
    }
    /// The pullback that the rule gives, or the transpose of its tangent.
    fn pull(&self, x: &[Var], y: &[Var], dy: &[Var]) -> Result<Vec<Var>, Error> {
        let given = self.rule.vjp(self.input.with_vars(x), self.output.with_vars(y), self.output.with_vars(dy));
        match given {
            Some(dx) => leaves::<R, R::In>(&self.rule, "vjp", dx, self.inputs()),
            // The tangent is linear: its derivative is the same everywhere, at ones as well.
            None => pulled(|dx| self.push(x, y, &dx), &vec![Var::constant(1.0); x.len()], dy),
        }
    }
}
