// The graph: one node a line of the tape, values running down its edges, cotangents running up.

import { el, svg, put, set, mark, style, byId } from "../dom.js";
import { four, number, finite, signed } from "../format.js";
import { aligned } from "../room.js";
import { barMarkup, nameMarkup, slopeText } from "../math.js";
import { state, change, repaint } from "../state.js";
import { current, landed, recorded, register, forwardLength } from "../timeline.js";
import { geometry } from "./geometry.js";
import { rows, DRAWN } from "./rows.js";
import { hiddenParts, select } from "./ledger.js";
import { idle } from "./row.js";
import { showPacket } from "./packet.js";
import { placeLabels, roomOf } from "./labels.js";
import { widthOf } from "./letters.js";
import { cuttable, showFitted } from "./names.js";
import { briefly, holds, shortest } from "./local.js";
import { foldButton, openAt, sizeOf } from "./folds.js";

/** Up to so many edges all pills are shown; of more, those of the step and of what is selected. */
const FEW = 10;
/** How heavy the letters of a pill are, of the pill of a step, and of the packet. */
const WEIGHTS = { rest: 400, work: 650, packet: 700 };

let shape = null;
let shapeKey = null;
let nodes = new Map();
let edges = [];
let built = null;
let width = 366;
let stage = null;

/** Watches the width that the graph may take. */
export function bindGraph() {
  const host = byId("graph");
  stage = host.parentNode;
  new ResizeObserver(() => {
    width = host.clientWidth || width;
    repaint();
  }).observe(host);
  const nodeAt = (target) => target.closest?.(".nd");
  host.addEventListener("click", (event) => nodeAt(event.target) && pressed(nodeAt(event.target)));
  // The pill of a local derivative belongs to the line whose slope it is.
  byId("pills").addEventListener("click", (event) => event.target.dataset.line && select(Number(event.target.dataset.line)));
  host.addEventListener("pointerover", (event) => change({ hovered: Number(nodeAt(event.target)?.dataset.line) || null }));
  host.addEventListener("pointerleave", () => change({ hovered: null }));
}

/** A node that is pressed is selected; one that stands for folded lines opens. */
function pressed(node) {
  const at = rows().at.get(Number(node.dataset.line));
  if (at?.fold) node.parentNode.querySelector("[data-fold]").click();
  else select(Number(node.dataset.line));
}

/** Puts the graph where it is seen: on the stage, or beside the programs. */
function house() {
  const home = (state.view === "code" && byId("code-graph")) || stage;
  if (byId("graph").parentNode !== home) home.append(byId("graph"));
}

/** Paints the graph. */
export function paintGraph() {
  const { tape } = state;
  if (!tape) return;
  house();
  const drawn = tape.graph !== null && rows().list.length <= DRAWN;
  mark(byId("scroll"), "nograph", !drawn);
  if (!drawn) return;
  const reverse = state.step > forwardLength();
  const beside = aligned() && state.view === "tape";
  const key = `${rows().key} ${width} ${reverse} ${beside}`;
  const rebuilt = built?.key !== rows().key;
  if (rebuilt) build(tape);
  if (built.tape !== tape) rebind(tape);
  if (rebuilt || key !== shapeKey) {
    shapeKey = key;
    shape = geometry(tape, width, reverse, beside, edges);
    placeAll();
  }
  showNodes(reverse);
  showEdges(reverse);
}

/** Builds nodes and edges, empty of numbers. */
function build(tape) {
  built = { key: rows().key, tape };
  nodes = new Map(rows().list.map((row) => [row.line.line, buildNode(row.line, row.fold ?? openAt(tape, row.line.line), row.fold)]));
  byId("nodes").replaceChildren(...[...nodes.values()].map((node) => node.item));
  edges = joined(tape).map((edge) => buildEdge(edge, tape));
  byId("edges").replaceChildren(...edges.map((edge) => edge.path));
  byId("pills").replaceChildren(...edges.map((edge) => edge.pill));
}

/** The edges between what has a node: those into a fold from one line are one. */
function joined(tape) {
  const { at } = rows();
  const found = new Map();
  for (const { from, to, operand } of tape.graph.edges) {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b || a === b) continue;
    const single = !a.fold && !b.fold;
    const key = `${a.key} ${b.key} ${single ? operand : ""}`;
    const known = found.get(key);
    if (known) known.uses.push({ from, to, operand });
    else found.set(key, { from: a.line.line, to: b.line.line, operand, uses: [{ from, to, operand }] });
  }
  return [...found.values()];
}

/** Takes lines and additions from another tape of the same shape. */
function rebind(tape) {
  built.tape = tape;
  for (const [line, node] of nodes) node.line = tape.lines[line - 1];
  for (const edge of edges) edge.pays = paymentsOf(edge, tape);
}

