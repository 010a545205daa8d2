//! Functions of the table that a language has not, written in that language; those used by others come first. Longer ones
//! stand in files of their own, beside the table of their language.

use super::Lang;

mod c;
mod python;
mod rust;

/// A function that is written out above a program that needs it.
#[derive(Debug)]
pub(super) struct Helper {
    /// The primitive, by its name in expressions; of a function that only helpers use, its own name; of one that stands in
    /// for a function of the language where that would stop with an error, `ieee` and the primitive.
    pub of: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The helpers it uses, by their names.
    pub uses: &'static [&'static str],
    /// Its text.
    pub source: &'static str,
}

macro_rules! table {
    ($($of:literal $name:literal [$($uses:literal)*] $($file:ident)? $source:literal)+) => {
        &[$($crate::emit::helpers::Helper {
            of: $of,
            name: $name,
            uses: &[$($uses),*],
            source: $crate::emit::helpers::table!(@source $($file)? $source),
        }),+]
    };
    (@source $source:literal) => { $source };
    (@source file $path:literal) => { include_str!($path) };
}
use table;

/// All helpers of a language.
pub(super) fn helpers(lang: Lang) -> &'static [Helper] {
    match lang {
        Lang::Rust => rust::ALL,
        Lang::C => c::ALL,
        Lang::Python => python::ALL,
        Lang::Wengert => &[],
    }
}
