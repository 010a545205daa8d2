//! How a block of the table becomes a primitive.

use super::compare::{is_nan, pick};
use crate::value::Value;

/// Declares a family: expands the blocks of `$rows!` into primitives, their rows and the family's dispatch.
macro_rules! family {
    ($number:literal $(
        $(#[doc = $doc:literal])+
        $P:ident $name:ident ($($x:ident),+) $y:ident {
            value: $value:expr,
            $( text: $text:literal, )?
            $( domain: $domain:literal, )?
            $( want: $want:ident, )?
            $( with: { $( $w:ident = $share:expr ),+ $(,)? }, )?
            partials: [$($d:expr),+ $(,)?],
            $( outside: $outside:ident, )?
            $( kink: $kink:expr, )?
            $( watch: $watch:literal, )?
            at: [$($at:expr),+ $(,)?] $(,)?
        }
    )+) => {
        pub(crate) const FAMILY: u8 = $number;

        #[allow(dead_code)]
        enum Index { $( $P ),+ }

        $(
            $(#[doc = $doc])+
            #[derive(Debug)]
            pub struct $P;

            impl $crate::prim::Prim<{ [$(stringify!($x)),+].len() }> for $P {
                const OP: $crate::prim::Op = $crate::prim::Op::new(FAMILY, Index::$P as u8);
                const WATCH: bool = $crate::prim::macros::last!(true $(, $watch)?);
                #[inline(always)]
                #[allow(unused_variables)]
                fn eval<R: $crate::value::Real>([$($x),+]: [R; { [$(stringify!($x)),+].len() }]) -> R { $value }
                #[inline]
                #[allow(unused_variables, unused_assignments)]
                fn partials<V: $crate::value::Value>(
                    x: [V; { [$(stringify!($x)),+].len() }], $y: V, want: [bool; { [$(stringify!($x)),+].len() }],
                ) -> [Option<V>; { [$(stringify!($x)),+].len() }] {
                    let [$($x),+] = x;
                    $( let $want = want; )?
                    $( $( let $w = $share; )+ )?
                    let mut i = 0;
                    let slopes = [$({
                        let wanted = want[i];
                        i += 1;
                        if wanted { Option::<V>::from($d) } else { None }
                    }),+];
                    $( let slopes = slopes.map(|slope| slope.map(|slope| $crate::prim::macros::$outside($y, slope))); )?
                    slopes
                }
                #[allow(unused_variables)]
                fn kink(x: [f64; { [$(stringify!($x)),+].len() }], want: [bool; { [$(stringify!($x)),+].len() }]) -> Option<$crate::prim::Set> {
                    let [$($x),+] = x;
                    $( let $want = want; )?
                    $crate::prim::macros::last!(None $(, $kink)?)
                }
            }

            $(#[doc = $doc])+
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            pub fn $name<V: $crate::value::Value>($($x: V),+) -> V {
                V::bind::<$P, { [$(stringify!($x)),+].len() }>([$($x),+])
            }
        )+

        pub(crate) const ROWS: &[$crate::prim::Row] = &[$( $crate::prim::Row {
            op: $crate::prim::Op::new(FAMILY, Index::$P as u8),
            name: stringify!($name),
            text: $crate::prim::macros::last!(stringify!($name) $(, $text)?),
            args: &[$(stringify!($x)),+],
            nary: false,
            doc: concat!($($doc, "\n"),+),
            domain: $crate::prim::macros::last!("all real numbers" $(, $domain)?),
            partials: &[$(stringify!($d)),+],
            shared: &[$( $( (stringify!($w), stringify!($share)) ),+ )?],
            nan_outside: !concat!("" $(, stringify!($outside))?).is_empty(),
            samples: &[$(&$at),+],
            value: |x| <$P as $crate::prim::Prim<{ [$(stringify!($x)),+].len() }>>::eval::<f64>($crate::prim::macros::fixed(x)),
        } ),+];

        pub(crate) fn apply<V: $crate::value::Value>(index: u8, args: &[V]) -> V {
            $( if index == Index::$P as u8 {
                return V::bind::<$P, { [$(stringify!($x)),+].len() }>($crate::prim::macros::fixed(args));
            } )+
            unreachable!("an Op comes from the table")
        }
        pub(crate) fn partials<V: $crate::value::Value>(
            index: u8, args: &[V], y: V, want: &dyn Fn(usize) -> bool, visit: &mut dyn FnMut(usize, V),
        ) {
            $( if index == Index::$P as u8 {
                let wanted = std::array::from_fn(want);
                let found = <$P as $crate::prim::Prim<{ [$(stringify!($x)),+].len() }>>::partials::<V>($crate::prim::macros::fixed(args), y, wanted);
                for (i, d) in found.into_iter().enumerate() {
                    if let Some(d) = d { visit(i, d) }
                }
                return;
            } )+
            unreachable!("an Op comes from the table")
        }
        pub(crate) fn kink(index: u8, args: &[f64], want: &dyn Fn(usize) -> bool) -> Option<$crate::prim::Set> {
            $( if index == Index::$P as u8 {
                let wanted = std::array::from_fn(want);
                return <$P as $crate::prim::Prim<{ [$(stringify!($x)),+].len() }>>::kink($crate::prim::macros::fixed(args), wanted);
            } )+
            None
        }
    };
}

/// Declares a family of primitives that take any number of arguments.
macro_rules! nary_family {
    ($number:literal $(
        $(#[doc = $doc:literal])+
        $P:ident $name:ident [$x:ident] $y:ident {
            value: $value:expr,
            $( text: $text:literal, )?
            partials: |$want:ident, $visit:ident| $body:expr,
            $( all: $all:path, )?
            slope: $slope:literal,
            $( kink: $kink:expr, )?
            $( watch: $watch:literal, )?
            at: [$($at:expr),+ $(,)?] $(,)?
        }
    )+) => {
        pub(crate) const FAMILY: u8 = $number;

        #[allow(dead_code)]
        enum Index { $( $P ),+ }

        $(
            $(#[doc = $doc])+
            #[derive(Debug)]
            pub struct $P;

            impl $crate::prim::Nary for $P {
                const OP: $crate::prim::Op = $crate::prim::Op::new(FAMILY, Index::$P as u8);
                const WATCH: bool = $crate::prim::macros::last!(true $(, $watch)?);
                #[inline]
                fn eval<R: $crate::value::Real>($x: &[R]) -> R { $value }
                #[inline]
                #[allow(unused_variables, unused_mut)]
                fn partials<V: $crate::value::Value>($x: &[V], $y: V, $want: impl Fn(usize) -> bool, mut $visit: impl FnMut(usize, V)) { $body }
                $(
                    #[inline]
                    fn all(x: &[f64], slopes: &mut Vec<f64>) -> f64 {
                        $all(x, slopes)
                    }
                )?
                #[allow(unused_variables)]
                fn kink($x: &[f64], want: &dyn Fn(usize) -> bool) -> Option<$crate::prim::Set> {
                    $crate::prim::macros::last!(None $(, $kink($x, want))?)
                }
            }
        )+

        pub(crate) const ROWS: &[$crate::prim::Row] = &[$( $crate::prim::Row {
            op: $crate::prim::Op::new(FAMILY, Index::$P as u8),
            name: stringify!($name),
            text: $crate::prim::macros::last!(stringify!($name) $(, $text)?),
            args: &[stringify!($x)],
            nary: true,
            doc: concat!($($doc, "\n"),+),
            domain: "all real numbers",
            partials: &[$slope],
            shared: &[],
            nan_outside: false,
            samples: &[$(&$at),+],
            value: |x| <$P as $crate::prim::Nary>::eval::<f64>(x),
        } ),+];

        pub(crate) fn apply<V: $crate::value::Value>(index: u8, args: &[V]) -> V {
            $( if index == Index::$P as u8 { return V::bind_nary::<$P>(args); } )+
            unreachable!("an Op comes from the table")
        }
        pub(crate) fn partials<V: $crate::value::Value>(
            index: u8, args: &[V], y: V, want: &dyn Fn(usize) -> bool, visit: &mut dyn FnMut(usize, V),
        ) {
            $( if index == Index::$P as u8 {
                return <$P as $crate::prim::Nary>::partials::<V>(args, y, want, visit);
            } )+
            unreachable!("an Op comes from the table")
        }
        pub(crate) fn kink(index: u8, args: &[f64], want: &dyn Fn(usize) -> bool) -> Option<$crate::prim::Set> {
            $( if index == Index::$P as u8 { return <$P as $crate::prim::Nary>::kink(args, want); } )+
            None
        }
    };
}

/// The last of one or two expressions: a default and what replaces it.
macro_rules! last {
    ($default:expr) => {
        $default
    };
    ($default:expr, $given:expr) => {
        $given
    };
}
pub(crate) use {family, last, nary_family};

/// `slope`; outside the domain the value `y`, which is NaN there with all its derivatives.
#[inline(always)]
pub(crate) fn nan<V: Value>(y: V, slope: V) -> V {
    pick(is_nan(y), y, slope)
}

/// The arguments as an array; an arity that the verifier let through fits.
#[inline(always)]
pub(crate) fn fixed<V: Copy, const N: usize>(args: &[V]) -> [V; N] {
    args.try_into().expect("as many arguments as the primitive takes")
}
