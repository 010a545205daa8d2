//! `wengert functions`, `completions` and `man` as they are run.

mod common;

use common::{run, text, wengert};

transcripts! {
    functions_all: "functions",
    functions_atan2: "functions" "atan2",
    functions_relu: "functions" "relu",
    functions_tan: "functions" "tan",
    functions_by_sign: "functions" "/",
    functions_of_many: "functions" "max",
    functions_without_conventions: "functions" "erf",
    functions_ascii: "functions" "max" "--ascii",
    functions_json: "functions" "abs" "--json",
    functions_misspelt: "functions" "sine",
    functions_hopeless: "functions" "there is no such thing",
    functions_help: "functions" "--help",
    completions_no_shell: "completions" "tcsh",
    completions_help: "completions" "--help",
    man_no_command: "man" "grand",
    man_help: "man" "--help",
}

#[test]
fn all_functions_fit_the_terminal() {
    let output = wengert().env("COLUMNS", "50").arg("functions").output().expect("it runs");
    let lines = text(&output.stdout);
    let families = lines.split("`wengert functions NAME`").next().expect("the families");
    assert!(families.lines().all(|line| line.chars().count() <= 50), "{families}");
    assert_eq!(families.split_whitespace().filter(|word| *word == "atan2").count(), 1);
}

#[test]
fn every_function_is_explained_in_json() {
    let all = text(&run(&["functions", "--json"]).stdout);
    let names: Vec<String> = all
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["name"].as_str().expect("a name").into()
        })
        .collect();
    assert!(names.len() > 120, "{}", names.len());
    for name in names {
        assert_eq!(run(&["functions", &name]).status.code(), Some(0), "{name}");
    }
}

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        let script = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        for word in ["hessian", "points", "taylor"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_completions_of_bash_are_bash() {
    use std::io::Write;
    let script = run(&["completions", "bash"]).stdout;
    let Ok(mut bash) = std::process::Command::new("bash").arg("-n").stdin(std::process::Stdio::piped()).spawn() else {
        return;
    };
    bash.stdin.take().expect("piped").write_all(&script).expect("it reads");
    assert!(bash.wait().expect("it ends").success());
}

#[test]
fn manual_pages_are_pages() {
    let page = |arguments: &[&str]| text(&run(arguments).stdout);
    assert!(page(&["man"]).contains(".TH wengert 1"), "{}", page(&["man"]));
    let grad = page(&["man", "grad"]);
    for piece in [".TH wengert-grad 1", "points", "kinks", "Example: wengert grad"] {
        assert!(grad.contains(piece), "{piece}: {grad}");
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    std::fs::create_dir_all(&folder).expect("a folder");
    assert_eq!(run(&["man", "--to", folder.to_str().expect("UTF-8")]).status.code(), Some(0));
    for name in ["wengert.1", "wengert-grad.1", "wengert-taylor.1"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let nowhere = folder.join("nowhere");
    let output = run(&["man", "--to", nowhere.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: cannot write to "), "{}", text(&output.stderr));
}
