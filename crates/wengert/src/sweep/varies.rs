//! Which values of a List vary with its inputs: those computed from constants and data alone do not, and are no variables
//! to the primitives that read them, as in the tangent sweep and on the tape.

use super::homes::Homes;
use super::{Id, List, Operand, Registers, Step};
use crate::list::{Binding, Block};

/// Which values of a List vary.
#[derive(Clone, Debug)]
pub(crate) struct Varying(Option<Vec<bool>>);

impl Varying {
    /// All of them.
    pub(crate) const ALL: Varying = Varying(None);

    /// Those of a List all of whose inputs vary.
    pub(crate) fn of(list: &List) -> Varying {
        if list.steps().any(|(_, _, step)| may_stay(step)) {
            Varying::by_inputs(list, &vec![true; list.input_len()])
        } else {
            Varying::ALL
        }
    }
    /// Those of a List whose inputs vary as said.
    pub(crate) fn by_inputs(list: &List, inputs: &[bool]) -> Varying {
        let mut varies = inputs.to_vec();
        varies.reserve(list.ids() - inputs.len());
        for (_, _, step) in list.steps() {
            match step {
                Step::Apply(_, args) => varies.push(any(args, &varies)),
                Step::Rule(rule, args) => varies.extend(vec![any(args, &varies); rule.outputs()]),
                Step::Guard(..) => {}
                Step::Block(block) => {
                    let so_far = Varying(Some(std::mem::take(&mut varies)));
                    let results = Homes::new(block, Registers { homes: &[], varies: &so_far }).results_vary();
                    varies = so_far.0.unwrap_or_default();
                    varies.extend(results);
                }
            }
        }
        if varies.iter().all(|&v| v) { Varying::ALL } else { Varying(Some(varies)) }
    }
    /// Whether a value varies.
    #[inline(always)]
    pub(crate) fn has(&self, id: Id) -> bool {
        self.0.as_ref().is_none_or(|varies| varies[id.0 as usize])
    }
}

fn any(args: &[Operand], varies: &[bool]) -> bool {
    args.iter().filter_map(|o| o.as_id()).any(|id| varies[id.0 as usize])
}

/// Whether a line may name a value that does not vary, where all that it reads by id does.
fn may_stay(step: Step<'_>) -> bool {
    match step {
        Step::Apply(_, args) | Step::Rule(_, args) => args.iter().all(|o| o.as_id().is_none()),
        Step::Guard(..) => false,
        Step::Block(block) => block_may_stay(block),
    }
}

fn block_may_stay(block: &Block) -> bool {
    let a_number = |binding: &Binding| match binding {
        Binding::Uniform(o) => o.as_id().is_none(),
        Binding::Strided { .. } | Binding::Gather(_) => false,
        Binding::Column(_) | Binding::Lane => true,
    };
    block.bindings.iter().any(a_number)
        || block.body.outputs().iter().any(|o| o.as_id().is_none())
        || block.body.steps().any(|(_, _, step)| may_stay(step))
}
