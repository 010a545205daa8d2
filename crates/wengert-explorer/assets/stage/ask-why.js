// The way from a line that is selected to the paths that made its register.

import { el, hold, mark, set, byId } from "../dom.js";
import { bar } from "../math.js";
import { state } from "../state.js";
import { askWhy } from "../lens/why.js";

/** The line that is selected, or nothing. */
const selected = () => state.tape?.lines[(state.selected ?? 0) - 1] ?? null;

/** Listens to the button. */
export function bindAskWhy() {
  byId("ask-why").addEventListener("click", () => selected() && askWhy(selected().name));
}

/** The button is there while a line is selected; its room is kept, so that nothing moves. */
export function paintAskWhy() {
  const [button, line] = [byId("ask-why"), selected()];
  mark(button, "idle", line === null || state.question !== null);
  if (line === null) return;
  set(button, "aria-label", `Why this number: the paths to ${line.name}`);
  hold(button, line.name, () => ["Why ", bar(line.name), "? ", el("span", { class: "kbd", text: "W" })]);
}
