//! A recorded program at other points: its value, its products with tangents and cotangents, its Jacobian; with other data.

use super::{Program, Scratch, simplify};
use crate::Error;
use crate::custom;
use crate::drive::{Matrix, Traced, jacobian, vector};
use crate::list::List;
use crate::sweep::{self, Constants};
use crate::tree::{self, Leaves, Tree};
use crate::value::Real;
use std::sync::Arc;

/// Evaluating.
impl<F: Real, X: Tree<F, Num = F, Grad = X>, Y> Program<X, Y, F> {
    pub(super) fn point(&self, x: &impl Tree<F, Num = F, Grad = X>) -> Result<Vec<F>, Error> {
        let numbers = tree::flat(x);
        let expected = self.list.input_len();
        if numbers.len() == expected { Ok(numbers) } else { Err(Error::Input { expected, got: numbers.len() }) }
    }
    fn shaped(&self, numbers: &[F]) -> Y {
        let mut next = numbers.iter();
        (self.remake)(&self.y, &mut |old| next.next().copied().unwrap_or(old))
    }
    pub(super) fn traced(&self, x: Vec<F>) -> Traced<F> {
        Traced { list: Arc::clone(&self.list), x, captured: Vec::new(), like: F::of(0.0) }
    }
    /// The value at `x`.
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| (x * y, x - y), [2.0, 3.0])?;
    /// assert_eq!(p.eval([5.0, 1.0])?, (5.0, 4.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// [`Error::Branch`] where a comparison comes out differently than when the program was traced; [`Error::Input`]
    /// where `x` has another number of entries.
    pub fn eval(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<Y, Error> {
        self.eval_with(x, &mut Scratch::default())
    }
    /// As [`eval`](Self::eval), with memory of the caller's.
    ///
    /// ```
    /// use wengert::{Program, Scratch, Var};
    /// let p = Program::trace(|x: Var| x.sin(), 0.0)?;
    /// let mut scratch = Scratch::default();
    /// for x in [0.5, 1.0] {
    ///     assert_eq!(p.eval_with(x, &mut scratch)?, x.sin());
    /// }
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn eval_with(&self, x: impl Tree<F, Num = F, Grad = X>, scratch: &mut Scratch<F>) -> Result<Y, Error> {
        let constants = Constants::literal(F::of(0.0));
        let x = self.point(&x)?;
        custom::listen(|| sweep::value(&self.list, &constants, &x, &mut scratch.at))??;
        Ok(self.shaped(&sweep::outputs(&self.list, &constants, &scratch.at)))
    }
    /// The value at each point.
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| x * y, [1.0, 1.0])?;
    /// assert_eq!(p.batch(&[[2.0, 3.0], [4.0, 5.0]])?, [6.0, 20.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval), for the first point that fails.
    pub fn batch<T: Tree<F, Num = F, Grad = X>>(&self, points: &[T]) -> Result<Vec<Y>, Error> {
        let mut scratch = Scratch::default();
        points.iter().map(|x| self.eval_with(x, &mut scratch)).collect()
    }
    /// The value at `x` and the Jacobian: row i is the gradient of output i.
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| [x * y, x - y], [1.0, 1.0])?;
    /// let (values, j) = p.jacobian([2.0, 3.0])?;
    /// assert_eq!((values, j.to_array()), ([6.0, -1.0], [[3.0, 2.0], [1.0, -1.0]]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn jacobian(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<(Y, Matrix<F>), Error> {
        let traced = self.traced(self.point(&x)?);
        let at = traced.values()?;
        let y = traced.outputs(&at);
        let entries = jacobian::entries(&traced, &at, y.len())?;
        Ok((self.shaped(&y), Matrix::new(y.len(), traced.x.len(), entries)))
    }
    /// The value at `x` and J `dx`; kinks are noted, refused or settled as by [`jvp`](crate::jvp).
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| [x * y, x - y], [1.0, 1.0])?;
    /// assert_eq!(p.jvp([2.0, 3.0], [1.0, 0.0])?, ([6.0, -1.0], [3.0, 1.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval); [`Error::Undefined`] at a kink under [`Kinks::Error`](crate::Kinks::Error).
    pub fn jvp(
        &self,
        x: impl Tree<F, Num = F, Grad = X>,
        dx: impl Tree<F, Num = F, Grad = X>,
    ) -> Result<(Y, Y), Error> {
        let (x, dx) = (self.point(&x)?, self.point(&dx)?);
        let (y, dy) = vector::moved(&self.traced(x), &dx)?;
        Ok((self.shaped(&y), self.shaped(&dy)))
    }
    /// The value at `x`, and Jᵀ times a cotangent in the shape of the value.
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| [x * y, x - y], [1.0, 1.0])?;
    /// assert_eq!(p.vjp([2.0, 3.0], [1.0, 10.0])?, ([6.0, -1.0], [13.0, -8.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval); [`Error::Input`] where the seed has another number of entries than the value.
    pub fn vjp(&self, x: impl Tree<F, Num = F, Grad = X>, seed: Y) -> Result<(Y, X), Error> {
        let traced = self.traced(self.point(&x)?);
        let mut seeds = Vec::new();
        (self.remake)(&seed, &mut |s| {
            seeds.push(s);
            s
        });
        let expected = self.list.outputs().len();
        if seeds.len() != expected {
            return Err(Error::Input { expected, got: seeds.len() });
        }
        let at = traced.values()?;
        let bar = traced.adjoint(&at, &seeds, false)?;
        Ok((self.shaped(&traced.outputs(&at)), x.fill(&mut Leaves::own(&bar))))
    }
    /// The same program with other data.
    ///
    /// ```
    /// use wengert::{Program, Var};
    /// let p = Program::trace_with(|x: Var, d: Var| x * d, 2.0, 3.0)?;
    /// assert_eq!((p.eval(2.0)?, p.rebind(10.0)?.eval(2.0)?), (6.0, 20.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// [`Error::Input`] where their number differs.
    pub fn rebind<D: Tree<F, Num = F>>(&self, data: D) -> Result<Program<X, Y, F>, Error>
    where
        X: Clone,
        Y: Clone,
    {
        let numbers: Vec<f64> = tree::flat(&data).into_iter().map(F::wide).collect();
        let expected = self.list.data().len();
        if numbers.len() != expected {
            return Err(Error::Input { expected, got: numbers.len() });
        }
        let mut list = List::clone(&self.list);
        list.rebind(&numbers);
        Ok(Program {
            list: Arc::new(list),
            prepared: Arc::default(),
            x: self.x.clone(),
            y: self.y.clone(),
            remake: self.remake,
        })
    }
    /// The same program with less in it: see [`simplify`](simplify::simplify).
    ///
    /// ```
    /// let p = wengert::Program::trace(|x: wengert::Var| x * x + x * x, 3.0)?;
    /// let less = p.clone().simplified()?;
    /// assert!(less.list().len() < p.list().len());
    /// assert_eq!(less.eval(5.0)?, p.eval(5.0)?);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// [`Error::TooLong`] never, in practice.
    pub fn simplified(self) -> Result<Program<X, Y, F>, Error> {
        let list = Arc::new(simplify::simplify(&self.list)?);
        Ok(Program { list, prepared: Arc::default(), ..self })
    }
}
