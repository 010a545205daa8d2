//! The reference cases in `testdata/cases.jsonl`: inputs, and digits computed with mpmath.

use serde_json::Value;

/// One function at one point.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, unique in the file.
    pub id: String,
    /// Its family.
    pub group: String,
    /// The function as an expression, where it can be written as one.
    pub expr: Option<String>,
    /// The names of the inputs with their numbers, arrays flattened row by row.
    pub inputs: Vec<(String, Vec<f64>)>,
    /// The value; several numbers for a Jacobian case.
    pub value: Vec<f64>,
    /// The gradient over all inputs in their order, where it is given.
    pub grad: Option<Vec<f64>>,
    /// The Hessian row by row, where it is given.
    pub hessian: Option<Vec<f64>>,
    /// Of a Jacobian case: the matrix row by row.
    pub jacobian: Option<Vec<f64>>,
    /// Of a Jacobian case: a seed and the row vector that it gives.
    pub vjp: Option<(Vec<f64>, Vec<f64>)>,
    /// Of a Jacobian case: a direction and the column vector that it gives.
    pub jvp: Option<(Vec<f64>, Vec<f64>)>,
    /// The relative tolerance that a good implementation meets.
    pub rtol: f64,
}

impl Case {
    /// All inputs in one row.
    pub fn point(&self) -> Vec<f64> {
        self.inputs.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect()
    }
    /// The numbers of one input.
    ///
    /// # Panics
    /// Where there is no such input.
    pub fn input(&self, name: &str) -> &[f64] {
        match self.inputs.iter().find(|(n, _)| n == name) {
            Some((_, numbers)) => numbers,
            None => panic!("{} has no input {name}", self.id),
        }
    }
}

/// All cases, in the order of the file.
///
/// # Panics
/// Where the file cannot be read.
pub fn load() -> Vec<Case> {
    let path = crate::repository("testdata/cases.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().map(|line| case(&serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in {line}")))).collect()
}

fn case(json: &Value) -> Case {
    let text = |key: &str| json[key].as_str().map(str::to_string);
    let id = text("id").expect("every case has an id");
    let names: Vec<String> =
        json["vars"].as_array().expect("vars").iter().map(|v| v.as_str().unwrap().into()).collect();
    let by_name = |key: &str| {
        let object = json.get(key).filter(|v| !v.is_null())?;
        Some(names.iter().map(|n| (n.clone(), flat(&object[n]))).collect::<Vec<_>>())
    };
    let numbers = |key: &str| json.get(key).filter(|v| !v.is_null()).map(flat);
    let joined = |parts: Vec<(String, Vec<f64>)>| parts.into_iter().flat_map(|(_, n)| n).collect();
    Case {
        group: text("group").expect("every case has a group"),
        expr: text("expr"),
        inputs: by_name("inputs").expect("every case has inputs"),
        value: numbers("value").expect("every case has a value"),
        grad: by_name("grad").map(joined),
        hessian: numbers("hessian"),
        jacobian: numbers("jacobian"),
        vjp: product(json, "vjp", "cotangent"),
        jvp: product(json, "jvp", "tangent"),
        rtol: json["rtol"].as_f64().expect("every case has an rtol"),
        id,
    }
}

/// The seed or direction of a product with the Jacobian, and the product.
fn product(json: &Value, key: &str, direction: &str) -> Option<(Vec<f64>, Vec<f64>)> {
    let object = json.get(key)?.as_object()?;
    Some((flat(&object[direction]), flat(&object["result"])))
}

/// The numbers of nested arrays, row by row.
fn flat(json: &Value) -> Vec<f64> {
    match json {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        Value::Number(n) => vec![n.as_f64().expect("a number")],
        Value::String(s) => vec![s.parse().expect("inf, -inf or nan")],
        other => panic!("not a number: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let cases = load();
        assert_eq!(cases.len(), 189);
        assert_eq!(cases.iter().filter(|c| c.expr.is_none()).count(), 75);
        for c in &cases {
            let n = c.point().len();
            assert!(c.grad.as_ref().is_none_or(|g| g.len() == n), "{}", c.id);
            assert!(c.hessian.as_ref().is_none_or(|h| h.len() == n * n), "{}", c.id);
            assert!(c.grad.is_some() || c.jacobian.is_some(), "{}", c.id);
        }
    }
}
