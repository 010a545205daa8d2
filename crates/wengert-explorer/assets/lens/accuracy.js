// Accuracy: relative errors of finite differences over all steps, of the complex step, and of reverse mode.

import { el, hold, mark } from "../dom.js";
import { finite, four, number, numerals, plain, raised } from "../format.js";
import { slope, variable, written } from "../math.js";
import { state, change } from "../state.js";
import { model } from "../runner.js";
import { write } from "../address.js";
import { own } from "../room.js";
import { subject } from "../subject.js";
import { plot, room, scale, upright, level, curve, dot, label } from "../plot.js";
import { dots, placed } from "./placed.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";
import { coded, sentence } from "../wording.js";

/** Errors are drawn between these. */
const FLOOR = 1e-17;
const CEILING = 10;
/** What stands above and below the picture, so that its last line is in sight without scrolling. */
const AROUND = 400;

/** The variable in question. */
const target = () => {
  const inputs = subject()?.inputs ?? [];
  return inputs.some((input) => input.name === state.of) ? state.of : inputs[0]?.name ?? null;
};

/** Builds the lens. */
function build(host) {
  const chooser = choice("Variable", () => (subject()?.inputs ?? []).slice(0, 8).map(({ name }) => ({ id: name, text: written(name) })), target, (of) => {
    change({ of });
    write(false);
  });
  const controls = el("div", { class: "controls" }, el("p", { class: "small mute", text: "derivative by" }), chooser.root);
  const top = head(controls);
  const figure = el("div", { class: "card figure" });
  const side = el("div", { class: "card wide" });
  host.append(top.root, el("div", { class: "two" }, figure, side));
  const follow = following(host, "accuracy", () => (target() ? { model: model(), of: target() } : null), (answer) => subject() && show(answer, { top, figure, side }));
  return () => {
    chooser.show();
    mark(controls, "away", (subject()?.inputs.length ?? 0) < 2);
    follow();
  };
}

/** Shows an answer. */
function show(answer, { top, figure, side }) {
  const { stamp, output, inputs } = subject();
  const key = JSON.stringify([answer.of, answer.reference, answer.reverse, answer.heading, stamp]);
  top.say(key, () => numerals(answer.heading), () => [
    "Relative error of ", slope(output, answer.of), " at ", ...inputs.slice(0, 4).flatMap((input, k) => [k > 0 ? ", " : "", variable(input.name), ` = ${plain(input.value)}`]), `, against ${answer.reference_name}.`,
  ]);
  const h = Math.max(340, Math.min(640, Math.round((own(window.innerHeight) - AROUND) / 20) * 20));
  hold(figure, `${key} ${room(figure)} ${h}`, () => drawn(answer, room(figure), h));
  hold(side, key, () => table(answer));
}

/** The V. */
function drawn(answer, w, h) {
  const steps = answer.steps.map((step) => number(step.h));
  const ends = [Math.max(1, ...steps), Math.min(...steps)];
  const x = scale(ends, [w > 520 ? 74 : 50, w - 24], true);
  const y = scale([FLOOR, CEILING], [h - 50, 24], true);
  const floored = (error) => Math.max(FLOOR, Math.min(CEILING, number(error)));
  const points = (kind) => answer.steps.filter((step) => finite(step[kind])).map((step) => [step.h, floored(step[kind])]);
  const complex = points("complex").map(([a, b]) => dot("circle", x(a), y(b), 2.5, "k o"));
  const xs = [0, 4, 8, 12, 16].map((k) => 10 ** -k).filter((value) => value >= ends[1] && value <= ends[0]);
  return plot(w, h, "relative error against the step",
    upright(y, x, 5), level(x, y, xs, (value) => (value === 1 ? "1" : `10${raised(Math.round(Math.log10(value)))}`)),
    label((x.from + x.to) / 2, h - 8, "step h, smaller to the right", "t2 mid-t"), label(x.from, 14, "relative error", "t2"),
    curve(points("one_sided"), x, y, "k"), curve(points("central"), x, y, "p dash"), ...complex,
    ...reverseLine(answer, x, y, floored, ends), ...names(answer, x, y, floored, points));
}

