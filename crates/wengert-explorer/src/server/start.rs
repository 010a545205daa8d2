//! What the page shows first: a model and its tape, placed in the page as data, so that the first picture needs no
//! second request.

use crate::engine::{Door, answer};
use serde_json::{Value, json};

/// Where the data goes in `index.html`.
pub(super) const PLACE: &str = "<!--start-->";

/// How the line begins where it stands then.
pub(super) const NAMES_START: &str = "<script type=\"application/json\" id=\"start\">";

/// The model that the page shows first.
#[derive(Clone, Debug)]
pub struct Start {
    model: Value,
    /// What a saved tape is called.
    name: Option<String>,
}

impl Default for Start {
    /// The worked example.
    fn default() -> Start {
        Start::expression("x*y + sin(x*y)", &[("x".to_owned(), 2.0), ("y".to_owned(), 3.0)])
    }
}

impl Start {
    /// An expression at a point.
    pub fn expression(text: &str, at: &[(String, f64)]) -> Start {
        let number = |x: f64| match x {
            x if x.is_nan() => json!("nan"),
            x if x.is_infinite() => json!(if x > 0.0 { "inf" } else { "-inf" }),
            x => json!(x),
        };
        let at: Vec<Value> = at.iter().map(|(name, x)| json!([name, number(*x)])).collect();
        Start { model: json!({ "text": text, "at": at }), name: None }
    }
    /// A saved tape, and what its file is called.
    pub fn tape(name: &str, text: &str) -> Start {
        Start { model: json!({ "tape": text }), name: Some(name.to_owned()) }
    }
    /// The page with the model and its tape in it.
    pub(crate) fn placed(&self, page: &str) -> String {
        let reply = answer(&json!({ "ask": "record", "model": self.model }).to_string(), &Door::still());
        let (model, name) = (self.model.to_string(), json!(self.name));
        // A script element ends at `</`, whatever stands around it.
        let data = format!(r#"{{"model":{model},"name":{name},"record":{reply}}}"#).replace('<', "\\u003c");
        page.replacen(PLACE, &format!("{NAMES_START}{data}</script>"), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tape_stands_in_the_page() {
        let page = Start::expression("x < /", &[]).placed("<main></main><!--start-->");
        assert!(page.starts_with(r#"<main></main><script type="application/json" id="start">{"model":{"#), "{page}");
        assert_eq!(page.matches("</").count(), 2, "{page}");
    }

    #[test]
    fn a_tape_is_called_by_its_file() {
        let page = Start::tape("run.wtape", "list(x) {\n  return %0\n}").placed(PLACE);
        assert!(page.contains(r#","name":"run.wtape","record":{"ok":true"#), "{page}");
    }
}
