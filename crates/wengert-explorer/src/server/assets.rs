//! The files of the page: embedded in the binary, or read from a folder by whoever works on them.

use super::Start;
use include_dir::{Dir, include_dir};
use std::path::{Component, Path, PathBuf};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// Where the page's files come from.
#[derive(Debug)]
pub(crate) struct Page {
    folder: Option<PathBuf>,
}

impl Page {
    pub fn new(folder: Option<PathBuf>) -> Page {
        Page { folder }
    }
    /// The kind and the bytes of the file at `path`; of the first page with what it shows first.
    pub fn file(&self, path: &str, start: &Start) -> Option<(&'static str, Vec<u8>)> {
        let path = match path.trim_start_matches('/') {
            "" => "index.html",
            path => path,
        };
        let bytes = self.bytes(Path::new(path))?;
        let bytes =
            if path == "index.html" { start.placed(&String::from_utf8_lossy(&bytes)).into_bytes() } else { bytes };
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
    /// All embedded files of an extension.
    pub fn files(&self, extension: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = vec![&EMBEDDED];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            let of = |file: &&include_dir::File<'_>| file.path().extension().is_some_and(|e| e == extension);
            found.extend(folder.files().filter(of).map(|file| (file.path().to_owned(), file.contents().to_vec())));
        }
        found.sort();
        found
    }
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
