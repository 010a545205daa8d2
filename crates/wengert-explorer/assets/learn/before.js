// Before: computation graphs. What to carry in, and a live witness: one input moves a little, and every value with it.

import { el, hold, svg } from "../dom.js";
import { four, number, plain, signed } from "../format.js";
import { keep, settled } from "../address.js";
import { repaint, state } from "../state.js";
import { model } from "../runner.js";
import { plot, label } from "../plot.js";
import { choice } from "../lens/head.js";
import { following } from "../lens/follow.js";

/** A graph of more lines is too long to be looked at here. */
const MOST = 9;
const WORKED = { text: "x*y + sin(x*y)", at: [["x", 2], ["y", 3]] };
const NUDGES = [1, 0.3, 0.1, 0.03, 0.01, 0.001];
const FIRST = 0.1;
/** What moves, `null` for the first input, and how far. */
const asked = { along: null, by: FIRST };

keep("move", {
  read: (text) => {
    const [along, by] = text.split(":");
    Object.assign(asked, { along: along || null, by: NUDGES.find((size) => String(size) === by) ?? FIRST });
  },
  write: () => (asked.along === null && asked.by === FIRST ? null : `${asked.along ?? ""}:${asked.by}`),
});

/** The present model where it is short and an input can move it, the worked example elsewhere. */
const subject = () => (state.tape && state.tape.inputs.length > 0 && state.tape.lines.length <= MOST && state.tape.graph && !state.fault ? model() : WORKED);

/** The card, and its painter. */
export function before() {
  const [graph, table, which] = [el("div"), el("div", { class: "wide" }), el("p", { class: "small mute" })];
  const [figure, sums] = [el("div", { class: "carry-graph" }, graph), el("div", {}, table)];
  let record = null;
  // An input of another function has no place in this one.
  const alongOf = () => (record?.inputs.some(({ name }) => name === asked.along) ? asked.along : (record?.inputs[0]?.name ?? null));
  const along = choice("Input that moves", () => (record?.inputs ?? state.tape?.inputs ?? []).map(({ name }) => ({ id: name, text: name })), alongOf, (id) => ask({ along: id }));
  const by = choice("How far it moves", () => NUDGES.map((size) => ({ id: size, text: plain(size) })), () => asked.by, (id) => ask({ by: id }));
  const root = el("section", { class: "card spaced", id: "before" },
    el("h2", { text: "Before: computation graphs" }),
    el("div", { class: "carry" },
      el("div", {}, el("p", { class: "mute", text: "Carry in four things:" }), el("ol", { class: "steps" }, ...CARRY.map((text) => el("li", { text }))), el("div", { class: "row-btns spaced" }, el("span", { class: "small mute", text: "move" }), along.root, el("span", { class: "small mute", text: "by" }), by.root), which),
      figure, sums));
  const recorded = following(figure, "record", () => ({ model: subject() }), (answer) => {
    record = answer;
  });
  const nudged = following(sums, "nudge", () => (alongOf() ? { model: subject(), along: alongOf(), by: asked.by } : null), (answer) => {
    if (answer.lines.length !== record.lines.length) return;
    const key = JSON.stringify([record.structure, answer]);
    hold(which, key, () => `${subject() === WORKED ? "The worked example" : "Your function"}: ${record.expression?.plain ?? ""}, moved and run again by the engine.`);
    hold(graph, key, () => drawn(record, answer));
    hold(table, key, () => tableOf(record, answer));
  });
  return {
    root,
    paint() {
      recorded();
      nudged();
      along.show();
      by.show();
    },
  };
}

const CARRY = [
  "An arrow leads from a value to the line that reads it.",
  "A line stands below everything it reads.",
  "Along one arrow: moved = slope × moved. That is the chain rule.",
  "Where arrows meet, what they bring adds.",
];

/** Changes what moves. */
function ask(patch) {
  Object.assign(asked, patch);
  repaint();
  settled();
}

/** The graph with what every arrow brings. */
function drawn(record, { lines, edges }) {
  const [w, pitch] = [340, 62];
  const xs = record.graph.nodes.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const places = new Map(record.graph.nodes.map(({ id, x }) => [id, 62 + ((x - low) / (high - low || 1)) * (w - 124)]));
  const row = new Map(record.lines.map(({ id }, k) => [id, 6 + k * pitch]));
  const arrows = edges.flatMap(({ from, to, slope, brings }) => {
    const [x1, y1, x2, y2] = [places.get(from), row.get(from) + 38, places.get(to), row.get(to)];
    const middle = (y1 + y2) / 2;
    return [svg("path", { class: `way ${number(brings) === 0 ? "still" : "p"}`, d: `M${x1} ${y1}C${x1} ${middle},${x2} ${middle},${x2} ${y2 - 4}M${x2 - 5} ${y2 - 9}L${x2} ${y2 - 2}L${x2 + 5} ${y2 - 9}` }), label((x1 + x2) / 2 + 6, middle + 4, `× ${plain(Number(number(slope).toFixed(4)))}`, "t2 little halo")];
  });
  const nodes = record.lines.map((line, k) => {
    const [x, y] = [places.get(line.id), row.get(line.id)];
    return svg("g", {}, svg("rect", { class: "neuron", x: x - 56, y, width: 112, height: 38, rx: 5 }), label(x, y + 15, `${line.name} = ${four(line.value)}`, "tp-t mid-t little tb"), label(x, y + 31, `moved ${signed(lines[k].moved)}`, "mid-t little"));
  });
  return plot(w, record.lines.length * pitch - 16, "the graph, with how far each value moved", ...arrows, ...nodes);
}

/** How far each line moved, and what its arrows brought. */
function tableOf(record, { lines, edges }) {
  const bring = (id) => edges.filter(({ to }) => to === id);
  const sum = (line, k) => {
    const parts = bring(line.id);
    if (parts.length === 0) return "moved by hand";
    const text = parts.map(({ slope, from }) => `${four(slope)} × ${signed(lines[record.lines.findIndex(({ id }) => id === from)].moved)}`).join(" + ");
    return `${text} = ${four(lines[k].brought)}`;
  };
  const rows = record.lines.map((line, k) => [line, k]).filter(([line]) => bring(line.id).length > 0);
  const row = ([line, k]) => el("tr", {}, el("td", { text: line.name }), el("td", { class: "r p b", text: signed(lines[k].moved) }), el("td", { class: "small mute", text: sum(line, k) }));
  return el("table", {}, el("thead", {}, el("tr", {}, el("th", { text: "line" }), el("th", { class: "r", text: "moved" }), el("th", { text: "slope × moved, from its arrows" }))), el("tbody", {}, ...rows.map(row), el("tr", {}, el("td", { class: "small mute", colspan: "3", text: "The smaller the move, the better both agree." }))));
}
