// What the page shows: one object, one way to change it, one repaint a frame.

/** The state. `tape` is the engine's last answer; everything else is the reader's. */
export const state = {
  source: "x*y + sin(x*y)",
  point: { x: 2, y: 3 },
  saved: null,
  kinks: "note",
  output: 0,
  tape: null,
  outline: null,
  fault: null,
  draft: null,
  before: null,
  checked: null,
  step: null,
  flight: false,
  playing: false,
  speed: 1,
  view: "tape",
  tab: "lines",
  column: "math",
  selected: null,
  hovered: null,
  passes: {},
  unfolded: {},
  of: null,
  question: null,
  lit: null,
  stale: false,
  returning: null,
  savedText: null,
  shown: null,
};

const painters = [];
let due = 0;

/** Adds a painter; painters run in the order in which they were added. */
export function onPaint(painter) {
  painters.push(painter);
}

/** Paints in the next frame, however often it is asked for. */
export function repaint() {
  if (due === 0) due = requestAnimationFrame(paintNow);
}

/** Paints at once, for what cannot wait; what was due is done with it. */
export function paintNow() {
  cancelAnimationFrame(due);
  due = 0;
  for (const painter of painters) painter(state);
}

/** Changes the state and paints it. */
export function change(patch) {
  Object.assign(state, patch);
  repaint();
}
