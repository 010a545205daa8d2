//! The recorded program: a List with the shapes of its point and its value.

use super::prepared::Prepared;
use super::{simplify, transform};
use crate::custom;
use crate::drive::careful::Careful;
use crate::drive::{Matrix, Traced, jacobian, second, traced};
use crate::exec::Registers;
use crate::list::List;
use crate::options::lines_wanted;
use crate::sweep::{self, Constants};
use crate::tape::level::open_recording;
use crate::tape::trace::Recorder;
use crate::tree::{self, Leaves, Lift, Output, Tree};
use crate::value::Real;
use crate::{Error, Var};
use std::fmt;
use std::sync::Arc;

/// Recorded straight-line code: traced once, evaluated and differentiated at other points.
///
/// Immutable, `Send + Sync`, holds no closure. `X` and `Y` are the plain shapes of point and value: a program over a
/// `&[f64]` or a `Vec<f64>` is a `Program<Vec<f64>, f64>`. Comparisons made while tracing are guards: a point at which
/// one comes out differently is an [`Error::Branch`], never the old branch's answer.
///
/// ```
/// use wengert::{Error, Program};
/// let p = Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
/// let (value, grad) = p.value_and_grad([1.0, 1.5])?;
/// assert_eq!((value, grad[0]), (1.5 + 1.5_f64.sin(), 1.5 + 1.5 * 1.5_f64.cos()));
///
/// let branchy = Program::trace(|x| if x > 0.0 { x * x } else { -x }, 1.0)?;
/// assert!(matches!(branchy.eval(-2.0), Err(Error::Branch { .. })));
/// # Ok::<(), Error>(())
/// ```
pub struct Program<X = Vec<f64>, Y = f64, F = f64> {
    list: Arc<List>,
    /// What repeated gradients run on.
    prepared: Arc<Prepared>,
    x: X,
    y: Y,
    remake: fn(&Y, &mut dyn FnMut(F) -> F) -> Y,
}

/// What an evaluation writes to; reused from call to call it saves the allocations.
#[derive(Debug)]
pub struct Scratch<F = f64> {
    at: Vec<F>,
    /// What machine code answers.
    bar: Vec<F>,
    bars: Registers<F>,
}

impl<F> Default for Scratch<F> {
    fn default() -> Scratch<F> {
        Scratch { at: Vec::new(), bar: Vec::new(), bars: Registers::default() }
    }
}

/// Tracing, in double precision, so that a closure's variables are known to be `Var<f64>` before it is read;
/// [`single`](crate::single) has both functions for `f32`.
impl<X: Tree<Num = f64, Grad = X>, Y> Program<X, Y> {
    /// Records `f` at `x`.
    ///
    /// # Errors
    /// What the closure returns, and the misuse of variables as in [`value_and_grad`](crate::value_and_grad).
    #[track_caller]
    pub fn trace<T, O>(f: impl FnOnce(T::Traced) -> O, x: T) -> Result<Program<X, Y>, Error>
    where
        T: Tree<Num = f64, Grad = X>,
        O: Output<f64, Plain = Y>,
    {
        record(f, x)
    }
    /// Records `f` at `x`, with data that later calls may [`rebind`](Self::rebind): operations on them are recorded, and
    /// nothing is differentiated with respect to them.
    ///
    /// ```
    /// use wengert::Program;
    /// let line = |[a, b]: [wengert::Var; 2], d: Vec<wengert::Var>| a + b * d[0] - d[1];
    /// let p = Program::trace_with(line, [1.0, 2.0], vec![3.0, 5.0])?;
    /// assert_eq!(p.eval([1.0, 2.0])?, 2.0);
    /// assert_eq!(p.rebind(vec![10.0, 0.0])?.value_and_grad([1.0, 2.0])?, (21.0, [1.0, 10.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`trace`](Self::trace).
    #[track_caller]
    pub fn trace_with<T, D, O>(f: impl FnOnce(T::Traced, D::Traced) -> O, x: T, data: D) -> Result<Program<X, Y>, Error>
    where
        T: Tree<Num = f64, Grad = X>,
        D: Tree<Num = f64>,
        O: Output<f64, Plain = Y>,
    {
        record_with(f, x, data)
    }
}

