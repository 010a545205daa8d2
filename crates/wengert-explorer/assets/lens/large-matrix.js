// The matrix of a large tape: a map of the whole system and a window of its rows, at any line of the sweep.

import { el, hold, put, set } from "../dom.js";
import { finite, four, grouped, number } from "../format.js";
import { state, change } from "../state.js";
import { model } from "../runner.js";
import { keep } from "../address.js";
import { following } from "./follow.js";
import { head } from "./head.js";
import { goToLine } from "../large/view.js";
import { colours } from "./colours.js";

const MAP = 420;
const EDGE = 70;
/** The window: so many rows, so high each. */
const ROWS = 14;
const PITCH = 24;
const GUTTER = 26;

/** Where the sweep is: so many lines are swept; and the first line of the window. */
const view = { swept: 0, first: null };
keep("swept", { read: (text) => (view.swept = Number(text) || 0), write: () => (state.outline && state.view === "matrix" && view.swept > 0 ? String(view.swept) : null) });

/** The line at which the sweep is, and the window around it. */
function place() {
  const { lines } = state.outline.counts;
  view.swept = Math.max(0, Math.min(lines, view.swept));
  const at = lines - view.swept;
  const first = view.first ?? at - Math.floor(ROWS / 2);
  return { at, first: Math.max(0, Math.min(lines - ROWS, first)), rows: ROWS };
}

/** Sweeps so many lines more, or fewer; the window goes along. */
export function sweepTo(more) {
  view.swept += more;
  view.first = null;
  change({});
}

/** Sweeps to the edge of the next pass of what repeats, up or down; of a tape that does not repeat, by a line. */
export function sweepBy(by) {
  const at = state.outline.counts.lines - view.swept;
  const stops = edges(state.outline.parts);
  const stop = by > 0 ? stops.findLast((line) => line < at) : stops.find((line) => line > at);
  sweepTo(stops.length === 0 || stop === undefined ? by : at - stop);
}

/** The first line of each pass of what repeats, and the first one behind. */
function edges(parts) {
  const found = [];
  let line = 0;
  for (const { times = 0, lines } of parts) {
    for (let k = 0; k <= times; k += 1) if (times > 0) found.push(line + k * lines);
    line += Math.max(1, times) * lines;
  }
  return [...new Set(found)];
}

/** Builds the view. */
export function largeMatrix(host) {
  const top = head();
  const slider = el("input", { class: "slider", type: "range", min: "0", step: "1", id: "swept" });
  const said = el("output", { class: "b", for: "swept" });
  slider.addEventListener("input", () => sweepTo(Number(slider.value) - view.swept));
  const [map, part] = [el("canvas", { class: "matrix map", role: "img" }), el("canvas", { class: "matrix part", role: "img" })];
  map.addEventListener("click", (event) => {
    const box = map.getBoundingClientRect();
    view.first = Math.floor(((event.clientY - box.top) / box.height) * state.outline.counts.lines) - Math.floor(ROWS / 2);
    change({});
  });
  const step = (text, by, label) => el("button", { class: "btn q", text, "aria-label": label, on: { click: () => by() } });
  const window = (by) => () => ((view.first = place().first + by), change({}));
  const rows = el("tbody");
  const [mapTitle, partTitle] = [el("h2"), el("h2")];
  host.append(top.root,
    el("div", { class: "card sweep-bar" }, el("label", { for: "swept", text: "The sweep, from the last line up" }), slider, said, step("[", () => sweepBy(1), "one pass up, or one line"), step("]", () => sweepBy(-1), "one pass down, or one line")),
    el("div", { class: "two matrix-two" },
      el("div", { class: "card" }, mapTitle, map, el("p", { class: "small mute para", text: "Dark: many local derivatives. Right edge: the largest register of each row of squares. Choose a place to see its lines." })),
      el("div", { class: "card" }, el("div", { class: "pair-head" }, partTitle, el("span", { class: "row-btns" }, step("Up", window(-ROWS), "earlier lines"), step("Down", window(ROWS), "later lines"), step("To the sweep", () => sweepTo(0), "lines at the sweep"))),
        el("div", { class: "wide part-grid" }, part, el("table", { class: "part-rows" }, el("thead", {}, el("tr", { class: "part-head" }, ...["line", "operation", "value", "register"].map((text) => el("th", { text })))), rows)))));
  const follow = following(host, "matrix", () => (state.outline ? { model: model(), ...place() } : null), (answer) => state.outline && show(answer, { top, map, part, rows, mapTitle, partTitle }));
  return () => {
    const { lines } = state.outline.counts;
    set(slider, "max", String(lines));
    slider.value = String(view.swept);
    slider.style.setProperty("--fill", `${(view.swept / lines) * 100}%`);
    const text = `${grouped(view.swept)} of ${grouped(lines)} lines swept`;
    put(said, text);
    set(slider, "aria-valuetext", text);
    follow();
  };
}

