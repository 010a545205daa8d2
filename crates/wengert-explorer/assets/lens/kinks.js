// Kinks: the curve with its non-smooth points, the slopes one could choose, the one used, and what others answer.

import { el, hold, mark, svg } from "../dom.js";
import { finite, grouped, number, numerals, plain } from "../format.js";
import { written } from "../math.js";
import { state, change } from "../state.js";
import { model, run, assign } from "../runner.js";
import { write, settled } from "../address.js";
import { onLetter } from "../keys.js";
import { say } from "../live.js";
import { subject } from "../subject.js";
import { plot, room, scale, level, dot, label, extent, ticks } from "../plot.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";
import { drawn, marked } from "./kink-curve.js";
import { TRACED, traced, traces } from "./trackers.js";

/** So many lines that stand on a kink are drawn; the others are a table. */
const DRAWN = 3;
/** An answer and what is said of it take so much beside one another. */
const SAID = 130;

let latest = null;

/** The input along which the curve is drawn. */
const along = () => {
  const inputs = subject()?.inputs ?? [];
  return inputs.some((input) => input.name === state.of) ? state.of : inputs[0]?.name ?? null;
};

/** Builds the lens. */
function build(host) {
  const policy = choice("When a line lands on a kink", () => ["ignore", "note", "error"].map((id) => ({ id, text: id })), () => state.kinks, (kinks) => {
    change({ kinks });
    run();
    write(false);
  });
  const inputs = choice("Variable", () => (subject()?.inputs ?? []).slice(0, 8).map(({ name }) => ({ id: name, text: written(name) })), along, (of) => {
    change({ of });
    write(false);
  });
  const top = head(el("p", { class: "small mute", text: "When a line lands on a kink" }), policy.root);
  const figure = el("div", { class: "card" });
  const systems = el("div", { class: "card stack" });
  const others = el("div", { class: "card wide" });
  host.append(top.root, el("div", { class: "even" }, el("div", { class: "stack" }, figure, inputs.root), systems), el("div", { class: "spaced" }, others));
  const ask = () => (along() ? { model: model(), along: along() } : null);
  const follow = following(host, "kinks", ask, (answer) => {
    latest = answer;
    if (subject()) show(answer, { top, figure, systems, others });
  });
  onLetter("k", nextKink);
  return () => {
    policy.show();
    inputs.show();
    mark(inputs.root, "away", (subject()?.inputs.length ?? 0) < 2);
    follow();
  };
}

/** Moves the variable to the next kink on the plot. */
function nextKink() {
  if (state.view !== "kinks" || !latest || latest.plot.input !== along()) return;
  const now = hereOf(latest.plot);
  const xs = marked(latest.plot, now).map((kink) => number(kink.x)).sort((a, b) => a - b);
  if (xs.length === 0) return;
  assign(latest.plot.input, xs.find((x) => x > now + 1e-12) ?? xs[0]);
  settled();
}

/** Where the variable stands; of a point that is refused the tape knows nothing. */
const hereOf = (p) => number(state.point[p.input] ?? subject().inputs.find((input) => input.name === p.input)?.value ?? NaN);

/** Whether kinks are errors, and this point is refused for one: no slope is taken. */
const refused = () => state.kinks === "error" && state.fault?.kind === "undefined";

/** What is said of a point that is refused. */
const REFUSED = "It has no single slope, and kinks are errors: none is taken, and there is no gradient. Choose note to take one.";

/** Whether a voice has said that. */
let told = false;

/** Shows an answer. */
function show(answer, { top, figure, systems, others }) {
  const none = refused();
  if (none && !told) say(`${answer.heading}. ${REFUSED}`);
  told = none;
  const key = JSON.stringify([answer.heading, answer.text, answer.plot.input, subject().stamp, none]);
  top.say(key, () => answer.heading, () => (none ? REFUSED : numerals(answer.text)));
  const marks = marked(answer.plot, hereOf(answer.plot));
  hold(figure, `${key} ${room(figure)}`, () => [
    drawn(answer.plot, hereOf(answer.plot), none, subject().output, room(figure)),
    el("p", { class: "small mute" }, marksText(answer.plot.input, marks), ...(marks.length > 0 ? [" ", el("span", { class: "kbd", text: "K" }), " moves to the next one."] : [])),
    answer.plot.limited ? el("p", { class: "small mute", text: answer.plot.limited }) : null,
  ]);
  hold(systems, `${JSON.stringify([answer.notes, answer.count, none, marks.length])} ${room(systems)}`, () => landed(answer, marks, room(systems)));
  hold(others, JSON.stringify(answer.others), () => table(answer.others));
}

/** Where the marks are. */
function marksText(input, marks) {
  if (marks.length === 0) return "No mark on this curve.";
  const places = marks.slice(0, 6).map((kink) => plain(Number(number(kink.x).toPrecision(6))) + (kink.kind === "pole" ? " (pole)" : ""));
  return `Marks at ${written(input)} = ${places.join(", ")}${marks.length > 6 ? ` and ${marks.length - 6} more` : ""}.`;
}

/** The lines that stand on a kink: the first as bands with every system's choice, the others as a table. */
function landed({ notes, count }, marks, w) {
  const way = marks.length > 0 ? "Move a variable onto a mark: the set of slopes and every system's choice appear." : "There is none at this point. The table below has other points.";
  if (notes.length === 0) return [el("h2", { text: "What each system answers on a kink" }), el("p", { class: "mute", text: way })];
  const rest = notes.slice(DRAWN);
  return [...notes.slice(0, DRAWN).map((note) => el("section", {}, ...bandOf(note, w))), rest.length > 0 ? restOf(rest, count) : null];
}

