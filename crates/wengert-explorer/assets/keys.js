// The keyboard: one place that knows what every key does on the page.

import { state, change } from "./state.js";
import { select, moveSelection } from "./stage/ledger.js";
import * as player from "./player.js";
import { length } from "./timeline.js";
import { kept, keep } from "./store.js";

const letters = new Map();
let lettersOn = kept("wengert.letters") !== "off";

/** Gives a letter something to do. */
export const onLetter = (letter, act) => letters.set(letter, act);

/** Whether letters are shortcuts. */
export const lettersActive = () => lettersOn;

/** Switches letters on or off, and keeps that. */
export function setLetters(on) {
  lettersOn = on;
  keep("wengert.letters", on ? "on" : "off");
}

/** Where the reader types. */
const typing = (node) => node.matches?.("input:not([type=range]), textarea, select, [contenteditable]") ?? false;
/** What arrows, Home and End move: a slider of the browser's. */
const sliding = (event) => event.target.matches?.("input[type=range]") && event.key !== " " && /^(Arrow|Home|End|Page)/.test(event.key);
/** What takes Space and Enter itself. */
const pressing = (node) => node.closest?.("button, a, summary, [role=menuitem]") !== null;

/** Listens to the whole page. */
export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || typing(event.target) || sliding(event)) return;
    if (act(event)) event.preventDefault();
  });
}

/** Does what a key says; `false` where it says nothing. */
function act(event) {
  const stage = state.tape !== null && ["tape", "code", "matrix"].includes(state.view);
  const timeline = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (stage && timeline && !event.altKey) return step(timeline, event.shiftKey);
  if (stage && event.key === "Home") return player.jump(0), true;
  if (stage && event.key === "End") return player.jump(length()), true;
  if (stage && event.key === " " && (!pressing(event.target) || event.target.id === "play")) return player.toggle(), true;
  if (stage && (event.key === "ArrowDown" || event.key === "ArrowUp")) return moveSelection(event.key === "ArrowDown" ? 1 : -1), true;
  if (event.key === "Escape") return select(null), change({ lit: null }), true;
  if (event.key === "Enter" && event.target.dataset?.line && !pressing(event.target)) return select(Number(event.target.dataset.line)), true;
  const letter = lettersOn && !event.altKey ? letters.get(event.key.toLowerCase()) : undefined;
  return letter ? (letter(event), true) : false;
}

/** One event, or one line with Shift. */
function step(direction, whole) {
  if (whole) player.wholeLine(direction);
  else if (direction > 0) player.stepForward();
  else player.back();
  return true;
}
