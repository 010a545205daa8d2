// Values of inputs as the engine and the address have them: what is not finite is a word, since JSON has no number for it.

import { number } from "./format.js";

/** A value as it is sent and kept: a finite number, or `inf`, `-inf`, `nan`. */
export function wired(value) {
  const x = number(value);
  if (Number.isFinite(x)) return x;
  return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

/** The value that a text says, a number or the word for one that is not finite; else `null`. */
export const valued = (text) => (Number.isFinite(Number(text)) ? Number(text) : word(text));

/** The word for a value that is not finite, of one in letters of any case or with the sign ∞; else `null`. */
export function word(text = "") {
  const [, sign, size] = /^([+−-]?)(inf|infinity|∞|nan)$/.exec(text.trim().toLowerCase()) ?? [];
  if (size === undefined) return null;
  if (size === "nan") return "nan";
  return sign === "−" || sign === "-" ? "-inf" : "inf";
}
