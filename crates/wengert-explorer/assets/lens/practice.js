// A practice sheet: a random function recorded, its registers for the reader to fill, marked by the engine.

import { el, hold, put, mark, byId } from "../dom.js";
import { counted, plain } from "../format.js";
import { math } from "../math.js";
import { ask, Silence, Refusal } from "../engine.js";
import { tapeOf } from "../tape.js";
import { recordSheet, hintsText } from "../score.js";
import { scaleOf } from "../stage/scale.js";
import { choice, head } from "./head.js";
import { settled } from "../address.js";
import { GRADES, keepWritten, layout, openSheet, sheet, written } from "../sheet/state.js";
import { sheetRow, showMark } from "../sheet/row.js";

/** Builds the lens. */
function build(host) {
  const grades = choice("Grade of the sheet", () => GRADES.map(({ grade, text }) => ({ id: grade, text })), () => sheet().grade, openSheet);
  const another = el("button", { class: "btn q", text: "Another sheet", on: { click: () => openSheet(sheet().grade) } });
  const top = head(grades.root, another);
  const trouble = el("div", { class: "cards" });
  const body = el("div", { class: "card sheet" });
  host.append(top.root, trouble, body);
  const view = { host, top, trouble, body, laid: null };
  mark(host, "waiting", true);
  return () => {
    grades.show();
    lay(view);
  };
}

/** Does something that asks the engine; where that fails, a card says so and offers it again. */
async function trying(view, act) {
  try {
    await act();
    hold(view.trouble, "", () => []);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    const silent = error instanceof Silence;
    mark(view.host, "waiting", false);
    const again = el("button", { class: "btn q", text: "Try again", on: { click: () => trying(view, act) } });
    hold(view.trouble, {}, () => el("div", { class: "card message", role: "alert" }, el("h2", { class: "al", text: silent ? "The engine does not answer" : "The engine refuses" }), el("p", { class: "mute", text: silent ? "What you wrote stays here." : `${error.message}.` }), again));
  }
}

/** Lays out the sheet that is open, if another one lies there. */
function lay(view) {
  const wanted = sheet();
  const key = layout();
  if (view.laid === key) return;
  view.laid = key;
  trying(view, async () => {
    const task = await ask("practice", wanted);
    const tape = tapeOf(await ask("record", { model: task.model }));
    mark(view.host, "waiting", false);
    if (view.laid === key) show(view, { sheet: wanted, task, tape, work: known(written(), task) });
  });
}

/** What was written, of the registers that are asked for and the hints that there are. */
function known(work, { registers, hints }) {
  const asked = new Map(registers.map(({ line }) => [String(line), hints[line]?.length ?? 0]));
  for (const one of [work.answers, work.hints]) for (const id of Object.keys(one)) if (!asked.has(id)) delete one[id];
  for (const [id, count] of Object.entries(work.hints)) work.hints[id] = Math.min(count, asked.get(id));
  return work;
}

/** Shows a sheet: rows as on the stage, the last line at the bottom; in reading order they follow the sweep. */
function show(view, { sheet: of, task, tape, work }) {
  const at = tape.inputs.map((input) => `${input.name} = ${plain(input.value)}`).join(", ");
  view.top.say(view.laid, () => task.title, () => [math(`<mi>${tape.output.name}</mi><mo>=</mo>${tape.expression?.mathml ?? ""}`), ` at ${at}. Fill the registers from the last line up.`]);
  const parts = { of, task, tape, work, scale: scaleOf(tape), typed: () => (keepWritten(work), settled()) };
  const rows = tape.lines.map((line) => sheetRow(line, parts)).reverse();
  const status = el("p", { class: "b", role: "status" });
  const check = el("button", { class: "btn f", type: "submit" }, "Mark it ", el("span", { class: "kbd", "aria-hidden": "true", text: "Enter" }));
  const solve = el("button", { class: "btn q", type: "button", text: "Show the answers" });
  const next = el("button", { class: "btn f away", type: "button", text: "Another sheet", on: { click: () => openSheet(of.grade) } });
  const form = el("form", { class: "sheet-form", novalidate: true },
    el("div", { role: "table", "aria-label": "The sheet, in the order of the sweep" },
      el("div", { class: "sl sheet-head", role: "row" }, ...["line", "forward, read down ↓", "reverse, read up ↑", "register"].map((text) => el("span", { role: "columnheader", text })), el("span", { role: "cell" })),
      el("div", { class: "sheet-rows", role: "rowgroup" }, ...rows.map((row) => row.root))),
    el("p", { class: "small mute", text: "Two digits are enough. A fraction or an expression is a number too: 1 + cos(a)." }),
    el("div", { class: "row-btns" }, check, solve, next, status));
  const paper = { ...parts, rows, status, check, solve, next };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!work.done) trying(view, () => marked(paper, false));
  });
  solve.addEventListener("click", () => trying(view, () => marked(paper, true)));
  hold(view.body, {}, () => form);
  if (work.done) trying(view, () => marked(paper, true));
  else if (Object.keys(work.marked).length > 0) trying(view, () => remarked(paper));
  if (!work.done && byId("notes").hidden) fields(paper)[0]?.field.focus({ preventScroll: true });
}

