// The matrix: the tape as a triangular system, and the sweep as back-substitution that climbs through it.

import { el, hold, mark, set } from "../dom.js";
import { counted, four, number, grouped } from "../format.js";
import { cards, own } from "../room.js";
import { written as inText } from "../math.js";
import { state } from "../state.js";
import { current, forwardLength, length, register } from "../timeline.js";
import { loops } from "../stage/strips.js";
import { onLetter } from "../keys.js";
import { jump } from "../player.js";
import { head } from "./head.js";
import { nothing } from "./nothing.js";
import { closeUp, fitted, penOf, short } from "./close-up.js";
import { colours } from "./colours.js";
import { largeMatrix, sweepBy } from "./large-matrix.js";

/** The registers at the right edge: with names and numbers where rows are high enough for them, and nothing stands beside. */
const EDGE = { narrow: 70, wide: 420, row: 22 };
/** What is above the picture and below it; the picture is not made lower than this for that. */
const [AROUND, LOWEST] = [418, 420];
/** Entries of at least this size have their numbers written in them. */
const WRITTEN = 44;
/** An entry is seen however many there are. */
const SPECK = 3;
/** The least room for rows beside the whole, and the gap between. */
const [BESIDE, GAP] = [250, 28];

/** Builds the lens. */
function build(host) {
  const [trouble, short, long] = [el("div", { class: "cards trouble" }), el("div"), el("div")];
  host.append(trouble, short, long);
  const [paintShort, paintLong] = [shortMatrix(short), largeMatrix(long)];
  for (const [letter, by] of [["[", 1], ["]", -1]]) onLetter(letter, () => state.view === "matrix" && (state.outline ? sweepBy(by) : jump(toLine(nextStop(by)))));
  return () => {
    mark(short, "away", state.outline !== null);
    mark(long, "away", state.outline === null);
    const none = nothing("matrix");
    hold(trouble, none?.said ?? "", () => none?.card() ?? []);
    mark(short, "waiting", state.tape === null);
    mark(short, "refused", none !== null);
    if (state.outline) paintLong();
    else if (state.tape) paintShort();
  };
}

/** The whole of a tape that is listed. */
function shortMatrix(host) {
  const top = head();
  const canvas = el("canvas", { class: "matrix", role: "img" });
  const near = closeUp(toLine);
  const card = el("div", { class: "card matrix-pair" }, canvas, near.root);
  const [facts, passes] = [el("tbody"), el("div", { class: "card" })];
  const side = el("div", { class: "stack" }, el("div", { class: "card" }, el("h2", { text: "At the line of the sweep" }), el("table", {}, facts)), passes, reading());
  host.append(top.root, el("div", { class: "two" }, card, side));
  return () => {
    paint(top, { card, canvas, near }, facts);
    paintPasses(passes);
  };
}

/** How to read it. */
function reading() {
  const item = (kind, text) => el("li", {}, el("span", { class: `swatch ${kind}` }), text);
  return el("div", { class: "card" }, el("h2", { text: "Reading it" }),
    el("ul", { class: "legend" }, item("p", "local derivative, row not swept"), item("c", "row swept, its cotangent sent left"), item("d", "diagonal, register final"), item("n", "diagonal, register not final")),
    el("p", { class: "mute para", text: "Right edge: the register of each swept line. Nothing stands above the diagonal: a line reads earlier lines only. A square with room for it says its name or its number. Grey lines: passes of a loop. Beside a long tape: the rows around the sweep; at their left edge, what they read from earlier lines." }),
    el("p", { class: "mute small" }, el("span", { class: "kbd", text: "[" }), " ", el("span", { class: "kbd", text: "]" }), " one pass of the loop, or one line where there is none"));
}

/** The loops of the tape as strips of blocks, one a pass: which are swept, and where the sweep is. */
function paintPasses(host) {
  const all = loops(state.tape);
  mark(host, "away", all.length === 0);
  hold(host, state.tape.structure, () => [...all.map(strip), el("p", { class: "small mute", text: "A block for each pass. Choose one: the sweep goes to its first line." })]);
  const at = sweepLine();
  all.forEach((loop, k) => [...host.querySelectorAll(".cells")[k].children].forEach((cell, pass) => {
    const { first, last } = loop.passes[pass];
    mark(cell, "swept", at <= first);
    set(cell, "aria-pressed", String(first < at && at <= last));
  }));
}

