// NaN and zero: from the register that is not a useful number back to where it began, and a rewrite that cures it.

import { el, hold, mark, svg } from "../dom.js";
import { own } from "../room.js";
import { decade, four, grouped, signed, finite, plain } from "../format.js";
import { math, bar, prose } from "../math.js";
import { state, change } from "../state.js";
import { model, open } from "../runner.js";
import { subject } from "../subject.js";
import { openText } from "../saved.js";
import { keep, settled } from "../address.js";
import { onLetter } from "../keys.js";
import { copies } from "../copy.js";
import { plot, room, scale, ticks, level, label, extent } from "../plot.js";
import { following } from "./follow.js";
import { head } from "./head.js";
import { goToLine } from "../large/view.js";

/** Of more lines than this registers are shown by depth. */
const BY_LINE = 80;
/** So many derivatives are written beside a rewrite. */
const NAMED = 4;
/** So far from the edge of its row a thread runs within it. */
const EDGE = 8;

/** Which finding is wanted; the last where there are fewer. */
let chosen = 0;
let latest = null;

/** Which finding is shown. */
const at = ({ findings }) => Math.min(chosen, Math.max(0, findings.length - 1));

keep("finding", { own: true, read: (text) => (chosen = /^[1-9]\d{0,3}$/.test(text) ? Number(text) - 1 : 0), write: () => (chosen > 0 ? String(chosen + 1) : null) });

/** Builds the lens. */
function build(host) {
  const next = el("button", { class: "btn q" }, "Next finding ", el("span", { class: "kbd", text: "N" }));
  const top = head(next);
  const stage = el("div", { class: "thread-stage two thread-grid" });
  const rewrite = el("div", { class: "card spaced" });
  const bars = el("div", { class: "card spaced" });
  const foot = el("p", { class: "mute small", text: "The expression is not changed until you choose to." });
  host.append(top.root, stage, rewrite, bars, foot);
  const step = () => {
    if (state.view !== "detective" || !latest) return;
    chosen = (at(latest) + 1) % Math.max(1, latest.findings.length);
    change({});
    settled();
  };
  next.addEventListener("click", step);
  onLetter("n", step);
  return following(host, "detective", () => (subject() ? { model: model() } : null), (answer) => {
    if (!subject()) return;
    latest = answer;
    mark(next, "away", answer.findings.length < 2);
    show(answer, { top, stage, rewrite, bars });
    // Only where there is something to choose.
    mark(foot, "away", !answer.findings[at(answer)]?.rewrite);
  });
}

/** Shows an answer. */
function show(answer, { top, stage, rewrite, bars }) {
  const finding = answer.findings[at(answer)] ?? null;
  const key = JSON.stringify([finding, subject().stamp]);
  top.say(key, () => (finding ? prose(finding.heading) : "Every register is finite, and no gradient vanishes"), () => (finding ? prose(finding.text) : "Nothing to find at this point. Try the preset with NaN through where, or the vanishing gradient."));
  mark(stage, "away", finding === null);
  mark(rewrite, "away", !finding?.rewrite && !finding?.no_rewrite);
  hold(stage, key, () => (finding ? [ledger(finding), el("div", { class: "thread-side" }, el("h2", { text: "The thread" }), thread(finding))] : []));
  hold(rewrite, JSON.stringify(finding?.rewrite ?? finding?.no_rewrite ?? null), () => (finding?.rewrite ? cure(finding.rewrite) : [el("h2", { text: "No rewrite" }), el("p", { class: "mute", text: finding?.no_rewrite ?? "" })]));
  hold(bars, `${key} ${room(bars)}`, () => magnitudes(answer, room(bars)));
}

/** The lines that matter, with the marks of the thread. */
function ledger(finding) {
  if (state.outline) return largeLedger(finding, state.outline);
  const lines = linesOf(finding);
  const marks = (line, part) => finding.thread.filter((knot) => knot.line === line && knot.part === part).map((knot) => el("span", { class: "badge", text: String(knot.mark) }));
  const rows = lines.map((line) => el("div", { class: `mini${finding.thread.some((knot) => knot.line === line.id && knot.mark === 1) ? " src-row" : ""}` },
    el("span", { class: "ln small mute", text: String(line.line) }),
    el("div", { class: "pair" }, math(line.math), el("span", { class: `b pair ${finite(line.value) ? "p" : "al"}` }, ...marks(line.id, "value"), four(line.value))),
    el("div", {}, ...(line.pays.length === 0 ? [el("span", { class: "small mute", text: "nothing to add" })] : line.pays.map((pay, k) => el("div", { class: "pair" }, math(pay.math), el("span", { class: `b pair ${finite(pay.product) ? "c" : "al"}` }, ...(k === 0 ? marks(line.id, "product") : []), signed(pay.product)))))),
    el("div", { class: "pair left" }, ...marks(line.id, "register"), bar(line.name), el("b", { class: line.adjoint === null || finite(line.adjoint) ? "c" : "al", text: line.adjoint === null ? "0" : four(line.adjoint) }))));
  return threaded("thread-ledger", rows);
}

