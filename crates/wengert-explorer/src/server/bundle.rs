//! The page's styles as one sheet and its modules as one script, as the binary serves them: seventy files, each asked for once the
//! one that names it has come, keep a browser waiting longer than the engine does.
//!
//! Whoever works on the page (`--assets`) has the files as they are.

use super::assets::Page;
use super::linked::{Modules, joined, linked};
use std::path::Path;

/// Where the one sheet and the one script are served; the sheet among the others, so that what it points to is found.
pub(super) const SHEET: &str = "css/page.css";
pub(super) const SCRIPT: &str = "page.js";

/// What the page runs.
pub(super) const START: &str = "main.js";

/// How a line of `index.html` begins that names a sheet, and the one that names the first module.
pub(super) const NAMES_SHEET: &str = "<link rel=\"stylesheet\"";
pub(super) const NAMES_MODULE: &str = "<script type=\"module\"";

/// The page with one sheet and one script in the place of all.
pub(super) fn bundled(page: &str) -> String {
    let mut out = String::new();
    let mut named = false;
    for line in page.lines() {
        match line.trim_start() {
            l if l.starts_with(NAMES_SHEET) && named => continue,
            l if l.starts_with(NAMES_SHEET) => {
                named = true;
                out += &format!("<link rel=\"stylesheet\" href=\"{SHEET}\">");
            }
            l if l.starts_with(NAMES_MODULE) => out += &format!("<script type=\"module\" src=\"{SCRIPT}\"></script>"),
            _ => out += line,
        }
        out.push('\n');
    }
    out
}

/// All sheets that `index.html` names, in its order.
pub(super) fn sheet(page: &Page) -> String {
    let index = page.text("index.html").unwrap_or_default();
    let sheets = index.lines().filter(|line| line.trim_start().starts_with(NAMES_SHEET));
    sheets.filter_map(|line| page.text(attribute(line, "href")?)).collect()
}

/// The modules in `starts` and what they import as one script.
///
/// # Errors
///
/// A module that cannot be linked. Those in this binary can, as a test sees.
pub(super) fn script(page: &Page, starts: &[&str]) -> Result<String, String> {
    let named = |path: &Path| joined(Path::new(""), &path.to_string_lossy());
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let modules: Modules = page.files("js").into_iter().map(|(path, bytes)| (named(&path), text(bytes))).collect();
    linked(&modules, starts)
}

/// What an attribute of the element on this line says.
pub(super) fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    Some(line.split_once(&format!("{name}=\""))?.1.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_one_sheet_and_one_script() {
        let page = Page::new(None);
        let index = bundled(&page.text("index.html").expect("a page"));
        assert_eq!(index.matches(NAMES_SHEET).count(), 1);
        assert_eq!(index.matches(NAMES_MODULE).count(), 1);
        let sheet = sheet(&page);
        for (path, bytes) in page.files("css") {
            assert!(sheet.contains(&*String::from_utf8_lossy(&bytes)), "{}", path.display());
        }
        assert!(script(&page, &[START]).unwrap().contains("const module_main_js = "));
        // The sheet stands where the others do, so that what it points to is found.
        assert_eq!(Path::new(SHEET).parent(), Some(Path::new("css")));
    }
}
