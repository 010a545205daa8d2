// Loops as strips: every pass is a cell, the one that is open has its lines in the ledger.

import { el, hold, mark, set, byId } from "../dom.js";
import { state, change } from "../state.js";
import { current, cursor, forwardLength, length } from "../timeline.js";
import { write } from "../address.js";
import { counted } from "../format.js";

let shapeOf = { structure: null, loops: [] };

/** The loops of the tape: how many passes each has, and where they lie. */
export function loops(tape) {
  if (shapeOf.structure === tape.structure) return shapeOf.loops;
  const found = new Map();
  for (const line of tape.lines) {
    if (line.loop === null) continue;
    const loop = found.get(line.loop) ?? { id: line.loop, passes: [] };
    const pass = (loop.passes[line.pass] ??= { first: line.line, last: line.line });
    pass.last = line.line;
    found.set(line.loop, loop);
  }
  shapeOf = { structure: tape.structure, loops: [...found.values()] };
  return shapeOf.loops;
}

/** Paints the strips above the ledger, and opens the pass that the cursor is in. */
export function paintStrips() {
  const { tape } = state;
  const host = byId("strips");
  const all = loops(tape);
  host.hidden = all.length === 0;
  if (all.length === 0) return;
  for (const { id, passes } of all) if (state.passes[id] >= passes.length) state.passes = { ...state.passes, [id]: passes.length - 1 };
  followCursor(tape);
  hold(host, tape.structure, () => all.map(strip));
  all.forEach((loop, k) => showStrip(host.children[k], loop));
}

let seen = -1;

/** The pass of the line at the cursor is opened when the cursor moves. */
function followCursor(tape) {
  if (seen === cursor()) return;
  seen = cursor();
  const line = tape.lines[(current()?.line ?? 0) - 1];
  if (line?.loop !== null && line?.loop !== undefined) state.passes = { ...state.passes, [line.loop]: line.pass };
}

/** One loop. */
function strip(loop) {
  const slider = el("input", { type: "range", class: "slider", min: "0", max: String(loop.passes.length - 1), step: "1", "aria-label": "pass of the loop" });
  slider.addEventListener("input", () => open(loop, Number(slider.value)));
  const cells = loop.passes.map((_, k) => el("button", { tabindex: "-1", "aria-label": `pass ${k + 1}`, "aria-pressed": "false", on: { click: () => open(loop, k) } }));
  return el("div", { class: "strip" }, el("b", { text: `Loop, ${counted(loop.passes.length, "pass", "passes")}` }), el("div", {}, el("div", { class: "cells" }, ...cells), slider), el("span", { class: "mute" }));
}

/** Opens a pass. */
function open(loop, pass) {
  change({ passes: { ...state.passes, [loop.id]: pass } });
  write(false);
}

/** Marks what has run and what has been swept. */
function showStrip(node, loop) {
  const at = state.passes[loop.id] ?? 0;
  const event = current();
  const reverse = state.step > forwardLength();
  const over = state.step === length() && !state.flight;
  [...node.querySelectorAll(".cells button")].forEach((cell, k) => {
    const { first, last } = loop.passes[k];
    set(cell, "aria-pressed", String(k === at));
    mark(cell, "done", state.step >= last);
    mark(cell, "swept", reverse && (event.line < first || over));
  });
  const slider = node.querySelector("input");
  slider.value = String(at);
  slider.style.setProperty("--fill", `${(at / Math.max(1, loop.passes.length - 1)) * 100}%`);
  node.lastChild.textContent = `pass ${at + 1} of ${loop.passes.length}, lines ${loop.passes[at].first} to ${loop.passes[at].last}`;
}
