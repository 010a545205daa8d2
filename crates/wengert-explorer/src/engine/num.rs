//! Numbers on the wire: those that JSON has not are the strings "inf", "-inf" and "nan".

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number that may be infinite or NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Num(pub f64);

impl From<f64> for Num {
    fn from(x: f64) -> Num {
        Num(x)
    }
}

impl Serialize for Num {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            x if x.is_nan() => to.serialize_str("nan"),
            f64::INFINITY => to.serialize_str("inf"),
            f64::NEG_INFINITY => to.serialize_str("-inf"),
            x => to.serialize_f64(x),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    Number(f64),
    Word(String),
}

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Num, D::Error> {
        match Wire::deserialize(from)? {
            Wire::Number(x) => Ok(Num(x)),
            Wire::Word(word) => match word.as_str() {
                "inf" => Ok(Num(f64::INFINITY)),
                "-inf" => Ok(Num(f64::NEG_INFINITY)),
                "nan" => Ok(Num(f64::NAN)),
                _ => Err(de::Error::custom(format!(
                    "{word:?} is no number; write a number, \"inf\", \"-inf\" or \"nan\""
                ))),
            },
        }
    }
}

/// Digits for people: up to four decimals without trailing zeros, an exponent where they would not do, a true minus.
pub fn short(x: f64) -> String {
    if x.is_nan() {
        return "NaN".to_owned();
    }
    if x.is_infinite() {
        return if x > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let digits = if x == 0.0 || (1e-3..1e7).contains(&x.abs()) {
        // A zero has no sign for people.
        let fixed = format!("{:.4}", x + 0.0);
        fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{x:.3e}")
    };
    digits.replace('-', "−")
}

/// Every digit that counts, as an expression writes it.
pub fn exact(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_json_has_not_are_words() {
        let text = serde_json::to_string(&[0.5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(Num)).unwrap();
        assert_eq!(text, r#"[0.5,"inf","-inf","nan"]"#);
        let back: Vec<Num> = serde_json::from_str(&text).unwrap();
        assert!(back[0] == Num(0.5) && back[1] == Num(f64::INFINITY) && back[3].0.is_nan());
        assert!(serde_json::from_str::<Num>(r#""two""#).unwrap_err().to_string().contains("is no number"));
    }

    #[test]
    fn digits_for_people() {
        assert_eq!(
            [2.0, -0.27941549819892586, 1e-9, -1e300, -0.0].map(short),
            ["2", "−0.2794", "1.000e−9", "−1.000e300", "0"]
        );
    }
}
