// The list of a large tape: only the rows in sight are elements, however many there are.

import { el, put, set, mark, style } from "../dom.js";
import { bytes, counted, finite, four, grouped, number, seconds } from "../format.js";
import { opened } from "./rows.js";

const HEIGHT = 36;
/** Rows that are kept above and below what is in sight. */
const MARGIN = 8;
/** The sizes that a bar shows, in powers of ten. */
const REACH = 16;

/** The list: `chosen(id)` hears which line is chosen, `changed()` that a fold was opened or closed, `moved(index)` which row is on top. */
export function list({ chosen, changed, moved }) {
  const total = el("div", { class: "lt-total", role: "rowgroup" });
  const root = el("div", { class: "lt-scroll", tabindex: "0", role: "table", "aria-label": "Lines of the tape, repeated parts folded" }, header(), total);
  const view = { root, total, built: new Map(), rows: [], outline: null, selected: null, chosen, changed };
  const onTop = () => Math.round(root.scrollTop / HEIGHT);
  root.addEventListener("scroll", () => {
    place(view);
    moved(onTop());
  }, { passive: true });
  new ResizeObserver(() => place(view)).observe(root);
  return {
    root,
    show(outline, rows, selected) {
      const focused = focusIn(view);
      if (view.outline !== outline || view.rows !== rows) clear(view);
      Object.assign(view, { outline, rows, selected });
      set(root, "aria-rowcount", String(rows.length + 1));
      style(total, "height", `${rows.length * HEIGHT}px`);
      place(view);
      if (focused) refocus(view, focused);
    },
    /** Scrolls so that a row stands on top; answers which one does. */
    startAt(index) {
      root.scrollTop = index * HEIGHT;
      place(view);
      return onTop();
    },
    /** Scrolls so that a row stands in the middle, and puts the focus on it. */
    goTo(index) {
      root.scrollTop = Math.max(0, index * HEIGHT - root.clientHeight / 2);
      place(view);
      view.built.get(index)?.root.querySelector("button")?.focus({ preventScroll: true });
    },
  };
}

/** The names of the columns. */
const header = () =>
  el("div", { class: "lt-row lt-head", role: "row" },
    ...[["Line", "ln"], ["Operation", ""], ["Value", "r lt-va"], ["Cotangent", "r lt-co"], ["Bytes", "r lt-by"], ["Time", "r lt-ti"]].map(([text, kind]) => el("span", { class: kind, role: "columnheader", text })));

/** The row that has the focus, and what in it. */
function focusIn({ built, rows }) {
  const node = document.activeElement;
  const [index] = [...built].find(([, { root }]) => root.contains(node)) ?? [];
  return index === undefined ? null : { row: rows[index], part: node.tagName, node };
}

/** Puts the focus back where the row was built anew. */
function refocus({ built, rows }, { row, part, node }) {
  if (node.isConnected) return;
  const index = rows.findIndex((one) => one.kind === row.kind && one.key === row.key && one.id === row.id);
  built.get(index)?.root.querySelector(part)?.focus({ preventScroll: true });
}

/** Takes all rows away. */
function clear(view) {
  for (const { root } of view.built.values()) root.remove();
  view.built.clear();
}

/** Builds the rows in sight, and takes the others away. */
function place(view) {
  if (!view.outline) return;
  const { root, rows, built, total } = view;
  const first = Math.max(0, Math.floor(root.scrollTop / HEIGHT) - MARGIN);
  const last = Math.min(rows.length, Math.ceil((root.scrollTop + root.clientHeight) / HEIGHT) + MARGIN);
  for (const [index, row] of built) {
    if (index >= first && index < last) continue;
    row.root.remove();
    built.delete(index);
  }
  let before = null;
  for (let index = first; index < last; index += 1) {
    let row = built.get(index);
    if (!row) {
      row = build(view, rows[index], index);
      if (before) before.after(row.root);
      else total.prepend(row.root);
      built.set(index, row);
    }
    mark(row.root, "sel", rows[index].kind === "line" && rows[index].id === view.selected);
    before = row.root;
  }
}

/** One row. */
function build(view, row, index) {
  const cells = row.kind === "line" ? lineCells(view, row) : foldCells(view, row);
  const root = el("div", { class: `lt-row ${row.kind}`, role: "row", "aria-rowindex": String(index + 2) }, ...cells);
  // The button of a line is what a key reaches; a press anywhere in its row means it too.
  if (row.kind === "line") root.addEventListener("click", () => view.chosen(row.id));
  root.style.setProperty("--top", `${index * HEIGHT}px`);
  root.style.setProperty("--indent", String(row.indent));
  return { root };
}

const cell = (kind, ...children) => el("span", { class: kind, role: "cell" }, ...children);

