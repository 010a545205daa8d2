//! What a session knows, and what it answers to a line.

use super::line::{Line, read};
use crate::cmd::expression::Expression;
use crate::cmd::view;
use crate::failure::Failure;
use crate::output::{accuracy, matrices, notation, notes, tables, why};
use std::io::Write;
use std::sync::Arc;
use wengert::{Listing, Options};
use wengert_expr::{Given, Limits, Model, Recorded, Source, Values};
use wengert_inspect::accuracy::Accuracy;
use wengert_inspect::cure::{Diagnosis, steadier};

/// Whether the session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// With the next line.
    Line,
    /// No.
    End,
}

/// Commands and what they do.
pub const COMMANDS: [(&str, &str); 9] = [
    ("trace", "both traces of an expression, or of the last one"),
    ("check", "how far its derivatives can be trusted"),
    ("why", "where NaN, infinity, zero or a huge number begins"),
    ("vars", "all variables and functions"),
    ("forget", "forgets a variable or a function by its name, or everything"),
    ("grad", "as `grad`"),
    ("hessian", "as `hessian`"),
    ("help", "this list"),
    ("quit", "the end; so does an end of input"),
];

/// What can be written that is no command.
const FORMS: [(&str, &str); 5] = [
    ("x = 2", "gives a variable a value; the right side may use others"),
    ("f(u) = u^2", "defines a function"),
    ("x^2 + 1", "a value; it is `_` afterwards"),
    ("grad x^2", "value and gradient; `grad.x` afterwards is a part of it"),
    ("hessian x^2", "second derivatives too"),
];

/// Variables, functions, and the expression that was asked about last.
#[derive(Debug, Default)]
pub struct Session {
    /// Variables, `_`, and the parts of the last gradient.
    pub values: Values,
    /// Functions: name and text.
    pub functions: Vec<(String, String)>,
    last: Option<String>,
    /// Whether a line was in error.
    pub failed: bool,
}

