// After: a two-layer network on exclusive or, trained step by step, one sweep a step, by the engine.

import { el, hold, put, svg } from "../dom.js";
import { counted, four, number, grouped } from "../format.js";
import { ask, Refusal, Silence } from "../engine.js";
import { plot, scale, upright, level, curve, dot, label } from "../plot.js";
import { say } from "../live.js";

const RATE = 0.5;

/** The card, and its painter. */
export function network() {
  const run = { parameters: null, losses: [], latest: null, busy: false, stamp: 0 };
  const steps = (count, text) => {
    const button = el("button", { class: "btn q", text });
    button.addEventListener("click", () => train(run, count, show));
    return button;
  };
  const again = el("button", { class: "btn q", text: "Start again" });
  again.addEventListener("click", () => {
    Object.assign(run, { parameters: null, losses: [], stamp: run.stamp + 1 });
    train(run, 0, show);
  });
  const [edges, loss, field] = [el("div"), el("div"), el("div")];
  const status = el("p", { class: "b", role: "status" });
  const root = el("div", { class: "card spaced", id: "network" }, el("div", { class: "pair-head" }, el("h2", { text: "After: the same sweep trains a network" }), el("span", { class: "small mute", text: "exclusive or, 13 parameters, one sweep per step" })), el("div", { class: "net" }, edges, loss, field), el("div", { class: "row-btns spaced" }, steps(1, "One step"), steps(10, "10 steps"), steps(100, "100 steps"), again), status);
  const show = () => {
    if (!run.latest) return;
    put(status, `Step ${grouped(run.losses.length)}, loss ${four(run.latest.loss)}`);
    hold(edges, run.stamp, () => [drawnNet(run.latest), el("p", { class: "small mute", text: "Edge width: cotangent of the weight. Dashed: negative." })]);
    hold(loss, run.stamp, () => drawnLoss(run));
    hold(field, run.stamp, () => drawnField(run.latest));
  };
  return { root, paint: () => (run.latest || run.busy ? null : train(run, 0, show)) };
}

/** Trains some steps, and shows what came out. */
async function train(run, steps, show) {
  if (run.busy) return;
  run.busy = true;
  try {
    const answer = await ask("network", { parameters: run.parameters, steps, rate: RATE, seed: 1 });
    Object.assign(run, { parameters: answer.parameters, latest: answer, losses: [...run.losses, ...answer.losses], stamp: run.stamp + 1 });
    show();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    say(error.message);
  } finally {
    run.busy = false;
  }
}

/** Neurons and weights: first all weights of a layer, then its biases. */
function drawnNet({ gradient, shape }) {
  const [inputs, hidden] = shape;
  const at = { in: (k) => [36, 60 + k * 100], mid: (k) => [190, 30 + k * 80], out: [344, 110] };
  const edge = ([x1, y1], [x2, y2], bar) => svg("line", { class: `weight${number(bar) < 0 ? " neg" : ""}`, x1, y1, x2, y2, "stroke-width": String(Math.min(9, 0.8 + 18 * Math.abs(number(bar)))) });
  const first = Array.from({ length: inputs * hidden }, (_, k) => edge(at.in(k % inputs), at.mid(Math.floor(k / inputs)), gradient[k]));
  const second = Array.from({ length: hidden }, (_, k) => edge(at.mid(k), at.out, gradient[inputs * hidden + hidden + k]));
  const neuron = ([x, y], text) => [svg("circle", { class: "neuron", cx: x, cy: y, r: 20 }), label(x, y + 4, text, "tp-t mid-t little tb")];
  const neurons = [...Array.from({ length: inputs }, (_, k) => neuron(at.in(k), `x${"₁₂"[k]}`)), ...Array.from({ length: hidden }, (_, k) => neuron(at.mid(k), "tanh")), neuron(at.out, "p")];
  return plot(380, 230, "the network; edge widths are the cotangents of its weights", ...first, ...second, ...neurons.flat());
}

/** The loss, step by step. */
function drawnLoss({ losses, latest }) {
  const [w, h] = [380, 230];
  const shown = losses.length > 0 ? losses : [latest.loss];
  const x = scale([0, Math.max(20, shown.length)], [46, w - 14]);
  const y = scale([0, Math.max(0.8, ...shown.map(number)) * 1.05], [h - 30, 10]);
  const points = shown.map((loss, k) => [k, number(loss)]);
  return plot(w, h, `loss after ${counted(losses.length, "step")}: ${four(latest.loss)}`, ...upright(y, x, 4), ...level(x, y), curve(points, x, y, "p"), dot("circle", x(shown.length - 1), y(shown.at(-1)), 5, "p"), label((x.from + x.to) / 2, h - 1, "", "t2"));
}

/** What the network says over the input plane. */
function drawnField({ field, points }) {
  const n = field.length;
  const cell = 204 / n;
  const cells = field.flatMap((row, j) => row.map((p, k) => svg("rect", { class: "field", x: k * cell, y: 204 - (j + 1) * cell, width: cell + 0.3, height: cell + 0.3, "fill-opacity": number(p).toFixed(3) })));
  const place = (value) => ((value + 0.5) / 2) * 204;
  const marks = points.map(([a, b, target]) => svg("circle", { class: target > 0.5 ? "one-class" : "zero-class", cx: place(a), cy: 204 - place(b), r: 7 }));
  return [plot(204, 204, "p over the input plane; filled marks should be 1", ...cells, ...marks), el("p", { class: "small mute", text: "p over the input plane, −0.5 to 1.5; filled marks should be 1" })];
}
