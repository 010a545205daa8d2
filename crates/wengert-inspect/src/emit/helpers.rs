//! Functions of the table that a language has not, written in that language; those used by others come first.

use super::Lang;

/// A function that is written out above a program that needs it.
#[derive(Debug)]
pub(super) struct Helper {
    /// The primitive, by its name in expressions.
    pub of: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The helpers it uses, by their names.
    pub uses: &'static [&'static str],
    /// Its text.
    pub source: &'static str,
}

macro_rules! helpers {
    ($($of:literal $name:literal [$($uses:literal)*] $source:literal)+) => {
        &[$(Helper { of: $of, name: $name, uses: &[$($uses),*], source: $source }),+]
    };
}

/// All helpers of a language.
pub(super) fn helpers(lang: Lang) -> &'static [Helper] {
    match lang {
        Lang::Rust => RUST,
        Lang::C => C,
        Lang::Python => PYTHON,
        Lang::Wengert => &[],
    }
}

const RUST: &[Helper] = helpers! {
    "sign" "sign" [] "fn sign(x: f64) -> f64 {\n    if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x * 0.0 }\n}"
    "recip_pos" "recip_pos" [] "/// 1/x for x >= 0.\nfn recip_pos(x: f64) -> f64 {\n    if x < 0.0 { f64::NAN } else { 1.0 / x.abs() }\n}"
    "ratio" "ratio" [] "/// a/r, and 0 where r is 0.\nfn ratio(a: f64, r: f64) -> f64 {\n    if r == 0.0 { 0.0 } else { a / r }\n}"
    "x_over_y" "x_over_y" [] "/// x/y, and 0 where x is 0.\nfn x_over_y(x: f64, y: f64) -> f64 {\n    if x == 0.0 && !y.is_nan() { 0.0 } else { x / y }\n}"
    "xlogy" "xlogy" [] "fn xlogy(x: f64, y: f64) -> f64 {\n    if x == 0.0 && !y.is_nan() { 0.0 } else { x * y.ln() }\n}"
    "same" "same" [] "fn same(a: f64, b: f64) -> f64 {\n    f64::from(a == b || (a.is_nan() && b.is_nan()))\n}"
    "max2" "maximum" [] "/// The larger of two; NaN where either is.\nfn maximum(a: f64, b: f64) -> f64 {\n    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }\n}"
    "min2" "minimum" [] "/// The smaller of two; NaN where either is.\nfn minimum(a: f64, b: f64) -> f64 {\n    if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }\n}"
    "clamp" "clamp" [] "fn clamp(x: f64, lo: f64, hi: f64) -> f64 {\n    if x < lo { lo } else if x > hi { hi } else { x }\n}"
    "mod" "modulo" [] "/// x - y floor(x/y).\nfn modulo(x: f64, y: f64) -> f64 {\n    let r = x % y;\n    if r != 0.0 && (r < 0.0) != (y < 0.0) { r + y } else { r }\n}"
    "sigmoid" "sigmoid" [] "fn sigmoid(x: f64) -> f64 {\n    let e = (-x.abs()).exp();\n    if x >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) }\n}"
    "softplus" "softplus" [] "/// log(1 + e^x).\nfn softplus(x: f64) -> f64 {\n    if x.is_nan() { x } else { x.max(0.0) + (-x.abs()).exp().ln_1p() }\n}"
    "logsigmoid" "logsigmoid" ["softplus"] "fn logsigmoid(x: f64) -> f64 {\n    -softplus(-x)\n}"
    "relu" "relu" [] "fn relu(x: f64) -> f64 {\n    if x <= 0.0 { 0.0 } else { x }\n}"
    "relu6" "relu6" [] "fn relu6(x: f64) -> f64 {\n    if x <= 0.0 { 0.0 } else if x >= 6.0 { 6.0 } else { x }\n}"
    "hard_tanh" "hard_tanh" [] "fn hard_tanh(x: f64) -> f64 {\n    if x <= -1.0 { -1.0 } else if x >= 1.0 { 1.0 } else { x }\n}"
    "leaky_relu" "leaky_relu" [] "fn leaky_relu(x: f64, slope: f64) -> f64 {\n    if x > 0.0 { x } else { slope * x }\n}"
    "elu" "elu" [] "fn elu(x: f64) -> f64 {\n    if x > 0.0 { x } else { x.exp_m1() }\n}"
    "silu" "silu" ["sigmoid"] "fn silu(x: f64) -> f64 {\n    x * sigmoid(x)\n}"
    "mish" "mish" ["softplus"] "fn mish(x: f64) -> f64 {\n    x * softplus(x).tanh()\n}"
    "softsign" "softsign" [] "fn softsign(x: f64) -> f64 {\n    x / (1.0 + x.abs())\n}"
    "normpdf" "normpdf" [] "/// The density of the standard normal.\nfn normpdf(x: f64) -> f64 {\n    (-0.5 * x * x).exp() / 2.5066282746310005\n}"
    "sec" "sec" [] "fn sec(x: f64) -> f64 {\n    1.0 / x.cos()\n}"
    "csc" "csc" [] "fn csc(x: f64) -> f64 {\n    1.0 / x.sin()\n}"
    "cot" "cot" [] "fn cot(x: f64) -> f64 {\n    1.0 / x.tan()\n}"
    "norm" "norm" [] "/// The Euclidean length.\nfn norm(x: &[f64]) -> f64 {\n    x.iter().fold(0.0, |s, v| s + v * v).sqrt()\n}"
    "logsumexp" "logsumexp" [] "/// log of the sum of exponentials.\nfn logsumexp(x: &[f64]) -> f64 {\n    let big = x.iter().fold(f64::NEG_INFINITY, |m, &v| m.max(v));\n    big + x.iter().fold(0.0, |s, v| s + (v - big).exp()).ln()\n}"
};

