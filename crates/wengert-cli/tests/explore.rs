//! `wengert explore` at its door: which port it takes, and what it says about that.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};

/// The first lines that `wengert explore` writes.
fn says(arguments: &[&str], lines: usize) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wengert"));
    let mut child =
        command.args(["explore", "--no-open"]).args(arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    let said = out.lines().take(lines).map(|line| line.expect("a line")).collect();
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    said
}

#[test]
fn a_usual_port_that_is_in_use_is_said() {
    let usual = wengert_explorer::server::USUAL_PORT;
    let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, usual));
    let said = says(&[], 2);
    assert!(said[0].starts_with("wengert explore: http://127.0.0.1:"), "{said:?}");
    assert!(!said[0].contains(&usual.to_string()), "{said:?}");
    assert!(said[1].starts_with(&format!("Port {usual} is in use.")), "{said:?}");
}

#[test]
fn a_port_that_is_asked_for_is_not_exchanged_for_another() {
    let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = held.local_addr().expect("its address").port().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wengert"));
    let refused = command.args(["explore", "--no-open", "--port", &port]).output().expect("it starts");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains(&format!("cannot listen on 127.0.0.1:{port}")));
}
