//! The three sweeps, each written once for every kind of value. Together with the table they **are** the meaning of a
//! List: every other executor agrees with them.
//!
//! - [`value`]: every line's value, in program order.
//! - tangent: the value sweep, run on [`Dual`] numbers.
//! - [`adjoint`]: from the seeded outputs backward, each line adds (`+=`) its vector-Jacobian product into its arguments.
//!
//! An adjoint that was never added to is absent, not zero.

mod block;
mod dual;
mod homes;
mod rule;
mod states;
mod varies;

pub(crate) use dual::zero_wins;
pub use dual::{Dual, Slope};
pub(crate) use varies::Varying;

use crate::custom::{self, Custom};
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::{Choice, Op};
use crate::value::Value;

/// What a List's constants become: literals, except where a captured variable stands in a constant's place; and who
/// chooses the slopes at kinks.
#[derive(Clone, Copy, Debug)]
pub struct Constants<'a, V> {
    /// Any value; literals live where it does.
    pub like: V,
    /// Pool places that hold a captured variable, in increasing order.
    pub captured: &'a [(u32, V)],
    /// Whose slopes tangents take at kinks; those of the table where nobody chooses.
    pub choice: Option<Choice>,
}

impl<'a, V: Value> Constants<'a, V> {
    /// Literals only, and the table's slopes.
    pub fn literal(like: V) -> Constants<'a, V> {
        Constants { like, captured: &[], choice: None }
    }
    /// Those of a sub-List, which captures nothing.
    fn inner(&self) -> Constants<'a, V> {
        Constants { captured: &[], ..*self }
    }
    #[inline(always)]
    fn get(&self, list: &List, k: u32) -> V {
        if !self.captured.is_empty()
            && let Ok(at) = self.captured.binary_search_by_key(&k, |&(place, _)| place)
        {
            return self.captured[at].1;
        }
        self.like.lit(list.pool()[k as usize])
    }
}

/// A recorded comparison came out the other way: the number of its line (in the sub-List, if it stands in one).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flipped {
    /// The line of the guard.
    pub line: usize,
    /// Where it comes from.
    pub origin: Option<crate::list::Origin>,
}

/// What an operand reads.
#[inline(always)]
fn read<V: Value>(list: &List, c: &Constants<'_, V>, at: &[V], o: Operand) -> V {
    match o.get() {
        Ref::Id(Id(i)) => at[i as usize],
        Ref::Const(k) => c.get(list, k),
        Ref::Data(k) => c.like.lit(list.data()[k as usize]),
    }
}

/// Calls `then` with the values of a line's operands.
#[inline(always)]
fn with_args<V: Value, R>(
    list: &List,
    c: &Constants<'_, V>,
    at: &[V],
    args: &[Operand],
    then: impl FnOnce(&[V]) -> R,
) -> R {
    match *args {
        [a] => then(&[read(list, c, at, a)]),
        [a, b] => then(&[read(list, c, at, a), read(list, c, at, b)]),
        _ => then(&args.iter().map(|&a| read(list, c, at, a)).collect::<Vec<_>>()),
    }
}

/// The value of every id: `at` is cleared and filled. Reports the first guard that does not hold.
///
/// # Panics
/// Where `x` has not as many values as the List's inputs.
pub fn value<V: Value>(list: &List, c: &Constants<'_, V>, x: &[V], at: &mut Vec<V>) -> Result<(), Flipped> {
    assert_eq!(x.len(), list.input_len(), "one value for each input");
    at.clear();
    at.extend_from_slice(x);
    lines(list, c, at)
}

/// The values of the lines, behind those of the inputs in `at`.
fn lines<V: Value>(list: &List, c: &Constants<'_, V>, at: &mut Vec<V>) -> Result<(), Flipped> {
    at.reserve(list.ids() - at.len());
    for k in 0..list.len() {
        match list.step(k) {
            Step::Apply(op, args) => {
                let y = with_args(list, c, at, args, |x| match c.choice {
                    Some(choice) => V::line(op, x, choice),
                    None => op.apply(x),
                });
                at.push(y);
            }
            Step::Guard(cond, said) => {
                if !read(list, c, at, cond).holds(said) {
                    return Err(Flipped { line: k, origin: list.origin(k) });
                }
            }
            Step::Block(b) => block::value(list, b, c, at)?,
            Step::Rule(rule, args) => {
                let x: Vec<V> = args.iter().map(|&a| read(list, c, at, a)).collect();
                at.extend(V::bind_rule(rule, &x, c.like));
                custom::placed(list.origin(k));
            }
        }
    }
    Ok(())
}

/// The outputs, once the values are there.
pub fn outputs<V: Value>(list: &List, c: &Constants<'_, V>, at: &[V]) -> Vec<V> {
    each_output(list, c, at).collect()
}

/// The outputs, one after the other.
fn each_output<V: Value>(list: &List, c: &Constants<'_, V>, at: &[V]) -> impl Iterator<Item = V> {
    list.outputs().iter().map(|&o| read(list, c, at, o))
}

