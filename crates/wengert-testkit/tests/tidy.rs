//! The house cleans itself: floors, file lengths, one place for formulas, one place for `unsafe`, licences, changelog.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// All Rust sources below a folder, with their text.
fn sources(below: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("readable").path();
            if path.is_dir() && path.file_name().is_none_or(|n| n != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                let name = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
                out.push((name, text));
            }
        }
    }
    out.sort();
    out
}

/// Fails with all complaints at once.
fn none(what: &str, complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{what}:\n  {}", complaints.join("\n  "));
}

/// The code of a file: without comments and documentation.
fn code(text: &str) -> String {
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// A floor of the engine, and the engine's floors it may use.
const FLOORS: &[(&str, &[&str])] = &[
    ("special", &[]),
    ("value", &["prim", "custom"]),
    ("desk", &["prim", "value", "custom"]),
    ("custom", &["list", "error"]),
    ("prim", &["value", "special"]),
    ("list", &["prim", "custom", "schedule"]),
    ("sweep", &["list", "prim", "value", "custom", "schedule"]),
    ("exec", &["desk", "sweep", "list", "prim", "value"]),
    ("error", &["list", "sweep", "drive"]),
    ("options", &["list", "prim", "error", "tree"]),
    ("tree", &["tape", "value", "error"]),
    ("tape", &["sweep", "list", "prim", "value", "options", "error", "custom"]),
    (
        "program",
        &["desk", "drive", "exec", "sweep", "list", "prim", "value", "tape", "tree", "options", "error", "custom"],
    ),
    ("drive", &["desk", "sweep", "list", "prim", "value", "tape", "tree", "options", "error", "custom"]),
    ("rules", &["drive", "sweep", "list", "prim", "value", "tape", "tree", "error", "custom"]),
    ("schedule", &[]),
    // A loop that is kept runs its body by a laid-out plan, as a program does.
    (
        "loops",
        &["drive", "exec", "schedule", "sweep", "list", "prim", "value", "tape", "tree", "options", "error", "custom"],
    ),
];

#[test]
fn arrows_between_floors_point_down() {
    let mut complaints = Vec::new();
    for (file, text) in sources("crates/wengert/src") {
        let inside = file.trim_start_matches("crates/wengert/src/");
        let floor = inside.split(['/', '.']).next().unwrap_or_default();
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == floor) else { continue };
        for used in used_floors(&code(&text)) {
            if used != floor && !allowed.contains(&used.as_str()) {
                complaints.push(format!("{file} uses crate::{used}"));
            }
        }
    }
    none("arrows that point up (see ARCHITECTURE.md, Floors)", complaints);
}

/// The floors named in `crate::floor` paths.
fn used_floors(code: &str) -> Vec<String> {
    let known = |name: &&str| FLOORS.iter().any(|(floor, _)| floor == name);
    let after = code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    });
    after.filter(known).map(str::to_string).collect()
}

#[test]
fn files_have_one_idea_and_say_it() {
    let mut complaints = Vec::new();
    for (file, text) in sources("crates").into_iter().chain(sources("bench/src")) {
        let lines = text.lines().count();
        if lines > 600 {
            complaints.push(format!("{file}: {lines} lines; 400 are aimed at, 600 is the limit"));
        }
        let is_code = !file.contains("/mistakes/") && !file.contains("/tests/ui/");
        if is_code && !text.trim_start().starts_with("//!") && !text.contains("\n//!") {
            complaints.push(format!("{file}: no first sentence (`//!`)"));
        }
    }
    none("files", complaints);
}

/// Where `unsafe` stands: the tape's memory, and executable memory.
const ROOMS: [&str; 2] = ["crates/wengert/src/tape/memory.rs", "crates/wengert-native/src/memory.rs"];

#[test]
fn unsafe_stands_in_its_rooms() {
    let mut complaints = Vec::new();
    for (file, text) in sources("crates") {
        let allowed = ROOMS.contains(&file.as_str()) || file.ends_with("tests/tidy.rs");
        if !allowed && code(&text).contains("unsafe {") {
            complaints.push(file);
        }
    }
    none("`unsafe` outside its rooms", complaints);
}

