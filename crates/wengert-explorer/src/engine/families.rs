//! Families of functions f: ℝⁿ → ℝᵐ whose cost can be followed as n and m grow.

use wengert::list::{List, Operand, TooLong};
use wengert::prim::Op;

/// A family.
#[derive(Debug)]
pub struct Family {
    /// Its name in questions.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its formula, as presentation MathML.
    pub mathml: &'static str,
    /// About how many operations a member has.
    pub operations: fn(usize, usize) -> u64,
    /// The member with n inputs and m outputs.
    pub list: fn(usize, usize) -> Result<List, TooLong>,
}

/// All families.
pub static FAMILIES: [Family; 3] = [
    Family {
        id: "sum",
        title: "A sum of sines",
        mathml: "<msub><mi>y</mi><mi>j</mi></msub><mo>=</mo><mi>j</mi><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mrow><mi mathvariant=\"normal\">sin</mi><mo>&#x2061;</mo><mspace width=\"0.17em\"/><msub><mi>x</mi><mi>i</mi></msub></mrow>",
        operations: |n, m| (2 * n + m) as u64,
        list: |n, m| shared(n, m, "add", true),
    },
    Family {
        id: "product",
        title: "Speelpenning's product",
        mathml: "<msub><mi>y</mi><mi>j</mi></msub><mo>=</mo><mi>j</mi><munderover><mo>∏</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub>",
        operations: |n, m| (n + m) as u64,
        list: |n, m| shared(n, m, "mul", false),
    },
    Family {
        id: "layer",
        title: "A layer of a network",
        mathml: "<msub><mi>y</mi><mi>j</mi></msub><mo>=</mo><mrow><mi mathvariant=\"normal\">tanh</mi><mo>&#x2061;</mo><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>w</mi><mrow><mi>j</mi><mi>i</mi></mrow></msub><msub><mi>x</mi><mi>i</mi></msub></mrow>",
        operations: |n, m| (2 * n * m) as u64,
        list: layer,
    },
];

fn op(text: &str) -> Op {
    Op::by_text(text).expect("a row of the table")
}

fn inputs(list: &mut List, n: usize) -> Vec<Operand> {
    (0..n).map(|k| Operand::id(list.input(format!("x{}", k + 1), Vec::new()))).collect()
}

/// All inputs (or their sines) joined by one operation, one after the other; each output a multiple of that.
fn shared(n: usize, m: usize, join: &str, sines: bool) -> Result<List, TooLong> {
    let mut list = List::new();
    let mut joined = None;
    for x in inputs(&mut list, n) {
        let term = if sines { list.apply(op("sin"), &[x])? } else { x };
        joined = Some(match joined {
            None => term,
            Some(joined) => list.apply(op(join), &[joined, term])?,
        });
    }
    let joined = joined.unwrap_or_else(|| list.constant(0.0));
    for j in 1..=m {
        let factor = list.constant(j as f64);
        // One output is the joined value itself, unless there is no operation yet.
        let y = if j == 1 && !list.is_empty() { joined } else { list.apply(op("mul"), &[joined, factor])? };
        list.output(y);
    }
    Ok(list)
}

/// A loop: s = sin(s + x_i) so many times, the inputs in turn; each output a multiple of the last s.
pub fn repeated(n: usize, m: usize, steps: usize) -> Result<List, TooLong> {
    let mut list = List::new();
    let x = inputs(&mut list, n);
    let mut s = x[0];
    for step in 0..steps {
        let sum = list.apply(op("add"), &[s, x[step % n]])?;
        s = list.apply(op("sin"), &[sum])?;
    }
    for j in 1..=m {
        let factor = list.constant(j as f64);
        let y = if j == 1 { s } else { list.apply(op("mul"), &[s, factor])? };
        list.output(y);
    }
    Ok(list)
}

/// A dense layer.
fn layer(n: usize, m: usize) -> Result<List, TooLong> {
    let mut list = List::new();
    let x = inputs(&mut list, n);
    for j in 0..m {
        let mut sum = None;
        for (i, &x) in x.iter().enumerate() {
            let weight = list.constant(((i * 7 + j * 3) % 11) as f64 / 11.0 - 0.45);
            let term = list.apply(op("mul"), &[x, weight])?;
            sum = Some(match sum {
                None => term,
                Some(sum) => list.apply(op("add"), &[sum, term])?,
            });
        }
        let y = list.apply(op("tanh"), &[sum.unwrap_or(x[0])])?;
        list.output(y);
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_their_sizes() {
        for family in &FAMILIES {
            for (n, m) in [(1, 1), (3, 1), (1, 4), (5, 2)] {
                let list = (family.list)(n, m).unwrap();
                assert_eq!((list.input_len(), list.outputs().len()), (n, m), "{}", family.id);
                assert!(!list.is_empty() && list.verify().is_ok(), "{}", family.id);
            }
        }
    }
}
