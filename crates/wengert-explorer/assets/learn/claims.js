// What the page claims, where each claim comes from, what the source does not say, and where to see it here.

/** The three sources, and what they are used for. */
export const SOURCES = [
  {
    id: "baydin",
    name: "Baydin, Pearlmutter, Radul, Siskind 2018.",
    title: "Automatic differentiation in machine learning: a survey.",
    where: "Journal of Machine Learning Research 18(153), 1–43.",
    supports: "The forward trace and the adjoint trace as two tables; that AD is neither symbolic nor numerical differentiation; one reverse sweep for f: ℝⁿ → ℝ.",
    not: "It is a survey. It does not measure this engine, and takes the cost bound from Griewank and Walther.",
  },
  {
    id: "griewank",
    name: "Griewank, Walther 2008.",
    title: "Evaluating Derivatives: Principles and Techniques of Algorithmic Differentiation, 2nd ed.",
    where: "SIAM.",
    supports: "The bound on the cost of a gradient, in operations; the binomial checkpointing schedule; the triangular system of the tape.",
    not: "It counts operations. It does not promise seconds on a machine with caches, nor which slope a library should answer at a kink.",
  },
  {
    id: "rumelhart",
    name: "Rumelhart, Hinton, Williams 1986.",
    title: "Learning representations by back-propagating errors.",
    where: "Nature 323, 533–536.",
    supports: "The sweep applied to layered networks: errors sent back through the layers give the gradient by all weights.",
    not: "It treats layered networks, not arbitrary programs, and makes no claim on cost for other programs.",
  },
];

/** The claims. `see` is the state in which the page witnesses them. */
export const CLAIMS = [
  { id: "register", text: "A register adds every use of its value.", source: "baydin", see: { view: "tape", step: 9, line: 3 }, witness: "Line 3 of the worked example: 1.0000 from L + 0.9602 from b." },
  { id: "one-sweep", text: "One sweep gives the whole gradient, whatever the number of inputs.", source: "griewank", see: { view: "cost" }, witness: "Cost shape: the reverse curve stays level while n grows." },
  { id: "not-symbolic", text: "Reverse mode is not symbolic expansion.", source: "baydin", see: { view: "learn", anchor: "expansion" }, witness: "Below: the expanded formula grows, the tape does not." },
  { id: "triangular", text: "The sweep is back-substitution in a triangular system.", source: "griewank", see: { view: "matrix" }, witness: "Matrix: the cut line climbs from the last row." },
  { id: "memory", text: "Memory can be traded for steps that run again.", source: "griewank", see: { view: "cost" }, witness: "The checkpoint slider, with the engine's own schedule." },
  { id: "backprop", text: "Backpropagation is this sweep through a network.", source: "rumelhart", see: { view: "learn", anchor: "network" }, witness: "Below: 13 parameters, one sweep for each training step." },
];
