// Forward and reverse mode side by side: direction, product, cost, memory, as measured.

import { el, hold } from "../dom.js";
import { prose } from "../math.js";
import { following } from "./follow.js";

/** The card, and its painter; `size()` gives n and m. */
export function modes(size) {
  const table = el("div", { class: "wide" });
  const root = el("div", { class: "card spaced" }, el("h2", { text: "Forward and reverse, side by side" }), table);
  const follow = following(root, "modes", () => ({ n: size().n, m: size().m }), (answer) => hold(table, JSON.stringify(answer.rows), () => tableOf(answer.rows)));
  return { root, paint: follow };
}

/** One row a question. */
function tableOf(rows) {
  const head = ["forward mode", "reverse mode"];
  const row = ({ what, forward, reverse }) => el("tr", {}, el("th", { scope: "row", text: what }), el("td", {}, ...prose(forward)), el("td", {}, ...prose(reverse)));
  return el("table", { class: "modes" }, el("thead", {}, el("tr", {}, el("td"), ...head.map((text, k) => el("th", { class: ["p", "c"][k], text })))), el("tbody", {}, ...rows.map(row)));
}
