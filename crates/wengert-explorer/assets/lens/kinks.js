// Kinks: the curve with its non-smooth points, the slopes one could choose, the one used, and what others answer.

import { el, hold, mark, svg } from "../dom.js";
import { number, plain } from "../format.js";
import { state, change } from "../state.js";
import { model, run, assign } from "../runner.js";
import { write, settled } from "../address.js";
import { onLetter } from "../keys.js";
import { plot, room, scale, upright, level, curve, dot, label, extent, ticks } from "../plot.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";

let latest = null;

/** The input along which the curve is drawn. */
const along = () => (state.tape?.inputs.some((input) => input.name === state.of) ? state.of : state.tape?.inputs[0]?.name ?? null);

/** Builds the lens. */
function build(host) {
  const policy = choice("When a line lands on a kink", () => ["ignore", "note", "error"].map((id) => ({ id, text: id })), () => state.kinks, (kinks) => {
    change({ kinks });
    run();
    write(false);
  });
  const inputs = choice("Variable", () => (state.tape?.inputs ?? []).slice(0, 8).map(({ name }) => ({ id: name, text: name })), along, (of) => change({ of }));
  const top = head(el("p", { class: "small mute", text: "When a line lands on a kink" }), policy.root);
  const figure = el("div", { class: "card" });
  const systems = el("div", { class: "card" });
  const others = el("div", { class: "card wide" });
  host.append(top.root, el("div", { class: "even" }, el("div", { class: "stack" }, figure, inputs.root), systems), el("div", { class: "spaced" }, others));
  const ask = () => (along() ? { model: model(), along: along() } : null);
  const follow = following(host, "kinks", ask, (answer) => {
    latest = answer;
    show(answer, { top, figure, systems, others });
  });
  onLetter("k", nextKink);
  return () => {
    policy.show();
    inputs.show();
    mark(inputs.root, "away", (state.tape?.inputs.length ?? 0) < 2);
    follow();
  };
}

/** Moves the variable to the next kink on the plot. */
function nextKink() {
  if (state.view !== "kinks" || !latest || latest.plot.kinks.length === 0) return;
  const xs = latest.plot.kinks.map((kink) => number(kink.x)).sort((a, b) => a - b);
  const now = number(state.point[latest.plot.input]);
  assign(latest.plot.input, xs.find((x) => x > now + 1e-12) ?? xs[0]);
  settled();
}

/** Shows an answer. */
function show(answer, { top, figure, systems, others }) {
  const key = JSON.stringify([answer.heading, answer.text, answer.plot.input, state.tape.stamp]);
  top.say(key, () => answer.heading, () => answer.text.replaceAll("-", "−"));
  hold(figure, `${key} ${room(figure)}`, () => [drawn(answer.plot, room(figure)), el("p", { class: "small mute" }, marksText(answer.plot), ...(answer.plot.kinks.length > 0 ? [" ", el("span", { class: "kbd", text: "K" }), " moves to the next one."] : []))]);
  hold(systems, `${JSON.stringify(answer.systems)} ${room(systems)}`, () => (answer.systems.length > 0 ? bandOf(answer, room(systems)) : [el("h2", { text: "No line lands on a kink here" }), el("p", { class: "mute", text: "Move a variable onto a mark: the set of slopes and every system's choice appear." })]));
  hold(others, JSON.stringify(answer.others), () => table(answer.others));
}

/** Where the marks are. */
const marksText = (p) => (p.kinks.length === 0 ? "No mark on this curve." : `Marks at ${p.input} = ${p.kinks.slice(0, 6).map((kink) => plain(Number(number(kink.x).toPrecision(6)))).join(", ")}.`);

/** The curve, its kinks, and the fan of slopes where the point is on one. */
function drawn(p, w) {
  const h = 420;
  const x = scale(extent(p.points.map(([a]) => a), 0), [48, w - 14]);
  const here = number(state.point[p.input]);
  const on = p.kinks.find((kink) => Math.abs(number(kink.x) - here) < 1e-9);
  const [low, high] = extent(p.points.map(([, b]) => b));
  const y = scale([on ? low - 0.3 * (high - low) : low, high], [h - 34, 14]);
  const now = svg("line", { class: "cut", x1: x(here), x2: x(here), y1: y.from, y2: y.to });
  const inside = svg("svg", { x: x.from, y: 0, width: x.to - x.from, height: y.from, viewBox: `${x.from} 0 ${x.to - x.from} ${y.from}`, class: "clip" }, curve(p.points, x, y, "p"), ...(on ? fan(on, x, y) : []));
  const parts = [upright(y, x), level(x, y), now, inside];
  for (const kink of p.kinks) parts.push(dot("diamond", x(kink.x), y(kink.y), kink === on ? 7 : 5, "k o"));
  return plot(w, h, `${state.tape.output.name} along ${p.input}, with ${p.kinks.length} non-smooth points`, ...parts);
}

