//! Builds anew where a file is added to the page, and puts the engine for the browser into the binary, if it was built.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs};

/// Where `crates/wengert-wasm/build.sh` puts its two parts.
const BUILT: &str = "../../target/wasm/engine";
/// What that engine is made of.
const SOURCES: [&str; 5] =
    ["../wengert/src", "../wengert-expr/src", "../wengert-inspect/src", "src", "../wengert-wasm/src"];

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-env-changed=WENGERT_WASM");
    // The engine itself carries no page.
    let itself = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32");
    let named = env::var_os("WENGERT_WASM").map(PathBuf::from);
    let built = named.clone().unwrap_or_else(|| PathBuf::from(BUILT));
    // A page with the engine of another day would answer otherwise than this binary; who names a folder knows what is in it.
    let found = !itself && named.is_none() && built.join("rest.wasm").exists();
    if found {
        SOURCES.iter().for_each(|folder| println!("cargo::rerun-if-changed={folder}"));
    }
    let stale = found && is_older(&built.join("rest.wasm"), &SOURCES);
    if stale {
        println!(
            "cargo::warning=the engine in target/wasm is older than its sources and is left out: run crates/wengert-wasm/build.sh"
        );
    }
    let out = env::var_os("OUT_DIR").expect("cargo says where to build");
    for part in ["first.wasm", "rest.wasm"] {
        println!("cargo::rerun-if-changed={}", built.join(part).display());
        let engine = if stale { Vec::new() } else { fs::read(built.join(part)).unwrap_or_default() };
        fs::write(Path::new(&out).join(part), engine).expect("the folder can be written");
    }
}

/// Whether a file is there, and something in these folders was written after it.
fn is_older(file: &Path, folders: &[&str]) -> bool {
    let Some(written) = time_of(file) else { return false };
    folders.iter().any(|folder| newest(Path::new(folder)).is_some_and(|newest| newest > written))
}

fn time_of(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

/// When the newest file under a folder was written.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    entries.filter_map(|path| if path.is_dir() { newest(&path) } else { time_of(&path) }).max()
}
