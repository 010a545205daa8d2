// The curves of the cost shape: what each way takes, in units of one evaluation, on log axes.

import { svg } from "../dom.js";
import { grouped, number } from "../format.js";
import { plot, scale, upright, level, curve, dot, label } from "../plot.js";

export const MEASURES = [{ id: "runs", text: "Sweeps" }, { id: "operations", text: "Operations" }, { id: "seconds", text: "Time" }, { id: "bytes", text: "Bytes" }];
export const METHODS = [
  { id: "reverse", name: "reverse", long: "reverse mode", shape: "circle", kind: "c", text: "tc" },
  { id: "forward", name: "forward", long: "forward mode", shape: "square", kind: "p", text: "tp-t" },
  { id: "differences", name: "finite differences", long: "finite differences", shape: "triangle", kind: "k", text: "t2" },
];
/** The sizes that the axis names. */
const SIZES = [1, 4, 16, 64, 256, 1024];
/** What the curves reach without a new scale, so that they may be compared as sliders move. */
const SPAN = [0.8, 4000];

/** A cost, in units of one evaluation where that has a unit. */
export const costOf = (row, method, what) => (what === "runs" ? number(row[method].runs) : number(row[method][what]) / Math.max(1e-300, number(row.f[what])));

/** The curves of `rows` over `axis`, with a line at the size that is asked for. */
export function drawn({ rows, axis, at, what, gradient }, w) {
  const wide = w > 520;
  const height = wide ? 520 : 430;
  const of = (row, { id }) => costOf(row, id, what);
  const all = rows.flatMap((row) => METHODS.map((method) => of(row, method))).filter((cost) => cost > 0 && Number.isFinite(cost));
  const x = scale([1, SIZES.at(-1)], [wide ? 70 : 52, w - (wide ? 150 : 22)], true);
  const y = scale([Math.min(SPAN[0], ...all), Math.max(SPAN[1], ...all)], [height - 44, wide ? 30 : 56], true);
  const unit = what === "runs" ? "sweeps; finite differences: runs of f" : `${what === "seconds" ? "time" : what}, one evaluation of f is 1`;
  const cut = svg("line", { class: "cut", x1: x(at), x2: x(at), y1: y.to, y2: y.from });
  const lines = METHODS.map((method) => ({ method, points: rows.map((row) => [row[axis], of(row, method)]) }));
  return plot(
    w,
    height,
    described(rows, axis, unit, of),
    ...(what === "operations" && gradient && axis === "n" ? bound(x, y, x(at) > (x.from + x.to) / 2) : []),
    upright(y, x, 5),
    level(x, y, SIZES, grouped),
    label(0, 16, unit, "t2 little"),
    label((x.from + x.to) / 2, height - 4, axis === "n" ? "inputs n" : "outputs m", "t2 mid-t"),
    cut,
    ...[1, 2, 0].flatMap((k) => line(lines[k], lines[0], at, x, y)),
    ...(rows.length > 0 && wide ? names(rows.at(-1), axis, of, x, y) : []),
    ...(wide ? [] : legend()),
  );
}

/** The curves in a sentence, for those who do not see them. */
function described(rows, axis, unit, of) {
  if (rows.length === 0) return `${unit}, against ${axis}: nothing is measured yet`;
  const [first, last] = [rows[0], rows.at(-1)];
  const run = (method) => `${method.long} from ${of(first, method).toFixed(1)} to ${of(last, method).toFixed(1)}`;
  return `${unit}, against ${axis} from ${first[axis]} to ${last[axis]}: ${METHODS.map(run).join(", ")}`;
}

/** Where the published bound on a gradient lies; its name keeps away from the cut. */
function bound(x, y, left) {
  const place = left ? [x.from + 8, "t2 little"] : [x.to - 8, "t2 end little"];
  return [svg("rect", { class: "band-fill", x: x.from, y: y(5), width: x.to - x.from, height: y(2) - y(5) }), label(place[0], y(2) + 14, "published bound: 2 to 5 × f", place[1])];
}

/** One way's curve with its points; differences are dashed, and one that lies under reverse mode is broader. */
function line({ method: { id, shape, kind }, points }, over, at, x, y) {
  const under = id !== "reverse" && points.length > 0 && points.every(([, b], k) => Math.abs(y(b) - y(over.points[k][1])) < 4);
  const dots = points.map(([a, b]) => dot(shape, x(a), y(b), (a === at ? 6 : 3.5) + (under ? 1.5 : 0), kind));
  return [curve(points, x, y, `${kind}${id === "differences" ? " dash" : ""}${under ? " under" : ""}`), ...dots];
}

/** The names at the ends of the curves, not on one another. */
function names(last, axis, of, x, y) {
  const ends = METHODS.map((method) => ({ method, at: y(of(last, method)) })).sort((a, b) => a.at - b.at);
  ends.forEach((end, k) => (end.at = Math.max(end.at, (ends[k - 1]?.at ?? -Infinity) + 17)));
  const over = ends.at(-1).at - (y.from - 4);
  if (over > 0) ends.forEach((end) => (end.at -= over));
  return ends.map(({ method, at }) => label(x(last[axis]) + 12, at + 4, method.long, `${method.text} tb`));
}

/** The names above the curves, where there is no room beside them. */
const legend = () => METHODS.flatMap(({ name, shape, kind, text }, k) => [dot(shape, [6, 82, 158][k], 34, 4, kind), label([16, 92, 168][k], 38, name, `${text} tb little`)]);
