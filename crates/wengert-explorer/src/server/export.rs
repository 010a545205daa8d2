//! The page as one file that needs no server: styles, scripts, fonts and the engine stand in it.
//!
//! The modules become one script (`linked.rs`), and what the engine's thread runs another; the two parts of the engine stand in
//! the page packed, as base64, and are unpacked and compiled by the browser for the page's second door (`offline.js`,
//! `packed-door.js`, `wasm-door.js`).

use super::Start;
use super::assets::{Page, kind};
use super::linked::{Modules, joined, linked};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read;
use std::path::Path;

/// The engine for the browser, in the two parts that `crates/wengert-wasm/build.sh` cuts it into.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// What answers a reader's first questions.
    pub first: &'static [u8],
    /// What the first part lacks.
    pub rest: &'static [u8],
}

/// As it was when this was built; empty where it was not there.
static ENGINE: Engine = Engine {
    first: include_bytes!(concat!(env!("OUT_DIR"), "/first.wasm")),
    rest: include_bytes!(concat!(env!("OUT_DIR"), "/rest.wasm")),
};

/// Nothing but what stands in the file.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; font-src data:; img-src data:";

/// What the page runs: first it finds its engine, then it starts.
const STARTS: [&str; 2] = ["offline.js", "main.js"];

/// What the engine's thread runs.
const THREAD: [&str; 1] = ["engine-thread.js"];

/// The engine for the browser; `None` where this was built without it.
pub fn engine() -> Option<Engine> {
    (!ENGINE.first.is_empty() && !ENGINE.rest.is_empty()).then_some(ENGINE)
}

/// The page as one file that answers by `engine`.
pub fn exported(start: &Start, engine: &Engine) -> String {
    let page = Page::new(None);
    let text = |path: &str| String::from_utf8_lossy(&page.bytes(Path::new(path)).unwrap_or_default()).into_owned();
    let mut out = String::new();
    for line in start.placed(&text("index.html")).lines() {
        out += &inlined(&page, line, &text, engine);
        out.push('\n');
    }
    out
}

/// A line of the page with the file it points to in its place.
fn inlined(page: &Page, line: &str, text: &dyn Fn(&str) -> String, engine: &Engine) -> String {
    let attribute = |name: &str| Some(line.split_once(&format!("{name}=\""))?.1.split_once('"')?.0);
    let (href, src) = (attribute("href"), attribute("src"));
    match line.trim_start() {
        l if l.starts_with("<meta charset") => {
            format!("{line}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")
        }
        l if l.starts_with("<link rel=\"preload\"") => String::new(),
        l if l.starts_with("<link rel=\"stylesheet\"") => {
            let path = href.unwrap_or_default();
            format!("<style>{}</style>", with_fonts(page, path, &text(path)))
        }
        l if l.starts_with("<link rel=\"icon\"") => {
            format!("<link rel=\"icon\" href=\"{}\">", data_url(page, href.unwrap_or_default()))
        }
        l if l.starts_with("<script type=\"module\"") => {
            let part = |id, bytes| {
                let packed = STANDARD.encode(packed(bytes));
                format!("<script type=\"application/octet-stream\" id=\"{id}\">{packed}</script>")
            };
            let parts = [part("engine", engine.first), part("engine-rest", engine.rest)].join("\n");
            let thread = format!("<script type=\"text/plain\" id=\"engine-thread\">{}</script>", script(page, &THREAD));
            // A module waits until the whole page is there, the engine in it too.
            format!("{parts}\n{thread}\n<script type=\"module\">{}</script>", script(page, &STARTS))
        }
        l if l.starts_with("<script src=") => format!("<script>{}</script>", text(src.unwrap_or_default())),
        _ => line.to_owned(),
    }
}

/// Bytes as gzip packs them, which every browser unpacks.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    // Reading from memory cannot fail.
    let _ = GzEncoder::new(bytes, Compression::best()).read_to_end(&mut packed);
    packed
}

/// The modules in `starts` and what they import as one script.
///
/// # Panics
///
/// Where a module cannot be linked: they are part of this binary, and a test links them.
fn script(page: &Page, starts: &[&str]) -> String {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let modules: Modules =
        page.files("js").into_iter().map(|(path, bytes)| (path.display().to_string(), text(bytes))).collect();
    let script = linked(&modules, starts).expect("the page's modules can be linked");
    // What would end the element in which the script stands.
    script.replace("</script", "<\\/script")
}

/// A style sheet with its fonts in it; `url(#…)` points into the page and stays.
fn with_fonts(page: &Page, path: &str, css: &str) -> String {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut parts = css.split("url(\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (url, rest) = part.split_once('"').unwrap_or((part, ""));
        out += &format!("url(\"{}\"{rest}", data_url(page, &joined(folder, url)));
    }
    out
}

fn data_url(page: &Page, path: &str) -> String {
    let kind = kind(path).unwrap_or("application/octet-stream").replace("; ", ";");
    format!("data:{kind};base64,{}", STANDARD.encode(page.bytes(Path::new(path)).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_outside() {
        let page = exported(&Start::default(), &Engine { first: b"\0asm", rest: b"\0asm, more" });
        for outside in ["rel=\"stylesheet\"", "rel=\"preload\"", " src=\"", "url(\"../", "from \"./", "from \"../"] {
            assert!(!page.contains(outside), "{outside}");
        }
        for (id, bytes) in [("engine", &b"\0asm"[..]), ("engine-rest", b"\0asm, more")] {
            let packed = page.split_once(&format!("id=\"{id}\">")).unwrap().1.split_once("</script>").unwrap().0;
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(&STANDARD.decode(packed).unwrap()[..]).read_to_end(&mut unpacked).unwrap();
            assert_eq!(unpacked, bytes);
        }
        assert!(
            page.contains("const module_main_js = ") && page.find("module_offline_js") < page.find("module_main_js")
        );
        assert!(page.contains(r#"id="start">{"model""#));
    }
}
