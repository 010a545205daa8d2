// Folds: lines that stand as one row and one node until they are opened; the engine says which lines, the reader which are open.

import { byId, el, put, set, mark } from "../dom.js";
import { focusSoon } from "../focus.js";
import { state, change } from "../state.js";
import { write } from "../address.js";
import { counted } from "../format.js";

/** The name of a fold in state and address. */
const keyOf = (fold) => `${fold.first}-${fold.last}`;

/** Whether a fold is open. */
export const isOpen = (fold) => state.unfolded[keyOf(fold)] === true;

/** The outermost closed fold around a line, or `null`. */
export const closedAround = (tape, line) => tape.folds.find((fold) => fold.first <= line && line <= fold.last && !isOpen(fold)) ?? null;

/** The innermost open fold that ends with a line, or `null`. */
export const openAt = (tape, line) => tape.folds.findLast((fold) => fold.last === line && isOpen(fold)) ?? null;

/** How many lines a fold stands for. */
export const sizeOf = (fold) => fold.last - fold.first + 1;

/** "8 lines: sum of 4 terms like w*x". */
export const told = (fold) => `${counted(sizeOf(fold), "line")}: ${fold.title}`;

/** Opens the folds that some lines are hidden in; a line that ends a fold stands for it, and is seen. */
export function unfoldAround(lines) {
  const hides = (fold) => lines.some((line) => fold.first <= line && line < fold.last);
  const opened = state.tape.folds.filter((fold) => !isOpen(fold) && hides(fold)).map((fold) => [keyOf(fold), true]);
  if (opened.length > 0) change({ unfolded: { ...state.unfolded, ...Object.fromEntries(opened) } });
}

/** Opens or closes a fold; the focus stays with it, in graph or ledger. */
export function toggle(fold, host) {
  const unfolded = { ...state.unfolded };
  if (isOpen(fold)) delete unfolded[keyOf(fold)];
  else unfolded[keyOf(fold)] = true;
  change({ unfolded });
  write(false);
  focusSoon(() => byId(host).querySelector(`[data-fold="${keyOf(fold)}"]`));
}

/** The button that opens or closes a fold, for the row or the node of its last line. */
export function foldButton(fold, host, kind, text = told(fold)) {
  const open = isOpen(fold);
  const said = open ? `Fold lines ${fold.first} to ${fold.last} again` : `Open lines ${fold.first} to ${fold.last}, ${told(fold)}`;
  const button = el("button", { class: kind, "data-fold": keyOf(fold), "aria-expanded": String(open), "aria-label": said, title: said }, el("span", { "aria-hidden": "true", text: open ? "▾ " : "▸ " }), text);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    toggle(fold, host);
  });
  return button;
}

/** The button over the graph that opens all folds, or closes them. */
export function bindFolds() {
  byId("fold-all").addEventListener("click", () => {
    const all = Object.fromEntries(state.tape.folds.map((fold) => [keyOf(fold), true]));
    change({ unfolded: allOpen() ? {} : all });
    write(false);
  });
}

/** Whether no fold is closed. */
const allOpen = () => state.tape.folds.every(isOpen);

/** Paints that button: it is there only where something can be folded. */
export function paintFolds() {
  const button = byId("fold-all");
  mark(button, "away", state.tape.folds.length === 0);
  put(button, allOpen() ? "Fold" : "Unfold all");
  set(button, "aria-pressed", String(allOpen()));
}
