//! The page as one file that needs no server: styles, scripts, fonts and the engine stand in it.
//!
//! Each module becomes an entry of an import map, under a name that does not depend on where it is imported from; the
//! engine stands in the page packed, as base64, and is unpacked by the browser and compiled by the page's second door
//! (`wasm-door.js`).

use super::Start;
use super::assets::{Page, kind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The engine for the browser, if it was there when this was built; see `crates/wengert-wasm/build.sh`.
static ENGINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.wasm"));

/// Nothing but what stands in the file.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' data: 'wasm-unsafe-eval'; style-src 'unsafe-inline'; \
     font-src data:; img-src data:";

/// Hands the engine in the page to the page, then starts it.
const STARTER: &str = r#"import { useDoor } from "wengert/engine.js";
import { doorTo } from "wengert/wasm-door.js";
const text = document.getElementById("engine").textContent;
const letters = atob(text);
const packed = new Uint8Array(letters.length);
for (let k = 0; k < letters.length; k += 1) packed[k] = letters.charCodeAt(k);
const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const ready = new Response(unpacked).arrayBuffer().then(doorTo);
useDoor(async (request) => (await ready)(request));
await import("wengert/main.js");"#;

/// The engine for the browser; `None` where this was built without it.
pub fn engine() -> Option<&'static [u8]> {
    (!ENGINE.is_empty()).then_some(ENGINE)
}

/// The page as one file that answers by `engine`.
pub fn exported(start: &Start, engine: &[u8]) -> String {
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
fn inlined(page: &Page, line: &str, text: &dyn Fn(&str) -> String, engine: &[u8]) -> String {
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
            let map = serde_json::json!({ "imports": modules(page) });
            let engine = STANDARD.encode(packed(engine));
            format!(
                "<script type=\"importmap\">{map}</script>\n<script type=\"application/octet-stream\" id=\"engine\">{engine}</script>\n<script type=\"module\">{STARTER}</script>"
            )
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

/// Every module under its own name, as a data URL.
fn modules(page: &Page) -> serde_json::Map<String, serde_json::Value> {
    let one = |(path, bytes): (PathBuf, Vec<u8>)| {
        let named = named_imports(&path, &String::from_utf8_lossy(&bytes));
        (
            format!("wengert/{}", path.display()),
            format!("data:text/javascript;base64,{}", STANDARD.encode(named)).into(),
        )
    };
    page.files("js").into_iter().map(one).collect()
}

/// A module whose imports are named from the root: `from "../dom.js"` in `lens/why.js` becomes `from "wengert/dom.js"`.
fn named_imports(path: &Path, module: &str) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut parts = module.split('"');
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut before = out.clone();
    for part in parts {
        let imports = ["from ", "import ", "import("].iter().any(|word| before.ends_with(word));
        let relative = imports && part.starts_with('.');
        let piece = if relative { format!("wengert/{}", joined(folder, part)) } else { part.to_owned() };
        out.push('"');
        out += &piece;
        before = part.to_owned();
    }
    out
}

/// `lens` and `../dom.js` make `dom.js`.
fn joined(folder: &Path, relative: &str) -> String {
    let mut parts: Vec<String> = folder.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    for part in Path::new(relative).components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
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
    fn imports_are_named_from_the_root() {
        let module = r#"import { el } from "../dom.js"; export { x } from "./head.js"; const a = "./not/this";"#;
        let named = named_imports(Path::new("lens/why.js"), module);
        assert!(
            named.contains(r#"from "wengert/dom.js""#) && named.contains(r#"from "wengert/lens/head.js""#),
            "{named}"
        );
        assert!(named.contains(r#""./not/this""#));
    }

    #[test]
    fn nothing_is_left_outside() {
        let page = exported(&Start::default(), b"\0asm");
        for outside in ["rel=\"stylesheet\"", "rel=\"preload\"", " src=\"", "url(\"../", "from \"./", "from \"../"] {
            assert!(!page.contains(outside), "{outside}");
        }
        let engine = page.split_once(r#"id="engine">"#).unwrap().1.split_once("</script>").unwrap().0;
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&STANDARD.decode(engine).unwrap()[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, b"\0asm");
        assert!(page.contains(r#""wengert/main.js":"data:text/javascript;base64,"#));
        assert!(page.contains(r#"id="start">{"model""#));
    }
}
