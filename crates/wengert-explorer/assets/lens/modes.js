// Forward and reverse mode compared on one program that runs while you look: direction, product, cost, memory.

import { el, hold, put } from "../dom.js";
import { bytes, counted, four, grouped, number, seconds } from "../format.js";
import { math } from "../math.js";
import { keep, settled } from "../address.js";
import { repaint } from "../state.js";
import { plot, room, scale, upright, level, curve, dot, label } from "../plot.js";
import { following } from "./follow.js";
import { head } from "./head.js";
import { direction, product } from "./modes-drawn.js";

const START = { n: 8, m: 1, steps: 64 };
const asked = { ...START };
const SIZES = { n: [1, 2, 4, 8, 16, 32, 64], m: [1, 2, 4, 8, 16, 32, 64], steps: [4, 8, 16, 32, 64, 128, 256, 512, 1024] };
const NAMES = { n: "inputs", m: "outputs", steps: "steps" };
const LETTER = { n: "n", m: "m", steps: "k" };

keep("modes", {
  read: (text) => {
    const parts = text.split(",").map(Number);
    Object.keys(SIZES).forEach((axis, k) => (asked[axis] = SIZES[axis].includes(parts[k]) ? parts[k] : START[axis]));
  },
  write: () => (Object.keys(START).every((axis) => asked[axis] === START[axis]) ? null : Object.values(asked).join(",")),
});

/** What is compared: the two modes, in the colour of what they carry. */
const MODES = [{ id: "forward", name: "Forward mode", kind: "p" }, { id: "reverse", name: "Reverse mode", kind: "c" }];
/** The program: a loop. */
const PROGRAM = "<mi>s</mi><mo>←</mo><mrow><mi mathvariant=\"normal\">sin</mi><mo>&#x2061;</mo><mo>(</mo><mi>s</mi><mo>+</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo></mrow>";
const OUTPUT = "<msub><mi>y</mi><mi>j</mi></msub><mo>=</mo><mi>j</mi><mo>·</mo><mi>s</mi>";

/** Builds the lens. */
function build(host) {
  const top = head(el("a", { href: "#", class: "link", "data-view": "cost", text: "Cost shape" }));
  const table = el("div", { class: "card wide" });
  const figure = el("div", { class: "card" });
  const dials = Object.fromEntries(Object.keys(SIZES).map((axis) => [axis, dial(axis)]));
  host.append(top.root, el("div", { class: "size-row dials" }, ...Object.values(dials).map(({ root }) => root)), table, el("div", { class: "spaced" }, figure));
  const follow = following(host, "modes", () => ({ ...asked }), (answer) => {
    const key = JSON.stringify(answer);
    top.say(key, () => heading(answer), () => ["One program, ", counted(answer.steps, "step"), ": ", math(PROGRAM), ", then ", math(OUTPUT), `. ${counted(answer.operations, "operation")} for f alone.`]);
    hold(table, key, () => tableOf(answer));
    hold(figure, `${key} ${room(figure)}`, () => memoryOver(answer, room(figure)));
  });
  return () => {
    Object.values(dials).forEach(({ show }) => show());
    follow();
  };
}

/** The finding: which mode is cheaper here. */
function heading({ n, m, forward, reverse }) {
  const [f, r] = [number(forward.operations), number(reverse.operations)];
  const sizes = `${counted(n, "input")}, ${counted(m, "output")}`;
  if (f === r) return `${sizes}: both modes cost the same`;
  return `${sizes}: ${r < f ? "reverse" : "forward"} mode runs ${(Math.max(f, r) / Math.min(f, r)).toFixed(1)} times fewer operations`;
}

/** A slider over the sizes. */
function dial(axis) {
  const sizes = SIZES[axis];
  const slider = el("input", { type: "range", class: "slider", min: "0", max: String(sizes.length - 1), step: "1", "aria-label": `${NAMES[axis]} ${LETTER[axis]}` });
  const value = el("span", { class: "num still" });
  slider.addEventListener("input", () => {
    asked[axis] = sizes[Number(slider.value)];
    repaint();
    settled();
  });
  return {
    root: el("label", { class: "size" }, el("span", {}, `${NAMES[axis]} `, el("i", { text: LETTER[axis] })), value, slider),
    show() {
      const at = sizes.indexOf(asked[axis]);
      slider.value = String(at);
      slider.style.setProperty("--fill", `${(at / (sizes.length - 1)) * 100}%`);
      slider.setAttribute("aria-valuetext", String(asked[axis]));
      put(value, grouped(asked[axis]));
    },
  };
}

