// Finished registers beside one another, the largest first: each as a length, with what was added to it by whom.

import { el } from "../dom.js";
import { four, number } from "../format.js";
import { bar, written } from "../math.js";
import { state } from "../state.js";
import { scaleOf } from "./scale.js";
import { tray, showTray } from "./tray.js";

/** A list of the registers of some lines as they end. */
export function finishedRegisters(lines) {
  const { tape } = state;
  const scale = scaleOf(tape);
  const size = (line) => Math.abs(number(tape.lines[line - 1].adjoint) || 0);
  const sorted = [...lines].sort((a, b) => size(b) - size(a));
  return el("ul", { class: "finished" }, ...sorted.map((line) => one(tape.lines[line - 1], scale)));
}

/** One register. */
function one(line, scale) {
  const view = tray();
  view.root.removeAttribute("aria-hidden");
  showTray(view, line.receives, scale, null, (from) => written(state.tape.lines[from - 1].name));
  return el("li", {}, bar(line.name), el("b", { class: "c", text: four(line.adjoint ?? 0) }), view.root);
}
