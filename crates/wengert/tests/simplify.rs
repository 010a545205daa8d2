//! Every identity fires on its example and keeps every bit, at ordinary and awkward numbers; simplified programs compute
//! what they computed.

use proptest::prelude::*;
use wengert::program::simplify::{IDENTITIES, simplify};
use wengert::{List, Program, Var};

const AWKWARD: [f64; 14] =
    [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e308, -1e308, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -1e-200];

fn value(list: &List, x: &[f64]) -> f64 {
    let constants = wengert::sweep::Constants::literal(0.0);
    let mut at = Vec::new();
    wengert::sweep::value(list, &constants, x, &mut at).expect("no guard");
    wengert::sweep::outputs(list, &constants, &at)[0]
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

#[test]
fn every_identity_fires_and_keeps_every_bit() {
    for identity in IDENTITIES {
        let list = List::read(identity.example).unwrap_or_else(|e| panic!("{}: {e}", identity.name));
        let simple = simplify(&list).expect("shorter");
        let (before, after) = (cost(&list), cost(&simple));
        assert!(after < before, "{} ({}) did not fire:\n{simple}", identity.name, identity.says);
        for a in AWKWARD {
            for b in AWKWARD {
                let (was, is) = (value(&list, &[a, b]), value(&simple, &[a, b]));
                assert!(same(was, is), "{} at ({a}, {b}): {was} became {is}", identity.name);
            }
        }
    }
}

/// Lines, and the operands they read: what an identity lessens.
fn cost(list: &List) -> usize {
    list.steps().map(|(_, _, s)| if let wengert::list::Step::Apply(_, args) = s { 1 + args.len() } else { 1 }).sum()
}

#[test]
fn names_of_identities_are_unique() {
    let mut names: Vec<&str> = IDENTITIES.iter().map(|i| i.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|w| w[0] != w[1]), "{names:?}");
}

proptest! {
    #[test]
    fn simplified_programs_keep_their_bits(a in -4.0..4.0_f64, b in -4.0..4.0_f64, kinds in prop::collection::vec(0..9u8, 1..40)) {
        let f = |[x, y]: [Var; 2]| kinds.iter().fold((x, y), |(p, q), k| match k {
            0 => (p * 1.0, q - 0.0),
            1 => (-(-p), q),
            2 => (p - (-q), p),
            3 => (p * q, p * q),
            4 => ((-p) * (-q), p + (-q)),
            5 => (p.abs().abs(), q.powi(2)),
            6 => (p.sin(), q.powi(1) / 1.0),
            7 => (p * -1.0, (-q) + p),
            _ => (p + (2.0 * 3.0), q * (p * q)),
        }).0;
        let p = Program::trace(f, [a, b]).unwrap();
        let s = p.clone().simplified().unwrap();
        prop_assert!(s.list().len() <= p.list().len());
        for x in [[a, b], [b, a], [0.0, -0.0]] {
            prop_assert!(same(p.eval(x).unwrap(), s.eval(x).unwrap()), "{}\n{}", p, s);
        }
    }
}