/** One row a question, one column a mode. */
function tableOf(answer) {
  const { n, m } = answer;
  const row = (what, cell) => el("tr", {}, el("th", { scope: "row", text: what }), ...MODES.map((mode) => el("td", { class: "of", "data-mode": mode.name }, ...[cell(mode, answer[mode.id])].flat())));
  const most = (of) => Math.max(...MODES.map(({ id }) => number(of(answer[id]))));
  const [operations, held] = [most((mode) => mode.operations), most((mode) => mode.held)];
  return [
    el("table", { class: "modes" },
      el("thead", {}, el("tr", {}, el("td"), ...MODES.map(({ name, kind }) => el("th", { class: kind, text: name })))),
      el("tbody", {},
        row("direction", ({ id, kind }) => [direction(kind), el("p", { class: "small mute", text: id === "forward" ? "With the program: each line hands a tangent on, how fast it moves." : "Against the program: each line hands a cotangent back, how much it matters." })]),
        row("product", ({ id, kind }, mode) => [product(kind, n, m), el("p", { class: "small mute" }, id === "forward" ? "J·v: a sweep gives a column, all outputs by one input: " : "Jᵀ·v̄: a sweep gives a row, one output by all inputs: ", el("b", { class: kind, text: entries(mode.slopes, id === "forward" ? m : n) }))]),
        row("whole Jacobian", ({ id, kind }, mode) => [el("b", { class: kind, text: counted(mode.sweeps, "sweep") }), ` of ${counted(n, "column")} × ${counted(m, "row")}: one for each ${id === "forward" ? "input" : "output"}`]),
        row("cost, measured", ({ kind }, mode) => [measure(kind, number(mode.operations) / operations), el("b", { class: kind, text: counted(mode.operations, "operation") }), `, ${(number(mode.operations) / answer.operations).toFixed(2)} × f, ${seconds(mode.seconds)}`]),
        row("memory, measured", ({ id, kind }, mode) => [measure(kind, number(mode.held) / held), el("b", { class: kind, text: bytes(mode.held) }), id === "forward" ? " at the fullest moment: values with tangents, dropped after their last use" : ` at the fullest moment; ${bytes(mode.saved)} of values wait for the way back`]),
        row("grows with", ({ id }) => (id === "forward" ? "the inputs: a sweep each. Not with the length, in memory." : "the outputs: a sweep each. With the length, in memory.")))),
  ];
}

/** The first entries of a column or a row. */
const entries = (slopes, length) => `${slopes.slice(0, 3).map(four).join(", ")}${length > 3 ? ", …" : ""}`;

/** A bar beside its like. */
function measure(kind, share) {
  const length = el("span", { class: `measure ${kind}` });
  length.style.setProperty("width", `${Math.max(0.5, share * 100)}%`);
  return el("span", { class: "measure-room", "aria-hidden": "true" }, length);
}

/** What a sweep holds as the loop grows. */
function memoryOver({ over_steps: lengths, steps }, w) {
  const h = 250;
  const beside = w > 560;
  const all = lengths.flatMap(({ forward, reverse }) => [number(forward), number(reverse)]);
  const x = scale([lengths[0].steps, lengths.at(-1).steps], [64, w - (beside ? 130 : 16)], true);
  const y = scale([Math.min(...all) * 0.7, Math.max(...all) * 1.4], [h - 40, 24], true);
  const lines = MODES.flatMap(({ id, kind, name }) => {
    const points = lengths.map((length) => [length.steps, number(length[id])]);
    const [, last] = points.at(-1);
    return [curve(points, x, y, kind), ...points.map(([a, b]) => dot(id === "forward" ? "square" : "circle", x(a), y(b), a === steps ? 6 : 3.5, kind)), label(x.to + (beside ? 12 : -4), y(last) + (beside ? 4 : -10), name.toLowerCase(), `${kind === "p" ? "tp-t" : "tc"} tb${beside ? "" : " end"}`)];
  });
  const cut = svgCut(x(steps), y);
  return [el("h2", { text: "What one sweep must hold, as the loop gets longer" }), el("p", { class: "mute", text: "Numbers held at the fullest moment, besides the inputs. Checkpoints lower the reverse line: see Cost shape." }),
    plot(w, h, `bytes held against steps: forward ${bytes(lengths[0].forward)} to ${bytes(lengths.at(-1).forward)}, reverse ${bytes(lengths[0].reverse)} to ${bytes(lengths.at(-1).reverse)}`, ...upright(y, x, 4), ...level(x, y, lengths.map((one) => one.steps).filter((_, k) => beside || k % 2 === 0), grouped), label(x.from - 50, 14, "bytes held", "t2 little"), label((x.from + x.to) / 2, h - 2, "steps k", "t2 mid-t"), cut, ...lines)];
}

/** Where the loop at hand stands. */
const svgCut = (at, y) => curve([[at, y.to], [at, y.from]], (a) => a, (b) => b, "cut");

export const modes = { id: "modes", title: "Modes", within: "cost", build };