const C: &[Helper] = helpers! {
    "square" "square" [] "static double square(double x) { return x * x; }"
    "sign" "sign" [] "static double sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x * 0.0; }"
    "signum" "signum" [] "static double signum(double x) { return isnan(x) ? x : copysign(1.0, x); }"
    "recip_pos" "recip_pos" [] "/* 1/x for x >= 0 */\nstatic double recip_pos(double x) { return x < 0.0 ? NAN : 1.0 / fabs(x); }"
    "ratio" "ratio" [] "/* a/r, and 0 where r is 0 */\nstatic double ratio(double a, double r) { return r == 0.0 ? 0.0 : a / r; }"
    "x_over_y" "x_over_y" [] "/* x/y, and 0 where x is 0 */\nstatic double x_over_y(double x, double y) { return x == 0.0 && !isnan(y) ? 0.0 : x / y; }"
    "xlogy" "xlogy" [] "static double xlogy(double x, double y) { return x == 0.0 && !isnan(y) ? 0.0 : x * log(y); }"
    "same" "same" [] "static double same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }"
    "max2" "maximum" [] "/* the larger of two; NaN where either is */\nstatic double maximum(double a, double b) { return isnan(a) || isnan(b) ? NAN : fmax(a, b); }"
    "min2" "minimum" [] "/* the smaller of two; NaN where either is */\nstatic double minimum(double a, double b) { return isnan(a) || isnan(b) ? NAN : fmin(a, b); }"
    "clamp" "clamp" [] "static double clamp(double x, double lo, double hi) { return x < lo ? lo : x > hi ? hi : x; }"
    "mod" "modulo" [] "/* x - y floor(x/y) */\nstatic double modulo(double x, double y) {\n    double r = fmod(x, y);\n    return r != 0.0 && (r < 0.0) != (y < 0.0) ? r + y : r;\n}"
    "rem_euclid" "rem_euclid" [] "static double rem_euclid(double a, double b) {\n    double r = fmod(a, b);\n    return r < 0.0 ? r + fabs(b) : r;\n}"
    "div_euclid" "div_euclid" [] "static double div_euclid(double a, double b) {\n    double q = trunc(a / b);\n    return fmod(a, b) < 0.0 ? (b > 0.0 ? q - 1.0 : q + 1.0) : q;\n}"
    "fract" "fract" [] "static double fract(double x) { return x - trunc(x); }"
    "to_degrees" "to_degrees" [] "static double to_degrees(double x) { return x * 57.29577951308232; }"
    "to_radians" "to_radians" [] "static double to_radians(double x) { return x * 0.017453292519943295; }"
    "log_base" "log_base" [] "static double log_base(double x, double b) { return log(x) / log(b); }"
    "sigmoid" "sigmoid" [] "static double sigmoid(double x) {\n    double e = exp(-fabs(x));\n    return x >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);\n}"
    "softplus" "softplus" [] "/* log(1 + e^x) */\nstatic double softplus(double x) { return isnan(x) ? x : fmax(x, 0.0) + log1p(exp(-fabs(x))); }"
    "logsigmoid" "logsigmoid" ["softplus"] "static double logsigmoid(double x) { return -softplus(-x); }"
    "relu" "relu" [] "static double relu(double x) { return x <= 0.0 ? 0.0 : x; }"
    "relu6" "relu6" [] "static double relu6(double x) { return x <= 0.0 ? 0.0 : x >= 6.0 ? 6.0 : x; }"
    "hard_tanh" "hard_tanh" [] "static double hard_tanh(double x) { return x <= -1.0 ? -1.0 : x >= 1.0 ? 1.0 : x; }"
    "leaky_relu" "leaky_relu" [] "static double leaky_relu(double x, double slope) { return x > 0.0 ? x : slope * x; }"
    "elu" "elu" [] "static double elu(double x) { return x > 0.0 ? x : expm1(x); }"
    "silu" "silu" ["sigmoid"] "static double silu(double x) { return x * sigmoid(x); }"
    "mish" "mish" ["softplus"] "static double mish(double x) { return x * tanh(softplus(x)); }"
    "softsign" "softsign" [] "static double softsign(double x) { return x / (1.0 + fabs(x)); }"
    "normpdf" "normpdf" [] "/* the density of the standard normal */\nstatic double normpdf(double x) { return exp(-0.5 * x * x) / 2.5066282746310005; }"
    "sec" "sec" [] "static double sec(double x) { return 1.0 / cos(x); }"
    "csc" "csc" [] "static double csc(double x) { return 1.0 / sin(x); }"
    "cot" "cot" [] "static double cot(double x) { return 1.0 / tan(x); }"
    "norm" "norm" [] "/* the Euclidean length */\nstatic double norm(int n, const double *x) {\n    double s = 0.0;\n    for (int i = 0; i < n; i++) s += x[i] * x[i];\n    return sqrt(s);\n}"
    "logsumexp" "logsumexp" [] "/* log of the sum of exponentials */\nstatic double logsumexp(int n, const double *x) {\n    double big = -INFINITY, s = 0.0;\n    for (int i = 0; i < n; i++) big = fmax(big, x[i]);\n    for (int i = 0; i < n; i++) s += exp(x[i] - big);\n    return big + log(s);\n}"
};

