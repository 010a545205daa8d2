//! Owned `ndarray` arrays as points and outputs, in logical order; [`Var`] as their element.

use crate::{Error, Leaves, Lift, Number, Output, Real, Tree, Var};
use ndarray::{Array, ArrayBase, Dimension, OwnedRepr, ScalarOperand};

impl<F: Real> ScalarOperand for Var<F> {}

#[diagnostic::do_not_recommend]
impl<F: Real, T: Tree<F>, D: Dimension> Tree<F> for ArrayBase<OwnedRepr<T>, D> {
    type Num = T::Num;
    type Traced = Array<T::Traced, D>;
    type Grad = Array<T::Grad, D>;
    fn count(&self) -> usize {
        self.iter().map(T::count).sum()
    }
    fn lift(&self, lift: &mut Lift<'_, T::Num>) -> Self::Traced {
        shaped(self.raw_dim(), self.iter().map(|t| t.lift(lift)).collect())
    }
    fn fill(&self, from: &mut Leaves<'_, T::Num>) -> Self::Grad {
        shaped(self.raw_dim(), self.iter().map(|t| t.fill(from)).collect())
    }
    fn flatten(&self, out: &mut Vec<T::Num>) {
        self.iter().for_each(|t| t.flatten(out));
    }
}

#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real, T: Output<N, F>, D: Dimension> Output<N, F> for ArrayBase<OwnedRepr<T>, D> {
    type Plain = Array<T::Plain, D>;
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error> {
        let dim = self.raw_dim();
        let plain = self.into_iter().map(|t| t.leaves(out)).collect::<Result<_, _>>()?;
        Ok(shaped(dim, plain))
    }
    fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain {
        shaped(plain.raw_dim(), plain.iter().map(|p| T::remake(p, f)).collect())
    }
}

/// The elements of an array in logical order, as an array of that shape in standard layout.
fn shaped<T, D: Dimension>(dim: D, elements: Vec<T>) -> Array<T, D> {
    Array::from_shape_vec(dim, elements).expect("as many elements as the array they came from")
}
