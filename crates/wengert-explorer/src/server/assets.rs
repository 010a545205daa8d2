//! The files of the page: embedded in the binary, or read from a folder by whoever works on them.

use super::Start;
use super::bundle::{SCRIPT, SHEET, START, bundled, script, sheet};
use include_dir::{Dir, include_dir};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// Where the page's files come from.
#[derive(Debug)]
pub(crate) struct Page {
    folder: Option<PathBuf>,
    sheet: OnceLock<String>,
    script: OnceLock<String>,
}

impl Page {
    pub fn new(folder: Option<PathBuf>) -> Page {
        Page { folder, sheet: OnceLock::new(), script: OnceLock::new() }
    }
    /// The kind and the bytes of the file at `path`; of the first page with what it shows first. An embedded page has one
    /// sheet and one script.
    pub fn file(&self, path: &str, start: &Start) -> Option<(&'static str, Vec<u8>)> {
        let path = match path.trim_start_matches('/') {
            "" => "index.html",
            path => path,
        };
        let whole = self.folder.is_none();
        let bytes = match path {
            SHEET if whole => self.sheet.get_or_init(|| sheet(self)).clone().into_bytes(),
            SCRIPT if whole => {
                let linked = || script(self, &[START]).expect("the page's modules can be linked");
                self.script.get_or_init(linked).clone().into_bytes()
            }
            "index.html" => {
                let index = self.text(path)?;
                start.placed(&if whole { bundled(&index) } else { index }).into_bytes()
            }
            path => self.bytes(Path::new(path))?,
        };
        Some((kind(path)?, bytes))
    }
    /// The file at `path`, as it is.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        match &self.folder {
            Some(folder) => std::fs::read(folder.join(path)).ok(),
            None => EMBEDDED.get_file(path).map(|file| file.contents().to_vec()),
        }
    }
    /// The file at `path` as text.
    pub fn text(&self, path: &str) -> Option<String> {
        self.bytes(Path::new(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
    /// All files of an extension, in the order of their paths.
    pub fn files(&self, extension: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut paths = match &self.folder {
            Some(folder) => within(folder, Path::new("")),
            None => embedded(),
        };
        paths.retain(|path| path.extension().is_some_and(|e| e == extension));
        paths.sort();
        paths
            .into_iter()
            .filter_map(|path| Some((self.bytes(&path)?, path)))
            .map(|(bytes, path)| (path, bytes))
            .collect()
    }
}

/// The paths of all embedded files.
fn embedded() -> Vec<PathBuf> {
    let mut folders = vec![&EMBEDDED];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        found.extend(folder.files().map(|file| file.path().to_owned()));
    }
    found
}

/// The paths of all files in `root` below `path`, as seen from `root`; what cannot be read is left out.
fn within(root: &Path, path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root.join(path)) else { return vec![path.to_owned()] };
    entries.flatten().flat_map(|entry| within(root, &path.join(entry.file_name()))).collect()
}

/// What a browser is told a file is; only these are served.
pub(crate) fn kind(path: &str) -> Option<&'static str> {
    Some(match Path::new(path).extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "woff2" => "font/woff2",
        "otf" => "font/otf",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "wasm" => "application/wasm",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for page in [Page::new(None), Page::new(Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")))] {
            let start = Start::default();
            assert!(page.file("/", &start).is_some());
            for path in ["/../Cargo.toml", "/..", "//etc/passwd", "/./../src/lib.rs", "/index"] {
                assert!(page.file(path, &start).is_none(), "{path}");
            }
        }
    }
}
