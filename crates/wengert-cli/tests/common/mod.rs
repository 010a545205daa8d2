//! Running the real binary as a user does, with nothing of this terminal in its answers.
#![allow(dead_code)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The binary, in UTF-8, without colours, as wide as it likes.
pub fn wengert() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wengert"));
    for variable in ["LC_ALL", "LC_CTYPE", "LANG", "COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

/// What it answers to these arguments.
pub fn run(arguments: &[&str]) -> Output {
    wengert().args(arguments).output().expect("the binary runs")
}

/// What it answers to these arguments, reading `input`.
pub fn run_reading(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = wengert()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let (mut stdin, input) = (child.stdin.take().expect("piped"), input.to_vec());
    // It may stop reading before the end.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic");
    output
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The command line, standard output, standard error and exit code.
pub fn transcript(arguments: &[&str], output: &Output) -> String {
    let shown: Vec<String> = arguments.iter().map(|a| format!("'{a}'")).collect();
    let code = output.status.code().expect("no signal");
    format!("$ wengert {}\n{}{}exit code {code}", shown.join(" "), text(&output.stdout), text(&output.stderr))
}

/// One test for each command line, compared with the snapshot of its name.
#[macro_export]
macro_rules! transcripts {
    ($($name:ident: $($argument:expr)+,)+) => { $(
        #[test]
        fn $name() {
            let arguments = [$($argument),+];
            let answer = $crate::common::transcript(&arguments, &$crate::common::run(&arguments));
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(stringify!($name), answer);
            });
        }
    )+ };
}
