//! The body of a loop, recorded as a sub-List: what it reads of the state, of columns and of outer variables are its inputs.

use super::homes::varying;
use super::step::{Column, Listening, Numbers, Step, TracedRows};
use crate::Error;
use crate::drive::run;
use crate::exec::{Layout, Native};
use crate::list::{Binding, Block, Id, List, Operand, Ref, Step as Line};
use crate::sweep::{self, Constants};
use crate::tape::Var;
use crate::tape::level::{Kind, open_recording};
use crate::tape::trace::{Recorder, Source};
use crate::value::Real;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A recorded body. Inputs of its List: the state, what it reads from columns, outer variables.
#[derive(Debug)]
pub(crate) struct Body {
    pub list: List,
    /// How many values the state has.
    pub state: usize,
    pub columns: Vec<Column>,
    /// The outer variables: identity and value.
    pub outer: Vec<(u64, f64)>,
    /// The List laid out, where it has no sub-Lists itself.
    pub layout: Option<Layout>,
    /// How many steps ran in a row, as far as they are counted: until there is machine code.
    pub ran: u64,
    /// The List as machine code, once it was run often.
    pub code: OnceCell<Option<Native>>,
}

/// So many steps are worth the compiling.
pub(crate) const OFTEN: u64 = 256;
/// A body of more lines is neither compiled nor laid out for its adjoint a second time: its steps are long, and either is large.
pub(crate) const SHORT: usize = 1 << 12;

/// Records a body at a state, which is that before `step`. Where `each` step is traced, the numbers in it become a column.
pub(super) fn record<F: Real, R>(
    state: &[F],
    numbers: &Rc<Numbers>,
    step: u64,
    each: bool,
    body: impl FnOnce(Vec<Var<F>>, Step<F>) -> Result<(Vec<Var<F>>, R), Error>,
) -> Result<(Body, R), Error> {
    let n = state.len();
    let mut list = List::new();
    list.try_input("s", vec![u32::try_from(n).map_err(|_| Error::TooLong)?])?;
    let open = open_recording(Recorder::of_body(list), n, true)?;
    let base = open.base();
    let listening = Listening::new(base, numbers, step);
    let number = numbers.at(step);
    let ((outs, result), level) = run(open, |_| {
        let var = |(k, &v): (usize, &F)| Var { v, identity: base + 1 + k as u64 };
        body(state.iter().enumerate().map(var).collect(), Step::recorded(number, base))
    })?;
    let columns = listening.columns();
    let Kind::Recording(recorder) = level.kind else { unreachable!("opened as recording") };
    let sources: Vec<Source> = outs.iter().map(|y| recorder.source(base, y.identity, y.v.wide())).collect();
    let each = each.then_some(step);
    Ok((Body::new(*recorder, n, columns, each, &sources)?, result))
}

