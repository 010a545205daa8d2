//! The page's modules as one script.
//!
//! Modules that stand in a page as data URLs are fetched one after another, as deep as they import, which took a third of the
//! time to the first answer. Here each is a function of its own, called in the order in which modules would run; what it
//! exports is what the function answers. The page's modules are plain enough for that: every import is a line
//! `import { a, b } from "./x.js";` or `import * as x from "./x.js";`, every export stands before a `function`, `const` or
//! `class`, and none is imported from itself.

use std::collections::BTreeMap;
use std::path::{Component, Path};

/// Modules by their path from the root.
pub(super) type Modules = BTreeMap<String, String>;

/// One script that runs the modules in `starts`, one after another, and before each what it imports.
///
/// # Errors
///
/// A module that is not there, imports itself, or has a line that no module of the page should have.
pub(super) fn linked(modules: &Modules, starts: &[&str]) -> Result<String, String> {
    let mut linker = Linker { modules, under_way: Vec::new(), done: Vec::new(), script: String::new() };
    starts.iter().try_for_each(|start| linker.add(start))?;
    Ok(linker.script)
}

struct Linker<'a> {
    modules: &'a Modules,
    under_way: Vec<String>,
    done: Vec<String>,
    script: String,
}

impl Linker<'_> {
    /// Adds a module, after what it imports.
    fn add(&mut self, path: &str) -> Result<(), String> {
        if self.done.iter().any(|done| done == path) {
            return Ok(());
        }
        if self.under_way.iter().any(|module| module == path) {
            return Err(format!("{path} imports itself, by way of {}", self.under_way.join(", ")));
        }
        let text = self.modules.get(path).ok_or_else(|| format!("there is no module {path}"))?;
        self.under_way.push(path.to_owned());
        let (mut body, mut exports) = (String::new(), Vec::new());
        for line in text.lines() {
            if let Some(import) = line.strip_prefix("import ") {
                body += &self.import(path, import)?;
            } else if let Some(declared) = line.strip_prefix("export ") {
                exports.push(exported(declared).ok_or_else(|| format!("{path}: `{line}` cannot be linked"))?);
                body += declared;
            } else {
                body += line;
            }
            body.push('\n');
        }
        self.script +=
            &format!("const {} = (() => {{\n{body}return {{ {} }};\n}})();\n", name(path), exports.join(", "));
        self.under_way.pop();
        self.done.push(path.to_owned());
        Ok(())
    }
    /// An import as a constant: `{ a, b } from "./x.js";` or `* as x from "./x.js";`, in the module at `path`.
    fn import(&mut self, path: &str, import: &str) -> Result<String, String> {
        let parts = import.strip_suffix("\";").and_then(|import| import.split_once(" from \""));
        let (what, from) = parts.ok_or_else(|| format!("{path}: `import {import}` cannot be linked"))?;
        let from = joined(Path::new(path).parent().unwrap_or(Path::new("")), from);
        self.add(&from)?;
        Ok(format!("const {} = {};", what.strip_prefix("* as ").unwrap_or(what).replace(" as ", ": "), name(&from)))
    }
}

/// The name that a line after `export ` declares.
fn exported(declared: &str) -> Option<&str> {
    let kinds = ["async function ", "function ", "const ", "class "];
    let rest = kinds.iter().find_map(|kind| declared.strip_prefix(kind))?;
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$')
        .next()
        .filter(|name| !name.is_empty())
}

/// What the module at `path` is called in the script; no module declares such a name.
fn name(path: &str) -> String {
    let letters: String = path.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    format!("module_{letters}")
}

/// `lens` and `../dom.js` make `dom.js`.
pub(super) fn joined(folder: &Path, relative: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(all: &[(&str, &str)]) -> Modules {
        all.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn what_is_imported_runs_before() {
        let all = modules(&[
            (
                "main.js",
                "import { twice, ONE } from \"./lens/twice.js\";\nimport * as twices from \"./lens/twice.js\";\ntwice(ONE);",
            ),
            (
                "lens/twice.js",
                "import { ONE as one } from \"../one.js\";\nexport const ONE = one;\nexport function twice(x) {\n  return 2 * x;\n}",
            ),
            ("one.js", "export const ONE = 1;"),
        ]);
        let expected = "const module_one_js = (() => {\nconst ONE = 1;\nreturn { ONE };\n})();\n\
             const module_lens_twice_js = (() => {\nconst { ONE: one } = module_one_js;\nconst ONE = one;\nfunction twice(x) {\n  return 2 * x;\n}\n\
             return { ONE, twice };\n})();\n\
             const module_main_js = (() => {\nconst { twice, ONE } = module_lens_twice_js;\nconst twices = module_lens_twice_js;\ntwice(ONE);\n\
             return {  };\n})();\n";
        assert_eq!(linked(&all, &["main.js", "one.js"]).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_linked_is_named() {
        let refused = |text: &str| {
            linked(&modules(&[("a.js", text), ("b.js", "import { a } from \"./a.js\";")]), &["a.js"]).unwrap_err()
        };
        assert_eq!(refused("import { b } from \"./b.js\";"), "a.js imports itself, by way of a.js, b.js");
        assert_eq!(refused("import { c } from \"./c.js\";"), "there is no module c.js");
        assert_eq!(refused("import b from './b.js'"), "a.js: `import b from './b.js'` cannot be linked");
        assert_eq!(refused("export let a = 1;"), "a.js: `export let a = 1;` cannot be linked");
        assert_eq!(refused("export { a };"), "a.js: `export { a };` cannot be linked");
    }
}