/** Slopes of the set through the kink, and the one that is used. */
function fan(kink, x, y) {
  const [low, high] = kink.set.map(number);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const reach = (x.high - x.low) * 0.2;
  const line = (slope, kind, far) => curve([[kink.x - far, kink.y - slope * far], [number(kink.x) + far, number(kink.y) + slope * far]], x, y, kind);
  const slopes = Array.from({ length: 7 }, (_, k) => low + ((high - low) * k) / 6);
  return [...slopes.map((slope) => line(slope, "c thin", reach)), line(number(kink.used), "c used", reach * 1.7), label(x(kink.x) + 12, y(kink.y) + 22, `slope ${plain(kink.used)}, used`, "tc tb")];
}

/** What each system answers, on the set as a band. */
function bandOf(answer, w) {
  const note = answer.notes[0];
  const all = answer.systems.map((system) => number(system.answer)).filter(Number.isFinite);
  const [a, b] = note.set.map(number);
  const ends = extent([a, b, ...all].filter(Number.isFinite), 0.12);
  const row = 58;
  const h = answer.systems.length * row + 60;
  const x = scale(ends, [w > 440 ? 170 : 90, w > 440 ? w - 170 : w - 60]);
  const finite = Number.isFinite(a) && Number.isFinite(b);
  const fill = finite ? [svg("rect", { class: "band-fill", x: x(a), y: 22, width: Math.max(2, x(b) - x(a)), height: h - 52 }), label((x(a) + x(b)) / 2, 14, `set of slopes [${plain(a)}, ${plain(b)}]`, "t2 mid-t")] : [];
  const axis = scale([h - 30, 22], [h - 30, 22]);
  const rows = answer.systems.flatMap((system, k) => systemRow(system, 22 + (k + 0.5) * row, x));
  return [el("h2", {}, `What each system answers for ${note.primitive} at ${note.at.map(plain).join(", ")}`), plot(w, h, answer.systems.map((s) => `${s.name} ${plain(s.answer)}`).join(", "), ...fill, ...level(x, axis, ticks(x, 3), plain), ...rows), ...remarks(answer.systems)];
}

/** Why a system answers what it does, where that is known. */
const remarks = (systems) => systems.filter((system) => system.remark).map((system) => el("p", { class: "small mute para" }, el("b", { text: `${system.name}: ` }), system.remark));

/** One system. */
function systemRow(system, y, x) {
  const value = number(system.answer);
  const ours = system.name === "wengert";
  return [
    label(0, y, system.name, ours ? "tb" : ""),
    label(0, y + 15, system.version ?? "", "t2 little"),
    ...(Number.isFinite(value) ? [dot(ours ? "diamond" : "circle", x(value), y, 6, ours ? "c" : "k o")] : []),
    label(x.to + 22, y + 4, plain(value), "tb"),
  ];
}

/** Other points of the table of conventions. */
function table(others) {
  const names = ["wengert", "JAX", "PyTorch", "HIPS", "CasADi"];
  const cell = (value) => (value === undefined || value === null ? "" : typeof value === "string" && !Number.isFinite(Number(value)) && !/^[+-]?(inf|nan)$/i.test(value) ? value : plain(typeof value === "string" && Number.isFinite(Number(value)) ? Number(value) : value));
  return [el("table", {},
    el("thead", {}, el("tr", {}, el("th", { text: "other points checked" }), ...["set", ...names].map((text) => el("th", { class: "r", text })), el("th", { class: "rule", text: "rule" }))),
    el("tbody", {}, ...others.map((one) => el("tr", {}, el("td", { text: one.point }), el("td", { class: "r nowrap", text: (one.set ?? "").replaceAll("-", "−") }), ...names.map((name) => el("td", { class: name === "wengert" ? "r c b" : "r", text: cell(one.answers[name]) })), el("td", { class: "rule mute", text: one.rule })))))];
}

export const kinks = { id: "kinks", build };
