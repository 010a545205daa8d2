// Accuracy: relative errors of finite differences over all steps, of the complex step, and of reverse mode.

import { el, hold, mark } from "../dom.js";
import { number, raised } from "../format.js";
import { slope, math, variable } from "../math.js";
import { state, change } from "../state.js";
import { model } from "../runner.js";
import { write } from "../address.js";
import { plot, room, scale, upright, level, curve, dot, label } from "../plot.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";

/** Errors below this are drawn on it. */
const FLOOR = 1e-17;

/** The variable in question. */
const target = () => (state.tape?.inputs.some((input) => input.name === state.of) ? state.of : state.tape?.inputs[0]?.name ?? null);

/** Builds the lens. */
function build(host) {
  const chooser = choice("Variable", () => (state.tape?.inputs ?? []).slice(0, 8).map(({ name }) => ({ id: name, text: name })), target, (of) => {
    change({ of });
    write(false);
  });
  const controls = el("div", { class: "controls" }, el("p", { class: "small mute", text: "derivative by" }), chooser.root);
  const top = head(controls);
  const figure = el("div", { class: "card figure" });
  const side = el("div", { class: "card wide" });
  host.append(top.root, el("div", { class: "two" }, figure, side));
  const follow = following(host, "accuracy", () => (target() ? { model: model(), of: target() } : null), (answer) => show(answer, { top, figure, side }));
  return () => {
    chooser.show();
    mark(controls, "away", (state.tape?.inputs.length ?? 0) < 2);
    follow();
  };
}

/** Shows an answer. */
function show(answer, { top, figure, side }) {
  const key = JSON.stringify([answer.of, answer.reference, answer.reverse]);
  top.say(key, () => "Finite differences have a best step. Reverse mode needs none.", () => [
    "Relative error of ", slope(state.tape.output.name, answer.of), " at ", ...state.tape.inputs.slice(0, 4).flatMap((input, k) => [k > 0 ? ", " : "", variable(input.name), ` = ${input.value}`]), `, against ${answer.reference_name}.`,
  ]);
  hold(figure, `${key} ${room(figure)}`, () => drawn(answer, room(figure)));
  hold(side, key, () => table(answer));
}

/** The V. */
function drawn(answer, w) {
  const h = w > 520 ? 640 : 420;
  const steps = answer.steps.map((step) => number(step.h));
  const x = scale([Math.max(...steps, 1), Math.min(...steps)], [w > 520 ? 74 : 50, w - 24], true);
  const y = scale([FLOOR, 10], [h - 50, 24], true);
  const floored = (error) => Math.max(FLOOR, Math.min(10, number(error)));
  const points = (kind) => answer.steps.filter((step) => step[kind] !== null && step[kind] !== undefined).map((step) => [step.h, floored(step[kind])]);
  const complex = points("complex").map(([a, b]) => dot("circle", x(a), y(b), 2.5, "k o"));
  const xs = [0, 4, 8, 12, 16].map((k) => 10 ** -k).filter((value) => value >= Math.min(...steps));
  return plot(w, h, "relative error against the step",
    upright(y, x, 5), level(x, y, xs, (value) => (value === 1 ? "1" : `10${raised(Math.round(Math.log10(value)))}`)),
    label((x.from + x.to) / 2, h - 8, "step h, smaller to the right", "t2 mid-t"), label(x.from, 14, "relative error", "t2"),
    curve(points("one_sided"), x, y, "k"), curve(points("central"), x, y, "p dash"), ...complex,
    curve([[Math.max(...steps, 1), floored(answer.reverse)], [Math.min(...steps), floored(answer.reverse)]], x, y, "c flat"),
    label(x.from + 10, y(floored(answer.reverse)) - 8, "reverse mode, no step to choose", "tc tb"),
    ...named(points("one_sided"), x, y, 0.22, "one-sided", "t2 tb", -12), ...named(points("central"), x, y, 0.12, "central", "tp-t tb", 26), ...named(points("complex"), x, y, 0.42, "complex step", "tb", 24));
}

/** The name of a curve beside one of its points. */
function named(points, x, y, part, text, kind, shift) {
  const at = points[Math.floor(points.length * part)];
  return at ? [label(x(at[0]) + 10, y(at[1]) + shift, text, kind)] : [];
}

/** Digits of every method, the wrong ones in crimson. */
function table(answer) {
  const row = ({ method, value, wrong_from: wrong, h }) => el("tr", {}, el("td", { class: method.startsWith("reverse") ? "c b" : "" }, method, h === null || h === undefined ? "" : el("span", { class: "small mute", text: `h = ${stepText(h)}` })), el("td", { class: "mono" }, el("b", { text: value.slice(0, wrong ?? undefined) }), el("span", { class: "al", text: wrong === null || wrong === undefined ? "" : value.slice(wrong) })));
  return [
    el("h2", { text: "Digits at each method's best step" }),
    el("table", { class: "methods" }, el("thead", {}, el("tr", {}, el("th", { text: "method" }), el("th", { text: "value, wrong digits last" }))), el("tbody", {}, ...answer.best.map(row), row({ method: answer.reference_name, value: answer.reference, wrong_from: null }))),
    ...(answer.remarks ?? []).map((text) => el("p", { class: "mute para", text })),
    el("p", { class: "mute para", text: `Errors below 10${raised(-17)} are drawn at 10${raised(-17)}. A double rounds at 1.1 × 10${raised(-16)}.` }),
  ];
}

/** A step as a power of ten. */
const stepText = (h) => `10${raised(Math.round(Math.log10(number(h)) * 2) / 2).replace(".", "·")}`;

export const accuracy = { id: "accuracy", build };
