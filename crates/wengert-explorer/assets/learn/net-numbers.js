// The parts of the network by name, and the numbers of one part: value, register, and what each point adds to it.

import { el } from "../dom.js";
import { four, number, signed } from "../format.js";
import { bar, variable } from "../math.js";

/** All parts in the order of the parameters, then the units: `id`, `kind`, `name`, where it leads from and to, and its numbers. */
export function partsOf({ parameters, gradient, shape, halves }) {
  const [inputs, hidden] = shape;
  const weight = (k, name, from, to) => ({ id: `w ${k}`, k, kind: "weight", name, from, to, value: parameters[k], register: gradient[k] });
  const list = (count, make) => Array.from({ length: count }, (_, k) => make(k));
  const first = list(inputs * hidden, (k) => weight(k, `w${Math.floor(k / inputs) + 1}${(k % inputs) + 1}`, ["x", k % inputs], ["h", Math.floor(k / inputs)]));
  const second = inputs * hidden + hidden;
  const biases = list(hidden, (k) => weight(inputs * hidden + k, `b${k + 1}`, null, ["h", k]));
  const last = list(hidden, (k) => weight(second + k, `u${k + 1}`, ["h", k], ["z", 0]));
  const units = list(hidden, (k) => ({ id: `h ${k}`, kind: "unit", name: `h${k + 1}`, to: ["h", k], at: (point) => halves[point].hidden[k] }));
  const out = { id: "z", kind: "unit", name: "z", to: ["z", 0], at: (point) => halves[point].out };
  return [...first, ...biases, ...last, weight(second + hidden, "c", null, ["z", 0]), ...units, out];
}

const BELOW = "₀₁₂₃₄₅₆₇₈₉";
/** A name in running text: `w₁₂`. */
export const named = ({ name }) => name.replace(/\d/g, (digit) => BELOW[Number(digit)]);

/** The numbers of the part that is selected. */
export function numbersOf(answer, at) {
  const part = partsOf(answer).find(({ id }) => id === at.part);
  return part.kind === "weight" ? ofWeight(part, answer, at) : ofUnit(part, answer, at);
}

/** A weight: its value, its register as the sum over the points, and where it goes. */
function ofWeight(part, { halves, points, next }, { half }) {
  const value = el("p", {}, variable(part.name), " = ", el("b", { class: "p", text: four(part.value) }), el("span", { class: "mute", text: part.from ? "" : ", a bias" }));
  if (half === "forward") return [value, el("p", { class: "mute" }, "Its register ", bar(part.name), " is empty: nothing has come back yet.")];
  const adds = halves.flatMap((one, k) => [" ", el("span", { class: "nowrap" }, el("span", { class: "c", text: signed(one.adds[part.k]) }), el("span", { class: "small mute", text: ` at (${points[k][0]}, ${points[k][1]})` }))]);
  return [value, el("p", {}, bar(part.name), " = ", el("b", { class: "c", text: four(part.register) }), " = ", ...adds), el("p", { class: "mute" }, "Used once for each point, so its register adds four times. Next: ", variable(part.name), ` = ${four(next[part.k])}.`)];
}

/** A unit at the point that is followed. */
function ofUnit(part, { points, halves }, { half, point }) {
  const { value, register } = part.at(point);
  const [a, b, target] = points[point];
  const says = part.id === "z" ? `; p, its sigmoid, is ${four(halves[point].p)} and should be ${number(target)}` : "";
  const forward = el("p", {}, variable(part.name), ` at (${a}, ${b}): `, el("b", { class: "p", text: four(value) }), says);
  if (half === "forward") return [forward, el("p", { class: "mute", text: "Its register is empty: nothing has come back yet." })];
  return [forward, el("p", {}, bar(part.name), " = ", el("b", { class: "c", text: four(register) }), el("span", { class: "mute" }, ": how many times as far the loss moves as ", variable(part.name), "."))];
}
