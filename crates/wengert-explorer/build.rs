//! Builds anew where a file is added to the page, and puts the engine for the browser into the binary, if it was built.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where `crates/wengert-wasm/build.sh` puts its two parts.
const BUILT: &str = "../../target/wasm/engine";

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-env-changed=WENGERT_WASM");
    let built = env::var_os("WENGERT_WASM").map_or(PathBuf::from(BUILT), PathBuf::from);
    let out = env::var_os("OUT_DIR").expect("cargo says where to build");
    for part in ["first.wasm", "rest.wasm"] {
        println!("cargo::rerun-if-changed={}", built.join(part).display());
        let engine = fs::read(built.join(part)).unwrap_or_default();
        fs::write(Path::new(&out).join(part), engine).expect("the folder can be written");
    }
}
