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
  hold(byId("purpose"), key, () => ["How does ", name(output), " move with ", ...inputs(names, count), "? One sweep back over the tape of its operations ", answers]);
  hold(byId("purpose-short"), key, () => ["How ", name(output), " moves with ", ...inputs(names, count), ", in one sweep."]);
}

const name = (text) => math(nameMarkup(text));

/** "x and y", or how many they are. */
function inputs(names, count) {
  if (count === 0) return ["nothing"];
  if (names === null || count > 3) return [count === 1 ? "its input" : `each of its ${count} inputs`];
  return names.flatMap((one, k) => [k === 0 ? "" : k === count - 1 ? " and " : ", ", name(one)]);
}
