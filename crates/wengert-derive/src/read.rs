//! What the derive needs to know of a struct, read from its tokens: name, type parameters, where clause, fields.

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};
use std::iter::Peekable;

/// Why a struct is refused, and the place to say so.
type Refusal = (String, Span);
type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// A struct as the derive sees it.
pub struct Struct {
    pub name: String,
    pub params: Vec<Param>,
    /// What stands between `where` and the body, with a comma at its end if there is anything.
    pub conditions: String,
    pub fields: Vec<Field>,
}

/// A type parameter and its bounds, as they are written (empty where there are none).
pub struct Param {
    pub name: String,
    pub bounds: String,
}

/// A field: its name, or its number in a tuple struct.
pub struct Field {
    pub name: String,
    pub skip: bool,
    /// Where its type begins.
    pub span: Span,
}

impl Struct {
    pub fn read(item: TokenStream) -> Result<Struct, Refusal> {
        let mut tokens = item.into_iter().peekable();
        keyword(&mut tokens)?;
        let Some(name) = tokens.next() else { return Err(unfinished()) };
        let (span, name) = (name.span(), name.to_string());
        let params = if is(tokens.peek(), '<') { params(&name, &mut tokens)? } else { Vec::new() };
        if params.is_empty() {
            let text = format!(
                "`{name}` needs a type parameter for its numbers, so that it can hold f64 outside and Var inside: `struct {name}<T> {{ w: T, .. }}`"
            );
            return Err((text, span));
        }
        let (body, conditions) = body(&mut tokens).ok_or_else(|| {
            (format!("`{name}` has no fields, so there is nothing to differentiate with respect to; Tree needs at least one"), span)
        })?;
        let named = body.delimiter() == Delimiter::Brace;
        let fields = fields(body.stream(), named)?;
        if fields.iter().all(|f| f.skip) {
            let text =
                format!("`{name}` has no field to differentiate with respect to; leave one without `#[tree(skip)]`");
            return Err((text, span));
        }
        Ok(Struct { name, params, conditions, fields })
    }
}

fn unfinished() -> Refusal {
    ("Tree can be derived for structs only".to_string(), Span::call_site())
}

fn is(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == punct)
}

/// Moves past attributes and visibility to just behind `struct`.
fn keyword(tokens: &mut Tokens) -> Result<(), Refusal> {
    for t in tokens.by_ref() {
        match t.to_string().as_str() {
            "struct" => return Ok(()),
            kind @ ("enum" | "union") => {
                let text = format!(
                    "Tree can be derived for structs only: {kind}s have no fixed set of numbers; put the numbers of this {kind} into a struct"
                );
                return Err((text, t.span()));
            }
            _ => {}
        }
    }
    Err(unfinished())
}

/// The type parameters between `<` and its `>`, with their bounds and without their defaults.
fn params(name: &str, tokens: &mut Tokens) -> Result<Vec<Param>, Refusal> {
    #[derive(PartialEq)]
    enum Part {
        Name,
        Bounds,
        Default,
    }
    let (mut params, mut depth, mut part, mut arrow) = (Vec::<Param>::new(), 0, Part::Name, false);
    for t in tokens.by_ref() {
        let text = t.to_string();
        match text.as_str() {
            "<" => depth += 1,
            ">" if !arrow => depth -= 1,
            _ => {}
        }
        arrow = text == "-";
        if depth == 0 {
            break;
        }
        match (text.as_str(), &part) {
            ("<", Part::Name) if depth == 1 => {}
            (",", _) if depth == 1 => part = Part::Name,
            (":", Part::Name) if depth == 1 => part = Part::Bounds,
            ("=", _) if depth == 1 => part = Part::Default,
            ("#", Part::Name) => {}
            (_, Part::Name) if matches!(t, TokenTree::Group(_)) => {}
            ("'", Part::Name) => {
                let text = format!(
                    "`{name}` has a lifetime, but its derivative is owned: let it hold owned numbers (`Vec<T>` for `&'a [T]`)"
                );
                return Err((text, t.span()));
            }
            ("const", Part::Name) => {
                let text = format!(
                    "`{name}` has a const parameter, which Tree cannot carry along: write the length out (`[T; 3]`), or use `Vec<T>`"
                );
                return Err((text, t.span()));
            }
            (_, Part::Name) => params.push(Param { name: text, bounds: String::new() }),
            (_, Part::Bounds) => {
                if let Some(p) = params.last_mut() {
                    append(&mut p.bounds, &t);
                }
            }
            (_, Part::Default) => {}
        }
    }
    Ok(params)
}

