//! Trees of plain numbers that a rule takes and gives, taken apart into leaves and put together again.

use crate::tree::{self, Leaves, Lift, Output, Tree};
use crate::{Error, Var};

/// What a [`Rule`](super::Rule) takes and gives: `f64`, arrays, `Vec`s, tuples, matrices and `#[derive(Tree)]` structs of it,
/// nested at will.
///
/// Implemented for all of them; nothing is left to write.
pub trait Numbers: Tree<Num = f64> + Sized + Send + Sync + 'static {
    /// The same shape of variables.
    type Vars;
    /// Its numbers in order.
    #[doc(hidden)]
    fn numbers(&self) -> Vec<f64> {
        tree::flat(self)
    }
    /// The same shape with other numbers.
    #[doc(hidden)]
    fn with_numbers(&self, numbers: &[f64]) -> Self;
    /// The same shape of these variables.
    #[doc(hidden)]
    fn with_vars(&self, vars: &[Var]) -> Self::Vars;
    /// The values of variables in this shape, and the variables in order.
    #[doc(hidden)]
    fn apart(vars: Self::Vars) -> Result<(Self, Vec<Var>), Error>;
}

impl<T> Numbers for T
where
    T: Tree<Num = f64, Grad = T> + Send + Sync + 'static,
    T::Traced: Tree<Num = Var, Grad = T::Traced> + Output<f64, Plain = T>,
{
    type Vars = T::Traced;
    fn with_numbers(&self, numbers: &[f64]) -> T {
        self.fill(&mut Leaves::own(numbers))
    }
    fn with_vars(&self, vars: &[Var]) -> T::Traced {
        self.lift(&mut Lift::new(0, None)).fill(&mut Leaves::own(vars))
    }
    fn apart(vars: T::Traced) -> Result<(T, Vec<Var>), Error> {
        let mut leaves = Vec::new();
        let plain = vars.leaves(&mut |v| {
            leaves.push(v);
            v.v
        })?;
        Ok((plain, leaves))
    }
}
