// What lies beyond the rows in sight: how many rows above and below and which, as buttons that bring them.

import { el, hold, mark, set, style, byId } from "../dom.js";
import { counted } from "../format.js";
import { nameMarkup, math } from "../math.js";

/** How high a button is that tells of further rows: it lies over the edge of the rows, so that nothing moves for it. */
export const EDGE = 24;
/** So much of a row may be hidden while it still counts as seen. */
const SLACK = 12;
/** So many names are told. */
const NAMED = 6;
/** The part of the rows in sight by which a button moves them. */
const PART = 0.75;

/** Listens to both buttons. */
export function bindBeyond() {
  for (const [id, way] of [["rows-above", -1], ["rows-below", 1]]) {
    byId(id).addEventListener("click", () => (byId("scroll").scrollTop += way * PART * byId("scroll").clientHeight));
  }
}

/** Paints both buttons, for rows that start `above` pixels below the top of what scrolls. */
export function paintBeyond(layout, above) {
  const scroller = byId("scroll");
  const scrolls = scroller.scrollHeight > scroller.clientHeight + 1 && getComputedStyle(scroller).overflowY !== "visible";
  const [top, bottom] = [scroller.scrollTop, scroller.scrollTop + scroller.clientHeight - above];
  show(byId("rows-above"), scrolls ? layout.list.filter((row) => row.top < top - SLACK) : [], "↑", "above");
  show(byId("rows-below"), scrolls ? layout.list.filter((row) => row.top + row.height > bottom + SLACK) : [], "↓", "below");
  style(byId("rows-above"), "top", `${above}px`);
}

/** One button: "↑ 2 rows above: x, y". */
function show(button, hidden, arrow, where) {
  const focused = document.activeElement === button;
  mark(button, "away", hidden.length === 0);
  if (hidden.length === 0) return void (focused && byId("rows").querySelector('.lr[tabindex="0"]')?.focus({ preventScroll: true }));
  const names = hidden.slice(0, NAMED).map((row) => row.line.name);
  const more = hidden.length > NAMED;
  const text = `${counted(hidden.length, "row")} ${where}`;
  set(button, "aria-label", `${text}: ${names.join(", ")}${more ? " and more" : ""}`);
  hold(button, `${text} ${names}`, () => [el("span", { text: `${arrow} ${text}: ` }), ...names.flatMap((name, k) => [k === 0 ? "" : ", ", math(nameMarkup(name))]), more ? ", …" : ""]);
}
