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
import { following } from "./follow.js";
import { head, choice } from "./head.js";

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
  const lines = ["one_sided", "central", "complex"].map((kind) => filled(points(kind).map(([a, b]) => [x(a), y(b)])));
  const complex = points("complex").map(([a, b]) => dot("circle", x(a), y(b), 2.5, "k o"));
  const xs = [0, 4, 8, 12, 16].map((k) => 10 ** -k).filter((value) => value >= ends[1] && value <= ends[0]);
  return plot(w, h, "relative error against the step",
    upright(y, x, 5), level(x, y, xs, (value) => (value === 1 ? "1" : `10${raised(Math.round(Math.log10(value)))}`)),
    label((x.from + x.to) / 2, h - 8, "step h, smaller to the right", "t2 mid-t"), label(x.from, 14, "relative error", "t2"),
    curve(points("one_sided"), x, y, "k"), curve(points("central"), x, y, "p dash"), ...complex,
    ...reverse(answer, x, y, floored, ends, lines),
    ...[["one-sided", 0.22, "t2 tb halo", -12], ["central", 0.12, "tp-t tb halo", 26], ["complex step", 0.42, "tb halo", 24]].flatMap(([text, part, kind, shift], own) =>
      (lines[own].length > 0 ? [named(beside(text, lines[own], x, y, part, shift), kind, lines, own)] : [])));
}

/** Reverse mode as a flat line; in words where it is not finite. */
function reverse({ reverse: error, best }, x, y, floored, ends, lines) {
  const along = (text, down) => Array.from({ length: 12 }, (_, k) => [text, x.from + 10 + (k * (x.to - x.from - 20 - wide(text))) / 11, down]);
  if (!finite(error)) {
    const text = `reverse mode: ${best[0].value === "NaN" ? "NaN" : four(best[0].value)}, no error to draw`;
    return [named(along(text, y.from - 10), "al-t halo", lines)];
  }
  const at = floored(error);
  const texts = ["reverse mode, no step to choose", "reverse mode"];
  return [curve(ends.map((end) => [end, at]), x, y, "c flat"), named(texts.flatMap((text) => along(text, y(at) - 8)), "tc tb halo", lines)];
}

/** The places of a curve's name beside its points, within the picture: the usual one first. */
function beside(text, points, x, y, part, shift) {
  const at = (to, by) => {
    const [across, down] = points[Math.floor((points.length - 1) * to)];
    return [text, Math.min(across + 10, x.to - wide(text)), Math.max(y.to + 12, Math.min(y.from - 34, down + by))];
  };
  return [at(part, shift), ...[0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9].flatMap((to) => [shift, -12, 26].map((by) => at(to, by)))];
}

/** About how wide a label is. */
const wide = (text) => 7.4 * text.length;

/** A name at the first of several places that the fewest points strike, and where no line is nearer than its own. It strikes those to come. */
function named(places, kind, lines, own = null) {
  const struck = ([text, left, foot]) => lines.flat().filter(([x, y]) => x > left - 4 && x < left + wide(text) && y > foot - 14 && y < foot + 5).length;
  const near = ([text, left, foot], line) => Math.min(...line.map(([x, y]) => Math.hypot(Math.max(left - x, 0, x - left - wide(text)), y - foot + 5)));
  const taken = (place) => (own !== null && lines.some((line) => near(place, line) < near(place, lines[own]) - 1) ? 1000 : 0);
  const [, [text, left, foot]] = places.map((place) => [struck(place) + taken(place), place]).reduce((best, one) => (one[0] < best[0] ? one : best));
  lines.push(Array.from({ length: 12 }, (_, k) => [left + (k * wide(text)) / 11, foot - 5]));
  return label(left, foot, text, kind);
}

/** The points of a line, and some between them. */
const filled = (line) => line.flatMap(([x, y], k) => {
  const [left, above] = line[Math.max(0, k - 1)];
  return Array.from({ length: 12 }, (_, part) => [left + ((x - left) * (part + 1)) / 12, above + ((y - above) * (part + 1)) / 12]);
});

/** Digits of every method, the wrong ones in crimson. */
function table(answer) {
  const row = ({ method, value, wrong, h }) => el("tr", {}, el("td", { class: method.startsWith("reverse") ? "c b" : "" }, method, h === null || h === undefined ? "" : el("span", { class: "small mute", text: `h = ${stepText(h)}` })), el("td", { class: "mono" }, ...digits(value, wrong ?? null)));
  return [
    el("h2", { text: "Digits at each method's best step" }),
    el("table", { class: "methods" }, el("thead", {}, el("tr", {}, el("th", { text: "method" }), el("th", { text: "value, wrong digits marked" }))), el("tbody", {}, ...answer.best.map(row), row({ method: answer.reference_name, value: answer.reference, wrong: null }))),
    ...(answer.remarks ?? []).map((text) => el("p", { class: "mute para", text: numerals(text) })),
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
