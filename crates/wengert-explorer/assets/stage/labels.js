// Where pills and the packet stand: on their edge or beside it, clear of nodes and of one another, else not at all.

import { widthOf } from "./letters.js";

/** Half the height of a label, with half a gap. */
const HALF = 11;
/** Between an edge and what stands beside it. */
const GAP = 7;
/** Where along an edge places are tried, and how far to the side where nothing else is left. */
const STRIDE = 6;
const FARTHEST = 160;
/** And how far above and below the edge: between two nodes that stand close there is no height for a label; in a narrow graph there may be none for rows around. */
const BEYOND = [48, 240];
/** An edge as short as this would vanish behind its pill. */
const SHORT = 72;

/** What a place costs: covering its own edge, standing on another's, being far away, being short, moving others. */
const COST = { hides: 60, crosses: 30, beside: 8, along: 0.15, apart: 0.3, shorter: 14, moves: 50, left: 4 };

/**
 * Places for the labels of edges: `rests` stand by edges at rest, `work` is the pill of the edge that adds, if it is shown, and `packet` what it carries.
 * Each is `{ edge, texts: [{ text, room }] }`, longest text first, with `brief` ones of the packet for where those have no room; a place is `{ x, y, room, text }`, or `null` where there is none.
 * Pills at rest have the places that they would have if nothing moved; who is in the way of a step gives way.
 */
export function placeLabels(shape, width, { rests, work, packet }) {
  const at = new Map();
  const still = [...rests, ...(work?.calm ? [work.calm] : [])].sort((a, b) => a.edge.length - b.edge.length);
  for (const one of still) at.set(one, best(shape, width, one, [...at.values()], []));
  if (work) at.delete(work.calm);
  const calm = [...at.values()].filter(Boolean);
  const taken = pair(shape, width, work, packet, calm);
  for (const [label, place] of taken) at.set(label, place);
  const placed = [...taken.values()].filter(Boolean);
  const met = rests.filter((one) => at.get(one) && placed.some((other) => meet(at.get(one), other)));
  const kept = rests.filter((one) => at.get(one) && !met.includes(one)).map((one) => at.get(one));
  for (const one of met) {
    const place = best(shape, width, one, [...placed, ...kept], []);
    at.set(one, place);
    if (place) kept.push(place);
  }
  return at;
}

/** Pill and packet of a step: on the two sides of their edge, or one above the other; where one has room alone, that is the packet. */
function pair(shape, width, work, packet, calm) {
  const place = (label, more, taken, far = BEYOND.slice(0, 1)) => label && best(shape, width, { ...label, now: true, ...more }, taken, calm, far);
  for (const lean of [0, HALF + 2]) {
    const pill = place(work, { lean }, []);
    const carried = place(packet, { pill, lean: -lean }, [pill]);
    if ((pill || !work) && (carried || !packet)) return placesOf([work, pill], [packet, carried]);
  }
  const carried = place(packet, {}, []) ?? place(packet && { ...packet, texts: packet.brief }, {}, [], BEYOND);
  return placesOf([work, place(work, {}, [carried])], [packet, carried]);
}

const placesOf = (...all) => new Map(all.filter(([label]) => label));

/** The cheapest place of a label that is free of nodes and of what is `taken`; `far`: from this far away too, if need be. */
function best(shape, width, label, taken, soft, far = []) {
  const others = taken.filter(Boolean);
  for (const beyond of [0, ...far]) {
    let found = null;
    for (const place of places(label, beyond)) {
      // Nothing makes a place cheaper than it is by itself.
      if (found !== null && place.cost >= found.cost) continue;
      if (!free(place, shape, width, others)) continue;
      place.cost += crossings(place, label.edge, shape.edges) * COST.crosses + soft.filter((other) => meet(place, other)).length * COST.moves;
      if (found === null || place.cost < found.cost) found = place;
    }
    if (found) return found;
  }
  return null;
}

/** All places of a label along its edge, with what they cost by themselves. */
function* places({ edge, texts, now = false, pill = null, lean = 0 }, beyond) {
  const [first, last] = [edge.points[0].y, edge.points.at(-1).y];
  const middle = (first + last) / 2 + lean;
  const spread = (last - first) / 2 + beyond;
  const reach = beyond > 0 ? FARTHEST : 0;
  for (const y of heights(middle, spread)) {
    const x = acrossAt(edge.points, y);
    const away = COST.along * Math.abs(y - middle) + (pill ? COST.apart * Math.abs(y - pill.y) : 0);
    for (const [k, { text, room }] of texts.entries()) {
      const cost = away + k * COST.shorter;
      if (!now || reach > 0) yield { x, y, room, text, cost: cost + (now || edge.length <= SHORT ? COST.hides : 0) };
      for (const side of [1, -1]) {
        // The pill of a step stands to the right, and what it carries on the other side of the edge.
        const wrong = side === (pill ? Math.sign(pill.x - x) : -1) ? COST.left : 0;
        for (let more = 0; more <= reach; more += STRIDE) yield { x: x + side * (GAP + room + more), y, room, text, cost: cost + COST.beside + wrong + more };
      }
    }
  }
}

/** Heights around the middle of an edge, up to a distance. */
function heights(middle, spread) {
  const found = [middle];
  for (let away = STRIDE; away < spread; away += STRIDE) found.push(middle - away, middle + away);
  return found;
}

/** Whether a place is within the graph, off all nodes and off other labels. */
function free(place, { nodes, total }, width, others) {
  if (place.x - place.room < 1 || place.x + place.room > width - 1 || place.y < HALF || place.y > total - HALF) return false;
  for (const node of nodes.values()) if (Math.abs(place.x - node.x) < node.half + place.room && node.top < place.y + HALF && node.below > place.y - HALF) return false;
  return !others.some((other) => meet(place, other));
}

/** Whether two labels lie on one another. */
const meet = (a, b) => Math.abs(a.y - b.y) < 2 * HALF && Math.abs(a.x - b.x) < a.room + b.room + 2;

/** How many other edges pass behind a place. */
function crossings({ x, y, room }, own, edges) {
  let count = 0;
  for (const { points } of edges) {
    if (points === own.points || points[0].y > y + HALF || points.at(-1).y < y - HALF) continue;
    if ([y - HALF, y, y + HALF].some((at) => at >= points[0].y && at <= points.at(-1).y && Math.abs(acrossAt(points, at) - x) < room)) count += 1;
  }
  return count;
}

/** Where a curve is at a height: every stretch leaves and arrives straight down. */
function acrossAt(points, y) {
  let k = 1;
  while (k < points.length - 1 && points[k].y < y) k += 1;
  const [a, b] = [points[k - 1], points[k]];
  const share = Math.max(0, Math.min(1, (y - a.y) / (b.y - a.y || 1)));
  return a.x + (b.x - a.x) * share * share * (3 - 2 * share);
}

/** Half the width of a text in a pill or packet, with its border. */
export const roomOf = (text, weight) => widthOf(text, weight, 12) / 2 + 10;
