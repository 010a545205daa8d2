// The ledger: one row for each line of the tape, built where in sight, brought up to date every frame.

import { put, set, mark, style, byId } from "../dom.js";
import { plain } from "../format.js";
import { written } from "../math.js";
import { cards, stacked, widthsSoFar } from "../room.js";
import { opening } from "../runner.js";
import { state, change } from "../state.js";
import { current, cursor } from "../timeline.js";
import { rows, columns, DRAWN, TWO_LINES } from "./rows.js";
import { buildRow, showRow } from "./row.js";
import { buildFoldRow, showFoldRow } from "./fold-row.js";
import { scaleOf } from "./scale.js";
import { showConnector } from "./connector.js";
import { EDGE, paintBeyond } from "./beyond.js";

const built = new Map();
let shape = null;
let seen = { step: -1, selected: null, room: 0, tab: null, shape: null, era: null };

/** The height of the header that stays in sight. */
const HEAD = 38;
/** Rows that are kept above and below what is in sight. */
const MARGIN = 6;
/** The width of a tray before it can be measured. */
const TRAY = 258;

/** The rows in sight, of a long tape; all of a short one. */
function inSight(layout) {
  if (layout.list.length <= DRAWN) return layout.list;
  const scroller = byId("scroll");
  const top = scroller.scrollTop - byId("rows").offsetTop;
  const bottom = top + scroller.clientHeight;
  const first = Math.max(0, firstBelow(layout.list, top) - MARGIN);
  return layout.list.slice(first, firstBelow(layout.list, bottom) + MARGIN);
}

/** The first row whose end is below a height: rows are in order, so the search halves. */
function firstBelow(list, height) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const mid = (low + high) >> 1;
    if (list[mid].top + list[mid].height <= height) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Paints the ledger. */
export function paintLedger() {
  const { tape } = state;
  if (!tape) return;
  const layout = rows();
  const host = byId("rows");
  if (shape !== tape.shape) {
    shape = tape.shape;
    built.clear();
    host.replaceChildren(byId("connector"));
    set(byId("ledger"), "aria-rowcount", tape.lines.length + 1);
  }
  place(host, layout);
  showHeader(scaleFor(tape, layout));
}

/** Joins the rows of a step, brings those into sight that are spoken of, and tells of those that are not: all once the page is laid out. */
export function followRows() {
  const layout = rows();
  showConnector(byId("rows"), layout, current(), built);
  follow(layout, byId("rows"));
  paintBeyond(layout, HEAD + byId("strips").offsetHeight);
}

/** Puts the rows in sight into the ledger and shows them. */
function place(host, layout) {
  const wanted = inSight(layout);
  const keep = new Set(wanted.map((row) => row.key));
  for (const [key, row] of built) {
    if (keep.has(key)) continue;
    row.root.remove();
    built.delete(key);
  }
  const context = { event: current(), hidden: hiddenParts(), names: nameOf, room: trayRoom(host, layout) };
  const scale = scaleFor(state.tape, layout);
  mark(host, "long", layout.list.length > DRAWN);
  style(host, "--total", `${layout.total}px`);
  let before = null;
  for (const at of wanted) {
    const row = built.get(at.key) ?? add(host, at, before);
    Object.assign(row, { line: at.line, height: at.height });
    style(row.root, "--top", `${at.top}px`);
    if (at.fold) showFoldRow(row, scale, context);
    else showRow(row, scale, context);
    before = row.root;
  }
  setTabStop(wanted);
}

/** Builds a row after another one. */
function add(host, at, before) {
  const row = at.fold ? buildFoldRow(at.fold, at.line) : buildRow(at.line);
  if (before) before.after(row.root);
  else host.prepend(row.root);
  built.set(at.key, row);
  return row;
}

/** One row of the table is in the tab order: the selected one, else the first. */
function setTabStop(wanted) {
  const stop = wanted.some((row) => row.line.line === state.selected) ? state.selected : wanted[0]?.line.line;
  for (const row of built.values()) set(row.root, "tabindex", row.line.line === stop ? "0" : "-1");
}

let scaleKey = null;
let scale = null;

/** The scale of the registers that have a row: it follows the numbers, and the rows. */
function scaleFor(tape, layout) {
  const key = `${tape.stamp} ${layout.key}`;
  if (scaleKey !== key) [scaleKey, scale] = [key, scaleOf(tape, layout.list.map((row) => row.line))];
  return scale;
}

