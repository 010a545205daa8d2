//! What a derivative is compared with.

use super::differences::Estimate;
use super::entry::digits;
use super::precise::{self, Number, Sides};
use super::{Doubt, NoSlope};
use wengert::list::Origin;

/// What the reference for one derivative says.
pub(super) enum Reference {
    /// It is this number, to so many digits.
    Is(Number, f64),
    /// There is no one number.
    Split(Doubt),
    /// There is none.
    None,
}

/// What to compare with: differences of values in high precision. Where these are not to be had, the rules in high
/// precision if the complex step or finite differences confirm them, or one of these by itself.
pub(super) fn reference(
    by_rules: Option<Number>,
    beside: &dyn Fn(usize) -> Option<Sides>,
    complex: Option<f64>,
    central: Option<Estimate>,
    noted: Option<Origin>,
) -> Reference {
    if let (Some(rules), Some(sides)) = (&by_rules, beside(0))
        && !matches!(sides.central, Number::Lacks(..))
    {
        return of_sides(rules.clone(), &sides, &|| beside(NARROWER), noted);
    }
    let settled = central.filter(|e| e.uncertainty <= 1e-6 * e.slope.abs().max(1e-300));
    let differences = settled.map(|e| (e.slope, (-(e.uncertainty / e.slope.abs()).log10()).clamp(0.0, 12.0)));
    let by_values = complex.filter(|c| c.is_finite()).map(|c| (c, 13.0)).or(differences);
    match (by_values, by_rules) {
        (Some((slope, known)), Some(rules))
            if rules.finite().is_some() && digits(slope, &rules).is_some_and(|d| d >= known - 2.0) =>
        {
            Reference::Is(rules, 16.0)
        }
        (Some((slope, known)), _) => Reference::Is(Number::exactly(slope), known),
        (None, _) => Reference::None,
    }
}

/// Slopes that differ are looked at again with a step that is 2^-NARROWER times as wide.
const NARROWER: usize = 40;
/// A difference of slopes that shrinks to less than 2^-SHRINKS of itself there goes to zero with the step.
const SHRINKS: f64 = 8.0;
/// Values on both sides of a jump stay as far apart as they are: elsewhere the gap shrinks by more than 2^-CLOSES.
const CLOSES: f64 = 0.5;
/// A slope below this power of two may be too small for differences to see.
const UNSEEN: f64 = -200.0;

/// What the slopes on both sides say. Where they and the rules agree the rules have more digits. Near a point where the
/// slope is zero both sides are as small as the step, and so is their difference: what tells a kink is that it stays.
fn of_sides(rules: Number, wide: &Sides, narrow: &dyn Fn() -> Option<Sides>, at: Option<Origin>) -> Reference {
    let same = |a: &Number, b: &Number| precise::same_slope(a, b, 20.0);
    if same(&wide.left, &wide.right) && same(&rules, &wide.central) {
        return Reference::Is(rules, 16.0);
    }
    let unseen = || rules.finite().is_some_and(|exact| !precise::is_zero(exact) && precise::log2(exact) < UNSEEN);
    if [&wide.left, &wide.right].iter().all(|side| side.finite().is_some_and(precise::is_zero)) && unseen() {
        return Reference::Is(rules, 16.0);
    }
    let narrow = narrow();
    let near = narrow.as_ref().unwrap_or(wide);
    let one_slope = same(&wide.left, &wide.right) || shrinks([&wide.left, &wide.right], [&near.left, &near.right]);
    // Where both sides grow alike the slope has no bound.
    let grows = same(&wide.left, &wide.right) && grows(&wide.central, &near.central);
    if !one_slope || grows {
        return Reference::Split(match (wide.left.finite(), wide.right.finite()) {
            (Some(left), Some(right)) if !grows && precise::log2(left).max(precise::log2(right)) < 60.0 => {
                let [left, right] = [(&wide.left, &near.left), (&wide.right, &near.right)].map(|(a, b)| settled(a, b));
                Doubt::Kink { left, right, at }
            }
            _ => Doubt::Edge { why: without_slope(wide, near), at },
        });
    }
    let agree = same(&rules, &near.central) || shrinks([&rules, &wide.central], [&rules, &near.central]);
    Reference::Is(if agree { rules } else { near.central.clone() }, 16.0)
}

/// The slope on one side as a double: what goes to zero with the step is none.
fn settled(wide: &Number, near: &Number) -> f64 {
    let zero = Number::exactly(0.0);
    if shrinks([wide, &zero], [near, &zero]) { 0.0 } else { wide.rounded() }
}

/// Why there is no slope, by the values beside the point, and by those nearer to it.
fn without_slope(wide: &Sides, near: &Sides) -> NoSlope {
    let finite = |value: &Number| value.finite().is_some();
    let none = |value: &Number| value.rounded().is_nan();
    match near.values.each_ref() {
        [before, here, behind] if finite(before) && finite(behind) => {
            match (finite(here), across(wide), across(near)) {
                (false, ..) if !none(here) => NoSlope::Pole,
                (false, Some(wide), Some(near)) if near > wide + 1.0 => NoSlope::Pole,
                (_, Some(wide), Some(near)) if near > wide - CLOSES => NoSlope::Jump,
                (false, ..) => NoSlope::Hole,
                (true, ..) => NoSlope::Unbounded,
            }
        }
        [before, _, behind] if none(before) && none(behind) => NoSlope::Outside,
        [before, _, behind] if none(before) || none(behind) => NoSlope::Ends,
        _ => NoSlope::Unknown,
    }
}

/// How far apart the values on both sides are, as a power of two; nothing where they are equal.
fn across(sides: &Sides) -> Option<f64> {
    precise::gap(sides.values[0].finite()?, sides.values[2].finite()?)
}

/// Whether a slope becomes larger as the step becomes narrower.
fn grows(wide: &Number, narrow: &Number) -> bool {
    let size = |x: &Number| x.finite().filter(|x| !precise::is_zero(x)).map(precise::log2);
    size(wide).zip(size(narrow)).is_some_and(|(wide, narrow)| narrow > wide + SHRINKS)
}

/// Whether two numbers come together as the step becomes narrower.
fn shrinks([a, b]: [&Number; 2], [c, d]: [&Number; 2]) -> bool {
    let gap = |a: &Number, b: &Number| Some(precise::gap(a.finite()?, b.finite()?));
    match (gap(a, b), gap(c, d)) {
        (Some(Some(wide)), Some(Some(narrow))) => narrow < wide - SHRINKS,
        (Some(_), Some(None)) => true,
        _ => false,
    }
}
