//! Values for the variables of an expression, written `name=value`, and the List they make of it.

use crate::failure::Failure;
use wengert::List;
use wengert::list::Step;
use wengert_expr::{Drawing, Error, ErrorKind, Place};

/// The variables in the order in which they were given, and their values.
#[derive(Debug)]
pub struct Bindings {
    /// The arguments as they were written.
    arguments: Vec<String>,
    /// The names.
    pub names: Vec<String>,
    /// The values.
    pub values: Vec<f64>,
}

impl Bindings {
    /// Reads `name=value` arguments.
    pub fn read(arguments: Vec<String>) -> Result<Bindings, Failure> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for argument in &arguments {
            let (name, value) = split(argument)?;
            names.push(name.to_owned());
            values.push(value);
        }
        Ok(Bindings { arguments, names, values })
    }
    /// The expression as a List of these variables, each of which it mentions.
    pub fn list(&self, text: &str) -> Result<List, Failure> {
        let list = wengert_expr::parse(text, &self.names).map_err(|error| self.refuse(text, &error))?;
        match mentioned(&list).iter().position(|mentioned| !mentioned) {
            None => Ok(list),
            Some(k) => {
                let title = format!("`{}` is given a value, but the expression does not mention it", self.names[k]);
                Err(self.refuse_argument(k, title, Some("leave it out".to_owned())))
            }
        }
    }
    fn refuse(&self, text: &str, error: &Error) -> Failure {
        match (&error.place, &error.kind) {
            (Place::Input(k), kind) => self.refuse_argument(*k, kind.to_string(), error.help()),
            (Place::Text(span), ErrorKind::UnknownName { name, nearest: None })
                if !matches!(&**name, "inf" | "nan") =>
            {
                let short = if name.len() < 40 { name } else { "x" };
                let help = Some(format!("give it a value behind the expression, as in `{short}=1`"));
                let title = error.kind.to_string();
                Failure::Input(Drawing { help, ..Drawing::error(title, text, span.clone()) }.to_string())
            }
            _ => Failure::Input(error.render(text)),
        }
    }
    fn refuse_argument(&self, k: usize, title: String, help: Option<String>) -> Failure {
        let argument = &self.arguments[k];
        let name = 0..argument.find('=').unwrap_or(argument.len());
        Failure::Input(Drawing { source: "argument", help, ..Drawing::error(title, argument, name) }.to_string())
    }
}

/// The name and the value of one argument.
fn split(argument: &str) -> Result<(&str, f64), Failure> {
    let refuse = |title: &str, span, help: &str| {
        let help = Some(help.to_owned());
        Err(Failure::Input(Drawing { source: "argument", help, ..Drawing::error(title, argument, span) }.to_string()))
    };
    let Some((name, value)) = argument.split_once('=') else {
        let help = "a variable gets its value as in `x=2`; an expression with spaces stands in quotes";
        return refuse("a value is missing", 0..argument.len(), help);
    };
    let span = name.len() + 1..argument.len();
    match value.trim().parse::<f64>() {
        Ok(x) if x.is_infinite() && value.contains(|c: char| c.is_ascii_digit()) => refuse(
            "this number is too large",
            span,
            "the largest number is 1.7976931348623157e308; `inf` is a value too",
        ),
        Ok(x) => Ok((name.trim(), x)),
        Err(_) => refuse("this is no number", span, "write a number, `inf`, `-inf` or `nan`"),
    }
}

/// For each input, whether a line or the output reads it.
fn mentioned(list: &List) -> Vec<bool> {
    let mut mentioned = vec![false; list.input_len()];
    let lines = list.steps().filter_map(|(_, _, step)| match step {
        Step::Apply(_, args) => Some(args),
        _ => None,
    });
    for id in lines.chain([list.outputs()]).flatten().filter_map(|o| o.as_id()) {
        if let Some(input) = mentioned.get_mut(id.0 as usize) {
            *input = true;
        }
    }
    mentioned
}
