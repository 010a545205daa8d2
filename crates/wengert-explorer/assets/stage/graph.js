// The graph: one node a line of the tape, values running down its edges, cotangents running up.

import { el, svg, put, set, mark, style, byId } from "../dom.js";
import { four, plain, number, finite } from "../format.js";
import { variable, bar } from "../math.js";
import { state, repaint } from "../state.js";
import { current, landed, recorded, register, forwardLength } from "../timeline.js";
import { geometry } from "./geometry.js";
import { rows, DRAWN } from "./rows.js";
import { hiddenParts } from "./ledger.js";
import { idle } from "./row.js";
import { showPacket } from "./packet.js";

/** Up to so many edges all pills are shown; of more, those of the step and of what is selected. */
const FEW = 10;

let shape = null;
let shapeKey = null;
let nodes = new Map();
let edges = [];
let built = null;
let width = 366;

/** Watches the width that the graph may take. */
export function bindGraph() {
  const host = byId("graph");
  new ResizeObserver(([entry]) => {
    width = Math.round(entry.contentRect.width);
    repaint();
  }).observe(host);
}

/** Paints the graph. */
export function paintGraph() {
  const { tape } = state;
  if (!tape) return;
  const drawn = tape.graph !== null && rows().list.length <= DRAWN;
  mark(byId("scroll"), "nograph", !drawn);
  if (!drawn) return;
  const reverse = state.step > forwardLength();
  const aligned = window.innerWidth > 1180;
  const key = `${rows().key} ${width} ${reverse} ${aligned}`;
  const rebuilt = built?.key !== rows().key;
  if (rebuilt) build(tape);
  if (built.tape !== tape) rebind(tape);
  if (rebuilt || key !== shapeKey) {
    shapeKey = key;
    shape = geometry(tape, width, reverse, aligned);
    placeAll();
  }
  showNodes(reverse);
  showEdges(reverse);
}

/** Builds nodes and edges, empty of numbers. */
function build(tape) {
  built = { key: rows().key, tape };
  const shown = rows().list.map((row) => row.line);
  nodes = new Map(shown.map((line) => [line.line, buildNode(line)]));
  byId("nodes").replaceChildren(...[...nodes.values()].map((node) => node.item));
  edges = tape.graph.edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)).map((edge) => buildEdge(edge, tape));
  byId("edges").replaceChildren(...edges.map((edge) => edge.path));
  byId("pills").replaceChildren(...edges.map((edge) => edge.pill));
}

/** Takes lines and payments from another tape of the same shape. */
function rebind(tape) {
  built.tape = tape;
  for (const [line, node] of nodes) node.line = tape.lines[line - 1];
  for (const edge of edges) edge.pay = paymentOf(edge, tape);
}

/** What is paid along an edge, if anything is. */
const paymentOf = (edge, tape) => tape.lines[edge.to - 1].pays.find((event) => event.to === edge.from && event.operand === edge.operand) ?? null;

/** A node: name and value above, register below. */
function buildNode(line) {
  const value = el("span");
  const held = el("span");
  const register = el("div", { class: "ct" }, el("span", {}, bar(line.name)), held);
  const root = el("button", { class: "nd", "data-line": line.line, tabindex: "-1" }, el("div", { class: "pr" }, el("span", {}, variable(line.name)), value), register);
  return { item: el("li", {}, root), root, line, value, held, register };
}

/** An edge with the pill of its local derivative. */
function buildEdge(edge, tape) {
  return { ...edge, pay: paymentOf(edge, tape), path: svg("path", { class: "edge" }), pill: el("span", { class: "chip" }) };
}

/** Puts everything where the geometry says. */
function placeAll() {
  style(byId("graph"), "height", `${shape.total}px`);
  mark(byId("graph"), "low", shape.low);
  for (const [line, at] of shape.nodes) {
    const { root } = nodes.get(line);
    style(root, "left", `${at.x}px`);
    style(root, "top", `${at.top}px`);
  }
  edges.forEach((edge, k) => {
    const at = shape.edges[k];
    edge.middle = at.middle;
    set(edge.path, "d", at.path);
  });
}

