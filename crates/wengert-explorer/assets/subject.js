// What a lens says of the tape that is open, be it listed or outlined: its output, its inputs, how many lines it has.

import { state } from "./state.js";

/** Of very many inputs so many are offered. */
const OFFERED = 8;

/** The tape, or `null` before there is one. */
export function subject() {
  const { tape, outline } = state;
  if (tape) return { stamp: `t${tape.stamp}`, output: tape.output.name, inputs: tape.inputs, lines: tape.lines.length };
  if (!outline) return null;
  const { columns, counts } = outline;
  const inputs = Array.from({ length: Math.min(counts.inputs, OFFERED) }, (_, id) => ({ name: columns.text[id], value: columns.value[id] }));
  return { stamp: `o${outline.stamp}`, output: outline.output.name, inputs, lines: counts.lines };
}