impl Body {
    /// From what was recorded: data become inputs for columns, captured variables inputs for outer ones.
    fn new(
        mut recorder: Recorder,
        state: usize,
        mut columns: Vec<Column>,
        each: Option<u64>,
        outs: &[Source],
    ) -> Result<Body, Error> {
        let outs: Vec<Operand> = outs.iter().map(|&out| recorder.operand(out)).collect();
        let old = recorder.list;
        let mut outer = Outer::default();
        let captured: HashMap<u32, u32> =
            recorder.captured.iter().map(|&(place, identity, v)| (place, outer.of(identity, v))).collect();
        let mut traced = HashMap::new();
        if let Some(step) = each {
            let numbers = (0..old.pool().len() as u32).filter(|place| !captured.contains_key(place));
            traced.extend(numbers.zip(columns.len() as u32..));
            let values: Vec<f64> =
                (0..old.pool().len()).filter(|&k| traced.contains_key(&(k as u32))).map(|k| old.pool()[k]).collect();
            let rows = Rc::new(TracedRows { steps: vec![step], values });
            columns.extend((0..rows.values.len()).map(|k| Column::Traced(Rc::clone(&rows), k)));
        }
        let mut list = List::new();
        list.try_input("s", vec![state as u32])?;
        for (name, len) in [("k", columns.len()), ("p", outer.vars.len())] {
            if len > 0 {
                list.try_input(name, vec![u32::try_from(len).map_err(|_| Error::TooLong)?])?;
            }
        }
        let moved = Moved {
            old: &old,
            state: state as u32,
            columns: columns.len() as u32,
            captured,
            traced,
            by: (columns.len() + outer.vars.len()) as u32,
        };
        moved.lines(&mut list)?;
        for out in outs {
            let operand = moved.operand(&mut list, out);
            list.output(operand);
        }
        debug_assert_eq!(list.verify(), Ok(()));
        let layout = Layout::new(&list, state + columns.len());
        Ok(Body { list, state, columns, outer: outer.vars, layout, ran: 0, code: OnceCell::new() })
    }
    /// Whether a loop of so many steps that keeps everything is faster by machine code over the states before its steps
    /// than on a tape: where the compiling pays, and there is enough to compute beside what a step reads and hands on.
    /// A body that compares may run otherwise at every step; one with functions would compute them twice.
    pub fn pays(&self, steps: u64) -> bool {
        let lines = self.lines();
        let straight = self.layout.is_some() && self.list.len() == lines && !varying(&self.columns);
        let long = steps >= OFTEN && steps.saturating_mul(lines as u64) >= 1 << 15;
        let dense = lines >= 10 && self.list.input_len() <= lines;
        straight && long && dense && Native::takes_back(&self.list) && self.code().is_some()
    }
    /// Whether it is the body of another step, but for the numbers in it.
    pub fn is_like(&self, other: &Body) -> bool {
        let who = |body: &Body| body.outer.iter().map(|&(identity, _)| identity).collect::<Vec<_>>();
        self.list.same_code(&other.list) && who(self) == who(other)
    }
    /// Takes over the numbers that a like body was traced with at `step`.
    pub fn adopt(&mut self, other: &Body, step: u64) {
        let (Some(Column::Traced(own, _)), Some(Column::Traced(new, _))) =
            (self.columns.first_mut(), other.columns.first())
        else {
            return;
        };
        let mut rows = std::mem::take(own);
        self.columns.clear();
        let grown = Rc::make_mut(&mut rows);
        grown.steps.push(step);
        grown.values.extend_from_slice(&new.values);
        self.columns.extend((0..new.values.len()).map(|k| Column::Traced(Rc::clone(&rows), k)));
    }
    /// How many inputs change from step to step.
    pub fn changing(&self) -> usize {
        self.state + self.columns.len()
    }
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.list.ids() - self.list.input_len()
    }
    /// Machine code for a step forward, for a body that runs often; compiled when it is first asked for.
    pub fn code(&self) -> Option<&Native> {
        let compile = || if self.lines() <= SHORT { Native::new(&self.list) } else { None };
        self.code.get_or_init(compile).as_ref()
    }
    /// How many bytes its operations take on a tape of slopes.
    pub fn on_tape(&self) -> usize {
        super::explain::on_tape(&self.list)
    }
    /// A frame to run it in.
    pub fn frame<F: Real>(&self) -> Vec<F> {
        let fixed = self.outer.iter().map(|&(_, v)| F::of(v));
        match &self.layout {
            Some(layout) => layout.frame(fixed),
            None => vec![F::of(0.0); self.changing()].into_iter().chain(fixed).collect(),
        }
    }
    /// Runs it from the inputs that stand at the beginning of the frame; `false` where a guard does not hold.
    pub fn run<F: Real>(&self, frame: &mut Vec<F>) -> bool {
        match &self.layout {
            Some(layout) => layout.value(frame).is_ok(),
            None => {
                let x = frame[..self.list.input_len()].to_vec();
                let done = sweep::value(&self.list, &Constants::literal(F::of(0.0)), &x, frame).is_ok();
                frame.resize(frame.len().max(self.list.input_len()), F::of(0.0));
                done
            }
        }
    }
    /// Output `k`, after a run.
    pub fn output<F: Real>(&self, frame: &[F], k: usize) -> F {
        match &self.layout {
            Some(layout) => layout.output(frame, k),
            None => match self.list.outputs()[k].get() {
                Ref::Id(Id(i)) => frame[i as usize],
                Ref::Const(c) => F::of(self.list.pool()[c as usize]),
                Ref::Data(c) => F::of(self.list.data()[c as usize]),
            },
        }
    }
    /// What it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let columns = self.columns.iter().map(|c| match c {
            Column::Row(rows, 0) => rows.bytes(),
            Column::Traced(rows, 0) => rows.bytes(),
            _ => 0,
        });
        let code = self.code.get().and_then(Option::as_ref).map_or(0, Native::bytes);
        self.list.bytes() + self.layout.as_ref().map_or(0, Layout::bytes) + code + columns.sum::<usize>()
    }
}

