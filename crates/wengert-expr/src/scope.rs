//! Which name means what, where: blocks in blocks, functions beside them, and the names that have gone.

use crate::source::Span;
use std::collections::HashMap;

/// A name that a statement binds.
#[derive(Clone, Debug)]
struct Binding {
    slot: u32,
    /// Where it is bound first.
    span: Span,
    read: bool,
    /// A counter, which nothing else may bind.
    counter: bool,
}

/// The names of the model or of one function. Inside of it a name is bound once at a time, so that one table serves all
/// blocks, however deep.
#[derive(Debug, Default)]
struct Frame {
    names: HashMap<String, Binding>,
    /// The names that belong to each open block, the innermost last.
    blocks: Vec<Vec<String>>,
    slots: u32,
}

impl Frame {
    fn new() -> Frame {
        Frame { blocks: vec![Vec::new()], ..Frame::default() }
    }
    fn leave(&mut self) -> Vec<(String, Binding)> {
        let names = self.blocks.pop().unwrap_or_default();
        names.into_iter().filter_map(|name| self.names.remove_entry(&name)).collect()
    }
}

/// What a name reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Local(u32),
    Global(u32),
}

/// Why a name cannot be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IsCounter;

#[derive(Debug)]
pub(crate) struct Scopes {
    model: Frame,
    function: Option<Frame>,
    gone: HashMap<String, Span>,
    /// Names that were bound and never read, with the place.
    pub unread: Vec<(String, Span)>,
}

impl Scopes {
    pub fn new() -> Scopes {
        Scopes { model: Frame::new(), function: None, gone: HashMap::new(), unread: Vec::new() }
    }
    fn frame(&mut self) -> &mut Frame {
        self.function.as_mut().unwrap_or(&mut self.model)
    }
    /// What `name` reads here, if it is bound.
    pub fn read(&mut self, name: &str) -> Option<Read> {
        let inside = self.function.is_some();
        if let Some(binding) = self.frame().names.get_mut(name) {
            binding.read = true;
            return Some(Read::Local(binding.slot));
        }
        let global = if inside { self.model.names.get_mut(name)? } else { return None };
        global.read = true;
        Some(Read::Global(global.slot))
    }
    /// Whether `name` is bound here, without reading it.
    pub fn knows(&mut self, name: &str) -> bool {
        self.frame().names.get_mut(name).is_some()
    }
    /// The slot that a statement binds: that of the name, or a new one in the innermost block.
    pub fn bind(&mut self, name: &str, span: Span) -> Result<u32, IsCounter> {
        let frame = self.frame();
        if let Some(binding) = frame.names.get(name) {
            return if binding.counter { Err(IsCounter) } else { Ok(binding.slot) };
        }
        Ok(self.declare(name, span, false))
    }
    /// A new name in the innermost block.
    pub fn declare(&mut self, name: &str, span: Span, counter: bool) -> u32 {
        let frame = self.frame();
        let slot = frame.slots;
        frame.slots += 1;
        let binding = Binding { slot, span, read: counter, counter };
        if let Some(block) = frame.blocks.last_mut() {
            block.push(name.to_owned());
        }
        frame.names.insert(name.to_owned(), binding);
        slot
    }
    pub fn enter(&mut self) {
        self.frame().blocks.push(Vec::new());
    }
    /// Forgets the names of the innermost block.
    pub fn leave(&mut self) {
        let block = self.frame().leave();
        self.forget(block);
    }
    fn forget(&mut self, block: Vec<(String, Binding)>) {
        for (name, binding) in block {
            if !binding.read {
                self.unread.push((name.clone(), binding.span));
            }
            self.gone.insert(name, binding.span);
        }
    }
    /// Begins a function: only its parameters are bound.
    pub fn enter_function(&mut self, parameters: &[(String, Span)]) {
        self.function = Some(Frame::new());
        for (name, span) in parameters {
            self.declare(name, *span, false);
        }
    }
    /// Ends a function and says how many slots it needs.
    pub fn leave_function(&mut self) -> u32 {
        let Some(mut frame) = self.function.take() else { return 0 };
        // What a function does not do with its parameters, in the outermost block, is its own business.
        while frame.blocks.len() > 1 {
            let block = frame.leave();
            self.forget(block);
        }
        frame.slots
    }
    /// Ends the model and says how many slots it needs.
    pub fn finish(&mut self) -> u32 {
        let block = self.model.leave();
        self.forget(block);
        self.unread.sort_by_key(|(_, span)| *span);
        self.model.slots
    }
    /// Whether `name` was bound in a block that has ended.
    pub fn is_gone(&self, name: &str) -> bool {
        self.gone.contains_key(name)
    }
    /// All names bound here.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let frames = self.function.iter().chain([&self.model]);
        frames.flat_map(|frame| frame.names.keys().map(String::as_str))
    }
}
