// The state in which a note is written: the link that brings it back, the command that does so on another machine, and the
// numbers that the page shows.

import { byId } from "../dom.js";
import { state } from "../state.js";
import { four, plain, exact } from "../format.js";
import { fragment } from "../address.js";
import { sumOf } from "../tape-store.js";
import { current, place, register } from "../timeline.js";
import { seen } from "./seen.js";

/** Of very many inputs so many are written out; the link has all. */
const INPUTS = 40;

/** What the page shows now. */
export function snapshot(subject) {
  const hash = fragment();
  return { link: new URL(hash, location.href).href, hash, command: command(), at: at(", ", " = "), place: state.tape ? place(current()).toLowerCase() : "", lines: numbers(subject) };
}

/** Whether a note's state is one of the function that is open, as its link says; of files with one name the sum tells which. */
export function isOfPresent({ link }) {
  const parts = new URLSearchParams(link.slice(link.indexOf("#") + 1));
  const [name, sum] = [parts.get("tape"), parts.get("sum")];
  return name === null ? state.saved === null && parts.get("e") === state.source : name === state.saved && (sum === null || sum === presentSum());
}

/** The function that is open. */
export const presentModel = () => state.saved ?? state.source;

/** Which of the files with its name it is. */
export const presentSum = () => (state.savedText === null ? "" : sumOf(state.savedText));

/** The point, as a text. */
function at(between, equals) {
  const inputs = state.tape?.inputs ?? Object.entries(state.point).map(([name, value]) => ({ name, value }));
  const text = inputs.slice(0, INPUTS).map(({ name, value }) => `${name}${equals}${plain(value)}`).join(between);
  return inputs.length > INPUTS ? `${text} and ${inputs.length - INPUTS} more` : text;
}

/** The numbers: the function, its value and gradient, the register in question, and what the view at hand shows. */
function numbers(subject) {
  const { tape, outline } = state;
  if (!tape && !outline) return [];
  const { output } = tape ?? outline;
  const lines = [`${output.name} = ${presentModel()} at ${at(", ", "=")}`, `${output.name} = ${four(output.value)}`, ...(tape ? ofTape(tape, subject) : ofOutline(outline, subject))];
  const view = byId("view-name").textContent;
  const step = tape ? `step ${state.step} of ${tape.events.length} (${place(current()).toLowerCase()}), ` : "";
  return [...lines, `${step}view ${view}`, ...(subject.beside?.length > 0 ? subject.beside : seen(subject))];
}

/** The gradient, and the register of the line that the note is about. */
function ofTape(tape, { kind, ref }) {
  const slopes = tape.gradient.slice(0, INPUTS).map(({ name, value }) => `d${tape.output.name}/d${name} = ${four(value)}`).join("   ");
  const line = ["line", "register", "equation", "code"].includes(kind) ? tape.lines[ref - 1] : null;
  return [slopes, ...(line ? [registerText(line)] : [])];
}

/** A register as the sum of its contributions. */
function registerText(line) {
  const parts = line.receives.map((event) => `${four(event.product)} (${event.phase === "seed" ? "seed" : `from ${state.tape.lines[event.line - 1].name}`})`);
  return `${line.name} = ${four(line.value)}; bar_${line.name} = ${parts.join(" + ").replaceAll("+ −", "− ") || "0"}, shown now: ${four(register(line).value)}`;
}

/** The line of a large tape: its value, and its register after the sweep. */
function ofOutline({ columns }, { kind, ref }) {
  if (kind !== "line") return [];
  const adjoint = columns.adjoint[ref - 1];
  return [`${columns.text[ref - 1]}: value ${four(columns.value[ref - 1])}, register ${adjoint === null ? "not reached" : four(adjoint)}`];
}

/** A word for the shell. */
const quoted = (text) => (/^[\w=.,:+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that opens this function at this point on any machine. */
function command() {
  if (state.saved) return `wengert explore --tape ${quoted(state.saved)}`;
  const bindings = new Map();
  for (const [name, value] of Object.entries(state.point)) {
    const [, vector, index] = /^(.+)\[(\d+)\]$/.exec(name) ?? [null, name, null];
    if (index === null) bindings.set(vector, exact(value));
    else bindings.set(vector, [...(bindings.get(vector) ?? []), exact(value)]);
  }
  const text = ([name, value]) => quoted(Array.isArray(value) ? `${name}=[${value.join(", ")}]` : `${name}=${value}`);
  return ["wengert explore", quoted(state.source), ...[...bindings].map(text)].join(" ");
}
