//! A closure with its programs: traced at the first call, replayed after, traced again where a branch flips.

use super::Program;
use super::trace::record;
use crate::tree::{Output, Tree};
use crate::value::Real;
use crate::{Error, Matrix};

/// A closure and the programs recorded from it, one for each path through its branches that was met.
///
/// ```
/// use wengert::Replay;
/// let mut f = Replay::new(|x| if x > 0.0 { x * x } else { -x }, 1.0)?;
/// assert_eq!(f.value_and_grad(-2.0)?, (2.0, -1.0));
/// assert_eq!(f.value_and_grad(3.0)?, (9.0, 6.0));
/// assert_eq!((f.calls(), f.traces()), (2, 2));
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Debug)]
pub struct Replay<C, X, F = f64> {
    closure: C,
    programs: Vec<Program<X, F, F>>,
    calls: u64,
    traces: u64,
}

/// The number of paths whose programs are kept; the one used least recently goes first.
const KEPT: usize = 32;

/// Recording, in double precision; [`single::replay`](crate::single::replay) is this for `f32`.
impl<C, X: Tree<Num = f64, Grad = X>> Replay<C, X> {
    /// Records `f` at `x`.
    ///
    /// ```
    /// use wengert::Replay;
    /// // A point of any length: its shape is what `x` has here.
    /// let f = Replay::new(|x: Vec<wengert::Var>| x[0] * x[1], vec![1.0, 2.0])?;
    /// assert_eq!((f.calls(), f.traces()), (0, 1));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`Program::trace`].
    pub fn new<T, O>(f: C, x: T) -> Result<Replay<C, X>, Error>
    where
        T: Tree<Num = f64, Grad = X>,
        O: Output<f64, Plain = f64>,
        C: Fn(T::Traced) -> O,
    {
        Replay::starting(f, x)
    }
}

impl<C, F: Real, X: Tree<F, Num = F, Grad = X>> Replay<C, X, F> {
    /// Records `f` at `x`, in either precision.
    pub(crate) fn starting<T, O>(f: C, x: T) -> Result<Replay<C, X, F>, Error>
    where
        T: Tree<F, Num = F, Grad = X>,
        O: Output<F, F, Plain = F>,
        C: Fn(T::Traced) -> O,
    {
        let first = record(&f, x)?;
        Ok(Replay { closure: f, programs: vec![first], calls: 0, traces: 1 })
    }
    /// The value at `x` and the gradient; traced again if no recorded path fits.
    ///
    /// ```
    /// use wengert::{Program, Replay, Var};
    /// let clipped = |x: Var| if x > 1.0 { 2.0 * x - 1.0 } else { x * x };
    /// let mut f = Replay::new(clipped, 0.5)?;
    /// assert_eq!(f.value_and_grad(3.0)?, (5.0, 2.0));
    /// assert_eq!(f.value_and_grad(0.25)?, (0.0625, 0.5));
    /// // A program alone has the branch of its trace only.
    /// assert!(Program::trace(clipped, 0.5)?.value_and_grad(3.0).is_err());
    /// # Ok::<(), wengert::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Program::value_and_grad`], but for [`Error::Branch`].
    pub fn value_and_grad<T, O>(&mut self, x: T) -> Result<(F, X), Error>
    where
        T: Tree<F, Num = F, Grad = X>,
        O: Output<F, F, Plain = F>,
        C: Fn(T::Traced) -> O,
    {
        self.answer(x, |program, x| program.value_and_grad(x))
    }
    /// The value at `x`; traced again if no recorded path fits.
    ///
    /// ```
    /// use wengert::Replay;
    /// let mut steps = Replay::new(|x| if x < 0.0 { 0.0 * x } else { x }, 2.0)?;
    /// assert_eq!((steps.eval(3.0)?, steps.eval(-3.0)?, steps.eval(4.0)?), (3.0, 0.0, 4.0));
    /// assert_eq!(steps.traces(), 2); // once for each side
    /// # Ok::<(), wengert::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Program::eval`], but for [`Error::Branch`].
    pub fn eval<T, O>(&mut self, x: T) -> Result<F, Error>
    where
        T: Tree<F, Num = F, Grad = X>,
        O: Output<F, F, Plain = F>,
        C: Fn(T::Traced) -> O,
    {
        self.answer(x, |program, x| program.eval(x))
    }
    /// The value at `x`, the gradient and the Hessian; traced again if no recorded path fits.
    ///
    /// ```
    /// use wengert::Replay;
    /// let mut f = Replay::new(|[x, y]| if x > y { x * x * y } else { y }, [2.0, 1.0])?;
    /// let (value, gradient, h) = f.hessian([3.0, 1.0])?;
    /// assert_eq!((value, gradient, h.to_array()), (9.0, [6.0, 9.0], [[2.0, 6.0], [6.0, 0.0]]));
    /// assert_eq!(f.hessian([0.0, 1.0])?.2.to_array(), [[0.0; 2]; 2]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Program::hessian`], but for [`Error::Branch`].
    pub fn hessian<T, O>(&mut self, x: T) -> Result<(F, X, Matrix<F>), Error>
    where
        T: Tree<F, Num = F, Grad = X>,
        O: Output<F, F, Plain = F>,
        C: Fn(T::Traced) -> O,
    {
        self.answer(x, |program, x| program.hessian(x))
    }
    /// How many calls were answered.
    ///
    /// ```
    /// let mut f = wengert::Replay::new(|x| x.abs().sqrt(), 4.0)?;
    /// f.eval(9.0)?;
    /// f.value_and_grad(16.0)?;
    /// assert_eq!(f.calls(), 2);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn calls(&self) -> u64 {
        self.calls
    }
    /// How often the closure was traced, the first time included: one more than needed for each path through its branches
    /// says that the paths are many, and that a program brings little.
    ///
    /// ```
    /// let mut f = wengert::Replay::new(|x| if x > 0.0 { x } else { -x }, 4.0)?;
    /// for x in [1.0, -1.0, 2.0, -2.0] {
    ///     assert_eq!(f.eval(x)?, x.abs());
    /// }
    /// assert_eq!((f.calls(), f.traces()), (4, 2));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn traces(&self) -> u64 {
        self.traces
    }

    /// Asks the programs, the last successful one first; traces where all report a branch.
    fn answer<T, O, R>(&mut self, x: T, ask: impl Fn(&Program<X, F, F>, &T) -> Result<R, Error>) -> Result<R, Error>
    where
        T: Tree<F, Num = F, Grad = X>,
        O: Output<F, F, Plain = F>,
        C: Fn(T::Traced) -> O,
    {
        self.calls += 1;
        for k in 0..self.programs.len() {
            match ask(&self.programs[k], &x) {
                Err(Error::Branch { .. }) => {}
                answer => {
                    self.programs[..=k].rotate_right(1);
                    return answer;
                }
            }
        }
        self.traces += 1;
        let fresh = record(&self.closure, &x)?;
        let answer = ask(&fresh, &x);
        self.programs.truncate(KEPT - 1);
        self.programs.insert(0, fresh);
        answer
    }
}
