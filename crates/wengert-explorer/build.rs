//! Builds anew where a file is added to the page, or taken from it.

fn main() {
    println!("cargo::rerun-if-changed=assets");
}
