//! `#[derive(Tree)]` without a parser crate: a struct that is generic in its leaves (`struct Layer<T> { w: T, b: T }`)
//! becomes a point to differentiate at, and an output.

use proc_macro::{Span, TokenStream, TokenTree};

mod expand;
mod read;

/// Makes a struct that is generic in its numbers a `wengert::Tree` and a `wengert::Output`: `Layer<f64>` outside,
/// `Layer<Var>` inside. It is then a point, an answer, the state of a loop, and what a rule takes and gives.
///
/// Every type parameter stands for a tree. So is every field, in order, unless it is marked `#[tree(skip)]`: that one is
/// cloned, and its type names no parameter. Structs may have named fields or be tuples; parameters may have bounds and
/// defaults, the struct a where clause. Bounds hold for the numbers, the variables and the derivatives alike:
/// `struct Layer<T: Clone>` is right, for all of them are `Clone`.
///
/// A program traced at such a struct names its inputs after the fields, `w` and `b`, or `layers[0].w` further in.
///
/// A struct without a type parameter, with lifetimes or const parameters, an enum and a union are refused with a
/// message that says what to write instead.
#[proc_macro_derive(Tree, attributes(tree))]
pub fn tree(item: TokenStream) -> TokenStream {
    match read::Struct::read(item).map(|s| expand::implementation(&s)) {
        Ok(Ok(tokens)) => tokens,
        Ok(Err(error)) => compile_error(&format!("Tree cannot be derived here: {error}"), Span::call_site()),
        Err((message, span)) => compile_error(&message, span),
    }
}

/// A message of the compiler, at the place it speaks of.
fn compile_error(message: &str, span: Span) -> TokenStream {
    let tokens: TokenStream = format!("::core::compile_error!{{{message:?}}}").parse().unwrap_or_default();
    let at = |mut t: TokenTree| {
        t.set_span(span);
        t
    };
    tokens.into_iter().map(at).collect()
}
