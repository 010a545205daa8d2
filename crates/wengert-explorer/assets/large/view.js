// A tape of very many lines: what the stage shows of a short one, folded, in columns.

import { el, hold, byId, mark, put } from "../dom.js";
import { bytes, four, grouped } from "../format.js";
import { state, change } from "../state.js";
import { choice } from "../lens/head.js";
import { goTo } from "../views.js";
import { room } from "../plot.js";
import { keep, settled } from "../address.js";
import { rowsOf, reveal, openedText, readOpened } from "./rows.js";
import { list } from "./list.js";
import { depths } from "./depth.js";
import { costs, findings, line } from "./facts.js";

const WAYS = ["structure", "source", "none"];

let how = WAYS[0];
let rows = { outline: null, how: null, list: [] };
let parts = null;
/** The row on top of the list. */
let top = 0;
/** Where the list is to stand once there is another outline than the one `before`. */
let wanted = null;

keep("by", { read: (text) => (how = WAYS.includes(text) ? text : WAYS[0]), write: () => (state.outline && how !== WAYS[0] ? how : null) });
keep("folds", { own: true, read: readOpened, write: () => (state.outline && openedText(state.outline)) || null });
keep("top", {
  own: true,
  read: (text) => (wanted = { row: /^[1-9]\d{0,8}$/.test(text) ? Number(text) - 1 : 0, before: state.outline }),
  write: () => (state.outline && (wanted?.row ?? top) > 0 ? String((wanted?.row ?? top) + 1) : null),
});

/** Paints the view of a large tape, or hides it. */
export function paintLarge() {
  const large = state.outline !== null;
  const { dataset } = document.body;
  if (("large" in dataset) !== large) large ? (dataset.large = "") : delete dataset.large;
  if (!large || state.view !== "tape") return;
  parts ??= build(byId("large"));
  show(state.outline);
}

/** Builds what stays. */
function build(host) {
  const folding = choice("Fold by", () => [{ id: "structure", text: "Structure" }, ...(state.outline?.sources.length > 0 ? [{ id: "source", text: "Source line" }] : []), { id: "none", text: "Every line" }], () => how, (id) => {
    how = id;
    change({});
    settled();
  });
  const [heading, lead] = [el("h1"), el("p", { class: "lead" })];
  const side = { findings: el("div", { class: "card" }), line: el("div", { class: "card" }), depths: el("div", { class: "card" }), costs: el("div", { class: "card" }) };
  const table = list({ chosen: (id) => change({ selected: id + 1 }), changed: () => ((rows.outline = null), change({}), settled()), moved });
  host.append(
    el("div", { class: "lens-head" }, el("div", {}, heading, lead), el("div", { class: "controls" }, el("p", { class: "small mute", text: "Fold by" }), folding.root)),
    el("div", { class: "lt" }, table.root, el("div", { class: "stack" }, side.findings, side.line, side.depths, side.costs)),
  );
  return { folding, heading, lead, side, table };
}

/** Shows an outline. */
function show(outline) {
  const { folding, heading, lead, side, table } = parts;
  if (how === "source" && outline.sources.length === 0) how = WAYS[0];
  if (rows.outline !== outline || rows.how !== how) rows = { outline, how, list: rowsOf(outline, how) };
  folding.show();
  put(heading, outline.heading);
  put(lead, `${outline.output.name} = ${four(outline.output.value)}. ${grouped(outline.counts.additions)} additions in the sweep, ${bytes(outline.counts.bytes)} of tape. Open a fold and move through its passes; choose a line to see what it reads.`);
  const selected = state.selected === null ? null : state.selected - 1;
  table.show(outline, rows.list, selected);
  if (wanted && wanted.before !== outline) {
    top = table.startAt(wanted.row);
    wanted = null;
  }
  const width = room(side.depths, 560);
  hold(side.findings, JSON.stringify(outline.first) + outline.stamp, () => findings(outline, go));
  hold(side.line, `${selected} ${outline.stamp}`, () => line(outline, selected !== null && selected < outline.counts.lines ? selected : null, go));
  hold(side.depths, `${outline.stamp} ${width}`, () => depths(outline.histogram, width));
  hold(side.costs, String(outline.stamp), () => costs(outline));
  mark(byId("large"), "stale", state.stale);
}

/** The list was scrolled: once it rests the address says where it stands. */
function moved(index) {
  if (state.view !== "tape" || index === top) return;
  top = index;
  settled();
}

/** Shows the list with a line in sight, from another view. */
export function goToLine(id) {
  goTo("tape");
  requestAnimationFrame(() => requestAnimationFrame(() => go(id)));
}

/** Goes to a line: opens what hides it, scrolls there, chooses it. */
function go(id) {
  const index = reveal(state.outline, how, id);
  rows = { outline: state.outline, how, list: rowsOf(state.outline, how) };
  parts.table.show(state.outline, rows.list, id);
  parts.table.goTo(index);
  change({ selected: id + 1 });
  settled();
}
