// What a note is about: a line, its equation, its code, a claim, a misconception, a source, or the present state.

import { state } from "../state.js";
import { four, plain } from "../format.js";
import { fragment } from "../address.js";
import { register } from "../timeline.js";

/** The subjects that can be chosen now, the likeliest first. */
export function subjects() {
  const line = state.tape?.lines[(state.selected ?? 0) - 1];
  const of = line ? [{ kind: "line", ref: line.line, title: `line ${line.line}: ${line.plain}` }, { kind: "register", ref: line.line, title: `register bar_${line.name}, line ${line.line}` }, { kind: "equation", ref: line.line, title: `equation ${line.pays[0]?.plain ?? line.plain}` }, { kind: "code", ref: line.line, title: `code ${line.rust}` }] : [];
  return [...of, { kind: "state", ref: null, title: "the present state" }];
}

/** What the page shows now, as lines of text: the model, the values, the gradient, the register in question. */
export function snapshot(subject) {
  const { tape } = state;
  if (!tape) return { link: location.href, lines: [] };
  const at = tape.inputs.map((input) => `${input.name}=${plain(input.value)}`).join(", ");
  const lines = [`${tape.output.name} = ${state.saved ?? state.source} at ${at}`, `${tape.output.name} = ${four(tape.output.value)}`, tape.gradient.map((entry) => `d${tape.output.name}/d${entry.name} = ${four(entry.value)}`).join("   ")];
  const line = tape.lines[(subject.ref ?? 0) - 1];
  if (line && subject.kind !== "claim") lines.push(registerText(line));
  lines.push(`step ${state.step} of ${tape.events.length}, view ${state.view}`);
  return { link: new URL(fragment(), location.href).href, lines };
}

/** A register as the sum of its contributions. */
function registerText(line) {
  const parts = line.receives.map((event) => `${four(event.product)} (${event.phase === "seed" ? "seed" : `from ${state.tape.lines[event.line - 1].name}`})`);
  return `${line.name} = ${four(line.value)}; bar_${line.name} = ${parts.join(" + ") || "0"}, shown now: ${four(register(line).value)}`;
}
