// Messages: what was refused, what was decided for the reader, and an engine that does not answer.

import { el, hold, byId } from "./dom.js";
import { state } from "./state.js";
import { run, open } from "./runner.js";
import { grouped } from "./format.js";
import { LISTED } from "./views.js";

const HEADINGS = {
  silent: "The engine does not answer",
  limit: "Refused: too many operations",
  text: "This cannot be read",
  input: "A value cannot be used",
  undefined: "Not differentiable here",
  request: "The page and the engine do not agree",
  engine: "The engine refuses",
};

/** Paints the cards above the stage. */
export function paintMessages() {
  const { fault, tape, draft, outline, view } = state;
  const shown = fault !== null && !(draft !== null && fault.kind === "text");
  const warnings = (outline ?? tape)?.warnings ?? [];
  const large = outline !== null && LISTED.includes(view);
  const key = `${shown ? JSON.stringify(fault) : ""} ${JSON.stringify(warnings)} ${tape === null} ${large}`;
  hold(byId("cards"), key, () => [shown ? card(fault) : null, ...warnings.map(warning), large ? tooLong(outline) : null, tape === null && outline === null && fault !== null ? nothing() : null]);
}

/** A card. */
const message = (heading, text, alarm, ...more) => el("div", { class: "card message", role: alarm ? "alert" : "status" }, el("h2", { class: alarm ? "al" : "", text: heading }), el("p", { class: "mute", text }), ...more);

/** Why there are no new numbers. */
function card(fault) {
  const again = el("button", { class: "btn q", text: "Try again", on: { click: () => run() } });
  if (fault.kind === "silent") return message(HEADINGS.silent, "Numbers on this page are from the last reply.", true, again);
  if (fault.needs !== undefined) return message(HEADINGS.limit, `This would run ${grouped(fault.needs)}. The page allows ${grouped(fault.allows)}.`, true);
  const where = fault.column ? `, column ${fault.column}` : "";
  return message(HEADINGS[fault.kind] ?? HEADINGS.engine, `${fault.message}${where}.${fault.help ? ` ${fault.help}.` : ""}`, true);
}

/** What was decided for the reader. */
const warning = ({ kind, input, message: text }) => message(WARNINGS[kind]?.(input) ?? input, `${text}.`, false);

const WARNINGS = {
  missing: (input) => `${input} ${/ more inputs$/.test(input) ? "have" : "has"} no value`,
  unused: (input) => `${input} is not used`,
  adjoints: () => "The file holds other adjoints",
};

/** A lens that looks at single lines has nothing to say of very many. */
const tooLong = ({ counts }) => message("This view is for shorter tapes", `It looks at single lines, of 2,000 at most. This tape has ${grouped(counts.lines)}: the view Tape shows it folded.`, false);

/** Ways in, when nothing was ever recorded. */
function nothing() {
  const start = el("button", { class: "btn q", text: "Worked example", on: { click: () => open({ source: "x*y + sin(x*y)", point: { x: 2, y: 3 } }) } });
  return message("Nothing recorded", "Type an expression, or open a preset or a saved tape.", false, start);
}
