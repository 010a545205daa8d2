//! The implementations that the derive writes, as source text: a struct is a point, and an output.

use crate::read::{Field, Struct};

/// The real number's parameter, named so that no user's parameter is.
const REAL: &str = "__TreeReal";
/// The parameter of an output's numbers, likewise.
const NUM: &str = "__TreeNumber";

pub fn implementation(s: &Struct) -> String {
    format!("{} {}", point(s), output(s))
}

/// The struct as a point to differentiate at.
fn point(s: &Struct) -> String {
    let Struct { name, .. } = s;
    let first = &s.params[0].name;
    let all = of_each(s, "");
    let (traced, grad) = (of_each(s, "::Traced"), of_each(s, "::Grad"));
    let count: String = trees(s).map(|f| format!("+ ::wengert::Tree::<{REAL}>::count(&self.{f})")).collect();
    let flatten: String = trees(s).map(|f| format!("::wengert::Tree::<{REAL}>::flatten(&self.{f}, out);")).collect();
    format!(
        "#[automatically_derived]
        impl<{REAL}: ::wengert::Real, {params}> ::wengert::Tree<{REAL}> for {name}<{all}> where {conditions} {{
            type Num = {first}::Num;
            type Traced = {name}<{traced}>;
            type Grad = {name}<{grad}>;
            fn count(&self) -> usize {{ 0 {count} }}
            fn lift(&self, lift: &mut ::wengert::Lift<'_, {first}::Num>) -> Self::Traced {{ {lift} }}
            fn fill(&self, from: &mut ::wengert::Leaves<'_, {first}::Num>) -> Self::Grad {{ {fill} }}
            fn flatten(&self, out: &mut ::std::vec::Vec<{first}::Num>) {{ {flatten} }}
        }}",
        params = params(s),
        conditions = conditions(s, &format!("::wengert::Tree<{REAL}>"), &["Traced", "Grad"]),
        lift = build(s, "lift", "lift"),
        fill = build(s, "fill", "from"),
    )
}

/// The struct as what a closure or a rule answers.
fn output(s: &Struct) -> String {
    let name = &s.name;
    let of = format!("::wengert::Output<{NUM}, {REAL}>");
    let params: String = s.params.iter().map(|p| format!("{}: {of}, ", p.name)).collect();
    let fields = |skipped: &dyn Fn(&str) -> String, tree: &dyn Fn(&str) -> String| -> String {
        let value = |f: &Field| if f.skip { skipped(&f.name) } else { tree(&f.name) };
        s.fields.iter().map(|f| format!("{}: {}, ", f.name, value(f))).collect()
    };
    let leaves = fields(&|f| format!("self.{f}"), &|f| format!("<_ as {of}>::leaves(self.{f}, out)?"));
    let remake = fields(&|f| format!("::core::clone::Clone::clone(&plain.{f})"), &|f| {
        format!("::wengert::remade::<Self, {NUM}, {REAL}, _>(|s| &s.{f}, &plain.{f}, f)")
    });
    format!(
        "#[automatically_derived]
        impl<{REAL}: ::wengert::Real, {NUM}: ::wengert::Number<{REAL}>, {params}> {of} for {name}<{all}>
        where {conditions} {{
            type Plain = {name}<{plain}>;
            fn leaves(self, out: &mut dyn ::core::ops::FnMut(::wengert::Var<{REAL}>) -> {NUM})
                -> ::core::result::Result<Self::Plain, ::wengert::Error> {{
                ::core::result::Result::Ok({name} {{ {leaves} }})
            }}
            fn remake(plain: &Self::Plain, f: &mut dyn ::core::ops::FnMut({NUM}) -> {NUM}) -> Self::Plain {{
                {name} {{ {remake} }}
            }}
        }}",
        all = of_each(s, ""),
        plain = of_each(s, "::Plain"),
        conditions = conditions(s, &of, &["Plain"]),
    )
}

/// The type parameters, each with this behind it.
fn of_each(s: &Struct, suffix: &str) -> String {
    s.params.iter().map(|p| format!("{}{suffix}", p.name)).collect::<Vec<_>>().join(", ")
}

/// The parameters of the implementation: each is a tree, and all hold the same numbers.
fn params(s: &Struct) -> String {
    let first = &s.params[0].name;
    let param = |(i, p): (usize, &crate::read::Param)| {
        let same = if i == 0 { String::new() } else { format!(", Num = {first}::Num") };
        format!("{}: ::wengert::Tree<{REAL}{same}>", p.name)
    };
    s.params.iter().enumerate().map(param).collect::<Vec<_>>().join(", ")
}

/// The struct's own bounds and where clause, for its parameters and for these projections of theirs as the trait `of`.
fn conditions(s: &Struct, of: &str, projections: &[&str]) -> String {
    let mut text = s.conditions.clone();
    for projection in projections {
        let tokens: proc_macro::TokenStream = s.conditions.parse().unwrap_or_default();
        text.push_str(&rewrite(tokens, s, of, projection));
    }
    for p in s.params.iter().filter(|p| !p.bounds.trim().is_empty()) {
        let (name, bounds) = (&p.name, &p.bounds);
        text.push_str(&format!(" {name}: {bounds},"));
        projections.iter().for_each(|projection| text.push_str(&format!(" {name}::{projection}: {bounds},")));
    }
    text
}

/// A where clause with every parameter replaced by its projection.
fn rewrite(tokens: proc_macro::TokenStream, s: &Struct, of: &str, projection: &str) -> String {
    use proc_macro::{Spacing, TokenTree};
    let (mut text, mut path) = (String::new(), false);
    for t in tokens {
        match &t {
            TokenTree::Ident(i) if !path && s.params.iter().any(|p| p.name == i.to_string()) => {
                text.push_str(&format!("<{i} as {of}>::{projection} "));
            }
            TokenTree::Group(g) => {
                let (open, close) = match g.delimiter() {
                    proc_macro::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro::Delimiter::Bracket => ("[", "]"),
                    proc_macro::Delimiter::Brace => ("{", "}"),
                    proc_macro::Delimiter::None => ("", ""),
                };
                text.push_str(&format!("{open}{}{close} ", rewrite(g.stream(), s, of, projection)));
            }
            TokenTree::Punct(p) if p.spacing() == Spacing::Joint => text.push(p.as_char()),
            t => text.push_str(&format!("{t} ")),
        }
        path = matches!(&t, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == Spacing::Alone && text.ends_with(":: "));
    }
    text
}

fn trees(s: &Struct) -> impl Iterator<Item = &str> {
    s.fields.iter().filter(|f| !f.skip).map(|f| f.name.as_str())
}

/// The struct, each of its fields made by a method of `Tree`, or cloned. `Name { 0: .. }` builds a tuple struct too.
fn build(s: &Struct, method: &str, with: &str) -> String {
    let field = |f: &Field| match f {
        Field { name, skip: true } => format!("{name}: ::core::clone::Clone::clone(&self.{name}), "),
        Field { name, skip: false } => format!("{name}: ::wengert::Tree::<{REAL}>::{method}(&self.{name}, {with}), "),
    };
    format!("{} {{ {} }}", s.name, s.fields.iter().map(field).collect::<String>())
}
