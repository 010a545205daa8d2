//! `tree!`: what `#[derive(Tree)]` does, for one type parameter, without a procedural macro.

/// Declares a struct with one type parameter for its numbers and makes it a [`Tree`](trait@crate::Tree), without a
/// procedural macro; an [`Output`](crate::Output) too.
///
/// Fields are trees themselves: numbers, arrays, `Vec`s, tuples, other such structs. `#[derive(Tree)]` does more (several
/// parameters, bounds, skipped fields); this needs no feature.
///
/// ```
/// use wengert::{tree, value_and_grad};
/// tree! {
///     /// a x² + b x, and two constants.
///     #[derive(Clone, Debug)]
///     pub struct Quadratic<T = f64> { pub a: T, pub b: T, pub c: [T; 2] }
/// }
/// let p = Quadratic { a: 1.0, b: 2.0, c: [3.0, 4.0] };
/// let (value, grad) = value_and_grad(|q| q.a * q.b + q.c[0] * q.c[1], &p)?;
/// assert_eq!((value, grad.a, grad.b, grad.c), (14.0, 2.0, 1.0, [4.0, 3.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[macro_export]
macro_rules! tree {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident<$T:ident $(= $Default:ty)?> {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $Field:ty),* $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $Name<$T $(= $Default)?> { $($(#[$field_meta])* $field_vis $field: $Field),* }

        impl<TreeReal: $crate::Real, $T: $crate::Tree<TreeReal>> $crate::Tree<TreeReal> for $Name<$T> {
            type Num = $T::Num;
            type Traced = $Name<$T::Traced>;
            type Grad = $Name<$T::Grad>;
            fn count(&self) -> usize {
                0 $(+ $crate::Tree::<TreeReal>::count(&self.$field))*
            }
            fn lift(&self, lift: &mut $crate::Lift<'_, $T::Num>) -> Self::Traced {
                $Name { $($field: $crate::Tree::<TreeReal>::lift(&self.$field, lift)),* }
            }
            fn fill(&self, from: &mut $crate::Leaves<'_, $T::Num>) -> Self::Grad {
                $Name { $($field: $crate::Tree::<TreeReal>::fill(&self.$field, from)),* }
            }
            fn flatten(&self, out: &mut ::std::vec::Vec<$T::Num>) {
                $($crate::Tree::<TreeReal>::flatten(&self.$field, out);)*
            }
            const NAMED: bool = true;
            fn parts(&self, path: &str, out: &mut ::std::vec::Vec<$crate::Part>) {
                $($crate::Tree::<TreeReal>::parts(&self.$field, &$crate::part(path, stringify!($field)), out);)*
            }
        }

        impl<TreeReal: $crate::Real, TreeNumber: $crate::Number<TreeReal>, $T: $crate::Output<TreeNumber, TreeReal>>
            $crate::Output<TreeNumber, TreeReal> for $Name<$T>
        {
            type Plain = $Name<$T::Plain>;
            fn leaves(
                self,
                out: &mut dyn FnMut($crate::Var<TreeReal>) -> TreeNumber,
            ) -> ::core::result::Result<Self::Plain, $crate::Error> {
                Ok($Name { $($field: $crate::Output::<TreeNumber, TreeReal>::leaves(self.$field, out)?),* })
            }
            fn remake(plain: &Self::Plain, f: &mut dyn FnMut(TreeNumber) -> TreeNumber) -> Self::Plain {
                $Name {
                    $($field: $crate::remade::<Self, TreeNumber, TreeReal, _>(|s| &s.$field, &plain.$field, f)),*
                }
            }
        }
    };
}
