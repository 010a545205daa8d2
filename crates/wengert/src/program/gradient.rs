//! A recorded program with one output, differentiated: by the plan, as machine code, carefully where a kink was met.

use super::{Program, Scratch, transform};
use crate::Error;
use crate::custom;
use crate::drive::careful::Careful;
use crate::drive::{Matrix, second};
use crate::sweep::{self, Constants};
use crate::tree::{self, Leaves, Tree};
use crate::value::Real;
use std::sync::Arc;

/// Differentiating a program with one output.
impl<F: Real, X: Tree<F, Num = F, Grad = X>> Program<X, F, F> {
    /// The value at `x` and the gradient in its shape.
    ///
    /// ```
    /// let p = wengert::Program::trace(|(a, v): (wengert::Var, [wengert::Var; 2])| a * (v[0] + v[1]), (1.0, [1.0, 1.0]))?;
    /// assert_eq!(p.value_and_grad((2.0, [3.0, 4.0]))?, (14.0, (7.0, [2.0, 2.0])));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn value_and_grad(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<(F, X), Error> {
        let point = self.point(&x)?;
        let mut bar = vec![F::of(0.0); point.len()];
        let y = self.value_and_grad_into(&point, &mut bar, &mut Scratch::default())?;
        Ok((y, x.fill(&mut Leaves::own(&bar))))
    }
    /// As [`value_and_grad`](Self::value_and_grad), into the caller's numbers and with the caller's memory: allocates
    /// nothing once the scratch has grown.
    ///
    /// ```
    /// use wengert::{Program, Scratch, Var};
    /// let p = Program::trace(|x: Vec<Var>| x[0] * x[1], vec![1.0, 1.0])?;
    /// let (mut g, mut scratch) = ([0.0; 2], Scratch::default());
    /// assert_eq!((p.value_and_grad_into(&[2.0, 3.0], &mut g, &mut scratch)?, g), (6.0, [3.0, 2.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval); [`Error::Input`] where `grad` has another length than the point.
    pub fn value_and_grad_into(&self, x: &[F], grad: &mut [F], scratch: &mut Scratch<F>) -> Result<F, Error> {
        let expected = self.list.input_len();
        for got in [x.len(), grad.len()] {
            if got != expected {
                return Err(Error::Input { expected, got });
            }
        }
        let asked = Careful::asked(false);
        if !asked && let Some(y) = self.native_into(x, grad, scratch) {
            return if grad.iter().any(|g| g.is_nan()) { self.careful_into(x, grad) } else { Ok(y) };
        }
        let Some(plan) = self.prepared.plan(&self.list) else { return self.careful_into(x, grad) };
        let y = plan.value(x, &mut scratch.at).map_err(|flipped| self.flipped(flipped))?;
        // Where nothing odd is met, there is nothing to note or to settle, whatever was asked.
        let even = if asked {
            plan.adjoint::<F, true>(&scratch.at, &mut scratch.bars)
        } else {
            plan.adjoint::<F, false>(&scratch.at, &mut scratch.bars)
        };
        scratch.bars.copy_to(grad);
        if even && !grad.iter().any(|g| g.is_nan()) { Ok(y) } else { self.careful_into(x, grad) }
    }
    /// The value at `x`, with the caller's memory: allocates nothing once the scratch has grown.
    ///
    /// ```
    /// use wengert::{Program, Scratch, Var};
    /// let p = Program::trace(|x: Vec<Var>| x[0] * x[1], vec![1.0, 1.0])?;
    /// assert_eq!(p.value_into(&[2.0, 3.0], &mut Scratch::default())?, 6.0);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn value_into(&self, x: &[F], scratch: &mut Scratch<F>) -> Result<F, Error> {
        let expected = self.list.input_len();
        if x.len() != expected {
            return Err(Error::Input { expected, got: x.len() });
        }
        match self.prepared.plan(&self.list) {
            Some(plan) => plan.value(x, &mut scratch.at).map_err(|flipped| self.flipped(flipped)),
            None => {
                let constants = Constants::literal(F::of(0.0));
                custom::listen(|| sweep::value(&self.list, &constants, x, &mut scratch.at))??;
                Ok(sweep::outputs(&self.list, &constants, &scratch.at)[0])
            }
        }
    }
    /// Compiles value and gradient to machine code now. A program does so by itself once its gradient was asked for often
    /// (compiling costs about as much as a hundred gradients); who measures, or cannot wait then, asks for it here.
    ///
    /// Answers whether there is machine code: on x86-64 with AVX, in double precision, for programs without sub-Lists
    /// and without rows whose derivative takes another form at numbers (`max`, `where`). It has the bits of the other
    /// executors, and is shared by the clones of the program.
    ///
    /// ```
    /// use wengert::{Program, Scratch};
    /// let p = Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
    /// let before = p.value_and_grad([2.0, 3.0])?;
    /// p.prepare();
    /// assert_eq!(p.value_and_grad([2.0, 3.0])?, before);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn prepare(&self) -> bool {
        F::DOUBLE && self.prepared.compiled(&self.list).is_some()
    }
    /// Value and gradient by machine code, where there is some; `None` also where a guard does not hold, which the plan
    /// reports.
    #[inline]
    fn native_into(&self, x: &[F], grad: &mut [F], scratch: &mut Scratch<F>) -> Option<F> {
        let x = F::doubles(x)?;
        let native = self.prepared.native(&self.list)?;
        let (out, frame) = (F::doubles_mut(&mut scratch.bar)?, F::doubles_mut(&mut scratch.at)?);
        native.run(x, out, frame).ok()?;
        grad.copy_from_slice(&scratch.bar[1..]);
        scratch.bar.first().copied()
    }
    fn flipped(&self, flipped: sweep::Flipped) -> Error {
        Error::Branch { at: self.list.origin(flipped.line) }
    }
    fn careful_into(&self, x: &[F], grad: &mut [F]) -> Result<F, Error> {
        let (y, bar) = self.traced(x.to_vec()).gradient()?;
        grad.copy_from_slice(&bar);
        Ok(y)
    }
    /// The value at `x`, the gradient and the Hessian.
    ///
    /// ```
    /// let p = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| x * x * y, [1.0, 1.0])?;
    /// let (value, grad, h) = p.hessian([2.0, 3.0])?;
    /// assert_eq!((value, grad, h.to_array()), (12.0, [12.0, 4.0], [[6.0, 4.0], [4.0, 0.0]]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn hessian(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<(F, X, Matrix<F>), Error> {
        let traced = self.traced(self.point(&x)?);
        let (y, bar) = traced.gradient()?;
        let n = bar.len();
        let entries = second::hessian_entries(&traced)?;
        Ok((y, x.fill(&mut Leaves::own(&bar)), Matrix::new(n, n, entries)))
    }
    /// The gradient as a program: it can be printed, simplified, evaluated and differentiated again.
    ///
    /// It says what [`value_and_grad`](Self::value_and_grad) says, with two exceptions, since to evaluate it is arithmetic and
    /// no sweep: where a zero meets an infinite slope it is NaN, and at a kink it has the slope of least norm, without
    /// a note, whatever [`Kinks`](crate::Kinks) asks for.
    ///
    /// ```
    /// use wengert::Program;
    /// let p = Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
    /// let g = p.gradient_program()?;
    /// assert_eq!(g.eval([2.0, 3.0])?, p.value_and_grad([2.0, 3.0])?.1);
    /// let (_, h) = g.jacobian([2.0, 3.0])?;
    /// assert_eq!(h, p.hessian([2.0, 3.0])?.2);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// [`Error::TooLong`] where it has more values than a List can hold.
    pub fn gradient_program(&self) -> Result<Program<X, X, F>, Error> {
        let list = Arc::new(transform::gradient(&self.list)?);
        let leaves = tree::flat(&self.x);
        let shape = || self.x.fill(&mut Leaves::own(&leaves));
        let remake = |x: &X, f: &mut dyn FnMut(F) -> F| {
            let numbers: Vec<F> = tree::flat(x).into_iter().map(f).collect();
            x.fill(&mut Leaves::own(&numbers))
        };
        Ok(Program { list, prepared: Arc::default(), x: shape(), y: shape(), remake })
    }
}
