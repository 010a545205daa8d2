use wengert::Tree;

#[derive(Clone, Tree)]
struct Layer<T> {
    weights: T,
    name: String,
}

#[derive(Clone, Tree)]
struct Pair<T>(T, usize);

fn main() {}
