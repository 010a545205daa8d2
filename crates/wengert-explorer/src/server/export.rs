//! The page as one file that needs no server: styles, scripts, fonts and the engine stand in it.
//!
//! Each module becomes an entry of an import map, under a name that does not depend on where it is imported from; the two
//! parts of the engine stand in the page packed, as base64, and are unpacked and compiled by the browser for the page's
//! second door (`wasm-door.js`): the first at once, the other when it is needed, or when the page has come to rest.

use super::Start;
use super::assets::{Page, kind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

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
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' data: 'wasm-unsafe-eval'; style-src 'unsafe-inline'; \
     font-src data:; img-src data:";

/// Hands the engine in the page to the page, then starts it.
const STARTER: &str = r#"import { useDoor } from "wengert/engine.js";
import { doorTo, unpacked } from "wengert/wasm-door.js";
const part = (id) => WebAssembly.compileStreaming(unpacked(document.getElementById(id).textContent));
let rest = null;
const later = () => rest ??= part("engine-rest");
useDoor(doorTo(part("engine"), later));
await import("wengert/main.js");
setTimeout(later, 1000);"#;

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
            let map = serde_json::json!({ "imports": modules(page) });
            let part = |id, bytes| {
                let packed = STANDARD.encode(packed(bytes));
                format!("<script type=\"application/octet-stream\" id=\"{id}\">{packed}</script>")
            };
            let parts = [part("engine", engine.first), part("engine-rest", engine.rest)].join("\n");
            format!("<script type=\"importmap\">{map}</script>\n{parts}\n<script type=\"module\">{STARTER}</script>")
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
        assert!(page.contains(r#""wengert/main.js":"data:text/javascript;base64,"#));
        assert!(page.contains(r#"id="start">{"model""#));
    }
}