/** One loop. */
const strip = (loop) => el("div", { class: "passes" }, el("h2", { text: `Loop, ${counted(loop.passes.length, "pass", "passes")}` }),
  el("div", { class: "cells" }, ...loop.passes.map(({ first, last }, k) => el("button", { "aria-label": `pass ${k + 1}, lines ${first} to ${last}`, "aria-pressed": "false", on: { click: () => jump(toLine(first)) } }))));

/** The line at which `[` or `]` stops: the first of a pass of a loop and the one behind its last, else the next line. */
function nextStop(by) {
  const at = sweepLine();
  const edges = loops(state.tape).flatMap((loop) => [...loop.passes.map((pass) => pass.first), loop.passes.at(-1).last + 1]);
  if (edges.length === 0) return at - by;
  const stops = [1, ...edges].sort((a, b) => a - b).filter((line) => toLine(line) !== state.step);
  return (by > 0 ? stops.findLast((line) => line < at) : stops.find((line) => line > at)) ?? at - by;
}

/** The step at which a line and all after it are swept; before the sweep for one behind the last. */
function toLine(wanted) {
  if (wanted <= 1) return length();
  const line = Math.min(state.tape.lines.length + 1, wanted);
  const last = state.tape.events.findLast((event) => event.phase !== "forward" && event.line >= line);
  return last ? last.index : forwardLength() + 1;
}

/** The line at which the sweep is: one below the last, before it begins. */
function sweepLine() {
  const event = current();
  if (!event || event.phase === "forward") return state.tape.lines.length + 1;
  return state.step === length() && !state.flight ? 1 : event.line;
}

/** How large the picture is, and what stands beside it: the rows around the sweep, where the whole has no room to be read. */
function placed(card, lines) {
  const rules = getComputedStyle(card);
  const inner = Math.floor(card.clientWidth - parseFloat(rules.paddingLeft) - parseFloat(rules.paddingRight));
  const tall = Math.max(LOWEST, own(window.innerHeight) - AROUND);
  const alone = Math.min(tall, inner - EDGE.narrow);
  if (alone / lines * 0.82 >= WRITTEN) return { inner, size: alone, edge: Math.min(EDGE.wide, inner - alone), near: null };
  if (cards()) return { inner, size: alone, edge: EDGE.narrow, near: fitted(inner, Infinity, lines) };
  const size = Math.min(tall, inner - EDGE.narrow - GAP - BESIDE);
  return { inner, size, edge: EDGE.narrow, near: fitted(inner - size - EDGE.narrow - GAP, size, lines) };
}

/** Paints head, picture and facts. */
function paint(top, { card, canvas, near }, facts) {
  const { tape } = state;
  top.say(tape.structure, () => `The tape as a triangular system, ${counted(tape.lines.length, "line")}`, () => "Row i holds the local derivatives of line i. The sweep solves (I − D)ᵀ v̄ = e by back-substitution, from the last row up.");
  const room = placed(card, tape.lines.length);
  const key = `${tape.stamp} ${state.step} ${state.flight} ${state.selected} ${document.documentElement.dataset.theme} ${JSON.stringify(room)}`;
  if (canvas.drawnKey === key) return;
  canvas.drawnKey = key;
  const at = sweepLine();
  const first = room.near && Math.max(1, Math.min(tape.lines.length - room.near.rows + 1, at - Math.ceil(room.near.rows / 2)));
  canvas.setAttribute("aria-label", `triangular matrix of ${counted(tape.lines.length, "line")}, swept down from the last to line ${at}`);
  draw(canvas, tape, colours(canvas), room);
  mark(near.root, "away", room.near === null);
  mark(card, "alone", room.near === null);
  if (room.near) frame(canvas, tape, { ...room, first }, colours(canvas));
  if (room.near) near.paint({ first, ...room.near, at }, colours(canvas));
  const line = tape.lines[Math.min(tape.lines.length, Math.max(1, at)) - 1];
  const rows = [["line", `${line.line} of ${tape.lines.length}`, ""], ["operation", line.op ?? line.kind, ""], ["value", four(line.value), "p"], ["cotangent", four(register(line).value), "c"], ["local derivatives on the tape", grouped(tape.lines.reduce((sum, one) => sum + one.args.filter((arg) => arg.id !== null).length, 0)), ""]];
  hold(facts, key, () => rows.map(([name, value, kind]) => el("tr", {}, el("td", { class: kind, text: name }), el("td", { class: `r b ${kind}`, text: value }))));
}

