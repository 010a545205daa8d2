//! Why a value or a derivative is NaN, infinite, zero or huge: where it begins, the thread from there to an input, and the
//! rewrite that cures it, tried before it is offered.
//!
//! ```
//! use wengert_inspect::cure::Diagnosis;
//! let list = wengert_expr::parse("log(1 + exp(x))", &["x"])?;
//! let found = Diagnosis::of(&list, &[800.0], &[])?;
//! assert_eq!(found.findings[0].message, "exp(800) is inf");
//! let cure = &found.cures[0];
//! assert_eq!(cure.text.as_deref(), Some("softplus(x)"));
//! assert_eq!((cure.value, &cure.gradient[..]), (800.0, &[1.0][..]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod find;
mod matching;
mod near;
mod offer;
mod rules;
mod text;
mod trial;
mod zero;

pub use find::{Finding, Kind, Link};
pub use near::{Near, near};
pub use offer::{Cure, steadier};
pub use rules::{RULES, Rule};
pub use text::expression;
pub use trial::Trial;
pub use zero::Cut;

use crate::{Refused, Run};
use wengert::{List, Options};

/// What is wrong with a value and its derivatives, and what can be done about it.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The value of the first output.
    pub value: f64,
    /// Its derivatives in the order of the inputs.
    pub gradient: Vec<f64>,
    /// What is wrong, the first cause first; empty where nothing is.
    pub findings: Vec<Finding>,
    /// Rewrites that take a finding away, the best first.
    pub cures: Vec<Cure>,
}

impl Diagnosis {
    /// Looks at the first output of a List at a point. Derivatives that are zero are looked at in the inputs `wrt`, or in
    /// all where none is named.
    ///
    /// # Errors
    /// As [`Run::new`].
    pub fn of(list: &List, x: &[f64], wrt: &[usize]) -> Result<Diagnosis, Refused> {
        Ok(Diagnosis::of_run(&Run::new(list, x, Options::new())?, wrt))
    }
    /// The same of a run, which may have names of its own for values.
    pub fn of_run(run: &Run, wrt: &[usize]) -> Diagnosis {
        let (value, gradient) = (run.listing().value(), run.listing().grad().to_vec());
        let all: Vec<usize> = (0..gradient.len()).collect();
        let wrt = if wrt.is_empty() { &all } else { wrt };
        let findings = find::findings(run, wrt);
        let cures = if findings.is_empty() { Vec::new() } else { offer::cures(run, wrt) };
        Diagnosis { value, gradient, findings, cures }
    }
}