/** What is added along an edge: once or not at all between lines, more often where it leads into a fold. */
const paymentsOf = (edge, tape) =>
  edge.uses.flatMap(({ from, to, operand }) => tape.lines[to - 1].pays.filter((event) => event.to === from && event.operand === operand));

/** A node: name and value above, register below. */
function buildNode(line, fold, closed) {
  const value = el("span");
  const held = el("span");
  const [name, barred] = [el("span", { class: "nm" }), el("span", { class: "nm" })];
  const register = el("div", { class: "ct" }, barred, held);
  const root = el("button", { class: "nd", "data-line": line.line, tabindex: "-1" }, el("div", { class: "pr" }, name, value), register);
  const node = { root, line, name, barred, value, held, register };
  if (!fold) return { ...node, item: el("li", {}, root), strip: null };
  const strip = foldButton(fold, "nodes", `nd-fold${closed ? "" : " open"}`, closed ? undefined : `${sizeOf(fold)} lines, open`);
  mark(root, "many", closed !== null && closed !== undefined);
  if (closed) set(root, "aria-label", strip.getAttribute("aria-label"));
  return { ...node, item: el("li", {}, root, strip), strip };
}

/** An edge with the pill of its local derivative. */
function buildEdge(edge, tape) {
  return { ...edge, pays: paymentsOf(edge, tape), path: svg("path", { class: "edge" }), pill: el("span", { class: "chip", "data-line": edge.uses.length === 1 ? edge.uses[0].to : null }) };
}

/** Puts everything where the geometry says. */
function placeAll() {
  style(byId("graph"), "height", `${shape.total}px`);
  mark(byId("graph"), "low", shape.low);
  for (const [line, at] of shape.nodes) {
    const { root } = nodes.get(line);
    style(root, "left", `${at.x}px`);
    style(root, "top", `${at.top}px`);
    const { strip } = nodes.get(line);
    if (!strip) continue;
    style(strip, "left", `${at.x}px`);
    style(strip, "top", `${at.bottom}px`);
  }
  edges.forEach((edge, k) => {
    const at = shape.edges[k];
    Object.assign(edge, { points: at.points, length: at.length });
    set(edge.path, "d", at.path);
  });
}

/** Numbers and outlines of the nodes. */
function showNodes(reverse) {
  const event = current();
  const hidden = hiddenParts();
  const payer = event && !(event.phase === "seed") ? event.line : null;
  const { at } = rows();
  const chosen = at.get(state.selected)?.line.line;
  const stop = nodes.has(chosen) ? chosen : nodes.keys().next().value;
  for (const [line, node] of nodes) {
    const on = recorded(node.line);
    set(node.root, "tabindex", line === stop ? "0" : "-1");
    fit(node.value, on ? four(node.line.value) : "not yet", node.name, nameMarkup(node.line.name), node.line.name);
    mark(node.root, "none", !on);
    mark(node.root, "one", !reverse);
    const first = at.get(line)?.fold?.first ?? line;
    const within = (k) => first <= k && k <= line;
    mark(node.root, "src", within(payer));
    mark(node.root, "tgt", hidden.has(`register ${line}`) || (reverse && within(event?.to) && !within(event.line)));
    mark(node.root, "sel", within(state.selected));
    mark(node.root, "hov", within(state.hovered) && !within(state.selected));
    mark(node.root, "lit", [...(state.lit ?? [])].some(within));
    mark(node.root, "idle", idle(node.line));
    mark(node.root, "bad", on && !finite(node.line.value));
    set(node.root, "aria-pressed", String(within(state.selected)));
    showRegister(node, reverse, hidden);
  }
}

/** The lower half of a node. */
function showRegister(node, reverse, hidden) {
  mark(node.register, "away", !reverse);
  if (!reverse) return;
  const { count, value } = register(node.line);
  const secret = hidden.has(`register ${node.line.line}`);
  fit(node.held, secret ? "?" : count === 0 ? "0" : four(value), node.barred, barMarkup(node.line.name), `bar ${node.line.name}`);
  mark(node.register, "e", count === 0 && !secret);
  mark(node.register, "al", count > 0 && !finite(value));
}

/** What a node is wide within, and how high its letters are, where it is tall and where it is low; and those of a long number. */
const INNER = { tall: [90, 14], low: [94, 13] };
const LONG = 11;
/** A number of more letters is long, beside a long name and beside others. */
const LETTERS = { long: 7, short: 9 };

/** Writes a number into a node, on one line: a long one in smaller letters. Its name has what room is left. */
function fit(node, text, name, markup, whole) {
  const small = text.length > (cuttable(markup) ? LETTERS.long : LETTERS.short);
  put(node, text);
  mark(node, "long", small);
  const [inner, size] = shape.low ? INNER.low : INNER.tall;
  showFitted(name, markup, whole, inner - widthOf(text, 650, small ? LONG : size), size);
}

/** How thick a contribution runs that is asked about. */
const UNTOLD = 3;

