//! `wengert functions`: the table of functions, and what is answered where a slope is not one number.

use crate::failure::Failure;
use crate::output::{functions, json, notation};
use clap::Args;
use std::io::Write;
use wengert::prim::Op;
use wengert_expr::ErrorKind;

/// The functions of expressions: derivative, domain, and what is answered at kinks
///
/// At kinks the answers of JAX, PyTorch, HIPS autograd and CasADi stand beside ours.
///
/// Example: wengert functions atan2
#[derive(Debug, Args)]
pub struct Functions {
    /// Which function; without it, all their names
    name: Option<String>,
    /// JSON instead of tables
    #[arg(long)]
    json: bool,
}

impl Functions {
    /// Looks up and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let asked = self.name.as_deref().map(find).transpose()?;
        match (asked, self.json) {
            (Some(op), false) => functions::one(out, op)?,
            (None, false) => functions::all(out)?,
            (asked, true) => {
                let ops: Vec<Op> = asked.map_or_else(|| Op::all().collect(), |op| vec![op]);
                ops.into_iter().try_for_each(|op| json::any(out, &functions::object(op)))?;
            }
        }
        Ok(())
    }
}

/// The row of a name or a sign.
fn find(name: &str) -> Result<Op, Failure> {
    let text = Op::all().map(Op::text).find(|text| notation::sign(text) == Some(name)).unwrap_or(name);
    // `logaddexp` is `logsumexp` of two.
    let text = if text == "logaddexp" { "logsumexp" } else { text };
    Op::by_text(text).ok_or_else(|| {
        let nearest = nearest(name).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let shown: String = name.chars().take(40).flat_map(char::escape_debug).collect();
        Failure::Input(format!(
            "error: there is no function `{shown}`{nearest}\nhelp: `wengert functions` lists them all"
        ))
    })
}

/// The function that was probably meant, as the parser of expressions sees it.
fn nearest(name: &str) -> Option<String> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let error = wengert_expr::parse(&format!("{name}(x)"), &["x"]).err().filter(|_| is_name)?;
    match error.kind {
        ErrorKind::UnknownFunction { nearest, .. } => nearest,
        _ => None,
    }
}
