// The curve of the kinks lens: cut at its poles, with a mark at every point that is not smooth, and the slopes of the set
// through the point on which the variable stands.

import { svg } from "../dom.js";
import { finite, number, plain } from "../format.js";
import { curve, dot, extent, label, level, plot, scale, upright } from "../plot.js";

const HIGH = 420;
/** Of values that run off to a pole so much is cut off at either end. */
const CUT = 0.08;
/** Fewer points than this are shown one by one. */
const FEW = 40;

/** The curve, its kinks, and the fan of slopes where the point is on one. */
export function drawn(p, here, set, output, w) {
  const x = scale(extent(p.points.map(([a]) => a), 0), [48, w - 14]);
  const poles = p.kinks.filter((kink) => kink.kind === "pole");
  const on = p.kinks.find((kink) => Math.abs(number(kink.x) - here) <= 1e-9 * (1 + Math.abs(here)) && kink.kind !== "pole" && finite(kink.y));
  const [low, high] = span(p.points, poles.length > 0);
  const y = scale([on ? low - 0.3 * (high - low) : low, high], [HIGH - 34, 22]);
  const clip = { x: x.from, y: y.to, width: x.to - x.from, height: y.from - y.to };
  const inside = svg("svg", { ...clip, viewBox: `${clip.x} ${clip.y} ${clip.width} ${clip.height}`, class: "clip" }, curve(cutAt(p.points, poles), x, y, "p"), ...(on ? fan(on, x, y) : []));
  const parts = [upright(y, x), level(x, y), inside];
  if (x.low <= here && here <= x.high) parts.push(svg("line", { class: "cut", x1: x(here), x2: x(here), y1: y.from, y2: y.to }));
  if (p.points.length < FEW) parts.push(...p.points.filter(([, b]) => seen(y, b)).map(([a, b]) => dot("circle", x(a), y(b), 3, "p")));
  for (const pole of poles) parts.push(svg("line", { class: "pole", x1: x(pole.x), x2: x(pole.x), y1: y.from, y2: y.to }), label(x(pole.x), 16, "pole", "al-t mid-t"));
  for (const kink of p.kinks) if (kink.kind !== "pole" && seen(y, kink.y)) parts.push(dot("diamond", x(kink.x), y(kink.y), kink === on ? 7 : 5, "k o"));
  if (on) parts.push(...named(on, p.input, set, x, y));
  return plot(w, HIGH, `${output} along ${p.input}, with ${p.kinks.length} non-smooth points`, ...parts);
}

/** Whether a value lies in the picture. */
const seen = (y, value) => finite(value) && number(value) >= y.low && number(value) <= y.high;

/** From where to where the curve is shown: all of it, or without what runs off to a pole. */
function span(points, clipped) {
  const values = points.map(([, b]) => number(b)).filter(Number.isFinite).sort((a, b) => a - b);
  if (!clipped || values.length < 8) return extent(values);
  const at = (part) => values[Math.round(part * (values.length - 1))];
  return extent([at(CUT), at(1 - CUT)]);
}

/** The points with a gap at every pole. */
function cutAt(points, poles) {
  if (poles.length === 0) return points;
  const gaps = poles.map((pole) => [number(pole.x), NaN]);
  return [...points, ...gaps].sort(([a], [b]) => number(a) - number(b));
}

/** Slopes of the set through the kink, and the one that is used. */
function fan(kink, x, y) {
  const [low, high] = kink.set.map(number);
  const reach = (x.high - x.low) * 0.2;
  const line = (slope, kind, far) => curve([[kink.x - far, kink.y - slope * far], [number(kink.x) + far, number(kink.y) + slope * far]], x, y, kind);
  const count = finite(low) && finite(high) ? 7 : 0;
  const slopes = Array.from({ length: count }, (_, k) => low + ((high - low) * k) / 6);
  return [...slopes.map((slope) => line(slope, "c thin", reach)), ...(finite(kink.used) ? [line(number(kink.used), "c used", reach * 1.7)] : [])];
}

/** What stands at the kink, in words: to the side that has room. */
function named(kink, input, set, x, y) {
  const right = x(kink.x) <= (x.from + x.to) / 2 + 1;
  const [at, kind] = right ? [x(kink.x) + 14, ""] : [x(kink.x) - 14, " end"];
  const below = y(kink.y) + 58 < y.from;
  const [first, second] = below ? [y(kink.y) + 28, y(kink.y) + 48] : [y(kink.y) - 36, y(kink.y) - 16];
  return [label(at, first, `slope ${plain(kink.used)}, used`, `tc tb halo${kind}`), label(at, second, `${kink.kind === "tie" ? "kink" : kink.kind} at ${input} = ${plain(Number(number(kink.x).toPrecision(6)))}`, `tb halo${kind}`)];
}