/** Numbers and outlines of the nodes. */
function showNodes(reverse) {
  const event = current();
  const hidden = hiddenParts();
  const payer = event && !(event.phase === "seed") ? event.line : null;
  for (const [line, node] of nodes) {
    const on = recorded(node.line);
    put(node.value, on ? four(node.line.value) : "not yet");
    mark(node.root, "none", !on);
    mark(node.root, "one", !reverse);
    mark(node.root, "src", payer === line);
    mark(node.root, "tgt", reverse && event?.to === line);
    mark(node.root, "sel", state.selected === line);
    mark(node.root, "hov", state.hovered === line && state.selected !== line);
    mark(node.root, "lit", state.lit?.has(line) ?? false);
    mark(node.root, "idle", idle(node.line));
    mark(node.root, "bad", on && !finite(node.line.value));
    set(node.root, "aria-pressed", state.selected === line ? "true" : "false");
    showRegister(node, reverse, hidden);
  }
}

/** The lower half of a node. */
function showRegister(node, reverse, hidden) {
  mark(node.register, "away", !reverse);
  if (!reverse) return;
  const { count, value } = register(node.line);
  const secret = hidden.has(`register ${node.line.line}`);
  put(node.held, secret ? "?" : count === 0 ? "0" : four(value));
  mark(node.register, "e", count === 0 && !secret);
  mark(node.register, "al", count > 0 && !finite(value));
}

/** How thick a contribution runs. */
const thickness = (product) => Math.min(9, 1.6 + 1.15 * Math.min(100, Math.abs(number(product)) || 0));

/** Edges, pills and the packet. */
function showEdges(reverse) {
  const event = current();
  const at = landed();
  const few = edges.length <= FEW;
  let moving = null;
  for (const edge of edges) {
    const { pay } = edge;
    const on = state.step >= edge.to;
    const paid = pay !== null && at >= pay.index;
    const now = pay !== null && pay === event;
    if (now || pay === state.returning) moving = edge;
    const kind = !on ? "away" : paid || now ? "paid" : reverse ? "wait" : "fresh";
    set(edge.path, "class", `edge ${kind}${now ? " now" : ""}${touches(edge) ? " lit" : ""}`);
    style(edge.path, "stroke-width", paid || now ? `${thickness(pay.product)}px` : "1.5px");
    showPill(edge, reverse && pay !== null && (few || now || touches(edge) || state.hovered === edge.from || state.hovered === edge.to), now);
  }
  showPacket(moving, event, state.returning);
}

/** Whether an edge belongs to what is selected or lit. */
const touches = (edge) =>
  state.selected === edge.from || state.selected === edge.to || (state.lit?.has(edge.from) && state.lit?.has(edge.to));

/** The pill of a local derivative: on its edge, or beside it while the edge pays. */
function showPill(edge, on, now) {
  const { pill, pay, middle } = edge;
  mark(pill, "away", !on);
  if (!on) return;
  const secret = hiddenParts().has(`pay ${pay.index}`);
  const text = pillText(pay, secret);
  put(pill, text);
  mark(pill, "cur", now);
  const room = text.length * 3.3 + 9;
  const wish = now ? middle.x + room + 8 : middle.x;
  style(pill, "left", `${Math.max(room + 2, Math.min(width - room - 2, wish))}px`);
  style(pill, "top", `${middle.y}px`);
}

/** "× cos a = 0.9602". */
function pillText(pay, secret) {
  const local = shortest(pay.local);
  const short = pay.short.replace(/\b(sin|cos|tan|exp|log|sqrt|tanh)\((\w+)\)/g, "$1 $2").replaceAll("*", "·").replaceAll("-", "−");
  if (short === "" || short === local || !Number.isNaN(Number(pay.short))) return secret && short === "" ? "× ?" : `× ${local}`;
  return secret ? `× ${short}` : `× ${short} = ${local}`;
}

/** A number without needless zeros, of four decimals at most. */
const shortest = (value) => (Number.isFinite(number(value)) ? plain(Number(number(value).toFixed(4)) || number(value)) : four(value));
