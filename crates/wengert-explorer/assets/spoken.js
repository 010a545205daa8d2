// Sentences with formulas as a voice says them: a register is "bar a", a fraction "over", a product "times".

import { prose } from "./math.js";

const SIGNS = { "·": "times", "×": "times", "−": "minus", "+": "plus", "/": "over", "=": "is", "\u2061": "", "¯": "" };
const BETWEEN = { mfrac: "over", msup: "to the" };

/** A text with formulas between ⟦ and ⟧, in words. */
export const spokenText = (text) => prose(text).map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : inWords(node))).join("");

/** A formula in words. */
function inWords(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.localName === "mo") return SIGNS[node.textContent] ?? node.textContent;
  if (node.childElementCount === 0) return node.textContent;
  const parts = [...node.childNodes].map(inWords).filter((part) => part !== "");
  const joined = parts.join(node.localName in BETWEEN ? ` ${BETWEEN[node.localName]} ` : " ");
  return node.classList.contains("bar") || node.localName === "mover" ? `bar ${joined.replace(/^bar /, "")}` : joined;
}