const PYTHON: &[Helper] = helpers! {
    "square" "square" [] "def square(x):\n    return x * x"
    "sign" "sign" [] "def sign(x):\n    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x * 0.0"
    "signum" "signum" [] "def signum(x):\n    return x if math.isnan(x) else math.copysign(1.0, x)"
    "recip_pos" "recip_pos" [] "def recip_pos(x):\n    \"\"\"1/x for x >= 0.\"\"\"\n    return math.nan if x < 0.0 else 1.0 / abs(x)"
    "ratio" "ratio" [] "def ratio(a, r):\n    \"\"\"a/r, and 0 where r is 0.\"\"\"\n    return 0.0 if r == 0.0 else a / r"
    "x_over_y" "x_over_y" [] "def x_over_y(x, y):\n    \"\"\"x/y, and 0 where x is 0.\"\"\"\n    return 0.0 if x == 0.0 and not math.isnan(y) else x / y"
    "xlogy" "xlogy" [] "def xlogy(x, y):\n    return 0.0 if x == 0.0 and not math.isnan(y) else x * math.log(y)"
    "same" "same" [] "def same(a, b):\n    return float(a == b or (math.isnan(a) and math.isnan(b)))"
    "max_num" "max_num" [] "def max_num(a, b):\n    \"\"\"The larger of two, ignoring a NaN.\"\"\"\n    return b if math.isnan(a) or b > a else a"
    "min_num" "min_num" [] "def min_num(a, b):\n    \"\"\"The smaller of two, ignoring a NaN.\"\"\"\n    return b if math.isnan(a) or b < a else a"
    "max2" "maximum" [] "def maximum(a, b):\n    \"\"\"The larger of two; NaN where either is.\"\"\"\n    return math.nan if math.isnan(a) or math.isnan(b) else max(a, b)"
    "min2" "minimum" [] "def minimum(a, b):\n    \"\"\"The smaller of two; NaN where either is.\"\"\"\n    return math.nan if math.isnan(a) or math.isnan(b) else min(a, b)"
    "clamp" "clamp" [] "def clamp(x, lo, hi):\n    return lo if x < lo else hi if x > hi else x"
    "mod" "modulo" [] "def modulo(x, y):\n    \"\"\"x - y floor(x/y).\"\"\"\n    r = math.fmod(x, y)\n    return r + y if r != 0.0 and (r < 0.0) != (y < 0.0) else r"
    "rem_euclid" "rem_euclid" [] "def rem_euclid(a, b):\n    r = math.fmod(a, b)\n    return r + abs(b) if r < 0.0 else r"
    "div_euclid" "div_euclid" [] "def div_euclid(a, b):\n    q = float(math.trunc(a / b))\n    return (q - 1.0 if b > 0.0 else q + 1.0) if math.fmod(a, b) < 0.0 else q"
    "fract" "fract" [] "def fract(x):\n    return x - math.trunc(x)"
    "round_away" "round_away" [] "def round_away(x):\n    t = float(math.trunc(x))\n    return t + math.copysign(1.0, x) if abs(x - t) >= 0.5 else t"
    "log_base" "log_base" [] "def log_base(x, b):\n    return math.log(x) / math.log(b)"
    "sigmoid" "sigmoid" [] "def sigmoid(x):\n    e = math.exp(-abs(x))\n    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)"
    "softplus" "softplus" [] "def softplus(x):\n    \"\"\"log(1 + e^x).\"\"\"\n    return x if math.isnan(x) else max(x, 0.0) + math.log1p(math.exp(-abs(x)))"
    "logsigmoid" "logsigmoid" ["softplus"] "def logsigmoid(x):\n    return -softplus(-x)"
    "relu" "relu" [] "def relu(x):\n    return 0.0 if x <= 0.0 else x"
    "relu6" "relu6" [] "def relu6(x):\n    return 0.0 if x <= 0.0 else 6.0 if x >= 6.0 else x"
    "hard_tanh" "hard_tanh" [] "def hard_tanh(x):\n    return -1.0 if x <= -1.0 else 1.0 if x >= 1.0 else x"
    "leaky_relu" "leaky_relu" [] "def leaky_relu(x, slope):\n    return x if x > 0.0 else slope * x"
    "elu" "elu" [] "def elu(x):\n    return x if x > 0.0 else math.expm1(x)"
    "silu" "silu" ["sigmoid"] "def silu(x):\n    return x * sigmoid(x)"
    "mish" "mish" ["softplus"] "def mish(x):\n    return x * math.tanh(softplus(x))"
    "softsign" "softsign" [] "def softsign(x):\n    return x / (1.0 + abs(x))"
    "normpdf" "normpdf" [] "def normpdf(x):\n    \"\"\"The density of the standard normal.\"\"\"\n    return math.exp(-0.5 * x * x) / 2.5066282746310005"
    "sec" "sec" [] "def sec(x):\n    return 1.0 / math.cos(x)"
    "csc" "csc" [] "def csc(x):\n    return 1.0 / math.sin(x)"
    "cot" "cot" [] "def cot(x):\n    return 1.0 / math.tan(x)"
    "norm" "norm" [] "def norm(x):\n    \"\"\"The Euclidean length.\"\"\"\n    s = 0.0\n    for v in x:\n        s += v * v\n    return math.sqrt(s)"
    "logsumexp" "logsumexp" [] "def logsumexp(x):\n    \"\"\"log of the sum of exponentials.\"\"\"\n    big = max(x)\n    s = 0.0\n    for v in x:\n        s += math.exp(v - big)\n    return big + math.log(s)"
};