/// What may look over the adjoint sweep's shoulder: note kinks, choose slopes, follow structural zeros.
pub trait Watch<V: Value> {
    /// Whether it looks at all; a sweep without a watcher pays nothing for it.
    const ON: bool;
    /// The sweep goes into a lane of the sub-List at `line`; lines and ids are the sub-List's until it leaves.
    fn enter(&mut self, _line: usize, _lane: u32) {}
    /// The sweep leaves the sub-List it entered last.
    fn leave(&mut self) {}
    /// A line is about to hand out its adjoint `bar`; may change the slopes `(argument, slope)`.
    #[allow(clippy::too_many_arguments)]
    fn line(
        &mut self,
        _line: usize,
        _id: Id,
        _op: Op,
        _x: &[V],
        _varies: &dyn Fn(usize) -> bool,
        _bar: V,
        _slopes: &mut Vec<(usize, V)>,
    ) {
    }
    /// The contribution of one slope to one argument.
    fn contribution(&mut self, line: usize, op: Op, slope: V, bar: V) -> V;
    /// A line that runs a user's rule is about to hand out adjoints to these arguments, in this order.
    fn rule(&mut self, _args: &[usize]) {}
    /// The contribution of one slope of a user's primitive.
    fn rule_contribution(&mut self, _line: usize, _rule: &Custom, slope: V, bar: V) -> V {
        slope * bar
    }
    /// The register of `id` after a contribution from `line`.
    fn register(&mut self, _line: usize, _from: Id, _to: Id, _slope: V, _contribution: V, _register: V) {}
}

/// Nobody looks: plain IEEE arithmetic at full speed.
#[derive(Debug)]
pub struct Unwatched;

impl<V: Value> Watch<V> for Unwatched {
    const ON: bool = false;
    #[inline(always)]
    fn contribution(&mut self, _: usize, _: Op, slope: V, bar: V) -> V {
        slope * bar
    }
}

/// A sum that may still be empty.
#[inline(always)]
fn plus<V: Value>(sum: Option<V>, term: V) -> Option<V> {
    Some(match sum {
        Some(s) => s + term,
        None => term,
    })
}

/// The adjoint of every id, given the values: `bar` is cleared and filled, absent where nothing arrived.
///
/// `seeds` are the cotangents of the outputs, one each; a zero is no cotangent and reaches nothing.
pub fn adjoint<V: Value>(
    list: &List,
    c: &Constants<'_, V>,
    at: &[V],
    seeds: &[V],
    bar: &mut Vec<Option<V>>,
    watch: &mut impl Watch<V>,
) {
    bar.clear();
    bar.resize(list.ids(), None);
    let varies = Varying::of(list);
    let handed_on = homes::handed_on(list, &varies);
    for (o, &seed) in list.outputs().iter().zip(seeds) {
        if let Some(id) = o.as_id().filter(|_| !seed.is_zero()) {
            let Id(i) = homes::origin(&handed_on, id);
            bar[i as usize] = plus(bar[i as usize], seed);
        }
    }
    let homes = homes::with_handed_on(Vec::new(), &handed_on);
    sweep_back(list, c, at, bar, Registers { homes: &homes, varies: &varies }, watch);
    for &(Id(result), Id(value)) in &handed_on {
        bar[result as usize] = bar[value as usize];
    }
}

/// In which register the adjoint of each value lives.
#[derive(Clone, Copy)]
pub(crate) struct Registers<'a> {
    /// Those of the inputs, where they are not their own; `None` where the input of a sub-List reads a number. Those of all
    /// values, where some are handed on.
    pub homes: &'a [Option<Id>],
    /// A value that does not vary has no register.
    pub varies: &'a Varying,
}

impl Registers<'_> {
    /// The register of a value.
    #[inline(always)]
    fn of(self, id: Id) -> Option<Id> {
        if !self.varies.has(id) {
            return None;
        }
        match self.homes.get(id.0 as usize) {
            Some(&home) => home,
            None => Some(id),
        }
    }
}

/// The adjoint sweep over registers that are seeded already.
pub(crate) fn sweep_back<V: Value>(
    list: &List,
    c: &Constants<'_, V>,
    at: &[V],
    bar: &mut [Option<V>],
    registers: Registers<'_>,
    watch: &mut impl Watch<V>,
) {
    for (k, id, step) in list.steps_backward() {
        match step {
            Step::Apply(op, args) => {
                if let Some(g) = bar[id.0 as usize] {
                    let y = at[id.0 as usize];
                    with_args(list, c, at, args, |x| apply_back(k, id, op, args, x, y, g, registers, bar, watch));
                }
            }
            Step::Guard(..) => {}
            Step::Block(b) => block::adjoint(list, k, b, c, at, id, bar, registers, watch),
            Step::Rule(rule, args) => {
                rule::adjoint(rule::Line { list, number: k, first: id, rule, args }, c, at, registers, bar, watch);
                custom::placed(list.origin(k));
            }
        }
    }
}

/// One line hands its adjoint to its arguments.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn apply_back<V: Value, W: Watch<V>>(
    k: usize,
    id: Id,
    op: Op,
    args: &[Operand],
    x: &[V],
    y: V,
    g: V,
    registers: Registers<'_>,
    bar: &mut [Option<V>],
    watch: &mut W,
) {
    let register = |i: usize| args[i].as_id().and_then(|a| registers.of(a));
    let varies = |i: usize| register(i).is_some();
    if !W::ON {
        return op.partials(x, y, &varies, &mut |i, d| {
            if let Some(Id(a)) = register(i) {
                bar[a as usize] = plus(bar[a as usize], watch.contribution(k, op, d, g));
            }
        });
    }
    let mut slopes = Vec::with_capacity(args.len());
    op.partials(x, y, &varies, &mut |i, d| slopes.push((i, d)));
    watch.line(k, id, op, x, &varies, g, &mut slopes);
    for (i, d) in slopes {
        if let Some(a) = register(i) {
            let term = watch.contribution(k, op, d, g);
            let sum = plus(bar[a.0 as usize], term);
            bar[a.0 as usize] = sum;
            if let Some(sum) = sum {
                watch.register(k, id, a, d, term, sum);
            }
        }
    }
}
