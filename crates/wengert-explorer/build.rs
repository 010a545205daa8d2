//! Builds anew where a file is added to the page, and puts the engine for the browser into the binary, if it was built.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where `crates/wengert-wasm/build.sh` puts it.
const BUILT: &str = "../../target/wasm/wasm32-unknown-unknown/wasm/wengert_wasm.wasm";

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed={BUILT}");
    println!("cargo::rerun-if-env-changed=WENGERT_WASM");
    let built = env::var_os("WENGERT_WASM").map_or(PathBuf::from(BUILT), PathBuf::from);
    let engine = fs::read(built).unwrap_or_default();
    let out = env::var_os("OUT_DIR").expect("cargo says where to build");
    fs::write(Path::new(&out).join("engine.wasm"), engine).expect("the folder can be written");
}
