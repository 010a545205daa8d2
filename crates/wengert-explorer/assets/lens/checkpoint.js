// The checkpoint slider: fewer states kept against more steps run again, by the engine's own schedule.

import { el, hold } from "../dom.js";
import { bytes, counted, grouped, number } from "../format.js";
import { repaint } from "../state.js";
import { plot, room, scale, upright, level, curve, dot, label } from "../plot.js";
import { following } from "./follow.js";

const STEPS = 1000;
const STATES = [3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 50, 100, 200, 500, 1000];

/** The card, and its painter. */
export function checkpoints() {
  let at = STATES.indexOf(10);
  const slider = el("input", { type: "range", class: "slider", min: "0", max: String(STATES.length - 1), step: "1", value: String(at), "aria-label": "states kept" });
  const result = el("div", { class: "ck-result" });
  const figure = el("div");
  const root = el("div", { class: "card spaced away" }, el("div", { class: "ck" }, el("div", {}, el("h2", { text: "What the sweep costs is memory" }), el("p", { class: "mute", text: `A loop of ${grouped(STEPS)} steps. Keep fewer states, run steps again.` })), el("label", { class: "ck-slide" }, el("span", { class: "small mute", text: "states kept" }), slider), result), figure);
  slider.addEventListener("input", () => {
    at = Number(slider.value);
    repaint();
  });
  const follow = following(root, "checkpoint", () => ({ steps: STEPS, states: STATES[at] }), (answer) => {
    root.classList.remove("away");
    show(answer, result, figure);
  });
  return {
    root,
    paint() {
      slider.style.setProperty("--fill", `${(at / (STATES.length - 1)) * 100}%`);
      slider.setAttribute("aria-valuetext", `${STATES[at]} states`);
      follow();
    },
  };
}

/** Shows an answer. */
function show(answer, result, figure) {
  const key = JSON.stringify([answer.states, answer.advances]);
  hold(result, key, () => [el("b", { class: "t20", text: `${counted(answer.states, "state")}, ${counted(answer.repeats, "run")} at most` }), el("p", { class: "small mute", text: `binomial schedule: ${answer.formula}` }), el("p", { class: "small mute", text: `measured: ${counted(answer.advances, "step")} run, ${bytes(answer.bytes)} held` })]);
  hold(figure, `${key} ${room(figure)}`, () => drawn(answer, room(figure)));
}

/** Steps run against states kept. */
function drawn(answer, w) {
  const h = 190;
  const x = scale([Math.min(...answer.curve.map((p) => p.states)), answer.steps], [46, w > 620 ? w - 240 : w - 14], true);
  const runs = answer.curve.map((p) => number(p.advances) / answer.steps);
  const y = scale([0, Math.max(2, ...runs) * 1.1], [h - 34, 12]);
  const points = answer.curve.map((p, k) => [p.states, runs[k]]);
  return plot(w, h, "steps run against states kept", ...upright(y, x, 3), ...level(x, y, [3, 10, 30, 100, 300, 1000], grouped), curve(points, x, y, "k"), ...points.map(([a, b]) => dot("circle", x(a), y(b), 2.5, "k")), dot("circle", x(answer.states), y(number(answer.advances) / answer.steps), 6, "c"), w > 620 ? label(x.to + 16, y(runs.at(-1)) + 4, "runs of each step, on average", "t2") : label(x.from, 10, "runs of each step, on average", "t2"), label((x.from + x.to) / 2, h - 2, "states kept", "t2 mid-t"));
}