/** Shows an answer. */
function show(answer, { top, map, part, rows, mapTitle, partTitle }) {
  const key = JSON.stringify([answer.lines, answer.at, answer.first, state.outline.stamp, document.documentElement.dataset.theme]);
  top.say(String(answer.lines), () => `The tape as a triangular system, ${grouped(answer.lines)} lines`, () => "Row i holds the local derivatives of line i. The sweep solves (I − D)ᵀ v̄ = e by back-substitution, from the last row up.");
  if (map.drawnKey === key) return;
  map.drawnKey = key;
  const last = answer.first + answer.rows.length;
  put(mapTitle, `${grouped(answer.entries)} local derivatives, ${grouped(answer.map.wide)} lines a square`);
  put(partTitle, `Lines ${grouped(answer.first + 1)} to ${grouped(last)}`);
  set(map, "aria-label", `map of the triangular matrix of ${answer.lines} lines, swept down from the last to line ${answer.at + 1}`);
  set(part, "aria-label", `rows ${answer.first + 1} to ${last} of the matrix, as the table beside it lists them`);
  const colour = colours(map);
  drawMap(pen(map, MAP + EDGE, MAP), answer, colour);
  drawPart(pen(part, GUTTER + ROWS * PITCH, answer.rows.length * PITCH), answer, colour);
  hold(rows, key, () => answer.rows.map(row));
}

/** A pen for a canvas of this size, at the resolution of the screen. */
function pen(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  canvas.style.aspectRatio = `${width} / ${height}`;
  const made = canvas.getContext("2d");
  made.scale(ratio, ratio);
  return made;
}

/** The whole: squares by how much they hold, the line of the sweep, the registers at the edge. */
function drawMap(pen, { lines, at, map, first, rows }, colour) {
  const y = (line) => (line / lines) * MAP;
  const side = Math.max(1.5, (map.wide / lines) * MAP);
  pen.fillStyle = colour.tint;
  pen.fillRect(0, y(at), MAP, MAP - y(at));
  const most = Math.max(1, ...map.squares.map(([, , count]) => count));
  for (const [row, column, count] of map.squares) {
    pen.globalAlpha = 0.25 + 0.75 * (Math.log(1 + count) / Math.log(1 + most));
    pen.fillStyle = row * map.wide >= at ? colour.cot : colour.primal;
    pen.fillRect(y(column * map.wide), y(row * map.wide), side, side);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = colour.line;
  pen.strokeRect(0.5, 0.5, MAP - 1, MAP - 1);
  pen.strokeStyle = colour.ink;
  pen.strokeRect(0.5, Math.max(0.5, y(first) - 1), MAP - 1, Math.max(3, y(first + rows.length) - y(first) + 2));
  pen.fillStyle = colour.ink;
  pen.fillRect(0, y(at) - 1, MAP + 12, 2);
  pen.fillStyle = colour.line;
  pen.fillRect(MAP + 14, 0, 1, MAP);
  registersOf(map.registers).forEach((share, k) => {
    pen.fillStyle = share === null ? colour.alarm : colour.cot;
    if (share !== 0) pen.fillRect(MAP + 15, y(k * map.wide), Math.max(1, (share ?? 1) * (EDGE - 18)), Math.max(1, side - 0.5));
  });
}

/** Sizes of registers on powers of ten, from 0 to 1; `null` for what is not finite, 0 for nothing. */
function registersOf(registers) {
  const power = (value) => (number(value) === 0 ? null : Math.log10(number(value)));
  const powers = registers.map(power).filter((one) => one !== null && Number.isFinite(one));
  const [low, high] = [Math.min(...powers), Math.max(...powers)];
  return registers.map((value) => (!finite(value) ? null : power(value) === null ? 0 : high > low ? 0.1 + (0.9 * (power(value) - low)) / (high - low) : 1));
}

/** The window: one square for each local derivative; what a line reads from before the window stands at its left. */
function drawPart(pen, { rows, first }, colour) {
  rows.forEach((row, k) => {
    const top = k * PITCH;
    if (row.swept) {
      pen.fillStyle = colour.tint;
      pen.fillRect(0, top, GUTTER + ROWS * PITCH, PITCH);
    }
    const square = (x, fill) => {
      pen.fillStyle = fill;
      pen.fillRect(x + 2, top + 2, PITCH - 4, PITCH - 4);
    };
    square(GUTTER + k * PITCH, row.swept ? colour.done : colour.line);
    for (const { id } of row.entries) {
      if (id >= first) square(GUTTER + (id - first) * PITCH, row.swept ? colour.cot : colour.primal);
      else square(0, row.swept ? colour.cot : colour.primal);
    }
  });
  pen.fillStyle = colour.ink;
  const cut = rows.findIndex((row) => row.swept);
  if (cut >= 0) pen.fillRect(0, cut * PITCH - 1, GUTTER + ROWS * PITCH, 2);
  pen.fillStyle = colour.grid;
  pen.fillRect(GUTTER - 3, 0, 1, rows.length * PITCH);
}

/** A line of the window: its operation leads to it in the list. */
function row({ id, text, value, register, entries, swept }) {
  const local = entries.map((entry) => `× ${four(entry.slope)} to line ${grouped(entry.id + 1)}`).join(", ");
  return el("tr", { class: swept ? "swept" : "" },
    el("td", { class: "small mute", text: grouped(id + 1) }),
    el("td", {}, el("button", { class: "mono small lt-name", text, title: local, "aria-label": `${text}${local ? `, ${local}` : ""}`, on: { click: () => goToLine(id) } })),
    el("td", { class: `r b ${finite(value) ? "p" : "al"}`, text: four(value) }),
    el("td", { class: `r b ${register === null ? "mute light" : finite(register) ? "c" : "al"}`, text: register === null ? "empty" : four(register) }));
}