/** How thick a contribution runs. */
const thickness = (product) => Math.min(9, 1.6 + 1.15 * Math.min(100, Math.abs(number(product)) || 0));

/** Edges, pills and the packet. */
function showEdges(reverse) {
  const event = current();
  const few = edges.length <= FEW;
  for (const edge of edges) showEdge(edge, event, reverse);
  const moving = edges.findLast((edge) => edge.now || edge.pays.includes(state.returning)) ?? null;
  const named = reverse ? edges.filter((edge) => edge.pay !== null && (edge.pays.length === 1 || edge.now) && (few || edge.now || near(edge))) : [];
  const places = labelled(named, moving, event);
  for (const edge of edges) showPill(edge, places.get(edge) ?? null);
  showPacket(moving, places.get("packet") ?? null, event, state.returning);
}

/** Whether the pill of an edge is asked for, where not all are shown. */
const near = (edge) => touches(edge) || state.hovered === edge.from || state.hovered === edge.to;

/** The line of an edge. */
function showEdge(edge, event, reverse) {
  const at = landed();
  edge.now = edge.pays.includes(event);
  // Of several the one at hand, else the last that has been made.
  edge.pay = edge.now ? event : edge.pays.findLast((one) => one.index <= at) ?? edge.pays[0] ?? null;
  const { pay, now } = edge;
  const on = state.step >= edge.uses[0].to;
  const paid = pay !== null && at >= pay.index;
  const kind = !on ? "away" : paid || now ? "paid" : reverse ? "wait" : "fresh";
  set(edge.path, "class", `edge ${kind}${pay === null ? " aside" : ""}${now ? " now" : ""}${touches(edge) ? " lit" : state.lit ? " dim" : ""}`);
  const width = hiddenParts().has(`pay ${pay?.index}`) ? UNTOLD : thickness(pay?.product);
  style(edge.path, "stroke-width", paid || now ? `${width}px` : "1.5px");
}

let known = { key: null, places: new Map() };

/** Where the pills of edges stand, and under "packet" what the moving one carries. */
function labelled(named, moving, event) {
  const texts = (edge, weight) => pillTexts(edge.pay, hiddenParts().has(`pay ${edge.pay.index}`)).map((text) => ({ text, room: roomOf(text, weight) }));
  const rests = named.filter((edge) => !edge.now).map((edge) => ({ edge, texts: texts(edge, WEIGHTS.rest) }));
  const current = named.find((edge) => edge.now);
  const work = current ? { edge: current, texts: texts(current, WEIGHTS.work), calm: { edge: current, texts: texts(current, WEIGHTS.rest) } } : null;
  const [carried, brief] = (moving ? carriedTexts((state.returning ?? event).product) : []).map((text) => ({ text, room: roomOf(text, WEIGHTS.packet) }));
  const packet = moving ? { edge: moving, texts: [carried], brief: [brief] } : null;
  const key = JSON.stringify([shapeKey, [...rests, work, packet].map((one) => one && [edges.indexOf(one.edge), one.texts])]);
  if (known.key === key && known.shape === shape) return known.places;
  const found = placeLabels(shape, width, { rests, work, packet });
  const places = new Map([...found].map(([label, place]) => [label === packet ? "packet" : label.edge, place]));
  known = { key, shape, places };
  return places;
}

/** Whether an edge belongs to what is selected or lit. */
const touches = (edge) => state.selected === edge.from || state.selected === edge.to || onPath(edge);

/** Whether a step of the path that is lit goes along an edge: its lines stand in the order of the path, from the output on. */
function onPath(edge) {
  if (!state.lit) return false;
  const shown = [...state.lit].map((line) => rows().at.get(line)?.line.line ?? line);
  return shown.some((line, k) => k > 0 && [line, shown[k - 1]].sort((a, b) => a - b).join() === [edge.from, edge.to].sort((a, b) => a - b).join());
}

/** The pill of a local derivative, where it has a place. */
function showPill({ pill, now }, place) {
  mark(pill, "away", place === null);
  mark(pill, "cur", now);
  if (place === null) return;
  put(pill, place.text);
  style(pill, "left", `${place.x}px`);
  style(pill, "top", `${place.y}px`);
}

/** "× cos a = 0.9602", and shorter where there is less room. */
function pillTexts(pay, secret) {
  const local = `× ${shortest(pay.local)}`;
  const short = slopeText(pay.short);
  const formula = `× ${short}`;
  if (short === "" || formula === local || !Number.isNaN(Number(pay.short))) return [secret && short === "" ? "× ?" : local];
  if (secret) return [formula];
  if (!holds(pay, state.tape)) return [local];
  return [`${formula} = ${shortest(pay.local)}`, formula, ...(local.length < formula.length ? [local] : [])];
}

/** "+199.4675", and shorter where there is no room for it. */
const carriedTexts = (product) => [signed(product), `${number(product) >= 0 ? "+" : ""}${briefly(product)}`];
