// The pictures of the network: neurons and weights, the loss step by step, and what it says over the plane.

import { el, svg } from "../dom.js";
import { counted, four, number } from "../format.js";
import { plot, scale, upright, level, curve, dot, label } from "../plot.js";
import { named, partsOf } from "./net-numbers.js";

/** The sizes of the three pictures, and what they are; empty, they keep the place of what is to come. */
export const NET = [440, 345, "the network: weights as lines, units as circles"];
export const LOSS = [380, 260, "loss"];
export const FIELD = [204, 204, "p over the input plane; filled marks should be 1"];

const PLACES = { x: (k) => [40, 105 + k * 130], h: (k) => [210, 52 + k * 112], z: () => [370, 110], p: () => [370, 262] };
const RADIUS = 31;

/** Neurons and weights; each is a button that shows its numbers. */
export function drawnNet(answer, at, select) {
  const parts = partsOf(answer);
  const widest = Math.max(...parts.filter((part) => part.from).map((part) => Math.abs(size(part, at))), 1e-300);
  const drawn = parts.map((part) => (part.kind === "weight" ? edge(part, at, widest) : neuron(part, answer, at)));
  drawn.forEach((node, k) => button(node, parts, k, at, select));
  const inputs = answer.points[at.point].slice(0, 2).map((value, k) => unit(PLACES.x(k), `x${"₁₂"[k]}`, String(value), null));
  const picture = plot(...NET, ...drawn.filter((_, k) => parts[k].kind === "weight"), ...inputs, ...drawn.filter((_, k) => parts[k].kind !== "weight"), said(answer.halves[at.point].p));
  picture.setAttribute("role", "group");
  return picture;
}

/** What the width of an edge shows: in the forward half its weight, in the reverse half its register. */
const size = (part, { half }) => number(half === "forward" ? part.value : part.register);

/** A weight: a line between two units, or a stub for a bias. */
function edge(part, at, widest) {
  const to = PLACES[part.to[0]](part.to[1]);
  const from = part.from ? PLACES[part.from[0]](part.from[1]) : [to[0] - 4, to[1] + RADIUS + 16];
  const value = size(part, at);
  const place = { x1: from[0], y1: from[1], x2: to[0], y2: part.from ? to[1] : to[1] + RADIUS };
  const width = String(Math.min(9, 1.2 + 7.8 * (Math.abs(value) / widest)));
  return svg("g", { class: `part ${at.half}` }, svg("line", { class: "hit", ...place }), svg("line", { class: `weight${value < 0 ? " neg" : ""}`, ...place, "stroke-width": width }), ...(part.from ? [] : [svg("rect", { class: "weight-end", x: from[0] - 5, y: from[1], width: 10, height: 10 })]));
}

/** A unit with its value, and in the reverse half its register. */
const neuron = (part, answer, at) => unit(PLACES[part.to[0]](part.to[1]), named(part), four(part.at(at.point).value), at.half === "reverse" ? four(part.at(at.point).register) : null);

/** What the network says, below the last unit: its sigmoid. The sweep begins at the loss, which reads the unit itself. */
function said(p) {
  const [x, y] = PLACES.p();
  const [from, to] = [PLACES.z()[1] + RADIUS + 2, y - RADIUS - 2];
  const arrow = svg("path", { class: "way still", d: `M${x + 14} ${from - 4}V${to + 4}M${x + 9} ${to - 3}L${x + 14} ${to + 4}L${x + 19} ${to - 3}` });
  return svg("g", {}, arrow, label(x + 24, (from + to) / 2 + 4, "sigmoid", "t2 little"), svg("circle", { class: "neuron", cx: x, cy: y, r: RADIUS }), label(x - RADIUS - 8, y + 4, "p", "end little tb"), label(x, y + 4, four(p), "tp-t mid-t little tb"));
}

/** A circle with a name over it and numbers in it. */
function unit([x, y], name, value, register) {
  return svg("g", { class: "part" }, svg("circle", { class: "neuron", cx: x, cy: y, r: RADIUS }), label(x, y - RADIUS - 5, name, "mid-t little tb"), label(x, y + (register === null ? 4 : -2), value, "tp-t mid-t little tb"), ...(register === null ? [] : [label(x, y + 13, register, "tc mid-t little tb")]));
}

/** Makes a part a button; one of them is in the tab order, arrows go on. */
function button(node, parts, k, at, select) {
  const chosen = parts[k].id === at.part;
  for (const [name, value] of Object.entries({ role: "button", tabindex: chosen ? "0" : "-1", "data-part": parts[k].id, "aria-pressed": String(chosen), "aria-label": `${named(parts[k])}, show its numbers` })) node.setAttribute(name, value);
  node.addEventListener("click", () => select(parts[k].id));
  node.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0;
    if (by === 0 && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    select(parts[(k + by + parts.length) % parts.length].id);
  });
}

/** The loss before every step, and now. */
export function drawnLoss(losses) {
  const [w, h] = LOSS;
  const x = scale([0, Math.max(20, losses.length - 1)], [46, w - 14]);
  const y = scale([0, Math.max(0.8, ...losses.map(number)) * 1.05], [h - 46, 10]);
  const points = losses.map((loss, k) => [k, number(loss)]);
  return plot(w, h, `loss after ${counted(losses.length - 1, "step")}: ${four(losses.at(-1))}`, ...upright(y, x, 4), ...level(x, y), curve(points, x, y, "p"), dot("circle", x(points.length - 1), y(losses.at(-1)), 5, "p"), label((x.from + x.to) / 2, h - 4, "loss against steps", "t2 mid-t"));
}

/** What the network says over the input plane. */
export function drawnField({ field, points }) {
  const n = field.length;
  const cell = 204 / n;
  const cells = field.flatMap((row, j) => row.map((p, k) => svg("rect", { class: "field", x: k * cell, y: 204 - (j + 1) * cell, width: cell + 0.3, height: cell + 0.3, "fill-opacity": number(p).toFixed(3) })));
  const place = (value) => ((value + 0.5) / 2) * 204;
  const marks = points.map(([a, b, target]) => svg("circle", { class: target > 0.5 ? "one-class" : "zero-class", cx: place(a), cy: 204 - place(b), r: 7 }));
  return [plot(...FIELD, ...cells, ...marks), el("p", { class: "small mute", text: "p over the input plane, −0.5 to 1.5; filled marks should be 1" })];
}
