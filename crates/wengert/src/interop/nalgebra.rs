//! Owned `nalgebra` matrices and vectors as points and outputs, in nalgebra's order, column by column.

use crate::{Error, Leaves, Lift, Number, Output, Real, Tree, Var};
use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix, Scalar};

#[diagnostic::do_not_recommend]
impl<F: Real, T, R: Dim, C: Dim> Tree<F> for OMatrix<T, R, C>
where
    T: Tree<F> + Scalar,
    T::Traced: Scalar,
    T::Grad: Scalar,
    DefaultAllocator: Allocator<R, C>,
{
    type Num = T::Num;
    type Traced = OMatrix<T::Traced, R, C>;
    type Grad = OMatrix<T::Grad, R, C>;
    fn count(&self) -> usize {
        self.iter().map(T::count).sum()
    }
    fn lift(&self, lift: &mut Lift<'_, T::Num>) -> Self::Traced {
        let (rows, cols) = self.shape_generic();
        OMatrix::from_iterator_generic(rows, cols, self.iter().map(|t| t.lift(lift)))
    }
    fn fill(&self, from: &mut Leaves<'_, T::Num>) -> Self::Grad {
        let (rows, cols) = self.shape_generic();
        OMatrix::from_iterator_generic(rows, cols, self.iter().map(|t| t.fill(from)))
    }
    fn flatten(&self, out: &mut Vec<T::Num>) {
        self.iter().for_each(|t| t.flatten(out));
    }
}

#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real, T, R: Dim, C: Dim> Output<N, F> for OMatrix<T, R, C>
where
    T: Output<N, F> + Scalar,
    T::Plain: Scalar,
    DefaultAllocator: Allocator<R, C>,
{
    type Plain = OMatrix<T::Plain, R, C>;
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error> {
        let (rows, cols) = self.shape_generic();
        let plain: Vec<T::Plain> = self.iter().map(|t| t.clone().leaves(out)).collect::<Result<_, _>>()?;
        Ok(OMatrix::from_iterator_generic(rows, cols, plain))
    }
    fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain {
        let (rows, cols) = plain.shape_generic();
        OMatrix::from_iterator_generic(rows, cols, plain.iter().map(|p| T::remake(p, f)))
    }
}