/// A function of the point, recorded in either precision.
#[track_caller]
pub(crate) fn record<F: Real, X, Y, T, O>(f: impl FnOnce(T::Traced) -> O, x: T) -> Result<Program<X, Y, F>, Error>
where
    X: Tree<F, Num = F, Grad = X>,
    T: Tree<F, Num = F, Grad = X>,
    O: Output<F, F, Plain = Y>,
{
    record_over(x, &[], |x, _| f(x))
}

/// A function of the point and of rebindable data, recorded in either precision.
#[track_caller]
pub(crate) fn record_with<F: Real, X, Y, T, D, O>(
    f: impl FnOnce(T::Traced, D::Traced) -> O,
    x: T,
    data: D,
) -> Result<Program<X, Y, F>, Error>
where
    X: Tree<F, Num = F, Grad = X>,
    T: Tree<F, Num = F, Grad = X>,
    D: Tree<F, Num = F>,
    O: Output<F, F, Plain = Y>,
{
    record_over(x, &tree::flat(&data), |x, first| f(x, data.lift(&mut Lift::new(first, None))))
}

/// Records a function of the point and of the identity of the first datum.
#[track_caller]
fn record_over<F: Real, X, Y, T, O>(
    x: T,
    data: &[F],
    f: impl FnOnce(T::Traced, u64) -> O,
) -> Result<Program<X, Y, F>, Error>
where
    X: Tree<F, Num = F, Grad = X>,
    T: Tree<F, Num = F, Grad = X>,
    O: Output<F, F, Plain = Y>,
{
    let at = std::panic::Location::caller();
    let n = x.count();
    let mut list = List::new();
    list.input("x", vec![n as u32]);
    // Where notes or errors may have to say where a line comes from, a saved tape says it too.
    let mut recorder = Recorder::new(list, Careful::asked(false) || lines_wanted()).kept();
    let first = recorder.data(data.iter().map(|d| d.wide()));
    let open = open_recording(recorder, n, false)?;
    let (mut points, mut outs): (Vec<F>, Vec<Var<F>>) = (Vec::with_capacity(n), Vec::new());
    let (y, level) = crate::drive::run(open, |open| {
        let vars = x.lift(&mut Lift::new(open.base() + 1, Some(&mut points)));
        f(vars, open.base() + first).leaves(&mut |v| {
            outs.push(v);
            v.v
        })
    })?;
    let traced = traced::finish::<F, F>(level, points, &outs).ok_or(Error::Foreign { at })?;
    let x = x.fill(&mut Leaves::own(&traced.x));
    Ok(Program { list: traced.list, prepared: Arc::default(), x, y, remake: O::remake })
}

