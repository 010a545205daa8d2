// After: a two-layer network on exclusive or, trained step by step; each step is a half forward and a half back, by the engine.

import { el, hold, put } from "../dom.js";
import { four, grouped, number } from "../format.js";
import { keep, settled } from "../address.js";
import { ask, Refusal, Silence } from "../engine.js";
import { choice } from "../lens/head.js";
import { plot } from "../plot.js";
import { drawnNet, drawnLoss, drawnField, NET, LOSS, FIELD } from "./net-picture.js";
import { numbersOf, partsOf } from "./net-numbers.js";

/** How far a weight moves for its register. */
const RATE = 0.5;
/** The engine takes so many steps at most for one question. */
const MOST = 2000;
const HALVES = ["forward", "reverse"];

/** Steps taken, the half that is shown, the point that is followed, and the part that was chosen: its numbers are shown, else those of the weight with the largest register at first. */
const POINT = 1;
const at = { steps: 0, half: "reverse", point: POINT, part: null };
const run = { answer: null, losses: [], stamp: 0, trouble: "", queue: Promise.resolve() };

keep("net", {
  read: (text) => {
    const [steps, half, point, part] = text.split(",");
    at.steps = Math.max(0, Math.min(20_000, Math.floor(Number(steps)) || 0));
    at.half = HALVES.includes(half) ? half : "reverse";
    at.point = ["0", "1", "2", "3"].includes(point) ? Number(point) : POINT;
    at.part = part || null;
  },
  write: () => {
    const followed = at.point !== POINT || at.part ? [at.point, ...(at.part ? [at.part] : [])] : [];
    return at.steps === 0 && at.half === "reverse" && followed.length === 0 ? null : [at.steps, at.half, ...followed].join();
  },
});

/** The card, and its painter. */
export function network() {
  const [edges, loss, field] = [NET, LOSS, FIELD].map((size) => el("div", {}, plot(...size)));
  const status = el("p", { class: "b status-line", role: "status" });
  const numbers = el("div", { class: "net-numbers" });
  const half = el("button", { class: "btn f" });
  const show = () => shown({ edges, loss, field, status, numbers, half, point }, show);
  const take = (count, after = "reverse") => () => {
    run.queue = run.queue.then(() => train(count, after)).then(show);
  };
  const steps = (count, text) => el("button", { class: "btn q", text, on: { click: take(count) } });
  half.addEventListener("click", () => (at.half === "forward" ? (at.half = "reverse", settled(), show()) : take(1, "forward")()));
  const again = el("button", { class: "btn q", text: "Start again", on: { click: () => {
    run.queue = run.queue.then(() => restart(0)).then(show);
  } } });
  const point = choice("Point", () => (run.answer?.points ?? []).map(([a, b, target], id) => ({ id, text: `(${a}, ${b}) → ${target}` })), () => at.point, (id) => (at.point = id, settled(), show()));
  const root = el("section", { class: "card spaced", id: "network" },
    el("div", { class: "pair-head" }, el("h2", { text: "After: backpropagation is this sweep through a network" }), el("span", { class: "small mute", text: "two layers, 13 weights, exclusive or" })),
    el("p", { class: "mute", text: `Forward half: values go right, to p, the sigmoid of z: what the network says. Reverse half: registers fill from the loss over z back to the weights. Then each weight w moves by −${RATE}·w̄.` }),
    el("div", { class: "row-btns spaced" }, half, steps(1, "One step"), steps(10, "10 steps"), steps(100, "100 steps"), again), status,
    el("div", { class: "net" }, edges, loss, field), el("div", { class: "net-below" }, el("div", {}, el("p", { class: "small mute", text: "values and registers of the units at" }), point.root), numbers));
  return {
    root,
    paint() {
      if (!run.answer && !run.started) run.queue = run.queue.then(() => restart(at.steps, at.half)).then(show);
      run.started = true;
    },
  };
}

/** Begins anew from the first weights, and takes so many steps. */
async function restart(steps, after = "reverse") {
  Object.assign(run, { answer: null, losses: [] });
  at.steps = 0;
  await train(steps, after);
}

/** Takes steps; afterwards this half of the next one is shown. */
async function train(count, after) {
  try {
    for (let left = count; left >= 0; left -= MOST) {
      const steps = Math.min(left, MOST);
      const answer = await ask("network", { parameters: run.answer?.parameters ?? null, steps, rate: RATE, seed: 1 });
      Object.assign(run, { answer, losses: [...run.losses, ...answer.losses], stamp: run.stamp + 1, trouble: "" });
      at.steps += steps;
      if (left === MOST) break;
    }
    at.half = after;
    settled();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    run.trouble = `${error.message}. The numbers are the last ones.`;
  }
}

/** Shows the network as it stands. */
function shown({ edges, loss, field, status, numbers, half, point }, again) {
  if (!run.answer) return put(status, run.trouble);
  run.part ??= largest(run.answer.gradient);
  const here = { ...at, part: partsOf(run.answer).some(({ id }) => id === at.part) ? at.part : run.part };
  put(status, run.trouble || `Step ${grouped(at.steps)}, loss ${four(run.answer.loss)}: ${at.half} half`);
  put(half, at.half === "forward" ? "Reverse half" : "Move the weights, forward half");
  point.show();
  const select = (part) => {
    at.part = part;
    settled();
    again();
    edges.querySelector(`[data-part="${part}"]`)?.focus({ preventScroll: true });
  };
  const key = `${run.stamp} ${JSON.stringify(here)}`;
  hold(edges, key, () => [drawnNet(run.answer, here, select), el("p", { class: "small mute", text: at.half === "forward" ? "Edge width: the weight. Dashed: negative." : "Edge width: the register of the weight, widest is the largest. Dashed: negative." })]);
  hold(numbers, key, () => numbersOf(run.answer, here));
  hold(loss, run.stamp, () => drawnLoss([...run.losses, run.answer.loss]));
  hold(field, run.stamp, () => drawnField(run.answer));
}

/** The weight with the largest register. */
const largest = (gradient) => `w ${gradient.map((register) => Math.abs(number(register))).reduce((best, size, k, all) => (size > all[best] ? k : best), 0)}`;
