// Where the graph's nodes stand and how its edges run: one node a row, ports spread along its border.

import { rows, DRAWN } from "./rows.js";

/** The width for which the engine lays the graph out. */
const DESIGNED = 366;
const NODE = 126;
/** The graph is not stretched beyond this. */
const WIDEST = 560;
const HALF = { tall: 28, low: 21 };

/** Nodes and edges in pixels, for a width; `null` where the tape is too long to draw. */
export function geometry(tape, width, reverse, aligned) {
  const layout = rows();
  if (!tape.graph || layout.list.length > DRAWN) return null;
  const low = layout.base < 72 || !aligned;
  const pitch = aligned ? null : 78;
  const half = low ? HALF.low : HALF.tall;
  const height = reverse ? 2 * half + 3 : half + 3;
  const nodes = placedNodes(tape, layout, { width, height, pitch });
  const edges = tape.graph.edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)).map((edge) => ({ ...edge }));
  spreadPorts(nodes, edges);
  for (const edge of edges) edge.path = pathOf(edge, nodes);
  return { nodes, edges, half, total: pitch ? layout.list.length * pitch : layout.total, low };
}

/** Centre of every node. */
function placedNodes(tape, layout, { width, height, pitch }) {
  const margin = NODE / 2 + 6;
  const stretch = Math.max(1, (Math.min(width, WIDEST) - 2 * margin) / (DESIGNED - 2 * margin));
  const offset = Math.max(0, (width - WIDEST) / 2);
  const nodes = new Map();
  const xs = new Map(tape.graph.nodes.map((node) => [node.line, node.x]));
  layout.list.forEach((row, k) => {
    const raw = xs.get(row.line.line) ?? DESIGNED / 2;
    const x = offset + margin + (Math.max(margin, Math.min(DESIGNED - margin, raw)) - margin) * stretch;
    const y = pitch ? (k + 0.5) * pitch : row.top + row.height / 2;
    nodes.set(row.line.line, { line: row.line, x, y, top: y - height / 2, bottom: y + height / 2 });
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

/** The curve of an edge, through the points that the layout gives, if any. */
function pathOf(edge, nodes) {
  const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
  const [x1, y1, x2, y2] = [edge.x1, a.bottom, edge.x2, b.top];
  const stops = (edge.via ?? []).map(([line, x]) => ({ x, y: nodes.get(line)?.y })).filter((stop) => stop.y !== undefined);
  const points = [{ x: x1, y: y1 }, ...stops, { x: x2, y: y2 }];
  const parts = points.slice(1).map((to, k) => {
    const from = points[k];
    const bend = (to.y - from.y) / 2;
    return `C${from.x} ${from.y + bend},${to.x} ${to.y - bend},${to.x} ${to.y}`;
  });
  const middle = points.length === 2 ? { x: (x1 + x2) / 2, y: (y1 + y2) / 2 } : points[Math.floor(points.length / 2)];
  edge.middle = middle;
  return `M${x1} ${y1} ${parts.join(" ")}`;
}
