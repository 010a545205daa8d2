// The keyboard, and the switch for letters.

import { el } from "../dom.js";
import { lettersActive, setLetters } from "../keys.js";

const KEYS = [["← →", "one event back, forward"], ["Shift ← →", "one line"], ["Home End", "first, last"], ["Space", "play, pause"], ["↑ ↓", "line above, below"], ["Enter", "select"], ["Esc", "clear"], ["P", "predict"], ["W", "why this number"], ["K", "next kink"], ["N", "next finding"], ["[ ]", "line of the matrix"], ["M", "note"]];

/** The card. */
export function keys() {
  const box = el("input", { type: "checkbox", id: "letters" });
  box.checked = lettersActive();
  box.addEventListener("change", () => setLetters(box.checked));
  return el("section", { class: "card spaced" }, el("h2", { text: "Keys" }), el("dl", { class: "keys" }, ...KEYS.map(([key, text]) => el("div", {}, el("dt", {}, ...key.split(" ").flatMap((one, k) => [k > 0 ? " " : "", el("span", { class: "kbd", text: one })])), el("dd", { text })))), el("label", { for: "letters" }, box, " letters are shortcuts"));
}
