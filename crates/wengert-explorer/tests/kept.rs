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

#[test]
fn a_file_that_is_no_tape_is_told_apart_from_a_tape_with_a_mistake() {
    let refused = |text: &str| ask(&json!({"ask": "record", "model": {"tape": text}}))["error"].clone();
    for other in ["a,b\n1,2\n", "\u{fffd}PNG\r\n\u{1a}", ""] {
        assert_eq!(refused(other)["message"], "this is no saved tape", "{other:?}");
    }
    let wrong = refused("wengert tape 1\nlist(x) {\n  %1 = sinn(%0)\n  return %1\n}");
    assert_eq!(wrong["message"], "line 3, column 8: no operation is called `sinn`");
    assert_eq!(wrong["help"], "did you mean `sin`?");
    assert!(wrong["excerpt"].as_str().unwrap().contains("%1 = sinn(%0)\n"), "{wrong}");
    assert!(wrong["excerpt"].as_str().unwrap().contains("^^^^"), "{wrong}");
}

#[test]
fn a_mark_at_the_beginning_and_an_input_that_is_nan_are_read() {
    let tape = "\u{feff}wengert tape 1\npoint(NaN, 1.0)\nlist(x, y) {\n  %2 = mul(%0, %1)\n  return %2\n}";
    let record = ask(&json!({"ask": "record", "model": {"tape": tape}}));
    assert_eq!(record["output"]["value"], "nan", "{record}");
}

#[test]
fn adjoints_that_differ_are_told_of_long_tapes_and_of_loops() {
    let warned =
        |ask_for: &str, tape: String| ask(&json!({"ask": ask_for, "model": {"tape": tape}}))["warnings"].clone();
    let long = |bar: &str| {
        let bars = vec!["1.0"; 2500].join(", ");
        let line = |k: usize| format!("  %{} = add(%{k}, 0.0)\n", k + 1);
        let lines: String = (0..2500).map(line).collect();
        format!("wengert tape 1\npoint(0.5)\nadjoints({bar}, {bars})\nlist(x) {{\n{lines}  return %2500\n}}")
    };
    assert_eq!(warned("outline", long("1.0")), json!([]));
    assert_eq!(warned("outline", long("3.0"))[0]["kind"], "adjoints");
    let program = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| x * y.sin(), [2.0, 3.0]).unwrap();
    let mut file = Vec::new();
    program.save_at([2.0, 3.0], &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    let (head, rest) = text.split_once("adjoints(").unwrap();
    let (_, others) = rest.split_once(',').unwrap();
    let wrong = format!("{head}adjoints(7.0,{others}");
    assert_eq!(warned("record", text), json!([]));
    assert_eq!(warned("record", wrong)[0]["kind"], "adjoints");
}

#[test]
fn a_tape_beyond_all_limits_is_told_the_larger_one() {
    let line = |k: usize| format!("  %{} = sin(%{k})\n", k + 1);
    let tape = format!("list(x) {{\n{}  return %250000\n}}", (0..250_000).map(line).collect::<String>());
    let error = ask(&json!({"ask": "record", "model": {"tape": tape}}))["error"].clone();
    // Its input is a line, too.
    assert_eq!(error["message"], "this tape has 250,001 lines; the page allows 250,000");
    assert_eq!(error["help"], "record a shorter part, or fewer passes of a loop");
}