/** Reverse mode as a flat line, where its error is finite. */
const reverseLine = ({ reverse: error }, x, y, floored, ends) => (finite(error) ? [curve(ends.map((end) => [end, floored(error)]), x, y, "c flat")] : []);

/** Curves: what each is called, and the part of it near which its name stands. */
const CURVES = [["one_sided", "one-sided", 0.22, "t2 tb halo"], ["central", "central", 0.12, "tp-t tb halo"], ["complex", "complex step", 0.42, "tb halo"]];

/** The names of the curves and what is said of reverse mode, where no line runs. */
function names({ reverse: error, best }, x, y, floored, points) {
  const at = finite(error) ? y(floored(error)) : y.from;
  const flat = [[x.from, at], [x.to, at]];
  const of = (kind) => points(kind).map(([a, b]) => [x(a), y(b)]);
  const taken = [flat, ...CURVES.map(([kind]) => of(kind))].flatMap(dots);
  const texts = finite(error) ? ["reverse mode, no step to choose", "reverse mode"] : [`reverse mode: ${best[0].value === "NaN" ? "NaN" : four(best[0].value)}, no error to draw`];
  const named = ([all, kind, near]) => {
    const [text, left, foot] = placed(all, near, x, y, taken);
    return label(left, foot, text, kind);
  };
  const curves = CURVES.map(([kind, text, part, look]) => [[text], look, of(kind).filter((_, k, { length }) => k === Math.floor((length - 1) * part))]);
  return [[texts, finite(error) ? "tc tb halo" : "al-t halo", dots(flat)], ...curves.filter(([, , near]) => near.length > 0)].map(named);
}

/** Digits of every method, the wrong ones in crimson. */
function table(answer) {
  const row = ({ method, value, wrong, h }) => el("tr", {}, el("td", { class: method.startsWith("reverse") ? "c b" : "" }, method, h === null || h === undefined ? "" : el("span", { class: "small mute", text: `h = ${stepText(h)}` })), el("td", { class: "mono" }, ...digits(value, wrong ?? null)));
  return [
    el("h2", { text: "Digits at each method's best step" }),
    el("table", { class: "methods" }, el("thead", {}, el("tr", {}, el("th", { text: "method" }), el("th", { text: "value, wrong digits marked" }))), el("tbody", {}, ...answer.best.map(row), row({ method: answer.reference_name, value: answer.reference, wrong: null }))),
    ...(answer.remarks ?? []).map((text) => el("p", { class: "mute para" }, ...coded(sentence(text)))),
    el("p", { class: "mute para", text: `Errors below 10${raised(-17)} are drawn at 10${raised(-17)}. A double rounds at 1.1 × 10${raised(-16)}.` }),
  ];
}

/** A number, its wrong digits in crimson and underlined. */
function digits(value, wrong) {
  const text = { inf: "∞", "-inf": "−∞" }[value] ?? value;
  if (wrong === null) return [el("b", { text: digitsOf(text) })];
  const [from, to] = text === value ? wrong : [0, text.length];
  return [el("b", { text: digitsOf(text.slice(0, from)) }), el("span", { class: "al wrong", text: digitsOf(text.slice(from, to)) }), el("b", { text: digitsOf(text.slice(to)) })];
}

/** Digits, or some of them, with a true minus before and a power of ten behind. */
const digitsOf = (text) => text.replace(/^-/, "−").replace(/e([+-]?\d+)$/, (_, power) => ` × 10${raised(Number(power))}`);

/** A step: two digits and a power of ten. */
function stepText(h) {
  const [mantissa, power] = number(h).toExponential(1).split("e");
  return `${Number(mantissa) === 1 ? "" : `${Number(mantissa)} × `}10${raised(Number(power))}`;
}

export const accuracy = { id: "accuracy", build };
