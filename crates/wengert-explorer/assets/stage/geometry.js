// Where the graph's nodes stand and how its edges run: one node a row, ports spread along its border.

import { openAt } from "./folds.js";
import { rows, DRAWN } from "./rows.js";

const NODE = 116;
/** The graph is not stretched beyond this. */
const WIDEST = 560;
/** What a fold holds stands below its node. */
const STRIP = 18;
const HALF = { tall: 28, low: 21 };

/** Nodes and edges in pixels, for a width; `null` where the tape is too long to draw. */
export function geometry(tape, width, reverse, aligned, joined) {
  const layout = rows();
  if (!tape.graph || layout.list.length > DRAWN) return null;
  const low = layout.base < 84 || !aligned;
  const pitch = aligned ? null : 78;
  const half = low ? HALF.low : HALF.tall;
  const height = reverse ? 2 * half + 3 : half + 3;
  const nodes = placedNodes(tape, layout, { width, height, pitch });
  const edges = joined.map(({ from, to, operand }) => ({ from, to, operand }));
  spreadPorts(nodes, edges);
  for (const edge of edges) edge.path = pathOf(edge, nodes, width);
  for (const edge of edges) edge.length = edge.points.at(-1).y - edge.points[0].y;
  return { nodes, edges, half, total: pitch ? layout.list.length * pitch : layout.total, low };
}

/** Centre of every node: the engine's place across, its own row down. */
function placedNodes(tape, layout, { width, height, pitch }) {
  const margin = NODE / 2 + 6;
  const room = Math.min(width, WIDEST) - 2 * margin;
  const offset = margin + Math.max(0, (width - WIDEST) / 2);
  const xs = new Map(tape.graph.nodes.map((node) => [node.line, node.x]));
  const shown = layout.list.map((row) => xs.get(row.line.line)).filter((x) => x !== undefined);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const across = (x) => (high > low ? ((x - low) / (high - low)) * room : room / 2);
  const nodes = new Map();
  layout.list.forEach((row, k) => {
    const x = offset + across(xs.get(row.line.line) ?? (low + high) / 2);
    const y = pitch ? (k + 0.5) * pitch : row.top + row.height / 2;
    const strip = row.fold || openAt(tape, row.line.line) ? STRIP / 2 : 0;
    nodes.set(row.line.line, { line: row.line, x, y, half: NODE / 2, top: y - height / 2 - strip, bottom: y + height / 2 - strip, below: y + height / 2 + strip });
  });
  return nodes;
}

/** Gives every edge its own place on the borders of its two nodes, in the order of the other ends. */
function spreadPorts(nodes, edges) {
  for (const [line, node] of nodes) {
    const incoming = edges.filter((edge) => edge.to === line);
    const outgoing = edges.filter((edge) => edge.from === line);
    spread(incoming, node, (edge) => nodes.get(edge.from).x + edge.operand / 100, "x2");
    spread(outgoing, node, (edge) => nodes.get(edge.to).x, "x1");
  }
}

/** Spreads edges over a node's border. */
function spread(edges, node, by, port) {
  const sorted = [...edges].sort((a, b) => by(a) - by(b));
  const gap = Math.min(60, (NODE - 30) / Math.max(1, sorted.length - 1));
  sorted.forEach((edge, k) => {
    edge[port] = node.x + (sorted.length === 1 ? leaning(by(edge) - node.x) : (k - (sorted.length - 1) / 2) * gap);
  });
}

/** A single edge leans towards its other end. */
const leaning = (distance) => Math.max(-30, Math.min(30, distance / 3));

/** The curve of an edge: straight down where nothing is in the way, else past the side of what is. */
function pathOf(edge, nodes, width) {
  const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
  const points = [{ x: edge.x1, y: a.below }, ...detours(edge, a, b, nodes, width), { x: edge.x2, y: b.top }];
  const parts = points.slice(1).map((to, k) => {
    const from = points[k];
    const bend = (to.y - from.y) / 2;
    return `C${from.x} ${from.y + bend},${to.x} ${to.y - bend},${to.x} ${to.y}`;
  });
  edge.points = points;
  return `M${points[0].x} ${points[0].y} ${parts.join(" ")}`;
}

/** Points beside the nodes that stand between the two ends. */
function detours(edge, a, b, nodes, width) {
  const stops = [];
  const clear = NODE / 2 + 12;
  for (const node of nodes.values()) {
    if (node.y <= a.y || node.y >= b.y) continue;
    const last = stops.at(-1) ?? { x: edge.x1, y: a.below };
    const share = (node.y - last.y) / (b.top - last.y || 1);
    const x = last.x + (edge.x2 - last.x) * (share * share * (3 - 2 * share));
    if (Math.abs(x - node.x) >= clear) continue;
    const side = x < node.x || (x === node.x && edge.x2 < node.x) ? -1 : 1;
    const beside = Math.max(5, Math.min(width - 5, node.x + side * clear));
    stops.push({ x: beside, y: node.top }, { x: beside, y: node.below });
  }
  return stops;
}