/** What a register is in the end, and what the marks beside it are worth. */
function showHeader({ mark: worth }) {
  put(byId("register-note"), `in the end, the slope of ${written(state.tape.output.name)} in that value`);
  put(byId("register-marks"), `marks ${plain(worth)} apart`);
}

let known = { key: null, width: 0 };

/** Between the two columns of a card. */
const BETWEEN = 12;

/** How wide it is beneath a tray, and from which height of a row on two lines stand there; and what the other columns have room for. */
function trayRoom(host, layout) {
  const key = `${widthsSoFar()} ${layout.list.length > DRAWN}`;
  if (known.key !== key) {
    const width = host.querySelector(".lr:not(.off) .bl")?.clientWidth ?? 0;
    known = { key: width > 0 ? key : null, width: width || known.width };
  }
  const width = known.width || TRAY;
  return { width, tall: stacked() ? TWO_LINES : 0, ...(cards() ? { front: width, back: width, across: 2 * width + BETWEEN } : columns()) };
}

/** What a line is called. */
const nameOf = (line) => written(state.tape.lines[line - 1]?.name ?? `line ${line}`);

/** The parts that an open question hides, as keys. */
const NOTHING = new Set();
export const hiddenParts = () => state.question?.hidden ?? NOTHING;

/** Keeps the line of the cursor, or the selected one, in sight: register first, then what adds to it. */
function follow(layout, host) {
  const scroller = byId("scroll");
  const { clientHeight: room } = scroller;
  const moved = seen.step !== cursor() || seen.room !== room || seen.tab !== state.tab;
  const chosen = seen.selected !== state.selected;
  // The page stays where it is while a tape opens, is edited or gets another size: only what the reader does scrolls it.
  const still = moved && !(seen.step !== cursor() && seen.shape === shape && seen.era === opening());
  seen = { step: cursor(), selected: state.selected, room, tab: state.tab, shape, era: opening() };
  const lines = moved ? [current()?.line, current()?.to] : chosen ? [state.selected] : [];
  for (const row of new Set(lines.map((line) => layout.at.get(line)))) if (row) bring(row, scroller, host, still);
}

/** Brings a row into sight: within the stage where that scrolls, else within the page. */
function bring(row, scroller, host, still) {
  if (getComputedStyle(scroller).overflowY === "visible") return void (still || bringOnPage(row));
  const { clientHeight: room } = scroller;
  if (scroller.scrollHeight <= room) return;
  const above = HEAD + byId("strips").offsetHeight;
  // Where there are further rows, a button that tells of them lies over the edge.
  const [first, last] = [row.top === 0, row.top + row.height >= host.offsetHeight];
  const [top, bottom] = [host.offsetTop + row.top - above - (first ? 0 : EDGE), host.offsetTop + row.top + row.height + (last ? 0 : EDGE)];
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + room) scroller.scrollTop = bottom - room;
}

/** A row in the page, or its node where that is what is shown. */
function bringOnPage(row) {
  const shown = state.tab === "graph" ? byId("nodes").querySelector(`[data-line="${row.line.line}"]`) : built.get(row.key)?.root;
  shown?.scrollIntoView({ block: "nearest" });
}

/** Listens to the ledger's clicks and keys. */
export function bindLedger() {
  const host = byId("rows");
  const lineAt = (target) => Number(target.closest?.("[data-line]")?.dataset.line) || null;
  host.addEventListener("click", (event) => select(lineAt(event.target)));
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".lr.folded")) return;
    event.preventDefault();
    event.target.querySelector("[data-fold]").click();
  });
  host.addEventListener("pointerover", (event) => change({ hovered: lineAt(event.target) }));
  host.addEventListener("pointerleave", () => change({ hovered: null }));
  byId("scroll").addEventListener("scroll", () => change({}), { passive: true });
}

/** Selects a line, or nothing. */
export function select(line) {
  change({ selected: line });
}

/** Moves the selection along the rows, and the focus with it. */
export function moveSelection(by) {
  const { list } = rows();
  const at = list.findIndex((row) => row.line.line === state.selected);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + by))];
  select(next.line.line);
  // The focus stays in the view that has it: graph, code or table.
  const host = document.activeElement?.closest("#nodes, .program");
  requestAnimationFrame(() => (host?.querySelector(`[data-line="${next.line.line}"]`) ?? built.get(next.key)?.root)?.focus({ preventScroll: true }));
}
