//! The implementations that the derive writes: a struct is a point, and an output. Source text, with what is said of a
//! field placed at the field.

use crate::read::{Field, Struct};
use proc_macro::{Group, Span, TokenStream, TokenTree};

/// The real number's parameter, named so that no user's parameter is.
const REAL: &str = "__TreeReal";
/// The parameter of an output's numbers, likewise.
const NUM: &str = "__TreeNumber";

/// Before a group in braces, with the number of a field behind it: the group stands at the field.
const AT_FIELD: &str = "__tree_field_";

/// The implementations as tokens.
pub fn implementation(s: &Struct) -> Result<TokenStream, proc_macro::LexError> {
    Ok(placed(format!("{} {}", point(s), output(s)).parse()?, s))
}

/// The tokens, those of a field at the field: a type that is no tree is then underlined where it is written.
fn placed(tokens: TokenStream, s: &Struct) -> TokenStream {
    let (mut out, mut field) = (TokenStream::new(), None::<usize>);
    for token in tokens {
        match (token, field.take()) {
            (TokenTree::Group(g), Some(k)) => out.extend(moved(g.stream(), s.fields[k].span)),
            (TokenTree::Group(g), None) => {
                out.extend([TokenTree::Group(Group::new(g.delimiter(), placed(g.stream(), s)))]);
            }
            (token, _) => {
                let number = token.to_string().strip_prefix(AT_FIELD).and_then(|k| k.parse().ok());
                field = number.filter(|&k| k < s.fields.len());
                if field.is_none() {
                    out.extend([token]);
                }
            }
        }
    }
    out
}

/// The tokens at another place.
fn moved(tokens: TokenStream, span: Span) -> TokenStream {
    let place = |mut token: TokenTree| {
        if let TokenTree::Group(g) = &token {
            token = TokenTree::Group(Group::new(g.delimiter(), moved(g.stream(), span)));
        }
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(place).collect()
}

/// The struct as a point to differentiate at.
fn point(s: &Struct) -> String {
    let Struct { name, .. } = s;
    let first = &s.params[0].name;
    let all = of_each(s, "");
    let (traced, grad) = (of_each(s, "::Traced"), of_each(s, "::Grad"));
    let count: String = trees(s).map(|(k, f)| format!("+ {}", call(k, f, "count", ""))).collect();
    let part = |f: &Field| format!(", &::wengert::part(path, {:?}), out", f.name);
    let parts: String = trees(s).map(|(k, f)| format!("{};", call(k, f, "parts", &part(f)))).collect();
    let flatten: String = trees(s).map(|(k, f)| format!("{};", call(k, f, "flatten", ", out"))).collect();
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
            const NAMED: bool = true;
            fn parts(&self, path: &str, out: &mut ::std::vec::Vec<::wengert::Part>) {{ {parts} }}
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
        let value = |k, f: &Field| if f.skip { skipped(&f.name) } else { at_field(k, &tree(&f.name)) };
        s.fields.iter().enumerate().map(|(k, f)| format!("{}: {}, ", f.name, value(k, f))).collect()
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

/// The fields that are trees, with their numbers.
fn trees(s: &Struct) -> impl Iterator<Item = (usize, &Field)> {
    s.fields.iter().enumerate().filter(|(_, f)| !f.skip)
}

/// A call of a method of `Tree` on field number `k`.
fn call(k: usize, field: &Field, method: &str, with: &str) -> String {
    at_field(k, &format!("::wengert::Tree::<{REAL}>::{method}(&self.{}{with})", field.name))
}

/// Code that speaks of field number `k`, marked to be placed there.
fn at_field(k: usize, code: &str) -> String {
    format!("{AT_FIELD}{k} {{ {code} }}")
}

/// The struct, each of its fields made by a method of `Tree`, or cloned. `Name { 0: .. }` builds a tuple struct too.
fn build(s: &Struct, method: &str, with: &str) -> String {
    let field = |(k, f): (usize, &Field)| {
        let Field { name, skip, .. } = f;
        let made = if *skip {
            format!("::core::clone::Clone::clone(&self.{name})")
        } else {
            call(k, f, method, &format!(", {with}"))
        };
        format!("{name}: {made}, ")
    };
    format!("{} {{ {} }}", s.name, s.fields.iter().enumerate().map(field).collect::<String>())
}
