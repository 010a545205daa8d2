// The cost shape: what reverse mode, forward mode and finite differences take as inputs and outputs grow, measured.

import { el, hold, put, svg } from "../dom.js";
import { bytes, counted, grouped, number, plain, seconds } from "../format.js";
import { math } from "../math.js";
import { keep, settled } from "../address.js";
import { repaint } from "../state.js";
import { plot, room, scale, upright, level, curve, dot, label } from "../plot.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";
import { checkpoints } from "./checkpoint.js";
import { modes } from "./modes.js";

const asked = { family: null, n: 32, m: 1, what: "operations" };
const WHAT = [{ id: "runs", text: "Passes" }, { id: "operations", text: "Operations" }, { id: "seconds", text: "Time" }, { id: "bytes", text: "Bytes" }];
const METHODS = [
  { id: "reverse", name: "reverse", long: "reverse mode", shape: "circle", kind: "c", text: "tc" },
  { id: "forward", name: "forward", long: "forward mode", shape: "square", kind: "p", text: "tp-t" },
  { id: "differences", name: "finite differences", long: "finite differences", shape: "triangle", kind: "k", text: "t2" },
];

keep("cost", {
  read: (text) => {
    const [family, n, m, what] = text.split(",");
    Object.assign(asked, { family: family || null, n: Number(n) || 32, m: Number(m) || 1, what: WHAT.some(({ id }) => id === what) ? what : "operations" });
  },
  write: () => (asked.family === null && asked.n === 32 && asked.m === 1 && asked.what === "operations" ? null : [asked.family ?? "", asked.n, asked.m, asked.what].join(",")),
});

/** Changes what is asked. */
function ask(patch) {
  Object.assign(asked, patch);
  repaint();
  settled();
}

/** Builds the lens. */
function build(host) {
  const what = choice("Measure", () => WHAT, () => asked.what, (id) => ask({ what: id }));
  const top = head(what.root);
  const figure = el("div", { class: "figure" });
  const sliders = { n: size("n", "inputs"), m: size("m", "outputs") };
  const families = el("div", { class: "spaced" });
  const table = el("div", { class: "card wide" });
  const jacobian = el("div", { class: "card" });
  const memory = checkpoints();
  const compared = modes(() => asked);
  host.append(top.root, el("div", { class: "two" }, el("div", { class: "card" }, figure, el("div", { class: "size-row" }, sliders.n.root, sliders.m.root), families), el("div", { class: "stack" }, table, jacobian)), memory.root, compared.root);
  const family = choice("Family", () => family.list ?? [], () => asked.family, (id) => ask({ family: id }));
  families.append(family.root);
  const follow = following(host, "cost", () => ({ family: asked.family, n: asked.n, m: asked.m }), (answer) => {
    asked.family ??= answer.family;
    family.list = answer.families.map((one) => ({ id: one.id, text: one.title }));
    for (const axis of ["n", "m"]) sliders[axis].show(answer.sizes[axis]);
    show(answer, { top, figure, table, jacobian });
  });
  return () => {
    what.show();
    follow();
    family.show();
    memory.paint();
    compared.paint();
  };
}

/** A slider over the sizes that are measured. */
function size(axis, name) {
  const slider = el("input", { type: "range", class: "slider", min: "0", step: "1", "aria-label": `${name} ${axis}` });
  const value = el("span", { class: "num still" });
  let sizes = [];
  slider.addEventListener("input", () => ask({ [axis]: sizes[Number(slider.value)] }));
  return {
    root: el("label", { class: "size" }, el("span", {}, `${name} `, el("i", { text: axis })), value, slider),
    show(list) {
      sizes = list;
      slider.max = String(list.length - 1);
      const at = Math.max(0, list.indexOf(asked[axis]));
      slider.value = String(at);
      slider.style.setProperty("--fill", `${(at / Math.max(1, list.length - 1)) * 100}%`);
      slider.setAttribute("aria-valuetext", String(asked[axis]));
      put(value, grouped(asked[axis]));
    },
  };
}

/** Which axis the curve runs over: the longer one. */
const axisOf = () => (asked.m > asked.n ? "m" : "n");
/** A cost, in units of one evaluation where that has a unit. */
const costOf = (row, method) => (asked.what === "runs" ? number(row[method].runs) : number(row[method][asked.what]) / Math.max(1e-300, number(row.f[asked.what])));

/** Shows an answer. */
function show(answer, { top, figure, table, jacobian }) {
  const family = answer.families.find((one) => one.id === answer.family);
  const key = JSON.stringify([answer.family, asked, answer.at]);
  const { reverse, forward } = answer.at;
  const first = number(reverse.operations) <= number(forward.operations);
  top.say(key, () => (first ? "One sweep gives the whole gradient" : "More outputs than inputs: forward mode is cheaper"), () => [math(family.mathml), ". Each point is one run of the engine. Drag ", el("i", { text: "n" }), " or ", el("i", { text: "m" }), "."]);
  hold(figure, `${key} ${room(figure)}`, () => drawn(answer, room(figure)));
  hold(table, key, () => tableOf(answer));
  hold(jacobian, `${asked.n} ${asked.m}`, () => filled(asked.n, asked.m));
}

