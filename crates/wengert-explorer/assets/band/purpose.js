// What the page is for, in one sentence about the function at hand; shorter where there is little room.

import { hold, byId } from "../dom.js";
import { math, nameMarkup } from "../math.js";
import { state } from "../state.js";

/** Paints both sentences, of which the style sheet shows one. */
export function paintPurpose() {
  const { tape, outline } = state;
  if (!tape && !outline) return;
  const names = tape?.inputs.map((input) => input.name) ?? null;
  const output = (tape ?? outline).output.name;
  const count = names?.length ?? outline.counts.inputs;
  const key = JSON.stringify([output, names, count]);
  const answers = count === 1 ? "answers." : count === 2 ? "answers both at once." : "answers all at once.";
  if (count === 0) return constant(output, key);
  hold(byId("purpose"), key, () => ["How does ", name(output), " move with ", ...inputs(names, count), "? One sweep back over the tape of its operations ", answers]);
  hold(byId("purpose-short"), key, () => ["How ", name(output), " moves with ", ...inputs(names, count), ", in one sweep."]);
}

/** What is said where there is no input. */
function constant(output, key) {
  hold(byId("purpose"), key, () => [name(output), " has no input: it is a constant, and no slope is asked for."]);
  hold(byId("purpose-short"), key, () => [name(output), " is a constant."]);
}

const name = (text) => math(nameMarkup(text));

/** "x and y", or how many they are. */
function inputs(names, count) {
  if (names === null || count > 3) return [count === 1 ? "its input" : `each of its ${count} inputs`];
  return names.flatMap((one, k) => [k === 0 ? "" : k === count - 1 ? " and " : ", ", name(one)]);
}
