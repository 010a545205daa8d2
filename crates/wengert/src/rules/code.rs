//! Code over variables as a rule: its value by running it, its derivatives by recording it. All derived rules are code.

use crate::custom::{Custom, Derived, Law};
use crate::drive::{Traced, run, trace};
use crate::list::List;
use crate::sweep::{self, Constants, Dual};
use crate::tape::level;
use crate::value::Value;
use crate::{Error, Number, Tree, Var};
use std::sync::Arc;

/// What a rule computes with variables; flat.
pub(crate) type Flat = dyn Fn(&[Var]) -> Result<Vec<Var>, Error> + Send + Sync;

/// A rule that is code over variables, which can be recorded and so differentiated.
#[derive(Clone)]
pub(crate) struct Code {
    pub inputs: usize,
    pub outputs: usize,
    /// How many times it can be differentiated, if not at will.
    pub orders: Option<u32>,
    pub run: Arc<Flat>,
}

impl Code {
    pub fn new(
        inputs: usize,
        outputs: usize,
        run: impl Fn(&[Var]) -> Result<Vec<Var>, Error> + Send + Sync + 'static,
    ) -> Code {
        Code { inputs, outputs, orders: None, run: Arc::new(run) }
    }
    /// The same code, which can be differentiated so often.
    pub fn up_to(self, orders: Option<u32>) -> Code {
        Code { orders, ..self }
    }
    /// A derivative that rule `of` does not have.
    fn missing(&self, of: &Custom) -> Code {
        let (rule, _) = of.name().split_once('.').unwrap_or((of.name(), ""));
        let (rule, has) = (rule.to_string(), of.name().matches('.').count());
        let what = format!(
            "has derivatives up to order {has}, as its `orders` says, and one of order {} is asked for; write its `jvp` with \
             variables throughout and let `orders` answer `None`",
            has + 1
        );
        let fails = move |_: &[Var]| Err(Error::Rule { rule: rule.clone(), what: what.clone(), at: None });
        Code::new(self.inputs, self.outputs, fails)
    }
    /// (x, y, ẋ) ↦ ẏ by a forward sweep over the recorded code.
    fn push(&self) -> Code {
        let (code, n, m) = (self.clone(), self.inputs, self.outputs);
        Code::new(2 * n + m, m, move |z| {
            let (x, dx) = (&z[..n], &z[n + m..]);
            let moved = recorded(x, |x| (code.run)(&x))?.along(|i| (!dx[i].is_zero()).then_some(dx[i]));
            let at = moved.values()?;
            Ok(moved.outputs(&at).into_iter().map(Dual::tangent).collect())
        })
    }
    /// (x, y, ȳ) ↦ x̄ by a reverse sweep over the recorded code.
    fn pull(&self) -> Code {
        let (code, n, m) = (self.clone(), self.inputs, self.outputs);
        Code::new(n + 2 * m, n, move |z| pulled(|x| (code.run)(&x), &z[..n], &z[n + m..]))
    }
}

/// Jᵀ ȳ of code at x.
pub(crate) fn pulled(
    code: impl FnOnce(Vec<Var>) -> Result<Vec<Var>, Error>,
    x: &[Var],
    y_bar: &[Var],
) -> Result<Vec<Var>, Error> {
    let traced = recorded(x, code)?;
    traced.adjoint(&traced.values()?, y_bar, false)
}

/// A List as code.
pub(crate) fn of_list(list: &List, x: &[Var]) -> Result<Vec<Var>, Error> {
    let constants = Constants::literal(Var::constant(0.0));
    let mut at = Vec::new();
    sweep::value(list, &constants, x, &mut at)?;
    Ok(sweep::outputs(list, &constants, &at))
}

/// Code recorded at x: plain numbers, or variables of the levels around.
pub(crate) fn recorded<N: Number + Tree<Num = N, Traced = Var>>(
    x: &[N],
    code: impl FnOnce(Vec<Var>) -> Result<Vec<Var>, Error>,
) -> Result<Traced<N>, Error> {
    let traced = trace(x, |x, outs: &mut Vec<Var>| {
        *outs = code(x)?;
        Ok(())
    })?;
    Ok(traced.0)
}

/// Runs code at plain numbers, in a level of its own: what it does wrong is an error, wherever it is called.
pub(crate) fn plainly(x: &[f64], code: impl FnOnce(&[Var]) -> Result<Vec<Var>, Error>) -> Result<Vec<f64>, Error> {
    let x: Vec<Var> = x.iter().map(|&v| Var::constant(v)).collect();
    let (y, level) = run(level::open_eager(0)?, |_| code(&x))?;
    level.recycle();
    let number = |y: Var| match y.identity {
        0 => Ok(y.v),
        // Code at constants answers constants.
        _ => Err(Error::Rule { rule: String::new(), what: SMUGGLED.to_string(), at: None }),
    };
    y.into_iter().map(number).collect()
}

const SMUGGLED: &str = "answers a variable that it was not given, whose derivative would be lost; make it an argument";

impl Law for Code {
    fn inputs(&self) -> usize {
        self.inputs
    }
    fn outputs(&self) -> usize {
        self.outputs
    }
    fn value(&self, x: &[f64]) -> Result<Vec<f64>, Error> {
        plainly(x, |x| (self.run)(x))
    }
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom> {
        let code = match which {
            Derived::Slopes => return None,
            Derived::Push => self.push(),
            Derived::Pull => self.pull(),
        };
        let code = match self.orders {
            None => code,
            Some(0) => code.missing(of),
            Some(orders) => code.up_to(Some(orders - 1)),
        };
        Some(of.derive(which, Arc::new(code)))
    }
    fn orders(&self) -> Option<u32> {
        self.orders
    }
}