/** Draws the system at the resolution of the screen. */
function draw(canvas, tape, colour, { size, edge }) {
  const pen = penOf(canvas, size + edge, size);
  const n = tape.lines.length;
  const cell = size / n;
  const at = sweepLine();
  const box = Math.max(SPECK, Math.min(cell * 0.82, 64));
  pen.fillStyle = colour.tint;
  pen.fillRect(0, (at - 1) * cell, size, size - (at - 1) * cell);
  grid(pen, tape, { cell, size }, colour);
  for (const line of tape.lines) {
    const swept = line.line >= at;
    const y = (line.line - 0.5) * cell;
    const final = swept || register(line).final;
    square(pen, y, y, box, final ? colour.done : colour.line);
    if (box >= WRITTEN) written(pen, y, y, inText(line.name), final ? colour.card : colour.dark);
    for (const { id, slope } of line.args) {
      if (id === null) continue;
      const x = (tape.byId.get(id).line - 0.5) * cell;
      square(pen, x, y, box, swept ? colour.cot : colour.primal);
      if (box >= WRITTEN) written(pen, x, y, slope === null ? "" : short(slope), colour.dark);
    }
  }
  pen.strokeStyle = colour.line;
  pen.lineWidth = 1;
  pen.strokeRect(0.5, 0.5, size - 1, size - 1);
  pen.fillStyle = colour.ink;
  pen.fillRect(0, Math.min(size - 2, (at - 1) * cell - 1), size + 14, 2);
  registers(pen, tape, { cell, size, edge }, colour);
}

/** A frame around the squares that stand beside the whole. */
function frame(canvas, tape, { size, near, first }, colour) {
  const pen = canvas.getContext("2d");
  const cell = size / tape.lines.length;
  const [from, side] = [(first - 1) * cell, near.rows * cell];
  pen.strokeStyle = colour.ink;
  pen.lineWidth = 1.5;
  pen.strokeRect(Math.max(1, from - 3), Math.max(1, from - 3), Math.min(side + 6, size - from + 1), Math.min(side + 6, size - from + 1));
}

/** Blocks of a loop. */
function grid(pen, tape, { cell, size }, colour) {
  pen.fillStyle = colour.grid;
  let pass = null;
  for (const line of tape.lines) {
    const here = line.group ? `${line.loop} ${line.pass}` : null;
    if (here !== pass) {
      pen.fillRect(0, (line.line - 1) * cell, size, 1);
      pen.fillRect((line.line - 1) * cell, 0, 1, size);
    }
    pass = here;
  }
}

/** One entry. */
function square(pen, x, y, box, colour) {
  pen.fillStyle = colour;
  pen.fillRect(x - box / 2, y - box / 2, box, box);
}

/** What an entry is, where there is room: on the diagonal the name of the line, beside it a local derivative. */
function written(pen, x, y, text, colour) {
  pen.fillStyle = colour;
  pen.font = `600 18px ${getComputedStyle(document.body).fontFamily}`;
  [pen.textAlign, pen.textBaseline] = ["center", "middle"];
  pen.fillText(text, x, y + 1, 60);
}

/** The registers at the right edge, with names and numbers where there is room. */
function registers(pen, tape, { cell, size, edge }, colour) {
  const held = tape.lines.map((line) => Math.abs(number(register(line).value)));
  const most = Math.max(1, ...held.filter(Number.isFinite));
  const named = cell >= EDGE.row && edge > EDGE.narrow;
  const room = edge - 24 - (named ? 120 : 0);
  pen.fillStyle = colour.line;
  pen.fillRect(size + 18, 0, 1, size);
  const height = Math.max(1, Math.min(cell * 0.7, 14));
  tape.lines.forEach((line, k) => {
    const { count, value } = register(line);
    if (count === 0) return;
    const width = Math.max(1, Number.isFinite(held[k]) ? (held[k] / most) * room : room);
    const y = (line.line - 0.5) * cell;
    pen.fillStyle = Number.isFinite(held[k]) ? colour.cot : colour.alarm;
    pen.fillRect(size + 19, y - height / 2, width, height);
    if (named) told(pen, size + 27 + width, y, `${inText(line.name)}̄ ${four(value)}`, Number.isFinite(held[k]) ? colour.done : colour.alarm);
  });
}

/** What a register holds, behind its bar. */
function told(pen, x, y, text, colour) {
  pen.fillStyle = colour;
  pen.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
  [pen.textAlign, pen.textBaseline] = ["left", "middle"];
  pen.fillText(text, x, y + 1);
}

export const matrix = { id: "matrix", build };