/// Appends a token to source text, apart from its neighbour unless the two are one (`::`, `'a`).
fn append(text: &mut String, t: &TokenTree) {
    text.push_str(&t.to_string());
    let joint = matches!(t, TokenTree::Punct(p) if p.spacing() == proc_macro::Spacing::Joint);
    if !joint {
        text.push(' ');
    }
}

/// The group that holds the fields, and the where clause before it (or, in a tuple struct, behind it).
fn body(tokens: &mut Tokens) -> Option<(Group, String)> {
    let (mut group, mut conditions, mut inside) = (None, String::new(), false);
    for t in tokens.by_ref() {
        match &t {
            TokenTree::Ident(i) if i.to_string() == "where" => inside = true,
            TokenTree::Punct(p) if p.as_char() == ';' => break,
            TokenTree::Group(g) if g.delimiter() == Delimiter::Brace && group.is_none() => {
                group = Some(g.clone());
                break;
            }
            TokenTree::Group(g) if g.delimiter() == Delimiter::Parenthesis && !inside => group = Some(g.clone()),
            t if inside => append(&mut conditions, t),
            _ => {}
        }
    }
    let trimmed = conditions.trim_end();
    if !trimmed.is_empty() && !trimmed.ends_with(',') {
        conditions.push(',');
    }
    group.filter(|g| !g.stream().is_empty()).map(|g| (g, conditions))
}

/// The fields with their names or numbers, and whether each is skipped.
fn fields(body: TokenStream, named: bool) -> Result<Vec<Field>, Refusal> {
    let mut fields = Vec::new();
    let mut tokens = body.into_iter().peekable();
    while tokens.peek().is_some() {
        let (skip, name) = head(&mut tokens, named)?;
        let span = tokens.peek().map_or_else(Span::call_site, TokenTree::span);
        fields.push(Field { name: name.unwrap_or_else(|| fields.len().to_string()), skip, span });
        past_type(&mut tokens);
    }
    Ok(fields)
}

/// Reads what stands before a field's type: attributes, visibility and, in a struct with names, the name and its colon.
fn head(tokens: &mut Tokens, named: bool) -> Result<(bool, Option<String>), Refusal> {
    let mut skip = false;
    while is(tokens.peek(), '#') {
        tokens.next();
        if let Some(TokenTree::Group(attribute)) = tokens.next() {
            skip |= skips(attribute)?;
        }
    }
    if !named {
        return Ok((skip, None));
    }
    let mut name = None;
    for t in tokens.by_ref() {
        match t {
            TokenTree::Ident(i) => name = Some(i.to_string()),
            TokenTree::Punct(p) if p.as_char() == ':' => break,
            _ => {}
        }
    }
    Ok((skip, name))
}

/// Whether an attribute is `#[tree(skip)]`; another argument of `tree` is refused.
fn skips(attribute: Group) -> Result<bool, Refusal> {
    let mut tokens = attribute.stream().into_iter();
    let Some(TokenTree::Ident(name)) = tokens.next() else { return Ok(false) };
    if name.to_string() != "tree" {
        return Ok(false);
    }
    match tokens.next() {
        Some(TokenTree::Group(g)) if g.stream().to_string() == "skip" => Ok(true),
        _ => Err(("the attribute `tree` knows one word: `#[tree(skip)]`".to_string(), attribute.span())),
    }
}

/// Moves past a type and the comma behind it.
fn past_type(tokens: &mut Tokens) {
    let (mut depth, mut arrow) = (0, false);
    for t in tokens.by_ref() {
        match t {
            TokenTree::Punct(p) => {
                match p.as_char() {
                    '<' => depth += 1,
                    '>' if !arrow => depth -= 1,
                    ',' if depth == 0 => return,
                    _ => {}
                }
                arrow = p.as_char() == '-';
            }
            _ => arrow = false,
        }
    }
}
