//! A gradient by forward mode: one sweep of the List on dual numbers for each variable.

use wengert::Listing;
use wengert::list::Ref;
use wengert::sweep::{self, Constants, Dual, Slope};

/// How fast every value changes with each variable.
#[derive(Debug)]
pub struct Tangents {
    /// For each variable, the tangent of every value of the List.
    pub of: Vec<Vec<f64>>,
    /// The tangents of the first output: the gradient.
    pub grad: Vec<f64>,
}

impl Tangents {
    /// Sweeps forward, as often as there are variables.
    pub fn of(listing: &Listing) -> Result<Tangents, wengert::Error> {
        let (list, x) = (listing.list(), listing.point());
        let constants = Constants::literal(Dual::new(0.0, Slope::Fixed));
        let (mut of, mut grad) = (Vec::with_capacity(x.len()), Vec::with_capacity(x.len()));
        for moving in 0..x.len() {
            let slope = |k: usize| if k == moving { Slope::Along(1.0) } else { Slope::Flat };
            let point: Vec<Dual<f64>> = x.iter().enumerate().map(|(k, &v)| Dual::new(v, slope(k))).collect();
            let mut at = Vec::new();
            sweep::value(list, &constants, &point, &mut at)?;
            grad.push(match list.outputs().first().map(|o| o.get()) {
                Some(Ref::Id(id)) => at[id.0 as usize].tangent(),
                _ => 0.0,
            });
            of.push(at.into_iter().map(Dual::tangent).collect());
        }
        Ok(Tangents { of, grad })
    }
}
