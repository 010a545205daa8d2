//! The problems, each written once: a macro whose body every library compiles with its own number type.
//!
//! The bodies use only variable-by-variable and variable-by-number operators (the number on the right) and the methods
//! `exp`, `ln`, `tanh` and `powi`, so that they compile for every peer without a change.

use std::sync::OnceLock;

/// Neurons of the hidden layer, inputs of each, and samples of the network.
pub const HIDDEN: usize = 64;
pub const INPUTS: usize = 64;
pub const SAMPLES: usize = 32;
const NETWORK: usize = HIDDEN * INPUTS + HIDDEN + HIDDEN + 1;

/// What log-sum-exp is shifted by.
pub const SHIFT: f64 = 2.0;

/// The power of input `k`.
pub fn power(k: usize) -> i32 {
    3 + (k % 5) as i32
}

/// A function of many inputs and one output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// Rosenbrock's valley in that many dimensions.
    Rosenbrock(usize),
    /// The product of that many factors (Speelpenning's function).
    Product(usize),
    /// The squared error of a network with one hidden layer, in scalar loops.
    Network,
    /// The logarithm of the sum of that many exponentials.
    LogSumExp(usize),
    /// The sum of that many whole powers, which a compiler does not know.
    Powers(usize),
}

impl Problem {
    /// Its name in tables.
    pub fn name(self) -> String {
        match self {
            Problem::Rosenbrock(n) => format!("Rosenbrock {}", count(n)),
            Problem::Product(n) => format!("product {}", count(n)),
            Problem::Network => "MLP, scalar loops".into(),
            Problem::LogSumExp(n) => format!("log-sum-exp {}", count(n)),
            Problem::Powers(n) => format!("powers {}", count(n)),
        }
    }
    /// The number of inputs.
    pub fn inputs(self) -> usize {
        match self {
            Problem::Rosenbrock(n) | Problem::Product(n) | Problem::LogSumExp(n) | Problem::Powers(n) => n,
            Problem::Network => NETWORK,
        }
    }
    /// Elementary operations of the scalar body in which a variable takes part.
    pub fn operations(self) -> usize {
        match self {
            Problem::Rosenbrock(n) => 8 * (n - 1) - 1,
            Problem::Product(n) => n - 1,
            Problem::Network => SAMPLES * (HIDDEN * (2 * INPUTS + 3) + 3) - 1,
            Problem::LogSumExp(n) => 3 * n + 1,
            Problem::Powers(n) => 2 * n - 1,
        }
    }
    /// A point at which values and derivatives stay of moderate size.
    pub fn point(self) -> Vec<f64> {
        let (low, width) = match self {
            Problem::Rosenbrock(_) => (-0.7, 2.0),
            Problem::Product(_) => (0.95, 0.1),
            Problem::Network => (-0.1, 0.2),
            Problem::LogSumExp(_) | Problem::Powers(_) => (-2.0, 4.0),
        };
        uniform(0x9E37_79B9_7F4A_7C15, self.inputs(), low, width)
    }
}

/// A count as it is written in tables: `10^6` for a million.
pub fn count(n: usize) -> String {
    let power = (n as f64).log10().round() as u32;
    if n >= 1000 && 10usize.pow(power) == n { format!("10^{power}") } else { n.to_string() }
}

/// Numbers of a xorshift generator, the same in every run.
fn uniform(seed: u64, n: usize, low: f64, width: f64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        low + width * ((state >> 11) as f64 / (1u64 << 53) as f64)
    };
    (0..n).map(|_| next()).collect()
}

/// What the network is fitted to.
pub struct Data {
    /// `SAMPLES` rows of `INPUTS` numbers.
    pub inputs: Vec<f64>,
    /// One number for each sample.
    pub targets: Vec<f64>,
}

/// The data of the network, made once.
pub fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| {
        let mut all = uniform(88_172_645_463_325_252, SAMPLES * INPUTS + SAMPLES, -1.0, 2.0);
        let targets = all.split_off(SAMPLES * INPUTS);
        Data { inputs: all, targets }
    })
}

/// The bodies over the number type `$T`.
#[macro_export]
macro_rules! bodies {
    ($T:ty) => {
        /// The value of a problem, in scalar operations.
        pub fn scalar<'a>(problem: $crate::problems::Problem, x: &[$T]) -> $T {
            use $crate::problems::Problem;
            match problem {
                Problem::Rosenbrock(_) => rosenbrock(x),
                Problem::Product(_) => product(x),
                Problem::Network => network(x),
                Problem::LogSumExp(_) => log_sum_exp(x),
                Problem::Powers(_) => powers(x),
            }
        }
        fn rosenbrock<'a>(x: &[$T]) -> $T {
            let term = |a: &$T, b: &$T| {
                let s = a.clone() - 1.0;
                let t = b.clone() - a.clone() * a.clone();
                t.clone() * t * 100.0 + s.clone() * s
            };
            let mut sum = term(&x[0], &x[1]);
            for pair in x[1..].windows(2) {
                sum = sum + term(&pair[0], &pair[1]);
            }
            sum
        }
        fn product<'a>(x: &[$T]) -> $T {
            let mut p = x[0].clone();
            for factor in &x[1..] {
                p = p * factor.clone();
            }
            p
        }
        fn network<'a>(w: &[$T]) -> $T {
            use $crate::problems::{HIDDEN, INPUTS, SAMPLES, data};
            let data = data();
            let (w1, rest) = w.split_at(HIDDEN * INPUTS);
            let (b1, rest) = rest.split_at(HIDDEN);
            let (w2, b2) = rest.split_at(HIDDEN);
            let sample = |s: usize| {
                let x = &data.inputs[s * INPUTS..(s + 1) * INPUTS];
                let mut out = b2[0].clone();
                for h in 0..HIDDEN {
                    let mut a = b1[h].clone();
                    for (wi, xi) in w1[h * INPUTS..(h + 1) * INPUTS].iter().zip(x) {
                        a = a + wi.clone() * *xi;
                    }
                    out = out + w2[h].clone() * a.tanh();
                }
                let e = out - data.targets[s];
                e.clone() * e
            };
            let mut loss = sample(0);
            for s in 1..SAMPLES {
                loss = loss + sample(s);
            }
            loss
        }
        fn log_sum_exp<'a>(x: &[$T]) -> $T {
            let mut sum = (x[0].clone() - $crate::problems::SHIFT).exp();
            for v in &x[1..] {
                sum = sum + (v.clone() - $crate::problems::SHIFT).exp();
            }
            sum.ln() + $crate::problems::SHIFT
        }
        fn powers<'a>(x: &[$T]) -> $T {
            let mut sum = x[0].clone().powi($crate::problems::power(0));
            for (k, v) in x.iter().enumerate().skip(1) {
                sum = sum + v.clone().powi($crate::problems::power(k));
            }
            sum
        }
    };
}
