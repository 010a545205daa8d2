// The curve of the kinks lens: cut at its poles and jumps, with a mark at every point that is not smooth, and the slopes of the set
// through the point on which the variable stands.

import { svg } from "../dom.js";
import { counted, finite, number, plain } from "../format.js";
import { written } from "../math.js";
import { curve, dot, extent, label, level, plot, scale, ticks, upright } from "../plot.js";
import { dots, placed } from "./placed.js";

const HIGH = 420;
/** Of values that run off to a pole so much is cut off at either end. */
const CUT = 0.08;
/** Fewer points than this are shown one by one. */
const FEW = 40;
/** Of more marks than this each is small, and of more jumps the curve is drawn through. */
const MANY = 40;

/** The curve, its kinks, and the fan of slopes where the point is on one; `none` of them is taken where kinks are errors. */
export function drawn(p, here, none, output, w) {
  const x = scale(extent(p.points.map(([a]) => a), 0), [48, w - 14]);
  const [poles, jumps] = ["pole", "jump"].map((kind) => p.kinks.filter((kink) => kink.kind === kind));
  const [on, marks] = [kinkAt(p, here), marked(p, here)];
  const y = scale(heights(p, on), [HIGH - 34, 22]);
  const clip = { x: x.from, y: y.to, width: x.to - x.from, height: y.from - y.to };
  const inside = svg("svg", { ...clip, viewBox: `${clip.x} ${clip.y} ${clip.width} ${clip.height}`, class: "clip" }, curve(cutAt(p.points, jumps.length > MANY ? poles : [...poles, ...jumps]), x, y, "p"), ...(on ? fan(on, none, x, y) : []));
  const parts = [upright(y, x), level(x, y), inside];
  if (x.low <= here && here <= x.high) parts.push(svg("line", { class: "cut", x1: x(here), x2: x(here), y1: y.from, y2: y.to }));
  if (p.points.length < FEW) parts.push(...p.points.filter(([, b]) => seen(y, b)).map(([a, b]) => dot("circle", x(a), y(b), 3, "p")));
  parts.push(...poleLines(poles.map((pole) => x(pole.x)).sort((a, b) => a - b), y));
  for (const kink of marks) if (kink.kind !== "pole") parts.push(dot("diamond", x(kink.x), y(kink.y), kink === on ? 7 : marks.length > MANY ? 2 : 5, "k o"));
  if (on) parts.push(...named(on, p, none, x, y));
  return plot(w, HIGH, `${output} along ${p.input}, with ${counted(marks.length, "non-smooth point")}`, ...parts);
}

/** Whether a value lies in the picture. */
const seen = (y, value) => finite(value) && number(value) >= y.low && number(value) <= y.high;

/** The kink on which the variable stands, if the curve has a value there. */
const kinkAt = (p, here) => p.kinks.find((kink) => Math.abs(number(kink.x) - here) <= 1e-9 * (1 + Math.abs(here)) && kink.kind !== "pole" && finite(kink.y));

/** From where to where values are drawn: lower than the curve where a fan of slopes stands on it. */
function heights(p, on) {
  const [low, high] = span(p.points, p.kinks.some(({ kind }) => kind === "pole"));
  return [on ? low - 0.3 * (high - low) : low, high];
}

/** What is marked in the picture: poles, and every other point that is not smooth and has its value there. */
export function marked(p, here) {
  const [low, high] = heights(p, kinkAt(p, here));
  return p.kinks.filter((kink) => kink.kind === "pole" || seen({ low, high }, kink.y));
}

/** Poles closer to one another than a word is wide share one; of lines that would stand closer than a dash is long not each is drawn. */
const [WORD, DASH] = [44, 6];

/** The lines of poles at these places, from left to right, and the words over them. */
function poleLines(places, y) {
  const lines = thinned(places, DASH).map((at) => svg("line", { class: "pole", x1: at, x2: at, y1: y.from, y2: y.to }));
  const words = rows(places, WORD).map((row) => label((row[0] + row.at(-1)) / 2, 16, row.length === 1 ? "pole" : `${row.length} poles`, "al-t mid-t"));
  return [...lines, ...words];
}

