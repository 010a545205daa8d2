//! `#[derive(Tree)]` without a parser crate: a struct that is generic in its leaves (`struct Layer<T> { w: T, b: T }`)
//! becomes a point to differentiate at.

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Makes a struct with named fields, generic in its leaves, a `wengert::Tree`.
///
/// Every type parameter stands for a tree; fields are trees too, unless marked `#[tree(skip)]`, which are cloned.
#[proc_macro_derive(Tree, attributes(tree))]
pub fn tree(item: TokenStream) -> TokenStream {
    match Struct::read(item) {
        Ok(s) => s.implementation().parse().unwrap_or_default(),
        Err(message) => format!("compile_error!({message:?});").parse().unwrap_or_default(),
    }
}

struct Field {
    name: String,
    skip: bool,
}

struct Struct {
    name: String,
    params: Vec<String>,
    fields: Vec<Field>,
}

impl Struct {
    fn read(item: TokenStream) -> Result<Struct, String> {
        let mut tokens = item.into_iter().skip_while(|t| t.to_string() != "struct");
        tokens.next().ok_or("Tree can be derived for structs only")?;
        let name = tokens.next().ok_or("a struct has a name")?.to_string();
        let mut tokens = tokens.peekable();
        let params =
            if tokens.peek().is_some_and(|t| t.to_string() == "<") { type_params(&name, &mut tokens)? } else { vec![] };
        if params.is_empty() {
            return Err(format!(
                "`{name}` needs a type parameter for its numbers, so that it can hold f64 outside and Var inside: `struct {name}<T> {{ w: T, .. }}`"
            ));
        }
        let body = tokens.find_map(|t| match t {
            TokenTree::Group(g) if g.delimiter() == Delimiter::Brace => Some(g.stream()),
            _ => None,
        });
        let fields = fields(body.ok_or(format!("`{name}`: Tree needs named fields"))?);
        Ok(Struct { name, params, fields })
    }

    fn implementation(&self) -> String {
        let Struct { name, params, .. } = self;
        let first = &params[0];
        let bounds: Vec<String> = params
            .iter()
            .map(|p| {
                if p == first {
                    format!("{p}: ::wengert::Tree<__F>")
                } else {
                    format!("{p}: ::wengert::Tree<__F, Num = {first}::Num>")
                }
            })
            .collect();
        let (bounds, all) = (bounds.join(", "), params.join(", "));
        let with = |k: &str| params.iter().map(|p| format!("{p}::{k}")).collect::<Vec<_>>().join(", ");
        format!(
            "impl<__F: ::wengert::Real, {bounds}> ::wengert::Tree<__F> for {name}<{all}> {{
                type Num = {first}::Num;
                type Traced = {name}<{traced}>;
                type Grad = {name}<{grad}>;
                fn count(&self) -> usize {{ 0 {count} }}
                fn lift(&self, lift: &mut ::wengert::Lift<'_, {first}::Num>) -> Self::Traced {{ {name} {{ {lift} }} }}
                fn fill(&self, from: &mut ::wengert::Leaves<'_, {first}::Num>) -> Self::Grad {{ {name} {{ {fill} }} }}
                fn flatten(&self, out: &mut ::std::vec::Vec<{first}::Num>) {{ {flatten} }}
            }}",
            traced = with("Traced"),
            grad = with("Grad"),
            count = self.trees().map(|f| format!("+ ::wengert::Tree::<__F>::count(&self.{f})")).collect::<String>(),
            flatten =
                self.trees().map(|f| format!("::wengert::Tree::<__F>::flatten(&self.{f}, out);")).collect::<String>(),
            lift = self.build("lift", "lift"),
            fill = self.build("fill", "from"),
        )
    }

    fn trees(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|f| !f.skip).map(|f| f.name.as_str())
    }

    fn build(&self, method: &str, with: &str) -> String {
        let field = |f: &Field| match f {
            Field { name, skip: true } => format!("{name}: ::core::clone::Clone::clone(&self.{name}), "),
            Field { name, skip: false } => format!("{name}: ::wengert::Tree::<__F>::{method}(&self.{name}, {with}), "),
        };
        self.fields.iter().map(field).collect()
    }
}

/// The type parameters between `<` and its `>`.
fn type_params(name: &str, tokens: &mut impl Iterator<Item = TokenTree>) -> Result<Vec<String>, String> {
    let (mut params, mut depth, mut fresh) = (vec![], 0, true);
    for t in tokens {
        match t.to_string().as_str() {
            "<" => depth += 1,
            ">" => depth -= 1,
            "," if depth == 1 => fresh = true,
            "'" | "const" => return Err(format!("`{name}`: Tree takes type parameters only")),
            s if s.starts_with('\'') => return Err(format!("`{name}`: Tree takes type parameters only")),
            s if fresh => {
                params.push(s.to_string());
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    Ok(params)
}

/// The named fields, with their `#[tree(skip)]`.
fn fields(body: TokenStream) -> Vec<Field> {
    let (mut fields, mut depth, mut skip, mut last, mut named) = (vec![], 0, false, String::new(), false);
    for t in body {
        match &t {
            TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket && !named => {
                let text = g.to_string();
                skip |= text.contains("tree") && text.contains("skip");
            }
            TokenTree::Punct(p) if p.as_char() == '<' => depth += 1,
            TokenTree::Punct(p) if p.as_char() == '>' => depth -= 1,
            TokenTree::Punct(p) if p.as_char() == ':' && !named => {
                fields.push(Field { name: std::mem::take(&mut last), skip });
                (named, skip) = (true, false);
            }
            TokenTree::Punct(p) if p.as_char() == ',' && depth == 0 => named = false,
            TokenTree::Ident(i) if !named => last = i.to_string(),
            _ => {}
        }
    }
    fields
}
