//! Dead code: lines that no output and no guard depends on.

use crate::custom::Custom;
use crate::list::{Id, List, Operand, Ref, Step, TooLong};

/// The List without the lines that nothing depends on. A List with sub-Lists is kept as it is: a range of its ids may be
/// read as one.
///
/// # Errors
/// [`TooLong`] never, for a List that was not too long itself.
pub fn dead_code(list: &List) -> Result<List, TooLong> {
    if !list.blocks().is_empty() {
        return Ok(list.clone());
    }
    let live = live(list);
    let mut out = List::new();
    for input in list.inputs() {
        out.input(input.name.clone(), input.shape.clone());
    }
    for &c in list.data() {
        out.datum(c);
    }
    let mut new: Vec<Operand> = (0..list.input_len() as u32).map(|k| Operand::id(Id(k))).collect();
    for (k, id, step) in list.steps() {
        let mut moved = |o: Operand| match o.get() {
            Ref::Id(Id(i)) => new[i as usize],
            Ref::Const(c) => out.constant(list.pool()[c as usize]),
            Ref::Data(_) => o,
        };
        match step {
            Step::Apply(op, args) if live[id.0 as usize] => {
                let args: Vec<Operand> = args.iter().map(|&a| moved(a)).collect();
                new.push(out.apply(op, &args)?);
            }
            Step::Apply(..) => {
                new.push(Operand::id(Id(0)));
                continue;
            }
            Step::Guard(cond, said) => {
                let cond = moved(cond);
                out.guard(cond, said);
            }
            Step::Rule(rule, args) if any_live(&live, id, rule) => {
                let args: Vec<Operand> = args.iter().map(|&a| moved(a)).collect();
                let first = out.rule(rule, &args)?;
                new.extend((0..rule.outputs() as u32).map(|k| Operand::id(Id(first.0 + k))));
            }
            Step::Rule(rule, _) => {
                new.extend(vec![Operand::id(Id(0)); rule.outputs()]);
                continue;
            }
            Step::Block(_) => {}
        }
        if let Some(origin) = list.origin(k) {
            out.came_from(origin);
        }
    }
    for &o in list.outputs() {
        let o = match o.get() {
            Ref::Id(Id(i)) => new[i as usize],
            Ref::Const(c) => out.constant(list.pool()[c as usize]),
            Ref::Data(_) => o,
        };
        out.output(o);
    }
    debug_assert_eq!(out.verify(), Ok(()));
    Ok(out)
}

/// Whether anything depends on a result of a user's rule, the first of which is `first`.
fn any_live(live: &[bool], first: Id, rule: &Custom) -> bool {
    live[first.0 as usize..][..rule.outputs()].contains(&true)
}

/// Which values an output or a guard depends on.
fn live(list: &List) -> Vec<bool> {
    let mut live = vec![false; list.ids()];
    let mark = |live: &mut Vec<bool>, o: Operand| {
        if let Some(id) = o.as_id() {
            live[id.0 as usize] = true;
        }
    };
    list.outputs().iter().for_each(|&o| mark(&mut live, o));
    for (_, id, step) in list.steps_backward() {
        match step {
            Step::Apply(_, args) if live[id.0 as usize] => args.iter().for_each(|&a| mark(&mut live, a)),
            Step::Rule(rule, args) if any_live(&live, id, rule) => args.iter().for_each(|&a| mark(&mut live, a)),
            Step::Guard(cond, _) => mark(&mut live, cond),
            _ => {}
        }
    }
    live
}
