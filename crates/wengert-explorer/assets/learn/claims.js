// What the page claims: each claim with its source, what that source says of it and what not, and its witness here.

/** The three sources. */
export const SOURCES = [
  {
    id: "baydin",
    name: "Baydin, Pearlmutter, Radul, Siskind 2018",
    title: "Automatic differentiation in machine learning: a survey.",
    where: "Journal of Machine Learning Research 18(153), 1–43.",
    link: "https://jmlr.org/papers/v18/17-468.html",
    short: "jmlr.org/papers/v18/17-468",
  },
  {
    id: "griewank",
    name: "Griewank, Walther 2008",
    title: "Evaluating Derivatives: Principles and Techniques of Algorithmic Differentiation, 2nd ed.",
    where: "SIAM.",
    link: "https://doi.org/10.1137/1.9780898717761",
    short: "doi.org/10.1137/1.9780898717761",
  },
  {
    id: "rumelhart",
    name: "Rumelhart, Hinton, Williams 1986",
    title: "Learning representations by back-propagating errors.",
    where: "Nature 323, 533–536.",
    link: "https://doi.org/10.1038/323533a0",
    short: "doi.org/10.1038/323533a0",
  },
];

/** A value in a formula, with its bar. */
const barred = (name) => `<mover accent="true"><mi>${name}</mi><mo stretchy="false">¯</mo></mover>`;
const sub = (base, index) => `<msub>${base}<mi>${index}</mi></msub>`;
const partial = (of, by) => `<mfrac><mrow><mo lspace="0" rspace="0">∂</mo>${of}</mrow><mrow><mo lspace="0" rspace="0">∂</mo>${by}</mrow></mfrac>`;
const v = (index) => sub("<mi>v</mi>", index);
const cost = (of) => `<mi mathvariant="normal">ops</mi><mo>(</mo>${of}<mo>)</mo>`;

/** The claims. `see` is the state that witnesses one; `live` names the numbers that the engine gives for it. The code is compiled in tests/claims.rs. */
export const CLAIMS = [
  {
    id: "register",
    text: "A register adds every use of its value.",
    source: "baydin",
    supports: "Its reverse trace adds the adjoints of both uses of an input, one after the other.",
    not: "It does not speak of registers or of overwriting: those words are this page's.",
    equation: `${sub(barred("v"), "i")}<mo>=</mo><munder><mo>∑</mo><mrow><mi>j</mi><mspace width="0.3em"/><mtext>reads</mtext><mspace width="0.3em"/><mi>i</mi></mrow></munder>${sub(barred("v"), "j")}<mo>·</mo>${partial(v("j"), v("i"))}`,
    code: ["bar[arg] += bar[line] * slope;"],
    live: "register",
    see: { stage: "busiest" },
  },
  {
    id: "one-sweep",
    text: "One sweep gives the whole gradient, whatever the number of inputs.",
    source: "griewank",
    supports: "A gradient costs a small constant times the function, however many inputs: the cheap gradient principle.",
    not: "It counts operations and moves of memory in a model. It promises no seconds on this machine.",
    equation: `${cost("<mo>∇</mo><mi>f</mi>")}<mo>≤</mo><mi>c</mi><mo>·</mo>${cost("<mi>f</mi>")}`,
    code: ["let (value, gradient) = value_and_grad(f, x)?;"],
    live: "sweeps",
    see: { view: "cost", gives: { cost: "sum,64,1,operations" } },
  },
  {
    id: "not-symbolic",
    text: "Reverse mode is not symbolic expansion.",
    source: "baydin",
    supports: "It says that formulas written out swell, and that the tape works on values instead.",
    not: "It does not say that every symbolic system swells: one that shares subexpressions need not.",
    equation: `${partial("<mi>L</mi>", sub("<mi>u</mi>", "i"))}<mo>=</mo><munder><mo>∏</mo><mrow><mi>j</mi><mo>≠</mo><mi>i</mi></mrow></munder>${sub("<mi>u</mi>", "j")}`,
    code: ["let product = |u: &[Var]| u[1..].iter().fold(u[0], |p, &u| p * u);"],
    live: "expansion",
    see: { view: "learn", at: "expansion" },
  },
  {
    id: "modes",
    text: "Forward mode is the cheaper one where outputs outnumber inputs.",
    source: "baydin",
    supports: "For f: ℝⁿ → ℝᵐ it gives n forward sweeps against m reverse sweeps.",
    not: "It gives no point at which they cross: a reverse sweep costs more than a forward one.",
    equation: `<mi>J</mi><mi>v</mi><mspace width="0.6em"/><mtext>or</mtext><mspace width="0.6em"/><msup><mi>J</mi><mi>T</mi></msup>${barred("y")}`,
    code: ["let (y, column) = jvp(f, x, dx)?;", "let (y, pullback) = vjp(f, x)?;"],
    live: "modes",
    see: { view: "modes", gives: { modes: "1,64,64" } },
  },
  {
    id: "triangular",
    text: "The sweep is back-substitution in a triangular system.",
    source: "griewank",
    supports: "It writes the tape as one triangular system, and both modes as ways to solve it.",
    not: "It does not say that the matrix should be stored. Here it is drawn, and never formed.",
    equation: `<msup><mrow><mo>(</mo><mi>I</mi><mo>−</mo><mi>D</mi><mo>)</mo></mrow><mi>T</mi></msup>${barred("v")}<mo>=</mo>${sub("<mi>e</mi>", "L")}`,
    code: ["for line in (0..lines.len()).rev() {", "    for &(arg, slope) in &lines[line] {", "        bar[arg] += bar[line] * slope;", "    }", "}"],
    live: "triangular",
    see: { view: "matrix" },
  },
  {
    id: "memory",
    text: "Memory can be traded for steps that run again.",
    source: "griewank",
    supports: "With s states kept and r runs of each step, a loop may have C(s + r, s) steps.",
    not: "It assumes steps of equal cost, and does not measure this engine.",
    equation: `<mi>n</mi><mo>≤</mo><mi>C</mi><mo>(</mo><mi>s</mi><mo>+</mo><mi>r</mi><mo>,</mo><mi>s</mi><mo>)</mo>`,
    code: ["scan_with(Memory::Snapshots(10), 0..1000, x, |s, _| s.sin())"],
    live: "checkpoint",
    see: { view: "cost", at: "checkpoints", gives: { states: "10" } },
  },
  {
    id: "backprop",
    text: "Backpropagation is this sweep through a network.",
    source: "rumelhart",
    supports: "It sends errors back through layers, and gets the slope of the error in every weight.",
    not: "It treats layered networks, not any program, and claims no bound on cost.",
    equation: `${barred("w")}<mo>=</mo><munder><mo>∑</mo><mtext>points</mtext></munder>${barred("z")}<mo>·</mo><mi>h</mi>`,
    code: ["let loss = program.value_and_grad_into(&w, &mut w_bar, &mut scratch)?;", "w.iter_mut().zip(&w_bar).for_each(|(w, w_bar)| *w -= rate * w_bar);"],
    live: "network",
    see: { view: "learn", at: "network" },
  },
];