#[test]
fn formulas_stand_in_the_table() {
    // A derivative formula needs elementary functions or the table's own; outside the table nobody calls either on a
    // generic value.
    let calls = [".sin()", ".cos()", ".exp()", ".ln()", ".tanh()", ".sqrt()", ".recip()", ".powf(", ".powi("];
    let mut complaints = Vec::new();
    for (file, text) in sources("crates/wengert/src") {
        let exempt =
            ["/prim/", "/special/", "/value.rs", "/interop/", "/tape/methods.rs"].iter().any(|p| file.contains(p));
        for (k, line) in text.lines().enumerate() {
            let is_code = !line.trim_start().starts_with("//");
            // Step sizes and lengths are numbers, not rules.
            let plain = line.contains("10f64") || line.contains("as f64).sqrt()");
            if !exempt && is_code && !plain && calls.iter().any(|c| line.contains(c)) {
                complaints.push(format!("{file}:{}: {}", k + 1, line.trim()));
            }
        }
    }
    none("formulas outside crates/wengert/src/prim", complaints);
}

#[test]
fn named_primitives_are_matched_in_the_table_only() {
    let mut complaints = Vec::new();
    for (file, text) in sources("crates/wengert/src") {
        let allowed = ["/prim/", "/program/simplify/", "/exec/"].iter().any(|p| file.contains(p));
        let verifier = file.ends_with("list/verify.rs"); // "dot" takes two halves
        if !allowed && !verifier && code(&text).contains(".text() == \"") {
            complaints.push(file);
        }
    }
    none("a primitive is named outside the table", complaints);
}

#[test]
fn nothing_is_unfinished() {
    let marks = [
        "TO".to_string() + "DO",
        "FIX".to_string() + "ME",
        "todo".to_string() + "!(",
        "unimplemented".to_string() + "!(",
    ];
    let mut complaints = Vec::new();
    for (file, text) in sources("crates").into_iter().chain(sources("bench/src")) {
        for mark in &marks {
            if text.contains(mark.as_str()) {
                complaints.push(format!("{file}: {mark}"));
            }
        }
    }
    none("unfinished marks", complaints);
}

#[test]
fn the_changelog_has_a_place_for_the_next_change() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).expect("a changelog");
    assert!(changelog.contains("## Unreleased"));
}

#[test]
fn dependencies_have_compatible_licences() {
    let allowed: Vec<String> = licence_list(&fs::read_to_string(root().join("deny.toml")).expect("deny.toml"));
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut complaints = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let licence = package["license"].as_str().unwrap_or("none stated");
        if !acceptable(licence, &allowed) {
            complaints.push(format!("{}: {licence}", package["name"]));
        }
    }
    none("licences outside deny.toml", complaints);
}

/// The strings of `allow = [...]`.
fn licence_list(deny: &str) -> Vec<String> {
    let start = deny.find("allow = [").expect("a list of licences") + 9;
    let end = start + deny[start..].find(']').expect("its end");
    deny[start..end].split(',').map(|s| s.trim().trim_matches('"').to_string()).collect()
}

/// Whether a licence expression can be met: every part joined by AND has an allowed alternative.
fn acceptable(expression: &str, allowed: &[String]) -> bool {
    let flat = expression.replace(['(', ')'], " ").replace('/', " OR ");
    flat.split(" AND ").all(|part| part.split(" OR ").any(|l| allowed.iter().any(|a| a == l.trim())))
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = ["MIT".to_string(), "Unicode-3.0".to_string()];
    assert!(acceptable("MIT OR Apache-2.0", &allowed));
    assert!(acceptable("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(acceptable("MIT/Apache-2.0", &allowed));
    assert!(!acceptable("GPL-3.0", &allowed));
    assert!(!acceptable("MIT AND GPL-3.0", &allowed));
}
