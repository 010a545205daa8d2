// The equations of the code view: what every line computes and what it adds. Of a long tape those around the selected line.

import { el, hold, mark } from "../dom.js";
import { math } from "../math.js";
import { four } from "../format.js";
import { state } from "../state.js";
import { current } from "../timeline.js";

/** Up to so many equations are listed at once; of more, so many on either side. */
const MOST = 60;
const AROUND = 24;

/** The list. */
export function equationList() {
  const root = el("section", { class: "math-list", "aria-label": "Equations" });
  let rows = [];
  const paint = () => {
    const [first, last] = span();
    const stamp = state.tape?.structure ?? `outline ${state.outline?.stamp}`;
    hold(root, `${stamp} ${first} ${last}`, () => (rows = state.tape ? listed(first, last) : told(first, last)));
    const now = state.tape && current();
    for (const node of rows) {
      const line = Number(node.dataset.line);
      mark(node, "sel", state.selected === line);
      mark(node, "hov", state.hovered === line && state.selected !== line);
      mark(node, "now", now?.line === line);
    }
  };
  return { root, paint };
}

/** The lines that are listed, from 1. */
function span() {
  const count = state.tape?.lines.length ?? state.outline?.counts.lines ?? 0;
  if (count <= MOST) return [1, count];
  const at = state.selected ?? current()?.line ?? state.outline?.output.line + 1;
  const first = Math.max(1, Math.min(at - AROUND, count - 2 * AROUND));
  return [first, Math.min(count, first + 2 * AROUND)];
}

/** Equations with what each adds. */
const listed = (first, last) =>
  state.tape.lines.slice(first - 1, last).map((line) => row(line.line, math(line.math), line.pays.map((pay) => math(pay.math))));

/** The lines of an outline, which has texts and numbers only. */
const told = (first, last) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => {
    const { text, value, adjoint } = state.outline.columns;
    const id = first - 1 + k;
    return row(first + k, el("code", { text: text[id] }), [el("span", { class: "p", text: four(value[id]) }), el("span", { class: "c", text: adjoint[id] === null ? "not reached" : four(adjoint[id]) })]);
  });

/** One line. */
const row = (line, equation, pays) => el("div", { class: "ml", "data-line": line }, el("span", { class: "lno", text: String(line) }), el("span", {}, equation), el("span", {}, ...pays));
