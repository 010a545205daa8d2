// Plots by hand: a frame with linear or logarithmic axes, and points, curves and labels in it.

import { svg } from "./dom.js";
import { decade, plain, number } from "./format.js";

/** A scale from numbers to pixels; `log` for decades. */
export function scale([low, high], [from, to], log = false) {
  const of = log ? (x) => Math.log10(x) : (x) => x;
  const [a, b] = [of(low), of(high)];
  return Object.assign((x) => from + ((of(number(x)) - a) / (b - a || 1)) * (to - from), { low, high, log, from, to });
}

/** Round places between two numbers, about `count` of them. */
export function ticks({ low, high, log }, count = 5) {
  if (log) return decades(low, high, count);
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= rough);
  const first = Math.ceil(low / step - 1e-9) * step;
  return Array.from({ length: Math.floor((high - first) / step + 1e-9) + 1 }, (_, k) => Number((first + k * step).toPrecision(12)));
}

/** Powers of ten, thinned out. */
function decades(low, high, count) {
  const [a, b] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((b - a) / count));
  return Array.from({ length: Math.floor((b - a) / step) + 1 }, (_, k) => 10 ** (a + k * step));
}

/** A tick as text. */
const tickText = (value, log) => (log ? decade(Math.round(Math.log10(value))) : plain(value));

/** Grid lines and ticks of the upright axis. */
export function upright(y, x, count = 5) {
  return ticks(y, count).flatMap((value) => [
    svg("line", { class: "gd", x1: x.from, x2: x.to, y1: y(value), y2: y(value) }),
    svg("text", { class: "t2 end", x: x.from - 10, y: y(value) + 4, text: tickText(value, y.log) }),
  ]);
}

/** The level axis with its ticks. */
export function level(x, y, values = ticks(x, 6), text = (value) => tickText(value, x.log)) {
  return [
    svg("line", { class: "ax", x1: x.from, x2: x.to, y1: y.from, y2: y.from }),
    ...values.map((value) => svg("text", { class: "t2 mid-t", x: x(value), y: y.from + 20, text: text(value) })),
  ];
}

/** A curve through points; it breaks where a number is not finite. */
export function curve(points, x, y, kind) {
  let pen = "M";
  const d = points.map(([a, b]) => {
    const [px, py] = [x(a), y(b)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      pen = "M";
      return "";
    }
    const part = `${pen}${px.toFixed(1)} ${Math.max(-2000, Math.min(4000, py)).toFixed(1)}`;
    pen = "L";
    return part;
  });
  return svg("path", { class: `curve ${kind}`, d: d.join(" ") });
}

/** A mark: `square`, `circle`, `triangle` or `diamond`. */
export function dot(shape, x, y, size, kind) {
  if (shape === "circle") return svg("circle", { class: `pt ${kind}`, cx: x, cy: y, r: size });
  if (shape === "square") return svg("rect", { class: `pt ${kind}`, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
  const d = shape === "triangle" ? `M${x} ${y - size * 1.2}L${x + size * 1.2} ${y + size}L${x - size * 1.2} ${y + size}Z` : `M${x} ${y - size * 1.4}L${x + size * 1.4} ${y}L${x} ${y + size * 1.4}L${x - size * 1.4} ${y}Z`;
  return svg("path", { class: `pt ${kind}`, d });
}

/** A mark beside a word, as it stands in the plot. */
export const sign = (shape, kind) => svg("svg", { class: "sign", viewBox: "-7 -7 14 14", "aria-hidden": "true" }, dot(shape, 0, 0, 5, kind));

/** Text in a plot. */
export const label = (x, y, text, kind = "") => svg("text", { x, y, class: kind, text });

/** How wide a plot may be in its host, in whole steps so that it is not drawn anew for every pixel. */
export function room(host, most = 1240) {
  const rules = getComputedStyle(host);
  const inner = host.clientWidth - parseFloat(rules.paddingLeft) - parseFloat(rules.paddingRight);
  return Math.max(260, Math.min(most, Math.floor(inner / 20) * 20));
}

/** The frame of a plot, with a sentence for those who do not see it. */
export function plot(width, height, described, ...parts) {
  return svg("svg", { class: "plot", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": described }, ...parts.flat());
}

/** Least and greatest of the finite numbers, with some room. */
export function extent(values, room = 0.06) {
  const finite = values.map(number).filter(Number.isFinite);
  if (finite.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const pad = (high - low || Math.abs(high) || 1) * room;
  return [low - pad, high + pad];
}