/** Places in rows, in which each is less than so far from the one before. */
function rows(places, apart) {
  const starts = places.map((place, k) => (k === 0 || place - places[k - 1] >= apart ? k : null)).filter((k) => k !== null);
  return starts.map((start, k) => places.slice(start, starts[k + 1]));
}

/** Of places from left to right those that stand at least so far from the last one taken. */
function thinned(places, apart) {
  const taken = [];
  for (const place of places) if (taken.length === 0 || place - taken.at(-1) >= apart) taken.push(place);
  return taken;
}

/** From where to where the curve is shown: all of it, or without what runs off to a pole. */
function span(points, clipped) {
  const values = points.map(([, b]) => number(b)).filter(Number.isFinite).sort((a, b) => a - b);
  if (!clipped || values.length < 8) return extent(values);
  const at = (part) => values[Math.round(part * (values.length - 1))];
  return extent([at(CUT), at(1 - CUT)]);
}

/** The points with a gap at each of some places, of whose own values the marks tell. */
function cutAt(points, places) {
  if (places.length === 0) return points;
  const at = new Set(places.map((place) => number(place.x)));
  const gaps = [...at].map((x) => [x, NaN]);
  return [...points.filter(([x]) => !at.has(number(x))), ...gaps].sort(([a], [b]) => number(a) - number(b));
}

/** Slopes of the set through a kink, and how far they are drawn on either side, as a share of the axis. */
const REACH = { set: 0.2, used: 0.34 };
const slopesOf = (kink) => {
  const [low, high] = kink.set.map(number);
  return finite(low) && finite(high) ? Array.from({ length: 7 }, (_, k) => low + ((high - low) * k) / 6) : [];
};

/** A slope through a kink, from end to end. */
function through(kink, slope, share, x) {
  const far = (x.high - x.low) * share;
  return [-far, far].map((dx) => [number(kink.x) + dx, number(kink.y) + slope * dx]);
}

/** Slopes of the set through the kink, and the one that is used. */
function fan(kink, none, x, y) {
  const used = finite(kink.used) && !none ? [curve(through(kink, number(kink.used), REACH.used, x), x, y, "c used")] : [];
  return [...slopesOf(kink).map((slope) => curve(through(kink, slope, REACH.set, x), x, y, "c thin")), ...used];
}

/** What stands at the kink, in words, where no line runs: what is used at the end of its line, the kink beside its mark. */
function named(kink, p, none, x, y) {
  const used = none || !finite(kink.used) ? null : through(kink, number(kink.used), REACH.used, x);
  const lines = [p.points.map(([a, b]) => [number(a), number(b)]), ...slopesOf(kink).map((slope) => through(kink, slope, REACH.set, x)), ...(used ? [used] : [])];
  const taken = lines.flatMap((line) => dots(line.map(([a, b]) => [x(a), y(b)])));
  const grid = ticks(y).flatMap((value) => dots([[x.from, y(value)], [x.to, y(value)]]));
  taken.push(...grid, ...dots([[x(kink.x), y.from], [x(kink.x), y.to]]), ...p.kinks.filter((one) => finite(one.y)).map((one) => [x(one.x), y(one.y)]));
  const at = `${kink.kind === "tie" ? "kink" : kink.kind} at ${written(p.input)} = ${plain(Number(number(kink.x).toPrecision(6)))}`;
  const middle = [[x(kink.x), y(kink.y)]];
  const ends = used?.map(([a, b]) => [x(a), y(b)]) ?? middle;
  const texts = [[`slope ${plain(kink.used)}, used`, "tc tb", ends], [at, "tb", middle]];
  return texts.slice(none ? 1 : 0).map(([text, kind, near]) => {
    const [, left, foot] = placed([text], near, x, y, taken);
    return label(left, foot, text, `${kind} halo`);
  });
}