impl Session {
    /// Answers a line.
    pub fn line(&mut self, text: &str, out: &mut impl Write) -> Result<Next, Failure> {
        match read(text) {
            Line::Empty => {}
            Line::Assign(name, value) => self.assign(name, value, out)?,
            Line::Define(name, text) => self.define(name, text, out)?,
            Line::Grad(text) => self.gradient(text, out)?,
            Line::Hessian(text) => self.hessian(text, out)?,
            Line::Value(text) => self.value(text, out)?,
            Line::Command(name, rest) => return self.command(name, rest, out),
        }
        Ok(Next::Line)
    }
    fn command(&mut self, name: &str, rest: &str, out: &mut impl Write) -> Result<Next, Failure> {
        match name {
            "quit" | "q" | "exit" => return Ok(Next::End),
            "help" | "h" => help(out)?,
            "vars" => self.variables(out)?,
            "forget" => self.forget(rest)?,
            "grad" => self.gradient(rest, out)?,
            "hessian" => self.hessian(rest, out)?,
            "trace" => {
                let (of, listing) = self.differentiated(rest)?;
                tables::gradient(out, &of, &listing, None)?;
            }
            "check" => self.check(rest, out)?,
            "why" => self.why(rest, out)?,
            _ => {
                let known: Vec<String> = COMMANDS.iter().map(|(name, _)| format!("`:{name}`")).collect();
                return Err(Failure::Input(format!(
                    "error: unknown command `:{name}`\nhelp: there are {}",
                    known.join(", ")
                )));
            }
        }
        Ok(Next::Line)
    }
    fn assign(&mut self, name: &str, value: &str, out: &mut impl Write) -> Result<(), Failure> {
        if name == "_" || name.starts_with("grad_") {
            let help = "`_` is the last value, `grad.x` a part of the last gradient";
            return Err(Failure::Input(format!("error: `{name}` cannot be given a value\nhelp: {help}")));
        }
        if wengert_expr::parse(name, &[name]).is_err() {
            return Err(Failure::Input(format!("error: `{name}` is a constant and cannot be a variable")));
        }
        let (recorded, values) = self.evaluated(value)?;
        let given = match &recorded.outputs[..] {
            [output] if output.vector => Given::Vector(values),
            [_] => Given::Number(values[0]),
            _ => {
                return Err(Failure::Input(
                    "error: a variable gets one value\nhelp: a vector is written `[1, 2]`".into(),
                ));
            }
        };
        writeln!(out, "{name} = {}", word(&given))?;
        self.values.set(name, given);
        Ok(())
    }
    fn define(&mut self, name: &str, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let before: Vec<(String, String)> = self.functions.iter().filter(|(known, _)| known != name).cloned().collect();
        // Read once with an output behind it, so that an error shows now.
        let whole = format!("{text}; 0");
        let texts: Vec<&str> = before.iter().map(|(_, text)| text.as_str()).chain([whole.as_str()]).collect();
        model(&texts.join("\n"))?;
        self.functions = before;
        self.functions.push((name.to_owned(), text.to_owned()));
        writeln!(out, "{text}")?;
        Ok(())
    }
    fn value(&mut self, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let (recorded, values) = self.evaluated(text)?;
        for output in &recorded.outputs {
            let of_it = values[output.values.clone()].to_vec();
            let given = if output.vector { Given::Vector(of_it) } else { Given::Number(of_it[0]) };
            let name = output.name.as_ref().filter(|_| recorded.outputs.len() > 1);
            let name = name.map_or(String::new(), |name| format!("{name} = "));
            writeln!(out, "{name}{}", word(&given))?;
            self.values.set("_", given);
        }
        self.last = Some(text.to_owned());
        Ok(())
    }
    fn gradient(&mut self, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let (of, listing) = self.differentiated(text)?;
        matrices::results(out, &of, listing.value(), &[("", listing.grad())])?;
        notes::show(out, &of.text, &notes::all(&of, listing.notes()))?;
        self.remember(&of, &listing);
        Ok(())
    }
    fn hessian(&mut self, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let (of, listing) = self.differentiated(text)?;
        let hessian = listing.hessian().map_err(|error| of.refuse(error))?;
        matrices::results(out, &of, listing.value(), &[("", listing.grad())])?;
        matrices::square(out, &of.names, &hessian)?;
        notes::show(out, &of.text, &notes::all(&of, listing.notes()))?;
        self.remember(&of, &listing);
        Ok(())
    }
    fn check(&mut self, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let (of, listing) = self.differentiated(text)?;
        let found = Accuracy::of(&listing).map_err(|error| of.refuse(error))?;
        let cures = if found.is_doubtful() { steadier(&of.list, &of.values).unwrap_or_default() } else { Vec::new() };
        accuracy::tables(out, &of, &found, &cures)?;
        notes::show(out, &of.text, &notes::all(&of, &[]))?;
        Ok(())
    }
    fn why(&mut self, text: &str, out: &mut impl Write) -> Result<(), Failure> {
        let (of, _) = self.differentiated(text)?;
        let found = Diagnosis::of_run(&view::run(&of, Options::new())?, &[]);
        why::text(out, &of, &found)?;
        notes::show(out, &of.text, &notes::all(&of, &[]))?;
        Ok(())
    }
    fn variables(&self, out: &mut impl Write) -> Result<(), Failure> {
        for (name, given) in self.values.iter() {
            writeln!(out, "{} = {}", name.replacen("grad_", "grad.", 1), word(given))?;
        }
        for (_, text) in &self.functions {
            writeln!(out, "{text}")?;
        }
        Ok(())
    }
    fn forget(&mut self, name: &str) -> Result<(), Failure> {
        if name.is_empty() {
            *self = Session { failed: self.failed, ..Session::default() };
            return Ok(());
        }
        let known = self.values.get(name).is_some() || self.functions.iter().any(|(known, _)| known == name);
        if !known {
            return Err(Failure::Input(format!(
                "error: there is no `{name}` to forget\nhelp: `:vars` lists all names"
            )));
        }
        self.functions.retain(|(known, _)| known != name);
        let kept = self.values.iter().filter(|(known, _)| *known != name);
        self.values = kept.fold(Values::new(), |values, (name, given)| values.with(name, given.clone()));
        Ok(())
    }
    /// Keeps the value and the gradient for later lines.
    fn remember(&mut self, of: &Expression, listing: &Listing) {
        let kept = self.values.iter().filter(|(name, _)| !name.starts_with("grad_"));
        self.values = kept.fold(Values::new(), |values, (name, given)| values.with(name, given.clone()));
        self.values.set("_", listing.value());
        let mut parts: Vec<(String, Given)> = Vec::new();
        for (name, &slope) in of.names.iter().zip(listing.grad()) {
            match name.split_once('[') {
                None => parts.push((format!("grad_{name}"), Given::Number(slope))),
                Some((vector, _)) => match parts.last_mut() {
                    Some((last, Given::Vector(slopes))) if *last == format!("grad_{vector}") => slopes.push(slope),
                    _ => parts.push((format!("grad_{vector}"), Given::Vector(vec![slope]))),
                },
            }
        }
        for (name, given) in parts {
            self.values.set(name, given);
        }
    }
    /// An expression, or the last one where none is given, with its one output swept back.
    fn differentiated(&mut self, text: &str) -> Result<(Expression, Listing), Failure> {
        let text = match (text, &self.last) {
            ("", Some(last)) => last.clone(),
            ("", None) => {
                return Err(Failure::Input("error: there is no expression yet\nhelp: write one behind it".into()));
            }
            (text, _) => text.to_owned(),
        };
        let recorded = self.recorded(&text)?;
        let of = Expression {
            text: Arc::clone(&recorded.sources),
            names: recorded.names.clone(),
            values: recorded.point.clone(),
            outputs: (1..=recorded.list.outputs().len())
                .map(|k| if k == 1 { "L".into() } else { format!("L{k}") })
                .collect(),
            list: Arc::clone(&recorded.list),
            recorded,
        };
        of.expect_one_output("a gradient")?;
        let listing = of.listing(Options::new())?;
        self.last = Some(text);
        Ok((of, listing))
    }
    /// The values of an expression's outputs.
    fn evaluated(&self, text: &str) -> Result<(Recorded, Vec<f64>), Failure> {
        let recorded = self.recorded(text)?;
        let listing = Listing::new(Arc::clone(&recorded.list), &recorded.point, Options::new());
        let listing = listing.map_err(|error| Failure::engine(error, &recorded.sources))?;
        let list = &recorded.list;
        let values = list.outputs().iter().map(|&o| list.number(o, listing.values())).collect();
        Ok((recorded, values))
    }
    /// The expression with the functions before it, at the values of the variables that it mentions.
    fn recorded(&self, text: &str) -> Result<Recorded, Failure> {
        let text = text.replace("grad.", "grad_");
        let texts: Vec<&str> = self.functions.iter().map(|(_, text)| text.as_str()).chain([text.as_str()]).collect();
        let model = model(&texts.join("\n"))?;
        let wanted = |name: &str| model.inputs().iter().any(|input| input.name == name);
        let mentioned = self.values.iter().filter(|(name, _)| wanted(name));
        let values = mentioned.fold(Values::new(), |values, (name, given)| values.with(name, given.clone()));
        model.record(&values).map_err(|error| {
            let help = match &error.kind {
                wengert_expr::ErrorKind::Unbound { name, nearest: None } => {
                    Some(format!("give it a value: `{name} = 1`"))
                }
                _ => error.help(),
            };
            Failure::Input(error.render_with(help))
        })
    }
}

/// Reads a text that includes no files.
fn model(text: &str) -> Result<Model, Failure> {
    let mut no_files = |_: &str, _: &str| Err("a session reads no files".to_owned());
    let model = Model::parse_with(Source::expression(text), &mut no_files, Limits::default());
    model.map_err(|error| Failure::Input(error.render()))
}

/// A value as it is written.
fn word(given: &Given) -> String {
    match given {
        Given::Number(x) => notation::exact(*x),
        Given::Vector(v) => {
            format!("[{}]", v.iter().map(|&x| notation::exact(x)).collect::<Vec<_>>().join(", "))
        }
    }
}

fn help(out: &mut impl Write) -> Result<(), Failure> {
    let commands = COMMANDS.iter().map(|(name, what)| (format!(":{name}"), *what));
    let forms = FORMS.iter().map(|(form, what)| ((*form).to_owned(), *what));
    for (form, what) in forms.chain(commands) {
        writeln!(out, "{form:<12} {what}")?;
    }
    Ok(())
}
