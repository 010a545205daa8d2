//! The page as one file that needs no server: styles, scripts, fonts and the engine stand in it.
//!
//! The modules become one script (`linked.rs`), and what the engine's thread runs another; the two parts of the engine stand in
//! the page packed, as base64, and are unpacked and compiled by the browser for the page's second door (`offline.js`,
//! `packed-door.js`, `wasm-door.js`).

use super::Start;
use super::assets::{Page, kind};
use super::bundle::{NAMES_MODULE, NAMES_SHEET, START, attribute, script};
use super::start::{NAMES_START, PLACE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read;
use std::path::{Path, PathBuf};

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
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; img-src data:";

/// What the page runs: first it finds its engine, then it starts.
const STARTS: [&str; 2] = ["offline.js", START];

/// What gives the page its font, before anything is laid out.
const FONT: &str = "offline-font.js";

/// Says that the engine's first part has been read.
const THERE: &str = "<script>document.dispatchEvent(new Event(\"engine\"));</script>";

/// What the engine's thread runs.
const THREAD: [&str; 1] = ["engine-thread.js"];

/// The engine for the browser; `None` where this was built without it.
pub fn engine() -> Option<Engine> {
    (!ENGINE.first.is_empty() && !ENGINE.rest.is_empty()).then_some(ENGINE)
}

/// The page as one file that answers by `engine`; its files come from the folder `assets`, or from the binary.
///
/// # Errors
///
/// What the folder lacks, or which of its modules cannot be linked. The binary's own files make a page.
///
/// ```
/// use wengert_explorer::server::{Engine, Start, exported};
/// // In the place of the real one, which `engine()` answers where it was built.
/// let engine = Engine { first: b"\0asm", rest: b"\0asm" };
/// let page = exported(&Start::default(), &engine, None)?;
/// assert!(page.starts_with("<!doctype html>") && !page.contains("<script src="));
/// assert_eq!(exported(&Start::default(), &engine, Some("nowhere".into())).unwrap_err().split(' ').next(), Some("there"));
/// # Ok::<(), String>(())
/// ```
pub fn exported(start: &Start, engine: &Engine, assets: Option<PathBuf>) -> Result<String, String> {
    let page = Page::new(assets);
    let index = page.text("index.html").unwrap_or_default();
    if !index.contains(NAMES_MODULE) || !index.lines().any(|line| line == PLACE) {
        return Err(format!("there is no index.html that names a module and has a line {PLACE}"));
    }
    let mut out = String::new();
    for line in start.placed(&index).lines() {
        out += &inlined(&page, line, engine)?;
        out.push('\n');
    }
    Ok(out)
}

/// A line of the page with the file it points to in its place.
fn inlined(page: &Page, line: &str, engine: &Engine) -> Result<String, String> {
    let (href, src) = (attribute(line, "href").unwrap_or_default(), attribute(line, "src").unwrap_or_default());
    Ok(match line.trim_start() {
        l if l.starts_with("<meta charset") => {
            format!("{line}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")
        }
        l if l.starts_with("<link rel=\"preload\"") => {
            format!("{}\n<script>{}</script>", data("font", &there(page, href)?), text(page, FONT)?)
        }
        l if l.starts_with(NAMES_SHEET) => format!("<style>{}</style>", without_fonts(&text(page, href)?)),
        l if l.starts_with("<link rel=\"icon\"") => format!("<link rel=\"icon\" href=\"{}\">", data_url(page, href)?),
        l if l.starts_with(NAMES_MODULE) => String::new(),
        l if l.starts_with(NAMES_START) => {
            let (first, rest) = (data("engine", &packed(engine.first)), data("engine-rest", &packed(engine.rest)));
            let thread =
                format!("<script type=\"text/plain\" id=\"engine-thread\">{}</script>", inside(page, &THREAD)?);
            // The script runs where it stands: what it shows at first is shown before the engine is read.
            let script = format!("<script>\"use strict\";{{\n{}}}</script>", inside(page, &STARTS)?);
            [line, &script, &first, THERE, &thread, &rest].join("\n")
        }
        l if l.starts_with("<script src=") => format!("<script>{}</script>", text(page, src)?),
        _ => line.to_owned(),
    })
}

/// Bytes as gzip packs them, which every browser unpacks.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    // Reading from memory cannot fail.
    let _ = GzEncoder::new(bytes, Compression::best()).read_to_end(&mut packed);
    packed
}

/// A file that the page names, as bytes.
fn there(page: &Page, path: &str) -> Result<Vec<u8>, String> {
    page.bytes(Path::new(path)).ok_or_else(|| lacking(path))
}

/// The same as text.
fn text(page: &Page, path: &str) -> Result<String, String> {
    page.text(path).ok_or_else(|| lacking(path))
}

fn lacking(path: &str) -> String {
    format!("there is no {path}")
}

/// A script without what would end the element in which it stands.
fn inside(page: &Page, starts: &[&str]) -> Result<String, String> {
    Ok(script(page, starts)?.replace("</script", "<\\/script"))
}

/// A style sheet without its fonts, each a line of its own, which stand in the page.
fn without_fonts(css: &str) -> String {
    css.lines().filter(|line| !line.starts_with("@font-face")).map(|line| format!("{line}\n")).collect()
}

/// Bytes as an element that runs nothing, found by its id.
fn data(id: &str, bytes: &[u8]) -> String {
    format!("<script type=\"application/octet-stream\" id=\"{id}\">{}</script>", STANDARD.encode(bytes))
}

fn data_url(page: &Page, path: &str) -> Result<String, String> {
    let kind = kind(path).unwrap_or("application/octet-stream").replace("; ", ";");
    Ok(format!("data:{kind};base64,{}", STANDARD.encode(there(page, path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Engine = Engine { first: b"\0asm", rest: b"\0asm, more" };

    #[test]
    fn a_folder_without_the_page_is_refused() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let refused = exported(&Start::default(), &PARTS, Some(folder)).unwrap_err();
        assert_eq!(refused, "there is no index.html that names a module and has a line <!--start-->");
    }

    #[test]
    fn the_folder_makes_the_page_of_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let made = |assets| exported(&Start::default(), &PARTS, assets).unwrap();
        assert_eq!(made(Some(folder)), made(None));
    }

    #[test]
    fn nothing_is_left_outside() {
        let page = exported(&Start::default(), &PARTS, None).unwrap();
        for outside in
            ["rel=\"stylesheet\"", "rel=\"preload\"", " src=\"", "url(\"", "@font-face", "from \"./", "from \"../"]
        {
            assert!(!page.contains(outside), "{outside}");
        }
        let font = STANDARD.encode(Page::new(None).bytes(Path::new("font/wengert-math.woff2")).unwrap());
        assert!(page.contains(&format!("id=\"font\">{font}</script>")));
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
        assert!(
            page.find("module_main_js") < page.find("id=\"engine\""),
            "the engine is read after what is shown first"
        );
    }
}
