//! Tapes that the engine keeps: a second question about one needs its hash only.

use serde_json::{Value, json};
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).expect("JSON")
}

/// A tape of `lines` lines that repeat a sine.
fn tape(lines: usize) -> String {
    let line = |k: usize| format!("  %{} = sin(%{k}) @ \"src/main.rs:7:9\"\n", k + 1);
    format!("wengert tape 1\npoint(0.5)\nlist(x) {{\n{}  return %{lines}\n}}", (0..lines).map(line).collect::<String>())
}

#[test]
fn a_tape_is_asked_about_by_its_hash() {
    let text = tape(2500);
    let first = ask(&json!({"ask": "outline", "model": {"tape": text}}));
    let key = first["kept"].as_str().expect("kept").to_owned();
    let again = ask(&json!({"ask": "outline", "model": {"kept": key}}));
    assert_eq!(first, again, "places of lines included");
    let moved = ask(&json!({"ask": "outline", "model": {"kept": key, "at": [["x", 1]]}}));
    assert_eq!((&moved["columns"]["value"][0], &moved["kept"]), (&json!(1.0), &json!(key)));
    let why = ask(&json!({"ask": "why", "line": 0, "model": {"kept": key}}));
    assert_eq!(why["count"], 1.0);
    // A listed tape is kept too; a short one costs nothing to send.
    assert!(ask(&json!({"ask": "record", "model": {"tape": tape(400)}}))["kept"].is_string());
    assert_eq!(ask(&json!({"ask": "record", "model": {"tape": tape(4)}}))["kept"], Value::Null);
    for lines in 2501..2506 {
        assert_ne!(ask(&json!({"ask": "outline", "model": {"tape": tape(lines)}}))["kept"], json!(key));
    }
    let gone = ask(&json!({"ask": "outline", "model": {"kept": key}}))["error"].clone();
    assert_eq!((&gone["kind"], &gone["help"]), (&json!("forgotten"), &json!("send the tape itself")));
    let both = ask(&json!({"ask": "outline", "model": {"kept": key, "tape": text}}))["error"].clone();
    assert_eq!(both["message"], "a model is either `text` or `tape`, or `kept`: the hash of a tape");
}
