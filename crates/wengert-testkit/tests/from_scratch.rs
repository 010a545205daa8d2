//! `docs/from-scratch.md` compiles and runs: its blocks, one behind the other, are one program.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_page_is_a_program_that_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/from-scratch.md")).expect("the page");
    let blocks: Vec<&str> = page.split("```rust\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    assert!(blocks.len() > 8, "{} blocks", blocks.len());
    let program = format!("fn main() {{\n{}\n}}\n", blocks.join("\n"));
    assert!(program.lines().count() < 300, "the idea fits in 300 lines");
    let folder = std::env::temp_dir().join(format!("wengert-from-scratch-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the program");
    let (source, binary) = (folder.join("main.rs"), folder.join(format!("main{}", std::env::consts::EXE_SUFFIX)));
    fs::write(&source, program).expect("written");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let compiled = Command::new(rustc).args(["--edition", "2024", "-o"]).arg(&binary).arg(&source).output();
    let compiled = compiled.expect("rustc runs");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let ran = Command::new(&binary).output().expect("it runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    fs::remove_dir_all(&folder).expect("removed");
}
