//! Who may ask: only a page that was loaded from here, under the name it was loaded by.
//!
//! A page elsewhere could have its own name resolve to 127.0.0.1, or send requests across origins; the first shows in
//! `Host`, the second in `Origin` and `Sec-Fetch-Site`.

use super::refuse;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Nothing but what stands in the page's own files. Scripts may compile WebAssembly, as the page's second engine needs.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-cache"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Refuses what was not meant for this page, and puts the policy on every answer.
pub(crate) async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = match refusal(request.headers(), port) {
        Some(why) => refuse(StatusCode::FORBIDDEN, why),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a request with these headers is none of ours.
fn refusal(headers: &HeaderMap, port: u16) -> Option<String> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let ours = |host: &str| host == format!("127.0.0.1:{port}") || host == format!("localhost:{port}");
    let host = text(header::HOST).unwrap_or_default();
    if !ours(host) {
        return Some(format!("Host {host:?} is not this page; open http://127.0.0.1:{port}/"));
    }
    let origin = text(header::ORIGIN);
    if let Some(origin) = origin.filter(|origin| !origin.strip_prefix("http://").is_some_and(ours)) {
        return Some(format!("Origin {origin:?} may not ask; open http://127.0.0.1:{port}/"));
    }
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let foreign = site.filter(|site| !matches!(*site, "same-origin" | "none"));
    let navigates = text(HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
    foreign.filter(|_| !navigates).map(|site| format!("a {site} request may not ask; open http://127.0.0.1:{port}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers =
            pairs.iter().map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        refusal(&headers.collect(), 80).is_some()
    }

    #[test]
    fn only_the_page_itself_may_ask() {
        assert!(!refused(&[("host", "127.0.0.1:80")]));
        assert!(!refused(&[
            ("host", "localhost:80"),
            ("origin", "http://localhost:80"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(refused(&[]));
        assert!(refused(&[("host", "evil.example:80")]));
        assert!(refused(&[("host", "127.0.0.1:81")]));
        assert!(refused(&[("host", "127.0.0.1:80"), ("origin", "http://evil.example")]));
        assert!(refused(&[("host", "127.0.0.1:80"), ("origin", "null")]));
        assert!(refused(&[("host", "127.0.0.1:80"), ("origin", "https://127.0.0.1:80")]));
        assert!(refused(&[("host", "127.0.0.1:80"), ("sec-fetch-site", "cross-site")]));
        // A link elsewhere may lead here: it reads nothing.
        assert!(!refused(&[
            ("host", "127.0.0.1:80"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate")
        ]));
    }
}
