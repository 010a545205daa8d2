//! Arithmetic and elementary functions to a fixed number of bits, each rounded correctly by `dashu-float`; what has no
//! finite answer says so.

use dashu_base::Sign;
use dashu_float::round::mode::HalfEven;
use dashu_float::{ConstCache, Context, FBig, FpError, Repr};
use std::cell::RefCell;
use std::cmp::Ordering;

/// A finite binary number.
pub(crate) type Big = Repr<2>;

/// Numbers are smaller than 2 to this power, and not smaller than 2 to minus it. Without an end to them, a loop that squares makes
/// exponents of so many digits that the sine of one takes longer than anybody waits.
const MOST_EXPONENT: isize = 1 << 14;

/// Why there is no finite answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Off {
    /// Not a number.
    Nan,
    /// An infinity of this sign.
    Infinite(Sign),
    /// No algorithm here.
    Lacks,
}

pub(crate) type Answer = Result<Big, Off>;

/// So many bits, and the constants computed for them.
#[derive(Clone, Copy)]
pub(crate) struct Calc<'c> {
    context: Context<HalfEven>,
    cache: &'c RefCell<ConstCache>,
}

/// The operations of `dashu-float` by their names there.
macro_rules! passed_on {
    (plain1: $($a:ident)*; plain2: $($b:ident)*; cached1: $($c:ident)*; cached2: $($d:ident)*) => {
        impl Calc<'_> {
            $( pub fn $a(&self, x: &Big) -> Answer { settle(self.context.$a(x)) } )*
            $( pub fn $b(&self, x: &Big, y: &Big) -> Answer { settle(self.context.$b(x, y)) } )*
            $( pub fn $c(&self, x: &Big) -> Answer { settle(self.context.$c(x, Some(&mut self.cache.borrow_mut()))) } )*
            $( pub fn $d(&self, x: &Big, y: &Big) -> Answer { settle(self.context.$d(x, y, Some(&mut self.cache.borrow_mut()))) } )*
        }
    };
}
passed_on! {
    plain1: sqrt cbrt;
    plain2: add sub mul div hypot;
    cached1: exp exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sin_pi;
    cached2: powf atan2
}

impl<'c> Calc<'c> {
    pub fn new(bits: usize, cache: &'c RefCell<ConstCache>) -> Calc<'c> {
        Calc { context: Context::new(bits), cache }
    }
    /// The same with more bits.
    pub fn finer(&self, more: usize) -> Calc<'c> {
        Calc { context: Context::new(self.bits() + more), cache: self.cache }
    }
    /// How many bits numbers are rounded to.
    pub fn bits(&self) -> usize {
        self.context.precision()
    }
    pub fn pi(&self) -> Big {
        self.context.pi::<2>(Some(&mut self.cache.borrow_mut())).value().into_repr()
    }
    pub fn recip(&self, x: &Big) -> Answer {
        self.div(&Big::one(), x)
    }
    pub fn square(&self, x: &Big) -> Answer {
        self.mul(x, x)
    }
    /// 1 / (1 + e^-x), in the form that keeps its digits in both tails.
    pub fn sigmoid(&self, x: &Big) -> Answer {
        let e = self.exp(&-abs(x))?;
        let top = if is_negative(x) { e.clone() } else { Big::one() };
        self.div(&top, &self.add(&Big::one(), &e)?)
    }
    /// log(1 + e^x).
    pub fn softplus(&self, x: &Big) -> Answer {
        let e = self.exp(&-abs(x))?;
        let tail = self.ln_1p(&e)?;
        if is_negative(x) { Ok(tail) } else { self.add(x, &tail) }
    }
    /// The largest whole number at or below x.
    pub fn floor(&self, x: &Big) -> Big {
        self.number(x).floor().into_repr()
    }
    pub fn ceil(&self, x: &Big) -> Big {
        self.number(x).ceil().into_repr()
    }
    pub fn trunc(&self, x: &Big) -> Big {
        self.number(x).trunc().into_repr()
    }
    /// To the nearest whole number, halves away from zero.
    pub fn round_away(&self, x: &Big) -> Big {
        self.number(x).round().into_repr()
    }
    /// To the nearest whole number, halves to even.
    pub fn round_even(&self, x: &Big) -> Answer {
        let away = self.round_away(x);
        let half = self.div(&Big::one(), &double(2.0))?;
        if !same(&abs(&self.sub(x, &self.trunc(x))?), &half) {
            return Ok(away);
        }
        let halved = self.mul(&away, &half)?;
        if same(&self.trunc(&halved), &halved) { Ok(away) } else { Ok(self.trunc(x)) }
    }
    fn number(&self, x: &Big) -> FBig<HalfEven, 2> {
        // Rounding to a whole number is exact: the number keeps all the digits it has.
        FBig::from_repr(x.clone(), Context::new(x.digits().max(self.context.precision())))
    }
}

fn settle(
    answer: Result<dashu_base::Approximation<FBig<HalfEven, 2>, dashu_float::round::Rounding>, FpError>,
) -> Answer {
    match answer {
        Ok(number) => {
            let number = number.value().into_repr();
            match size(&number) {
                None => Err(Off::Infinite(number.sign())),
                Some(size) if size > MOST_EXPONENT => Err(Off::Infinite(number.sign())),
                Some(size) if size < -MOST_EXPONENT => Ok(Big::zero()),
                Some(_) => Ok(number),
            }
        }
        Err(FpError::Overflow(sign)) => Err(Off::Infinite(sign)),
        Err(FpError::Underflow(_)) => Ok(Big::zero()),
        Err(_) => Err(Off::Nan),
    }
}

/// The power of two next above |x|; that of zero is 0, and an infinity has none.
fn size(x: &Big) -> Option<isize> {
    match x {
        x if x.is_infinite() => None,
        x if is_zero(x) => Some(0),
        x => Some(x.exponent() + x.digits() as isize),
    }
}

/// A finite double, exactly; zero for others, which no caller passes.
pub(crate) fn double(c: f64) -> Big {
    Big::try_from(c).unwrap_or(Big::zero())
}

pub(crate) fn is_zero(x: &Big) -> bool {
    x.significand().is_zero()
}

pub(crate) fn is_negative(x: &Big) -> bool {
    x.sign() == Sign::Negative && !is_zero(x)
}

pub(crate) fn abs(x: &Big) -> Big {
    if x.sign() == Sign::Negative { -x.clone() } else { x.clone() }
}

pub(crate) fn same(x: &Big, y: &Big) -> bool {
    order(x, y) == Ordering::Equal
}

/// Which is larger; the two zeros are equal.
pub(crate) fn order(x: &Big, y: &Big) -> Ordering {
    if is_zero(x) && is_zero(y) { Ordering::Equal } else { x.cmp(y) }
}