/** What one line is about. */
const called = (note) => (note.kind === "branch" ? `the branch at line ${grouped(note.line + 1)}` : `${note.primitive} at ${note.at.map(plain).join(", ")}`);
/** The line of a note. */
const lineOf = (note) => (note.line === null || note.kind === "branch" ? "" : `, line ${grouped(note.line + 1)}`);

/** What each system answers for one line, on the set as a band. */
function bandOf(note, w) {
  const title = note.systems.length > 1 ? `What each system answers for ${called(note)}${lineOf(note)}` : `What is taken for ${called(note)}${lineOf(note)}`;
  const all = note.systems.map((system) => number(system.answer)).filter(Number.isFinite);
  const ends = note.set.map(number);
  const [a, b] = ends;
  const band = ends.every(Number.isFinite) && a !== b;
  const x = scale(extent([...ends.filter(Number.isFinite), ...all], 0.12), [w > 440 ? 170 : 90, w > 440 ? w - 170 : w - 60]);
  const row = 58;
  const h = note.systems.length * row + 60;
  const name = label((x.from + x.to) / 2, 14, band ? `set of slopes: ${note.set_text}` : note.set_text, "t2 mid-t");
  const fill = band ? [svg("rect", { class: "band-fill", x: x(a), y: 22, width: Math.max(2, x(b) - x(a)), height: h - 52 })] : [];
  const axis = scale([h - 30, 22], [h - 30, 22]);
  const rows = note.systems.flatMap((system, k) => systemRow(system, 22 + (k + 0.5) * row, x, w));
  const scaled = all.length > 0 ? level(x, axis, ticks(x, 3), plain) : [];
  return [el("h2", { text: title }), plot(w, h, note.systems.map((s) => `${s.name} ${plain(s.answer)}`).join(", "), ...fill, name, ...scaled, ...rows), ...remarks(note), el("p", { class: "small mute para", text: ranAt(note) })];
}

/** Where the other systems were run. */
const ranAt = (note) => (note.systems.length > 1 ? `The others were run at ${note.case}.` : "The other systems were not run at a point like this.");

/** What the table of conventions says, with numbers as on the page. */
const plainly = (text) => numerals(text).replace(/-inf\b/g, "−∞").replace(/\binf\b/g, "∞");

/** Why a system answers what it does, where that is known. */
const remarks = (note) => note.systems.filter((system) => system.remark).map((system) => el("p", { class: "small mute para" }, el("b", { text: `${system.name}: ` }), ...traced(plainly(system.remark))));

/** One system; what is said of ours stands beside its answer, or below it where there is no room. */
function systemRow(system, y, x, w) {
  const ours = system.name === "wengert";
  const said = refused() ? "if noted" : "used here";
  const beside = w - x.to > SAID;
  return [
    label(0, y, system.name, ours ? "tb" : ""),
    label(0, y + 15, system.version ?? "", "t2 little"),
    ...(finite(system.answer) ? [dot(ours ? "diamond" : "circle", x(system.answer), y, 6, ours ? "c" : "k o")] : []),
    label(x.to + 22, y + 4, plain(system.answer), "tb"),
    ...(ours ? [beside ? label(x.to + 62, y + 4, said, "t2") : label(w, y + 20, said, "t2 end")] : []),
  ];
}

/** Further lines that stand on a kink. */
function restOf(notes, count) {
  const told = count - DRAWN - notes.length;
  return el("div", { class: "wide" }, el("h2", { text: `${grouped(count - DRAWN)} more ${count - DRAWN === 1 ? "line" : "lines"}` }), el("table", {},
    el("thead", {}, el("tr", {}, ...["line", "operation", "set", "used"].map((text) => el("th", { text })))),
    el("tbody", {}, ...notes.map((note) => el("tr", {}, el("td", { text: note.line === null ? "" : grouped(note.line + 1) }), el("td", { text: called(note) }), el("td", { text: note.set_text }), el("td", { class: "c b", text: plain(note.used) }))))),
    told > 0 ? el("p", { class: "small mute", text: `${grouped(told)} are not listed.` }) : null);
}

/** Other points of the table of conventions. */
function table(others) {
  const names = ["wengert", "JAX", "PyTorch", "HIPS", "CasADi"];
  const cell = (value) => (value === undefined || value === null ? "" : typeof value === "string" && !Number.isFinite(Number(value)) && !/^[+-]?(inf|nan)$/i.test(value) ? value : plain(typeof value === "string" && Number.isFinite(Number(value)) ? Number(value) : value));
  return [el("table", {},
    el("thead", {}, el("tr", {}, el("th", { text: "other points checked" }), ...["set", ...names].map((text) => el("th", { class: "r", text })), el("th", { class: "rule", text: "why wengert answers this" }))),
    el("tbody", {}, ...others.map((one) => el("tr", {}, el("td", { text: numerals(one.point) }), el("td", { class: "r nowrap", text: (one.set ?? "").replaceAll("-", "−") }), ...names.map((name) => el("td", { class: name === "wengert" ? "r c b" : "r", text: cell(one.answers[name]) })), el("td", { class: "rule mute" }, ...traced(plainly(one.rule))))))),
    ...(others.some(({ rule }) => traces(rule)) ? [el("p", { class: "small mute para", text: TRACED })] : [])];
}

export const kinks = { id: "kinks", build };
