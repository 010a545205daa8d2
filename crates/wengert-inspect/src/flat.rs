//! A List written out: every sub-List line by line, in the order in which the sweeps run it.

use wengert::List;
use wengert::list::{Binding, Block, Id, Operand, Origin, Ref, Step, TooLong};

/// Where a line of a written-out List stands in the List it was written from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line of the original List.
    pub line: usize,
    /// The lane of that line's sub-List, if it has one.
    pub lane: Option<u32>,
}

/// A List without sub-Lists, and what became of the original's values.
#[derive(Debug)]
pub(crate) struct Flat {
    /// The straight-line List.
    pub list: List,
    /// For each of its lines, where it comes from.
    pub places: Vec<Place>,
    /// For each value of the original, what reads as it now.
    pub ids: Vec<Operand>,
}

/// How many lines a List has, written out.
pub(crate) fn lines(list: &List) -> u64 {
    let inside = |b: &Block| lines(&b.body).saturating_mul(u64::from(b.repeat.lanes()));
    let blocks: u64 = list.blocks().iter().map(inside).fold(0, u64::saturating_add);
    (list.len() as u64).saturating_add(blocks)
}

/// Writes every sub-List out.
pub(crate) fn flatten(list: &List) -> Result<Flat, TooLong> {
    let mut out = List::new();
    for input in list.inputs() {
        out.try_input(input.name.clone(), input.shape.clone())?;
    }
    for &c in list.data() {
        out.datum(c);
    }
    let inputs = (0..list.input_len() as u32).map(|k| Operand::id(Id(k))).collect();
    let mut writer = Writer { out, places: Vec::new() };
    let ids = writer.lines(list, inputs, None)?;
    let outputs = list.outputs().iter().map(|&o| writer.operand(list, &ids, o, true)).collect();
    writer.out.set_outputs(outputs);
    Ok(Flat { list: writer.out, places: writer.places, ids })
}

struct Writer {
    out: List,
    places: Vec<Place>,
}

/// Where the lines of a sub-List are told to come from.
#[derive(Clone, Copy)]
struct Outer {
    place: Place,
    origin: Option<Origin>,
}

impl Writer {
    /// What an operand of `list` reads now; the data of a sub-List are numbers.
    fn operand(&mut self, list: &List, ids: &[Operand], o: Operand, outermost: bool) -> Operand {
        match o.get() {
            Ref::Id(id) => ids[id.0 as usize],
            Ref::Const(k) => self.out.constant(list.pool()[k as usize]),
            Ref::Data(_) if outermost => o,
            Ref::Data(k) => self.out.constant(list.data()[k as usize]),
        }
    }
    /// Writes the lines of `list`, whose inputs are `ids`; answers what all its values read as.
    fn lines(&mut self, list: &List, mut ids: Vec<Operand>, outer: Option<Outer>) -> Result<Vec<Operand>, TooLong> {
        for (line, _, step) in list.steps() {
            let place = outer.map_or(Place { line, lane: None }, |o| o.place);
            let origin = list.origin(line).or(outer.and_then(|o| o.origin));
            match step {
                Step::Apply(op, args) => {
                    let args: Vec<Operand> =
                        args.iter().map(|&a| self.operand(list, &ids, a, outer.is_none())).collect();
                    let y = self.out.apply(op, &args)?;
                    ids.push(y);
                    self.wrote(place, origin);
                }
                Step::Rule(rule, args) => {
                    let args: Vec<Operand> =
                        args.iter().map(|&a| self.operand(list, &ids, a, outer.is_none())).collect();
                    let first = self.out.rule(rule, &args)?;
                    ids.extend((first.0..).take(rule.outputs()).map(|id| Operand::id(Id(id))));
                    self.wrote(place, origin);
                }
                Step::Guard(cond, said) => {
                    let cond = self.operand(list, &ids, cond, outer.is_none());
                    self.out.guard(cond, said);
                    self.wrote(place, origin);
                }
                Step::Block(b) => {
                    let results = self.block(list, b, &ids, Outer { place, origin }, outer.is_none())?;
                    ids.extend(results);
                }
            }
        }
        Ok(ids)
    }
    fn wrote(&mut self, place: Place, origin: Option<Origin>) {
        self.places.push(place);
        if let Some(origin) = origin {
            self.out.came_from(origin);
        }
    }
    /// Writes all lanes of a block; answers its results.
    fn block(
        &mut self,
        list: &List,
        b: &Block,
        ids: &[Operand],
        outer: Outer,
        outermost: bool,
    ) -> Result<Vec<Operand>, TooLong> {
        let carried = b.repeat.carried();
        let mut state = Vec::new();
        for binding in &b.bindings[..carried] {
            let o = self.bound(list, ids, binding, 0, outermost);
            state.push(o);
        }
        let mut results = vec![Operand::id(Id(0)); b.results() as usize];
        for lane in 0..b.repeat.lanes() {
            let mut inputs = state.clone();
            for binding in &b.bindings[carried..] {
                let o = self.bound(list, ids, binding, lane, outermost);
                inputs.push(o);
            }
            let place = Place { lane: outer.place.lane.or(Some(lane)), ..outer.place };
            let frame = self.lines(&b.body, inputs, Some(Outer { place, ..outer }))?;
            for (k, &o) in b.body.outputs().iter().enumerate() {
                let y = self.operand(&b.body, &frame, o, false);
                match state.get_mut(k) {
                    Some(s) => *s = y,
                    None => results[b.result(k, lane).unwrap_or(0) as usize] = y,
                }
            }
        }
        results[..carried].copy_from_slice(&state);
        Ok(results)
    }
    fn bound(&mut self, list: &List, ids: &[Operand], binding: &Binding, lane: u32, outermost: bool) -> Operand {
        match binding {
            Binding::Uniform(o) => self.operand(list, ids, *o, outermost),
            Binding::Strided { .. } | Binding::Gather(_) => ids[binding.id(lane).map_or(0, |id| id.0 as usize)],
            Binding::Column(numbers) => self.out.constant(numbers[lane as usize]),
            Binding::Lane => self.out.constant(f64::from(lane)),
        }
    }
}
