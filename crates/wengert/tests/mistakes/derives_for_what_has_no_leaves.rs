//! `#[derive(Tree)]` where it cannot be: every refusal and its place.
use wengert::Tree;

#[derive(Tree)]
struct NoParameter {
    a: f64,
}

#[derive(Tree)]
struct Borrowed<'a, T> {
    a: &'a [T],
}

#[derive(Tree)]
struct Sized<const N: usize, T> {
    a: [T; N],
}

#[derive(Tree)]
enum Choice<T> {
    One(T),
}

#[derive(Tree)]
struct Empty<T>;

#[derive(Tree)]
struct AllSkipped<T> {
    #[tree(skip)]
    a: T,
}

#[derive(Tree)]
struct Misspelt<T> {
    #[tree(skipp)]
    a: T,
}

fn main() {}
