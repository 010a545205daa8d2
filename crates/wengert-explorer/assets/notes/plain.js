// Formulas and mixed texts as one line of plain text: for lists of choices, and for Markdown.

import { math } from "../math.js";

/** What stands between the parts of an element. */
const BETWEEN = { mfrac: "/", msup: "^", msub: "_", munder: "_", munderover: "_", mtr: "; ", mtd: ", " };

/** A bar over one letter; a longer name says it. */
const bar = (name) => ([...name].length === 1 ? `${name}\u0304`.normalize() : `bar_${name}`);

/** A node of MathML, or of a text with formulas in it. */
export function flat(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.localName === "mspace") return " ";
  const parts = [...node.childNodes].map(flat);
  if (node.localName === "mover") return bar(parts[0]);
  if (node.localName === "msqrt") return `√(${parts.join("")})`;
  return parts.join(BETWEEN[node.localName] ?? "");
}

/** A text with formulas between ⟦ and ⟧. */
export const words = (text) => String(text ?? "").replace(/⟦([^⟧]*)⟧/g, (_, markup) => flat(math(markup)));

/** A statement as the engine writes it plainly, `bar x += bar a * y`, with bars: `x̄ += ā * y`. */
export const barred = (text) => text.replace(/\bbar (\w+)/g, (_, name) => bar(name));

/** The same in the signs of every keyboard: `bar_x += bar_a * y`. */
export const spelled = (text) => text.replace(/\bbar (?=\w)/g, "bar_");