/** A line of the tape. */
function lineCells(view, { id }) {
  const { columns, operations } = view.outline;
  const operation = operations[columns.operation[id]];
  const adjoint = columns.adjoint[id];
  const name = el("button", { class: "lt-name", "data-id": id, text: columns.text[id] });
  return [
    cell("ln", grouped(id + 1)),
    cell("lt-what mono", name),
    cell(`r b lt-va ${finite(columns.value[id]) ? "p" : "al"}`, four(columns.value[id])),
    cell(`r lt-bar lt-co b ${adjoint === null ? "mute light" : finite(adjoint) ? "c" : "al"}`, size(adjoint), adjoint === null ? "not reached" : four(adjoint)),
    cell("r lt-by", bytes(columns.bytes[id])),
    cell("r lt-ti", operation?.seconds ? seconds(operation.seconds) : ""),
  ];
}

/** A bar as long as a register's size, on powers of ten. */
function size(adjoint) {
  const power = Math.log10(Math.abs(number(adjoint)));
  const bar = el("i");
  bar.style.setProperty("--size", String(Math.max(0, Math.min(1, (power + REACH / 2) / REACH)) || 0));
  return bar;
}

/** A fold, or the lines of one place in the source. */
function foldCells(view, row) {
  const open = row.kind === "fold" ? row.pass !== undefined : row.open;
  const button = el("button", { class: "lt-fold", "aria-expanded": String(open), on: { click: () => toggle(view, row, open) } }, el("span", { class: "lt-arrow", "aria-hidden": "true", text: open ? "▾" : "▸" }), title(row));
  const about = row.kind === "fold" ? ofFold(row) : ofGroup(row);
  const last = row.kind === "fold" ? row.first + row.part.lines * row.part.times : null;
  return [
    cell("ln", row.kind === "fold" ? `${grouped(row.first + 1)}–${grouped(last)}` : counted(row.ids.length, "line")),
    cell("lt-what lt-span", button, open && row.kind === "fold" ? passes(view, row) : profile(row)),
    cell(`r lt-co b ${about.largest === null ? "mute light" : finite(about.largest) ? "c" : "al"}`, about.largest === null ? "" : `≤ ${four(about.largest)}`),
    cell("r lt-by", about.bytes === null ? "" : bytes(about.bytes)),
    cell("r lt-ti", about.seconds > 0 ? seconds(about.seconds) : ""),
  ];
}

/** What a fold is called. */
const title = (row) => (row.kind === "fold" ? el("b", { text: `${counted(row.part.times, "pass", "passes")} of ${counted(row.part.lines, "line")}` }) : el("b", { class: "mono", text: row.place }));

/** What all passes take together, and their largest register. */
function ofFold({ part }) {
  const sizes = (part.largest ?? []).map(number);
  const largest = sizes.length === 0 ? null : sizes.some(Number.isNaN) ? NaN : Math.max(...sizes);
  return { largest, bytes: part.bytes * part.times, seconds: part.seconds * part.times };
}

/** The same of a place in the source. */
const ofGroup = ({ source }) => ({ largest: source?.largest ?? null, bytes: source?.bytes ?? null, seconds: source?.seconds ?? 0 });

/** Opens or closes. */
function toggle(view, row, open) {
  if (open) opened.delete(row.key);
  else opened.set(row.key, 0);
  view.changed();
}

/** The largest register of every pass, as a strip: how cotangents grow or shrink from pass to pass. */
function profile(row) {
  const sizes = (row.part?.largest ?? []).map((value) => Math.log10(Math.abs(number(value))));
  if (sizes.length < 2) return null;
  const cells = 48;
  const strip = el("span", { class: "lt-strip", role: "img", "aria-label": `largest register of the first pass ${four(row.part.largest[0])}, of the last ${four(row.part.largest.at(-1))}` });
  for (let k = 0; k < Math.min(cells, sizes.length); k += 1) {
    const power = sizes[Math.floor((k * sizes.length) / Math.min(cells, sizes.length))];
    const bar = el("i");
    bar.style.setProperty("--size", String(Math.max(0.06, Math.min(1, (power + REACH / 2) / REACH)) || 0.06));
    if (Number.isNaN(power) || power === Infinity) bar.className = "bad";
    strip.append(bar);
  }
  return strip;
}

/** Which pass is open. */
function passes(view, row) {
  const slider = el("input", { class: "slider", type: "range", min: "1", max: String(row.part.times), step: "1", value: String(row.pass + 1), "aria-label": "pass that is shown" });
  const said = el("span", { class: "small mute" });
  const tell = () => {
    put(said, `pass ${grouped(Number(slider.value))}`);
    slider.style.setProperty("--fill", `${((Number(slider.value) - 1) / Math.max(1, row.part.times - 1)) * 100}%`);
  };
  slider.addEventListener("input", tell);
  slider.addEventListener("change", () => {
    opened.set(row.key, Number(slider.value) - 1);
    view.changed();
  });
  tell();
  return el("span", { class: "lt-pass" }, slider, said);
}
