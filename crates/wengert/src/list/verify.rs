//! The verifier: what every pass may assume of a List. Run on every List a transform returns, in debug builds and tests.

use super::{Binding, Block, Id, List, MAX_DEPTH, Operand, Ref, Repeat, Step};
use crate::schedule::Memory;

/// A line that breaks the rules, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The line, counted from 0; `None` where an output is at fault.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(k) => write!(f, "line {k}: {}", self.what),
            None => write!(f, "{}", self.what),
        }
    }
}
impl std::error::Error for Fault {}

impl List {
    /// Checks that operands come earlier, pools are large enough, arities are right, sub-Lists fit their bindings, and
    /// outputs exist.
    pub fn verify(&self) -> Result<(), Fault> {
        self.verify_at(0)
    }
    fn verify_at(&self, depth: usize) -> Result<(), Fault> {
        for (k, id, step) in self.steps() {
            let body = if let Step::Block(b) = step { verify_body(b, depth + 1) } else { Ok(()) };
            body.and_then(|()| self.verify_step(id, step)).map_err(|what| Fault { line: Some(k), what })?;
        }
        self.outputs.iter().try_for_each(|&o| self.verify_output(o)).map_err(|what| Fault { line: None, what })
    }
    pub(super) fn verify_output(&self, o: Operand) -> Result<(), String> {
        self.exists(o, Id(self.ids)).map_err(|what| format!("output: {what}"))
    }
    /// Checks a line whose sub-List, if it has one, is known to be right in itself.
    pub(super) fn verify_step(&self, id: Id, step: Step<'_>) -> Result<(), String> {
        match step {
            Step::Apply(op, args) => {
                op.takes(args.len())?;
                args.iter().try_for_each(|&a| self.exists(a, id))
            }
            Step::Guard(cond, _) => self.exists(cond, id),
            Step::Rule(rule, args) if args.len() != rule.inputs() => {
                Err(format!("the rule `{}` takes {} values, not {}", rule.name(), rule.inputs(), args.len()))
            }
            Step::Rule(_, args) => args.iter().try_for_each(|&a| self.exists(a, id)),
            Step::Block(block) => self.verify_block(block, id),
        }
    }
    fn verify_block(&self, block: &Block, id: Id) -> Result<(), String> {
        let body = &block.body;
        let (wanted, given) = (body.input_len(), block.bindings.len());
        if wanted != given {
            return Err(format!("the sub-List takes {wanted} and is given {given}"));
        }
        let carried = block.repeat.carried();
        if carried > given || carried > body.outputs().len() {
            return Err(format!(
                "carries {carried}, but the sub-List takes {given} and returns {}",
                body.outputs().len()
            ));
        }
        if matches!(block.repeat, Repeat::Reduce { .. }) && body.outputs().len() != 1 {
            return Err(format!("the sub-List of a reduce has one output, this one {}", body.outputs().len()));
        }
        if let Repeat::Scan { memory: Memory::Snapshots(0), .. } = block.repeat {
            return Err("a scan that keeps states keeps at least one".to_string());
        }
        for (k, binding) in block.bindings.iter().enumerate() {
            if k < carried && !matches!(binding, Binding::Uniform(_)) {
                return Err(format!("binding {k} starts a carried value and must be uniform"));
            }
            self.verify_binding(binding, block.repeat.lanes(), id).map_err(|what| format!("binding {k}: {what}"))?;
        }
        Ok(())
    }
    fn verify_binding(&self, binding: &Binding, lanes: u32, id: Id) -> Result<(), String> {
        match binding {
            Binding::Uniform(o) => self.exists(*o, id),
            Binding::Strided { first, step } if lanes > 0 => {
                let last = first.0 as i64 + *step as i64 * (lanes as i64 - 1);
                if last < 0 || last >= id.0 as i64 {
                    return Err(format!("reads %{last} in the last lane, which does not come earlier"));
                }
                self.exists(Operand::id(*first), id)
            }
            Binding::Gather(ids) => {
                column(ids.len(), lanes)?;
                ids.iter().try_for_each(|&i| self.exists(Operand::id(i), id))
            }
            Binding::Column(numbers) => column(numbers.len(), lanes),
            Binding::Strided { .. } | Binding::Lane => Ok(()),
        }
    }
    /// Whether the operand can be read by the line that names `before`.
    fn exists(&self, o: Operand, before: Id) -> Result<(), String> {
        match o.get() {
            Ref::Id(id) if id >= before => Err(format!("reads %{}, which does not come earlier", id.0)),
            Ref::Const(k) if k as usize >= self.pool.len() => Err(format!("reads constant {k} of {}", self.pool.len())),
            Ref::Data(k) if k as usize >= self.data.len() => Err(format!("reads datum {k} of {}", self.data.len())),
            _ => Ok(()),
        }
    }
}

/// Checks the sub-List of a line in itself.
fn verify_body(block: &Block, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("sub-Lists stand more than {MAX_DEPTH} deep in one another"));
    }
    block.body.verify_at(depth).map_err(|fault| format!("in its sub-List, {fault}"))
}

fn column(len: usize, lanes: u32) -> Result<(), String> {
    if len == lanes as usize { Ok(()) } else { Err(format!("a column of {len} for {lanes} lanes")) }
}
