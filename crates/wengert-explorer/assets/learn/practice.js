// The card of checks: kinds of predictions and grades of sheets, what has been done of each, and a way in.

import { el, hold } from "../dom.js";
import { state, onPaint } from "../state.js";
import { goTo } from "../views.js";
import { askNext } from "../question.js";
import { hintsText, scores } from "../score.js";
import { GRADES, openSheet } from "../sheet/state.js";

const KINDS = { register: "What will a register hold?", sign: "Which way does a step move it?", larger: "Which register is larger?", input: "Which input matters most?" };

/** The card. */
export function practice() {
  const root = el("div", { class: "card wide", id: "checks" });
  onPaint(() => state.view === "learn" && show(root));
  show(root);
  return { root };
}

/** Shows what has been done, kept in this browser. */
function show(root) {
  const kept = scores();
  hold(root, JSON.stringify(kept), () => {
    const predictions = Object.entries(KINDS).map(([kind, text]) => row(text, kept[kind], counted, () => predict(kind)));
    const sheets = GRADES.map(({ grade, text }) => row(`Practice sheet: ${text}`, kept[`sheet ${grade}`], firstTries, () => openSheet(grade)));
    const rows = [...predictions, ...sheets];
    const done = rows.filter((one) => one.done).length;
    return [
      el("h2", {}, "Checks ", el("span", { class: "mute light", text: `${done} of ${rows.length}` })),
      el("p", { class: "mute", text: "A prediction is about the function on the Tape. On a sheet you fill the registers." }),
      el("table", { class: "checks spaced" }, el("tbody", {}, ...rows.map((one) => one.root))),
    ];
  });
}

/** One check: done where the answer was right, of a sheet every one at the first try. */
function row(text, kept, told, start) {
  const done = told === counted ? kept?.right > 0 : kept !== undefined && kept.right === kept.asked;
  const mark = el("td", {}, el("span", { "aria-hidden": "true", text: done ? "✓" : "○" }), el("span", { class: "sr", text: done ? "done" : "open" }));
  const link = el("button", { class: "link", "aria-label": `Start: ${text}`, text: kept ? "Again" : "Start", on: { click: start } });
  return { done, root: el("tr", {}, mark, el("td", { text }), el("td", { class: "r mute", text: kept ? told(kept) : "not yet" }), el("td", { class: "r" }, link)) };
}

/** "3 of 4, 1 hint". */
const counted = ({ right, asked, hints }) => `${right} of ${asked} right${hints > 0 ? `, ${hintsText(hints)}` : ""}`;

/** "first try", "2 of 3 at first try, 1 hint". */
const firstTries = ({ right, asked, hints }) => `${right === asked ? "first try" : `${right} of ${asked} at first try`}${hints > 0 ? `, ${hintsText(hints)}` : ""}`;

/** Opens the tape with a question of one kind. */
function predict(kind) {
  goTo("tape");
  askNext({ kind });
}