/** Rows with a head, and the thread drawn over them. */
function threaded(kind, rows) {
  const wire = svg("path");
  const root = el("div", { class: kind }, svg("svg", { class: "thread-wire", "aria-hidden": "true" }, wire), el("div", { class: "mini mini-hd" }, el("span"), el("span", {}, "Forward, ", el("span", { class: "p", text: "read down ↓" })), el("span", {}, "Reverse, ", el("span", { class: "c", text: "read up ↑" })), el("span", { text: "Register" })), ...rows);
  requestAnimationFrame(() => wire.setAttribute("d", threadPath(root)));
  return root;
}

/** The thread from badge to badge, in the room that rows leave at their edges: it crosses no text. */
function threadPath(root) {
  const corner = root.getBoundingClientRect();
  const knots = [...root.querySelectorAll(".badge")].sort((a, b) => Number(a.textContent) - Number(b.textContent));
  const stops = knots.map((knot) => {
    const [box, row] = [knot.getBoundingClientRect(), knot.closest(".mini").getBoundingClientRect()];
    return { x: own(box.left + box.width / 2 - corner.left), y: own(box.top + box.height / 2 - corner.top), top: own(row.top - corner.top), bottom: own(row.bottom - corner.top) };
  });
  const { x, stacked } = aisle(root);
  const beside = own(x - corner.left);
  const parts = stops.slice(1).map((to, k) => leg(stops[k], to, beside, stacked));
  return stops.length < 2 ? "" : `M${stops[0].x} ${stops[0].y} ${parts.join(" ")}`;
}

/** Where a thread may run up past rows: between the statements and the registers, or at the right edge where those stand below each other. */
function aisle(root) {
  const cells = [...root.querySelector(".mini:not(.mini-hd)").children].map((cell) => cell.getBoundingClientRect());
  const [before, last] = cells.slice(-2);
  const stacked = last.left < before.right - 1;
  return { x: stacked ? root.getBoundingClientRect().right - 5 : last.left, stacked };
}

/** One leg: out of the row at its edge, along the aisle if rows lie between, and into the other row. */
function leg(from, to, beside, stacked) {
  // Where a row has two lines the way down leads past both.
  if (stacked && Math.abs(from.top - to.top) < 1) return `V${from.top + EDGE / 2} H${beside} V${from.bottom - EDGE / 2} H${to.x} V${to.y}`;
  if (Math.abs(from.top - to.top) < 1) return `V${from.bottom - EDGE} H${to.x} V${to.y}`;
  const up = to.top < from.top;
  const [out, into] = up ? [from.top, to.bottom] : [from.bottom, to.top];
  return Math.abs(out - into) < 2 ? `V${out} H${to.x} V${to.y}` : `V${out} H${beside} V${into} H${to.x} V${to.y}`;
}

/** The same of a large tape: the lines on the thread and their neighbours, as the outline has them. */
function largeLedger(finding, { columns, counts }) {
  const ids = [...new Set(finding.thread.flatMap(({ line }) => [line - 1, line, line + 1]))].filter((id) => id >= 0 && id < counts.lines).sort((a, b) => a - b);
  const marks = (id, part) => finding.thread.filter((knot) => knot.line === id && knot.part === part).map((knot) => el("span", { class: "badge", text: String(knot.mark) }));
  const rows = ids.map((id) => el("div", { class: `mini${finding.thread.some((knot) => knot.line === id && knot.mark === 1) ? " src-row" : ""}` },
    el("button", { class: "ln small link", text: grouped(id + 1), on: { click: () => goToLine(id) } }),
    el("div", { class: "pair" }, el("code", { text: columns.text[id] }), el("span", { class: `b pair ${finite(columns.value[id]) ? "p" : "al"}` }, ...marks(id, "value"), four(columns.value[id]))),
    el("div", { class: "pair left" }, ...marks(id, "product")),
    el("div", { class: "pair left" }, ...marks(id, "register"), el("b", { class: columns.adjoint[id] === null || finite(columns.adjoint[id]) ? "c" : "al", text: columns.adjoint[id] === null ? "not reached" : four(columns.adjoint[id]) }))));
  return threaded("thread-ledger long", rows);
}

