//! The adjoint sweep over a line that runs a user's rule: its slopes times the adjoint, as for a row of the table, or
//! its pullback, which is a rule too.

use super::{Constants, Registers, Watch, plus, read};
use crate::custom::{Custom, Derived};
use crate::list::{Id, List, Operand};
use crate::value::Value;

/// A line of a List that runs a rule, and its first result.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub list: &'a List,
    pub number: usize,
    pub first: Id,
    pub rule: &'a Custom,
    pub args: &'a [Operand],
}

/// The line hands the adjoints of its results to its arguments.
pub(super) fn adjoint<V: Value, W: Watch<V>>(
    line: Line<'_>,
    c: &Constants<'_, V>,
    at: &[V],
    registers: Registers<'_>,
    bar: &mut [Option<V>],
    watch: &mut W,
) {
    let first = line.first.0 as usize;
    let results = first..first + line.rule.outputs();
    if bar[results.clone()].iter().all(Option::is_none) {
        return;
    }
    let register = |i: usize| line.args[i].as_id().and_then(|id| registers.of(id));
    let wanted: Vec<(usize, Id)> = (0..line.args.len()).filter_map(|i| Some((i, register(i)?))).collect();
    if wanted.is_empty() {
        return;
    }
    if W::ON {
        watch.rule(&wanted.iter().map(|&(i, _)| i).collect::<Vec<_>>());
    }
    let mut given: Vec<V> = line.args.iter().map(|&a| read(line.list, c, at, a)).collect();
    given.extend_from_slice(&at[results.clone()]);
    let slopes = line.rule.derived(Derived::Slopes).map(|slopes| V::bind_rule(&slopes, &given, c.like));
    let terms: Vec<V> = match (&slopes, bar[first]) {
        (Some(slopes), Some(g)) => {
            slopes.iter().map(|&d| watch.rule_contribution(line.number, line.rule, d, g)).collect()
        }
        _ => {
            given.extend(results.map(|r| bar[r].unwrap_or_else(|| c.like.lit(0.0))));
            V::bind_rule(&line.rule.product(Derived::Pull), &given, c.like)
        }
    };
    for (i, to) in wanted {
        let sum = plus(bar[to.0 as usize], terms[i]);
        bar[to.0 as usize] = sum;
        if let (true, Some(sum)) = (W::ON, sum) {
            let slope = slopes.as_ref().map_or(c.like.lit(f64::NAN), |slopes| slopes[i]);
            watch.register(line.number, line.first, to, slope, terms[i], sum);
        }
    }
}