/// Evaluating.
impl<F: Real, X: Tree<F, Num = F, Grad = X>, Y> Program<X, Y, F> {
    fn point(&self, x: &impl Tree<F, Num = F, Grad = X>) -> Result<Vec<F>, Error> {
        let numbers = tree::flat(x);
        let expected = self.list.input_len();
        if numbers.len() == expected { Ok(numbers) } else { Err(Error::Input { expected, got: numbers.len() }) }
    }
    fn shaped(&self, numbers: &[F]) -> Y {
        let mut next = numbers.iter();
        (self.remake)(&self.y, &mut |old| next.next().copied().unwrap_or(old))
    }
    fn traced(&self, x: Vec<F>) -> Traced<F> {
        Traced { list: Arc::clone(&self.list), x, captured: Vec::new(), like: F::of(0.0) }
    }
    /// The value at `x`.
    ///
    /// # Errors
    /// [`Error::Branch`] where a comparison comes out differently than when the program was traced; [`Error::Input`]
    /// where `x` has another number of entries.
    pub fn eval(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<Y, Error> {
        self.eval_with(x, &mut Scratch::default())
    }
    /// As [`eval`](Self::eval), with memory of the caller's.
    ///
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
    /// # Errors
    /// As [`eval`](Self::eval), for the first point that fails.
    pub fn batch<T: Tree<F, Num = F, Grad = X>>(&self, points: &[T]) -> Result<Vec<Y>, Error> {
        let mut scratch = Scratch::default();
        points.iter().map(|x| self.eval_with(x, &mut scratch)).collect()
    }
    /// The value at `x` and the Jacobian: row i is the gradient of output i.
    ///
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn jacobian(&self, x: impl Tree<F, Num = F, Grad = X>) -> Result<(Y, Matrix<F>), Error> {
        let traced = self.traced(self.point(&x)?);
        let at = traced.values()?;
        let y = traced.outputs(&at);
        let entries = jacobian::entries(&traced, &at, y.len())?;
        Ok((self.shaped(&y), Matrix::new(y.len(), traced.x.len(), entries)))
    }
    /// The value at `x` and J `dx`.
    ///
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn jvp(
        &self,
        x: impl Tree<F, Num = F, Grad = X>,
        dx: impl Tree<F, Num = F, Grad = X>,
    ) -> Result<(Y, Y), Error> {
        let (x, dx) = (self.point(&x)?, self.point(&dx)?);
        let moved = self.traced(x).along(|i| Some(dx[i]));
        let at = moved.values()?;
        let y = moved.outputs(&at);
        let values: Vec<F> = y.iter().map(|d| d.v).collect();
        let tangents: Vec<F> = y.iter().map(|d| d.tangent()).collect();
        Ok((self.shaped(&values), self.shaped(&tangents)))
    }
    /// The value at `x`, and Jᵀ times a cotangent in the shape of the value.
    ///
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
    /// # Errors
    /// [`Error::TooLong`] never, in practice.
    pub fn simplified(self) -> Result<Program<X, Y, F>, Error> {
        let list = Arc::new(simplify::simplify(&self.list)?);
        Ok(Program { list, prepared: Arc::default(), ..self })
    }
}

/// Differentiating a program with one output.
impl<F: Real, X: Tree<F, Num = F, Grad = X>> Program<X, F, F> {
    /// The value at `x` and the gradient in its shape.
    ///
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

/// From a List.
impl Program<Vec<f64>, Vec<f64>> {
    /// A List as a program of flat shapes: one `Vec` of all inputs, one of all outputs.
    ///
    /// ```
    /// use wengert::{List, Program, prim::Op};
    /// let (mut list, mul) = (List::new(), Op::by_text("mul").unwrap());
    /// let [x, y] = ["x", "y"].map(|name| wengert::list::Operand::id(list.input(name, vec![])));
    /// let product = list.apply(mul, &[x, y])?;
    /// list.set_outputs(vec![product, x]);
    /// let (values, j) = Program::from_list(list).jacobian(vec![2.0, 3.0])?;
    /// assert_eq!((values, j.to_array()), (vec![6.0, 2.0], [[3.0, 2.0], [1.0, 0.0]]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn from_list(list: impl Into<Arc<List>>) -> Program<Vec<f64>, Vec<f64>> {
        let list = list.into();
        let (x, y) = (vec![0.0; list.input_len()], vec![0.0; list.outputs().len()]);
        let remake = |y: &Vec<f64>, f: &mut dyn FnMut(f64) -> f64| y.iter().map(|&v| f(v)).collect();
        Program { list, prepared: Arc::default(), x, y, remake }
    }
}

impl Program<Vec<f64>, f64> {
    /// A List with one output as a program, of which [`value_and_grad_into`](Program::value_and_grad_into) may be asked.
    ///
    /// # Errors
    /// [`Error::Input`] where the List has another number of outputs than one.
    pub fn objective_from_list(list: impl Into<Arc<List>>) -> Result<Program<Vec<f64>, f64>, Error> {
        let list = list.into();
        match list.outputs().len() {
            1 => Ok(Program {
                x: vec![0.0; list.input_len()],
                y: 0.0,
                list,
                prepared: Arc::default(),
                remake: |&y, f| f(y),
            }),
            got => Err(Error::Input { expected: 1, got }),
        }
    }
}

/// As text.
impl<X, Y, F> Program<X, Y, F> {
    /// The List.
    pub fn list(&self) -> &List {
        &self.list
    }
}

impl<X, Y, F> fmt::Display for Program<X, Y, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.list, f)
    }
}
impl<X, Y, F> fmt::Debug for Program<X, Y, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Program({} inputs, {} lines)", self.list.input_len(), self.list.len())
    }
}
impl<X: Clone, Y: Clone, F> Clone for Program<X, Y, F> {
    fn clone(&self) -> Self {
        Program {
            list: Arc::clone(&self.list),
            prepared: Arc::clone(&self.prepared),
            x: self.x.clone(),
            y: self.y.clone(),
            remake: self.remake,
        }
    }
}
