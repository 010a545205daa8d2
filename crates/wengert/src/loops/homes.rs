//! Where the adjoint of every value of a loop's state lives: where it would live in the plain loop.
//!
//! A value that a step hands on unchanged keeps its register; one that was an outer variable before the loop keeps that
//! variable's; a value computed in a step has a register of the loop's own until the sweep has come back to that step. So
//! contributions add in the order of the plain loop, and to its bits.

use super::body::Body;
use super::step::Column;
use crate::exec::Back;
use crate::list::{Id, Ref};
use crate::sweep::Varying;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Where the adjoint of one value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Home {
    /// Nowhere: the value does not vary.
    Nowhere,
    /// In the register of an outer variable.
    Outer(u32),
    /// In register `k` of the loop's own; `k` is the first entry of the state that lives there.
    Own(u32),
}

/// The homes of a whole state.
pub(crate) type Homes = Rc<[Home]>;

/// The outer variables of a loop, each once: identity and value.
#[derive(Debug, Default)]
pub(crate) struct Outers {
    pub vars: Vec<(u64, f64)>,
    places: HashMap<u64, u32>,
}

impl Outers {
    /// The number of an outer variable; `Nowhere` of a constant.
    pub fn home(&mut self, identity: u64, v: f64) -> Home {
        if identity == 0 {
            return Home::Nowhere;
        }
        Home::Outer(*self.places.entry(identity).or_insert_with(|| {
            self.vars.push((identity, v));
            self.vars.len() as u32 - 1
        }))
    }
    /// The number of an outer variable that was told before.
    pub fn number(&self, identity: u64) -> u32 {
        self.places[&identity]
    }
}

/// A body with those of its inputs that vary.
#[derive(Debug)]
pub(crate) struct Variant {
    pub varies: Varying,
    back: OnceCell<Option<Back>>,
}

impl Variant {
    /// The adjoint of the body's layout, if it has one; laid out when it is first asked for.
    pub fn back(&self, body: &Body) -> Option<&Back> {
        self.back.get_or_init(|| body.layout.as_ref().map(|l| Back::new(&body.list, l, &self.varies))).as_ref()
    }
    pub fn bytes(&self) -> usize {
        self.back.get().and_then(Option::as_ref).map_or(0, Back::bytes)
    }
}

/// What a step does to the homes of the state.
#[derive(Debug)]
pub(crate) struct Transition {
    pub variant: Rc<Variant>,
    pub next: Homes,
    /// Whither the adjoints in the loop's own registers go when the step is taken back: register, destination.
    pub moves: Vec<(u32, Whither)>,
}

/// Where an adjoint goes when a step is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Whither {
    /// To a value of the body.
    Value(Id),
    /// To a register of the loop's own.
    Own(u32),
}

/// The transitions that were met.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    variants: HashMap<(u32, Vec<bool>), Rc<Variant>>,
    known: HashMap<(u32, Vec<Home>), Rc<Transition>>,
}

impl Atlas {
    /// What body number `number` does at a step, given the homes of all its inputs.
    pub fn transition(&mut self, number: u32, body: &Body, inputs: Vec<Home>) -> Rc<Transition> {
        if let Some(known) = self.known.get(&(number, inputs.clone())) {
            return Rc::clone(known);
        }
        let varies: Vec<bool> = inputs.iter().map(|&h| h != Home::Nowhere).collect();
        let variant = self.variants.entry((number, varies)).or_insert_with_key(|(_, varies)| {
            Rc::new(Variant { varies: Varying::by_inputs(&body.list, varies), back: OnceCell::new() })
        });
        let transition = Rc::new(transition(body, Rc::clone(variant), &inputs));
        // A column of variables may make every step a new one; those are not worth remembering.
        if self.known.len() < 64 {
            self.known.insert((number, inputs), Rc::clone(&transition));
        }
        transition
    }
    /// What it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.variants.values().map(|v| v.bytes()).sum()
    }
}

fn transition(body: &Body, variant: Rc<Variant>, inputs: &[Home]) -> Transition {
    let whither = |o: &crate::list::Operand| match o.get() {
        Ref::Id(id) if !variant.varies.has(id) => Err(Home::Nowhere),
        Ref::Id(id) => match inputs.get(id.0 as usize) {
            Some(&Home::Own(k)) => Ok(Whither::Own(k)),
            Some(&home) => Err(home),
            None => Ok(Whither::Value(id)),
        },
        _ => Err(Home::Nowhere),
    };
    let mut first: HashMap<Whither, u32> = HashMap::new();
    let mut moves = Vec::new();
    let home = |(k, o)| match whither(o) {
        Err(home) => home,
        Ok(whither) => Home::Own(*first.entry(whither).or_insert_with(|| {
            moves.push((k as u32, whither));
            k as u32
        })),
    };
    let next = body.list.outputs().iter().enumerate().map(home).collect();
    Transition { variant, next, moves }
}

/// Which inputs of a body are columns of variables: their homes change from step to step.
pub(crate) fn varying(columns: &[Column]) -> bool {
    columns.iter().any(|c| matches!(c, Column::Row(rows, _) if rows.vary()))
}
