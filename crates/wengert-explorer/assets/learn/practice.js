// Practice sheets: a random function, the reader fills the registers, the engine marks them.

import { el, hold, put, set, mark } from "../dom.js";
import { four, plain } from "../format.js";
import { math, bar, prose } from "../math.js";
import { ask, Refusal, Silence } from "../engine.js";
import { tapeOf } from "../tape.js";
import { recordSheet, scores } from "../score.js";
import { say } from "../live.js";

const GRADES = [{ grade: 1, text: "one use" }, { grade: 2, text: "reuse" }, { grade: 3, text: "branches" }];

/** The card of checks and sheets. */
export function practice() {
  const sheet = el("div");
  const summary = el("div");
  const links = GRADES.map(({ grade, text }) => el("button", { class: "btn q", text, on: { click: () => start(grade, sheet, summary) } }));
  const root = el("div", { class: "card wide" }, el("h2", { text: "Practice sheets" }), el("p", { class: "mute", text: "You fill the registers, the engine marks them." }), el("div", { class: "row-btns spaced" }, ...links), summary, sheet);
  showSummary(summary);
  return { root };
}

/** What has been done, kept in this browser. */
function showSummary(summary) {
  const kept = scores();
  const kinds = { register: "What will a register hold?", sign: "Which sign?", larger: "Which is larger?", input: "Which input matters most?" };
  const rows = Object.entries(kinds).map(([kind, text]) => [text, kept[kind]]).concat(GRADES.map(({ grade, text }) => [`Sheet: ${text}`, kept[`sheet ${grade}`]]));
  hold(summary, JSON.stringify(kept), () => el("table", { class: "checks spaced" }, el("tbody", {}, ...rows.map(([text, one]) => el("tr", {}, el("td", { text: one?.right > 0 ? "✓" : "○" }), el("td", { text }), el("td", { class: "r mute", text: one ? `${one.right} of ${one.asked}` : "not yet" }))))));
}

/** Fetches a sheet and lays it out. */
async function start(grade, sheet, summary) {
  try {
    const task = await ask("practice", { grade, seed: Math.floor(Math.random() * 2 ** 31) });
    const tape = tapeOf(await ask("record", { model: task.model }));
    lay(task, tape, grade, sheet, summary);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    say(error.message);
  }
}

/** The tape with empty registers to fill, in the order of the sweep. */
function lay(task, tape, grade, sheet, summary) {
  const fields = new Map();
  const hints = new Map();
  const rows = tape.lines.map((line) => row(line, task, fields, hints));
  const verdict = el("p", { class: "b", role: "status" });
  const check = el("button", { class: "btn f", text: "Mark it" });
  check.addEventListener("click", () => markSheet(task, fields, verdict, grade, summary));
  const at = tape.inputs.map((input) => `${input.name} = ${plain(input.value)}`).join(", ");
  sheet.replaceChildren(el("h3", { class: "spaced", text: `${task.title}: ${task.model.text} at ${at}` }), el("p", { class: "mute small", text: "Fill from the last line up. Two digits are enough." }), el("table", {}, el("thead", {}, el("tr", {}, ...["line", "value", "it pays", "register"].map((text) => el("th", { text })))), el("tbody", {}, ...rows)), el("div", { class: "row-btns spaced" }, check), verdict);
  fields.get(task.registers[0]?.line)?.focus();
}

/** One line of a sheet. */
function row(line, task, fields, hints) {
  const asked = task.registers.some((one) => one.line === line.id);
  const field = el("input", { class: "num", inputmode: "decimal", autocomplete: "off", "aria-label": `register of ${line.name}` });
  const verdict = el("span", { class: "small" });
  if (asked) fields.set(line.id, Object.assign(field, { verdict }));
  const list = task.hints[String(line.id)] ?? [];
  const hint = el("button", { class: "link small", text: "Hint" });
  hint.addEventListener("click", () => {
    const at = hints.get(line.id) ?? 0;
    hints.set(line.id, at + 1);
    verdict.replaceChildren(...prose(list[Math.min(at, list.length - 1)]));
  });
  const last = asked ? el("td", {}, el("span", { class: "fill" }, bar(line.name), field, list.length > 0 ? hint : null), el("div", {}, verdict)) : el("td", {}, bar(line.name), line.seed ? " = 1, the seed" : "");
  return el("tr", {}, el("td", {}, math(line.math)), el("td", { class: "p b", text: four(line.value) }), el("td", {}, ...line.pays.flatMap((pay) => [math(pay.math), el("br")])), last);
}

/** Has the engine mark the sheet. */
async function markSheet(task, fields, verdict, grade, summary) {
  const answers = [...fields].map(([line, field]) => [line, field.value.replace(/−/g, "-")]);
  const { marks } = await ask("mark", { model: task.model, answers });
  for (const one of marks) {
    const field = fields.get(one.line);
    set(field, "aria-invalid", one.right ? null : "true");
    mark(field.verdict, "al", !one.right);
    field.verdict.replaceChildren(one.right ? "✓ " : "✗ ", ...prose(one.because));
  }
  const right = marks.filter((one) => one.right).length;
  recordSheet(grade, right, marks.length);
  put(verdict, `${right} of ${marks.length} registers right.`);
  showSummary(summary);
}