/** All lines of a short tape; those on the thread and their neighbours of a long one. */
function linesOf(finding) {
  const { lines } = state.tape;
  if (lines.length <= 14) return lines;
  const near = new Set(finding.thread.flatMap(({ line }) => [line - 1, line, line + 1]));
  return lines.filter((line) => near.has(line.id));
}

/** The knots, from the register back to the source. */
function thread(finding) {
  const knots = [...finding.thread].sort((a, b) => b.mark - a.mark);
  return el("ol", { class: "thread" }, ...knots.map((knot) => el("li", {}, el("span", { class: "badge", text: String(knot.mark) }), el("div", {}, el("b", {}, ...prose(knot.short)), el("p", { class: "mute" }, ...prose(knot.detail + (knot.place ? ` ${knot.place}` : "")))))));
}

/** The rewrite, with what it gives, before it is taken. */
function cure(rewrite) {
  const output = rewrite.of ?? subject().output;
  const gradient = (values) => {
    const all = Object.entries(values).map(([name, value]) => `∂${output}/∂${name} = ${four(value)}`);
    return all.slice(0, NAMED).join(", ") + (all.length > NAMED ? ` and ${all.length - NAMED} more` : "");
  };
  const before = Object.values(rewrite.gradient_before).every(finite) && finite(rewrite.value_before);
  const after = Object.values(rewrite.gradient).every(finite);
  const take = el("button", { class: "btn f", text: "Try it here" });
  take.addEventListener("click", () => {
    if (rewrite.tape) return openText("rewritten.wtape", rewrite.tape, { ...state.point });
    open({ source: rewrite.source, point: { ...state.point } });
  });
  const copy = el("button", { class: "btn q", text: "Copy" });
  copies(copy, () => rewrite.source ?? rewrite.tape ?? rewrite.after);
  const side = (title, code, numbers) => el("div", {}, el("p", { class: "small mute", text: title }), el("code", { text: code }), numbers);
  return [el("div", { class: "rewrite" },
    side("as written", rewrite.before, el("b", { class: before ? "c" : "al", text: `${output} = ${four(rewrite.value_before)}, ${gradient(rewrite.gradient_before)}` })),
    el("span", { class: "big-arrow", text: "→", "aria-hidden": "true" }),
    side(after ? "the same around this point, stable" : "the same around this point, its slope is not finite here", rewrite.after, el("b", {}, el("span", { class: "p", text: `${output} = ${four(rewrite.value)}` }), ", ", el("span", { class: after ? "c" : "al", text: gradient(rewrite.gradient) }))),
    el("div", { class: "row-btns" }, rewrite.source || rewrite.tape ? take : null, copy))];
}

/** Sizes of all registers on a logarithmic axis: line by line, by depth on a long tape. */
function magnitudes(answer, w) {
  const points = answer.magnitudes.filter(({ log10 }) => finite(log10));
  if (points.length < 2) return [el("p", { class: "mute", text: "Fewer than two registers have a size to draw. The others hold 0 or no finite number." })];
  const h = 190;
  const [low, high] = extent(points.map(({ log10 }) => log10), 0.05);
  const y = scale([Math.min(low, high - 2), high], [h - 30, 12]);
  const { lines } = subject();
  const long = lines > BY_LINE;
  const place = long ? ({ depth }) => depth : ({ line }) => line;
  const most = Math.max(1, ...answer.magnitudes.map(place));
  const x = scale([0, long ? most : lines - 1], [70, w - 20]);
  const width = Math.max(1.5, Math.min(24, (w - 100) / (most + 1) - 2));
  const bars = points.map((point) => svg("rect", { class: `pt c${long ? " faint" : ""}`, x: x(place(point)) - width / 2, y: y(point.log10) - 2.5, width, height: 5 }));
  const stems = long ? [] : points.map((point) => svg("line", { class: "stem", x1: x(place(point)), x2: x(place(point)), y1: y(point.log10), y2: y.from }));
  const grid = ticks(y, 4).filter(Number.isInteger).flatMap((power) => [svg("line", { class: "gd", x1: x.from, x2: x.to, y1: y(power), y2: y(power) }), label(x.from - 18, y(power) + 4, decade(power), "t2 end")]);
  const marks = [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * x.high)))];
  return [el("h2", { text: answer.magnitudes_heading ?? "The size of every register" }), el("p", { class: "small mute", text: `Bars: size of each register by ${long ? "depth: the longest way from an input" : "line"}, on powers of ten.${state.outline ? " Of each stretch of depths the largest and the smallest." : ""}` }), plot(w, h, "sizes of the registers by line", ...grid, ...level(x, y, marks, (k) => plain(long ? k : k + 1)), ...stems, ...bars)];
}

export const detective = { id: "detective", build };
