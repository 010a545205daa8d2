// The checkpoint slider: fewer states kept against more steps run again, as the engine's own sweep takes a loop back.

import { el, hold, svg } from "../dom.js";
import { bytes, counted, grouped, number, seconds } from "../format.js";
import { repaint } from "../state.js";
import { keep, settled } from "../address.js";
import { plot, room, scale, level, curve, dot, label } from "../plot.js";
import { following } from "./follow.js";

const STEPS = 1000;
const FIRST = 10;
let states = FIRST;

keep("states", {
  read: (text) => {
    const n = Number(text || FIRST);
    states = Number.isInteger(n) && n >= 1 && n <= STEPS ? n : FIRST;
  },
  write: () => (states === FIRST ? null : String(states)),
});

/** The card, and its painter. */
export function checkpoints() {
  let curve = [];
  const slider = el("input", { type: "range", class: "slider", min: "0", step: "1", "aria-label": "states kept" });
  const ends = el("span", { class: "small mute slide-ends" });
  const result = el("div", { class: "ck-result" });
  const figure = el("div", { class: "ck-figure" });
  const root = el("div", { class: "card spaced", id: "checkpoints" }, el("div", { class: "ck" }, el("div", {}, el("h2", { text: "What the sweep costs is memory" }), el("p", { class: "mute", text: `A pendulum, ${grouped(STEPS)} steps. Keep fewer states, run steps again.` })), el("label", { class: "ck-slide" }, ends, slider), result), figure);
  slider.addEventListener("input", () => {
    const point = curve[Number(slider.value)];
    if (!point) return;
    ({ states } = point);
    repaint();
    settled();
  });
  // Of a number of states that was measured nothing is asked again.
  let first = null;
  const parts = () => {
    first ??= states;
    if (curve.length > 0 && !curve.some((point) => point.states === states)) first = states;
    return { steps: STEPS, states: first };
  };
  const follow = following(root, "checkpoint", parts, (answer) => {
    ({ curve } = answer);
    const at = curve.findIndex((point) => point.states === states);
    if (at < 0) return;
    slider.max = String(curve.length - 1);
    slider.value = String(at);
    slider.style.setProperty("--fill", `${(at / (curve.length - 1)) * 100}%`);
    slider.setAttribute("aria-valuetext", `${counted(states, "state")}, ${counted(curve[at].repeats, "repeat")} at most`);
    show(answer, curve[at], { ends, result, figure });
  });
  return { root, paint: follow };
}

/** Shows one point of an answer, and where it stands among the others. */
function show(answer, point, { ends, result, figure }) {
  const { curve, operations } = answer;
  const key = JSON.stringify([point, operations]);
  const all = curve.at(-1);
  hold(ends, String(curve.length), () => [el("span", { text: counted(curve[0].states, "state") }), el("span", { text: "states kept" }), el("span", { text: counted(all.states, "state") })]);
  hold(result, key, () => [
    el("b", { class: "t20", text: `${counted(point.states, "state")}, ${counted(point.repeats, "repeat")} at most` }),
    el("p", { class: "small mute", text: `binomial schedule: ${point.formula}` }),
    el("p", { class: "small mute", text: `${counted(point.again, "step")} run again, ${(number(point.again) / answer.steps).toFixed(2)} for each step` }),
    el("p", { class: "small mute", text: `measured: ${bytes(point.bytes)} held, ${seconds(point.seconds)}; with all states ${bytes(all.bytes)}, ${seconds(all.seconds)}` }),
  ]);
  hold(figure, `${key} ${room(figure)}`, () => drawn(answer, point, room(figure)));
}

const HEIGHT = 200;
const GAP = 40;
const STATES = [3, 10, 30, 100, 300, 1000];

/** Bytes that are held, and operations that are run, against states kept. */
function drawn({ curve: points, operations: once }, at, w) {
  const wide = w > 620;
  const half = wide ? (w - GAP) / 2 : w;
  const second = wide ? [half + GAP, 0] : [0, HEIGHT + GAP];
  const held = { name: "bytes held on the way back", of: (point) => number(point.bytes), text: bytes, kind: "c" };
  const run = { name: "operations, one run of the loop is 1", of: (point) => number(point.operations) / number(once), text: (value) => value.toFixed(1), kind: "k" };
  const words = `${counted(at.states, "state")}: ${bytes(at.bytes)} held, ${run.text(run.of(at))} times the operations of the loop`;
  return plot(w, wide ? HEIGHT : 2 * HEIGHT + GAP, words, one(held, points, at, [0, 0], half), one(run, points, at, second, half));
}

/** One curve on log axes, with its least and its greatest number. */
function one({ name, of, text, kind }, points, at, [left, top], width) {
  const values = points.map((point) => [point.states, of(point)]);
  const [least, most] = [Math.min, Math.max].map((pick) => pick(...values.map(([, value]) => value)));
  const x = scale([points[0].states, points.at(-1).states], [left + 64, left + width - 24], true);
  const y = scale([least, most], [top + HEIGHT - 48, top + 34], true);
  const ends = [least, most].flatMap((value) => [svg("line", { class: "gd", x1: x.from, x2: x.to, y1: y(value), y2: y(value) }), label(x.from - 10, y(value) + 4, text(value), "t2 end")]);
  const dots = values.map(([a, b]) => dot("circle", x(a), y(b), a === at.states ? 6 : 2.5, kind));
  const axis = level(x, { from: top + HEIGHT - 40 }, STATES.filter((tick) => tick >= x.low && tick <= x.high), grouped);
  return [label(left, top + 12, name, "t2 little"), ...ends, ...axis, curve(values, x, y, kind), ...dots, label((x.from + x.to) / 2, top + HEIGHT - 2, "states kept", "t2 mid-t")];
}
