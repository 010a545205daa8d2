// Where a pill and a packet stand: on a long edge, beside a short one or one that pays, clear of nodes and other edges.

/** An edge as short as this would vanish behind its pill. */
const SHORT = 72;
/** Between an edge and what stands beside it. */
const GAP = 7;
/** Half the height of a pill. */
const HALF = 10;

/** Room for packet and pill on the two sides of an edge. */
const ENOUGH = 190;
/** Where along a stretch a place is sought: halfway first. */
const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8];

/** The place for an edge's pill: halfway down its longest stretch, or where most room is, if there is little. */
export function placeOf(edge, edges, nodes, width) {
  const places = stretches(edge.points).flatMap(([a, b]) => SHARES.map((share) => {
    const middle = between(a, b, share);
    return { middle, length: Math.hypot(b.x - a.x, b.y - a.y), free: freeAround(edge, middle, edges, nodes, width) };
  }));
  const room = ({ free: [from, to] }) => to - from;
  return room(places[0]) >= ENOUGH ? places[0] : places.reduce((best, one) => (room(one) > room(best) + 1 ? one : best));
}

/** The stretches of a curve that do not run beside a node, the longest first. */
function stretches(points) {
  const found = [];
  for (let k = 0; k < points.length - 1; k += 2) found.push([points[k], points[k + 1]]);
  return found.sort(([a, b], [c, d]) => d.y - c.y - (b.y - a.y));
}

/** A point of a stretch, which leaves and arrives straight down. */
const between = (a, b, share) => ({ x: a.x + (b.x - a.x) * share * share * (3 - 2 * share), y: a.y + (b.y - a.y) * share });

/** The free stretch around a place on an edge: up to the next edge, node or border on either side. */
function freeAround(edge, { x, y }, edges, nodes, width) {
  const taken = [2 - GAP, width - 2 + GAP];
  for (const other of edges) if (other !== edge) taken.push(...crossing(other.points, y));
  for (const node of nodes.values()) if (node.top < y + HALF && node.below > y - HALF) taken.push(node.x - node.half, node.x + node.half);
  return [Math.max(...taken.filter((at) => at < x)) + GAP, Math.min(...taken.filter((at) => at > x)) - GAP];
}

/** Where a curve crosses a height, if it does. */
function crossing(points, y) {
  for (let k = 1; k < points.length; k += 1) {
    const [a, b] = [points[k - 1], points[k]];
    if (y < a.y || y > b.y) continue;
    return [between(a, b, (y - a.y) / (b.y - a.y || 1)).x];
  }
  return [];
}

/** Half the width of a text in a pill or packet. */
export const half = (text, bold) => text.length * (bold ? 3.6 : 3.3) + 10;

/** The pill of an edge at rest: the longest text that fits beside it, or on it where it is long. */
export function atRest(edge, texts) {
  const { x, y } = edge.middle;
  if (edge.length > SHORT) return { x, y, room: half(texts[0], false), text: texts[0] };
  return besideEdge(edge, texts, false, 0) ?? { x, y, room: half(texts.at(-1), false), text: texts.at(-1) };
}

/** Pill and packet of the edge that pays: on its two sides, the pill to the right if that is free. */
export function atWork(edge, texts, product, width) {
  const { x, y } = edge.middle;
  const packet = half(product, true);
  const pill = besideEdge(edge, texts, true, 2 * packet) ?? { x: x + GAP + half(texts.at(-1), true), y, room: half(texts.at(-1), true), text: texts.at(-1), side: 1 };
  const inside = (at, room) => Math.max(room + 2, Math.min(width - room - 2, at));
  return { pill: { ...pill, x: inside(pill.x, pill.room) }, rest: { x: inside(x - pill.side * (packet + GAP), packet), y, room: packet } };
}

/** The first text that fits on a side, while the other side keeps so much. */
function besideEdge(edge, texts, bold, other) {
  const { x, y } = edge.middle;
  const [from, to] = edge.free;
  const space = { 1: to - x - GAP, "-1": x - GAP - from };
  const sides = space[-1] > 1.3 * space[1] && other === 0 ? [-1, 1] : [1, -1];
  for (const text of texts) {
    const room = half(text, bold);
    const side = sides.find((one) => space[one] >= 2 * room - 4 && space[-one] >= other - 12);
    if (side) return { x: x + side * (GAP + room), y, room, text, side };
  }
  return null;
}