/** The registers that are asked for, in the order of the sweep. */
const fields = ({ rows }) => rows.filter((row) => row.asked);

/** Has the engine mark the sheet; `solved` ends it with all answers shown. */
async function marked(paper, solved) {
  const { work, task } = paper;
  const asked = fields(paper);
  const answers = asked.map(({ id, field }) => [id, field.value]);
  if (!solved && answers.every(([, text]) => text.trim() === "")) return put(paper.status, "Nothing is filled in yet.");
  const { marks } = await ask("mark", { model: task.model, answers });
  if (!work.done) work.marked = Object.fromEntries(answers.filter(([, text]) => text.trim() !== ""));
  marks.forEach((one, k) => {
    if (one.filled && !work.done) work.first[one.line] ??= one.right;
    showMark(asked[k], one, solved);
  });
  const right = marks.filter((one) => one.right).length;
  if (solved || right === marks.length) finish(paper, marks.length, marks.length - right);
  else put(paper.status, unfinished(marks, right));
  keepWritten(work);
}

/** Shows again how the sheet was marked before the page was left; what has been changed since stays unmarked. */
async function remarked({ work, task, status, ...paper }) {
  const asked = fields(paper);
  const { marks } = await ask("mark", { model: task.model, answers: asked.map(({ id }) => [id, work.marked[id] ?? ""]) });
  const same = asked.map(({ id, field }) => field.value === (work.marked[id] ?? ""));
  marks.forEach((one, k) => same[k] && showMark(asked[k], one, false));
  if (same.every(Boolean)) put(status, unfinished(marks, marks.filter((one) => one.right).length));
}

/** "2 of 3 filled are right, 1 is empty." */
function unfinished(marks, right) {
  const empty = marks.filter((one) => !one.filled).length;
  return empty === 0 ? `${right} of ${marks.length} are right.` : `${right} of ${marks.length - empty} filled are right, ${empty} ${empty === 1 ? "is" : "are"} empty.`;
}

/** The sheet is done: what counts is what was right at the first try. Where nothing was tried, nothing is kept. */
function finish({ of, work, status, check, solve, next }, asked, shown) {
  const tries = Object.values(work.first);
  const right = tries.filter(Boolean).length;
  const hints = Object.values(work.hints).reduce((sum, count) => sum + count, 0);
  if (!work.done && tries.length > 0) recordSheet(of.grade, right, asked, hints);
  work.done = true;
  put(status, shown === 0 ? `${right} of ${asked} right at the first try, ${hintsText(hints)}.` : `${counted(shown, "answer")} shown. ${tries.length === 0 ? "None was tried" : `${right} of ${tries.length} tried right at the first try`}, ${hintsText(hints)}.`);
  const pressed = [check, solve].includes(document.activeElement);
  for (const button of [check, solve]) mark(button, "away", true);
  mark(next, "away", false);
  // Who pressed a button that is gone stands at the one in its place.
  if (pressed) next.focus({ preventScroll: true });
}

export const practice = { id: "practice", title: "Practice", within: "learn", build };
