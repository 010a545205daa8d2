//! The recorded program: a List with the shapes of its point and its value.

use super::prepared::Prepared;
use crate::drive::careful::Careful;
use crate::drive::traced;
use crate::exec::Registers;
use crate::list::List;
use crate::options::lines_wanted;
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
    pub(super) list: Arc<List>,
    /// What repeated gradients run on.
    pub(super) prepared: Arc<Prepared>,
    pub(super) x: X,
    pub(super) y: Y,
    pub(super) remake: fn(&Y, &mut dyn FnMut(F) -> F) -> Y,
}

/// What an evaluation writes to; reused from call to call it saves the allocations.
#[derive(Debug)]
pub struct Scratch<F = f64> {
    pub(super) at: Vec<F>,
    /// What machine code answers.
    pub(super) bar: Vec<F>,
    pub(super) bars: Registers<F>,
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
    /// ```
    /// let p = wengert::Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
    /// assert_eq!(p.list().len(), 4, "what is written twice is recorded twice");
    /// # Ok::<(), wengert::Error>(())
    /// ```
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
    let list = traced::list_for(&x)?;
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
    /// ```
    /// use wengert::{List, Program, Scratch};
    /// let list = List::read("list(x, y) {\n  %2 = mul(%0, %1)\n  return %2\n}").expect("a List");
    /// let p = Program::objective_from_list(list)?;
    /// let mut g = [0.0; 2];
    /// assert_eq!((p.value_and_grad_into(&[2.0, 3.0], &mut g, &mut Scratch::default())?, g), (6.0, [3.0, 2.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
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
