//! Names for values: those that were given, those of the inputs, and `v3`, `v4`, … for the rest.

use std::collections::HashSet;
use wengert::List;
use wengert::list::{Id, Ref};

/// A name for every value of a List, no two the same.
#[derive(Clone, Debug)]
pub struct Names(Vec<String>);

impl Names {
    /// Inputs by their own names, the values in `given` by those, the rest by their number, counted from 1. The first
    /// output is `L`, unless it has a name already or another value has that one.
    pub fn new(list: &List, given: &[(Id, String)]) -> Names {
        let mut names: Vec<Option<String>> = vec![None; list.ids()];
        for id in (0..list.input_len() as u32).map(Id) {
            names[id.0 as usize] = Some(list.input_name(id));
        }
        let mut taken: HashSet<String> = names.iter().flatten().cloned().collect();
        let output = list.outputs().first().map(|o| o.get());
        let output = if let Some(Ref::Id(id)) = output { Some((id, "L".to_owned())) } else { None };
        for (id, name) in given.iter().cloned().chain(output) {
            let slot = names.get_mut(id.0 as usize).filter(|slot| slot.is_none());
            if let Some(slot) = slot.filter(|_| !taken.contains(&name)) {
                taken.insert(name.clone());
                *slot = Some(name);
            }
        }
        let numbered = |k: usize| {
            let mut name = format!("v{}", k + 1);
            while taken.contains(&name) {
                name.push('_');
            }
            name
        };
        Names(names.into_iter().enumerate().map(|(k, name)| name.unwrap_or_else(|| numbered(k))).collect())
    }
    /// The name of a value.
    pub fn get(&self, id: Id) -> &str {
        &self.0[id.0 as usize]
    }
    /// The name of its adjoint: with a bar over its first letter.
    pub fn bar(&self, id: Id) -> String {
        let mut letters = self.get(id).chars();
        let first: String = letters.next().into_iter().collect();
        format!("{first}\u{304}{}", letters.as_str())
    }
}
