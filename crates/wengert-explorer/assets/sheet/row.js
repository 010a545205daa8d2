// One line of a practice sheet: the line as the stage writes it, and its register to fill, with hints in steps.

import { el, mark, set } from "../dom.js";
import { four, plain } from "../format.js";
import { math, bar, nameMarkup, prose } from "../math.js";
import { tray, showTray } from "../stage/tray.js";
import { whyEmpty } from "../empty.js";

/** A line with its field, if its register is asked for. */
export function sheetRow(line, { task, tape, scale, work, typed }) {
  const asked = task.registers.some((one) => one.line === line.id);
  const lane = tray();
  const view = { id: line.id, line, asked, lane, field: null, verdict: el("p", { class: "small verdict", role: "status" }), hints: task.hints[String(line.id)] ?? [] };
  const register = asked ? fillable(view, work, typed) : [el("span", { class: "val" }, bar(line.name), el("span", { class: "held", text: given(line) }))];
  const note = asked ? null : el("p", { class: "small mute verdict", text: line.seed ? "the seed" : whyEmpty(tape, line).long });
  view.root = el("div", { class: "sl", role: "row" },
    el("span", { class: "ln", role: "rowheader", text: String(line.line) }),
    el("div", { class: "fw", role: "cell" }, el("span", { class: "what" }, math(equation(line))), el("span", { class: "v", text: four(line.value) })),
    el("div", { class: "pays", role: "cell" }, ...line.pays.map((pay) => el("div", {}, math(pay.math)))),
    el("div", { class: "fill", role: "cell" }, ...register),
    el("div", { class: "outcome", role: "cell" }, ...(asked ? [view.verdict, lane.root] : [note])));
  // A scale would say how large the registers are: no tray before its register is known.
  mark(lane.root, "unknown", true);
  if (asked) recall(view, work);
  view.fillTray = () => {
    mark(lane.root, "unknown", false);
    showTray(lane, line.receives, scale, null, (from) => tape.lines[from - 1].name);
  };
  return view;
}

/** An input equals what it was given. */
const equation = (line) => (line.kind === "input" ? `${nameMarkup(line.name)}<mo>=</mo><mn>${plain(line.value)}</mn>` : line.math);

/** What a register holds that is not asked for. */
const given = (line) => (line.seed ? four(line.seed.after) : "0");

/** Name, field and hints. */
function fillable(view, work, typed) {
  const { line } = view;
  view.field = el("input", { class: "num", type: "text", inputmode: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": `register of ${line.name}`, value: work.answers[line.id] ?? "" });
  view.field.addEventListener("input", () => {
    work.answers[line.id] = view.field.value;
    clear(view, work);
    typed();
  });
  const hint = el("button", { class: "link small", type: "button", text: "Hint", "aria-label": `Hint for the register of ${line.name}` });
  hint.addEventListener("click", () => {
    work.hints[line.id] = Math.min((work.hints[line.id] ?? 0) + 1, view.hints.length);
    recall(view, work);
    view.field.focus();
    typed();
  });
  view.hint = hint;
  return [el("span", { class: "val" }, bar(line.name)), view.field, hint];
}

/** Takes a mark away: what stands there now has not been marked. */
function clear(view, work) {
  set(view.field, "aria-invalid", null);
  recall(view, work);
}

/** Writes the last hint that was taken beneath a register, if one was. */
function recall(view, work) {
  const count = work.hints[view.id] ?? 0;
  say(view, "", count === 0 ? "" : `Hint ${count} of ${view.hints.length}: ${view.hints[count - 1]}`);
}

/** Writes beneath a register. */
function say(view, kind, text) {
  for (const name of ["al", "good"]) mark(view.verdict, name, name === kind);
  view.verdict.replaceChildren(...prose(text));
}

/** Shows how a register was marked; `solved` puts the answer there, and says that it is shown. */
export function showMark(view, one, solved) {
  const open = one.right || solved;
  const shown = solved && !one.right;
  const { field, line } = view;
  const wrote = field.value.trim();
  set(field, "aria-invalid", one.filled && !one.right && !shown ? "true" : null);
  set(field, "readonly", open ? "" : null);
  mark(field, "shown", shown);
  mark(view.hint, "away", open);
  if (open) view.fillTray();
  if (shown) field.value = four(line.adjoint ?? 0);
  if (one.right) say(view, "good", `✓ ${one.because}`);
  else if (shown) say(view, "", `Shown${one.filled ? `; you wrote ${wrote}` : ""}: ${one.because}`);
  else if (one.filled) say(view, "al", `✗ ${one.remark || "Not this. Correct it, or take a hint."}`);
}
