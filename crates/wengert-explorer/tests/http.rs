//! The server, asked over real connections: what it serves, whom it refuses, what it bounds.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;
use wengert_explorer::engine::{Door, answer};
use wengert_explorer::server::{Server, Settings, USUAL_PORT};

const QUESTION: &str = r#"{"ask":"record","model":{"text":"x*y + sin(x*y)","at":[["x",2],["y",3]]}}"#;

/// A server of its own for a test; it ends with the process.
fn served() -> String {
    let server = Server::bind(Settings { patience: Duration::from_millis(300), ..Settings::default() }).unwrap();
    let url = server.url();
    thread::spawn(move || server.run());
    url.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

/// Sends bytes as they are, and reads until the server closes or has nothing more to say.
fn raw(host: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that refuses a long request closes before it has read it.
    let _ = stream.write_all(bytes);
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    String::from_utf8_lossy(&got).into_owned()
}

fn get(host: &str, path: &str, headers: &str) -> String {
    raw(host, format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes())
}

fn post(host: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("POST /engine HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    raw(host, (head + body).as_bytes())
}

fn ours(host: &str) -> String {
    format!("Host: {host}\r\nContent-Type: application/json\r\n")
}

fn status(reply: &str) -> u16 {
    reply.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

fn body(reply: &str) -> &str {
    reply.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn the_page_comes_with_its_policy_and_its_first_tape() {
    let host = served();
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    let page = get(&host, "/", &format!("Host: {host}\r\n"));
    assert_eq!(status(&page), 200);
    let head = page.to_lowercase();
    for part in [
        "content-security-policy: default-src 'none'; script-src 'self'",
        "x-content-type-options: nosniff",
        "text/html",
    ] {
        assert!(head.contains(part), "{part}");
    }
    assert!(!head.contains("unsafe-inline") && !head.contains("'unsafe-eval'"));
    assert!(body(&page).contains(r#"<script type="application/json" id="start">{"model":{"text":"x*y + sin(x*y)""#));
    assert_eq!(status(&get(&host, "/main.js", &format!("Host: {host}\r\n"))), 200);
    assert_eq!(status(&get(&host, "/../Cargo.toml", &format!("Host: {host}\r\n"))), 404);
    assert_eq!(status(&get(&host, "/%2e%2e/Cargo.toml", &format!("Host: {host}\r\n"))), 404);
}

#[test]
fn the_engine_answers_as_it_does_without_a_server() {
    let host = served();
    let reply = post(&host, &ours(&host), QUESTION);
    assert_eq!((status(&reply), body(&reply)), (200, answer(QUESTION, &Door::still()).as_str()));
}

#[test]
fn only_the_page_may_ask() {
    let host = served();
    let port = host.split(':').next_back().unwrap();
    let json = "Content-Type: application/json\r\n";
    let refused = [
        format!("Host: evil.example:{port}\r\n{json}"),
        format!("Host: 127.0.0.1\r\n{json}"),
        format!("Host: {host}\r\nOrigin: http://evil.example\r\n{json}"),
        format!("Host: {host}\r\nOrigin: null\r\n{json}"),
        format!("Host: {host}\r\nSec-Fetch-Site: cross-site\r\n{json}"),
    ];
    for headers in refused {
        let reply = post(&host, &headers, QUESTION);
        assert_eq!(status(&reply), 403, "{headers}");
        assert!(body(&reply).starts_with(r#"{"ok":false"#));
    }
    for headers in [format!("Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n{json}"), ours(&host)] {
        assert_eq!(status(&post(&host, &headers, QUESTION)), 200, "{headers}");
    }
}

#[test]
fn what_is_no_question_is_refused() {
    let host = served();
    assert_eq!(status(&post(&host, &format!("Host: {host}\r\nContent-Type: text/plain\r\n"), QUESTION)), 415);
    assert_eq!(status(&get(&host, "/engine", &format!("Host: {host}\r\n"))), 405);
    assert_eq!(status(&get(&host, "/nothing.js", &format!("Host: {host}\r\n"))), 404);
    let reply = post(&host, &ours(&host), "{");
    assert_eq!(status(&reply), 200);
    assert!(body(&reply).contains(r#""kind":"request""#));
}

#[test]
fn long_and_slow_requests_are_cut_off() {
    let host = served();
    let long = format!("POST /engine HTTP/1.1\r\n{}Content-Length: 99999999\r\nConnection: close\r\n\r\n", ours(&host));
    assert_eq!(status(&raw(&host, long.as_bytes())), 413);
    let slow = format!("POST /engine HTTP/1.1\r\n{}Content-Length: 100\r\nConnection: close\r\n\r\n{{", ours(&host));
    assert_eq!(status(&raw(&host, slow.as_bytes())), 408);
}

#[test]
fn what_costs_too_much_is_refused_at_once_with_both_numbers() {
    let host = served();
    let costly = r#"{"ask":"record","model":{"text":"s = x; repeat 1000000000 { s = s + sin(s) }; s","at":[["x",2]]}}"#;
    let reply = post(&host, &ours(&host), costly);
    let fault: serde_json::Value = serde_json::from_str(body(&reply)).unwrap();
    assert_eq!(fault["error"]["kind"], "limit", "{fault}");
    assert!(fault["error"]["needs"].as_f64() > fault["error"]["allows"].as_f64());
}

#[test]
fn the_usual_port_comes_first_and_a_port_that_is_asked_for_is_the_only_one() {
    let bound = |port| Server::bind(Settings { port, ..Settings::default() });
    // Whoever holds it, this test or another program: from here on it is in use.
    let held = TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT));
    let other = bound(None).unwrap();
    assert_ne!(other.port(), USUAL_PORT);
    assert_eq!(other.url(), format!("http://127.0.0.1:{}/", other.port()));
    assert!(bound(Some(USUAL_PORT)).is_err());
    assert!(bound(Some(other.port())).is_err());
    if held.is_ok() {
        drop(held);
        assert_eq!(bound(None).unwrap().port(), USUAL_PORT);
    }
}