/// The outer variables of a body, each once.
#[derive(Default)]
struct Outer {
    vars: Vec<(u64, f64)>,
    places: HashMap<u64, u32>,
}

impl Outer {
    fn of(&mut self, identity: u64, v: f64) -> u32 {
        *self.places.entry(identity).or_insert_with(|| {
            self.vars.push((identity, v));
            self.vars.len() as u32 - 1
        })
    }
}

/// How the values of the recorded List are numbered in the body.
struct Moved<'l> {
    old: &'l List,
    state: u32,
    columns: u32,
    /// The outer variable that stands in a place of the constant pool.
    captured: HashMap<u32, u32>,
    /// The column that a number in the constant pool becomes.
    traced: HashMap<u32, u32>,
    /// By how much the results of lines move.
    by: u32,
}

impl Moved<'_> {
    fn first_outer(&self) -> u32 {
        self.state + self.columns
    }
    fn id(&self, Id(k): Id) -> Id {
        Id(if k < self.state { k } else { k + self.by })
    }
    fn operand(&self, list: &mut List, o: Operand) -> Operand {
        match o.get() {
            Ref::Id(id) => Operand::id(self.id(id)),
            Ref::Data(k) => Operand::id(Id(self.state + k)),
            Ref::Const(k) => match self.captured.get(&k) {
                Some(outer) => Operand::id(Id(self.first_outer() + outer)),
                None => match self.traced.get(&k) {
                    Some(column) => Operand::id(Id(self.state + column)),
                    None => list.constant(self.old.pool()[k as usize]),
                },
            },
        }
    }
    fn lines(&self, list: &mut List) -> Result<(), Error> {
        for (k, _, line) in self.old.steps() {
            match line {
                Line::Apply(op, args) => {
                    let args: Vec<Operand> = args.iter().map(|&o| self.operand(list, o)).collect();
                    list.apply(op, &args)?;
                }
                Line::Rule(rule, args) => {
                    let args: Vec<Operand> = args.iter().map(|&o| self.operand(list, o)).collect();
                    list.rule(rule, &args)?;
                }
                Line::Guard(cond, said) => {
                    let cond = self.operand(list, cond);
                    list.guard(cond, said);
                }
                Line::Block(block) => {
                    let lanes = block.repeat.lanes();
                    let bindings = block.bindings.iter().map(|b| self.binding(list, b, lanes)).collect();
                    list.block(Block { bindings, ..block.clone() })?;
                }
            }
            if let Some(origin) = self.old.origin(k) {
                list.came_from(origin);
            }
        }
        Ok(())
    }
    fn binding(&self, list: &mut List, binding: &Binding, lanes: u32) -> Binding {
        match binding {
            Binding::Uniform(o) => Binding::Uniform(self.operand(list, *o)),
            Binding::Strided { .. } | Binding::Gather(_) => {
                Binding::Gather((0..lanes).filter_map(|lane| binding.id(lane)).map(|id| self.id(id)).collect())
            }
            Binding::Column(_) | Binding::Lane => binding.clone(),
        }
    }
}
