//! Functions written for any `T: Float`, with no knowledge of derivatives, differentiate.

use num_traits::{
    Bounded, Euclid, Float, FloatConst, FromPrimitive, Inv, MulAdd, Num, NumAssign, NumCast, One, Pow, Signed,
    ToPrimitive, Zero,
};
use wengert::{Error, Program, Var, hessian, single, value_and_grad};

fn logistic<T: Float>(x: T) -> T {
    let k = T::from(1.702).unwrap();
    T::one() / (T::one() + (-k * x).exp())
}

/// Polynomial evaluation for any number.
fn horner<T: Num + Copy>(coefficients: &[T], x: T) -> T {
    coefficients.iter().rev().fold(T::zero(), |sum, &c| sum * x + c)
}

/// Newton's method for any real number; the branch depends on the values.
fn cube_root<T: Float + NumAssign>(a: T) -> T {
    let three = T::from(3).unwrap();
    let mut y = a;
    for _ in 0..60 {
        let next = y - (y.powi(3) - a) / (three * y * y);
        if (next - y).abs() <= T::epsilon() * y.abs() {
            break;
        }
        y = next;
    }
    y -= (y.powi(3) - a) / (three * y * y);
    y
}

#[test]
fn generic_functions_have_the_same_value_and_a_derivative() -> Result<(), Error> {
    let plain = logistic(0.3);
    let (value, slope) = value_and_grad(logistic::<Var>, 0.3)?;
    assert_eq!(value, plain);
    assert!((slope - 1.702 * plain * (1.0 - plain)).abs() < 1e-15);
    let (v, g) = value_and_grad(|(c, x): (Vec<Var>, Var)| horner(&c, x), (vec![1.0, -2.0, 3.0], 0.5))?;
    assert_eq!((v, g), (0.75, (vec![1.0, 0.5, 0.25], 1.0)));
    let (root, slope) = value_and_grad(cube_root::<Var>, 5.0)?;
    assert!((root - 5f64.cbrt()).abs() < 1e-14);
    assert!((slope - 5f64.cbrt() / 15.0).abs() < 1e-14);
    Ok(())
}

#[test]
fn second_derivatives_and_single_precision() -> Result<(), Error> {
    let (_, _, h) = hessian(logistic::<Var>, 0.3)?;
    let p = logistic(0.3);
    assert!((h[(0, 0)] - 1.702f64.powi(2) * p * (1.0 - p) * (1.0 - 2.0 * p)).abs() < 1e-14);
    let (value, _) = single::value_and_grad(logistic::<Var<f32>>, 0.3_f32)?;
    assert_eq!(value, logistic(0.3_f32));
    Ok(())
}

/// What a trait says of a plain number, and of a constant variable.
macro_rules! constants_agree {
    ($F:ty: $($c:expr),* $(,)?) => { $( {
        fn ask<T: Float + FloatConst>() -> T { $c }
        assert_eq!(ask::<Var<$F>>().value().to_bits(), ask::<$F>().to_bits(), stringify!($c));
    } )* };
}

#[test]
fn constants_are_those_of_the_plain_number() {
    macro_rules! all {
        ($F:ty) => {
            constants_agree!($F: T::nan(), T::infinity(), T::neg_infinity(), T::neg_zero(), T::epsilon(),
                <T as Float>::min_value(), <T as Float>::max_value(), T::min_positive_value(), T::PI(), T::TAU(), T::E(),
                T::LN_2(), T::LN_10(), T::LOG2_E(), T::LOG10_E(), T::LOG2_10(), T::LOG10_2(), T::SQRT_2(),
                T::FRAC_1_SQRT_2(), T::FRAC_PI_8(), T::FRAC_2_SQRT_PI())
        };
    }
    all!(f64);
    all!(f32);
    assert_eq!(<Var<f32> as Bounded>::max_value().value(), f32::MAX);
}

#[test]
fn casts_and_predicates_read_the_value() -> Result<(), Error> {
    assert_eq!(Var::constant(3.7).to_i32(), Some(3));
    assert_eq!(Var::constant(-1.0).to_u8(), None);
    assert_eq!(Var::constant(f64::NAN).to_i64(), None);
    assert_eq!(<Var as NumCast>::from(7).map(Var::value), Some(7.0));
    assert_eq!(<Var as FromPrimitive>::from_u128(1 << 80).map(Var::value), Some(2f64.powi(80)));
    assert_eq!(<Var as Num>::from_str_radix("10.5", 10).unwrap().value(), 10.5);
    assert!(<Var as Num>::from_str_radix("10,5", 10).is_err());
    assert_eq!(Float::integer_decode(Var::constant(1.5)), Float::integer_decode(1.5_f64));
    assert!(Zero::is_zero(&Var::constant(-0.0)) && One::is_one(&Var::constant(1.0)));
    assert!(
        Var::constant(f32::MIN_POSITIVE / 2.0).is_subnormal() && !Var::constant(f32::MIN_POSITIVE / 2.0).is_normal()
    );
    for nan in [f64::NAN, -f64::NAN] {
        assert_eq!(Var::constant(nan).is_sign_negative(), nan.is_sign_negative());
        assert_eq!(Var::constant(nan).is_sign_positive(), nan.is_sign_positive());
    }
    Ok(())
}

#[test]
fn small_traits_differentiate() -> Result<(), Error> {
    fn every<T: Float + Signed + Inv<Output = T> + Pow<i32, Output = T> + MulAdd<Output = T> + Euclid>(x: T) -> T {
        let two = T::one() + T::one();
        x.inv() + Pow::pow(x, 3) + MulAdd::mul_add(x, two, x) + Euclid::rem_euclid(&x, &two) + Signed::abs(&x)
    }
    let (value, slope) = value_and_grad(every::<Var>, 2.5)?;
    assert_eq!(value, every(2.5));
    assert!((slope - (-0.16 + 18.75 + 3.0 + 1.0 + 1.0)).abs() < 1e-14);
    let (value, [da, db]) = value_and_grad(|[a, b]| Float::abs_sub(a, b) + Float::abs_sub(b, a), [3.0, 1.0])?;
    assert_eq!((value, da, db), (2.0, 1.0, -1.0));
    assert_eq!(Float::abs_sub(Var::constant(f64::INFINITY), Var::constant(f64::INFINITY)).value(), 0.0);
    assert!(Float::abs_sub(Var::constant(1.0), Var::constant(f64::NAN)).is_nan());
    Ok(())
}

/// What leads out of the variables guards the sign of a zero too: 1 of 0, -1 of -0.
#[test]
fn a_program_tells_the_zeros_apart_that_it_handed_out() -> Result<(), Error> {
    fn handed_out<T: Float>(x: T) -> f64 {
        ToPrimitive::to_f64(&x).unwrap().signum()
    }
    fn decoded<T: Float>(x: T) -> f64 {
        Float::integer_decode(x).2 as f64
    }
    for sign in [handed_out::<Var>, decoded::<Var>] {
        let p = Program::trace(move |x: Var| x * sign(x), 0.0)?;
        assert_eq!(p.value_and_grad(0.0)?.1, 1.0);
        assert!(matches!(p.value_and_grad(-0.0), Err(Error::Branch { .. })));
    }
    Ok(())
}