/** The curves. */
function drawn(answer, w) {
  const h = 430;
  const side = w > 520 ? 170 : 20;
  const axis = axisOf();
  const rows = axis === "n" ? answer.over_n : answer.over_m;
  const all = rows.flatMap((row) => METHODS.map(({ id }) => costOf(row, id))).filter((cost) => cost > 0 && Number.isFinite(cost));
  const x = scale([1, Math.max(2, ...rows.map((row) => row[axis]))], [w > 520 ? 70 : 46, w - side], true);
  const y = scale([Math.min(1, ...all) * 0.9, Math.max(10, ...all) * 1.5], [h - 44, 30], true);
  const unit = asked.what === "runs" ? "passes" : `${asked.what === "seconds" ? "time" : asked.what}, in units of one evaluation`;
  const bound = asked.what === "operations" ? [svg("rect", { class: "band-fill", x: x.from, y: y(5), width: x.to - x.from, height: y(2) - y(5) }), label(x.to - 8, y(2) - 6, "published bound for reverse mode: 2 to 5 evaluations", "t2 end little")] : [];
  const ticks = rows.map((row) => row[axis]).filter((_, k) => k % (w > 520 ? 2 : 4) === 0);
  const cut = svg("line", { class: "cut", x1: x(asked[axis]), x2: x(asked[axis]), y1: y.to, y2: y.from });
  return plot(w, h, `${unit} against ${axis}`, ...bound, upright(y, x, 5), level(x, y, ticks, grouped), label(x.from - 40, 16, unit, "t2 little"), label((x.from + x.to) / 2, h - 4, axis === "n" ? "inputs n" : "outputs m", "t2 mid-t"), cut, ...METHODS.flatMap((method) => line(method, rows, axis, x, y)), ...names(rows, axis, x, y, w > 520));
}

/** One method's curve with its points. */
function line({ id, shape, kind }, rows, axis, x, y) {
  const points = rows.map((row) => [row[axis], costOf(row, id)]);
  const dots = points.map(([a, b]) => dot(shape, x(a), y(b), a === asked[axis] ? 6 : 3.5, kind));
  return [curve(points, x, y, kind), ...dots];
}

/** The methods' names at the ends of their curves, not on one another. */
function names(rows, axis, x, y, beside) {
  const last = rows.at(-1);
  const ends = METHODS.map((method) => ({ method, at: y(costOf(last, method.id)) })).sort((a, b) => a.at - b.at);
  ends.forEach((end, k) => (end.at = Math.max(end.at, (ends[k - 1]?.at ?? -Infinity) + 16)));
  return ends.map(({ method, at }) => label(x(last[axis]) + (beside ? 12 : -6), at + (beside ? 4 : -8), method.long, `${method.text} tb${beside ? "" : " end"}`));
}

/** What the cut says. */
function tableOf({ at }) {
  const text = { runs: plain, operations: grouped, seconds, bytes };
  const what = asked.what === "runs" ? "operations" : asked.what;
  const row = (name, cost, kind) => el("tr", {}, el("td", { class: `b ${kind}`, text: name }), el("td", { class: "r", text: plain(cost.runs) }), el("td", { class: "r", text: text[what](cost[what]) }), el("td", { class: "r b", text: (number(cost[what]) / number(at.f[what])).toFixed(2) }));
  return [el("h2", { text: `n = ${asked.n}, m = ${asked.m}` }), el("table", {}, el("thead", {}, el("tr", {}, ...["mode", "runs", what, "× f"].map((head, k) => el("th", { class: k > 0 ? "r" : "", text: head })))), el("tbody", {}, ...METHODS.map((method) => row(method.name, at[method.id], method.kind)), row("f alone", at.f, "mute")))];
}

/** The Jacobian as it is filled: by rows in reverse, by columns forward. */
function filled(n, m) {
  const [columns, rows] = [Math.min(n, 32), Math.min(m, 32)];
  const size = Math.max(3, Math.min(10, 320 / Math.max(columns, rows) - 1));
  const cells = (kind, first) => Array.from({ length: columns * rows }, (_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    return svg("rect", { class: `cell ${first(row, column) ? kind : ""}`, x: column * (size + 1), y: row * (size + 1), width: size, height: size });
  });
  const grid = (kind, first, described) => plot(330, rows * (size + 1) + 2, described, ...cells(kind, first));
  return [el("h2", { text: `The Jacobian is ${counted(m, "row")}, ${counted(n, "column")}` }), el("p", { class: "para" }, el("b", { class: "c", text: "Reverse" }), ` fills a row per sweep: ${counted(m, "sweep")}.`), grid("c", (row) => row === 0, "first row filled"), el("p", { class: "para" }, el("b", { class: "p", text: "Forward" }), ` fills a column per pass: ${counted(n, "pass", "passes")}.`), grid("p", (_, column) => column === 0, "first column filled"), el("p", { class: "mute para", text: "Wide: reverse. Tall: forward." })];
}

export const cost = { id: "cost", build };
