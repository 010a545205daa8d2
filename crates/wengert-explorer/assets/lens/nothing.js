// Why a lens has nothing to show where the engine is not even asked: nothing is recorded, or no input is there to ask about.

import { el } from "../dom.js";
import { written } from "../math.js";
import { state } from "../state.js";
import { subject } from "../subject.js";

/** What a lens has not where there is no input; the others of these are about any tape. */
const WITHOUT = {
  why: "no path leads back to one",
  kinks: "no curve runs along one",
  accuracy: "there is no derivative to check",
  detective: null,
  matrix: null,
};

/** Why the lens with this id has nothing to show, as a heading and a sentence, or `null`. */
function reason(id) {
  const about = subject();
  if (!about) return state.fault && state.fault.kind !== "silent" ? ["Nothing to show yet", "This view is about what is recorded: mend the expression above, or open another function."] : null;
  if (about.inputs.length > 0 || WITHOUT[id] === null) return null;
  return [`${written(about.output)} has no input`, `It is a constant: ${WITHOUT[id]}. Write a variable into the expression, as in x + 3.`];
}

/** The same as a card, and what it says; `null` where the lens has something to ask. */
export function nothing(id) {
  const said = id in WITHOUT ? reason(id) : null;
  if (said === null) return null;
  const [heading, text] = said;
  return { said: said.join(), card: () => el("div", { class: "card message", role: "status" }, el("h2", { text: heading }), el("p", { class: "mute", text })) };
}
